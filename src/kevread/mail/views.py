"""The letters of an organisation; and the page by which one receives no more of them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from kevread.ui.access import may, public
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

from . import operations
from .exports import LETTERS
from .message import address_of
from .models import RIGHT, Dispatch
from .permissions import may_send_again
from .queries import every_letter, has_stopped, letters_of


@may(RIGHT)
def letters(request: Request, scale: str) -> HttpResponse:
    """Those that did not leave, with a button; then the last ones. As they are now, whatever the day of the page."""
    found = letters_of(request.scale.pk, request.actor, request.now)
    grounds = may_send_again(request.actor, request.scale)
    return render(request, "mail/letters.html", {"letters": found, "grounds": grounds})


@may(RIGHT)
def letters_file(request: Request, scale: str, form: str) -> HttpResponse:
    """All of them, for a spreadsheet."""
    return table_file(request, LETTERS, every_letter(request.scale.pk, request.actor), form)


@may(RIGHT)
@require_POST
def again(request: Request, scale: str, key: str) -> HttpResponse:
    found = Dispatch.objects.filter(pk=key, organisation=request.scale.pk).select_related("organisation").first()
    if found is None:
        raise Http404("Cette organisation n’a pas envoyé de courriel à cette adresse.")
    operations.send_again(actor=request.actor, dispatch=found, now=request.now)
    messages.success(request, "Le courriel va repartir. S’il est encore refusé, il reviendra ici.")
    return redirect("mail:letters", scale=scale)


@public
@csrf_exempt  # the token is the proof; the programs that read letters press the button by themselves (RFC 8058)
def stop(request: Request, token: str) -> HttpResponse:
    """Receive no more letters of this kind, or receive them again."""
    address = address_of(token)
    if address is None:
        raise Http404("Ce lien n’est pas entier : recopiez-le depuis le message.")
    if request.method == "POST":
        verb = operations.resume_letters if "again" in request.POST else operations.stop_letters
        verb(address=address, now=request.now)
        return redirect("mail:stop", token=token)
    return render(request, "mail/stop.html", {"address": address, "stopped": has_stopped(address)})
