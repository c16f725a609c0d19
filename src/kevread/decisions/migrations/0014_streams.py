from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0013_guard_founding"),
    ]

    operations = [
        migrations.AddField(
            model_name="followup",
            name="stream",
            field=models.SlugField(blank=True, default="", max_length=60, verbose_name="chantier"),
            preserve_default=False,
        ),
    ]
