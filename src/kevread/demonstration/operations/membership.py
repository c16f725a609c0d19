"""Who asks to join in the invented life: its verbs, in `adhesions.yaml`. An application is named by its organisation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.text import slugify

from kevread.common.actor import NOBODY, Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.membership import operations
from kevread.membership.links import digest_of
from kevread.membership.models import Admission
from kevread.territory.models import Kind, Zone

from .decisions import apply, named

type People = Mapping[str, Person]


def application(deed: Deed) -> Admission:
    return Admission.objects.select_related("of", "member").get(name=deed.arguments["name"])


def told(deed: Deed) -> dict[str, Any]:
    """What an organisation says of itself; its contact is nobody, as all the people of this life."""
    asked = {
        key: value
        for key, value in deed.arguments.items()
        if key not in ("organisation", "contact", "commune", "received_on")
    }
    given, _, family = deed.arguments["contact"].partition(" ")
    commune = Zone.objects.on(deed.day).get(kind=Kind.COMMUNE, code=str(deed.arguments["commune"]))
    email = f"{slugify(given)}.{slugify(family)}@kevread.example"  # a domain that nobody can have
    return asked | {"given_name": given, "family_name": family, "email": email, "commune": commune}


def ask_to_join(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """From the public form, and confirmed from the letter."""
    of = Organisation.objects.get(slug=deed.arguments["organisation"])
    kept = operations.apply_to_join(actor=NOBODY, organisation=of, asked=told(deed), now=now)
    operations.confirm(actor=NOBODY, key=kept.pk, typed=digest_of(kept), now=now)


def instruct_admission(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    found = {key: deed.arguments.get(key, "") for key in ("reach", "perimeter", "perimeter_note", "college")}
    operations.instruct(actor=actor, admission=application(deed), member=None, now=now, **found)


def answer_admission(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A decision accepts from a day, or refuses and says why."""
    since, reason = deed.arguments.get("since"), deed.arguments.get("reason", "")
    asked = {"admission": application(deed).pk, "answer": "accept" if since else "refuse", "since": since}
    apply(actor, now, named(deed.arguments["decision"]), "admission", asked | {"reason": reason})


def enter_admission(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Received by post."""
    of, received = Organisation.objects.get(slug=deed.arguments["organisation"]), deed.arguments["received_on"]
    operations.enter(actor=actor, organisation=of, asked=told(deed), received_on=received, now=now)


def membership(deed: Deed) -> Affiliation:
    """That of the organisation which asked under this name."""
    rows = Affiliation.objects.select_related("member", "of")
    return rows.get(admission__name=deed.arguments["name"])


def warn_member(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    asked = {"told_on": deed.arguments["told_on"], "note": deed.arguments["note"]}
    operations.give_notice(actor=actor, affiliation=membership(deed), now=now, **asked)


def remove_member(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A decision removes a member, who is told by nobody yet."""
    asked = {"affiliation": membership(deed).pk, "reason": deed.arguments["reason"]}
    apply(actor, now, named(deed.arguments["decision"]), "removal", asked)


def declare_headcount(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    of = Organisation.objects.get(slug=deed.arguments["organisation"])
    asked = {key: deed.arguments[key] for key in ("counted_on", "number")}
    operations.declare_headcount(actor=actor, organisation=of, now=now, **asked)


VERBS = (
    answer_admission,
    ask_to_join,
    declare_headcount,
    enter_admission,
    instruct_admission,
    remove_member,
    warn_member,
)
