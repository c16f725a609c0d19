"""What passes between two structures is said by one, then by the other; what is settled of it is said by whom it comes to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from kevread.agreements.models import Agreement
from kevread.agreements.queries.standing import standing_of
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.marks import mark_of
from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.common.words import listed, of
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.finance.models import Exchange, Funding, Settlement
from kevread.finance.permissions import may_answer, may_keep
from kevread.finance.queries.onward import onward_of, onward_under
from kevread.finance.rules import COMMITTING
from kevread.journal.operations import act

from .checks import explained, money, said, today_of
from .fundings import standing

Kind, State = Exchange.Kind, Exchange.State


@dataclass(frozen=True, slots=True)
class Ground:
    """What it rests on: an agreement of both, a decision of the register of who pays, the funding that is granted onwards."""

    agreement: Agreement | None = None
    decision: Decision | None = None
    funding: Funding | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one side says passes between both: of what kind, from whom to whom, for what, how much, which day."""

    kind: str
    payer: Organisation
    payee: Organisation
    purpose: str
    cents: int
    day: date
    due_on: date | None = None
    ground: Ground = Ground()

    def checked(self, today: date) -> "Told":
        """Raises Invalid on the field."""
        if self.kind not in Kind.values:
            raise Invalid("kind", "Dites ce qui passe : du personnel, un service, une avance, un reversement.")
        if not (self.payer.scale and self.payee.scale):
            raise Invalid("other", "Choisissez une structure du réseau : la tête de réseau, un groupement ou un pôle.")
        if self.payer.pk == self.payee.pk:
            raise Invalid("other", "Choisissez l’autre structure : rien ne passe d’une structure à elle-même.")
        purpose = said("purpose", self.purpose, "Dites pour quoi, en 200 caractères au plus.")
        money("cents", self.cents)
        if self.day > today:
            raise Invalid("day", "Ce qui passe entre vous s’inscrit le jour où cela passe, ou après.")
        if self.due_on is not None and self.due_on < self.day:
            raise Invalid("due_on", f"Une échéance du {day_in_words(self.day)}, ou d’après, est attendue.")
        return replace(self, purpose=purpose)


def say_exchange(
    *, actor: Actor, organisation: Organisation, told: Told, now: datetime, apart_from: str = ""
) -> Exchange:
    """One side says what passes: the other is asked. What the other side may have written of it is asked first: `apart_from`,
    the mark of those that were shown, and that this one is said not to be. A grant onwards of a funding that may not be is
    refused (L4.6). Raises Denied; Invalid on the field."""
    may_keep(actor, organisation).or_raise()
    today = today_of(now)
    told = told.checked(today)
    if organisation.pk not in (told.payer.pk, told.payee.pk):
        raise Refused(f"{organisation.name} n’est pas d’un côté de ce qui passe.")
    with act("finance.say_exchange", actor=actor, about=organisation, now=now, arguments={"kind": told.kind}):
        for key in sorted((told.payer.pk, told.payee.pk)):
            Organisation.objects.lock(key)
        pays = organisation.pk == told.payer.pk
        check_ground(told, pays=pays)
        if same_said(told).exists():
            raise Invalid(
                "other",
                "C’est déjà inscrit, pour le même montant et le même jour : répondez à ce qui est inscrit, ou dites ce qui "
                "distingue celui-ci dans « Pour quoi ».",
            )
        theirs = like_said(told, organisation)
        if theirs and apart_from != mark_of_those(theirs):
            raise Invalid("other", is_it_this_one(theirs))
        made: Exchange = Exchange.objects.create(
            kind=told.kind,
            payer=told.payer,
            payee=told.payee,
            said_by=organisation,
            written_by_id=actor.person,
            said_on=today,
            purpose=told.purpose,
            cents=told.cents,
            day=told.day,
            due_on=told.due_on,
            funding=told.ground.funding,
            agreement=told.ground.agreement,
            decision=told.ground.decision,
        )
        return made


