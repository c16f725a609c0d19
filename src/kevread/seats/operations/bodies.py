"""Bodies: those of the federation are loaded from its file, the others are created on screen; each is closed, never erased."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import HEAD, SCALES
from kevread.common.periods import Period, day_in_words
from kevread.common.words import listed, seen
from kevread.directory.models import Organisation
from kevread.journal.operations import act, open_act
from kevread.seats import permissions
from kevread.seats.asks import promises
from kevread.seats.conditions import is_known
from kevread.seats.loader import Bodies, BodySpec, SeatSpec, bodies, is_counted_by_its_body, takes_more_seats
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.rules import MOST_TOGETHER, ended, most_at_once, require_plausible

OWN_KINDS = (Body.Kind.SPACE, Body.Kind.BUREAU)  # those that an organisation creates and closes
BODY_FIELDS = ("kind", "level", "name", "purpose", "led_by_id", "rank")
SEAT_FIELDS = ("name", "one_per", "places", "places_setting", "conditions", "is_alternate", "rank")


def load_bodies(*, actor: Actor, now: datetime, source: Bodies | None = None) -> int:
    """Write the federation's bodies and seats that are not there yet, and bring the others up to date with the file.

    Idempotent: returns how many bodies and seats were written, 0 the second time. A body lasts as long as its
    organisation. What was created on screen is left alone. Raises Denied, Misread (file and line).
    """
    source = source or bodies()
    head = Organisation.objects.at_scale(HEAD).first()
    if head is None:
        raise Refused("Aucune tête de réseau n’est inscrite : chargez d’abord les organisations.")
    permissions.may_create_body(actor, head).or_raise()
    wanted = {body.slug: (body, spec) for body, spec in _wanted(source, head)}
    there = {body.slug: body for body in Body.objects.filter(slug__in=wanted).select_related("organisation")}
    new = [body for slug, (body, _) in wanted.items() if slug not in there]
    changed = [
        there[slug] for slug, (body, _) in wanted.items() if slug in there and _copy(body, there[slug], BODY_FIELDS)
    ]
    known = {body.slug: body for body in [*there.values(), *new]}
    new_seats, changed_seats = _seats(wanted, known)
    count = len(new) + len(changed) + len(new_seats) + len(changed_seats)
    if count:
        with act("seats.load_bodies", actor=actor, about=head, now=now, arguments={"count": count}):
            Body.objects.bulk_create(new)
            Seat.objects.bulk_create(new_seats)
            Body.objects.bulk_update(changed, BODY_FIELDS)
            Seat.objects.bulk_update(changed_seats, SEAT_FIELDS)
    return count


def _wanted(source: Bodies, head: Organisation) -> list[tuple[Body, BodySpec]]:
    found = [(_body(spec, spec.slug, head, head), spec) for spec in source.spaces]
    for organisation in Organisation.objects.at_scale(*SCALES).order_by("slug"):
        found += _own(organisation, head, source)
    return found


def _own(organisation: Organisation, head: Organisation, source: Bodies) -> list[tuple[Body, BodySpec]]:
    return [
        (_body(spec, f"{organisation.slug}-{spec.slug}", organisation, head), spec)
        for spec in source.each[organisation.scale]
    ]


def bodies_of(organisation: Organisation, head: Organisation, source: Bodies | None = None) -> None:
    """Inside an act: the bodies that the federation's file gives to an organisation of its scale, and their seats."""
    open_act()
    wanted = _own(organisation, head, source or bodies())
    Body.objects.bulk_create([body for body, _ in wanted])
    Seat.objects.bulk_create([_seat(seat, body) for body, spec in wanted for seat in spec.seats])


def _body(spec: BodySpec, slug: str, organisation: Organisation, head: Organisation) -> Body:
    return Body(
        organisation=organisation,
        slug=slug,
        kind=spec.kind,
        level=spec.level,
        name=spec.name,
        purpose=spec.purpose,
        led_by={"head": head, "self": organisation}.get(spec.led_by),
        rank=spec.rank,
        period=organisation.period,
    )


def _seats(wanted: dict[str, tuple[Body, BodySpec]], known: dict[str, Body]) -> tuple[list[Seat], list[Seat]]:
    there = {(seat.body_id, seat.title): seat for seat in Seat.objects.filter(body__slug__in=wanted)}
    new, changed = [], []
    for slug, (_, spec) in wanted.items():
        for seat_spec in spec.seats:
            seat = _seat(seat_spec, known[slug])
            earlier = there.get((known[slug].pk, seat_spec.title))
            if earlier is None:
                new.append(seat)
                continue
            earlier.body = known[slug]
            if _copy(seat, earlier, _fields(seat, earlier)):
                changed.append(earlier)
    return new, changed


