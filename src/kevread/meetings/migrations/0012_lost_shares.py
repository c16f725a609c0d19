from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0011_kind_of_resolution")]
    operations = [
        migrations.AddField(model_name="scrutineer", name="is_lost", field=models.BooleanField(default=False)),
    ]
