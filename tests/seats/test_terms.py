"""How long a mandate on a board lasts: what the adopted articles say is proposed to who fills a seat; nothing is invented."""

from datetime import date, timedelta

import pytest

from kevread.charter.models import Setting
from kevread.seats.models import Mandate
from kevread.seats.queries.terms import SEATS, YEARS
from kevread.statutes.models import Statutes
from kevread.statutes.operations import Adopted, adopt_statutes, annul_statutes, begin_statutes, write_values
from tests.conftest import NOW, TODAY, arranging
from tests.factories import SettingFactory, since
from tests.gatherings.decided import decided
from tests.seats.screens import at, words
from tests.seats.test_screen_fill import BEFORE, TYPED, whom

pytestmark = pytest.mark.django_db
UNDECIDED = "Durée des mandats : non décidée. Aucune modalité inscrite ici ne la dit ; voyez vos statuts"


@pytest.fixture
def address(scene) -> str:
    """Where somebody of the first pôle is given a seat on the board of the grouping, by a decision of before."""
    scene.free_a_place(scene.first)
    where = at("fill", scene.grouping, body=f"{scene.grouping.slug}-board", seat="administrator")
    return whom(where, scene.first, scene.administrator_of(scene.first), "avant")


def shown(readers, address) -> tuple[date | None, str]:
    page = readers.presidency.get(address)
    return page.context["form"].initial["last"], words(page)


def fixes(scene, years: int) -> None:
    with arranging():
        SettingFactory(name=YEARS, value=years, organisation=scene.grouping)


def adopted(scene, years: int) -> Statutes:
    """Signed elsewhere, and entered: the years of a mandate, by its assembly."""
    with arranging():
        Statutes.objects.filter(organisation=scene.grouping).update(annulled_on=TODAY)
        line = decided(f"{scene.grouping.slug}-assembly", "statuts", on=TODAY)
    asked = {"actor": scene.direction, "now": NOW}
    draft = begin_statutes(organisation=scene.grouping, origin="paper", **asked)
    draft = write_values(statutes=draft, values={YEARS: years, SEATS: 12}, **asked)
    text, _ = adopt_statutes(on=TODAY, statutes=draft, adopted=Adopted(since=TODAY, decision=line), **asked)
    return text


def test_where_nothing_says_it_it_is_not_decided_and_nothing_is_proposed(scene, readers, address):
    with arranging():  # what another grouping decided is not its own
        for name in (YEARS, SEATS):
            SettingFactory(name=name, value=2, organisation=scene.world.groupings[1])
    last, page = shown(readers, address)
    assert last is None and UNDECIDED in page and "article L1.22" in page
    assert "Sièges au conseil : nombre non décidé" in page


def test_articles_that_are_adopted_propose_the_last_day_until_they_are_annulled(scene, readers, address):
    text = adopted(scene, 3)
    row = Setting.objects.get(name=YEARS, organisation=scene.grouping)
    assert (row.value, row.adopted_on, row.decided_in) == (3, TODAY, text.decision_id)
    assert Setting.objects.get(name=SEATS, organisation=scene.grouping).value == 12
    last, page = shown(readers, address)
    assert last == date(2029, 11, 23) and "Sièges au conseil : 12 au plus" in page
    assert "Durée des mandats : 3 ans au plus" in page and "jusqu’au 23 novembre 2029" in page
    annul_statutes(on=TODAY, actor=scene.direction, statutes=text, reason="Inscrits par erreur.", now=NOW)
    last, page = shown(readers, address)
    assert last is None and UNDECIDED in page


def test_what_the_seat_rests_on_ends_it_sooner(scene, readers):
    """Who represents a pôle sits as long as on its board."""
    scene.free_a_place(scene.first)
    sooner = TODAY + timedelta(days=200)
    person = scene.administrator_of(scene.first, period=since(last=sooner))
    where = at("fill", scene.grouping, body=f"{scene.grouping.slug}-board", seat="administrator")
    fixes(scene, 3)
    last, page = shown(readers, whom(where, scene.first, person, "avant"))
    assert last == sooner and "Le dernier jour proposé est celui du mandat sur lequel ce siège repose" in page
    fixes_one(scene)
    last, page = shown(
        readers,
        whom(where, scene.first, scene.administrator_of(scene.first, period=since(last=date(2029, 1, 1))), "avant"),
    )
    assert last == date(2027, 11, 23) and "sur lequel ce siège repose" not in page


def fixes_one(scene) -> None:
    with arranging():
        Setting.objects.filter(name=YEARS).update(value=1)


def test_a_day_too_far_is_told_before_it_is_confirmed_and_refuses_nothing(scene, readers, address):
    fixes(scene, 20)  # nobody sits for longer yet
    too_far = TYPED | BEFORE | {"last": "2049-12-31"}
    page = words(readers.presidency.post(address, {**too_far, "etape": ""}))
    assert "devient « à régler » (article L1.22)" in page
    assert readers.presidency.post(address, too_far).status_code == 302


def test_one_more_than_the_seats_is_told_before_it_is_confirmed(scene, readers, address):
    seats = Mandate.objects.on(TODAY).filter(seat__body__slug=f"{scene.grouping.slug}-board", seat__is_alternate=False)
    people = len({one.person_id for one in seats})
    with arranging():
        SettingFactory(name=SEATS, value=people, organisation=scene.grouping)
    page = words(readers.presidency.get(address))
    assert f"Sièges au conseil : {people} au plus" in page and f"{people} personnes y siègent aujourd’hui" in page
    page = words(readers.presidency.post(address, {**TYPED, **BEFORE, "etape": ""}))
    assert "devient « à régler » (article L1.22)" in page


def test_what_is_only_found_there_is_proposed_no_last_day_of_its_own(scene, readers):
    """A mandate found there began before: its term from today would be false."""
    fixes(scene, 3)
    where = at("record", scene.grouping, body=f"{scene.grouping.slug}-board", seat="administrator")
    page = readers.coordination.get(whom(where, scene.first, scene.administrator_of(scene.first)))
    assert page.status_code == 200 and page.context["form"].initial["last"] is None
    assert "Constater une situation" in words(page) and "Durée des mandats" not in words(page)


def test_another_body_is_told_nothing_of_it(scene, readers):
    fixes(scene, 3)
    where = at("fill", scene.grouping, body=f"{scene.grouping.slug}-team", seat="delegate")
    page = readers.direction.get(f"{where}?pour=-&personne={scene.administrator_of(scene.first).pk}")
    assert "Durée des mandats" not in words(page) and "Sièges au conseil" not in words(page)
    assert page.context["form"].initial["last"] is None
