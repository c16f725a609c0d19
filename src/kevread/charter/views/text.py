"""« Texte » and « Tableau », the gloss, and their exports."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render

from kevread.charter import permissions
from kevread.charter.engine import Finding, verdicts
from kevread.charter.exports import FINDINGS
from kevread.charter.models import Source
from kevread.charter.queries.amiss import GRAVEST, WORST, amiss
from kevread.charter.queries.board import read_board
from kevread.charter.queries.figures import AWAITED, EVERYTHING, SHOWN
from kevread.charter.queries.gestures import gesture_of
from kevread.charter.queries.gloss import gloss as gloss_of
from kevread.charter.queries.rows import as_row, asked_of
from kevread.charter.queries.states import outcome
from kevread.charter.queries.text import Reading, circle_of, read_text
from kevread.charter.sentences import Spoken, speak
from kevread.common.actor import Actor
from kevread.common.facts import HEAD
from kevread.common.verdicts import Severity
from kevread.common.words import few
from kevread.directory.models import Organisation
from kevread.ui.access import may, public
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


def reads_verdicts(request: Request) -> bool:
    """Breaches are for those within: the public reads the text and the values, never the faults."""
    return bool(request.actor.hat_for("read", request.scale.pk))


def acts_here(actor: Actor, scale: Organisation) -> bool:
    """Whether one may write something here, by any of one’s seats."""
    return any(right != "read" and hat.allows(right, scale.pk) for hat in actor.hats for right in hat.rights)


@public
def text(request: Request, scale: str) -> HttpResponse:
    """The text, and what is shown of it: what the address asks; else, to whoever may act here, what waits."""
    within = reads_verdicts(request)
    found = read_text(request.scale, request.on, request.actor)
    asked = request.GET.get("montrer", "") if within else ""
    acts = within and not request.is_past and acts_here(request.actor, request.scale)
    choice = asked if asked in SHOWN else AWAITED if acts and found.waits else EVERYTHING
    parts = found.showing(choice)
    first, begins = (None, "") if request.is_past else first_to_mend(found.to_mend, request.actor)
    context = {
        "text": found,
        "parts": parts,
        "number": sum(len(part.shown) for part in parts),
        "choice": choice,
        "is_asked": asked in SHOWN,
        "within": within,
        "first": first,
        "begins": begins,
        "first_is_shown": any(first is reading for part in parts for reading in part.shown),
        "source": Source.objects.only("name", "attached_at").first(),
    }
    return render(request, "charter/text.html", context)


def first_to_mend(readings: list[Reading], actor: Actor) -> tuple[Reading | None, str]:
    """Where to begin, and how it is said: of the articles that are not kept, what this person may mend first, then the
    gravest."""

    def rank(reading: Reading) -> tuple[bool, Severity]:
        mine = [one for one in at_fault(reading) if (gesture := gesture_of(one)) and gesture.hat(actor)]
        return bool(mine), max((one.severity for one in mine), default=gravity(reading))

    first = max(readings, key=rank, default=None)
    is_gravest = first is not None and gravity(first) == max(map(gravity, readings))
    return first, "Commencer par le plus grave" if is_gravest else "Commencer par ce que vous pouvez régler"


def at_fault(reading: Reading) -> list[Finding]:
    return [one for one in reading.findings if outcome(one) == "breaches"]


def gravity(reading: Reading) -> Severity:
    """Of the worst of what is at fault in an article that is not kept."""
    return max(one.severity for one in at_fault(reading))


@may("read")
def board(request: Request, scale: str) -> HttpResponse:
    """Every article; or, by `?montrer=`, the gravest breaches alone, each with who can act."""
    context: dict[str, object] = {"choice": request.GET.get("montrer", "")}
    if context["choice"] == GRAVEST:
        points = amiss(request.scale, request.on, request.actor, least=Severity.MAJOR)
        first = len(points) if len(points) == WORST + 1 else WORST  # one alone is not worth a fold
        context |= {"points": points[:first], "others": points[first:], "number": len(points), "worst": few(WORST)}
        context["partly"] = circle_of(request.scale, request.on, request.actor).partly
    else:
        context["board"] = read_board(request.scale, request.on, request.actor)
    return render(request, "charter/board.html", context)


@public
def article(request: Request, scale: str, rule: str) -> HttpResponse:
    """The gloss of an article: under it in the text, or on its own page."""
    try:
        found = gloss_of(rule, request.scale, request.on, request.actor)
    except KeyError:
        raise Http404(f"Le cadre commun n’a pas d’article {rule}.") from None
    template = "charter/under.html" if request.htmx else "charter/article.html"
    within = reads_verdicts(request)
    head, actor = Organisation.objects.at_scale(HEAD).get(), request.actor
    context = {
        "gloss": found,
        "within": within,
        "may_derogate": within and permissions.may_derogate(actor, head),
        "settable": [one.name for one in found.settings if permissions.may_set(actor, one.spec, request.scale, head)],
    }
    return render(request, template, context)


@may("read")
def export_json(request: Request, scale: str) -> HttpResponse:
    return JsonResponse(rows_of(request), safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})


@may("read")
def findings_file(request: Request, scale: str, form: str) -> HttpResponse:
    """What each clause says of each organisation, for a spreadsheet."""
    rows = (
        {
            **row,
            "facts": facts_in_words(row),
            "limit": asked_of(spoken.finding),
            "act": request.build_absolute_uri(row["act"]) if row["act"] else "",
        }
        for spoken, row in told_rows(request)
    )
    return table_file(request, FINDINGS, rows, form)


def rows_of(request: Request) -> list[dict]:
    return [row for _, row in told_rows(request)]


def told_rows(request: Request) -> list[tuple[Spoken, dict]]:
    found = verdicts(request.on, organisations=circle_of(request.scale, request.on, request.actor).asked)
    return [(spoken, as_row(spoken, request.on, request.actor)) for spoken in speak(found, request.on)]


def facts_in_words(row: dict) -> str:
    """« mai 2026 : 0 ; août 2026 : 0 »: each fact under a finding, in one cell."""
    values = (fact["value"] for fact in row["evidence"])
    shown = (", ".join(value) if isinstance(value, list) else value for value in values)
    return " ; ".join(f"{fact['label']} : {value}" for fact, value in zip(row["evidence"], shown, strict=True))
