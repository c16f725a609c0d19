"""What would be written of a file: told, put right row by row, rehearsed, asked for, followed, undone."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from kevread.base.picture import one_picture
from kevread.common.errors import Refused
from kevread.imports import operations
from kevread.imports.deciding import Decision
from kevread.imports.forms import DecideForm, PutCellForm, PutRightForm, RowsForm
from kevread.imports.mapping import Matching, SheetMapping, as_matching, sheet_named
from kevread.imports.models import Import
from kevread.imports.permissions import may_merge
from kevread.imports.queries import is_under_way, last_asked, preview, progress_of, shown
from kevread.imports.scene import import_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request

GROUPS, DOUBTS, ROWS, CORRECTED = 40, 30, 50, 200  # of a page


@may("import_file")
@today_only
def one(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A file, as it stands: what it would write, that it is being written, what it wrote."""
    made = import_of(request, key)
    if made.state != Import.State.DEPOSITED:
        return render(
            request, "imports/done.html", {"made": made, "may_merge": may_merge(request.actor, request.scale)}
        )
    if is_under_way(made):
        return render(request, "imports/under_way.html", {"made": made, "progress": progress_of(made)})
    return told(request, made)


def told(request: Request, made: Import, refusal: Refused | None = None, status: int = 200) -> HttpResponse:
    """What a file would write, read at one moment: PostgreSQL refuses that anything be written, or locked, to know it."""
    with one_picture():
        file = operations.file_of(made)
        read = preview(made, operations.planned(file, request.now), file.grids, request.now)
    page = Paginator(read.rows(), ROWS).get_page(request.GET.get("page"))
    seen, asked = operations.said_of(made), last_asked(made)
    context = {
        "made": made,
        "read": read,
        "page": page,
        "rows": [shown(row) for row in page],
        "groups": read.groups[:GROUPS],
        "more_groups": max(len(read.groups) - GROUPS, 0),
        "doubts": read.doubts[:DOUBTS],
        "more_doubts": max(len(read.doubts) - DOUBTS, 0),
        "corrected": read.corrected[:CORRECTED],
        "more_corrected": max(len(read.corrected) - CORRECTED, 0),
        "notes": file.notes,
        "unread": [name for one in as_matching(made.matching).sheets.values() for name in unread(one)],
        "single": len(file.grids) == 1,
        "seen": seen,
        "asked": asked,
        "said_since": asked is not None and asked.arguments.get("said") != seen,
        "refusal": refusal,
        "may_merge": may_merge(request.actor, request.scale),
    }
    return render(request, "imports/preview.html", context, status=status)


