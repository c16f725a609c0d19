"""What a decision opens here: a tariff."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Way
from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.competence.asks import OPENINGS, Opening
from kevread.decisions.models import Application, Decision
from kevread.decisions.rules import asked_as
from kevread.directory.models import LegalForm
from kevread.dues.models import Tariff
from kevread.dues.operations import set_tariff
from kevread.dues.operations.tariffs import checked, in_time
from kevread.dues.permissions import may_keep_dues
from kevread.dues.rules import SETTING_TARIFF, AskedBracket, AskedTariff


def read(decision: Decision, asked: Mapping[str, Any]) -> AskedTariff:
    """Raises Invalid on the field."""
    wanted = asked_as(AskedTariff, asked)
    checked(wanted.basis, wanted.brackets)
    if wanted.since is None:
        raise Invalid("since", "Indiquez à partir de quel jour ce barème vaut.")
    if wanted.since < decision.decided_on:
        raise Invalid("since", f"La décision est du {day_in_words(decision.decided_on)} : il ne vaut pas avant.")
    in_time(decision.organisation, wanted.since)
    return wanted


def apply(actor: Actor, application: Application, now: datetime) -> tuple[Mapping[str, Any], list[Any]]:
    wanted = read(application.decision, application.asked)
    set_tariff(
        actor=actor,
        organisation=application.decision.organisation,
        application=application,
        since=wanted.since or date.max,
        basis=wanted.basis,
        brackets=wanted.brackets,
        now=now,
    )
    return {}, []


def sentences(applications: Collection[Application]) -> Mapping[UUID, str]:
    return {one.pk: sentence(asked_as(AskedTariff, one.asked)) for one in applications}


def sentence(asked: AskedTariff) -> str:
    """« Cotisation à partir du 1er janvier 2027, selon la famille : 40 € (association), 80 € (coopérative). »"""
    amounts = ", ".join(told(asked.basis, one) for one in asked.brackets)
    since = f" à partir du {day_in_words(asked.since)}" if asked.since else ""
    return f"Cotisation{since}, {Tariff.Basis(asked.basis).label.lower()} : {amounts}."


def told(basis: str, one: AskedBracket) -> str:
    if basis == Tariff.Basis.FLAT:
        return euros(one.cents)
    if basis == Tariff.Basis.FORM:
        return f"{euros(one.cents)} ({LegalForm(one.form).label.lower()})"
    start = euros(one.at_least) if basis == Tariff.Basis.BUDGET else str(one.at_least)
    return f"{euros(one.cents)} (à partir de {start})"


def way(application: Application) -> Way | None:
    slug = application.decision.organisation.slug
    return Way("voir le barème", "dues:tariffs", {"scale": slug}) if application.applied_at else None


def made_by(application: Application) -> Tariff | None:
    found: Tariff | None = Tariff.objects.standing().filter(decided_by=application).first()
    return found


def stays(application: Application) -> str:
    """What must come first, in the order in which the verb looks."""
    made = made_by(application)
    if made and made.dates.end:
        return "Un autre barème a pris sa place : c’est celui-là qui s’annule d’abord."
    called = made.calls.filter(undone_on=None).order_by("-year").first() if made else None
    return f"L’appel de {called.year} repose sur ce barème : c’est cet appel qui s’annule d’abord." if called else ""


def undo(application: Application, actor: Actor) -> Way | None:
    made = made_by(application)
    if made is None or stays(application) or not may_keep_dues(actor, made.organisation):
        return None
    return Way("annuler ce barème", "dues:undo_tariff", {"scale": made.organisation.slug, "key": made.pk})


OPENINGS.answer(
    Opening(
        SETTING_TARIFF, "Un barème de cotisation à inscrire", "Dire quel barème elle fixe", "dues:propose",
        read, apply, sentences, way, undo, stays,
    )
)  # fmt: skip
