import django.contrib.postgres.indexes
from django.db import migrations

import kevread.base.french


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_french_words"),
        ("documents", "0005_signed_data"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=django.contrib.postgres.indexes.GinIndex(kevread.base.french.Words("title"), name="document_words"),
        ),
    ]
