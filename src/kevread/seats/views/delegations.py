"""The secretariat that a pôle entrusts to a délégué·e: entrusted, accepted, taken back or given back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from kevread.common.words import of
from kevread.directory.models import Person
from kevread.seats import operations, permissions
from kevread.seats.forms import EntrustForm, LastDayForm
from kevread.seats.models import Delegation
from kevread.seats.operations.secretariat import delegates
from kevread.seats.queries.doors import OFFERING, doors_of
from kevread.seats.rules import dates
from kevread.ui.access import seen, signed_in
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


@signed_in
def secretariat(request: Request, scale: str) -> HttpResponse:
    """To whom the secretariat is entrusted, and the form that entrusts it. Its holder reads it before they accept."""
    rows = delegations_of(request)
    grounds = permissions.may_entrust(request.actor, request.scale)
    mine = [row for row in rows if row.holder_id == request.actor.person]
    if not (request.actor.hat_for("read", request.scale.pk) or grounds or mine):
        grounds.or_raise()
    people = list(delegates(request.scale, request.on)) if request.scale.scale == "local" and grounds else []
    choices = [(str(person.pk), str(person)) for person in people]
    form = EntrustForm(choices, request.POST or None, initial={"first": request.today})
    if request.method == "POST":
        grounds.or_raise()

    def entrust() -> Done:
        typed = form.cleaned_data
        holder: Person = next(person for person in people if str(person.pk) == typed["holder"])
        _, told = operations.offering_access(
            lambda: operations.entrust_secretariat(
                actor=request.actor,
                granter=request.scale,
                holder=holder,
                period=dates(typed["first"], typed["last"]),
                now=request.now,
            ),
            lambda _: [holder] if OFFERING in request.POST else [],
            actor=request.actor,
            about=request.scale,
            now=request.now,
            why="Son secrétariat vous est proposé : il attend votre réponse, à l’intérieur.",
        )
        said = f"C’est proposé à {holder}. Rien ne change avant son accord."
        said += " L’accès lui est proposé par courriel." if told else ""
        return Done(said, "seats:secretariat", scale=scale)

    gesture = perform(request, form, entrust)
    context = {"rows": described(request, rows), "grounds": grounds, "people": people}
    context |= {"doors": doors_of(people), "offering": request.method != "POST" or OFFERING in request.POST}
    return gesture.done or gesture.page("seats/secretariat.html", context)


def delegations_of(request: Request) -> list[Delegation]:
    rows = Delegation.objects.filter(granter=request.scale).select_related("holder", "granter")
    return list(rows.order_by("-period", "pk"))


def described(request: Request, rows: list[Delegation]) -> list[dict[str, Any]]:
    """Each delegation, where it stands that day, and what this person may do with it."""
    found = []
    for row in rows:
        over = bool(row.dates.end and row.dates.end <= request.on)
        found.append(
            {
                "delegation": row,
                "over": over,
                "waiting": not over and row.accepted_on is None,
                "may_accept": not over and row.accepted_on is None and bool(permissions.may_accept(request.actor, row)),
                "may_revoke": not over and bool(permissions.may_revoke(request.actor, row)),
            }
        )
    return found


def delegation_of(request: Request, key: str) -> Delegation:
    """For those who read the organisation, and for whoever it is entrusted to."""
    found = Delegation.objects.select_related("holder", "granter").filter(pk=key, granter=request.scale).first()
    reads = bool(request.actor.hat_for("read", request.scale.pk))
    return seen(found, lambda one: reads or permissions.may_revoke(request.actor, one))


@signed_in
def accept(request: Request, scale: str, key: str) -> HttpResponse:
    """The person chosen accepts. Only by a POST: a link read by a mailbox accepts nothing."""
    found = delegation_of(request, key)
    if request.method == "POST":
        operations.accept_secretariat(actor=request.actor, delegation=found, now=request.now)
        messages.success(
            request, f"Vous tenez le secrétariat {of(found.granter.name)} : vous préparez, le pôle décide."
        )
    return redirect("seats:secretariat", scale=scale)


@signed_in
def revoke(request: Request, scale: str, key: str) -> HttpResponse:
    """It stops after a day."""
    found = delegation_of(request, key)
    grounds = permissions.may_revoke(request.actor, found)
    grounds.or_raise()
    form = LastDayForm(request.POST or None, initial={"last": request.today})

    def stop() -> Done:
        operations.revoke_secretariat(
            actor=request.actor, delegation=found, last=form.cleaned_data["last"], now=request.now
        )
        said = f"Le secrétariat n’est plus confié à {found.holder} après ce jour."
        return Done(said, "seats:secretariat", scale=scale)

    gesture = perform(request, form, stop)
    return gesture.done or gesture.page("seats/revoke.html", {"delegation": found})
