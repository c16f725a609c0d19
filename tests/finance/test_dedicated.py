"""What is left of each funding at the end of a year: computed from what came and what is said spent, or unknown."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kevread.base.models import as_range
from kevread.charter.models import Setting
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.finance import operations
from kevread.finance.models import Funding, Instalment, Report, Spending
from kevread.finance.queries.dedicated import dedicated, proposed, story_of
from kevread.finance.rules import fund_years
from kevread.ledgers.models import KEEPS_LEDGERS, Balance, Book
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.screens import said
from tests.guards.of_dedicated import spent
from tests.guards.of_finance import CLOSED, closes, granted

BEFORE = date(2024, 12, 31)
ENDS = [date(year, 12, 31) for year in range(2020, 2026)]
SUMS = st.lists(st.integers(0, 1_000), min_size=6, max_size=6)


@given(SUMS, SUMS)
def test_what_a_year_closes_with_is_what_it_opened_with_less_what_was_used_and_with_what_was_carried(came, gone):
    told = fund_years(ENDS, dict(zip(ENDS, came, strict=True)), dict(zip(ENDS, gone, strict=True)), ENDS)
    opening = 0
    for rank, one in enumerate(told):
        assert one.opening == opening
        assert one.closing == one.opening - one.used + one.carried
        assert one.closing == max(0, sum(came[: rank + 1]) - sum(gone[: rank + 1]))
        assert 0 <= one.used <= one.opening and one.used <= gone[rank]
        assert 0 <= one.carried <= came[rank]
        opening = one.closing


def funded(scene, came=(), **more):
    """A funding of 10 000 € for a defined project, from the middle of 2024 to the end of 2025."""
    if not Setting.objects.filter(name="L1.21.closing_month", organisation=scene.grouping).exists():
        closes(scene.grouping)
    told = {
        "earmarked": "yes", "cents": 10_000_00, "notified_on": date(2024, 6, 1),
        "period": as_range(Period.through(date(2024, 7, 1), CLOSED)),
    }  # fmt: skip
    one = granted(scene.grouping, **{**told, **more})
    with arranging():
        for day, cents in came:
            Instalment.objects.create(
                funding=one, label="Versement", cents=cents, due_on=day, received_on=day, received=cents
            )
    return one


CAME = ((date(2024, 9, 1), 6_000_00), (date(2025, 3, 1), 4_000_00))


def years(one, on=TODAY):
    return [(year.closed_on.year, year.opening, year.used, year.carried, year.closing) for year, _ in story_of(one, on)]


def say(scene, one, cents, closed_on=CLOSED):
    told = {"actor": scene.direction, "funding": one, "closed_on": closed_on, "cents": cents, "now": NOW}
    return operations.say_spent(source="Bilan du cabinet", **told)


@pytest.mark.django_db
def test_what_came_and_is_not_spent_is_carried_and_unknown_until_it_is_said(scene):
    one = funded(scene, CAME)
    assert years(one) == [(2024, 0, None, None, None), (2025, None, None, None, None)]
    say(scene, one, 1_500_00, BEFORE)
    assert years(one) == [(2024, 0, 0, 4_500_00, 4_500_00), (2025, 4_500_00, None, None, None)]
    told = say(scene, one, 7_000_00)
    assert years(one)[1] == (2025, 4_500_00, 4_500_00, 1_500_00, 1_500_00)
    with pytest.raises(Refused, match="déjà dit"):
        say(scene, one, 1)
    operations.undo_spent(actor=scene.direction, spending=told, reason="Un autre bilan", now=NOW)
    assert years(one)[1][-1] is None
    assert years(one, CLOSED)[-1][0] == 2024, "a year is closed the day after its last"


@pytest.mark.django_db
def test_no_more_is_spent_than_was_granted_and_what_is_spent_is_undone_first(scene):
    one = funded(scene, CAME)
    say(scene, one, 4_000_00, BEFORE)
    with pytest.raises(Invalid, match="Il reste 6 000 €") as refusal:
        say(scene, one, 6_000_01)
    assert refusal.value.field == "cents"
    for cents, source, field in ((-1, "Bilan du cabinet", "cents"), (1, " ", "source")):
        with pytest.raises(Invalid) as refusal:
            operations.say_spent(
                actor=scene.direction, funding=one, closed_on=CLOSED, cents=cents, source=source, now=NOW
            )
        assert refusal.value.field == field
    say(scene, one, 6_000_00)
    with arranging():
        Instalment.objects.filter(funding=one).delete()
    with pytest.raises(Refused, match="dépensé"):
        operations.undo_funding(actor=scene.direction, funding=one, reason="Notifié à un autre", now=NOW)


@pytest.mark.django_db
def test_the_table_counts_those_of_a_defined_project_and_tells_the_others(scene):
    sure = funded(scene, CAME)
    spent(sure, 1_500_00, BEFORE)
    spent(sure, 7_000_00)
    unread = funded(scene, CAME, earmarked="unsaid")
    funded(scene, CAME, earmarked="no")
    silent = funded(scene, CAME)
    granted(scene.grouping, earmarked="yes", notified_on=TODAY)
    gone = funded(scene, CAME)
    with arranging():
        Funding.objects.filter(pk=gone.pk).update(undone_on=TODAY, undone_because="Une erreur")
    found = dedicated(scene.grouping, scene.direction, TODAY, KEEPS_LEDGERS)
    assert {one.funding for one in found.counted} == {sure, silent}
    assert [one.funding for one in found.unread] == [unread] and [one.funding for one in found.unknown] == [silent]
    assert (found.closed_on, found.total, found.kept, found.apart) == (CLOSED, 1_500_00, None, None)
    assert [one.is_over for one in found.counted if one.funding == sure] == [True]


def booked(at, **accounts):
    with arranging():
        days = as_range(Period.through(date(2025, 1, 1), CLOSED))
        book = Book.objects.create(
            organisation=at, kind="balance", name="balance.txt", sha256="0" * 64, digest="0" * 64, lines=2, debit=0,
            credit=0, period=days, state="kept", read_at=NOW, kept_at=NOW,
        )  # fmt: skip
        for account, credit in accounts.items():
            Balance.objects.create(book=book, account=account[1:], debit=0, credit=credit, lines=1)


@pytest.mark.django_db
def test_the_imported_accounts_are_shown_beside_to_who_reads_them(scene):
    one = funded(scene, CAME)
    spent(one, 1_500_00, BEFORE)
    spent(one, 7_000_00)
    booked(scene.grouping, _194=1_000_00, _1951=600_00, _196=50_00, _741=10_000_00)
    found = dedicated(scene.grouping, scene.direction, TODAY, KEEPS_LEDGERS)
    assert (found.kept, found.apart) == (1_600_00, 100_00)
    assert dedicated(scene.grouping, scene.direction, TODAY, "no_such_right").kept is None
    with arranging():
        Spending.objects.filter(closed_on=CLOSED).delete()
    assert dedicated(scene.grouping, scene.direction, TODAY, KEEPS_LEDGERS).apart is None


@pytest.mark.django_db
def test_the_share_of_a_report_is_proposed_within_what_is_left(scene):
    one = funded(scene, CAME, rate=5_000)
    assert proposed(one, CLOSED) is None
    with arranging():
        Report.objects.create(funding=one, closed_on=CLOSED, sent_on=TODAY, spent=9_000_00)
    assert proposed(one, CLOSED) == 4_500_00
    spent(one, 8_000_00, BEFORE)
    assert proposed(one, CLOSED) == 2_000_00


@pytest.mark.django_db
def test_by_the_screens_what_is_spent_is_said_and_what_is_left_is_read(scene, readers):
    one = funded(scene, CAME)
    here = scene.grouping.slug
    page, accounts = reverse("finance:funding", args=[here, one.pk]), reverse("finance:accounts", args=[here])
    assert "Fonds dédié, exercice par exercice" in said(readers.direction.get(page))
    do = reverse("finance:say_spent", args=[here, one.pk, "2024-12-31"])
    assert readers.direction.post(do, {"cents": "20 000", "source": "Bilan du cabinet"}).status_code == 422
    typed = {"cents": "1 500", "source": "Bilan du cabinet"}
    assert "reporté à l’exercice suivant" in said(readers.direction.post(do, typed, follow=True))
    assert "inconnu" in said(readers.direction.get(accounts))
    readers.direction.post(reverse("finance:say_spent", args=[here, one.pk, "2025-12-31"]), typed | {"cents": "7 000"})
    shown = said(readers.direction.get(accounts))
    assert "1 500 € restent" in shown and "à rendre, ou à prolonger" in shown
    assert "1 500 € restent" in said(readers.direction.get(reverse("finance:dedicated", args=[here])))
    assert ";4500,00;" in readers.direction.get(reverse("finance:dedicated_csv", args=[here])).text
    undo = reverse("finance:undo_spent", args=[here, Spending.objects.get(closed_on=CLOSED).pk])
    assert "annulé" in said(readers.direction.post(undo, {"reason": "Un autre bilan"}, follow=True))
    assert readers.direction.get(reverse("finance:say_spent", args=[here, one.pk, "2025-12-30"])).status_code == 404
    with arranging():
        Funding.objects.filter(pk=one.pk).update(earmarked="no")
    assert "exercice par exercice" not in said(readers.direction.get(page))


@pytest.mark.django_db
def test_where_nobody_says_when_the_year_closes_nothing_is_told(scene, readers):
    one = granted(scene.grouping, earmarked="yes", notified_on=date(2024, 6, 1))
    assert story_of(one, TODAY) is None and dedicated(scene.grouping, scene.direction, TODAY, KEEPS_LEDGERS) is None
    alone = reverse("finance:dedicated", args=[scene.grouping.slug])
    for where in (reverse("finance:funding", args=[scene.grouping.slug, one.pk]), alone):
        assert "à la fin de quel mois" in said(readers.direction.get(where))
