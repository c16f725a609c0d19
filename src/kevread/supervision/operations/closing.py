"""Deciding a matter, by the line that decides; dropping it; saying that it was a mistake."""

from datetime import date, datetime

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import of
from kevread.decisions.models import Decision
from kevread.delegations.operations.committing import require
from kevread.directory.models import Organisation
from kevread.journal.operations import act
from kevread.staff.models import Contract
from kevread.staff.queries.enabling import require_body, require_enabling
from kevread.staff.queries.interviews import first_days
from kevread.supervision.loader import acts
from kevread.supervision.models import Candidate, Ending, Expense, Matter
from kevread.supervision.permissions import may_annul, may_close, may_drop
from kevread.supervision.queries.lacking import panel_short, unheard
from kevread.supervision.rules import EMPLOYER, PERSON, POLE, Act
from kevread.supervision.rules.endings import NOT_REFUSED

from .checks import in_words, not_future, own_hat, reason_of, still_open, written

LONGEST_AUTHORITY = 300


def settle(
    *,
    actor: Actor,
    matter: Matter,
    place: Organisation,
    conclusion: str,
    held_on: date | None = None,
    takes_stock: bool = False,
    chosen: Candidate | None = None,
    decision: Decision | None = None,
    now: datetime,
) -> Matter:
    """The line that decides says what it decides, at its place, by a decision of its register or by the delegation that the
    matrix asks: the chain is held until the act ends. What was asked in writing and is not there, or who was to be associated
    and is not, refuses nothing: the decision says that it was taken without (decision 293).

    Raises Denied with who may, the article, or the missing link of a delegation; Invalid on `conclusion`, `held_on`,
    `takes_stock`, `chosen`, `decision`; Refused once it is closed, or where it is not decided here.
    """
    today = timezone.localtime(now).date()
    may_close(actor, matter, place, today).or_raise()
    conclusion = written("conclusion", conclusion, "Écrivez ce qui est décidé, en quelques phrases.")
    arguments = {"matter": matter.pk, "decision": decision.pk if decision else None, "held_on": held_on}
    with act("supervision.settle", actor=actor, about=place, now=now, arguments=arguments):
        row = still_open(matter)
        spec = acts().acts[row.act]
        if spec.form == "leave":
            raise Refused("Des jours s’accordent ou se refusent : répondez-y.")
        if spec.form == "expense":
            raise Refused("Des frais se valident ou se refusent : répondez-y.")
        if spec.form == "ending":
            raise Refused("La fin d’un contrat se décide avec son dernier jour.")
        decides_there(row, spec, place)
        interview(spec, row, held_on, today)
        stock(spec, takes_stock)
        by_register = cited(decision, place, spec.form) if decision else ""
        row.authority = by_register or by_delegation(actor, spec, place, today)
        if chosen is not None:
            keep(chosen, row, spec)
        row.outcome, row.conclusion, row.held_on = Matter.Outcome.DECIDED, conclusion, held_on
        row.decision, row.takes_stock = decision, takes_stock
        if held_on and held_on < timezone.localtime(row.raised_at).date():
            row.authority = f"{row.authority} Entretien tenu avant l’ouverture de ce dossier."
        row.authority = without(row, spec, row.authority, today)
        row.closed_at, row.closed_by_id = now, actor.person
        row.save()
        row.candidates.update(closed_on=today)
    return row


def decides_there(matter: Matter, spec: Act, place: Organisation) -> None:
    """The employer decides at its own place; a pôle, at the one that opened the matter."""
    if spec.decider == EMPLOYER and place.pk == matter.organisation_id:
        return
    if spec.decider == POLE and matter.sides.filter(line=POLE, organisation=place).exists():
        return
    raise Refused(f"Ce dossier ne se décide pas à {place.name}.")


def without(matter: Matter, spec: Act, authority: str, on: date) -> str:
    """By what it is decided, and what it is decided without: an asked view that is not written, members of the board that the
    employer chose to associate. What it lacks is kept whole, however long the rest is."""
    lacks = [f"Décidé sans : {in_words(missing)}."] if (missing := unheard(matter, spec, on)) else []
    if panel := panel_short(matter, spec, on):
        lacks.append(f"Il manque {panel.lacks} des {panel.wanted} membres du conseil à associer.")
    said = " ".join(lacks)
    return f"{authority[: LONGEST_AUTHORITY - 1 - len(said)]} {said}".strip()[:LONGEST_AUTHORITY]


def interview(spec: Act, matter: Matter, held_on: date | None, today: date) -> None:
    """It was held on a day that somebody was employed here, or by whom this contract began; before the matter was opened, it is
    kept as such: what each line writes came after. Raises Invalid."""
    if not spec.is_interview:
        if held_on is not None:
            raise Invalid("held_on", "Ce dossier n’est pas un entretien : laissez vide.")
        return
    if held_on is None:
        raise Invalid("held_on", "Dites quel jour l’entretien a été tenu.")
    not_future("held_on", held_on, today)
    contracts = Contract.objects.standing().filter(employer=matter.organisation_id, person=matter.person_id)
    if held_on < min(first_days(list(contracts)).values(), default=held_on):
        raise Invalid("held_on", "Choisissez un jour où cette personne travaillait déjà ici.")