def _fields(wanted: Seat, there: Seat) -> tuple[str, ...]:
    """What the file says of a seat that is there: of a number that its body says, the first word alone."""
    said_there = is_counted_by_its_body(wanted) and is_counted_by_its_body(there)
    return tuple(field for field in SEAT_FIELDS if field != "places" or not said_there)


def _seat(spec: SeatSpec, body: Body) -> Seat:
    return Seat(
        body=body,
        title=spec.title,
        name=spec.name,
        one_per=spec.one_per,
        places=spec.places,
        places_setting=spec.places_setting,
        conditions=list(spec.conditions),
        is_alternate=spec.is_alternate,
        rank=spec.rank,
        period=body.period,
    )


def _copy[Row: (Body, Seat)](wanted: Row, there: Row, fields: tuple[str, ...]) -> bool:
    """Give a row the values that the file has. True when something differs."""
    differs = [field for field in fields if getattr(there, field) != getattr(wanted, field)]
    for field in differs:
        setattr(there, field, getattr(wanted, field))
    return bool(differs)


def create_body(
    *,
    actor: Actor,
    organisation: Organisation,
    name: str,
    purpose: str,
    period: Period,
    now: datetime,
    kind: str = Body.Kind.SPACE,
    level: str = "",
    led_by: Organisation | None = None,
    seats: tuple[SeatSpec, ...] = (SeatSpec("member", "Membre"),),
) -> Body:
    """A body of the organisation's own: a group, a space, a bureau. Raises Denied, or Invalid on the field."""
    permissions.may_create_body(actor, organisation, kind).or_raise()
    name = " ".join(name.split())
    if not name or not slugify(name):
        raise Invalid("name", "Donnez un nom à cette instance.")
    if kind not in OWN_KINDS:
        raise Invalid("kind", "On crée ici un groupe, un espace ou un bureau ; les autres instances existent déjà.")
    if level not in ("", *Body.Level.values):
        raise Invalid("level", "Ce niveau n’existe pas.")
    if kind == Body.Kind.SPACE and organisation.scale == HEAD and not level:
        raise Invalid("level", "Dites à quel niveau se place cet espace régional.")
    require_plausible(period)
    slug = slugify(name) if organisation.scale == HEAD else f"{organisation.slug}-{slugify(name)}"
    if slug == "creer":
        raise Invalid("name", "Ce nom est celui de l’écran où l’on crée une instance : donnez-lui-en un autre.")
    taken = Invalid("name", f"Une instance s’appelle déjà « {name} ». Donnez-lui un autre nom.")
    arguments = {"name": name, "kind": kind, "level": level, "first": period.start, "last": period.last}
    with act("seats.create_body", actor=actor, about=organisation, now=now, arguments=arguments):
        try:
            with transaction.atomic():
                body = Body.objects.create(
                    organisation=organisation,
                    slug=slug[:80],
                    kind=kind,
                    level=level,
                    name=name,
                    purpose=" ".join(purpose.split()),
                    led_by=led_by or organisation,
                    period=as_range(period),
                )
        except IntegrityError:
            raise taken from None
        Seat.objects.bulk_create(_seat(spec, body) for spec in seats)
    return body


def add_seat(
    *,
    actor: Actor,
    body: Body,
    name: str,
    now: datetime,
    one_per: str = "",
    places: int | None = None,
    is_alternate: bool = False,
    conditions: Sequence[str] = (),
) -> Seat:
    """Another kind of seat, from today, in a body that the organisation created or in a space; the others of the
    federation's file are changed there. Raises Denied; Invalid on the field; Refused where the body is another of the
    file, or is closed."""
    permissions.may_create_body(actor, body.organisation, body.kind).or_raise()
    name = " ".join(name.split())
    if not slugify(name):
        raise Invalid("name", "Donnez un nom à ce siège.")
    if one_per not in ("", *Seat.OnePer.values):
        raise Invalid("one_per", "Cette répartition n’existe pas.")
    if places is not None and places < 1:
        raise Invalid("places", "Le nombre de places est d’au moins 1 ; vide, il n’est pas fixé.")
    if not all(is_known(condition) for condition in conditions):
        raise Invalid("conditions", "Cette condition n’existe pas.")
    if not takes_more_seats(body):
        raise Refused(f"Les sièges de {body.name} sont fixés par la fédération : ils ne se changent pas d’ici.")
    asked: dict[str, Any] = {"body": body.slug, "name": name, "one_per": one_per, "places": places}
    asked |= {"is_alternate": is_alternate, "conditions": list(conditions)}
    with act("seats.add", actor=actor, about=body.organisation, now=now, arguments=asked):
        body = Body.objects.select_related("organisation").lock(body.pk)
        start = max(now.date(), body.dates.start or now.date())
        if body.dates.end and body.dates.end <= start:
            raise Refused(f"{body.name} est close : on n’y ajoute plus de siège.")
        title = slugify(name)[:40].strip("-")
        if body.seats.filter(title=title).exists() or body.seats.filter(name=name).exists():
            raise Invalid("name", f"Un siège s’appelle déjà « {name} » ici. Donnez-lui un autre nom.")
        spec = SeatSpec(title, name, one_per, places, "", tuple(conditions), is_alternate, 100 + body.seats.count())
        seat = _seat(spec, body)
        seat.period = as_range(Period(start, body.dates.end))
        seat.save()
    return seat


