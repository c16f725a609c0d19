"""Bodies and their seats: those of the federation's file leave with the others, and come back by it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from kevread.common.errors import Invalid
from kevread.common.periods import Period
from kevread.common.sheets import Entry, Sheet, Values, Writing, declare_sheet
from kevread.common.tables import Kind
from kevread.common.words import plain
from kevread.seats import operations
from kevread.seats.loader import SeatSpec
from kevread.seats.models import Body, Seat

BODIES = "Instances et sièges"


def seats_on(on: date) -> QuerySet[Seat]:
    rows = Seat.objects.on(on).select_related("body__organisation", "body__led_by")
    return rows.order_by("body__organisation__slug", "body__rank", "body__slug", "rank", "title")


def spec_of(values: Values, rank: int) -> SeatSpec:
    return SeatSpec(
        title=values["mot du siège"],
        name=values["siège"],
        one_per=values["répartition"],
        places=values["places"] or None,
        conditions=tuple(values["conditions"].split(", ")) if values["conditions"] else (),
        is_alternate=bool(values["suppléance"]),
        rank=100 + rank,
    )


def write_seat(writing: Writing, values: Values) -> Seat:
    """The first row of a body opens it with all of its seats; another adds one."""
    slug = values["instance"]
    body = Body.objects.filter(slug=slug).select_related("organisation").first()
    if body is not None:
        if there := body.seats.filter(name=values["siège"]).first():
            return counted(writing, there, values)  # it came with the first row of its body, or with its organisation
        spec = spec_of(values, 0)
        return operations.add_seat(
            actor=writing.actor,
            body=body,
            name=spec.name,
            one_per=spec.one_per,
            places=spec.places,
            is_alternate=spec.is_alternate,
            conditions=spec.conditions,
            now=writing.now,
        )
    same = [row for row in writing.rows(BODIES) if row["instance"] == slug]
    if not values["depuis"]:
        raise Invalid("depuis", "Dites depuis quel jour cette instance existe.")
    body = operations.create_body(
        actor=writing.actor,
        organisation=writing.find("organisation", values),
        name=values["nom de l’instance"],
        purpose=values["objet"],
        kind=values["nature"],
        level=values["niveau"],
        led_by=writing.find("animée par", values),
        period=Period.through(values["depuis"], values["jusqu’au"] or None),
        seats=tuple(spec_of(row, rank) for rank, row in enumerate(same)),
        now=writing.now,
    )
    if body.slug != slug:
        raise Invalid("instance", f"Une instance de ce nom s’appelle « {body.slug} » ici : écrivez-le ainsi.")
    return body.seats.get(name=values["siège"])


def change_seat(writing: Writing, row: Seat, values: Values) -> None:
    """How many people hold it together, where no article says it; nothing else of a seat that is there."""
    held = SEATS.held(row)
    for header in (column.name for column in SEATS.columns if not column.told):
        if header != "places" and values[header] != held[header]:
            raise Invalid(
                header, "Ce siège est inscrit autrement : une instance et ses sièges ne se récrivent pas d’un fichier."
            )
    counted(writing, row, values)


def counted(writing: Writing, seat: Seat, values: Values) -> Seat:
    """How many people hold it together, where a file says another number than its own."""
    if not values["places"] or values["places"] == seat.places:
        return seat
    why = f"Repris du fichier {writing.file}"
    return operations.say_places(actor=writing.actor, seat=seat, places=values["places"], why=why, now=writing.now)


def called(values: Values) -> Iterable[str]:
    name = values["nom de l’instance"]
    return (values["instance"], f"{name} {values['organisation']}", f"{name}, {values['organisation']}")


def seat_in(instance: str, said: str, on: date) -> Seat:
    """The seat of a body, by its name or its word. Raises Invalid."""
    rows = list(Seat.objects.on(on).filter(body__slug=instance).select_related("body__organisation").order_by("rank"))
    for row in rows:
        if plain(said) in (plain(row.name), row.title):
            return row
    offered = ", ".join(row.name for row in rows)
    raise Invalid("siège", f"« {said} » n’est pas un siège de cette instance, qui a : {offered}.")


SEATS = declare_sheet(
    Sheet(
        title=BODIES,
        help="Une ligne par sorte de siège. Celles que la fédération donne à chaque organisation de son échelle y sont déjà : "
        "n’ajoutez que ce qui diffère, et les places d’un siège que plusieurs personnes tiennent ensemble.",
        columns=(
            Entry("organisation", lambda row: row.body.organisation.slug, required=True, refers="Organisations"),
            Entry("instance", lambda row: row.body.slug, required=True, longest=80, example="ess-du-lavoir-board"),
            Entry("nom de l’instance", lambda row: row.body.name, required=True, asked="name", longest=160),
            Entry(
                "nature",
                lambda row: row.body.kind,
                choices=lambda: dict(Body.Kind.choices),
                required=True,
                asked="kind",
            ),
            Entry("niveau", lambda row: row.body.level, choices=lambda: dict(Body.Level.choices), asked="level"),
            Entry("objet", lambda row: row.body.purpose, longest=2_000),
            Entry("animée par", lambda row: row.body.led_by.slug if row.body.led_by else "", refers="Organisations"),
            Entry("siège", lambda row: row.name, required=True, longest=120, example="Présidence"),
            Entry("mot du siège", lambda row: row.title, required=True, longest=40, example="president"),
            Entry(
                "répartition",
                lambda row: row.one_per,
                choices=lambda: dict(Seat.OnePer.choices),
                asked="one_per",
                help="Vide : les places sont en tout.",
            ),
            Entry("places", lambda row: row.places, Kind.NUMBER, asked="places", help="Vide : pas de nombre fixé."),
            Entry("places dites par", lambda row: row.places_setting, told=True, help="La modalité qui dit le nombre."),
            Entry("suppléance", lambda row: row.is_alternate, yes=True),
            Entry("conditions", lambda row: ", ".join(row.conditions), asked="conditions", longest=500),
            Entry("depuis", lambda row: row.dates.start, Kind.DAY, asked="first"),
            Entry("jusqu’au", lambda row: row.dates.last, Kind.DAY, asked="last"),
        ),
        keys=(("instance", "mot du siège"),),
        calls=called,
        rows=seats_on,
        write=write_seat,
        change=change_seat,
        grows=True,
    )
)
