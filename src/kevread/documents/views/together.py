"""Several documents at once: to sign what waits for me; to remind, replace or withdraw, of what was asked. What each becomes is
shown before, and judged again at that moment."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse

from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Person
from kevread.documents import operations
from kevread.documents.forms import ConsentForm, ReasonForm, ReplaceForm
from kevread.documents.models import Circle
from kevread.documents.operations.replacing import Replacement
from kevread.documents.operations.together import Outcome
from kevread.documents.queries import signing_code_sent, to_sign
from kevread.documents.queries.circles import followed, who_may_sign
from kevread.documents.scene import opened_by
from kevread.documents.todo import where_signed
from kevread.documents.views.circles import TOO_MANY, require_shown
from kevread.ui.access import signed_in, today_only
from kevread.ui.gestures import Done, Gesture, perform
from kevread.ui.request import Request, as_key
from kevread.ui.words import plural


def chosen(request: Request, circles: Sequence[Circle]) -> list[Circle]:
    """Those of these that the address names."""
    named = set(request.GET.getlist("documents"))
    return [one for one in circles if str(one.version.document_id) in named]


def warn(request: Request, told: Sequence[Outcome | Replacement]) -> int:
    """Says what did not pass, line by line. How many did."""
    for one in told:
        if one.why:
            messages.warning(request, f"« {one.circle.version.document.title} » : {one.why}")
    return sum(not one.why for one in told)


def tell(request: Request, told: Sequence[Outcome], done: tuple[str, str]) -> str:
    """What did not pass, line by line; the sentence of what did."""
    count = warn(request, told)
    return plural(count, *(f"{count} {words}." for words in done)) if count else ""


@signed_in
@today_only
def sign(request: Request, scale: str) -> HttpResponse:
    """What waits for my signature, wherever it was asked. Those that I choose, and opened: one consent, one code."""
    assert request.person is not None
    asked = to_sign(request.person.pk, request.on)
    mine = {one.version.circle.pk: one for one in asked if hasattr(one.version, "circle")}
    circles = in_order(mine)
    opened, picked = opened_by(request), chosen(request, circles)
    common: dict[str, Any] = {"actor": request.actor, "circles": picked, "opened": opened, "now": request.now}
    signs = request.POST.get("geste") == "signer"
    told_ready = request.POST.getlist("pret")
    shown = {one.version_id for one in picked if str(one.version_id) in told_ready}
    told = operations.judged(request.actor, picked, opened, request.now, shown if signs else None)
    ready = [one.circle for one in told if not one.why]
    form = ConsentForm(request.POST if signs else None, says=consent_of(ready))

    def press() -> Done | None:
        match request.POST.get("geste"):
            case "code":
                if not ratelimit.consume(request, action="signing_code", key=str(request.actor.person)):
                    raise Refused(TOO_MANY)
                address = operations.send_code_for_several(**common)
                said = (
                    f"Le code est parti à {address}. Il sert dix minutes, une seule fois, pour ces documents ensemble."
                )
                return Done(said, request.get_full_path())
            case "signer":
                if not ratelimit.consume(request, action="signing_attempt", key=str(request.actor.person)):
                    raise Invalid("code", TOO_MANY)
                typed = form.cleaned_data
                done = operations.sign_several(code=typed["code"], consents=typed["consent"], shown=shown, **common)
                said = tell(request, done, ("document signé", "documents signés"))
                return Done(said, "documents:to_sign_several", scale=scale)
        raise Http404("Ce geste n’existe pas.")

    gesture = perform(request, form if form.is_bound else None, press)
    if gesture.done:
        return gesture.done
    by_mail = operations.method_of(request.person) == "mail"
    form.fields["code"].help_text = "Les six chiffres reçus par courriel." if by_mail else "Ceux de votre application."
    context = {
        "rows": [(one, mine[one.pk], one.version_id in opened) for one in circles],
        "apart": [
            (one, where_signed([one])[one.pk]) for one in asked if one.pk not in {each.pk for each in mine.values()}
        ],
        "chosen": told,
        "ready": ready,
        "form": form,
        "by_mail": by_mail,
        "sent": all(signing_code_sent(one.version, request.person.pk, request.now) for one in ready),
    }
    return gesture.page("documents/to_sign_several.html", context)


def in_order(keys: Collection[UUID]) -> list[Circle]:
    """The demands of these keys, as they come, without the data of what is signed. One query."""
    rows = Circle.objects.select_related("version__document__organisation", "asked_by").defer("version__data")
    by_key = {one.pk: one for one in rows.filter(pk__in=list(keys))}
    return [by_key[key] for key in keys]


def consent_of(circles: Sequence[Circle]) -> str:
    """What each of these has whoever signs confirm, in its own words, once for all of them."""
    said = " ".join(dict.fromkeys(one.consent for one in circles))
    return f"Pour chacun de ces {len(circles)} documents : {said}" if len(circles) > 1 else said


def picked_in(request: Request) -> list[Circle]:
    """The demands of here that the address names; of a document that was put again, the last."""
    rows = Circle.objects.visible_to(request.actor).filter(version__document__organisation=request.scale)
    rows = rows.select_related("version__document__organisation", "asked_by").defer("version__data")
    named = [key for name in request.GET.getlist("documents") if (key := as_key(name))]
    picked = rows.filter(version__document__in=named).order_by("opened_at", "pk")
    return list({one.version.document_id: one for one in picked}.values())


@signed_in
@today_only
def replace(request: Request, scale: str) -> HttpResponse:
    """Who signs in the place of whom, of several; what becomes of each, then the reason."""
    picked = picked_in(request)
    chosen = request.GET if "qui" in request.GET or "par" in request.GET else None
    those = offered(request, picked)
    choice = ReplaceForm(chosen, awaited=awaited_in(picked), offered=those)
    if not choice.is_valid():
        return Gesture(request, choice).page(
            "documents/replace_several.html", {"picked": picked, "told": [], "choice": choice, "many": 0}
        )
    gone, person = choice.gone, choice.person
    form = ReasonForm(request.POST or None)
    asked: dict[str, Any] = {"actor": request.actor, "circles": picked, "gone": gone.pk, "person": person}

    def press() -> Done:
        require_shown(request, picked)
        done = operations.replace_several(
            organisation=request.scale, reason=form.cleaned_data["reason"], now=request.now, **asked
        )
        count = warn(request, done)
        said = plural(count, "Un document", f"{count} documents")
        return Done(
            f"{said} : {person} signe à la place de {gone}. Les deux noms restent.", "documents:circles", scale=scale
        )

    pressed = perform(request, form, press)
    if pressed.done:
        return pressed.done
    told = operations.replacements(now=request.now, **asked)
    context = {"picked": picked, "told": told, "choice": choice, "many": sum(not one.why for one in told)}
    return pressed.page("documents/replace_several.html", context | {"gone": gone, "person": person})


def awaited_in(circles: Sequence[Circle]) -> list[Person]:
    """Those of whom a signature is still awaited. Four queries."""
    people = {
        each.asked.person
        for one in followed(circles)
        if one.is_open
        for each in one.people
        if not each.signature and not each.replaced
    }
    return sorted(people, key=lambda one: (one.search, str(one.pk)))


def offered(request: Request, circles: Sequence[Circle]) -> list[Person]:
    """Those who may sign some of these: what each may not is told once one is chosen. As many queries as there are acts and
    sums."""
    asked = dict.fromkeys((one.amount, one.judged_for) for one in circles)
    found = [one.person for amount, act in asked for one in who_may_sign(request.scale, request.on, amount, act)]
    return sorted(set(found), key=lambda one: (one.search, str(one.pk)))


@signed_in
@today_only
def several(request: Request, scale: str, gesture: str) -> HttpResponse:
    """What was asked here: remind, once what each receives is shown; or withdraw, with a reason."""
    if gesture not in ("relancer", "retirer"):
        raise Http404("Ce geste n’existe pas.")
    picked = picked_in(request)
    withdraws = gesture == "retirer"
    form: forms.Form | None = ReasonForm(request.POST or None) if withdraws else None

    def press() -> Done:
        require_shown(request, picked)
        common: dict[str, Any] = {"actor": request.actor, "circles": picked, "now": request.now}
        if form is not None:
            done = operations.withdraw_several(reason=form.cleaned_data["reason"], **common)
            return Done(tell(request, done, ("demande retirée", "demandes retirées")), "documents:circles", scale=scale)
        told = operations.remind_several(organisation=request.scale, **common)
        count = len({asked.person_id for one in told for asked in one.to})
        said = plural(count, "Un rappel est demandé", f"{count} rappels sont demandés")
        return Done(f"{said} : chaque page dit quand il est parti.", "documents:circles", scale=scale)

    pressed = perform(request, form, press)
    if pressed.done:
        return pressed.done
    told = operations.reminders(request.actor, picked, request.now)
    context = {
        "withdraws": withdraws,
        "told": told,
        "any": any(one.to for one in told),
        "many": sum(not one.why for one in told),
    }
    return pressed.page("documents/several.html", context)
