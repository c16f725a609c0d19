import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which funding that is recorded a grant comes from; of those entered before, nothing is said."""

    dependencies = [("equalisation", "0012_set_aside"), ("finance", "0016_guard_asking")]
    operations = [
        migrations.AddField(
            "resource",
            "funding",
            models.ForeignKey(
                "finance.funding",
                verbose_name="financement",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="feeds",
            ),
        ),
        migrations.AddConstraint(
            "resource",
            models.CheckConstraint(
                condition=models.Q(funding=None) | models.Q(origin="grant"), name="grant_of_a_funding"
            ),
        ),
    ]
