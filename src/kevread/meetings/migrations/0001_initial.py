import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_extensions"),
        ("directory", "0002_guard"),
        ("documents", "0002_guard"),
        ("seats", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaItem",
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
                ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("information", "Information"),
                            ("debate", "Débat"),
                            ("decision", "Décision"),
                            ("election", "Élection"),
                            ("divers", "Questions diverses"),
                        ],
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="titre")),
                ("text", models.TextField(blank=True, verbose_name="texte")),
                ("decision_type", models.SlugField(blank=True, max_length=60, verbose_name="type de décision")),
                (
                    "resolution",
                    models.CharField(
                        choices=[
                            ("ordinary", "Résolution courante"),
                            ("statutes", "Modification des statuts"),
                            ("commitments", "Augmentation des engagements des membres"),
                            ("dissolution", "Dissolution, fusion ou scission"),
                        ],
                        default="ordinary",
                        max_length=12,
                        verbose_name="majorité demandée",
                    ),
                ),
                ("presenter", models.CharField(blank=True, max_length=120, verbose_name="présenté par")),
                ("minutes", models.PositiveSmallIntegerField(null=True, verbose_name="durée en minutes")),
                ("withdrawn", models.BooleanField(default=False, verbose_name="retiré")),
                ("record", models.TextField(blank=True, verbose_name="procès-verbal, ce point")),
                ("incident", models.TextField(blank=True, verbose_name="incident de séance")),
                (
                    "origin",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forwarded",
                        to="meetings.agendaitem",
                        verbose_name="porté depuis",
                    ),
                ),
            ],
            options={
                "verbose_name": "point de l’ordre du jour",
            },
        ),
        migrations.CreateModel(
            name="Meeting",
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
                    "session",
                    models.CharField(
                        choices=[("ordinary", "Ordinaire"), ("extraordinary", "Extraordinaire")],
                        default="ordinary",
                        max_length=14,
                        verbose_name="session",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="titre")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("on_site", "Sur place"),
                            ("hybrid", "Sur place et à distance"),
                            ("remote", "À distance"),
                            ("written", "Consultation écrite"),
                        ],
                        default="on_site",
                        max_length=8,
                        verbose_name="façon de se réunir",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="commence")),
                ("ends_at", models.DateTimeField(verbose_name="finit")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="lieu")),
                ("link", models.URLField(blank=True, verbose_name="lien pour y participer")),
                ("is_public", models.BooleanField(default=False, verbose_name="ouverte à tout le monde")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "En préparation"),
                            ("agenda", "Ordre du jour arrêté"),
                            ("convened", "Convoquée"),
                            ("open", "Ouverte"),
                            ("failed", "Sans quorum"),
                            ("running", "En cours"),
                            ("closed", "Terminée"),
                            ("drafted", "Procès-verbal en projet"),
                            ("signed", "Procès-verbal signé"),
                            ("approved", "Procès-verbal approuvé"),
                            ("archived", "Archivée"),
                            ("cancelled", "Annulée"),
                            ("postponed", "Reportée"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                (
                    "sequence",
                    models.PositiveSmallIntegerField(default=0, verbose_name="changements envoyés aux agendas"),
                ),
                ("opened_at", models.DateTimeField(null=True, verbose_name="ouverte")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="close")),
                ("is_recorded", models.BooleanField(default=False, verbose_name="racontée après coup")),
                ("opening_text", models.TextField(blank=True, verbose_name="procès-verbal, ouverture")),
                ("closing_text", models.TextField(blank=True, verbose_name="procès-verbal, clôture")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="seats.body",
                        verbose_name="instance",
                    ),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chaired_meetings",
                        to="directory.person",
                        verbose_name="présidence de séance",
                    ),
                ),
                (
                    "current",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meetings.agendaitem",
                        verbose_name="point en cours",
                    ),
                ),
                (
                    "postponed_to",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postponed_from",
                        to="meetings.meeting",
                        verbose_name="reportée à",
                    ),
                ),
                (
                    "second_call_of",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_call",
                        to="meetings.meeting",
                        verbose_name="seconde convocation de",
                    ),
                ),
                (
                    "secretary",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recorded_meetings",
                        to="directory.person",
                        verbose_name="secrétariat de séance",
                    ),
                ),
            ],
            options={
                "verbose_name": "réunion",
            },
        ),
        migrations.CreateModel(
            name="Enclosure",
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
                ("withdrawn", models.BooleanField(default=False, verbose_name="retirée")),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enclosures",
                        to="meetings.agendaitem",
                        verbose_name="point de l’ordre du jour",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.version",
                        verbose_name="document",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enclosures",
                        to="meetings.meeting",
                        verbose_name="réunion",
                    ),
                ),
            ],
            options={
                "verbose_name": "pièce jointe",
            },
        ),
        migrations.CreateModel(
            name="DateOption",
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
                ("starts_at", models.DateTimeField(verbose_name="commence")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="date_options",
                        to="meetings.meeting",
                        verbose_name="réunion",
                    ),
                ),
            ],
            options={
                "verbose_name": "date proposée",
            },
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="meetings.meeting",
                verbose_name="réunion",
            ),
        ),
        migrations.CreateModel(
            name="Notice",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="numéro")),
                ("sent_at", models.DateTimeField(verbose_name="envoyée")),
                ("content", models.JSONField(verbose_name="contenu")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="ce qui change")),
                (
                    "convener",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="seats.mandate",
                        verbose_name="convoquée par",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="meetings.meeting",
                        verbose_name="réunion",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.person",
                        verbose_name="envoyée par",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.version",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "convocation",
            },
        ),
        migrations.CreateModel(
            name="RollEntry",
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
                    "quality",
                    models.CharField(
                        choices=[("member", "Membre"), ("alternate", "Suppléant·e"), ("guest", "Invité·e, sans voix")],
                        default="member",
                        max_length=10,
                        verbose_name="qualité",
                    ),
                ),
                ("seat_name", models.CharField(blank=True, max_length=120, verbose_name="siège")),
                ("college", models.CharField(blank=True, max_length=40, verbose_name="collège")),
                ("votes", models.PositiveSmallIntegerField(default=1, verbose_name="voix")),
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
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roll",
                        to="meetings.meeting",
                        verbose_name="réunion",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roll_entries",
                        to="directory.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "represents",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
                        verbose_name="au nom de",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne convoquée",
            },
        ),
        migrations.CreateModel(
            name="Reply",
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
                    "answer",
                    models.CharField(
                        choices=[("coming", "Vient"), ("remote", "Vient à distance"), ("absent", "Ne vient pas")],
                        max_length=8,
                        verbose_name="réponse",
                    ),
                ),
                ("answered_at", models.DateTimeField(verbose_name="répondu")),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reply",
                        to="meetings.rollentry",
                        verbose_name="personne convoquée",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse",
            },
        ),
        migrations.CreateModel(
            name="Proxy",
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
                ("given_at", models.DateTimeField(verbose_name="donné")),
                ("on_paper", models.BooleanField(default=False, verbose_name="signé sur papier")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="repris ou tombé")),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proxies_given",
                        to="meetings.rollentry",
                        verbose_name="donné par",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proxies_held",
                        to="meetings.rollentry",
                        verbose_name="confié à",
                    ),
                ),
            ],
            options={
                "verbose_name": "pouvoir",
            },
        ),
        migrations.CreateModel(
            name="DateAnswer",
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
                    "answer",
                    models.CharField(
                        choices=[("yes", "Oui"), ("if_needed", "Si nécessaire"), ("no", "Non")],
                        max_length=9,
                        verbose_name="réponse",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="date_answers",
                        to="directory.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="meetings.dateoption",
                        verbose_name="date",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse sur une date",
                "constraints": [models.UniqueConstraint(fields=("option", "person"), name="date_answer_once")],
            },
        ),
        migrations.AddIndex(
            model_name="meeting",
            index=models.Index(fields=["body", "starts_at"], name="meeting_by_body"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="meeting_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "agenda",
                            "convened",
                            "open",
                            "failed",
                            "running",
                            "closed",
                            "drafted",
                            "signed",
                            "approved",
                            "archived",
                            "cancelled",
                            "postponed",
                        ],
                    )
                ),
                name="meeting_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at__isnull", True), ("opened_at__isnull", False), _connector="OR"),
                name="meeting_closed_was_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="enclosure",
            constraint=models.UniqueConstraint(fields=("meeting", "version"), name="enclosure_once"),
        ),
        migrations.AddConstraint(
            model_name="dateoption",
            constraint=models.UniqueConstraint(fields=("meeting", "starts_at"), name="date_option_once"),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("meeting", "rank"),
                name="agenda_rank_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("meeting", "number"), name="notice_number_once"),
        ),
        migrations.AddConstraint(
            model_name="rollentry",
            constraint=models.UniqueConstraint(
                fields=("meeting", "person", "represents"), name="roll_entry_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="rollentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("votes", 0), models.Q(("quality", "guest"), _negated=True), _connector="OR"),
                name="guest_has_no_vote",
            ),
        ),
        migrations.AddConstraint(
            model_name="proxy",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)), fields=("giver",), name="proxy_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="proxy",
            constraint=models.CheckConstraint(
                condition=models.Q(("giver", models.F("holder")), _negated=True), name="proxy_to_another"
            ),
        ),
    ]
