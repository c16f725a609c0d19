"""What a funder granted is recorded, its conditions read in its agreement, and what was a mistake is undone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kevread.agreements.models import Agreement
from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.money import euros
from kevread.common.periods import Period, day_in_words
from kevread.common.words import of, one_line
from kevread.directory.models import Organisation
from kevread.finance.models import CLAUSE, Funding, GrantRequest
from kevread.finance.permissions import may_keep
from kevread.finance.queries.onward import rests_on
from kevread.finance.rules import EXPLAINED, WHOLE, most_granted, same_clause
from kevread.journal.operations import act

from .checks import Named, days_in_order, explained, funder_named, known_scale, money, said, today_of
from .requests import granted

Onward = Funding.Onward


@dataclass(frozen=True, slots=True)
class Conditions:
    """On what conditions: at what scale, of which eligible costs at which rate, granted onwards or not by which clause; for a
    defined project or not; the agreement that is kept here, or the day on which it was signed elsewhere."""

    scale: str = ""
    base: int | None = None
    rate: int | None = None
    onward: str = Onward.UNSAID
    clause: str = ""
    earmarked: str = Funding.Earmarked.UNSAID
    agreement: Agreement | None = None
    signed_on: date | None = None

    def checked(self, organisation: Organisation, cents: int, today: date) -> dict[str, Any]:
        """Raises Invalid on the field."""
        if self.base is not None:
            money("base", self.base)
        if self.rate is not None and not 0 < self.rate <= WHOLE:
            raise Invalid("rate", "Un taux de plus de 0 %, et de 100 % au plus, est attendu.")
        if self.base is not None and self.rate is not None and cents > (most := most_granted(self.base, self.rate)):
            raise Invalid(
                "rate", f"À ce taux, ces dépenses éligibles donnent {euros(most)} au plus : moins que le montant."
            )
        if self.onward not in Onward.values:
            raise Invalid("onward", "Dites si la convention permet de reverser.")
        clause = one_line(self.clause)
        if self.onward == Onward.ALLOWED and not EXPLAINED <= len(clause) <= CLAUSE:
            raise Invalid(
                "clause",
                "Recopiez la clause qui permet de reverser, en 400 caractères au plus : sans elle, c’est interdit.",
                rule="L4.6",
            )
        if self.onward != Onward.ALLOWED and clause:
            raise Invalid("clause", "Une clause se recopie quand la convention permet de reverser.")
        if self.earmarked not in Funding.Earmarked.values:
            raise Invalid("earmarked", "Dites si ce financement est donné pour un projet défini.")
        if self.agreement is not None and not Agreement.objects.of(organisation).filter(pk=self.agreement.pk).exists():
            raise Invalid("agreement", f"Choisissez une convention dont {organisation.name} est partie.")
        if self.signed_on is not None and self.signed_on > today:
            raise Invalid("signed_on", "Ce jour n’est pas encore venu.")
        return {
            "scale": known_scale(self.scale, may_be_unsaid=True),
            "base": self.base,
            "rate": self.rate,
            "onward": self.onward,
            "clause": clause,
            "earmarked": self.earmarked,
            "agreement": self.agreement,
            "signed_on": self.signed_on,
        }


def record_funding(
    *,
    actor: Actor,
    organisation: Organisation,
    funder: Named,
    purpose: str,
    cents: int,
    notified_on: date,
    first: date,
    last: date,
    conditions: Conditions,
    request: GrantRequest | None = None,
    now: datetime,
) -> Funding:
    """A funder granted so much. It is a fact, and is recorded even where an article is against it: the article then says so.
    Raises Denied; Invalid on the field; Refused when the request it answers waits for nothing."""
    may_keep(actor, organisation).or_raise()
    today = today_of(now)
    purpose = said("purpose", purpose, "Dites ce qui est financé, en 200 caractères au plus.")
    money("cents", cents)
    if notified_on > today:
        raise Invalid("notified_on", "Un financement s’inscrit quand le financeur l’a notifié.")
    days_in_order(first, last)
    told = conditions.checked(organisation, cents, today)
    if request is not None and request.organisation_id != organisation.pk:
        raise Refused(f"Cette demande n’est pas {of(organisation.name)}.")
    arguments = {"notified_on": notified_on}
    with act("finance.record_funding", actor=actor, about=organisation, now=now, arguments=arguments):
        Organisation.objects.lock(organisation.pk)
        who = funder_named(funder)
        answers = granted(request, who, notified_on) if request else None
        made: Funding = Funding.objects.create(
            organisation=organisation,
            funder=who,
            request=answers,
            purpose=purpose,
            cents=cents,
            notified_on=notified_on,
            period=as_range(Period.through(first, last)),
            **told,
        )
        return made


RESTS = (
    "{} en sont reversés, entre membres ou dans le fonds, et aucun autre financement ne le permettrait : annulez d’abord ce "
    "reversement, ou ôtez-le du fonds."
)


def standing(funding: Funding) -> Funding:
    """The funding, locked, that nobody undid. Called in an act. Raises Refused."""
    row: Funding = Funding.objects.select_related("organisation", "funder__organisation", "request").lock(funding.pk)
    if row.undone_on:
        raise Refused(f"Ce financement est annulé depuis le {day_in_words(row.undone_on)}.")
    return row


def describe_funding(*, actor: Actor, funding: Funding, conditions: Conditions, now: datetime) -> Funding:
    """What its agreement says, read later or better. Raises Denied; Invalid on the field; Refused, also where what it lets be
    granted onwards already was."""
    may_keep(actor, funding.organisation).or_raise()
    told = conditions.checked(funding.organisation, funding.cents, today_of(now))
    arguments = {"funding": funding.pk}
    with act("finance.describe_funding", actor=actor, about=funding.organisation, now=now, arguments=arguments):
        row = standing(funding)
        is_alike = told["onward"] == row.onward and same_clause(str(told["clause"]), row.clause)
        if not is_alike and (cents := rests_on(row)):
            raise Refused(RESTS.format(euros(cents)))
        for name, value in told.items():
            setattr(row, name, value)
        row.save(update_fields=list(told))
        return row


def undo_funding(*, actor: Actor, funding: Funding, reason: str, now: datetime) -> Funding:
    """It was a mistake, or the funder took it back before it paid: it stays written; the request it answered waits again.
    Raises Denied; Invalid on `reason`; Refused once money came."""
    may_keep(actor, funding.organisation).or_raise()
    reason = explained("reason", reason, "Dites pourquoi ce financement est annulé.")
    with act("finance.undo_funding", actor=actor, about=funding.organisation, now=now, reason=reason):
        row = standing(funding)
        if row.instalments.filter(received_on__isnull=False).exists():
            raise Refused("De l’argent en est déjà reçu : dites d’abord quel versement ne l’est pas.")
        if row.spendings.filter(undone_on=None).exists():
            raise Refused("De l’argent en est dit dépensé : annulez d’abord ce qui en est dit.")
        if row.onwards.filter(undone_on=None).exists():
            raise Refused("Il en est reversé à une autre structure : annulez d’abord ce reversement.")
        if cents := rests_on(row):
            raise Refused(RESTS.format(euros(cents)))
        row.undone_on, row.undone_because = today_of(now), reason
        row.save(update_fields=["undone_on", "undone_because"])
        if row.request_id:
            asked: GrantRequest = GrantRequest.objects.lock(row.request_id)
            asked.state, asked.answered_on = GrantRequest.State.SENT, None
            asked.save(update_fields=["state", "answered_on"])
        return row
