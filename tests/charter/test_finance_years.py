"""Proofs of what law asks of the accounts of a year, and of the reports of subsidies."""

from collections.abc import Callable
from datetime import date, timedelta

from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.common.periods import Period, add_months
from kevread.common.verdicts import Reason, Verdict
from kevread.directory.models import Organisation
from kevread.finance.models import Accounts, Instalment, Report
from kevread.finance.queries.closings import Closings
from tests.arrange import TODAY
from tests.charter.proofs import judged, planted, proves
from tests.charter.test_finance import funder, funding
from tests.factories import SettingFactory
from tests.gatherings.decided import decided
from tests.worlds import World, put

DAY = timedelta(days=1)
CLOSED = date(2025, 12, 31)
LAST_YEAR = as_range(Period.through(date(2025, 1, 1), CLOSED))
# What is said of whoever says when its year closes and what it received: nobody knew before.
OF_FUNDINGS = ("R0.6/2", "L3.6/1", "L3.9/1", "L4.5/1")
OF_YEARS = ("L4.1/1", "L4.1/2", "L4.2/1", "L4.3/1", "L4.4/1", "L1.21/1")


def but(*clauses: str) -> tuple[str, ...]:
    return tuple(one for one in (*OF_FUNDINGS, *OF_YEARS) if one not in clauses)


def closes(at: Organisation, auditor: str = "none") -> None:
    SettingFactory(name="L1.21.closing_month", value=12, organisation=at)
    if auditor:
        SettingFactory(name="L1.21.auditor", value=auditor, organisation=at)
    kept_since(at, date(2025, 1, 1))


def kept_since(at: Organisation, day: date) -> None:
    for one in Keeping.objects.filter(organisation=at, register="funding"):
        one.period = as_range(Period(day))
        one.save()


def accounts(at: Organisation, **figures: object) -> Accounts:
    told = {
        "closed_on": CLOSED,
        "source": "Bilan du cabinet",
        "donations": 0,
        "employees": 1,
        "resources": 1,
        "balance": 1,
    }
    return Accounts.objects.create(organisation=at, **{**told, **figures})


def granted(at: Organisation, cents: int = 15_300_001, **more: object) -> None:
    """For last year, in writing, reported."""
    told = {"cents": cents, "period": LAST_YEAR, "notified_on": date(2025, 1, 10), "signed_on": date(2025, 1, 10)}
    one = funding(at, **{**told, **more})
    Report.objects.create(funding=one, closed_on=CLOSED, sent_on=date(2026, 5, 1), spent=cents)


def verdict(small: World, clause: str, plant: Callable[[World], object], at: Organisation) -> object:
    with planted(small, plant):
        return judged(clause, at.pk)


@proves("L4.1", clause=1, before=Verdict.UNKNOWN, also=but("L4.1/1"))
def test_much_public_money_and_nobody_certifies(small: World):
    at = small.groupings[0]
    closes(at)
    accounts(at)
    granted(at)


@proves("L4.1", clause=2, before=Verdict.UNKNOWN, also=but("L4.1/2"))
def test_accounts_are_approved_and_not_published(small: World):
    at = small.groupings[0]
    closes(at, "appointed")
    accounts(at)
    granted(at)
    decided(f"{at.slug}-assembly", "comptes", on=date(2026, 6, 30), title="Comptes 2025")


@proves("L4.2", before=Verdict.UNKNOWN, also=but("L4.2/1"))
def test_many_donations_and_nobody_certifies(small: World):
    at = small.groupings[0]
    closes(at)
    accounts(at, donations=15_300_001)
    granted(at, 100)


@proves("L4.3", before=Verdict.UNKNOWN, also=but("L4.3/1"))
def test_two_figures_of_size_and_nobody_certifies(small: World):
    at = small.groupings[0]
    closes(at)
    accounts(at, employees=51, balance=155_000_001)
    granted(at, 100)


@proves("L4.4", before=Verdict.UNKNOWN, also=but("L4.4/1"))
def test_what_executives_are_paid_is_published_by_nobody(small: World):
    at = small.groupings[0]
    closes(at)
    accounts(at, resources=15_000_001)
    granted(at, 5_000_001)


@proves("L4.5", before=Verdict.UNKNOWN, also=but("L4.5/1"))
def test_a_report_is_late(small: World):
    at = small.groupings[0]
    closes(at)
    accounts(at)
    funding(at, cents=100, period=LAST_YEAR, notified_on=date(2025, 1, 10), earmarked="yes")


@proves("R0.12", clause=3, before=Verdict.UNKNOWN)
def test_equity_covers_too_few_months(small: World):
    at = small.groupings[0]
    SettingFactory(name="R0.12.equity_months", value=3, organisation=at)
    accounts(at, equity=2_999_999, expenses=12_000_000, donations=None)


