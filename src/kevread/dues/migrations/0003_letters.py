import django.db.models.deletion
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    dependencies = [("dues", "0002_guard")]
    operations = [
        migrations.AddField(
            model_name="payment",
            name="asked_at",
            field=models.DateTimeField(null=True, verbose_name="demandé à qui a payé"),
        ),
        migrations.AddField(
            model_name="payment",
            name="claimed_for",
            field=models.CharField(blank=True, max_length=160, verbose_name="pour qui, selon qui a payé", default=""),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Letter",
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
                ("sent_on", models.DateField(verbose_name="parti le")),
                (
                    "due",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="dues.due",
                        verbose_name="cotisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "courriel d’une cotisation",
                "constraints": [
                    models.UniqueConstraint(fields=("due", "rank"), name="letter_once"),
                    models.CheckConstraint(condition=models.Q(("rank__lt", 3)), name="letter_rank"),
                ],
            },
        ),
    ]
