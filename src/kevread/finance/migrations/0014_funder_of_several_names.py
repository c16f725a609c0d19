import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Entered under several names, a funder is one organisation of the directory."""

    dependencies = [("directory", "0009_merged_are_few"), ("finance", "0013_funder_kind")]
    operations = [
        migrations.AlterField(
            model_name="funder",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.organisation",
                verbose_name="à l’annuaire",
            ),
        )
    ]
