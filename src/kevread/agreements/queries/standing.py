"""Where agreements are on a day: their text in force, their state, the days to come."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from kevread.agreements.loader import ModelSpec, held_to, kind_named
from kevread.agreements.models import Agreement, Approval, Clause, Event, Instrument, Party
from kevread.agreements.rules import Days, State, days_in_force, goes_on_from, notice_by, standing, term_on, unfilled
from kevread.common.actor import Actor
from kevread.common.marks import mark_of
from kevread.documents.queries import on_paper

Stage = Instrument.Stage


def held_by(kind: str, first: Instrument) -> ModelSpec | None:
    """The version of the model that the first text of an agreement is held to, and its amendments with it; none where it was
    signed elsewhere and deposited: that follows no model."""
    return None if first.origin == Instrument.Origin.PAPER else held_to(kind, first.model_since)


@dataclass(frozen=True, slots=True)
class Standing:
    """An agreement on a day. `instrument`: the text that says its days; `last`: its last day, when somebody ended it; `events`:
    what happened by then, undone or not."""

    agreement: Agreement
    parties: Sequence[Party]
    instrument: Instrument
    state: State
    last: date | None
    in_mediation: bool
    events: Sequence[Event]
    on: date
    texts: Sequence[Instrument] = ()
    contested: frozenset[int] = (
        frozenset()
    )  # the texts, by number, that a party says it did not sign, where it is asked
    suspended: frozenset[int] = frozenset()  # the amendments, by number, that move nothing until that is answered

    @property
    def first(self) -> Instrument:
        return self.texts[0]

    @property
    def is_contested(self) -> bool:
        """Whether a party says that it did not sign the first text: an amendment leaves the agreement where it is."""
        return 0 in self.contested

    @property
    def lacks_document(self) -> bool:
        """Whether it was signed, and nobody deposited what was signed: what is signed here leaves its document."""
        return self.first.number in self.undeposited

    @property
    def undeposited(self) -> frozenset[int]:
        """The texts, by number, that were signed and whose signed document nobody deposited."""
        return frozenset(one.number for one in self.texts if one.signed_on and one.document_id is None)

    @property
    def amendments(self) -> list[Instrument]:
        """Those that were signed by that day, whether they have taken effect or not."""
        return [one for one in self.texts if one.number and one.signed_on and one.signed_on <= self.on]

    @property
    def prepared(self) -> Instrument | None:
        """The amendment that is being prepared."""
        return next((one for one in self.texts if one.number and one.stage in UNDER_WAY), None)

    @property
    def kind(self) -> str:
        return kind_named(self.agreement.kind)

    @property
    def word(self) -> str:
        return self.state.value

    @property
    def term(self) -> date | None:
        """Its last day, as things stand: the end of the period under way, or earlier when somebody ended it."""
        term = term_on(self.instrument.terms, self.on)
        if self.last is None or term is None or self.instrument.terms.is_renewed:
            return self.last or term
        return min(self.last, term)

    @property
    def proposed(self) -> list[Event]:
        """The ends that one party proposes, and that none agreed to yet."""
        return [one for one in self.events if one.is_proposed and not one.counts(self.on) and one.undone_on is None]

    @property
    def notice_by(self) -> date | None:
        """The last day to say that it will not go on; none once its end is said."""
        return None if self.last else notice_by(self.instrument.terms, self.on)

    @property
    def goes_on_from(self) -> date | None:
        return None if self.last else goes_on_from(self.instrument.terms, self.on)

    def others(self, organisation: UUID) -> list[Party]:
        return [one for one in self.parties if one.organisation_id != organisation]

    def between(self) -> str:
        return ", ".join(one.organisation.name for one in self.parties)

    @property
    def signed_on(self) -> date | None:
        """Of the agreement itself, whatever amended it since."""
        return self.first.signed_on


def standings(agreements: Iterable[Agreement], on: date) -> list[Standing]:
    """In the same order. Three queries, and another where some were amended by a file, whatever their number."""
    rows = list(agreements)
    keys = [one.pk for one in rows]
    parties: dict[UUID, list[Party]] = defaultdict(list)
    for party in Party.objects.filter(agreement__in=keys).select_related("organisation").order_by("rank"):
        parties[party.agreement_id].append(party)
    instruments: dict[UUID, list[Instrument]] = defaultdict(list)
    lacks = Approval.objects.filter(instrument=OuterRef("pk"), decision=None, authority="")
    denied = Approval.objects.filter(instrument=OuterRef("pk"), denied_on__lte=on)
    texts = Instrument.objects.filter(agreement__in=keys).select_related("document").annotate(denied=Exists(denied))
    by_key = {one.pk: one for one in rows}
    for instrument in texts.annotate(lacks=Exists(lacks)).order_by("number"):
        instrument.agreement = by_key[instrument.agreement_id]
        instruments[instrument.agreement_id].append(instrument)
    events: dict[UUID, list[Event]] = defaultdict(list)
    told = Event.objects.filter(agreement__in=keys, told_on__lte=on).select_related(
        "by__organisation", "by__agreement__organisation"
    )
    for event in told.order_by("told_on", "pk"):
        events[event.agreement_id].append(event)
    those = suspended([each for one in rows for each in instruments[one.pk]], on)
    return [stands(one, parties[one.pk], instruments[one.pk], events[one.pk], on, those) for one in rows]


def suspended(texts: Iterable[Instrument], on: date) -> set[UUID]:
    """The amendments signed by that day that a party says it did not sign, and that nobody answered: what one party deposits
    alone changes nothing for the other. The first text stays where it is, and is said to be contested. No query, one where
    one was deposited with its file."""
    rows = {one.pk: one for one in texts if one.number and one.signed_on and one.signed_on <= on}
    if not rows:
        return set()
    found = {key for key, one in rows.items() if one.document_id is None and one.denied}  # type: ignore[attr-defined]
    kept = {one.document_id: key for key, one in rows.items() if one.document_id}
    return found | {kept[document] for document in (on_paper.contested(list(kept), on) if kept else ())}


def standing_of(agreement: Agreement, on: date) -> Standing:
    return standings([agreement], on)[0]


TELLS = ("subject", "starts_on", "ends_on", "renewal_months", "notice_months", "notice_means")


def mark_of_text(instrument: Instrument, clauses: Iterable[Clause] | None = None) -> str:
    """The same while the same clauses and the same days are written. One query; none where its clauses are given in order."""
    read = instrument.clauses.order_by("rank", "slug") if clauses is None else clauses
    rows = [[one.slug, one.title, one.text, one.is_removed] for one in read]
    return mark_of([getattr(instrument, name) for name in TELLS], rows)


def is_to_write(clause: Clause) -> bool:
    """Whether a clause still waits for its text, or for one of its blanks."""
    return not clause.is_removed and bool(not clause.text or unfilled(clause.blanks))


def text_in_full(instrument: Instrument) -> list[tuple[str, str]]:
    """Clause by clause, then its mark. Two queries."""
    rows = instrument.clauses.order_by("rank", "slug")
    clauses = [(one.title, "Supprimée." if one.is_removed else one.text) for one in rows]
    return [*clauses, ("", mark_of_text(instrument))]


DAYS = ("ends_on", "renewal_months", "notice_months", "notice_means")


def with_days_in_force(texts: Sequence[Instrument]) -> Instrument:
    """The last of these texts in force, in the order in which they were signed, with the days that hold by all of them
    (`rules.days_in_force`). To read, never to write."""
    days = days_in_force([Days(one.starts_on, {name: getattr(one, name) for name in DAYS}) for one in texts])
    if all(getattr(texts[-1], name) == value for name, value in days.items()):
        return texts[-1]
    found = copy(texts[-1])
    for name, value in days.items():
        setattr(found, name, value)
    return found


def text_in_force(amendment: Instrument) -> Instrument:
    """The text that says the days of an agreement, the day before an amendment takes effect. One query."""
    rows = Instrument.objects.signed().filter(agreement=amendment.agreement_id, number__lt=amendment.number)
    rows = rows.filter(Q(number=0) | Q(starts_on__lte=amendment.starts_on))
    return with_days_in_force(list(rows.order_by("number")))


def changed_later(amendment: Instrument) -> list[Instrument]:
    """The amendments signed before this one that count from a later day, and change some of the same clauses or days: from then
    on, what this one says of them, signed after, is what holds. One query, and two more for each that counts later."""
    signed = Instrument.objects.signed().filter(agreement=amendment.agreement_id, number__lt=amendment.number)
    later = list(signed.filter(number__gt=0, starts_on__gt=amendment.starts_on).order_by("number"))
    if not later:
        return []
    clauses = set(amendment.clauses.values_list("slug", flat=True))

    def says(one: Instrument) -> set[str]:
        before = text_in_force(one)
        return {name for name in DAYS if getattr(one, name) != getattr(before, name)}

    mine = says(amendment)
    return [one for one in later if mine & says(one) or one.clauses.filter(slug__in=clauses).exists()]


def stands(
    agreement: Agreement,
    parties: Sequence[Party],
    instruments: Sequence[Instrument],
    events: Sequence[Event],
    on: date,
    without: Collection[UUID] = (),
) -> Standing:
    """What was signed by that day, and has begun: amendments count from the day on which they take effect. `without`: those
    that count for nothing."""
    first = instruments[0]
    signed = [one for one in instruments if one.signed_on and one.signed_on <= on]
    signed = [one for one in signed if one.number == 0 or (one.starts_on <= on and one.pk not in without)]
    current = with_days_in_force(signed) if signed else first
    counted = [one for one in events if one.counts(on)]
    ends = [one.last for one in counted if one.last is not None]
    last = min(ends) if ends else None
    talks = [one.kind for one in counted if one.kind in (Event.Kind.MEDIATION, Event.Kind.SETTLED)]
    in_mediation = bool(talks) and talks[-1] == Event.Kind.MEDIATION
    if agreement.annulled_on:
        state = State.ANNULLED
    elif signed:
        state = standing(current.terms, last, in_mediation, on)
    elif first.stage == Stage.TALKS and not getattr(first, "lacks", True):
        state = State.APPROVED
    else:
        state = PREPARED.get(first.stage, State.TALKS)
    idle = frozenset(one.number for one in instruments if one.pk in without)
    return Standing(agreement, parties, current, state, last, in_mediation, events, on, instruments, suspended=idle)


UNDER_WAY = (Stage.DRAFT, Stage.TALKS, Stage.SIGNING)
PREPARED: dict[str, State] = {
    Stage.DRAFT: State.DRAFT,
    Stage.TALKS: State.TALKS,
    Stage.SIGNING: State.SIGNING,
    Stage.DROPPED: State.DROPPED,
}


def already_bound(stands: Standing, actor: Actor) -> list[Standing]:
    """Of a text under way, the agreements of its kind between the very same parties that hold on the day when it would take
    effect, of those that this person reads. Four queries."""
    places = {one.organisation_id for one in stands.parties}
    rows = Agreement.objects.visible_to(actor).filter(kind=stands.agreement.kind).exclude(pk=stands.agreement.pk)
    for place in places:
        rows = rows.filter(Exists(Party.objects.filter(agreement=OuterRef("pk"), organisation=place)))
    found = standings(rows.select_related("organisation").order_by("title"), stands.first.starts_on)
    return [one for one in found if one.state.binds and {each.organisation_id for each in one.parties} == places]
