"""What accounts wait for."""

from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, ToDo, why
from kevread.ledgers.loader import framework
from kevread.ledgers.models import KEEPS_LEDGERS, Book, Budget
from kevread.ledgers.queries.cash import treasury
from kevread.ledgers.queries.combined import told_apart
from kevread.ledgers.rules.cash import lack
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


def cash_short(asker: Asker) -> list[ToDo]:
    """Twelve months of cash that would pass below nothing from today on, for those who keep the money here: the day, and how
    much would lack. Nothing where nobody stated a balance: nobody knows."""
    hat = asker.actor.hat_for(KEEPS_LEDGERS, asker.scale.pk)
    plan = None if hat is None else treasury(asker.scale, asker.actor, asker.on).plan
    short = None if plan is None else lack(plan, asker.on)
    if hat is None or plan is None or short is None:
        return []
    worst = f"il manquerait {euros(short.cents)}"
    if short.on == short.since:
        told = f"La trésorerie passerait sous zéro le {day_in_words(short.since)} : {worst}"
    else:
        told = (
            f"La trésorerie passerait sous zéro le {day_in_words(short.since)} ; le {day_in_words(short.on)}, {worst}"
        )
    return [
        ToDo(
            told,
            f"{why(hat)} D’après le solde dit au soir du {day_in_words(plan.opened_on)} et ce qui est connu depuis.",
            screen_address("ledgers:cash", scale=asker.scale.slug),
            "Voir la trésorerie",
            by=short.since,
        )
    ]


def accounts_apart(asker: Asker) -> list[ToDo]:
    """What the accounts of this organisation and those of another member do not tell alike, of the last year that is over of
    which one of them brought a file: both sides."""
    hat = asker.actor.hat_for(KEEPS_LEDGERS, asker.scale.pk)
    if hat is None or asker.scale.slug not in framework().prefixes:
        return []
    year, flows = told_apart(asker.scale, asker.actor, asker.on)
    where = screen_address("ledgers:together", scale=asker.scale.slug) + f"?annee={year}#ecarts"
    return [ToDo(f"Comptes de {year} : {one}", why(hat), where, "Voir les deux écritures") for one in flows[:10]]
