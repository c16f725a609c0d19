"""What is news to somebody: what others did, meeting by meeting, in words. One's own acts are none, nor a gesture within a
meeting; at the head of the network, what a pôle does in its meetings is not either."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from kevread.chronicle.queries.story import Told, runs, tell
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.facts import HEAD
from kevread.common.rooms import Heard
from kevread.common.words import listed
from kevread.directory.models import Organisation
from kevread.journal.models import Act, Change
from kevread.journal.queries import acts_since
from kevread.meetings.models import Meeting
from kevread.meetings.queries.naming import called
from kevread.ui.places import screen_address
from kevread.votes.models import Poll

READ, SHOWN, TITLES = 60, 8, 2


@dataclass(frozen=True, slots=True)
class News:
    """A meeting and what was done there, or one thing that was done; the moment of the last."""

    at: datetime
    name: str
    said: str
    url: str = ""


def heard(how: Heard) -> list[str]:
    return [verb.name for verb in rooms.verbs() if verb.heard is how]


def news(actor: Actor, circle: Collection[UUID], scale: Organisation, since: datetime, on: date) -> list[News]:
    """Newest first, eight at most. The number of queries is constant."""
    here = scale.pk if scale.scale == HEAD else None
    acts = acts_since(
        circle, since, READ, but=actor.person, silent=heard(Heard.NOWHERE), near=heard(Heard.NEAR), here=here
    )
    about, polls = meetings_of(acts, actor)
    found: dict[object, list[Told]] = {}
    for run in runs(tell(acts, actor)):
        for told in (run.first, *run.others):
            meeting = about.get(told.act.pk)
            found.setdefault(meeting or (run.first.act.pk,), []).append(told)
    listed = [
        of_meeting(key, those, polls, on) if isinstance(key, Meeting) else of_acts(those)
        for key, those in found.items()
    ]
    return listed[:SHOWN]


def of_meeting(meeting: Meeting, acts: list[Told], polls: dict[UUID, Poll], on: date) -> News:
    """« Fatou Guirvadec a planifié une réunion, a envoyé une convocation et a ouvert une séance. »"""
    said = []
    for who, those in groupby(reversed(acts), key=lambda one: one.who):
        deeds = []
        for one in those:
            poll = polls.get(one.act.pk)
            deeds.append(f"{one.sentence}\xa0: «\xa0{poll.question}\xa0»" if poll else one.sentence)
        said.append(f"{who} {listed(dict.fromkeys(deeds))}")
    url = screen_address("sittings:meeting", scale=meeting.organisation.slug, key=meeting.pk)
    return News(acts[0].act.at, called(meeting, on), f"{'. '.join(said)}.", url)


def of_acts(acts: list[Told]) -> News:
    """One thing, or the same done again and again by one person on one day."""
    titles = list(dict.fromkeys(title for one in acts for title in one.titles))
    more = len(titles) > TITLES or any(one.more for one in acts)
    named = f"\xa0: {' ; '.join(titles[:TITLES])}{'…' if more else ''}" if titles else ""
    return News(acts[0].act.at, "", f"{acts[0].who} {acts[0].sentence}{named}")


def meetings_of(acts: list[Act], actor: Actor) -> tuple[dict[UUID, Meeting], dict[UUID, Poll]]:
    """The meeting that each act is about, if it is about one, and the vote; those that this person reads. Three queries."""
    rows = Change.objects.filter(act__in=acts, table__in=("meetings_meeting", "votes_poll"))
    written: dict[UUID, set[UUID]] = {}
    for key, row in rows.values_list("act_id", "row"):
        written.setdefault(key, set()).add(row)
    keys = {one for those in written.values() for one in those} | {UUID(named) for act in acts if (named := asked(act))}
    put = Poll.objects.visible_to(actor).select_related("item__meeting__body__organisation")
    polls = {one.pk: one for one in put.filter(pk__in=keys)}
    gathered = Meeting.objects.visible_to(actor).select_related("body__organisation")
    meetings = {one.pk: one for one in gathered.filter(pk__in=keys)}
    meetings |= {key: poll.meeting for key, poll in polls.items()}
    about, voted = {}, {}
    for act in acts:
        those = {UUID(named)} if (named := asked(act)) else written.get(act.pk, set())
        if len(found := {meetings[key] for key in those if key in meetings}) == 1:
            (about[act.pk],) = found
        if voting := next((polls[key] for key in those if key in polls), None):
            voted[act.pk] = voting
    return about, voted


def asked(act: Act) -> str:
    """The meeting or the vote that the act names."""
    found = act.arguments.get("meeting") or act.arguments.get("poll") or ""
    return found if isinstance(found, str) and len(found) == 36 else ""


def since_when(since: datetime, on: date) -> str:
    """
    >>> from datetime import UTC
    >>> since_when(datetime(2026, 11, 23, 9, tzinfo=UTC), date(2026, 11, 24))
    'Depuis hier'
    >>> since_when(datetime(2026, 11, 20, 9, tzinfo=UTC), date(2026, 11, 24))
    'Depuis votre visite'
    """
    return "Depuis hier" if since.date() == on - timedelta(days=1) else "Depuis votre visite"
