"""What is still to be erased from the files after a closing is noted beside the key: a row of SQL took it away."""

from pathlib import Path

from django.conf import settings
from django.db import migrations

from kevread.base import beside


def note(apps, schema_editor):
    """Those that wait."""
    rows = apps.get_model("votes", "Trace").objects.using(schema_editor.connection.alias)
    for poll in rows.values_list("poll", flat=True).distinct():
        with beside.alone(Path(settings.VOTES)) as folder:
            beside.put(folder / f"{poll}.trace", "")


class Migration(migrations.Migration):
    dependencies = [("votes", "0005_answers_of_their_vote")]
    operations = [
        migrations.RunPython(note, migrations.RunPython.noop),
        migrations.DeleteModel("Trace"),
    ]
