"""What each organisation has to declare, or declared: seen from what changes here, or told by somebody."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from kevread.charter.engine import values_on
from kevread.charter.queries.registers import first_kept
from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.common.words import listed
from kevread.concord.models import PROPOSES
from kevread.concord.queries import founding, standings
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.documents.queries import grouped, letterhead
from kevread.filings.models import FILES, Declaration, Happening, Publication
from kevread.filings.papers import FilingSheet, Officer
from kevread.filings.rules import KINDS, MEMBERS, PUBLISHED, WORDS, Kind, due_by, standing
from kevread.membership.queries.life import changes
from kevread.seats.models import Body, Mandate
from kevread.statutes.models import ADOPTS, Statutes
from kevread.ui.words import number

REGISTER = "filings"
FOUNDERS = "Ses fondateurs, et leurs décisions"
GOVERNING = (Body.Kind.BOARD, Body.Kind.BUREAU)
ARTICLES = "statuts"  # the type of decision by which articles of association are changed, where a federation names one


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that happened, by a key that stays."""

    key: str
    said: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What is to be declared of a day, in one form."""

    organisation: Organisation
    kind: Kind
    happened_on: date
    by: date | None
    things: tuple[Thing, ...]
    filed: tuple[Declaration, ...] = ()
    filed_on: date | None = None  # of a member: the register of members says it
    link: UUID | None = None  # the membership, of a member
    known: tuple[str, ...] = ()  # of accounts: from what it is known that they are to be published
    is_sure: bool = True

    @property
    def left(self) -> tuple[Thing, ...]:
        """What no declaration covers yet."""
        if self.kind is MEMBERS:
            return () if self.filed_on else self.things
        covered = {key for one in self.filed for key in one.covers}
        return tuple(one for one in self.things if one.key not in covered)

    @property
    def is_filed(self) -> bool:
        return not self.left

    def state(self, on: date) -> str:
        return standing(self.by, self.is_filed, on)

    def word(self, on: date) -> str:
        return (PUBLISHED if self.kind.is_accounts else WORDS)[self.state(on)]


def kept_since(organisations: Iterable[UUID] | None, on: date) -> dict[UUID, date]:
    """Since when, first, each keeps its filings here, of those that do that day. One query."""
    return first_kept(REGISTER, None if organisations is None else list(organisations), on)


def duties(organisations: Iterable[UUID] | None, on: date, *, members: bool = True) -> list[Duty]:
    """What each has to declare or declared, since it keeps its filings here; the last first. Seven queries at most, eleven with
    what unions declare of their members."""
    kept = kept_since(organisations, on)
    if not kept:
        return []
    filed: dict[tuple[UUID, str, date], list[Declaration]] = defaultdict(list)
    for one in Declaration.objects.standing().filter(organisation__in=kept, filed_on__lte=on):
        filed[one.organisation_id, one.kind, one.happened_on].append(one)
    # Whoever declares a creation declares with it its articles, and who leads.
    born = {organisation: day for organisation, kind, day in sorted(filed) if kind == "creation"}
    found: dict[tuple[UUID, str, date], list[Thing]] = defaultdict(list)
    for organisation, kind, day, thing in (*of_officers(kept, on), *of_articles(kept, on)):
        if day > born.get(organisation, date.min):
            found[organisation, kind, day].append(thing)
    for organisation, kind, day, thing in told(kept, on):
        found[organisation, kind, day].append(thing)
    names = Organisation.objects.in_bulk({key for key, _, _ in found})
    months = values_on(on)
    every = [
        Duty(
            names[organisation],
            KINDS[kind],
            day,
            due_by(day, delay(months, KINDS[kind].months)),
            tuple(things),
            tuple(filed[organisation, kind, day]),
        )
        for (organisation, kind, day), things in found.items()
    ]
    if members:
        every += of_members(kept, on)
    return sorted(every, key=lambda one: (one.happened_on, one.kind.slug, one.organisation.name), reverse=True)


def risk(on: date) -> str:
    """What not declaring exposes to, as the law says it that day (L1.8); nothing where it is not written."""
    values = values_on(on)
    fine, again = (values.get((name, None)) for name in ("L1.8.fine", "L1.8.fine_again"))
    if fine is None or again is None:
        return ""
    return f"Ne pas déclarer expose à une amende de {number(fine)} € au plus, {number(again)} € en cas de récidive."


def delay(values: Any, name: str) -> int | None:
    months = values.get((name, None)) if name else None
    return int(months) if months is not None else None


type Found = list[tuple[UUID, str, date, Thing]]


def of_officers(kept: dict[UUID, date], on: date) -> Found:
    """Who came to a board or a bureau, or left it, but alternates, whom the sheet leaves out too. A mandate that another of the
    same person follows in the same seat, the same day, changes nothing. One query."""
    first = min(kept.values())
    rows = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE).filter(
        Q(period__startswith__gt=first) | Q(period__endswith__gt=first),
        seat__body__organisation__in=kept,
        seat__body__kind__in=GOVERNING,
        seat__is_alternate=False,
    )
    came: dict[tuple[UUID, date], dict[tuple[UUID, UUID], Thing]] = defaultdict(dict)
    left: dict[tuple[UUID, date], dict[tuple[UUID, UUID], Thing]] = defaultdict(dict)
    for row in rows.select_related("person", "seat__body").order_by("period", "pk"):
        where = row.seat.body.organisation_id
        for side, day, verb in ((came, row.dates.start, "arrive"), (left, row.dates.end, "part")):
            if day is not None and kept[where] < day <= on:
                said = f"{row.person}, {row.seat.name} ({row.seat.body.name}) : {verb}"
                side[where, day][row.person_id, row.seat_id] = Thing(f"{row.pk}:{verb}", said)
    return [
        (where, "officers", day, thing)
        for side, other in ((came, left), (left, came))
        for (where, day), those in side.items()
        for key, thing in those.items()
        if key not in other[where, day]
    ]


def of_articles(kept: dict[UUID, date], on: date) -> Found:
    """The articles of association that were adopted. One query."""
    rows = Statutes.objects.adopted().filter(organisation__in=kept, adopted_on__lte=on).order_by("adopted_on")
    return [
        (one.organisation_id, "articles", one.adopted_on, Thing(str(one.pk), f"Statuts : {one.adopted_by}"))
        for one in rows
        if one.adopted_on and kept[one.organisation_id] < one.adopted_on
    ]


def articles_unwritten(kept: dict[UUID, date], on: date) -> list[tuple[UUID, date]]:
    """What assemblies decided since, on articles of association or on what nobody said, of which no text is written and nothing
    declared: they may have changed them. One of which nobody said what it is about, and that bylaws cite,
    adopted those. One query."""
    here = {"organisation": OuterRef("organisation")}
    written = (
        Statutes.objects.adopted()
        .filter(**here)
        .filter(Q(decision=OuterRef("pk")) | Q(adopted_on=OuterRef("decided_on")))
    )
    bylaws = Statutes.objects.adopted(Statutes.Kind.BYLAWS).filter(**here, decision=OuterRef("pk"))
    of_articles = [one.slug for one in KINDS.values() if one.months == KINDS["articles"].months]
    filed = Declaration.objects.standing().filter(**here, kind__in=of_articles, happened_on=OuterRef("decided_on"))
    rows = Decision.objects.standing().filter(
        organisation__in=kept,
        decided_on__lte=on,
        body__kind=Body.Kind.ASSEMBLY,
        outcome=Decision.Outcome.ADOPTED,
        type__in=("", ARTICLES),
    )
    rows = rows.exclude(Exists(written)).exclude(Exists(filed)).exclude(Exists(bylaws), type="")
    return [(of, day) for of, day in rows.values_list("organisation", "decided_on") if day > kept[of]]


def told(kept: dict[UUID, date], on: date) -> Found:
    """What somebody said. One query."""
    rows = Happening.objects.standing().filter(organisation__in=kept, happened_on__lte=on).order_by("happened_on", "pk")
    return [(one.organisation_id, one.kind, one.happened_on, Thing(str(one.pk), one.what)) for one in rows]


def of_members(kept: dict[UUID, date], on: date) -> list[Duty]:
    """What unions declare of their members, as the register of members has it: it is filed there."""
    return [
        Duty(
            one.affiliation.of,
            MEMBERS,
            one.happened_on,
            one.by,
            (Thing(str(one.affiliation.pk), f"{one.label} : {one.affiliation.member.name}"),),
            filed_on=one.filed_on,
            link=one.affiliation.pk,
        )
        for one in changes(kept, on)
    ]


def sheet_of(duty: Duty, on: date) -> FilingSheet:
    """What the form asks, as far as it is known here: it is typed on the site of the administration. Three queries."""
    organisation, officers = duty.organisation, []
    if duty.kind.slug in ("officers", "creation"):
        rows = Mandate.objects.on(on).filter(
            seat__body__organisation=organisation, seat__body__kind__in=GOVERNING, seat__is_alternate=False
        )
        rows = rows.exclude(end_reason=Mandate.EndReason.MISTAKE).select_related("person", "seat__body")
        officers = [
            Officer(name=str(row.person), seat=f"{row.seat.name}, {row.seat.body.name}", since=row.dates.start)
            for row in rows.order_by("seat__body__rank", "seat__rank", "person__search", "pk")
        ]
    numbers = (("RNA", organisation.rna), ("SIREN", grouped(organisation.siren)))
    return FilingSheet(
        letterhead=letterhead(organisation, on),
        name=f"{duty.kind.label}{', exercice clos le' if duty.kind.is_accounts else ' du'} {day_in_words(duty.happened_on)}",
        form=duty.kind.form,
        place=duty.kind.place,
        is_accounts=duty.kind.is_accounts,
        rule=duty.kind.rule,
        identifiers=", ".join(f"{label} {number}" for label, number in numbers if number),
        locality=organisation.locality,
        state=duty.word(on),
        happened_on=duty.happened_on,
        by=duty.by,
        filed_on=max((one.filed_on for one in duty.filed), default=None) if duty.is_filed else None,
        things=tuple(one.said for one in duty.things) + duty.known,
        asks=duty.kind.asks,
        officers=tuple(officers),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a creation: since when it is proven, by what; else who may prove it (`right`) and where (`screen`)."""

    slug: str
    label: str
    done_on: date | None
    said: str
    right: str
    screen: str
    button: str
    where: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Creation:
    """How far an organisation is created, as far as it is proven here."""

    steps: tuple[Step, ...]
    publication: Publication | None

    @property
    def next(self) -> Step | None:
        return next((one for one in self.steps if one.done_on is None), None)

    @property
    def is_active(self) -> bool:
        """Each step is proven."""
        return self.next is None


