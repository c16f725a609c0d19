"""Proofs of what the common framework and law say of fundings."""

from datetime import date, timedelta
from typing import Any

from kevread.agreements.models import Agreement, Instrument
from kevread.base.models import as_range
from kevread.charter.models import Keeping
from kevread.common.periods import Period
from kevread.common.verdicts import Verdict
from kevread.directory.models import Organisation
from kevread.finance.models import Exchange, Funder, Funding, GrantRequest
from kevread.statutes.models import HandingOver
from tests.arrange import TODAY
from tests.charter.proofs import judged, planted, proves
from tests.factories import AffiliationFactory
from tests.worlds import SINCE, World, put

DAY = timedelta(days=1)


def funder(kind: str = "region") -> Funder:
    return Funder.objects.get_or_create(name=f"Financeur {kind}", defaults={"kind": kind})[0]


def funding(at: Organisation, **more: object) -> Funding:
    told = {
        "funder": funder(),
        "purpose": "Animation",
        "cents": 2_000_000,
        "notified_on": TODAY,
        "scale": "grouping",
        "period": as_range(Period.through(date(2026, 1, 1), date(2026, 12, 31))),
    }
    return Funding.objects.create(organisation=at, **{**told, **more})


def request(at: Organisation, **more: object) -> GrantRequest:
    told = {
        "funder": funder(),
        "purpose": "Animation",
        "scale": "grouping",
        "cents": 100,
        "first": TODAY,
        "last": TODAY,
        "state": "sent",
        "sent_on": TODAY,
        "committed_on": TODAY,
        "authority": "Le conseil",
    }
    return GrantRequest.objects.create(organisation=at, **{**told, **more})


def local(small: World) -> Organisation:
    return small.locals[small.groupings[0]][0]


def state(small: World, clause: str, plant: object, at: Organisation) -> Verdict:
    with planted(small, plant):  # type: ignore[arg-type]
        return judged(clause, at.pk)[0]


@proves("R5.1", also=("R0.6/2",))
def test_a_local_is_funded_in_its_own_name_after_it_handed_over(small: World):
    funding(local(small), funder=funder("foundation"))


def test_what_a_local_had_before_its_day_or_by_mistake_is_no_breach(small: World):
    grouping, pole = small.groupings[0], local(small)
    for told, verdict in (
        ({"notified_on": SINCE - DAY}, Verdict.CONFORMS),
        ({"notified_on": SINCE}, Verdict.BREACHES),
        ({"notified_on": TODAY}, Verdict.BREACHES),
        ({"undone_on": TODAY, "undone_because": "Inscrit par erreur"}, Verdict.CONFORMS),
    ):
        assert state(small, "R5.1/1", lambda small, told=told: funding(pole, **told), grouping) is verdict, told
    at_home = state(small, "R5.1/1", lambda small: funding(grouping), grouping)
    assert at_home is Verdict.CONFORMS


def test_a_local_that_handed_nothing_over_keeps_its_grouping_unknown(small: World):
    """Its fundings are still its own, whatever the other local did: the groupement does not have them all."""
    grouping, pole = small.groupings[0], local(small)

    def undated(small: World) -> None:
        put(HandingOver.objects.filter(local=pole, subject="funding"), undone_on=TODAY, undone_because="Une erreur")

    def has_none(small: World) -> None:
        undated(small)
        said = {"is_nothing": True, "local_decided_on": SINCE, "local_decided_by": "Conseil"}
        HandingOver.objects.create(local=pole, grouping=grouping, subject="funding", day=SINCE, **said)

    def funded_since(small: World) -> None:
        has_none(small)
        funding(pole)

    def elsewhere(small: World) -> None:
        AffiliationFactory(member=small.locals[small.groupings[1]][0], of=grouping)

    assert state(small, "R5.1/1", undated, grouping) is Verdict.UNKNOWN
    assert state(small, "R5.1/1", has_none, grouping) is Verdict.CONFORMS
    assert state(small, "R5.1/1", funded_since, grouping) is Verdict.UNKNOWN
    assert state(small, "R5.1/1", elsewhere, grouping) is Verdict.CONFORMS


