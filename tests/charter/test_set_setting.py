"""Deciding a setting: dated, bounded, with its decision; the board, the text and the refusals follow."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from kevread.charter.engine import framework, verdicts
from kevread.charter.models import Keeping, Setting
from kevread.charter.operations import correct_setting, decide_setting, set_setting, settings
from kevread.charter.queries.rows import asker_of
from kevread.charter.sentences import speak
from kevread.chronicle.queries.story import tell
from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.verdicts import Verdict
from kevread.journal.models import Act
from tests.charter.people import coordination, direction
from tests.charter.test_finance import funding
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.worlds import World

NAME = "R3.7.representatives_per_member"
UNKEPT = {"adopted_on": date(2020, 1, 1)}  # no register of decisions was kept
pytestmark = pytest.mark.django_db
DECISION = {"adopted_by": "Assemblée du 12 juin 2026, résolution 4", "adopted_on": date(2026, 6, 12), "now": NOW}


@pytest.fixture
def decide(small: World):
    def decide(**changes):
        asked = {
            "actor": coordination(small),
            "name": NAME,
            "value": 3,
            "since": TODAY,
            "organisation": None,
            **DECISION,
        }
        return set_setting(**asked | changes)

    return decide


def test_the_journal_says_from_which_value_to_which(small: World, decide):
    decide()
    label = framework().settings[NAME].label
    assert tell([Act.objects.latest("pk")], SYSTEM)[0].titles == [f"{label}, de 2 à 3"]


def test_those_who_breach_with_the_worst_are_named_too(small: World, decide):
    decide(value=1)
    found = next(f for f in verdicts(TODAY, rules={"R3.7"}) if len(f.failing) > 1)
    (spoken,) = speak([found], TODAY)
    worst, *others = spoken.items
    assert spoken.sentence.startswith(f"{worst} a 2 personnes au conseil")
    assert spoken.sentence.endswith(f"À régler aussi : {', '.join(others)}.")


def in_force(day: date) -> int:
    return Setting.objects.on(day).get(name=NAME).value


def test_the_new_value_follows_the_old_one(small: World, decide):
    decide(since=date(2026, 7, 1))
    assert in_force(date(2026, 6, 30)) == 2
    assert in_force(date(2026, 7, 1)) == 3
    assert Act.objects.get(verb="charter.set_setting").arguments["value"] == 3


def test_the_verdict_follows_the_setting_at_its_date(small: World, decide):
    local = small.locals[small.groupings[0]][0]
    with arranging():
        small.seated(f"{small.groupings[0].slug}-board", "administrator", represents=local)

    def verdict(day):
        found = verdicts(day, rules=["R3.7"], organisations=[small.groupings[0].pk])
        return found[0].verdict.value

    assert verdict(TODAY) == "breaches"
    decide(since=date(2026, 11, 1))
    assert verdict(TODAY) == "conforms"
    assert verdict(date(2026, 10, 31)) == "breaches"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"name": "R3.7.nothing"}, "name", "n’existe pas"),
        ({"value": 12}, "value", "de 1 à 9"),
        ({"value": "deux"}, "value", "nombre entier"),
        ({"adopted_by": "  "}, "adopted_by", "Nommez la décision"),
        ({"adopted_on": date(2027, 1, 1)}, "adopted_on", "à venir"),
        ({"since": date(2026, 6, 11)}, "since", "La décision est du 12 juin 2026 : elle ne vaut pas avant"),
        ({"since": date(2020, 1, 1)} | UNKEPT, "since", "déjà décidée à partir du 26 septembre 2024"),
    ],
)
def test_bad_input_is_told_on_its_field(decide, changes, field, said):
    with pytest.raises(Invalid, match=said) as told:
        decide(**changes)
    assert told.value.field == field
    assert in_force(TODAY) == 2


def test_a_value_is_in_force_from_the_day_of_its_decision_at_the_earliest(decide):
    made = decide(since=date(2026, 6, 12))
    assert in_force(date(2026, 6, 12)) == 3
    later = DECISION | {"adopted_by": "Assemblée d’après", "adopted_on": date(2026, 6, 13)}
    with arranging():
        Keeping.objects.filter(register="decisions").delete()
    with pytest.raises(Invalid) as told:
        correct_setting(actor=SYSTEM, setting=made, value=3, reason="Mauvaise assemblée, a vu la trésorière", **later)
    assert told.value.field == "adopted_on"


def test_overlapping_values_are_refused_by_the_database(small: World):
    from django.db import IntegrityError, transaction

    from tests.factories import SettingFactory

    with pytest.raises(IntegrityError, match="setting_once"), transaction.atomic(), arranging():
        SettingFactory(name=NAME, value=3)


def test_a_direction_does_not_decide_for_the_network(small: World, decide):
    with pytest.raises(Denied, match="Kevread propose que ce soit La Cress, dont la présidence ou la direction"):
        decide(actor=direction(small, small.groupings[0]))


@pytest.mark.parametrize("name", ["L1.3.declaration_months", "L1.20.employee_share"])
def test_neither_the_law_nor_doctrine_is_decided_here(small: World, decide, name):
    with pytest.raises(Denied, match="vient de la source que son article cite"):
        decide(name=name, value=4)


def test_a_value_that_is_given_is_said_to_come_from_what_its_article_is_of():
    given = [(a.kind, spec.decided_by) for a in framework().articles.values() for spec in a.settings if spec.is_given]
    assert {kind for kind, _ in given} == {"law", "doctrine"}
    assert all(kind == decided_by for kind, decided_by in given if kind != "law")
    beside = [
        s.name
        for a in framework().articles.values()
        if a.kind == "law"
        for s in a.settings
        if s.decided_by == "doctrine"
    ]
    assert beside == []  # what a circular asks has an article of its own


def test_a_limit_that_a_circular_gives_is_not_said_to_be_law(small: World):
    """The law asks for a sum, a circular for months: each is told as what it is."""
    asked = {one.clause.key: asker_of(one)[0] for one in verdicts(TODAY, rules=["L3.6", "L3.9"])}
    assert asked == {"L3.6/1": "la loi", "L3.9/1": "la doctrine"}
    with arranging():
        funding(small.groupings[0], period=since(date(2026, 1, 1), date(2030, 1, 1)), signed_on=TODAY)
    found = verdicts(TODAY, rules=["L3.9"])
    (said,) = [one.sentence for one in speak(found, TODAY) if one.finding.verdict is Verdict.BREACHES]
    assert said.endswith("C’est une doctrine, et non la loi.")


def test_an_own_setting_is_decided_by_its_organisation_alone(small: World, decide):
    from kevread.charter.engine import framework

    spec = next(s for s in framework().settings.values() if s.decided_by == "own" and s.unit == "text")
    mine, other = small.groupings
    decide(actor=direction(small, mine), name=spec.name, value="Un barème", organisation=mine)
    with pytest.raises(Denied):
        decide(actor=direction(small, mine), name=spec.name, value="Un barème", organisation=other)
    with pytest.raises(Invalid, match="pour elle-même"):
        decide(name=spec.name, value="Un barème")


def test_what_follows_a_decision_is_told(small: World):
    grouping = small.groupings[0]
    local = small.locals[grouping][0]
    with arranging():
        small.seated(f"{grouping.slug}-board", "administrator", represents=local)
    _, shifts = decide_setting(
        on=TODAY,
        actor=coordination(small),
        name=NAME,
        value=3,
        since=TODAY,
        organisation=None,
        decided_in=uuid4(),
        **DECISION,
    )
    (shift,) = shifts
    assert (shift.before.finding.verdict, shift.after.finding.verdict) == ("breaches", "conforms")
    assert shift.after.finding.organisation.id == grouping.pk


OWN = "R6.6.board_members_associated"


def test_a_decision_of_before_the_register_fixes_nothing_that_holds_since(small: World):
    """A direction would say that its board decided it, years ago, and have it hold from today on."""
    grouping, opened = small.groupings[0], date(2026, 1, 1)
    with arranging():
        Keeping.objects.filter(organisation=grouping, register="decisions").update(period=since(opened))
    asked = {
        "on": TODAY, "actor": direction(small, grouping), "name": OWN, "value": 1, "organisation": grouping,
        "adopted_by": "Conseil du 20 décembre 2025", "adopted_on": date(2025, 12, 20), "now": NOW,
    }  # fmt: skip
    for day in (opened, TODAY):
        with pytest.raises(Invalid, match="même si elle est plus ancienne") as told:
            decide_setting(since=day, **asked)
        assert told.value.field == "since"
    assert not Setting.objects.filter(name=OWN, organisation=grouping).exists()
    before, _ = decide_setting(since=opened - timedelta(days=1), **asked)
    assert before.period.lower == date(2025, 12, 31)
    assert decide_setting(since=TODAY, decided_in=uuid4(), **asked)[0].period.lower == TODAY


@pytest.fixture
def correct(small: World, decide):
    mistyped = decide(value=4)

    def correct(**changes):
        asked = {"actor": coordination(small), "setting": mistyped, "value": 3, "reason": "Un 4 pour un 3", **DECISION}
        return correct_setting(**asked | changes)

    return correct


def test_a_value_mistyped_today_is_set_right_today(correct):
    correct()
    assert in_force(TODAY) == 3
    told = Act.objects.get(verb="charter.correct_setting").changes.get()
    assert (told.before["value"], told.after["value"]) == (4, 3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": 12}, "value"),
        ({"reason": " "}, "reason"),
        ({"reason": "Un 1"}, "reason"),
        ({"adopted_by": ""}, "adopted_by"),
        ({"adopted_on": date(2027, 1, 1)}, "adopted_on"),
    ],
)
def test_a_correction_is_held_to_the_same(correct, changes, field):
    with pytest.raises(Invalid) as told:
        correct(**changes)
    assert told.value.field == field
    assert in_force(TODAY) == 4


def test_only_the_last_value_is_corrected(correct):
    founding = Setting.objects.get(name=NAME, value=2)
    with pytest.raises(Invalid, match="Une autre valeur a suivi"):
        correct(setting=founding)


def test_the_value_of_the_document_is_replaced_and_never_corrected(small: World):
    """Whoever may decide would otherwise make the document say what it does not, since its first day."""
    founding = Setting.objects.get(name=NAME)
    with pytest.raises(Refused, match="C’est la valeur du document"):
        correct_setting(
            actor=coordination(small),
            setting=founding,
            value=7,
            reason="Un 2 pour un 7, a vu la coordination",
            **DECISION,
        )
    assert in_force(TODAY) == 2


def test_an_own_value_is_corrected_though_the_document_gives_a_common_one(small: World, decide, monkeypatch):
    name, grouping = "R6.6.board_members_associated", small.groupings[0]
    mistyped = decide(name=name, organisation=grouping, actor=direction(small, grouping), value=1)
    monkeypatch.setattr(settings, "framework", lambda: founded(name))
    right = correct_setting(
        actor=direction(small, grouping),
        setting=mistyped,
        value=2,
        reason="Un 1 pour un 2, a vu la présidente",
        **DECISION,
    )
    assert right.value == 2


def founded(name: str):
    book = framework()
    return replace(book, settings={**book.settings, name: replace(book.settings[name], founding=0)})


def test_what_the_register_should_hold_is_not_cited_in_words_by_a_correction(small: World, decide):
    """A value written with a decision of before the register would otherwise be given one of yesterday."""
    mistyped = decide(value=4, **UNKEPT)
    asked = {"actor": coordination(small), "setting": mistyped, "reason": "Un 4 pour un 3", "now": NOW, "value": 3}
    with pytest.raises(Invalid) as told:
        correct_setting(adopted_by="Conseil du 12 juin", adopted_on=date(2026, 6, 12), **asked)
    assert told.value.field == "adopted_by"
    assert correct_setting(adopted_by="Conseil de 2019", adopted_on=date(2019, 12, 31), **asked).value == 3


def test_what_a_line_of_the_register_fixes_keeps_that_line(small: World, decide):
    line = uuid4()
    fixed = decide(value=4, decided_in=line)
    asked = {"actor": coordination(small), "setting": fixed, "value": 3, "reason": "Un 4 pour un 3", "now": NOW}
    for other in ({"adopted_by": "Un autre conseil"}, {"adopted_on": date(2020, 1, 1)}):
        with pytest.raises(Invalid, match="annulez la valeur") as told:
            correct_setting(**asked, **{key: DECISION[key] for key in ("adopted_by", "adopted_on")} | other)
        assert told.value.field == "adopted_by"
    right = correct_setting(**asked, adopted_by=DECISION["adopted_by"], adopted_on=DECISION["adopted_on"])
    assert (right.value, right.decided_in) == (3, line)


def test_a_direction_corrects_nothing_of_the_network(small: World, correct):
    with pytest.raises(Denied):
        correct(actor=direction(small, small.groupings[0]))


def test_weights_are_one_for_each_name_in_order(decide, small: World):
    own = {"name": "L1.11.weights", "organisation": small.groupings[0], "actor": direction(small, small.groupings[0])}
    assert decide(**own, value="poles : 2/1\nadherents-directs: 1/3 ;").value == "adherents-directs : 1/3 ; poles : 2"
    for wrong in ("poles", "poles : deux", ": 2", "poles : 1 ; poles : 2", "poles : 0", "poles : 1/0", "poles : -1"):
        with pytest.raises(Invalid) as refusal:
            decide(**own, value=wrong)
        assert refusal.value.field == "value"
