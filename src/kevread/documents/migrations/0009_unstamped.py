from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0008_guard_seal")]

    operations = [
        migrations.AddField(
            model_name="seal",
            name="unstamped",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="sans horodatage extérieur"),
            preserve_default=False,
        ),
    ]
