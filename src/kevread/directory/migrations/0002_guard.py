from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("journal", "0002_functions")]
    operations = [
        guard(
            "directory_organisation",
            "directory_name",
            "directory_capacity",
            "directory_affiliation",
            "directory_coverage",
            "directory_person",
            "directory_consent",
        ),
    ]
