"""Who sits in the bodies of each organisation, who holds a post there, and who represents whom.

Every fact is true for one day. Numbers are numbers of people, each counted once, unless the docstring says otherwise;
an organisation missing from an answer counts 0. A mandate that was a mistake never counts; an alternate does not
occupy a seat, and is looked at only where a fact says so (`alternates`). A fact is asked of bodies of some nature (`kind`: the
first one named is that whose page tells what is found), in seats of some titles, for whom they represent: what an article
names is in its parameters, and nothing here.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kevread.charter.models import Keeping
from kevread.charter.queries.limits import is_decided
from kevread.common.facts import SCALES, Facts, Item, Needed, Number, Organisations, Span, fact, span
from kevread.common.parameters import Behalf, Kinds, Scale, Scales, Seat, Titles
from kevread.common.parameters import Setting as SettingName
from kevread.directory.models import Affiliation

from .models import Body, Mandate
from .queries import vacancies  # noqa: F401 — the vacant places that a setting gives, registered with the facts
from .queries.contracts import unless_contracts_differ, with_no_seat
from .queries.seats_asked import in_seat, register_of

PEOPLE = Count("person", distinct=True)
BOARD, BUREAU, TEAM = Body.Kind.BOARD, Body.Kind.BUREAU, Body.Kind.TEAM
HERE = "seat__body__organisation"
TEAM_TOO: Needed = (("team", "self"),)
STAFF: Needed = (("staff", "self"),)


def in_office(on: date) -> QuerySet[Mandate]:
    """Mandates that day, alternates too."""
    return Mandate.objects.on(on)


def sitting(on: date, **where: Any) -> QuerySet[Mandate]:
    """Mandates that occupy a seat that day."""
    return in_office(on).filter(seat__is_alternate=False, **where)


def theirs(on: date, among: Organisations, at: str = HERE) -> dict[str, Any]:
    """The lookup that restricts mandates to those of these organisations' own bodies, or held for them (`represents`): by
    their keys, read once for all the facts of a day. PostgreSQL does not know that a few organisations have few mandates:
    with a further condition, it walks those of everyone."""
    if among.is_network:
        return among.where(at)

    def read() -> list[UUID]:
        return list(in_office(on).filter(**among.where(at)).values_list("pk", flat=True))

    return {"pk__in": among.once(f"seats.theirs.{at}", read)}


def counted(mandates: QuerySet[Mandate], by: str = HERE) -> dict[Any, int]:
    """How many different people hold these mandates, for each organisation. One query."""
    return dict(mandates.order_by().values_list(by).annotate(PEOPLE))


def holds(mandates: QuerySet[Mandate], seat: Seat, at: str = HERE) -> Exists:
    """Whether the person of a mandate has one of these in that seat, in the organisation that `at` names."""
    same = mandates.filter(person=OuterRef("person"), seat__body__organisation=OuterRef(at))
    return Exists(same.filter(**in_seat(seat)))


def at_a_member(on: date, seat: Seat, **told: bool) -> Exists:
    """Whether the person of a mandate is in that seat in an organisation that is a member of the body's own."""
    members = Affiliation.objects.on(on).filter(
        member=OuterRef("seat__body__organisation"), of=OuterRef(OuterRef(HERE)), **told
    )
    theirs = in_office(on).filter(Exists(members), person=OuterRef("person"), **in_seat(seat))
    return Exists(theirs)


def on_behalf_of(on: date, whom: Behalf, **told: bool) -> Q:
    """Mandates held for one of these: an organisation of a scale, of none (`outside`), a family, nobody; `no-member`: for
    nobody, or for an organisation that is no member of the body's own that day. `told` narrows the memberships that count."""
    member = Affiliation.objects.on(on).filter(member=OuterRef("represents"), of=OuterRef(HERE), **told)
    ways: dict[str, Q] = {
        "outside": Q(represents__scale=""),
        "family": ~Q(family=""),
        "nobody": Q(represents=None, family=""),
        "no-member": Q(~Exists(member)),
    } | {scale: Q(represents__scale=scale) for scale in SCALES}
    return reduce(or_, (ways[one] for one in whom))


