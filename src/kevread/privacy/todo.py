"""What waits for whoever answers for people's data."""

from kevread.common.todo import Asker, ToDo
from kevread.ui.places import screen_address

from .models import ANSWER
from .queries.demands import waiting_for


def demands_to_answer(asker: Asker) -> list[ToDo]:
    """Each demand, until its month is over; afterwards, that it is late."""
    if not asker.actor.has(ANSWER):
        return []
    return [
        ToDo(
            f"{one.demand.person} demande à propos de ses données : {one.demand.get_kind_display().lower()}",
            f"La loi donne un mois pour répondre, et {one.demand.organisation.name} en répond"
            + (" : ce mois est passé." if one.is_late else "."),
            screen_address("privacy:demand", scale=one.demand.organisation.slug, key=one.demand.pk),
            "Répondre",
            by=one.by,
            rule=screen_address("charter:article", scale=one.demand.organisation.slug, rule="L10.1"),
        )
        for one in waiting_for(asker.actor, asker.circle, asker.on)
    ]
