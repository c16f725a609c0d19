from django.db import migrations, models

FILED = " - 'type' - 'advises' - 'advised_item_id'"
RULES = """DROP TRIGGER final_but ON decisions_decision;
CREATE TRIGGER final_but BEFORE UPDATE ON decisions_decision FOR EACH ROW
    WHEN (to_jsonb(OLD){but} IS DISTINCT FROM to_jsonb(NEW){but}) EXECUTE FUNCTION journal_refuse();"""


class Migration(migrations.Migration):
    """That a line says a decision that nobody took is told of it afterwards, by an act, as its type is."""

    dependencies = [("decisions", "0015_application_mark")]
    operations = [
        migrations.AddField("decision", "annulled_on", models.DateField(null=True, verbose_name="annulée le")),
        migrations.AddField(
            "decision",
            "annulled_because",
            models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="motif de l’annulation"
            ),
        ),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=models.Q(("annulled_because", ""), ("annulled_on", None))
                | models.Q(("annulled_on__isnull", False), models.Q(("annulled_because", ""), _negated=True)),
                name="decision_annulled_with_its_reason",
            ),
        ),
        migrations.RunSQL(RULES.format(but=f"{FILED} - 'annulled_on' - 'annulled_because'"), RULES.format(but=FILED)),
    ]
