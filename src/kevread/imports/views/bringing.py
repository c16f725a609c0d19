"""A file is brought in: the list of those that came, the deposit, what each sheet means, the workbooks to take."""

from dataclasses import replace
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from kevread.common.sheets import SHEETS
from kevread.imports import operations
from kevread.imports.forms import NAMES, DepositForm, MatchForm
from kevread.imports.mapping import Matching, SheetMapping, as_matching, sheet_named
from kevread.imports.models import Import
from kevread.imports.queries import names_there, proposed, readable
from kevread.imports.reading.book import Book, Grid
from kevread.imports.reading.proposals import GridMeant
from kevread.imports.reading.recognise import Called, read_as, recognise, with_promises
from kevread.imports.reading.several import pack
from kevread.imports.reading.wrong import LARGEST, too_large
from kevread.imports.scene import import_of
from kevread.imports.workbook import workbook
from kevread.ui.access import may, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import XLSX

SURE = 0.9  # below, somebody reads what was understood of a column, or of a word


@may("import_file")
@today_only
def imports(request: Request, scale: str) -> HttpResponse:
    """What came in, and what may come: a file is deposited, and what it seems to say is kept with it for somebody to read."""
    form = DepositForm(request.POST or None, request.FILES or None)

    def deposit() -> Done:
        files = form.cleaned_data["file"]
        if (size := sum(one.size for one in files)) > LARGEST:
            raise too_large(size)
        read = [(one.name, one.read()) for one in files]
        name, data = read[0] if len(read) == 1 else pack(read)
        actor, now = request.actor, request.now
        made = operations.deposit(data=data, name=name, within=request.scale, actor=actor, now=now)
        grids = readable(operations.file_of(made).grids)
        matching = proposed(grids, request.scale, request.today)
        operations.match(made=made, matching=matching, aside={}, actor=actor, now=now)
        if is_plain(grids, matching) or not (asked := to_say(grids, matching, request)):
            return Done("", "imports:one", scale=scale, key=made.pk)
        return Done("", "imports:sheet", scale=scale, key=made.pk, place=asked[0])

    gesture = perform(request, form, deposit)
    rows = Import.objects.visible_to(request.actor).filter(organisation=request.scale).order_by("-deposited_at")
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    return gesture.done or gesture.page("imports/imports.html", {"page": page})


def is_plain(grids: tuple[Grid, ...], matching: Matching) -> bool:
    """Every sheet is one of the workbook, under its own headers: there is nothing to say of it."""
    return all(
        grid.name in matching.sheets
        and sheet_named(grid.name) is SHEETS[matching.sheets[grid.name].into]
        and all(name == into for name, into in matching.sheets[grid.name].columns.items())
        for grid in grids
    )


def to_say(grids: tuple[Grid, ...], matching: Matching, request: Request, after: int = 0) -> list[int]:
    """The places of the sheets of which somebody has something to say, those `after` one alone."""
    names = names_of(grids, request)
    return [
        place
        for place, grid in enumerate(grids, start=1)
        if place > after and not says_itself(grid, matching.sheets.get(grid.name), names)
    ]


def says_itself(grid: Grid, kept: SheetMapping | None, names: Called) -> bool:
    """It is surely a sheet that we read, with all that it needs, and no word of it is unknown: what it would write says the
    rest, and which columns are not read."""
    if kept is None:
        return False
    meant, _ = what_it_means(grid, kept, names)
    words = (one for one in meant.values if not kept.values.get(one.column, {}).get(one.value))
    if any(name not in kept.always for name in meant.missing) or any(one.sure < SURE for one in words):
        return False
    return not any(one.into and one.sure < SURE for one in meant.columns)


@may("import_file")
@require_GET
def take(request: Request, scale: str, filled: bool) -> HttpResponse:
    """The workbook: its columns alone, or filled with the federation as of the day of the page."""
    name = "classeur-rempli" if filled else "classeur-a-remplir"
    content = workbook(request.on, filled=filled)
    return under_name(HttpResponse(content, content_type=XLSX), f"{name}-{request.on.isoformat()}.xlsx")


