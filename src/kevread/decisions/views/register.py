"""The register of decisions, a decision, what waits to be applied, what is followed, and who decides what."""

from dataclasses import replace
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from kevread.common.facts import HEAD
from kevread.competence.queries import matrix
from kevread.decisions import permissions
from kevread.decisions.exports import DECISIONS, FOLLOW_UPS
from kevread.decisions.page import decision_of, page_of
from kevread.decisions.queries.classing import to_class
from kevread.decisions.queries.founding import founding_day, founding_of
from kevread.decisions.queries.papers import register_paper
from kevread.decisions.queries.register import (
    Asked,
    asked_places,
    follow_ups_of,
    lines_of,
    register_of,
    to_apply,
    years_of,
)
from kevread.decisions.queries.wording import shown
from kevread.documents.contracts import as_data
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_paper
from kevread.seats.models import Body
from kevread.ui.access import may
from kevread.ui.files import under_name
from kevread.ui.gestures import Gesture
from kevread.ui.request import Request, is_wide, number
from kevread.ui.spreadsheet import table_file, wide_name

LAST_YEAR = 9999


def asked_of(request: Request) -> Asked:
    return Asked(
        body=request.GET.get("instance", "")[:80],
        year=number(request.GET.get("annee", ""), 1, LAST_YEAR),
        type=request.GET.get("type", "")[:60],
        words=request.GET.get("mots", "")[:120],
        flagged="a-revoir" in request.GET,
        unclassed="a-classer" in request.GET,
        wide=is_wide(request),
    )


@may("read")
def decisions(request: Request, scale: str) -> HttpResponse:
    """The register, the last lines first, with what the matrix finds fault with."""
    asked = asked_of(request)
    page = Paginator(register_of(request.scale, request.actor, asked, request.on), 40).get_page(request.GET.get("page"))
    open_ones = follow_ups_of(request.scale, request.actor)
    bodies = Body.objects.visible_to(request.actor).filter(organisation=request.scale)
    grounds = request.actor.hat_for("record_decision", request.scale.pk)
    founding = founding_of(request.actor, request.on) if founding_day() else None
    foundable = bool(grounds and founding is None and request.scale.scale == HEAD and founding_day())
    context = {
        "page": page,
        "lines": lines_of(page.object_list),
        "asked": asked,
        "bodies": bodies.order_by("rank", "name"),
        "years": years_of(asked_places(request.scale, request.actor, asked, request.on), request.on),
        "types": [*matrix().types.values()],
        "waiting": to_apply(request.scale, request.actor),
        "to_class": to_class(request.scale, request.actor, request.on).count(),
        "follow_ups": len(open_ones),
        "late": sum(one.late(request.on) for one in open_ones),
        "grounds": grounds,
        "founding": founding,
        "foundable": foundable,
    }
    return render(request, "decisions/decisions.html", context)


@may("read")
def decisions_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same lines, for a spreadsheet."""
    asked = asked_of(request)
    lines = lines_of(register_of(request.scale, request.actor, asked, request.on))
    return table_file(request, DECISIONS, lines, form, about=wide_name(request))


@may("read")
def decision(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A decision: its words, who decided, what the matrix says, what came before and what follows."""
    return page_of(Gesture(request), decision_of(request, key))


@may("read")
def decisions_pdf(request: Request, scale: str) -> HttpResponse:
    """The lines asked for of this register alone, as a paper: its foot says the digest of what it holds. It is not kept."""
    rows = register_of(request.scale, request.actor, replace(asked_of(request), wide=False), request.on)
    paper = register_paper(request.scale, rows, request.on)
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    return under_name(response, f"{scale}-registre-{request.on.isoformat()}.pdf")


@may("read")
def waiting(request: Request, scale: str) -> HttpResponse:
    """« À appliquer »: proposed and not confirmed, not said yet, or in the hands of a room that is not open."""
    found = to_apply(request.scale, request.actor)
    context = {
        "found": found,
        "pending": shown(found.pending),
        "rooms": [(matrix().opens(room), rows) for room, rows in sorted(found.elsewhere.items())],
        "grounds": request.actor.hat_for("record_decision", request.scale.pk),
    }
    return render(request, "decisions/waiting.html", context)


@may("read")
def follow_ups(request: Request, scale: str) -> HttpResponse:
    """What remains to be done after the decisions of an organisation, the late first."""
    found = follow_ups_of(request.scale, request.actor)
    context = {
        "found": found,
        "late": [one for one in found if one.late(request.on)],
        "finishable": {one.pk for one in found if permissions.may_finish(request.actor, one)},
        "works": len(matrix().streams) if request.scale.scale == HEAD else 0,
    }
    return render(request, "decisions/follow_ups.html", context)


@may("read")
def follow_ups_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, FOLLOW_UPS, follow_ups_of(request.scale, request.actor), form)


@may("read")
def who_decides(request: Request, scale: str) -> HttpResponse:
    """The matrix: who decides what, after whose advice, and whether the founding text or a proposal says so."""
    book = matrix()
    types = list(book.types.values())
    context = {
        "by_text": [type_ for type_ in types if type_.basis == "text"],
        "proposed": [type_ for type_ in types if type_.basis != "text"],
        "otherwise": book.types.get(book.otherwise),
    }
    return render(request, "decisions/who_decides.html", context)
