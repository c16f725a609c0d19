import django.db.models.deletion
from django.db import migrations, models

RULES = """DROP TRIGGER final_but ON sittings_minutes;
CREATE TRIGGER final_but BEFORE UPDATE ON sittings_minutes FOR EACH ROW
    WHEN (to_jsonb(OLD) - 'sheet_id' - 'approved_in_id' - 'approved_at' - 'remarks'{more} IS DISTINCT FROM
        to_jsonb(NEW) - 'sheet_id' - 'approved_in_id' - 'approved_at' - 'remarks'{more})
    EXECUTE FUNCTION journal_refuse();"""


class Migration(migrations.Migration):
    """Which version a meeting approved is written with its approval, by the same act."""

    dependencies = [("documents", "0015_text_chunks"), ("sittings", "0003_final")]
    operations = [
        migrations.AddField(
            "minutes",
            "approved_version",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.version",
                verbose_name="version approuvée",
            ),
        ),
        migrations.RunSQL(RULES.format(more=" - 'approved_version_id'"), RULES.format(more="")),
    ]
