from django.db import migrations, models

from kevread.journal.guards import SEALED_TABLES, SEALED_TABLES_GONE


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_functions")]
    operations = [
        migrations.AddField(
            "chain",
            "tables",
            models.JSONField(
                "dernier scellé de chaque table", default=dict, db_default=models.Value({}, models.JSONField())
            ),
        ),
        migrations.RunSQL(SEALED_TABLES, SEALED_TABLES_GONE),
    ]
