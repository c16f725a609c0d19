"""The text of an agreement, as its paper wants it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from kevread.agreements.loader import kinds
from kevread.agreements.models import Instrument
from kevread.agreements.papers import AgreementText, ClauseShown, PartyShown
from kevread.agreements.queries.register import Said, Whole, parties_said, text_of
from kevread.agreements.queries.standing import standing_of
from kevread.documents.asks import Entitled
from kevread.documents.contracts import Signatory
from kevread.documents.queries import grouped, letterhead


def agreement_paper(told: Whole) -> AgreementText:
    """The text on the day of which it was read. Five queries at most."""
    stands = told.standing
    instrument = stands.instrument
    months = instrument.notice_months
    means = instrument.get_notice_means_display()
    return AgreementText(
        letterhead=letterhead(stands.agreement.organisation, stands.on),
        name=stands.agreement.title,
        kind=stands.kind,
        state=stands.word,
        on=stands.on,
        starts_on=instrument.starts_on,
        ends_on=stands.term,
        notice=f"{months} mois, par {means}" if months else f"par {means}",
        renewal=f"d’elle-même, pour {instrument.renewal_months} mois" if instrument.renewal_months else "aucune",
        parties=tuple(party_of(one) for one in told.approvals),
        clauses=tuple(ClauseShown(title=one.written.title, text=one.written.text) for one in told.clauses),
        signatories=tuple(signatory_of(one) for one in told.approvals),
    )


def paper_to_sign(instrument: Instrument, rights: Mapping[UUID, Entitled], on: date) -> AgreementText:
    """The text as its parties sign it: `rights`, who signs for each, and by what."""
    agreement = instrument.agreement
    spec = kinds().get(agreement.kind)
    approvals = parties_said(instrument, spec)
    whole = Whole(standing_of(agreement, on), spec, instrument, text_of(agreement, spec, on), approvals)
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
        agreement_paper(whole),
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
    return PartyShown(
        name=organisation.name,
        place=one.label,
        identifiers=", ".join(f"{label} {number}" for label, number in numbers if number),
        locality=organisation.locality,
        authority=f"Habilitée par : {authority}" if authority else "",
    )


def signatory_of(one: Said) -> Signatory:
    """On a paper that was signed by hand, who signed and when is said by the page: the line stays to be read."""
    approval = one.approval
    return Signatory(
        name=approval.signer_name or approval.party.organisation.name, quality=approval.quality or "Pour cette partie"
    )
