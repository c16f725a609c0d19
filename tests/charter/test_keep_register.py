"""A register is kept since a day: before, unknown; after, what is absent does not exist."""

from datetime import date, timedelta

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.charter.operations import keep_register, stop_keeping
from kevread.common.errors import Denied, Invalid
from kevread.common.verdicts import Reason, Verdict
from tests.charter.people import direction, local_administrator
from tests.conftest import NOW, TODAY, arranging
from tests.worlds import World, end

pytestmark = pytest.mark.django_db


@pytest.fixture
def grouping(small: World):
    """A grouping that does not keep its mandates, and has nobody on its board."""
    found = small.groupings[0]
    with arranging():
        Keeping.objects.filter(organisation=found, register="mandates").delete()
        end(small.mandates(f"{found.slug}-board"))
    return found


def board_of(grouping):
    (finding,) = [f for f in verdicts(TODAY, rules=["R3.5"], organisations=[grouping.pk]) if f.clause.number == 1]
    return finding.verdict, finding.reason


def test_an_empty_board_is_unknown_until_the_register_is_kept(small: World, grouping):
    assert board_of(grouping) == (Verdict.UNKNOWN, Reason.NOT_KEPT)
    keep_register(
        actor=direction(small, grouping), organisation=grouping, register="mandates", since=date(2026, 1, 1), now=NOW
    )
    assert board_of(grouping) == (Verdict.BREACHES, None)


def test_it_is_unknown_again_when_it_is_no_longer_kept(small: World, grouping):
    actor = direction(small, grouping)
    kept = keep_register(actor=actor, organisation=grouping, register="mandates", since=date(2026, 1, 1), now=NOW)
    stop_keeping(actor=actor, keeping=kept, last=TODAY - timedelta(days=1), now=NOW)
    assert board_of(grouping) == (Verdict.UNKNOWN, Reason.NOT_KEPT)


def test_somebody_from_elsewhere_does_not_stop_it(small: World, grouping):
    kept = Keeping.objects.get(organisation=grouping, register="team")
    elsewhere = small.locals[small.groupings[1]][0]
    with pytest.raises(Denied, match="sa présidence ou sa direction"):
        stop_keeping(actor=local_administrator(small, elsewhere), keeping=kept, last=TODAY, now=NOW)


def test_it_stops_once_and_not_before_it_began(small: World, grouping):
    actor, kept = direction(small, grouping), Keeping.objects.get(organisation=grouping, register="team")
    with pytest.raises(Invalid, match="la fin vient après"):
        stop_keeping(actor=actor, keeping=kept, last=kept.period.lower - timedelta(days=1), now=NOW)
    stop_keeping(actor=actor, keeping=kept, last=TODAY, now=NOW)
    with pytest.raises(Invalid, match="déjà plus tenu"):
        stop_keeping(actor=actor, keeping=kept, last=TODAY, now=NOW)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"register": "recipes"}, "register", "n’existe pas"),
        ({"since": date(2027, 1, 1)}, "since", "aujourd’hui ou un jour passé"),
        ({"register": "team"}, "since", "déjà tenu"),
    ],
)
def test_bad_input_is_told_on_its_field(small: World, grouping, changes, field, said):
    asked = {"register": "mandates", "since": date(2026, 1, 1), **changes}
    with pytest.raises(Invalid, match=said) as told:
        keep_register(actor=direction(small, grouping), organisation=grouping, now=NOW, **asked)
    assert told.value.field == field


def test_somebody_from_elsewhere_does_not_say_it(small: World, grouping):
    elsewhere = small.locals[small.groupings[1]][0]
    with pytest.raises(Denied, match="sa présidence ou sa direction"):
        keep_register(
            actor=local_administrator(small, elsewhere),
            organisation=grouping,
            register="mandates",
            since=TODAY,
            now=NOW,
        )
