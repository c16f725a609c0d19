import django.contrib.postgres.indexes
from django.db import migrations

import kevread.base.french


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_french_words"),
        ("seats", "0004_guard_plea"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="body",
            index=django.contrib.postgres.indexes.GinIndex(kevread.base.french.Words("name"), name="body_words"),
        ),
    ]
