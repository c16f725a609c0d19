import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0003_type_told_afterwards"),
        ("meetings", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Submission",
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
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="decisions.decision",
                        verbose_name="décision à ratifier",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="submission",
                        to="meetings.agendaitem",
                        verbose_name="point de l’ordre du jour",
                    ),
                ),
            ],
            options={
                "verbose_name": "décision portée à un ordre du jour",
            },
        ),
        migrations.CreateModel(
            name="Ratification",
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
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratifications",
                        to="decisions.decision",
                        verbose_name="décision",
                    ),
                ),
                (
                    "ratifies",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratified_by",
                        to="decisions.decision",
                        verbose_name="décision ratifiée",
                    ),
                ),
            ],
            options={
                "verbose_name": "ratification",
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "ratifies"), name="decision_ratified_once"),
                    models.CheckConstraint(
                        condition=models.Q(("decision", models.F("ratifies")), _negated=True),
                        name="decision_ratifies_another",
                    ),
                ],
            },
        ),
    ]
