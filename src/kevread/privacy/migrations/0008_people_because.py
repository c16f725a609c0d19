from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0007_extended")]
    operations = [
        migrations.AddField(
            model_name="breach",
            name="people_because",
            field=models.TextField(blank=True, verbose_name="pourquoi les personnes ne sont pas prévenues"),
        ),
        migrations.AlterField(
            model_name="breach",
            name="because",
            field=models.TextField(blank=True, verbose_name="pourquoi la CNIL n’est pas prévenue, ou l’est tard"),
        ),
    ]
