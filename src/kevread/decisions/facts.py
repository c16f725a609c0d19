"""What the charter may ask of decisions. Those of the twelve months that end on the day, adopted, and that no later line
corrects; by the day on which they were decided, whatever the day on which they were written."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Min, OuterRef, Q, Subquery

from kevread.charter.queries.registers import begun_since, kept_since, kept_through, of_some
from kevread.common.facts import (
    BEFORE,
    HEAD,
    SCALES,
    Facts,
    Item,
    Number,
    Organisations,
    Span,
    fact,
    namer,
    span,
)
from kevread.common.parameters import College, DecisionType, Kinds, Level, Scales, Spaces
from kevread.common.periods import day_in_words
from kevread.competence.rules.bodies import OTHER, UNJUDGED, Competence, Standing
from kevread.decisions import facts_accounts, facts_elected, facts_founding, facts_streams  # noqa: F401 — registered with the others
from kevread.decisions.models import Decision
from kevread.decisions.queries.classing import silent
from kevread.decisions.queries.competence import competences, distributed_since
from kevread.decisions.queries.mending import waiting_on
from kevread.decisions.rules import first_watched
from kevread.directory.facts_identity import of_each_head
from kevread.directory.models import Affiliation
from kevread.meetings.models import AgendaItem, Meeting, Notice, RollEntry
from kevread.meetings.queries.notices import announced
from kevread.meetings.rules.life import State
from kevread.seats.models import Body, Mandate


def decided(on: date, first: date | None = None) -> Q:
    return Q(decided_on__gte=first or first_watched(on), decided_on__lte=on, outcome=Decision.Outcome.ADOPTED)


@namer("decisions")
def decisions(items: set[Item], on: date) -> Mapping[Item, str]:
    """« n° 2026-012, Budget de l’année »."""
    return {row.pk: str(row) for row in Decision.objects.filter(pk__in=items)}


@fact(about=SCALES, register="decisions", unit="decisions")
def taken_by(on: date, among: Organisations, type: DecisionType, kind: Kinds) -> Facts:  # noqa: A002 — a word of the articles
    """Decisions of this type that these bodies of the organisation ever adopted, and that stand (R6.4)."""
    rows = Decision.objects.standing().filter(decided_on__lte=on, outcome=Decision.Outcome.ADOPTED, type=type)
    rows = rows.filter(body__kind__in=kind, **among.where("organisation"))
    return Counter(rows.values_list("organisation", flat=True))


type Judged = tuple[
    UUID, UUID, str, Competence | None
]  # the organisation, the decision, its type, what the matrix says


def judged(on: date, among: Organisations) -> list[Judged]:
    """What the matrix says of each decision: of the whole network when it is asked about. A few queries, read once."""

    def read() -> list[Judged]:
        rows = Decision.objects.standing().filter(decided(on)).exclude(type=Decision.ADVICE)
        rows = rows if among.is_network else rows.filter(**among.where("organisation"))
        decisions = list(rows.select_related("body__organisation", "meeting"))
        found = competences(decisions, on)
        return [(row.organisation_id, row.pk, row.type, found.get(row.pk)) for row in decisions]

    return among.once("decisions.judged", read)


def submitted(on: date, among: Organisations, **asked: str) -> Mapping[tuple[UUID, Item], str]:
    """Of the decisions that wait for what mends them: their names, and on which agenda to come they are. Two queries."""
    asked_of = {
        row.pk: row
        for row in Decision.objects.standing().filter(submissions__isnull=False, **among.where("organisation"))
    }
    waits = waiting_on(asked_of, on) if asked_of else {}
    return {(asked_of[key].organisation_id, key): f"{asked_of[key]} ({said})" for key, said in waits.items()}


@fact(
    about=SCALES,
    register="decisions",
    items="decisions",
    unit="decisions",
    may_be_empty=True,
    lacks="le type de certaines décisions, qui en décide, la séance qui les a prises, des "
    "avis de l’extérieur que nul n’a notés, ou une année entière de ce registre",
    told=submitted,
    awaits=submitted,
)
def decisions_at_fault(
    on: date, among: Organisations, fault: Literal["wrong_body", "advice_missing", "ahead"]
) -> Facts:
    """Decisions (R0.9), 1 for each that the matrix finds fault with, from 0 to 1 where nobody knows: taken by a body that is
    not the one that it names (`wrong_body`) and that did not ratify them; by the competent body, without an advice that comes
    before, and that did not come since in favour, nor did it confirm them knowing it (`advice_missing`); taken by several
    bodies together, applied before all of them had adopted it, and that some have not yet (`ahead`). Nothing is known of a
    decision of no type, nor of one of a type that the matrix no longer has, nor of those of before the register, if who decides
    what was decided then; of one that somebody said to be beside it, that the
    articles of its association attribute, or of an organisation of which the matrix says nothing, there is nothing to know."""
    at_fault: dict[UUID, dict[Item, Number]] = defaultdict(dict)
    for organisation, decision, kind, found in judged(on, among):
        is_beside = kind == OTHER or (found is not None and found.standing in UNJUDGED)
        if organisation in among and not is_beside:
            at_fault[organisation][decision] = found.count(Standing(fault)) if found else Span(0, 1)
    for organisation in among.once("decisions.before_register", lambda: before_register(on, among)):
        at_fault[organisation][BEFORE] = Span(0, None)
    return at_fault


def before_register(on: date, among: Organisations) -> set[UUID]:
    """Those that had decided who decides what, in the twelve months that end that day, before their register of decisions was
    kept. Three queries, one where each was kept all year long."""
    young = begun_since("decisions", first_watched(on), on, among)
    if not young:
        return set()
    begun, judged_since = kept_since("decisions", young, on), distributed_since(young, first_watched(on), on)
    return {one for one in young if one in judged_since and begun[one] > judged_since[one]}


@fact(
    about=HEAD,
    register="decisions",
    unit="decisions",
    lacks="le registre des décisions de certaines organisations, depuis un an, ou le type de certaines décisions",
)
def decisions_elsewhere(on: date, among: Organisations, type: DecisionType) -> Facts:  # noqa: A002 — a word of the articles
    """Decisions of one type that another body than the competent one took, anywhere in the network (R4.6, R4.9, R4.12,
    R4.15). Those that are written count, whoever keeps a register; of those of an organisation that kept none all year
    long, and of those of which nobody said the type, nothing is known."""
    of_type = [found for *_, kind, found in judged(on, among) if kind == type and found]
    count = sum(1 for found in of_type if found.standing is Standing.WRONG_BODY)
    return of_each_head(on, among, span(count, among.once("decisions.untold", lambda: untold(on))))


def untold(on: date) -> int | None:
    """How many decisions of the network have no type; None when some organisation kept no register all year long. Two
    queries."""
    untyped = Decision.objects.unclassed().filter(decided(on)).count()
    return None if silent(first_watched(on), on) else untyped


def eve(day: date) -> date:
    return day - timedelta(days=1)


@fact(
    about=SCALES,
    register="decisions",
    unit="decisions",
    also=(("meetings", "self"),),
    otherwise=Span(0, None),
    lacks="une décision de l’assemblée, la convocation de celle où certaines ont été prises, ou une année entière de ces"
    " registres",
)
def decisions_off_agenda(on: date, among: Organisations) -> Facts:
    """Decisions of an assembly on a point that its notices did not announce in time under that title, or announced as
    « divers » (L1.9); but for an incident of the sitting, that whoever chaired it admitted. Three queries.

    An assembly held without Kevread sent its notice elsewhere: of what it decided nothing is known, nor of a decision of
    which nobody says at which meeting it was taken.
    """
    off, unknown = Counter[UUID](), Counter[UUID]()
    read = of_assemblies(first_watched(on), on, among)
    for one, is_off in read:
        off[one.organisation_id] += is_off is True
        unknown[one.organisation_id] += is_off is None
    found = {one.organisation_id: span(off[one.organisation_id], unknown[one.organisation_id]) for one, _ in read}
    return of_some("meetings", of_some("decisions", found, first_watched(on), on, among), first_watched(on), on, among)


def of_assemblies(first: date, on: date, among: Organisations) -> list[tuple[Decision, bool | None]]:
    """Each decision of an assembly from a day to another, and whether it was off what its notices announced; None where nothing
    says it."""
    rows = Decision.objects.standing().filter(
        decided(on, first),
        body__kind=Body.Kind.ASSEMBLY,
        **among.where("organisation"),
    )
    read = list(rows.select_related("meeting", "item").order_by("pk"))
    meetings = {one.meeting_id: one.meeting for one in read if one.meeting and not one.meeting.is_recorded}
    notices: dict[UUID | None, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.filter(meeting__in=meetings).order_by("number"):
        if notice.sent_at < meetings[notice.meeting_id].starts_at:
            notices[notice.meeting_id].append(notice)
    found: list[tuple[Decision, bool | None]] = []
    for one in read:
        meeting = meetings.get(one.meeting_id)
        is_off = bool(meeting and (one.item is None or not was_announced(one.item, meeting, notices[meeting.pk])))
        found.append((one, is_off if meeting else None))
    return found


def was_announced(item: AgendaItem, meeting: Meeting, notices: list[Notice]) -> bool:
    """Whether an assembly could vote on this point, by what its notices said; the delay is that of the first."""
    days = notices[0].content["terms"]["notice_days"] if notices else None
    return bool(announced(meeting, [item], notices, agenda_binds=True, notice_days=days)[item.pk])


@fact(
    about=HEAD,
    register="meetings",
    unit="groups",
    also=(("mandates", "self"),),
    lacks="un groupe de travail qui se soit réuni, ou ce que sont d’autres groupes de ce niveau",
)
def groups_met_unformed(on: date, among: Organisations, level: Level, but: Spaces, named: Spaces = ()) -> Facts:
    """Groups of the head at that level, beside these spaces, whose first meeting was held before anybody sat there (R4.33).
    `named` are those of which it is said that they are such groups: of another, nobody knows whether it is one."""
    held = Q(meetings__state__in=State.held(), meetings__starts_at__date__lte=on)
    mandates = Mandate.objects.exclude(end_reason=Mandate.EndReason.MISTAKE).filter(seat__body=OuterRef("pk"))
    groups = (
        Body.objects.filter(organisation__scale=HEAD, kind=Body.Kind.SPACE, level=level)
        .exclude(slug__in=but)
        .annotate(
            met=Min("meetings__starts_at__date", filter=held),
            formed=Subquery(mandates.order_by("period__startswith").values("period__startswith")[:1]),
        )
        .filter(met__isnull=False)
    )
    rows = groups.values_list("slug", "met", "formed")
    found = [(not named or slug in named, formed is None or formed > met) for slug, met, formed in rows]
    sure = [unformed for is_one, unformed in found if is_one]
    others = sum(1 for is_one, unformed in found if unformed and not is_one)
    return of_each_head(on, among, span(sum(sure), others if sure else None))


@namer("assemblies")
def assemblies_in_words(items: set[Item], on: date) -> Mapping[Item, str]:
    """« Assemblée générale du 12 mars 2026 »."""
    rows = Meeting.objects.filter(pk__in=items).select_related("body")
    return {row.pk: f"{row} du {day_in_words(row.day)}" for row in rows}


def assemblies_of_heads(on: date) -> list[Meeting]:
    """Those of the twelve months that end that day."""
    rows = Meeting.objects.filter(
        body__kind=Body.Kind.ASSEMBLY,
        body__organisation__scale=HEAD,
        state__in=State.announced(),
        starts_at__date__gte=first_watched(on),
        starts_at__date__lte=on,
    )
    return list(rows.select_related("body").order_by("starts_at", "pk"))


@fact(
    about=HEAD,
    register="meetings",
    items="assemblies",
    unit="entries",
    also=(("members", "self"),),
    lacks="une assemblée de l’année, sa liste électorale, le nom de qui certaines personnes y représentent, une partie de"
    " l’année où elles n’étaient pas suivies, ou la confirmation d’adhésions que seul le fichier du réseau dit",
)
def misplaced_in_roll(
    on: date, among: Organisations, college: College, scales: Scales, strangers: bool = False
) -> Facts:
    """For each assembly of the head of the twelve months that end that day, in its electoral roll: the entries that
    represent an organisation of these scales in another college than this one, and each organisation of these scales, a
    member of the head that day, that no entry of it represents; `strangers`: those of others in this college (R3.12).

    Nothing is known of an entry that represents nobody, nor of who was on the roll of an assembly told afterwards, nor of
    the days when its register of meetings was not kept; nor of whom the federation's file alone says to be a member: the
    roll copies its college from there.
    """
    met = {row.pk: row for row in assemblies_of_heads(on)}
    rolls: dict[UUID, set[UUID]] = defaultdict(set)
    misplaced, unknown = Counter[UUID](), Counter[UUID]()
    theirs = Q(member__scale__in=scales)
    members = list(Affiliation.objects.filter(~theirs if strangers else theirs, of__scale=HEAD))
    proposed = {(one.of_id, one.member_id) for one in members if one.is_proposed}
    entries = RollEntry.objects.filter(meeting__in=met)
    columns = ("meeting", "college", "votes", "represents", "represents__scale")
    for meeting, its_college, votes, organisation, scale in entries.values_list(*columns):
        rolls[meeting].add(organisation)
        if organisation is None:
            unknown[meeting] += bool(votes) and its_college in (college, "")
        elif (met[meeting].body.organisation_id, organisation) in proposed:
            unknown[meeting] += its_college == college or not strangers
        else:
            misplaced[meeting] += (scale in scales, its_college == college) == (not strangers, strangers)
    for key, row in met.items():
        for one in members if not strangers else ():
            if one.of_id == row.body.organisation_id and row.day in one.dates and one.member_id not in rolls[key]:
                (unknown if row.is_recorded or one.is_proposed else misplaced)[key] += 1
    found: dict[UUID, dict[Item, Number]] = defaultdict(dict)
    for key, row in met.items():
        is_elsewhere = strangers and row.is_recorded
        found[row.body.organisation_id][key] = span(misplaced[key], None if is_elsewhere else unknown[key])
    whole = kept_through("meetings", first_watched(on), on).filter(organisation__scale=HEAD)
    for head in set(found) - set(whole.values_list("organisation", flat=True)):
        found[head][BEFORE] = Span(0, None)
    return {head: each for head, each in found.items() if head in of_each_head(on, among, 0)}
