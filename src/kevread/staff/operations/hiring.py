"""Contracts: recorded, amended; what their register says.

To hire commits the employer: it rests on a decision of its register, or on whoever signed and was entrusted with it on that
day (`delegations`). What is agreed of pay is written apart, and no act quotes it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kevread.base.models import as_range
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.money import euros
from kevread.common.periods import Period, day_in_words
from kevread.common.words import of, one_line, seen
from kevread.decisions.models import Decision
from kevread.delegations.operations.committing import missing, require
from kevread.delegations.queries.chains import may_commit
from kevread.directory.models import Organisation, Person
from kevread.journal.operations import act
from kevread.seats.rules import require_plausible
from kevread.staff import permissions
from kevread.staff.loader import framework
from kevread.staff.models import Contract, Identity, Terms
from kevread.staff.queries.enabling import require_body, require_enabling
from kevread.staff.queries.passing import passed_to
from kevread.staff.rules.pay import least

from .replacing import replaced


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is agreed of time and pay: a share of a full time in per cent, a group and its coefficient, points in plus, the
    gross monthly pay in cents."""

    share: int = 100
    group: str = ""
    coefficient: int | None = None
    points: int = 0
    salary: int | None = None


def hire(
    *,
    actor: Actor,
    employer: Organisation,
    person: Person,
    kind: str,
    period: Period,
    agreed: Agreed,
    now: datetime,
    occupation: str,
    agreement: str = "",
    motive: str = "",
    is_replacement: bool = False,
    replaces: str = "",
    workplace: str = "",
    trial_end: date | None = None,
    seniority_from: date | None = None,
    decision: Decision | None = None,
    signatory: Person | None = None,
    signed_on: date | None = None,
    signs_here: bool = False,
) -> Contract:
    """Record the contract of somebody: decided by a line of the employer’s register, or signed by somebody who may commit it
    that day (whoever acts, when nobody is named); or to be signed here (`operations.signing`). Locks the person.

    Raises Denied; Invalid on the field; Refused when they have a contract there on one of these days, or when the employer
    handed its staff over.
    """
    today = timezone.localtime(now).date()
    permissions.may_employ(actor, employer, today).or_raise()
    told = told_of_contract(
        kind=kind,
        period=period,
        agreed=agreed,
        today=today,
        occupation=occupation,
        agreement=agreement,
        motive=motive,
        is_replacement=is_replacement,
        replaces=replaces,
        workplace=workplace,
        trial_end=trial_end,
        seniority_from=seniority_from,
        signed_on=signed_on,
        signs_here=signs_here,
    )
    arguments = {"employer": employer.pk, "person": person.pk, "first": period.start}
    with act("staff.hire", actor=actor, about=employer, now=now, arguments=arguments):
        return write_contract(actor, employer, person, told, agreed, decision, signatory, today)


def told_of_contract(
    *,
    kind: str,
    period: Period,
    agreed: Agreed,
    today: date,
    occupation: str,
    agreement: str = "",
    motive: str = "",
    is_replacement: bool = False,
    replaces: str = "",
    workplace: str = "",
    trial_end: date | None = None,
    seniority_from: date | None = None,
    signed_on: date | None = None,
    signs_here: bool = False,
) -> dict[str, Any]:
    """What is typed of a contract, once plausible: the columns of its row; no agreement where it names none. Raises Invalid."""
    require_plausible(period)
    assert period.start is not None
    signed_on = None if signs_here else signed_on or min(period.start, today)
    if signed_on is not None and signed_on > today:
        raise Invalid("signed_on", "Ce jour n’est pas encore venu : dites quel jour le contrat fut signé.")
    occupation = one_line(occupation)
    require_whole(kind, period, occupation, motive := one_line(motive), trial_end, agreement)
    require_agreed(agreed, agreement)
    if seniority_from is not None and seniority_from > period.start:
        raise Invalid("seniority_from", "L’ancienneté court au plus tard depuis le premier jour du contrat.")
    if len(workplace := one_line(workplace)) > 200:
        raise Invalid("workplace", "Le lieu de travail tient en 200 caractères.")
    return {
        "kind": kind,
        "motive": motive,
        "is_replacement": is_replacement,
        "replaces": replaced(kind, is_replacement, replaces, signs_here),
        "workplace": workplace,
        "occupation": occupation,
        "agreement": agreement,
        "agreement_said_on": today if agreement else None,
        "seniority_from": seniority_from or period.start,
        "trial_end": trial_end,
        "signed_on": signed_on,
        "is_signed_here": signs_here,
        "period": as_range(period),
    }


