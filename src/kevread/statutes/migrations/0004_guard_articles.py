from django.db import migrations

from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [("statutes", "0003_articles"), ("journal", "0002_functions")]
    operations = [
        guard("statutes_statutes"),
        guard("statutes_statutesarticle"),
    ]
