from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0005_checks_are_stamped")]
    operations = [
        migrations.AddField("act", "stamp", models.BinaryField(db_default=b"", verbose_name="cachet")),
        migrations.RunSQL(
            "COMMENT ON TABLE journal_act IS 'kevread: SELECT, INSERT "
            "(id, verb, at, person, person_name, mandate, hat, organisation, arguments, reason, stamp)'",
            migrations.RunSQL.noop,
        ),
    ]
