"""An organisation validates the register of its processing."""

from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Organisation
from kevread.documents.models import Document
from kevread.journal.operations import act
from kevread.privacy.models import Validation
from kevread.privacy.permissions import may_validate, somebody
from kevread.privacy.queries.register import said


def validate(
    *, actor: Actor, organisation: Organisation, contact: str, joint: Document | None, now: datetime
) -> Validation:
    """Make the register, as it stands, the organisation’s own: `contact` is whom people write to; `joint`, the agreement that
    says who answers for what is held together. Raises Denied; Invalid without a contact, or with a document that is not the
    organisation’s; Refused when it was validated so already."""
    may_validate(actor, organisation).or_raise()
    contact = contact.strip()
    if not contact:
        raise Invalid("contact", "Dites à qui s’adresse une personne pour ses données : une fonction, une adresse.")
    if len(contact) > 200:
        raise Invalid("contact", "200 caractères au plus.")
    if joint is not None and joint.organisation_id != organisation.pk:
        raise Invalid("joint", f"Ce document n’est pas conservé par {organisation.name}.")
    if joint is not None and (removal := getattr(joint, "removal", None)):
        raise Invalid("joint", f"Ce document ne se lit plus. {removal.said} Choisissez-en un autre.")
    with act("privacy.validate_register", actor=actor, about=organisation, now=now):
        Organisation.objects.lock(organisation.pk)
        last = Validation.objects.last_of(organisation)
        if last and (last.said, last.contact, last.joint_id) == (said(), contact, joint and joint.pk):
            raise Refused(f"{last.validated_by} a déjà validé ce registre tel qu’il est. Rien n’a été inscrit de plus.")
        return Validation.objects.create(
            organisation=organisation,
            validated_by_id=somebody(actor),
            at=now,
            contact=contact,
            joint=joint,
            said=said(),
        )