def creation_of(organisation: Organisation, actor: Actor, on: date) -> Creation:
    """Its steps, in their order, each from what the rooms below keep. Eleven queries."""
    publication = (
        Publication.objects.standing_on(on)
        .filter(organisation=organisation, published_on__lte=on)
        .order_by("published_on")
        .first()
    )
    articles, declared = adopted(organisation, on), declared_created(organisation, on)
    days = (articles.done_on, declared.done_on, publication.published_on if publication else None, on)
    steps = (
        founded(organisation, actor, on),
        assembled(organisation, min(day for day in days if day is not None)),
        articles,
        declared,
        Step(
            "published",
            "La publication au Journal officiel",
            publication.published_on if publication else None,
            "À partir de ce jour, elle peut signer en son nom."
            if publication
            else "Avant ce jour, elle ne peut pas signer en son nom.",
            FILES,
            "filings:publish",
            "Inscrire la publication",
            {"scale": organisation.slug},
        ),
    )
    return Creation(steps, publication)


def assembled(organisation: Organisation, on: date) -> Step:
    """The first decision that its assembly adopted, by that day: no later than what follows a constitutive assembly, or it is
    another. One query."""
    rows = Decision.objects.standing().filter(organisation=organisation, decided_on__lte=on)
    rows = rows.filter(body__kind=Body.Kind.ASSEMBLY, outcome=Decision.Outcome.ADOPTED)
    first = rows.order_by("decided_on", "number").first()
    return Step(
        "assembly",
        "L’assemblée constitutive",
        first.decided_on if first else None,
        f"Première décision de son assemblée : « {first.title} »."
        if first
        else "Aucune décision de son assemblée n’est au registre, d’avant ses statuts et sa déclaration.",
        "record_decision",
        "decisions:record_decision",
        "Inscrire sa décision",
        {"scale": organisation.slug},
    )


