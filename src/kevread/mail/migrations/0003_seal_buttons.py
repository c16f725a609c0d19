import json

from django.db import migrations, models

from kevread.base.sealing import seal, unseal


def forward(apps, schema_editor):
    """What has left loses its buttons; what waits keeps them sealed."""
    contents = apps.get_model("mail", "Content").objects.using(schema_editor.connection.alias)
    contents.filter(dispatch__state="sent").update(sealed="")
    for content in contents.exclude(dispatch__state="sent"):
        said = json.dumps(json.loads(content.sealed))
        contents.filter(pk=content.pk).update(sealed=seal(said, "buttons of a letter", str(content.pk)))


def backward(apps, schema_editor):
    contents = apps.get_model("mail", "Content").objects.using(schema_editor.connection.alias)
    for content in contents.all():
        said = unseal(content.sealed, "buttons of a letter", str(content.pk)) if content.sealed else "[]"
        contents.filter(pk=content.pk).update(sealed=said)


class Migration(migrations.Migration):
    """The addresses under a letter's buttons answer for somebody: they wait sealed."""

    dependencies = [("mail", "0002_guard")]
    operations = [
        migrations.RenameField("content", "buttons", "sealed"),
        migrations.AlterField("content", "sealed", models.TextField(blank=True, verbose_name="boutons, scellés")),
        migrations.RunPython(forward, backward),
    ]
