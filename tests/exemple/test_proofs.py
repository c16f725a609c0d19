"""Proofs of the computed rules of the invented federation: one planted fact flips one verdict."""

from datetime import date
from functools import partial

import pytest
from django.conf import settings

from kevread.attendance.models import Presence
from kevread.charter.loader import load
from kevread.charter.queries.coverage import coverage
from kevread.common.verdicts import Verdict
from kevread.decisions.models import Application
from kevread.equalisation.models import Campaign, Measure, Resource
from kevread.equalisation.queries.collecting import beneficiaries
from kevread.equalisation.queries.path import shares_of
from kevread.equalisation.rules.terms import Terms
from kevread.meetings.models import Meeting, RollEntry
from tests.charter import proofs
from tests.conftest import TODAY
from tests.factories import AffiliationFactory, OrganisationFactory, PersonFactory, SettingFactory, since
from tests.gatherings.decided import decided
from tests.worlds import World, attend, end, met, put

PROVEN: dict[str, str] = {}
proves = partial(proofs.proves, proven=PROVEN)
CIRCLE, COMMISSION = "cercle-des-pupitres", "commission-du-repertoire"


def choir(small: World):
    return small.locals[small.head][0]


def choir_meetings(small: World, body: str):
    return Meeting.objects.filter(body__slug=f"{choir(small).slug}-{body}")


def coordination(small: World):
    return small.holder("la-ronde-team", "coordination").person


def master(small: World):
    return small.holder(f"{choir(small).slug}-team", "chef").person


@proves("R1.1", also=("R3.8/1",))  # nobody knows what it decides
def test_a_second_federation(small: World):
    OrganisationFactory(scale="head", slug="une-autre", name="Une autre ronde")


@proves("R1.2", also=("R3.8/1",))  # nobody knows what it decides
def test_a_grouping_between_the_choirs_and_the_federation(small: World):
    OrganisationFactory(grouping=True)


@proves("R1.3")
def test_a_choir_that_is_a_company(small: World):
    put(choir(small), legal_form="company")


@proves("R1.4", also=("R1.8/1", "L1.17/2", "L1.5/1", "L1.8/1"))
def test_a_choir_that_leaves(small: World):
    end(choir(small).affiliations)


@proves("R1.5")
def test_a_choir_without_a_number(small: World):
    put(choir(small), rna="")


@proves("R1.6")
def test_a_choir_whose_statutory_name_is_not_written(small: World):
    end(choir(small).names.filter(kind="statutory"))


@proves("R1.7")
def test_a_choir_alone(small: World):
    end(choir(small))


@proves("R1.8")
def test_a_choir_outside_the_college(small: World):
    put(choir(small).affiliations, college="un-autre")


def test_a_choir_that_the_file_alone_says(small: World):
    """Who sits at the assembly for it shows that it is a member, and nothing its college, until somebody says it."""

    def told(*, sits: bool, said: bool = False) -> list[Verdict]:
        def plant(small: World) -> None:
            put(choir(small).affiliations, is_proposed=not said)
            if not sits:
                end(small.holder("la-ronde-assembly", "member", represents=choir(small)))

        with proofs.planted(small, plant):
            now = proofs.board()
        return [now[clause, choir(small).pk][0] for clause in ("R1.4/1", "R1.8/1")]

    assert told(sits=True) == [Verdict.CONFORMS, Verdict.UNKNOWN]
    assert told(sits=False) == [Verdict.UNKNOWN, Verdict.UNKNOWN]
    assert told(sits=False, said=True) == [Verdict.CONFORMS, Verdict.CONFORMS]


@proves("R1.9")
def test_a_school_in_the_college_of_choirs(small: World):
    AffiliationFactory(member=OrganisationFactory(), of=small.head, college="chorales")


@proves("R2.1", clause=1)
def test_two_presidents(small: World):
    small.seated(f"{choir(small).slug}-board", "president")


