from django.db import migrations

from kevread.journal.guards import final, guard


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard(
            "meetings_meeting",
            "meetings_agendaitem",
            "meetings_reply",
            "meetings_dateoption",
            "meetings_dateanswer",
            "meetings_proxy",
            "meetings_enclosure",
            "meetings_notice",
            "meetings_rollentry",
        ),
        final("meetings_notice", "meetings_rollentry"),
    ]
