"""A decision of the head allows to depart from a clause, for an organisation, until a day."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kevread.charter.operations import grant_derogation
from kevread.charter.operations.derogations import require_derogable
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Way
from kevread.common.facts import HEAD
from kevread.competence.asks import OPENINGS, Opening
from kevread.competence.queries import matrix
from kevread.decisions.models import Application, Decision
from kevread.decisions.queries.wording import days_in_words
from kevread.decisions.rules import DEROGATION, day, key_of
from kevread.directory.models import Organisation


def read(decision: Decision, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What `grant_derogation` wants (asked: clause, organisation, first, last, reason), with the decision that it cites.
    Raises Invalid, Refused for the law."""
    type_ = matrix().types.get(decision.type)
    if decision.organisation.scale != HEAD or type_ is None or type_.executes != DEROGATION:
        raise Invalid(
            "clause", "Une dérogation s’ouvre d’une décision de la tête de réseau qui porte sur une dérogation."
        )
    whose = Organisation.objects.filter(pk=key_of(asked.get("organisation"))).first()
    if whose is None:
        raise Invalid("organisation", "Choisissez l’organisation pour laquelle la règle est levée.")
    clause = str(asked.get("clause") or "")
    require_derogable(clause, whose)
    first, last = day(asked.get("first")), day(asked.get("last"))
    for name, given in (("first", first), ("last", last)):
        if given is None:
            raise Invalid(name, "Indiquez ce jour : une dérogation a un début et une fin.")
    return {
        "clause": clause,
        "organisation": whose,
        "first": first,
        "last": last,
        "reason": str(asked.get("reason") or ""),
        "adopted_by": decision.quoted,
        "adopted_on": decision.decided_on,
        "decided_in": decision.pk,
    }


def apply(actor: Actor, application: Application, now: datetime) -> tuple[Mapping[str, Any], list[Any]]:
    wanted = read(application.decision, application.asked)
    return {"derogation": grant_derogation(actor=actor, now=now, **wanted)}, []


def sentences(applications: Collection[Application]) -> Mapping[UUID, str]:
    """One query, whatever their number."""
    whose = Organisation.objects.in_bulk({key_of(one.asked.get("organisation")) for one in applications})
    told: dict[UUID, str] = {}
    for one in applications:
        days = days_in_words(day(one.asked.get("first")), day(one.asked.get("last")))
        name = whose.get(key_of(one.asked.get("organisation"))) or "une organisation inconnue"
        told[one.pk] = f"Dérogation à l’article {point(str(one.asked.get('clause', '')))}, pour {name}{days}."
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


OPENINGS.answer(
    Opening(
        DEROGATION, "Une dérogation à inscrire", "Dire de quoi elle permet de s’écarter", "decisions:open_derogation",
        read, apply, sentences, way,
    )
)  # fmt: skip
