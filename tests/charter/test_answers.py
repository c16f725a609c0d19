"""The margin of « Texte » answers in one sentence; the map is lit by what it says; the gloss draws its cases."""

import re
from types import SimpleNamespace

import pytest

from kevread.charter.models import Setting
from kevread.charter.queries import answers
from kevread.charter.queries.answers import Sight, beside, shortened, telling
from kevread.charter.queries.figures import AWAITED, SHOWN
from kevread.charter.queries.text import read_text
from kevread.common.verdicts import Severity
from kevread.seats.queries import actor_of
from tests.charter.people import holder
from tests.charter.test_screen_text import at, crowd, text_of
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.worlds import World, end

pytestmark = pytest.mark.django_db


@pytest.fixture
def grouping(small: World):
    return small.groupings[0]


@pytest.fixture
def coordination(small: World):
    return actor_of(holder(small, "cress-team", "direction"), TODAY)


def reading(rule: str, scale, reader):
    return next(one for one in read_text(scale, TODAY, reader).readings if one.article.rule == rule)


def test_one_case_is_told_by_its_own_sentence_and_the_rest_after(small: World, grouping, coordination):
    crowd(small, grouping)
    answer = reading("R3.7", small.head, coordination).answer
    local = small.locals[grouping][0]
    assert answer.verdict == "breaches"
    assert answer.said == f"{grouping.name} : {local.name} a 3 personnes au conseil, au lieu de 2 au plus."
    assert small.groupings[1].name in answer.rest


def test_several_cases_are_told_by_their_names(small: World, grouping, coordination):
    for one in small.groupings:
        crowd(small, one)
    answer = reading("R3.7", small.head, coordination).answer
    assert answer.said == "À régler pour toutes les organisations."


def test_what_is_to_mend_is_told_with_who_can_act(small: World, grouping):
    crowd(small, grouping)
    reader = actor_of(holder(small, f"{grouping.slug}-board", "president"), TODAY)
    answer = reading("R3.7", grouping, reader).answer
    local = small.locals[grouping][0].name
    assert answer.said == f"{local} a 3 personnes au conseil, au lieu de 2 au plus."
    assert answer.who.startswith("Vous pouvez ")
    assert reading("R3.13", grouping, reader).answer.who == "", "nobody is asked to mend what is held"


def test_several_cases_at_ones_own_scale_are_told_by_the_gravest_and_counted(monkeypatch):
    """One organisation with three points, then three organisations with one each."""
    one, two, three = (SimpleNamespace(id=number, name=f"Pôle {number}") for number in (1, 2, 3))

    def found(whose, severity=Severity.MAJOR) -> SimpleNamespace:
        return SimpleNamespace(organisation=whose, severity=severity)

    monkeypatch.setattr(answers, "outcome", lambda finding: "breaches")
    near, head = Sight(), Sight(is_head=True)
    worst = found(one, Severity.BLOCKING)
    mine = [found(one), worst, found(one)]
    assert telling(mine, near) is worst and telling(mine, head) is worst
    spread = [found(two), worst, found(three)]
    assert telling(spread, near) is worst and telling(spread, head) is None
    assert beside(worst, mine) == "Deux autres points"
    assert beside(worst, spread) == "À régler aussi pour Pôle 2 et Pôle 3"
    assert beside(worst, [worst]) == ""


def test_a_long_sentence_is_cut_where_only_one_is_bound():
    assert shortened("Un seul mot. Et la suite.") == "Un seul mot."
    long = shortened(f"Décisions prises ailleurs : {'une décision, ' * 40}fin.")
    assert len(long) <= answers.LONGEST + 1 and re.search(r"\w…$", long)


def test_what_is_held_is_held_everywhere_one_reads_and_no_further(small: World, grouping, coordination):
    assert reading("R3.13", small.head, coordination).answer.said == "Tenu partout."
    inside = actor_of(holder(small, f"{grouping.slug}-team", "direction"), TODAY)
    assert reading("R3.11", small.head, inside).answer.said == "Tenu partout où vous lisez."


def test_what_nothing_checks_is_silent(small: World, coordination):
    one = reading("R7.10", small.head, coordination)
    assert (one.state, one.answer, one.drawing) == ("silent", None, None)


def test_what_is_checked_in_part_is_held_in_part(small: World, coordination):
    one = reading("R4.4", small.head, coordination)
    assert one.state == "in_part"
    assert one.verdict == "not_applicable"
    assert one.answer.said == "Tenu, pour la part qui se vérifie."


