"""Who asks to join in the invented life: its verbs, in `adhesions.yaml`. An application is named by its organisation."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.text import slugify

from kevread.common.actor import NOBODY, Actor
from kevread.demonstration.rules import Deed
from kevread.directory.models import Organisation, Person
from kevread.membership import operations
from kevread.membership.models import Admission
from kevread.territory.models import Kind, Zone

from .decisions import apply, named

type People = Mapping[str, Person]


def application(deed: Deed) -> Admission:
    return Admission.objects.select_related("of", "member").get(name=deed.arguments["name"])


def told(deed: Deed) -> dict[str, Any]:
    """What an organisation says of itself; its contact is nobody, as all the people of this life."""
    asked = {key: value for key, value in deed.arguments.items() if key not in ("organisation", "contact", "commune")}
    given, _, family = deed.arguments["contact"].partition(" ")
    commune = Zone.objects.on(deed.day).get(kind=Kind.COMMUNE, code=str(deed.arguments["commune"]))
    email = f"{slugify(given)}.{slugify(family)}@kevread.example"  # a domain that nobody can have
    return asked | {"given_name": given, "family_name": family, "email": email, "commune": commune}


def ask_to_join(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """From the public form, and confirmed from the letter."""
    of = Organisation.objects.get(slug=deed.arguments["organisation"])
    kept = operations.apply_to_join(actor=NOBODY, organisation=of, asked=told(deed), now=now)
    operations.confirm(actor=NOBODY, key=kept.pk, now=now)


def instruct_admission(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    found = {key: deed.arguments.get(key, "") for key in ("reach", "perimeter", "perimeter_note", "college")}
    operations.instruct(actor=actor, admission=application(deed), member=None, now=now, **found)


def answer_admission(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """A decision accepts from a day, or refuses and says why."""
    since, reason = deed.arguments.get("since"), deed.arguments.get("reason", "")
    asked = {"admission": application(deed).pk, "answer": "accept" if since else "refuse", "since": since}
    apply(actor, now, named(deed.arguments["decision"]), "admission", asked | {"reason": reason})


VERBS = (answer_admission, ask_to_join, instruct_admission)
