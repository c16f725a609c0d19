import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A party that says it did not sign, while no document shows that it did; nobody had said so before."""

    dependencies = [
        ("agreements", "0011_model_since"),
        ("decisions", "0015_application_mark"),
        ("directory", "0010_proposed"),
    ]

    operations = [
        migrations.AddField(
            model_name="approval",
            name="denied_because",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="motif de la contestation"
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="denied_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.person",
                verbose_name="contestée par",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="denied_on",
            field=models.DateField(null=True, verbose_name="contestée le"),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(("denied_on", None), ("signed_on__isnull", False), _connector="OR"),
                name="approval_denied_once_signed",
            ),
        ),
    ]
