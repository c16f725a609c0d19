"""The articles of association of an organisation, and its bylaws: read, held against the model, drafted."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kevread.charter.engine import framework
from kevread.charter.specs import SettingSpec
from kevread.common.words import file_name
from kevread.documents.contracts import as_data
from kevread.documents.rendering import render as set_paper
from kevread.documents.scene import as_given
from kevread.statutes import operations
from kevread.statutes.exports import DEVIATIONS
from kevread.statutes.forms import ArticleForm, BeginForm, FreeArticleForm, ValuesForm
from kevread.statutes.loader import model_for, models
from kevread.statutes.models import ADOPTS, ARTICLES, BYLAWS, Statutes
from kevread.statutes.permissions import may_adopt
from kevread.statutes.queries.articles import (
    in_force_on,
    lacking,
    model_of,
    settings_of,
    sheet,
    state_of,
    statutes_paper,
    texts_of,
    untold_of,
    values_said,
)
from kevread.statutes.queries.bylaws import contraries, told_of
from kevread.statutes.scene import article_of, statutes_of
from kevread.ui.access import may, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown
from kevread.ui.spreadsheet import table_file


@may("read")
def articles(request: Request, scale: str) -> HttpResponse:
    """The text in force on the day of the page, how it departs from the model, the others; its bylaws, and where they are
    contrary to it."""
    found = in_force_on(request.scale, request.on)
    lines = sheet(found) if found else []
    model = models().get(model_for(request.scale.scale))
    texts = texts_of(request.scale, request.actor, request.on)
    bylaws = in_force_on(request.scale, request.on, BYLAWS)
    of_bylaws = texts_of(request.scale, request.actor, request.on, BYLAWS)
    context = {
        "found": found,
        "values": values_said(found) if found else [],
        "deviations": [one for line in lines for one in line.deviations],
        "untold": untold_of(found, lines) if found else 0,
        "worded": [(line.row.title, said) for line in lines for said in line.worded],
        "compared": bool(lines),
        "model": model,
        "others": stated(texts, found, request.on),
        "has_draft": any(one.is_draft for one in texts),
        "bylaws": bylaws,
        "bylaws_values": values_said(bylaws) if bylaws else [],
        "contraries": contraries(bylaws, request.on) if bylaws else [],
        "other_bylaws": stated(of_bylaws, bylaws, request.on),
        "has_draft_of_bylaws": any(one.is_draft for one in of_bylaws),
        "acts": request.actor.hat_for(ADOPTS, request.scale.pk) is not None and not request.is_past,
        "grounds": may_adopt(request.actor, request.scale),
    }
    return render(request, "statutes/articles.html", context)


def stated(texts: list[Statutes], found: Statutes | None, on: date) -> list[tuple[Statutes, str]]:
    """Those but the one in force, each with where it stands."""
    return [(one, state_of(one, on)) for one in texts if found is None or one.pk != found.pk]


@may("read")
def deviations_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The deviations of the text in force, for a spreadsheet."""
    found = in_force_on(request.scale, request.on)
    rows = [(found, one) for line in (sheet(found) if found else []) for one in line.deviations]
    return table_file(request, DEVIATIONS, rows, form)


@may("read")
def text(request: Request, scale: str, key: UUID) -> HttpResponse:
    """One text, whole; a draft says what it lacks."""
    found = statutes_of(request, key)
    acts = request.actor.hat_for(ADOPTS, request.scale.pk) is not None and not request.is_past
    context = {
        "found": found,
        "state": state_of(found, request.on),
        "lines": sheet(found),
        "values": values_said(found),
        "lacks": lacking(found) if found.is_draft else [],
        "contraries": told_of(found, request.on),
        "model": model_of(found),
        "writes": acts and found.is_draft,
        "acts": acts,
    }
    return render(request, "statutes/text.html", context)


@may("read")
def text_pdf(request: Request, scale: str, key: UUID) -> HttpResponse:
    paper = statutes_paper(statutes_of(request, key), request.on)
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    return under_name(HttpResponse(content, content_type="application/pdf"), f"{file_name(paper.title)}.pdf")


