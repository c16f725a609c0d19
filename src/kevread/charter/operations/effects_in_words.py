"""What a change moves, in words: before it is confirmed, and once it is done."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kevread.charter.engine import framework
from kevread.charter.models import Keeping, Setting
from kevread.charter.queries.states import STATE_COUNTS, STATES
from kevread.charter.specs import SettingSpec
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation
from kevread.ui.words import counted, plural

from .settings import checked_value
from .upholding import Shift, Shifts

TOLD_AT_MOST = 4


def what_follows(shifts: Shifts, on: date, today: date) -> str:
    """What a new value changes on a day: verdicts, organisation by organisation, vacancies and free places, body by body."""
    told = [
        f"{shift.after.finding.organisation.name} : {moved(shift)} (article {shift.after.finding.rule})"
        for shift in shifts
    ]
    opened = sorted(shifts.opened, key=lambda one: (-one.places, -one.free))
    when = "aujourd’hui" if on == today else f"le {day_in_words(on)}"
    sentences = [f"Ce qui suit, {when} : {listed(told)}." if told else f"Aucun constat ne change {when}."]
    if new := [f"{one.where} ({counted(one.places, 'siège')})" for one in opened if one.places > 0]:
        total = sum(one.places for one in opened if one.places > 0)
        becomes = plural(total, "siège devient vacant", "sièges deviennent vacants")
        sentences.append(f"{total} {becomes} {when} : {listed(new)}.")
    if (gone := -sum(one.places for one in opened if one.places < 0)) > 0:
        sentences.append(f"{gone} {plural(gone, 'siège n’est plus vacant', 'sièges ne sont plus vacants')} {when}.")
    if free := [f"{one.where} ({counted(one.free, 'place')})" for one in opened if one.free > 0]:
        total = sum(one.free for one in opened if one.free > 0)
        sentences.append(f"{total} {plural(total, 'place s’ouvre', 'places s’ouvrent')} {when} : {listed(free)}.")
    if (closed := -sum(one.free for one in opened if one.free < 0)) > 0:
        sentences.append(f"{closed} {plural(closed, 'place n’est plus libre', 'places ne sont plus libres')} {when}.")
    return " ".join(sentences)


def moved(shift: Shift) -> str:
    """What becomes of a finding: another word, or the same for other reasons."""
    before, after = shift.before.word.lower(), shift.after.word.lower()
    return f"« {before} » devient « {after} »" if before != after else f"reste « {after} », pour d’autres raisons"


def valued(spec: SettingSpec, value: Any, before: Setting | None) -> str:
    """A value as it would be decided, and the one that it takes the place of: « 3, à la place de 2 »."""
    words = spec.words(checked_value(spec, value))
    if before is None:
        return f"{words}, première valeur décidée"
    old = spec.words(before.value)
    return f"{words}, comme avant" if old == words else f"{words}, à la place de {old}"


def changes_of(organisation: Organisation, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each of these values, in words, and the last one that it takes the place of. One query."""
    known = framework().settings
    rows = Setting.objects.filter(organisation=organisation, name__in=values, period__upper_inf=True)
    before = {one.name: one for one in rows}
    return [(known[name].label, valued(known[name], value, before.get(name))) for name, value in values.items()]


def back_to(spec: SettingSpec, annulled: Setting) -> str:
    """What is in force again once the last value is annulled. One query."""
    same = Setting.objects.filter(name=annulled.name, organisation=annulled.organisation)
    before = same.filter(period__endswith=annulled.period.lower).first()
    gone = spec.words(annulled.value)
    if before is None:
        return f"« {gone} » n’aura jamais eu cours : plus aucune valeur n’est décidée."
    return f"« {gone} » n’aura jamais eu cours : « {spec.words(before.value)} » vaut de nouveau."


def what_is_kept(kept: Sequence[Keeping], states: Counter[str], on: date) -> str:
    """Of registers that are begun: how many, of whom (by name, when alone), since when; and how many findings read otherwise
    that day."""
    of_whom = {one.organisation_id: one.organisation.name for one in kept}
    where = next(iter(of_whom.values())) if len(of_whom) == 1 else counted(len(of_whom), "organisation")
    said = (
        f"{counted(len(kept), 'registre tenu', 'registres tenus')} depuis le {day_in_words(kept[0].period.lower)}, "
        f"{'à' if len(of_whom) == 1 else 'dans'} {where}."
    )
    if not (number := sum(states.values())):
        return f"{said} Aucun constat ne change aujourd’hui."
    told = [counted(states[state], *STATE_COUNTS[state].split(",")) for state in STATES if states[state]]
    return f"{said} {counted(number, 'constat change', 'constats changent')} au {day_in_words(on)} : {', '.join(told)}."


def listed(told: list[str]) -> str:
    more = f" ; et {counted(len(told) - TOLD_AT_MOST, 'autre')}" if len(told) > TOLD_AT_MOST else ""
    return f"{' ; '.join(told[:TOLD_AT_MOST])}{more}"
