import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0009_merged_are_few"),
        ("seats", "0005_french_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Substitution",
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
                ("accepted_on", models.DateField(null=True, verbose_name="accepté le")),
                ("withdrawn_on", models.DateField(null=True, verbose_name="retiré le")),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutions",
                        to="seats.mandate",
                        verbose_name="mandat",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.person",
                        verbose_name="qui remplace",
                    ),
                ),
            ],
            options={
                "verbose_name": "remplacement",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("withdrawn_on", None)),
                        expressions=[("mandate", "="), ("period", "&&")],
                        name="substitution_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__endswith__isnull", False), ("period__startswith__isnull", False)),
                        name="substitution_ends",
                    ),
                ],
            },
        ),
    ]
