"""What an association has to declare, what it declared; the sheet of each, its proof."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from kevread.common.periods import day_in_words
from kevread.common.words import file_name
from kevread.directory.models import Organisation
from kevread.documents.contracts import as_data
from kevread.documents.files import receive
from kevread.documents.forms import content_of
from kevread.documents.rendering import render as set_paper
from kevread.documents.scene import as_given
from kevread.filings import operations
from kevread.filings.exports import FILINGS
from kevread.filings.forms import DeclareForm, ProofForm, PublishForm, ReasonForm, TellForm
from kevread.filings.models import FILES, Happening
from kevread.filings.permissions import may_file, right_over
from kevread.filings.queries import Duty, Step, creation_of, duty_of, kept_since, owed, risk, sheet_of
from kevread.filings.rules import EFFECT, KINDS
from kevread.filings.scene import declaration_of, duty_at, happening_of, publication_of
from kevread.ui.access import may, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.shown import Shown
from kevread.ui.spreadsheet import table_file


def rows_of(request: Request) -> list[tuple[Duty, str, Any]]:
    """Each duty, how it stands on the day of the page, and when it was declared."""
    return [
        (one, one.word(request.on), one.filed_on or max((row.filed_on for row in one.filed), default=None))
        for one in owed(request.scale, request.on)
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
        "binds": any(not row[0].kind.is_accounts for row in rows if not row[0].is_filed),
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


def left_of(duty: Duty | None) -> list[str]:
    return [str(one.key) for one in duty.left] if duty else []


@may("read")
def declare(request: Request, scale: str, kind: str, day: str) -> HttpResponse:
    """A change to declare: what is known of it, its sheet, what was filed; for those who may, « C’est fait »."""
    found = duty_at(request, kind, day)
    acts = request.actor.hat_for(right_over(kind), request.scale.pk) is not None and not request.is_past
    form = DeclareForm(request.POST or None, request.FILES or None, accounts=found.kind.is_accounts)

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
        said = "La publication est inscrite." if found.kind.is_accounts else "La déclaration est inscrite."
        return Done(said, "filings:filings", scale=scale)

    def is_left(organisation: Organisation) -> list[str]:
        return left_of(duty_of(organisation, kind, found.happened_on, request.today))

    gesture = perform(request, form, file, Shown(request.scale, is_left, read=left_of(found)))
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
    form = TellForm(request.POST or None, initial={"kind": request.GET.get("nature", "")})

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


@may("read")
@today_only
def take_back(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = declaration_of(request, key)
    may_file(request.actor, request.scale, found.kind).or_raise()
    form = ReasonForm(request.POST or None)
    words = (
        "Cette déclaration n’a pas été faite",
        f"{found.get_kind_display()} : ce qu’elle couvrait sera de nouveau à déclarer.",
        "L’annuler",
        "La déclaration est annulée.",
    )
    if KINDS[found.kind].is_accounts:
        closed = f"Comptes de l’exercice clos le {day_in_words(found.happened_on)} : ils seront de nouveau à publier."
        words = ("Ces comptes ne sont pas publiés", closed, "L’annuler", "La publication des comptes est annulée.")

    def undo() -> object:
        reason = form.cleaned_data["reason"]
        return operations.take_back(actor=request.actor, declaration=found, reason=reason, now=request.now)

    return simple(request, form, words, undo)


@may("read")
@today_only
def attach(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = declaration_of(request, key)
    may_file(request.actor, request.scale, found.kind).or_raise()
    form = ProofForm(request.POST or None, request.FILES or None)
    words = ("Joindre la preuve", found.get_kind_display(), "La conserver", "La preuve est conservée.")

    def join() -> object:
        given = form.cleaned_data["file"]
        file = receive(given.name, content_of(given))
        return operations.attach(actor=request.actor, declaration=found, file=file, now=request.now)

    return simple(request, form, words, join)


def simple(
    request: Request,
    form: forms.Form,
    words: tuple[str, str, str, str],
    verb: Callable[[], object],
    to: str = "filings:filings",
) -> HttpResponse:
    title, lede, button, said = words

    def do() -> Done:
        verb()
        return Done(said, to, scale=request.scale.slug)

    gesture = perform(request, form, do)
    return gesture.done or gesture.page("filings/gesture.html", {"title": title, "lede": lede, "button": button})


@may("read")
def proof(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What proves a declaration, as it was given."""
    return as_given(declaration_of(request, key).document_id, "Aucune preuve n’est conservée avec cette déclaration.")


@may("read")
def extract(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The extract of the gazette, as it was given."""
    return as_given(publication_of(request, key).document_id, "Aucun extrait n’est conservé avec cette publication.")


@may("read")
def creation(request: Request, scale: str) -> HttpResponse:
    """The steps by which an organisation comes to be: what is proven, what comes next, who can act."""
    found = creation_of(request.scale, request.actor, request.on)
    lines = [(one, bool(request.actor.hat_for(one.right, request.scale.pk)), address(one)) for one in found.steps]
    acts = request.actor.hat_for(FILES, request.scale.pk) is not None and not request.is_past
    return render(request, "filings/creation.html", {"creation": found, "lines": lines, "acts": acts})


def address(step: Step) -> str:
    found = screen_address(step.screen, **step.where)
    return f"{found}?nature=creation" if step.screen == "filings:tell" else found


@may(FILES)
@today_only
def publish(request: Request, scale: str) -> HttpResponse:
    """The gazette published the association."""
    form = PublishForm(request.POST or None, request.FILES or None)

    def write() -> Done:
        given = form.cleaned_data["file"]
        operations.publish(
            actor=request.actor,
            organisation=request.scale,
            published_on=form.cleaned_data["published_on"],
            notice=form.cleaned_data["notice"],
            file=receive(given.name, content_of(given)) if given else None,
            now=request.now,
        )
        return Done("La publication est inscrite.", "filings:creation", scale=scale)

    gesture = perform(request, form, write)
    words = {
        "title": "Inscrire la publication au Journal officiel",
        "lede": "Le jour où l’annonce de la déclaration est parue : à partir de ce jour, l’association peut signer en son nom.",
        "button": "Inscrire la publication",
    }
    return gesture.done or gesture.page("filings/gesture.html", words)


@may(FILES)
@today_only
def unpublish(request: Request, scale: str, key: UUID) -> HttpResponse:
    found = publication_of(request, key)
    form = ReasonForm(request.POST or None)
    words = (
        "Cette publication est une erreur",
        "Elle reste écrite, annulée ; l’association se lit de nouveau comme non publiée, à partir d’aujourd’hui.",
        "L’annuler",
        "La publication est annulée.",
    )

    def undo() -> object:
        reason = form.cleaned_data["reason"]
        return operations.unpublish(actor=request.actor, publication=found, reason=reason, now=request.now)

    return simple(request, form, words, undo, "filings:creation")