@proves("R2.1", clause=2, also=("R2.17/1",))  # who chaired its meetings was not its president
def test_no_president(small: World):
    board = f"{choir(small).slug}-board"
    put(small.holder(board, "president"), seat=small.seat(board, "administrator"))


@proves("R2.6")
def test_nobody_keeps_the_accounts(small: World):
    board = f"{choir(small).slug}-board"
    put(small.holder(board, "treasurer"), seat=small.seat(board, "administrator"))


@proves("R2.7")
def test_a_president_who_keeps_the_accounts(small: World):
    board = f"{choir(small).slug}-board"
    small.seated(board, "treasurer", person=small.holder(board, "president").person)


@proves("R2.8", also=("R2.6/1", "L1.3/1", "L1.8/1"))  # of two people, it was the treasurer; who leaves is to declare
def test_a_committee_of_one(small: World):
    end(small.holder(f"{choir(small).slug}-board", "treasurer"))


@proves("R2.9", also=("L1.20/2",))
def test_an_employee_on_the_committee(small: World):
    small.seated("la-ronde-board", "administrator", person=coordination(small))


@proves("R2.10")
def test_a_choir_without_its_committee_in_the_circle(small: World):
    put(small.holder(CIRCLE, "member", represents=choir(small)), person=PersonFactory())


@proves("R2.11")
def test_a_circle_without_the_federation(small: World):
    end(small.holder(CIRCLE, "member-head"))


@proves("R2.12", clause=1)
def test_a_choir_with_two_voices(small: World):
    small.seated("la-ronde-assembly", "member", represents=choir(small))


@proves("R2.12", clause=2)
def test_a_choir_without_a_voice(small: World):
    end(small.holder("la-ronde-assembly", "member", represents=choir(small)))


@proves("R2.13", also=("R4.3/1", "R2.17/1"))  # nor did the coordination come, nor anybody lead
def test_a_committee_that_did_not_meet(small: World):
    put(choir_meetings(small, "board").filter(starts_at__year=2026), state="cancelled")


@proves("R2.13", clause=2)
def test_a_committee_that_did_not_meet_last_year(small: World):
    put(choir_meetings(small, "board").filter(starts_at__year=2025), state="cancelled")


@proves("R2.14")
def test_a_choir_without_an_assembly(small: World):
    put(choir_meetings(small, "assembly"), state="cancelled")


@proves("R2.15", clause=1, also=("R2.15/2",))
def test_levels_that_are_exchanged(small: World):
    put(small.body(CIRCLE), level="operational")
    put(small.body(COMMISSION), level="strategic")


@proves("R2.15", clause=2)
def test_a_commission_at_another_level(small: World):
    put(small.body(COMMISSION), level="political")


@proves("R2.16")
def test_a_space_led_by_a_choir(small: World):
    put(small.body(COMMISSION), led_by=choir(small))


@proves("R2.2")
def test_a_committee_too_large(small: World):
    for _ in range(12):
        small.seated("la-ronde-board", "administrator")


@proves("R2.3", also=("R2.10/1",))
def test_a_choir_with_nobody_in_the_circle(small: World):
    end(small.holder(CIRCLE, "member", represents=choir(small)))


@proves("R2.4", before=Verdict.UNKNOWN)
def test_a_choir_with_more_people_than_places(small: World):
    SettingFactory(name="R2.4.places_per_choir", value=1)
    small.seated(CIRCLE, "member", represents=choir(small))


def cannot_meet(small: World, space: str, rule: str) -> None:
    """Nothing is planned any more, and more is asked than the days that are left."""
    put(Meeting.objects.filter(body=small.body(space), starts_at__year=2026), state="cancelled")
    SettingFactory(name=f"{rule}.per_year_min", value=3, organisation=small.head, period=since(date(2026, 1, 1)))


