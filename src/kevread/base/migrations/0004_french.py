from django.db import migrations

from kevread.base.functions import FRENCH, FRENCH_GONE


class Migration(migrations.Migration):
    """The words of a text, as a search compares them (decision 80)."""

    dependencies = [("base", "0003_kind")]
    operations = [migrations.RunSQL(FRENCH, FRENCH_GONE)]
