from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dues", "0007_guard_receipts"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="how",
            field=models.CharField(blank=True, max_length=300, verbose_name="comment payer"),
        ),
    ]
