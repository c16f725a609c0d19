"""Proofs of what the common framework and law say of what is paid to those who administer."""

from datetime import date, timedelta

from kevread.allowances.models import Allowance
from kevread.base.models import as_range
from kevread.charter.engine import verdicts
from kevread.charter.models import Keeping
from kevread.charter.sentences import speak
from kevread.common.periods import Period
from kevread.common.verdicts import Verdict
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.finance.models import Funder
from kevread.seats.models import Mandate
from tests.arrange import TODAY
from tests.charter.proofs import PLANTS, judged, planted, proves
from tests.charter.test_finance_years import accounts, granted, kept_since
from tests.factories import SettingFactory
from tests.gatherings.decided import decided
from tests.worlds import World, put

DAY = timedelta(days=1)
NOVEMBER = date(2026, 11, 1)
CEILING = 136_727  # 75 % of 1 823.03 €


def president(at: Organisation) -> Mandate:
    return Mandate.objects.on(TODAY).get(seat__body__organisation=at, seat__body__kind="board", seat__title="president")


def told_by_all(since: date = date(2025, 1, 1)) -> None:
    """Everybody has recorded what they pay since before what is looked at."""
    for one in Keeping.objects.filter(register="allowances"):
        one.period = as_range(Period(since))
        one.save()


def voted(at: Organisation, sum_: str = "3×20 ≥ 2×30", kind: str = "assembly", **more: object) -> Decision:
    return decided(f"{at.slug}-{kind}", "indemnite", on=date(2026, 1, 10), sum=sum_, **more)


def paid(at: Organisation, cents: int = CEILING, **more: object) -> Allowance:
    told = {
        "mandate": president(at),
        "kind": "lump",
        "first": NOVEMBER,
        "last": NOVEMBER,
        "cents": cents,
        "paid_on": TODAY,
    }
    return Allowance.objects.create(organisation=at, **{**told, **more})


def allowed(at: Organisation, auditor: str = "appointed", statutes: str = "yes") -> Decision:
    """All that the law asks, but resources: everybody tells, the statutes allow, an auditor certifies; the vote."""
    told_by_all()
    SettingFactory(name="L6.14.statutes", value=statutes, organisation=at)
    SettingFactory(name="L1.21.auditor", value=auditor, organisation=at)
    return voted(at)


def rich(at: Organisation, *euros: int) -> None:
    """What the three last closed years had, no public subsidy among it."""
    SettingFactory(name="L1.21.closing_month", value=12, organisation=at)
    kept_since(at, date(2023, 1, 1))
    for year, each in zip((2025, 2024, 2023), euros, strict=True):
        accounts(at, closed_on=date(year, 12, 31), resources=each * 100, donations=None, employees=None, balance=None)


def state(small: World, clause: str, plant: object, at: Organisation) -> Verdict:
    with planted(small, plant):  # type: ignore[arg-type]
        return judged(clause, at.pk)[0]


OF_YEARS = ("L4.1/1", "L4.1/2", "L4.2/1", "L4.3/1", "L4.4/1", "L1.21/1")


@proves("L6.14", clause=1, also=("L6.15/1", "R3.8/1", "R0.9/2"))  # nobody knows its resources; it voted on it
def test_a_month_is_over_what_is_no_wage(small: World):
    at = small.groupings[0]
    paid(at, CEILING + 1, decision=allowed(at))


@proves("L6.14", clause=2)
def test_a_lump_sum_rests_on_no_vote_of_the_assembly(small: World):
    at = small.groupings[0]
    told_by_all()
    SettingFactory(name="L6.14.statutes", value="yes", organisation=at)
    paid(at)


@proves("L6.14", clause=3, also=("R3.8/1", "R0.9/2"))
def test_articles_of_association_do_not_allow_what_is_paid(small: World):
    at = small.groupings[0]
    paid(at, decision=allowed(at, statutes="no"))


@proves("L6.15", clause=1, also=("L6.14/1", "R3.8/1", "R0.9/2", *OF_YEARS))
def test_resources_allow_to_pay_nobody(small: World):
    at = small.groupings[0]
    decision = allowed(at)
    rich(at, 200_000, 200_000, 200_000)
    paid(at, CEILING + 1, decision=decision)


@proves("L6.15", clause=2, also=("L6.14/1", "L6.15/1", "R3.8/1", "R0.9/2"))
def test_a_year_is_over_three_ceilings(small: World):
    at = small.groupings[0]
    paid(at, 3 * 4_806_000 + 1, decision=allowed(at))


@proves("L6.15", clause=3, also=("L6.14/1", "L6.15/1", "R3.8/1", "R0.9/2"))
def test_the_assembly_voted_by_less_than_two_thirds(small: World):
    at = small.groupings[0]
    allowed(at)
    paid(at, CEILING + 1, decision=voted(at, "19 pour, 10 contre"))


