"""What the certificate of a line says."""

from datetime import date

from kevread.common.errors import Refused
from kevread.common.money import euros
from kevread.documents.queries import letterhead
from kevread.dues.papers import DuesCertificate, PaidLine

from .owed import Owed


def certificate(line: Owed, on: date) -> DuesCertificate:
    """Once all that is asked was received. Raises Refused until then, and when nothing was asked."""
    due = line.due
    if line.left or not line.paid:
        raise Refused(
            f"Il reste {euros(line.left)} à recevoir : l’attestation se fait une fois la cotisation reçue."
            if line.left
            else "Rien n’a été reçu : il n’y a rien à attester."
        )
    member = due.affiliation.member
    words = (("RNA", member.rna), ("SIREN", member.siren))
    return DuesCertificate(
        letterhead=letterhead(due.organisation, on),
        member=member.name,
        identifiers=tuple(f"{word} {number}" for word, number in words if number),
        year=due.year,
        reference=due.reference,
        asked=euros(due.cents),
        received=tuple(
            PaidLine(
                day=one.paid_on,
                amount=euros(-one.cents if one.refunds_id else one.cents),
                means=one.get_means_display(),
            )
            for one in line.payments
        ),
        total=euros(line.paid),
        on=on,
    )
