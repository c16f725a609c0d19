"""Bodies, as « Chercher » finds them."""

from datetime import date

from django.db.models import Q

from kevread.base.french import Answers, Wanted, wanted
from kevread.common.actor import Actor
from kevread.common.rooms import Hit
from kevread.directory.models import Organisation
from kevread.seats.models import Body, BodyQuerySet
from kevread.ui.places import screen_address


def bodies_answering(looked_for: Wanted) -> BodyQuerySet:
    """Those whose name, or that of their organisation, answers to each thing asked for: « CA ess 35 »."""
    rows: BodyQuerySet = Body.objects.all()
    for one in looked_for.each:
        named = Body.objects.filter(Answers(one, "name"))
        theirs = Organisation.objects.exclude(scale="").filter(Answers(one, "name"))
        rows = rows.filter(Q(pk__in=named.values("pk")) | Q(organisation__in=theirs.values("pk")))
    return rows


def find_bodies(actor: Actor, text: str, on: date, limit: int) -> list[Hit]:
    """The bodies of that day that answer. One query."""
    if not (looked_for := wanted(text)):
        return []
    rows = bodies_answering(looked_for).visible_to(actor).on(on).select_related("organisation")
    return [
        Hit(one.name, one.organisation.name, screen_address("seats:body", scale=one.organisation.slug, body=one.slug))
        for one in rows.order_by("rank", "name", "pk")[:limit]
    ]
