"""Two people fill the last place at the same moment: one is seated, the other reads why not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from django.db import connection

from kevread.charter.engine import verdicts
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.common.periods import Period
from kevread.common.verdicts import Verdict
from kevread.seats.models import Mandate
from kevread.seats.operations import end_mandate, fill_seat
from tests.arrange import UNREGISTERED
from tests.conftest import NOW, TODAY, arranging


def at_once(*asked) -> list:
    """Each call in its own thread and its own connection, as close together as can be."""
    ready = Barrier(len(asked))

    def one(call):
        try:
            with connection.cursor() as cursor:  # connected before the start
                cursor.execute("SELECT 1")
            ready.wait(timeout=10)
            return call()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(asked)) as pool:
        return list(pool.map(one, asked))


def filler(seat, person, **more):
    asked = {"actor": SYSTEM, "period": Period(TODAY), "origin": "election", "now": NOW} | UNREGISTERED | more
    return lambda: fill_seat(seat=seat, person=person, **asked)


def test_the_last_place_of_a_local_goes_to_one_of_two(committed):
    grouping = committed.groupings[0]
    local = committed.locals[grouping][0]
    leaver = committed.holder(f"{grouping.slug}-board", "administrator", represents=local)
    end_mandate(actor=SYSTEM, mandate=leaver, last=TODAY - timedelta(days=1), reason="resignation", now=NOW)
    with arranging():
        two = [committed.seated(f"{local.slug}-board", "administrator").person for _ in range(2)]
    seat = committed.seat(f"{grouping.slug}-board", "administrator")
    answers = at_once(*(filler(seat, person, represents=local) for person in two))
    seated, refused = sorted(answers, key=lambda answer: isinstance(answer, Refused))
    assert isinstance(seated, Mandate)
    assert isinstance(refused, Refused)
    assert refused.rule == "R3.7"
    assert seated.person.short_name in refused.sentence
    assert Mandate.objects.on(TODAY).filter(seat__body=seat.body, represents=local).count() == 2


def test_a_place_of_a_number_goes_to_one_of_two(committed):
    seat = committed.seat("cress-board", "treasurer")
    with arranging():
        two = [committed.seated("cress-assembly", "representative-famille").person for _ in range(2)]
    answers = at_once(*(filler(seat, person, family="mutuelles") for person in two))
    assert sorted(type(answer).__name__ for answer in answers) == ["Mandate", "Unseatable"]  # which is a refusal


def test_the_same_person_is_seated_once_by_two_windows(committed):
    seat = committed.seat(f"{committed.groupings[0].slug}-bureau", "member")
    with arranging():
        person = committed.seated("cress-assembly", "representative-famille").person
    answers = at_once(filler(seat, person), filler(seat, person))
    refused = next(answer for answer in answers if isinstance(answer, Refused))
    assert "déjà un mandat dans cette instance" in refused.sentence
    assert Mandate.objects.filter(seat=seat, person=person).count() == 1


def test_a_person_who_is_hired_at_the_direction_and_seated_on_the_board_at_once_is_seen_as_both(committed):
    """Two bodies, two locks: the person is locked too. Doctrine warns of it, and refuses neither (L1.20)."""
    grouping = committed.groupings[0]
    local = committed.locals[grouping][0]
    for slug, title in ((f"{grouping.slug}-team", "direction"), (f"{grouping.slug}-board", "administrator")):
        where = {"represents": local} if title == "administrator" else {}
        mandate = committed.holder(slug, title, **where)
        end_mandate(actor=SYSTEM, mandate=mandate, last=TODAY - timedelta(days=1), reason="departure", now=NOW)
    with arranging():
        person = committed.seated(f"{local.slug}-board", "administrator").person
    post = committed.seat(f"{grouping.slug}-team", "direction")
    seat = committed.seat(f"{grouping.slug}-board", "administrator")
    answers = at_once(filler(post, person, origin="hiring"), filler(seat, person, represents=local))
    assert all(isinstance(answer, Mandate) for answer in answers), answers
    (found,) = [f for f in verdicts(TODAY, rules=["L1.20"], organisations=[grouping.pk]) if f.clause.number == 1]
    assert found.verdict is Verdict.BREACHES