@proves("L6.15", clause=4, also=("L6.14/1", "L6.15/1", "R3.8/1", "R0.9/2", "L1.21/1"))
def test_somebody_is_paid_and_nobody_certifies_the_accounts(small: World):
    at = small.groupings[0]
    paid(at, CEILING + 1, decision=allowed(at, auditor="none"))


@proves("R3.8", before=Verdict.UNKNOWN, after=Verdict.CONFORMS)
def test_a_decision_on_the_allowance_shows_that_it_was_proposed(small: World):
    decided(f"{small.groupings[0].slug}-assembly", "indemnite", on=TODAY, outcome="rejected")


def test_an_allowance_that_is_rejected_was_proposed(small: World):
    at = small.groupings[0]
    for outcome, kind, day, said in (
        ("adopted", "assembly", TODAY, Verdict.CONFORMS),
        ("adopted", "board", TODAY, Verdict.CONFORMS),
        ("rejected", "board", TODAY, Verdict.CONFORMS),
        ("adopted", "assembly", TODAY + DAY, Verdict.UNKNOWN),
        ("adopted", "bureau", TODAY, Verdict.UNKNOWN),
    ):

        def plant(small: World, outcome: str = outcome, kind: str = kind, day: date = day) -> None:
            decided(f"{at.slug}-{kind}", "indemnite", on=day, outcome=outcome)

        assert state(small, "R3.8/1", plant, at) is said, (outcome, kind, day)


def test_a_month_adds_what_everybody_pays_and_leaves_expenses_aside(small: World):
    at = small.groupings[0]
    person = president(at).person
    elsewhere = small.locals[at][0]

    def also(more: dict[str, object], small: World) -> None:
        paid(at, 136_000, decision=allowed(at))
        with_them = Mandate.objects.on(TODAY).filter(seat__body__organisation=elsewhere, seat__body__kind="board")
        mandate = with_them.filter(person=person).first() or small.seated(
            f"{elsewhere.slug}-board", "administrator", person=person
        )
        paid(elsewhere, **{"cents": 728, "mandate": mandate, **more})

    for more, said in (
        ({}, Verdict.BREACHES),
        ({"cents": 727}, Verdict.CONFORMS),
        ({"kind": "expenses", "evidence": "Trajets"}, Verdict.CONFORMS),
        ({"undone_on": TODAY, "undone_because": "Erreur"}, Verdict.CONFORMS),
        ({"first": date(2026, 10, 1), "last": date(2026, 10, 1)}, Verdict.CONFORMS),
        # Half of it is for October.
        ({"first": date(2026, 10, 1)}, Verdict.CONFORMS),
        ({"first": date(2026, 10, 1), "cents": 2 * 728}, Verdict.BREACHES),
        ({"paid_on": TODAY + DAY}, Verdict.CONFORMS),
    ):
        assert state(small, "L6.14/1", lambda small, more=more: also(more, small), at) is said, more


def test_only_the_last_twelve_months_are_looked_at(small: World):
    at = small.groupings[0]
    for month, said in (
        (date(2025, 12, 1), Verdict.BREACHES),
        (date(2025, 11, 1), Verdict.CONFORMS),
        (date(2026, 12, 1), Verdict.CONFORMS),
    ):

        def plant(small: World, month: date = month) -> None:
            paid(at, CEILING + 1, first=month, last=month, decision=allowed(at))

        assert state(small, "L6.14/1", plant, at) is said, month


def test_what_somebody_else_does_not_record_proves_nothing(small: World):
    at = small.groupings[0]
    for since, cents, said in (
        (date(2025, 12, 1), CEILING, Verdict.CONFORMS),
        (date(2025, 12, 2), CEILING, Verdict.UNKNOWN),
        (date(2025, 12, 2), CEILING + 1, Verdict.BREACHES),
    ):

        def plant(small: World, since: date = since, cents: int = cents) -> None:
            decision = allowed(at)
            told_by_all(since)
            paid(at, cents, decision=decision)

        assert state(small, "L6.14/1", plant, at) is said, (since, cents)


def test_a_register_kept_for_less_than_is_asked_about_says_nothing_of_who_is_paid_nothing(small: World):
    """From the first of the twelve months, it does; of the cap, from the year before. What is found is."""
    at = small.groupings[0]
    clauses = ("L6.14/1", "L6.14/2", "L6.14/3", "L6.15/1", "L6.15/2", "L6.15/3", "L6.15/4")
    for clause in clauses:
        first = date(2025, 1, 1) if clause == "L6.15/2" else date(2025, 12, 1)
        for since, said in ((first, Verdict.CONFORMS), (first + DAY, Verdict.UNKNOWN)):
            told = state(small, clause, lambda small, since=since: told_by_all(since), at)
            assert told is said, (clause, since)

    def undecided(small: World) -> None:
        told_by_all(NOVEMBER)
        paid(at)

    assert state(small, "L6.14/2", undecided, at) is Verdict.BREACHES


