"""The laboratory: rules are tried on the data of a round, the result first. The address holds what is tried: none is lost."""

import json
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from kevread.common.errors import Invalid
from kevread.equalisation import operations
from kevread.equalisation.exports import SHARES
from kevread.equalisation.forms import KeepForm
from kevread.equalisation.models import PREPARES
from kevread.equalisation.queries.collecting import first_terms, measured
from kevread.equalisation.queries.laboratory import laboratory as tried
from kevread.equalisation.queries.laboratory import part_said, tried_terms, typed_terms
from kevread.equalisation.rules.share import share_out
from kevread.equalisation.rules.terms import euros, round_with
from kevread.equalisation.rules.told import certificate as certified
from kevread.equalisation.scene import as_today, campaign_of
from kevread.ui.access import may, public, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

MOST = 4_000  # characters of an address that one may come back to
CHECKER = Path(__file__).parents[1] / "rules" / "verifier.txt"


@may("read")
@as_today
def laboratory(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Each move is a page of its own: the result alone when only it changes."""
    found = campaign_of(request, key)
    seen = tried(found, request.GET)
    context: dict[str, object] = {
        "campaign": found,
        "lab": seen,
        "prepares": not request.is_past and request.actor.hat_for(PREPARES, request.scale.pk),
        "back": request.GET.get("avant", "")[:MOST],
        "reset": urlencode({"avant": seen.typed}) if seen else "",
    }
    if seen:
        fair = seen.fairness
        context |= {
            "is_weighed": fair.gini is not None,
            "gini": part_said(fair.gini),
            "gini_before": part_said(fair.gini_before),
            "hoover": part_said(fair.hoover),
            "ratio": part_said(fair.ratio),
            "held": [row.name for row in seen.rows if row.slug in fair.held],
            "displaced": euros(fair.displaced),
        }
    only = request.htmx and seen
    return render(request, "equalisation/result.html" if only else "equalisation/laboratory.html", context)


@may("read")
@as_today
def laboratory_file(request: Request, scale: str, key: UUID, form: str) -> HttpResponse:
    """The result, for a spreadsheet."""
    found = campaign_of(request, key)
    seen = tried(found, request.GET)
    return table_file(request, SHARES, seen.rows if seen else (), form, about=str(found.year))


@may("read")
@as_today
def certificate(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What was tried and what came of it, in one file that anyone checks away from here."""
    found = campaign_of(request, key)
    data = measured(found)
    if not data.values:
        return JsonResponse({})
    try:
        one = round_with(data, tried_terms(found, request.GET, data))
    except Invalid as wrong:
        return JsonResponse({"error": wrong.sentence}, status=422, json_dumps_params={"ensure_ascii": False})
    answer = JsonResponse(certified(one, share_out(one)), json_dumps_params={"ensure_ascii": False, "indent": 1})
    return under_name(answer, f"{scale}-perequation-{found.year}-certificat.json")


@public
def checker(request: Request) -> HttpResponse:
    """Thirty lines that know nothing of Kevread, and find each cent of a certificate again."""
    return under_name(HttpResponse(CHECKER.read_bytes(), content_type="text/plain; charset=utf-8"), "verifier.py")


@may(PREPARES)
@today_only
def keep(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The rules of the address are kept under a name, beside the others."""
    found = campaign_of(request, key)
    data = measured(found)
    terms = typed_terms(request.GET, first_terms(found, data), data)
    form = KeepForm(request.POST or None)
    base = request.POST.get("base") or operations.kept_then(found)
    page = f"{screen_address('equalisation:laboratory', scale=scale, key=key)}?{request.GET.urlencode()}"

    def keep_it() -> Done:
        nonlocal base
        try:
            kept = operations.keep_scenario(
                actor=request.actor,
                campaign=found,
                terms=terms,
                now=request.now,
                base=read_names(base),
                **form.cleaned_data,
            )
        except Invalid as wrong:
            if wrong.sentence == operations.OTHERWISE:  # told: sent again, it takes its place
                base = operations.kept_then(found)
            raise Invalid("name", wrong.sentence) from None
        return Done(f"Le scénario « {kept.name} » est gardé.", page)

    gesture = perform(request, form, keep_it)
    return gesture.done or gesture.page("equalisation/keep.html", {"campaign": found, "page": page, "base": base})


def read_names(base: str) -> dict[str, str]:
    """What each name held, as the page said it; nothing of what is not of ours: what is there is then another's."""
    try:
        said = json.loads(base)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
