"""What an organisation asks for, what it was granted, and what it waits for, day by day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kevread.common.actor import Actor
from kevread.common.words import of, to
from kevread.directory.models import Organisation
from kevread.finance.models import Funding, GrantRequest, Instalment
from kevread.finance.rules import Awaited, state_of

State = GrantRequest.State


@dataclass(slots=True)
class Granted:
    """A funding on a day, with its instalments: what came of it, what is left to plan."""

    funding: Funding
    on: date
    instalments: list[Instalment] = field(default_factory=list)

    @property
    def received(self) -> int:
        return sum(one.received or 0 for one in self.instalments)

    @property
    def planned(self) -> int:
        """What came, and what is still awaited: what came in part leaves the rest to be planned."""
        return sum(one.cents if one.received is None else one.received for one in self.instalments)

    @property
    def to_come(self) -> int:
        """What is not received yet of what was granted, planned or not."""
        return max(0, self.funding.cents - self.received)

    @property
    def unplanned(self) -> int:
        return self.funding.cents - self.planned

    @property
    def late(self) -> list[Instalment]:
        return [one for one in self.instalments if self.state(one) == "late"]

    def state(self, one: Instalment) -> str:
        return state_of(one.cents, one.received, one.due_on, self.on)

    @property
    def word(self) -> str:
        """How it stands, in words."""
        if self.funding.undone_on:
            return "Annulé"
        if self.late:
            return "Versement en retard"
        if self.received >= self.funding.cents:
            return "Reçu en entier"
        return "Reçu en partie" if self.received else "Notifié"


def granted(organisation: Organisation, actor: Actor, on: date) -> list[Granted]:
    """Those that were notified by that day, the last first. Two queries, whatever their number."""
    rows = Funding.objects.visible_to(actor).filter(organisation=organisation, notified_on__lte=on)
    rows = rows.select_related("funder__organisation", "organisation", "request", "agreement")
    return with_instalments(rows.order_by("-notified_on", "-pk"), on)


def with_instalments(fundings: Iterable[Funding], on: date) -> list[Granted]:
    """These fundings, with what is planned and came of them. One query more."""
    found = [Granted(one, on) for one in fundings]
    of: dict[UUID, list[Instalment]] = defaultdict(list)
    rows = Instalment.objects.filter(funding__in=[one.funding.pk for one in found])
    for row in rows.order_by("due_on", "pk"):
        if row.received_on and row.received_on > on:
            row.received_on = row.received = None  # that day, it was still awaited
        of[row.funding_id].append(row)
    for one in found:
        one.instalments = of[one.funding.pk]
    return found


def asked(organisation: Organisation, actor: Actor) -> list[GrantRequest]:
    """What was asked for, what waits first. One query."""
    rows = (
        GrantRequest.objects.visible_to(actor).filter(organisation=organisation).select_related("funder__organisation")
    )
    waiting = {State.DRAFT: 0, State.SENT: 1}
    return sorted(rows.order_by("-pk"), key=lambda one: (waiting.get(State(one.state), 2), one.due_on or date.max))


def calendar(granted: Iterable[Granted], asked: Iterable[GrantRequest]) -> list[Awaited]:
    """What is due, to or by the organisation, in the order of days."""
    lines = [
        Awaited(
            one.due_on,
            f"{one.label}, {row.funding.purpose}",
            of(row.funding.funder.called),
            one.cents,
            row.state(one),
            row.state(one) == "late",
            "finance:funding",
            row.funding.pk,
        )
        for row in granted
        if row.funding.undone_on is None
        for one in row.instalments
        if one.received_on is None
    ]
    lines += [
        Awaited(
            one.due_on,
            f"Déposer la demande : {one.purpose}",
            to(one.funder.called),
            one.cents,
            "À déposer",
            False,
            "finance:request",
            one.pk,
        )
        for one in asked
        if one.state == State.DRAFT and one.due_on is not None
    ]
    return sorted(lines, key=lambda one: (one.day, one.what))
