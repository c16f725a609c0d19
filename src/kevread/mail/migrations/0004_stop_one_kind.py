from django.db import migrations, models


class Migration(migrations.Migration):
    """Letters of one kind may be stopped alone."""

    dependencies = [("mail", "0003_seal_buttons")]
    operations = [
        migrations.AddField(
            "content",
            "stop",
            models.CharField(blank=True, default="", max_length=80, verbose_name="où s’arrêtent ces courriels"),
            preserve_default=False,
        ),
    ]
