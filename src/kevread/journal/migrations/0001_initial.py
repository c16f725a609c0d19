import django.db.models.deletion
import django.db.models.fields.json
from django.db import migrations, models

import kevread.base.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("base", "0001_extensions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="numéro")),
                ("previous", models.BinaryField(verbose_name="tête précédente")),
                ("acts", models.PositiveIntegerField(verbose_name="actes")),
                ("changes", models.PositiveBigIntegerField(verbose_name="écritures")),
                ("digest", models.BinaryField(verbose_name="empreinte")),
                ("head", models.BinaryField(verbose_name="tête")),
                ("sealed_at", models.DateTimeField(verbose_name="scellé")),
            ],
            options={
                "verbose_name": "sceau",
            },
        ),
        migrations.CreateModel(
            name="Act",
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
                ("verb", models.CharField(max_length=60, verbose_name="verbe")),
                ("at", models.DateTimeField(verbose_name="moment")),
                ("person", models.UUIDField(null=True, verbose_name="personne")),
                ("person_name", models.CharField(blank=True, max_length=200, verbose_name="nom")),
                ("mandate", models.UUIDField(null=True, verbose_name="mandat")),
                ("hat", models.CharField(blank=True, max_length=200, verbose_name="à quel titre")),
                ("organisation", models.UUIDField(null=True, verbose_name="organisation")),
                ("arguments", models.JSONField(default=dict, verbose_name="ce qui était demandé")),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                ("salt", models.UUIDField(db_default=models.Func(function="gen_random_uuid"), verbose_name="sel")),
                ("digest", models.BinaryField(db_default=b"", verbose_name="empreinte")),
                ("seal", models.BigIntegerField(null=True, verbose_name="sceau")),
            ],
            options={
                "verbose_name": "acte",
                "indexes": [
                    models.Index(fields=["organisation", "-at"], name="act_by_organisation"),
                    models.Index(condition=models.Q(("seal__isnull", False)), fields=["seal"], name="act_by_seal"),
                    models.Index(condition=models.Q(("seal__isnull", True)), fields=["id"], name="act_unsealed"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Chain",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, primary_key=True, serialize=False, verbose_name="identifiant"
                    ),
                ),
                ("number", models.BigIntegerField(default=0, verbose_name="numéro")),
                ("head", models.BinaryField(verbose_name="tête")),
            ],
            options={
                "verbose_name": "chaîne",
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_chain")],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="identifiant")),
                ("at", models.DateTimeField(verbose_name="moment")),
                ("is_whole", models.BooleanField(verbose_name="depuis le début")),
                ("seal", models.BigIntegerField(verbose_name="dernier scellé vérifié")),
                ("tables", models.PositiveIntegerField(verbose_name="tables comparées")),
                ("rows", models.PositiveBigIntegerField(verbose_name="lignes comparées")),
                ("faults", models.PositiveIntegerField(verbose_name="écarts")),
                ("first", models.JSONField(default=list, verbose_name="les premiers")),
            ],
            options={
                "verbose_name": "vérification",
                "indexes": [models.Index(fields=["-at"], name="check_by_moment")],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="identifiant")),
                ("table", models.CharField(max_length=63, verbose_name="table")),
                ("row", models.UUIDField(verbose_name="ligne")),
                ("before", models.JSONField(null=True, verbose_name="avant")),
                ("after", models.JSONField(null=True, verbose_name="après")),
                ("salt", models.UUIDField(db_default=models.Func(function="gen_random_uuid"), verbose_name="sel")),
                ("digest", models.BinaryField(db_default=b"", verbose_name="empreinte")),
                (
                    "act",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="journal.act",
                        verbose_name="acte",
                    ),
                ),
            ],
            options={
                "verbose_name": "écriture",
                "indexes": [
                    models.Index(fields=["act"], name="change_by_act"),
                    models.Index(fields=["row"], name="change_by_row"),
                    models.Index(
                        django.db.models.fields.json.KeyTextTransform("person_id", "after"),
                        condition=models.Q(("after__has_key", "person_id")),
                        name="change_by_person",
                    ),
                ],
            },
        ),
    ]
