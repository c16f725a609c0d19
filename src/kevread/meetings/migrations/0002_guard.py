from django.db import migrations

from kevread.journal.guards import guard

# What was sent, found or decided is never rewritten, not even by an act: a further row says what changed.
FINAL = (
    "meetings_notice",
    "meetings_rollentry",
    "meetings_quorumcheck",
    "meetings_decision",
    "meetings_citation",
    "meetings_handcount",
)
GUARDED = (
    "meetings_meeting",
    "meetings_agendaitem",
    "meetings_reply",
    "meetings_dateoption",
    "meetings_dateanswer",
    "meetings_presence",
    "meetings_proxy",
    "meetings_application",
    "meetings_followup",
    "meetings_feed",
    "meetings_poll",
    "meetings_candidate",
    "meetings_scrutineer",
    "meetings_minutes",
    "meetings_enclosure",
    *FINAL,
)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard(*GUARDED),
        migrations.RunSQL(
            "".join(
                f"CREATE TRIGGER final BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION journal_refuse();"
                for table in FINAL
            ),
            "".join(f"DROP TRIGGER final ON {table};" for table in FINAL),
        ),
    ]
