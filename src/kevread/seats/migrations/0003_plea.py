import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_guard"),
        ("seats", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Plea",
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
                ("right", models.SlugField(max_length=40, verbose_name="ce qui est demandé")),
                ("message", models.TextField(verbose_name="demande")),
                ("asked_at", models.DateTimeField(verbose_name="demandé")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("granted", "C’est fait"), ("declined", "Cela ne se fera pas")],
                        max_length=8,
                        verbose_name="réponse",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="pourquoi")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="répondu")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pleas_answered",
                        to="directory.person",
                        verbose_name="qui répond",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pleas",
                        to="directory.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pleas",
                        to="directory.person",
                        verbose_name="qui demande",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)),
                        fields=("organisation", "right", "person"),
                        name="plea_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", None), ("outcome", "")),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("outcome__in", ("granted", "declined")),
                            ),
                            _connector="OR",
                        ),
                        name="plea_answered_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_by", models.F("person")), _negated=True),
                        name="plea_answered_by_another",
                    ),
                ],
            },
        ),
    ]
