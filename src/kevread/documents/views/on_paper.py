"""What was signed on paper: said of a file, contested by the party in whose name it is, answered."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse

from kevread.common.periods import day_in_words
from kevread.documents import operations, permissions
from kevread.documents.forms import OnPaperForm, PaperReasonForm
from kevread.documents.models import Document, PaperSignature
from kevread.documents.operations import OnPaper
from kevread.documents.queries import latest
from kevread.documents.queries.circles import around
from kevread.documents.views.documents import document_of
from kevread.ui.access import may, signed_in, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request

PAGE = "documents:document"


@may("keep_document")
@today_only
def tell(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Say who signed on paper what the last version of a file shows."""
    found = document_of(request, key)
    version = latest(found)
    if version is None or found.kind != "file":
        raise Http404("Ce document est composé par Kevread : son exemplaire signé se dépose comme un fichier.")
    version.document = found
    near = list(around(request.scale, request.on))
    form = OnPaperForm(request.POST or None, near=near, initial={"organisation": str(request.scale.pk)})

    def enter() -> Done:
        given = form.cleaned_data
        asked = {name: given[name] for name in ("name", "quality", "signed_on", "right")}
        said = OnPaper(organisation=form.near[given["organisation"]], **asked)
        made = operations.tell_on_paper(actor=request.actor, version=version, said=said, now=request.now)
        return Done(f"La signature de {made.person_name} est inscrite.", PAGE, scale=scale, key=key)

    performed = perform(request, form, enter)
    page = {
        "document": found,
        "title": "Dire qui a signé sur papier",
        "lede": "Une signature à la fois, telle qu’elle est sur le papier. L’organisation nommée la lit, et peut la contester.",
        "button": "Inscrire cette signature",
    }
    return performed.done or performed.page("documents/on_paper_gesture.html", page)


@signed_in
@today_only
def follow(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    """A party contests a signature in its name, or takes that back; whoever keeps the file answers, or strikes a mistake."""
    rows = PaperSignature.objects.select_related("organisation", "told_by", "version__document__organisation")
    found = rows.filter(pk=key, version__document__organisation=request.scale).first()
    if found is None:
        raise Http404(f"{request.scale.name} n’a pas de signature sur papier à cette adresse.")
    document = document_of(request, found.version.document_id)
    asked: dict[str, Any] = {"actor": request.actor, "signature": found, "now": request.now}
    named = f"{found.person_name}, {found.quality}, pour {found.organisation.name}, le {day_in_words(found.signed_on)}"
    form = PaperReasonForm(request.POST or None)
    match gesture:
        case "contester":
            permissions.may_deny(request.actor, found).or_raise()
            return asked_of(
                request, document, form, lambda: operations.deny_on_paper(reason=form.cleaned_data["reason"], **asked),
                "C’est contesté : l’autre partie le lit, et ce qui repose sur cette signature n’est plus prouvé.",
                (f"{found.organisation.name} n’a pas signé", "Contester cette signature", f"Ce qui est inscrit : {named}."),
            )  # fmt: skip
        case "retirer":
            permissions.may_deny(request.actor, found).or_raise()
            return asked_of(
                request, document, None, lambda: operations.withdraw_denial(**asked),
                "La contestation est retirée : cette signature compte de nouveau.",
                ("Retirer la contestation", "La retirer", f"Ce qui est inscrit compterait de nouveau : {named}."),
            )  # fmt: skip
        case "repondre":
            permissions.may_answer_denial(request.actor, found).or_raise()
            return asked_of(
                request, document, form, lambda: operations.answer_denial(answer=form.cleaned_data["reason"], **asked),
                "La réponse est inscrite : l’autre partie la reçoit, et peut contester de nouveau.",
                ("Répondre à la contestation", "Répondre", f"Ce qui montre que cette partie a signé. Contesté : {named}."),
            )  # fmt: skip
        case "annuler":
            permissions.may_tell_on_paper(request.actor, document).or_raise()
            return asked_of(
                request, document, form, lambda: operations.undo_on_paper(reason=form.cleaned_data["reason"], **asked),
                "Cette signature est annulée : elle reste à lire, barrée.",
                ("Cette signature a été inscrite par erreur", "L’annuler", named),
            )  # fmt: skip
    raise Http404


def asked_of(
    request: Request,
    document: Document,
    form: forms.Form | None,
    verb: Callable[[], object],
    said: str,
    page: tuple[str, str, str],
) -> HttpResponse:
    """The page of a gesture: its title, its button, its lede."""

    def do() -> Done:
        verb()
        return Done(said, PAGE, scale=request.scale.slug, key=document.pk)

    performed = perform(request, form, do)
    title, button, lede = page
    context = {"document": document, "title": title, "button": button, "lede": lede}
    return performed.done or performed.page("documents/on_paper_gesture.html", context)
