"""Year by year, what the fund had, shared and paid, and what stays: it feeds a later year when somebody says so."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kevread.common.errors import Denied, Invalid, Refused
from kevread.equalisation import operations
from kevread.equalisation.models import PREPARES, Campaign, Payment, Resource
from kevread.equalisation.queries.balances import Balance, balances, over_before, to_bring
from kevread.equalisation.queries.collecting import envelope_of
from kevread.equalisation.rules.terms import spaced
from tests.arrange import arranging
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.equalisation.campaigns import RESERVE, YEAR, campaign, notified, over, payment, told
from tests.factories import PersonFactory
from tests.gatherings.screens import said
from tests.guards.asking import wearing
from tests.pressing import press, shown
from tests.worlds import put

pytestmark = pytest.mark.django_db
LAST, WHOLE = YEAR - 1, 20_000_001
CAUSE = "Les projets du premier groupement étaient comptés deux fois."


@pytest.fixture
def who(scene) -> dict:
    return {"actor": scene.coordination, "now": NOW}


@pytest.fixture
def head(scene, settings):
    return entered_as(scene.world.holder("cress-team", "direction").person, settings)


def of_year(year: int) -> Balance:
    return next(one for one in balances(Campaign.objects.all()) if one.campaign.year == year)


def plain(words: list[str]) -> list[str]:
    return [spaced(one) for one in words]


def at(name: str, found: Campaign, *more: str) -> str:
    return reverse(f"equalisation:{name}", args=[found.carrier.slug, found.pk, *more])


def corrected(found: Campaign, **told_of) -> Campaign:
    """A round that corrects it, with the same money, as far as `told_of` says."""
    with arranging():
        row = {"carrier": found.carrier, "year": found.year, "as_of": found.as_of, "reserve": found.reserve}
        made = Campaign.objects.create(**row, corrects=found, cause=CAUSE, **told_of)
        for fed in found.resources.all():
            names = ("label", "origin", "amount", "clause", "carried_from")
            Resource.objects.create(campaign=made, **{name: getattr(fed, name) for name in names})
    return made


# What a year leaves ---------------------------------------------------------------------------------------------------


def test_what_stays_of_a_year_that_is_over_is_its_money_less_what_was_paid(scene):
    over(scene.world)
    found = of_year(LAST)
    assert (found.fed, found.shared, found.paid) == (WHOLE, WHOLE - RESERVE, WHOLE - RESERVE)
    assert (found.is_over, found.rest, found.left, found.brought) == (True, RESERVE, RESERVE, 0)
    assert plain(found.parts) == ["1 234,56 € de réserve"] and found.uses == []


def test_the_share_of_who_closed_stays_with_the_fund_to_the_cent(scene, who):
    made = notified(scene.world, year=LAST, reserve=RESERVE)
    gone, other = scene.grouping, next(one for one in scene.world.groupings if one != scene.grouping)
    payment(made, other, posted=True, received=True)
    assert not of_year(LAST).is_over
    with arranging():
        put(gone, period=f"[2025-01-01,{TODAY})")
    operations.close(campaign=made, **who)
    found, share = of_year(LAST), made.shares[gone.slug]
    assert found.is_over and found.rest == RESERVE + share == WHOLE - made.shares[other.slug]
    assert [one.rsplit(" €", 1)[1] for one in plain(found.parts)] == [" de réserve", " de parts restées au fonds"]
    assert found.unpaid == share and found.expected == 0


def test_a_year_that_waits_for_its_payments_says_what_is_not_paid_and_leaves_nothing_yet(scene):
    made = notified(scene.world)
    first, second = scene.world.groupings
    payment(made, first, posted=True)
    sent = payment(made, second)  # prepared, and not sent
    found = of_year(YEAR)
    assert (found.is_over, found.paid, found.unpaid) == (False, made.shares[first.slug], made.shares[second.slug])
    with arranging():
        put(sent, posted_on=TODAY, posted_by=PersonFactory())
    assert (of_year(YEAR).paid, of_year(YEAR).unpaid) == (WHOLE, 0)
    with arranging():
        put(sent, voided_on=TODAY, reason="Rejeté par la banque.")
    assert of_year(YEAR).unpaid == made.shares[second.slug]
    assert not of_year(YEAR).is_over


def test_before_a_decision_nothing_is_shared_nor_owed(scene):
    told(campaign(scene.world))
    found = of_year(YEAR)
    assert (found.fed, found.shared, found.paid, found.unpaid, found.is_over) == (WHOLE, None, 0, 0, False)


def test_a_correction_stands_for_its_year_with_all_that_the_year_paid(scene):
    """What was too much is to be given back until it came; then what stays is the reserve again, to the cent."""
    before = over(scene.world)
    first, second = scene.world.groupings
    shares = {first.slug: before.shares[first.slug] - 500, second.slug: before.shares[second.slug] + 500}
    made = corrected(before)
    reopened = of_year(LAST)
    assert (reopened.campaign.pk, reopened.is_over) == (before.pk, False)  # nobody was told of it yet
    with arranging():
        put(made, state="notified", notified_on=TODAY, shares=shares)
    payment(made, second, posted=True, cents=500)
    back = payment(made, first, posted=True, cents=500)
    with arranging():
        put(back, is_back=True)
    found = of_year(LAST)
    assert (found.campaign.pk, found.fed, found.shared) == (made.pk, WHOLE, WHOLE - RESERVE)
    assert (found.paid, found.unpaid, found.expected) == (WHOLE - RESERVE + 500, 0, 500)
    assert plain(found.parts) == ["5 € à rendre au fonds"]
    with arranging():
        put(back, received_on=TODAY)
        put(made, state="closed", closed_on=TODAY)
    assert (of_year(LAST).is_over, of_year(LAST).rest, of_year(LAST).expected) == (True, RESERVE, 0)


def test_what_was_paid_too_much_to_who_closed_is_taken_off_what_stays(scene):
    made = notified(scene.world, year=LAST, reserve=RESERVE)
    first, second = scene.world.groupings
    payment(made, first, posted=True, received=True, cents=made.shares[first.slug] + 100)
    payment(made, second, posted=True, received=True)
    with arranging():
        put(made, state="closed", closed_on=TODAY)
    found = of_year(LAST)
    assert found.rest == RESERVE - 100
    assert plain(found.parts) == ["1 234,56 € de réserve", "− 1 € versés en trop à qui a fermé"]


# Brought forward ------------------------------------------------------------------------------------------------------


def test_what_stays_feeds_a_later_year_in_parts_and_never_by_more_than_it(scene, who):
    source, found = over(scene.world), campaign(scene.world)
    assert envelope_of(found) == WHOLE  # nothing by itself
    asked = {"campaign": found, "source": source}
    for amount in (0, -1, RESERVE + 1):
        with pytest.raises(Invalid, match="au plus ce qui reste") as refused:
            operations.bring_forward(amount=amount, **asked, **who)
        assert refused.value.field == "amount"
    made = operations.bring_forward(amount=RESERVE - 56, **asked, **who)
    assert (made.origin, made.label, made.clause) == ("carried", f"Ce qui restait de la campagne {LAST}", "")
    assert (made.carried_from, envelope_of(found)) == (source, WHOLE + RESERVE - 56)
    with pytest.raises(Invalid, match="au plus ce qui reste"):
        operations.bring_forward(amount=57, **asked, **who)
    operations.bring_forward(amount=56, **asked, **who)
    with pytest.raises(Invalid, match="il ne reste rien") as refused:
        operations.bring_forward(amount=1, **asked, **who)
    assert refused.value.field == "source" and to_bring(found) == []
    assert (of_year(YEAR).brought, of_year(LAST).left) == (RESERVE, 0)
    assert plain(of_year(LAST).uses) == [f"1 234,56 € reportés sur {YEAR}"]
    assert of_year(LAST).rest == RESERVE  # what stayed is what stayed, wherever it went


def test_the_same_money_does_not_feed_two_years(scene, who):
    source = over(scene.world)
    found, later = campaign(scene.world), campaign(scene.world, year=YEAR + 1)
    operations.bring_forward(campaign=later, source=source, amount=RESERVE - 10, **who)
    with pytest.raises(Invalid, match="au plus ce qui reste"):
        operations.bring_forward(campaign=found, source=source, amount=11, **who)
    operations.bring_forward(campaign=found, source=source, amount=10, **who)
    assert of_year(LAST).went == {YEAR: 10, YEAR + 1: RESERVE - 10}


def test_only_a_year_before_of_this_fund_that_is_over_is_brought_forward(scene, who):
    waiting, found = notified(scene.world, year=LAST, reserve=RESERVE), campaign(scene.world)
    for source in (waiting, found):
        with pytest.raises(Invalid) as refused:
            operations.bring_forward(campaign=found, source=source, amount=1, **who)
        assert refused.value.field == "source"
    assert over_before(found) == []


def test_neither_a_year_that_comes_after_nor_another_fund_is(scene, who):
    after, found = over(scene.world, year=YEAR + 1), campaign(scene.world)
    with pytest.raises(Invalid, match="d’une année d’avant"):
        operations.bring_forward(campaign=found, source=after, amount=1, **who)
    with arranging():
        put(after, year=LAST, carrier=scene.grouping)
    with pytest.raises(Invalid, match="de ce fonds"):
        operations.bring_forward(campaign=found, source=after, amount=1, **who)
    with arranging():
        put(after, carrier=scene.world.head)
    assert operations.bring_forward(campaign=found, source=after, amount=1, **who)


def test_a_year_that_is_being_corrected_leaves_nothing_and_data_are_not_frozen_on_it(scene, who):
    source, found = over(scene.world), told(campaign(scene.world))
    made = operations.bring_forward(campaign=found, source=source, amount=RESERVE, **who)
    wrong = corrected(source)
    with pytest.raises(Invalid, match="que rien ne corrige"):
        operations.bring_forward(campaign=found, source=source, amount=1, **who)
    with pytest.raises(Refused, match=f"La campagne {LAST} se corrige"):
        operations.freeze(campaign=found, **who)
    shares = {who_: cents + RESERVE // 2 for who_, cents in source.shares.items()}
    with arranging():  # its correction shares the reserve, and everybody has the difference
        put(wrong, state="closed", notified_on=TODAY, closed_on=TODAY, reserve=0, shares=shares)
    for one in scene.world.groupings:
        payment(wrong, one, posted=True, received=True, cents=RESERVE // 2)
    short = of_year(LAST)
    assert (short.rest, short.left, spaced(short.missing)) == (0, -RESERVE, "1 234,56 €")
    with pytest.raises(Refused, match=r"1.234,56.€ de trop en sont reportés"):
        operations.freeze(campaign=found, **who)
    operations.remove_resource(resource=Resource.objects.select_related("campaign__carrier").get(pk=made.pk), **who)
    assert operations.freeze(campaign=found, **who).state == "frozen"


def test_data_are_frozen_with_what_was_brought_forward_and_nothing_more_is(scene, who):
    source, found = over(scene.world), told(campaign(scene.world))
    operations.bring_forward(campaign=found, source=source, amount=RESERVE - 1, **who)
    assert operations.freeze(campaign=found, **who).state == "frozen"
    with pytest.raises(Refused, match="ne changent plus"):
        operations.bring_forward(campaign=found, source=source, amount=1, **who)


def test_a_correction_has_the_same_money_and_it_went_once(scene, who):
    source, found = over(scene.world), notified(scene.world)
    with arranging():
        put(found, state="collecting")
    operations.bring_forward(campaign=found, source=source, amount=1_000, **who)
    with arranging():
        put(found, state="notified")
    made = operations.open_correction(campaign=found, cause=CAUSE, **who)
    assert [one.carried_from_id for one in made.resources.filter(origin="carried")] == [source.pk]
    assert of_year(LAST).left == RESERVE - 1_000
    with pytest.raises(Invalid, match="au plus ce qui reste"):
        operations.bring_forward(campaign=made, source=source, amount=RESERVE - 999, **who)
    operations.bring_forward(campaign=made, source=source, amount=RESERVE - 1_000, **who)
    assert (of_year(LAST).left, of_year(LAST).went) == (0, {YEAR: RESERVE})


def test_a_round_given_up_lets_go_of_it_and_the_next_takes_back_what_is_left(scene, who):
    source, found = over(scene.world), campaign(scene.world)
    operations.bring_forward(campaign=found, source=source, amount=RESERVE, **who)
    operations.abandon(campaign=found, reason="Ouverte sur le mauvais jour.", **who)
    assert of_year(LAST).left == RESERVE
    opening = {"carrier": scene.world.head, "year": YEAR, "as_of": TODAY}
    again = operations.open_round(**opening, **who)
    assert [one.carried_from_id for one in again.resources.filter(origin="carried")] == [source.pk]
    assert of_year(LAST).left == 0
    operations.abandon(campaign=again, reason="Ouverte sur le mauvais jour.", **who)
    first = Payment.objects.filter(campaign=source).first()
    with arranging():
        put(first, amount=first.amount + 1)  # a cent less stays
    assert not operations.open_round(**opening, **who).resources.filter(origin="carried").exists()


def test_what_stays_here_is_not_typed_and_what_was_kept_elsewhere_is(scene, who, head):
    typed = {"label": "Solde tenu par la trésorerie", "origin": "carried", "amount": 5_000, "clause": ""}
    found = campaign(scene.world)
    form = at("change", found, "ressource")
    assert 'value="carried"' in head.get(form).text
    assert operations.add_resource(campaign=found, may_be_granted=False, **typed, **who).carried_from is None
    over(scene.world)
    assert 'value="carried"' not in head.get(form).text
    with pytest.raises(Invalid, match="ne se saisit pas") as refused:
        operations.add_resource(campaign=found, may_be_granted=False, **typed, **who)
    assert refused.value.field == "origin"
    own = typed | {"origin": "own"}
    assert operations.add_resource(campaign=found, may_be_granted=False, **own, **who)


def test_only_who_prepares_the_fund_brings_forward(scene):
    asked = {"campaign": campaign(scene.world), "source": over(scene.world), "amount": 1, "now": NOW}
    for actor in (scene.direction, wearing({PREPARES: frozenset({scene.grouping.pk})})):
        with pytest.raises(Denied):
            operations.bring_forward(actor=actor, **asked)


def test_postgresql_keeps_that_only_a_report_comes_from_a_round(scene):
    source, found = over(scene.world), campaign(scene.world)
    with pytest.raises(IntegrityError, match="carried_from_a_round"), transaction.atomic(), arranging():
        put(found.resources.get(), carried_from=source)


# On the screens -------------------------------------------------------------------------------------------------------


def test_the_fund_shows_each_year_and_the_round_offers_what_stays(scene, head):
    source, found = over(scene.world), campaign(scene.world)
    fund = reverse("equalisation:fund", args=[scene.world.head.slug])
    seen = said(head.get(fund))
    assert "1 234,56 € de réserve" in seen and "1 234,56 € que rien n’emploie encore" in seen
    assert "Le document n’en dit rien, et rien ne se reporte de soi-même" in seen
    page = said(head.get(at("campaign", found)))
    assert f"Péréquation {LAST}</a>, clôturée, il reste 1 234,56 € que rien n’emploie." in page
    gesture = at("change", found, "reporter")
    assert 'value="1234,56"' in head.get(gesture).text
    wrong = press(head, gesture, {"source": str(source.pk), "amount": "1 234,57"})
    assert wrong.status_code == 422 and "1 234,57" in wrong.text
    assert press(head, gesture, {"source": str(source.pk), "amount": "1 234,56"}).status_code == 302
    page = said(head.get(at("campaign", found)))
    assert f"Ce qui restait de la campagne {LAST}" in page and "il reste" not in page
    assert at("campaign", source) in head.get(at("campaign", found)).text
    seen = said(head.get(fund))
    assert f"1 234,56 € reportés sur {YEAR}" in seen and "dont 1 234,56 € d’années d’avant" in seen
    assert "Année par année" not in said(head.get(f"{fund}?au={TODAY - timedelta(days=1)}"))


def test_the_page_of_the_fund_asks_no_more_with_more_years(scene, head):
    fund = reverse("equalisation:fund", args=[scene.world.head.slug])

    def asked() -> int:
        head.get(fund)  # what this state of the tables answers is kept from here on
        with CaptureQueriesContext(connection) as found:
            head.get(fund)
        return len(found)

    over(scene.world)
    few = asked()
    for year in (YEAR, YEAR + 1):
        campaign(scene.world, year=year)
    assert asked() == few


def test_what_another_brought_forward_meanwhile_is_shown_first(scene, head, who):
    source, found = over(scene.world), campaign(scene.world)
    gesture = at("change", found, "reporter")
    mark = shown(head, gesture)
    operations.bring_forward(campaign=found, source=source, amount=500, **who)
    typed = {"source": str(source.pk), "amount": "1"}
    assert head.post(gesture, {"vu": mark, **typed}).status_code == 422
    assert found.resources.filter(origin="carried").count() == 1
    assert press(head, gesture, typed).status_code == 302


def test_years_are_taken_away_to_the_cent(scene, head):
    over(scene.world)
    campaign(scene.world)
    answer = head.get(reverse("equalisation:fund_csv", args=[scene.world.head.slug]))
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["année"] for row in rows] == [str(YEAR), str(LAST)]
    assert (rows[1]["ressources"], rows[1]["partagé"], rows[1]["versé"]) == ("200000,01", "198765,45", "198765,45")
    assert (rows[1]["reste"], rows[1]["à employer"], rows[1]["pas encore versé"]) == ("1234,56", "1234,56", "")
    assert (rows[0]["partagé"], rows[0]["reste"]) == ("", "")
