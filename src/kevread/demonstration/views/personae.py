from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kevread.common.errors import Refused
from kevread.demonstration import personae as invented
from kevread.demonstration.access import demonstration_only
from kevread.seats.middleware import PERSONA
from kevread.ui.request import Request


@demonstration_only
def personae(request: Request) -> HttpResponse:
    return render(request, "demonstration/personae.html", {"personae": invented.personae()})


@demonstration_only
@require_POST
def enter(request: Request, slug: str) -> HttpResponse:
    """In a new session, so that nothing of whoever was there before remains."""
    persona = next((persona for persona in invented.personae() if persona.slug == slug), None)
    if persona is None:
        raise Http404
    person = persona.find()
    if person is None:
        raise Refused(f"{persona.name} n’est pas dans les données de cette démonstration : elles sont à refaire.")
    logout(request)
    request.session[PERSONA] = str(person.pk)
    return redirect(persona.start)


@demonstration_only
@require_POST
def leave(request: Request) -> HttpResponse:
    logout(request)
    return redirect("demonstration:personae")