def stock(spec: Act, takes_stock: bool) -> None:
    if takes_stock and spec.form != "career":
        raise Invalid("takes_stock", "L’état des lieux des huit ans se fait dans un entretien de parcours.")


def by_delegation(actor: Actor, spec: Act, place: Organisation, on: date) -> str:
    """By what this person decides, in words. Raises Denied with the missing link."""
    if actor.is_system or not spec.delegation:
        return "Au titre de la ligne qui décide."
    return require(actor, spec.delegation, place, on).why


def cited(decision: Decision, place: Organisation, form: str) -> str:
    """Raises Invalid on `decision`: of a recruitment, where its type opens something else."""
    if decision.organisation_id != place.pk:
        raise Invalid("decision", f"Choisissez une décision {of(place.name)}.")
    require_body(decision)
    if not Decision.objects.binding().filter(pk=decision.pk).exists():
        raise Invalid("decision", "Cette décision n’est pas adoptée, n’est qu’un avis, ou une autre la corrige.")
    if form == "recruitment":
        require_enabling(decision)
    return f"{decision.quoted}."


def keep(chosen: Candidate, matter: Matter, spec: Act) -> None:
    if spec.form != "recruitment" or chosen.matter_id != matter.pk:
        raise Invalid("chosen", "Choisissez une des candidatures de ce recrutement.")
    Candidate.objects.filter(pk=chosen.pk).update(is_chosen=True)


def drop(*, actor: Actor, matter: Matter, reason: str, now: datetime) -> Matter:
    """It is not pursued: by the line that decides, or by whoever opened it. Raises Denied; Invalid on `reason`; Refused once it
    is closed."""
    place = may_drop(actor, matter, timezone.localtime(now).date())
    reason = reason_of(reason, "Dites pourquoi ce dossier n’est pas poursuivi, en 300 caractères au plus.")
    hat = own_hat(PERSON, place) if actor.person == matter.person_id is not None else None
    with act("supervision.drop", actor=actor, about=place, now=now, hat=hat, arguments={"matter": matter.pk}):
        row = still_open(matter)
        form = spec.form if (spec := acts().acts.get(row.act)) else ""
        if form == "leave":
            raise Refused("Ces jours se refusent, ou la personne les rend.")
        if form == "expense" and actor.person != row.raised_by_id and not actor.is_system:
            raise Refused("Ces frais se valident ou se refusent, ou qui les a proposés les retire.")
        if form == "ending" and is_theirs_alone(row) and actor.person != row.raised_by_id:
            raise Refused("Un départ demandé par la personne ne se refuse pas : elle seule le retire.")
        row.outcome, row.conclusion, row.closed_at, row.closed_by_id = Matter.Outcome.DROPPED, reason, now, actor.person
        row.save(update_fields=["outcome", "conclusion", "closed_at", "closed_by_id"])
        row.candidates.update(closed_on=timezone.localtime(now).date())
    return row


def is_theirs_alone(matter: Matter) -> bool:
    """What the person asked, that nobody else decides: a resignation, a retirement."""
    ending = Ending.objects.filter(matter=matter).first()
    return ending is not None and matter.raised_by_id == matter.person_id and ending.reason in NOT_REFUSED


def annul(*, actor: Actor, matter: Matter, reason: str, now: datetime) -> Matter:
    """It was a mistake: it stays, said so, and counts for nothing. Raises Denied; Invalid on `reason`; Refused when it is
    annulled already, when an end was written of it, or when it was reimbursed."""
    place = may_annul(actor, matter, timezone.localtime(now).date())
    reason = reason_of(reason, "Dites quelle erreur vous corrigez, en 300 caractères au plus.")
    with act("supervision.annul", actor=actor, about=place, now=now, arguments={"matter": matter.pk}):
        row: Matter = Matter.objects.lock(matter.pk)
        if row.annulled_on:
            raise Refused("Ce dossier est déjà annulé.")
        if row.closed_at is None and is_theirs_alone(row) and actor.person != row.raised_by_id:
            raise Refused("Un départ demandé par la personne ne s’annule pas : elle seule le retire.")
        if Ending.objects.filter(matter=row, written_on__isnull=False).exists():
            raise Refused("La fin est inscrite au contrat : ce dossier ne s’annule plus.")
        if Expense.objects.filter(matter=row, paid_on__isnull=False).exists():
            raise Refused("Ces frais sont remboursés : ce dossier ne s’annule plus.")
        row.annulled_on, row.annulled_because = timezone.localtime(now).date(), reason
        row.save(update_fields=["annulled_on", "annulled_because"])
        row.candidates.filter(closed_on=None).update(closed_on=row.annulled_on)
    return row
