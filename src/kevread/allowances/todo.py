"""What allowances wait for."""

from kevread.allowances.models import HOLDS
from kevread.allowances.queries import received, shown
from kevread.common.todo import Asker, Case, ToDo, why
from kevread.ui.places import screen_address


def to_look_at(asker: Asker) -> list[ToDo]:
    """Somebody received in a month what is a wage, or was paid a lump sum that no assembly voted: told to those who hold the
    money here. The sum is read on the page."""
    hat = asker.actor.hat_for(HOLDS, asker.scale.pk)
    if hat is None:
        return []
    where = screen_address("allowances:allowances", scale=asker.scale.slug)
    rule = screen_address("charter:article", scale=asker.scale.slug, rule="L6.14")
    found = []
    for one in received(shown(asker.actor, asker.scale, asker.on.year, asker.on), asker.on.year, asker.on):
        if one.over:
            said = f"Ce que reçoit {one.name} est une rémunération : voir les questions à se poser"
            case = Case("allowances.people_above", any_day=True)
            found.append(ToDo(said, why(hat), where, "Voir les indemnités", rule=rule, is_major=True, case=case))
        elif one.undecided:
            said = f"Aucun vote de l’assemblée n’est lié à ce qui est versé à {one.name}"
            found.append(ToDo(said, why(hat), where, "Voir les indemnités", rule=rule))
    return found[:10]
