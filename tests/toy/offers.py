from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.competence.asks import OPENINGS, Opening
from kevread.decisions.models import Application, Decision

from .operations import wrap


def read(decision: Decision, asked: Mapping[str, Any]) -> str:
    if not asked.get("name"):
        raise Invalid("name", "Dites quel cadeau.")
    return str(asked["name"])


def apply(actor: Actor, application: Application, now: datetime) -> tuple[Mapping[str, Any], list[Any]]:
    name, decision = read(application.decision, application.asked), application.decision
    wrap(actor=actor, organisation=decision.organisation, name=name, ribbon="red", now=now, opened_by=application)
    return {}, []


def sentences(applications: Collection[Application]) -> Mapping[UUID, str]:
    return {one.pk: f"Un cadeau : {one.asked['name']}." for one in applications}


OPENINGS.answer(Opening("present", "Un cadeau à offrir", "Dire quel cadeau", "toy:presents", read, apply, sentences))
