"""Proofs of the national law."""

import hashlib
from datetime import date, timedelta

from kevread.attendance.models import QuorumCheck
from kevread.common.verdicts import Verdict
from kevread.documents.models import Content, Document, Signature, SignatureAsked, Version
from kevread.meetings.models import Meeting, Notice, Proxy, RollEntry
from kevread.meetings.queries.notices import content_of
from kevread.meetings.rules.notices import digest
from kevread.sittings.models import Minutes
from tests.charter.proofs import board, planted, proves, verdicts_on
from tests.conftest import TODAY
from tests.factories import SettingFactory
from tests.gatherings.decided import decided, item, met
from tests.worlds import World


@proves("L1.9")
def test_an_assembly_decides_what_its_notice_did_not_announce(small: World):
    meeting = met(f"{small.groupings[0].slug}-assembly")
    decided(meeting.body, meeting=meeting, item=item(meeting))


def told(small: World, *, days: int = 30, columns: dict | None = None, **terms: object) -> Meeting:
    """An assembly of the first grouping, convened that many days before, under these terms."""
    meeting = met(f"{small.groupings[0].slug}-assembly", **(columns or {}))
    content = content_of(meeting, [], [], convener=None)
    content["terms"] |= terms
    sent_at = meeting.starts_at - timedelta(days=days)
    Notice.objects.create(meeting=meeting, number=1, sent_at=sent_at, content=content, sha256=digest(content))
    return meeting


@proves("L1.10", clause=1)
def test_a_notice_that_leaves_a_whole_day_too_few(small: World):
    told(small, days=15, notice_days=15)


@proves("L1.10", clause=3)
def test_a_notice_in_the_name_of_nobody_that_the_articles_charge(small: World):
    told(small, conveners=["president"])


@proves("L1.11")
def test_an_assembly_that_asks_for_a_quorum_and_finds_none(small: World):
    grouping = small.groupings[0]
    SettingFactory(name="L1.11.quorum", value="1/4", organisation=grouping)
    meeting = met(f"{grouping.slug}-assembly")
    QuorumCheck.objects.create(
        meeting=meeting, at=meeting.opened_at, have=3, need="10", met=False, shown="3 ≥ 10", present=3, represented=0
    )


def test_a_quorum_that_was_found_or_that_nobody_asks_is_no_fault(small: World, conforming):
    def plant(small: World) -> None:
        met(f"{small.groupings[1].slug}-assembly")
        SettingFactory(name="L1.11.quorum_board", value="1/2", organisation=small.groupings[0])
        meeting = met(f"{small.groupings[0].slug}-assembly")
        QuorumCheck.objects.create(
            meeting=meeting, at=meeting.opened_at, have=9, need="9", met=True, shown="9 ≥ 9", present=9, represented=0
        )

    with planted(small, plant):
        assert verdicts_on("L1.11/1", board()) == {Verdict.CONFORMS}


@proves("L1.12")
def test_somebody_who_carries_one_proxy_too_many(small: World):
    meeting = told(small, proxies_max=1)
    people = small.mandates(f"{small.groupings[0].slug}-board")[:3]
    holder, *givers = [RollEntry.objects.create(meeting=meeting, person=mandate.person) for mandate in people]
    for giver in givers:
        Proxy.objects.create(giver=giver, holder=holder, given_at=meeting.starts_at)


@proves("L1.13")
def test_an_assembly_at_a_distance_that_the_articles_do_not_allow(small: World):
    told(small, columns={"mode": "remote"})


@proves("L1.15")
def test_minutes_that_the_next_meeting_finds_unsigned(small: World):
    for days in (60, 30):
        met(f"{small.groupings[0].slug}-assembly", on=TODAY - timedelta(days=days))


def test_minutes_with_two_signatures_are_signed_and_the_last_ones_wait(small: World, conforming):
    def plant(small: World) -> None:
        first, _ = (met(f"{small.groupings[0].slug}-assembly", on=TODAY - timedelta(days=days)) for days in (60, 30))
        sign(first, small)

    with planted(small, plant):
        assert verdicts_on("L1.15/1", board()) == {Verdict.CONFORMS}


def sign(meeting: Meeting, small: World) -> None:
    """Two people of the board have signed."""
    where, at = meeting.organisation, meeting.closed_at
    document = Document.objects.create(organisation=where, kind="minutes", title="Procès-verbal")
    Content.objects.create(sha256=hashlib.sha256(b"pdf").hexdigest(), file=b"pdf")
    version = Version.objects.create(
        document=document, number=1, content_id=hashlib.sha256(b"pdf").hexdigest(), name="a.pdf", size=3, made_at=at,
        media_type="application/pdf",
    )  # fmt: skip
    Minutes.objects.create(meeting=meeting, document=document, drafted_at=at)
    for rank, mandate in enumerate(small.mandates(f"{where.slug}-board")[:2], start=1):
        SignatureAsked.objects.create(version=version, person=mandate.person, rank=rank, quality="Séance")
        Signature.objects.create(
            version=version, person=mandate.person, person_name=str(mandate.person), rank=rank, quality="Séance",
            organisation=where, method="mail", sha256=version.sha256, signed_at=at,
        )  # fmt: skip


@proves("L1.20")
def test_a_direction_on_the_board_of_its_employer(small: World):
    grouping = small.groupings[0]
    direction = small.holder(f"{grouping.slug}-team", "direction").person
    small.seated(f"{grouping.slug}-board", "direct-member", person=direction, represents=small.direct_member)


@proves("L1.20", clause=2)
def test_a_board_with_more_than_a_quarter_of_employees(small: World):
    grouping = small.groupings[0]
    for post in ("delegate", "referent-incubateur"):  # two of seven
        employee = small.holder(f"{grouping.slug}-team", post).person
        small.seated(f"{grouping.slug}-board", "direct-member", person=employee, represents=small.direct_member)


@proves("L1.20", clause=3)
def test_an_employee_in_the_bureau(small: World):
    grouping = small.groupings[0]
    delegate = small.holder(f"{grouping.slug}-team", "delegate").person
    small.seated(f"{grouping.slug}-bureau", "member", person=delegate)


def certified(small: World) -> str:
    """The first grouping has an auditor, and closes its accounts at the end of the year."""
    grouping = small.groupings[0]
    SettingFactory(name="L1.21.auditor", value="appointed", organisation=grouping)
    SettingFactory(name="L1.21.closing_month", value=12, organisation=grouping)
    return grouping.slug


@proves("L1.21")
def test_certified_accounts_that_the_assembly_did_not_approve_in_time(small: World):
    place = certified(small)
    decided(f"{place}-assembly", "comptes", on=date(2026, 7, 1))


def test_accounts_approved_on_the_last_day_or_that_nobody_certifies(small: World, conforming):
    def plant(small: World) -> None:
        decided(f"{certified(small)}-assembly", "comptes", on=date(2026, 6, 30))
        other = small.groupings[1]
        SettingFactory(name="L1.21.auditor", value="none", organisation=other)
        SettingFactory(name="L1.21.closing_month", value=12, organisation=other)

    with planted(small, plant):
        assert verdicts_on("L1.21/1", board()) == {Verdict.CONFORMS}