def met_once(small: World, space: str) -> None:
    last = Meeting.objects.filter(body=small.body(space), starts_at__year=2025).latest("starts_at")
    put(last, state="cancelled")


@proves("R2.5", clause=1, also=("R2.16/1",))  # nor did anybody chair it since a year
def test_the_circle_can_no_longer_meet_enough(small: World):
    cannot_meet(small, CIRCLE, "R2.5")


@proves("R2.5", clause=2)
def test_the_circle_met_once_last_year(small: World):
    met_once(small, CIRCLE)


@proves("R2.17", before={Verdict.CONFORMS, Verdict.UNKNOWN})  # where none met, nobody led
def test_a_meeting_of_the_committee_that_the_treasurer_leads(small: World):
    treasurer = small.holder("la-ronde-board", "treasurer").person
    met(small.body("la-ronde-board"), date(2026, 6, 2), chair=treasurer)


@proves("R2.18", before=Verdict.UNKNOWN, also=("L1.3/1", "L1.8/1"))  # whoever sat there before the register was kept
def test_somebody_on_a_committee_whom_the_choristers_did_not_elect(small: World):
    small.seated(f"{choir(small).slug}-board", "administrator", period=since(date(2026, 6, 1)))


@proves("R3.5")
def test_a_choir_heard_by_somebody_else(small: World):
    put(small.holder(COMMISSION, "member", represents=choir(small)), person=PersonFactory())


@proves("R3.6", also=("R3.5/1",))  # who was its chorus master there
def test_a_choir_without_a_chorus_master(small: World):
    end(small.holder(f"{choir(small).slug}-team", "chef"))


@proves("R3.7")
def test_a_chorus_master_on_the_committee(small: World):
    small.seated(f"{choir(small).slug}-board", "administrator", person=master(small))


@proves("R3.8", also=("R3.9/1",))  # the advice comes before the body that should have chosen
def test_a_programme_chosen_elsewhere(small: World):
    decided(COMMISSION, "repertoire")


@proves("R3.9")
def test_a_programme_without_the_advice_of_the_commission(small: World):
    decided(CIRCLE, "repertoire")


@proves("R3.1", also=("R2.15/2", "R3.2/1", "R3.2/2"))  # which are about its level, and how often it meets
def test_the_commission_closes(small: World):
    end(small.body(COMMISSION))


@proves("R3.2", clause=1, also=("R2.16/1",))
def test_the_commission_can_no_longer_meet_enough(small: World):
    cannot_meet(small, COMMISSION, "R3.2")


@proves("R3.2", clause=2)
def test_the_commission_met_once_last_year(small: World):
    met_once(small, COMMISSION)


def around(clause: str) -> tuple[str, ...]:
    return tuple(one for one in ("R3.10/1", "R3.10/2", "R3.10/3") if one != clause)


def shared_out(small: World) -> Campaign:
    """What came of the concert, proposed by the Circle and decided by the committee."""
    found = Campaign.objects.create(
        carrier=small.head, year=TODAY.year, as_of=TODAY, frozen_on=TODAY, frozen_by=PersonFactory()
    )
    Resource.objects.create(campaign=found, label="Concert de juin", origin="own", amount=100_001)
    for rank, who in enumerate(beneficiaries(TODAY), 1):
        Measure.objects.create(
            campaign=found, beneficiary=who, criterion="members", value=rank, source="Feuille du comité", as_of=TODAY
        )
    found.terms, found.proposed_on = Terms({"members": 10_000}).plain(), TODAY
    found.proposed_in = decided(CIRCLE, "recette", on=TODAY)
    found.shares = dict(shares_of(found))
    line = decided("la-ronde-board", "recette", on=TODAY)
    found.decided_by = Application.objects.create(decision=line, kind="equalisation", asked={})
    found.state = Campaign.State.DECIDED
    found.save()
    return found