def same_said(told: Told) -> QuerySet[Exchange]:
    """Those that say the same, of the same day, for the same sum and the same thing: recorded once, whoever says it."""
    rows: QuerySet[Exchange] = Exchange.objects.standing().filter(
        kind=told.kind,
        payer=told.payer,
        payee=told.payee,
        cents=told.cents,
        day=told.day,
        purpose__iexact=told.purpose,
    )
    return rows


def like_said(told: Told, by: Organisation) -> list[Exchange]:
    """Those that the other side wrote, of this kind, between both, this way, for this sum and of this day, and that are not all
    settled: two people say the same thing with other words. One query."""
    rows = Exchange.objects.standing().exclude(said_by=by).select_related("said_by")
    rows = rows.filter(kind=told.kind, payer=told.payer, payee=told.payee, cents=told.cents, day=told.day)
    came = Coalesce(Sum("settlements__cents", filter=Q(settlements__undone_on=None)), 0)
    return list(rows.annotate(came=came).filter(came__lt=F("cents")).order_by("pk"))


def mark_of_those(rows: Iterable[Exchange]) -> str:
    return mark_of(*(one.pk for one in rows))


def is_it_this_one(theirs: Sequence[Exchange]) -> str:
    named = listed([f"« {one.purpose} »" for one in theirs])
    many = len(theirs) > 1
    return (
        f"{theirs[0].said_by.name} a déjà inscrit {named}, pour le même montant et le même jour : est-ce "
        f"{'l’un de ceux-là' if many else 'celui-ci'} ? Répondez à ce qui est inscrit ; ou dites que c’est autre chose."
    )


def check_ground(told: Told, *, pays: bool) -> None:
    """What it rests on holds. `pays`: who pays tells it, whom it commits. Called in an act. Raises Invalid on the field."""
    ground = told.ground
    if ground.agreement is not None:
        of_both = Agreement.objects.of(told.payer).of(told.payee).filter(pk=ground.agreement.pk, annulled_on=None)
        if not of_both.exists():
            raise Invalid("agreement", "Choisissez une convention dont vous êtes tous deux parties.")
        if not standing_of(ground.agreement, told.day).state.binds:
            raise Invalid(
                "agreement",
                f"Cette convention n’est pas signée, ou n’est pas en vigueur, le {day_in_words(told.day)} : rien ne repose "
                "encore sur elle, ou plus rien.",
            )
    if ground.decision is not None:
        if not pays:
            raise Invalid("decision", f"La décision est celle de qui verse : {told.payer.name} la dira en répondant.")
        adopted = Decision.objects.binding().filter(pk=ground.decision.pk)
        if ground.decision.organisation_id != told.payer.pk or not adopted.exists():
            raise Invalid("decision", f"Choisissez une décision adoptée {of(told.payer.name)}, et non un avis.")
        if ground.decision.decided_on > told.day:
            raise Invalid("decision", "Cette décision est prise après : elle ne l’a pas permis.")
    if ground.funding is not None and not pays:
        raise Invalid("funding", f"Le financement est celui de qui reverse : {told.payer.name} le dira en répondant.")
    if pays and told.kind in COMMITTING and ground.agreement is None and ground.decision is None:
        raise Invalid(
            "decision",
            "Ce qui engage qui verse repose sur une décision du registre ou sur une convention : dites laquelle.",
        )
    if told.kind == Kind.ONWARD and pays:
        check_onward(told)
    elif ground.funding is not None:
        raise Invalid("funding", "Un financement se dit de ce qui est reversé, et de rien d’autre.")


