"""To put texts that every party approved to signature: all of them or none; signed with the last signature, or back in talks
when somebody refuses. Who may sign for a party is asked when it is put to them, and again when they sign."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from kevread.agreements.models import Approval, Instrument
from kevread.agreements.permissions import may_keep
from kevread.agreements.queries.papers import paper_to_sign
from kevread.agreements.queries.signing import act_signed
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import of
from kevread.directory.models import Organisation, Person
from kevread.documents.asks import Entitled, entitled
from kevread.documents.models import Circle, Document, Signature, Step
from kevread.documents.operations.circles import MOST, Signer, put_to_signature, whose_turn
from kevread.documents.operations.keeping import freeze, freeze_version, let_read
from kevread.journal.operations import act
from kevread.mail.message import link_to
from kevread.mail.operations import queue_letter

from .checks import amends_what_binds, habilitates, instrument_locked, kind_of
from .preparing import unsaid, whole

Stage = Instrument.Stage


def put_to_signatures(
    *,
    actor: Actor,
    organisation: Organisation,
    instruments: Sequence[Instrument],
    signers: Mapping[UUID, Person],
    now: datetime,
    in_order: bool = False,
    amount: int | None = None,
) -> list[Circle]:
    """Put texts that this organisation keeps to the signature of one person for each party (`signers`, by organisation): one
    circle each, one letter to each person. `in_order`: a party signs once those before it have.

    Raises Denied; Invalid on `instruments` or `signers`; Refused where a party has not approved one, is outside the network, or
    where somebody may not sign for it that day.
    """
    may_keep(actor, organisation).or_raise()
    if not instruments or len(instruments) > MOST:
        raise Invalid("instruments", f"Choisissez de un à {MOST} textes.")
    if any(one.agreement.organisation_id != organisation.pk for one in instruments):
        raise Invalid("instruments", f"Choisissez des conventions que tient {organisation.name}.")
    arguments = {"instruments": [str(one.pk) for one in instruments]}
    with act("agreements.put_to_signature", actor=actor, about=organisation, now=now, arguments=arguments):
        today = timezone.localtime(now).date()
        asked = []
        for one in sorted(instruments, key=lambda one: one.pk):
            row = instrument_locked(one.pk)
            approvals = approved(row, today)
            those = [signer_of(each, signers, rank if in_order else 1) for rank, each in enumerate(approvals, start=1)]
            asked.append((frozen(actor, row, rights_of(those, amount, today), now), those))
        return put_to_signature(actor, organisation, asked, act_signed(today), now, amount)


def approved(instrument: Instrument, on: date) -> list[Approval]:
    """What each party said, in their order. Raises Refused when the text is not ready to be signed here."""
    if instrument.stage != Stage.TALKS:
        raise Refused(
            f"« {instrument.told()} » ne se met pas à la signature maintenant : {instrument.get_stage_display().lower()}."
        )
    whole(instrument, on)
    rows = list(instrument.approvals.select_related("party__organisation", "decision__body").order_by("party__rank"))
    for one in rows:
        where = one.party.organisation
        if not one.is_given:
            raise Refused(f"« {instrument.told()} » n’est pas approuvé par {where.name} : rien n’est à signer encore.")
        still_given(instrument, one)
        if not where.scale:
            raise Refused(
                f"« {instrument.told()} » : {where.name} n’a personne ici pour signer. Faites-le signer sur papier, puis "
                "inscrivez les signatures."
            )
    return rows


def still_given(instrument: Instrument, approval: Approval) -> None:
    """Raises Refused when the decision by which a party approved does not let it sign any more."""
    if approval.decision is None:
        return
    try:
        habilitates(kind_of(instrument.agreement.kind), approval.party, approval.decision)
    except Invalid as wrong:
        where = approval.party.organisation
        raise Refused(f"« {instrument.told()} » : l’accord {of(where.name)} ne tient plus. {wrong.sentence}") from wrong


def signer_of(approval: Approval, signers: Mapping[UUID, Person], rank: int) -> Signer:
    where = approval.party.organisation
    person = signers.get(where.pk)
    if person is None:
        raise Invalid("signers", f"Choisissez qui signe pour {where.name}.")
    return Signer(person, where, rank)


def rights_of(signers: Sequence[Signer], amount: int | None, on: date) -> dict[UUID, Entitled]:
    """By what each may sign, by organisation. `put_to_signature` refuses those who may not."""
    those = entitled([one.organisation for one in signers], amount, on, act_signed(on))
    found = {(one.organisation.pk, one.person.pk): one for one in those}
    keys = ((one.organisation.pk, one.person.pk) for one in signers)
    return {key[0]: found[key] for key in keys if key in found}


def frozen(actor: Actor, instrument: Instrument, rights: Mapping[UUID, Entitled], now: datetime) -> Document:
    """The text as it is to be signed, kept; the stage passes. Anew when it was put to signature before, and refused."""
    paper = paper_to_sign(instrument, rights, timezone.localtime(now).date())
    instrument.stage = Stage.SIGNING
    document = instrument.document
    if document is None:
        document = freeze(
            actor=actor,
            organisation=instrument.agreement.organisation,
            kind=paper.template,
            source=paper,
            now=now,
            is_signed=True,
        ).document
    else:
        corrects = "Le texte est remis à la signature, après une demande qui n’a pas abouti."
        freeze_version(document, paper, now=now, corrects=corrects, is_signed=True)
        let_read(document, Person.objects.filter(pk=actor.person) if actor.person else ())
    instrument.document = document
    instrument.save(update_fields=["stage", "document"])
    return document


def waiting(document: UUID) -> Instrument | None:
    """The text under signature that this document is, locked. Must run inside an act."""
    found = Instrument.objects.filter(document=document, stage=Stage.SIGNING).first()
    return instrument_locked(found.pk) if found else None


def follow_signature(signature: Signature, circle: Circle | None) -> None:
    """With the last signature, the text is signed, that day, by those who signed it. Called in the act of each."""
    row = waiting(signature.version.document_id) if circle else None
    if row is None or circle is None or whose_turn(circle):
        return
    amends_what_binds(row, timezone.localtime(signature.signed_at).date())
    told = {one.organisation_id: one for one in signature.version.signatures.select_related("person")}
    for approval in row.approvals.select_related("party__organisation", "decision__body"):
        still_given(row, approval)
        one = told[approval.party.organisation_id]
        approval.signer, approval.signer_name, approval.quality = one.person, one.person_name, one.quality
        approval.signed_on = timezone.localtime(one.signed_at).date()
        approval.save(update_fields=["signer", "signer_name", "quality", "signed_on"])
    row.stage, row.signed_on = Stage.SIGNED, timezone.localtime(signature.signed_at).date()
    row.save(update_fields=["stage", "signed_on"])


def back_in_talks(step: Step) -> None:
    """Somebody refused to sign, or whoever asked took it back: the parties talk again, and whoever wrote the text reads why.
    The party whose signature was refused says anew what allows it to sign, that text or another: it is not put to signature
    again over a refusal. Called in the act of the step."""
    row = waiting(step.circle.version.document_id)
    if row is None:
        return
    row.stage = Stage.TALKS
    row.save(update_fields=["stage"])
    if step.kind == Step.Kind.REFUSED and step.asked:
        unsaid(row, by=step.asked.organisation_id)
    author = row.prepared_by
    if step.kind == Step.Kind.REFUSED and author and author.email and author.pk != step.circle.asked_by_id:
        where = row.agreement.organisation
        queue_letter(
            about=where,
            to=author,
            subject=f"{step.person} refuse de signer : {row.told()}",
            text=(
                f"Bonjour,\n\n{step.person} refuse de signer « {row.told()} », que vous avez préparé.\n\n"
                f"Motif : {step.reason}\n\nLe texte {of(where.name)} est de nouveau en négociation."
            ),
            now=step.at,
            buttons=[("Voir la convention", link_to("agreements:agreement", scale=where.slug, key=row.agreement_id))],
        )
