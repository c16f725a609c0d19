"""The decisions that nobody has classed yet: as long as one is left, nobody knows who decided what."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Count

from kevread.charter.queries.registers import kept_through
from kevread.common.actor import Actor
from kevread.common.facts import SCALES
from kevread.decisions.models import Decision, DecisionQuerySet
from kevread.directory.models import Organisation


def to_class(organisation: Organisation, actor: Actor, on: date) -> DecisionQuerySet:
    """Those of an organisation, of what was decided by that day, the last first, which is the best remembered. One query."""
    rows = Decision.objects.visible_to(actor).unclassed().filter(organisation=organisation, decided_on__lte=on)
    return rows.select_related("organisation", "body__organisation", "item").order_by("-decided_on", "-number")


def count_to_class(organisations: Collection[UUID], on: date) -> list[tuple[Organisation, int]]:
    """Those that have some among these, by name. Two queries."""
    rows = Decision.objects.unclassed().filter(organisation__in=organisations, decided_on__lte=on)
    counts = dict(rows.values_list("organisation").annotate(count=Count("pk")))
    named = Organisation.objects.filter(pk__in=counts).order_by("search", "pk") if counts else ()
    return [(one, counts[one.pk]) for one in named]


def silent(first: date, on: date) -> list[Organisation]:
    """Those bound by the common framework whose register of decisions was not kept from one day to the other, by name. One
    query."""
    keepers = kept_through("decisions", first, on).values("organisation")
    return list(Organisation.objects.on(on).at_scale(*SCALES).exclude(pk__in=keepers).order_by("search", "pk"))
