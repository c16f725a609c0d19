"""Who sits in a regional space on behalf of an organisation that employs them, and whether they may commit it there."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kevread.charter.models import Keeping
from kevread.delegations.models import Grant
from kevread.delegations.queries.chains import REGISTER, every_chain
from kevread.seats.models import Body, Mandate


def regional_spaces(on: date) -> list[Body]:
    """One query."""
    return list(Body.objects.on(on).filter(kind=Body.Kind.SPACE).order_by("rank", "name"))


def referents(on: date, **where: object) -> QuerySet[Mandate]:
    """The seats in spaces of those who sit there for an organisation in whose team they have a post."""
    posts = Mandate.objects.on(on).filter(
        person=OuterRef("person"),
        seat__body__kind=Body.Kind.TEAM,
        seat__body__organisation=OuterRef("represents"),
    )
    found: QuerySet[Mandate] = Mandate.objects.on(on).filter(seat__body__kind=Body.Kind.SPACE, **where)
    return found.filter(Exists(posts))


def mandated(on: date, organisations: Collection[UUID] | None) -> set[tuple[UUID, UUID, UUID]]:
    """Who may commit which organisation in which space, by a mandate that holds that day; one that is consultative commits
    nobody. Two queries."""
    among = {} if organisations is None else {"organisation__in": organisations}
    rows = Grant.objects.on(on).filter(space__isnull=False, **among).exclude(level=Grant.Level.CONSULTATIVE)
    spaces = dict(rows.values_list("pk", "space_id"))
    if not spaces:
        return set()
    return {
        (one.leaf.holder, organisation, spaces[one.leaf.grant])
        for organisation, one in every_chain(organisations)
        if one.leaf.grant in spaces and one.holds(on)
    }


def unmandated(space: Body, on: date) -> list[Mandate]:
    """In a space, those who sit there for their employer and have no mandate to commit it: their voice commits nobody. Three
    queries; one where nobody sits so, none of a body that is no space. Of an organisation that keeps no register of
    delegations, nothing is said."""
    if space.kind != Body.Kind.SPACE:
        return []
    rows = referents(on, seat__body=space).select_related("person", "represents").order_by("person__search", "pk")
    found = list(rows.filter(represents__in=Keeping.objects.on(on).filter(register=REGISTER).values("organisation")))
    if not found:
        return []
    known = mandated(on, {one.represents_id for one in found if one.represents_id})
    return [one for one in found if (one.person_id, one.represents_id, space.pk) not in known]
