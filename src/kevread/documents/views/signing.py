"""To sign: a code is asked for, typed, and these bytes are signed. Three gestures at most."""

from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kevread.common.errors import Invalid, Refused, Way
from kevread.documents import operations, permissions
from kevread.documents.forms import SignForm
from kevread.documents.models import Circle
from kevread.documents.views.documents import page_of, reading_of
from kevread.ui.access import signed_in
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request

TOO_MANY = "Trop d’essais : attendez quelques minutes, puis recommencez. Rien n’est signé."


@signed_in
def send_code(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    """Send the code that signs this version. Only by a POST: a link read by a mailbox sends nothing."""
    _, reading = reading_of(request, key, number)
    page = f"{reverse('documents:document', kwargs={'scale': scale, 'key': key})}#signer"
    if request.method != "POST":
        return redirect(page)
    if not ratelimit.consume(request, action="signing_code", key=str(request.actor.person)):
        messages.error(request, TOO_MANY)
        return redirect(page)
    address = operations.send_signing_code(actor=request.actor, version=reading.version, now=request.now)
    messages.success(request, f"Le code est parti à {address}. Il sert dix minutes, une seule fois.")
    return redirect(page)


@signed_in
def sign(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    """Sign this version. Only by a POST."""
    found, reading = reading_of(request, key, number)
    if request.method != "POST":
        return redirect("documents:document", scale=scale, key=key)
    permissions.may_sign(request.actor, reading.version, request.on).or_raise()
    if Circle.objects.filter(version=reading.version).exists():
        raise Refused(
            "Ce document se signe sur sa page, où l’on confirme l’avoir lu. Rien n’est signé.",
            ways=(Way("Lire et signer", "documents:to_sign", {"scale": scale, "key": key}),),
        )
    form = SignForm(request.POST)

    def sign_it() -> Done:
        if not ratelimit.consume(request, action="signing_attempt", key=str(request.actor.person)):
            raise Invalid("code", TOO_MANY)
        operations.sign_version(
            actor=request.actor, version=reading.version, code=form.cleaned_data["code"], now=request.now
        )
        said = f"Vous avez signé la version {number}. Votre signature est au journal."
        return Done(said, "documents:document", scale=scale, key=key)

    gesture = perform(request, form, sign_it)
    if gesture.refusal:
        raise gesture.refusal
    return gesture.done or page_of(request, found, form)
