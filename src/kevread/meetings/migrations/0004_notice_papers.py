import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0003_polls"), ("documents", "0002_guard")]
    operations = [
        migrations.AddField(
            model_name="notice",
            name="version",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.version"
            ),
        ),
    ]
