"""Departures: who leaves, what they carry, to whom each thing goes, what each answered."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.careers import operations
from kevread.careers.exports import HANDED_OVER
from kevread.careers.forms import EntrustForm, LastDayForm, ReasonForm
from kevread.careers.models import Handover
from kevread.careers.queries.handing import OVER, shown, takers
from kevread.careers.scene import contract_of, handover_of
from kevread.staff.models import Contract
from kevread.staff.permissions import employers, may_employ
from kevread.ui.access import confidential, signed_in, today_only
from kevread.ui.changing import Change, asked_by, change
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

from .plans import empty_form


@confidential
@signed_in
def departures(request: Request, scale: str) -> HttpResponse:
    """The handovers of an employer that this person may read, and the contracts that end soon without one."""
    found = Handover.objects.visible_to(request.actor).filter(employer=request.scale, opened_on__lte=request.on)
    rows = list(found.select_related("contract__person", "employer").order_by("closed_on", "last_day", "pk"))
    keeps = bool(may_employ(request.actor, request.scale, request.on))
    if not rows and not keeps:
        may_employ(request.actor, request.scale, request.on).or_raise()
    soon = Contract.objects.none()
    if keeps:
        known = [one.contract_id for one in rows if one.undone_on is None]
        last = request.on + timedelta(days=OVER)
        soon = (
            Contract.objects.visible_to(request.actor, employers(request.actor, request.on)).on(request.on).standing()
        )
        soon = soon.filter(employer=request.scale).exclude(pk__in=known).select_related("person")
        soon = soon.order_by("person__search")
        ending = [one for one in soon if one.dates.last and one.dates.last <= last]
        others = [one for one in soon if one not in ending]
    context = {
        "rows": rows,
        "ending": ending if keeps else [],
        "others": others if keeps else [],
        "keeps": keeps and not request.is_past,
    }
    return render(request, "careers/departures.html", context)


@confidential
@signed_in
@today_only
def open_handover(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Somebody leaves: list what they carry."""
    found = contract_of(request, key)
    may_employ(request.actor, request.scale, request.today).or_raise()
    form = LastDayForm(request.POST or None, initial={"last_day": found.dates.last or request.today})

    def do() -> Done:
        made = operations.open_handover(actor=request.actor, contract=found, now=request.now, **form.cleaned_data)
        return Done("La liste est dressée.", "careers:handover", scale=scale, key=made.pk)

    return asked_by(
        request,
        form,
        do,
        title=f"Préparer le départ de {found.person}",
        lede="Kevread dresse la liste de tout ce qui est à son nom. Le contrat, lui, prend fin sur sa page.",
        button="Dresser la liste",
        what="Départs",
        back=screen_address("careers:departures", scale=scale),
    )


@confidential
@signed_in
def handover(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Everything that somebody carries, to whom it goes, who agreed; entrusted from here by the employer’s line."""
    found = handover_of(request, key)
    told = shown(found, request.actor, request.on)
    is_open = found.closed_on is None and found.undone_on is None and not request.is_past
    keeps = is_open and bool(may_employ(request.actor, request.scale, request.today))
    people = takers(found, request.today) if keeps else []
    form = EntrustForm([one.row for one in told.waiting], people, request.POST or None) if keeps else None

    def entrust() -> Done:
        assert form is not None
        operations.entrust(actor=request.actor, handover=found, to=form.chosen, now=request.now)
        return Done("C’est confié. Chaque personne répond de son côté.", "careers:handover", scale=scale, key=key)

    gesture = perform(request, form, entrust) if keeps else None
    if gesture and gesture.done:
        return gesture.done
    context: dict[str, Any] = {
        "shown": told,
        "handover": found,
        "keeps": keeps,
        "mine": [
            one for one in told.things if is_open and one.row.to_id == request.actor.person and not one.row.agreed_on
        ],
        "closes": keeps and told.is_whole,
        "form": form,
    }
    return (
        gesture.page("careers/handover.html", context) if gesture else render(request, "careers/handover.html", context)
    )


@confidential
@signed_in
def handover_file(request: Request, scale: str, key: UUID, form: str) -> HttpResponse:
    """The same list, for a spreadsheet."""
    return table_file(request, HANDED_OVER, shown(handover_of(request, key), request.actor, request.on).things, form)


def mine_of(request: Request, row: Handover) -> list[Any]:
    """What waits there for this person’s answer. Raises Http404 where nothing does."""
    told = shown(row, request.actor, request.on)
    found = [one.row for one in told.things if one.row.to_id == request.actor.person and one.row.agreed_on is None]
    if not found:
        raise Http404("Rien ne vous est confié ici.")
    return found


OF_HANDOVER = {
    "accepter": Change(
        "Accepter ce qui m’est confié",
        "Vous dites que vous le prenez. Chaque place, délégation ou suite change ensuite là où elle se tient.",
        "J’accepte",
        empty_form,
        lambda request, row, form: operations.answer(
            actor=request.actor, handover=row, things=mine_of(request, row), agrees=True, now=request.now
        ),
        "C’est accepté.",
    ),
    "refuser": Change(
        "Ne pas prendre ce qui m’est confié",
        "L’employeur le lira, et le confiera à quelqu’un d’autre.",
        "Je ne peux pas le prendre",
        lambda request, row: ReasonForm(request.POST or None),
        lambda request, row, form: operations.answer(
            actor=request.actor,
            handover=row,
            things=mine_of(request, row),
            agrees=False,
            now=request.now,
            **form.cleaned_data,
        ),
        "C’est dit à l’employeur.",
    ),
    "actualiser": Change(
        "Mettre la liste à jour",
        "Ce qui est à son nom depuis s’y ajoute.",
        "Mettre à jour",
        empty_form,
        lambda request, row, form: operations.take_stock(actor=request.actor, handover=row, now=request.now),
        "La liste est à jour.",
    ),
    "clore": Change(
        "Clore la passation",
        "Tout ce qui est à son nom a trouvé quelqu’un.",
        "Clore",
        empty_form,
        lambda request, row, form: operations.close_handover(actor=request.actor, handover=row, now=request.now),
        "La passation est close.",
    ),
    "annuler": Change(
        "Cette passation est une erreur",
        "Elle reste écrite, annulée.",
        "L’annuler",
        lambda request, row: ReasonForm(request.POST or None),
        lambda request, row, form: operations.undo_handover(
            actor=request.actor, handover=row, now=request.now, **form.cleaned_data
        ),
        "La passation est annulée.",
    ),
}


@confidential
@signed_in
@today_only
def change_handover(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """Answer; close; bring up to date; say that it was a mistake."""
    found = handover_of(request, key)
    if gesture in ("accepter", "refuser"):
        mine_of(request, found)
    else:
        may_employ(request.actor, request.scale, request.today).or_raise()
    return change(request, OF_HANDOVER, gesture, found, str(found), "careers:handover", scale=scale, key=key)
