"""Who may do what where: the one table of roles, read on screen."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from kevread.common.facts import SCALES
from kevread.directory.queries import scale_word
from kevread.seats.models import Body
from kevread.seats.roles import ABOVE, ALL, BELOW, HERE, UNHELD, Role, delegated, every_right, every_role
from kevread.ui.access import public
from kevread.ui.request import Request

WORDS = {
    HERE: "ici",
    BELOW: "en dessous",
    ABOVE: "au-dessus",
    ALL: "partout",
    UNHELD: "là où personne ne le tient encore",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A role in words: how one comes to it, and where each right may be used."""

    role: Role
    made_by: str
    rights: list[tuple[str, str]]


@public
def roles(request: Request) -> HttpResponse:
    everyone = [*every_role(), *delegated().values()]
    matrix = [(label, [extent(role, right) for role in everyone]) for right, label in every_right().items()]
    shown = [
        Shown(
            role,
            made_by(role),
            [(every_right()[right], extent(role, right)) for right in every_right() if right in role.rights],
        )
        for role in everyone
    ]
    return render(request, "seats/roles.html", {"roles": shown, "matrix": matrix})


def extent(role: Role, right: str) -> str:
    return ", ".join(WORDS[where] for where in role.rights.get(right, ()))


def made_by(role: Role) -> str:
    """The bodies and scales whose seats make the role."""
    if not role.bodies:
        return "Délégation acceptée"
    kinds = dict(Body.Kind.choices)
    bodies = " ou ".join(kinds[body].lower() for body in role.bodies)
    scales = " ou ".join(scale_word(scale) for scale in SCALES if scale in role.scales)
    return f"{bodies[:1].upper()}{bodies[1:]}, {scales}"
