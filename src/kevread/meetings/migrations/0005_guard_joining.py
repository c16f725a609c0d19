from django.db import migrations

from kevread.journal.guards import guard

TABLE = "meetings_joining"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0004_joining"), ("journal", "0002_functions")]
    operations = [
        guard(TABLE),
        migrations.RunSQL(
            f"CREATE TRIGGER final BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION journal_refuse();",
            f"DROP TRIGGER final ON {TABLE};",
        ),
    ]