def adopted(organisation: Organisation, on: date) -> Step:
    """The first articles that were adopted, and not annulled by that day. One query."""
    rows = Statutes.objects.filter(organisation=organisation, kind=Statutes.Kind.ARTICLES, adopted_on__lte=on)
    first = rows.filter(Q(annulled_on=None) | Q(annulled_on__gt=on)).order_by("adopted_on").first()
    return Step(
        "articles",
        "Ses statuts",
        first.adopted_on if first else None,
        f"Adoptés : {first.adopted_by}." if first else "Aucun texte adopté n’est inscrit.",
        ADOPTS,
        "statutes:articles",
        "Voir les statuts",
        {"scale": organisation.slug},
    )


def declared_created(organisation: Organisation, on: date) -> Step:
    """That its creation was declared; else, where that is said: on the sheet of a creation that somebody told, or by telling
    it, once filings are kept here. Three queries."""
    rows = Declaration.objects.standing_on(on).filter(organisation=organisation, kind="creation", filed_on__lte=on)
    first = rows.order_by("filed_on").first()
    where = {"scale": organisation.slug}
    screen, button = "filings:filings", "Voir les formalités"
    if first is None and organisation.pk in kept_since([organisation.pk], on):
        happenings = Happening.objects.standing_on(on).filter(organisation=organisation, kind="creation")
        if (born := happenings.filter(happened_on__lte=on).order_by("happened_on").first()) is None:
            screen, button = "filings:tell", "Inscrire la création à déclarer"
        else:
            where |= {"kind": "creation", "day": born.happened_on.isoformat()}
            screen, button = "filings:declare", "Voir la fiche à déclarer"
    return Step(
        "declared",
        "La déclaration au greffe des associations",
        first.filed_on if first else None,
        f"Récépissé {first.receipt}." if first and first.receipt else "Formulaire 13973.",
        FILES,
        screen,
        button,
        where,
    )


