"""An answer by name is of the vote of its line: a stamp tells the terms, the line and the choice, and would hold elsewhere."""

from django.db import migrations

CAST = """
CREATE OR REPLACE FUNCTION votes_cast() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    at_state text;
BEGIN
    IF TG_TABLE_NAME = 'votes_openvote' THEN
        PERFORM FROM votes_rollmark WHERE id = NEW.mark_id AND poll_id = NEW.poll_id;
        IF NOT FOUND THEN
            PERFORM votes_refuse('Cette ligne n’est pas de ce vote : rien n’a été enregistré.');
        END IF;
    END IF;
    SELECT state INTO at_state FROM votes_poll WHERE id = NEW.poll_id FOR SHARE;
    IF at_state = 'open' OR (TG_TABLE_NAME = 'votes_ballot' AND votes_shuffling(NEW.poll_id)) THEN
        RETURN NEW;
    END IF;
    PERFORM votes_refuse('Ce vote n’est pas ouvert : rien n’a été enregistré.');
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("votes", "0004_result_stamp")]
    operations = [migrations.RunSQL(CAST, migrations.RunSQL.noop)]