def write_contract(
    actor: Actor,
    employer: Organisation,
    person: Person,
    told: dict[str, Any],
    agreed: Agreed,
    decision: Decision | None,
    signatory: Person | None,
    today: date,
) -> Contract:
    """Inside of an act: `hire`’s, or that of a verb that hires among other things. Locks the person. Raises Refused, Invalid,
    Denied as `hire` does."""
    period = Period.of(told["period"])
    assert period.start is not None
    Person.objects.lock(person.pk)
    require_still_employs(employer, period.start)
    require_free(employer, person, period)
    by: dict[str, Any] = {}
    if decision is not None or not told["is_signed_here"]:
        who = None if told["is_signed_here"] else signatory
        by = signed(actor, employer, person, decision, who, told["signed_on"] or today, today)
    contract = Contract.objects.create(employer=employer, person=person, **told, **by)
    require_minimum(contract, agreed, period.start)
    write(contract, agreed, period, contract.authority)
    return contract


def signed(
    actor: Actor,
    employer: Organisation,
    employed: Person,
    decision: Decision | None,
    who: Person | None,
    on: date,
    today: date,
) -> dict[str, Any]:
    """By whom, and what allowed it: a decision taken by then, or what whoever signed held that day. Nobody signs for both
    sides. Raises Invalid on `decision` or `signatory`; Denied with the missing link of the chain, on the day of the
    signature."""
    if employed.pk == (who.pk if who else None if decision else actor.person):
        raise Invalid(
            "signatory",
            f"{employed} ne signe pas des deux côtés : choisissez qui a signé pour {employer.name}, ou la décision qui le "
            "permet.",
        )
    if decision is not None:
        adopted = Decision.objects.binding().filter(pk=decision.pk)
        if decision.organisation_id != employer.pk or not adopted.exists():
            raise Invalid("decision", f"Choisissez une décision adoptée {of(employer.name)}, et non un avis.")
        require_body(decision)
        require_enabling(decision)
        if decision.decided_on > on:
            raise Invalid(
                "decision",
                f"Cette décision est du {day_in_words(decision.decided_on)}, et la signature du {day_in_words(on)} : ce qui "
                "permet de signer vient avant.",
            )
        return {"decision": decision, "authority": decision.quoted[:300], "signatory": who}
    code = framework().signs
    person = who.pk if who else actor.person
    if not code or (actor.is_system and person is None):
        return {"signatory": who, "authority": ""}
    if person == actor.person:  # of both days: what was taken back since signs nothing by writing an earlier day
        answer = require(actor, code, employer, today)
    if (person != actor.person or on < today) and not (answer := may_commit(person, code, employer, on)):
        raise missing(code, employer, on, None, answer)
    return {"signatory_id": person, "authority": answer.why[:300]}


def require_whole(
    kind: str, period: Period, occupation: str, motive: str, trial_end: date | None, agreement: str
) -> None:
    if kind not in Contract.Kind.values:
        raise Invalid("kind", "Choisissez un des types proposés.")
    if kind == Contract.Kind.CDD and period.end is None:
        raise Invalid("last", "Un CDD a un terme : dites son dernier jour.")
    if kind == Contract.Kind.CDD and len(motive) < 5:
        raise Invalid("motive", "Un CDD dit son motif : remplacement, accroissement d’activité…")
    if len(motive) > 200:
        raise Invalid("motive", "Le motif tient en 200 caractères.")
    if not 2 <= len(seen(occupation)) <= len(occupation) <= 120:
        raise Invalid("occupation", "Dites l’emploi, en 120 caractères au plus.")
    if framework().agreements and agreement not in ("", *framework().agreements):
        raise Invalid("agreement", "Choisissez une des conventions collectives proposées.")
    if trial_end is not None and trial_end not in period:
        raise Invalid("trial_end", "La période d’essai finit pendant le contrat.")


