"""What the files of the federation say alone, confirmed in the invented life: in `adhesions.yaml`."""

from collections.abc import Mapping
from datetime import datetime

from kevread.common.actor import Actor
from kevread.demonstration.rules import Deed
from kevread.directory import operations
from kevread.directory.models import Organisation, Person
from kevread.directory.queries.confirming import memberships_to_confirm
from kevread.territory.models import Kind, ZonePart

type People = Mapping[str, Person]


def confirm_memberships(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """All of them `but` those of which nobody says anything yet."""
    of = Organisation.objects.get(slug=deed.arguments["organisation"])
    waiting = memberships_to_confirm(of, deed.day)
    left = deed.arguments.get("but", ())
    keys = [row.pk for row in waiting if row.member.slug not in left]
    operations.confirm_memberships(actor=actor, of=of, memberships=keys, now=now)


def confirm_attachments(actor: Actor, now: datetime, people: People, deed: Deed) -> None:
    """Those of the zones of these territories, `but` some."""
    head = Organisation.objects.get(slug=deed.arguments["organisation"])
    parts = ZonePart.objects.on(deed.day).filter(
        parent__kind=Kind.STRATEGIC, parent__code__in=deed.arguments["territories"]
    )
    parts = parts.exclude(child__code__in=[str(code) for code in deed.arguments.get("but", ())])
    keys = list(parts.values_list("pk", flat=True))
    operations.confirm_attachments(actor=actor, head=head, attachments=keys, source=deed.arguments["source"], now=now)


VERBS = (confirm_attachments, confirm_memberships)
