import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0009_sheets"), ("charter", "0009_derogation_decided_in")]
    operations = [
        migrations.AddField(
            "application",
            "derogation",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="charter.derogation"
            ),
        ),
        migrations.AlterField(
            "application",
            "kind",
            models.CharField(
                choices=[
                    ("mandate", "Ouvrir un mandat"),
                    ("setting", "Inscrire une modalité"),
                    ("derogation", "Inscrire une dérogation"),
                    ("waiting", "À appliquer ailleurs"),
                ],
                max_length=10,
            ),
        ),
    ]
