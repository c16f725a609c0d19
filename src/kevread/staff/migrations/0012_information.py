"""What is told in writing to whoever is hired was handed over on a day."""

import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models
from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0011_signed_here"),
        ("journal", "0002_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Information",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=kevread.base.models.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identifiant",
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("first", "Ce qui est dû sous sept jours"), ("rest", "Ce qui est dû sous un mois")],
                        max_length=5,
                        verbose_name="partie",
                    ),
                ),
                ("handed_on", models.DateField(verbose_name="remise le")),
                ("undone_on", models.DateField(null=True, verbose_name="annulée le")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="information",
                        to="staff.contract",
                        verbose_name="contrat",
                    ),
                ),
            ],
            options={
                "verbose_name": "information remise à l’embauche",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_on", None)),
                        fields=("contract", "part"),
                        name="information_handed_once",
                    )
                ],
            },
        ),
        guard("staff_information"),
    ]
