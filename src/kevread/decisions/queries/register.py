"""The register of decisions as it is read: its lines with what the matrix says of them, and where each came from."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Concat, Lower

from kevread.base.french import Answers, answering, extract, missing, wanted
from kevread.charter.queries.text import circle_of
from kevread.common.actor import Actor
from kevread.common.periods import day_in_words
from kevread.common.rooms import Hit
from kevread.common.words import terms
from kevread.competence.asks import opening
from kevread.competence.queries import matrix
from kevread.competence.rules.bodies import Competence, DecisionType, Standing
from kevread.decisions.models import PLAIN_TITLE, Application, Decision, DecisionQuerySet, FollowUp, Joining
from kevread.decisions.queries.competence import competences, distributed, family_of
from kevread.decisions.queries.together import joinable_to, same_decisions
from kevread.directory.models import Organisation
from kevread.meetings.models import AgendaItem, Meeting
from kevread.ui.places import screen_address

Outcome = Decision.Outcome
OFFERED = 200  # lines of a register, in a form

NUMBER = re.compile(r"([1-9][0-9]{3})-([0-9]{1,6})")  # of a decision: 2026-012


@dataclass(frozen=True, slots=True)
class Asked:
    """What one looks for in a register. `flagged`: those with which the matrix finds fault; `unclassed`: those of which
    nobody said the type; `wide`: in the registers of its members too, of the whole network at its head."""

    body: str = ""
    year: int | None = None
    type: str = ""
    words: str = ""
    flagged: bool = False
    unclassed: bool = False
    wide: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Asked()


@dataclass(frozen=True, slots=True)
class Line:
    """A decision and what the matrix says of it; None when it is not asked: no type, rejected, an advice, corrected,
    annulled."""

    decision: Decision
    competence: Competence | None
    corrected_by: Decision | None = None

    @property
    def type(self) -> str:
        """Its type in words; for an advice, what it is on."""
        if self.decision.type == Decision.ADVICE:
            return f"Avis : {matrix().label(self.decision.advises)}"
        return matrix().label(self.decision.type)

    @property
    def is_unclassed(self) -> bool:
        """« À classer »: as `DecisionQuerySet.unclassed`."""
        is_adopted = self.decision.outcome == Outcome.ADOPTED and self.decision.annulled_on is None
        return is_adopted and not self.decision.type and not self.corrected_by

    @property
    def outcome(self) -> str:
        return outcome_of(self.decision)

    @property
    def mark(self) -> str:
        """The verdict under which its competence is drawn."""
        return MARKS[self.competence.standing][0] if self.competence else ""

    @property
    def word(self) -> str:
        return MARKS[self.competence.standing][1] if self.competence else ""

    @property
    def said(self) -> str:
        """The word and its reason; the reason alone where it says the word already."""
        if not self.competence:
            return ""
        reason = self.competence.reason
        return reason if self.competence.standing is Standing.COMPETENT else f"{self.word}. {reason}"


MARKS = {
    Standing.COMPETENT: ("conforms", "Instance compétente"),
    Standing.RATIFIED: ("conforms", "Ratifiée"),
    Standing.AWAITS_OTHERS: ("unknown", "Attend les autres"),
    Standing.AHEAD: ("breaches", "Appliquée sans les autres"),
    Standing.WRONG_BODY: ("breaches", "Autre instance"),
    Standing.ADVICE_MISSING: ("breaches", "Avis manquant"),
    Standing.ADVISED_SINCE: ("conforms", "Avis rendu après"),
    Standing.ADOPTED_SINCE: ("conforms", "Adoptée depuis par toutes"),
    Standing.UNSURE: ("unknown", "Séance à dire"),
    Standing.PROPOSED: ("unknown", "Répartition à décider"),
    Standing.UNDECIDED: ("unknown", "Qui décide n’est pas dit"),
    Standing.BESIDE: ("not_applicable", "Rien n’en est dit ici"),
    Standing.BY_ARTICLES: ("not_applicable", "Selon les statuts"),
}


def outcome_of(decision: Decision) -> str:
    """An advice is favourable or not; a decision adopted or rejected."""
    if decision.type == Decision.ADVICE:
        return "Favorable" if decision.outcome == Outcome.ADOPTED else "Défavorable"
    return str(decision.get_outcome_display())


def register_of(organisation: Organisation, actor: Actor, asked: Asked, on: date) -> DecisionQuerySet:
    """The lines of an organisation's register, of what was decided by that day, the last first; or of several, those that
    this person reads. One query, and one more when only the flagged are wanted."""
    where = asked_places(organisation, actor, asked, on)
    rows: DecisionQuerySet = Decision.objects.visible_to(actor).filter(organisation__in=where, decided_on__lte=on)
    if asked.body:
        rows = rows.filter(body__slug=asked.body)
    if asked.year:
        rows = rows.filter(decided_on__year=asked.year)
    if asked.type:
        rows = rows.filter(type=asked.type)
    if words := terms(asked.words):
        both = Concat(F("title"), Value(" "), F("text"), output_field=TextField())
        rows = rows.alias(plain=Lower(Func(both, function="f_unaccent", output_field=TextField())))
        held = Q(*(("plain__contains", word) for word in words))
        looked_for = wanted(asked.words)
        rows = rows.filter(held | Q(Answers(looked_for, "title", "text")) if looked_for else held)
    if asked.unclassed:
        rows = rows.unclassed()
    order = ("-decided_on", "organisation__search", "-number") if asked.wide else ("-number",)
    rows = rows.select_related("organisation", "body__organisation", "meeting", "corrected_by").order_by(*order)
    if asked.flagged:
        found = competences(rows.standing())
        rows = rows.filter(pk__in=[key for key, one in found.items() if one.is_flagged])
    return rows


def asked_places(organisation: Organisation, actor: Actor, asked: Asked, on: date) -> Collection[UUID]:
    return circle_of(organisation, on, actor).everyone if asked.wide else [organisation.pk]


def find_decisions(actor: Actor, text: str, on: date, limit: int) -> list[Hit]:
    """Lines of the registers that this person reads, whose title or text answers to these words, those whose title does
    first, the last first; or whose number is the one typed. One query, and two when words alone find too few: then those
    whose title holds what is typed of them, served by its trigrams."""
    rows = Decision.objects.visible_to(actor).filter(decided_on__lte=on)
    reads = actor.where("read")  # the page of a decision asks for it
    if not actor.is_system and reads is not None:
        rows = rows.filter(organisation__in=reads)
    rows = rows.select_related("organisation", "body__organisation").order_by("-decided_on", "-number", "pk")
    if numbered := NUMBER.fullmatch(text.strip()):  # one that somebody cites, annulled or not
        rows = rows.filter(decided_on__year=int(numbered[1]), number=int(numbered[2]))
        return [hit_of(one, text) for one in rows[:limit]]
    rows = rows.filter(annulled_on=None)
    found = answering(rows, text, limit, "title", "text", name=lambda one: one.title)
    if len(found) < limit and terms(text):
        begun = rows.exclude(pk__in=[one.pk for one in found]).alias(plain=PLAIN_TITLE)
        for word in terms(text):
            begun = begun.filter(plain__contains=word)
        found += begun[: limit - len(found)]
    return [hit_of(one, text) for one in found]


def hit_of(one: Decision, text: str) -> Hit:
    return Hit(
        f"n° {one.reference}, {one.title}",
        f"{'Annulée. ' if one.annulled_on else ''}{one.body.name}, {one.body.organisation.name}, le "
        f"{day_in_words(one.decided_on)}",
        screen_address("decisions:decision", scale=one.organisation.slug, key=one.pk),
        extract(one.text, wanted(text)) if missing(one.title, wanted(text)) else "",
    )


def lines_of(decisions: Iterable[Decision]) -> list[Line]:
    """The same order; one more query."""
    rows = list(decisions)
    found = competences(rows)
    return [Line(row, found.get(row.pk) if row.stands else None, corrected(row)) for row in rows]


def corrected(decision: Decision) -> Decision | None:
    later: Decision | None = getattr(decision, "corrected_by", None)
    return later


def years_of(where: Collection[UUID], on: date) -> list[int]:
    rows = Decision.objects.filter(organisation__in=where, decided_on__lte=on)
    return sorted(set(rows.values_list("decided_on__year", flat=True)), reverse=True)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the trail of an item: where it was, what was said or decided there."""

    item: AgendaItem
    decisions: list[Decision]

    @property
    def said(self) -> list[tuple[Decision, str]]:
        return [(decision, outcome_of(decision)) for decision in self.decisions]


