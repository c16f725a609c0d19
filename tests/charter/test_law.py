"""Proofs of the national law."""

from datetime import timedelta

from kevread.meetings.models import Meeting, Notice, Proxy, RollEntry
from kevread.meetings.queries.notices import content_of
from kevread.meetings.rules.notices import digest
from tests.charter.proofs import proves
from tests.meetings.decided import decided, item, met
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


@proves("L1.20")
def test_a_direction_on_the_board_of_its_employer(small: World):
    grouping = small.groupings[0]
    direction = small.holder(f"{grouping.slug}-team", "direction").person
    small.seated(f"{grouping.slug}-board", "administrator", person=direction)


@proves("L1.20b", clause=1)
def test_a_board_with_more_than_a_quarter_of_employees(small: World):
    grouping = small.groupings[1]
    for post in ("delegate", "referent-incubateur"):  # two of six
        employee = small.holder(f"{grouping.slug}-team", post).person
        small.seated(f"{grouping.slug}-board", "administrator", person=employee)


@proves("L1.20b", clause=2)
def test_an_employee_in_the_bureau(small: World):
    grouping = small.groupings[0]
    delegate = small.holder(f"{grouping.slug}-team", "delegate").person
    small.seated(f"{grouping.slug}-bureau", "member", person=delegate)
