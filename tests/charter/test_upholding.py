"""A verb may not make a blocking excess worse; a deficit is a vacancy; what is rehearsed is not done."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.charter.engine import framework, verdicts
from kevread.charter.excesses import blocking_excesses
from kevread.charter.models import Keeping, Setting
from kevread.charter.operations import rehearse, upholding
from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.common.periods import Period
from kevread.directory.models import Affiliation, Organisation
from kevread.journal.memory import forget
from kevread.journal.queries import state
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.operations import fill_seat
from tests.arrange import UNREGISTERED
from tests.charter.people import holder
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory, OrganisationFactory, SeatFactory, since
from tests.worlds import World, end

pytestmark = pytest.mark.django_db


def seat_one_more(small: World) -> Mandate:
    grouping = small.groupings[0]
    local = small.locals[grouping][0]
    person = holder(small, f"{local.slug}-board", "administrator")
    Mandate.objects.filter(person=person, seat__body__slug=f"{grouping.slug}-board").delete()
    small.seated(f"{grouping.slug}-board", "administrator", person=person, represents=local)
    other = small.seated(f"{local.slug}-board", "administrator").person
    return small.seated(f"{grouping.slug}-board", "administrator", person=other, represents=local)


def held(small: World):
    here = [small.groupings[0]]
    return upholding(here, writes={"mandates": here}, on=lambda: [TODAY])


def test_an_excess_that_grows_is_refused_and_quotes_the_article(small: World):
    before = Mandate.objects.count()
    with pytest.raises(Refused) as refused, arranging(), held(small):
        seat_one_more(small)
    assert refused.value.rule == "R3.7"
    assert "deux" in refused.value.text
    assert "3" in refused.value.sentence
    assert Mandate.objects.count() == before


def test_an_excess_that_was_there_does_not_forbid_the_rest(small: World):
    with arranging():
        seat_one_more(small)
    with arranging(), held(small):
        small.seated(f"{small.groupings[0].slug}-team", "support")


def test_a_deficit_is_not_refused(small: World):
    with arranging(), held(small):
        end(small.mandates(f"{small.groupings[0].slug}-board"))


def test_what_is_rehearsed_is_told_and_undone(small: World):
    def leave():
        with arranging():
            end(small.mandates(f"{small.groupings[0].slug}-team", "direction"))

    count = Mandate.objects.on(TODAY).count()
    shifts, _ = rehearse([leave], on=TODAY)
    assert "R3.6" in {shift.after.finding.rule for shift in shifts}
    assert Mandate.objects.on(TODAY).count() == count


def test_what_is_no_longer_ignored_of_one_is_told_though_the_verdict_stays(small: World):
    """Of two structures nobody said how far they act; somebody says it of one."""
    with arranging():
        first, second = OrganisationFactory(name="La Yole"), OrganisationFactory(name="Le Doris")
        for member in (first, second):
            AffiliationFactory(member=member, of=small.groupings[0])

    def tell():
        with arranging():
            Organisation.objects.filter(pk=first.pk).update(reach="regional")

    shifts, _ = rehearse([tell], on=TODAY)
    (shift,) = [one for one in shifts if one.after.finding.clause.key == "R8.3/1"]
    assert shift.before.finding.verdict is shift.after.finding.verdict
    assert "La Yole" in shift.before.sentence and "La Yole" not in shift.after.sentence
    assert rehearse([lambda: None], on=TODAY)[0] == []


# What is counted in an excess.

THIRD = "R3.7/1"
NOT_AT_HOME = "R3.7/2"


def excess(small: World, clause: str, on: date = TODAY) -> dict[str, int]:
    """By how much that clause is breached for the first grouping, by the name of what breaches it."""
    grouping = small.groupings[0]
    found = blocking_excesses(on, organisations={grouping.pk})
    items = found[clause, grouping.pk].items if (clause, grouping.pk) in found else {}
    names = dict(Organisation.objects.filter(pk__in=items).values_list("pk", "name"))
    return {names[item]: by for item, by in items.items()}


def test_an_excess_counts_from_the_day_of_the_founding_document(small: World):
    """The day before, nobody had adopted the rule; the law has no such day."""
    local = small.locals[small.groupings[0]][0]
    adopted = framework().adopted
    assert adopted
    with arranging():
        seat_one_more(small)
        for model in (Organisation, Affiliation, Body, Seat, Mandate, Setting):
            model.objects.update(period=since(adopted - timedelta(days=30)))
    assert excess(small, THIRD, adopted) == {local.name: 1}
    assert excess(small, THIRD, adopted - timedelta(days=1)) == {}


def test_what_its_own_register_does_not_show_is_no_excess(small: World):
    """Somebody represents a pôle without sitting on its board: proved while the pôle keeps its mandates."""
    grouping = small.groupings[0]
    local = small.locals[grouping][0]
    with arranging():
        small.seated(f"{grouping.slug}-board", "administrator", represents=local)
    assert excess(small, NOT_AT_HOME) == {local.name: 1}
    with arranging():
        Keeping.objects.filter(organisation=local, register="mandates").delete()
    assert excess(small, NOT_AT_HOME) == {}


def test_the_articles_of_whom_one_represents_are_upheld_elsewhere(small: World):
    """A grouping has a number of representatives on the board of the head: its own article, in the head's body."""
    grouping = small.groupings[0]
    board = small.body("cress-board")
    with arranging():
        seat = SeatFactory(body=board, title="observer", name="Observatoire")
        person = small.seated(f"{grouping.slug}-board", "administrator").person
    asked = {"seat": seat, "person": person, "represents": grouping, "period": Period(TODAY), "origin": "designation"}
    with pytest.raises(Refused) as refused:
        fill_seat(actor=SYSTEM, now=NOW, **asked, **UNREGISTERED)
    assert refused.value.rule == "R3.13"


