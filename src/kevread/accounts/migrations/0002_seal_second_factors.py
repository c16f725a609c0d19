from django.db import migrations

from kevread.base.sealing import seal, unseal

FORGET = "DELETE FROM django_session; DELETE FROM cache;"


def rewrite(apps, schema_editor, how):
    """The secrets of each second factor, in another form."""
    factors = apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
    for factor in factors.all():
        factor.data |= {
            name: how(factor.data[name], "second factor") for name in ("secret", "seed") if name in factor.data
        }
        factor.save(update_fields=["data"])


def forward(apps, schema_editor):
    rewrite(apps, schema_editor, seal)


def backward(apps, schema_editor):
    rewrite(apps, schema_editor, unseal)


class Migration(migrations.Migration):
    """What stood in clear is sealed; sessions and codes that waited are of a form that is not read any more: they go, and
    everybody signs in again."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("base", "0002_cache"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
    ]
    operations = [migrations.RunPython(forward, backward), migrations.RunSQL(FORGET, FORGET)]
