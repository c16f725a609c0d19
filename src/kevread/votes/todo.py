"""What waits for a vote."""

from kevread.common.todo import Asker, ToDo
from kevread.meetings.queries.naming import called
from kevread.ui.places import screen_address
from kevread.votes.queries.awaited import awaited_of

# What a vote waits for: the words, the screen, the button.
AWAITED = {
    "vote": ("Un vote est ouvert", "votes:vote", "Voter"),
    "marked": ("Un vote secret est clos, et l’émargement dit que vous avez voté", "votes:poll", "Regarder"),
    "unmarked": ("Un vote secret est clos, et l’émargement dit que vous n’avez pas voté", "votes:poll", "Regarder"),
    "accept": ("Tenir l’urne d’un vote secret", "votes:scrutiny", "Accepter"),
    "open": ("Ouvrir votre part de l’urne, pour dépouiller", "votes:scrutiny", "Ouvrir ma part"),
}
MARKS = ("marked", "unmarked")


def votes_awaited(asker: Asker) -> list[ToDo]:
    """The votes that wait for somebody, wherever they are: what is done today comes first."""
    person = asker.person
    if asker.actor.person != person.pk:
        return []
    todo = []
    for awaited in awaited_of(person.pk):
        words, screen, button = AWAITED[awaited.what]
        meeting = awaited.poll.meeting
        where = {"scale": meeting.organisation.slug, "key": awaited.poll.pk}
        told = " Si ce n’est pas vrai, dites-le avant que l’urne soit ouverte." if awaited.what in MARKS else ""
        todo.append(
            ToDo(
                f"{words} : {awaited.poll.question}",
                f"{called(meeting, asker.on)}.{told}",
                screen_address(screen, **where),
                button,
                is_now=awaited.what == "vote",
            )
        )
    return todo
