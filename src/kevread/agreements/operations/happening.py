"""What happens to an agreement that was signed: notice, an end by common consent, mediation; or it was a mistake."""

from datetime import date, datetime

from django.utils import timezone

from kevread.agreements.models import Agreement, Approval, Event, Instrument, Party
from kevread.agreements.permissions import may_annul, may_follow, may_speak_for, may_undo, not_both, place_of
from kevread.agreements.queries.relied import relies_on
from kevread.agreements.queries.standing import Standing, standing_of
from kevread.agreements.rules import leaves_on, term_on
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import one_line, seen
from kevread.decisions.models import Decision
from kevread.journal.operations import act
from kevread.seats.asks import END_AGREEMENT

from .checks import bound, locked, past, why
from .committing import by_what

K = Event.Kind


def give_notice(
    *,
    actor: Actor,
    agreement: Agreement,
    by: Party,
    told_on: date,
    means: str,
    now: datetime,
    last: date | None = None,
    note: str = "",
    decision: Decision | None = None,
) -> Event:
    """A party says that it leaves, by the means that the text asks for: the agreement stops when the notice is over,
    or at the end of its period (`rules.leaves_on`), or later. It commits that party: by a decision of its register, or by the
    power of whoever writes it (`committing.by_what`). Raises Denied; Invalid on the field; Refused when it does not bind, or
    when notice was given already."""
    may_follow(actor, agreement).or_raise()
    if by.agreement_id != agreement.pk:
        raise Invalid("by", "Choisissez la partie qui donne le préavis.")
    may_speak_for(actor, by).or_raise()
    past("told_on", told_on, now, "Un préavis")
    arguments = {"agreement": agreement.pk, "on": told_on}
    with act("agreements.give_notice", actor=actor, about=place_of(actor, agreement), now=now, arguments=arguments):
        row = bound(agreement, told_on)
        authority = by_what(actor, END_AGREEMENT, by, decision, told_on, timezone.localtime(now).date())
        stands = standing_of(row, told_on)
        require_no_end(row, now)
        wanted = stands.instrument.notice_means
        if means not in Instrument.Means.values:
            raise Invalid("means", "Dites comment le préavis a été donné.")
        if wanted != Instrument.Means.ANY and means != wanted:
            asked = stands.instrument.get_notice_means_display()
            raise Invalid(
                "means", f"Le texte demande cette forme : {asked}. Un préavis donné autrement ne l’engage pas."
            )
        least = leaves_on(stands.instrument.terms, told_on)
        assert least is not None
        if last is not None and last < least:
            raise Invalid("last", f"Le préavis la mène au {day_in_words(least)} : elle ne finit pas avant.")
        within_term(stands, last)
        said = {"by": by, "means": means, "last": last or least, "told_by_id": actor.person}
        said |= {"decision": decision, "authority": authority}
        return happened(row, K.NOTICE, told_on, note=note, **said)


def require_no_end(agreement: Agreement, now: datetime, before: date | None = None) -> None:
    """Raises Refused when an end is said already, whatever the day on which it was said; `before`: one that comes no later."""
    ends = [one.last for one in agreement.events.standing() if one.last and one.counts(timezone.localtime(now).date())]
    ends = [last for last in ends if before is None or last <= before]
    if ends:
        raise Refused(f"La fin est déjà annoncée, pour le {day_in_words(min(ends))}.")


def within_term(stands: Standing, last: date | None) -> None:
    """Raises Invalid on `last`: what does not go on by itself is not made longer by its end."""
    term = term_on(stands.instrument.terms, stands.on)
    if last and term and not stands.instrument.terms.is_renewed and last > term:
        raise Invalid("last", f"Elle finit d’elle-même le {day_in_words(term)} : un avenant seul la prolonge.")


