"""What every verb that opens a mandate asks before it does: a wish that holds together, a person and a place."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from kevread.base.models import as_range
from kevread.charter.operations import upholding
from kevread.charter.queries.quote import quote
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period, day_in_words, turning_points
from kevread.common.words import listed, of
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.seats.conditions import Place, broken_by, meets_all, refusal_of
from kevread.seats.loader import article_of, families, is_counted_by_its_body
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.queries import representable
from kevread.seats.queries.composition import register_of
from kevread.seats.rules import require_plausible

from .deciding import require_unpromised
from .wishes import Unseatable, Wish


def open_mandate(wish: Wish, *, judged: bool) -> Mandate:
    """Lock, ask, write. `judged`: the seat's places, its conditions and the articles are upheld on every day.

    Must run inside an act. The body is locked first, then the person: two windows cannot seat two people at once.
    """
    require_coherent(wish)
    Body.objects.lock(wish.seat.body_id)
    Person.objects.lock(wish.person.pk)
    require_not_seated(wish)
    if not judged:
        return write(wish)
    with naming_the_person(wish), upheld(wish) as days:
        within = [day for day in days if day in wish.period]
        require_conditions(wish, within)
        require_places(wish, within)
        require_unpromised(wish, within)
        return write(wish)


def upheld(wish: Wish) -> AbstractContextManager[list[date]]:
    """The articles that a mandate may move hold no less well, on any day of its period, nor of that of the one it corrects."""
    apart, meanwhile = wish.apart, places_during(wish.person.pk, wish.period)
    return upholding(
        concerned(wish, meanwhile),
        writes={register_of(wish.seat.body): [wish.organisation]},
        on=lambda: [*days_that_matter(wish, meanwhile), *(days_resting_on(apart, wish.period) if apart else [])],
        during=[wish.period, *([apart.dates] if apart else [])],
    )


def write(wish: Wish) -> Mandate:
    if wish.apart:
        wish.apart.end_reason = Mandate.EndReason.MISTAKE
        wish.apart.save(update_fields=["end_reason"])
    try:
        with transaction.atomic():
            return Mandate.objects.create(
                seat=wish.seat,
                person=wish.person,
                represents=wish.represents,
                family=wish.family,
                period=as_range(wish.period),
                origin=wish.origin,
                origin_note=wish.note[:200],
                decided_in=wish.decided_in,
            )
    except IntegrityError as error:
        if "mandate_once" not in str(error):
            raise
        raise already_seated(wish, wish.seat.name) from None


def require_coherent(wish: Wish) -> None:
    """The wish holds together, whatever the rules. Raises Invalid on the field."""
    require_plausible(wish.period)
    seat, body = wish.seat, wish.seat.body
    for dates in (body.dates, seat.dates):
        if dates.start and wish.start < dates.start:
            raise Invalid("first", f"{body.name} n’existe que depuis le {day_in_words(dates.start)}.")
        if dates.last and (wish.period.last is None or wish.period.last > dates.last):
            raise Invalid(
                "last", f"{body.name} ferme le {day_in_words(dates.last)} : le mandat finit ce jour-là au plus tard."
            )
    if seat.one_per == Seat.OnePer.FAMILY:
        if wish.family not in families():
            raise Invalid("family", "Choisissez la famille que cette personne représente.")
        if wish.represents:
            raise Invalid("represents", "Ce siège représente une famille, et non une organisation.")
        return
    if wish.family and wish.family not in families():
        raise Invalid("family", "Cette famille n’existe pas.")
    if seat.one_per and wish.represents is None:
        raise Invalid("represents", f"Dites qui cette personne représente : ce siège est {seat.get_one_per_display()}.")
    if wish.represents and not representable(seat, wish.start).filter(pk=wish.represents.pk).exists():
        raise Invalid(
            "represents",
            f"{wish.represents.name} n’a pas de place ici le {day_in_words(wish.start)} : ce siège est ouvert à qui est "
            f"membre {of(wish.organisation.name)} ce jour-là.",
        )


def require_not_seated(wish: Wish) -> None:
    """Nobody sits twice in the same body on the same day; in a team, nobody holds the same post twice."""
    same = wish.others().filter(person=wish.person, seat__body=wish.seat.body)
    if wish.seat.body.kind == Body.Kind.TEAM:
        same = same.filter(seat=wish.seat)
    if earlier := same.select_related("seat").order_by("period").first():
        raise already_seated(wish, earlier.seat.name, earlier.dates)


def already_seated(wish: Wish, seat_name: str, dates: Period | None = None) -> Unseatable:
    until = f" jusqu’au {day_in_words(dates.last)}" if dates and dates.last else ""
    since = f" depuis le {day_in_words(dates.start)}" if dates and dates.start else ""
    return Unseatable(
        wish,
        f"Cette personne a déjà un mandat dans cette instance ({seat_name}{since}{until}) : "
        "mettez-y fin d’abord, ou choisissez d’autres dates.",
    )


def days_that_matter(wish: Wish, meanwhile: list[Organisation]) -> list[date]:
    """The days, within the period, on which something that is judged changes: mandates of this person, those around the body
    and around the board of who is represented, their membership, and the mandate that is corrected. `meanwhile`: where this
    person sits in that time."""
    around = Q(person=wish.person) | around_body(wish.seat.body)
    if wish.represents:
        around |= bodies_around(wish.represents.pk)
    for place in meanwhile:
        around |= bodies_around(place.pk)
    mandates = wish.others().filter(around).values_list("period", flat=True)
    memberships = Affiliation.objects.filter(member=wish.represents, of=wish.organisation).values_list(
        "period", flat=True
    )
    periods = [Period.of(period) for period in [*mandates, *(memberships if wish.represents else ())]]
    return turning_points(wish.period, [*periods, *([wish.apart.dates] if wish.apart else [])])


def around_body(body: Body) -> Q:
    """The mandates of a body, and those that a fact may ask of its people: in the other bodies of the organisation, but for
    the spaces, each of which is a world of its own."""
    return Q(seat__body=body) | bodies_around(body.organisation_id)


def bodies_around(organisation: UUID) -> Q:
    return Q(seat__body__organisation=organisation) & ~Q(seat__body__kind=Body.Kind.SPACE)


def days_resting_on(mandate: Mandate, *more: Period) -> list[date]:
    """The days, within a mandate, on which another of the same person starts or ends, or one around its body or around who
    it represents."""
    around = Q(person=mandate.person_id) | around_body(mandate.seat.body)
    if mandate.represents_id:
        around |= bodies_around(mandate.represents_id)
    resting = Mandate.objects.touching(mandate.dates).filter(around)
    periods = [Period.of(period) for period in resting.values_list("period", flat=True)]
    return turning_points(mandate.dates, [*periods, *more])


def concerned(wish: Wish, meanwhile: list[Organisation]) -> list[Organisation]:
    """Whose articles are upheld: the body's organisation, who is represented, where the person sits `meanwhile` (an
    administrator of a pôle counts as such wherever they sit: R3.7), and where the one who was wrongly seated has another
    mandate, that may have rested on this one."""
    organisations = [wish.organisation, *([wish.represents] if wish.represents else [])]
    organisations += meanwhile
    return organisations + (resting_places(wish.apart) if wish.apart else [])


def resting_places(mandate: Mandate) -> list[Organisation]:
    """Where the person has a mandate that may rest on this one, and for whom."""
    return places_during(mandate.person_id, mandate.dates)


def places_during(person: UUID, period: Period) -> list[Organisation]:
    """Where somebody has a mandate in a period, and for whom."""
    others = Mandate.objects.touching(period).filter(person=person)
    return list(
        Organisation.objects.filter(
            Q(bodies__seats__mandates__in=others) | Q(pk__in=others.values("represents"))
        ).distinct()
    )


def require_conditions(wish: Wish, days: list[date]) -> None:
    """The person meets the seat's conditions on each of these days: all asked together, then one by one where something does
    not hold. Refused with the condition, the day and the article."""
    if meets_all(wish.person, [Place(wish.seat, wish.represents, day, wish.apart) for day in days]):
        return
    for day in days:
        place = Place(wish.seat, wish.represents, day, wish.apart)
        for name in broken_by(wish.person, place):
            rule = article_of(name)
            said = refusal_of(name, wish.person, place)
            if day > wish.start:
                said += f" Choisissez le {day_in_words(day - timedelta(days=1))} comme dernier jour, ou avant."
            raise Unseatable(wish, said, rule=rule, text=quote(rule, wish.organisation.pk, day) if rule else "")


def require_places(wish: Wish, days: list[date]) -> None:
    """A seat with a number of places has one left on each of these days. One query, whatever their number; and one more for
    a number that its body says, read again now that the body is locked."""
    places = wish.seat.places
    if is_counted_by_its_body(wish.seat):
        places = Seat.objects.values_list("places", flat=True).get(pk=wish.seat.pk)
    if places is None:
        return
    seated = wish.others().filter(seat=wish.seat).select_related("person").order_by("person__search", "pk")
    if wish.seat.one_per:
        seated = seated.filter(represents=wish.represents, family=wish.family)
    rows = [(mandate.dates, mandate.person.short_name) for mandate in seated]
    for day in days:
        holders = [name for dates, name in rows if day in dates]
        if len(holders) >= places:
            sits = "siège" if len(holders) == 1 else "siègent"
            number = "une seule place" if places == 1 else f"{places} places"
            raise Unseatable(
                wish,
                f"{wish.seat.name} : il y a {number}{for_whom(wish)}, "
                f"et le {day_in_words(day)} y {sits} déjà {listed(holders).removesuffix('.')}.{together(wish.seat)}",
            )


def together(seat: Seat) -> str:
    """That no article gives a number, and where another is said."""
    if not is_counted_by_its_body(seat):
        return ""
    return (
        " Aucun article du cadre commun ne fixe ce nombre : si davantage de personnes tiennent ce siège, dites-le d’abord, à "
        "la page de l’instance (« Plusieurs personnes à ce siège »), ou dans un fichier, par les places de la feuille "
        "« Instances et sièges »."
    )


@contextmanager
def naming_the_person(wish: Wish) -> Iterator[None]:
    """A refusal of the charter, said of this seat and this person, with those who sit there already."""
    try:
        yield
    except (Invalid, Unseatable):
        raise
    except Refused as refusal:
        said = f"{_those_seated(wish)}{refusal.sentence}"
        raise Unseatable(wish, said, rule=refusal.rule, text=refusal.text) from None


def _those_seated(wish: Wish) -> str:
    if not wish.represents:
        return ""
    seated = wish.others().filter(seat__body=wish.seat.body, represents=wish.represents, seat__is_alternate=False)
    people = seated.exclude(person=wish.person).select_related("person").order_by("person__search", "pk")
    names = list(dict.fromkeys(mandate.person.short_name for mandate in people))
    return f"{wish.represents.name} y a déjà {listed(names).removesuffix('.')}. " if names else ""


def for_whom(wish: Wish) -> str:
    if wish.represents and wish.seat.one_per:
        return f" pour {wish.represents.name}"
    return f" pour la famille « {families()[wish.family]} »" if wish.family in families() and wish.seat.one_per else ""
