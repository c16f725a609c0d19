"""What a funder asks to measure: it is said, then what was attained, by whom and when; the report takes it up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from kevread.common.errors import Invalid, Refused
from kevread.finance import operations
from kevread.finance.models import READS, Attained, Indicator
from kevread.finance.queries.indicators import indicators_of
from kevread.finance.queries.report_paper import report_paper
from kevread.finance.queries.reports import to_report
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.screens import said
from tests.guards.asking import wearing
from tests.guards.of_finance import granted, reported
from tests.guards.of_indicators import TOMORROW, YESTERDAY, asked, attained
from tests.pressing import press, shown
from tests.worlds import put

pytestmark = pytest.mark.django_db
MEASURE = {"value": "31,5", "day": TODAY.isoformat(), "source": "Registre des accueils"}


@pytest.fixture
def who(scene) -> dict:
    return {"actor": scene.direction, "now": NOW}


def told(one) -> list[tuple[str, str, str]]:
    return [(row.indicator.label, row.aimed, row.attained) for row in indicators_of(one, TODAY)]


def test_it_is_said_measured_and_put_right_by_the_page_of_the_funding(scene, readers):
    one = granted(scene.grouping)
    page = reverse("finance:funding", args=[scene.grouping.slug, one.pk])
    add = reverse("finance:change_funding", args=[scene.grouping.slug, one.pk, "indicateur"])
    assert (
        "Aucun indicateur n’est inscrit" in said(readers.direction.get(page))
        and add in readers.direction.get(page).text
    )
    wrong = press(readers.direction, add, {"label": "Accueils", "unit": "", "target": "beaucoup"})
    assert wrong.status_code == 422 and "En quoi cela se compte" in said(wrong) and "Écrivez un nombre" in said(wrong)
    press(readers.direction, add, {"label": "Personnes accueillies", "unit": "personnes", "target": "40"})
    row = Indicator.objects.get(funding=one)
    assert (row.said_by_id, row.said_on) == (scene.direction.person, TODAY)
    assert "Personnes accueillies : visé : 40 personnes ; rien n’est encore mesuré" in said(readers.direction.get(page))
    gesture = [
        reverse("finance:change_indicator", args=[scene.grouping.slug, row.pk, name])
        for name in ("atteint", "reprendre", "annuler")
    ]
    press(readers.direction, gesture[0], MEASURE)
    read = said(readers.direction.get(page))
    assert "31,5 personnes ; visé : 40 personnes" in read and "Registre des accueils" in read
    press(readers.direction, gesture[1], {"reason": "Comptées deux fois"})
    assert "rien n’est encore mesuré" in said(readers.direction.get(page))
    assert Attained.objects.get().undone_because == "Comptées deux fois"
    press(readers.direction, gesture[2], {"reason": "Elle ne le demande pas"})
    assert "Aucun indicateur n’est inscrit" in said(readers.direction.get(page))
    assert readers.direction.get(gesture[0]).status_code == 404


def test_a_page_of_before_writes_no_measure_beside_another(scene, readers):
    row = asked(scene.grouping)
    do = reverse("finance:change_indicator", args=[scene.grouping.slug, row.pk, "atteint"])
    old = shown(readers.direction, do)
    attained(row)
    late = readers.direction.post(do, MEASURE | {"vu": old})
    assert late.status_code == 422 and row.attained.count() == 1
    assert readers.direction.post(do, MEASURE).status_code == 422  # whoever saw no page


def test_the_last_day_holds_and_what_was_undone_does_not(scene):
    row = asked(scene.grouping)
    first, last = attained(row, Decimal(12), YESTERDAY), attained(row, Decimal("7.5"), TODAY)
    assert told(row.funding) == [("Personnes accompagnées", "40 personnes", "7,5 personnes")]
    assert indicators_of(row.funding, YESTERDAY)[0].last == first
    with arranging():
        put(last, undone_on=TODAY, undone_because="…")
    assert told(row.funding)[0][2] == "12 personnes"
    with arranging():
        put(row, undone_on=TODAY, undone_because="…")
    assert told(row.funding) == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"label": "x"}, "label"), ({"label": "x" * 161}, "label"), ({"unit": ""}, "unit"), ({"unit": "x" * 41}, "unit"),
        ({"target": Decimal(-1)}, "target"), ({"target": Decimal("NaN")}, "target"), ({"target": Decimal("0.00001")}, "target"),
        ({"target": Decimal(10**12)}, "target"), ({"label": "Personnes accompagnées"}, "label"),
    ],
)  # fmt: skip
def test_an_indicator_says_what_is_wrong_on_its_field(scene, who, more, field):
    row = asked(scene.grouping)
    given = {"label": "Ateliers tenus", "unit": "ateliers", "target": Decimal(0)}
    with pytest.raises(Invalid) as refusal:
        operations.ask_indicator(funding=row.funding, **given | more, **who)
    assert refusal.value.field == field and Indicator.objects.count() == 1
    operations.ask_indicator(funding=row.funding, **given, **who)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"value": Decimal(-1)}, "value"), ({"source": "?"}, "source"), ({"day": TOMORROW}, "day"),
        ({"day": YESTERDAY - timedelta(days=1)}, "day"), ({"day": YESTERDAY}, "day"),
    ],
)  # fmt: skip
def test_a_measure_says_what_is_wrong_on_its_field(scene, who, more, field):
    """The funding begins yesterday; a measure of yesterday is there."""
    row = asked(scene.grouping)
    attained(row)
    given = {"value": Decimal(1), "source": "Registre des accueils", "day": TODAY}
    with pytest.raises(Invalid) as refusal:
        operations.say_attained(indicator=row, **given | more, **who)
    assert refusal.value.field == field and row.attained.count() == 1


def test_nothing_is_measured_of_what_is_undone(scene, who):
    row = asked(scene.grouping, undone_on=TODAY, undone_because="…")
    given = {"value": Decimal(1), "source": "Registre des accueils", "day": TODAY}
    with pytest.raises(Refused, match="rien ne s’en mesure plus"):
        operations.say_attained(indicator=row, **given, **who)
    with arranging():
        put(row.funding, undone_on=TODAY, undone_because="…")
    with pytest.raises(Refused):
        operations.ask_indicator(funding=row.funding, label="Ateliers", unit="ateliers", target=None, **who)


def test_those_of_the_organisation_alone_read_it(scene, readers):
    row = asked(scene.first)
    for name in ("atteint", "annuler"):
        there = reverse("finance:change_indicator", args=[scene.first.slug, row.pk, name])
        assert readers.direction.get(there).status_code in (403, 404)
        here = reverse("finance:change_indicator", args=[scene.grouping.slug, row.pk, name])
        assert readers.direction.get(here).status_code == 404
    for rows in (Indicator.objects, Attained.objects):
        assert not rows.visible_to(scene.direction).exists()
    attained(row)
    assert Attained.objects.visible_to(wearing({READS: frozenset({scene.first.pk})})).exists()


def test_the_report_takes_up_what_is_measured_by_its_last_day_and_says_what_lacks(scene):
    report = reported(scene.grouping)
    (due,) = [one for one in to_report(TODAY, [scene.grouping.pk]) if one.funding == report.funding]
    nothing = report_paper(due, TODAY, None)
    assert nothing.indicators == () and any("indicateurs" in one for one in nothing.missing)
    with arranging():
        said_on = date(2025, 6, 1)
        given = {"funding": report.funding, "unit": "personnes", "said_on": said_on}
        row = Indicator.objects.create(label="Personnes accueillies", target=Decimal(40), **given)
        Indicator.objects.create(label="Ateliers tenus", **given)
    attained(row, Decimal(31), due.closed_on, said_on=due.closed_on)
    attained(row, Decimal(99), due.by + timedelta(days=1), said_on=due.by + timedelta(days=1))
    paper = report_paper(due, TODAY, None)
    assert [(one.label, one.aimed, one.attained, one.measured_on) for one in paper.indicators] == [
        ("Personnes accueillies", "40 personnes", "31 personnes", due.closed_on),
        ("Ateliers tenus", "—", "—", None),
    ]
    assert [one for one in paper.missing if "atteint" in one] == [
        "Ce qui est atteint de « Ateliers tenus » : cela se dit à la page du financement."
    ]
