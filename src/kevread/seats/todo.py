"""What waits for an acceptance."""

from kevread.common.todo import Asker, ToDo
from kevread.common.words import of
from kevread.seats.models import Delegation
from kevread.ui.places import screen_address


def delegations_to_accept(asker: Asker) -> list[ToDo]:
    person, on = asker.person, asker.on
    waiting = Delegation.objects.on(on).filter(holder=person, accepted_on=None).select_related("granter")
    return [
        ToDo(
            f"Accepter le secrétariat {of(d.granter.name)}",
            "Ce pôle vous le confie : vous préparerez, sans décider.",
            screen_address("seats:secretariat", scale=d.granter.slug),
            "Lire et répondre",
        )
        for d in waiting.order_by("granter__search")
    ]
