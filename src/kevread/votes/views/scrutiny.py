"""The scrutineer's two taps: accept a share of the key before the vote, open it after.

Their browser draws their code and keeps it (`scrutiny.js`): what comes here is a public key, then what their share makes of the
sums. A page whose scripts do not act is told so: the code is then made here, shown once, and left to a cookie of this very
page, that no other page receives. Kevread keeps none.
"""

import json
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kevread.common.errors import Invalid
from kevread.ui.access import signed_in, today_only
from kevread.ui.forms import put_back
from kevread.ui.request import Request
from kevread.votes import permissions
from kevread.votes.forms import ShareForm
from kevread.votes.models import Poll, Scrutineer
from kevread.votes.operations import accept_scrutiny, give_opening, give_share, lose_share
from kevread.votes.queries.installation import installation
from kevread.votes.queries.polls import panel_of
from kevread.votes.views.voting import poll_here
from kevread.votes.views.way_back import back, leads_back

COOKIE = "part-de-cle"
KEPT = 30 * 24 * 3600  # seconds


@signed_in
@today_only
@leads_back
def scrutiny(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Accept to keep a share, then open it: one tap each."""
    poll = poll_here(request, key)
    rows = Scrutineer.objects.select_related("entry__person", "poll__item__meeting__body__organisation")
    mine = rows.filter(poll=poll, entry__person=request.actor.person).first()
    if mine is None:
        raise Http404("Vous n’êtes pas scrutateur·rice de ce vote.")
    permissions.may_scrutinise(request.actor, mine).or_raise()
    if request.method == "POST" and poll.state == Poll.State.DRAFT:
        return accept(request, poll, mine)
    if request.method == "POST" and "perdu" in request.POST:
        lose_share(actor=request.actor, scrutineer=mine, now=request.now)
        return back(request, poll).answer(request)
    if request.method == "POST" and "ouverture" in request.POST:
        return give_computed(request, mine)
    return give(request, poll, mine)


def accept(request: Request, poll: Poll, mine: Scrutineer) -> HttpResponse:
    made = read_hex(request.POST.get("cle", ""))
    code = accept_scrutiny(actor=request.actor, scrutineer=mine, now=request.now, public=made)
    response = show(request, poll, mine, code=code, accepted=True)
    if not code:
        response.delete_cookie(COOKIE, path=request.path, samesite="Strict")
        return response
    response.set_cookie(
        COOKIE, code, max_age=KEPT, path=request.path, secure=settings.SECURE_SITE, httponly=True, samesite="Strict"
    )
    return response


def read_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Invalid("key", "Cette page est incomplète : rechargez-la.") from None


def give_computed(request: Request, mine: Scrutineer) -> HttpResponse:
    """What the browser of the keeper made of the sums."""
    try:
        said = json.loads(request.POST["ouverture"])
        computed = {str(college): [[str(one) for one in cell] for cell in cells] for college, cells in said.items()}
    except (ValueError, TypeError, AttributeError):
        raise Invalid("code", "Cette page est incomplète : rechargez-la.") from None
    after = give_opening(actor=request.actor, scrutineer=mine, said=computed, now=request.now)
    if after.state != Poll.State.COUNTED:
        return redirect(request.path)
    return back(request, after).answer(request)


def give(request: Request, poll: Poll, mine: Scrutineer) -> HttpResponse:
    """The code comes from the cookie, or is typed from what was written down."""
    form = ShareForm(request.POST if "code" in request.POST else None)
    held = request.COOKIES.get(COOKIE, "")
    if request.method == "POST" and (form.is_valid() if form.is_bound else held):
        code = form.cleaned_data["code"] if form.is_bound else held
        try:
            after = give_share(actor=request.actor, scrutineer=mine, code=code, now=request.now)
        except Invalid as error:
            if not form.is_bound:  # the cookie is of another acceptance: the code that was written down is asked
                form = ShareForm({"code": ""})
                form.is_valid()
                form.errors.clear()
            put_back(form, error)
        else:
            if after.state != Poll.State.COUNTED:
                return redirect(request.path)
            response = back(request, after).answer(request)
            response.delete_cookie(COOKIE, path=request.path, samesite="Strict")
            return response
    return show(request, poll, mine, form=form, held=bool(held), status=422 if form.errors else 200)


def show(
    request: Request,
    poll: Poll,
    mine: Scrutineer,
    *,
    code: str = "",
    accepted: bool = False,
    form: ShareForm | None = None,
    held: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "poll": poll,
        "item": poll.item,
        "panel": panel_of(poll, request.actor),
        "mine": mine,
        "code": code,
        "accepted": accepted,
        "share": bytes(mine.share or b"").hex(),
        "installation": installation().public.hex(),
        "installed": installation().print,
        "form": form or ShareForm(),
        "held": held,
    }
    return render(request, "votes/scrutiny.html", context, status=status)
