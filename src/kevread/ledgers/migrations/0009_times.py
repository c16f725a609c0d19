import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0009_merged_are_few"),
        ("ledgers", "0008_guard_cash"),
        ("staff", "0004_contract_is_replacement"),
    ]

    operations = [
        migrations.CreateModel(
            name="PostTime",
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
                ("parts", models.JSONField(verbose_name="actions")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="post_times",
                        to="directory.organisation",
                        verbose_name="employeur",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="times",
                        to="staff.post",
                        verbose_name="poste",
                    ),
                ),
            ],
            options={
                "verbose_name": "temps d’un poste",
                "verbose_name_plural": "temps des postes",
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("post", "="), ("period", "&&")], name="post_time_once"
                    )
                ],
            },
        ),
    ]