def test_nothing_is_said_of_locals_that_handed_nothing_over_or_keep_no_fundings(small: World):
    grouping, pole = small.groupings[0], local(small)

    def undated(small: World) -> None:
        for one in HandingOver.objects.filter(grouping=grouping, subject="funding"):
            put(one, undone_on=TODAY, undone_because="Une erreur")
        funding(pole)

    def unkept(small: World) -> None:
        for one in Keeping.objects.filter(organisation=pole, register="funding"):
            one.delete()

    assert state(small, "R5.1/1", undated, grouping) is Verdict.UNKNOWN
    assert state(small, "R5.1/1", unkept, grouping) is Verdict.UNKNOWN


@proves("R0.6", clause=2, before=Verdict.UNKNOWN)
def test_a_funding_says_no_scale(small: World):
    funding(small.groupings[0], scale="", funder=funder("foundation"))


@proves("L3.6", clause=1, before=Verdict.UNKNOWN, also=("R0.6/2", "L3.9/1"))
def test_a_funder_gives_much_and_no_agreement_is_said(small: World):
    funding(small.groupings[0], cents=2_300_001)


@proves("L3.9", before=Verdict.UNKNOWN, also=("R0.6/2", "L3.6/1"))
def test_a_grant_runs_for_too_long(small: World):
    years = as_range(Period.through(date(2026, 1, 1), date(2030, 1, 1)))
    funding(small.groupings[0], period=years, signed_on=TODAY)


@proves("L3.7", before=Verdict.UNKNOWN)
def test_public_money_is_asked_for_without_the_republican_contract(small: World):
    request(small.groupings[0], committed_on=None)


def test_what_asks_for_an_agreement_is_counted_to_the_cent(small: World):
    at = small.groupings[0]
    two_years = as_range(Period.through(date(2026, 1, 1), date(2027, 12, 31)))
    straddling = as_range(Period.through(date(2026, 7, 1), date(2027, 6, 30)))  # twelve months, notified at once
    to_come = as_range(Period.through(date(2027, 1, 1), date(2027, 12, 31)))
    for told, verdict in (
        ([{"cents": 2_300_000}], Verdict.CONFORMS),
        ([{"cents": 2_300_001}], Verdict.BREACHES),
        ([{"cents": 2_300_001, "signed_on": TODAY}], Verdict.CONFORMS),
        ([{"cents": 2_000_000}, {"cents": 300_001}], Verdict.BREACHES),
        ([{"cents": 2_000_000}, {"cents": 300_001, "funder": "department"}], Verdict.CONFORMS),
        ([{"cents": 4_600_000, "period": two_years}], Verdict.CONFORMS),
        ([{"cents": 2_300_001, "period": straddling}], Verdict.BREACHES),
        ([{"cents": 2_300_000, "period": straddling}], Verdict.CONFORMS),
        ([{"cents": 2_300_001, "period": to_come}], Verdict.BREACHES),
        ([{"cents": 4_000_000, "period": two_years}, {"cents": 300_000, "period": to_come}], Verdict.CONFORMS),
        ([{"cents": 4_000_000, "period": two_years}, {"cents": 300_001, "period": to_come}], Verdict.BREACHES),
        ([{"cents": 9_000_000, "funder": "europe"}], Verdict.UNKNOWN),
        ([{"cents": 9_000_000, "funder": "foundation"}], Verdict.UNKNOWN),
        ([{"cents": 9_000_000, "notified_on": TODAY + DAY}], Verdict.UNKNOWN),
    ):

        def plant(small: World, told: list[dict[str, object]] = told) -> None:
            for one in told:
                named = {"funder": funder(str(one["funder"]))} if "funder" in one else {}
                funding(at, **{**one, **named})

        assert state(small, "L3.6/1", plant, at) is verdict, told


def test_an_agreement_that_is_prepared_or_a_mistake_or_signed_later_is_not_written(small: World):
    at = small.groupings[0]
    for told, mistake, verdict in (
        ({"stage": "signed", "signed_on": TODAY}, {}, Verdict.CONFORMS),
        ({"stage": "signing"}, {}, Verdict.BREACHES),
        ({"stage": "signed", "signed_on": TODAY + DAY}, {}, Verdict.BREACHES),
        ({"stage": "signed", "signed_on": TODAY}, {"annulled_on": TODAY, "annulled_because": "…"}, Verdict.BREACHES),
    ):

        def plant(small: World, told: dict[str, Any] = told, mistake: dict[str, Any] = mistake) -> None:
            kept = Agreement.objects.create(kind="subvention", title="Convention", organisation=at, **mistake)
            Instrument.objects.create(agreement=kept, starts_on=TODAY, ends_on=TODAY, **told)
            funding(at, cents=2_300_001, agreement=kept)

        assert state(small, "L3.6/1", plant, at) is verdict, (told, mistake)
    later = state(small, "L3.6/1", lambda small: funding(at, cents=2_300_001, signed_on=TODAY + DAY), at)
    assert later is Verdict.BREACHES


