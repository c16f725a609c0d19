"""Every view declares who may see it: `public`, `signed_in`, or `may("a right")` at the scale of its address.

A test walks the addresses and fails on a view that declares nothing.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.errors import Denied, Way, doors
from kevread.common.words import of
from kevread.ui.request import Request

type View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Anybody may see it."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Whoever has signed in may see it: it shows only what is theirs."""

    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        if request.actor.is_anonymous:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.access = "signed_in"  # type: ignore[attr-defined]
    return guarded


def may(right: str) -> Callable[[View], View]:
    """Those who hold this right on the organisation of the address (`request.scale`). The verbs check again."""

    def decorator(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
            if request.actor.is_anonymous:
                return redirect_to_login(request.get_full_path())
            if not request.actor.hat_for(right, request.scale.pk):
                raise reserved(request, right)
            return view(request, *args, **kwargs)

        guarded.access = right  # type: ignore[attr-defined]
        return guarded

    return decorator


def offered_to(right: str) -> Callable[[View], View]:
    """Links to it are offered to those who hold this right there; the view itself says who else gets in."""

    def decorator(view: View) -> View:
        view.access = right  # type: ignore[attr-defined]
        return view

    return decorator


def confidential(view: View) -> View:
    """What it shows touches somebody at work: whoever is refused it is told so, and that it is noted (`privacy.middleware`)."""

    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        request.is_confidential = True
        return view(request, *args, **kwargs)

    guarded.is_confidential = True  # type: ignore[attr-defined]
    return guarded


def read_by_right[Row](request: Request, row: Row) -> Row:
    """That row of somebody at work, for whoever may read it: what they are refused further is no reading: not noted."""
    request.is_confidential = False
    return row


def seen[Row](row: Row | None, may: Callable[[Row], object]) -> Row:
    """What a key in an address names, for whoever may know that it is there. Whoever may not is answered as if it were not:
    a real key and a random one are not told apart (page 404.html). Raises Http404."""
    if row is None or not may(row):
        raise Http404
    return row


def today_only(view: View) -> View:
    """A page that serves a gesture. At another day it says that one acts today, and offers nothing to fill in."""

    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        if request.is_past:
            return render(request, "ui/today_only.html")
        return view(request, *args, **kwargs)

    return guarded


def reserved(request: Request, right: str) -> Denied:
    """Two reasons: one holds nothing here, or what one holds here is not enough for this page."""
    name = request.scale.name
    if request.actor.hat_for("read", request.scale.pk):
        return Denied(
            f"Vous pouvez lire ce qui concerne {name}, mais aucun de vos mandats en vigueur n’y permet ce que fait cette page.",
            right=right,
            place=request.scale.slug,
            ways=(
                Way("Voir qui, et le demander", "ask_somebody", {"scale": request.scale.slug, "right": right}),
                Way("Voir qui peut quoi", "roles"),
            ),
        )
    return Denied(
        f"Cette page {of(name)} est réservée aux personnes qui y ont un mandat, un poste ou une délégation en vigueur.",
        right=right,
        place=request.scale.slug,
        ways=doors(request.scale.slug, name, right, within=bool(request.actor.hats)),
    )
