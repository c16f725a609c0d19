import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_extensions"),
        ("directory", "0002_guard"),
        ("territory", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Body",
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
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="adresse")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assembly", "Assemblée générale"),
                            ("board", "Conseil d’administration"),
                            ("bureau", "Bureau"),
                            ("space", "Espace de pilotage"),
                            ("team", "Équipe"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("political", "Politique"),
                            ("strategic", "Stratégique"),
                            ("operational", "Opérationnel"),
                        ],
                        max_length=12,
                        verbose_name="niveau",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                ("purpose", models.TextField(blank=True, verbose_name="objet")),
                ("rank", models.PositiveSmallIntegerField(default=100, verbose_name="rang")),
                (
                    "led_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_bodies",
                        to="directory.organisation",
                        verbose_name="animée par",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bodies",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "instance",
            },
        ),
        migrations.CreateModel(
            name="Seat",
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
                ("title", models.SlugField(max_length=40, verbose_name="mot de l’adresse")),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "one_per",
                    models.CharField(
                        blank=True,
                        choices=[("local", "par pôle"), ("grouping", "par groupement"), ("family", "par famille")],
                        max_length=10,
                        verbose_name="répartition",
                    ),
                ),
                ("places", models.PositiveSmallIntegerField(null=True, verbose_name="places")),
                (
                    "places_setting",
                    models.CharField(blank=True, max_length=80, verbose_name="modalité qui dit les places"),
                ),
                (
                    "conditions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=60), blank=True, default=list, verbose_name="conditions"
                    ),
                ),
                ("is_alternate", models.BooleanField(default=False, verbose_name="suppléance")),
                ("rank", models.PositiveSmallIntegerField(default=100, verbose_name="rang")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="seats.body",
                        verbose_name="instance",
                    ),
                ),
            ],
            options={
                "verbose_name": "siège",
            },
        ),
        migrations.CreateModel(
            name="Mandate",
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
                ("family", models.SlugField(blank=True, max_length=40, verbose_name="famille")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("election", "Élection"),
                            ("designation", "Désignation"),
                            ("cooptation", "Cooptation, à ratifier"),
                            ("hiring", "Embauche"),
                            ("existing", "Situation existante constatée"),
                        ],
                        max_length=12,
                        verbose_name="origine",
                    ),
                ),
                ("origin_note", models.CharField(blank=True, max_length=200, verbose_name="décision")),
                ("decided_in", models.UUIDField(null=True, verbose_name="au registre")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "Terme du mandat"),
                            ("resignation", "Démission"),
                            ("lost_quality", "Perte de la qualité qui fondait le mandat"),
                            ("revocation", "Révocation"),
                            ("departure", "Départ"),
                            ("death", "Décès"),
                            ("mistake", "Erreur de saisie corrigée"),
                        ],
                        max_length=12,
                        verbose_name="motif de fin",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="directory.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "represents",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representatives",
                        to="directory.organisation",
                        verbose_name="au nom de",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="seats.seat",
                        verbose_name="siège",
                    ),
                ),
            ],
            options={
                "verbose_name": "mandat",
            },
        ),
        migrations.CreateModel(
            name="ZoneLead",
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
                ("main", models.BooleanField(default=True, verbose_name="référence principale")),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="zone_leads",
                        to="seats.mandate",
                        verbose_name="poste",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="territory.zone",
                        verbose_name="territoire",
                    ),
                ),
            ],
            options={
                "verbose_name": "référence",
            },
        ),
        migrations.CreateModel(
            name="Delegation",
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
                    "powers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(choices=[("secretariat", "Secrétariat confié")], max_length=40),
                        verbose_name="ce qui est confié",
                    ),
                ),
                ("accepted_on", models.DateField(null=True, verbose_name="accepté le")),
                (
                    "granter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="directory.organisation",
                        verbose_name="confié par",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to="directory.person",
                        verbose_name="confié à",
                    ),
                ),
            ],
            options={
                "verbose_name": "secrétariat confié",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("granter", "="), ("holder", "="), ("period", "&&")], name="delegation_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("body", "="), ("title", "="), ("period", "&&")], name="seat_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("end_reason", "mistake"), _negated=True),
                expressions=[
                    ("person", "="),
                    (django.db.models.functions.comparison.Cast("seat", models.TextField()), "="),
                    ("period", "&&"),
                ],
                name="mandate_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__startswith__isnull", False)), name="mandate_has_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="zonelead",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("main", True)), expressions=[("zone", "="), ("period", "&&")], name="main_lead_once"
            ),
        ),
    ]
