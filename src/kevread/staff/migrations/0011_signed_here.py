"""A contract that is signed here: its paper that waits, that it is so, and where one works."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0015_application_mark"),
        ("directory", "0010_proposed"),
        ("documents", "0018_guard_removal"),
        ("staff", "0010_guard_medical_visits"),
    ]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="draft",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
                verbose_name="contrat mis à la signature",
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="is_signed_here",
            field=models.BooleanField(default=False, verbose_name="se signe ici"),
        ),
        migrations.AddField(
            model_name="contract",
            name="workplace",
            field=models.CharField(blank=True, max_length=200, verbose_name="lieu de travail"),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("draft", None), ("is_signed_here", True), _connector="OR"),
                name="contract_put_to_sign_here",
            ),
        ),
    ]
