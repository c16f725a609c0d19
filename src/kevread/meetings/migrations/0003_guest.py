from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_guard")]

    operations = [
        migrations.AlterField(
            model_name="rollentry",
            name="quality",
            field=models.CharField(
                choices=[
                    ("member", "Membre"),
                    ("alternate", "Suppléant·e"),
                    ("guest", "Invité·e, sans droit de vote"),
                ],
                default="member",
                max_length=10,
                verbose_name="qualité",
            ),
        ),
    ]
