"""Proofs of the national law."""

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest

from kevread.attendance.models import QuorumCheck
from kevread.base.stamped import stamp_of
from kevread.charter.engine import framework
from kevread.charter.models import Setting
from kevread.common.verdicts import Reason, Severity, Verdict
from kevread.documents.models import Content, Document, Signature, SignatureAsked, Version
from kevread.meetings.models import Meeting, Notice, Proxy, RollEntry
from kevread.meetings.queries.notices import content_of
from kevread.meetings.rules.life import State
from kevread.meetings.rules.notices import digest
from kevread.sittings.models import Minutes
from tests.charter.proofs import board, judged, planted, proves, rule_of, verdicts_on
from tests.conftest import TODAY
from tests.factories import SettingFactory
from tests.gatherings.decided import decided, item, met
from tests.worlds import World, end

CONVENED = ("L1.10/1", "L1.10/3", "L1.11/1", "L1.12/1", "L1.13/1")  # what a notice and a meeting here let one say


def but(clause: str, among: tuple[str, ...] = CONVENED) -> tuple[str, ...]:
    return tuple(one for one in among if one != clause)


def of_first(small: World, clause: str) -> Verdict:
    return judged(clause, small.groupings[0].pk)[0]


def assembly(small: World, **more: Any) -> Meeting:
    """One of the first grouping was held; its articles of association ask for no quorum."""
    grouping = small.groupings[0]
    if not Setting.objects.filter(name="L1.11.quorum", organisation=grouping).exists():
        SettingFactory(name="L1.11.quorum", value="0", organisation=grouping)
    return met(f"{grouping.slug}-assembly", **more)


# Articles of association say who admits: R0.9, on how decisions are shared out, judges nothing of it.
@proves("L1.9", before=Verdict.UNKNOWN, also=("L1.11/1",))
def test_an_assembly_decides_what_its_notice_did_not_announce(small: World):
    meeting = assembly(small)
    decided(meeting.body, "adhesion", meeting=meeting, item=item(meeting))


def test_an_incident_that_the_chair_admitted_is_no_fault(small: World, conforming):
    def plant(small: World) -> None:
        meeting = assembly(small)
        decided(
            meeting.body, "adhesion", meeting=meeting, item=item(meeting, incident="Une faute vient d’être découverte.")
        )

    with planted(small, plant):
        assert of_first(small, "L1.9/1") is Verdict.CONFORMS


@pytest.mark.parametrize("elsewhere", [{"is_recorded": True}, None])
def test_what_an_assembly_decided_elsewhere_is_neither_announced_nor_off_the_agenda(small: World, elsewhere):
    """Its meeting is told afterwards, or nobody says at which it was decided."""

    def plant(small: World) -> None:
        where = f"{small.groupings[0].slug}-assembly"
        meeting = assembly(small)
        incident = item(meeting, incident="Une faute vient d’être découverte.")
        decided(meeting.body, "adhesion", meeting=meeting, item=incident)  # which alone would conform
        if elsewhere:
            meeting = met(where, **elsewhere)
            decided(where, "adhesion", meeting=meeting, item=item(meeting))
        else:
            decided(where, "adhesion")

    with planted(small, plant):
        assert of_first(small, "L1.9/1") is Verdict.UNKNOWN


def told(small: World, *, body: str = "", days: int = 30, columns: dict | None = None, **terms: object) -> Meeting:
    """An assembly of the first grouping, convened by its president that many days before, under these terms."""
    meeting = met(body) if body else assembly(small, **(columns or {}))
    content = content_of(meeting, [], [], convener=None) | {"convener": {"title": "president"}}
    content["terms"] |= {"notice_days": 15, "conveners": ["president"], "proxies_max": 2} | terms
    sent_at = meeting.starts_at - timedelta(days=days)
    Notice.objects.create(meeting=meeting, number=1, sent_at=sent_at, content=content, sha256=digest(content))
    return meeting


@proves("L1.10", clause=1, before=Verdict.UNKNOWN, also=but("L1.10/1"))
def test_a_notice_that_leaves_a_whole_day_too_few(small: World):
    told(small, days=15, notice_days=15)


@pytest.mark.parametrize("clause", CONVENED)
def test_what_was_convened_here_in_time_by_whom_and_how_the_articles_say_conforms(small: World, clause):
    with planted(small, told):
        now = board(rule_of(clause))
    assert now[clause, small.groupings[0].pk] == (Verdict.CONFORMS, None)
    assert now[clause, small.groupings[1].pk] == (Verdict.UNKNOWN, Reason.NO_DATA)  # of whom no meeting is written


@pytest.mark.parametrize("kind", ["board", "assembly", "bureau"])
@pytest.mark.parametrize("clause", CONVENED)
def test_a_meeting_told_afterwards_shows_neither_its_notice_nor_its_quorum(small: World, clause, kind):
    def plant(small: World) -> None:
        told(small)  # which alone would conform
        for name in ("quorum", "quorum_board"):
            Setting.objects.filter(name=f"L1.11.{name}", organisation=small.groupings[0]).delete()
            SettingFactory(name=f"L1.11.{name}", value="1/4", organisation=small.groupings[0])
        found = Meeting.objects.get(notices__isnull=False)
        QuorumCheck.objects.create(
            meeting=found, at=found.opened_at, have=9, need="9", met=True, shown="9 ≥ 9", present=9, represented=0
        )
        met(f"{small.groupings[0].slug}-{kind}", is_recorded=True)

    with planted(small, plant):
        assert of_first(small, clause) is Verdict.UNKNOWN


