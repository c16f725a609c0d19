import django.contrib.postgres.indexes
from django.db import migrations

import kevread.base.french


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0008_guard_partings"),
        ("directory", "0004_french_words"),
        ("meetings", "0004_french_words"),
        ("seats", "0005_french_words"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="decision",
            index=django.contrib.postgres.indexes.GinIndex(
                kevread.base.french.Words("title", "text"), name="decision_words"
            ),
        ),
    ]
