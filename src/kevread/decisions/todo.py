"""What is to be done after a decision."""

from datetime import timedelta

from kevread.common.periods import day_in_words
from kevread.common.todo import Asker, ToDo
from kevread.decisions.queries.register import follow_ups_of_person
from kevread.ui.places import address

AHEAD = timedelta(days=31)  # before a follow-up is due


def follow_ups_to_do(asker: Asker) -> list[ToDo]:
    """What this person answers for after a decision, the late first; what is due later than a month waits."""
    person, on = asker.person, asker.on
    todo = []
    for one in follow_ups_of_person(person.pk):
        if one.due > on + AHEAD:
            continue
        late = "en retard, c’était pour" if one.late(on) else "pour"
        decision = one.decision
        todo.append(
            ToDo(
                f"{one.what} : {late} le {day_in_words(one.due)}",
                f"Cette suite vous est confiée : décision n° {decision.reference}, {decision.title}.",
                address("decisions:finish", scale=decision.body.organisation.slug, key=one.pk),
                "C’est fait",
                one.due,
            )
        )
    return todo
