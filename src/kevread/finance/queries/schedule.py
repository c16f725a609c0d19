"""What an organisation is to receive, to pay and to hand in, day by day, whichever room knows of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from kevread.common.actor import Actor
from kevread.common.periods import add_months, day_in_words
from kevread.common.words import to
from kevread.directory.models import Organisation
from kevread.finance.models import READS, GrantRequest
from kevread.finance.queries.reports import IF_ASKED, to_report
from kevread.ledgers.models import KEEPS_LEDGERS, CashLine
from kevread.ledgers.queries.cash import entered, expected
from kevread.ledgers.rules.cash import Movement

SOON, FAR = 3, 12  # months after the one under way


@dataclass(frozen=True, slots=True)
class Item:
    """`cents`: above zero, to receive; below, to pay; None, nothing is paid: `what` says what is handed in. `day`: by when, or
    since when, where it is late; None, nobody knows. It is read on the screen of the organisation `at`."""

    day: date | None
    what: str
    cents: int | None
    is_late: bool
    screen: str
    at: str

    @property
    def received(self) -> int | None:
        return self.cents if self.cents and self.cents > 0 else None

    @property
    def paid(self) -> int | None:
        return -self.cents if self.cents and self.cents < 0 else None

    @property
    def word(self) -> str:
        if self.cents is None:
            return "À remettre"
        return "À recevoir" if self.cents > 0 else "À verser"


@dataclass(slots=True)
class Schedule:
    """`until`: its last day. `unknown`: what is known to be left out, in words."""

    until: date
    rows: list[Item] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def late(self) -> list[Item]:
        return [one for one in self.rows if one.is_late]

    @property
    def undated(self) -> list[Item]:
        return [one for one in self.rows if one.day is None]

    @property
    def months(self) -> dict[date, list[Item]]:
        """What is to come, by the first day of its month."""
        found: dict[date, list[Item]] = {}
        for one in self.rows:
            if one.day is not None and not one.is_late:
                found.setdefault(one.day.replace(day=1), []).append(one)
        return found

    @property
    def received(self) -> int:
        return sum(one.received or 0 for one in self.rows if one.day)

    @property
    def paid(self) -> int:
        return sum(one.paid or 0 for one in self.rows if one.day)


def schedule(organisation: Organisation, actor: Actor, on: date, months: int = SOON) -> Schedule:
    """From that day to the end of so many months after the one under way, with what is late. In a number of queries that does
    not grow with what is due."""
    until = add_months(on.replace(day=1), months + 1) - timedelta(days=1)
    movements, unknown = expected(organisation, on, until, on, actor)
    lines = CashLine.objects.visible_to(actor).standing().filter(organisation=organisation).order_by("day", "label")
    rows = [*of_money(organisation, [*movements, *entered(lines)]), *to_hand_in(organisation, actor, on)]
    unknown += left_out(organisation, actor, on)
    kept = [one for one in rows if one.day is None or one.is_late or on <= one.day <= until]
    return Schedule(until, sorted(kept, key=lambda one: (one.day or date.max, one.what)), unknown)


def left_out(organisation: Organisation, actor: Actor, on: date) -> Iterator[str]:
    """What is due and is not here, in words."""
    if not actor.is_system and actor.hat_for(KEEPS_LEDGERS, organisation.pk) is None:
        yield "Ce que l’on ajoute au plan de trésorerie ne se lit que par qui tient les comptes."
    yield f"Les cotisations d’avant {on.year - 1}, les frais de mission à rembourser et les formalités se lisent à leur page."


def of_money(organisation: Organisation, movements: Iterable[Movement]) -> Iterator[Item]:
    for one in movements:
        if not one.is_made and one.cents:
            day = one.due_on or one.day
            yield Item(day, one.label, one.cents, one.is_late, one.screen, one.at or organisation.slug)


def to_hand_in(organisation: Organisation, actor: Actor, on: date) -> Iterator[Item]:
    """Reports of what was spent, requests that are drafted."""
    if not actor.is_system and actor.hat_for(READS, organisation.pk) is None:
        return
    for one in to_report(on, [organisation.pk], ahead=True):
        if one.report is None:
            funder = one.funding.funder.called
            what = f"Compte rendu {to(funder)}, {one.funding.purpose}, exercice clos le {day_in_words(one.closed_on)}"
            what += IF_ASKED if one.is_unsaid else ""
            yield Item(one.by, what, None, one.is_late(on), "finance:accounts", organisation.slug)
    drafts = GrantRequest.objects.visible_to(actor).filter(
        organisation=organisation, state=GrantRequest.State.DRAFT, due_on__isnull=False
    )
    for draft in drafts.select_related("funder__organisation").order_by("due_on", "pk"):
        what, is_late = f"Demande {to(draft.funder.called)}, {draft.purpose}", bool(draft.due_on and draft.due_on < on)
        yield Item(draft.due_on, what, None, is_late, "finance:fundings", organisation.slug)
