"""What the charter may ask of delegations. The document asks that they be given; that they be accepted is ours (L3.1)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Literal
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from kevread.charter.models import Keeping
from kevread.common.facts import GROUPING, LOCAL, SCALES, Facts, Item, Number, Organisations, Span, fact, namer, span
from kevread.common.parameters import Acts, Kinds, Post
from kevread.delegations.loader import acts as book_of
from kevread.delegations.models import Dealing, Grant
from kevread.delegations.queries.chains import every_chain
from kevread.delegations.queries.spaces import mandated
from kevread.delegations.rules import SIGNATURE, Chain
from kevread.directory.models import Organisation
from kevread.seats.models import Body, Mandate
from kevread.seats.queries.contracts import Contracts, contracts, over

type Nature = Literal["powers", "signature", "hr", "strategic", "space"]
SEATED = (("mandates", "self"), ("team", "self"))
HELD = (*SEATED, ("staff", "self"))
LEFT = "si qui tient certaines délégations est encore sous contrat"
IN_TEAM = (("team", "self"),)
WHO_SITS = "si qui tient certaines délégations, ou les a données, est encore à son poste"
Found = dict[UUID, dict[Item, Number]]


@namer("acts")
def names_of_acts(items: set[Item], on: date) -> Mapping[Item, str]:
    """« recruter »."""
    book = book_of()
    return {item: book.label(str(item)).lower() for item in items}


@namer("grants")
def names_of_grants(items: set[Item], on: date) -> Mapping[Item, str]:
    """By what it is and the post that holds it: nobody is named."""
    rows = Grant.objects.filter(pk__in=items).select_related("post__seat__body")
    return {
        one.pk: f"{one.get_nature_display()[:1].lower()}{one.get_nature_display()[1:]} ({one.post.seat.name.lower()})"
        for one in rows
    }


def direct(on: date, among: Organisations, kind: Kinds, post: Post) -> QuerySet[Grant]:
    """Those that a body of this kind decided for whoever holds this post in the team of the organisation, and that hold."""
    rows = (
        Grant.objects.on(on)
        .standing()
        .filter(
            body__kind__in=kind,
            body__period__contains=on,
            post__seat__title=post,
            post__seat__body__kind=Body.Kind.TEAM,
            post__seat__body__organisation=F("organisation"),
            post__period__contains=on,
            **among.where("organisation"),
        )
    )
    found: QuerySet[Grant] = rows.exclude(post__end_reason=Mandate.EndReason.MISTAKE)
    return found


def people_held(holders: set[UUID], organisation: UUID, employed: Contracts) -> Number:
    """So many; of those whose contract there is over, nobody knows whether they are still at their post."""
    left = sum(over(employed, organisation, one) for one in holders)
    return span(len(holders) - left, left)


@fact(about=SCALES, register="delegations", also=IN_TEAM, reads=HELD, unit="people", lacks=LEFT)
def entrusted(on: date, among: Organisations, kind: Kinds, post: Post, nature: Nature) -> Facts:
    """People at this post of the organisation’s team who hold, by a decision of its body of this kind, a delegation of this
    nature, accepted or not (R6.4)."""
    people: dict[UUID, set[UUID]] = defaultdict(set)
    rows = direct(on, among, kind, post).filter(nature=nature)
    for organisation, holder in rows.values_list("organisation_id", "holder_id"):
        people[organisation].add(holder)
    employed = contracts(on, among)
    return {organisation: people_held(held, organisation, employed) for organisation, held in people.items()}


@fact(about=SCALES, register="delegations", also=IN_TEAM, reads=HELD, items="acts", unit="people", lacks=LEFT)
def acts_entrusted(on: date, among: Organisations, kind: Kinds, post: Post, nature: Nature, acts: Acts) -> Facts:
    """For each of these acts, the people at this post to whom the body of this kind entrusts it by a delegation of this nature,
    accepted or not (R6.5, R6.7, R6.8)."""
    every = Organisation.objects.on(on).filter(**among.where("pk")).exclude(scale="")
    people: dict[UUID, dict[str, set[UUID]]] = {
        key: {act: set() for act in acts} for key in every.values_list("pk", flat=True)
    }
    rows = direct(on, among, kind, post).filter(nature=nature, acts__overlap=list(acts))
    for organisation, holder, held in rows.values_list("organisation_id", "holder_id", "acts"):
        for act in set(held) & set(acts) if organisation in people else ():
            people[organisation][act].add(holder)
    employed = contracts(on, among)
    return {
        key: {act: people_held(those, key, employed) for act, those in found.items()} for key, found in people.items()
    }


def unseated(on: date, among: Organisations) -> set[UUID]:
    """The organisations of which nobody keeps who sits, or who is in the team that a local does not have. Two queries."""

    def read() -> set[UUID]:
        rows = Keeping.objects.on(on).filter(register__in=("mandates", "team"), **among.where("organisation"))
        kept = set(rows.values_list("organisation", "register"))
        every = Organisation.objects.on(on).filter(**among.where("pk")).values_list("pk", "scale")
        return {key for key, scale in every if not {(key, one) for one in registers_of(scale)} <= kept}

    return among.once("delegations.unseated", read)


def registers_of(scale: str) -> tuple[str, ...]:
    return ("mandates",) if scale == LOCAL else ("mandates", "team")


def unless_unseated(failed: bool, organisation: UUID, unknown: set[UUID]) -> Number:
    """1 when somebody left; where nobody keeps who sits, that nobody did is not known."""
    return 1 if failed else Span(0, 1) if organisation in unknown else 0


def running(on: date, among: Organisations) -> list[tuple[UUID, Chain]]:
    """Those whose own dates run that day, and that were no mistake, with what they come from. Read once for all facts."""

    def read() -> list[tuple[UUID, Chain]]:
        return [(of, one) for of, one in every_chain(among.ids) if on in one.leaf.period and not one.leaf.is_mistake]

    return among.once("delegations.running", read)


@fact(about=SCALES, register="delegations", reads=SEATED, items="grants", unit="grants", may_be_empty=True)
def unwritten(on: date, among: Organisations) -> Facts:
    """For each delegation whose dates run: 1 when nobody accepted it, here or on the paper that is deposited (L3.1)."""
    found: Found = defaultdict(dict)
    for organisation, chain in running(on, among):
        accepted = chain.leaf.accepted_on
        found[organisation][chain.leaf.grant] = int(accepted is None or accepted > on)
    return found


@fact(
    about=SCALES, register="delegations", reads=SEATED, items="grants", unit="grants", may_be_empty=True, lacks=WHO_SITS
)  # fmt: skip
def signatures_outlived(on: date, among: Organisations) -> Facts:
    """For each delegation of signature that was accepted and whose dates run: 1 when whoever holds it left the post by which
    they do, or whoever gave it the office by which they did (L3.2)."""
    return those_outlived(on, among, signatures=True)


@fact(
    about=SCALES, register="delegations", reads=SEATED, items="grants", unit="grants", may_be_empty=True, lacks=WHO_SITS
)  # fmt: skip
def outlived(on: date, among: Organisations) -> Facts:
    """For each delegation of another nature that was accepted and whose dates run: 1 when whoever holds it left the post by
    which they do (L3.2)."""
    return those_outlived(on, among, signatures=False)


def those_outlived(on: date, among: Organisations, *, signatures: bool) -> Facts:
    found: Found = defaultdict(dict)
    unknown, employed = unseated(on, among), contracts(on, among)
    for organisation, chain in running(on, among):
        leaf = chain.leaf
        if leaf.accepted_on and (leaf.nature == SIGNATURE) is signatures:
            told = unless_unseated(leaf.outlived(on), organisation, unknown)
            is_over = over(employed, organisation, leaf.holder)
            found[organisation][leaf.grant] = Span(0, 1) if is_over and told == 0 else told
    return found


@fact(about=SCALES, register="delegations", reads=SEATED, items="grants", unit="grants", may_be_empty=True)
def beyond_parent(on: date, among: Organisations) -> Facts:
    """For each delegation given inside another, whose dates run: 1 when the other may not be given further, or entrusts less
    (L3.3)."""
    found: Found = defaultdict(dict)
    for organisation, chain in running(on, among):
        if len(chain.links) > 1:
            found[organisation][chain.leaf.grant] = int(not chain.is_inside())
    return found


@fact(
    about=SCALES, register="delegations", reads=SEATED, items="grants", unit="grants", may_be_empty=True, lacks=WHO_SITS
)  # fmt: skip
def orphaned(on: date, among: Organisations) -> Facts:
    """For each delegation given inside another, whose dates run: 1 when the other does not hold any more (L3.3)."""
    found: Found = defaultdict(dict)
    unknown = unseated(on, among)
    for organisation, chain in running(on, among):
        if len(chain.links) > 1:
            is_over = not Chain(chain.links[1:]).holds(on)
            found[organisation][chain.leaf.grant] = unless_unseated(is_over, organisation, unknown)
    return found


@fact(
    about=GROUPING, register="delegations", reads=HELD, also=(("mandates", "head"), *IN_TEAM), items="spaces",
    lacks="le contrat, ou le siège dans l’équipe, de qui y siège",
)  # fmt: skip
def referents_mandated(on: date, among: Organisations) -> Facts:
    """For each regional space where people of the grouping’s team sit, in whatever seat: 1 when each of them has a mandate that
    commits it there, accepted or not, 0 otherwise (R4.45). Whoever has posts in two teams and sits for one of them is asked of
    that one. Of whom the team and the contracts do not say the same, nothing is known but that they have one."""
    known, employed = mandated(on, among.ids), contracts(on, among)
    counted: dict[UUID, dict[Item, list[Number]]] = defaultdict(lambda: defaultdict(list))
    employers: dict[UUID, set[UUID]] = defaultdict(set)
    posts = Mandate.objects.on(on).filter(seat__body__kind=Body.Kind.TEAM)
    ours = posts.filter(**among.where("seat__body__organisation")).values_list("person", flat=True)
    people = {person for those in employed.values() for person, runs in those.items() if runs}.union(ours)
    for person, employer in posts.filter(person__in=people).values_list("person_id", "seat__body__organisation_id"):
        employers[person].add(employer)
    unseated = {
        (person, employer)
        for employer, those in employed.items()
        for person, runs in those.items()
        if runs and employer not in employers[person]
    }
    for person, employer in unseated:
        employers[person].add(employer)
    rows = Mandate.objects.on(on).filter(seat__body__kind=Body.Kind.SPACE, person__in=people)
    columns = rows.values_list("represents_id", "seat__body__slug", "seat__body_id", "person_id").distinct()
    columns = columns.order_by("seat__body__slug", "person_id")
    for represented, slug, space, person in columns:
        asked = {represented} if represented in employers[person] else employers[person]
        for organisation in asked:
            if organisation in among:
                is_unsure = (person, organisation) in unseated or over(employed, organisation, person)
                without: Number = Span(0, 1) if is_unsure else 0
                counted[organisation][slug].append(1 if (person, organisation, space) in known else without)
    return {key: {slug: worst(numbers) for slug, numbers in those.items()} for key, those in counted.items()}


def worst(numbers: list[Number]) -> Number:
    """
    >>> worst([1, Span(0, 1), 0]), worst([1, Span(0, 1)]), worst([1, 1])
    (0, Span(least=0, most=1), 1)
    """
    return 0 if 0 in numbers else next((one for one in numbers if one != 1), 1)


@fact(about=SCALES, register="officers", unit="entries")
def dealings_untold(on: date, among: Organisations) -> Facts:
    """Agreements with those who direct, concluded before last year, that no assembly was told of (L1.19)."""
    rows = Dealing.objects.standing().filter(concluded_on__lt=date(on.year - 1, 1, 1), **among.where("organisation"))
    untold = rows.filter(Q(reported_on=None) | Q(reported_on__gt=on))
    return dict(untold.order_by().values_list("organisation_id").annotate(number=Count("pk")))
