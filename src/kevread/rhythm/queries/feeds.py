"""What a calendar address shows: the meetings that its person may see, the day it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from kevread.common.actor import Actor
from kevread.directory.models import Organisation, Person
from kevread.journal.models import Change
from kevread.meetings.models import Meeting
from kevread.rhythm.asks import DAYS, WholeDays
from kevread.rhythm.models import Feed
from kevread.rhythm.queries.calendar import mine
from kevread.seats.models import Body
from kevread.seats.queries import actor_of

BEFORE, AFTER = timedelta(days=400), timedelta(days=800)
AT_MOST = 2000


def feed_of(token: str) -> Feed | None:
    """The address that has this token, unless it was revoked. One query."""
    alive = Feed.objects.filter(digest=Feed.digest_of(token), revoked_at=None)
    found: Feed | None = alive.select_related("person", "body__organisation", "organisation").first()
    return found


def meetings_of(feed: Feed, on: date) -> list[Meeting]:
    """What the person may see of it that day: a mandate that ended shows nothing any more."""
    rows = within(Meeting.objects.visible_to(actor_of(feed.person, on)), on)
    if feed.scope == Feed.Scope.BODY:
        rows = rows.filter(body=feed.body)
    elif feed.scope == Feed.Scope.ORGANISATION:
        rows = rows.filter(body__organisation=feed.organisation)
    else:
        rows = rows.filter(mine(feed.person, on))
    return list(rows[:AT_MOST])


def days_of(feed: Feed, on: date) -> list[WholeDays]:
    """The whole days of its person, where the address follows what is theirs."""
    if feed.scope != Feed.Scope.MINE:
        return []
    return [one for told in DAYS for one in told(feed.person, on - BEFORE, on + AFTER)]


def public_meetings(organisation: Organisation | None, on: date) -> list[Meeting]:
    """The assemblies that were convened as open to all; None: those of the whole network."""
    rows = Meeting.objects.public()
    return list(within(rows.filter(body__organisation=organisation) if organisation else rows, on)[:AT_MOST])


def within(rows: QuerySet[Meeting], on: date) -> QuerySet[Meeting]:
    near = rows.filter(starts_at__date__gte=on - BEFORE, starts_at__date__lte=on + AFTER)
    return near.select_related("body__organisation").order_by("starts_at", "pk")


def changed_at(meetings: Sequence[Meeting]) -> dict[UUID, datetime]:
    """When each was last written, from the journal. One query."""
    rows = Change.objects.filter(row__in=[meeting.pk for meeting in meetings])
    return dict(rows.order_by().values_list("row").annotate(Max("act__at")))


@dataclass(frozen=True, slots=True)
class Followed:
    """An address of somebody, and what it follows, in words."""

    feed: Feed

    @property
    def words(self) -> str:
        if self.feed.body:
            return f"{self.feed.body.name}, {self.feed.body.organisation.name}"
        if self.feed.organisation:
            return f"Toutes les instances, {self.feed.organisation.name}"
        return "Mes réunions"


def feeds_of(person: Person) -> list[Followed]:
    """The addresses of a person that still answer, the latest first."""
    rows = Feed.objects.filter(person=person, revoked_at=None)
    rows = rows.select_related("body__organisation", "organisation", "person").order_by("-made_at", "pk")
    return [Followed(feed) for feed in rows]


def follows(person: Person, scope: str) -> bool:
    """Whether a calendar of this person follows that already."""
    return Feed.objects.filter(person=person, scope=scope, revoked_at=None).exists()


def given_on(person: Person, scope: str) -> datetime | None:
    """When this person was last given an address that answers still. Whether a calendar reads it is known to nobody here."""
    rows = Feed.objects.filter(person=person, scope=scope, revoked_at=None)
    return rows.order_by("-made_at").values_list("made_at", flat=True).first()


def followable(actor: Actor, on: date) -> dict[str, tuple[str, dict[str, Any]]]:
    """What one may follow that day, by a word for the form: its name, and what `make_feed` asks. Two queries."""
    found: dict[str, tuple[str, dict[str, Any]]] = {"mine": ("Mes réunions", {"scope": Feed.Scope.MINE})}
    own = {hat.organisation for hat in actor.hats}
    bodies = Body.objects.on(on).exclude(kind=Body.Kind.TEAM).filter(organisation__in=own)
    organisations = Organisation.objects.filter(pk__in=own).order_by("search")
    for place in organisations:
        if actor.hat_for("read", place.pk):
            name = f"Toutes les instances, {place.name}"
            found[f"organisation-{place.slug}"] = (name, {"scope": Feed.Scope.ORGANISATION, "organisation": place})
    for body in bodies.select_related("organisation").order_by("organisation__search", "rank", "name"):
        if actor.hat_for("read", body.organisation_id):
            name = f"{body.name}, {body.organisation.name}"
            found[f"instance-{body.slug}"] = (name, {"scope": Feed.Scope.BODY, "body": body})
    return found
