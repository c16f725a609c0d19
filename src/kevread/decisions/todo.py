"""What is to be done after a decision."""

from datetime import timedelta
from typing import Any

from kevread.common.todo import Asker, Case, ToDo, why
from kevread.competence.queries import matrix
from kevread.decisions.models import FollowUp
from kevread.decisions.queries.classing import count_to_class
from kevread.decisions.queries.promises import promised_to
from kevread.decisions.queries.register import follow_ups_of_person
from kevread.decisions.queries.threads import threads_of
from kevread.seats.models import Seat
from kevread.ui.places import place, screen_address

AHEAD = timedelta(days=31)  # before a follow-up is due


def seats_to_confirm(asker: Asker) -> list[ToDo]:
    """The seats that decisions give to this person, until their mandate is opened. One query, and two more when some do."""
    waiting = promised_to(asker.person)
    seats = Seat.objects.select_related("body__organisation").in_bulk({one.seat for one in waiting}) if waiting else {}
    todo = []
    for one in waiting:
        seat = seats[one.seat]
        where = {"scale": seat.body.organisation.slug, "body": seat.body.slug, "seat": seat.title}
        todo.append(
            ToDo(
                f"Confirmer votre mandat : {seat.name}, {seat.body.name}, {seat.body.organisation.name}",
                f"Ce siège vous est donné. {one.cited}.",
                f"{screen_address('seats:fill', **where)}?promesse={one.key}",
                "Lire et confirmer",
            )
        )
    return todo


def follow_ups_to_do(asker: Asker) -> list[ToDo]:
    """What this person answers for after a decision, the late first; what is due later than a month waits."""
    person, on = asker.person, asker.on
    todo = []
    for one in follow_ups_of_person(person.pk):
        if one.due > on + AHEAD:
            continue
        decision = one.decision
        todo.append(
            ToDo(
                one.what,
                f"Cette suite vous est confiée : décision n° {decision.reference}, {decision.title}.",
                screen_address("decisions:finish", scale=decision.body.organisation.slug, key=one.pk),
                "C’est fait",
                one.due,
                **of_stream(one),
            )
        )
    return todo


def of_stream(one: FollowUp) -> dict[str, Any]:
    """The article of a work that the document opens, which finds it late as well."""
    stream = matrix().streams.get(one.stream)
    if stream is None:
        return {}
    rule = screen_address("charter:article", scale=one.decision.organisation.slug, rule=stream.article)
    return {"rule": rule, "case": Case("decisions.work_streams", frozenset({one.stream}))}


def decisions_to_class(asker: Asker) -> list[ToDo]:
    """The decisions of which nobody said the type, for those who write in the register. Two queries, or none."""
    hats = {key: hat for key in asker.circle if (hat := asker.actor.hat_for("record_decision", key))}
    return (
        [
            ToDo(
                f"Dire de quel type {'est une décision' if count == 1 else f'sont {count} décisions'} : {organisation.name}",
                f"Sans {'son' if count == 1 else 'leur'} type, nul ne sait si la bonne instance a décidé. "
                f"{why(hats[organisation.pk])}",
                screen_address("decisions:to_classify", scale=organisation.slug),
                "Classer",
            )
            for organisation, count in count_to_class(hats, asker.on)
        ]
        if hats
        else []
    )


def ratifications_to_take_up(asker: Asker) -> list[ToDo]:
    """What was brought to an agenda to be ratified and got no answer, for those who prepare the meetings of the body that is
    asked: it goes to another agenda, or somebody says what was decided."""
    todo = []
    for one in threads_of(asker.actor, asker.circle, asker.on):
        hat = asker.actor.hat_for("prepare_meeting", one.meeting.body.organisation_id)
        if hat is None or not one.calls:
            continue
        where = one.meeting.body.organisation.slug
        if one.stage == "untold" or not one.reads:
            url, button = place("meeting", scale=where, key=one.meeting.pk), "Voir la réunion"
        else:
            url = screen_address("decisions:submit", scale=one.decision.organisation.slug, key=one.decision.pk)
            button = "Porter à un autre ordre du jour"
        what = f"Décision n° {one.decision.reference}, {one.decision.title}. {one.said}"
        todo.append(ToDo(what, f"Elle n’est pas encore ratifiée. {why(hat)}", url, button))
    return todo
