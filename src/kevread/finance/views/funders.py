"""What one funder gives to those whose money the reader reads; which organisation of the directory it is."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.charter.operations import rehearse
from kevread.common.words import listed
from kevread.directory.models import Organisation
from kevread.finance import operations
from kevread.finance.exports import FUNDERS, GIVEN
from kevread.finance.forms_funders import WhoForm
from kevread.finance.models import KEEPS, READS, Funder
from kevread.finance.queries.funders import Giver, givers, others_of
from kevread.finance.scene import funder_of, keeps
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, is_confirmed, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may(READS)
def funders(request: Request, scale: str) -> HttpResponse:
    """Each funder of whom the reader reads something, wherever it is."""
    return render(request, "finance/funders.html", {"givers": givers(request.actor, request.on)})


@may(READS)
def funders_file(request: Request, scale: str, form: str) -> HttpResponse:
    return table_file(request, FUNDERS, givers(request.actor, request.on), form)


def giver_of(request: Request, key: UUID) -> Giver:
    """The funder of an address, as far as this request reads what it gives. Raises Http404."""
    row = Funder.objects.visible_to(request.actor).filter(pk=key).first()
    found = givers(request.actor, request.on, row) if row else []
    if not found:
        raise Http404("Aucun financeur dont vous pouvez lire ce qu’il donne n’est à cette adresse.")
    return found[0]


@may(READS)
def funder(request: Request, scale: str, key: UUID) -> HttpResponse:
    """To whom it gives, what came, what may be granted onwards, what is to be reported; what is asked of it."""
    found = giver_of(request, key)
    here = {one.funding.funder_id for one in found.given if one.funding.organisation_id == request.scale.pk}
    here |= {one.funder_id for one in found.asked if one.organisation_id == request.scale.pk}
    ours = [one for one in found.entries if one.pk in here] if keeps(request) else []
    return render(request, "finance/funder.html", {"giver": found, "ours": ours})


@may(READS)
def funder_file(request: Request, scale: str, key: UUID, form: str) -> HttpResponse:
    return table_file(request, GIVEN, giver_of(request, key).given, form)


@may(KEEPS)
@today_only
def say_who(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Which organisation it is: what is read as one from then on, and what the articles would say of those whose money the
    reader reads, are shown, then confirmed."""
    row = funder_of(request, key)
    form = WhoForm(request.POST or None, initial={"who": row.organisation.name if row.organisation else ""})
    context: dict[str, Any] = {"funder": row}

    def write() -> Done | None:
        told = form.cleaned_data
        verb = partial(
            operations.say_who_funder_is,
            actor=request.actor,
            organisation=request.scale,
            funder=row,
            now=request.now,
            **told,
        )
        if not is_confirmed(request):
            # What an article says of others would tell whom it funds.
            shifts, _ = rehearse([verb], on=request.today, organisations=request.actor.where(READS))
            context.update(follows=follows(row, told["who"]), shifts=shifts, button="C’est bien cela")
            return None
        verb()
        return Done(said_of(told["who"]), "finance:funder", scale=scale, key=row.pk)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("finance/say_who.html", context)


def follows(funder: Funder, who: Organisation | None) -> str:
    """What would be read as one, or as two again."""
    others = listed([f"« {one} »" for one in others_of(funder, who)])
    if who is None:
        apart = f" Il ne se lit plus avec {others}." if others else ""
        return f"« {funder.name} » n’est plus lié à l’annuaire.{apart}"
    one = f" Avec {others}, il ne fait plus qu’un." if others else ""
    said = f"« {funder.name} » est {who.name}, pour toutes les structures qu’il finance.{one}"
    return f"{said} Rien de ce qui est inscrit ne change."


def said_of(who: Organisation | None) -> str:
    return f"Ce financeur se lit sous le nom de {who.name}." if who else "Ce financeur n’est plus lié à l’annuaire."
