"""The register of agreements of an organisation, one of them whole, and what is chosen from to prepare one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from kevread.agreements.loader import KindSpec, ModelSpec, PartySpec, kinds
from kevread.agreements.models import Agreement, Approval, Clause, Instrument, Party
from kevread.agreements.permissions import may_approve, may_deny
from kevread.agreements.queries.contested import pens_of, with_contests
from kevread.agreements.queries.standing import Standing, held_by, standing_of, standings
from kevread.agreements.rules import ENABLES, State, Written, bears_on, consolidated
from kevread.base.french import answering
from kevread.common.actor import NOBODY, Actor
from kevread.common.rooms import Hit
from kevread.common.words import plain, terms
from kevread.competence.queries import matrix
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.documents.queries.on_paper import Told
from kevread.ui.places import screen_address

SHOWN = {  # of the address: which states it shows
    "en-vigueur": (State.IN_FORCE, State.MEDIATION, State.LEAVING),
    "en-preparation": (State.DRAFT, State.TALKS, State.APPROVED, State.SIGNING, State.SIGNED),
    "finies": (State.ENDED, State.TERMINATED, State.DROPPED, State.ANNULLED),
}


def agreements_of(organisation: Organisation, actor: Actor, on: date) -> list[Agreement]:
    """Those to which it is party, that this person reads, and that were known that day. A draft is read by who keeps it."""
    later = Instrument.objects.filter(agreement=OuterRef("pk"), number=0, signed_on__gt=on)
    rows = Agreement.objects.visible_to(actor).of(organisation).filter(~Exists(later)).select_related("organisation")
    return list(rows.order_by("kind", "title", "pk"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What one looks for: a kind, some states, words of the title or of the other parties."""

    kind: str = ""
    state: str = ""
    words: str = ""


def register_of(organisation: Organisation, actor: Actor, asked: Asked, on: date) -> list[Standing]:
    """Six queries, whatever their number."""
    rows = agreements_of(organisation, actor, on)
    if asked.kind:
        rows = [one for one in rows if one.kind == asked.kind]
    found = with_contests(standings(rows, on), on)
    if asked.state in SHOWN:
        found = [one for one in found if one.state in SHOWN[asked.state]]
    if asked.words.strip():
        held = set(
            answering(
                Agreement.objects.filter(pk__in=[one.pk for one in rows]), asked.words, len(rows) or 1, "title",
                name=lambda one: one.title,
            )
        )  # fmt: skip
        words = terms(asked.words)
        found = [one for one in found if one.agreement in held or all(word in plain(one.between()) for word in words)]
    return found


def find_agreements(actor: Actor, text: str, on: date, limit: int) -> list[Hit]:
    """Agreements that this person reads, whose title answers to these words."""
    later = Instrument.objects.filter(agreement=OuterRef("pk"), number=0, signed_on__gt=on)
    rows = Agreement.objects.visible_to(actor).filter(~Exists(later)).select_related("organisation").order_by("pk")
    found = answering(rows, text, limit, "title", name=lambda one: one.title)
    return [
        Hit(
            one.agreement.title,
            f"{one.kind}, {one.word.lower()}",
            screen_address("agreements:agreement", scale=one.agreement.organisation.slug, key=one.agreement.pk),
        )
        for one in standings(found, on)
    ]


