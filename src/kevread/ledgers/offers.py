"""What a decision opens here: a budget, fixed as it was prepared."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.db import connection

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Way
from kevread.common.money import euros
from kevread.common.reading import ReadBy
from kevread.competence.asks import OPENINGS, Opening
from kevread.decisions.models import Application, Decision
from kevread.decisions.rules import asked_as
from kevread.journal.asks import BESIDE
from kevread.ledgers.models import Budget
from kevread.ledgers.operations import vote_budget
from kevread.ledgers.operations.budgeting import require_fixable
from kevread.ledgers.permissions import may_keep_ledgers
from kevread.ledgers.queries.budgets import OPENS, in_force, lines_of

SHARED_OTHERWISE = """
SELECT s.id FROM public.ledgers_split s JOIN public.ledgers_balance b ON b.id = s.balance_id
WHERE (SELECT sum(one::numeric) FROM jsonb_array_elements_text(s.cents) one) IS DISTINCT FROM (b.debit - b.credit)::numeric
"""


@dataclass(frozen=True, slots=True)
class AskedBudget:
    """Which version a decision fixes, as JSON keeps it."""

    budget: Annotated[UUID, ReadBy(lambda value: UUID(str(value)))]


def read(decision: Decision, asked: Mapping[str, Any]) -> Budget:
    """The version, of this organisation, in preparation. Raises Invalid on the field; Refused."""
    wanted = asked_as(AskedBudget, asked)
    rows = Budget.objects.select_related("organisation").filter(organisation=decision.organisation_id)
    found: Budget | None = rows.filter(pk=wanted.budget, state=Budget.State.PREPARED).first()
    if found is None:
        raise Invalid("budget", "Choisissez la version que cette décision fixe : elle est d’abord préparée.")
    require_fixable(found, decision)
    return found


def means(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Its lines, and what is noted of it."""
    row: Budget = Budget.objects.lock(asked_as(AskedBudget, asked).budget)
    lines = [(" ".join(filter(None, (one.account, one.label, one.action))), euros(one.cents)) for one in lines_of(row)]
    return [*lines, ("Note", row.note)]


def apply(actor: Actor, application: Application, now: datetime) -> tuple[Mapping[str, Any], list[Any]]:
    found = read(application.decision, application.asked)
    vote_budget(actor=actor, budget=found, application=application, now=now)
    return {}, []


def sentences(applications: Collection[Application]) -> Mapping[UUID, str]:
    """One query, whatever their number."""
    every = {one.pk: asked_as(AskedBudget, one.asked).budget for one in applications}
    names = {one.pk: one.name for one in Budget.objects.filter(pk__in=set(every.values()))}
    return {
        key: f"« {names.get(budget, 'Un budget')} » est fixé tel qu’il est préparé." for key, budget in every.items()
    }


def way(application: Application) -> Way | None:
    key = asked_as(AskedBudget, application.asked).budget
    where = {"scale": application.decision.organisation.slug, "key": key}
    return Way("voir le budget", "ledgers:budget", where)


def made_by(application: Application) -> Budget | None:
    rows = Budget.objects.select_related("organisation").filter(application=application, state=Budget.State.VOTED)
    found: Budget | None = rows.first()
    return found


def stays(application: Application) -> str:
    made = made_by(application)
    holds = in_force(made.organisation, made.year, date.max) if made else None
    return f"« {holds.name} » le corrige : c’est ce budget-là qui s’annule d’abord." if holds and holds != made else ""


def undo(application: Application, actor: Actor) -> Way | None:
    made = made_by(application)
    if made is None or stays(application) or not may_keep_ledgers(actor, made.organisation):
        return None
    return Way("annuler ce budget", "ledgers:undo_budget", {"scale": made.organisation.slug, "key": made.pk})


OPENINGS.answer(
    Opening(
        OPENS, "Un budget à fixer", "Dire quel budget elle fixe", "ledgers:fix_budget", read, apply, sentences, way, undo,
        stays, means,
    )
)  # fmt: skip


@BESIDE.answer
def shared_otherwise() -> Iterator[tuple[str, UUID, tuple[str, ...]]]:
    """Parts of an account that do not make its balance: they were written once, and its lines are not read again."""
    with connection.cursor() as cursor:
        cursor.execute(SHARED_OTHERWISE)
        yield from (("ledgers_split", key, ("cents",)) for (key,) in cursor.fetchall())
