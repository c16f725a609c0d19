"""The balance of agreements: what was due, what is, what comes within a year; what keeps it by itself."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from kevread.agreements.models import Agreement, Kept, Obligation, Party, Postponement
from kevread.agreements.queries.standing import Standing, standings
from kevread.agreements.rules import AHEAD, Balance, Window, balance, counts, windows
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State


@dataclass(frozen=True, slots=True)
class Due:
    """What a party owes another on a day. `by`: that day, or the later one that both agreed to; `kept`: what was said
    of it; `meeting`: the one that keeps it by itself; `contested`: what was said and is contested; `asked`: a later
    day, not agreed."""

    obligation: Obligation
    window: Window
    by: date
    balance: Balance
    kept: Kept | None
    meeting: Meeting | None
    contested: Sequence[Kept]
    asked: Sequence[Postponement]

    def is_of(self, obligation: Obligation, due_on: date) -> bool:
        return self.obligation.pk == obligation.pk and self.window.due == due_on

    @property
    def word(self) -> str:
        return self.balance.value

    @property
    def is_open(self) -> bool:
        return self.balance is not Balance.KEPT


def owed_by(agreements: Iterable[Agreement], on: date) -> list[Due]:
    """Of those that are signed, by day; until their last day, and a year ahead. Seven queries, whatever their number."""
    return owed_under(standings(agreements, on), on)


def owed_under(stand: Iterable[Standing], on: date) -> list[Due]:
    """The same, of agreements whose standing that day is known. Four queries."""
    signed = [one for one in stand if not one.state.is_prepared and one.agreement.annulled_on is None]
    rows = list(
        Obligation.objects.standing()
        .filter(agreement__in=[one.agreement.pk for one in signed])
        .select_related(
            "agreement__organisation",
            "debtor__organisation",
            "creditor__organisation",
            "debtor__agreement__organisation",
            "creditor__agreement__organisation",
            "body",
        )
        .order_by("first_due", "pk")
    )
    keys = [one.pk for one in rows]
    told: dict[tuple[UUID, date], list[Kept]] = defaultdict(list)
    for kept in Kept.objects.filter(obligation__in=keys, kept_on__lte=on).order_by("pk"):
        told[kept.obligation_id, kept.due_on].append(kept)
    later: dict[tuple[UUID, date], list[Postponement]] = defaultdict(list)
    for one in Postponement.objects.filter(obligation__in=keys).select_related("asked_by").order_by("to"):
        later[one.obligation_id, one.due_on].append(one)
    held = meetings_of([one.body_id for one in rows if one.body_id], on)
    until = {one.agreement.pk: last_of(one, on) for one in signed}
    begins = {one.agreement.pk: one.first.starts_on for one in signed}
    found = [
        due(
            one,
            window,
            told[one.pk, window.due],
            later[one.pk, window.due],
            held.get(one.body_id, []) if one.body_id else [],
            on,
        )
        for one in rows
        for window in windows(one.cadence, one.first_due, begins[one.agreement_id], until[one.agreement_id])
    ]
    return sorted(found, key=lambda one: (one.by, one.obligation.pk))


def last_of(stands: Standing, on: date) -> date:
    """Nothing is due after the last day of an agreement."""
    ahead = on + AHEAD
    return min(ahead, stands.term) if stands.term else ahead


def meetings_of(bodies: list[UUID], on: date) -> dict[UUID, list[Meeting]]:
    """The meetings that each body held by that day. One query, or none."""
    found: dict[UUID, list[Meeting]] = defaultdict(list)
    if bodies:
        rows = Meeting.objects.filter(body__in=bodies, state__in=State.held()).select_related("body__organisation")
        for one in rows.order_by("starts_at"):
            if timezone.localtime(one.starts_at).date() <= on:
                found[one.body_id].append(one)
    return found


def due(
    obligation: Obligation,
    window: Window,
    told: Sequence[Kept],
    later: Sequence[Postponement],
    held: Sequence[Meeting],
    on: date,
) -> Due:
    """A meeting counts until the day that both agreed to; a contest, from the day it was said."""
    by = max([window.due, *(one.to for one in later if one.agreed_on and one.agreed_on <= on)])
    meeting = next((one for one in held if window.first <= timezone.localtime(one.starts_at).date() <= by), None)
    contested = [one for one in told if one.contested_on and one.contested_on <= on]
    kept = next((one for one in told if one not in contested), None)
    stands = balance(kept is not None or meeting is not None, bool(contested), by, on)
    asked = [one for one in later if not one.agreed_on and one.to > by]
    return Due(obligation, window, by, stands, kept, meeting, contested, asked)


@dataclass(frozen=True, slots=True)
class Side:
    """What a party owes in all: how many are kept, contested, late, to come."""

    party: Party
    said: str


def sides(parties: Sequence[Party], those: Sequence[Due]) -> list[Side]:
    """For each party that owes something: « 2 tenus, 1 en retard »."""
    found = []
    for party in parties:
        mine = [one.balance for one in those if one.obligation.debtor_id == party.pk]
        if mine:
            words = [f"{count} {WORDS[which][count > 1]}" for which, count in counts(mine).items() if count]
            found.append(Side(party, ", ".join(words)))
    return found


WORDS = {
    Balance.KEPT: ("tenu", "tenus"),
    Balance.CONTESTED: ("contesté", "contestés"),
    Balance.LATE: ("en retard", "en retard"),
    Balance.DUE: ("attendu", "attendus"),
}
