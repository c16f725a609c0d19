from django.db import migrations, models


class Migration(migrations.Migration):
    """When a delegation was taken back at once; of those of before, only the day is known."""

    dependencies = [
        ("delegations", "0003_petition_space"),
    ]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="stopped_at",
            field=models.DateTimeField(null=True, verbose_name="retirée aussitôt"),
        ),
    ]
