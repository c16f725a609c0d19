"""The balance of agreements: what was due, what is, what comes within a year; what keeps it by itself."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from kevread.agreements.models import Agreement, Kept, Obligation, Occasion, Party, Postponement
from kevread.agreements.queries.standing import Standing, standings
from kevread.agreements.rules import AHEAD, Balance, Window, balance, counts, windows, windows_upon
from kevread.common.rooms import witnesses
from kevread.common.witness import Asked, Happened
from kevread.seats.models import Body


@dataclass(frozen=True, slots=True)
class Due:
    """What a party owes another on a day. `by`: that day, or the later one that both agreed to; `kept`: what was said
    of it; `seen`: what keeps it by itself; `upon`: what happened, upon which it is due; `denied`: why who would owe it says
    that it does not; `contested`: what was said kept and is contested; `asked`: a later day, not agreed."""

    obligation: Obligation
    window: Window
    by: date
    balance: Balance
    kept: Kept | None
    seen: Happened | None
    upon: Sequence[Happened]
    denied: str
    contested: Sequence[Kept]
    asked: Sequence[Postponement]
    put_off: Postponement | None = None  # by which it is due later, once both agreed

    def is_of(self, obligation: Obligation, due_on: date) -> bool:
        return self.obligation.pk == obligation.pk and self.window.due == due_on

    @property
    def word(self) -> str:
        return self.balance.value

    @property
    def is_open(self) -> bool:
        return self.balance is not Balance.KEPT

    @property
    def keeper(self) -> str:
        """What will keep it by itself, and where: « une réunion tenue, Conseil d’administration »; once it was seen, what."""
        if self.seen:
            return f"{named(self.obligation.witness)}, {self.seen.said}"
        return where(self.obligation.witness, self.obligation.body)


def where(kind: str, body: Body | None) -> str:
    return ", ".join(filter(None, (named(kind), body.name if body else "")))


def upon_what(one: Obligation) -> str:
    """« un recrutement »; « une réunion tenue, Conseil d’administration »."""
    return one.occasion or where(one.upon, one.upon_body)


def named(kind: str) -> str:
    """What a room sees, in words: « une réunion tenue »; nothing when no room sees it, or not any more."""
    found = witnesses().get(kind)
    return found.label if found else ""


def owed_by(agreements: Iterable[Agreement], on: date) -> list[Due]:
    """Of those that are signed, by day; until their last day, and a year ahead. Three queries and those of `owed_under`."""
    return owed_under(standings(agreements, on), on)


def obligations_of(stand: Iterable[Standing]) -> list[Obligation]:
    """Those that stand, of agreements that are signed, the first due before. One query."""
    signed = [one.agreement.pk for one in stand if is_signed(one)]
    rows = Obligation.objects.standing().filter(agreement__in=signed)
    return list(
        rows.select_related(
            "agreement__organisation",
            "debtor__organisation",
            "creditor__organisation",
            "debtor__agreement__organisation",
            "creditor__agreement__organisation",
            "body__organisation",
            "upon_body__organisation",
        ).order_by("first_due", "pk")
    )


def is_signed(one: Standing) -> bool:
    return not one.state.is_prepared and one.agreement.annulled_on is None


def owed_under(stand: Iterable[Standing], on: date, rows: Sequence[Obligation] | None = None) -> list[Due]:
    """The same, of agreements whose standing that day is known. Four queries, whatever their number, and those of each kind of
    what rooms see. `rows`: their obligations, where they are read already."""
    known = {one.agreement.pk: one for one in stand if is_signed(one)}
    rows = obligations_of(known.values()) if rows is None else rows
    keys = [one.pk for one in rows]
    told: dict[UUID, list[Kept]] = defaultdict(list)
    for kept in Kept.objects.filter(obligation__in=keys, kept_on__lte=on).order_by("pk"):
        told[kept.obligation_id].append(kept)
    later: dict[UUID, list[Postponement]] = defaultdict(list)
    for ask in Postponement.objects.filter(obligation__in=keys).select_related("asked_by").order_by("to"):
        later[ask.obligation_id].append(ask)
    happened: dict[UUID, list[Happened]] = defaultdict(list)
    denied: dict[UUID, str] = {}
    for event in Occasion.objects.standing().filter(obligation__in=keys).order_by("happened_on"):
        happened[event.obligation_id].append(Happened(event.happened_on, event.note, event.pk))
        denied[event.pk] = event.denial(on)
    saw = seen(rows, on)
    found: list[Due] = []
    for one in rows:
        stands, mine = known[one.agreement_id], list[Due]()
        upon = saw.get((one.upon, upon_asked(one)), ()) if one.upon else happened[one.pk]
        keeps = saw.get((one.witness, kept_asked(one)), ())
        for window in windows_of(one, stands, upon, on):
            those = tuple(event for event in upon if event.day == window.first) if one.is_upon else ()
            mine.append(
                due(
                    one,
                    window,
                    [kept for kept in told[one.pk] if kept.due_on == window.due],
                    [ask for ask in later[one.pk] if ask.due_on == window.due],
                    keeps,
                    those,
                    one.denial(on) or next(filter(None, (denied.get(event.row, "") for event in those)), ""),
                    on,
                )
            )
        found += mine if one.is_upon else each_once(mine, keeps, on)
    return sorted(found, key=lambda one: (one.by, one.obligation.pk))


def windows_of(one: Obligation, stands: Standing, upon: Sequence[Happened], on: date) -> list[Window]:
    """Nothing falls due after the last day of an agreement but what happened before leaves its delay."""
    if one.is_upon:
        until = min(on, stands.term) if stands.term else on
        return windows_upon((event.day for event in upon), one.first_due, one.within, until)
    ahead = on + AHEAD
    until = min(ahead, stands.term) if stands.term else ahead
    return windows(one.cadence, one.first_due, stands.first.starts_on, until)


def kept_asked(one: Obligation) -> Asked:
    """Of whom one looks for what keeps it: of who owes it."""
    return Asked(one.debtor.organisation_id, one.body_id)


def upon_asked(one: Obligation) -> Asked:
    return Asked(one.debtor.organisation_id, one.upon_body_id)


def seen(rows: Sequence[Obligation], on: date) -> dict[tuple[str, Asked], Sequence[Happened]]:
    """What rooms saw by that day of all that these obligations rest on, each kind asked once."""
    asked: dict[str, set[Asked]] = defaultdict(set)
    for one in rows:
        asked[one.witness].add(kept_asked(one))
        asked[one.upon].add(upon_asked(one))
    return {
        (kind, whose): those
        for kind, witness in witnesses().items()
        if asked[kind]
        for whose, those in witness.find(asked[kind], on).items()
    }


def due(
    obligation: Obligation,
    window: Window,
    told: Sequence[Kept],
    later: Sequence[Postponement],
    keeps: Sequence[Happened],
    upon: Sequence[Happened],
    denied: str,
    on: date,
) -> Due:
    """What is seen counts until the day that both agreed to; a contest, from the day it was said."""
    put_off = max((one for one in later if one.agreed_on and one.agreed_on <= on), key=lambda one: one.to, default=None)
    by = put_off.to if put_off else window.due
    shown = keeping(obligation, window, keeps, upon, by)
    contested = [one for one in told if one.contested_on and one.contested_on <= on]
    kept = next((one for one in told if one not in contested), None)
    stands = balance(kept is not None or shown is not None, bool(contested or denied), by, on)
    asked = [one for one in later if not one.agreed_on and one.to > by]
    return Due(obligation, window, by, stands, kept, shown, upon, denied, contested, asked, put_off)


def each_once(those: Sequence[Due], keeps: Sequence[Happened], on: date) -> list[Due]:
    """Of one obligation that comes back: what was seen keeps one of its times, the first to fall due of those in which it is,
    put off or not: one meeting does not stand for two."""
    used: set[UUID] = set()
    found = []
    for one in sorted(those, key=lambda one: (one.by, one.window.due)):
        left = [each for each in keeps if each.row not in used]
        shown = keeping(one.obligation, one.window, left, (), one.by)
        if one.kept is None and shown is not None:
            used.add(shown.row)
        is_kept = one.kept is not None or shown is not None
        stands = balance(is_kept, bool(one.contested or one.denied), one.by, on)
        found.append(replace(one, seen=shown, balance=stands))
    return found


def keeping(
    obligation: Obligation, window: Window, keeps: Sequence[Happened], upon: Sequence[Happened], by: date
) -> Happened | None:
    """What was seen that keeps it: where it is seen of the very things upon which it is due (the minutes of that meeting), of
    each, even late; else the first in its time."""
    if upon and of_one_thing(obligation):
        rows = {one.row for one in upon}
        those = {one.row: one for one in keeps if one.row in rows}
        return max(those.values()) if those.keys() == rows else None
    return next((one for one in keeps if window.first <= one.day <= by), None)


def of_one_thing(obligation: Obligation) -> bool:
    """Whether what it is due upon, and what keeps it, are seen of the same rows: of the meetings of one body."""
    known = witnesses()
    one, other = known.get(obligation.upon), known.get(obligation.witness)
    return bool(one and other and one.of == other.of and upon_asked(obligation) == kept_asked(obligation))


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
