from django.db import migrations, models


class Migration(migrations.Migration):
    """By what whoever sent a payment had the power to; of those sent before, nothing is said."""

    dependencies = [("equalisation", "0009_guard_criteria")]
    operations = [
        migrations.AddField("payment", "authority", models.CharField("versé au titre de", max_length=300, blank=True)),
    ]
