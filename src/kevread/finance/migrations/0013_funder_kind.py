from django.db import migrations

RULES = """DROP TRIGGER final_but ON finance_funder;
CREATE TRIGGER final_but BEFORE UPDATE ON finance_funder FOR EACH ROW
    WHEN (to_jsonb(OLD) - 'name' - 'organisation_id'{more} IS DISTINCT FROM to_jsonb(NEW) - 'name' - 'organisation_id'{more})
    EXECUTE FUNCTION journal_refuse();"""


class Migration(migrations.Migration):
    """The nature of a funder is set right by an act, as its name is."""

    dependencies = [("finance", "0012_guard_local_life")]
    operations = [migrations.RunSQL(RULES.format(more=" - 'kind'"), RULES.format(more=""))]
