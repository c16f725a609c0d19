from django.db import migrations, models

import kevread.base.models
from kevread.journal.guards import ERASABLE, ERASABLE_GONE, final, guard


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0007_acts_are_closed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="act",
            name="salt",
            field=models.UUIDField(db_default=models.Func(function="gen_random_uuid"), null=True, verbose_name="sel"),
        ),
        migrations.AlterField(
            model_name="change",
            name="salt",
            field=models.UUIDField(db_default=models.Func(function="gen_random_uuid"), null=True, verbose_name="sel"),
        ),
        migrations.CreateModel(
            name="Erased",
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
                ("change", models.BigIntegerField(null=True, verbose_name="écriture")),
                ("act", models.UUIDField(verbose_name="acte")),
                ("digest", models.BinaryField(verbose_name="empreinte de ce qui était dit")),
                ("left", models.BinaryField(verbose_name="empreinte de ce qui reste")),
            ],
            options={
                "verbose_name": "contenu effacé",
                "indexes": [
                    models.Index(fields=["change"], name="erased_change"),
                    models.Index(fields=["act"], name="erased_act"),
                ],
            },
        ),
        guard("journal_erased"),
        final("journal_erased"),
        migrations.RunSQL(ERASABLE, ERASABLE_GONE),
    ]
