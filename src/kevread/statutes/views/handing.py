"""The day on which each local hands over: on a map and in a list; decided on each side, undone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kevread.common.facts import GROUPING, LOCAL
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.statutes import operations
from kevread.statutes.exports import HANDINGS
from kevread.statutes.forms import DayForm, UndoForm
from kevread.statutes.models import HANDS_OVER, HandingOver
from kevread.statutes.queries.handing import handing_over, headline, members_of
from kevread.statutes.queries.map import map_of
from kevread.statutes.scene import handing_over_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown
from kevread.ui.spreadsheet import table_file
from kevread.ui.words import day as day_words


@may("read")
def handings(request: Request, scale: str) -> HttpResponse:
    """What is decided, dated, done; most is not decided yet."""
    lines = handing_over(request.scale, request.on)
    acts = request.actor.hat_for(HANDS_OVER, request.scale.pk) is not None and not request.is_past
    context = {
        "lines": lines,
        "counts": headline(lines),
        "subjects": HandingOver.Subject.labels,
        "map": map_of(lines, request.on),
        "acts": acts and request.scale.scale in (GROUPING, LOCAL),
    }
    return render(request, "statutes/handings.html", context)


@may("read")
def handings_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet: one line for each subject."""
    rows = [(line, cell) for line in handing_over(request.scale, request.on) for cell in line.cells]
    return table_file(request, HANDINGS, rows, form)


@may(HANDS_OVER)
@today_only
def decide_day(request: Request, scale: str) -> HttpResponse:
    """What this organisation decided, once it stands in its register."""
    is_local = request.scale.scale == LOCAL
    found = [one.of_id if is_local else one.member_id for one in members_of(request.scale, request.on)]
    others = Organisation.objects.filter(pk__in=found if request.scale.scale in (GROUPING, LOCAL) else []).order_by(
        "name"
    )
    adopted = Decision.objects.visible_to(request.actor).binding()
    decisions = adopted.filter(organisation=request.scale, body__kind__in=operations.DECIDES).order_by(
        "-decided_on", "-number"
    )
    only = found[0] if len(found) == 1 else None  # the grouping of a local
    asked = {
        "other": request.GET.get("avec", only),
        "subject": request.GET.get("sujet"),
        "day": request.GET.get("jour"),
    }
    form = DayForm(others, decisions, request.POST or None, initial=asked, is_local=is_local)

    def decide() -> Done:
        said = dict(form.cleaned_data)
        if said.pop("is_nothing"):
            del said["day"]
            grouping = said.pop("other")
            operations.say_nothing(actor=request.actor, local=request.scale, grouping=grouping, now=request.now, **said)
            return Done("C’est inscrit : il n’y a rien à passer.", "statutes:handings", scale=scale)
        made = operations.decide_day(actor=request.actor, side=request.scale, now=request.now, **said)
        then = (
            f"{made.get_subject_display()}, {made.local.name} : à partir du {day_words(made.day)}. Les deux côtés l’ont décidé."
            if made.is_dated
            else f"C’est inscrit. Il reste à {said['other'].name} à décider du même jour."
        )
        return Done(then, "statutes:handings", scale=scale)

    gesture = perform(request, form, decide)
    return gesture.done or gesture.page("statutes/decide_day.html", {"others": others})


@may(HANDS_OVER)
@today_only
def undo_day(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It was a mistake, or it is decided anew; what was asked so is confirmed, refused or taken back."""
    found = handing_over_of(request, key)
    form = UndoForm(request.POST or None)
    asked, keeps = found.undo_asked_for_id is not None, request.POST.get("geste") == "maintenir"
    mine = found.undo_asked_for_id == request.scale.pk

    def keep() -> Done:
        asked = {"actor": request.actor, "handing_over": found, "side": request.scale, "now": request.now}
        operations.keep_day(reason=form.cleaned_data["reason"], **asked)
        said = "La demande est retirée : le jour vaut." if mine else "L’annulation est refusée : le jour vaut."
        return Done(said, "statutes:handings", scale=scale)

    def undo() -> Done:
        row = operations.undo_day(
            actor=request.actor, handing_over=found, reason=form.cleaned_data["reason"], now=request.now
        )
        other = found.grouping if request.scale == found.local else found.local
        said = (
            "Ce passage est annulé ; il reste écrit au journal."
            if row.undone_on
            else f"L’annulation est demandée : {other.name} la confirme, ou non. D’ici là, le jour vaut."
        )
        return Done(said, "statutes:handings", scale=scale)

    def is_asked(row: HandingOver) -> str:
        return f"{row.undo_asked_for_id} {row.undone_on}"

    gesture = perform(request, form, keep if keeps else undo, Shown(found, is_asked))
    context = {"found": found, "asked": asked, "mine": mine}
    return gesture.done or gesture.page("statutes/undo_day.html", context)
