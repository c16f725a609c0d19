"""What parties owe each other: said, kept, contested, put off together."""

from datetime import date, datetime

from django.utils import timezone

from kevread.agreements.models import Agreement, Kept, Obligation, Party, Postponement
from kevread.agreements.permissions import answered_by, may_follow, may_speak_for, not_both, place_of, speaker_of
from kevread.agreements.queries.owed import owed_by
from kevread.agreements.queries.standing import standing_of
from kevread.agreements.rules import Balance
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import one_line
from kevread.journal.operations import act
from kevread.seats.models import Body

from .checks import locked, past, why


def said(field: str, text: str, sentence: str, longest: int = 300) -> str:
    text = one_line(text)
    if len(text) < 5:
        raise Invalid(field, sentence)
    if len(text) > longest:
        raise Invalid(field, f"Ce texte est trop long : {longest} caractères au plus.")
    return text


def owe(
    *,
    actor: Actor,
    agreement: Agreement,
    debtor: Party,
    creditor: Party,
    what: str,
    cadence: str,
    first_due: date,
    now: datetime,
    proof: str = "",
    body: Body | None = None,
) -> Obligation:
    """Enter what a party owes to another. Raises Denied; Invalid on the field; Refused when it is entered already."""
    may_follow(actor, agreement).or_raise()
    what = said("what", what, "Écrivez ce qui est dû.")
    if debtor.agreement_id != agreement.pk or creditor.agreement_id != agreement.pk or debtor.pk == creditor.pk:
        raise Invalid("creditor", "Choisissez deux parties distinctes de cette convention.")
    if cadence not in Obligation.Cadence.values:
        raise Invalid("cadence", "Choisissez une des fréquences proposées.")
    begins = agreement.instruments.get(number=0).starts_on
    if body is not None and body.organisation_id not in (debtor.organisation_id, creditor.organisation_id):
        raise Invalid("body", "Choisissez une instance de l’une des deux parties.")
    if first_due < begins:
        raise Invalid("first_due", f"La convention prend effet le {day_in_words(begins)} : rien n’y est dû avant.")
    about = place_of(actor, agreement)
    with act("agreements.owe", actor=actor, about=about, now=now, arguments={"agreement": agreement.pk, "what": what}):
        locked(agreement.pk)
        same = Obligation.objects.standing().filter(agreement=agreement, debtor=debtor, creditor=creditor, what=what)
        if same.filter(first_due=first_due).exists():
            raise Refused("Cet engagement est déjà inscrit.")
        return Obligation.objects.create(
            agreement=agreement,
            debtor=debtor,
            creditor=creditor,
            what=what,
            proof=one_line(proof)[:200],
            cadence=cadence,
            first_due=first_due,
            body=body,
        )


