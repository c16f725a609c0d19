from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0013_guard_on_paper")]
    operations = [
        migrations.AlterField(
            model_name="step",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sent", "Demande faite"),
                    ("reminded", "Rappel fait"),
                    ("nudged", "Rappel parti de lui-même"),
                    ("refused", "Signature refusée"),
                    ("replaced", "Signataire remplacé·e"),
                    ("withdrawn", "Demande retirée"),
                ],
                max_length=9,
                verbose_name="ce qui s’est passé",
            ),
        ),
    ]
