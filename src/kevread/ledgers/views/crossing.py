"""The crossed table of a year, along the axes that the address names; each figure opens on what makes it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from kevread.ledgers.exports import CROSSED
from kevread.ledgers.loader import ACTION, STRUCTURE, framework
from kevread.ledgers.models import KEEPS_LEDGERS, Book
from kevread.ledgers.queries.costs import analysed
from kevread.ledgers.queries.crossing import SIDES, Cell, Crossing, Row, Side, usual_column
from kevread.ledgers.queries.meaning import years_of
from kevread.ledgers.rules.crossing import Asked, At
from kevread.ledgers.scene import book_of, key_or_none
from kevread.ui.access import may, today_only
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

AXES = ("lignes", "colonnes", "puis")
PLACES = ("ligne", "sous", "colonne")
WORDS = {"6": "depenses", "7": "recettes"}  # of an address


def book_asked(request: Request) -> Book | None:
    """That of the address, or the last that counts here. Http404 where it may not be read."""
    if typed := request.GET.get("exercice", ""):
        key = key_or_none(typed)
        if key is None:
            raise Http404("Aucun fichier comptable que vous pouvez lire n’est à cette adresse.")
        return book_of(request, key)
    last = next(iter(years_of(request.scale)), None)
    return book_of(request, last.pk) if last else None


def axes_asked(request: Request, usual: str) -> tuple[list[str], bool]:
    """In rows, in columns, under each row; and whether one was dropped: an axis stands in one place, the first that has it."""
    kept, dropped = list[str](), False
    for name, otherwise in zip(AXES, (ACTION, usual, ""), strict=True):
        axis = request.GET.get(name, otherwise)
        dropped |= bool(axis) and name in request.GET and (axis in kept or axis not in framework().axes)
        kept.append(axis if axis in framework().axes and axis not in kept else "")
    return kept, dropped


def crossing_of(request: Request) -> tuple[Crossing | None, bool]:
    """None: no year is here. And whether what was asked was corrected."""
    book = book_asked(request)
    if book is None or not framework().axes:
        return None, False
    found = analysed(book)
    (rows, columns, under), dropped = axes_asked(request, usual_column(found))
    axis, _, code = request.GET.get("seulement", "")[:50].partition(":")
    only = (axis, code) if axis in framework().axes else None
    return Crossing(found, Asked(rows or ACTION, columns, under, only)), dropped


def query_of(found: Crossing) -> dict[str, str]:
    """What an address says of a table, whole: what is usual today may not be tomorrow."""
    asked = found.asked
    told = {"exercice": str(found.book.pk)}
    told |= dict(zip(AXES, (asked.rows, asked.columns, asked.under), strict=True))
    return told | ({"seulement": ":".join(asked.only)} if asked.only else {})


def cells_of(request: Request, found: Crossing, side: Side, row: Row) -> list[tuple[Cell, str, str]]:
    """Each figure of a row, what its column is called, where it opens; the last is that of the whole row."""
    page, told = screen_address("ledgers:crossed_cell", scale=request.scale.slug), query_of(found)
    labels = [*(label for _, label in side.columns), "En tout"]
    return [
        (cell, label, f"{page}?{urlencode(told | {'cote': WORDS[side.key]} | place_of(cell.at))}")
        for cell, label in zip((*row.cells, row.total), labels, strict=True)
    ]


def place_of(at: At) -> dict[str, str]:
    return {name: code for name, code in zip(PLACES, at, strict=True) if code is not None}


@may(KEEPS_LEDGERS)
@today_only
def crossed(request: Request, scale: str) -> HttpResponse:
    """The expenses and the products of a year, crossed; the axes are chosen in the address, which may be sent to others."""
    found, dropped = crossing_of(request)
    context: dict[str, Any] = {"found": found, "has_axes": bool(framework().axes)}
    if found:
        years = years_of(request.scale)
        rows = {side: (*side.rows, side.last) for side in found.sides}
        context |= {
            "dropped": dropped,
            "years": years if found.book in years else [found.book, *years],
            "axes": [(axis, one.label) for axis, one in framework().axes.items()],
            "tables": [
                (side, [(row, cells_of(request, found, side, row)) for row in those]) for side, those in rows.items()
            ],
            "opens_codes": request.scale.slug in framework().prefixes,
            "structure": STRUCTURE,
            "columns_label": framework().axes[found.asked.columns].label if found.asked.columns else "",
        }
    return render(request, "ledgers/crossed.html", context)


@may(KEEPS_LEDGERS)
@today_only
def crossed_file(request: Request, scale: str, form: str) -> HttpResponse:
    """Each place of the table, for a spreadsheet."""
    found, _ = crossing_of(request)
    if found is None:
        raise Http404("Aucun exercice n’est encore là.")
    return table_file(request, CROSSED, found.taken(), form, about=found.book.last.isoformat())


@may(KEEPS_LEDGERS)
@today_only
def crossed_cell(request: Request, scale: str) -> HttpResponse:
    """What makes one figure: accounts, which open on their lines, and what keys move there. An address that names none leads to
    the table."""
    if "cote" not in request.GET:
        return redirect(screen_address("ledgers:crossed", scale=scale))
    found, _ = crossing_of(request)
    key = next((key for key, word in WORDS.items() if word == request.GET.get("cote")), None)
    row, under, column = (request.GET.get(name) for name in PLACES)
    pieces = found.inside(key, (row, under, column)) if found and key else []
    if not found or not key or not pieces:
        raise Http404("Aucun chiffre n’est à cette adresse.")
    context = {
        "found": found,
        "side": SIDES[key],
        "where": found.where((row, under, column)),
        "cents": sum(one.cents for one in pieces),
        "accounts": [(one, found.label(ACTION, one.posted.code)) for one in pieces if one.posted],
        "flows": [
            (one, found.label(ACTION, one.flow.source), found.label(ACTION, one.flow.target))
            for one in pieces
            if one.flow
        ],
        "back": f"{screen_address('ledgers:crossed', scale=scale)}?{urlencode(query_of(found))}",
    }
    return render(request, "ledgers/crossed_cell.html", context)
