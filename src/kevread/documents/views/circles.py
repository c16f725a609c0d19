"""To ask for signatures, to follow them, to sign or to refuse: one question at a time, on a telephone first."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kevread.common.errors import Invalid, Refused
from kevread.common.money import euros
from kevread.documents import operations, permissions
from kevread.documents.asks import acts_on, may_be_replaced, ways_to_ask
from kevread.documents.exports import CIRCLES
from kevread.documents.forms import ConsentForm, ReasonForm, WhatForm, WhoForm
from kevread.documents.models import Circle
from kevread.documents.operations.circles import MOST, Signer
from kevread.documents.queries import versions_of
from kevread.documents.queries.circles import (
    Followed,
    ended_unsigned,
    followed,
    to_put_to_signature,
    unfollowed,
    wanted_of,
    who_may_sign,
)
from kevread.documents.scene import opened_by, signing
from kevread.ui.access import may, signed_in, today_only
from kevread.ui.gestures import Done, Gesture, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

TOO_MANY = "Trop d’essais : attendez quelques minutes, puis recommencez. Rien n’est signé."


@may("keep_document")
@today_only
def ask(request: Request, scale: str) -> HttpResponse:
    """Choose documents, several at once, and say of what act it is: kept in the address. Then, of those who may sign that,
    who does."""
    documents = to_put_to_signature(request.scale, request.actor)
    acts = acts_on(request.on)
    is_said = any(name in request.GET for name in WhatForm.base_fields)
    offered = [one for one in acts.values() if one.signed]
    what = WhatForm(request.GET if is_said else None, documents=documents, acts=offered)
    if not what.is_valid():
        return Gesture(request, what).page("documents/ask.html", {"documents": documents})
    code, amount = what.cleaned_data["act"], what.cents
    chosen = [one for one in documents if str(one.pk) in what.cleaned_data["documents"]]
    people = who_may_sign(request.scale, request.on, amount, code)
    form = WhoForm(request.POST or None, people=people)

    def put() -> Done:
        found = operations.open_circles(
            actor=request.actor,
            organisation=request.scale,
            documents=chosen,
            signers=[
                Signer(one.person, one.organisation, rank)
                for name, one in form.people.items()
                if (rank := int(form.cleaned_data[name] or 0))
            ],
            act_code=code,
            amount=amount,
            now=request.now,
        )
        said = "La demande part." if len(found) == 1 else f"Les {len(found)} demandes partent."
        if len(found) == 1:
            return Done(said, "documents:circle", scale=scale, key=found[0].version.document_id)
        return Done(said, "documents:circles", scale=scale)

    gesture = perform(request, form, put)
    may_oneself = any((one.person.pk, one.organisation) == (request.actor.person, request.scale) for one in people)
    context = {
        "what": what,
        "act": acts[code],
        "sum": euros(amount) if amount is not None else "",
        "chosen": chosen,
        "people": people,
        "ways": () if may_oneself else ways_to_ask(request.scale, amount, request.on, code),
    }
    return gesture.done or gesture.page("documents/ask_whom.html", context)


@signed_in
@today_only
def circles(request: Request, scale: str) -> HttpResponse:
    """Every demand of the organisation that one may follow or is to sign, those that wait first."""
    found = circles_here(request)
    grounds = permissions.may_keep(request.actor, request.scale)
    waiting = [one for one in found if one.is_open] if grounds else []
    context = {"rows": found, "grounds": grounds, "open": waiting[:MOST] if len(waiting) > 1 else []}
    return render(request, "documents/circles.html", context)


def circles_here(request: Request, most: int = 100) -> list[Followed]:
    rows = Circle.objects.visible_to(request.actor).filter(version__document__organisation=request.scale)
    rows = rows.select_related("version__document__organisation", "asked_by").defer("version__data")
    return sorted(followed(list(rows.order_by("-opened_at")[:most])), key=lambda one: not one.is_open)


@signed_in
@today_only
def circles_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, a line for each signature, for a spreadsheet."""
    return table_file(request, CIRCLES, wanted_of(circles_here(request, most=5000)), form)


