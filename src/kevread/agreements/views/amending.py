"""Amendments: opened, written clause by clause, deposited; the versions of a text compared."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render as page
from django.views.decorators.http import require_POST

from kevread.agreements import operations
from kevread.agreements.forms import AmendClauseForm, AmendForm, DepositAmendmentForm, TermsForm, spec_clauses
from kevread.agreements.loader import kinds
from kevread.agreements.models import KEEPS, Agreement
from kevread.agreements.permissions import may_follow
from kevread.agreements.queries.papers import amendment_paper, days_changed
from kevread.agreements.queries.register import decisions_for, parties_said, text_of
from kevread.agreements.queries.standing import changed_later, held_by, mark_of_text, standing_of, text_in_force
from kevread.agreements.queries.versions import changing, pair, versions_of
from kevread.agreements.scene import agreement_of, clause_of, instrument_of, is_near
from kevread.agreements.todo import page_of
from kevread.agreements.views.register import signing_of
from kevread.chronicle.queries.story import story
from kevread.common.words import file_name
from kevread.documents.contracts import as_data
from kevread.documents.files import receive
from kevread.documents.forms import content_of
from kevread.documents.rendering import MEDIA_TYPE, render
from kevread.ui.access import may, public, today_only
from kevread.ui.files import attached
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown


def days_in_force(agreement: Agreement, request: Request) -> dict[str, Any]:
    """What an amendment leaves, unless it says otherwise: the days of the text in force; from today."""
    text = standing_of(agreement, request.today).instrument
    told = {name: getattr(text, name) for name in TermsForm.base_fields}
    return told | {"starts_on": request.today}


@may(KEEPS)
@today_only
def amend(request: Request, scale: str, key: UUID) -> HttpResponse:
    """To open an amendment: what it changes, from when."""
    agreement = agreement_of(request, key)
    form = AmendForm(request.POST or None, initial=days_in_force(agreement, request))

    def begin() -> Done:
        asked = {"subject": form.cleaned_data["subject"], "dates": form.dates}
        made = operations.amend(actor=request.actor, agreement=agreement, now=request.now, **asked)
        return Done("L’avenant est ouvert : écrivez ce qu’il change.", page_of(made, scale))

    performed = perform(request, form, begin)
    context = {
        "agreement": agreement,
        "title": "Proposer un avenant",
        "button": "Ouvrir l’avenant",
        "lede": "Il change des clauses ou des dates, et se signe comme la convention. Chaque partie le lit et y écrit.",
    }
    return performed.done or performed.page("agreements/gesture.html", context)


@may(KEEPS)
@today_only
def deposit_amendment(request: Request, scale: str, key: UUID) -> HttpResponse:
    """An amendment that was signed elsewhere."""
    agreement = agreement_of(request, key)
    spec = kinds().get(agreement.kind)
    parties = list(agreement.parties.select_related("organisation").order_by("rank"))
    offered = {one.role: decisions_for(spec.party(one.role) if spec else None, one, request.actor) for one in parties}
    places = {one.role: one.organisation.name for one in parties}
    models = spec.known_on(request.today) if spec else ()
    idle = standing_of(agreement, request.today).suspended
    clauses = spec_clauses(models, [one.written for one in text_of(agreement, None, request.today, idle)])
    form = DepositAmendmentForm(
        places,
        offered,
        clauses,
        request.POST or None,
        request.FILES or None,
        initial=days_in_force(agreement, request) | {"starts_on": None},
    )

    def keep() -> Done:
        given = form.cleaned_data["file"]
        made = operations.deposit_amendment(
            actor=request.actor,
            agreement=agreement,
            subject=form.cleaned_data["subject"],
            dates=form.dates,
            signed_on=form.cleaned_data["signed_on"],
            signers=form.signers,
            clauses=form.clauses,
            file=receive(given.name, content_of(given)) if given else None,
            now=request.now,
        )
        return Done("L’avenant est inscrit, tel qu’il a été signé.", page_of(made, scale))

    performed = perform(request, form, keep)
    context = {
        "agreement": agreement,
        "title": "Déposer un avenant déjà signé",
        "button": "Déposer l’avenant",
        "lede": "Ce qui a été signé ailleurs s’inscrit comme le reste. Une clause laissée vide reste telle qu’elle est en "
        "vigueur.",
    }
    return performed.done or performed.page("agreements/gesture.html", context)


@public
def amendment(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    """An amendment: what it changes, who approved it, who signed it."""
    found = instrument_of(request, key, number)
    agreement = found.agreement
    acts = not request.is_past and agreement.annulled_on is None and bool(may_follow(request.actor, agreement))
    said = parties_said(found, kinds().get(agreement.kind), request.actor, request.on)
    near = is_near(request, agreement)
    clauses, days = changing(found), days_changed(text_in_force(found), found)
    writes = acts and found.stage in ("draft", "talks")
    changes = bool(days) or any(one.clause for one in clauses)
    context = {
        "agreement": agreement,
        "text": found,
        "clauses": clauses if writes else [one for one in clauses if one.clause],
        "days": days,
        "later": changed_later(found) if found.stage != "dropped" else [],
        "approvals": said,
        "acts": acts,
        "near": near,
        "keeps": acts and request.actor.hat_for(KEEPS, agreement.organisation_id) is not None,
        "writes": writes,
        "changes": changes,
        "ready": found.stage == "talks" and changes and all(one.approval.is_given for one in said),
        "signs_here": all(one.approval.party.organisation.scale for one in said),
        "mine": request.actor.person,
        "story": story(request.actor, found.pk, *(one.approval.pk for one in said)) if acts else None,
    }
    return page(request, "agreements/amendment.html", context | signing_of(request, found, near))


@public
def amendment_text(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    """The amendment on a paper, as it stands."""
    found = instrument_of(request, key, number)
    if not number:
        raise Http404
    paper = amendment_paper(found, parties_said(found, kinds().get(found.agreement.kind)), request.on)
    content = render(paper.template, as_data(paper), made_at=request.now)
    return attached(content, MEDIA_TYPE, f"{file_name(paper.title)}.pdf")


@may(KEEPS)
@today_only
def amend_clause(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    """What the amendment makes of a clause (`?clause=`); none: one that it adds."""
    text = instrument_of(request, key, number)
    slug = request.GET.get("clause", "")[:60]
    held = held_by(text.agreement.kind, text.agreement.instruments.get(number=0))
    model = held.clause(slug) if held else None
    one = next((each for each in changing(text) if each.slug == slug), None)
    if slug and one is None and model is None:
        raise Http404("Cette convention n’a pas cette clause.")
    initial: dict[str, Any] = {"title": one.title if one else model.title if model else ""}
    if one is not None:
        initial["text"] = one.clause.text if one.clause else one.before.text if one.before else ""
        initial |= one.clause.blanks if one.clause else {}
    is_removed = request.POST.get("geste") == "supprimer"
    form = AmendClauseForm(
        model, request.POST if request.method == "POST" and not is_removed else None, initial=initial
    )

    def write() -> Done:
        said = {"is_removed": True} if is_removed else form.said
        made = operations.amend_clause(actor=request.actor, instrument=text, slug=slug, now=request.now, **said)
        return Done(f"« {made.title} » est dans l’avenant.", page_of(text, scale))

    performed = perform(request, None if is_removed else form, write, Shown(text, mark_of_text, first=text.agreement))
    context = {"text": text, "agreement": text.agreement, "one": one, "model": model, "form": form, "slug": slug}
    return performed.done or performed.page("agreements/amend_clause.html", context)


@may(KEEPS)
@require_POST
def leave_clause(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The amendment says nothing of it any more."""
    found = clause_of(request, key)

    def leave() -> Done:
        operations.leave_clause(actor=request.actor, clause=found, now=request.now)
        return Done(f"« {found.title} » reste telle qu’elle est en vigueur.", page_of(found.instrument, scale))

    performed = perform(request, None, leave)
    context = {"agreement": found.instrument.agreement, "title": "Laisser cette clause", "button": "", "lede": ""}
    return performed.done or performed.page("agreements/gesture.html", context)


def number_in(request: Request, name: str) -> int | None:
    """What an address asks; of what is no number, nothing."""
    told = request.GET.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 5 else None


@public
def versions(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The versions of the text, two of them compared: clause by clause, then by words."""
    agreement = agreement_of(request, key)
    found = versions_of(agreement, request.on)
    if request.is_past or not is_near(request, agreement):
        found = [one for one in found if one.is_signed]
    both = pair(found, number_in(request, "de"), number_in(request, "a"))
    return page(request, "agreements/versions.html", {"agreement": agreement, "versions": found, "pair": both})