def require_agreed(agreed: Agreed, agreement: str) -> None:
    known = framework().agreements.get(agreement)
    if not 1 <= agreed.share <= 100:
        raise Invalid("share", "La part d’un temps plein est entre 1 et 100 pour cent.")
    if known and known.groups and agreed.group and agreed.group not in known.groups:
        raise Invalid("group", f"Choisissez un groupe de la convention : {', '.join(known.groups)}.")
    if agreed.coefficient is not None and not 1 <= agreed.coefficient <= 2000:
        raise Invalid("coefficient", "Un coefficient est un nombre entier, de 1 à 2000.")
    if not 0 <= agreed.points <= 2000:
        raise Invalid("points", "Les points en plus sont un nombre entier, de 0 à 2000.")
    if agreed.salary is not None and not 0 <= agreed.salary <= 10**8:
        raise Invalid("salary", "Le salaire brut mensuel est une somme, en euros.")


def require_still_employs(employer: Organisation, first: date) -> None:
    """An organisation that handed its staff over employs nobody anew from that day on."""
    if (done := passed_to(employer, first)) is not None:
        raise Refused(
            f"Depuis le {day_in_words(done.day)}, {done.grouping.name} emploie à la place {of(employer.name)} : "
            "le contrat s’inscrit là."
        )


def require_free(employer: Organisation, person: Person, period: Period) -> None:
    rows = Contract.objects.standing().touching(period).filter(employer=employer, person=person)
    if (found := rows.first()) is not None:
        until = f" jusqu’au {day_in_words(found.dates.last)}" if found.dates.last else ""
        raise Refused(f"{person} a déjà un contrat ici{until} : mettez-y fin d’abord, ou changez-en les conditions.")


def amend(
    *,
    actor: Actor,
    contract: Contract,
    agreed: Agreed,
    first: date,
    now: datetime,
    decision: Decision | None = None,
    signatory: Person | None = None,
    signed_on: date | None = None,
) -> Terms:
    """Time and pay change from a day on, by what somebody signed or a decision gave; what was agreed before stays read at its
    day. Raises Denied; Invalid on the field."""
    today = timezone.localtime(now).date()
    permissions.may_employ(actor, contract.employer, today).or_raise()
    require_agreed(agreed, contract.agreement)
    if signed_on is not None and signed_on > today:
        raise Invalid("signed_on", "Ce jour n’est pas encore venu : dites quel jour l’avenant fut signé.")
    arguments = {"contract": contract.pk, "first": first}
    with act("staff.amend", actor=actor, about=contract.employer, now=now, arguments=arguments):
        row = standing(contract)
        if first not in row.dates:
            raise Invalid("first", "Choisissez un jour de ce contrat.")
        if row.terms.filter(period__startswith__gte=first).exists():
            raise Invalid("first", "Des conditions commencent déjà ce jour-là ou après : choisissez un jour plus tard.")
        by = signed(actor, row.employer, row.person, decision, signatory, signed_on or today, today)
        require_minimum(row, agreed, first)
        cut(row.terms.on(first), first)
        return write(row, agreed, Period(first, row.dates.end), by["authority"])


def say_agreement(*, actor: Actor, contract: Contract, agreement: str, now: datetime) -> Contract:
    """Which collective agreement the contract names, where nobody said it, or was mistaken: what it said before is in the
    journal. Raises Denied; Invalid on `agreement`, of one that is not known, or that knows no such group; Refused when the
    contract was a mistake."""
    today = timezone.localtime(now).date()
    permissions.may_employ(actor, contract.employer, today).or_raise()
    known = framework().agreements.get(agreement)
    if known is None:
        raise Invalid("agreement", "Choisissez une des conventions collectives proposées.")
    arguments = {"contract": contract.pk}
    with act("staff.say_agreement", actor=actor, about=contract.employer, now=now, arguments=arguments):
        row = standing(contract)
        groups = set(row.terms.exclude(group="").values_list("group", flat=True)) - known.groups.keys()
        if known.groups and groups:
            raise Invalid("agreement", f"Cette convention n’a pas de groupe {min(groups)}, que disent ses conditions.")
        row.agreement, row.agreement_said_on = agreement, today
        row.save(update_fields=["agreement", "agreement_said_on"])
        return row


