"""The verbs of allowances: record what was paid to somebody for a mandate, say that it was a mistake."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from kevread.allowances.models import TOLD, Allowance
from kevread.allowances.permissions import may_record
from kevread.allowances.queries import BOARDS
from kevread.allowances.rules import MONTHS, MOST, month_of, months_between
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.money import euros
from kevread.common.periods import Period, add_months, day_in_words
from kevread.common.words import of, one_line, seen
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.seats.models import Mandate


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid: for which mandate, of which nature, for which months, how much, when; by which line of the register, or
    what justifies it."""

    mandate: Mandate
    kind: str
    first: date
    last: date
    cents: int | None
    paid_on: date
    decision: Decision | None = None
    evidence: str = ""

    def check(self, organisation: Organisation, today: date) -> None:
        """Raises Invalid on the field. No sum is too much to be recorded but a slip of the keyboard."""
        first, last = month_of(self.first), month_of(self.last)
        if self.kind not in Allowance.Kind.values:
            raise Invalid(
                "kind", "Dites si c’est une indemnité forfaitaire, ou des frais remboursés sur justificatifs."
            )
        if self.cents is None or not 0 < self.cents <= MOST:
            raise Invalid("cents", f"Indiquez un montant de plus de 0 €, et de {euros(MOST)} au plus.")
        if self.paid_on > today:
            raise Invalid("paid_on", "Ce jour n’est pas encore venu : un versement s’inscrit une fois fait.")
        if last < first:
            raise Invalid("last", "Le dernier mois précède le premier.")
        if len(months_between(first, last)) > MONTHS:
            raise Invalid("last", "Un versement vaut pour douze mois au plus : inscrivez-en un par année.")
        body = self.mandate.seat.body
        if body.organisation_id != organisation.pk or body.kind not in BOARDS:
            raise Invalid("mandate", f"Choisissez un mandat au conseil ou au bureau {of(organisation.name)}.")
        if not self.mandate.dates.overlaps(Period(first, add_months(last, 1))):
            raise Invalid("mandate", f"Ce mandat ne court pas en ces mois : il est {self.mandate.dates}.")
        self.check_grounds(organisation)

    def check_grounds(self, organisation: Organisation) -> None:
        if self.kind == Allowance.Kind.EXPENSES and len(one_line(self.evidence)) < 3:
            raise Invalid("evidence", "Dites ce qui justifie ces frais : sans justificatif, c’est une indemnité.")
        if len(one_line(self.evidence)) > TOLD:
            raise Invalid("evidence", f"{TOLD} caractères au plus.")
        if self.decision is None:
            return
        adopted = self.decision.outcome == Decision.Outcome.ADOPTED
        if self.decision.organisation_id != organisation.pk or not adopted:
            raise Invalid("decision", f"Choisissez une décision adoptée au registre {of(organisation.name)}.")
        if self.decision.decided_on > self.paid_on:
            told = day_in_words(self.decision.decided_on)
            raise Invalid("decision", f"Cette décision est du {told} : elle vient après ce versement.")


def record(*, actor: Actor, organisation: Organisation, paid: Paid, now: datetime) -> Allowance:
    """It was paid. It is a fact, recorded even where an article is against it: the article then says so, and the page asks its
    questions. Raises Denied; Invalid on the field; Refused when the very same is recorded already."""
    may_record(actor, organisation).or_raise()
    paid.check(organisation, timezone.localtime(now).date())
    told = {
        "mandate": paid.mandate,
        "kind": paid.kind,
        "first": month_of(paid.first),
        "last": month_of(paid.last),
        "cents": paid.cents,
        "paid_on": paid.paid_on,
    }
    arguments = {"mandate": paid.mandate.pk, "paid_on": paid.paid_on}
    with act("allowances.record", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        if Allowance.objects.standing().filter(organisation=organisation, **told).exists():
            raise Refused("Ce versement est déjà inscrit : même mandat, mêmes mois, même jour, même somme.")
        return Allowance.objects.create(
            organisation=organisation, decision=paid.decision, evidence=one_line(paid.evidence), **told
        )


def undo(*, actor: Actor, allowance: Allowance, reason: str, now: datetime) -> Allowance:
    """It was a mistake: it stays written, and counts no more. Raises Denied; Invalid on `reason`; Refused when it is undone
    already."""
    may_record(actor, allowance.organisation).or_raise()
    reason = one_line(reason)
    if not 5 <= len(seen(reason)) <= len(reason) <= TOLD:
        raise Invalid("reason", "Dites quelle erreur vous corrigez, en quelques mots.")
    arguments = {"allowance": allowance.pk}
    with act("allowances.undo", actor=actor, about=allowance.organisation, now=now, arguments=arguments, reason=reason):
        row: Allowance = Allowance.objects.select_related("organisation", "mandate__person").lock(allowance.pk)
        if row.undone_on:
            raise Refused(f"Ce versement est annulé depuis le {day_in_words(row.undone_on)}.")
        row.undone_on, row.undone_because = timezone.localtime(now).date(), reason
        row.save(update_fields=["undone_on", "undone_because"])
        return row
