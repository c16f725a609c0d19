import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_extensions"),
        ("directory", "0002_guard"),
        ("meetings", "0002_guard"),
        ("seats", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Poll",
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
                ("question", models.CharField(max_length=300, verbose_name="question")),
                ("text", models.TextField(blank=True, verbose_name="texte de la résolution")),
                (
                    "kind",
                    models.CharField(
                        choices=[("resolution", "Résolution"), ("election", "Élection"), ("consent", "Consentement")],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("show_of_hands", "À main levée"),
                            ("roll_call", "À l’appel des noms"),
                            ("electronic_open", "Électronique, au nom de chacun·e"),
                            ("electronic_secret", "Électronique, à bulletin secret"),
                            ("paper", "Sur papier, à bulletin secret"),
                        ],
                        max_length=17,
                        verbose_name="façon de voter",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "En préparation"),
                            ("open", "Ouvert"),
                            ("closed", "Clos"),
                            ("counted", "Dépouillé"),
                            ("void", "Annulé"),
                        ],
                        default="draft",
                        max_length=7,
                        verbose_name="état",
                    ),
                ),
                ("places", models.PositiveSmallIntegerField(null=True, verbose_name="places")),
                ("by_lists", models.BooleanField(default=False, verbose_name="par listes")),
                ("parity", models.BooleanField(default=False, verbose_name="parité")),
                ("oldest_wins", models.BooleanField(default=False, verbose_name="l’âge départage")),
                ("secret_asked", models.BooleanField(default=False, verbose_name="bulletin secret demandé")),
                ("terms", models.JSONField(default=dict, verbose_name="termes")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="empreinte des termes")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="ouvert")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="clos")),
                ("public_key", models.BinaryField(null=True, verbose_name="clé publique de l’urne")),
                ("threshold", models.PositiveSmallIntegerField(null=True, verbose_name="parts qui ouvrent l’urne")),
                ("box_sha256", models.CharField(blank=True, max_length=64, verbose_name="empreinte de l’urne")),
                ("result", models.JSONField(default=dict, verbose_name="résultat")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="motif de l’annulation")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="polls",
                        to="meetings.agendaitem",
                        verbose_name="point de l’ordre du jour",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="seats.seat",
                        verbose_name="siège à pourvoir",
                    ),
                ),
            ],
            options={
                "verbose_name": "vote",
            },
        ),
        migrations.CreateModel(
            name="Scrutineer",
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
                ("public_key", models.BinaryField(null=True, verbose_name="clé publique")),
                ("share", models.BinaryField(null=True, verbose_name="part chiffrée")),
                ("place", models.PositiveSmallIntegerField(null=True, verbose_name="numéro de la part")),
                ("opening", models.JSONField(null=True, verbose_name="ouverture des sommes")),
                ("is_lost", models.BooleanField(default=False, verbose_name="code perdu")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="meetings.rollentry",
                        verbose_name="scrutateur·rice",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scrutineers",
                        to="votes.poll",
                        verbose_name="vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "part de la clé",
            },
        ),
        migrations.CreateModel(
            name="HandCount",
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
                ("college", models.CharField(blank=True, max_length=40, verbose_name="collège")),
                ("votes", models.JSONField(default=dict, verbose_name="voix")),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_counts",
                        to="votes.poll",
                        verbose_name="vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte à la main",
            },
        ),
        migrations.CreateModel(
            name="Candidate",
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
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("on_list", models.CharField(blank=True, max_length=80, verbose_name="liste")),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[("F", "Femme"), ("M", "Homme"), ("X", "Autre")],
                        max_length=1,
                        verbose_name="genre",
                    ),
                ),
                ("born", models.DateField(null=True, verbose_name="naissance")),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="directory.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="votes.poll",
                        verbose_name="vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "candidature",
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identifiant",
                    ),
                ),
                ("college", models.CharField(blank=True, max_length=40, verbose_name="collège")),
                ("receipt", models.CharField(max_length=19, verbose_name="reçu")),
                ("sealed", models.BinaryField(verbose_name="bulletin chiffré")),
                ("stamp", models.BinaryField(verbose_name="cachet")),
                ("batch", models.PositiveIntegerField(null=True, verbose_name="lot")),
                (
                    "poll",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="votes.poll",
                        verbose_name="vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "bulletin",
            },
        ),
        migrations.CreateModel(
            name="RollMark",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identifiant",
                    ),
                ),
                ("college", models.CharField(blank=True, max_length=40, verbose_name="collège")),
                ("votes", models.PositiveSmallIntegerField(verbose_name="voix")),
                ("by_proxy", models.BooleanField(default=False, verbose_name="par pouvoir")),
                ("marked", models.BooleanField(default=False, verbose_name="a voté")),
                ("stamp", models.BinaryField(null=True, verbose_name="cachet")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="meetings.rollentry",
                        verbose_name="personne convoquée",
                    ),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="votes.poll",
                        verbose_name="vote",
                    ),
                ),
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.person",
                        verbose_name="personne qui vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "émargement d’un vote",
            },
        ),
        migrations.CreateModel(
            name="OpenVote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identifiant",
                    ),
                ),
                ("choices", models.JSONField(default=list, verbose_name="choix")),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_votes",
                        to="votes.poll",
                        verbose_name="vote",
                    ),
                ),
                (
                    "mark",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_vote",
                        to="votes.rollmark",
                        verbose_name="émargement",
                    ),
                ),
            ],
            options={
                "verbose_name": "vote public",
            },
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identifiant",
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="depuis"),
                ),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="traces",
                        to="votes.poll",
                        verbose_name="vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "trace à effacer",
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="identifiant",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("ballots", models.PositiveIntegerField(verbose_name="bulletins")),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="votes.poll",
                        verbose_name="vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "engagement sur l’urne",
            },
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.UniqueConstraint(fields=("poll", "number"), name="commitment_once"),
        ),
        migrations.AddIndex(
            model_name="ballot",
            index=models.Index(
                condition=models.Q(("batch__isnull", True)), fields=["poll"], name="ballot_not_committed"
            ),
        ),
        migrations.AddConstraint(
            model_name="scrutineer",
            constraint=models.UniqueConstraint(fields=("poll", "entry"), name="scrutineer_once"),
        ),
        migrations.AddConstraint(
            model_name="scrutineer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("share__isnull", True),
                    models.Q(("place__isnull", False), ("public_key__isnull", False)),
                    _connector="OR",
                ),
                name="share_has_a_keeper",
            ),
        ),
        migrations.AddIndex(
            model_name="poll",
            index=models.Index(fields=["item", "number"], name="poll_by_item"),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["resolution", "election", "consent"])), name="poll_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "void"]), ("opened_at__isnull", False), _connector="OR"),
                name="poll_open_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "counted"), _negated=True), ("closed_at__isnull", False), _connector="OR"
                ),
                name="poll_counted_was_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "election"), _negated=True), ("places__gte", 1), _connector="OR"),
                name="poll_election_has_places",
            ),
        ),
        migrations.AddConstraint(
            model_name="poll",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "void"]),
                    models.Q(("method", "electronic_secret"), _negated=True),
                    ("public_key__isnull", False),
                    _connector="OR",
                ),
                name="poll_secret_has_a_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="handcount",
            constraint=models.UniqueConstraint(fields=("poll", "college"), name="hand_count_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("poll", "on_list", "rank"), name="candidate_rank_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)), fields=("poll", "person"), name="candidate_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.UniqueConstraint(fields=("poll", "receipt"), name="receipt_once"),
        ),
        migrations.AddIndex(
            model_name="rollmark",
            index=models.Index(fields=["poll", "voter"], name="roll_mark_by_voter"),
        ),
        migrations.AddConstraint(
            model_name="rollmark",
            constraint=models.UniqueConstraint(fields=("poll", "entry"), name="roll_mark_once"),
        ),
        migrations.AddConstraint(
            model_name="rollmark",
            constraint=models.CheckConstraint(condition=models.Q(("votes__gte", 1)), name="roll_mark_has_votes"),
        ),
    ]
