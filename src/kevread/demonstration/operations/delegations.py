"""Who may commit what in the invented life: its verbs, in `delegations.yaml`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kevread.common.actor import Actor
from kevread.common.periods import Period
from kevread.delegations import operations
from kevread.delegations.models import Grant
from kevread.delegations.operations import Terms
from kevread.delegations.queries.spaces import referents
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of

from .decisions import body_of, named

type People = Mapping[str, Person]


def terms(deed: Deed, people: People) -> Terms:
    """To whom, what, until when; the post by the person, the body and the seat."""
    who, body, title = deed.arguments["to"]
    posts = Mandate.objects.on(deed.arguments["first"]).select_related("seat__body__organisation", "person")
    more: dict[str, Any] = {
        key: deed.arguments[key] for key in ("ceilings", "limits", "means", "further") if key in deed.arguments
    }
    return Terms(
        post=posts.get(person=people[who], seat__body__slug=body, seat__title=title),
        nature=deed.arguments["nature"],
        acts=tuple(deed.arguments["acts"]),
        period=Period.through(deed.arguments["first"], deed.arguments["last"]),
        **more,
    )


def record_delegation(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    body = body_of(deed.arguments["body"])
    operations.record(
        actor=actor,
        organisation=body.organisation,
        body=body,
        terms=terms(deed, people),
        decided_in=named(deed.arguments["decision"]).pk,
        now=now,
    )


def give_delegation(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """By one’s office in a body, or inside one’s own delegation of some nature."""
    of, said = Organisation.objects.get(slug=deed.arguments["organisation"]), deed.arguments
    shared: dict[str, Any] = {"actor": actor, "organisation": of, "terms": terms(deed, people), "now": now}
    if "office" in said:
        rows = Mandate.objects.on(deed.day).filter(person=actor.person, seat__body__slug=said["office"])
        operations.give(office=rows.get(seat__title="president"), **shared)
    else:
        held = Grant.objects.on(deed.day).filter(organisation=of, holder=actor.person, nature=said["within"])
        operations.give(parent=held.get(), **shared)


def accept_delegation(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """The one that waits for them there."""
    rows = Grant.objects.filter(
        organisation__slug=deed.arguments["organisation"], holder=actor.person, accepted_on=None
    )
    operations.accept(actor=actor, grant=rows.select_related("organisation", "holder").get(), now=now)


def ask_delegation(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    operations.ask(
        actor=actor,
        organisation=Organisation.objects.get(slug=deed.arguments["organisation"]),
        code=deed.arguments["act"],
        cents=deed.arguments.get("cents"),
        message=deed.arguments["message"],
        now=now,
    )


def mandate_referents(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Each of the team who sits in a regional space for the organisation may commit it there, and accepts."""
    body, first = body_of(deed.arguments["body"]), deed.arguments["first"]
    team = Mandate.objects.on(first).filter(seat__body__kind="team", seat__body__organisation=body.organisation)
    posts = {post.person_id: post for post in team.select_related("seat__body__organisation", "person").order_by("-pk")}
    seats = referents(first, represents=body.organisation).select_related("seat__body")
    given = set(Grant.objects.on(first).filter(space__isnull=False).values_list("holder_id", "space_id"))
    for one in seats.order_by("person__search", "seat__body__slug"):
        if (one.person_id, one.seat.body_id) in given:
            continue
        wanted = Terms(
            post=posts[one.person_id],
            nature="space",
            acts=("engager-dans-un-espace",),
            period=Period.through(first, deed.arguments["last"]),
            space=one.seat.body,
            level="planned",
        )
        asked: dict[str, Any] = {"actor": actor, "organisation": body.organisation, "body": body, "now": now}
        made = operations.record(terms=wanted, decided_in=named(deed.arguments["decision"]).pk, **asked)
        operations.accept(actor=actor_of(made.holder, deed.day), grant=made, now=now)


def entrust_delegates(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Each territorial delegate who has no strategic delegation is given one by the board of their employer, and accepts."""
    body, first = body_of(deed.arguments["body"]), deed.arguments["first"]
    rows = Mandate.objects.on(first).filter(
        seat__title="delegate", seat__body__kind="team", seat__body__organisation=body.organisation
    )
    given = set(Grant.objects.on(first).filter(nature="strategic").values_list("holder_id", flat=True))
    for post in rows.select_related("seat__body__organisation", "person").order_by("person__search"):
        if post.person_id in given:
            continue
        wanted = Terms(
            post=post,
            nature="strategic",
            acts=("fixer-les-priorites",),
            period=Period.through(first, deed.arguments["last"]),
            means="Compte rendu au conseil de chaque pôle",
        )
        asked: dict[str, Any] = {"actor": actor, "organisation": body.organisation, "body": body, "now": now}
        made = operations.record(terms=wanted, decided_in=named(deed.arguments["decision"]).pk, **asked)
        operations.accept(actor=actor_of(made.holder, deed.day), grant=made, now=now)


def return_delegations(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Whoever leaves gives back what they hold there."""
    held = Grant.objects.on(deed.day).filter(organisation__slug=deed.arguments["organisation"], holder=actor.person)
    for grant in held.select_related("organisation", "holder").order_by("pk"):
        operations.end(actor=actor, grant=grant, last=deed.arguments["last"], note="Départ de la structure.", now=now)


def declare_dealing(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    who, body, title = deed.arguments["officer"]
    seats = Mandate.objects.on(deed.arguments["concluded_on"]).select_related("seat__body__organisation")
    officer = seats.get(person=people[who], seat__body__slug=body, seat__title=title)
    told = {key: deed.arguments[key] for key in ("counterpart", "subject", "cents", "concluded_on")}
    where = officer.seat.body.organisation
    operations.declare(actor=actor, organisation=where, officer=officer, now=now, **told)


def report_dealings(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    of, said = Organisation.objects.get(slug=deed.arguments["organisation"]), deed.arguments
    operations.report(actor=actor, organisation=of, year=said["year"], on=said["told_on"], now=now)


VERBS = (
    accept_delegation,
    ask_delegation,
    declare_dealing,
    give_delegation,
    mandate_referents,
    entrust_delegates,
    record_delegation,
    report_dealings,
    return_delegations,
)
