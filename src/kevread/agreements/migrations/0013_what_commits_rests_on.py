import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """By what a party ends an agreement, agrees to its end, or gives up the day on which it is owed; of before, nothing says it."""

    dependencies = [
        ("agreements", "0012_denied_signature"),
        ("decisions", "0015_application_mark"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="agreed_authority",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="ce qui permet de l’accepter"
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="agreed_decision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="decisions.decision",
                verbose_name="décision de l’accepter",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="authority",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="ce qui le permet"
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="decision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="decisions.decision",
                verbose_name="décision",
            ),
        ),
        migrations.AddField(
            model_name="postponement",
            name="authority",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="ce qui permet de l’accorder"
            ),
        ),
        migrations.AddField(
            model_name="postponement",
            name="decision",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="decisions.decision",
                verbose_name="décision",
            ),
        ),
    ]
