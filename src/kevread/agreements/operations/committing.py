"""By what a party commits itself under an agreement that it signed: a decision of its register, or the power of whoever writes
it (decisions 273 and 274)."""

from datetime import date

from kevread.agreements.loader import kinds
from kevread.agreements.models import Party
from kevread.agreements.queries.powers import approved_by
from kevread.agreements.rules import COMMITS
from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.common.periods import day_in_words
from kevread.common.words import of
from kevread.competence.queries import matrix
from kevread.decisions.models import Decision
from kevread.delegations.loader import acts
from kevread.delegations.operations.committing import power_for
from kevread.delegations.queries.chains import might_commit
from kevread.directory.models import Organisation

from .checks import adopted_by, by_the_body_asked


def by_what(actor: Actor, gesture: str, party: Party, decision: Decision | None, on: date, today: date) -> str:
    """By what a party does a gesture that commits it, in words, as it was told on that day. One outside the network is bound by
    its own letter: nothing is asked, and nothing is written. Must run inside the act, the agreement locked: the chain of
    delegations is locked in its turn until it ends.

    Raises Invalid on `decision`, or on `told_on` where this person has the power today and had it not that day; Denied with the
    missing link, and where one asks for it.
    """
    where = party.organisation
    if not where.scale:
        if decision is not None:
            raise Invalid("decision", f"{where.name} est hors du réseau : aucune décision d’ici n’en décide.")
        return ""
    if decision is not None:
        commits(party, decision, on)
        return decision.quoted[:300]
    told = power_for(actor, gesture, where, today)
    if on < today:
        had_power(actor, gesture, where, on, today)
    return told


def had_power(actor: Actor, gesture: str, organisation: Organisation, on: date, today: date) -> None:
    """What is told today of a day that is over was done by whoever had the power then. Raises Invalid on `told_on`."""
    code = acts().of_gesture(gesture, today)
    if not code or actor.is_system:
        return
    then = might_commit(actor.person, code, organisation, on)
    if not then:
        raise Invalid(
            "told_on",
            f"Le {day_in_words(on)}, vous ne pouviez pas engager {organisation.name} par cet acte. {then.told} "
            "Choisissez la décision qui le permet.",
        )


def commits(party: Party, decision: Decision, on: date) -> None:
    """Raises Invalid on `decision` when a party does not commit itself by it: not its own, not adopted, corrected since, of a
    type that opens something else, by another body than the kind says, taken after that day, or before what it is about."""
    agreement = party.agreement
    adopted_by(party, decision, "Une décision adoptée engage la structure ; ni un avis, ni un rejet.")
    type_ = matrix().types.get(decision.type)
    if type_ and type_.executes not in COMMITS:
        raise Invalid("decision", f"Cette décision porte sur autre chose : « {type_.label} ».")
    if kind := kinds().get(agreement.kind):
        by_the_body_asked(kind, party, decision)
    if decision.decided_on > on:
        raise Invalid(
            "decision",
            f"Cette décision est du {day_in_words(decision.decided_on)}, après ce qu’elle aurait permis le "
            f"{day_in_words(on)}.",
        )
    signed_on = agreement.instruments.get(number=0).signed_on
    if signed_on and decision.decided_on < signed_on:
        raise Invalid(
            "decision",
            f"La convention fut signée le {day_in_words(signed_on)} : une décision d’avant ne peut ni y mettre fin, ni la "
            "changer.",
        )
    if decision.pk in approved_by(party):
        raise Invalid(
            "decision",
            f"C’est la décision par laquelle {party.organisation.name} a approuvé cette convention ou un avenant. Choisissez "
            f"une autre décision {of(party.organisation.name)}.",
        )
