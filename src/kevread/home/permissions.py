"""Who may ask for the letter of the morning."""

from kevread.common.actor import Actor, Grounds
from kevread.common.words import of
from kevread.directory.models import Person


def may_have_letter(actor: Actor, person: Person) -> Grounds:
    """One's own, and nobody else's: it says what that person alone reads."""
    if actor.is_anonymous or actor.person != person.pk:
        return Grounds(False, f"La lettre du matin est celle {of(str(person))} : chacun·e demande la sienne.")
    return Grounds(True, "Cette lettre est la vôtre.")
