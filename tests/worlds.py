"""A small federation in which every computed rule conforms, where the proofs of the charter start from: a head of network,
groupings of two locals each, their territory, their bodies (those of the federation's own `bodies.yaml`), and just enough
people. Settings follow the size of the world."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Manager, Model, QuerySet
from django.utils import timezone

from kevread.attendance.models import Presence
from kevread.charter.engine import framework
from kevread.charter.models import Keeping
from kevread.common import rooms
from kevread.delegations.loader import acts
from kevread.delegations.models import Grant
from kevread.directory.models import Organisation, Person
from kevread.filings.models import Publication
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.rules.life import State
from kevread.privacy.models import Validation
from kevread.privacy.queries.register import said
from kevread.rhythm.queries.calendar import PER_MONTH, PER_YEAR
from kevread.seats.loader import BodySpec, bodies
from kevread.seats.models import Body, Mandate, Seat
from kevread.statutes.models import HandingOver
from kevread.territory.models import Zone
from tests.employed import employ, entrust_delegates, reviewed
from tests.skilled import in_dialogue

from .adopted import adopt_the_model
from .agreed import agreed, signed_paper
from .arrange import NOW, TODAY, analyse
from .budgeted import PAST, bring_accounts, budget_the_year
from .factories import (
    SINCE,
    AffiliationFactory,
    BodyFactory,
    CoverageFactory,
    KeepingFactory,
    MandateFactory,
    NameFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SettingFactory,
    ZoneFactory,
    ZoneLeadFactory,
    ZonePartFactory,
    since,
)

REFERENTS = ("accompagnement", "ingenierie", "incubateur", "sensibilisation")
SPACES_OF_POSTS = {
    "gmo-incarnation": "delegate",
    "gmo-soutien": "referent-accompagnement",
    "gmo-innovation": "referent-ingenierie",
    "metier-incubateur": "referent-incubateur",
    "metier-sensibilisation": "referent-sensibilisation",
}


@dataclass
class World:
    """Organisations and zones by their place; `seats` by (slug of the body, title)."""

    head: Organisation
    groupings: list[Organisation] = field(default_factory=list)
    locals: dict[Any, list[Organisation]] = field(default_factory=dict)
    families: dict[str, Organisation] = field(default_factory=dict)
    direct_member: Organisation | None = None
    territories: dict[Any, Zone] = field(default_factory=dict)
    epci: dict[Any, list[Zone]] = field(default_factory=dict)
    island: Zone | None = None
    seats: dict[tuple[str, str], Seat] = field(default_factory=dict)

    @property
    def organisations(self) -> list[Organisation]:
        return [self.head, *self.groupings, *(local for locals_ in self.locals.values() for local in locals_)]

    def seat(self, body: str, title: str) -> Seat:
        return self.seats[body, title]

    def seated(self, body: str, title: str, *, person: Person | None = None, **more: Any) -> Mandate:
        """A mandate in that seat, of somebody new when nobody is named."""
        return MandateFactory(seat=self.seat(body, title), person=person or PersonFactory(), **more)

    def holder(self, body: str, title: str, **where: Any) -> Mandate:
        """The mandate there is in that seat."""
        return Mandate.objects.get(seat=self.seat(body, title), **where)

    def mandates(self, body: str, *titles: str) -> QuerySet[Mandate]:
        """All those of a body, or of some of its seats."""
        found = Mandate.objects.filter(seat__body__slug=body)
        return found.filter(seat__title__in=titles) if titles else found

    def second_representative(self, grouping: Organisation) -> Mandate:
        """The one on the head's board who does not sit on the grouping's own."""
        on_own_board = self.mandates(f"{grouping.slug}-board").values("person")
        mandates = self.mandates("cress-board").filter(represents=grouping)
        return mandates.exclude(person__in=on_own_board).get()

    def lead(self) -> Person:
        return self.mandates(f"{self.head.slug}-team").select_related("person").earliest("pk").person

    def body(self, slug: str) -> Body:
        return Body.objects.get(slug=slug)


LAST_YEAR = since(SINCE, date(2025, 12, 31))


def put(rows: Any, **values: Any) -> None:
    """Write these values on a row, or on several."""
    if isinstance(rows, Model):
        rows = type(rows).objects.filter(pk=rows.pk)
    assert rows.update(**values), "nothing to write on"


def end(rows: Any) -> None:
    """Close a row, or several, at the end of last year."""
    put(rows.all() if isinstance(rows, Manager) else rows, period=LAST_YEAR)


def world(groupings: int = 2) -> World:
    """Call it inside `arranging()`."""
    small = World(OrganisationFactory(head=True))
    NameFactory(organisation=small.head)
    open_bodies(small, small.head)
    open_spaces(small)
    for _ in range(groupings):
        add_grouping(small)
    seat_the_head(small)
    small.direct_member = OrganisationFactory(name="Adhérente directe", reach="local")
    first = small.groupings[0]
    for of in (first, small.locals[first][0]):
        AffiliationFactory(member=small.direct_member, of=of)
    small.seated(f"{first.slug}-board", "direct-member", represents=small.direct_member)
    for organisation in small.organisations:
        for register in dict(rooms.registers()):
            KeepingFactory(organisation=organisation, register=register)
        validate_register(organisation)
    # What changed before is none of it, nor who came before to a board.
    Keeping.objects.filter(register__in=("filings", "pathways")).update(period=since(TODAY))
    Publication.objects.bulk_create(Publication(organisation=one, published_on=SINCE) for one in small.organisations)
    hand_over(small)
    adopt_the_model(small.groupings)
    decide_settings(small)
    decide_what_is_proposed(small)
    hold_meetings(small)
    visit_boards(small, small.groupings)
    sign_agreements(small)
    employ(small.head, [])
    for grouping in small.groupings:
        employ(grouping, small.locals[grouping])
        reviewed(grouping, date(2026, 8, 24))
        entrust_direction(small, grouping)
        entrust_delegates(grouping)
        mandate_referents(small, grouping)
    in_dialogue([small.head, *small.groupings])
    budget_the_year(small.groupings, TODAY.year)
    bring_accounts([small.head, *small.groupings], TODAY.year - PAST)
    analyse()
    return small


def validate_register(organisation: Organisation) -> None:
    """Of what is done with people’s data."""
    Validation.objects.create(
        organisation=organisation, validated_by=PersonFactory(), at=NOW, contact="La présidence", said=said()
    )


def hand_over(small: World) -> None:
    """Each local handed everything over to its grouping, which both decided long ago."""
    for grouping in small.groupings:
        for local in small.locals[grouping]:
            for subject in HandingOver.Subject:
                HandingOver.objects.create(
                    local=local, grouping=grouping, subject=subject, day=SINCE, local_decided_on=SINCE,
                    local_decided_by="Assemblée du pôle", grouping_decided_on=SINCE,
                    grouping_decided_by="Assemblée du groupement",
                )  # fmt: skip


def open_bodies(small: World, organisation: Organisation) -> None:
    for spec in bodies().each[organisation.scale]:
        open_body(small, organisation, spec, f"{organisation.slug}-{spec.slug}")


def open_spaces(small: World) -> None:
    for spec in bodies().spaces:
        open_body(small, small.head, spec, spec.slug)


def open_body(small: World, organisation: Organisation, spec: BodySpec, slug: str) -> None:
    body = BodyFactory(
        organisation=organisation,
        slug=slug,
        kind=spec.kind,
        level=spec.level,
        name=spec.name,
        led_by=small.head if spec.led_by == "head" else None,
        rank=spec.rank,
    )
    for seat in spec.seats:
        small.seats[slug, seat.title] = SeatFactory(
            body=body,
            title=seat.title,
            name=seat.name,
            one_per=seat.one_per,
            places=seat.places,
            places_setting=seat.places_setting,
            conditions=list(seat.conditions),
            is_alternate=seat.is_alternate,
            rank=seat.rank,
        )


def add_grouping(small: World) -> None:
    """A grouping on its territory, its two locals, their people, and its people in the bodies of the head."""
    grouping = OrganisationFactory(grouping=True)
    small.groupings.append(grouping)
    NameFactory(organisation=grouping)
    AffiliationFactory(member=grouping, of=small.head, college="territoires")
    open_bodies(small, grouping)
    small.territories[grouping] = ZoneFactory(strategic=True)
    CoverageFactory(organisation=grouping, zone=small.territories[grouping])
    small.epci[grouping] = []
    small.locals[grouping] = [add_local(small, grouping) for _ in range(2)]
    if small.island is None:
        small.island = ZoneFactory(island=True)
        ZonePartFactory(child=small.island, parent=small.territories[grouping])
    add_team(small, grouping)
    add_representatives(small, grouping)


def add_local(small: World, grouping: Organisation) -> Organisation:
    """A member of its grouping and of the head, on an EPCI of one commune; two people on its board, both sent further."""
    local = OrganisationFactory(local=True)
    NameFactory(organisation=local)
    AffiliationFactory(member=local, of=grouping)
    AffiliationFactory(member=local, of=small.head, college="territoires")
    epci = ZoneFactory()
    small.epci[grouping].append(epci)
    ZonePartFactory(child=epci, parent=small.territories[grouping])
    ZonePartFactory(child=ZoneFactory(commune=True), parent=epci)
    CoverageFactory(organisation=local, zone=epci)
    AffiliationFactory(member=OrganisationFactory(reach="local"), of=local)
    open_bodies(small, local)
    president = small.seated(f"{local.slug}-board", "president").person
    administrator = small.seated(f"{local.slug}-board", "administrator").person
    chair = "president" if len(small.epci[grouping]) == 1 else "vice-president"
    small.seated(f"{grouping.slug}-board", chair, person=president, represents=local)
    small.seated(f"{grouping.slug}-board", "administrator", person=administrator, represents=local)
    small.seated("college-territoire", "member-local", person=president, represents=local)
    return local


def add_team(small: World, grouping: Organisation) -> None:
    team = f"{grouping.slug}-team"
    direction = small.seated(team, "direction", origin=Mandate.Origin.HIRING)
    small.seated("codir", "member", person=direction.person, represents=grouping)
    delegate = small.seated(team, "delegate", origin=Mandate.Origin.HIRING)
    for epci in small.epci[grouping]:
        ZoneLeadFactory(mandate=delegate, zone=epci)
    for referent in REFERENTS:
        small.seated(team, f"referent-{referent}", origin=Mandate.Origin.HIRING)
    for space, post in SPACES_OF_POSTS.items():
        small.seated(space, "member", person=small.holder(team, post).person, represents=grouping)


def add_representatives(small: World, grouping: Organisation) -> None:
    """The president of the grouping is its vice-president at the head; somebody off its board represents it too."""
    first = small.holder(f"{grouping.slug}-board", "president").person
    second = small.seated(f"{small.locals[grouping][1].slug}-board", "administrator").person
    for person in (first, second):
        small.seated("cress-board", "representative-territoire", person=person, represents=grouping)
    small.seated("cress-bureau", "vice-president-grouping", person=first, represents=grouping)
    small.seated("college-territoire", "member-grouping", person=first, represents=grouping)


def seat_the_head(small: World) -> None:
    for family, name in bodies().families.items():
        small.families[family] = OrganisationFactory(name=f"Fédération régionale, {name}", reach="regional")
        AffiliationFactory(member=small.families[family], of=small.head, college=family)
        person = small.seated("cress-board", "representative-famille", family=family).person
        small.seated("cress-bureau", "bureau-famille", person=person, family=family)
    small.seated("cress-board", "president", person=person)
    direction = small.seated("cress-team", "direction", origin=Mandate.Origin.HIRING).person
    for space in [one.slug for one in bodies().spaces if "member-head" in {seat.title for seat in one.seats}]:
        small.seated(space, "member-head", person=direction)


def decide_settings(small: World) -> None:
    """The founding values, but for what depends on the number of groupings. What nobody decided stays so."""
    number = len(small.groupings)
    sized = {
        "R0.4.groupings": number,
        "R1.1.territories": number,
        "R4.10.territory_seats": 2 * number,
        "R4.13.vice_presidents": number,
    }
    for spec in framework().settings.values():
        value = sized.get(spec.name, spec.founding)
        if value is not None:
            SettingFactory(name=spec.name, value=value, adopted_on=SINCE)


def decide_what_is_proposed(small: World) -> None:
    """What the document proposes, as it is borne here; what each grouping decides by itself; who decides what, as proposed."""
    for one in small.organisations:
        SettingFactory(name="R0.9.distribution", value="proposed", organisation=one)
    brand, form = small.head.names.get().text, "une unité économique et sociale"
    named = {"R6.14.job_name": "délégué·e territorial·e", "R7.19.regional_brand": brand, "R6.25.space_form": form}
    days = {f"R3.17.pathway_{part}_days": days for part, days in (("welcome", 60), ("training", 180), ("peers", 365))}
    for name, value in (named | days).items():
        SettingFactory(name=name, value=value)
    for grouping in small.groupings:
        SettingFactory(name="R6.15.sharing", value="indicated", organisation=grouping)
        for one in ("scale", "beneficiaries", "cap", "evidence"):
            SettingFactory(name=f"R3.9.allowance_{one}", value="Décidé par le conseil", organisation=grouping)
        for rule, one in (("R7.20", grouping), *(("R7.21", local) for local in small.locals[grouping])):
            SettingFactory(name=f"{rule}.brand", value=one.names.get().text, organisation=one)


def hold_meetings(small: World) -> None:
    """Last year and this one, each space of the head met as its article asks; somebody of the head chaired."""
    asked = {
        dict(clause.check.parameters)["space"]: (clause.check.lower, clause.check.fact)
        for article in framework().articles.values()
        for clause in article.clauses
        if clause.check and clause.check.fact in (PER_YEAR, PER_MONTH) and "space" in dict(clause.check.parameters)
    }
    for space, (setting, fact) in asked.items():
        least = framework().settings[setting].founding or 0
        for year in (2025, 2026):
            for month in range(1, 13) if fact == PER_MONTH else range(1, least + 1):
                met(small.body(space), date(year, month, 10), chair=small.lead())


def entrust_direction(small: World, grouping: Organisation) -> Grant:
    """The board of a grouping entrusts its direction with people: all that the articles ask."""
    post = small.holder(f"{grouping.slug}-team", "direction")
    entrusted = [code for code, act in acts().acts.items() if "hr" in act.natures]
    return Grant.objects.create(
        organisation=grouping, nature="hr", holder=post.person, post=post, body=small.body(f"{grouping.slug}-board"),
        decision="Décision de test", acts=entrusted, further=True, accepted_on=SINCE, means="Budget voté",
        period=since(SINCE, date(2030, 12, 31)),
    )  # fmt: skip


def mandate_referents(small: World, grouping: Organisation) -> None:
    """Its board gives each of those of its team who sit in a space of the head a mandate to commit it there."""
    posts = {one.person_id: one for one in small.mandates(f"{grouping.slug}-team")}
    seats = Mandate.objects.filter(seat__body__kind="space", represents=grouping, person__in=posts)
    Grant.objects.bulk_create(
        Grant(
            organisation=grouping, nature="space", space_id=one.seat.body_id, level="planned", holder_id=one.person_id,
            post=posts[one.person_id], body=small.body(f"{grouping.slug}-board"), decision="Décision de test",
            acts=["engager-dans-un-espace"], accepted_on=SINCE, period=since(SINCE, date(2030, 12, 31)),
        )
        for one in seats.select_related("seat")
    )  # fmt: skip


def met(body: Body, day: date, **more: Any) -> Meeting:
    """A meeting of a body on a day, in the evening, by Paris time: held when that day is over, else planned."""
    starts_at = datetime.combine(day, time(18), timezone.get_current_timezone())
    until = starts_at + timedelta(hours=2)
    told = {"state": State.CLOSED.value, "opened_at": starts_at, "closed_at": until, "is_recorded": True}
    state = told if day < TODAY else {"state": State.DRAFT.value}
    return Meeting.objects.create(body=body, starts_at=starts_at, ends_at=until, **state | more)


def visit_boards(small: World, groupings: list[Organisation]) -> None:
    """This year, the direction and the delegate of each of these groupings met the board of each of its pôles."""
    for grouping in groupings:
        direction, delegate = (small.holder(f"{grouping.slug}-team", post).person for post in ("direction", "delegate"))
        for local in small.locals[grouping]:
            meeting = met(small.body(f"{local.slug}-board"), date(2026, 3, 12))
            attend(meeting, direction)
            attend(meeting, delegate)


def attend(meeting: Meeting, person: Person) -> None:
    """Somebody without a vote was there from the opening."""
    entry = RollEntry.objects.create(meeting=meeting, person=person, quality=RollEntry.Quality.GUEST, votes=0)
    Presence.objects.create(entry=entry, arrived_at=meeting.opened_at)


def sign_agreements(small: World) -> None:
    """Each grouping is bound with the head, and with each of its pôles; the head, with the State."""
    for grouping in small.groupings:
        agreed("engagement-reciproque", small.head, grouping, document=signed_paper(grouping))
        for local in small.locals[grouping]:
            agreed("hierarchique-fonctionnelle", grouping, local, document=signed_paper(grouping))
    state = OrganisationFactory(name="Direction régionale de l’État")
    agreed("etat", state, small.head, document=signed_paper(small.head))
