"""By what a party may sign a text: a decision of its register, for one text or for several that say the same; taken back before
anything is signed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kevread.agreements.models import Approval, Instrument
from kevread.agreements.permissions import may_approve, not_both
from kevread.agreements.queries.standing import mark_of_text, text_in_full
from kevread.agreements.rules import CONSENT
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.marks import mark_of
from kevread.common.words import of, one_line
from kevread.common.words import seen as seen_of
from kevread.competence.queries import matrix
from kevread.decisions.models import Application, Decision
from kevread.directory.models import Organisation
from kevread.journal.operations import act

from .checks import habilitates, instrument_locked, kind_of, why
from .preparing import whole, writable

MOST = 40  # texts approved at once


def approve(
    *,
    actor: Actor,
    approval: Approval,
    now: datetime,
    decision: Decision | None = None,
    authority: str = "",
    confirms: bool = False,
    seen: str | None = None,
) -> Approval:
    """By what a party may sign: a decision of its register; for one outside the network, what its letter says. `confirms`: what
    the decision opened is applied by this, and its own verb says so. `seen`: the mark of the text that a page showed. Raises
    Denied; Invalid on the field; Refused when a clause of the model has no text, the text changed since it was read, or
    talks have not begun."""
    party = approval.party
    may_approve(actor, party).or_raise()
    if party.organisation.scale:
        if decision is None:
            raise Invalid("decision", "Choisissez la décision du registre qui approuve ce texte.")
        habilitates(kind_of(party.agreement.kind), party, decision)
        authority = ""
    else:
        decision, authority = None, one_line(authority)[:300]
        if len(seen_of(authority)) < 5:
            raise Invalid(
                "authority", "Écrivez ce qui l’habilite : une délibération, un arrêté, une lettre, et son jour."
            )
    about = party.organisation if party.organisation.scale else party.agreement.organisation
    text = mark_of_text(Instrument.objects.get(pk=approval.instrument_id))
    arguments = {"approval": approval.pk, "text": text}
    with act("agreements.approve", actor=actor, about=about, now=now, arguments=arguments):
        return said_of(actor, approval, decision, authority, text if seen is None else seen, now, confirms)


def approve_several(
    *,
    actor: Actor,
    organisation: Organisation,
    approvals: Sequence[Approval],
    decision: Decision,
    seen: Mapping[UUID, str],
    now: datetime,
) -> list[Approval]:
    """One decision of an organisation approves several texts to which it is party: all of them, or none. `seen`: by approval,
    the mark of the text that the page showed.

    Raises Denied; Invalid on `texts` or `decision`; Refused, naming the text, where one is not whole, is not in talks, has
    changed since it was read, or has this consent already.
    """
    if not approvals or len(approvals) > MOST:
        raise Invalid("texts", f"Choisissez de un à {MOST} textes.")
    for one in approvals:
        may_approve(actor, one.party).or_raise()
        if one.party.organisation_id != organisation.pk:
            raise Invalid("texts", f"Choisissez des textes qui attendent l’accord {of(organisation.name)}.")
        if one.pk not in seen:
            raise Refused(f"« {one.instrument.told()} » : lisez ce texte avant de dire cet accord.")
        habilitates(kind_of(one.party.agreement.kind), one.party, decision)
    arguments = {"texts": {str(one.pk): seen[one.pk] for one in approvals}}
    with act("agreements.approve_several", actor=actor, about=organisation, now=now, arguments=arguments):
        done = []
        for one in sorted(approvals, key=lambda each: each.party.agreement_id):
            try:
                done.append(said_of(actor, one, decision, "", seen[one.pk], now))
            except Refused as wrong:
                raise Refused(f"« {one.instrument.told()} » : {wrong.sentence}") from wrong
        return done


def said_of(
    actor: Actor,
    approval: Approval,
    decision: Decision | None,
    authority: str,
    seen: str,
    now: datetime,
    confirms: bool = False,
) -> Approval:
    """What a party says of a text, whose mark is `seen`. Called in an act. Raises Refused."""
    instrument = instrument_locked(approval.instrument_id)
    if seen != mark_of_text(instrument):
        raise Refused("Ce texte a changé depuis que vous avez ouvert cette page : relisez-le, puis dites cet accord.")
    if instrument.stage != Instrument.Stage.TALKS:
        raise Refused("Ce texte ne s’approuve pas maintenant : il n’est pas en négociation.")
    whole(instrument, timezone.localtime(now).date())
    row: Approval = Approval.objects.lock(approval.pk)
    if row.is_given:
        raise Refused(f"L’accord {of(approval.party.organisation.name)} est déjà inscrit.")
    one_side_each(actor, row)
    row.decision, row.authority, row.told_by_id = decision, authority, actor.person
    row.save(update_fields=["decision", "authority", "told_by"])
    if decision and not confirms:
        consented(decision, row, now)
    return row


def one_side_each(actor: Actor, approval: Approval) -> None:
    """One person does not say the consent of two parties of the network. Raises Refused. Called in an act."""
    if approval.party.organisation.scale:
        others = approval.instrument.approvals.exclude(pk=approval.pk).exclude(party__organisation__scale="")
        not_both(
            actor,
            others.values_list("told_by", flat=True),
            "Vous avez déjà dit l’accord d’une autre partie à ce texte : qu’une autre personne dise celui-ci.",
        )


def consented(decision: Decision, approval: Approval, now: datetime) -> None:
    """What a decision of this type opens was said here, and not from its page: it waits no more, if it was said of that text,
    or of one that was not kept then. Called in an act."""
    type_ = matrix().types.get(decision.type)
    if type_ is None or type_.executes != CONSENT:
        return
    asked, mark = {"approval": str(approval.pk)}, mark_of(text_in_full(approval.instrument))
    said = Application.objects.filter(
        decision=decision, kind=CONSENT, asked=asked, mark__in=(mark, ""), dropped_at=None
    )
    if not said.filter(applied_at=None).update(applied_at=now) and not said.exists():
        Application.objects.create(decision=decision, kind=CONSENT, asked=asked, mark=mark, applied_at=now)


def take_back(*, actor: Actor, approval: Approval, reason: str, now: datetime) -> Approval:
    """A party takes its approval back before the text is signed. Raises Denied; Invalid on `reason`; Refused."""
    party = approval.party
    may_approve(actor, party).or_raise()
    reason = why(reason, "Dites pourquoi cet accord est retiré : l’autre partie le lira au journal.")
    about = party.organisation if party.organisation.scale else party.agreement.organisation
    with act(
        "agreements.take_back", actor=actor, about=about, now=now, arguments={"approval": approval.pk}, reason=reason
    ):
        writable(approval.instrument)
        row: Approval = Approval.objects.lock(approval.pk)
        if not row.is_given:
            raise Refused(f"{party.organisation.name} n’a pas encore approuvé ce texte.")
        row.decision, row.authority, row.told_by = None, "", None
        row.save(update_fields=["decision", "authority", "told_by"])
        return row
