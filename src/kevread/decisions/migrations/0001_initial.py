import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import kevread.base.models
import kevread.competence.asks


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_extensions"),
        ("charter", "0002_guard"),
        ("directory", "0002_guard"),
        ("meetings", "0002_guard"),
        ("seats", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
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
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("decided_on", models.DateField(verbose_name="décidée le")),
                ("type", models.SlugField(blank=True, max_length=60, verbose_name="type de décision")),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
                ("text", models.TextField(verbose_name="texte")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("adopted", "Adoptée"), ("rejected", "Rejetée")], max_length=8, verbose_name="issue"
                    ),
                ),
                ("sum", models.CharField(blank=True, max_length=200, verbose_name="décompte")),
                ("advises", models.SlugField(blank=True, max_length=60, verbose_name="avis sur")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="motif de la correction")),
                (
                    "advised_item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advices",
                        to="meetings.agendaitem",
                        verbose_name="point sur lequel porte l’avis",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="seats.body",
                        verbose_name="instance",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="decisions.decision",
                        verbose_name="corrige",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="meetings.agendaitem",
                        verbose_name="point de l’ordre du jour",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="meetings.meeting",
                        verbose_name="réunion",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "décision",
            },
        ),
        migrations.CreateModel(
            name="Citation",
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
                    "advice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cited_by",
                        to="decisions.decision",
                        verbose_name="avis",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="decisions.decision",
                        verbose_name="décision",
                    ),
                ),
            ],
            options={
                "verbose_name": "avis cité",
            },
        ),
        migrations.CreateModel(
            name="Application",
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
                ("kind", models.CharField(choices=kevread.competence.asks.kinds, max_length=20, verbose_name="nature")),
                ("asked", models.JSONField(default=dict, verbose_name="ce qui est demandé")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="appliquée")),
                ("dropped_at", models.DateTimeField(null=True, verbose_name="abandonnée")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "derogation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="charter.derogation",
                        verbose_name="dérogation",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="seats.mandate",
                        verbose_name="mandat",
                    ),
                ),
                (
                    "setting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="charter.setting",
                        verbose_name="modalité",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="decisions.decision",
                        verbose_name="décision",
                    ),
                ),
            ],
            options={
                "verbose_name": "à appliquer",
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
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
                ("what", models.CharField(max_length=300, verbose_name="ce qui est à faire")),
                ("due", models.DateField(verbose_name="pour le")),
                ("done_on", models.DateField(null=True, verbose_name="faite le")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="decisions.decision",
                        verbose_name="décision",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="directory.person",
                        verbose_name="confiée à",
                    ),
                ),
            ],
            options={
                "verbose_name": "suite",
            },
        ),
        migrations.CreateModel(
            name="Joining",
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
                        related_name="joinings",
                        to="decisions.decision",
                        verbose_name="décision",
                    ),
                ),
                (
                    "joins",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined_by",
                        to="decisions.decision",
                        verbose_name="même décision",
                    ),
                ),
            ],
            options={
                "verbose_name": "décision commune",
            },
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["organisation", "-decided_on"], name="decision_by_organisation"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Lower(
                        models.Func("title", function="f_unaccent", output_field=models.TextField())
                    ),
                    name="gin_trgm_ops",
                ),
                name="decision_by_title",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("organisation", "number"), name="decision_number_once"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("advises__gt", ""), ("type", "advice")),
                    models.Q(models.Q(("type", "advice"), _negated=True), ("advises", "")),
                    _connector="OR",
                ),
                name="advice_advises_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=models.UniqueConstraint(fields=("decision", "advice"), name="advice_cited_once"),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision", models.F("advice")), _negated=True), name="advice_of_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("applied_at__isnull", True), ("dropped_at__isnull", True), _connector="OR"),
                name="applied_or_dropped",
            ),
        ),
        migrations.AddConstraint(
            model_name="joining",
            constraint=models.UniqueConstraint(fields=("decision", "joins"), name="decision_joined_once"),
        ),
        migrations.AddConstraint(
            model_name="joining",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision", models.F("joins")), _negated=True), name="decision_joins_another"
            ),
        ),
    ]
