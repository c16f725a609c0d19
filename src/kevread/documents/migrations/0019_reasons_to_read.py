"""A reader reads for a reason: named, or asked to sign, until somebody else is put in their place. Those who are readers already
were named, as far as is known. And a refusal to sign may be said to be left so."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0018_guard_removal")]
    operations = [
        migrations.RemoveConstraint(model_name="reader", name="reader_once"),
        migrations.AddField(
            model_name="reader",
            name="asked",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="readers",
                to="documents.signatureasked",
                verbose_name="pour signer",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="kind",
            field=models.CharField(
                choices=[
                    ("sent", "Demande faite"),
                    ("reminded", "Rappel fait"),
                    ("nudged", "Rappel parti de lui-même"),
                    ("refused", "Signature refusée"),
                    ("replaced", "Signataire remplacé·e"),
                    ("withdrawn", "Demande retirée"),
                    ("left", "Refus sans suite"),
                ],
                max_length=9,
                verbose_name="ce qui s’est passé",
            ),
        ),
        migrations.AddConstraint(
            model_name="reader",
            constraint=models.UniqueConstraint(
                fields=("person", "document", "asked"), name="reader_once", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "left")), fields=("circle",), name="left_once"
            ),
        ),
    ]
