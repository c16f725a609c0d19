"""What the rhythm of the year waits for."""

from kevread.common.todo import Asker, ToDo, why
from kevread.common.words import listed, of
from kevread.rhythm.queries.calendar import rhythm_of
from kevread.ui.places import screen_address


def dates_to_set(asker: Asker) -> list[ToDo]:
    """The rhythm of the year here, for those who prepare its meetings: dates that miss, meetings nobody told of."""
    actor, scale, on = asker.actor, asker.scale, asker.on
    hat = actor.hat_for("prepare_meeting", scale.pk)
    if hat is None:
        return []
    calling = [one for one in rhythm_of(scale, on.year, on) if one.calls]
    url = screen_address("rhythm:rhythm", scale=scale.slug)
    todo, mine = [], why(hat)
    if bodies := [one.body.name for one in calling if one.tally.to_plan]:
        named = f"{listed(bodies[:3])}{' et d’autres' if len(bodies) > 3 else ''}"
        todo.append(
            ToDo(f"Fixer les réunions qui manquent à l’année {of(scale.name)} : {named}", mine, url, "Voir le rythme")
        )
    if bodies := [one.body.name for one in calling if one.tally.seen.untold]:
        todo.append(
            ToDo(
                f"Dire si des réunions {of(scale.name)} se sont tenues : {listed(bodies)}",
                mine,
                url,
                "Voir le rythme",
            )
        )
    return todo