def test_the_republican_contract_is_subscribed_by_the_day_of_sending(small: World):
    at = small.groupings[0]
    for told, verdict in (
        ({}, Verdict.CONFORMS),
        ({"committed_on": TODAY, "sent_on": TODAY - DAY}, Verdict.BREACHES),
        ({"committed_on": None, "funder": "foundation"}, Verdict.UNKNOWN),
        ({"committed_on": None, "state": "draft", "sent_on": None, "authority": ""}, Verdict.UNKNOWN),
    ):

        def plant(small: World, told: dict[str, object] = told) -> None:
            named = {"funder": funder(str(told["funder"]))} if "funder" in told else {}
            request(at, **{**told, **named})

        assert state(small, "L3.7/1", plant, at) is verdict, told


def test_fundings_kept_for_less_than_is_asked_about_prove_nothing_of_before(small: World):
    """What is found is found, whenever the register was begun."""
    at = small.groupings[0]
    january, year_ago = date(2025, 1, 1), TODAY - timedelta(days=365)
    fault = {"cents": 2_300_001, "period": as_range(Period.through(date(2026, 1, 1), date(2030, 1, 1)))}

    def plant(small: World, start: date, make: Any, told: dict[str, object]) -> None:
        put(Keeping.objects.filter(organisation=at, register="funding"), period=as_range(Period(start)))
        make(at, **told)

    for clause, first, make, wrong in (
        ("L3.6/1", january, funding, {"cents": 2_300_001}),
        ("L3.9/1", january, funding, fault),
        ("L3.7/1", year_ago, request, {"committed_on": None}),
    ):
        for start, told, said in (
            (first, {}, Verdict.CONFORMS),
            (first + DAY, {}, Verdict.UNKNOWN),
            (first + DAY, wrong, Verdict.BREACHES),
        ):
            found = state(small, clause, lambda small, s=start, m=make, t=told: plant(small, s, m, t), at)
            assert found is said, (clause, start)


def onward(small: World, *, said_by: Organisation | None = None, **more: object) -> Exchange:
    """The first grouping grants a funding onwards to its pôle."""
    at, pole = small.groupings[0], local(small)
    told = {
        "kind": "onward", "payer": at, "payee": pole, "said_by": said_by or at, "said_on": TODAY, "day": TODAY,
        "purpose": "Animation du pôle", "cents": 100_00,
    }  # fmt: skip
    return Exchange.objects.create(**{**told, **more})


@proves("L4.6", clause=3, also=("R0.6/2",))
def test_a_funding_is_granted_onwards_and_its_agreement_does_not_allow_it(small: World):
    onward(small, funding=funding(small.groupings[0], funder=funder("foundation"), onward="refused"))


def test_what_is_granted_onwards_needs_its_clause_and_what_nobody_says_is_unknown(small: World):
    at, clause = small.groupings[0], "Article 7 : elle peut reverser aux pôles."
    for told, exchange, verdict in (
        ({"onward": "allowed", "clause": clause}, {}, Verdict.CONFORMS),
        ({"onward": "unsaid"}, {}, Verdict.BREACHES),
        ({"onward": "unsaid"}, {"undone_on": TODAY, "undone_because": "Une erreur"}, Verdict.CONFORMS),
        ({"onward": "unsaid"}, {"said_on": TODAY + DAY}, Verdict.CONFORMS),
        (
            {"onward": "allowed", "clause": clause, "undone_on": TODAY, "undone_because": "Une erreur"},
            {},
            Verdict.BREACHES,
        ),
        (None, {"said_by": local(small)}, Verdict.UNKNOWN),
    ):

        def plant(small: World, told: object = told, exchange: object = exchange) -> None:
            granted = None if told is None else funding(at, funder=funder("foundation"), **told)  # type: ignore[arg-type]
            onward(small, funding=granted, **exchange)  # type: ignore[arg-type]

        assert state(small, "L4.6/3", plant, at) is verdict, (told, exchange)
