from django.db import migrations, models


class Migration(migrations.Migration):
    """The word of a state, and nothing of the tables."""

    dependencies = [("equalisation", "0004_guard_path")]
    operations = [
        migrations.AlterField(
            model_name="campaign",
            name="state",
            field=models.CharField(
                choices=[
                    ("collecting", "Données à rassembler"),
                    ("frozen", "Données figées"),
                    ("proposed", "Règles proposées"),
                    ("decided", "Décidée"),
                    ("notified", "Notifiée"),
                    ("closed", "Clôturée"),
                    ("abandoned", "Abandonnée"),
                ],
                default="collecting",
                max_length=10,
                verbose_name="état",
            ),
        ),
    ]
