"""A text that was said to be signed, and whose signed document nobody deposited: a party says that it did not sign it. Once the
document is there, it is the signature that it shows which is contested (`documents.deny_on_paper`)."""

from datetime import datetime, time

from django.utils import timezone

from kevread.agreements.models import Approval, Instrument
from kevread.agreements.permissions import may_deny
from kevread.common.actor import Actor
from kevread.common.errors import Refused
from kevread.common.words import of
from kevread.documents.models import Document, PaperSignature
from kevread.documents.operations.on_paper import carry_denial
from kevread.journal.operations import act
from kevread.mail.message import link_to
from kevread.mail.operations import queue_letter

from .checks import instrument_locked, why


def deny_signature(*, actor: Actor, approval: Approval, reason: str, now: datetime) -> Approval:
    """« Notre partie n’a pas signé » : said by its own people, and nobody for it. The text is proven no more until it is taken
    back, or until the signed document is there and somebody answers. Whoever wrote the text is written to. Raises Denied;
    Invalid on `reason`; Refused where nothing is said to be signed, the document is there, or it is contested already."""
    may_deny(actor, approval.party).or_raise()
    reason = why(reason, "Dites pourquoi votre partie n’a pas signé.")
    about, arguments = approval.party.organisation, {"approval": approval.pk}
    with act("agreements.deny_signature", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        row = undeposited(approval)
        if row.denied_on:
            raise Refused("Cette signature est déjà contestée : une réponse est attendue.")
        row.denied_on, row.denied_because, row.denied_by_id = timezone.localtime(now).date(), reason, actor.person
        row.save(update_fields=["denied_on", "denied_because", "denied_by"])
        write(row, reason, now)
        return row


def own_signature(*, actor: Actor, approval: Approval, now: datetime) -> Approval:
    """The party takes back what it contested: it signed. Raises Denied; Refused when nothing is contested."""
    may_deny(actor, approval.party).or_raise()
    about, arguments = approval.party.organisation, {"approval": approval.pk}
    with act("agreements.own_signature", actor=actor, about=about, now=now, arguments=arguments):
        row = undeposited(approval)
        if row.denied_on is None:
            raise Refused("Rien n’est contesté ici.")
        row.denied_on, row.denied_because, row.denied_by_id = None, "", None
        row.save(update_fields=["denied_on", "denied_because", "denied_by"])
        return row


def undeposited(approval: Approval) -> Approval:
    """Locked, with its text. Must run inside an act."""
    text = instrument_locked(approval.instrument_id)
    if text.stage != Instrument.Stage.SIGNED:
        raise Refused("Ce texte n’est pas dit signé : il n’y a rien à contester.")
    if text.document_id:
        raise Refused("Le document signé est déposé : contestez-y la signature qu’il montre.")
    row: Approval = Approval.objects.select_related("party__organisation", "instrument").lock(approval.pk)
    row.instrument = text
    return row


def carried_over(instrument: Instrument, document: Document) -> None:
    """What a party contested before the document came, it contests of the signature that the document shows, since the day it
    did: whoever deposits it does not answer for the other. Called in an act."""
    shown = PaperSignature.objects.filter(version__document=document).select_related("version")
    pens = {one.organisation_id: one for one in shown}
    for one in instrument.approvals.exclude(denied_on=None).select_related("party"):
        assert one.denied_on is not None
        since = timezone.make_aware(datetime.combine(one.denied_on, time()))
        carry_denial(pens[one.party.organisation_id], one.denied_by_id, one.denied_because, since)


def write(approval: Approval, reason: str, now: datetime) -> None:
    """To whoever wrote the text."""
    text, party = approval.instrument, approval.party.organisation
    author, where = text.prepared_by, text.agreement.organisation
    if author is None or not author.email or author.pk == approval.denied_by_id:
        return
    queue_letter(
        about=where,
        to=author,
        subject=f"{party.name} dit ne pas avoir signé : {text.told()}"[:150],
        text=(
            f"Bonjour,\n\n{party.name} dit ne pas avoir signé « {text.told()} », dont le document signé n’est pas déposé.\n\n"
            f"Motif : {reason}\n\nCe texte {of(where.name)} n’est pas prouvé tant que ce n’est pas retiré, ou répondu."
        ),
        now=now,
        buttons=[("Voir la convention", link_to("agreements:agreement", scale=where.slug, key=text.agreement_id))],
    )
