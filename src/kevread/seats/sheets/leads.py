"""Who is the reference of which zone."""

from datetime import date

from django.db.models import QuerySet

from kevread.common.errors import Invalid
from kevread.common.sheets import Entry, Sheet, Values, Writing, declare_sheet
from kevread.common.tables import Kind
from kevread.seats import operations
from kevread.seats.models import Mandate, ZoneLead
from kevread.territory.models import Kind as ZoneKind
from kevread.territory.models import Zone

from .bodies import BODIES
from .mandates import name_of, period_of


def leads_on(on: date) -> QuerySet[ZoneLead]:
    rows = ZoneLead.objects.on(on).select_related("mandate__person", "mandate__seat__body__organisation", "zone")
    return rows.defer("zone__outline", "zone__icon").order_by("mandate__seat__body__slug", "zone__code", "-main", "pk")


def write_lead(writing: Writing, values: Values) -> ZoneLead:
    period = period_of(values)
    rows = Mandate.objects.touching(period).filter(
        person=writing.find("personne", values), seat__body__slug=values["équipe"], seat__title="delegate"
    )
    post = rows.select_related("seat__body__organisation", "person").order_by("period").first()
    if post is None:
        raise Invalid("personne", "Cette personne n’a pas de poste de délégué·e dans cette équipe ces jours-là.")
    kinds = (ZoneKind.EPCI, ZoneKind.COMMUNE)
    zone = Zone.objects.filter(kind__in=kinds, code=values["code"]).touching(period).order_by("-period").first()
    if zone is None:
        raise Invalid("code", f"Le code « {values['code']} » n’est pas dans la géographie chargée.")
    return operations.lead_zone(
        actor=writing.actor, mandate=post, zone=zone, period=period, main=bool(values["principale"]), now=writing.now
    )


declare_sheet(
    Sheet(
        title="Référent·es de territoire",
        help="Quel·le délégué·e est la personne référente de quelle intercommunalité ou île.",
        columns=(
            Entry("équipe", lambda row: row.mandate.seat.body.slug, required=True, refers=BODIES),
            Entry(
                "personne", lambda row: name_of(row.mandate.person), required=True, refers="Personnes", asked="mandate"
            ),
            Entry("code", lambda row: row.zone.code, required=True, asked="zone"),
            Entry(
                "territoire",
                lambda row: row.zone.name,
                told=True,
                help="Pour s’y retrouver : c’est le code qui compte.",
            ),
            Entry("principale", lambda row: row.main, yes=True, help="Vide : en appui."),
            Entry("premier jour", lambda row: row.dates.start, Kind.DAY, required=True, asked="first"),
            Entry("dernier jour", lambda row: row.dates.last, Kind.DAY, asked="last"),
        ),
        keys=(("équipe", "personne", "code"),),
        rows=leads_on,
        write=write_lead,
        after=("Postes",),
    )
)
