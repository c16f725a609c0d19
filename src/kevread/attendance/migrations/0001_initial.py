import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_extensions"),
        ("meetings", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuorumCheck",
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
                    "occasion",
                    models.CharField(
                        choices=[
                            ("opening", "À l’ouverture"),
                            ("vote", "Avant un vote"),
                            ("demand", "En séance"),
                            ("answers", "Sur les réponses"),
                        ],
                        default="demand",
                        max_length=7,
                        verbose_name="occasion",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="moment")),
                ("have", models.PositiveIntegerField(verbose_name="ce qui compte")),
                ("need", models.CharField(max_length=40, verbose_name="ce qu’il faut")),
                ("met", models.BooleanField(verbose_name="atteint")),
                ("shown", models.CharField(max_length=200, verbose_name="décompte")),
                ("present", models.PositiveIntegerField(verbose_name="personnes présentes")),
                ("represented", models.PositiveIntegerField(verbose_name="personnes représentées")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quorum_checks",
                        to="meetings.meeting",
                        verbose_name="réunion",
                    ),
                ),
            ],
            options={
                "verbose_name": "quorum",
            },
        ),
        migrations.CreateModel(
            name="Presence",
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
                ("arrived_at", models.DateTimeField(verbose_name="arrivée")),
                ("left_at", models.DateTimeField(null=True, verbose_name="départ")),
                ("remote", models.BooleanField(default=False, verbose_name="à distance")),
                ("signed_in", models.BooleanField(default=False, verbose_name="inscrit·e par soi-même")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="meetings.rollentry",
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "présence",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)), fields=("entry",), name="present_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at__isnull", True), ("left_at__gte", models.F("arrived_at")), _connector="OR"
                        ),
                        name="left_after_arrival",
                    ),
                ],
            },
        ),
    ]
