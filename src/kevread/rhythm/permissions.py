"""Who may have a calendar follow meetings."""

from kevread.common.actor import Actor, Grounds
from kevread.directory.models import Organisation, Person
from kevread.seats.models import Body
from kevread.seats.permissions import grounds


def may_follow(
    actor: Actor, person: Person, body: Body | None = None, organisation: Organisation | None = None
) -> Grounds:
    """A calendar address is for oneself, and for what one reads. What it shows is decided again each time it is read."""
    if actor.is_anonymous or actor.person != person.pk:
        return Grounds(False, f"Cette adresse d’agenda est à {person} : chacun·e fait et révoque les siennes.")
    where = body.organisation if body else organisation
    return grounds(actor, "read", where) if where else Grounds(True, "Cette adresse d’agenda est la vôtre.")