@may("import_file")
@require_POST
def rehearsal(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What the rules would say of it: the real verbs, all of it rolled back."""
    made = import_of(request, key)
    if made.state != Import.State.DEPOSITED:
        return redirect("imports:one", scale=scale, key=key)
    outcome = operations.rehearse(
        operations.file_of(made), actor=request.actor, within=made.organisation, now=request.now
    )
    context = {
        "made": made,
        "outcome": outcome,
        "refused": outcome.refused[:GROUPS],
        "wrong": outcome.written.errors[:GROUPS],
    }
    return render(request, "imports/rehearsed.html" if request.htmx else "imports/rehearsal.html", context)


@may("import_file")
@require_POST
def put_right(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A value that is wrong is read as another, wherever it stands in its column."""
    made = import_of(request, key)
    form = PutRightForm(request.POST)

    def say() -> Done:
        typed, matching = form.cleaned_data, as_matching(made.matching)
        said = said_of(typed["grid"], matching)
        values = {name: dict(pairs) for name, pairs in said.values.items()}
        values.setdefault(typed["column"], {})[typed["value"]] = typed["meant"]
        sheets = {**matching.sheets, typed["grid"]: replace(said, values=values)}
        operations.match(made=made, matching=Matching(sheets), aside=made.aside, actor=request.actor, now=request.now)
        return Done(f"« {typed['value']} » est lu « {typed['meant']} ».", "imports:one", scale=scale, key=key)

    return answered(request, made, form, say)


def unread(said: SheetMapping) -> list[str]:
    """The columns of a sheet that nothing reads, where it feeds one of ours."""
    return [name for name, into in said.columns.items() if into is None and name.strip()]


@may("import_file")
@require_POST
def put_cell(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What one cell of one row should have said, or that it is read as it is: the others that say the same are left."""
    made = import_of(request, key)
    form = PutCellForm(request.POST)

    def say() -> Done:
        typed, matching = form.cleaned_data, as_matching(made.matching)
        said = said_of(typed["grid"], matching)
        row = str(typed["row"])
        others = {name: meant for name, meant in said.cells.get(row, {}).items() if name != typed["into"]}
        back = request.POST.get("geste") == "reprendre"
        if not back:
            others[typed["into"]] = typed["meant"]
        cells = {number: cell for number, cell in {**said.cells, row: others}.items() if cell}
        sheets = {**matching.sheets, typed["grid"]: corrected(said, cells)}
        operations.match(made=made, matching=Matching(sheets), aside=made.aside, actor=request.actor, now=request.now)
        read = f"« {typed['meant']} »" if typed["meant"] else f"« {typed['into']} » est laissé vide"
        told = f"Ligne {row} : lue comme dans le fichier." if back else f"Ligne {row} : {read}."
        return Done(told, "imports:one", scale=scale, key=key)

    return answered(request, made, form, say)


def said_of(grid: str, matching: Matching) -> SheetMapping:
    """What was said of a sheet. Raises Refused where it feeds nothing."""
    said = matching.sheets.get(grid)
    if said is not None:
        return said
    sheet = sheet_named(grid)
    if sheet is None:
        raise Refused("Dites d’abord ce que remplit cette feuille.")
    return SheetMapping(sheet.title)


def corrected(said: SheetMapping, cells: Mapping[str, Mapping[str, str]]) -> SheetMapping:
    """Raises Refused for a column that the workbook does not have."""
    try:
        return replace(said, cells=cells)
    except ValueError as why:
        raise Refused(f"Rien n’a été corrigé : {why}") from None


@may("import_file")
@require_POST
def set_aside(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Rows are left out, or taken back."""
    made = import_of(request, key)
    form = RowsForm(request.POST)

    def leave() -> Done:
        name, numbers = form.cleaned_data["grid"], set(form.cleaned_data["rows"])
        left = set(made.aside.get(name, ()))
        back = request.POST.get("geste") == "reprendre"
        aside = {**made.aside, name: sorted(left - numbers if back else left | numbers)}
        operations.match(
            made=made, matching=as_matching(made.matching), aside=aside, actor=request.actor, now=request.now
        )
        said = "Reprise." if back else "Mise de côté."
        return Done(said, "imports:one", scale=scale, key=key)

    return answered(request, made, form, leave)


@may("import_file")
@require_POST
def decide(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A row is one that is there, or is not. The second row of a file that says the same is left out."""
    made = import_of(request, key)
    form = DecideForm(request.POST)

    def say() -> Done:
        typed = form.cleaned_data
        actor, now = request.actor, request.now
        if typed["same"] == "oui" and typed["first"]:
            left = sorted({*made.aside.get(typed["grid"], ()), typed["row"]})
            aside = {**made.aside, typed["grid"]: left}
            operations.match(made=made, matching=as_matching(made.matching), aside=aside, actor=actor, now=now)
        else:
            said = Decision(typed["grid"], typed["row"], typed["word"], typed["same"] == "oui")
            operations.decide(made=made, decisions=[said], actor=actor, now=now)
        return Done("", "imports:one", scale=scale, key=key)

    return answered(request, made, form, say)


def answered(request: Request, made: Import, form: Form, verb: Callable[[], Done]) -> HttpResponse:
    """Back to what would be written; what was typed wrong is said above it."""
    gesture = perform(request, form, verb)
    if gesture.done:
        return gesture.done
    wrong = gesture.refusal or Refused(next((str(errors[0]) for errors in form.errors.values()), ""))
    if made.state != Import.State.DEPOSITED:
        return render(request, "imports/done.html", {"made": made, "refusal": wrong}, status=409)
    return told(request, made, wrong, 422)


@may("import_file")
@require_POST
def write(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Have the worker write what nothing stops."""
    made = import_of(request, key)

    def ask() -> Done:
        operations.ask_commit(made=made, actor=request.actor, now=request.now, seen=request.POST.get("seen", ""))
        return Done("", "imports:one", scale=scale, key=key)

    gesture = perform(request, None, ask)
    if gesture.done is None and made.state == Import.State.DEPOSITED and not is_under_way(made):
        return told(request, made, gesture.refusal, 409)
    return gesture.done or gesture.page("imports/done.html", {"made": made})


@may("import_file")
@require_GET
def state(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Whether it is written by now: what the page asks every two seconds."""
    made = import_of(request, key)
    if made.state == Import.State.DEPOSITED and is_under_way(made):
        return render(request, "imports/waiting.html", {"made": made, "progress": progress_of(made)})
    answer = HttpResponse()
    answer["HX-Refresh"] = "true"
    return answer


@may("import_file")
@today_only
def undo(request: Request, scale: str, key: UUID) -> HttpResponse:
    """All that an import wrote is taken back, as long as nothing rests on it: what does is named."""
    made = import_of(request, key)
    if made.state != Import.State.COMMITTED:
        return redirect("imports:one", scale=scale, key=key)

    def take_back() -> Done:
        operations.undo(made=made, actor=request.actor, now=request.now)
        return Done(f"L’import de « {made.name} » est annulé.", "imports:one", scale=scale, key=key)

    gesture = perform(request, None, take_back)
    return gesture.done or gesture.page("imports/undo.html", {"made": made, "rests": operations.what_rests_on(made)})
