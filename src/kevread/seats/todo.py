"""What waits for an acceptance, or for an answer."""

from urllib.parse import urlencode

from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, ToDo
from kevread.common.words import of
from kevread.seats.models import Delegation, Substitution
from kevread.seats.queries.awaited import awaited_from
from kevread.seats.queries.pleas import pleas_to_answer
from kevread.seats.roles import every_right
from kevread.ui.places import screen_address


def pleas_to_take_up(asker: Asker) -> list[ToDo]:
    """What somebody who may not do it asks of whoever may."""
    gestures = every_right()
    return [
        ToDo(
            f"Répondre à {plea.person} : « {gestures.get(plea.right, plea.right)} »",
            f"Cette personne vous le demande, à {plea.organisation.name}, et ne le peut pas elle-même.",
            screen_address("seats:plea", scale=plea.organisation.slug, key=plea.pk),
            "Lire et répondre",
        )
        for plea in pleas_to_answer(asker.actor, asker.circle)
    ]


def designations_asked(asker: Asker) -> list[ToDo]:
    """Somebody wrote to those who designate for a seat: it waits for them here too."""
    mine = {hat.organisation for hat in asker.actor.hats if hat.allows("decide_seats", hat.organisation)}
    found = []
    for one in awaited_from(mine & asker.circle, asker.on):
        body = one.seat.body
        asked = {"pour": one.represents.slug} | ({"personne": one.proposed.pk} if one.proposed else {})
        where = screen_address("seats:fill", scale=body.organisation.slug, body=body.slug, seat=one.seat.title)
        offered = f" et propose {one.proposed}" if one.proposed else ""
        found.append(
            ToDo(
                f"Désigner qui représente {one.represents.name} : {one.seat.name}, {body.name}, {body.organisation.name}",
                f"{one.letter.by} vous l’a écrit le {day_in_words(one.letter.on)}{offered}. Cela se décide chez vous.",
                f"{where}?{urlencode(asked)}",
                "Voir qui désigner",
            )
        )
    return found


def delegations_to_accept(asker: Asker) -> list[ToDo]:
    person, on = asker.person, asker.on
    waiting = Delegation.objects.on(on).filter(holder=person, accepted_on=None).select_related("granter")
    return [
        ToDo(
            f"Accepter le secrétariat {of(d.granter.name)}",
            "Ce pôle vous le confie : vous préparerez, sans décider.",
            screen_address("seats:secretariat", scale=d.granter.slug),
            "Lire et répondre",
            is_mine=True,
        )
        for d in waiting.order_by("granter__search")
    ]


def substitutions_to_accept(asker: Asker) -> list[ToDo]:
    """Somebody asks to be replaced while they are away: whoever is asked answers, until the last day is over."""
    waiting = Substitution.objects.filter(
        substitute=asker.person, accepted_on=None, withdrawn_on=None, period__endswith__gt=asker.on
    )
    return [
        ToDo(
            f"Répondre à {one.mandate.person} : remplacer pendant une absence",
            f"{one.mandate.seat.name}, {one.mandate.seat.body.organisation.name}, du {day_in_words(one.period.lower)} au "
            f"{day_in_words(one.dates.last)}.",
            screen_address("seats:substitution", scale=one.mandate.seat.body.organisation.slug, key=one.pk),
            "Lire et répondre",
            is_mine=True,
        )
        for one in waiting.select_related("mandate__person", "mandate__seat__body__organisation").order_by(
            "period", "pk"
        )
        if one.dates.last is not None
    ]


def substitutions_asked(asker: Asker) -> list[ToDo]:
    """Whoever asked to be replaced: until they are answered, nobody acts in their place."""
    waiting = Substitution.objects.filter(
        mandate__person=asker.person, accepted_on=None, withdrawn_on=None, period__endswith__gt=asker.on
    )
    return [
        ToDo(
            f"Attendre la réponse {of(str(one.substitute))}, qui vous remplacerait du {day_in_words(one.period.lower)} au "
            f"{day_in_words(one.dates.last)}",
            f"{one.mandate.seat.name}, {one.mandate.seat.body.organisation.name} : personne n’agit à votre place avant son "
            "accord.",
            screen_address("seats:substitution", scale=one.mandate.seat.body.organisation.slug, key=one.pk),
            "Voir la demande",
        )
        for one in waiting.select_related("mandate__seat__body__organisation", "substitute").order_by("period", "pk")
        if one.dates.last is not None
    ]
