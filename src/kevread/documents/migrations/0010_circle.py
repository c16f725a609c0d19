import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models

KEY = {
    "default": kevread.base.models.new_key,
    "editable": False,
    "primary_key": True,
    "serialize": False,
    "verbose_name": "identifiant",
}
KINDS = [
    ("sent", "Demande faite"),
    ("reminded", "Rappel fait"),
    ("refused", "Signature refusée"),
    ("replaced", "Signataire remplacé·e"),
    ("withdrawn", "Demande retirée"),
]


def to(model, name, **more):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=model, verbose_name=name, **more)


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0009_unstamped"),
        ("mail", "0004_stop_one_kind"),
        ("directory", "0006_guard_listing"),
    ]

    operations = [
        migrations.AddField(
            model_name="signatureasked",
            name="organisation",
            field=to("directory.organisation", "au nom de", null=True, related_name="+"),
        ),
        migrations.AddField(
            model_name="signature", name="chain", field=models.JSONField(null=True, verbose_name="chaîne")
        ),
        migrations.CreateModel(
            name="Circle",
            fields=[
                ("id", models.UUIDField(**KEY)),
                ("amount", models.BigIntegerField(null=True, verbose_name="montant en centimes")),
                ("consent", models.TextField(verbose_name="ce que chacun·e confirme")),
                ("opened_at", models.DateTimeField(verbose_name="demandé")),
                ("asked_by", to("directory.person", "demandé par", related_name="+")),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="circle",
                        to="documents.version",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande de signatures",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                        name="circle_amount",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.UUIDField(**KEY)),
                ("kind", models.CharField(choices=KINDS, max_length=9, verbose_name="ce qui s’est passé")),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                ("at", models.DateTimeField(verbose_name="quand")),
                ("asked", to("documents.signatureasked", "signature attendue", null=True, related_name="steps")),
                ("circle", to("documents.circle", "demande", related_name="steps")),
                ("dispatch", to("mail.dispatch", "courriel", null=True, related_name="+")),
                ("person", to("directory.person", "par", related_name="+")),
            ],
            options={
                "verbose_name": "étape d’une demande de signatures",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ("refused", "withdrawn"))),
                        fields=("circle",),
                        name="circle_ends_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "replaced")), fields=("asked",), name="replaced_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "withdrawn"), ("asked__isnull", False), _connector="OR"),
                        name="step_of_somebody",
                    ),
                ],
            },
        ),
    ]
