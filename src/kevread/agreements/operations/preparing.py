"""To prepare an agreement: a draft from the model of its kind, its clauses, its days, what lets each party sign; then
signed."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from kevread.agreements.loader import KindSpec, ModelSpec, held_to
from kevread.agreements.models import Agreement, Approval, Clause, Instrument, Party
from kevread.agreements.permissions import may_follow, may_keep, place_of
from kevread.agreements.queries.standing import is_to_write, text_in_force
from kevread.agreements.rules import filled
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.marks import mark_of
from kevread.common.overtaken import Overtaken
from kevread.common.periods import EARLIEST, day_in_words
from kevread.common.words import one_line, seen
from kevread.directory.models import Organisation
from kevread.journal.operations import act

from .checks import (
    Dates,
    Signed,
    amends_what_binds,
    blanks_read,
    dated,
    habilitates_then,
    instrument_locked,
    kind_of,
    model_in_use,
    past,
    seated,
    taking_effect,
    titled,
    why,
)

LONGEST_CLAUSE = 20_000
CLAUSE_GONE = "Cette clause n’est plus dans ce texte : il suit maintenant un modèle qui ne l’a pas."
WRITABLE = (Instrument.Stage.DRAFT, Instrument.Stage.TALKS)


def open_agreement(
    *,
    actor: Actor,
    organisation: Organisation,
    kind: str,
    title: str,
    parties: Mapping[str, Organisation],
    dates: Dates,
    now: datetime,
) -> Agreement:
    """A draft, from the version of the model of its kind that is in use that day, to which it is held: nothing is decided, and
    only who keeps it reads it until talks begin. Raises Denied; Invalid on the field or the place, on `kind` before its model
    is in use; Refused when the same draft is open."""
    may_keep(actor, organisation).or_raise()
    spec = kind_of(kind)
    model = model_in_use(spec, timezone.localtime(now).date())
    title, dates = titled(title), dated(dates)
    those = seated(spec, parties, organisation)
    with act("agreements.open", actor=actor, about=organisation, now=now, arguments={"kind": kind, "title": title}):
        Organisation.objects.lock(organisation.pk)
        same = Agreement.objects.filter(organisation=organisation, kind=kind, title=title, annulled_on=None)
        if same.filter(instruments__stage__in=WRITABLE).exists():
            raise Refused(f"{organisation.name} prépare déjà une convention de ce titre.")
        told = {"prepared_by_id": actor.person, "model_since": model.since}
        agreement, instrument = begun(spec, kind, title, organisation, those, dates, **told)
        Clause.objects.bulk_create(
            Clause(
                instrument=instrument,
                slug=one.slug,
                rank=rank,
                title=one.title,
                text=filled(one.text, dict.fromkeys(one.blanks, "")) if one.form == "set" else one.text,
                blanks=dict.fromkeys(one.blanks, ""),
            )
            for rank, one in enumerate(model.clauses, start=1)
        )
        return agreement


def begun(
    spec: KindSpec,
    kind: str,
    title: str,
    keeper: Organisation,
    those: list[tuple[str, Organisation]],
    dates: Dates,
    **more: object,
) -> tuple[Agreement, Instrument]:
    """An agreement, its parties, its first text and what each party has to say of it. Called in an act."""
    agreement = Agreement.objects.create(kind=kind, title=title, organisation=keeper, is_public=spec.public)
    parties = [
        Party(agreement=agreement, organisation=one, role=role, rank=rank)
        for rank, (role, one) in enumerate(those, start=1)
    ]
    Party.objects.bulk_create(parties)
    instrument = Instrument.objects.create(agreement=agreement, **dates.columns(), **more)
    Approval.objects.bulk_create(Approval(instrument=instrument, party=party) for party in parties)
    return agreement, instrument


def writable(instrument: Instrument) -> Instrument:
    """Locked. Raises Refused once it is signed, being signed, or given up."""
    row = instrument_locked(instrument.pk)
    if row.stage not in WRITABLE:
        raise Refused(f"Ce texte ne se modifie plus : {row.get_stage_display().lower()}.")
    return row


def write_clause(
    *,
    actor: Actor,
    clause: Clause,
    now: datetime,
    text: str = "",
    blanks: Mapping[str, str] | None = None,
    base: str = "",
) -> Clause:
    """Write a free clause, or fill the blanks of a set one. What a party approved is to be approved anew. `base`: the digest of
    what it was typed on. Raises Denied; Invalid on `text` or the blank; Overtaken when somebody else wrote it meanwhile;
    Refused for a locked clause, one that left the text meanwhile, or a text that is not being prepared."""
    agreement = clause.instrument.agreement
    may_follow(actor, agreement).or_raise()
    about = place_of(actor, agreement)
    with act("agreements.write_clause", actor=actor, about=about, now=now, arguments={"clause": clause.pk}):
        instrument = writable(clause.instrument)
        row: Clause | None = instrument.clauses.filter(pk=clause.pk).first()
        if row is None:
            raise Refused(CLAUSE_GONE)
        text, given = clause_worded(held_to(agreement.kind, instrument.model_since), row.slug, text, blanks)
        if (row.text, row.blanks) != (text, given):
            if base and base != mark_of(row.text):
                raise Overtaken(row.text)
            row.text, row.blanks = text, given
            row.save(update_fields=["text", "blanks"])
            unsaid(instrument)
        return row


def clause_worded(
    model: ModelSpec | None, slug: str, text: str, blanks: Mapping[str, str] | None
) -> tuple[str, dict[str, str]]:
    """What a clause says, and what fills its blanks, by the version of the model that its text is held to. Raises Invalid;
    Refused for a locked clause, or where that version is known no more."""
    if model and not model.clauses:
        day = day_in_words(model.since)
        raise Refused(f"Le modèle du {day}, dont ce texte est tiré, n’est plus connu : rien ne dit ce qui s’y écrit.")
    spec = model.clause(slug) if model else None
    if spec and spec.form == "locked":
        raise Refused("Cette clause est celle du modèle : elle ne se modifie pas dans une convention.")
    if spec and spec.form == "set":
        given = blanks_read(spec, blanks)
        return filled(spec.text, given), given
    text = "\n".join(line.rstrip() for line in text.strip().splitlines()) if seen(text) else ""
    if len(text) > LONGEST_CLAUSE:
        raise Invalid("text", f"Ce texte est trop long : {LONGEST_CLAUSE} caractères au plus.")
    return text, {}


def unsaid(instrument: Instrument, by: UUID | None = None) -> None:
    """The text changed, and what was approved was another text; or one party, `by`, goes back on it. Called in an act."""
    said = instrument.approvals.exclude(decision=None, authority="")
    those = said.filter(party__organisation=by) if by else said
    those.update(decision=None, authority="", told_by=None)


def set_terms(*, actor: Actor, instrument: Instrument, dates: Dates, now: datetime) -> Instrument:
    """The days of a text that is being prepared. What a party approved is to be approved anew. Raises Denied,
    Invalid, Refused."""
    may_follow(actor, instrument.agreement).or_raise()
    dates = dated(dates)
    about = place_of(actor, instrument.agreement)
    with act("agreements.set_terms", actor=actor, about=about, now=now, arguments={"instrument": instrument.pk}):
        row = writable(instrument)
        if row.number:
            taking_effect(row.agreement, dates, timezone.localtime(now).date())
        for name, value in dates.columns().items():
            setattr(row, name, value)
        row.save(update_fields=list(dates.columns()))
        unsaid(row)
        return row


def start_talks(*, actor: Actor, instrument: Instrument, now: datetime) -> Instrument:
    """The other parties read it, and write in it. Raises Denied, Refused."""
    may_keep(actor, instrument.agreement.organisation).or_raise()
    about = instrument.agreement.organisation
    with act("agreements.start_talks", actor=actor, about=about, now=now, arguments={"instrument": instrument.pk}):
        row = instrument_locked(instrument.pk)
        if row.stage != Instrument.Stage.DRAFT:
            raise Refused("Les autres parties lisent déjà ce texte.")
        row.stage = Instrument.Stage.TALKS
        row.save(update_fields=["stage"])
        return row


def whole(instrument: Instrument, on: date) -> None:
    """Raises Refused, naming what is still to be written; of an amendment, when it changes nothing, or when what it amends
    binds nobody that day."""
    amends_what_binds(instrument, on)
    rows = list(instrument.clauses.order_by("rank"))
    if instrument.number and not rows and not changes_days(instrument):
        raise Refused("Cet avenant ne change encore rien : ni une clause, ni une date.")
    lacking = [one.title for one in rows if is_to_write(one)]
    if lacking:
        raise Refused(f"Ce texte n’est pas entier. Il reste à écrire : {', '.join(lacking)}.")


def changes_days(instrument: Instrument) -> bool:
    """Whether an amendment says other days than those in force."""
    before = text_in_force(instrument)
    names = ("ends_on", "renewal_months", "notice_months", "notice_means")
    return any(getattr(instrument, name) != getattr(before, name) for name in names)


def record_signed(
    *, actor: Actor, instrument: Instrument, signed_on: date, signers: Mapping[str, Signed], now: datetime
) -> Instrument:
    """Every party approved the text, and signed it on paper: from then on it is final. Raises Denied; Invalid on the
    day or the place; Refused when a party has not approved it. What a party decided comes before the day on which that one
    signed."""
    may_follow(actor, instrument.agreement).or_raise()
    past("signed_on", signed_on, now, "Une signature")
    about = place_of(actor, instrument.agreement)
    with act("agreements.record_signed", actor=actor, about=about, now=now, arguments={"instrument": instrument.pk}):
        row = writable(instrument)
        whole(row, signed_on)
        approvals = list(row.approvals.select_related("party__organisation", "decision__body").order_by("party__rank"))
        for one in approvals:
            if not one.is_given:
                raise Refused(f"{one.party.organisation.name} n’a pas approuvé ce texte : rien n’est à signer encore.")
            said = signers.get(one.party.role)
            if one.decision and said:
                habilitates_then(kind_of(row.agreement.kind), one.party, one.decision, said, signed_on)
            sign(one, said, signed_on)
        row.stage, row.signed_on = Instrument.Stage.SIGNED, signed_on
        row.save(update_fields=["stage", "signed_on"])
        return row


def sign(approval: Approval, said: Signed | None, signed_on: date) -> None:
    """Who signed for a party. Called in an act."""
    role, name = approval.party.role, one_line(said.name)[:170] if said else ""
    if said is None or not name:
        raise Invalid(role, f"Écrivez qui a signé pour {approval.party.organisation.name}.")
    quality = one_line(said.quality)[:160]
    if not quality:
        raise Invalid(role, f"Écrivez en quelle qualité {name} a signé : présidente, par délégation…")
    if said.signed_on and not EARLIEST <= said.signed_on <= signed_on:
        raise Invalid(f"{role}_signed_on", f"{name} a signé au plus tard le jour de la dernière signature.")
    right = one_line(said.right)[:300]
    if right and len(right) < 5:
        raise Invalid(f"{role}_right", "Écrivez de quel droit : un mandat, une délégation, et son jour.")
    approval.signer, approval.signer_name, approval.quality = said.person, name, quality
    approval.signed_on, approval.right = said.signed_on or signed_on, right
    approval.save(update_fields=["signer", "signer_name", "quality", "signed_on", "right"])


def drop(*, actor: Actor, instrument: Instrument, reason: str, now: datetime) -> Instrument:
    """A text that is being prepared is given up. Raises Denied; Invalid on `reason`; Refused once it is signed."""
    may_keep(actor, instrument.agreement.organisation).or_raise()
    reason = why(reason, "Dites pourquoi ce texte est abandonné.")
    about = instrument.agreement.organisation
    arguments = {"instrument": instrument.pk}
    with act("agreements.drop", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        row = writable(instrument)
        row.stage, row.note = Instrument.Stage.DROPPED, reason
        row.save(update_fields=["stage", "note"])
        return row