@may("import_file")
@today_only
def sheet(request: Request, scale: str, key: UUID, place: int) -> HttpResponse:
    """What one sheet of the file means: which sheet it fills, what each column and each unknown value is."""
    made = import_of(request, key)
    if made.state != Import.State.DEPOSITED:
        return redirect("imports:one", scale=scale, key=key)
    file = operations.file_of(made)
    grids = readable(file.grids)
    if not 1 <= place <= len(grids):
        raise Http404("Ce fichier n’a pas autant de feuilles.")
    grid, matching = grids[place - 1], as_matching(made.matching)
    kept = matching.sheets.get(grid.name)
    meant, offered = what_it_means(grid, kept, names_of(grids, request))
    alike = [one for name, one in matching.sheets.items() if name != grid.name and one.into == meant.into]
    said_elsewhere = {name: words for one in alike for name, words in one.always.items()}
    form = MatchForm(request.POST or None, meant=meant, kept=kept, offered=offered, said_elsewhere=said_elsewhere)

    def say() -> Done:
        said = form.mapping()
        sheets = {**matching.sheets, grid.name: said} if said else without(matching, grid.name)
        saved = Matching({name: one for name, one in sheets.items() if one})
        operations.match(made=made, matching=saved, aside=made.aside, actor=request.actor, now=request.now)
        if form.reads_otherwise:
            return Done("La feuille est relue ainsi.", "imports:sheet", scale=scale, key=key, place=place)
        if asked := to_say(grids, saved, request, after=place):
            return Done("", "imports:sheet", scale=scale, key=key, place=asked[0])
        return Done("", "imports:one", scale=scale, key=key)

    gesture = perform(request, form, say)
    context = {
        "made": made, "grid": grid, "meant": meant, "place": place, "count": len(grids), "kept": kept,
        "lacking": [name for name in meant.missing if not (kept and name in kept.always)],
        "left": max(len(meant.values) - len(form.values), 0), "rows": len(grid.rows),
        "before": reverse("imports:sheet", args=[scale, key, place - 1]) if place > 1 else "",
    }  # fmt: skip
    return gesture.done or gesture.page("imports/sheet.html", context)


def without(matching: Matching, name: str) -> dict[str, SheetMapping]:
    return {other: one for other, one in matching.sheets.items() if other != name}


def names_of(grids: tuple[Grid, ...], request: Request) -> Called:
    """What rows are called, by whoever names them: those that are there, and those that the other sheets bring."""
    return with_promises(grids, SHEETS.values(), names_there(request.today))


def what_it_means(grid: Grid, kept: SheetMapping | None, names: Called) -> tuple[GridMeant, dict[str, list[str]]]:
    """What is proposed of a sheet, under what was said of it; and, by column, what its values may be."""
    if kept is None:
        found = recognise(Book((grid,)), SHEETS.values(), names).grids
        meant = found[0] if found else read_as(grid, next(iter(SHEETS.values())), 1, names)
    else:
        meant = read_as(grid, SHEETS[kept.into], kept.header, names)
        said = tuple(replace(one, into=kept.columns.get(one.name, one.into)) for one in meant.columns)
        meant = replace(meant, columns=said)
    columns = {column.name: column for column in SHEETS[meant.into].columns}
    offered: dict[str, list[str]] = {}
    for one in meant.columns:
        column = columns.get(one.into or "")
        if column is not None and column.choices is not None:
            offered[one.name] = list(column.choices().values())
        elif column is not None and column.among is not None:
            offered[one.name] = list(dict.fromkeys(column.among()))
        elif column is not None and column.refers:
            there = sorted({*names(column.refers).values()})
            offered[one.name] = there if len(there) <= NAMES else []
    return meant, offered


@may("import_file")
@today_only
def abandon(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The file is dropped, on a button."""
    made = import_of(request, key)

    def drop() -> Done:
        operations.abandon(made=made, actor=request.actor, now=request.now)
        return Done(
            f"« {made.name} » n’est plus gardé ici. Rien n’en a été enregistré.", "imports:imports", scale=scale
        )

    gesture = perform(request, None, drop)
    return gesture.done or gesture.page("imports/abandon.html", {"made": made})
