"""A decision of the head allows to depart from a clause, for an organisation, until a day."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kevread.charter.operations import grant_derogation
from kevread.charter.operations.derogations import require_derogable
from kevread.charter.permissions import may_derogate
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Way
from kevread.common.facts import HEAD
from kevread.competence.asks import OPENINGS, Opening
from kevread.competence.queries import matrix
from kevread.decisions.models import Application, Decision
from kevread.decisions.queries.wording import days_in_words
from kevread.decisions.rules import DEROGATION, NO_ROW, AskedDerogation, asked_as
from kevread.directory.models import Organisation


def read(decision: Decision, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What `grant_derogation` wants (asked: clause, organisation, first, last, reason), with the decision that it cites.
    Raises Invalid, Refused for the law."""
    type_ = matrix().types.get(decision.type)
    if decision.organisation.scale != HEAD or type_ is None or type_.executes != DEROGATION:
        raise Invalid(
            "clause", "Une dérogation s’ouvre d’une décision de la tête de réseau qui porte sur une dérogation."
        )
    wanted = asked_as(AskedDerogation, asked)
    whose = Organisation.objects.filter(pk=wanted.organisation or NO_ROW).first()
    if whose is None:
        raise Invalid("organisation", "Choisissez l’organisation pour laquelle la règle est levée.")
    require_derogable(wanted.clause, whose)
    for name, given in (("first", wanted.first), ("last", wanted.last)):
        if given is None:
            raise Invalid(name, "Indiquez ce jour : une dérogation a un début et une fin.")
    return {
        "clause": wanted.clause,
        "organisation": whose,
        "first": wanted.first,
        "last": wanted.last,
        "reason": wanted.reason,
        "adopted_by": decision.quoted,
        "adopted_on": decision.decided_on,
        "decided_in": decision.pk,
    }


def apply(actor: Actor, application: Application, now: datetime) -> tuple[Mapping[str, Any], list[Any]]:
    wanted = read(application.decision, application.asked)
    return {"derogation": grant_derogation(actor=actor, now=now, **wanted)}, []


def sentences(applications: Collection[Application]) -> Mapping[UUID, str]:
    """One query, whatever their number."""
    every = {one.pk: asked_as(AskedDerogation, one.asked) for one in applications}
    whose = Organisation.objects.in_bulk({asked.organisation for asked in every.values() if asked.organisation})
    told: dict[UUID, str] = {}
    for key, asked in every.items():
        name = (whose.get(asked.organisation) if asked.organisation else None) or "une organisation inconnue"
        days = days_in_words(asked.first, asked.last)
        told[key] = f"Dérogation à l’article {point(asked.clause)}, pour {name}{days}."
    return told


def point(clause: str) -> str:
    """A clause in words.

    >>> point("R3.7/2")
    'R3.7, point 2'
    """
    rule, _, number = clause.partition("/")
    return f"{rule}, point {number}"


def way(application: Application) -> Way | None:
    if application.derogation is None:
        return None
    return Way("voir la dérogation", "charter:derogations", {"scale": application.derogation.organisation.slug})


def undo(application: Application, actor: Actor) -> Way | None:
    """What ended, or does on that day already, is not ended again."""
    one = application.derogation
    if one is None or not may_derogate(actor, application.decision.organisation):
        return None
    return Way("y mettre fin", "charter:end_derogation", {"scale": one.organisation.slug, "key": one.pk})


OPENINGS.answer(
    Opening(
        DEROGATION, "Une dérogation à inscrire", "Dire de quoi elle permet de s’écarter", "decisions:open_derogation",
        read, apply, sentences, way, undo,
    )
)  # fmt: skip
