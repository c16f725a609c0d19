"""Who gets in at the scale of an organisation: those who read it, and whoever works there."""

from functools import wraps

from django.http import HttpResponse

from kevread.supervision.models import boards_of
from kevread.supervision.queries.matters import lines_of_actor
from kevread.supervision.rules import EMPLOYER
from kevread.supervision.scene import works_here
from kevread.ui.access import View, may
from kevread.ui.request import Request


def within(view: View) -> View:
    """Those who read the organisation; and whoever works there that day without any seat: the page shows what is theirs."""
    reading = may("read")(view)

    @wraps(reading)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        own = [] if has_line(request) else works_here(request)
        if own:
            request.own_reason = because_own(own[0].employer.name)
        lets_in = own and not request.actor.hat_for("read", request.scale.pk)
        return (view if lets_in else reading)(request, *args, **kwargs)

    return guarded


def has_line(request: Request) -> bool:
    """Whether it is by a line over others that one reads: the employer’s, or a pôle’s."""
    return (EMPLOYER, request.scale.pk) in lines_of_actor(request.actor) or request.scale.pk in boards_of(request.actor)


def because_own(employer: str) -> str:
    """Whatever else one holds there."""
    return (
        f"Vous voyez cette page parce que vous travaillez ici, votre employeur est {employer}, et cela vous concerne."
    )
