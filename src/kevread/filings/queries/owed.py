"""All that an organisation files: what changes and is declared; its accounts, which are published."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation
from kevread.filings.asks import TO_PUBLISH
from kevread.filings.models import Declaration
from kevread.filings.rules import KINDS

from .duties import Duty, Thing, duties

ACCOUNTS = KINDS["accounts"]


def published(organisations: Collection[UUID], on: date) -> Mapping[tuple[UUID, date], Declaration]:
    """By organisation and closing: the accounts that were said published by that day; the first time that they were. One
    query."""
    rows = Declaration.objects.standing_on(on).filter(
        kind=ACCOUNTS.slug, organisation__in=organisations, filed_on__lte=on
    )
    found: dict[tuple[UUID, date], Declaration] = {}
    for one in rows.order_by("filed_on", "pk"):
        found.setdefault((one.organisation_id, one.happened_on), one)
    return found


def to_publish(organisations: Collection[UUID], on: date) -> list[Duty]:
    """The accounts that are to be published, sure or not, and those that were, whatever is known of them since; the last
    first."""
    done = published(organisations, on)
    asked = {(one.organisation, one.closed_on): one for tell in TO_PUBLISH for one in tell(organisations, on)}
    names = Organisation.objects.in_bulk({key for key, _ in (*done, *asked)})
    found = []
    for where in {*done, *asked}:
        key, closed_on = where
        told, filed = asked.get(where), done.get(where)
        found.append(
            Duty(
                names[key],
                ACCOUNTS,
                closed_on,
                told.by if told else None,
                (Thing(closed_on.isoformat(), f"Comptes de l’exercice clos le {day_in_words(closed_on)}"),),
                (filed,) if filed else (),
                known=told.known if told else (),
                is_sure=bool(told and told.is_sure),
            )
        )
    return sorted(found, key=lambda one: (one.happened_on, one.organisation.name), reverse=True)


def owed(organisation: Organisation, on: date) -> list[Duty]:
    """What it has to file or filed, the last first; not the accounts of which it is not sure that they are to be published."""
    accounts = [one for one in to_publish([organisation.pk], on) if one.is_sure or one.is_filed]
    return sorted(
        [*duties([organisation.pk], on), *accounts], key=lambda one: (one.happened_on, one.kind.slug), reverse=True
    )


def duty_of(organisation: Organisation, kind: str, day: date, on: date) -> Duty | None:
    """One of its duties, but those of its members."""
    here = [organisation.pk]
    those = to_publish(here, on) if kind == ACCOUNTS.slug else duties(here, on, members=False)
    return next((one for one in those if (one.kind.slug, one.happened_on) == (kind, day)), None)
