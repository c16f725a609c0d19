"""What the bodies of the invented life decide: its verbs, in `decisions.yaml`. A decision is named by its title."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from kevread.charter.engine import framework
from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.competence.queries import matrix
from kevread.decisions.models import Decision
from kevread.decisions.openings.settings import unlinked_settings
from kevread.decisions.operations import annulling, applying, classing, following, founding, outside
from kevread.decisions.operations import register as decisions
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.publishing import operations as publishing
from kevread.seats.models import Body, Mandate, Seat

type People = Mapping[str, Person]


def body_of(slug: str) -> Body:
    return Body.objects.select_related("organisation").get(slug=slug)


def meeting_on(body: Body, day: date) -> Meeting | None:
    """The meeting that the body held that day, when the life tells it."""
    found = Meeting.objects.filter(body=body, state__in=State.held()).between(day, day)
    return found.select_related("body__organisation").order_by("starts_at", "pk").first()


def named(title: str) -> Decision:
    rows = Decision.objects.standing().select_related("organisation", "body__organisation", "meeting")
    found = rows.filter(title=title).order_by("-decided_on").first()
    if found is None:
        raise Invalid("decisions.yaml", f"Aucune décision ne s’appelle « {title} ».")
    return found


def record_decision(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = dict(deed.arguments)
    body, day = body_of(asked.pop("body")), asked.pop("decided_on")
    after = [named(title).pk for title in asked.pop("after", ())]
    joins = [named(title).pk for title in asked.pop("joins", ())]
    ratifies = named(asked.pop("ratifies")) if "ratifies" in asked else None
    given = {"outcome": "adopted", "meeting": meeting_on(body, day), "decided_on": day, "ratifies": ratifies} | asked
    decisions.record_decision(actor=actor, body=body, after=after, joins=joins, now=now, **given)


def found(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """What was decided before there was a register, in the words of the article that tells it."""
    told, organisation = matrix().founding, Organisation.objects.get(slug=deed.arguments["organisation"])
    assert told is not None
    text = framework().articles[told.article].text
    founding.found(
        actor=actor, organisation=organisation, body=told.body, title=told.title, text=text, now=now
    )  # fmt: skip


def give_advice(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = dict(deed.arguments)
    body, day = body_of(asked.pop("body")), asked.pop("decided_on")
    given = {"favourable": True, "meeting": meeting_on(body, day), "decided_on": day} | asked
    decisions.give_advice(actor=actor, body=body, now=now, **given)


def note_outside_advice(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = dict(deed.arguments)
    outside.note_outside_advice(actor=actor, decision=named(asked.pop("decision")), now=now, **asked)


def correct_decision(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = dict(deed.arguments)
    decisions.correct_decision(actor=actor, decision=named(asked.pop("decision")), now=now, **asked)


def annul_decision(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    annulling.annul_decision(
        actor=actor, decision=named(deed.arguments["decision"]), reason=deed.arguments["reason"], now=now
    )


def classify_decision(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    decision = named(deed.arguments["decision"])
    classing.classify_decision(actor=actor, decision=decision, type=deed.arguments["type"], now=now)


def propose_mandate(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Proposed, and left to be confirmed."""
    body, title = deed.arguments["seat"]
    represents = deed.arguments.get("represents")
    asked: dict[str, Any] = {
        "seat": Seat.objects.get(body__slug=body, title=title).pk,
        "person": people[deed.arguments["person"]].pk,
        "represents": Organisation.objects.get(slug=represents).pk if represents else None,
        "first": deed.arguments["first"],
        "last": deed.arguments.get("last"),
    }
    applying.propose_application(
        actor=actor, decision=named(deed.arguments["decision"]), kind="mandate", asked=asked, now=now
    )


def link_mandates(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """An election gave every mandate of a body that begins on a day."""
    decision = named(deed.arguments["decision"])
    rows = Mandate.objects.filter(
        seat__body__slug=deed.arguments["body"], period__startswith=deed.arguments["first"]
    ).order_by("seat__rank", "person__search")
    for mandate in rows:
        apply(actor, now, decision, "mandate", {"mandate": mandate.pk})


def link_setting(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A decision adopted the values that are written with its day."""
    decision = named(deed.arguments["decision"])
    for setting in unlinked_settings(decision):
        if setting.name == deed.arguments["name"]:
            apply(actor, now, decision, "setting", {"setting": setting.pk})


def fix_setting(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A decision fixes a value from a day on."""
    asked = {key: deed.arguments[key] for key in ("name", "value", "since")}
    apply(actor, now, named(deed.arguments["decision"]), "setting", asked)


def open_derogation(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {key: deed.arguments[key] for key in ("clause", "first", "last", "reason")}
    asked["organisation"] = Organisation.objects.get(slug=deed.arguments["organisation"]).pk
    apply(actor, now, named(deed.arguments["decision"]), "derogation", asked)


def apply(actor: Actor, now: datetime, decision: Decision, kind: str, asked: dict[str, Any]) -> None:
    application = applying.propose_application(actor=actor, decision=decision, kind=kind, asked=asked, now=now)
    applying.apply_decision(actor=actor, application=application, now=now)


def settle_decision(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    decision = named(deed.arguments["decision"])
    room, note = deed.arguments["room"], deed.arguments["note"]
    applying.settle_decision(actor=actor, decision=decision, room=room, note=note, now=now)


def follow(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    owner: Person = people[deed.arguments["owner"]]
    decision, what = named(deed.arguments["decision"]), deed.arguments["what"]
    stream = deed.arguments.get("stream", "")
    following.follow(
        actor=actor, decision=decision, what=what, owner=owner, due=deed.arguments["due"], stream=stream, now=now
    )  # fmt: skip


def finish_follow_up(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    decision = named(deed.arguments["decision"])
    found = decision.follow_ups.select_related("decision__body__organisation").get(what=deed.arguments["what"])
    note = deed.arguments.get("note", "")
    following.finish_follow_up(actor=actor, follow_up=found, done_on=deed.day, note=note, now=now)


def publish_decision(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    publishing.publish_decision(actor=actor, decision=named(deed.arguments["decision"]), now=now)


VERBS = (
    annul_decision,
    classify_decision,
    correct_decision,
    fix_setting,
    finish_follow_up,
    follow,
    found,
    give_advice,
    link_mandates,
    link_setting,
    note_outside_advice,
    open_derogation,
    propose_mandate,
    publish_decision,
    record_decision,
    settle_decision,
)
