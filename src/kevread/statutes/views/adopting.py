"""What becomes of a text: adopted, annulled, dropped, its signed file joined."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse

from kevread.charter.operations import Shifts, rehearsed
from kevread.charter.operations.derogations import register_kept
from kevread.charter.operations.effects_in_words import changes_of, what_follows
from kevread.common.marks import mark_of
from kevread.common.overtaken import Changed
from kevread.common.periods import day_in_words
from kevread.decisions.models import Decision
from kevread.documents.files import receive
from kevread.documents.forms import content_of
from kevread.statutes import operations
from kevread.statutes.forms import AdoptForm, FileForm, WhyForm
from kevread.statutes.models import ADOPTS, Statutes
from kevread.statutes.operations.adopting import DECIDERS
from kevread.statutes.queries.articles import lacking, mark_of_draft
from kevread.statutes.scene import statutes_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, is_confirmed, perform
from kevread.ui.request import Request
from kevread.ui.shown import FIELD


@may(ADOPTS)
@today_only
def adopt(request: Request, scale: str, key: UUID) -> HttpResponse:
    """This text was adopted: what follows is shown, then confirmed."""
    found = statutes_of(request, key)
    adopted = Decision.objects.visible_to(request.actor).binding()
    decisions = adopted.filter(organisation=request.scale, body__kind__in=DECIDERS[found.kind]).select_related("body")
    kept = register_kept(request.scale, request.today)
    form = AdoptForm(decisions.order_by("-decided_on", "-number"), request.POST or None, is_bylaws=found.is_bylaws)
    context: dict[str, Any] = {"found": found, "kept": kept, "lacks": lacking(found), "follows": ""}

    def write() -> Done | None:
        told = form.cleaned_data
        day = max(told["since"], request.today)
        names = ("since", "decision", "decided_on", "decided_by")
        asked = operations.Adopted(**{name: told[name] for name in names})

        def verb() -> Shifts:
            return operations.adopt_statutes(
                on=day, actor=request.actor, statutes=found, adopted=asked, now=request.now,
                seen=request.POST.get("vu", "") if is_confirmed(request) else None,
            )[1]  # fmt: skip

        if not is_confirmed(request):
            context["mark"] = mark_of_draft(found)
            context["follows"] = what_follows(rehearsed(verb), day, request.today)
            context["changes"] = changes_of(request.scale, found.values)
            context["button"] = "Inscrire ce texte"
            return None
        said = f"Ce texte est inscrit, en vigueur à partir du {day_in_words(told['since'])}. "
        return Done(said + what_follows(verb(), day, request.today), "statutes:articles", scale=scale)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("statutes/adopt.html", context)


@may(ADOPTS)
@today_only
def annul(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It never was adopted: what follows is shown, then confirmed as long as it still is what follows."""
    found = statutes_of(request, key)
    form = WhyForm(request.POST or None)
    context: dict[str, Any] = {"found": found, "follows": ""}

    def write() -> Done | None:
        def verb() -> Shifts:
            asked = {"statutes": found, "reason": form.cleaned_data["reason"], "now": request.now}
            return operations.annul_statutes(on=request.today, actor=request.actor, **asked)[1]

        follows = what_follows(rehearsed(verb), request.today, request.today)
        mark = mark_of(follows)
        if not is_confirmed(request) or request.POST.get(FIELD) != mark:
            context.update(follows=follows, mark=mark, button="Annuler ce texte")
            if is_confirmed(request):
                raise Changed(mark)
            return None
        said = f"Ce texte est annulé. {what_follows(verb(), request.today, request.today)}"
        return Done(said, "statutes:articles", scale=scale)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("statutes/annul.html", context)


@may(ADOPTS)
@today_only
def drop(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = statutes_of(request, key)
    form = WhyForm(request.POST or None)
    words = ("Abandonner ce brouillon", "L’abandonner", "Ce brouillon est abandonné. Il reste à lire.")
    return simple(
        request,
        found,
        form,
        words,
        lambda: operations.drop_statutes(
            actor=request.actor, statutes=found, reason=form.cleaned_data["reason"], now=request.now
        ),
    )


@may(ADOPTS)
@today_only
def attach(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = statutes_of(request, key)
    form = FileForm(request.POST or None, request.FILES or None)
    words = ("Joindre le texte signé", "Le conserver", "Le texte signé est conservé, tel que vous l’avez donné.")

    def join() -> object:
        file = form.cleaned_data["file"]
        kept = receive(file.name, content_of(file))
        return operations.attach_statutes(actor=request.actor, statutes=found, file=kept, now=request.now)

    return simple(request, found, form, words, join)


def simple(
    request: Request, found: Statutes, form: forms.Form, words: tuple[str, str, str], verb: Callable[[], object]
) -> HttpResponse:
    title, button, said = words

    def do() -> Done:
        verb()
        return Done(said, "statutes:statutes", scale=request.scale.slug, key=found.pk)

    gesture = perform(request, form, do)
    return gesture.done or gesture.page("statutes/gesture.html", {"found": found, "title": title, "button": button})