def end_together(
    *,
    actor: Actor,
    agreement: Agreement,
    told_on: date,
    last: date,
    note: str,
    now: datetime,
    decision: Decision | None = None,
) -> Event:
    """A party says that they end it together, on that day: it ends once another of the network agrees, in its own name; at
    once when nobody else is of the network. Either way it commits the party that says it, as a notice does. Raises Denied;
    Invalid on the field; Refused when it does not bind."""
    may_follow(actor, agreement).or_raise()
    place = place_of(actor, agreement)
    mine = agreement.parties.select_related("organisation", "agreement__organisation").get(organisation=place)
    may_speak_for(actor, mine).or_raise()
    past("told_on", told_on, now, "Un accord")
    if last < told_on:
        raise Invalid("last", f"L’accord est du {day_in_words(told_on)} : la convention ne finit pas avant.")
    note = explained(note, "Dites ce qui montre l’accord de chaque partie, et son jour.")
    arguments = {"agreement": agreement.pk, "last": last}
    with act("agreements.end_together", actor=actor, about=place, now=now, arguments=arguments):
        row = bound(agreement, told_on)
        authority = by_what(actor, END_AGREEMENT, mine, decision, told_on, timezone.localtime(now).date())
        stands = standing_of(row, told_on)
        require_no_end(row, now, before=last)
        within_term(stands, last)
        if stands.proposed:
            raise Refused("Une fin d’un commun accord attend déjà une réponse.")
        others = [one for one in stands.parties if one != mine and one.organisation.scale]
        said = {"by": mine, "last": last, "told_by_id": actor.person, "is_proposed": bool(others)}
        said |= {"decision": decision, "authority": authority}
        return happened(row, K.TERMINATION, told_on, note=note, **said)


def agree_end(*, actor: Actor, event: Event, now: datetime, decision: Decision | None = None) -> Event:
    """Another party agrees to the end that one proposed: it counts from that day, and commits that party as proposing it did
    the other. Raises Denied, those of the party that proposed it included; Invalid on `decision`; Refused when it is agreed,
    undone, or when its day is past."""
    others = event.agreement.parties.exclude(organisation__scale="")
    if event.by_id:
        others = others.exclude(pk=event.by_id)
    rows = others.select_related("organisation", "agreement").order_by("rank")
    answers = [one for one in rows if may_speak_for(actor, one)]
    if not answers:
        if (other := others.select_related("organisation").first()) is None:
            raise Refused("Cette fin n’attend pas de réponse.")
        may_speak_for(actor, other).or_raise()
    today = timezone.localtime(now).date()
    about = answers[0].organisation
    with act("agreements.agree_end", actor=actor, about=about, now=now, arguments={"event": event.pk}):
        locked(event.agreement_id)
        row: Event = Event.objects.lock(event.pk)
        if row.undone_on or not row.is_proposed or row.agreed_on:
            raise Refused("Cette fin n’attend pas de réponse.")
        if row.last and row.last < today:
            raise Refused("Ce jour est passé : proposez une autre fin.")
        not_both(actor, [row.told_by_id], "Vous avez proposé cette fin : qu’une autre personne l’accepte.")
        row.agreed_on, row.agreed_decision = today, decision
        row.agreed_authority = by_what(actor, END_AGREEMENT, answers[0], decision, today, today)
        row.save(update_fields=["agreed_on", "agreed_decision", "agreed_authority"])
        return row


def open_mediation(*, actor: Actor, agreement: Agreement, by: Party, told_on: date, note: str, now: datetime) -> Event:
    """A party says what the other does not keep, and mediation begins: the agreement binds all the same. Raises
    Denied; Invalid; Refused."""
    may_follow(actor, agreement).or_raise()
    if by.agreement_id != agreement.pk:
        raise Invalid("by", "Choisissez la partie qui demande la médiation.")
    may_speak_for(actor, by).or_raise()
    past("told_on", told_on, now, "Une médiation")
    note = explained(note, "Dites quel manquement ouvre la médiation, et qui la mène.")
    arguments = {"agreement": agreement.pk}
    with act("agreements.open_mediation", actor=actor, about=place_of(actor, agreement), now=now, arguments=arguments):
        row = bound(agreement, told_on)
        if standing_of(row, told_on).in_mediation:
            raise Refused("Une médiation est déjà ouverte.")
        return happened(row, K.MEDIATION, told_on, by=by, note=note)


