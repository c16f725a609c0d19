"""What is committed for a year: known amounts only, among what the reader may read; what has none is said."""

from datetime import date

import pytest

from kevread.base.models import as_range
from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.periods import Period
from kevread.equalisation.models import Campaign
from kevread.ledgers.queries.cash import treasury
from kevread.ledgers.queries.charges import Charges, employer_charges
from kevread.ledgers.queries.committed import committed_of
from kevread.staff.models import Contract, Terms
from tests.arrange import arranging
from tests.conftest import TODAY
from tests.equalisation.campaigns import notified, payment
from tests.factories import SettingFactory, since
from tests.guards.of_dues import called
from tests.guards.of_finance import granted
from tests.worlds import put

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def known(of, actor=SYSTEM, first=FIRST, last=LAST) -> dict[str, int]:
    rows, _ = committed_of(of, {last.year: (first, last)}, actor)[last.year]
    return {one.account: one.cents for one in rows}


def test_dues_that_are_called_and_a_funding_by_its_days_are_committed(scene):
    called(scene.first)
    granted(scene.first, cents=36_500, period=as_range(Period.through(date(2026, 7, 1), date(2027, 6, 30))))
    assert known(scene.first) == {"756": 4000, "755": 18_400}
    assert known(scene.first, first=date(2027, 1, 1), last=date(2027, 12, 31)) == {"755": 18_100}


def test_gross_salaries_of_the_year_are_committed_and_those_that_nobody_wrote_are_said(scene):
    rows = Contract.objects.standing().filter(employer=scene.grouping)
    many = rows.count()
    assert many and known(scene.grouping)["641"] == many * 12 * 260_000
    with arranging():
        Terms.objects.filter(contract=rows.order_by("pk")[0]).update(salary=None)
    assert known(scene.grouping)["641"] == (many - 1) * 12 * 260_000
    _, unknown = committed_of(scene.grouping, {2026: (FIRST, LAST)}, SYSTEM)[2026]
    assert "Un contrat n’a pas de salaire inscrit." in unknown


def test_who_may_not_read_contracts_is_told_that_they_are_left_out(scene):
    rows, unknown = committed_of(scene.grouping, {2026: (FIRST, LAST)}, NOBODY)[2026]
    assert "641" not in {one.account for one in rows}
    assert any(one.startswith("Les salaires ne se lisent que par qui emploie ici") for one in unknown)
    assert any(one.startswith("Les cotisations appelées ne se lisent") for one in unknown)


def test_shares_of_the_fund_that_were_notified_are_on_both_sides(scene):
    campaign = notified(scene.world)
    shares = {slug: cents for slug, cents in campaign.shares.items() if cents}
    year = {"first": date(campaign.year, 1, 1), "last": date(campaign.year, 12, 31)}
    assert known(campaign.carrier, **year)["6571"] == sum(shares.values())
    assert known(scene.grouping, **year)["7551"] == shares[scene.grouping.slug]


@pytest.mark.parametrize("paid", [(), (0,), (0, 1)])
def test_a_corrected_fund_is_committed_once_whatever_was_paid_of_it(scene, paid):
    """What was sent before its correction, or for it, changes nothing of what a year commits."""
    before = notified(scene.world)
    year = {"first": date(before.year, 1, 1), "last": date(before.year, 12, 31)}
    first, second = scene.world.groupings
    shares = {first.slug: before.shares[first.slug] - 1_000_00, second.slug: before.shares[second.slug] + 1_000_00}
    for rank in paid:
        payment(before, scene.world.groupings[rank], posted=True, received=True)
    with arranging():
        made = Campaign.objects.create(
            carrier=before.carrier, year=before.year, as_of=before.as_of, corrects=before, cause="Comptés deux fois",
            shares=shares, terms=before.terms,
        )  # fmt: skip
    assert known(second, **year)["7551"] == before.shares[second.slug]  # begun, it settles nothing
    with arranging():
        put(made, state="notified", notified_on=TODAY)
    for moment in range(2):
        assert known(before.carrier, **year)["6571"] == sum(shares.values())
        assert {one.slug: known(one, **year)["7551"] for one in (first, second)} == shares
        if not moment:
            payment(made, second, posted=True, received=True, cents=1_000_00)


CHARGES = "R5.2.employer_charges"


def decided(value: int, first: date, last: date | None = None) -> None:
    with arranging():
        SettingFactory(name=CHARGES, value=value, period=since(first, last))


def unknown_of(of, year: int = 2026) -> list[str]:
    return committed_of(of, {year: (date(year, 1, 1), date(year, 12, 31))}, SYSTEM)[year][1]


def test_what_an_employer_pays_beside_salaries_is_not_guessed(scene):
    assert "645" not in known(scene.grouping)
    (said,) = [one for one in unknown_of(scene.grouping) if one.startswith("Les cotisations sociales")]
    assert said.endswith("leur part des salaires bruts n’est pas décidée (article R5.2).")
    (said,) = [one for one in treasury(scene.grouping, SYSTEM, TODAY).unknown if one.startswith("Les cotisations soc")]
    assert said.endswith("(article R5.2).")


def test_what_is_decided_for_the_last_day_of_a_year_counts_in_what_is_committed(scene):
    decided(4250, date(2026, 7, 1), date(2026, 12, 31))
    gross = known(scene.grouping)["641"]
    assert known(scene.grouping)["645"] == gross * 425 // 1000
    assert not [one for one in unknown_of(scene.grouping) if one.startswith("Les cotisations sociales")]
    (one,) = [
        row for row in committed_of(scene.grouping, {2026: (FIRST, LAST)}, SYSTEM)[2026][0] if row.account == "645"
    ]
    assert one.label.replace("\xa0", " ") == "Cotisations sociales de l’employeur, 42,5 % des salaires bruts"
    assert "645" not in known(scene.grouping, first=date(2027, 1, 1), last=date(2027, 12, 31))
    assert [one for one in unknown_of(scene.grouping, 2027) if one.startswith("Les cotisations sociales")]


def test_twelve_months_count_the_charges_of_the_months_of_which_they_are_decided(scene):
    decided(5000, date(2026, 10, 15), date(2026, 11, 30))  # what holds at the end of a month is of all of it
    found = treasury(scene.grouping, SYSTEM, TODAY)
    gross = {one.day: one.cents for one in found.movements if one.label.startswith("Salaires bruts")}
    beside = {one.day: one.cents for one in found.movements if one.label.startswith("Cotisations sociales de l’emp")}
    assert set(beside) == {date(2026, 10, 31), date(2026, 11, 30)}
    assert all(beside[day] * 2 == gross[day] for day in beside)
    assert [one for one in found.unknown if one.startswith("Les cotisations sociales")]
    decided(5000, date(2026, 1, 1), date(2026, 10, 14))
    decided(5000, date(2026, 12, 1))
    assert not [one for one in treasury(scene.grouping, SYSTEM, TODAY).unknown if one.startswith("Les cotisations soc")]


def test_a_framework_that_leaves_it_to_nobody_is_asked_nothing(scene, monkeypatch, django_assert_num_queries):
    without = type("Book", (), {"settings": {}})
    monkeypatch.setattr("kevread.ledgers.queries.charges.framework", lambda: without)
    with django_assert_num_queries(0):
        assert employer_charges() == Charges()
    said = "Les cotisations sociales de l’employeur ne sont pas comptées dans ce qui est engagé."
    assert said in unknown_of(scene.grouping)
