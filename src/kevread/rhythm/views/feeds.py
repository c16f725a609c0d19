"""Following meetings from one's own calendar: the addresses, and what they answer.

The token of an address is shown once, by the answer to its making. It is in no page's address, no redirection, no log.
"""

from collections.abc import Callable, Collection, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kevread.directory.models import Person
from kevread.meetings.models import Meeting
from kevread.meetings.permissions import may_prepare
from kevread.meetings.scene import about, meeting_of
from kevread.rhythm import operations
from kevread.rhythm.asks import WholeDays
from kevread.rhythm.feeds import calendar_of, calendar_of_one
from kevread.rhythm.models import Feed
from kevread.rhythm.queries.feeds import (
    Followed,
    changed_at,
    days_of,
    feed_of,
    feeds_of,
    followable,
    follows,
    meetings_of,
    public_meetings,
)
from kevread.ui.access import public, signed_in, today_only
from kevread.ui.files import attached
from kevread.ui.gestures import Gesture, perform
from kevread.ui.places import place, place_if_any
from kevread.ui.request import Request


@public
@require_safe
def feed(request: Request, token: str) -> HttpResponse:
    """What an address shows. One that was revoked, or never was, answers 404 with nothing."""
    found = feed_of(token)
    if found is None:
        nothing = HttpResponse(status=404, content_type="text/plain; charset=utf-8")
        nothing._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 — the address is a secret: no log
        return nothing
    there = meetings_of(found, request.today)
    return answered(
        request,
        f"Kevread : {Followed(found).words}",
        there,
        _page(request),
        private=True,
        days=days_of(found, request.today),
        joined=joined_by(found.person, there),
    )


def joined_by(person: Person, there: Sequence[Meeting]) -> set[UUID]:
    """Those of these meetings to which this person was called. One query."""
    called = Meeting.objects.filter(pk__in=[one.pk for one in there], roll__person=person)
    return set(called.values_list("pk", flat=True))


@signed_in
@require_safe
def one_meeting(request: Request, scale: str, key: UUID) -> HttpResponse:
    """One meeting alone, for the calendar of whoever reads its page; where to join it, for those who do."""
    found = meeting_of(request, key)
    joins = found.roll.filter(person=request.actor.person).exists() or bool(may_prepare(request.actor, found.body))
    content = calendar_of_one(found, changed_at([found]), _page(request), joins=joins)
    name = f"{found.organisation.slug}-{about(found)}.ics"
    return attached(content, "text/calendar; charset=utf-8", name)


@public
@require_safe
def public_feed(request: Request, scale: str) -> HttpResponse:
    """The meetings that are open to all."""
    there = public_meetings(request.scale, request.today)
    name = f"{request.scale.name} : réunions ouvertes à toutes et à tous"
    return answered(request, name, there, _body(request), private=False)


@public
@require_safe
def network_feed(request: Request) -> HttpResponse:
    """The same, of the whole network."""
    there = public_meetings(None, request.today)
    return answered(request, "Réunions du réseau ouvertes à toutes et à tous", there, _body(request), private=False)


def _body(request: HttpRequest) -> Callable[[Meeting], str]:
    def page(meeting: Meeting) -> str:
        scale = meeting.organisation.slug
        own = place_if_any("public_meeting", scale=scale, key=meeting.pk)
        return request.build_absolute_uri(own or place("body", scale=scale, body=meeting.body.slug))

    return page


def _page(request: HttpRequest) -> Callable[[Meeting], str]:
    def page(meeting: Meeting) -> str:
        where = {"scale": meeting.organisation.slug, "key": meeting.pk}
        return request.build_absolute_uri(place("meeting", **where))

    return page


def answered(
    request: HttpRequest,
    name: str,
    there: Sequence[Meeting],
    page: Callable[[Meeting], str],
    *,
    private: bool,
    days: Sequence[WholeDays] = (),
    joined: Collection[UUID] = (),
) -> HttpResponse:
    """The calendar, or 304 when the program has it already."""
    changed = changed_at(there)
    content = calendar_of(name, there, changed, page, days, joined)
    etag = f'"{sha256(content).hexdigest()}"'
    written = [*changed.values(), *(one.changed_at for one in days)]
    last = int(max(written).timestamp()) if written else None
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = etag
    if last:
        answer["Last-Modified"] = http_date(last)
    answer["Cache-Control"] = "private, no-cache" if private else "public, max-age=600"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    # The tag alone decides: a meeting that is no longer shown changes the content, not the last date.
    return get_conditional_response(request, etag, None, answer) or answer


@signed_in
@never_cache
@today_only
def feeds(request: Request) -> HttpResponse:
    """One's own addresses. A new one is shown here, once; from « Aujourd’hui », none where a calendar follows already."""
    choices = followable(request.actor, request.today)
    made: list[tuple[Feed, str]] = []

    def make() -> None:
        if request.POST.get("suivre") not in choices:
            raise Http404("On ne peut pas suivre cela.")
        asked = choices[request.POST["suivre"]][1]
        if "une-fois" in request.POST and follows(request.person, asked["scope"]):
            return
        made.append(operations.make_feed(actor=request.actor, person=request.person, now=request.now, **asked))

    return _shown(perform(request, None, make), made, choices)


def _shown(gesture: Gesture, made: list[tuple[Feed, str]], choices: dict[str, Any]) -> HttpResponse:
    request = gesture.request
    address = request.build_absolute_uri(reverse("rhythm:feed", kwargs={"token": made[0][1]})) if made else ""
    context = {
        "feeds": feeds_of(request.person),
        "choices": {word: again(request, name, asked) for word, (name, asked) in choices.items()},
        "made": Followed(made[0][0]) if made else None,
        "address": address,
        "already": "une-fois" in request.POST and not made,
        "scale": request.scale,
    }
    return gesture.page("rhythm/feeds.html", context)


def again(request: Request, name: str, asked: dict[str, Any]) -> str:
    """What is followed already is said so: a second address is for another device."""
    is_mine = asked["scope"] == Feed.Scope.MINE and follows(request.person, asked["scope"])
    return f"{name}, sur un autre appareil" if is_mine else name


def own(request: Request, key: UUID) -> Feed:
    mine = Feed.objects.filter(person=request.person, pk=key, revoked_at=None)
    found: Feed | None = mine.select_related("person", "body__organisation", "organisation").first()
    if found is None:
        raise Http404("Cette adresse n’est pas parmi les vôtres.")
    return found


@signed_in
@require_POST
def revoke(request: Request, key: UUID) -> HttpResponse:
    operations.revoke_feed(actor=request.actor, feed=own(request, key), now=request.now)
    messages.success(request, "Cette adresse ne répond plus : les agendas qui la suivaient n’apprendront plus rien.")
    return redirect("rhythm:feeds")


@signed_in
@never_cache
@require_POST
def renew(request: Request, key: UUID) -> HttpResponse:
    """A new address in the place of this one, shown once."""
    found, made = own(request, key), []

    def renew_it() -> None:
        made.append(operations.renew_feed(actor=request.actor, feed=found, now=request.now))

    return _shown(perform(request, None, renew_it), made, followable(request.actor, request.today))
