"""The letters that did not leave."""

from kevread.common.todo import Asker, ToDo
from kevread.common.words import of
from kevread.mail.queries import given_up
from kevread.ui.places import screen_address


def letters_to_send_again(asker: Asker) -> list[ToDo]:
    """Letters that were refused for good: an address to mend, or a server."""
    actor, among, on = asker.actor, asker.circle, asker.on
    return [
        ToDo(
            f"{count} {'courriels ne sont pas partis' if count > 1 else 'courriel n’est pas parti'} {of(there.name)}",
            "Le serveur de courriel les a refusés.",
            screen_address("mail:letters", scale=there.slug),
            "Voir pourquoi",
        )
        for there, count in given_up(among, actor, on)
    ]
