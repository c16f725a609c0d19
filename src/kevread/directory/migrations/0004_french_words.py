import django.contrib.postgres.indexes
from django.db import migrations

import kevread.base.french


class Migration(migrations.Migration):
    dependencies = [("base", "0004_french"), ("directory", "0003_reach")]

    operations = [
        migrations.AddIndex(
            model_name="organisation",
            index=django.contrib.postgres.indexes.GinIndex(
                kevread.base.french.Words("name"), name="organisation_words"
            ),
        ),
    ]