def test_months_of_equity_are_whole_and_of_the_last_accounts(small: World):
    at = small.groupings[0]

    def plant(small: World, **figures: object) -> None:
        SettingFactory(name="R0.12.equity_months", value=3, organisation=at)
        accounts(at, **figures)

    for figures, said in (
        ({"equity": 3_000_000, "expenses": 12_000_000}, Verdict.CONFORMS),
        ({"equity": -1, "expenses": 12_000_000}, Verdict.BREACHES),
        ({"equity": 9_000_000, "expenses": None}, Verdict.UNKNOWN),
        ({"equity": 9_000_000, "expenses": 1, "closed_on": TODAY - timedelta(days=731)}, Verdict.UNKNOWN),
        ({"equity": 9_000_000, "expenses": 1, "undone_on": TODAY, "undone_because": "Faux"}, Verdict.UNKNOWN),
    ):
        found = verdict(small, "R0.12/3", lambda small, figures=figures: plant(small, **figures), at)
        assert found[0] is said, figures  # type: ignore[index]

    def begun(small: World) -> None:
        """Its first year lasted three months: they cost four times less than twelve."""
        put(at, period=f"[{add_months(CLOSED + timedelta(days=1), -3)},)")
        plant(small, equity=3_000_000, expenses=12_000_000)

    # That first day is often supposed: over twelve months, they would be enough.
    assert verdict(small, "R0.12/3", begun, at)[0] is Verdict.UNKNOWN  # type: ignore[index]

    def untold(small: World) -> None:
        accounts(at, equity=3_000_000, expenses=12_000_000)

    assert verdict(small, "R0.12/3", untold, at) == (Verdict.UNKNOWN, Reason.NOT_DECIDED)


def test_subsidies_are_counted_to_the_cent_and_never_conform_without_proof(small: World):
    at = small.groupings[0]
    for cents, auditor, since, said in (
        (15_300_000, "none", date(2025, 1, 1), Verdict.CONFORMS),
        (15_300_001, "none", date(2025, 1, 1), Verdict.BREACHES),
        (15_300_001, "appointed", date(2025, 1, 1), Verdict.CONFORMS),
        (15_300_001, "", date(2025, 1, 1), Verdict.UNKNOWN),
        (15_300_000, "none", date(2025, 1, 2), Verdict.UNKNOWN),
        (15_300_001, "none", date(2025, 1, 2), Verdict.BREACHES),
    ):

        def plant(small: World, cents: int = cents, auditor: str = auditor, since: date = since) -> None:
            closes(at, auditor)
            kept_since(at, since)
            granted(at, cents)

        assert verdict(small, "L4.1/1", plant, at)[0] is said, (cents, auditor, since)  # type: ignore[index]


def test_what_came_within_the_year_counts_as_what_is_granted_for_it(small: World):
    at = small.groupings[0]
    for day, said in (
        (date(2025, 1, 1), Verdict.BREACHES),
        (CLOSED, Verdict.BREACHES),
        (date(2024, 12, 31), Verdict.CONFORMS),
        (date(2026, 1, 1), Verdict.CONFORMS),
    ):

        def plant(small: World, day: date = day) -> None:
            closes(at)
            years = as_range(Period.through(date(2023, 1, 1), date(2026, 12, 31)))
            one = funding(at, cents=20_000_000, period=years, notified_on=date(2023, 1, 1), signed_on=date(2023, 1, 1))
            Instalment.objects.create(
                funding=one, label="Tout", cents=16_000_000, due_on=day, received_on=day, received=16_000_000
            )

        assert verdict(small, "L4.1/1", plant, at)[0] is said, day  # type: ignore[index]


def test_the_money_of_the_union_and_of_a_mistake_are_left_aside(small: World):
    at = small.groupings[0]
    for more in ({"funder": "europe"}, {"undone_on": TODAY, "undone_because": "Inscrit par erreur"}):

        def plant(small: World, more: dict[str, object] = more) -> None:
            closes(at)
            named = {"funder": funder(str(more["funder"]))} if "funder" in more else {}
            granted(at, **{**more, **named})

        assert verdict(small, "L4.1/1", plant, at)[0] is Verdict.CONFORMS, more  # type: ignore[index]