def undo_obligation(*, actor: Actor, obligation: Obligation, reason: str, now: datetime) -> Obligation:
    """It was entered by mistake, says the party to which it is owed: it stays to be read in the journal, and is owed no more.
    Raises Denied, whoever owes it included; Invalid; Refused."""
    may_speak_for(actor, obligation.creditor).or_raise()
    reason = why(reason, "Dites quelle erreur vous corrigez.")
    about = speaker_of(obligation.creditor)
    arguments = {"obligation": obligation.pk}
    with act("agreements.undo_obligation", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        row = standing_row(obligation)
        row.undone_on, row.undone_because = timezone.localtime(now).date(), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def standing_row(obligation: Obligation) -> Obligation:
    """Locked, with its agreement. Raises Refused once it is undone."""
    locked(obligation.agreement_id)
    row: Obligation = Obligation.objects.lock(obligation.pk)
    if row.undone_on:
        raise Refused("Cet engagement est annulé : il avait été inscrit par erreur.")
    return row


def tell_kept(*, actor: Actor, obligation: Obligation, due_on: date, kept_on: date, note: str, now: datetime) -> Kept:
    """The party that owed it says that it was kept, and what shows it. Raises Denied; Invalid on the field; Refused
    when nothing is due that day, or when it is kept already."""
    may_speak_for(actor, obligation.debtor).or_raise()
    past("kept_on", kept_on, now, "Un engagement tenu")
    note = said("note", note, "Dites ce qui le montre.")
    about = speaker_of(obligation.debtor)
    arguments = {"obligation": obligation.pk, "due_on": due_on}
    with act("agreements.tell_kept", actor=actor, about=about, now=now, arguments=arguments):
        row = standing_row(obligation)
        begins = row.agreement.instruments.get(number=0).starts_on
        if kept_on < begins:
            raise Invalid("kept_on", f"La convention prend effet le {day_in_words(begins)} : rien n’y est tenu avant.")
        due_of(row, due_on, now)
        return Kept.objects.create(obligation=row, due_on=due_on, kept_on=kept_on, note=note)


def due_of(obligation: Obligation, due_on: date, now: datetime) -> None:
    """Raises Refused when nothing is due that day, or when it is kept."""
    today = timezone.localtime(now).date()
    found = next((one for one in owed_by([obligation.agreement], today) if one.is_of(obligation, due_on)), None)
    if found is None:
        raise Refused(f"Rien n’est dû le {day_in_words(due_on)}.")
    if found.balance is Balance.KEPT:
        raise Refused("Cet engagement est déjà tenu.")


def contest_kept(*, actor: Actor, kept: Kept, reason: str, now: datetime) -> Kept:
    """The party to which it was owed does not find it kept: it counts no more. Raises Denied; Invalid; Refused."""
    creditor = kept.obligation.creditor
    may_speak_for(actor, creditor).or_raise()
    reason = why(reason, "Dites pourquoi cet engagement n’est pas tenu : l’autre partie le lira.")
    arguments = {"kept": kept.pk}
    about = speaker_of(creditor)
    with act("agreements.contest_kept", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        standing_row(kept.obligation)
        row: Kept = Kept.objects.lock(kept.pk)
        if row.contested_on:
            raise Refused("C’est déjà contesté.")
        row.contested_on, row.contested_because = timezone.localtime(now).date(), reason
        row.save(update_fields=["contested_on", "contested_because"])
        return row


def ask_postponement(
    *, actor: Actor, obligation: Obligation, due_on: date, to: date, reason: str, now: datetime
) -> Postponement:
    """A party asks the other for a later day. Raises Denied; Invalid on the field; Refused when nothing is due that
    day, when it is kept, or when that very day is asked already."""
    may_follow(actor, obligation.agreement).or_raise()
    reason = why(reason, "Dites pourquoi ce report est demandé : l’autre partie le lira.")
    if to <= due_on:
        raise Invalid("to", f"C’est dû le {day_in_words(due_on)} : choisissez un jour après.")
    place = place_of(actor, obligation.agreement)
    arguments = {"obligation": obligation.pk, "to": to}
    with act("agreements.ask_postponement", actor=actor, about=place, now=now, arguments=arguments, reason=reason):
        row = standing_row(obligation)
        due_of(row, due_on, now)
        term = standing_of(obligation.agreement, timezone.localtime(now).date()).term
        if term and to > term:
            raise Invalid("to", f"La convention finit le {day_in_words(term)} : rien n’y est dû après.")
        if Postponement.objects.filter(obligation=row, due_on=due_on, to=to).exists():
            raise Refused("Ce report est déjà demandé.")
        return Postponement.objects.create(
            obligation=row, due_on=due_on, to=to, asked_by=place, reason=reason, told_by_id=actor.person
        )


def agree_postponement(*, actor: Actor, postponement: Postponement, now: datetime) -> Postponement:
    """The other party agrees: the day moves. Raises Denied, whoever asked for it included; Refused when it is agreed
    already."""
    other = answered_by(postponement.obligation, postponement.asked_by_id)
    may_speak_for(actor, other).or_raise()
    arguments = {"postponement": postponement.pk}
    about = speaker_of(other)
    with act("agreements.agree_postponement", actor=actor, about=about, now=now, arguments=arguments):
        standing_row(postponement.obligation)
        not_both(actor, [postponement.told_by_id], "Vous avez demandé ce report : qu’une autre personne l’accepte.")
        row: Postponement = Postponement.objects.lock(postponement.pk)
        if row.agreed_on:
            raise Refused("Ce report est déjà accepté.")
        row.agreed_on = timezone.localtime(now).date()
        row.save(update_fields=["agreed_on"])
        return row
