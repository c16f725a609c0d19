"""How the invented people prepare their meetings: the agenda, the notice, what each answers."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kevread.charter import operations as charter
from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.meetings import operations as meetings
from kevread.meetings.models import Meeting, RollEntry
from kevread.seats.models import Body

type People = Mapping[str, Person]

PARIS = ZoneInfo("Europe/Paris")
LATE = timedelta(minutes=2)  # nobody opens a sitting on the stroke of the hour


def found(deed: Deed) -> Meeting:
    """The meeting of a body, by its slug and its day."""
    rows = Meeting.objects.select_related("body__organisation").filter(body__slug=deed.arguments["body"])
    return rows.between(deed.arguments["on"], deed.arguments["on"]).get()


def beginning(deed: Deed) -> datetime:
    """When what is told of a sitting begins: at its own hour, so that nobody opens it before, nor, on the day on which the
    demonstration is set, after the hour at which it is looked at."""
    return found(deed).starts_at + LATE


def entry_of(meeting: Meeting, person: Any) -> RollEntry:
    rows = meeting.roll.select_related("meeting__body__organisation", "person", "represents")
    return rows.get(person=person)


def adopt_articles(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What the articles of association of an organisation say of its meetings, one setting after another."""
    place = Organisation.objects.get(slug=deed.arguments["organisation"])
    adopted = {name: deed.arguments[name] for name in ("since", "adopted_by", "adopted_on")}
    for name, value in deed.arguments["values"].items():
        charter.set_setting(actor=actor, name=name, value=value, organisation=place, now=now, **adopted)


def prepare_meeting(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Plan it when nobody did, say where, write the agenda; `settled`: it does not move any more; `public`: anybody may
    come."""
    asked = deed.arguments
    body = Body.objects.select_related("organisation").get(slug=asked["body"])
    meeting = Meeting.objects.filter(body=body).between(asked["on"], asked["on"]).first()
    if meeting is None:
        days = {"starts": asked["on"], "ends": asked.get("until", asked["on"])}
        starts_at, ends_at = (
            datetime.combine(day, time.fromisoformat(asked[name]), PARIS) for name, day in days.items()
        )
        place = asked.get("place", "")
        meeting = meetings.plan_meeting(
            actor=actor, body=body, now=now, starts_at=starts_at, ends_at=ends_at, place=place, **mode_in(asked)
        )
    fiche = {name: getattr(meeting, name) for name in ("title", "session", "mode", "link", "place", "is_public")}
    told = fiche | {"place": asked.get("place") or fiche["place"], "is_public": asked.get("public", fiche["is_public"])}
    if told != fiche:
        meeting = meetings.amend_meeting(actor=actor, meeting=meeting, now=now, **told)
    for kind, title, *text in asked["agenda"]:
        point = meetings.Point(kind, title, text[0] if text else "")
        meetings.add_item(actor=actor, meeting=meeting, point=point, now=now)
    if asked.get("settled"):
        meetings.set_agenda(actor=actor, meeting=meeting, now=now)


def mode_in(asked: Mapping[str, Any]) -> dict[str, str]:
    return {"mode": asked["mode"]} if "mode" in asked else {}


def convene_meeting(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    meetings.convene(actor=actor, meeting=found(deed), now=now)


def answer_notice(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """One answers, by the link of the letter: « coming », « remote », « absent »."""
    meetings.answer(actor=actor, entry=entry_of(found(deed), actor.person), says=deed.arguments["says"], now=now)


def give_proxy(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    meeting = found(deed)
    holder = entry_of(meeting, people[deed.arguments["to"]])
    meetings.give_proxy(actor=actor, giver=entry_of(meeting, actor.person), holder=holder, now=now)


def propose_dates(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    starts = [moment.replace(tzinfo=PARIS) for moment in deed.arguments["starts"]]
    meetings.propose_dates(actor=actor, meeting=found(deed), starts=starts, now=now)
