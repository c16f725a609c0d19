import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models
import kevread.common.rooms
import kevread.common.verdicts


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_extensions"),
        ("directory", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
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
                ("name", models.SlugField(max_length=80, unique=True, verbose_name="nom")),
                ("text", models.TextField(verbose_name="texte")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("attached_at", models.DateTimeField(verbose_name="joint")),
            ],
            options={
                "verbose_name": "document fondateur",
            },
        ),
        migrations.CreateModel(
            name="Attestation",
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
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="dates")),
                ("clause", models.CharField(max_length=20, verbose_name="point")),
                ("is_met", models.BooleanField(default=True, verbose_name="établi")),
                ("piece", models.TextField(verbose_name="pièce")),
                ("piece_on", models.DateField(verbose_name="pièce du")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestations",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attestations",
                        to="directory.person",
                        verbose_name="attesté par",
                    ),
                ),
            ],
            options={
                "verbose_name": "attestation",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("clause", "="), ("organisation", "="), ("period", "&&")], name="attestation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__endswith__isnull", False), ("period__startswith__isnull", False)),
                        name="attestation_has_both_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contest",
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
                ("clause", models.CharField(max_length=20, verbose_name="point")),
                ("on", models.DateField(verbose_name="constat lu au")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            (kevread.common.verdicts.Verdict["CONFORMS"], "Conforme"),
                            (kevread.common.verdicts.Verdict["BREACHES"], "À régler"),
                            (kevread.common.verdicts.Verdict["UNKNOWN"], "Inconnu"),
                            (kevread.common.verdicts.Verdict["NOT_APPLICABLE"], "Sans objet"),
                        ],
                        max_length=16,
                        verbose_name="verdict",
                    ),
                ),
                ("sentence", models.TextField(verbose_name="constat")),
                ("evidence", models.JSONField(verbose_name="ce qui était compté")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("fact", "Le fait : ce qui est compté n’est pas vrai"),
                            ("rule", "La règle : elle ne dit pas cela, ou ne s’applique pas ici"),
                            ("date", "La date : c’était vrai, ou le deviendra, un autre jour"),
                        ],
                        max_length=4,
                        verbose_name="ce qui est contesté",
                    ),
                ),
                ("reason", models.TextField(verbose_name="motif")),
                ("at", models.DateTimeField(verbose_name="contesté")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Reconnue : le constat était faux"),
                            ("rejected", "Non retenue : le constat tient"),
                        ],
                        max_length=8,
                        verbose_name="issue",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="réponse")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="répondu")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="directory.person",
                        verbose_name="réponse de",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contests",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contests",
                        to="directory.person",
                        verbose_name="contesté par",
                    ),
                ),
            ],
            options={
                "verbose_name": "contestation",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("clause", "organisation", "person"),
                        name="contest_waits_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="contest_answered_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Derogation",
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
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="dates")),
                ("clause", models.CharField(max_length=20, verbose_name="point")),
                ("reason", models.TextField(verbose_name="motif")),
                ("adopted_by", models.CharField(max_length=200, verbose_name="décision")),
                ("adopted_on", models.DateField(verbose_name="décidée le")),
                ("decided_in", models.UUIDField(null=True, verbose_name="au registre")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="derogations",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "dérogation",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("clause", "="), ("organisation", "="), ("period", "&&")], name="derogation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__endswith__isnull", False), ("period__startswith__isnull", False)),
                        name="derogation_has_both_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Keeping",
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
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="dates")),
                (
                    "register",
                    models.CharField(choices=kevread.common.rooms.registers, max_length=12, verbose_name="registre"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keepings",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "registre",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("organisation", "="), ("register", "="), ("period", "&&")], name="keeping_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Setting",
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
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="dates")),
                ("name", models.CharField(max_length=80, verbose_name="modalité")),
                ("value", models.JSONField(verbose_name="valeur")),
                ("adopted_by", models.CharField(max_length=200, verbose_name="décision")),
                ("adopted_on", models.DateField(verbose_name="décidée le")),
                ("decided_in", models.UUIDField(null=True, verbose_name="au registre")),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settings",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "modalité",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("organisation__isnull", True)),
                        expressions=[("name", "="), ("period", "&&")],
                        name="setting_once",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("organisation__isnull", False)),
                        expressions=[("name", "="), ("organisation", "="), ("period", "&&")],
                        name="own_setting_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Passage",
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
                ("rule", models.CharField(max_length=20, verbose_name="article")),
                ("quote", models.TextField(verbose_name="citation")),
                ("start", models.PositiveIntegerField(null=True, verbose_name="début")),
                ("end", models.PositiveIntegerField(null=True, verbose_name="fin")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passages",
                        to="charter.source",
                        verbose_name="document fondateur",
                    ),
                ),
            ],
            options={
                "verbose_name": "passage",
                "constraints": [models.UniqueConstraint(fields=("source", "rule"), name="passage_once")],
            },
        ),
    ]
