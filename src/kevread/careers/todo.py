"""What careers wait for."""

from datetime import timedelta

from kevread.careers.models import LEADS, WELCOMES, HandedOver, Handover, Occasion, SkillsPlan
from kevread.careers.queries.handing import OVER
from kevread.careers.queries.pathways import (
    PathwayShown,
    StepShown,
    article,
    newcomers,
    pathways_of,
    proposed_at,
    read_by,
)
from kevread.careers.queries.plans import awaiting, shown
from kevread.common.facts import HEAD
from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, ToDo, why
from kevread.common.words import of
from kevread.staff.models import EMPLOYS, Contract
from kevread.ui.places import screen_address
from kevread.ui.words import counted

SOON = timedelta(days=21)  # a date is told so long before
LATE = timedelta(days=60)  # and so long after, until somebody says that it was held


def to_hand_in(asker: Asker) -> list[ToDo]:
    """A plan asks this employer what it needs."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    return [
        ToDo(
            f"Dire les besoins de formation de l’équipe pour {one.year}, avant le {day_in_words(one.told_by)} : "
            "retenir ou écarter chacun, puis les remettre.",
            why(hat),
            screen_address("careers:plan", scale=asker.scale.slug, key=one.pk),
            "Voir le plan",
            by=one.told_by,
            is_major=one.told_by < asker.on,
        )
        for one in awaiting(asker.scale, asker.on)
    ]


def to_lead(asker: Asker) -> list[ToDo]:
    """At the head: what was handed in is to be gathered and decided; what was decided, to be followed once its year is over."""
    hat = asker.actor.hat_for(LEADS, asker.scale.pk)
    if hat is None or asker.scale.scale != HEAD:
        return []
    found = []
    rows = SkillsPlan.objects.standing().filter(organisation=asker.scale, opened_on__lte=asker.on)
    for plan in rows.select_related("organisation").order_by("year"):
        told = shown(plan, asker.actor, asker.on, asker.scale)
        where = screen_address("careers:plan", scale=asker.scale.slug, key=plan.pk)
        if plan.consolidated_on is None and told.to_gather:
            said = (
                f"Plan {plan.year} : {counted(len(told.to_gather), 'besoin', 'besoins')} à réunir dans des formations."
            )
            found.append(ToDo(said, why(hat), where, "Réunir"))
        elif plan.consolidated_on is None and not told.awaited and told.trainings:
            found.append(ToDo(f"Plan {plan.year} : à consolider par une décision.", why(hat), where, "Consolider"))
        elif plan.consolidated_on and plan.year < asker.on.year and told.left:
            said = f"Plan {plan.year} : dire si {counted(len(told.left), 'formation', 'formations')} ont eu lieu."
            found.append(ToDo(said, why(hat), where, "Suivre"))
    return found


def dates_near(asker: Asker) -> list[ToDo]:
    """A date of social dialogue that comes, or that passed and of which nobody said what came."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    rows = Occasion.objects.standing().filter(
        organisation=asker.scale, held_on=None, planned_on__gte=asker.on - LATE, planned_on__lte=asker.on + SOON
    )
    where = screen_address("careers:occasions", scale=asker.scale.slug)
    return [
        ToDo(
            f"{one.get_kind_display()}, le {day_in_words(one.planned_on)}"
            + (" : dire ce qui en est sorti." if one.planned_on < asker.on else "."),
            why(hat),
            where,
            "Voir le dialogue social",
            by=one.planned_on,
        )
        for one in rows.order_by("planned_on")[:5]
    ]


def handed_to_me(asker: Asker) -> list[ToDo]:
    """What somebody who leaves would hand over to me waits for my answer: one line for each handover."""
    rows = HandedOver.objects.filter(
        to=asker.person,
        agreed_on=None,
        handover__undone_on=None,
        handover__closed_on=None,
        handover__employer=asker.scale,
    )
    found: dict[Handover, int] = {}
    for one in rows.select_related("handover__contract__person").order_by("handover__last_day", "pk"):
        found[one.handover] = found.get(one.handover, 0) + 1
    return [
        ToDo(
            f"{counted(number, 'chose vous est confiée', 'choses vous sont confiées')} au départ de "
            f"{handover.contract.person} : dire si vous les prenez.",
            "C’est à vous que cela est confié.",
            screen_address("careers:handover", scale=asker.scale.slug, key=handover.pk),
            "Répondre",
            by=handover.last_day,
        )
        for handover, number in found.items()
    ]


