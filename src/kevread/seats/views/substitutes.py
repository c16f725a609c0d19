"""Somebody stands in for somebody who is away: asked, accepted, taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kevread.common.words import listed
from kevread.seats import operations, permissions, roles
from kevread.seats.asks import Attending, awaited_while_away
from kevread.seats.exports import SUBSTITUTIONS
from kevread.seats.forms import SubstituteForm
from kevread.seats.models import Mandate, Substitution
from kevread.seats.operations.substitutes import colleagues
from kevread.seats.queries.actors import kept_back
from kevread.seats.rules import dates
from kevread.seats.views.scene import mandate_of
from kevread.ui.access import may, seen, signed_in, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def substitution_of(request: Request, key: UUID) -> Substitution:
    rows = Substitution.objects.visible_to(request.actor).filter(mandate__seat__body__organisation=request.scale)
    rows = rows.select_related("mandate__person", "mandate__seat__body__organisation", "substitute")
    return seen(rows.filter(pk=key).first(), lambda one: True)


def stays_in_words(mandate: Mandate) -> str:
    """What whoever stands in does not have of it, as the rights say it."""
    said = [roles.every_right()[right] for right in kept_back(mandate)]
    return listed(f"{one[:1].lower()}{one[1:]}" for one in said)


def substitutions_of(request: Request) -> Any:
    """Those of the organisation of the address that this person may read, the last to end first. One query."""
    rows = Substitution.objects.visible_to(request.actor).filter(mandate__seat__body__organisation=request.scale)
    return rows.select_related("mandate__person", "mandate__seat__body", "substitute").order_by("-period", "pk")


@may("read")
def substitutions(request: Request, scale: str) -> HttpResponse:
    """Who stands in for whom here, now and before; my own mandates, in which I may ask somebody to."""
    mine = Mandate.objects.on(request.on).filter(person=request.actor.person, seat__body__organisation=request.scale)
    rows = list(substitutions_of(request)[:200])
    running = [one for one in rows if one.withdrawn_on is None and request.on < one.period.upper]
    context = {
        "running": running,
        "over": [one for one in rows if one not in running],
        "mine": mine.select_related("seat__body").order_by("seat__body__rank", "seat__rank", "pk"),
    }
    return render(request, "seats/substitutions.html", context)


@may("read")
def substitutions_file(request: Request, scale: str, form: str) -> HttpResponse:
    return table_file(request, SUBSTITUTIONS, substitutions_of(request), form)


@signed_in
@today_only
def ask(request: Request, scale: str, key: str) -> HttpResponse:
    """« Me faire remplacer »: by somebody of the same body, for some days."""
    found = mandate_of(request, key)
    permissions.may_ask_substitute(request.actor, found).or_raise()
    people = list(colleagues(found, request.today))
    form = SubstituteForm(
        [(str(one.pk), str(one)) for one in people], request.POST or None, initial={"first": request.today}
    )

    def do() -> Done:
        typed = form.cleaned_data
        chosen = next(one for one in people if str(one.pk) == typed["substitute"])
        made = operations.ask_substitute(
            actor=request.actor,
            mandate=found,
            substitute=chosen,
            period=dates(typed["first"], typed["last"]),
            now=request.now,
        )
        told = "un courriel part" if chosen.email else "sans adresse électronique, cette personne le lira ici"
        said = f"C’est demandé à {chosen} : {told}. Rien ne change avant son accord."
        return Done(said, "seats:substitution", scale=scale, key=made.pk)

    gesture = perform(request, form, do)
    return gesture.done or gesture.page(
        "seats/ask_substitute.html", {"mandate": found, "people": people, "stays": stays_in_words(found)}
    )


@signed_in
def substitution(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Who stands in for whom, from when to when; for the two of them, their gestures. A link read by a mailbox does nothing:
    one accepts, and ends, by a POST."""
    found = substitution_of(request, key)
    over = found.withdrawn_on is not None or (found.dates.last is not None and found.dates.last < request.today)
    acts = not over and not request.is_past
    context = {
        "one": found,
        "over": over,
        "may_accept": acts
        and found.accepted_on is None
        and bool(permissions.may_accept_substitution(request.actor, found)),
        "may_end": acts and bool(permissions.may_withdraw_substitution(request.actor, found)),
        "stays": stays_in_words(found.mandate),
        "awaited": awaited_for(request, found) if acts else [],
        "asked": found.substitute_id == request.actor.person and found.accepted_on is None,
    }
    return render(request, "seats/substitution.html", context)


def awaited_for(request: Request, found: Substitution) -> list[Attending]:
    """Read by whoever is away, of what they answer themselves and nobody in their place."""
    if request.actor.person != found.mandate.person_id or found.dates.start is None or found.dates.last is None:
        return []
    return awaited_while_away(found.mandate.person_id, max(found.dates.start, request.today), found.dates.last)


@signed_in
@today_only
def accept(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = substitution_of(request, key)
    if request.method == "POST":
        operations.accept_substitution(actor=request.actor, substitution=found, now=request.now)
        messages.success(
            request, f"C’est accepté : ce que vous ferez à ce titre se lira à la place de {found.mandate.person}."
        )
    return redirect("seats:substitution", scale=scale, key=found.pk)


@signed_in
@today_only
def withdraw(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = substitution_of(request, key)
    if request.method == "POST":
        operations.withdraw_substitution(actor=request.actor, substitution=found, now=request.now)
        messages.success(request, "Ce remplacement a pris fin. Ce qui fut fait le reste.")
    return redirect("seats:substitution", scale=scale, key=found.pk)
