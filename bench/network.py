"""A network of any size, in which nearly every rule conforms, written by bulk SQL inside one act.

Each grouping has its territory, 20 locals, 20 EPCI and a team; each local a board of three. With 1 000 groupings: 20 000
locals, 100 000 mandates. Each grouping and each local has met three times this year, the direction of the grouping was
there, and each meeting has decided something; the spaces of the head have met as often as their articles ask.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from kevread.base.clock import now
from kevread.charter.engine import framework
from kevread.common.actor import SYSTEM
from kevread.common.rooms import Room, Verb, declare
from kevread.journal.operations import act
from kevread.seats.loader import BodySpec, SeatSpec, bodies

LOCALS = 20
SINCE = "daterange('2024-09-26', NULL)"

NETWORK = f"""
CREATE TEMP TABLE g AS SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS territory
    FROM generate_series(1, %(groupings)s) n;
CREATE TEMP TABLE l AS SELECT n, 1 + (n - 1) / {LOCALS} AS of, gen_random_uuid() AS id, gen_random_uuid() AS epci
    FROM generate_series(1, {LOCALS} * %(groupings)s) n;
CREATE TEMP TABLE h AS SELECT gen_random_uuid() AS id;
ANALYZE g; ANALYZE l; ANALYZE h;

INSERT INTO directory_organisation (id, period, slug, scale, legal_form, name, siren, siret, rna, locality, reach)
SELECT id, {SINCE}, 'cress', 'head', 'association', 'La Cress', '', '', '', '', '' FROM h
UNION ALL SELECT id, {SINCE}, 'groupement-' || n, 'grouping', 'association', 'Groupement ' || n, '', '',
    'W35' || lpad(n::text, 7, '0'), '', '' FROM g
UNION ALL SELECT id, {SINCE}, 'pole-' || n, 'local', 'association', 'Pôle ' || n, '', '', '', '', '' FROM l;
INSERT INTO directory_name (id, period, kind, text, organisation_id)
SELECT gen_random_uuid(), {SINCE}, 'brand', 'ESS ' || name, id FROM directory_organisation;
INSERT INTO directory_affiliation (id, period, college, member_id, of_id)
SELECT gen_random_uuid(), {SINCE}, '', l.id, g.id FROM l JOIN g ON g.n = l.of
UNION ALL SELECT gen_random_uuid(), {SINCE}, 'territoires', o.id, h.id FROM directory_organisation o, h WHERE o.scale <> 'head';
INSERT INTO charter_keeping (id, period, register, organisation_id)
SELECT gen_random_uuid(), {SINCE}, register, id FROM directory_organisation,
    unnest(ARRAY['mandates', 'team', 'members', 'territory', 'identity', 'meetings', 'decisions']) register;

INSERT INTO territory_zone (id, period, kind, code, name, short_name, outline, icon, box)
SELECT territory, {SINCE}, 'strategic', 't' || n, 'Territoire ' || n, '', '', '', '' FROM g
UNION ALL SELECT epci, {SINCE}, 'epci', n::text, 'Communauté ' || n, '', '', '', '' FROM l;
INSERT INTO territory_zonepart (id, period, parent_kind, source, certainty, child_id, parent_id)
SELECT gen_random_uuid(), {SINCE}, 'strategic', 'bench', 'documented', epci, territory FROM l JOIN g ON g.n = l.of;
INSERT INTO directory_coverage (id, period, source, certainty, zone_id, organisation_id)
SELECT gen_random_uuid(), {SINCE}, 'bench', 'documented', epci, id FROM l
UNION ALL SELECT gen_random_uuid(), {SINCE}, 'bench', 'documented', territory, id FROM g;
"""

# Three people on the board of each local: `p` 0 presides it, 1 sits on the grouping's board for the first five locals.
PEOPLE = f"""
CREATE TEMP TABLE m (seat text, title text, person uuid, represents uuid, family text DEFAULT '');
CREATE TEMP TABLE lp AS SELECT l.*, p, gen_random_uuid() AS person FROM l, generate_series(0, 2) p;
CREATE TEMP TABLE gp AS SELECT g.*, post, gen_random_uuid() AS person FROM g, unnest(ARRAY['direction', 'delegate',
    'referent-accompagnement', 'referent-ingenierie', 'referent-incubateur', 'referent-sensibilisation']) post;
CREATE TEMP TABLE hp AS SELECT family, gen_random_uuid() AS person FROM unnest(%(families)s::text[]) family;
CREATE TEMP TABLE post_of AS SELECT * FROM (VALUES ('codir', 'direction'), ('gmo-incarnation', 'delegate'),
    ('gmo-soutien', 'referent-accompagnement'), ('gmo-innovation', 'referent-ingenierie'),
    ('metier-incubateur', 'referent-incubateur'), ('metier-sensibilisation', 'referent-sensibilisation')) v(space, post);

