import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_extensions"),
        ("documents", "0002_guard"),
        ("meetings", "0002_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Minutes",
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
                ("drafted_at", models.DateTimeField(verbose_name="établi")),
                ("approved_at", models.DateTimeField(null=True, verbose_name="approuvé")),
                ("remarks", models.TextField(blank=True, verbose_name="remarques")),
                (
                    "approved_in",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approved_minutes",
                        to="meetings.meeting",
                        verbose_name="approuvé par",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="documents.document",
                        verbose_name="document",
                    ),
                ),
                (
                    "meeting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="meetings.meeting",
                        verbose_name="réunion",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.version",
                        verbose_name="feuille d’émargement",
                    ),
                ),
            ],
            options={
                "verbose_name": "procès-verbal",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("approved_in__isnull", True)),
                            models.Q(("approved_at__isnull", False), ("approved_in__isnull", False)),
                            _connector="OR",
                        ),
                        name="minutes_approved_somewhere",
                    )
                ],
            },
        ),
    ]