def filled(
    on: date,
    among: Organisations,
    kind: Kinds,
    title: Titles = (),
    scale: Scales = (),
    represents: Behalf = (),
    alternates: bool = False,
) -> QuerySet[Mandate]:
    """The mandates in an organisation's own bodies of these natures, and if they are said: in seats of these titles, where
    the organisation is of these scales, on behalf of whom they are held, alternates too."""
    rows = in_office(on) if alternates else sitting(on)
    rows = rows.filter(seat__body__kind__in=kind, **theirs(on, among))
    if title:
        rows = rows.filter(seat__title__in=title)
    if scale:
        rows = rows.filter(seat__body__organisation__scale__in=scale)
    return rows.filter(on_behalf_of(on, represents)) if represents else rows


def registers_of(kind: Kinds, also: Seat = "", represents: Behalf = (), is_member: bool = False, **_: object) -> Needed:
    """Those of the bodies that are counted, of the seat that is also held, and of members when they are told from others."""
    seats = (*kind, also) if also else kind
    members = ["members"] if is_member or "no-member" in represents else []
    return tuple((register, "self") for register in dict.fromkeys([*map(register_of, seats), *members]))


# Who sits in the bodies of an organisation.


def deserted(on: date, among: Organisations, kind: Kinds) -> dict[Any, Number]:
    """The organisations that have such a body, in which nobody sits. One query."""
    there = Body.objects.on(on).filter(kind__in=kind, **among.where("organisation"))
    empty = there.exclude(Exists(in_office(on).filter(seat__body=OuterRef("pk"))))
    return dict.fromkeys(empty.values_list("organisation", flat=True), Span(0, None))


def ever(among: Organisations, at: str = HERE, *, alternates: bool = False, **where: Any) -> QuerySet[Mandate]:
    """Mandates of any day that occupy a seat, alternates too if it is said, but for those that were a mistake."""
    rows = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE).filter(**among.where(at), **where)
    return rows if alternates else rows.filter(seat__is_alternate=False)


@fact(
    about=SCALES,
    register="mandates",
    needs=registers_of,
    unit="people",
    reads=STAFF,
    lacks="qui siège dans cette instance, la décision qui dise si un adhérent direct y siège, la confirmation d’adhésions que"
    " seul le fichier du réseau dit, ou le contrat, ou le siège dans l’équipe, de quelqu’un",
)
def people(
    on: date,
    among: Organisations,
    kind: Kinds,
    title: Titles = (),
    scale: Scales = (),
    represents: Behalf = (),
    also: Seat = "",
    alternates: bool = False,
    unsettled: SettingName = "",
    not_at_members: Seat = "",
) -> Facts:
    """People who sit in the bodies of these natures (R3.2, R3.5, R3.6), and if it is said: in seats of these titles; for
    whom (R3.7); who also hold another seat of the same organisation, even as alternates (L1.20). Of a body where nobody sits,
    nothing is known of who should not be there (R3.7, L1.20).

    `scale` restricts what is read to the bodies of organisations of these scales. `not_at_members`: but for those who are in
    that seat in a member of the organisation, whomever they sit for here (R3.7). `unsettled` is the setting without which
    nobody knows whether a structure of no scale has people there: as long as it is not decided, nothing is known of them; nor
    of who is there for a member, or from its bodies, by what the federation's file alone says. Nor
    is anything known of who has a contract, or fills such a post, and has no seat in the team, nor of who has that seat and
    whose contract is over.
    """
    rows = filled(on, among, kind, title, scale, represents, alternates)
    rows = rows.exclude(at_a_member(on, not_at_members)) if not_at_members else rows
    sure = counted(rows.filter(holds(in_office(on), also)) if also else rows)
    empty = deserted(on, among, kind) if (also or not_at_members) and not title else {}
    is_settled = not unsettled or is_decided(unsettled, on)
    if is_settled and "no-member" not in represents:
        return empty | unless_contracts_differ(on, among, rows, sure, kind, also, title)
    every = filled(on, among, kind, title, scale, (), alternates)
    every = every.filter(holds(in_office(on), also)) if also else every
    asked = on_behalf_of(on, represents, is_proposed=False) if represents else Q()
    if not_at_members:
        asked &= ~Q(at_a_member(on, not_at_members, is_proposed=False))
    if not is_settled and asked:  # nothing asked is everybody already
        asked |= Q(represents__scale="")
    most = counted(every.filter(asked))
    return empty | {key: span(sure.get(key, 0), number - sure.get(key, 0)) for key, number in most.items()}


