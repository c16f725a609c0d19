"""The text of an agreement, as its paper wants it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from kevread.agreements.loader import held_to, kinds, of_models
from kevread.agreements.models import Instrument
from kevread.agreements.papers import (
    AgreementText,
    AmendmentText,
    ClauseAmended,
    ClauseShown,
    DayAmended,
    PartyShown,
)
from kevread.agreements.queries.register import Said, Whole, parties_said, text_of
from kevread.agreements.queries.standing import standing_of, text_in_force
from kevread.agreements.queries.versions import changing
from kevread.agreements.rules import Change
from kevread.common.periods import day_in_words
from kevread.documents.asks import Entitled
from kevread.documents.contracts import Signatory
from kevread.documents.models import Version
from kevread.documents.queries import grouped, letterhead


def signed_version(instrument: Instrument) -> Version | None:
    """The file that was signed, with its bytes, for whoever reads the agreement; none while it is not signed. Of a file that
    was given, the one that was: nobody replaces what was signed. Ours is that of its last circle. One query."""
    if not instrument.document or not instrument.signed_on:
        return None
    rows = Version.objects.select_related("content", "document__removal").filter(document=instrument.document_id)
    found: Version | None = rows.order_by("number" if instrument.document.kind == "file" else "-number").first()
    return found


def agreement_paper(told: Whole, *, as_signed: bool = False) -> AgreementText:
    """The text on the day of which it was read; of what was signed elsewhere, what was entered of it, unless it is to stand for
    what was signed (`as_signed`). Five queries at most."""
    stands = told.standing
    instrument = stands.instrument
    entered = stands.first.origin == Instrument.Origin.PAPER and not as_signed
    reserve = "Ce qui est inscrit d’un document signé ailleurs. Seul le document signé fait foi." if entered else ""
    return AgreementText(
        letterhead=letterhead(stands.agreement.organisation, stands.on),
        name=stands.agreement.title,
        kind=stands.kind,
        state=stands.word,
        on=stands.on,
        starts_on=stands.first.starts_on,
        ends_on=stands.term,
        notice=notice(instrument),
        renewal=renewal(instrument),
        parties=tuple(party_of(one) for one in told.approvals),
        clauses=tuple(ClauseShown(title=one.written.title, text=one.written.text) for one in told.clauses),
        signatories=() if reserve else tuple(signatory_of(one) for one in told.approvals),
        reserve=reserve,
        model="" if as_signed else model_of(told),
    )


def model_of(told: Whole) -> str:
    """Who wrote what the parties read while they write it: once it is signed, it is theirs."""
    is_drawn = told.first.origin == Instrument.Origin.HERE and told.standing.state.is_prepared
    return of_models() if is_drawn else ""


def amendment_paper(instrument: Instrument, approvals: Sequence[Said], on: date) -> AmendmentText:
    """An amendment, signed or being prepared. Six queries at most."""
    agreement = instrument.agreement
    before = text_in_force(instrument)
    days = [DayAmended(what=what, before=old, after=new) for what, old, new in days_changed(before, instrument)]
    return AmendmentText(
        letterhead=letterhead(agreement.organisation, on),
        name=agreement.title,
        number=instrument.number,
        subject=instrument.subject,
        state=instrument.get_stage_display(),
        on=on,
        signed_on=agreement.instruments.get(number=0).signed_on,
        starts_on=instrument.starts_on,
        days=tuple(days),
        parties=tuple(party_of(one) for one in approvals),
        clauses=tuple(
            ClauseAmended(title=one.title, said=SAID[one.compared.change], text=one.clause.text)
            for one in changing(instrument)
            if one.compared and one.clause
        ),
        signatories=tuple(signatory_of(one) for one in approvals),
    )


SAID = {
    Change.CHANGED: "est désormais ainsi rédigée :",
    Change.SAME: "est inchangée :",
    Change.ADDED: "est ajoutée :",
    Change.REMOVED: "est supprimée.",
}


def days_changed(before: Instrument, after: Instrument) -> list[tuple[str, str, str]]:
    """The days and the notice that an amendment says otherwise, in words: what, before, after."""
    told = {"Dernier jour": last_day, "Préavis": notice, "Reconduction": renewal}
    pairs = [(what, say(before), say(after)) for what, say in told.items()]
    return [one for one in pairs if one[1] != one[2]]


def last_day(one: Instrument) -> str:
    return f"le {day_in_words(one.ends_on)}" if one.ends_on else "sans terme"


def notice(one: Instrument) -> str:
    means = one.get_notice_means_display()
    return f"{one.notice_months} mois, par {means}" if one.notice_months else f"par {means}"


def renewal(one: Instrument) -> str:
    return f"d’elle-même, pour {one.renewal_months} mois" if one.renewal_months else "aucune"


def paper_to_sign(instrument: Instrument, rights: Mapping[UUID, Entitled], on: date) -> AgreementText | AmendmentText:
    """The text as its parties sign it: `rights`, who signs for each, and by what."""
    agreement = instrument.agreement
    spec = kinds().get(agreement.kind)
    approvals = parties_said(instrument, spec)
    if instrument.number:
        paper: AgreementText | AmendmentText = amendment_paper(instrument, approvals, on)
    else:
        clauses = text_of(agreement, held_to(agreement.kind, instrument.model_since), on)
        paper = agreement_paper(Whole(standing_of(agreement, on), spec, instrument, clauses, approvals))
    signers = {
        one.approval.party_id: rights[one.approval.party.organisation_id]
        for one in approvals
        if one.approval.party.organisation_id in rights
    }
    parties = [
        replace(party_of(one), represented=f"Représentée par {named(signers[key])}" if key in signers else "")
        for one in approvals
        for key in [one.approval.party_id]
    ]
    return replace(
        paper,
        state="",
        parties=tuple(parties),
        signatories=tuple(Signatory(name=str(one.person), quality=one.quality) for one in signers.values()),
    )


def named(one: Entitled) -> str:
    return f"{one.person}, {one.quality[0].lower()}{one.quality[1:]}"


def party_of(one: Said) -> PartyShown:
    organisation, decision = one.approval.party.organisation, one.approval.decision
    numbers = (("RNA", organisation.rna), ("SIREN", grouped(organisation.siren)))
    authority = decision.quoted if decision else one.approval.authority
    said = "Habilitée par" if one.is_enabled else "Décision que cette partie cite"
    return PartyShown(
        name=organisation.name,
        place=one.label,
        identifiers=", ".join(f"{label} {number}" for label, number in numbers if number),
        locality=organisation.locality,
        authority=f"{said} : {authority}" if authority else "",
    )


def signatory_of(one: Said) -> Signatory:
    """On a paper that was signed by hand, who signed and when is said by the page: the line stays to be read."""
    approval = one.approval
    return Signatory(
        name=approval.signer_name or approval.party.organisation.name, quality=approval.quality or "Pour cette partie"
    )
