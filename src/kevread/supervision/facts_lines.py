"""What the charter may ask of the posts that somebody holds: to whom their line goes up, and what delegates are given."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from kevread.charter.models import Keeping
from kevread.common.facts import GROUPING, UNSEATED, Facts, Item, Number, Organisations, Span, fact, namer
from kevread.delegations.models import Grant
from kevread.delegations.queries.chains import every_chain
from kevread.seats.models import Body, Mandate
from kevread.seats.queries.contracts import at_post_with_no_seat, contracts, over
from kevread.staff.models import Assignment
from kevread.staff.models.post import AssignmentQuerySet
from kevread.staff.queries.line import off_line
from kevread.supervision.queries.panels import DELEGATE, delegate_functions

type Found = dict[UUID, dict[Item, Number]]
STAFF = ("staff", "self")


@namer("held_posts")
def names_of_posts(items: set[Item], on: date) -> Mapping[Item, str]:
    return dict(Assignment.objects.filter(pk__in=items).values_list("pk", "post__name"))


@namer("delegates")
def names_of_delegates(items: set[Item], on: date) -> Mapping[Item, str]:
    """By their seat: nobody is named."""
    return dict(Mandate.objects.filter(pk__in=items).values_list("pk", "seat__name"))


@fact(
    about=GROUPING, register="staff", also=(("team", "self"),), reads=(("mandates", "self"), ("mandates", "items")),
    lacks="qui siège au conseil de certains pôles, ou le contrat, ou le siège dans l’équipe, de qui dirige",
    items="held_posts",
)  # fmt: skip
def lines_in_place(on: date, among: Organisations, kind: Literal["shared", "territorial"]) -> Facts:
    """For each post of that kind that somebody holds: 1 when its lines are what they must be. Both need a direction, to which
    their line goes up (R6.9); a territorial one is also at the service of a pôle whose board sits (R6.10). Of a pôle that keeps
    no mandates, nothing is known; nor of a direction whose contract is over, or that is at its post by its contract and has no
    seat there. Of whom a speciality takes to every pôle (R6.22), the document does not say which board: they are left out once
    their line goes up."""
    rows = held_posts(on, among, is_territorial=kind == "territorial")
    read = list(rows.values_list("pk", "post_id", "contract__employer_id", "local_id", "speciality"))
    directions, boards, unkept = seated_at(on, [(key, employer, local) for key, _, employer, local, _ in read])
    employed = contracts(on, among)
    certain = {employer for employer, person in directions if not over(employed, employer, person)}
    directed = {employer for employer, _ in directions} | set(at_post_with_no_seat(on, among, ("direction",)))
    aside = off_line(on, among)
    found: Found = defaultdict(dict)
    for key, post, employer, local, speciality in read:
        is_led = employer in directed and post not in aside.get(employer, ())
        if is_led and kind == "territorial" and local is None and speciality:
            continue
        fits = local in boards or kind == "shared"
        is_unsure = is_led and ((local in unkept and not fits) or (employer not in certain and fits))
        found[employer][key] = Span(0, 1) if is_unsure else int(is_led and fits)
    return found


@fact(about=GROUPING, register="staff", items="held_posts")
def shared_posts_of_a_local(on: date, among: Organisations) -> Facts:
    """For each shared post that somebody holds: 1 when it is at the service of one pôle in particular (R6.9)."""
    found: Found = defaultdict(dict)
    rows = held_posts(on, among, is_territorial=False)
    for key, employer, local in rows.values_list("pk", "contract__employer_id", "local_id"):
        found[employer][key] = int(local is not None)
    return found


def held_posts(on: date, among: Organisations, *, is_territorial: bool) -> AssignmentQuerySet:
    """Where somebody is at work that day."""
    rows = (
        Assignment.objects.on(on).standing().filter(contract__period__contains=on, **among.where("contract__employer"))
    )
    return rows.filter(post__is_territorial=is_territorial)


def seated_at(
    on: date, places: Sequence[tuple[UUID, UUID, UUID | None]]
) -> tuple[set[tuple[UUID, UUID]], set[UUID], set[UUID]]:
    """Among the employers and the pôles of these places: the employers that somebody directs, with who does; the pôles whose
    board sits, and those of which nobody keeps who sits."""
    of = Mandate.objects.on(on).values_list("seat__body__organisation", flat=True)
    employers, poles = {one[1] for one in places}, {one[2] for one in places if one[2]}
    directed = of.values_list("seat__body__organisation", "person").filter(
        seat__title="direction", seat__body__kind=Body.Kind.TEAM, seat__body__organisation__in=employers
    )
    boards = of.filter(seat__body__kind=Body.Kind.BOARD, seat__body__organisation__in=poles)
    kept = Keeping.objects.on(on).filter(register="mandates", organisation__in=poles)
    sits = set(boards)
    return set(directed), sits, poles - sits - set(kept.values_list("organisation", flat=True))


@fact(
    about=GROUPING, register="delegations", also=(("team", "self"),), reads=(STAFF,), items="delegates", unit="delegations",
    lacks="le siège, dans l’équipe, de qui est délégué·e par son contrat, ou le contrat de qui en a un",
)  # fmt: skip
def delegates_entrusted(on: date, among: Organisations) -> Facts:
    """For each territorial delegate of a team: the strategic delegations that they were given and that hold, accepted or not
    (R6.13; L3.1 asks that they be). Of those who are at such a post by their contract and have no seat there, nothing is known;
    nor of whoever holds none, and whose contract there is over."""
    rows = Mandate.objects.on(on).filter(
        seat__title=DELEGATE, seat__body__kind=Body.Kind.TEAM, **among.where("seat__body__organisation")
    )
    found: Found = defaultdict(dict)
    seats: dict[tuple[UUID, UUID], UUID] = {}
    for key, organisation, person in rows.values_list("pk", "seat__body__organisation_id", "person_id"):
        found[organisation][key] = 0
        seats[organisation, person] = key
    for organisation, chain in among.once("supervision.chains", lambda: every_chain(among.ids)):
        leaf = chain.leaf
        seat = seats.get((organisation, leaf.holder))
        if seat and leaf.nature == Grant.Nature.STRATEGIC and chain.is_given(on):
            found[organisation][seat] += 1  # type: ignore[operator]
    posts = held_posts(on, among, is_territorial=True).filter(post__function__in=delegate_functions())
    for employer, person in posts.values_list("contract__employer_id", "contract__person_id"):
        if (employer, person) not in seats:
            found[employer][UNSEATED] = Span(0, None)
    employed = contracts(on, among)
    for (organisation, person), seat in seats.items():
        if found[organisation][seat] == 0 and over(employed, organisation, person):
            found[organisation][seat] = Span(0, None)
    return found
