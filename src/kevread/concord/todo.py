"""What common texts wait for."""

from kevread.common.actor import Hat
from kevread.common.todo import Asker, ToDo, why
from kevread.common.words import of
from kevread.concord.models import PROPOSES
from kevread.concord.queries import of_organisation, standings
from kevread.ui.places import screen_address


def own_hat(asker: Asker, right: str) -> Hat | None:
    """By which one speaks for this organisation, from there."""
    scale = asker.scale
    return next((one for one in asker.actor.hats if one.organisation == scale.pk and one.allows(right, scale.pk)), None)


def texts_to_answer(asker: Asker) -> list[ToDo]:
    """A text waits for a body of the organisation, for those who record what it decides; refused by somebody, it waits for
    those who proposed it."""
    scale = asker.scale
    answers, proposes = own_hat(asker, "record_decision"), own_hat(asker, PROPOSES)
    if answers is None and proposes is None:
        return []
    found = []
    for one in standings(of_organisation(scale), asker.on):
        if one.is_dropped or one.last.since is not None:
            continue
        where = screen_address("concord:text", scale=scale.slug, key=one.text.pk)
        for place in one.last.awaited if answers else ():
            if answers and place.named.body.organisation_id == scale.pk:
                said = f"« {one.text.title} » attend la décision de l’instance « {place.named.body.name} » {of(scale.name)}"
                found.append(ToDo(said, why(answers), where, "Voir le texte"))
        if proposes and one.text.organisation_id == scale.pk and one.last.refused:
            who = one.last.refused[0].named.body.organisation.name
            said = f"« {one.text.title} » est refusé par {who} : lire pourquoi, et proposer une autre version ou non"
            found.append(ToDo(said, why(proposes), where, "Voir le texte"))
    return found[:10]
