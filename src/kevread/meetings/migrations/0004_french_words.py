import django.contrib.postgres.indexes
from django.db import migrations

import kevread.base.french


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_french_words"),
        ("meetings", "0003_guest"),
        ("seats", "0005_french_words"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="agendaitem",
            index=django.contrib.postgres.indexes.GinIndex(kevread.base.french.Words("title"), name="agenda_words"),
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=django.contrib.postgres.indexes.GinIndex(kevread.base.french.Words("title"), name="meeting_words"),
        ),
    ]