@fact(
    about=SCALES, register="mandates", needs=registers_of, unit="seats",
    lacks="la confirmation d’adhésions que seul le fichier du réseau dit",
)  # fmt: skip
def seats_held(
    on: date,
    among: Organisations,
    kind: Kinds,
    represents: Behalf,
    or_title: Titles = (),
    scale: Scales = (),
    is_member: bool = False,
) -> Facts:
    """Seats, not people, held on behalf of these, and those of the titles `or_title`, whoever they are held for (R2.4,
    R8.4). Vacant seats do not count. `is_member`: of these, those alone that are members of the organisation that day; whoever
    is there for another is no member's (R3.7), and of one that the federation's file alone says a member, nothing is known."""

    def number(whose: Q) -> Counter[UUID]:
        rows = filled(on, among, kind, scale=scale).filter(whose | Q(seat__title__in=or_title))
        return Counter(dict(rows.order_by().values_list(HERE).annotate(Count("pk"))))

    whose = on_behalf_of(on, represents)
    if not is_member:
        return number(whose)
    known = number(whose & ~on_behalf_of(on, ("no-member",), is_proposed=False))
    most = number(whose & ~on_behalf_of(on, ("no-member",)))
    return {key: span(known[key], many - known[key]) for key, many in most.items()}


@fact(
    about=SCALES,
    register="mandates",
    needs=registers_of,
    reads=STAFF,
    unit="percent",
    lacks="qui siège dans cette instance, ou le contrat, ou le siège dans l’équipe, de quelqu’un",
)
def share_of_people(
    on: date, among: Organisations, kind: Kinds, also: Seat, but: Seat = "", scale: Scales = ()
) -> Facts:
    """Of the people who sit there, those who also hold another seat of the same organisation, but for those who hold the
    seat `but`, in percent (L1.20). Rounded up, so that anything above the limit is seen. Nothing is known of a body
    where nobody sits; nor of those whom it employs and who have no seat in its team."""
    held = holds(in_office(on), also) & ~holds(in_office(on), but) if but else holds(in_office(on), also)
    both = Count("person", filter=held, distinct=True)
    rows = filled(on, among, kind, scale=scale)
    more = with_no_seat(on, among, rows) if register_of(also) == "team" else {}
    found: dict[Any, Number] = {}
    for organisation, everyone, some in rows.order_by().values_list(HERE).annotate(everyone=PEOPLE, both=both):
        least, most = (-(-100 * number // everyone) for number in (some, some + more.get(organisation, 0)))
        found[organisation] = span(least, most - least)
    return deserted(on, among, kind) | found


# Members on the bodies of the organisation that they belong to.


def registers_of_members(kind: Kinds, not_at_home: Seat = "", **_: object) -> Needed:
    """Those of the bodies that are counted; of each member too, when its own bodies are looked at."""
    return registers_of(kind) + (((register_of(not_at_home), "items"),) if not_at_home else ())


def away(
    on: date, among: Organisations, scale: Scale, members: Scale, kind: Kinds, not_at_home: Seat
) -> QuerySet[Mandate]:
    """The mandates there of people who sit for a member, and if it is said, do not sit in that seat of the member."""
    rows = filled(on, among, kind, scale=(scale,), represents=(members,))
    return rows.filter(~holds(sitting(on), not_at_home, at="represents")) if not_at_home else rows


def who_is_not_at_home(
    on: date, among: Organisations, scale: Scale, members: Scale, kind: Kinds, not_at_home: Seat = ""
) -> Mapping[tuple[UUID, Item], str]:
    """« Anne M., Yves L. (ESS pays de Pontivy) », for each organisation and member. One query; nothing to tell of those of
    whom nothing is asked at home."""
    if not not_at_home:
        return {}
    rows = away(on, among, scale, members, kind, not_at_home)
    people: dict[tuple[UUID, Item], list[str]] = defaultdict(list)
    names: dict[Item, str] = {}
    for one in rows.select_related("person", "represents", "seat__body").order_by("person__search", "pk"):
        if (member := one.represents) and one.person.short_name not in people[one.seat.body.organisation_id, member.pk]:
            names[member.pk] = member.name
            people[one.seat.body.organisation_id, member.pk].append(one.person.short_name)
    return {key: f"{', '.join(those)} ({names[key[1]]})" for key, those in people.items()}


@fact(
    about=SCALES,
    register="mandates",
    needs=registers_of_members,
    items="organisations",
    unit="people",
    told=who_is_not_at_home,
)
def people_by_member(
    on: date, among: Organisations, scale: Scale, members: Scale, kind: Kinds, not_at_home: Seat = ""
) -> Facts:
    """For each member of a scale, of an organisation of a scale, the people who sit for it in these bodies (R3.7); with
    `not_at_home`, only those who do not sit in that seat of the member. A member with nobody counts 0.

    An organisation that is represented without being a member any more is counted too.
    """
    rows = Affiliation.objects.on(on).filter(member__scale=members, of__scale=scale, **among.where("of"))
    found: dict[Any, dict[Item, int]] = defaultdict(dict)
    for organisation, member in rows.values_list("of_id", "member_id"):
        found[organisation][member] = 0
    mandates = away(on, among, scale, members, kind, not_at_home)
    for organisation, member, number in mandates.order_by().values_list(HERE, "represents").annotate(PEOPLE):
        found[organisation][member] = number
    return found


@fact(
    about=SCALES,
    register="mandates",
    items="organisations",
    unit="people",
    reads=(("mandates", "items"),),
    lacks="le registre des mandats de certains membres",
)
def people_of_member(on: date, among: Organisations, scale: Scale, members: Scale, kind: Kinds, at_home: Seat) -> Facts:
    """For each member of a scale, of an organisation of a scale, the people of these bodies who sit there for it, or who sit
    in that seat of the member, whoever they sit there for (R3.7). Four queries.

    Of a member that does not keep its mandates, those who sit for it are counted; whether others are of it is not known.
    """
    rows = Affiliation.objects.on(on).filter(member__scale=members, of__scale=scale, **among.where("of"))
    found: dict[UUID, dict[UUID, set[UUID]]] = defaultdict(dict)
    for organisation, member in rows.values_list("of", "member"):
        found[organisation][member] = set()
    there: dict[UUID, set[UUID]] = defaultdict(set)
    seated = filled(on, among, kind, scale=(scale,))
    for organisation, person, member, its_scale in seated.values_list(
        HERE, "person", "represents", "represents__scale"
    ):
        there[person].add(organisation)
        if its_scale == members:
            found[organisation].setdefault(member, set()).add(person)
    home = sitting(on, person__in=list(there), seat__body__organisation__scale=members, **in_seat(at_home))
    for person, member in home.values_list("person", HERE):
        for organisation in there[person]:
            if member in found[organisation]:
                found[organisation][member].add(person)
    asked = {member for those in found.values() for member in those}
    kept = Keeping.objects.on(on).filter(register=register_of(at_home), organisation__in=asked)
    keepers = set(kept.values_list("organisation", flat=True))
    return {
        organisation: {member: span(len(people), 0 if member in keepers else None) for member, people in those.items()}
        for organisation, those in found.items()
    }