def check_onward(told: Told) -> None:
    """The funding may be granted onwards, by the clause of its agreement (L4.6), and not beyond what it is, nor what is left of
    it once a fund is fed. Its row is locked. Raises Invalid on `funding` or on `cents`."""
    if told.ground.funding is None:
        raise Invalid("funding", "Dites quel financement est reversé.", rule="L4.6")
    row = standing(told.ground.funding)
    if row.organisation_id != told.payer.pk:
        raise Invalid("funding", f"Choisissez un financement {of(told.payer.name)}.")
    if row.onward != Funding.Onward.ALLOWED:
        why = (
            "sa convention ne le permet pas"
            if row.onward == Funding.Onward.REFUSED
            else "personne n’a encore recopié la clause de sa convention qui le permet"
        )
        raise Invalid("funding", f"Ce financement ne se reverse pas : {why}.", rule="L4.6")
    if told.day < row.notified_on:
        raise Invalid("day", f"Ce financement est notifié le {day_in_words(row.notified_on)} : il se reverse ensuite.")
    given = row.onwards.filter(undone_on=None).aggregate(all=Sum("cents"))["all"] or 0
    if given + told.cents > row.cents:
        raise Invalid("cents", f"Il reste {euros(row.cents - given)} à reverser sur ce financement.")
    for under in (onward_under(told.payer, row.clause), onward_of(row)):
        if under and under.shared and told.cents > under.left:
            raise Invalid("cents", under.words, rule="L4.6")


def locked(exchange: Exchange, *states: str) -> Exchange:
    """The exchange, locked, that nobody undid, in one of these states if any are said. Called in an act. Raises Refused."""
    rows = Exchange.objects.select_related("payer", "payee", "said_by", "agreement", "decision", "funding")
    row: Exchange = rows.lock(exchange.pk)
    if row.undone_on:
        raise Refused(f"C’est annulé depuis le {day_in_words(row.undone_on)}.")
    if states and row.state not in states:
        raise Refused(f"Cela n’attend plus de réponse : {row.get_state_display().lower()}.")
    return row


def as_told(row: Exchange, ground: Ground) -> Told:
    return Told(row.kind, row.payer, row.payee, row.purpose, row.cents, row.day, row.due_on, ground)


def agree_exchange(*, actor: Actor, exchange: Exchange, now: datetime, ground: Ground | None = None) -> Exchange:
    """The other side says the same. Who pays, if it is that side, says what it rests on: for a grant onwards, which funding
    allows it (L4.6). Raises Denied; Invalid on the field; Refused when nothing waits."""
    may_answer(actor, exchange).or_raise()
    arguments, about = {"exchange": exchange.pk}, exchange.answers
    with act("finance.agree_exchange", actor=actor, about=about, now=now, arguments=arguments):
        row = locked(exchange, State.TOLD)
        pays = row.answers.pk == row.payer_id
        if pays:
            asked = ground or Ground()
            told = as_told(row, replace(asked, agreement=asked.agreement or row.agreement))
            check_ground(told, pays=True)
            row.agreement, row.decision = told.ground.agreement, told.ground.decision
            row.funding = told.ground.funding
        row.state, row.answered_on, row.answered_by_id = State.AGREED, today_of(now), actor.person
        row.save(update_fields=["agreement", "decision", "funding", "state", "answered_on", "answered_by"])
        return row


def contest_exchange(
    *, actor: Actor, exchange: Exchange, answer: str, cents: int | None = None, now: datetime
) -> Exchange:
    """The other side says otherwise: what, and how much if it is the sum. Both are shown to both. Raises Denied; Invalid on the
    field; Refused."""
    may_answer(actor, exchange).or_raise()
    answer = explained("answer", answer, "Dites ce qui serait juste, en une phrase.")
    if cents is not None and cents != 0:
        money("other_cents", cents)
    if cents == exchange.cents:
        raise Invalid("other_cents", "C’est le montant déjà inscrit : dites le vôtre, ou laissez vide.")
    arguments, about = {"exchange": exchange.pk}, exchange.answers
    with act("finance.contest_exchange", actor=actor, about=about, now=now, arguments=arguments):
        row = locked(exchange, State.TOLD)
        row.state, row.answered_on, row.answered_by_id = State.CONTESTED, today_of(now), actor.person
        row.other_cents, row.answer = cents, answer
        row.save(update_fields=["state", "answered_on", "answered_by", "other_cents", "answer"])
        return row


