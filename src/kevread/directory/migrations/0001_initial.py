import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_extensions"),
        ("territory", "0002_guard"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Organisation",
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
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="adresse")),
                (
                    "scale",
                    models.CharField(
                        blank=True,
                        choices=[("head", "Tête de réseau"), ("grouping", "Groupement"), ("local", "Pôle")],
                        max_length=10,
                        verbose_name="échelle",
                    ),
                ),
                (
                    "legal_form",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("association", "Association"),
                            ("cooperative", "Coopérative"),
                            ("mutual", "Mutuelle"),
                            ("foundation", "Fondation"),
                            ("company", "Société commerciale"),
                            ("public", "Organisme public"),
                        ],
                        max_length=12,
                        verbose_name="forme juridique",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="nom")),
                ("siren", models.CharField(blank=True, max_length=9, verbose_name="SIREN")),
                ("siret", models.CharField(blank=True, max_length=14, verbose_name="SIRET")),
                ("rna", models.CharField(blank=True, max_length=10, verbose_name="RNA")),
                ("locality", models.CharField(blank=True, max_length=120, verbose_name="lieu")),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower(models.Func("name", function="f_unaccent")),
                        output_field=models.TextField(),
                        verbose_name="pour la recherche",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="organisation_search", opclasses=["gin_trgm_ops"]
                    ),
                    models.Index(fields=["scale"], name="organisation_scale"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("siren", ""), ("siren__regex", "^[0-9]{9}$"), _connector="OR"),
                        name="siren_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("siret", ""), ("siret__regex", "^[0-9]{14}$"), _connector="OR"),
                        name="siret_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rna", ""), ("rna__regex", "^W[0-9][0-9A-Z][0-9]{7}$"), _connector="OR"),
                        name="rna_form",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("siren", ""), _negated=True), fields=("siren",), name="siren_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("rna", ""), _negated=True), fields=("rna",), name="rna_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                ("given_name", models.CharField(max_length=80, verbose_name="prénom")),
                ("family_name", models.CharField(max_length=80, verbose_name="nom de famille")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="adresse électronique")),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Lower(
                            models.Func(
                                django.db.models.functions.text.Concat("family_name", models.Value(" "), "given_name"),
                                function="f_unaccent",
                            )
                        ),
                        output_field=models.TextField(),
                        verbose_name="pour la recherche",
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accès",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne",
            },
        ),
        migrations.CreateModel(
            name="Consent",
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
                    "what",
                    models.CharField(
                        choices=[("name", "Mon nom et mes mandats"), ("email", "Mon adresse électronique")],
                        max_length=10,
                        verbose_name="de quoi il s’agit",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="directory.person",
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "consentement",
            },
        ),
        migrations.CreateModel(
            name="Name",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("statutory", "Dénomination statutaire"),
                            ("brand", "Nom d’usage"),
                            ("proposed", "Nom proposé"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                ("text", models.CharField(max_length=160, verbose_name="texte")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="names",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "nom",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("organisation", "="), ("kind", "="), ("period", "&&")], name="name_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
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
                ("source", models.CharField(max_length=200, verbose_name="source")),
                (
                    "certainty",
                    models.CharField(
                        choices=[("documented", "documenté"), ("deduced", "déduit"), ("supposed", "supposé")],
                        max_length=12,
                        verbose_name="certitude",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage",
                        to="territory.zone",
                        verbose_name="territoire",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "territoire",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("zone", "="), ("period", "&&")], name="coverage_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Capacity",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("funder", "Financeur"),
                            ("partner", "Partenaire"),
                            ("authority", "Collectivité"),
                            ("employer", "Employeur"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="capacities",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "qualité",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("organisation", "="), ("kind", "="), ("period", "&&")], name="capacity_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Affiliation",
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
                ("college", models.SlugField(blank=True, max_length=40, verbose_name="collège")),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="affiliations",
                        to="directory.organisation",
                        verbose_name="membre",
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="directory.organisation",
                        verbose_name="adhère à",
                    ),
                ),
            ],
            options={
                "verbose_name": "adhésion",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("member", "="), ("of", "="), ("period", "&&")], name="affiliation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("member", models.F("of")), _negated=True), name="affiliation_not_to_itself"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search"], name="person_search", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["search", "id"], name="person_order"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[("person", "="), ("what", "="), ("period", "&&")], name="consent_once"
            ),
        ),
    ]