@signed_in
@today_only
def circle(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Where each stands; remind, replace, withdraw."""
    found = circle_of(request, key)

    def press_it() -> Done:
        require_shown(request, [found])
        return Done(press(request, found), "documents:circle", scale=scale, key=key)

    gesture = perform(request, None, press_it)
    if gesture.done:
        return gesture.done
    one = followed([found])[0]
    follows = one.is_open and bool(permissions.may_follow(request.actor, found))
    replaces = follows and may_be_replaced(found.act, timezone.localtime(found.opened_at).date())
    replaceable = who_may_sign(request.scale, request.on, found.amount, found.judged_for) if replaces else []
    asked = {each.asked.person_id for each in one.people}
    context = {
        "document": found.version.document,
        "followed": one,
        "follows": follows,
        "waits": unfollowed(request.on).filter(circle=found).exists()
        and bool(permissions.may_follow(request.actor, found)),
        "is_file": found.version.document.kind == "file",
        "asks_again": found.version_id in ended_unsigned([found.version_id])
        and bool(permissions.may_follow(request.actor, found)),
        "others": [each for each in replaceable if each.person.pk not in asked],
    }
    return gesture.page("documents/circle.html", context)


def require_shown(request: Request, circles: Sequence[Circle]) -> None:
    """Raises Refused unless the page showed these very demands: one that was put again since is another, whatever it is of."""
    if set(request.POST.getlist("demande")) != {str(one.pk) for one in circles}:
        raise Refused("Ce qui est demandé a changé depuis que cette page est ouverte : relisez-la. Rien n’est fait.")


def press(request: Request, found: Circle) -> str:
    common: dict[str, Any] = {"actor": request.actor, "circle": found, "now": request.now}
    reason = request.POST.get("motif", "")
    match request.POST.get("geste"):
        case "rappeler":
            operations.remind(**common)
            return "Le rappel est demandé : la page dit quand il est parti."
        case "retirer":
            operations.withdraw_circle(reason=reason, **common)
            return "La demande est retirée : plus personne ne la signe."
        case "laisser":
            operations.leave_unsigned(**common)
            return "C’est inscrit : ce refus reste sans suite."
        case "remplacer":
            asked = found.version.asked.standing().filter(pk=key_in(request, "qui")).first()
            by = key_in(request, "par")
            those = who_may_sign(request.scale, request.on, found.amount, found.judged_for)
            person = next((one.person for one in those if one.person.pk == by), None)
            if asked is None or person is None:
                raise Invalid("person", "Choisissez qui est remplacé·e, et par qui.")
            operations.replace_signer(asked=asked, person=person, reason=reason, **common)
            return f"{person} signe à la place de {asked.person}. Les deux noms restent."
    raise Http404("Ce geste n’existe pas.")


def key_in(request: Request, name: str) -> UUID:
    """What a form names; of what is no key, one that names nothing."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return UUID(int=0)


def circle_of(request: Request, key: UUID) -> Circle:
    rows = Circle.objects.visible_to(request.actor).select_related("version__document__organisation", "asked_by")
    # The last version only: the circle of one that was replaced is read with it.
    found: Circle | None = (
        rows.filter(version__document=key, version__document__organisation=request.scale).order_by("-opened_at").first()
    )
    if found is None:
        raise Http404("Il n’y a pas de demande de signatures à cette adresse, ou elle ne vous est pas ouverte.")
    return found


@signed_in
@today_only
def to_sign(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Read; then confirm with a code, or say why not."""
    found = circle_of(request, key)
    asked = found.version.asked.standing().filter(person=request.actor.person).select_related("organisation").first()
    if asked is None:
        raise Http404("Cette page n’attend pas votre signature.")
    gesture_name = request.POST.get("geste", "")
    form = ConsentForm(request.POST, says=found.consent) if gesture_name == "signer" else None
    refusal = ReasonForm(request.POST) if gesture_name == "refuser" else ReasonForm()
    checked = form if form is not None else refusal if gesture_name == "refuser" else None

    def press_one() -> Done | None:
        require_shown(request, [found])
        said = answer(request, found, gesture_name, checked.cleaned_data if checked is not None else {})
        return Done(said, "documents:to_sign", scale=scale, key=key) if said else None

    gesture = perform(request, checked, press_one)
    if gesture.done:
        return gesture.done
    if request.method == "POST" and gesture_name == "code" and not gesture.refusal:
        return redirect(f"{request.path}?etape=confirmer")
    one: Followed = followed([found])[0]
    reading = next(each for each in versions_of(found.version.document, request.on) if each.version == found.version)
    goes_on = request.method == "POST" or request.GET.get("etape") == "confirmer"
    is_opened = found.version_id in opened_by(request)
    step = "confirmer" if goes_on and is_opened else "lire"
    signs = signing(request, found.version, form or ConsentForm(says=found.consent))
    right = permissions.right_of(found, asked, request.on) if signs["sign"] and step == "confirmer" else None
    context = {
        "document": found.version.document,
        "reading": reading,
        "circle": found,
        "asked": asked,
        "followed": one,
        "mine": next(each for each in one.people if each.asked == asked),
        "chain": right.chain if right else (),
        "step": step,
        "unread": goes_on and not is_opened,
        "refusal_form": refusal,
        **signs,
    }
    return gesture.page("documents/to_sign.html", context)


def answer(request: Request, found: Circle, gesture_name: str, typed: dict[str, Any]) -> str:
    """What a gesture of whoever signs did; nothing said when the page goes on by itself."""
    common: dict[str, Any] = {"actor": request.actor, "version": found.version, "now": request.now}
    opened = opened_by(request)
    match gesture_name:
        case "code":
            if not ratelimit.consume(request, action="signing_code", key=str(request.actor.person)):
                raise Refused(TOO_MANY)
            address = operations.send_signing_code(opened=opened, **common)
            messages.success(request, f"Le code est parti à {address}. Il sert dix minutes, une seule fois.")
            return ""
        case "signer":
            if not ratelimit.consume(request, action="signing_attempt", key=str(request.actor.person)):
                raise Invalid("code", TOO_MANY)
            operations.sign_version(code=typed["code"], consents=typed["consent"], opened=opened, **common)
            return "Vous avez signé. Votre signature est dans le fichier, et au journal."
        case "refuser":
            operations.refuse_to_sign(reason=typed["reason"], **common)
            return "Votre refus et son motif sont inscrits. Qui l’a demandé le lit."
    raise Http404("Ce geste n’existe pas.")
