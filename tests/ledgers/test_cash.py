"""Twelve months of cash: a balance is stated, what is due comes in and goes out by month, the low point is told."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kevread.common.actor import SYSTEM
from kevread.common.errors import Invalid, Refused
from kevread.common.todo import Asker, ToDo
from kevread.directory.models import Person
from kevread.ledgers import operations
from kevread.ledgers.models import Cash, CashLine
from kevread.ledgers.queries.cash import last_cash, treasury
from kevread.ledgers.rules.cash import Movement, drawn, planned, window
from kevread.ledgers.todo import cash_short
from kevread.seats.queries import actor_of
from tests.budgeted import voted
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
OPENED = date(2026, 10, 31)


def said(page) -> str:
    return words(page).replace("\xa0", " ").replace("\u202f", " ")


def stated(of, cents: int = 100_000, day: date = OPENED) -> Cash:
    asked = {"day": day, "cents": cents, "source": "Relevé du compte courant"}
    return operations.state_cash(actor=SYSTEM, organisation=of, now=NOW, **asked)


def added(of, cents: int, day: date, times: int = 1, label: str = "Loyer") -> CashLine:
    asked = {"label": label, "cents": cents, "day": day, "times": times}
    return operations.add_cash(actor=SYSTEM, organisation=of, now=NOW, **asked)


movements = st.lists(
    st.builds(
        Movement,
        st.none() | st.dates(date(2026, 9, 1), date(2028, 1, 31)),
        st.integers(-(10**7), 10**7),
        st.just("x"),
        st.just("y"),
    ),
    max_size=30,
)


@given(st.integers(-(10**7), 10**7), movements)
def test_twelve_months_end_where_what_moved_leads_and_nothing_is_lower_than_the_low_point(opening, rows):
    plan = planned(OPENED, opening, rows)
    first, last = window(OPENED)
    inside = [one.cents for one in rows if one.day is not None and first <= one.day <= last]
    assert plan.months[-1].end == opening + sum(inside)
    assert len(plan.months) == 12 and plan.until == last
    held = opening
    for one in plan.months:
        assert one.end == held + one.brought - one.spent and one.low <= min(held, one.end)
        held = one.end
    assert plan.low == min([opening, *(one.low for one in plan.months)])
    shape = drawn(plan)
    assert all(0 <= int(down) <= shape.height for down in shape.points.split()[1::2])


def test_what_is_added_falls_each_month_and_the_low_point_is_told(scene):
    stated(scene.first, 100_000)
    added(scene.first, -40_000, date(2026, 11, 30), times=3)
    added(scene.first, 90_000, date(2027, 1, 20), label="Prêt")
    found = treasury(scene.first, SYSTEM, TODAY)
    assert [one.end for one in found.plan.months][:4] == [60_000, 20_000, 70_000, 70_000]
    assert (found.plan.low, found.plan.low_on) == (20_000, date(2026, 12, 30))
    assert found.words.startswith("Au plus bas, il resterait 200 €")


def test_what_leaves_the_window_is_not_counted(scene):
    stated(scene.first, 100_000)
    added(scene.first, -1, OPENED)
    added(scene.first, -2, date(2026, 11, 1))
    added(scene.first, -4, date(2027, 10, 31))
    added(scene.first, -8, date(2027, 11, 1))
    assert treasury(scene.first, SYSTEM, TODAY).plan.months[-1].end == 99_994


def test_a_line_that_is_taken_out_and_a_balance_that_is_undone_count_no_more(scene):
    before = stated(scene.first, 50_000, OPENED - timedelta(days=10))
    wrong = stated(scene.first, 100_000)
    line = added(scene.first, -40_000, date(2026, 11, 30))
    assert last_cash(scene.first, TODAY) == wrong
    with pytest.raises(Refused, match="déjà dit"):
        stated(scene.first, 1)
    operations.remove_cash(actor=SYSTEM, line=line, reason="Le bail finit", now=NOW)
    operations.undo_cash(actor=SYSTEM, cash=wrong, reason="Un chiffre de trop", now=NOW)
    found = treasury(scene.first, SYSTEM, TODAY)
    assert found.cash == before and found.plan.months[-1].end == 50_000 and found.lines == []
    assert stated(scene.first, 90_000).cents == 90_000


def test_a_balance_is_of_a_day_that_is_over_and_not_older_than_a_year(scene):
    for day in (TODAY + timedelta(days=1), date(2025, 11, 23)):
        with pytest.raises(Invalid):
            stated(scene.first, day=day)
    stated(scene.first, day=date(2025, 11, 24))
    assert last_cash(scene.first, TODAY) is None  # its twelve months are over: none is to come
    stated(scene.first, day=date(2025, 11, 25))
    assert last_cash(scene.first, TODAY) is not None


def test_the_plan_is_read_and_made_on_screen(scene, treasurer):
    here = f"/{scene.first.slug}/comptes/tresorerie"
    assert "Aucun solde de moins d’un an" in said(treasurer.get(here))
    wrong = treasurer.post(f"{here}/solde", {"day": "2026-11-20", "cents": "beaucoup", "source": "Relevé"})
    assert wrong.status_code == 422
    treasurer.post(f"{here}/solde", {"day": "2026-11-20", "cents": "1 250,50", "source": "Relevé du compte courant"})
    assert Cash.objects.get(organisation=scene.first).cents == 125_050
    asked = {"label": "Travaux", "way": "out", "cents": "2000", "day": "2027-02-10", "times": "1"}
    page = said(treasurer.post(f"{here}/ajouter", asked, follow=True))
    assert "Il manquerait 749,50 € le 10 février 2027." in page and "− 2 000,00 €" in page
    assert "juil." in treasurer.get(here).text  # as French shortens it, under the curve
    figure, reserve = (
        page.index("Il manquerait"),
        page.index("Ce chiffre ne compte pas tout : il peut être trop haut, ou trop bas."),
    )
    told = [page.index(one) for one in ("Aucun budget voté de 2026", "Aucun budget voté de 2027", "Mois par mois")]
    assert (
        figure < reserve < told[0] < told[1] < told[2]
    )  # what the figure leaves out is against it, before the drawing
    line = CashLine.objects.get(organisation=scene.first)
    treasurer.post(f"{here}/{line.pk}/oter", {"reason": "Reportés"})
    assert "ne descend pas sous son solde" in said(treasurer.get(here))


def test_who_does_not_keep_the_money_here_reads_nothing_of_it(scene, settings, readers):
    found, line = stated(scene.first), added(scene.first, -1, TODAY)
    other = entered_as(scene.world.holder(f"{scene.second.slug}-board", "president").person, settings)
    here = f"/{scene.first.slug}/comptes/tresorerie"
    for client in (other, readers.direction):
        for page in ("", ".csv", "/solde", "/ajouter", f"/solde/{found.pk}/annuler", f"/{line.pk}/oter"):
            assert client.get(here + page).status_code in (403, 404), page


def waits(actor, here, on: date = TODAY) -> list[ToDo]:
    return cash_short(Asker(actor, Person.objects.get(pk=actor.person), here, frozenset({here.pk}), on))


def test_cash_that_would_pass_below_nothing_waits_for_those_who_keep_it(scene, president):
    stated(scene.first, 100_000)
    assert waits(president, scene.first) == []
    added(scene.first, -100_000, date(2026, 12, 10))
    assert waits(president, scene.first) == []  # nothing is left, and nothing lacks
    line = added(scene.first, -2_000, date(2026, 12, 10))
    (one,) = waits(president, scene.first)
    assert said_of(one) == "La trésorerie passerait sous zéro le 10 décembre 2026 : il manquerait 20 €"
    assert one.by == date(2026, 12, 10) and one.url == f"/{scene.first.slug}/comptes/tresorerie"
    assert "au soir du 31 octobre 2026" in one.why
    added(scene.first, -3_000, date(2027, 1, 5))
    (one,) = waits(president, scene.first)
    assert said_of(one).endswith("le 10 décembre 2026 ; le 5 janvier 2027, il manquerait 50 €")
    operations.remove_cash(actor=SYSTEM, line=line, reason="Reportée", now=NOW)
    (one,) = waits(president, scene.first)
    assert one.by == date(2027, 1, 5)


def said_of(one: ToDo) -> str:
    return one.what.replace("\xa0", " ").replace("\u202f", " ")


def test_cash_that_was_short_before_and_is_no_more_waits_for_nobody(scene, president):
    stated(scene.first, 1_000)
    added(scene.first, -2_000, date(2026, 11, 5))
    (one,) = waits(president, scene.first)
    assert one.by == TODAY  # it is short as of now
    added(scene.first, 1_500, TODAY, label="Prêt")
    assert waits(president, scene.first) == []


def test_cash_waits_for_nobody_who_does_not_keep_it(scene, president):
    stated(scene.first, 0)
    added(scene.first, -1, date(2026, 12, 10))
    assert waits(president, scene.first)
    assert waits(scene.direction, scene.first) == []
    elsewhere = actor_of(scene.world.holder(f"{scene.second.slug}-board", "president").person, TODAY)
    assert waits(elsewhere, scene.first) == []
    assert waits(president, scene.second) == []


def test_twelve_months_are_read_in_few_queries_whatever_the_years_that_they_touch(scene, django_assert_max_num_queries):
    stated(scene.grouping)
    with django_assert_max_num_queries(19):
        treasury(scene.grouping, SYSTEM, TODAY)
    with arranging():
        voted(scene.grouping, TODAY.year + 1)
    with django_assert_max_num_queries(19):
        found = treasury(scene.grouping, SYSTEM, TODAY)
    foreseen = [one for one in found.movements if one.screen == "ledgers:budgets"]
    assert {one.day.year for one in foreseen} == {TODAY.year, TODAY.year + 1}
