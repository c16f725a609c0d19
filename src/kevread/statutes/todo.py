"""What handings over wait for."""

from django.db.models import Q

from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, ToDo, why
from kevread.common.words import of
from kevread.statutes.models import HANDS_OVER, HandingOver
from kevread.ui.places import screen_address


def days_to_decide(asker: Asker) -> list[ToDo]:
    """A day that the other side decided alone, or whose undoing it asked: for those who speak for this side."""
    scale = asker.scale
    hat = next(
        (one for one in asker.actor.hats if one.organisation == scale.pk and one.allows(HANDS_OVER, scale.pk)), None
    )
    if hat is None:
        return []
    rows = HandingOver.objects.standing().filter(Q(local=scale) | Q(grouping=scale))
    where = screen_address("statutes:handings", scale=scale.slug)
    found = []
    for row in rows.select_related("local", "grouping").order_by("day", "pk"):
        other = row.grouping if row.local_id == scale.pk else row.local
        subject = row.get_subject_display().lower()
        if row.waits_for == scale:
            day = day_in_words(row.day)
            said = f"{other.name} a décidé d’un passage le {day} ({subject}) : {scale.name} n’en a pas encore décidé"
            found.append(ToDo(said, why(hat), where, "Voir les passages"))
        elif row.undo_asked_for_id == other.pk:
            said = f"{other.name} demande l’annulation d’un passage ({subject}) : la confirmer au nom {of(scale.name)}, ou non"
            found.append(ToDo(said, why(hat), where, "Voir les passages"))
    return found[:10]
