"""The roll of a secret vote is rewritten with its box; what the files still hold of both is noted until it is erased."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

BEFORE = """
CREATE OR REPLACE FUNCTION meetings_uncast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'meetings_ballot' AND meetings_shuffling(OLD.poll_id) THEN
        RETURN OLD;
    END IF;
    PERFORM meetings_refuse('Ce qui est voté ne se change pas et ne se retire pas.');
END $$;

CREATE OR REPLACE FUNCTION meetings_enrol() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM meetings_poll WHERE id = NEW.poll_id AND state = 'draft' FOR UPDATE;
    IF NOT FOUND OR NEW.marked THEN
        PERFORM meetings_refuse('La liste des votants est arrêtée à l’ouverture du vote.');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION meetings_shuffle(asked uuid) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    moved bigint;
BEGIN
    PERFORM set_config('kevread.shuffle', asked::text, true);
    WITH gone AS (
        DELETE FROM meetings_ballot WHERE poll_id = asked RETURNING poll_id, college, receipt, sealed
    )
    INSERT INTO meetings_ballot (id, poll_id, college, receipt, sealed)
    SELECT gen_random_uuid(), poll_id, college, receipt, sealed FROM gone ORDER BY gen_random_uuid();
    GET DIAGNOSTICS moved = ROW_COUNT;
    PERFORM set_config('kevread.shuffle', '', true);
    RETURN moved;
END $$;
"""
AFTER = """
CREATE OR REPLACE FUNCTION meetings_uncast() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME <> 'meetings_openvote' AND meetings_shuffling(OLD.poll_id) THEN
        RETURN OLD;
    END IF;
    PERFORM meetings_refuse('Ce qui est voté ne se change pas et ne se retire pas.');
END $$;

CREATE OR REPLACE FUNCTION meetings_enrol() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF meetings_shuffling(NEW.poll_id) THEN
        RETURN NEW;
    END IF;
    PERFORM FROM meetings_poll WHERE id = NEW.poll_id AND state = 'draft' FOR UPDATE;
    IF NOT FOUND OR NEW.marked THEN
        PERFORM meetings_refuse('La liste des votants est arrêtée à l’ouverture du vote.');
    END IF;
    RETURN NEW;
END $$;

-- The marks of the roll too: they had the transactions of the ballots, and lay in the order in which people voted. Not
-- the lines that are not marked: somebody who comes too late may hold one, while they wait for the poll.
CREATE OR REPLACE FUNCTION meetings_shuffle(asked uuid) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    moved bigint;
BEGIN
    PERFORM set_config('kevread.shuffle', asked::text, true);
    WITH gone AS (DELETE FROM meetings_rollmark WHERE poll_id = asked AND marked RETURNING *)
    INSERT INTO meetings_rollmark SELECT * FROM gone ORDER BY gen_random_uuid();
    WITH gone AS (
        DELETE FROM meetings_ballot WHERE poll_id = asked RETURNING poll_id, college, receipt, sealed
    )
    INSERT INTO meetings_ballot (id, poll_id, college, receipt, sealed)
    SELECT gen_random_uuid(), poll_id, college, receipt, sealed FROM gone ORDER BY gen_random_uuid();
    GET DIAGNOSTICS moved = ROW_COUNT;
    PERFORM set_config('kevread.shuffle', '', true);
    RETURN moved;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0007_notice_papers"),
    ]
    operations = [
        migrations.CreateModel(
            name="Trace",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="traces", to="meetings.poll"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(AFTER, BEFORE),
    ]