# What a verb says that it moves.


def test_a_register_that_no_room_keeps_is_not_passed_over_in_silence(small: World):
    """Nothing would be judged, and nobody would know."""
    here = [small.groupings[0]]
    with pytest.raises(RuntimeError, match="mandats"), arranging(), upholding(here, writes={"mandats": here}, on=list):
        pytest.fail("it went on")


@pytest.mark.parametrize(
    ("register", "whose", "is_read"),
    [
        ("mandates", "grouping", True),
        ("team", "grouping", False),  # L1.20 reads it, and is doctrine: it refuses nothing
        ("mandates", "local", True),  # R3.7/2 reads that of each pôle
        ("team", "local", False),
        ("mandates", "head", True),  # R3.13 counts in the board of the head
        ("decisions", "grouping", False),
    ],
)
def test_only_what_reads_the_register_is_asked(small: World, register, whose, is_read):
    grouping = small.groupings[0]
    written = {"grouping": grouping, "local": small.locals[grouping][0], "head": small.head}[whose]
    writes = {register: frozenset({written.pk})}
    with CaptureQueriesContext(connection) as captured:
        blocking_excesses(TODAY, organisations={grouping.pk}, writes=writes)
    assert any("seats_mandate" in query["sql"] for query in captured.captured_queries) is is_read


@pytest.mark.parametrize("is_known", [True, False])
def test_what_is_known_of_the_state_is_what_would_be_counted(small: World, is_known):
    """With one representative too many: the same, whether this process had read the verdicts or not."""
    grouping = small.groupings[0]
    with arranging():
        seat_one_more(small)
    forget()
    if is_known:
        verdicts(TODAY)
    written = {"mandates": frozenset({grouping.pk})}
    with CaptureQueriesContext(connection) as captured:
        found = blocking_excesses(TODAY, organisations={grouping.pk}, writes=written, known_in=state())
    anew = blocking_excesses(TODAY, organisations={grouping.pk})
    assert {key: excess.items for key, excess in found.items()} == {key: excess.items for key, excess in anew.items()}
    assert found
    assert any("seats_mandate" in query["sql"] for query in captured.captured_queries) is not is_known


def test_a_verb_reads_nothing_before_it_writes_that_the_process_knows(small: World):
    """What was read of the state is not read again, and what is written is."""
    here = [small.groupings[0]]
    forget()
    verdicts(TODAY)
    with arranging(), CaptureQueriesContext(connection) as captured:
        with upholding(here, writes={"mandates": here}, on=lambda: [TODAY]):
            before = [query["sql"] for query in captured.captured_queries]
        after = [query["sql"] for query in captured.captured_queries[len(before) :]]
    assert not any("seats_mandate" in sql for sql in before)
    assert any("seats_mandate" in sql for sql in after)
