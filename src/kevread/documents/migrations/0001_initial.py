import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models
import kevread.common.rooms


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_extensions"),
        ("directory", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Content",
            fields=[
                (
                    "sha256",
                    models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="empreinte"),
                ),
                ("file", models.BinaryField(verbose_name="octets")),
            ],
            options={
                "verbose_name": "octets d’un fichier",
            },
        ),
        migrations.CreateModel(
            name="Document",
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
                    "kind",
                    models.CharField(choices=kevread.common.rooms.kinds_of_paper, max_length=12, verbose_name="nature"),
                ),
                ("title", models.CharField(max_length=250, verbose_name="titre")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "Tout le monde"),
                            ("network", "Le réseau (qui a un mandat, un poste ou une délégation)"),
                            ("organisation", "L’organisation (qui peut y lire ce qui n’est pas public)"),
                            ("people", "Seulement les personnes nommées"),
                        ],
                        default="people",
                        max_length=12,
                        verbose_name="qui le lit",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
            },
        ),
        migrations.CreateModel(
            name="Version",
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
                ("name", models.CharField(max_length=160, verbose_name="nom du fichier")),
                ("media_type", models.CharField(max_length=100, verbose_name="format")),
                ("size", models.PositiveIntegerField(verbose_name="taille en octets")),
                ("template", models.SlugField(blank=True, max_length=40, verbose_name="modèle")),
                ("template_version", models.CharField(blank=True, max_length=64, verbose_name="empreinte du modèle")),
                ("data", models.JSONField(null=True, verbose_name="données")),
                ("corrects", models.TextField(blank=True, verbose_name="ce qu’elle corrige")),
                ("made_at", models.DateTimeField(verbose_name="faite")),
                (
                    "content",
                    models.ForeignKey(
                        db_column="sha256",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="documents.content",
                        verbose_name="empreinte",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="documents.document",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "version d’un document",
            },
        ),
        migrations.CreateModel(
            name="SigningCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, verbose_name="empreinte")),
                ("expires_at", models.DateTimeField(verbose_name="expire")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signing_codes",
                        to="directory.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="documents.version",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "code de signature",
            },
        ),
        migrations.CreateModel(
            name="SignatureAsked",
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
                ("quality", models.CharField(max_length=160, verbose_name="qualité")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="to_sign",
                        to="directory.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="documents.version",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature attendue",
            },
        ),
        migrations.CreateModel(
            name="Signature",
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
                ("person_name", models.CharField(max_length=170, verbose_name="nom signé")),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("quality", models.CharField(max_length=160, verbose_name="qualité")),
                ("hat", models.CharField(blank=True, max_length=200, verbose_name="à quel titre")),
                ("mandate", models.UUIDField(null=True, verbose_name="mandat")),
                ("until", models.DateField(null=True, verbose_name="titre valable jusqu’au")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("mail", "par un code reçu par courriel"),
                            ("totp", "par un code de son second facteur"),
                        ],
                        max_length=8,
                        verbose_name="façon de signer",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="empreinte")),
                ("signed_at", models.DateTimeField(verbose_name="signé")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="directory.person",
                        verbose_name="personne",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="documents.version",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
            },
        ),
        migrations.CreateModel(
            name="Reader",
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readers",
                        to="documents.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readable",
                        to="directory.person",
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "lecture d’un document",
                "constraints": [models.UniqueConstraint(fields=("person", "document"), name="reader_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(fields=("document", "number"), name="version_once"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="version_number"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("data__isnull", True), ("template", ""), ("template_version", "")),
                    models.Q(
                        models.Q(("template", ""), _negated=True),
                        ("data__isnull", False),
                        ("template_version__regex", "^[0-9a-f]{64}$"),
                    ),
                    _connector="OR",
                ),
                name="version_template",
            ),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", 1), models.Q(("corrects", ""), _negated=True), _connector="OR"),
                name="version_says_what_it_corrects",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingcode",
            constraint=models.UniqueConstraint(fields=("version", "person"), name="signing_code_once"),
        ),
        migrations.AddConstraint(
            model_name="signatureasked",
            constraint=models.UniqueConstraint(fields=("version", "person"), name="asked_once"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("version", "person"), name="signed_once"),
        ),
    ]