def test_what_is_ours_and_waits_takes_nothing_from_what_conforms(small: World, coordination):
    """R3.2: only our addition, the accounts, is checked by nothing."""
    assert reading("R3.2", small.head, coordination).state == "conforms"


def test_what_each_grouping_decides_for_itself_waits_for_nothing_elsewhere(small: World, grouping, coordination):
    """R3.9: all of them decided, and the head has nothing of its own to decide there."""
    everywhere = reading("R3.9", small.head, coordination)
    assert (everywhere.state, everywhere.answer.said) == ("in_part", "Tenu partout, pour la part qui se vérifie.")
    with arranging():
        end(Setting.objects.filter(name="R3.9.allowance_cap", organisation=grouping))
        end(Setting.objects.filter(name="R0.9.distribution", organisation=small.head))
    assert "Non décidé" in reading("R3.9", grouping, coordination).answer.said
    assert "Non décidé" in reading("R0.9", small.head, coordination).answer.said
    assert "Non décidé" in reading("R5.9", grouping, coordination).answer.said, "the network decides it for all"


def test_the_default_shows_what_waits_and_the_address_the_rest(small: World, grouping, settings):
    client = entered_as(holder(small, f"{grouping.slug}-team", "direction"), settings)
    shown = client.get(at("text", grouping))
    assert "Tout le texte" in text_of(shown)
    assert {one.state for part in shown.context["parts"] for one in part.shown} <= set(SHOWN[AWAITED])
    whole = client.get(at("text", grouping), {"montrer": "tout"})
    assert whole.context["number"] == len(whole.context["text"].readings)
    assert client.get(at("text", grouping), {"montrer": "n’importe quoi"}).context["choice"] == AWAITED


def test_whoever_may_only_read_begins_with_the_whole_text(small: World, grouping, settings):
    client = entered_as(holder(small, f"{grouping.slug}-team", "delegate"), settings)
    shown = client.get(at("text", grouping))
    assert shown.context["choice"] == "tout"
    assert 'class="charter waiting"' in shown.content.decode()  # on a phone, what waits


def test_from_outside_no_filter_shows_what_stands_how(grouping, settings):
    shown = entered_as(None, settings).get(at("text", grouping), {"montrer": "a-regler"})
    assert shown.context["choice"] == "tout"


def test_the_worst_clause_comes_first_with_its_case_drawn_and_one_gesture(small: World, grouping, settings):
    crowd(small, grouping)
    client = entered_as(holder(small, f"{grouping.slug}-team", "direction"), settings)
    page = client.get(at("article", grouping, rule="R3.7"))
    first, *others = page.context["gloss"].clauses
    assert first.groups[0].line.state == "breaches"
    assert first.groups[0].line.drawn == ["held", "held", "bound", "over"]
    assert [one.rank() for one in (first, *others)] == sorted(one.rank() for one in (first, *others))
    told = page.content.decode()[page.content.decode().index("<main") :]
    assert told.count("button primary") == 1
    assert told.index("button primary") < told.index("Autre chose…") < told.index("Ce constat est faux")


def test_a_line_of_the_board_says_one_thing_who_can_and_since_when(small: World, grouping, settings):
    crowd(small, grouping)
    client = entered_as(holder(small, f"{grouping.slug}-team", "direction"), settings)
    page = client.get(at("board", grouping))
    row = next(one for one in page.context["board"].rows if one.article.rule == "R3.7")
    worst, *others = row.told
    assert worst.state == "breaches"
    assert worst.severity is Severity.BLOCKING
    assert worst.who.startswith("Vous pouvez")
    assert all(one.severity is None for one in others if one.state != "breaches")
    lines = re.findall(r"<tr[ >].*?</tr>", page.content.decode(), re.DOTALL)
    assert lines
    for line in lines:
        assert line.count('class="verdict ') <= 1, line
        if "severity-" in line:
            assert "verdict is-breaches" in line, line


def test_a_sentence_too_long_for_the_margin_is_read_in_the_gloss(small: World, grouping, coordination, monkeypatch):
    crowd(small, grouping)
    monkeypatch.setattr(answers, "LONGEST", 20)
    assert reading("R3.7", small.head, coordination).answer.said == f"À régler pour {grouping.name}."