@dataclass(frozen=True, slots=True)
class Read:
    """A clause to be read, and where one writes it."""

    written: Written
    clause: Clause
    form: str
    is_to_write: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What a party said of a text: the decision or the words that let it sign, who signed; and what this person may
    do of it. `pen`: its signature on the file that was deposited, which it may say it did not give."""

    approval: Approval
    label: str
    may_approve: bool
    offered: Sequence[Decision]
    pen: Told | None = None
    # While no document shows that it signed: whether it says that it did not; whether this person may say so, or take it back.
    is_denied: bool = False
    may_deny: bool = False

    @property
    def is_enabled(self) -> bool:
        """Whether what is said to enable it seems to: another decision is only cited."""
        agreement, decision = self.approval.party.agreement, self.approval.decision
        return decision is None or seems_to_approve(decision, agreement.kind, agreement.title)


@dataclass(frozen=True, slots=True)
class Whole:
    """An agreement with all that its page shows."""

    standing: Standing
    spec: KindSpec | None
    first: Instrument
    clauses: list[Read]
    approvals: list[Said]

    @property
    def is_contested(self) -> bool:
        """Whether a party says that it did not sign what was deposited in its name."""
        return any(one.is_denied or (one.pen is not None and one.pen.denial) for one in self.approvals)

    @property
    def lacks(self) -> list[str]:
        """What is to be written before any party approves it."""
        return [one.written.title for one in self.clauses if one.is_to_write]


def whole(agreement: Agreement, actor: Actor, on: date) -> Whole:
    """Everything on the page of an agreement. A constant number of queries."""
    standing = standing_of(agreement, on)
    spec = kinds().get(agreement.kind)
    first = standing.instrument if standing.state.is_prepared else standing.first
    said = parties_said(first, spec, actor, on)
    held = held_by(agreement.kind, standing.first)
    return Whole(standing, spec, first, text_of(agreement, held, on, standing.suspended), said)


def parties_said(
    instrument: Instrument, spec: KindSpec | None, actor: Actor = NOBODY, on: date | None = None
) -> list[Said]:
    """What each party said of a text, in their order; `actor`: what this person may do of it; `on`: with what was said by
    then of the signatures on its file. Four queries, and one for each party that they may approve for."""
    pens = pens_of(instrument, on, actor) if on else {}
    rows = instrument.approvals.select_related(
        "party__organisation", "party__agreement__organisation", "decision__body", "decision__organisation", "signer"
    )
    preparing = instrument.stage == Instrument.Stage.TALKS
    on_paper = instrument.stage == Instrument.Stage.SIGNED and instrument.origin == Instrument.Origin.PAPER
    bare = instrument.stage == Instrument.Stage.SIGNED and instrument.document_id is None
    said = []
    for one in rows.order_by("party__rank"):
        place = spec.party(one.party.role) if spec else None
        may = (preparing or (on_paper and not one.is_given)) and bool(may_approve(actor, one.party))
        offered = decisions_for(place, one.party, actor) if may and not one.is_given else []
        is_denied = bare and one.denied_on is not None and on is not None and one.denied_on <= on
        pen, denies = pens.get(one.party.organisation_id), bare and bool(may_deny(actor, one.party))
        said.append(Said(one, place.label if place else "", may, offered, pen, is_denied, denies))
    return said


def text_of(agreement: Agreement, held: ModelSpec | None, on: date, without: Collection[int] = ()) -> list[Read]:
    """The clauses in force that day; those of the first text while it is being prepared. `held`: the version of the model that
    the agreement is held to; `without`: the amendments, by number, that count for nothing. One query."""
    rows = list(Clause.objects.filter(instrument__agreement=agreement).select_related("instrument"))
    counted = [one for one in rows if one.instrument.number not in without]
    found = [one for one in counted if has_begun(one.instrument, on)] or [
        one for one in rows if not one.instrument.number
    ]
    known = {(one.instrument.number, one.slug): one for one in found}
    text = []
    for one in consolidated(written(each) for each in found):
        clause = known[one.number, one.slug]
        form = held.form_of(one.slug) if held else "free"
        lacking = not one.text or any(not value for value in clause.blanks.values())
        text.append(Read(one, clause, form, lacking))
    return text


def has_begun(instrument: Instrument, on: date) -> bool:
    """Whether what it says is in force that day: signed by then and, of an amendment, begun."""
    signed, starts = instrument.signed_on, instrument.starts_on
    return signed is not None and signed <= on and (not instrument.number or (starts is not None and starts <= on))


def text_before(amendment: Instrument) -> list[Written]:
    """The clauses in force the day before an amendment takes effect. One query."""
    rows = Clause.objects.filter(
        instrument__agreement=amendment.agreement_id,
        instrument__stage=Instrument.Stage.SIGNED,
        instrument__number__lt=amendment.number,
    )
    begun = Q(instrument__number=0) | Q(instrument__starts_on__lte=amendment.starts_on)
    return consolidated(written(one) for one in rows.filter(begun).select_related("instrument"))


def written(one: Clause) -> Written:
    return Written(one.slug, one.title, one.text, one.rank, one.instrument.number, one.is_removed)


def decisions_for(place: PartySpec | None, party: Party, actor: Actor) -> list[Decision]:
    """The decisions of its register that let a party sign, the last first, of those that this person reads. One query."""
    if not party.organisation.scale:
        return []
    rows = (
        Decision.objects.visible_to(actor)
        .standing()
        .filter(organisation=party.organisation, outcome=Decision.Outcome.ADOPTED)
    )
    rows = rows.exclude(type=Decision.ADVICE)
    if place and place.decided_by:
        rows = rows.filter(body__kind__in=(*place.decided_by, "assembly"))
    types = matrix().types.items()
    rows = rows.exclude(type__in=[slug for slug, one in types if one.executes not in ENABLES])
    return list(rows.select_related("organisation", "body__organisation").order_by("-decided_on", "-number")[:40])


def seems_to_approve(decision: Decision, kind: str, title: str = "") -> bool:
    """Whether a decision seems to approve an agreement of this kind, called so: those are offered first, and the papers say of
    the others that they are cited."""
    spec = kinds().get(kind)
    about = f"{spec.label if spec else ''} {title}"
    return bears_on(opened_by(decision), decision.title, about, decision.organisation.name)


def opened_by(decision: Decision) -> str | None:
    """What its type opens; None when nobody classed it."""
    type_ = matrix().types.get(decision.type)
    return type_.executes if type_ else None


def decisions_of(spec: KindSpec, organisation: Organisation, actor: Actor) -> dict[str, list[Decision]]:
    """For each place of a kind that one of this scale may hold, the decisions of its own register that let it sign, those that
    seem to speak of it first.
    One query a place: what another party decided is picked by that party, or told in words."""
    return {
        place.role: sorted(
            decisions_for(place, Party(organisation=organisation), actor),
            key=lambda one: not bears_on(opened_by(one), one.title, spec.label, one.organisation.name),
        )
        if organisation.scale in place.scales
        else []
        for place in spec.parties
    }


def who_may_hold(spec: PartySpec, actor: Actor, on: date) -> list[Organisation]:
    """Those of the network that may hold a place, by name. One query."""
    rows = Organisation.objects.visible_to(actor).on(on).at_scale(*spec.scales)
    return list(rows.order_by("search", "pk"))


def outsiders(actor: Actor, on: date) -> Any:
    """The organisations outside the network that this person reads."""
    return Organisation.objects.visible_to(actor).on(on).filter(scale="")


def outsider(text: str, actor: Actor, on: date) -> list[Organisation]:
    """The organisation outside the network that is meant, alone, by its name; or those that it may be. Two queries."""
    rows = outsiders(actor, on)
    exact = list(rows.filter(name__iexact=" ".join(text.split()))[:2])
    return exact if len(exact) == 1 else list(rows.matching(text).order_by("search", "pk")[:7])