def say_places(*, actor: Actor, seat: Seat, places: int, why: str, now: datetime) -> Seat:
    """How many people hold a seat together, from today: a presidency by two. Locks the body, as whoever sits there does.

    `why`: what says it. Raises Denied; Invalid on the field, also where more people sit there, or will; Refused where an
    article or a share gives the number, or the seat was created on screen.
    """
    permissions.may_say_places(actor, seat).or_raise()
    require_counted(seat)
    if not 1 <= places <= MOST_TOGETHER:
        raise Invalid("places", f"Un nombre de 1 à {MOST_TOGETHER} est attendu.")
    if len(seen(why)) < 5:
        raise Invalid("why", "Dites ce qui le prévoit : les statuts et leur article, ou la décision et son jour.")
    where = seat.body.organisation
    hat = actor.hat_for("decide_seats", where.pk) or actor.hat_for("record_existing", where.pk)
    asked = {"seat": seat.pk, "places": places}
    with act("seats.say_places", actor=actor, about=where, now=now, hat=hat, arguments=asked, reason=why.strip()):
        Body.objects.lock(seat.body_id)
        seat = Seat.objects.select_related("body__organisation").lock(seat.pk)
        require_counted(seat)
        if seat.places == places:
            raise Invalid("places", f"C’est déjà le nombre inscrit : {places}.")
        today = timezone.localtime(now).date()
        held = [one.dates for one in Mandate.objects.touching(Period(today)).filter(seat=seat)]
        if (most := most_at_once(held, today)) > places:
            raise Invalid(
                "places", f"{most} personnes y siègent ou y siégeront ensemble : mettez d’abord fin à un mandat."
            )
        given = [one.period for one in promises([seat.pk])]
        if (most := most_at_once([*held, *given], today)) > places:
            raise Invalid(
                "places",
                f"{most} personnes y siégeront ensemble, avec celles à qui une décision donne ce siège : pas moins.",
            )
        seat.places = places
        seat.save(update_fields=["places"])
    return seat


def require_counted(seat: Seat) -> None:
    """Its body may say how many hold it. Raises Invalid where no number is set; Refused where something else gives it."""
    if is_counted_by_its_body(seat):
        return
    if seat.places is None and not seat.places_setting and not seat.one_per:
        raise Invalid("places", "Ce siège n’a pas de nombre de places : autant de personnes qu’il en faut y siègent.")
    raise Refused(
        f"Le nombre de places de « {seat.name} » ne se dit pas ici : un article, une répartition ou la création de "
        "l’instance le donne."
    )


def close_body(*, actor: Actor, body: Body, last: date, now: datetime) -> Body:
    """A group, a space or a bureau no longer exists after a day; assemblies, boards and teams last as long as their
    organisation. Raises Denied; Invalid; Refused, also while people still sit in it afterwards."""
    permissions.may_close_body(actor, body).or_raise()
    if body.kind not in OWN_KINDS:
        raise Refused(f"{body.name} ne se ferme pas : cette instance existe aussi longtemps que son organisation.")
    with act(
        "seats.close_body", actor=actor, about=body.organisation, now=now, arguments={"body": body.slug, "last": last}
    ):
        body = Body.objects.lock(body.pk)
        period = ended(body.dates, last)
        after = Mandate.objects.touching(Period(period.end)).filter(seat__body=body)
        seated = [mandate.person.short_name for mandate in after.select_related("person").order_by("person__search")]
        if seated:
            others = [f"{len(seated) - 3} autres"] if len(seated) > 4 else seated[3:]
            raise Refused(
                f"{body.name} ne peut pas fermer le {day_in_words(last)}. Y ont encore un mandat après ce jour : "
                f"{listed([*seated[:3], *others]).removesuffix('.')}. Mettez d’abord fin à ces mandats."
            )
        Seat.objects.filter(body=body).touching(Period(period.end)).update(period=as_range(period))
        body.period = as_range(period)
        body.save(update_fields=["period"])
    return body


def end_bodies(organisation: Organisation, last: date) -> None:
    """Inside an act: the bodies of an organisation and their seats stop after that day; what had ended keeps its end."""
    open_act()
    after = Period(last + timedelta(days=1))
    for rows in (Seat.objects.filter(body__organisation=organisation), Body.objects.filter(organisation=organisation)):
        for row in rows.touching(after).order_by("pk"):
            row.period = as_range(ended(row.dates, last))
            row.save(update_fields=["period"])
