"""What parties owe each other: said, kept, contested, put off together."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from kevread.agreements.models import Agreement, Kept, Obligation, Occasion, Party, Postponement
from kevread.agreements.permissions import (
    answered_by,
    gives_a_day_up,
    may_follow,
    may_speak_for,
    not_both,
    place_of,
    speaker_of,
)
from kevread.agreements.queries.owed import owed_by
from kevread.agreements.queries.relied import relies_on_it
from kevread.agreements.queries.standing import standing_of
from kevread.agreements.rules import Balance
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.rooms import witnesses
from kevread.common.words import one_line, seen
from kevread.decisions.models import Decision
from kevread.journal.operations import act
from kevread.seats.asks import PUT_OFF
from kevread.seats.models import Body

from .checks import locked, past, why
from .committing import by_what

LONGEST = 3650  # days that an event leaves


def said(field: str, text: str, sentence: str, longest: int = 300) -> str:
    text = one_line(text)
    if len(seen(text)) < 5:
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
    kept_by: str = "",
    body: Body | None = None,
    upon: str = "",
    upon_body: Body | None = None,
    occasion: str = "",
    within: int = 0,
) -> Obligation:
    """Enter what a party owes to another by what was signed: until then its clauses are what both read and approve. Raises
    Denied; Invalid on the field; Refused when it is not signed, or when it is entered already."""
    may_follow(actor, agreement).or_raise()
    what = said("what", what, "Écrivez ce qui est dû.")
    if debtor.agreement_id != agreement.pk or creditor.agreement_id != agreement.pk or debtor.pk == creditor.pk:
        raise Invalid("creditor", "Choisissez deux parties distinctes de cette convention.")
    if cadence not in Obligation.Cadence.values:
        raise Invalid("cadence", "Choisissez une des fréquences proposées.")
    begins = agreement.instruments.get(number=0).starts_on
    places = (debtor.organisation_id, creditor.organisation_id)
    kept = {"kept_by": kept_by, "body": sees("kept_by", kept_by, body, places)}
    event = upon_what(upon, upon_body, occasion, within, places) if cadence == Obligation.Cadence.UPON else {}
    for field, kind in (("kept_by", kept_by), ("upon", event.get("upon", ""))):
        lets_read(field, kind, actor, debtor)
    if event and kept_by and (kept_by, body) == (upon, upon_body):
        raise Invalid("kept_by", "Ce qui le fait naître ne peut pas aussi le tenir : il ne serait jamais dû.")
    if first_due < begins:
        raise Invalid("first_due", f"La convention prend effet le {day_in_words(begins)} : rien n’y est dû avant.")
    about = place_of(actor, agreement)
    with act("agreements.owe", actor=actor, about=about, now=now, arguments={"agreement": agreement.pk, "what": what}):
        if not locked(agreement.pk).instruments.get(number=0).signed_on:
            raise Refused(
                "Un engagement s’inscrit une fois la convention signée. D’ici là, écrivez-le dans une clause : chaque partie "
                "la lit et l’approuve."
            )
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
            **kept,
            **event,
        )


def sees(field: str, kind: str, body: Body | None, places: Collection[UUID]) -> Body | None:
    """The body in which a room looks for what it sees. Raises Invalid when no room sees that, or not there."""
    witness = witnesses().get(kind)
    if kind and witness is None:
        raise Invalid(field, "Choisissez une des propositions.")
    if witness is None or not witness.of_body:
        if body is not None:
            raise Invalid(field, "Choisissez une des propositions.")
        return None
    if body is None or body.organisation_id not in places:
        raise Invalid(field, "Choisissez une instance de l’une des deux parties.")
    return body


def lets_read(field: str, kind: str, actor: Actor, debtor: Party) -> None:
    """What a room sees of a whole organisation is read there and nowhere else: its own people alone let another party read it
    through what they owe. Raises Invalid on the field."""
    if kind and not witnesses()[kind].of_body and not may_speak_for(actor, debtor):
        raise Invalid(
            field, "Seules les personnes de qui doit laissent lire ici ce que Kevread sait de leur organisation."
        )


def upon_what(
    upon: str, upon_body: Body | None, occasion: str, within: int, places: Collection[UUID]
) -> dict[str, Any]:
    """What it is due upon: what a room sees, or what a party will tell, in words; and how many days it leaves, ten years at
    most. Raises Invalid on the field."""
    if not 0 <= within <= LONGEST:
        raise Invalid("within", "Écrivez un nombre de jours, de 0 à 3 650.")
    place = sees("upon", upon, upon_body, places)
    words = "" if upon else said("occasion", occasion, "Dites à quelle occasion, par exemple « un déménagement ».", 200)
    return {"upon": upon, "upon_body": place, "occasion": words, "within": within}


def tell_occasion(*, actor: Actor, obligation: Obligation, happened_on: date, note: str, now: datetime) -> Occasion:
    """A party says that what an obligation is due upon happened. Raises Denied; Invalid on the field; Refused when a room
    sees it by itself, or when it is told of that day already."""
    may_follow(actor, obligation.agreement).or_raise()
    past("happened_on", happened_on, now, "Un événement")
    note = said("note", note, "Dites ce qui est arrivé : l’autre partie le lira.")
    place = place_of(actor, obligation.agreement)
    arguments = {"obligation": obligation.pk, "happened_on": happened_on}
    with act("agreements.tell_occasion", actor=actor, about=place, now=now, arguments=arguments):
        row = standing_row(obligation)
        if not row.occasion:
            raise Refused("Cet engagement n’attend pas que l’on dise ce qui arrive.")
        if happened_on < row.first_due:
            raise Invalid("happened_on", f"Ce qui arrive compte à partir du {day_in_words(row.first_due)}.")
        term = standing_of(row.agreement, timezone.localtime(now).date()).term
        if term and happened_on > term:
            raise Invalid("happened_on", f"La convention a pris fin le {day_in_words(term)}.")
        if row.occasions.standing().filter(happened_on=happened_on).exists():
            raise Refused("C’est déjà dit de ce jour.")
        return Occasion.objects.create(obligation=row, happened_on=happened_on, note=note)


def undo_occasion(*, actor: Actor, occasion: Occasion, reason: str, now: datetime) -> Occasion:
    """It did not happen, says the party to which something would be owed: nothing is due upon it any more. Raises Denied,
    whoever would owe it included; Invalid; Refused once it is undone, or kept."""
    may_speak_for(actor, occasion.obligation.creditor).or_raise()
    reason = why(reason, "Dites quelle erreur vous corrigez.")
    about = speaker_of(occasion.obligation.creditor)
    arguments = {"occasion": occasion.pk}
    with act("agreements.undo_occasion", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        obligation = standing_row(occasion.obligation)
        row: Occasion = Occasion.objects.lock(occasion.pk)
        if row.undone_on:
            raise Refused("C’est déjà annulé.")
        due_on = row.happened_on + timedelta(days=obligation.within)
        if obligation.kept.filter(due_on=due_on, contested_on=None).exists():
            raise Refused("Ce qui était dû à cette occasion est dit tenu : contestez-le d’abord.")
        row.undone_on, row.undone_because = timezone.localtime(now).date(), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def undo_obligation(
    *, actor: Actor, obligation: Obligation, reason: str, now: datetime, decision: Decision | None = None
) -> Obligation:
    """It was entered by mistake, says the party to which it is owed: it stays to be read in the journal, and is owed no more.
    Once something rests on it (`relied.relies_on_it`), undoing it gives it up, as a later day does (decision 274): entered
    again for later, it would be one. Raises Denied, whoever owes it included; Invalid; Refused."""
    may_speak_for(actor, obligation.creditor).or_raise()
    reason = why(reason, "Dites quelle erreur vous corrigez.")
    about = speaker_of(obligation.creditor)
    arguments = {"obligation": obligation.pk} | ({"decision": decision.pk} if decision else {})
    with act("agreements.undo_obligation", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        row = standing_row(obligation)
        if relies_on_it(row):
            given_up(actor, obligation.creditor, decision, now)
        row.undone_on, row.undone_because = timezone.localtime(now).date(), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def deny(*, actor: Actor, claim: Obligation | Occasion, reason: str, now: datetime) -> Obligation | Occasion:
    """It is not owed, or did not happen, says the party that would owe it: it is contested, and late no more, until the other
    undoes it. Raises Denied, whoever would be owed included; Invalid; Refused once it is undone, or contested already."""
    obligation = claim.obligation if isinstance(claim, Occasion) else claim
    may_speak_for(actor, obligation.debtor).or_raise()
    reason = why(reason, "Dites pourquoi ce n’est pas dû : l’autre partie le lira.")
    about = speaker_of(obligation.debtor)
    with act("agreements.deny", actor=actor, about=about, now=now, arguments={"claim": claim.pk}, reason=reason):
        standing_row(obligation)
        row: Obligation | Occasion = type(claim).objects.lock(claim.pk)
        if row.undone_on:
            raise Refused("C’est déjà annulé : il avait été inscrit par erreur.")
        if row.denied_on:
            raise Refused("C’est déjà contesté.")
        row.denied_on, row.denied_because = timezone.localtime(now).date(), reason
        row.save(update_fields=["denied_on", "denied_because"])
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
    *,
    actor: Actor,
    obligation: Obligation,
    due_on: date,
    to: date,
    reason: str,
    now: datetime,
    decision: Decision | None = None,
) -> Postponement:
    """A party asks the other for a later day. From whoever owes, it is a question; from whoever is owed, its day is given up,
    which commits it. Raises Denied; Invalid on the field; Refused when nothing is due that day, when it is kept, or when that
    very day is asked already."""
    may_follow(actor, obligation.agreement).or_raise()
    reason = why(reason, "Dites pourquoi ce report est demandé : l’autre partie le lira.")
    if to <= due_on:
        raise Invalid("to", f"C’est dû le {day_in_words(due_on)} : choisissez un jour après.")
    place = place_of(actor, obligation.agreement)
    gives = gives_a_day_up(obligation, place.pk)
    if gives:
        may_speak_for(actor, obligation.creditor).or_raise()
    arguments = {"obligation": obligation.pk, "to": to}
    with act("agreements.ask_postponement", actor=actor, about=place, now=now, arguments=arguments, reason=reason):
        row = standing_row(obligation)
        due_of(row, due_on, now)
        term = standing_of(obligation.agreement, timezone.localtime(now).date()).term
        if term and to > term:
            raise Invalid("to", f"La convention finit le {day_in_words(term)} : rien n’y est dû après.")
        authority = given_up(actor, obligation.creditor, decision, now) if gives else ""
        if Postponement.objects.filter(obligation=row, due_on=due_on, to=to).exists():
            raise Refused("Ce report est déjà demandé.")
        return Postponement.objects.create(
            obligation=row,
            due_on=due_on,
            to=to,
            asked_by=place,
            reason=reason,
            told_by_id=actor.person,
            decision=decision if gives else None,
            authority=authority,
        )


def given_up(actor: Actor, creditor: Party, decision: Decision | None, now: datetime) -> str:
    """By what whoever is owed gives its day up. Called in an act, the obligation locked. Raises Denied; Invalid on
    `decision`."""
    today = timezone.localtime(now).date()
    return by_what(actor, PUT_OFF, creditor, decision, today, today)


def agree_postponement(
    *, actor: Actor, postponement: Postponement, now: datetime, decision: Decision | None = None
) -> Postponement:
    """The other party agrees: the day moves, which commits it where it is owed. Raises Denied, whoever asked for it included;
    Invalid on `decision`; Refused when it is agreed already."""
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
        if other == postponement.obligation.creditor:
            row.authority, row.decision = given_up(actor, other, decision, now), decision
        row.save(update_fields=["agreed_on", "decision", "authority"])
        return row
