"""For whoever lives here: who represents them, when one may come, how one writes to an organisation."""

import re
from datetime import date
from uuid import UUID

from allauth.core import ratelimit
from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.actor import NOBODY
from kevread.common.errors import Refused
from kevread.common.identifiers import compact
from kevread.common.words import terms
from kevread.directory.queries.finding import near_communes
from kevread.directory.queries.vocabulary import said_of_itself
from kevread.meetings.models import Meeting
from kevread.meetings.queries.pack import enclosures_of
from kevread.publishing import operations
from kevread.publishing.forms import ContactForm
from kevread.publishing.queries import coming, represented
from kevread.publishing.queries.answering import answering
from kevread.territory.models import Kind, Zone
from kevread.territory.queries import around, by_code, communes, known_land
from kevread.ui.access import public, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request

POSTCODE = re.compile(r"\d{5}")
TOO_MANY = "Trop de messages sont partis d’ici : attendez une heure, ou écrivez par la poste. Rien n’est parti."


@public
def represents(request: Request) -> HttpResponse:
    """« Qui me représente »: the communes that answer to the words; of the one that is chosen, alone, or alone to be called
    so, who has it."""
    text, code = request.GET.get("q", "")[:200], request.GET.get("commune", "")[:40]
    found = communes(text, request.on) if text and not code else []
    near = near_communes(text, request.on) if terms(text) and not code and not found else []
    chosen = by_code(code, request.on) if code else the_one(found, text)
    if code and (chosen is None or chosen.kind != Kind.COMMUNE):
        raise Http404("Aucune commune ne porte ce code à cette date.")
    said = said_of_itself()
    context = {
        "text": text,
        "communes": told_apart([zone for zone in found or near if zone != chosen], request.on),
        "near": bool(near),
        "is_postcode": bool(POSTCODE.fullmatch(compact(text))),
        "known": known_land(request.on) if text and not found and not code else None,
        "found": represented(chosen, request.on, request.today, request.actor) if chosen else None,
        "joining": said.joining if said else "",
    }
    return render(request, "publishing/represents.html", context)


def told_apart(found: list[Zone], on: date) -> list[tuple[Zone, str]]:
    """By their names, each with what tells it from another of that name: the EPCI that it lies in, else its code."""
    lies = around(found, on)
    rows = sorted(found, key=lambda zone: (zone.search, zone.code))
    parts = [(zone, lies[zone.pk].get(Kind.EPCI)) for zone in rows]
    return [(zone, part.parent.name if part else zone.code) for zone, part in parts]


def the_one(found: list[Zone], text: str) -> Zone | None:
    """The only commune found, or the only one that is called so and not longer: « Redon » before « Saint-Redon »."""
    called = [zone for zone in found if terms(zone.name) == terms(text)] or found
    return called[0] if len(called) == 1 else None


@public
def agenda(request: Request, scale: str = "") -> HttpResponse:
    """The meetings open to all, as they are known today: of the organisation of the address, or of the whole network."""
    meetings = coming(request.today, request.scale if scale else None)
    return render(request, "publishing/agenda.html", {"meetings": meetings, "organisation": scale and request.scale})


@public
def event(request: Request, scale: str, key: UUID) -> HttpResponse:
    """One of them: when, where, how one comes; the papers that anybody may read. Its agenda is the members'."""
    rows = Meeting.objects.public().select_related("body__organisation", "postponed_to")
    found = rows.filter(pk=key, body__organisation=request.scale).first()
    if found is None:
        raise Http404("Aucune réunion ouverte à toutes et à tous n’est annoncée à cette adresse.")
    context = {
        "meeting": found,
        "is_over": found.stage.is_behind or found.day < request.today,
        "papers": enclosures_of(found, NOBODY),
        "reached": bool(answering(request.scale, request.today)),
    }
    return render(request, "publishing/event.html", context)


@public
@today_only
def contact(request: Request, scale: str) -> HttpResponse:
    """Write to an organisation: a page shows the form, a press of its button sends."""
    form = ContactForm(request.POST or None)

    def send() -> Done:
        if not ratelimit.consume(request, action="contact", key=request.scale.slug):
            raise Refused(TOO_MANY)
        operations.relay_message(actor=request.actor, organisation=request.scale, now=request.now, **form.cleaned_data)
        said = f"Votre message part vers {request.scale.name}. La réponse vous viendra par courriel."
        return Done(said, "publishing:territory", scale=scale)

    gesture = perform(request, form, send)
    if gesture.done:
        return gesture.done
    return gesture.page("publishing/contact.html", {"reached": bool(answering(request.scale, request.today))})
