"""A delegation that both sides sign here: whoever gives it, then whoever it is for, whose signature accepts it."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.delegations import permissions
from kevread.delegations.models import Grant
from kevread.delegations.queries.papers import paper_to_sign
from kevread.delegations.queries.proposed import ACCEPT, SIDES, giving, receiving
from kevread.delegations.queries.register import WITH, one_of
from kevread.directory.models import Person
from kevread.documents.models import Circle, Document, Signature, Step
from kevread.documents.operations import freeze
from kevread.documents.operations.circles import Signer, whose_turn
from kevread.documents.operations.circles import put_to_signature as put
from kevread.journal.operations import act

from .holding import to_accept

NOBODY_GIVES = (
    "Personne d’autre que la personne à qui elle est confiée ne peut la signer aujourd’hui. Faites-la signer sur papier, puis "
    "déposez l’écrit."
)
OTHERS = "Une délégation n’est signée que de qui la donne et de la personne à qui elle est confiée : {whom}. Rien n’est signé."


def put_to_signature(*, actor: Actor, grant: Grant, signer: Person, now: datetime) -> Circle:
    """Its paper, set as it stands, is put to the signature of whoever gives it, then of whoever it is for. Once at a time.

    Raises Denied; Invalid on `signer`; Refused when it is accepted, over, or waits for its signatures already.
    """
    permissions.may_correct(actor, grant).or_raise()
    if actor.person is not None and actor.person == grant.holder_id:
        raise Refused("C’est votre délégation : acceptez-la ici, ou une autre personne la met à la signature.")
    today, arguments = timezone.localtime(now).date(), {"grant": grant.pk}
    with act("delegations.put_to_signature", actor=actor, about=grant.organisation, now=now, arguments=arguments):
        to_accept(grant, today)
        row = Grant.objects.select_related(*WITH, *SIDES).get(pk=grant.pk)
        those = giving(row, today)
        if not those:
            raise Refused(NOBODY_GIVES)
        gives = next((one for one in those if one.person.pk == signer.pk), None)
        if gives is None:
            raise Invalid("signer", "Choisissez qui la signe pour l’organisation.")
        paper = paper_to_sign(one_of(row, today), gives, receiving(row), today)
        version = freeze(
            actor=actor,
            organisation=row.organisation,
            kind=paper.template,
            source=paper,
            audience=Document.Audience.ORGANISATION,
            readers=[row.holder, gives.person],
            now=now,
            is_signed=True,
        )
        row.paper = version.document
        row.save(update_fields=["paper"])
        signers = [Signer(gives.person, row.organisation, 1), Signer(row.holder, row.organisation, 2)]
        return put(actor, row.organisation, [(version.document, signers)], ACCEPT, now)[0]


def waiting(document: UUID) -> Grant | None:
    """The delegation whose paper waits for its signatures, that this document is."""
    return Grant.objects.filter(paper=document, accepted_on=None).select_related(*WITH, *SIDES).first()


def follow_signature(signature: Signature, circle: Circle | None) -> None:
    """Each signature is of one of the two sides, and of what would hold; with the last, which is theirs, whoever it is for has
    accepted it. Called in the act of each. Raises Refused."""
    grant = waiting(signature.version.document_id) if circle else None
    if circle is None or grant is None:
        return
    day = timezone.localtime(signature.signed_at).date()
    row = to_accept(grant, day, by_signing=True)
    gives = {one.person.pk for one in giving(grant, day)}
    if signature.person_id != row.holder_id and signature.person_id not in gives:
        raise Refused(OTHERS.format(whom=row.holder))
    if whose_turn(circle):
        return
    signed = set(signature.version.signatures.values_list("person", flat=True))
    if row.holder_id not in signed or len(signed) < 2:
        raise Refused(OTHERS.format(whom=row.holder))
    row.accepted_on = day
    row.save(update_fields=["accepted_on"])


def back_to_accept(step: Step) -> None:
    """Somebody refused to sign it, or whoever asked took it back: it may be accepted here, put to signature again, or its paper
    deposited. Called in the act of the step."""
    grant = waiting(step.circle.version.document_id)
    if grant is None:
        return
    row: Grant = Grant.objects.lock(grant.pk)
    row.paper = None
    row.save(update_fields=["paper"])