@may("read")
def signed_file(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The file that was signed, as it was given."""
    return as_given(statutes_of(request, key).document_id, "Aucun fichier n’est conservé avec ce texte.")


@may(ADOPTS)
@today_only
def begin(request: Request, scale: str, kind: str = ARTICLES) -> HttpResponse:
    """A draft, from the model or from what was signed."""
    form = BeginForm(request.POST or None)

    def start() -> Done:
        origin = form.cleaned_data["origin"]
        made = operations.begin_statutes(
            actor=request.actor, organisation=request.scale, origin=origin, kind=kind, now=request.now
        )
        if origin == Statutes.Origin.PAPER:
            said = "Dites ce que fixe ce texte ; ce qu’il ne dit pas se laisse vide."
            return Done(said, "statutes:write_values", scale=scale, key=made.pk)
        return Done("Le brouillon est ouvert.", "statutes:statutes", scale=scale, key=made.pk)

    gesture = perform(request, form, start)
    context = {"model": models().get(model_for(request.scale.scale, kind)), "is_bylaws": kind == BYLAWS}
    return gesture.done or gesture.page("statutes/begin.html", context)


@may(ADOPTS)
@today_only
def add_article(request: Request, scale: str, key: UUID) -> HttpResponse:
    """An article more than those of the model."""
    found = statutes_of(request, key)
    form = FreeArticleForm(request.POST or None)

    def add() -> Done:
        operations.add_article(actor=request.actor, statutes=found, now=request.now, **form.cleaned_data)
        return Done("L’article est ajouté.", "statutes:statutes", scale=scale, key=key)

    gesture = perform(request, form, add)
    words = {"title": "Ajouter un article", "button": "Ajouter cet article"}
    return gesture.done or gesture.page("statutes/gesture.html", {"found": found} | words)


@may(ADOPTS)
@today_only
def write_article(request: Request, scale: str, key: UUID) -> HttpResponse:
    """An article of a draft."""
    article = article_of(request, key)
    model = model_of(article.statutes)
    spec = model.named(article.slug) if model else None
    known = framework().settings
    values = article.statutes.values
    initial = {"stands": article.stands, "text": "" if article.stands == "same" else article.text} | article.blanks
    if spec:
        initial |= {name: values[name] for name in spec.fixes if name in values}
        if spec.form == "free":
            initial |= {"stands": "absent" if article.stands == "absent" else "other", "text": article.text}
    if spec is None:
        initial |= {"title": article.title, "stands": "absent" if article.stands == "absent" else "other"}
    form = ArticleForm(spec, known, request.POST or None, initial=initial)

    def write() -> Done:
        operations.write_article(actor=request.actor, article=article, now=request.now, **form.said)
        return Done(f"« {article.title} » est écrit.", "statutes:statutes", scale=scale, key=article.statutes_id)

    said = Shown(article.statutes, lambda draft: [draft.values, draft.articles.get(pk=article.pk).as_written()])
    gesture = perform(request, form, write, said)
    line = next(one for one in sheet(article.statutes) if one.row.pk == article.pk)
    return gesture.done or gesture.page("statutes/write_article.html", {"article": article, "spec": spec, "line": line})


@may(ADOPTS)
@today_only
def write_values(request: Request, scale: str, key: UUID) -> HttpResponse:
    """All that a draft says of what governance uses."""
    found = statutes_of(request, key)
    specs = [spec for spec in framework().settings.values() if spec.fixed_in == "articles"]
    form = ValuesForm(specs, settings_of(found), request.POST or None, initial=found.values)

    def write() -> Done:
        operations.write_values(actor=request.actor, statutes=found, values=form.cleaned_data, now=request.now)
        return Done("Ce que fixe ce texte est écrit.", "statutes:statutes", scale=scale, key=key)

    gesture = perform(request, form, write, Shown(found, lambda draft: draft.values))
    return gesture.done or gesture.page("statutes/write_values.html", {"found": found, "groups": grouped(form, specs)})


def grouped(form: ValuesForm, specs: list[SettingSpec]) -> list[tuple[str, list[object]]]:
    """The fields under the title of the article of the common framework that asks for them."""
    found: dict[str, list[object]] = {}
    for spec in specs:
        rule = spec.name.rsplit(".", 1)[0]
        found.setdefault(framework().articles[rule].title, []).append(form[spec.name])
    return list(found.items())
