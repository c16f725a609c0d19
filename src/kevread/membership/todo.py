"""What memberships wait for."""

from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, ToDo, why
from kevread.common.words import of
from kevread.membership.models import KEEPS, Admission
from kevread.ui.places import screen_address


def admissions_to_instruct(asker: Asker) -> list[ToDo]:
    """The applications that wait here, for those who keep its memberships; the oldest first."""
    actor, scale = asker.actor, asker.scale
    hat = actor.hat_for(KEEPS, scale.pk)
    if hat is None:
        return []
    waiting = Admission.objects.visible_to(actor).pending().filter(of=scale).order_by("received_on", "pk")
    return [
        ToDo(
            f"Demande d’adhésion {of(one.name)}, reçue le {day_in_words(one.received_on)} : "
            f"{'à soumettre à qui décide' if one.perimeter and one.reach else 'à instruire'}",
            why(hat),
            screen_address("membership:admission", scale=scale.slug, key=one.pk),
            "Voir la demande",
        )
        for one in waiting[:10]
    ]
