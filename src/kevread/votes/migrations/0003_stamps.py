"""What the installation stamps besides: terms, keys of keepers, commitments, a box that was closed, votes by name. And the life
of a vote goes one way: what its opening froze never changes again, whatever its state is said to be."""

from django.db import migrations, models

KEPT = """
CREATE OR REPLACE FUNCTION votes_poll_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state IN ('counted', 'void') THEN
        PERFORM votes_refuse('Un vote dépouillé ou annulé ne change plus.');
    END IF;
    IF NEW.state <> OLD.state AND concat(OLD.state, ' ', NEW.state) NOT IN
            ('draft open', 'open closed', 'closed counted', 'draft void', 'open void', 'closed void') THEN
        PERFORM votes_refuse('Un vote s’ouvre, se clôt et se dépouille dans cet ordre, une fois.');
    END IF;
    IF (OLD.state <> 'draft' OR OLD.sha256 <> '') AND (NEW.item_id, NEW.number, NEW.question, NEW.text, NEW.kind, NEW.method,
            NEW.seat_id, NEW.places, NEW.by_lists, NEW.parity, NEW.oldest_wins, NEW.terms, NEW.sha256, NEW.terms_stamp,
            NEW.opened_at, NEW.public_key, NEW.threshold)
        IS DISTINCT FROM (OLD.item_id, OLD.number, OLD.question, OLD.text, OLD.kind, OLD.method,
            OLD.seat_id, OLD.places, OLD.by_lists, OLD.parity, OLD.oldest_wins, OLD.terms, OLD.sha256, OLD.terms_stamp,
            OLD.opened_at, OLD.public_key, OLD.threshold) THEN
        PERFORM votes_refuse('Les termes d’un vote ne changent plus une fois qu’il est ouvert.');
    END IF;
    IF OLD.box_sha256 <> '' AND NEW.box_sha256 <> OLD.box_sha256
        OR OLD.box_stamp IS NOT NULL AND NEW.box_stamp IS DISTINCT FROM OLD.box_stamp THEN
        PERFORM votes_refuse('L’empreinte d’une urne ne change plus.');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION votes_scrutineer_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM votes_poll WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.poll_id ELSE OLD.poll_id END AND state = 'draft';
    IF NOT FOUND AND (TG_OP <> 'UPDATE' OR (NEW.poll_id, NEW.entry_id, NEW.public_key, NEW.key_stamp, NEW.share, NEW.place)
            IS DISTINCT FROM (OLD.poll_id, OLD.entry_id, OLD.public_key, OLD.key_stamp, OLD.share, OLD.place)
            OR (OLD.opening IS NOT NULL AND NEW.opening IS DISTINCT FROM OLD.opening)) THEN
        PERFORM votes_refuse('Les parts de la clé d’une urne ne changent plus une fois que le vote est ouvert.');
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER named_before_opening BEFORE INSERT ON votes_scrutineer
    FOR EACH ROW EXECUTE FUNCTION votes_scrutineer_kept();
"""

# As before, but for its end: the application stamps the commitment, and writes it.
COMMIT = """
DROP FUNCTION votes_commit(uuid, integer);
CREATE FUNCTION votes_commit(asked uuid, few integer) RETURNS TABLE (step integer, held integer, digest text)
LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    SELECT number, ballots INTO last FROM votes_commitment WHERE poll_id = asked ORDER BY number DESC LIMIT 1;
    few := greatest(few, last.ballots / 20);
    IF (SELECT count(*) FROM votes_ballot WHERE poll_id = asked AND batch IS NULL) < few
        OR NOT pg_try_advisory_xact_lock(hashtextextended('kevread.commit' || asked::text, 0)) THEN
        RETURN;
    END IF;
    PERFORM FROM votes_poll WHERE id = asked AND state = 'open' FOR SHARE;
    IF NOT FOUND OR (SELECT count(*) FROM votes_ballot WHERE poll_id = asked AND batch IS NULL) < few THEN
        RETURN;
    END IF;
    step := coalesce((SELECT max(number) FROM votes_commitment WHERE poll_id = asked), 0) + 1;
    UPDATE votes_ballot SET batch = step WHERE poll_id = asked AND batch IS NULL;
    SELECT count(*), encode(sha256(convert_to(string_agg(receipt, chr(10) ORDER BY receipt COLLATE "C"), 'UTF8')), 'hex')
    INTO held, digest FROM votes_ballot WHERE poll_id = asked AND batch IS NOT NULL;
    RETURN NEXT;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("votes", "0002_guard")]
    operations = [
        migrations.AddField("poll", "terms_stamp", models.BinaryField(null=True, verbose_name="cachet des termes")),
        migrations.AddField("poll", "box_stamp", models.BinaryField(null=True, verbose_name="cachet de l’urne")),
        migrations.AddField("scrutineer", "key_stamp", models.BinaryField(null=True, verbose_name="cachet de la clé")),
        migrations.AddField("commitment", "stamp", models.BinaryField(null=True, verbose_name="cachet")),
        migrations.AddField("openvote", "stamp", models.BinaryField(null=True, verbose_name="cachet")),
        migrations.RunSQL(KEPT, "DROP TRIGGER named_before_opening ON votes_scrutineer"),
        migrations.RunSQL(COMMIT, migrations.RunSQL.noop),
    ]
