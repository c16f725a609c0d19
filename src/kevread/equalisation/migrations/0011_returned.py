from django.db import migrations, models


class Migration(migrations.Migration):
    """What was sent and did not arrive is voided; what was received is not."""

    dependencies = [("equalisation", "0010_payment_authority")]
    operations = [
        migrations.RemoveConstraint("payment", "paid_or_voided"),
        migrations.AddConstraint(
            "payment",
            models.CheckConstraint(
                condition=models.Q(("received_on__isnull", True), ("voided_on__isnull", True), _connector="OR"),
                name="received_or_voided",
            ),
        ),
    ]
