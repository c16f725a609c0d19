from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_extensions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", models.TextField(verbose_name="destinataires")),
                ("subject", models.CharField(max_length=200, verbose_name="objet")),
                ("text", models.TextField(verbose_name="texte")),
                ("links", models.JSONField(default=list, verbose_name="liens")),
                ("enclosed", models.JSONField(default=list, verbose_name="pièces jointes")),
                ("at", models.DateTimeField(verbose_name="moment")),
            ],
            options={
                "verbose_name": "courriel retenu",
                "ordering": ["-at", "-id"],
            },
        ),
    ]