INSERT INTO m SELECT 'pole-' || n || '-board', CASE p WHEN 0 THEN 'president' ELSE 'administrator' END, person FROM lp;
INSERT INTO m SELECT 'groupement-' || of || '-board', CASE n %% {LOCALS} WHEN 1 THEN 'president' ELSE 'administrator' END,
    person, id FROM lp WHERE p = 1 AND n %% {LOCALS} BETWEEN 1 AND 5;
INSERT INTO m SELECT 'college-territoire', 'member-local', person, id FROM lp WHERE p = 0;
INSERT INTO m SELECT 'groupement-' || n || '-team', post, person FROM gp;
INSERT INTO m SELECT space, 'member', person, id FROM gp JOIN post_of USING (post);
INSERT INTO m SELECT 'cress-board', 'representative-territoire', lp.person, g.id FROM lp JOIN g ON g.n = lp.of
    WHERE lp.p = 1 AND lp.n %% {LOCALS} BETWEEN 1 AND 2;
INSERT INTO m SELECT seat, title, lp.person, g.id FROM lp JOIN g ON g.n = lp.of, (VALUES
    ('cress-bureau', 'vice-president-grouping'), ('college-territoire', 'member-grouping')) v(seat, title)
    WHERE lp.p = 1 AND lp.n %% {LOCALS} = 1;
INSERT INTO m SELECT seat, title, person, NULL, family FROM hp, (VALUES
    ('cress-board', 'representative-famille'), ('cress-bureau', 'bureau-famille')) v(seat, title);
INSERT INTO m SELECT seat, title, gen_random_uuid() FROM (VALUES ('cress-team', 'direction')) v(seat, title);
INSERT INTO m SELECT space, 'member-head', person FROM post_of, m WHERE seat = 'cress-team';

INSERT INTO directory_person (id, given_name, family_name, email)
SELECT DISTINCT person, 'Bench', left(person::text, 8), '' FROM m;
ANALYZE m; ANALYZE seats_seat; ANALYZE seats_body;
INSERT INTO seats_mandate (id, period, family, origin, origin_note, end_reason, person_id, represents_id, seat_id)
SELECT gen_random_uuid(), {SINCE}, coalesce(m.family, ''), 'election', '', '', m.person, m.represents, s.id
FROM m JOIN seats_body b ON b.slug = m.seat JOIN seats_seat s ON s.body_id = b.id AND s.title = m.title;
INSERT INTO seats_zonelead (id, period, main, mandate_id, zone_id)
SELECT gen_random_uuid(), {SINCE}, true, mandate.id, l.epci FROM seats_mandate mandate
JOIN gp ON gp.person = mandate.person_id AND gp.post = 'delegate' JOIN l ON l.of = gp.n
JOIN seats_seat s ON s.id = mandate.seat_id AND s.title = 'delegate';
"""

BODY = f"""
INSERT INTO seats_body (id, period, slug, kind, level, name, purpose, rank, led_by_id, organisation_id)
SELECT gen_random_uuid(), {SINCE}, %(prefix)s || %(slug)s, %(kind)s, %(level)s, %(name)s, '', %(rank)s,
    CASE WHEN %(led)s THEN h.id END, o.id FROM directory_organisation o, h WHERE o.scale = %(scale)s
"""
BODIES = BODY.replace("%(prefix)s", "o.slug || '-'")
SEATS = f"""
INSERT INTO seats_seat (id, period, title, name, one_per, places, places_setting, conditions, is_alternate, rank, body_id)
SELECT gen_random_uuid(), {SINCE}, %(title)s, %(name)s, %(one_per)s, %(places)s, %(places_setting)s, %(conditions)s,
    %(is_alternate)s, %(rank)s, b.id