def identify(
    *,
    actor: Actor,
    contract: Contract,
    nationality: str,
    born_on: date,
    sex: str,
    now: datetime,
    permit: str = "",
    authorised_as: str = "",
    authorised_on: date | None = None,
) -> Identity:
    """What the register of staff must say of somebody; what it said before is in the journal. Raises Denied; Invalid."""
    permissions.may_employ(actor, contract.employer, timezone.localtime(now).date()).or_raise()
    nationality, permit = one_line(nationality), one_line(permit)
    if not 2 <= len(seen(nationality)) <= len(nationality) <= 60:
        raise Invalid("nationality", "Dites la nationalité, en 60 caractères au plus.")
    if len(permit) > 120:
        raise Invalid("permit", "Le type et le numéro du titre tiennent en 120 caractères.")
    if sex not in Identity.Sex.values:
        raise Invalid("sex", "Choisissez ce que le registre demande.")
    if not date(1900, 1, 1) <= born_on < (contract.dates.start or born_on):
        raise Invalid("born_on", "La date de naissance précède le contrat.")
    if bool(authorised_as) != bool(authorised_on) or authorised_as not in ("", *Identity.Authorised.values):
        raise Invalid("authorised_on", "Dites quelle autorisation, et de quel jour : les deux, ou rien.")
    arguments = {"contract": contract.pk}
    told = {"nationality": nationality, "born_on": born_on, "sex": sex, "permit": permit}
    told |= {"authorised_as": authorised_as, "authorised_on": authorised_on}
    with act("staff.identify", actor=actor, about=contract.employer, now=now, arguments=arguments):
        row = standing(contract)
        found, _ = Identity.objects.update_or_create(contract=row, defaults=told)
        return found


def standing(contract: Contract) -> Contract:
    """Locked; and no mistake."""
    row: Contract = Contract.objects.select_related("employer", "person").lock(contract.pk)
    require_no_mistake(row)
    return row


def require_no_mistake(contract: Contract) -> None:
    if contract.end_reason == Contract.EndReason.MISTAKE:
        raise Refused("Ce contrat était une erreur, annulée depuis.")


def cut(rows: Any, end: date | None) -> None:
    for one in rows:
        one.period = as_range(Period(one.dates.start, end))
        one.save(update_fields=["period"])


def coefficient_of(contract: Contract, agreed: Agreed) -> int | None:
    """That which is agreed, or that of the group."""
    followed = framework().agreements.get(contract.agreement)
    group = followed.groups.get(agreed.group) if followed else None
    return agreed.coefficient if agreed.coefficient is not None else group.coefficient if group else None


def require_minimum(contract: Contract, agreed: Agreed, first: date) -> None:
    """Pay under what the collective agreement asks that day is told to whoever employs; it is refused where the federation
    decided so (`refuses_under_minimum`). Raises Invalid, with the sum that lacks."""
    known, coefficient = framework().agreements.get(contract.agreement), coefficient_of(contract, agreed)
    value = known.value_on(first) if known and framework().refuses_under_minimum else None
    if known is None or value is None or coefficient is None or agreed.salary is None:
        return
    since, more = contract.seniority_from, known.seniority_on(first)
    asked = least(value, known.base, coefficient, agreed.share, since, first, agreed.points, more)
    if agreed.salary < asked:
        raise Invalid(
            "salary",
            f"Il manque {euros(asked - agreed.salary)} par mois : la convention demande {euros(asked)} pour ce temps, ce "
            "coefficient et cette ancienneté.",
        )


def write(contract: Contract, agreed: Agreed, period: Period, authority: str) -> Terms:
    return Terms.objects.create(
        contract=contract,
        share=agreed.share,
        group=agreed.group,
        coefficient=coefficient_of(contract, agreed),
        points=agreed.points,
        salary=agreed.salary,
        authority=authority,
        period=as_range(period),
    )
