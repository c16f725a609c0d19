from django.db import migrations, models

from kevread.base.stamped import Stamped, stamp_of


def stamp(apps, schema_editor):
    """The addresses that are there, as they are."""
    model = apps.get_model("accounts", "Account")
    model.STAMPED = Stamped(("email",))
    for account in model.objects.using(schema_editor.connection.alias).all():
        account.stamp = stamp_of(account)
        account.save(update_fields=["stamp"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_seal_second_factors")]
    operations = [
        migrations.AddField("account", "stamp", models.BinaryField(default=b"", verbose_name="sceau")),
        migrations.RunPython(stamp, migrations.RunPython.noop),
    ]
