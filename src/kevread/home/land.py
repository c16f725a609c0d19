"""Where the land calls: for those who go over it, the directions and délégué·es of a grouping. In words first; the map shows
where."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from kevread.charter.engine import verdicts
from kevread.common.actor import Actor
from kevread.common.facts import GROUPING, LOCAL
from kevread.common.verdicts import Verdict
from kevread.directory.models import Coverage, Organisation, Person
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.seats.models import Body, Mandate, ZoneLead
from kevread.seats.queries.composition import kept_registers
from kevread.seats.queries.teams import Ground, grounds_of
from kevread.territory.models import Kind, Zone
from kevread.territory.queries import Drawing, draw
from kevread.ui.places import screen_address

DELEGATE = "delegate"
GOES_OVER_IT = ("direction", DELEGATE)
A_YEAR = timedelta(days=365)
MET, BY = "sittings.held_by_member", "direction"  # the fact that tells which boards a direction met


@dataclass(frozen=True, slots=True)
class Call:
    """What calls somewhere: how it stands, in words, and its names."""

    said: str
    names: list[str]
    css: str  # how the map shows it


@dataclass(frozen=True, slots=True)
class Land:
    drawing: Drawing
    calls: list[Call]


@dataclass(frozen=True, slots=True)
class Yours:
    """The EPCI of a pôle of which one is the reference, and when its board meets next, as one may read it."""

    local: Organisation | None  # nobody has them, or no pôle is known to
    zones: list[tuple[Zone, bool]]  # each with whether one is its main reference
    board: Meeting | None


def yours_of(actor: Actor, person: Person, on: date) -> list[Yours]:
    """What a délégué·e goes over, a pôle a line; nothing for others. Three queries, none for others."""
    if not any(hat.role == DELEGATE for hat in actor.hats):
        return []
    posts = Mandate.objects.on(on).filter(person=person)
    leads = ZoneLead.objects.on(on).filter(mandate__in=posts).select_related("zone").defer("zone__icon")
    mains: dict[Zone, bool] = {}
    for lead in leads.order_by("zone__search", "zone__code"):
        mains[lead.zone] = lead.main or mains.get(lead.zone, False)
    having = Coverage.objects.on(on).filter(zone__in=list(mains), organisation__scale=LOCAL)
    locals_ = {one.zone_id: one.organisation for one in having.select_related("organisation")}
    boards = Meeting.objects.visible_to(actor).planned().between(on, on + A_YEAR).exclude(mode=Meeting.Mode.WRITTEN)
    boards = boards.filter(body__kind=Body.Kind.BOARD, body__organisation__in=locals_.values())
    sits: dict[UUID, Meeting] = {}
    for meeting in boards.select_related("body__organisation").order_by("starts_at", "pk"):
        sits.setdefault(meeting.body.organisation_id, meeting)
    found: dict[UUID | None, Yours] = {}
    for zone, main in mains.items():
        local = locals_.get(zone.pk)
        key = local.pk if local else None
        found.setdefault(key, Yours(local, [], sits.get(key) if key else None)).zones.append((zone, main))
    return sorted(found.values(), key=lambda one: (one.local is None, one.local.search if one.local else ""))


def land_of(actor: Actor, scale: Organisation, circle: Collection[UUID], on: date) -> Land | None:
    """Nothing for those who do not go over it, elsewhere than in a grouping or a pôle, and where nothing calls and nothing is
    theirs: the EPCI of which somebody is the reference are drawn each day, and lead to their page."""
    if scale.scale not in (GROUPING, LOCAL) or not any(hat.role in GOES_OVER_IT for hat in actor.hats):
        return None
    grounds = grounds_of(scale, on)
    if not grounds:
        return None
    kept = scale.scale == LOCAL or "team" in kept_registers(scale, on)
    lacking = [one for one in grounds if kept and one.main is None and one.zone.kind == Kind.EPCI]
    unseen = unseen_by_direction(scale, on)
    sitting = sitting_in(actor, {one.local.pk for one in grounds if one.local} & set(circle), on)
    locals_ = {one.local.pk: one.local.name for one in grounds if one.local}
    own = [one for one in grounds if is_of(actor, one)]
    calls = [
        Call("Là où vous êtes délégué·e", [one.zone.name for one in own], "own"),
        Call("En séance", names_of(sitting, locals_), "ours"),
        Call("Sans délégué·e", [one.zone.name for one in lacking], "lacking"),
        Call("Conseil pas rencontré depuis un an", names_of(unseen, locals_), "unseen"),
    ]
    if not any(call.names for call in calls):
        return None

    def css(one: Ground) -> str:
        where = one.local.pk if one.local else None
        if where in sitting:
            return "ours"
        calling = "lacking" if one in lacking else "unseen" if where in unseen else ""
        return calling or ("own" if one in own else "")

    def page(one: Ground) -> str:
        return screen_address("directory:zone", code=one.zone.code) if one in own else ""

    title = f"Carte de là où passer, {scale.name}"
    drawn = [(one.zone, css(one), page(one)) for one in grounds]
    drawing = draw(
        title,
        [one for one in drawn if one[1]],
        behind=[one for one in drawn if not one[1]],
        focus=[zone for zone, _, _ in drawn],
        named=False,  # on so small a map: the lines beside it name what calls, each as it is drawn
    )
    return Land(drawing, [call for call in calls if call.names])


def is_of(actor: Actor, ground: Ground) -> bool:
    """Whether somebody is its reference, main or beside."""
    leads = [*ground.others, *([ground.main] if ground.main else [])]
    return any(lead.mandate.person_id == actor.person for lead in leads)


def names_of(keys: Collection[UUID], names: dict[UUID, str]) -> list[str]:
    return sorted(names[key] for key in keys if key in names)


def sitting_in(actor: Actor, organisations: Collection[UUID], on: date) -> set[UUID]:
    """Those of which a body sits at this hour, as this person may read it. One query."""
    rows = Meeting.objects.visible_to(actor).filter(state__in=State.under_way())
    rows = rows.exclude(mode=Meeting.Mode.WRITTEN).filter(body__organisation__in=organisations)
    return set(rows.values_list("body__organisation", flat=True))


def unseen_by_direction(scale: Organisation, on: date) -> set[UUID]:
    """The pôles whose board the direction has not met for a year, where that is known: an unknown one does not call."""
    found: set[UUID] = set()
    for finding in verdicts(on, organisations=[scale.pk]):
        check = finding.clause.check
        if (
            finding.verdict is Verdict.BREACHES
            and check
            and check.fact == MET
            and dict(check.parameters).get("attended_by") == BY
        ):
            found |= {item for item, _ in finding.failing if isinstance(item, UUID)}
    return found
