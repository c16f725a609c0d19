"""What is known of an organisation on a day, and who knows it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, Value, When

from kevread.common.actor import Actor
from kevread.common.rooms import verbs
from kevread.directory.models import Affiliation, Capacity, Coverage, Name, Organisation, Person, Scale
from kevread.journal.as_acted import are_believed
from kevread.journal.models import Act, Change
from kevread.journal.queries import acts_about, acts_that_wrote_of, others_wrote_of

from .whereabouts import RANKS, rank


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation in the directory of another: by its affiliation, or because the head keeps everybody's."""

    organisation: Organisation
    affiliation: Affiliation | None = None
    capacities: tuple[Capacity, ...] = ()


def directory_of(scale: Organisation, on: date, actor: Actor, text: str = "", size: int | None = 200) -> list[Member]:
    """The members of an organisation that day; for the head, everybody. 3 queries at most.
    `size` None: all of them, whatever their number."""
    visible = Organisation.objects.visible_to(actor).on(on).matching(text)
    links = {row.member_id: row for row in Affiliation.objects.on(on).filter(of=scale)}
    if scale.scale != Scale.HEAD:
        visible = visible.filter(pk__in=list(links))
    rows = list(visible.exclude(pk=scale.pk).annotate(rank=rank()).order_by("rank", "search", "pk")[:size])
    capacities: dict[UUID, list[Capacity]] = {}
    for capacity in Capacity.objects.on(on).filter(organisation__in=rows).order_by("kind"):
        capacities.setdefault(capacity.organisation_id, []).append(capacity)
    return [Member(row, links.get(row.pk), tuple(capacities.get(row.pk, ()))) for row in rows]


def members_of_no_reach(within: Organisation, on: date) -> list[Organisation]:
    """The members of an organisation, outside the network and of no local, of which nobody said how far they act (R8.3). One
    query."""
    links = Affiliation.objects.on(on)
    rows = Organisation.objects.filter(pk__in=links.filter(of=within).values("member"), scale="", reach="")
    return list(rows.exclude(pk__in=links.filter(of__scale=Scale.LOCAL).values("member")).order_by("search", "pk"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of an organisation on a day."""

    organisation: Organisation
    names: list[Name]
    capacities: list[Capacity]
    affiliations: list[Affiliation]
    members: list[Affiliation]
    coverage: list[Coverage]


def sheet(organisation: Organisation, on: date, actor: Actor) -> Sheet:
    """Names with their whole history; the rest as it is that day. 5 queries."""
    visible = Organisation.objects.visible_to(actor)
    links = Affiliation.objects.on(on)
    members = links.filter(of=organisation, member__in=visible).select_related("member")
    return Sheet(
        organisation=organisation,
        names=list(organisation.names.order_by("kind", "-period")),
        capacities=list(organisation.capacities.on(on).order_by("kind", "period")),
        affiliations=list(
            links.filter(member=organisation, of__in=visible).select_related("of").order_by("of__search")
        ),
        members=list(members.annotate(rank=member_rank()).order_by("rank", "member__search")),
        coverage=list(
            organisation.coverage.on(on).select_related("zone").defer("zone__outline").order_by("zone__search")
        ),
    )


def member_rank() -> Case:
    whens = [When(member__scale=scale, then=Value(number)) for scale, number in RANKS.items()]
    return Case(*whens, default=Value(9), output_field=IntegerField())


def history(organisation: Organisation, limit: int = 20) -> list[tuple[str, Act]]:
    """The last acts about an organisation that a room names in its history. Other acts have their own screens."""
    headings = {verb.name: verb.heading for verb in verbs() if verb.heading}
    acts = acts_about(organisation.pk, limit * 3)
    return [(headings[act.verb], act) for act in acts if act.verb in headings][:limit]


def registered_by(person: Person) -> UUID | None:
    """The organisation within which a person was registered. None: by a load of the whole federation."""
    change = Change.objects.filter(row=person.pk, before__isnull=True).select_related("act").order_by("pk").first()
    return change.act.organisation if change else None


def keeper_of(person: Person) -> UUID | None:
    """The organisation that keeps a person's sheet until they sign in: the one that registered them, as long as it is
    alone to have written of them. Somebody whom another has since seated, say, is nobody's to correct but their own."""
    origin = registered_by(person)
    return None if origin is None or others_wrote_of(person.pk, but=origin) else origin


def keeper_as_acted(person: Person) -> UUID | None:
    """The same, for whoever writes: nobody, where an act that wrote of this person is none of ours, or no longer says what it
    said. Whoever owns the tables makes one that of their organisation for a minute, and an address of their own stands on the
    sheet of somebody who has not come in yet."""
    origin = keeper_of(person)
    return origin if origin and are_believed(acts_that_wrote_of(person.pk)) else None