def test_a_meeting_told_afterwards_is_not_missing_a_quorum_that_nobody_asks(small: World):
    def plant(small: World) -> None:
        meeting = assembly(small)
        Meeting.objects.filter(pk=meeting.pk).update(is_recorded=True)

    with planted(small, plant):
        assert of_first(small, "L1.11/1") is Verdict.CONFORMS


def test_a_meeting_of_a_team_told_afterwards_hides_nothing(small: World):
    """Articles of association speak of the assembly, the board and the bureau."""

    def plant(small: World) -> None:
        told(small)
        met(f"{small.groupings[0].slug}-team", is_recorded=True)

    with planted(small, plant):
        assert of_first(small, "L1.10/1") is Verdict.CONFORMS


@proves("L1.10", clause=3, before=Verdict.UNKNOWN, also=but("L1.10/3"))
def test_a_notice_in_the_name_of_nobody_that_the_articles_charge(small: World):
    told(small, conveners=["secretary"])


@pytest.mark.parametrize(("clause", "terms"), [("L1.10/1", {"notice_days": None}), ("L1.10/3", {"conveners": None})])
def test_a_notice_of_which_nobody_decided_the_terms_is_neither_good_nor_bad(small: World, clause, terms):
    with planted(small, lambda small: told(small, **terms)):
        assert of_first(small, clause) is Verdict.UNKNOWN


def test_a_proxy_where_nobody_decided_a_maximum_is_neither_good_nor_bad(small: World):
    with planted(small, lambda small: carried(small, 1, proxies_max=None)):
        assert of_first(small, "L1.12/1") is Verdict.UNKNOWN


def test_a_working_space_is_convened_as_it_likes(small: World):
    """Articles of association say nothing of it: neither does its notice of those of organs."""
    with planted(small, lambda small: told(small, body="codir", notice_days=None, conveners=None)):
        now = board("L1.10")
    assert verdicts_on("L1.10/1", now) == verdicts_on("L1.10/3", now) == {Verdict.UNKNOWN}


@proves("L1.11", before=Verdict.UNKNOWN)
def test_an_assembly_that_asks_for_a_quorum_and_finds_none(small: World):
    grouping = small.groupings[0]
    SettingFactory(name="L1.11.quorum", value="1/4", organisation=grouping)
    meeting = met(f"{grouping.slug}-assembly")
    QuorumCheck.objects.create(
        meeting=meeting, at=meeting.opened_at, have=3, need="10", met=False, shown="3 ≥ 10", present=3, represented=0
    )


def test_a_quorum_that_nobody_decided_is_neither_found_nor_missed(small: World):
    with planted(small, lambda small: met(f"{small.groupings[1].slug}-assembly")):
        assert verdicts_on("L1.11/1") == {Verdict.UNKNOWN}


# A meeting whose day is past and of which nobody said what became: it may have been held.
UNTOLD = {"state": State.CONVENED, "opened_at": None, "closed_at": None}


@pytest.mark.parametrize("untold", [False, True])
def test_a_quorum_that_was_found_or_that_nobody_asks_is_no_fault(small: World, conforming, untold: bool):
    def plant(small: World) -> None:
        assembly(small)
        if untold:
            met(f"{small.groupings[0].slug}-board", on=TODAY - timedelta(days=40), **UNTOLD)
        SettingFactory(name="L1.11.quorum_board", value="1/2", organisation=small.groupings[0])
        meeting = met(f"{small.groupings[0].slug}-assembly")
        QuorumCheck.objects.create(
            meeting=meeting, at=meeting.opened_at, have=9, need="9", met=True, shown="9 ≥ 9", present=9, represented=0
        )

    with planted(small, plant):
        assert of_first(small, "L1.11/1") is (Verdict.UNKNOWN if untold else Verdict.CONFORMS)


@proves("L1.12", before=Verdict.UNKNOWN, also=but("L1.12/1"))
def test_somebody_who_carries_one_proxy_too_many(small: World):
    carried(small, 2, proxies_max=1)


def carried(small: World, number: int, **terms: object) -> None:
    """Somebody carries so many proxies at an assembly."""
    meeting = told(small, **terms)
    people = small.mandates(f"{small.groupings[0].slug}-board")[: number + 1]
    holder, *givers = [RollEntry.objects.create(meeting=meeting, person=mandate.person) for mandate in people]
    for giver in givers:
        Proxy.objects.create(giver=giver, holder=holder, given_at=meeting.starts_at)


@proves("L1.13", before=Verdict.UNKNOWN, also=but("L1.13/1"))
def test_an_assembly_at_a_distance_that_the_articles_do_not_allow(small: World):
    told(small, columns={"mode": "remote"})