def trail_of(item: AgendaItem) -> list[Step]:
    """Where an item came from and where it went, with the advices given and what was decided. Oldest first."""
    family = family_of(item)
    by_item: dict[UUID, list[Decision]] = defaultdict(list)
    rows = Decision.objects.standing().filter(item__in=family) | Decision.objects.standing().filter(
        advised_item__in=family
    )
    for row in rows.select_related("body", "organisation").order_by("decided_on", "number").distinct():
        by_item[row.item_id or row.advised_item_id].append(row)  # type: ignore[index]
    return [Step(one, by_item[one.pk]) for one in family]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same decision in another register; `is_read` by whoever asks."""

    decision: Decision
    outcome: str
    is_read: bool
    link: UUID | None  # that says so directly, and not through another


@dataclass(frozen=True, slots=True)
class Whole:
    """A decision with all that goes with it."""

    line: Line
    same: list[Elsewhere]  # in other registers, by bodies that decide it together
    joinable: list[Decision]  # that may be the same, and that whoever asks reads
    advices: list[Decision]
    citable: list[Decision]  # advices that it does not cite, given before it; or since, when one lacks
    cited_by: list[Decision]
    applications: list[Application]
    follow_ups: list[FollowUp]
    trail: list[Step]
    type: DecisionType | None
    is_distributed: bool  # whether the distribution of decisions was decided that day, or is now


def elsewhere_of(decision: Decision, actor: Actor) -> tuple[list[Elsewhere], list[Decision]]:
    """The same decision in other registers; those that may be it, among what this person reads. Five queries, or none."""
    type_ = matrix().types.get(decision.type)
    if type_ is None or not type_.together:
        return [], []
    same = [one for one in same_decisions([decision.type]).get(decision.pk, ()) if one.pk != decision.pk]
    read = Decision.objects.visible_to(actor)
    seen = set(read.filter(pk__in=[one.pk for one in same]).values_list("pk", flat=True))
    linked = [one.pk for one in same]
    pairs = Joining.objects.standing().filter(Q(decision=decision) | Q(joins=decision))
    links = {other: key for key, *both in pairs.values_list("pk", "decision", "joins") for other in both}
    others = joinable_to(decision.type, decision.body, read).exclude(pk__in=linked)
    offered = others.select_related("body__organisation").order_by("-decided_on", "-number")[:10]
    return [Elsewhere(one, outcome_of(one), one.pk in seen, links.get(one.pk)) for one in same], list(offered)


def whole(decision: Decision, actor: Actor, on: date) -> Whole:
    """Everything on the page of a decision. A constant number of queries, but for the generations of its item."""
    rows = Decision.objects.select_related("body__organisation")
    advices = list(rows.filter(cited_by__decision=decision).order_by("decided_on", "number"))
    type_, line = matrix().types.get(decision.type), lines_of([decision])[0]
    citable: list[Decision] = []
    if type_ and type_.advices:
        given = rows.standing().filter(type=Decision.ADVICE, advises=decision.type)
        if line.competence is None or line.competence.lack is not Standing.ADVICE_MISSING:
            given = given.filter(decided_on__lte=decision.decided_on)  # nothing lacks that would have come since
        citable = list(given.exclude(pk__in=[one.pk for one in advices]).order_by("-decided_on", "-number")[:10])
    applications = decision.applications.select_related(
        "mandate__person", "mandate__seat__body__organisation", "setting", "derogation__organisation"
    ).order_by("pk")
    trail = trail_of(decision.item) if decision.item else []
    same, joinable = elsewhere_of(decision, actor)
    cited_by = rows.filter(citations__advice=decision, annulled_on=None)  # nothing but an advice is cited
    return Whole(
        line=line,
        same=same,
        joinable=joinable,
        advices=advices,
        citable=citable,
        cited_by=list(cited_by.order_by("decided_on", "number")) if decision.type == Decision.ADVICE else [],
        applications=list(applications),
        follow_ups=list(decision.follow_ups.select_related("owner").order_by("done_on", "due", "pk")),
        trail=trail if len(trail) > 1 or any(step.decisions != [decision] for step in trail) else [],
        type=type_,
        is_distributed=bool(type_ and (distributed([decision]) or distributed([decision], on))),
    )


@dataclass
class ToApply:
    """What waits to be applied: proposed and not confirmed; not said yet; in the hands of a room that is not open."""

    pending: list[Application] = field(default_factory=list)
    unsaid: list[tuple[Decision, DecisionType, str]] = field(default_factory=list)
    elsewhere: dict[str, list[Decision]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.pending) + len(self.unsaid)

    @property
    def waiting(self) -> int:
        return sum(len(rows) for rows in self.elsewhere.values())


def to_apply(organisation: Organisation, actor: Actor) -> ToApply:
    """Oldest first. Two queries, and one for each room that knows which serve already."""
    found = ToApply()
    rows = Decision.objects.visible_to(actor).filter(organisation=organisation, outcome=Outcome.ADOPTED)
    standing = rows.standing().select_related("body__organisation").order_by("number")
    found.pending = list(
        Application.objects.pending()
        .filter(decision__in=rows.values("pk"))
        .select_related("decision__body__organisation")
        .order_by("decision__number", "pk")
    )
    types = matrix().types
    for decision in standing.filter(applications__isnull=True).exclude(type__in=("", Decision.ADVICE)):
        type_ = types.get(decision.type)
        if type_ is None or not type_.executes:
            continue
        if there := opening(type_.executes):
            found.unsaid.append((decision, type_, there.words))
        else:
            found.elsewhere.setdefault(type_.executes, []).append(decision)
    served = {
        key
        for kind in dict.fromkeys(type_.executes for _, type_, _ in found.unsaid)
        if (there := opening(kind))
        for key in there.serves([decision.pk for decision, type_, _ in found.unsaid if type_.executes == kind])
    }
    found.unsaid = [row for row in found.unsaid if row[0].pk not in served]
    return found


def taken_at(meeting: Meeting) -> list[Line]:
    """What a meeting decided, by number, the corrected left aside. Two queries."""
    rows = Decision.objects.standing().filter(meeting=meeting).select_related("body__organisation", "meeting")
    return lines_of(rows.order_by("number"))


def follow_ups_of(organisation: Organisation, actor: Actor) -> list[FollowUp]:
    """What remains to be done after the decisions of an organisation, the late first. One query."""
    seen = Decision.objects.visible_to(actor).filter(organisation=organisation)
    return list(
        FollowUp.objects.open()
        .filter(decision__in=seen)
        .select_related("owner", "decision__organisation", "decision__body__organisation")
    )


def follow_ups_of_body(body: UUID, by: date) -> list[FollowUp]:
    """What a body looks at again at a meeting: what it had decided by then, not done yet, the late first. One query."""
    rows = FollowUp.objects.open().filter(decision__body=body, decision__decided_on__lt=by)
    return list(rows.select_related("owner", "decision__body__organisation"))


def follow_ups_of_person(person: UUID) -> list[FollowUp]:
    """What somebody answers for, the late first. One query."""
    return list(FollowUp.objects.open().filter(owner=person).select_related("decision__body__organisation"))


def last_adopted(
    actor: Actor, organisation: Organisation, kinds: Collection[str] = (), *, but: Collection[str] = ()
) -> DecisionQuerySet:
    """What a register decided lately, that a form offers to cite, the last first; of some kinds of bodies, if any are said;
    `but` of these types, which do not let one do it. Named by its keys: of a list that is cut, each choice would be refused."""
    rows = Decision.objects.visible_to(actor).binding().filter(organisation=organisation)
    if kinds:
        rows = rows.filter(body__kind__in=kinds)
    rows = rows.exclude(type__in=but)
    last = list(rows.order_by("-decided_on", "-number").values_list("pk", flat=True)[:OFFERED])
    found: DecisionQuerySet = Decision.objects.filter(pk__in=last).select_related("body")
    return found.order_by("-decided_on", "-number")
