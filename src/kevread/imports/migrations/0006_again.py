"""The same file may be imported again, where it has something more to write: how it was read is found, and is no more alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0010_proposed"),
        ("imports", "0005_guard_merging"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="import",
            name="import_once",
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(fields=["organisation", "read_as"], name="import_read_as"),
        ),
    ]
