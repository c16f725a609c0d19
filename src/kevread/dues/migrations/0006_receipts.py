import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0011_guard_outside_advices"),
        ("directory", "0009_merged_are_few"),
        ("documents", "0011_guard_circle"),
        ("dues", "0005_final"),
    ]

    operations = [
        migrations.CreateModel(
            name="Eligibility",
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
                ("undone_on", models.DateField(null=True, verbose_name="annulé le")),
                ("undone_because", models.CharField(blank=True, max_length=300, verbose_name="motif de l’annulation")),
                ("of_interest", models.BooleanField(verbose_name="d’intérêt général")),
                ("for_nothing", models.BooleanField(verbose_name="cotisation sans contrepartie")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("ruling", "La réponse de l’administration fiscale (rescrit)"),
                            ("study", "Son propre examen, sans l’avis de l’administration"),
                        ],
                        max_length=6,
                        verbose_name="repose sur",
                    ),
                ),
                ("because", models.CharField(max_length=300, verbose_name="ce qui le montre")),
                ("seat", models.CharField(max_length=200, verbose_name="adresse de son siège")),
                ("purpose", models.CharField(max_length=300, verbose_name="son objet")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.decision",
                        verbose_name="décision",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="eligibilities",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "éligibilité aux reçus fiscaux",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("undone_on", None)),
                        expressions=[("organisation", "="), ("period", "&&")],
                        name="eligibility_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True), name="eligibility_rests_on_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
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
                ("undone_on", models.DateField(null=True, verbose_name="annulé le")),
                ("undone_because", models.CharField(blank=True, max_length=300, verbose_name="motif de l’annulation")),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("follows", models.PositiveIntegerField(null=True, verbose_name="suit le numéro")),
                ("cents", models.PositiveIntegerField(verbose_name="montant, en centimes")),
                ("issued_on", models.DateField(verbose_name="fait le")),
                ("identifier", models.CharField(max_length=10, verbose_name="SIREN ou RNA")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_receipts",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="dues.payment",
                        verbose_name="paiement",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tax_receipt",
                        to="documents.version",
                        verbose_name="papier",
                    ),
                ),
            ],
            options={
                "verbose_name": "reçu fiscal",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "number"), name="receipt_numbered_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_on", None)), fields=("payment",), name="payment_receipted_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("follows__isnull", True), ("number", 1)),
                            models.Q(
                                (
                                    "follows",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("number"), "-", models.Value(1)
                                    ),
                                ),
                                ("follows__isnull", False),
                                ("number__gt", 1),
                            ),
                            _connector="OR",
                        ),
                        name="receipt_follows_the_one_before",
                    ),
                    models.CheckConstraint(condition=models.Q(("cents__gte", 1)), name="receipt_is_of_money"),
                    models.CheckConstraint(
                        condition=models.Q(("identifier", ""), _negated=True), name="receipt_says_by_whom"
                    ),
                ],
            },
        ),
    ]
