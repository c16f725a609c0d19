"""What accounts wait for."""

from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, ToDo, why
from kevread.ledgers.models import KEEPS_LEDGERS, Book, Budget
from kevread.ui.places import screen_address


def books_to_keep(asker: Asker) -> list[ToDo]:
    """A file that was read and that counts for nothing yet, for those who keep the money here."""
    hat = asker.actor.hat_for(KEEPS_LEDGERS, asker.scale.pk)
    if hat is None:
        return []
    rows = Book.objects.visible_to(asker.actor).filter(organisation=asker.scale, state=Book.State.READ)
    return [
        ToDo(
            f"Les comptes de l’exercice {one.year} sont lus, et ne comptent pas encore",
            f"{why(hat)} À garder avant le {day_in_words(one.kept_until)}.",
            screen_address("ledgers:book", scale=asker.scale.slug, key=one.pk),
            "Relire et garder",
        )
        for one in rows.filter(read_at__date__lte=asker.on).order_by("read_at")
    ]


def budgets_to_vote(asker: Asker) -> list[ToDo]:
    """A budget that is prepared and that no decision fixes yet, for those who keep the money here."""
    hat = asker.actor.hat_for(KEEPS_LEDGERS, asker.scale.pk)
    if hat is None:
        return []
    rows = Budget.objects.visible_to(asker.actor).filter(organisation=asker.scale, state=Budget.State.PREPARED)
    return [
        ToDo(
            f"« {one.name} » est préparé, et aucune décision ne le fixe encore",
            f"{why(hat)} Il n’engage personne d’ici là.",
            screen_address("ledgers:budget", scale=asker.scale.slug, key=one.pk),
            "Relire le budget",
        )
        for one in rows.order_by("year")
    ]