@proves("L1.15", before=Verdict.UNKNOWN, also=("L1.11/1",))
def test_minutes_that_the_next_meeting_finds_unsigned(small: World):
    for days in (60, 30):
        assembly(small, on=TODAY - timedelta(days=days))


def test_minutes_with_two_signatures_are_signed_and_the_last_ones_wait(small: World, conforming):
    def plant(small: World) -> None:
        first, _ = (met(f"{small.groupings[0].slug}-assembly", on=TODAY - timedelta(days=days)) for days in (60, 30))
        sign(first, small)

    with planted(small, plant):
        assert of_first(small, "L1.15/1") is Verdict.CONFORMS


@pytest.mark.parametrize("how", [{"is_recorded": True}, UNTOLD], ids=["told afterwards", "untold"])
def test_minutes_of_a_meeting_told_afterwards_or_by_nobody_are_elsewhere(small: World, how: dict):
    def plant(small: World) -> None:
        where = f"{small.groupings[0].slug}-assembly"
        first, _ = (met(where, on=TODAY - timedelta(days=days)) for days in (60, 30))
        sign(first, small)  # which alone would conform
        met(where, on=TODAY - timedelta(days=45), **how)

    with planted(small, plant):
        assert of_first(small, "L1.15/1") is Verdict.UNKNOWN


def test_signatures_that_this_installation_did_not_make_sign_nothing(small: World, conforming):
    """Written by whoever has the secret of the application, in an act opened in somebody's name."""

    def plant(small: World) -> None:
        first, _ = (met(f"{small.groupings[0].slug}-assembly", on=TODAY - timedelta(days=days)) for days in (60, 30))
        sign(first, small, here=False)

    with planted(small, plant):
        assert of_first(small, "L1.15/1") is Verdict.BREACHES


def sign(meeting: Meeting, small: World, *, here: bool = True) -> None:
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
        signature = Signature(
            version=version, person=mandate.person, person_name=str(mandate.person), rank=rank, quality="Séance",
            organisation=where, method="mail", sha256=version.sha256, signed_at=at,
        )  # fmt: skip
        signature.stamp = stamp_of(signature) if here else None
        signature.save()


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


def test_a_body_where_nobody_sits_proves_nothing_of_who_is_employed(small: World):
    grouping = small.groupings[0]
    with planted(small, lambda small: end(small.mandates(f"{grouping.slug}-board"))):
        now = board("L1.20", "R3.7")
    asked = ("L1.20/1", "L1.20/2", "L1.20/3", "R3.7/3")
    assert {now[clause, grouping.pk][0] for clause in asked} == {Verdict.UNKNOWN}
    assert now["L1.20/1", small.groupings[1].pk][0] is Verdict.CONFORMS


@proves("L1.20", clause=3, before={Verdict.CONFORMS, Verdict.UNKNOWN})  # nobody sits at the bureau of a grouping
def test_an_employee_in_the_bureau(small: World):
    grouping = small.groupings[0]
    delegate = small.holder(f"{grouping.slug}-team", "delegate").person
    small.seated(f"{grouping.slug}-bureau", "member", person=delegate)


def test_what_is_usage_or_doctrine_stands_apart_and_never_refuses():
    """Under « La loi » is law; the rest says what it is, and is a warning at most. A collective agreement is none."""
    book = framework()
    kinds = {article.rule: article.kind for article in book.beside if not article.is_law}
    assert kinds == {
        "L1.12": "usage", "L1.13": "usage", "L1.14": "usage", "L1.15": "usage", "L1.18": "usage", "L1.20": "doctrine",
        "L3.1": "usage", "L3.2": "usage", "L3.3": "usage", "L3.9": "doctrine", "L6.10": "agreement", "L6.14": "doctrine",
        "L7.4": "usage", "L10.2": "doctrine",
    }  # fmt: skip
    assert max(c.severity for a in book.beside if not a.is_law for c in a.clauses if c.check) is Severity.WARNING


def test_what_only_experts_know_is_to_confirm():
    """The rules whose proof is expertise alone, or of which we name the law that a sheet of the State does not: each is shown
    « à confirmer par un·e juriste »."""
    told = {article.rule for article in framework().beside if article.is_to_confirm}
    alone = {"L1.1", "L1.2", "L1.5", "L1.6", "L1.12", "L1.14", "L1.15", "L1.19", "L1.20", "L1.21", "L6.14", "L10.1"}
    assert told == alone | {"L1.9", "L1.10", "L1.11", "L1.16", "L1.17", "L1.22", "L7.1", "L7.4", "L10.3"}


def test_under_the_law_stands_a_text_of_law_and_never_a_sheet_alone_that_tells_it():
    """A guide, a set of questions and answers, the recommendations of an authority are read apart, as doctrine or usage."""
    of_law = re.compile(r"\b(code|loi|décret|ordonnance|règlement|arrêté|jurisprudence)\b", re.IGNORECASE)
    told = {article.rule for article in framework().beside if article.is_law and not of_law.search(article.source)}
    assert told == set()
