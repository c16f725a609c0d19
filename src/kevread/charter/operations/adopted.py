"""What one text fixes: several settings of an organisation, written together and taken back together. For verbs of rooms above,
in their act, with the organisation locked."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kevread.charter.engine import framework
from kevread.charter.models import Setting
from kevread.common.errors import Invalid
from kevread.directory.models import Organisation

from .settings import take_value_back, write_value

type Whence = Mapping[str, Any]  # adopted_by, adopted_on, decided_in


def write_all(organisation: Organisation | None, values: Mapping[str, Any], since: date, whence: Whence) -> None:
    """Each value, from a day on. One that is in force already, and that nothing follows, is left as it was decided. Raises
    Invalid on `since`, naming the setting of which a value is decided from that day on already."""
    rows = Setting.objects.on(since).filter(organisation=organisation, name__in=values)
    current = {one.name: one for one in rows}
    for name, value in values.items():
        there = current.get(name)
        if there is not None and there.value == value and there.period.upper is None:
            continue
        try:
            write_value(name, organisation, value, since, whence)
        except Invalid as wrong:
            raise Invalid("since", f"{framework().settings[name].label} : {wrong.sentence}") from wrong


def take_all_back(organisation: Organisation | None, names: Mapping[str, Any], since: date, whence: Whence) -> set[str]:
    """Those of these values that were written from that day by that decision: each is as it was before. The names of these.
    Raises Refused where another value followed."""
    rows = Setting.objects.filter(organisation=organisation, name__in=names, period__startswith=since, **whence)
    taken = list(rows.order_by("name"))
    for setting in taken:
        take_value_back(setting, framework().settings[setting.name])
    return {setting.name for setting in taken}


def decided_from(names: Iterable[str], since: date) -> date | None:
    """The last day, that one or later, from which one of these common settings is decided already."""
    later = Setting.objects.filter(name__in=list(names), organisation=None, period__startswith__gte=since)
    found = later.order_by("-period__startswith").first()
    return None if found is None else found.period.lower


def last_written(names: Iterable[str]) -> tuple[date, Whence] | None:
    """From which day, and whence, the last value of one of these common settings is; None where none is written."""
    last = Setting.objects.filter(name__in=list(names), organisation=None).order_by("-period__startswith").first()
    if last is None:
        return None
    told = {"adopted_by": last.adopted_by, "adopted_on": last.adopted_on, "decided_in": last.decided_in}
    return last.period.lower, told
