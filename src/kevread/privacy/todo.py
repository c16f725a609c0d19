"""What waits for whoever answers for people's data."""

from kevread.base.clock import now
from kevread.common.todo import Asker, Case, ToDo
from kevread.common.words import of
from kevread.ui.places import screen_address

from .models import ANSWER, BREACHES, VALIDATE, Demand, Validation
from .queries.breaches import open_for
from .queries.demands import waiting_for
from .queries.register import said

# What somebody asks about what is held of them, after « demande »: the form says it in the first person.
ASKED = {
    Demand.Kind.ACCESS: "à lire ce qui est gardé de sa personne",
    Demand.Kind.RECTIFY: "que ses données soient corrigées",
    Demand.Kind.RESTRICT: "que l’usage de ses données soit limité",
    Demand.Kind.OBJECT: "que l’on cesse un usage de ses données",
    Demand.Kind.ERASE: "que ses données soient effacées",
}


def demands_to_answer(asker: Asker) -> list[ToDo]:
    """Each demand, until its month is over; afterwards, that it is late."""
    if not asker.actor.has(ANSWER):
        return []
    return [
        ToDo(
            f"{one.demand.person} demande {ASKED[Demand.Kind(one.demand.kind)]}",
            f"La loi donne un mois pour répondre, et {one.demand.organisation.name} en répond"
            + (" : ce mois est passé." if one.is_late else "."),
            screen_address("privacy:demand", scale=one.demand.organisation.slug, key=one.demand.pk),
            "Répondre",
            by=one.by,
            rule=screen_address("charter:article", scale=one.demand.organisation.slug, rule="L10.1"),
            case=Case("privacy.answers_late"),
        )
        for one in waiting_for(asker.actor, asker.circle, asker.on)
    ]


def breaches_to_notify(asker: Asker) -> list[ToDo]:
    """Each sheet that is open, until the hour when the authority is to be told at the latest; afterwards, that it is late."""
    if not asker.actor.has(BREACHES):
        return []
    return [
        ToDo(
            f"Violation de données à {one.breach.organisation.name} : "
            + ("prévenir la CNIL, ou dire pourquoi non" if one.to_notify else "compléter et clore la fiche"),
            ("Le délai que donne la loi est passé." if one.is_late else "Ce qui est connu s’écrit à mesure."),
            screen_address("privacy:breach", scale=one.breach.organisation.slug, key=one.breach.pk),
            "Ouvrir la fiche",
            by=one.last_day if one.to_notify else None,
            is_major=one.to_notify,
            rule=screen_address("charter:article", scale=one.breach.organisation.slug, rule="L10.1"),
            case=Case("privacy.notifications_late") if one.to_notify else None,
        )
        for one in open_for(asker.actor, asker.circle, now())
    ]


def register_changed(asker: Asker) -> list[ToDo]:
    """A register that was validated, and is not any more what it was."""
    where = asker.actor.where(VALIDATE)
    rows = Validation.objects.filter(organisation__in=asker.circle)
    if where is not None:
        rows = rows.filter(organisation__in=where)
    last = rows.order_by("organisation", "-at", "-pk").distinct("organisation").select_related("organisation")
    return [
        ToDo(
            f"Le registre des traitements {of(one.organisation.name)} a changé depuis qu’il est validé",
            "Une partie de Kevread garde autre chose, ou autrement.",
            screen_address("privacy:processing", scale=one.organisation.slug),
            "Voir ce qui a changé",
        )
        for one in (last if asker.actor.has(VALIDATE) else ())
        if one.said != said()
    ]
