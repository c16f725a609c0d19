from django.db import migrations, models


class Migration(migrations.Migration):
    """An opinion that is given again sets the one before aside, as a proposal that is withdrawn does."""

    dependencies = [("equalisation", "0011_returned")]
    operations = [
        migrations.AlterField("opinion", "set_aside_on", models.DateField("mis de côté le", null=True)),
    ]
