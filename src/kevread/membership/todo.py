"""What memberships wait for."""

from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, Case, ToDo, why
from kevread.common.words import of
from kevread.membership.models import KEEPS, Admission, Step
from kevread.membership.queries.life import changes
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


def removals_to_notify(asker: Asker) -> list[ToDo]:
    """A removal has no effect before the member is told: for those who keep memberships here."""
    hat = asker.actor.hat_for(KEEPS, asker.scale.pk)
    if hat is None:
        return []
    rows = Step.objects.standing().filter(
        affiliation__of=asker.scale, kind=Step.Kind.REMOVAL, notified_on=None, affiliation__period__contains=asker.on
    )
    return [
        ToDo(
            f"Notifier la radiation {of(one.affiliation.member.name)}, décidée le {day_in_words(one.told_on)} : "
            "d’ici là, elle reste membre, et invitée.",
            why(hat),
            f"{screen_address('membership:member', scale=asker.scale.slug, key=one.affiliation_id)}#etapes",
            "Voir l’adhésion",
            rule=screen_address("charter:article", scale=asker.scale.slug, rule="L1.17"),
        )
        for one in rows.select_related("affiliation__member").order_by("told_on", "pk")[:10]
    ]


def changes_to_declare(asker: Asker) -> list[ToDo]:
    """A member association came or left: a union declares it, by a day, for those who keep memberships here."""
    hat = asker.actor.hat_for(KEEPS, asker.scale.pk)
    if hat is None:
        return []
    owed = [one for one in changes([asker.scale.pk], asker.on) if one.filed_on is None]
    return [
        ToDo(
            f"Déclarer {'l’entrée' if one.change == 'entry' else 'le départ'} {of(one.affiliation.member.name)} au greffe "
            "des associations (formulaire 13969)",
            why(hat),
            f"{screen_address('membership:member', scale=asker.scale.slug, key=one.affiliation.pk)}#declarer",
            "Déclarer, et le noter",
            by=one.by,
            rule=screen_address("charter:article", scale=asker.scale.slug, rule="L1.5"),
            case=Case("membership.changes_undeclared", frozenset({one.affiliation.member_id})),
        )
        for one in sorted(owed, key=lambda one: (one.by, one.affiliation.member.name))[:10]
    ]