def test_choirs_share_where_there_is_no_grouping(small: World):
    with proofs.planted(small, shared_out):
        now, found = proofs.board(), Campaign.objects.get()
        assert (
            set(found.shares) == {one.slug for one in small.locals[small.head]}
            and sum(found.shares.values()) == 100_001
        )
        assert {now[f"R3.10/{clause}", small.head.pk][0] for clause in (1, 2, 3)} == {Verdict.CONFORMS}


@proves("R3.10", clause=1, before=Verdict.UNKNOWN, also=around("R3.10/1"))
def test_the_shares_of_the_concert_are_a_cent_short(small: World):
    found = shared_out(small)
    first, cents = next(iter(found.shares.items()))
    put(found, shares=found.shares | {first: cents - 1})


@proves("R3.10", clause=2, before=Verdict.UNKNOWN, also=around("R3.10/2"))
def test_the_head_takes_a_share_of_the_concert(small: World):
    found = shared_out(small)
    first, cents = next(iter(found.shares.items()))
    put(found, shares=found.shares | {first: cents - 1, small.head.slug: 1})


@proves("R3.10", clause=3, before=Verdict.UNKNOWN, also=around("R3.10/3"))
def test_another_body_than_the_circle_proposed(small: World):
    put(shared_out(small), proposed_in=decided("la-ronde-board", "recette", on=TODAY))


@proves("R3.4")
def test_a_choir_without_a_stage_name(small: World):
    end(choir(small).names.filter(kind="brand"))


@proves("R4.3")
def test_a_committee_that_the_coordination_has_not_met(small: World):
    presence = Presence.objects.get(entry__meeting__in=choir_meetings(small, "board"))
    put(presence, left_at=presence.arrived_at)
    for meeting in choir_meetings(small, "board"):
        attend(meeting, small.holder(f"{choir(small).slug}-board", "president").person)


@proves(
    "R4.4", before=Verdict.UNKNOWN, also=("R2.16/1",)
)  # of meetings told afterwards, who came is not known, nor who led
def test_a_choir_that_does_not_come_where_it_is_awaited(small: World):
    for told in Meeting.objects.held().filter(body__organisation=small.head, roll=None):
        attend(told, small.holder("la-ronde-board", "treasurer").person)
    meeting = met(small.body(COMMISSION), date(2026, 6, 4))
    for one in small.locals[small.head]:
        entry = RollEntry.objects.create(
            meeting=meeting, person=small.holder(f"{one.slug}-team", "chef").person, represents=one
        )
        if one != choir(small):
            Presence.objects.create(entry=entry, arrived_at=meeting.opened_at)


def test_every_computed_clause_is_flipped():
    book = load(settings.FEDERATIONS / "exemple")
    assert set(PROVEN) == {c.key for a in book.founding for c in a.clauses if c.check}


@pytest.mark.usefixtures("small")
def test_each_computed_rule_says_what_proves_it():
    told = coverage()
    computed = [row for row in told["rules"] if row["status"] == "computed"]
    assert len(computed) == told["computed"] == 38
    assert {row.get("proved_by") for row in computed} == {"tests/exemple/test_proofs.py"}


@pytest.mark.usefixtures("small")
def test_a_federation_that_names_no_proofs_has_unproven_rules(tmp_path, settings):
    for name in ("federation.yaml", "bodies.yaml", "organisations.yaml", "decisions.yaml", "charter"):
        (tmp_path / name).symlink_to(settings.FEDERATIONS / "exemple" / name)
    (tmp_path / "federation.yaml").unlink()
    about = (settings.FEDERATIONS / "exemple" / "federation.yaml").read_text(encoding="utf-8")
    (tmp_path / "federation.yaml").write_text(about.replace("proofs: tests/exemple\n", ""), encoding="utf-8")
    settings.KEVREAD_FEDERATION = tmp_path
    told = coverage()
    assert told["computed"] == 0
    assert {row["status"] for row in told["rules"]} >= {"unproven"}