def test_accounts_are_published_by_their_last_day(small: World):
    at = small.groupings[0]
    of_2025, untold = "Comptes 2025", "Les comptes"
    for approved, published, title, said in (
        (date(2026, 8, 24), None, of_2025, Verdict.CONFORMS),  # the last day is today
        (date(2026, 8, 23), None, of_2025, Verdict.BREACHES),
        (date(2026, 6, 30), date(2026, 9, 30), of_2025, Verdict.CONFORMS),
        (date(2026, 6, 30), date(2026, 10, 1), of_2025, Verdict.BREACHES),
        (None, None, "", Verdict.CONFORMS),
        (CLOSED, None, untold, Verdict.CONFORMS),  # it approved those of the year before
        (date(2026, 1, 20), None, "Comptes 2024", Verdict.CONFORMS),
        # Which year it approves is not said: nobody is accused of it.
        (date(2026, 8, 23), None, untold, Verdict.UNKNOWN),
        (date(2026, 8, 24), None, untold, Verdict.CONFORMS),
        (date(2026, 6, 30), date(2026, 9, 30), untold, Verdict.CONFORMS),
        (date(2026, 6, 30), date(2026, 10, 1), untold, Verdict.UNKNOWN),
    ):

        def plant(
            small: World, approved: date | None = approved, published: date | None = published, title: str = title
        ) -> None:
            closes(at)
            accounts(at, published_on=published)
            granted(at)
            if approved:
                decided(f"{at.slug}-assembly", "comptes", on=approved, title=title)

        assert verdict(small, "L4.1/2", plant, at)[0] is said, (approved, published, title)  # type: ignore[index]


def test_that_nobody_approved_is_known_where_decisions_are_kept_since_the_year_closed(small: World):
    at = small.groupings[0]
    for since, cents, said in (
        (CLOSED + DAY, 15_300_001, Verdict.CONFORMS),
        (CLOSED + 2 * DAY, 15_300_001, Verdict.UNKNOWN),
        (CLOSED + 2 * DAY, 15_300_000, Verdict.CONFORMS),
    ):

        def plant(small: World, since: date = since, cents: int = cents) -> None:
            closes(at)
            accounts(at)
            granted(at, cents)
            for one in Keeping.objects.filter(organisation=at, register="decisions"):
                one.period = as_range(Period(since))
                one.save()

        assert verdict(small, "L4.1/2", plant, at)[0] is said, (since, cents)  # type: ignore[index]


def test_what_executives_are_paid_is_awaited_as_long_as_the_approval_of_accounts(small: World):
    at = small.groupings[0]
    for month, said in (
        (4, Verdict.BREACHES),
        (5, Verdict.CONFORMS),
    ):  # six months, the last of which ends on 30 November
        closed = Closings(((Period(None), month),)).before(TODAY)

        def plant(small: World, month: int = month, closed: date = closed) -> None:
            closes(at)
            SettingFactory._meta.model.objects.filter(name="L1.21.closing_month", organisation=at).update(value=month)
            accounts(at, closed_on=closed, resources=15_000_001)
            granted(at, 5_000_001, period=as_range(Period.through(closed - 30 * DAY, closed)))

        assert verdict(small, "L4.4/1", plant, at)[0] is said, month  # type: ignore[index]


def test_a_report_is_late_the_day_after_and_of_public_money_only(small: World):
    at = small.groupings[0]
    ended = as_range(Period.through(date(2025, 1, 1), date(2025, 5, 31)))

    def plant(small: World, month: int, kind: str, since: date) -> None:
        closes(at)
        SettingFactory._meta.model.objects.filter(name="L1.21.closing_month", organisation=at).update(value=month)
        kept_since(at, since)
        funding(at, funder=funder(kind), period=ended, notified_on=date(2025, 1, 10), earmarked="yes")

    for month, kind, since, said in (
        (12, "region", date(2025, 1, 1), Verdict.BREACHES),
        (12, "foundation", date(2025, 1, 1), Verdict.UNKNOWN),
        (12, "region", date(2026, 1, 1), Verdict.UNKNOWN),
        (12, "region", CLOSED, Verdict.BREACHES),
    ):
        found = verdict(small, "L4.5/1", lambda small, told=(month, kind, since): plant(small, *told), at)
        assert found[0] is said, (month, kind, since)  # type: ignore[index]


def test_a_report_is_asked_of_what_is_given_for_a_project_alone(small: World):
    """« Affectée à une dépense déterminée » (loi du 12 avril 2000, art. 10): what pays for all that it does asks for none."""
    at = small.groupings[0]

    def plant(small: World, *given: str) -> None:
        closes(at)
        for one in given:
            funding(at, cents=100, period=LAST_YEAR, notified_on=date(2025, 1, 10), earmarked=one)

    def said(*given: str) -> object:
        return verdict(small, "L4.5/1", lambda small: plant(small, *given), at)[0]  # type: ignore[index]

    assert said("no") is Verdict.CONFORMS and said("yes") is Verdict.BREACHES
    assert said("unsaid") is said("no", "unsaid") is Verdict.UNKNOWN, "nobody read the agreement"
    assert said("unsaid", "yes") is Verdict.BREACHES
