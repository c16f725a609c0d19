"""A decision fixes a setting: a value to write, or one that is written already and was adopted that day."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kevread.charter.engine import framework
from kevread.charter.operations import checked_value, decide_setting, require_alone
from kevread.charter.operations.settings import require_decided
from kevread.charter.permissions import may_set
from kevread.charter.queries.quote import last_values, settings_adopted
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused, Way
from kevread.common.facts import HEAD
from kevread.common.periods import day_in_words
from kevread.competence.asks import OPENINGS, Opening
from kevread.decisions.models import Application, Decision
from kevread.decisions.queries.wording import of_value
from kevread.decisions.rules import SETTING, AskedSetting, asked_as


def read(decision: Decision, asked: Mapping[str, Any]) -> Any:
    """The key of the value that is written already (asked: setting), or what `decide_setting` wants (asked: name, value,
    since). Raises Invalid."""
    wanted = asked_as(AskedSetting, asked)
    return adopted_setting(decision, wanted.setting) if wanted.setting else read_setting(decision, wanted)


def adopted_setting(decision: Decision, key: UUID) -> UUID:
    """A value that is written already, and says that it was adopted that day. Raises Invalid."""
    if key not in {one.pk for one in unlinked_settings(decision)}:
        raise Invalid("setting", "Cette valeur n’a pas été adoptée ce jour-là par cette organisation.")
    return key


def unlinked_settings(decision: Decision) -> list[Any]:
    """The values adopted on the day of a decision, its organisation's own or the common ones when it is the head's, that
    no decision is linked to."""
    linked = Application.objects.filter(setting__isnull=False, dropped_at=None).values("setting")
    whose, common = decision.organisation_id, decision.organisation.scale == HEAD
    return list(settings_adopted(decision.decided_on, organisation=whose, common=common).exclude(pk__in=linked))


def read_setting(decision: Decision, asked: AskedSetting) -> dict[str, Any]:
    """What `decide_setting` wants: the organisation's own setting, or the common one when the head decides it."""
    spec = framework().settings.get(asked.name)
    if spec is None:
        raise Invalid("name", "Choisissez la modalité que cette décision fixe.")
    require_alone(spec.name, "name")
    own = spec.decided_by == "own"
    if not own and decision.organisation.scale != HEAD:
        raise Invalid(
            "name", "Cette modalité est commune à tout le réseau : une décision de la tête de réseau la fixe."
        )
    since = asked.since
    if since is None:
        raise Invalid("since", "Indiquez à partir de quel jour cette valeur vaut.")
    if since < decision.decided_on:
        raise Invalid("since", f"La décision est du {day_in_words(decision.decided_on)} : elle ne vaut pas avant.")
    return {
        "name": spec.name,
        "value": checked_value(spec, asked.value),
        "since": since,
        "adopted_by": decision.quoted,
        "adopted_on": decision.decided_on,
        "decided_in": decision.pk,
        "organisation": decision.organisation if own else None,
    }


def apply(actor: Actor, application: Application, now: datetime) -> tuple[Mapping[str, Any], list[Any]]:
    """Write the value, or point to the one that is written already; with the verdicts that changed."""
    wanted = read(application.decision, application.asked)
    if isinstance(wanted, UUID):
        return {"setting_id": wanted}, []
    setting, shifts = decide_setting(on=now.date(), actor=actor, now=now, **wanted)
    return {"setting": setting}, shifts


def sentences(applications: Collection[Application]) -> Mapping[UUID, str]:
    """What is to be confirmed says the value that it takes the place of. One query for those, none when there is none."""
    waiting = [one for one in applications if one.is_pending and not one.setting and "name" in one.asked]
    before = last_values({one.asked["name"] for one in waiting}) if waiting else {}
    return {one.pk: f"{sentence(one)}{instead_of(one, before) if one in waiting else ''}" for one in applications}


def instead_of(one: Application, before: Mapping[tuple[str, UUID | None], str]) -> str:
    spec = framework().settings.get(one.asked["name"])
    if spec is None:
        return ""
    old = before.get((spec.name, one.decision.organisation_id if spec.decided_by == "own" else None))
    return f" Avant : {old}." if old else " Aucune valeur n’était décidée avant."


def sentence(one: Application) -> str:
    if one.setting:
        return of_value(one.setting.name, one.setting.value, one.setting.dates.start)
    asked = asked_as(AskedSetting, one.asked)
    if asked.setting:
        return "Une valeur déjà inscrite, adoptée ce jour-là."
    return of_value(asked.name, asked.value, asked.since)


def way(application: Application) -> Way | None:
    if application.setting is None:
        return None
    slug = application.decision.organisation.slug
    return Way("voir la modalité", "charter:setting", {"scale": slug, "setting": application.setting.name})


def undo(application: Application, actor: Actor) -> Way | None:
    """The last value alone, of those that are decided one by one, and that the document does not give."""
    one = application.setting
    if one is None or one.period.upper is not None:
        return None
    spec, where = framework().settings.get(one.name), application.decision.organisation
    if spec is None or not may_set(actor, spec, where, where):
        return None
    try:
        require_decided(one, spec, "l’annule")
    except Refused:
        return None
    return Way("annuler cette valeur", "charter:annul_setting", {"scale": where.slug, "setting": one.name})


OPENINGS.answer(
    Opening(
        SETTING, "Une modalité à inscrire", "Dire quelle modalité elle fixe", "decisions:fix_setting",
        read, apply, sentences, way, undo,
    )
)  # fmt: skip
