import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_extensions"),
        ("directory", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispatch",
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
                ("address", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                ("notice", models.BooleanField(default=False, verbose_name="convocation ou avis")),
                ("act", models.UUIDField(verbose_name="acte")),
                ("digest", models.CharField(max_length=64, verbose_name="empreinte")),
                ("message_id", models.CharField(max_length=200, unique=True, verbose_name="identifiant du message")),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "En attente"), ("sent", "Parti"), ("failed", "Non parti")],
                        default="queued",
                        max_length=6,
                        verbose_name="état",
                    ),
                ),
                ("queued_at", models.DateTimeField(verbose_name="mis en attente")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="parti")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("fault", models.CharField(blank=True, max_length=200, verbose_name="empêchement")),
                ("maybe_twice", models.BooleanField(default=False, verbose_name="peut-être parti deux fois")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="directory.person",
                        verbose_name="personne",
                    ),
                ),
            ],
            options={
                "verbose_name": "envoi",
            },
        ),
        migrations.CreateModel(
            name="Unsubscription",
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
                ("address", models.EmailField(max_length=254, unique=True, verbose_name="adresse électronique")),
                ("since", models.DateTimeField(verbose_name="depuis")),
            ],
            options={
                "verbose_name": "adresse sans courriels",
            },
        ),
        migrations.CreateModel(
            name="Attachment",
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
                ("name", models.CharField(max_length=120, verbose_name="nom du fichier")),
                ("kind", models.CharField(max_length=80, verbose_name="format")),
                ("digest", models.CharField(max_length=64, verbose_name="empreinte")),
                ("data", models.BinaryField(verbose_name="octets")),
            ],
            options={
                "verbose_name": "pièce jointe d’un courriel",
                "constraints": [models.UniqueConstraint(fields=("digest", "name", "kind"), name="attachment_once")],
            },
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                (
                    "dispatch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="mail.dispatch",
                        verbose_name="envoi",
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="objet")),
                ("text", models.TextField(verbose_name="texte")),
                ("buttons", models.JSONField(default=list, verbose_name="boutons")),
                ("reply_to", models.EmailField(blank=True, max_length=254, verbose_name="répondre à")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("trying_since", models.DateTimeField(null=True, verbose_name="en cours d’essai depuis")),
                ("trouble", models.CharField(blank=True, max_length=200, verbose_name="empêchement")),
                (
                    "attachments",
                    models.ManyToManyField(
                        related_name="contents", to="mail.attachment", verbose_name="pièces jointes"
                    ),
                ),
            ],
            options={
                "verbose_name": "texte d’un courriel",
            },
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(fields=["organisation", "-queued_at"], name="dispatch_by_organisation"),
        ),
        migrations.AddIndex(
            model_name="dispatch",
            index=models.Index(
                condition=models.Q(("state", "sent"), _negated=True), fields=["queued_at"], name="dispatch_not_left"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", False), ("state", "sent")),
                    models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                    _connector="OR",
                ),
                name="dispatch_sent_at",
            ),
        ),
    ]