def founded(organisation: Organisation, actor: Actor, on: date) -> Step:
    """Those that create it together adopted the same project, each by its own decision: a common text of a kind that founds,
    kept by the organisation, which is not its own founder. Five queries."""
    rows = founding(organisation).visible_to(actor)
    found = next((one for one in standings(rows, on) if not one.is_dropped), None)
    if found is None:
        asked = {"scale": organisation.slug}
        said = "Personne n’a encore nommé ses fondateurs, qui adoptent ensemble un même projet."
        return Step("founders", FOUNDERS, None, said, PROPOSES, "concord:propose", "Nommer ses fondateurs", asked)
    reading = found.current or found.last
    names = listed(sorted({place.named.body.organisation.name for place in reading.adopted}))
    awaited = listed(sorted({place.named.body.organisation.name for place in (*reading.awaited, *reading.refused)}))
    said = f"« {found.text.title} »" + (f", adopté par {names}" if names else "")
    said += f" ; attendu de {awaited}." if awaited else "."
    founders = {place.named.body.organisation_id for place in reading.places} - {organisation.pk}
    if not founders:
        said += f" Aucune autre organisation n’y est nommée : {organisation.name} ne se crée pas elle-même."
    elif len(founders) == 1:
        said += " Une seule organisation y est nommée : une création ensemble en suppose d’autres."
    where = {"scale": organisation.slug, "key": found.text.pk}
    since = reading.since if founders else None
    return Step("founders", FOUNDERS, since, said, "record_decision", "concord:text", "Voir le projet", where)
