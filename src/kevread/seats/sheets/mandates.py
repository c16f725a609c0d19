"""Who sits, and who works: mandates and posts."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q, QuerySet

from kevread.common.errors import Invalid
from kevread.common.periods import Period
from kevread.common.sheets import Entry, Sheet, Values, Writing, declare_sheet
from kevread.common.tables import Kind
from kevread.directory.models import Person, Scale
from kevread.seats import operations
from kevread.seats.loader import families
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.operations.entering import ENDS
from kevread.seats.queries.departing import departing
from kevread.seats.rules import dates

from .bodies import BODIES, seat_in

DEPARTS = "departs_from"  # what was found with the row, of a day
TEAM = Q(seat__body__kind=Body.Kind.TEAM)


def name_of(person: Person) -> str:
    """As « Personnes » names somebody."""
    return person.email or str(person)


def period_of(values: Values) -> Period:
    return dates(
        values["premier jour"], values["dernier jour"] or None, first_field="premier jour", last_field="dernier jour"
    )


def write_mandate(writing: Writing, values: Values) -> Mandate:
    """Entered as it is; what exists in fact and departs from a rule is recorded as such; the same one, known at other dates,
    is corrected."""
    period = period_of(values)
    day = min(max(period.start or writing.now.date(), writing.now.date()), period.last or date.max)
    seat = seat_in(values["instance"], values["siège"], day)
    said = {
        "actor": writing.actor,
        "person": writing.find("personne", values),
        "represents": writing.find("au nom de", values),
        "family": values["famille"],
        "period": period,
        "now": writing.now,
    }
    same = Mandate.objects.touching(period).filter(seat=seat, person=said["person"], represents=said["represents"])
    if there := same.select_related("seat__body__organisation", "person").first():
        return operations.correct_mandate(mandate=there, reason=f"Dates reprises du fichier {writing.file}", **said)
    if values["origine"] == Mandate.Origin.EXISTING:
        return operations.record_existing(seat=seat, reason=values["décision"], **said)
    return operations.enter_mandate(
        seat=seat,
        origin=values["origine"],
        note=values["décision"],
        end_reason=values["motif de fin"],
        departs=values["écart constaté"],
        **said,
    )


def change_mandate(writing: Writing, row: Mandate, values: Values) -> None:
    """Its last day alone, earlier, with why."""
    held = SHEET_OF[row.seat.body.kind == Body.Kind.TEAM].held(row)
    for header in ("au nom de", "famille", "origine", "décision"):
        if values[header] != held[header]:
            raise Invalid(header, "Ce mandat est inscrit autrement : corrigez-le à l’écran de son instance.")
    operations.end_mandate(
        actor=writing.actor,
        mandate=row,
        last=values["dernier jour"],
        reason=values["motif de fin"] or Mandate.EndReason.TERM,
        note=f"Fin reprise du fichier {writing.file}",
        now=writing.now,
    )


def mandates_on(on: date, where: Q) -> list[Mandate]:
    """Those in force, each with what it departs from that day. What was recorded as such says it already."""
    rows = list(in_order(on).filter(where))
    found = departing([row for row in rows if row.origin != Mandate.Origin.EXISTING], on)
    for row in rows:
        setattr(row, DEPARTS, found.get(row.pk, ""))
    return rows


def in_order(on: date) -> QuerySet[Mandate]:
    rows = Mandate.objects.on(on).select_related("seat__body__organisation", "person", "represents")
    return rows.order_by(
        "seat__body__organisation__slug",
        "seat__body__rank",
        "seat__body__slug",
        "seat__rank",
        "person__search",
        "person__email",
    )


SCALES = (Scale.LOCAL, Scale.GROUPING, Scale.HEAD)
KINDS = (Body.Kind.TEAM, Body.Kind.BOARD, Body.Kind.ASSEMBLY, Body.Kind.BUREAU, Body.Kind.SPACE)


def by_what_they_rest_on() -> Callable[[Values], int]:
    """The boards of pôles before those of groupings, where one represents them; spaces last."""
    rows = Body.objects.values_list("slug", "organisation__scale", "kind")
    ranks = {slug: len(KINDS) * SCALES.index(scale) + KINDS.index(kind) for slug, scale, kind in rows}
    return lambda values: ranks.get(values["instance"], 0)


def words_of_seats() -> list[str]:
    """The names of seats wherever they are, then the words of the federation's file for them."""
    pairs = list(Seat.objects.order_by("name", "title").values_list("name", "title").distinct())
    return [*(name for name, _ in pairs), *(title for _, title in pairs)]


COLUMNS = (
    Entry("organisation", lambda row: row.seat.body.organisation.slug, told=True, help="Pour s’y retrouver."),
    Entry("instance", lambda row: row.seat.body.slug, required=True, refers=BODIES, example="ess-du-lavoir-board"),
    Entry("siège", lambda row: row.seat.name, required=True, among=words_of_seats, longest=120, example="Présidence"),
    Entry("personne", lambda row: name_of(row.person), required=True, refers="Personnes", asked="person"),
    Entry(
        "au nom de",
        lambda row: row.represents.slug if row.represents else "",
        refers="Organisations",
        asked="represents",
    ),
    Entry("famille", lambda row: row.family, choices=lambda: dict(families()), asked="family"),
    Entry("premier jour", lambda row: row.dates.start, Kind.DAY, required=True, asked="first"),
    Entry("dernier jour", lambda row: row.dates.last, Kind.DAY, asked="last"),
    Entry(
        "origine",
        lambda row: row.origin,
        required=True,
        choices=lambda: dict(Mandate.Origin.choices),
        asked="origin",
        help="Ce qui existe en fait et s’écarte d’une règle : « Situation existante constatée », avec ce qui l’établit.",
    ),
    Entry("décision", lambda row: row.origin_note, asked="reason", help="Qui l’a prise, et quel jour."),
    Entry(
        "motif de fin",
        lambda row: row.end_reason,
        choices=lambda: {code: words for code, words in Mandate.EndReason.choices if code in ENDS},
        asked="end_reason",
    ),
    Entry(
        "écart constaté",
        lambda row: getattr(row, DEPARTS, ""),
        once=True,
        asked="departs",
        longest=500,
        help="De quoi ce mandat s’écarte aujourd’hui, et qui l’a constaté : il est alors inscrit tel qu’il est.",
    ),
)


def sheet(title: str, words: str, where: Q, *after: str) -> Sheet:
    return declare_sheet(
        Sheet(
            title=title,
            help=words,
            columns=COLUMNS,
            keys=(("instance", "siège", "personne", "premier jour"),),
            rows=lambda on: mandates_on(on, where),
            write=write_mandate,
            change=change_mandate,
            after=after,
            order=by_what_they_rest_on,
            unjudged=lambda values: values["origine"] == Mandate.Origin.EXISTING or bool(values["écart constaté"]),
        )
    )


SHEET_OF = {
    False: sheet("Mandats", "Qui siège où, au nom de qui, de quel jour à quel jour.", ~TEAM, "Postes"),
    True: sheet("Postes", "Qui tient quel poste dans quelle équipe.", TEAM),
}