def test_the_vote_is_of_the_assembly_adopted_and_standing(small: World):
    at = small.groupings[0]

    def corrected(small: World) -> None:
        first = allowed(at)
        voted(at, corrects=first, reason="Une autre somme")
        paid(at, decision=first)

    assert state(small, "L6.14/2", corrected, at) is Verdict.BREACHES
    for more, said in (
        ({}, Verdict.CONFORMS),
        ({"kind": "board"}, Verdict.BREACHES),
        ({"outcome": "rejected"}, Verdict.BREACHES),
    ):

        def plant(small: World, more: dict[str, str] = more) -> None:
            allowed(at)
            paid(at, decision=voted(at, **more))

        assert state(small, "L6.14/2", plant, at) is said, more


def test_what_nobody_said_of_the_articles_is_not_known(small: World):
    at = small.groupings[0]

    def plant(small: World) -> None:
        told_by_all()
        paid(at, decision=voted(at))

    assert state(small, "L6.14/3", plant, at) is Verdict.UNKNOWN


def test_resources_allow_one_two_or_three(small: World):
    at = small.groupings[0]
    others = Mandate.objects.on(TODAY).filter(seat__body__organisation=at, seat__body__kind="board")
    seated = list({one.person_id: one for one in others}.values())
    for euros, people, said in (
        ((200_000, 200_000, 200_003), 1, Verdict.CONFORMS),
        ((200_000, 200_000, 200_000), 1, Verdict.BREACHES),
        ((600_000, 600_000, 300_003), 2, Verdict.CONFORMS),
        ((600_000, 600_000, 300_000), 2, Verdict.BREACHES),
    ):

        def plant(small: World, euros: tuple[int, ...] = euros, people: int = people) -> None:
            decision = allowed(at)
            rich(at, *euros)
            for mandate in seated[:people]:
                paid(at, CEILING + 1, mandate=mandate, decision=decision)

        assert state(small, "L6.15/1", plant, at) is said, (euros, people)


def test_public_money_is_no_resource_and_what_is_not_all_recorded_allows_nothing(small: World):
    at = small.groupings[0]

    def plant(small: World, cents: int = 0, since: date = date(2023, 1, 1)) -> None:
        decision = allowed(at)
        rich(at, 300_000, 300_000, 300_000)
        kept_since(at, since)
        if cents:
            granted(at, cents)
        paid(at, CEILING + 1, decision=decision)

    assert state(small, "L6.15/1", plant, at) is Verdict.CONFORMS
    assert state(small, "L6.15/1", lambda small: plant(small, 29_999_999), at) is Verdict.CONFORMS
    assert state(small, "L6.15/1", lambda small: plant(small, 30_000_000), at) is Verdict.BREACHES
    assert state(small, "L6.15/1", lambda small: plant(small, since=date(2023, 1, 2)), at) is Verdict.UNKNOWN

    def of_europe(small: World) -> None:
        plant(small, 30_000_000)
        put(Funder.objects.all(), kind="europe")

    assert state(small, "L6.15/1", of_europe, at) is Verdict.BREACHES, "it is public money too"


def test_the_cap_is_of_the_year_and_of_everybody(small: World):
    at = small.groupings[0]
    for cents, first, said in (
        (3 * 4_806_000, NOVEMBER, Verdict.CONFORMS),
        (3 * 4_806_000 + 12, NOVEMBER, Verdict.BREACHES),
        # Over two years, neither is over.
        (3 * 4_806_000 + 12, date(2025, 12, 1), Verdict.CONFORMS),
    ):

        def plant(small: World, cents: int = cents, first: date = first) -> None:
            paid(at, cents, first=first, decision=allowed(at))

        assert state(small, "L6.15/2", plant, at) is said, (cents, first)


def test_a_share_of_the_vote_that_is_not_told_is_not_known(small: World):
    at = small.groupings[0]
    for sum_, said in (
        ("20 pour, 10 contre", Verdict.CONFORMS),
        ("19 pour, 10 contre", Verdict.BREACHES),
        ("20 pour", Verdict.UNKNOWN),
    ):

        def plant(small: World, sum_: str = sum_) -> None:
            allowed(at)
            paid(at, CEILING + 1, decision=voted(at, sum_))

        assert state(small, "L6.15/3", plant, at) is said, sum_


def test_what_the_law_asks_is_law_though_a_share_that_it_reads_is_a_doctrine(small: World):
    """That the assembly decides by two thirds is law (L6.15); that a sum is pay is read from what a doctrine says of wages."""
    with planted(small, PLANTS["L6.15/3"]):
        wrong = [one for one in verdicts(TODAY, rules=["L6.15"]) if one.verdict is Verdict.BREACHES]
        assert wrong and not any("doctrine" in one.sentence for one in speak(wrong, TODAY))
    with planted(small, PLANTS["L6.14/1"]):
        wrong = [one for one in verdicts(TODAY, rules=["L6.14"]) if one.clause.key == "L6.14/1"]
        at_fault = speak([one for one in wrong if one.verdict is Verdict.BREACHES], TODAY)
        assert at_fault and all("doctrine" in one.sentence for one in at_fault)
