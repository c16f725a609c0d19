from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("charter", "0008_decisions_register")]
    operations = [
        migrations.AddField("derogation", "decided_in", models.UUIDField(null=True)),
    ]
