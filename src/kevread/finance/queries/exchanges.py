"""What passes between an organisation and the others of the network, seen from its side."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.directory.models import Organisation
from kevread.finance.models import Exchange, Settlement
from kevread.finance.rules import TAXED, stands

State = Exchange.State
WORDS = {
    "told": "Attend une réponse",
    "contested": "Dit autrement",
    "due": "À régler",
    "partly": "Réglé en partie",
    "late": "En retard",
    "settled": "Réglé",
}


@dataclass(slots=True)
class Passed:
    """An exchange on a day, seen from one of its sides, with what is settled of it."""

    exchange: Exchange
    here: UUID
    on: date
    settlements: list[Settlement] = field(default_factory=list)

    @property
    def other(self) -> Organisation:
        return self.exchange.payee if self.exchange.payer_id == self.here else self.exchange.payer

    @property
    def pays(self) -> bool:
        return self.exchange.payer_id == self.here

    @property
    def owes(self) -> bool:
        return self.exchange.owes.pk == self.here

    @property
    def settled(self) -> int:
        return sum(one.cents for one in self.settlements)

    @property
    def left(self) -> int:
        return self.exchange.cents - self.settled

    @property
    def state(self) -> str:
        one = self.exchange
        return stands(one.cents, self.settled, one.state, one.due_on, self.on)

    @property
    def word(self) -> str:
        """How it stands, in words."""
        if self.exchange.undone_on:
            return "Annulé"
        if self.state == "told":
            return "Attend votre réponse" if self.waits_for_us else f"Attend {self.exchange.answers.name}"
        return WORDS[self.state]

    @property
    def waits_for_us(self) -> bool:
        """The other side wrote it, and nobody answered here."""
        one = self.exchange
        return one.undone_on is None and one.state == State.TOLD and one.answers.pk == self.here

    @property
    def is_ours_contested(self) -> bool:
        """It was written here, and the other says otherwise."""
        one = self.exchange
        return one.undone_on is None and one.state == State.CONTESTED and one.said_by_id == self.here

    @property
    def is_taxed(self) -> bool:
        return self.exchange.kind in TAXED


def exchanged(organisation: Organisation, actor: Actor, on: date) -> list[Passed]:
    """Those written by that day, the last first. Two queries, whatever their number."""
    rows = Exchange.objects.visible_to(actor).of(organisation).filter(said_on__lte=on)
    rows = rows.select_related("payer", "payee", "said_by", "agreement", "decision__body", "funding")
    return with_settlements(rows.order_by("-day", "-pk"), organisation, on)


def with_settlements(rows: Iterable[Exchange], organisation: Organisation, on: date) -> list[Passed]:
    """These, with what came of them by that day. One query more."""
    found = [Passed(one, organisation.pk, on) for one in rows]
    came: dict[UUID, list[Settlement]] = defaultdict(list)
    settled = Settlement.objects.standing().filter(exchange__in=[one.exchange.pk for one in found], day__lte=on)
    for row in settled.order_by("day", "pk"):
        came[row.exchange_id].append(row)
    for one in found:
        one.settlements = came[one.exchange.pk]
    return found


def balances(rows: Iterable[Passed]) -> list[tuple[Organisation, int, int]]:
    """With each other structure, what it owes here, and what is owed to it, of what both say: in the order of names."""
    sums: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    others = {}
    for one in rows:
        if one.exchange.undone_on is None and one.exchange.state == State.AGREED and one.left:
            others[one.other.pk] = one.other
            sums[one.other.pk][one.owes] += one.left
    return [(others[key], *sums[key]) for key in sorted(others, key=lambda key: others[key].name)]  # type: ignore[misc]
