"""Proofs of what the common framework says of the fund, and of what law says of the money that feeds it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kevread.common.verdicts import Reason, Verdict
from kevread.decisions.models import Application
from kevread.directory.models import Organisation
from kevread.equalisation.models import Campaign, Measure, Opinion, Payment, Resource
from kevread.equalisation.queries.collecting import beneficiaries
from kevread.equalisation.queries.path import shares_of
from kevread.seats.models import Mandate
from kevread.territory.models import ZonePart
from tests.charter.proofs import board, judged, planted, proves, rule_of
from tests.conftest import TODAY, arranging
from tests.equalisation.campaigns import RULES, VALUES
from tests.factories import SINCE, PersonFactory, SettingFactory, since
from tests.gatherings.decided import decided
from tests.worlds import World, put

# What a decided round lets one say; and nobody said yet who decides of one, whence R0.9.
FUND = (
    "R5.8/1", "R5.8/2", "R5.8/3", "R5.9/1", "R5.9/3", "R5.9/4", "R5.10/2", "R5.10/3", "R5.10/4",
    "R0.9/1", "R0.9/2", "R0.9/3",
)  # fmt: skip


def but(clause: str) -> tuple[str, ...]:
    return tuple(one for one in FUND if one != clause)


def held(small: World, *, received_on: date | None = TODAY, **more: object) -> Campaign:
    """A round where all is as the articles say: proposed by the committee, every opinion given, decided, notified, paid."""
    found = Campaign.objects.create(carrier=small.head, year=TODAY.year, as_of=TODAY)
    Resource.objects.create(campaign=found, label="Contribution", origin="own", amount=10_000_000)
    for code, values in VALUES.items():
        for who, value in zip(beneficiaries(TODAY), values, strict=True):
            Measure.objects.create(
                campaign=found, beneficiary=who, criterion=code, value=value, source="Bilan de l’année", as_of=TODAY
            )
    found.frozen_on, found.frozen_by = TODAY, PersonFactory()
    found.terms, found.proposed_on = RULES.plain(), TODAY
    found.proposed_in = decided("codir", "campagne-perequation", on=TODAY)
    for mandate in Mandate.objects.filter(seat__title="vice-president-grouping"):
        Opinion.objects.create(campaign=found, mandate=mandate, view="for", given_on=TODAY)
    found.shares = dict(shares_of(found))
    line = decided("cress-bureau", "campagne-perequation", on=TODAY)
    found.decided_by = Application.objects.create(decision=line, kind="equalisation", asked={})
    found.state, found.notified_on = Campaign.State.NOTIFIED, TODAY
    for name, value in more.items():
        setattr(found, name, value)
    found.save()
    for one in beneficiaries(TODAY) if found.shares else ():
        pay(found, one, received_on)
    return found


def pay(found: Campaign, to: Organisation, received_on: date | None = TODAY, **more: object) -> Payment:
    """Prepared by one, sent by another, received by a third."""
    by = {f"{did}_by": PersonFactory() for did in ("prepared", "posted", "received")} | {"posted_on": TODAY}
    days = {"prepared_on": TODAY, "received_on": received_on}
    return Payment.objects.create(
        campaign=found, beneficiary=to, **{"amount": found.shares[to.slug]} | by | days | more
    )


def test_a_round_held_as_the_articles_say_conforms_and_nothing_is_said_before_there_is_one(small: World, conforming):
    head = small.head.pk
    ours = [clause for clause in FUND if clause.startswith("R5.")]
    assert {conforming[clause, head][0] for clause in ours} == {Verdict.UNKNOWN}
    with planted(small, held):
        now = board("R5.9", *map(rule_of, ours))
        assert {now[clause, head][0] for clause in ours} == {Verdict.CONFORMS}
        assert now["R5.9/2", head] == (Verdict.UNKNOWN, Reason.NOT_DECIDED)


@proves("R5.7", clause=2, before=Verdict.UNKNOWN, also=FUND)
def test_the_fund_is_carried_by_another_than_was_decided(small: World):
    held(small)
    SettingFactory(name="R5.7.carrier", value="Une autre structure")


def test_who_carries_the_fund_is_who_was_decided(small: World):
    def plant(small: World) -> None:
        held(small)
        SettingFactory(name="R5.7.carrier", value=small.head.name)

    with planted(small, plant):
        assert judged("R5.7/2", small.head.pk)[0] is Verdict.CONFORMS


@proves("R5.8", clause=1, before=Verdict.UNKNOWN, also=but("R5.8/1"))
def test_a_year_passes_without_a_round(small: World):
    """The year before last was shared out; last year, and this one so far, nothing."""
    held(small, year=TODAY.year - 2)


def test_a_year_is_done_once_who_receives_said_that_it_came(small: World):
    """What one side says is not known; nor is the year that runs, until it is done."""
    past, now = {"year": TODAY.year - 1}, {"year": TODAY.year}
    unpaid = {"received_on": None}
    for told, said in (
        (past, Verdict.CONFORMS),
        (now, Verdict.CONFORMS),
        (past | unpaid, Verdict.UNKNOWN),
        (now | unpaid, Verdict.UNKNOWN),
        (past | {"received_on": TODAY + timedelta(days=1)}, Verdict.UNKNOWN),
    ):
        with planted(small, lambda small, told=told: held(small, **told)):
            assert judged("R5.8/1", small.head.pk)[0] is said, told

    def one_is_not_paid(small: World) -> None:
        Payment.objects.get(campaign=held(small, **past), beneficiary=small.groupings[0]).delete()

    with planted(small, one_is_not_paid):
        assert judged("R5.8/1", small.head.pk)[0] is Verdict.UNKNOWN


def test_a_round_that_is_corrected_is_done_once_the_differences_came(small: World):
    def corrected(small: World, received_on: date | None) -> None:
        found = held(small, year=TODAY.year - 1)
        one, other = beneficiaries(TODAY)[:2]
        shares = found.shares | {one.slug: found.shares[one.slug] - 100, other.slug: found.shares[other.slug] + 100}
        by = {name: getattr(found, name) for name in ("carrier", "year", "as_of", "terms", "decided_by")}
        again = Campaign.objects.create(
            corrects=found, cause="Une faute", shares=shares, state="notified", notified_on=TODAY, **by
        )
        pay(again, one, received_on, amount=100, is_back=True)
        pay(again, other, amount=100)

    for received_on, said in ((TODAY, Verdict.CONFORMS), (None, Verdict.UNKNOWN)):
        with planted(small, lambda small, received_on=received_on: corrected(small, received_on)):
            assert judged("R5.8/1", small.head.pk)[0] is said, received_on


def test_a_year_that_is_not_over_is_not_yet_missing(small: World):
    with planted(small, lambda small: held(small, year=TODAY.year - 1)):
        assert judged("R5.8/1", small.head.pk)[0] is Verdict.CONFORMS


@proves("R5.8", clause=2, before=Verdict.UNKNOWN, also=but("R5.8/2"))
def test_the_shares_are_one_cent_short(small: World):
    found = held(small)
    first, cents = next(iter(found.shares.items()))
    put(found, shares=found.shares | {first: cents - 1})


@proves("R5.8", clause=3, before=Verdict.UNKNOWN, also=set(but("R5.8/3")) - {"R5.8/1"})  # nobody paid it
def test_a_pole_receives_of_the_fund(small: World):
    found = held(small)
    first, cents = next(iter(found.shares.items()))
    local = small.locals[small.groupings[0]][0]
    put(found, shares=found.shares | {first: cents - 100, local.slug: 100})


def test_a_grouping_closed_the_day_of_the_decision_receives_elsewhere(small: World):
    """The last day of its life is the one before."""

    def plant(small: World) -> None:
        held(small)
        put(small.groupings[0], period=f"[2025-01-01,{TODAY})")

    with planted(small, plant):
        assert judged("R5.8/3", small.head.pk)[0] is Verdict.BREACHES


@proves("R5.9", clause=1, before=Verdict.UNKNOWN, also=but("R5.9/1"))
def test_the_actions_weigh_nothing(small: World):
    put(held(small), terms=RULES.plain() | {"weights": {**RULES.weights, "projects": 3_500, "actions": 0}})


def test_a_criterion_that_measures_nothing_of_anybody_weighs_nothing(small: World):
    """Its weight goes to the others."""

    def plant(small: World, those: int = 99) -> None:
        rows = held(small).measures.filter(criterion="actions").order_by("pk")
        put(Measure.objects.filter(pk__in=[one.pk for one in rows[:those]]), value=0)

    with planted(small, plant):
        assert judged("R5.9/1", small.head.pk)[0] is Verdict.BREACHES
    with planted(small, lambda small: plant(small, 1)):
        assert judged("R5.9/1", small.head.pk)[0] is Verdict.CONFORMS


@proves("R5.9", clause=2, before=Verdict.UNKNOWN, also=FUND)
def test_strategic_choices_take_more_than_was_decided(small: World):
    """One cent above a tenth of 100 000 €."""
    SettingFactory(name="R5.9.strategic_share", value=1_000)
    who = small.groupings[0].slug
    put(held(small), terms=RULES.plain() | {"strategic": {who: 1_000_001}, "reason": "Une année de lancement."})


def test_strategic_choices_take_all_that_was_decided_and_no_more(small: World):
    def plant(small: World) -> None:
        SettingFactory(name="R5.9.strategic_share", value=1_000)
        who = small.groupings[0].slug
        put(held(small), terms=RULES.plain() | {"strategic": {who: 1_000_000}, "reason": "Une année de lancement."})

    with planted(small, plant):
        assert judged("R5.9/2", small.head.pk)[0] is Verdict.CONFORMS


def test_strategic_choices_are_held_to_what_was_decided_on_their_day(small: World):
    def told(before: int | None) -> Verdict:
        def plant(small: World) -> None:
            who, name = small.groupings[0].slug, "R5.9.strategic_share"
            round_ = held(small)
            put(round_, terms=RULES.plain() | {"strategic": {who: 1_000_000}, "reason": "Une année de lancement."})
            line = decided("cress-bureau", "campagne-perequation", on=TODAY - timedelta(days=9))
            put(round_, decided_by=Application.objects.create(decision=line, kind="equalisation", asked={}))
            SettingFactory(name=name, value=500, period=since(TODAY))
            if before is not None:
                SettingFactory(name=name, value=before, period=since(SINCE, TODAY - timedelta(days=1)))

        with planted(small, plant):
            return judged("R5.9/2", small.head.pk)[0]

    assert told(1_000) is told(None) is Verdict.CONFORMS
    assert told(999) is Verdict.BREACHES


@proves("R5.9", clause=3, before=Verdict.UNKNOWN, also=but("R5.9/3"))
def test_a_strategic_choice_says_no_reason(small: World):
    who = small.groupings[0].slug
    put(held(small), terms=RULES.plain() | {"strategic": {who: 100}, "reason": " "})


@proves("R5.9", clause=4, before=Verdict.UNKNOWN, also=but("R5.9/4"))
def test_a_value_says_no_source(small: World):
    put(held(small).measures.filter(criterion="actions"), source="")


def test_a_value_read_after_it_was_frozen_is_not_frozen(small: World):
    def plant(small: World) -> None:
        put(held(small).measures.filter(criterion="actions"), as_of=TODAY + timedelta(days=1))

    with planted(small, plant):
        assert judged("R5.9/4", small.head.pk)[0] is Verdict.BREACHES


def test_a_value_read_on_a_map_that_is_only_supposed_is_not_known(small: World):
    """And is, once somebody confirmed it; what was typed with another source never was in doubt."""

    def told(*, collected: bool, certainty: str, criterion: str = "communes") -> Verdict:
        def plant(small: World) -> None:
            put(held(small).measures.filter(criterion=criterion), collected=collected, as_of=TODAY)
            first = small.epci[small.groupings[0]][0]
            put(ZonePart.objects.filter(child=first, parent_kind="strategic"), certainty=certainty)

        with planted(small, plant):
            return judged("R5.9/4", small.head.pk)[0]

    assert told(collected=True, certainty="supposed") is Verdict.UNKNOWN
    assert told(collected=True, certainty="deduced") is Verdict.CONFORMS
    assert told(collected=False, certainty="supposed") is Verdict.CONFORMS
    assert told(collected=True, certainty="supposed", criterion="actions") is Verdict.CONFORMS


@proves("R5.10", clause=2, before=Verdict.UNKNOWN, also=(*but("R5.10/2"), "R4.11/3"))
def test_another_body_than_the_committee_proposed(small: World):
    put(held(small), proposed_in=decided("cress-board", "campagne-perequation", on=TODAY))


@proves("R5.10", clause=3, before=Verdict.UNKNOWN, also=but("R5.10/3"))
def test_a_vice_president_was_not_heard(small: World):
    held(small).opinions.first().delete()


def test_where_nobody_was_vice_president_no_opinion_is_known(small: World):
    def plant(small: World) -> None:
        put(Mandate.objects.filter(seat__title="vice-president-grouping"), period=since(TODAY + timedelta(days=1)))
        held(small)

    with planted(small, plant):
        assert judged("R5.10/3", small.head.pk) == (Verdict.UNKNOWN, Reason.NO_DATA)


@proves("R5.10", clause=4, before=Verdict.UNKNOWN, also=but("R5.10/4"))
def test_who_proposed_decided_and_nobody_had_decided_that_it_may(small: World):
    found = held(small)
    put(found, decided_by=Application.objects.create(decision=found.proposed_in, kind="equalisation", asked={}))


def test_who_proposed_decides_where_it_was_decided_that_it_may(small: World):
    """Decided after, it changes nothing of what was done."""
    for start, verdict in ((TODAY, Verdict.CONFORMS), (TODAY + timedelta(days=1), Verdict.BREACHES)):

        def plant(small: World, start: date = start) -> None:
            SettingFactory(name="R5.10.fund_decided_apart", value="together", period=since(start))
            found = held(small)
            put(found, decided_by=Application.objects.create(decision=found.proposed_in, kind="equalisation", asked={}))

        with planted(small, plant):
            assert judged("R5.10/4", small.head.pk)[0] is verdict, start


def test_an_opinion_given_after_the_decision_came_too_late(small: World):
    def plant(small: World) -> None:
        put(held(small).opinions.all(), given_on=TODAY + timedelta(days=1))

    with planted(small, plant):
        assert judged("R5.10/3", small.head.pk)[0] is Verdict.BREACHES


def test_a_round_given_up_or_not_decided_yet_says_nothing(small: World):
    for plant in (
        lambda small: held(small, state="abandoned", notified_on=None),
        lambda small: held(small, state="proposed", notified_on=None, decided_by=None, shares=None),
    ):
        with planted(small, plant):
            assert judged("R5.8/2", small.head.pk)[0] is Verdict.UNKNOWN


@proves("L4.6", clause=1)
def test_a_grant_feeds_the_fund_and_its_clause_says_nothing(small: World):
    """Of no word at all, PostgreSQL refuses it."""
    found = Campaign.objects.create(carrier=small.head, year=TODAY.year, as_of=TODAY)
    Resource.objects.create(campaign=found, label="Contribution", origin="own", amount=100)
    Resource.objects.create(campaign=found, label="Région", origin="grant", amount=100, clause="Article 4")


@pytest.mark.django_db
def test_a_grant_of_no_clause_at_all_is_refused_by_the_database(small: World):
    with arranging():
        found = Campaign.objects.create(carrier=small.head, year=TODAY.year, as_of=TODAY)
        with pytest.raises(IntegrityError, match="grant_has_its_clause"), transaction.atomic():
            Resource.objects.create(campaign=found, label="Région", origin="grant", amount=100)
