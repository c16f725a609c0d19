from django.db import migrations

from kevread.journal.guards import final, final_but, guard

# A number is that of a row whose own number is one less: none is skipped, and none goes.
FOLLOWS = """
ALTER TABLE dues_receipt ADD CONSTRAINT receipt_follows FOREIGN KEY (organisation_id, follows)
    REFERENCES dues_receipt (organisation_id, number);
"""
FOLLOWS_GONE = "ALTER TABLE dues_receipt DROP CONSTRAINT receipt_follows;"


class Migration(migrations.Migration):
    dependencies = [("dues", "0006_receipts"), ("journal", "0002_functions")]
    operations = [
        guard("dues_eligibility", "dues_receipt"),
        final("dues_receipt"),
        final_but("dues_receipt", "undone_on", "undone_because"),
        migrations.RunSQL(FOLLOWS, FOLLOWS_GONE),
    ]