def settle_mediation(*, actor: Actor, agreement: Agreement, told_on: date, note: str, now: datetime) -> Event:
    """Mediation is over, and what came of it is said. Raises Denied; Invalid; Refused when none is open."""
    may_follow(actor, agreement).or_raise()
    past("told_on", told_on, now, "La fin d’une médiation")
    note = explained(note, "Dites ce qu’il en est sorti.")
    arguments = {"agreement": agreement.pk}
    with act(
        "agreements.settle_mediation", actor=actor, about=place_of(actor, agreement), now=now, arguments=arguments
    ):
        row = locked(agreement.pk)
        if not standing_of(row, told_on).in_mediation:
            raise Refused("Aucune médiation n’est ouverte ce jour-là.")
        return happened(row, K.SETTLED, told_on, note=note)


def happened(agreement: Agreement, kind: str, told_on: date, **said: object) -> Event:
    note = one_line(str(said.pop("note", "")))[:300]
    return Event.objects.create(agreement=agreement, kind=kind, told_on=told_on, note=note, **said)


def explained(note: str, sentence: str) -> str:
    note = one_line(note)
    if len(seen(note)) < 5:
        raise Invalid("note", sentence)
    return note[:300]


def undo_event(*, actor: Actor, event: Event, reason: str, now: datetime) -> Event:
    """It was a mistake, says the party that had said it: it stays, undone, and counts no more. Raises Denied; Invalid on
    `reason`; Refused when it is so already, when both parties agreed to it, or once the agreement ended by it."""
    may_undo(actor, event).or_raise()
    reason = why(reason, "Dites quelle erreur vous corrigez.")
    about = place_of(actor, event.agreement)
    arguments = {"event": event.pk}
    with act("agreements.undo_event", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        locked(event.agreement_id)
        row: Event = Event.objects.lock(event.pk)
        if row.undone_on:
            raise Refused("C’est déjà annulé.")
        if row.agreed_on:
            raise Refused("Les parties en sont convenues : une seule ne l’annule pas.")
        today = timezone.localtime(now).date()
        if row.last and row.last < today:
            raise Refused(
                f"Par là, cette convention a fini le {day_in_words(row.last)} : une partie seule ne la fait pas revivre. "
                "Écrivez-en une autre, ensemble."
            )
        row.undone_on, row.undone_because = today, reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def annul(
    *, actor: Actor, agreement: Agreement, reason: str, now: datetime, decision: Decision | None = None
) -> Agreement:
    """It was entered by mistake: it stays to be read, annulled, and binds nobody on any day. Once something rests on it
    (`relied.relies_on`), this commits who says it as a notice does. Raises Denied; Invalid on the field; Refused when it is so
    already, or when another party said here that it approves it: then it ends, by notice or by common consent."""
    may_annul(actor, agreement).or_raise()
    reason = why(reason, "Dites quelle erreur vous corrigez.")
    about = place_of(actor, agreement)
    arguments = {"agreement": agreement.pk} | ({"decision": decision.pk} if decision else {})
    with act("agreements.annul", actor=actor, about=about, now=now, arguments=arguments, reason=reason):
        row, today = locked(agreement.pk), timezone.localtime(now).date()
        prepared = Approval.objects.filter(instrument__agreement=row, instrument__origin=Instrument.Origin.HERE)
        theirs = (
            prepared.exclude(party__organisation=about).exclude(decision=None).select_related("party__organisation")
        )
        if (said := theirs.first()) is not None:
            name = said.party.organisation.name
            raise Refused(
                f"{name} a approuvé ce texte par une décision : il n’a pas été inscrit par erreur. Il s’abandonne avant d’être "
                "signé ; ensuite il prend fin, par un préavis ou d’un commun accord."
            )
        if relies_on(row):
            mine = row.parties.select_related("organisation", "agreement__organisation").get(organisation=about)
            by_what(actor, END_AGREEMENT, mine, decision, today, today)
        row.annulled_on, row.annulled_because = today, reason
        row.save(update_fields=["annulled_on", "annulled_because"])
        return row