def withdraw_answer(*, actor: Actor, exchange: Exchange, reason: str, now: datetime) -> Exchange:
    """The side that answered takes it back, agreement or contest: it is asked again. Raises Denied; Invalid on `reason`;
    Refused when nothing was answered."""
    may_keep(actor, exchange.answers).or_raise()
    reason = explained("reason", reason, "Dites pourquoi vous reprenez cette réponse.")
    with act("finance.withdraw_answer", actor=actor, about=exchange.answers, now=now, reason=reason):
        row = locked(exchange)
        if row.state == State.TOLD:
            raise Refused("Rien n’est encore répondu.")
        row.state, row.answered_on, row.answered_by, row.other_cents, row.answer = State.TOLD, None, None, None, ""
        fields = ["state", "answered_on", "answered_by", "other_cents", "answer"]
        if row.answers.pk == row.payer_id:  # what who pays said with its answer goes with it
            row.decision, row.funding = None, None
            fields += ["decision", "funding"]
        row.save(update_fields=fields)
        return row


def undo_exchange(*, actor: Actor, exchange: Exchange, reason: str, now: datetime) -> Exchange:
    """It was a mistake of who wrote it: it stays written, undone. Raises Denied; Invalid on `reason`; Refused while the other
    side says the same, or something is settled of it."""
    may_keep(actor, exchange.said_by).or_raise()
    reason = explained("reason", reason, "Dites pourquoi c’est une erreur.")
    with act("finance.undo_exchange", actor=actor, about=exchange.said_by, now=now, reason=reason):
        row = locked(exchange)
        if row.state == State.AGREED:
            raise Refused(
                f"{row.answers.name} a dit de même : tant que sa réponse n’est pas reprise, personne ne l’annule seul·e."
            )
        if row.settlements.filter(undone_on=None).exists():
            raise Refused("De l’argent en est déjà reçu : dites d’abord quel règlement ne l’est pas.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row


def settle_exchange(*, actor: Actor, exchange: Exchange, cents: int, day: date, now: datetime) -> Settlement:
    """So much of it came on a day, says the side to which it comes: never more than it is. Raises Denied; Invalid on the field;
    Refused."""
    may_keep(actor, exchange.collects).or_raise()
    money("cents", cents)
    if day > today_of(now):
        raise Invalid("day", "Un règlement s’inscrit une fois reçu.")
    if day < exchange.day:
        raise Invalid(
            "day", f"Cela passe entre vous depuis le {day_in_words(exchange.day)} : un règlement vient ensuite."
        )
    arguments, about = {"exchange": exchange.pk, "day": day}, exchange.collects
    with act("finance.settle_exchange", actor=actor, about=about, now=now, arguments=arguments):
        row = locked(exchange)
        came = row.settlements.filter(undone_on=None).aggregate(all=Sum("cents"))["all"] or 0
        if came + cents > row.cents:
            raise Invalid("cents", f"Il reste {euros(row.cents - came)} à recevoir : pas davantage.")
        made: Settlement = Settlement.objects.create(exchange=row, cents=cents, day=day, noted_by_id=actor.person)
        return made


def undo_settlement(*, actor: Actor, settlement: Settlement, reason: str, now: datetime) -> Settlement:
    """It did not come: it stays written, undone. Raises Denied; Invalid on `reason`; Refused."""
    exchange = settlement.exchange
    may_keep(actor, exchange.collects).or_raise()
    reason = explained("reason", reason, "Dites quelle erreur vous corrigez.")
    with act("finance.undo_settlement", actor=actor, about=exchange.collects, now=now, reason=reason):
        locked(exchange)
        row: Settlement = Settlement.objects.lock(settlement.pk)
        if row.undone_on:
            raise Refused("Ce règlement est déjà annulé.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row
