"""Whether dues open a tax reduction, said by the organisation; the receipts of it, numbered without a gap."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.money import euros, euros_in_words
from kevread.common.periods import Period, day_in_words
from kevread.common.words import one_line
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.documents.contracts import Signatory
from kevread.documents.operations import freeze
from kevread.documents.queries import letterhead
from kevread.documents.queries.kept import grouped
from kevread.dues.models import REASON, Due, Eligibility, Payment, Receipt
from kevread.dues.papers import TaxReceipt
from kevread.dues.permissions import may_keep_dues
from kevread.dues.queries.receipts import Ready, identifier_of, to_issue
from kevread.journal.operations import act

from .tariffs import EXPLAINED, today_of, why

AT_ONCE = 100  # receipts that one press of a button makes: each is set in PDF, and kept
CHANGED = "Ce qui serait fait a changé depuis que vous l’avez lu : relisez la liste. Aucun reçu n’est fait."


@dataclass(frozen=True, slots=True)
class Said:
    """What an organisation says of itself: since when, what it is, on what that rests, by which line of its register."""

    since: date
    of_interest: bool
    for_nothing: bool
    ground: str
    because: str
    seat: str
    purpose: str
    decision: Decision | None

    def check(self, organisation: Organisation, today: date) -> Decision:
        """The decision. Raises Invalid on the field."""
        if self.since > today:
            raise Invalid(
                "since", "Ce jour n’est pas encore venu : dites ce qu’il en est aujourd’hui, ou depuis avant."
            )
        if self.ground not in Eligibility.Ground.values:
            raise Invalid("ground", "Dites sur quoi cela repose.")
        if not EXPLAINED <= len(one_line(self.because)) <= REASON:
            raise Invalid("because", "Dites ce qui le montre, en dix caractères au moins.")
        if not 5 <= len(one_line(self.seat)) <= 200:
            raise Invalid("seat", "Écrivez l’adresse du siège : elle est sur chaque reçu.")
        if not 5 <= len(one_line(self.purpose)) <= REASON:
            raise Invalid("purpose", "Écrivez l’objet de l’organisation, en une phrase : il est sur chaque reçu.")
        adopted = self.decision is not None and self.decision.outcome == Decision.Outcome.ADOPTED
        if self.decision is None or self.decision.organisation_id != organisation.pk or not adopted:
            raise Invalid("decision", "Choisissez une décision adoptée, au registre de cette organisation.")
        return self.decision


def say_eligibility(*, actor: Actor, organisation: Organisation, said: Said, now: datetime) -> Eligibility:
    """Since a day, in the place of what was said before. Raises Denied; Invalid on the field."""
    may_keep_dues(actor, organisation).or_raise()
    decision = said.check(organisation, today_of(now))
    arguments = {"decision": decision.pk, "since": said.since}
    with act("dues.say_eligibility", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        rows = Eligibility.objects.standing().filter(organisation=organisation).order_by("-period__startswith")
        before: Eligibility | None = rows.first()
        start = before.dates.start if before else None
        if start and start >= said.since:
            raise Invalid(
                "since",
                f"Quelque chose est déjà dit depuis le {day_in_words(start)}. Annulez-le, si c’était une erreur.",
            )
        if before:
            before.period = as_range(Period.through(start, said.since - timedelta(days=1)))
            before.save(update_fields=["period"])
        made: Eligibility = Eligibility.objects.create(
            organisation=organisation,
            of_interest=said.of_interest,
            for_nothing=said.for_nothing,
            ground=said.ground,
            because=one_line(said.because),
            seat=one_line(said.seat),
            purpose=one_line(said.purpose),
            decision=decision,
            period=as_range(Period(said.since)),
        )
    return made


def undo_eligibility(*, actor: Actor, eligibility: Eligibility, reason: str, now: datetime) -> Eligibility:
    """It was a mistake: it stays, undone, and what was said before is in force again. Receipts given meanwhile stay too: the
    finding of L7.2 counts them until they are annulled. Raises Denied; Invalid on `reason`; Refused once it is undone, or once
    something else was said since."""
    organisation = eligibility.organisation
    may_keep_dues(actor, organisation).or_raise()
    reason = why(reason)
    arguments = {"eligibility": eligibility.pk}
    with act("dues.undo_eligibility", actor=actor, about=organisation, now=now, arguments=arguments, reason=reason):
        Organisation.objects.lock(organisation.pk)
        row: Eligibility = Eligibility.objects.lock(eligibility.pk)
        if row.undone_on:
            raise Refused("C’est déjà annulé.")
        if row.dates.end:
            raise Refused("Autre chose a été dit depuis : annulez d’abord cela.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        rows = Eligibility.objects.standing().filter(organisation=organisation, period__endswith=row.dates.start)
        before: Eligibility | None = rows.first()
        if before:
            before.period = as_range(Period(before.dates.start))
            before.save(update_fields=["period"])
    return row


def issue_receipts(
    *, actor: Actor, organisation: Organisation, year: int, chosen: Collection[UUID], seen: str, now: datetime
) -> list[Receipt]:
    """One receipt for each payment that was chosen in the list, in its order: `seen` is the mark of what was read. Raises
    Denied; Refused when nothing is chosen, when too many are, when no number of the organisation is known, or when it is no
    longer what was read."""
    may_keep_dues(actor, organisation).or_raise()
    today = today_of(now)
    with act("dues.issue_receipts", actor=actor, about=organisation, now=now, arguments={"year": year}):
        organisation = Organisation.objects.lock(organisation.pk)
        Due.objects.filter(payments__in=chosen, organisation=organisation).lock_all()
        Payment.objects.filter(pk__in=chosen, organisation=organisation).lock_all()
        found = to_issue(organisation, year, today)
        if found.mark != seen:
            raise Refused(CHANGED)
        ready = [one for one in found.ready if one.payment.pk in chosen]
        if not ready:
            raise Refused("Aucun reçu n’est à faire : gardez au moins un paiement.")
        if len(ready) > AT_ONCE:
            raise Refused(f"Faites {AT_ONCE} reçus au plus à la fois : les autres se feront ensuite.")
        identifier = identifier_of(organisation)
        if not identifier:
            raise Refused("Un reçu dit le SIREN ou le RNA de l’organisation : aucun n’est inscrit à l’annuaire.")
        last = Receipt.objects.filter(organisation=organisation).aggregate(last=Max("number"))["last"] or 0
        return [
            Receipt.objects.create(
                organisation=organisation,
                payment=one.payment,
                number=number,
                follows=number - 1 or None,
                cents=one.cents,
                issued_on=today,
                identifier=identifier,
                version=freeze(
                    actor=actor,
                    organisation=organisation,
                    kind=TaxReceipt.template,
                    source=paper(one, number, today),
                    now=now,
                ),
            )
            for number, one in enumerate(ready, last + 1)
        ]


def paper(ready: Ready, number: int, today: date) -> TaxReceipt:
    """What a receipt says, as it is kept."""
    payment, said = ready.payment, ready.eligibility
    assert payment.due
    member = payment.due.affiliation.member
    numbers = (("SIREN", grouped(member.siren)), ("RNA", member.rna))
    head = letterhead(payment.organisation, today)
    return TaxReceipt(
        letterhead=head,
        number=number,
        seat=said.seat,
        purpose=said.purpose,
        member=member.name,
        form=member.get_legal_form_display(),
        identifiers=tuple(f"{word} {number}" for word, number in numbers if number),
        locality=member.locality,
        amount=euros(ready.cents),
        words=euros_in_words(ready.cents),
        paid_on=payment.paid_on,
        means=payment.get_means_display(),
        due=payment.due.reference,
        on=today,
        signatories=(Signatory(name="", quality=f"Pour {head.name} : nom, qualité, signature"),),
    )


def annul_receipt(*, actor: Actor, receipt: Receipt, reason: str, now: datetime) -> Receipt:
    """It was a mistake, or what was paid is given back: it stays, annulled, with its number, and its payment may have another.
    Raises Denied; Invalid on `reason`; Refused once it is annulled."""
    may_keep_dues(actor, receipt.organisation).or_raise()
    reason = why(reason, "Dites pourquoi ce reçu ne vaut plus.")
    arguments = {"receipt": receipt.pk}
    with act(
        "dues.annul_receipt", actor=actor, about=receipt.organisation, now=now, arguments=arguments, reason=reason
    ):
        row: Receipt = Receipt.objects.select_related("organisation").lock(receipt.pk)
        if row.undone_on:
            raise Refused(f"Le reçu {row} est annulé depuis le {day_in_words(row.undone_on)}.")
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
    return row
