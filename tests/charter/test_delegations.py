"""Proofs of the rules on delegations: the law, and what the direction of a grouping is entrusted with."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from kevread.charter.models import Keeping
from kevread.common.verdicts import Verdict
from kevread.delegations.models import Dealing, Grant
from kevread.seats.models import Mandate
from kevread.staff.models import Contract
from tests.charter.proofs import board, judged, planted, proves
from tests.conftest import TODAY
from tests.factories import SINCE, MandateFactory, PersonFactory, since
from tests.worlds import LAST_YEAR, World, put


def of_first(small: World, clause: str) -> Verdict:
    return judged(clause, small.groupings[0].pk)[0]


def of_direction(small: World) -> QuerySet[Grant]:
    return Grant.objects.filter(organisation=small.groupings[0], nature="hr")


@proves("R4.45")
def test_a_referent_who_may_commit_nobody(small: World):
    put(Grant.objects.filter(organisation=small.groupings[0], space__slug="codir"), period=LAST_YEAR)


def test_a_referent_whose_mandate_only_gives_advice_commits_nobody(small: World, conforming):
    def plant(small: World) -> None:
        put(Grant.objects.filter(organisation=small.groupings[0], space__slug="codir"), level="consultative")

    with planted(small, plant):
        assert of_first(small, "R4.45/1") is Verdict.BREACHES


def test_a_referent_who_did_not_accept_their_mandate_was_given_it_all_the_same(small: World, conforming):
    rows = Grant.objects.filter(organisation=small.groupings[0], space__slug="codir")
    with planted(small, lambda small: put(rows, accepted_on=None)):
        assert (of_first(small, "R4.45/1"), of_first(small, "L3.1/1")) == (Verdict.CONFORMS, Verdict.BREACHES)


def test_a_referent_who_sits_at_a_seat_of_the_head_is_asked_for_the_mandate_of_their_employer(small: World, conforming):
    """The document speaks of employees who sit in regional spaces, whatever seat they hold there."""
    post = small.holder(f"{small.groupings[0].slug}-team", "direction")
    mandate = Mandate.objects.filter(seat__body__slug="codir", person=post.person)

    def plant(small: World) -> None:
        put(mandate, represents=small.head)
        put(Grant.objects.filter(organisation=small.groupings[0], space__slug="codir"), period=LAST_YEAR)

    assert mandate.exists()
    with planted(small, plant):
        assert of_first(small, "R4.45/1") is Verdict.BREACHES


def test_who_has_posts_in_two_teams_is_asked_of_the_one_they_sit_for(small: World, conforming):
    """They sit for the other grouping, by its mandate: the first is not asked for one."""
    first, other = small.groupings[:2]

    def plant(small: World, represents: object) -> None:
        person = small.holder(f"{first.slug}-team", "direction").person
        of_other = small.holder(f"{other.slug}-team", "direction")
        put(Mandate.objects.filter(pk=of_other.pk), person=person)
        put(Grant.objects.filter(organisation=other, post=of_other), holder=person)
        put(Grant.objects.filter(organisation=first, space__slug="codir"), period=LAST_YEAR)
        put(Mandate.objects.filter(seat__body__slug="codir", person=person), represents=represents)

    for represents, verdict in ((other, Verdict.CONFORMS), (first, Verdict.BREACHES)):
        with planted(small, lambda small, represents=represents: plant(small, represents)):
            assert of_first(small, "R4.45/1") is verdict, represents


@proves("R6.4", also=("R6.5/1", "R6.7/1", "R6.8/1"))
def test_the_delegation_of_the_direction_is_over(small: World):
    put(of_direction(small), period=LAST_YEAR)


def test_a_delegation_that_the_direction_did_not_accept_was_given_all_the_same(small: World, conforming):
    """That it be accepted is ours, not the document’s: L3.1 says so, and it alone."""
    with planted(small, lambda small: put(of_direction(small), accepted_on=None)):
        told = [of_first(small, clause) for clause in ("R6.4/1", "R6.5/1", "R6.7/1", "R6.8/1", "L3.1/1")]
    assert told == [*[Verdict.CONFORMS] * 4, Verdict.BREACHES]


@proves("R6.5")
def test_a_direction_that_may_not_recruit(small: World):
    put(of_direction(small), acts=["encadrer", "entretiens", "contrats-de-travail"])


@proves("R6.7")
def test_a_direction_that_leads_nobody_through_interviews(small: World):
    put(of_direction(small), acts=["recruter", "encadrer", "contrats-de-travail"])


@proves("R6.8")
def test_a_direction_that_signs_no_contract(small: World):
    put(of_direction(small), acts=["recruter", "encadrer", "entretiens"])


def inside(parent: Grant, post: Mandate, **more: Any) -> Grant:
    """Given by whoever holds the parent, to somebody of the team."""
    asked = {"organisation": parent.organisation, "nature": "hr", "acts": ["recruter"], "accepted_on": SINCE}
    return Grant.objects.create(parent=parent, post=post, holder=post.person, period=parent.period, **asked | more)


@proves("L3.1")
def test_a_delegation_that_nobody_accepted(small: World):
    post = small.holder(f"{small.groupings[0].slug}-board", "vice-president")
    body = small.body(f"{small.groupings[0].slug}-board")
    asked = {"organisation": body.organisation, "nature": "powers", "acts": ["justice"], "period": since(TODAY, TODAY)}
    Grant.objects.create(post=post, holder=post.person, body=body, decision="Décision de test", **asked)


def test_another_delegation_than_that_of_people_does_not_make_it_whole(small: World, conforming):
    def plant(small: World) -> None:
        put(of_direction(small), acts=["recruter", "encadrer", "entretiens"])
        held = of_direction(small).get()
        asked = {"organisation": held.organisation, "post": held.post, "holder": held.holder, "body": held.body}
        Grant.objects.create(
            nature="signature", acts=["contrats-de-travail"], decision="Décision de test", accepted_on=SINCE,
            period=held.period, **asked,
        )  # fmt: skip

    with planted(small, plant):
        assert of_first(small, "R6.8/1") is Verdict.BREACHES


@proves("L3.2", clause=1)
def test_a_signature_that_outlives_the_office_of_who_gave_it(small: World):
    signs(small, "signature")


def test_powers_do_not_fall_with_whoever_gave_them(small: World, conforming):
    with planted(small, lambda small: signs(small, "powers")):
        assert of_first(small, "L3.2/1") is Verdict.CONFORMS
        assert of_first(small, "L3.2/2") is Verdict.CONFORMS


def signs(small: World, nature: str) -> None:
    """Given by somebody who has presided until last year."""
    grouping = small.groupings[0]
    chair, post = small.holder(f"{grouping.slug}-board", "president"), small.holder(f"{grouping.slug}-team", "delegate")
    left = MandateFactory(seat=chair.seat, person=PersonFactory(), period=LAST_YEAR)
    Grant.objects.create(
        organisation=grouping, nature=nature, acts=["demande-de-subvention"], post=post, holder=post.person, office=left,
        accepted_on=SINCE, period=since(SINCE, date(2030, 12, 31)),
    )  # fmt: skip


@proves("L3.2", clause=2)
def test_a_delegation_that_outlives_the_post_of_its_holder(small: World):
    grouping = small.groupings[0]
    post = small.holder(f"{grouping.slug}-team", "delegate")
    left = MandateFactory(seat=post.seat, person=PersonFactory(), period=LAST_YEAR)
    body = small.body(f"{grouping.slug}-board")
    asked = {"organisation": grouping, "nature": "hr", "acts": ["recruter"], "accepted_on": SINCE}
    Grant.objects.create(
        post=left, holder=left.person, body=body, decision="Décision de test",
        period=since(SINCE, date(2030, 12, 31)), **asked,
    )  # fmt: skip


def test_of_somebody_whose_contract_is_over_nothing_is_known(small: World):
    """Their seat in the team was left open."""
    grouping = small.groupings[0]
    post = small.holder(f"{grouping.slug}-team", "delegate")

    def plant(small: World) -> None:
        Grant.objects.create(
            organisation=grouping, nature="hr", acts=["recruter"], accepted_on=SINCE, post=post, holder=post.person,
            body=small.body(f"{grouping.slug}-board"), decision="Décision de test", period=since(SINCE, date(2030, 12, 31)),
        )  # fmt: skip
        put(
            Contract.objects.filter(employer=grouping, person=post.person),
            period=since(SINCE, TODAY - timedelta(days=1)),
        )

    with planted(small, plant):
        assert of_first(small, "L3.2/2") is Verdict.UNKNOWN


@proves("L3.3")
def test_a_delegation_inside_one_that_entrusts_less(small: World):
    parent = of_direction(small).get()
    post = small.holder(f"{parent.organisation.slug}-team", "delegate")
    inside(parent, post, acts=["recruter", "convention"], nature="powers", ceilings={"convention": 100})


@proves("L3.3", clause=3)
def test_a_delegation_inside_one_that_was_a_mistake(small: World):
    held = of_direction(small).get()
    parent = Grant.objects.create(
        organisation=held.organisation, nature="powers", acts=["recruter"], post=held.post, holder=held.holder,
        body=held.body, decision="Décision de test", accepted_on=SINCE, period=held.period, further=True,
        end_reason="mistake",
    )  # fmt: skip
    inside(parent, small.holder(f"{parent.organisation.slug}-team", "delegate"), nature="powers")


def test_a_delegation_inside_one_that_may_not_be_given_further(small: World, conforming):
    def plant(small: World) -> None:
        parent = of_direction(small).get()
        inside(parent, small.holder(f"{parent.organisation.slug}-team", "delegate"))
        put(parent, further=False)

    with planted(small, plant):
        assert of_first(small, "L3.3/1") is Verdict.BREACHES


def test_a_delegation_inside_its_parent_is_no_breach(small: World, conforming):
    def plant(small: World) -> None:
        parent = of_direction(small).get()
        inside(parent, small.holder(f"{parent.organisation.slug}-team", "delegate"))

    with planted(small, plant):
        assert of_first(small, "L3.3/1") is Verdict.CONFORMS


def test_that_nobody_left_is_known_where_who_sits_is_kept(small: World):
    """Of a grouping, at its bodies and in its team; of a local, which has no team."""
    grouping, local = small.groupings[0], small.locals[small.groupings[0]][0]
    sits, chair = (small.holder(f"{one.slug}-board", "president") for one in (grouping, local))
    asked = {"acts": ["demande-de-subvention"], "accepted_on": SINCE, "period": since(SINCE, date(2030, 12, 31))}

    def plant(small: World, register: str, period: object) -> None:
        signs(small, "signature")
        at_grouping = Grant.objects.get(organisation=grouping, nature="signature")
        put(at_grouping, office=sits)
        inside(of_direction(small).get(), small.holder(f"{grouping.slug}-team", "delegate"))
        post = small.holder(f"{local.slug}-board", "administrator")
        Grant.objects.create(
            organisation=local, nature="signature", post=post, holder=post.person, office=chair, **asked
        )
        put(Keeping.objects.filter(register=register), period=period)

    def told(register: str, period: object) -> tuple[list[Verdict], Verdict]:
        with planted(small, lambda small: plant(small, register, period)):
            now = board("L3.1", "L3.2", "L3.3", "R6.4", "R6.5")
        told = [now[clause, grouping.pk][0] for clause in ("L3.2/1", "L3.2/2", "L3.3/3", "L3.1/1", "R6.4/1", "R6.5/1")]
        return told, now["L3.2/1", local.pk][0]

    yes, unknown = Verdict.CONFORMS, Verdict.UNKNOWN
    for register, entrusts, at_local in (("team", unknown, yes), ("mandates", yes, unknown)):
        assert told(register, since(SINCE)) == ([yes] * 6, yes), register
        assert told(register, LAST_YEAR) == ([*[unknown] * 3, yes, entrusts, entrusts], at_local), register


@proves("L1.19")
def test_an_agreement_with_somebody_who_directs_that_no_assembly_heard(small: World):
    chair = small.holder(f"{small.groupings[0].slug}-board", "president")
    asked = {"organisation": small.groupings[0], "officer": chair.person, "function": "Présidence"}
    Dealing.objects.create(counterpart="Son atelier", subject="Affiches", concluded_on=date(2024, 12, 31), **asked)
    Dealing.objects.create(counterpart="Son atelier", subject="Cartes", concluded_on=date(2025, 1, 1), **asked)


def test_last_year_s_may_still_be_heard_and_one_that_was_is_no_breach(small: World, conforming):
    def plant(small: World) -> None:
        chair = small.holder(f"{small.groupings[0].slug}-board", "president")
        asked = {"organisation": small.groupings[0], "officer": chair.person, "function": "Présidence"}
        asked |= {"counterpart": "Son atelier", "subject": "Affiches"}
        Dealing.objects.create(concluded_on=date(2025, 1, 1), **asked)
        Dealing.objects.create(concluded_on=date(2024, 3, 1), reported_on=TODAY, **asked)
        Dealing.objects.create(concluded_on=date(2024, 3, 1), undone_because="Une erreur.", **asked)

    with planted(small, plant):
        assert of_first(small, "L1.19/1") is Verdict.CONFORMS
