"""The values of a round in one table: typed, read again once, written at once; a page of before writes over nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kevread.common.errors import Denied, Invalid, Refused
from kevread.directory.models import Person
from kevread.equalisation import operations
from kevread.equalisation.queries.grid import grid_of
from kevread.journal.models import Act
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.equalisation.campaigns import campaign, frozen, tell
from tests.pressing import press, shown
from tests.seats.screens import words
from tests.worlds import put

pytestmark = pytest.mark.django_db
SAID = {"source": "Bilan des équipes", "as_of": TODAY.isoformat()}


@pytest.fixture
def who(scene) -> dict:
    return {"actor": scene.coordination, "now": NOW}


@pytest.fixture
def coordination(scene, settings):
    return entered_as(Person.objects.get(pk=scene.coordination.person), settings)


def page_of(found) -> str:
    return f"/{found.carrier.slug}/perequation/{found.pk}/valeurs"


def told(found) -> dict[tuple[str, str], tuple[Decimal, str]]:
    rows = found.measures.filter(collected=False).select_related("beneficiary")
    return {(one.beneficiary.slug, one.criterion): (one.value, one.source) for one in rows}


def typed(found, **cells) -> dict[str, str]:
    """By « who is measured, criterion », as its cell bears it."""
    grid = grid_of(found)
    slugs = [one.slug for one in grid.rows]
    return {
        f"valeur_{slugs.index(one)}_{grid.codes.index(code)}": value for (one, code), value in cells["of"].items()
    } | SAID


def test_only_what_kevread_does_not_read_is_typed(scene, who):
    found = campaign(scene.world)
    codes = ("area", "projects", "actions")  # of this small map, no area is known
    assert grid_of(found).codes == codes
    operations.collect(campaign=found, **who)
    assert grid_of(found).codes == codes and not grid_of(found).read
    with arranging():  # of a criterion that Kevread reads, what was typed is put right on its own
        put(found.measures.filter(beneficiary=scene.grouping, criterion="epci"), value=99, collected=False)
    assert grid_of(found).codes == codes and not grid_of(found).typed


def test_what_kevread_reads_of_some_is_shown_and_not_typed(scene, who, coordination, monkeypatch):
    found = campaign(scene.world)
    first, second = scene.world.groupings
    known = {(first.pk, "area"): (Decimal("6775.5"), "Carte")}
    monkeypatch.setattr("kevread.equalisation.queries.grid.collected", lambda on: known)
    assert grid_of(found).read == {(first.slug, "area"): None}
    page = coordination.get(page_of(found))
    assert "se relève" in words(page)
    with arranging():
        made = tell(found, first, "area", Decimal("6775.5"))
        put(made, collected=True)
    assert grid_of(found).read == {(first.slug, "area"): Decimal("6775.5")}
    page = coordination.get(page_of(found))
    assert "6775,5" in words(page) and f"Superficie, {first.name}" not in page.text
    assert f"Superficie, {second.name}" in page.text


def test_all_values_are_typed_read_again_once_and_written_by_one_act(scene, coordination):
    found = campaign(scene.world)
    first, second = (one.slug for one in scene.world.groupings)
    with arranging():
        tell(found, scene.world.groupings[0], "projects", Decimal(7))
    asked = typed(
        found,
        of={
            (first, "projects"): "7",
            (second, "projects"): "1 200,5",
            (first, "actions"): "12",
            (second, "actions"): "",
        },
    )
    review = press(coordination, page_of(found), asked)
    assert review.status_code == 200 and "2 valeurs à écrire" in words(review).replace("\xa0", " ")
    assert "1200,5" in words(review) and "Bilan des équipes" in words(review) and len(told(found)) == 1
    back = press(coordination, page_of(found), asked | {"etape": "changer"})
    assert 'value="1 200,5"' in back.text and "Relire avant d’écrire" in words(back)
    before = Act.objects.count()
    answer = press(coordination, page_of(found), asked | {"etape": "confirmer"})
    assert (answer.status_code, Act.objects.count()) == (302, before + 1)
    assert told(found) == {
        (first, "projects"): (Decimal(7), "Bilan de l’année"),  # said before, and not said again
        (second, "projects"): (Decimal("1200.5"), "Bilan des équipes"),
        (first, "actions"): (Decimal(12), "Bilan des équipes"),
    }


@pytest.mark.parametrize(
    ("value", "sentence"),
    [("beaucoup", "Écrivez un nombre"), ("-1", "d’au moins 0"), ("1,00001", "Quatre décimales")],
)
def test_what_is_wrong_is_said_in_its_cell_and_nothing_is_written(scene, coordination, value, sentence):
    found = campaign(scene.world)
    first, second = (one.slug for one in scene.world.groupings)
    asked = typed(found, of={(first, "projects"): "3", (second, "projects"): value})
    for step in ("", "confirmer"):
        answer = press(coordination, page_of(found), asked | {"etape": step})
        assert answer.status_code == 422 and sentence in words(answer)
        assert answer.text.count('class="field wrong"') == 1 and not told(found)


def test_what_is_said_is_not_effaced_and_its_source_and_day_are_said(scene, coordination):
    found = campaign(scene.world)
    who = scene.world.groupings[0]
    with arranging():
        tell(found, who, "projects", Decimal(7))
    answer = press(coordination, page_of(found), typed(found, of={(who.slug, "projects"): ""}))
    assert answer.status_code == 422 and "ne s’efface pas" in words(answer)
    asked = typed(found, of={(who.slug, "projects"): "8"})
    for wrong in ({"source": ""}, {"source": "?"}, {"as_of": (TODAY + timedelta(days=1)).isoformat()}):
        for step in ("", "confirmer"):
            assert press(coordination, page_of(found), asked | wrong | {"etape": step}).status_code == 422
    answer = press(coordination, page_of(found), typed(found, of={(who.slug, "projects"): "7"}))
    assert answer.status_code == 422 and "Aucune valeur n’est nouvelle" in words(answer)
    assert told(found)[who.slug, "projects"][0] == 7


def test_a_page_of_before_writes_nothing_over_what_was_said_meanwhile(scene, coordination):
    found = campaign(scene.world)
    who = scene.world.groupings[0]
    asked = typed(found, of={(who.slug, "projects"): "8"}) | {"etape": "confirmer"}
    mark = shown(coordination, page_of(found))
    with arranging():
        tell(found, who, "projects", Decimal(7))
    answer = coordination.post(page_of(found), asked | {"vu": mark})
    assert answer.status_code == 422 and "Il est inscrit maintenant : « 7 »" in words(answer)
    assert coordination.post(page_of(found), asked).status_code == 422  # whoever saw no page
    assert told(found)[who.slug, "projects"][0] == 7


def test_all_of_it_is_written_or_nothing(scene, who):
    found = campaign(scene.world)
    first, second = (one.slug for one in scene.world.groupings)
    asked = {"source": "Bilan des équipes", "as_of": TODAY}
    right = {(first, "projects"): Decimal(1)}
    for wrong, field in (
        ({}, "values"),
        (right | {(second, "projects"): Decimal(-1)}, f"{second}/projects"),
        (right | {(scene.first.slug, "projects"): Decimal(1)}, f"{scene.first.slug}/projects"),
        (right | {(second, "charm"): Decimal(1)}, f"{second}/charm"),
    ):
        with pytest.raises(Invalid) as refusal:
            operations.enter_measures(campaign=found, values=wrong, **asked, **who)
        assert refusal.value.field == field and not told(found)
    made = operations.enter_measures(campaign=found, values=right, **asked, **who)
    assert [(one.value, one.as_of, one.collected) for one in made] == [(Decimal(1), TODAY, False)]


def test_frozen_data_move_no_more_and_who_prepares_nothing_says_nothing(scene, who):
    found = frozen(scene.world)
    asked = {"values": {(scene.grouping.slug, "projects"): Decimal(1)}, "source": "Bilan des équipes", "as_of": TODAY}
    with pytest.raises(Refused, match="ne changent plus"):
        operations.enter_measures(campaign=found, **asked, **who)
    with pytest.raises(Denied):
        operations.enter_measures(campaign=found, **asked | {"actor": scene.direction, "now": NOW})
