import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which round the money stayed of that a later one brings forward; of what was typed before, nothing is said."""

    dependencies = [("equalisation", "0013_resource_funding")]
    operations = [
        migrations.AddField(
            "resource",
            "carried_from",
            models.ForeignKey(
                "equalisation.campaign",
                verbose_name="campagne dont elle reste",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried",
            ),
        ),
        migrations.AddConstraint(
            "resource",
            models.CheckConstraint(
                condition=models.Q(carried_from=None) | models.Q(origin="carried"), name="carried_from_a_round"
            ),
        ),
    ]
