"""A part is kept in basis points, and read and typed in per cent: nobody meets ten-thousandths."""

import re

import pytest
from django.urls import reverse

from kevread.charter.engine import framework, verdicts
from kevread.charter.models import Setting
from kevread.charter.operations import checked_value
from kevread.charter.queries.rows import counted_in_words
from kevread.charter.sheets import per_cent_said, value_of
from kevread.common.errors import Invalid
from tests.charter.people import holder
from tests.charter.test_equalisation import RULES, held
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import SettingFactory
from tests.worlds import World, put

pytestmark = pytest.mark.django_db

LOSS = "R5.9.loss"


def read(response) -> str:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()).replace("&nbsp;", " "))
    return text.replace("\u202f", " ").replace("\xa0", " ")


def address(small: World, name: str = "setting") -> str:
    return reverse(f"charter:{name}", kwargs={"scale": small.head.slug, "setting": LOSS})


@pytest.fixture
def head(small: World, settings):
    return entered_as(holder(small, "cress-team", "direction"), settings)


@pytest.mark.parametrize(
    ("typed", "kept"), [("12,5", 1_250), ("25 %", 2_500), ("0", 0), ("100", 10_000), (2_500, 2_500)]
)
def test_what_is_typed_in_per_cent_is_kept_in_basis_points(typed, kept):
    assert checked_value(framework().settings[LOSS], typed) == kept


@pytest.mark.parametrize(
    ("typed", "is_clear"),
    [("0.25", False), (",5", False), ("1.0", False), ("0,25 %", True), ("0", True), ("25", True), ("1", True)],
)
def test_a_sheet_that_says_a_part_of_one_is_asked_which(typed, is_clear):
    """A cell that shows 25 % holds 0.25."""
    assert per_cent_said("L1.10.notice_days", typed) == typed
    if is_clear:
        assert per_cent_said(LOSS, typed) == typed
        return
    with pytest.raises(Invalid, match="avec son signe"):
        per_cent_said(LOSS, typed)


@pytest.mark.parametrize("points", [5, 99, 100, 2_500])
def test_what_leaves_comes_back(points):
    left = value_of(Setting(name=LOSS, value=points))
    assert checked_value(framework().settings[LOSS], per_cent_said(LOSS, left)) == points


@pytest.mark.parametrize("typed", ["un quart", "100,01", "2500", "12,345", "-1", "", 10_001, -1])
def test_what_is_no_part_is_refused_in_words(typed):
    with pytest.raises(Invalid, match="Un pourcentage de 0 à 100, comme 25 ou 12,5"):
        checked_value(framework().settings[LOSS], typed)


def test_a_part_is_decided_and_corrected_in_per_cent(small: World, head):
    decision = {"adopted_by": "AG du 12 juin 2024, résolution 4", "adopted_on": "12/06/2024"}
    assert "Un pourcentage de 0 à 100" in read(head.get(address(small)))
    shown = read(head.post(address(small), decision | {"value": "12,5", "since": "12/06/2024"}))
    assert "12,5 %, première valeur décidée" in shown
    decided = decision | {"value": "12,5", "since": "12/06/2024", "etape": "confirmer"}
    assert head.post(address(small), decided).status_code == 302
    assert Setting.objects.get(name=LOSS).value == 1_250
    assert "12,5 %, depuis le 12 juin 2024" in read(head.get(address(small)))
    assert 'value="12,5"' in head.get(address(small, "correct_setting")).content.decode()


def test_a_part_leaves_in_a_spreadsheet_as_it_comes_back(small: World):
    with arranging():
        row = SettingFactory(name=LOSS, value=1_250)
    assert value_of(row) == "12,5"
    assert checked_value(framework().settings[LOSS], value_of(row)) == row.value


def test_no_word_of_the_framework_speaks_of_ten_thousandths():
    assert [one.label for one in framework().settings.values() if "millièmes" in one.label] == []


def test_by_how_much_a_part_passes_its_limit_is_told_in_per_cent(small: World):
    with arranging():
        SettingFactory(name="R5.9.strategic_share", value=1_000)
        who = small.groupings[0].slug
        put(held(small), terms=RULES.plain() | {"strategic": {who: 2_500_000}, "reason": "Une année de lancement."})
    (told,) = {counted_in_words(one) for one in verdicts(TODAY, rules=["R5.9"]) if one.clause.key == "R5.9/2"}
    told = told.replace("\xa0", " ")
    assert told == "On mesure 15 % ; notre lecture n’en admet pas."
