"""What a decision gives is not taken by another way: neither by a correction, nor by what is said to exist, nor from a file."""

from datetime import date, timedelta

import pytest

from kevread.charter.models import Keeping
from kevread.common.errors import Denied, Refused
from kevread.common.periods import Period
from kevread.decisions.operations.applying import apply_decision
from kevread.seats.operations import correct_mandate, enter_mandate, record_existing
from tests.conftest import NOW, TODAY, arranging
from tests.decisions.test_seats_given import SOON, second_named
from tests.factories import since

pytestmark = pytest.mark.django_db


@pytest.fixture
def elected(scene):
    return second_named(scene)


def test_the_person_that_it_names_is_not_corrected_into_another(scene, elected):
    mandate = apply_decision(actor=scene.direction, application=elected, now=NOW)[0].mandate
    asked = {"mandate": mandate, "represents": scene.first, "reason": "Mauvaise date", "now": NOW}
    asked["actor"] = scene.presidency
    with pytest.raises(Refused, match="c’est elle qui nomme"):
        correct_mandate(person=scene.administrator_of(scene.first), period=mandate.dates, **asked)
    with pytest.raises(Refused, match="c’est elle qui nomme"):
        correct_mandate(person=mandate.person, period=mandate.dates, **asked | {"represents": scene.second})
    right = correct_mandate(person=mandate.person, period=Period(SOON + timedelta(days=1)), **asked)
    assert right.decided_in == elected.decision_id


def test_it_is_not_corrected_into_days_that_the_decision_did_not_give(scene, elected):
    with arranging():
        elected.asked["last"] = str(SOON + timedelta(days=30))
        elected.save()
    mandate = apply_decision(actor=scene.direction, application=elected, now=NOW)[0].mandate
    asked = {
        "mandate": mandate,
        "person": mandate.person,
        "represents": scene.first,
        "reason": "Mauvaise date",
        "now": NOW,
    }
    for period in (Period(SOON), Period(TODAY, mandate.dates.end)):
        with pytest.raises(Refused, match="pour ces jours"):
            correct_mandate(actor=scene.presidency, period=period, **asked)


def test_no_situation_that_exists_takes_what_it_gives(scene, elected):
    """Nor is one entered from a file: what a decision gives is given to nobody else by hand."""
    other = scene.administrator_of(scene.first)
    asked = {"actor": scene.coordination, "seat": scene.board, "person": other, "represents": scene.first, "now": NOW}
    told = "Constaté au conseil de novembre"
    with arranging():
        # Where no register says who sits, it is recorded, and entered from files.
        Keeping.objects.filter(register="decisions", organisation__in=(scene.grouping, scene.first)).delete()
    for period in (Period(TODAY), Period(TODAY, SOON + timedelta(days=1))):
        with pytest.raises(Refused, match="déjà donné"):
            record_existing(reason=told, period=period, **asked)
        with pytest.raises(Refused, match="déjà donné"):
            enter_mandate(
                origin="designation",
                departs=told,
                note="Conseil",
                period=Period(date(2024, 10, 1), period.end),
                **asked,
            )
    assert record_existing(reason=told, period=Period(date(2026, 11, 1), SOON), **asked)  # until the day before


def test_a_direction_enters_from_a_file_nobody_who_was_elected(scene):
    """Those who decide do, and the coordination of the network, which records what stood before any register."""
    person = scene.administrator_of(scene.first)
    scene.free_a_place(scene.first)
    with arranging():
        Keeping.objects.filter(register="decisions").update(period=since(date(2026, 1, 1)))
    asked = {
        "seat": scene.board, "person": person, "represents": scene.first, "now": NOW, "origin": "designation",
        "note": "Conseil du 1er octobre 2024", "period": Period(date(2024, 10, 1)),
    }  # fmt: skip
    with pytest.raises(Denied, match="Confier ou retirer un siège"):
        enter_mandate(actor=scene.direction, **asked)
    assert enter_mandate(actor=scene.coordination, **asked).seat == scene.board
