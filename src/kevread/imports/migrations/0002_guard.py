from django.db import migrations

from kevread.journal.guards import guard

DEPOSITED = """
ALTER TABLE imports_deposited ADD CONSTRAINT deposited_is_its_digest CHECK (sha256 = encode(sha256(file), 'hex'));
CREATE TRIGGER whole BEFORE UPDATE ON imports_deposited FOR EACH ROW EXECUTE FUNCTION journal_refuse();
"""
DEPOSITED_GONE = """
DROP TRIGGER whole ON imports_deposited;
ALTER TABLE imports_deposited DROP CONSTRAINT deposited_is_its_digest;
"""


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard("imports_import"),
        migrations.RunSQL(DEPOSITED, DEPOSITED_GONE),
    ]
