import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """In which space a mandate is asked for; of what was asked before, nothing is said."""

    dependencies = [
        ("delegations", "0002_guard"),
        ("seats", "0007_guard_substitution"),
    ]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="space",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="petitions",
                to="seats.body",
                verbose_name="dans l’espace",
            ),
        ),
    ]
