"""Since when each breach has been one is kept, as it was found last night."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("charter", "0004_document_without_date"),
    ]

    operations = [
        migrations.CreateModel(
            name="LastingBreach",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="identifiant")),
                ("clause", models.CharField(max_length=20, verbose_name="point")),
                ("organisation", models.UUIDField(verbose_name="organisation")),
                ("since", models.DateField(verbose_name="depuis le")),
                ("looked_on", models.DateField(verbose_name="regardé du")),
                ("looked_at", models.DateTimeField(verbose_name="regardé à")),
            ],
            options={
                "verbose_name": "écart qui dure",
                "constraints": [models.UniqueConstraint(fields=("clause", "organisation"), name="lasting_breach_once")],
            },
        ),
    ]
