"""What an association has to declare, what it declared; the sheet of each, its proof."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.words import file_name
from kevread.documents.contracts import as_data
from kevread.documents.files import receive
from kevread.documents.forms import content_of
from kevread.documents.models import Version
from kevread.documents.rendering import render as set_paper
from kevread.filings import operations
from kevread.filings.exports import FILINGS
from kevread.filings.forms import DeclareForm, ProofForm, ReasonForm, TellForm
from kevread.filings.models import FILES, Happening
from kevread.filings.queries import Duty, duties, kept_since, risk, sheet_of
from kevread.filings.rules import EFFECT
from kevread.filings.scene import declaration_of, duty_at, happening_of
from kevread.ui.access import may, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def rows_of(request: Request) -> list[tuple[Duty, str, Any]]:
    """Each duty, how it stands on the day of the page, and when it was declared."""
    return [
        (one, one.word(request.on), one.filed_on or max((row.filed_on for row in one.filed), default=None))
        for one in duties([request.scale.pk], request.on)
    ]


@may("read")
def filings(request: Request, scale: str) -> HttpResponse:
    """What is to be declared, then what was."""
    rows = rows_of(request)
    context = {
        "left": [row for row in rows if not row[0].is_filed],
        "done": [row for row in rows if row[0].is_filed],
        "kept": kept_since([request.scale.pk], request.on).get(request.scale.pk),
        "acts": request.actor.hat_for(FILES, request.scale.pk) is not None and not request.is_past,
        "effect": EFFECT,
        "risk": risk(request.on),
    }
    return render(request, "filings/filings.html", context)


@may("read")
def filings_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, FILINGS, rows_of(request), form)


@may("read")
def sheet(request: Request, scale: str, kind: str, day: str) -> HttpResponse:
    """What the form asks, as far as it is known here, on paper."""
    paper = sheet_of(duty_at(request, kind, day), request.on)
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    return under_name(HttpResponse(content, content_type="application/pdf"), f"{file_name(paper.title)}.pdf")


@may("read")
def declare(request: Request, scale: str, kind: str, day: str) -> HttpResponse:
    """A change to declare: what is known of it, its sheet, what was filed; for those who may, « C’est fait »."""
    found = duty_at(request, kind, day)
    acts = request.actor.hat_for(FILES, request.scale.pk) is not None and not request.is_past
    form = DeclareForm(request.POST or None, request.FILES or None)

    def file() -> Done:
        given = form.cleaned_data["file"]
        operations.declare(
            actor=request.actor,
            organisation=request.scale,
            kind=kind,
            happened_on=found.happened_on,
            filed_on=form.cleaned_data["filed_on"],
            receipt=form.cleaned_data["receipt"],
            file=receive(given.name, content_of(given)) if given else None,
            now=request.now,
        )
        return Done("La déclaration est inscrite.", "filings:filings", scale=scale)

    gesture = perform(request, form, file)
    context = {
        "duty": found,
        "word": found.word(request.on),
        "told": Happening.objects.standing().filter(pk__in=[one.key for one in found.things if found.kind.told]),
        "acts": acts,
        "effect": EFFECT,
        "paper": sheet_of(found, request.on),
    }
    return gesture.done or gesture.page("filings/declare.html", context)


@may(FILES)
@today_only
def tell(request: Request, scale: str) -> HttpResponse:
    """Something changed that nothing here shows."""
    form = TellForm(request.POST or None)

    def write() -> Done:
        operations.tell(actor=request.actor, organisation=request.scale, now=request.now, **form.cleaned_data)
        return Done("C’est inscrit : voici ce qui est à déclarer.", "filings:filings", scale=scale)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("filings/tell.html", {})


@may(FILES)
@today_only
def untell(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = happening_of(request, key)
    form = ReasonForm(request.POST or None)
    words = ("Cet événement n’a pas eu lieu", found.what, "L’annuler", "C’est annulé. Il reste écrit au journal.")

    def undo() -> object:
        reason = form.cleaned_data["reason"]
        return operations.untell(actor=request.actor, happening=found, reason=reason, now=request.now)

    return simple(request, form, words, undo)


@may(FILES)
@today_only
def take_back(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = declaration_of(request, key)
    form = ReasonForm(request.POST or None)
    words = (
        "Cette déclaration n’a pas été faite",
        f"{found.get_kind_display()} : ce qu’elle couvrait sera de nouveau à déclarer.",
        "L’annuler",
        "La déclaration est annulée.",
    )

    def undo() -> object:
        reason = form.cleaned_data["reason"]
        return operations.take_back(actor=request.actor, declaration=found, reason=reason, now=request.now)

    return simple(request, form, words, undo)


@may(FILES)
@today_only
def attach(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = declaration_of(request, key)
    form = ProofForm(request.POST or None, request.FILES or None)
    words = ("Joindre la preuve", found.get_kind_display(), "La conserver", "La preuve est conservée.")

    def join() -> object:
        given = form.cleaned_data["file"]
        file = receive(given.name, content_of(given))
        return operations.attach(actor=request.actor, declaration=found, file=file, now=request.now)

    return simple(request, form, words, join)


def simple(
    request: Request, form: forms.Form, words: tuple[str, str, str, str], verb: Callable[[], object]
) -> HttpResponse:
    title, lede, button, said = words

    def do() -> Done:
        verb()
        return Done(said, "filings:filings", scale=request.scale.slug)

    gesture = perform(request, form, do)
    return gesture.done or gesture.page("filings/gesture.html", {"title": title, "lede": lede, "button": button})


@may("read")
def proof(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What proves a declaration, as it was given."""
    found = declaration_of(request, key)
    rows = Version.objects.select_related("content").filter(document=found.document_id)
    version = rows.order_by("-number").first() if found.document_id else None
    if version is None:
        raise Http404("Aucune preuve n’est conservée avec cette déclaration.")
    response = under_name(HttpResponse(version.content.intact, content_type=version.media_type), version.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
