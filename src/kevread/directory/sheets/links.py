"""Who is a member of whom, who has which territory."""

from datetime import timedelta

from django.utils.text import slugify

from kevread.common.errors import Invalid
from kevread.common.periods import Period
from kevread.common.sheets import Entry, Sheet, Values, Writing, declare_sheet
from kevread.common.tables import Kind
from kevread.directory import operations
from kevread.directory.models import Affiliation, Coverage
from kevread.territory.models import Certainty, Zone
from kevread.territory.models import Kind as ZoneKind


def period_of(values: Values) -> Period:
    """From « depuis » to « jusqu’au », both included. Raises Invalid."""
    try:
        return Period.through(values["depuis"] or None, values["jusqu’au"] or None)
    except ValueError as wrong:
        raise Invalid("jusqu’au", str(wrong)) from None


def write_affiliation(writing: Writing, values: Values) -> Affiliation:
    return operations.affiliate(
        actor=writing.actor,
        member=writing.find("membre", values),
        of=writing.find("adhère à", values),
        college=values["collège"],
        period=period_of(values),
        now=writing.now,
    )


def change_affiliation(writing: Writing, row: Affiliation, values: Values) -> None:
    """Its last day alone."""
    if values["collège"] != row.college:
        raise Invalid(
            "collège", "Un import ne change pas un collège : mettez fin à cette adhésion, puis inscrivez l’autre."
        )
    if (values["depuis"] or None) != row.dates.start:
        raise Invalid("depuis", "Cette adhésion est inscrite depuis un autre jour : un import ne le change pas.")
    operations.end_affiliation(actor=writing.actor, affiliation=row, last=values["jusqu’au"], now=writing.now)


def a_college(text: str) -> str:
    word = slugify(text)
    if not word or len(word) > 40:
        raise ValueError("Le nom court d’un collège est attendu, par exemple « poles ».")
    return word


declare_sheet(
    Sheet(
        title="Adhésions",
        help="Qui adhère à qui, dans quel collège. Un pôle adhère à son groupement, et souvent aussi à la tête de réseau.",
        columns=(
            Entry("membre", lambda row: row.member.slug, required=True, refers="Organisations", asked="member"),
            Entry("adhère à", lambda row: row.of.slug, required=True, refers="Organisations", asked="of"),
            Entry("collège", lambda row: row.college, check=a_college, asked="college", longest=40),
            Entry("depuis", lambda row: row.dates.start, Kind.DAY, asked="start"),
            Entry("jusqu’au", lambda row: row.dates.last, Kind.DAY, asked="last", help="Le dernier jour, inclus."),
        ),
        keys=(("membre", "adhère à"),),
        rows=lambda on: Affiliation.objects.on(on).select_related("member", "of").order_by("of__slug", "member__slug"),
        write=write_affiliation,
        change=change_affiliation,
    )
)


def zone_of(code: str, period: Period) -> Zone:
    """Raises Invalid."""
    kinds = (ZoneKind.EPCI, ZoneKind.COMMUNE, ZoneKind.STRATEGIC)
    rows = Zone.objects.filter(kind__in=kinds, code=code).touching(period).defer("outline", "icon").order_by("-period")
    if (zone := rows.first()) is None:
        raise Invalid(
            "code",
            f"Le code « {code} » n’est pas dans la géographie chargée : celui d’une intercommunalité, d’une île ou d’un "
            "territoire est attendu.",
        )
    return zone


def write_coverage(writing: Writing, values: Values) -> Coverage:
    period = period_of(values)
    return operations.cover_zone(
        actor=writing.actor,
        organisation=writing.find("organisation", values),
        zone=zone_of(values["code"], period),
        source=values["source"],
        certainty=values["certitude"],
        period=period,
        now=writing.now,
    )


def change_coverage(writing: Writing, row: Coverage, values: Values) -> None:
    """Another organisation from « depuis » on, the former one until the day before; or its last day alone."""
    start = values["depuis"] or None
    if values["organisation"] != row.organisation.slug:
        if start is None or (row.dates.start and start <= row.dates.start):
            raise Invalid(
                "depuis",
                f"Ce territoire est rattaché à {row.organisation.name} : dites depuis quel jour il ne l’est plus.",
            )
        last = start - timedelta(days=1)
        operations.end_coverage(actor=writing.actor, coverage=row, last=last, now=writing.now)
        write_coverage(writing, values)
        return
    if start != row.dates.start or values["certitude"] != row.certainty or values["source"] != row.source:
        raise Invalid("source", "Ce rattachement est inscrit autrement : un import n’en change que le dernier jour.")
    operations.end_coverage(actor=writing.actor, coverage=row, last=values["jusqu’au"], now=writing.now)


declare_sheet(
    Sheet(
        title="Territoires",
        help="Qui a quel territoire : une intercommunalité ou une île pour un pôle, un territoire stratégique pour un "
        "groupement.",
        columns=(
            Entry("organisation", lambda row: row.organisation.slug, required=True, refers="Organisations"),
            Entry(
                "code",
                lambda row: row.zone.code,
                required=True,
                asked="zone",
                help="Le SIREN de l’intercommunalité, le code Insee de l’île.",
            ),
            Entry(
                "territoire",
                lambda row: row.zone.name,
                told=True,
                help="Pour s’y retrouver : c’est le code qui compte.",
            ),
            Entry(
                "source",
                lambda row: row.source,
                required=True,
                asked="source",
                help="Une délibération, une page.",
            ),
            Entry(
                "certitude",
                lambda row: row.certainty,
                required=True,
                choices=lambda: dict(Certainty.choices),
                asked="certainty",
            ),
            Entry("depuis", lambda row: row.dates.start, Kind.DAY, asked="start"),
            Entry("jusqu’au", lambda row: row.dates.last, Kind.DAY, asked="last"),
        ),
        keys=(("code",),),
        rows=lambda on: (
            Coverage.objects.on(on)
            .select_related("organisation", "zone")
            .defer("zone__outline", "zone__icon")
            .order_by("organisation__slug", "zone__code")
        ),
        write=write_coverage,
        change=change_coverage,
    )
)