FROM seats_body b JOIN directory_organisation o ON o.id = b.organisation_id
WHERE o.scale = %(scale)s AND b.kind = %(kind)s AND (b.kind <> 'space' OR b.slug = %(slug)s)
"""
SETTING = f"""
INSERT INTO charter_setting (id, period, name, value, adopted_by, adopted_on)
VALUES (gen_random_uuid(), {SINCE}, %s, to_jsonb(%s::int), 'bench', '2024-09-26')
"""


@cache
def say_the_verb() -> None:
    """Once: whoever only imports this module has no verb more."""
    declare(Room("bench", verbs=(Verb("bench.build", "a construit un réseau", None, because="nobody lives in it"),)))


def build(groupings: int) -> None:
    """The whole network, in one act; then PostgreSQL is told how many rows there are."""
    from django.db import connection

    say_the_verb()
    numbers = {
        "R0.4.groupings": groupings,
        "R1.1.territories": groupings,
        "R4.10.territory_seats": 2 * groupings,
        "R4.13.vice_presidents": groupings,
        "R2.4.direct_member_seats": 2,
    }
    with act("bench.build", actor=SYSTEM, about=None, now=now()), connection.cursor() as cursor:
        run(cursor, NETWORK, {"groupings": groupings})
        for scale, specs in bodies().each.items():
            for spec in specs:
                open_body(cursor, BODIES, scale, spec)
        for spec in bodies().spaces:
            open_body(cursor, BODY, "head", spec, prefix="")
        run(cursor, PEOPLE, {"families": list(bodies().families)})
        for spec in framework().settings.values():
            value = numbers.get(spec.name, spec.founding)
            if isinstance(value, int):
                cursor.execute(SETTING, [spec.name, value])
        hold_meetings()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


HELD = (("board", date(2026, 3, 12)), ("assembly", date(2026, 6, 4)), ("board", date(2026, 10, 8)))
BATCH = 5000


def hold_meetings() -> None:
    """Meetings told as held, who came, what was decided."""
    from kevread.attendance.models import Presence
    from kevread.decisions.models import Decision
    from kevread.meetings.models import Meeting, RollEntry
    from kevread.seats.models import Body, Mandate

    directions = dict(
        Mandate.objects.filter(seat__title="direction", seat__body__organisation__scale="grouping").values_list(
            "seat__body__organisation", "person"
        )
    )
    bodies_of = Body.objects.exclude(organisation__scale="head").filter(kind__in=("board", "assembly"))
    rows = list(bodies_of.values_list("pk", "kind", "organisation", "organisation__affiliations__of"))
    meetings, organisations, directed = [], [], []
    for kind, day in HELD:
        for body, its_kind, organisation, above in rows:
            own = organisation in directions
            if its_kind != kind or not (own or above in directions):
                continue
            meetings.append(met(body, day))
            organisations.append(organisation)
            directed.append(directions[organisation if own else above])
    Meeting.objects.bulk_create([*meetings, *spaces_met()], batch_size=BATCH)
    entries = [
        RollEntry(meeting=one, person_id=person, quality="guest", votes=0)
        for one, person in zip(meetings, directed, strict=True)
    ]
    RollEntry.objects.bulk_create(entries, batch_size=BATCH)
    Presence.objects.bulk_create(
        (Presence(entry=entry, arrived_at=entry.meeting.opened_at) for entry in entries), batch_size=BATCH
    )
    numbers: Counter[object] = Counter()
    Decision.objects.bulk_create(
        (
            Decision(
                organisation_id=organisation,
                number=numbered(numbers, organisation),
                decided_on=one.starts_at.date(),
                body_id=one.body_id,
                title="Décision",
                text="Décision",
                outcome="adopted",
            )
            for one, organisation in zip(meetings, organisations, strict=True)
        ),
        batch_size=BATCH,
    )


def numbered(numbers: Counter[object], organisation: object) -> int:
    numbers[organisation] += 1
    return numbers[organisation]


def met(body: object, day: date) -> object:
    from kevread.meetings.models import Meeting

    start = datetime.combine(day, time(17), UTC)
    end = start + timedelta(hours=2)
    told = {"state": "closed", "opened_at": start, "closed_at": end, "is_recorded": True}
    return Meeting(body_id=body, starts_at=start, ends_at=end, **told)


def spaces_met() -> Iterator[object]:
    """Each space of the head, each month of the last year and of this one that is over."""
    from kevread.seats.models import Body

    months = [date(year, month, 10) for year in (2025, 2026) for month in range(1, 13) if (year, month) < (2026, 11)]
    for body in Body.objects.filter(organisation__scale="head").exclude(kind="team").values_list("pk", flat=True):
        for day in months:
            yield met(body, day)


def run(cursor, script: str, values: dict) -> None:
    for statement in filter(str.strip, script.split(";\n")):
        cursor.execute(statement, values)


def open_body(cursor, statement: str, scale: str, spec: BodySpec, **more: str) -> None:
    about = {"scale": scale, "slug": spec.slug, "kind": spec.kind, "led": spec.led_by == "head", **more}
    cursor.execute(statement, about | {"level": spec.level, "name": spec.name, "rank": spec.rank})
    for seat in spec.seats:
        cursor.execute(SEATS, about | columns(seat))


def columns(seat: SeatSpec) -> dict:
    values = {name: getattr(seat, name) for name in SeatSpec.__slots__}
    return values | {"conditions": list(seat.conditions)}
