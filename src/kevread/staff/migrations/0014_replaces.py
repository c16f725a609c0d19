"""A contract of a term names whom it replaces."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0013_placed"),
    ]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="replaces",
            field=models.CharField(blank=True, max_length=200, verbose_name="qui est remplacé·e, et sa qualification"),
        ),
    ]