def departing(asker: Asker) -> list[ToDo]:
    """Contracts that end soon and whose handover nobody opened; handovers where something is still to be entrusted."""
    hat = asker.actor.hat_for(EMPLOYS, asker.scale.pk)
    if hat is None:
        return []
    ending = (
        Contract.objects.on(asker.on)
        .standing()
        .filter(
            employer=asker.scale,
            period__endswith__lte=asker.on + timedelta(days=OVER + 1),
        )
    )
    known = Handover.objects.standing().filter(employer=asker.scale)
    found = [
        ToDo(
            f"{one.person} part le {day_in_words(one.dates.last)} : dresser la liste de ce qui est à confier.",
            why(hat),
            screen_address("careers:open_handover", scale=asker.scale.slug, key=one.pk),
            "Préparer ce départ",
            by=one.dates.last,
        )
        for one in ending.exclude(pk__in=known.values("contract")).select_related("person").order_by("period", "pk")
        if one.dates.last
    ]
    left = known.filter(closed_on=None, things__to=None).distinct().select_related("contract__person")
    found += [
        ToDo(
            f"Départ de {one.contract.person} : tout n’est pas encore confié.",
            why(hat),
            screen_address("careers:handover", scale=asker.scale.slug, key=one.pk),
            "Confier",
            by=one.last_day,
        )
        for one in left.order_by("last_day", "pk")
    ]
    return found[:10]


SHOWN = 5  # newcomers named one by one; of the others, the page says


def on_pathways(asker: Asker) -> list[ToDo]:
    """Somebody new on the board reads what comes next for them; whoever presides or directs, what comes next for each, those
    who are late first; whoever accompanies somebody, what they do with them. Of who left, nothing. One query where nobody is
    new, two where one reads nothing of who is, else four."""
    if not proposed_at(asker.scale):
        return []
    hat = asker.actor.hat_for(WELCOMES, asker.scale.pk)
    rows = read_by(asker.actor, newcomers(asker.on, [asker.scale.pk]))
    left = [told for told in pathways_of(rows, asker.on) if told.next] if rows else []
    own = [told for told in left if told.person.pk == asker.actor.person]
    others = [told for told in left if told.person.pk != asker.actor.person]
    if hat is None:
        return [
            *(to_follow(asker, one) for one in own),
            *(to_do for one in others for to_do in to_accompany(asker, one)),
        ]
    late_first = sorted(others, key=lambda one: not one.is_late)[:SHOWN]
    return [*(to_follow(asker, one) for one in own), *(to_welcome(asker, one, why(hat)) for one in late_first)]


def to_follow(asker: Asker, told: PathwayShown) -> ToDo:
    assert told.next
    return on_pathway(
        asker,
        told,
        told.next,
        f"Votre parcours au conseil : {told.next.step.label}.",
        "Vous venez d’entrer au conseil.",
        "Voir mon parcours",
    )


def to_welcome(asker: Asker, told: PathwayShown, why_mine: str) -> ToDo:
    assert told.next
    since = day_in_words(told.mandate.period.lower)
    what = f"Parcours {of(str(told.person))}, au conseil depuis le {since} : {told.next.step.label}."
    return on_pathway(asker, told, told.next, what, why_mine, "Voir ce parcours")


def to_accompany(asker: Asker, told: PathwayShown) -> list[ToDo]:
    """The first step that is left of those where this person accompanies."""
    mine = [one for one in told.left if one.row and one.row.companion_id == asker.actor.person]
    return [
        on_pathway(
            asker,
            told,
            one,
            f"Parcours de {told.person} : {one.step.label}.",
            f"Vous accompagnez {told.person}.",
            "Voir ce parcours",
        )
        for one in mine[:1]
    ]


def on_pathway(asker: Asker, told: PathwayShown, one: StepShown, what: str, why_mine: str, button: str) -> ToDo:
    rule = article()
    return ToDo(
        what,
        why_mine,
        screen_address("careers:pathway", scale=asker.scale.slug, key=told.mandate.pk),
        button,
        by=one.by,
        rule=screen_address("charter:article", scale=asker.scale.slug, rule=rule) if rule else "",
    )
