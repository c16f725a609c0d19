"""Whom another employer places here; what the administration allowed; contracts of professionalisation."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models
from kevread.journal.guards import guard


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0010_proposed"),
        ("staff", "0012_information"),
        ("journal", "0002_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Placed",
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
                            ("temporary", "Intérim"),
                            ("group", "Mise à disposition par un groupement d’employeurs"),
                        ],
                        max_length=9,
                        verbose_name="par qui l’on est placé·e",
                    ),
                ),
                ("given_name", models.CharField(max_length=80, verbose_name="prénom")),
                ("family_name", models.CharField(max_length=80, verbose_name="nom de famille")),
                ("nationality", models.CharField(max_length=60, verbose_name="nationalité")),
                ("born_on", models.DateField(verbose_name="date de naissance")),
                ("sex", models.CharField(choices=[("f", "Femme"), ("m", "Homme")], max_length=1, verbose_name="sexe")),
                (
                    "permit",
                    models.CharField(blank=True, max_length=120, verbose_name="titre de travail, type et numéro"),
                ),
                ("occupation", models.CharField(max_length=120, verbose_name="emploi")),
                ("qualification", models.CharField(blank=True, max_length=80, verbose_name="qualification")),
                ("provider", models.CharField(max_length=160, verbose_name="qui l’emploie")),
                ("provider_address", models.CharField(max_length=200, verbose_name="adresse de qui l’emploie")),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[("ended", "Départ"), ("mistake", "Erreur de saisie annulée")],
                        max_length=7,
                        verbose_name="motif de fin",
                    ),
                ),
                ("end_note", models.CharField(blank=True, max_length=300, verbose_name="précision")),
            ],
            options={
                "verbose_name": "personne placée par un autre employeur",
            },
        ),
        migrations.AddField(
            model_name="identity",
            name="authorised_as",
            field=models.CharField(
                blank=True,
                choices=[
                    ("hiring", "Autorisation d’embauche"),
                    ("hiring-asked", "Demande d’autorisation d’embauche"),
                    ("leave", "Autorisation de licenciement"),
                    ("leave-asked", "Demande d’autorisation de licenciement"),
                ],
                max_length=12,
                verbose_name="autorisation",
            ),
        ),
        migrations.AddField(
            model_name="identity",
            name="authorised_on",
            field=models.DateField(null=True, verbose_name="date de l’autorisation, ou de sa demande"),
        ),
        migrations.AlterField(
            model_name="contract",
            name="kind",
            field=models.CharField(
                choices=[
                    ("cdi", "Durée indéterminée (CDI)"),
                    ("cdd", "Durée déterminée (CDD)"),
                    ("apprentice", "Apprentissage"),
                    ("pro", "Professionnalisation"),
                ],
                max_length=10,
                verbose_name="type de contrat",
            ),
        ),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("authorised_as", ""), ("authorised_on", None)),
                    models.Q(models.Q(("authorised_as", ""), _negated=True), ("authorised_on__isnull", False)),
                    _connector="OR",
                ),
                name="identity_authorised_on_a_day",
            ),
        ),
        migrations.AddField(
            model_name="placed",
            name="employer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="placed",
                to="directory.organisation",
                verbose_name="où l’on travaille",
            ),
        ),
        migrations.AddIndex(
            model_name="placed",
            index=models.Index(fields=["employer"], name="placed_at_employer"),
        ),
        migrations.AddConstraint(
            model_name="placed",
            constraint=models.CheckConstraint(
                condition=models.Q(("period__startswith__isnull", False)), name="placed_has_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="placed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("provider", ""), _negated=True), models.Q(("provider_address", ""), _negated=True)
                ),
                name="placed_by_somebody",
            ),
        ),
        guard("staff_placed"),
    ]
