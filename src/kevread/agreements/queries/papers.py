"""The text of an agreement, as its paper wants it."""

from kevread.agreements.papers import AgreementText, ClauseShown, PartyShown
from kevread.agreements.queries.register import Said, Whole
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
