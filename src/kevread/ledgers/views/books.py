"""The files of an organisation: read, shown, kept or given up; what each account makes, down to its lines."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.ledgers import operations
from kevread.ledgers.exports import BALANCES
from kevread.ledgers.forms import ReadForm, ReasonForm
from kevread.ledgers.loader import framework
from kevread.ledgers.models import KEEPS_LEDGERS, Balance, Book, Line
from kevread.ledgers.queries.books import balances_of, books_of, changed, results_of, same_year
from kevread.ledgers.queries.costs import parts_of
from kevread.ledgers.rules.told import told_of
from kevread.ledgers.scene import book_of, key_or_none
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

LINES = 100  # of a page


@may(KEEPS_LEDGERS)
@today_only
def books(request: Request, scale: str) -> HttpResponse:
    """What was brought in, year by year."""
    every = books_of(request.scale, request.actor)
    kept = [one for one in every if one.state == Book.State.KEPT]
    made = results_of(kept)
    context = {
        "is_member": request.scale.slug in framework().prefixes,
        "waiting": [one for one in every if one.state == Book.State.READ],
        "kept": [(one, made[one]) for one in kept],
        "past": [one for one in every if one.state not in (Book.State.READ, Book.State.KEPT)],
    }
    return render(request, "ledgers/books.html", context)


@may(KEEPS_LEDGERS)
@today_only
def read(request: Request, scale: str) -> HttpResponse:
    """A file is read whole, or its faults are shown, line by line, and nothing of it is kept."""
    form = ReadForm(request.POST or None, request.FILES or None)

    def read_it() -> Done:
        asked = dict(form.cleaned_data)
        file = asked.pop("file")
        made = operations.read(
            actor=request.actor, organisation=request.scale, file=file.file, name=file.name, now=request.now, **asked
        )
        return Done(
            "Le fichier est lu. Il ne compte pas encore : relisez-le, puis gardez-le.",
            "ledgers:book",
            scale=scale,
            key=made.pk,
        )

    gesture = perform(request, form, read_it)
    faults = gesture.refusal.reading if isinstance(gesture.refusal, operations.Faulty) else None
    return gesture.done or gesture.page("ledgers/read.html", {"faults": faults})


@may(KEEPS_LEDGERS)
@today_only
def book(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What a file makes, account by account; and while it waits, what keeping it would change."""
    found = book_of(request, key)
    before = same_year(found) if found.state == Book.State.READ else found.replaces

    def act() -> Done:
        asked: dict[str, Any] = {"actor": request.actor, "book": found, "now": request.now}
        if request.POST.get("geste") == "renoncer":
            operations.drop(**asked)
            return Done("Rien n’en a été gardé.", "ledgers:books", scale=scale)
        operations.keep(seen=key_or_none(request.POST.get("vu", "")), **asked)
        return Done(f"Les comptes de l’exercice {found.year} comptent désormais.", "ledgers:book", scale=scale, key=key)

    gesture = perform(request, None, act)
    rows = balances_of(found)
    context = {
        "book": found,
        "rows": rows,
        "result": results_of([found])[found],
        "remarks": told_of(found.remarks),
        "before": before,
        "changed": changed(balances_of(before), rows) if before else [],
    }
    return gesture.done or gesture.page("ledgers/book.html", context)


@may(KEEPS_LEDGERS)
@today_only
def book_file(request: Request, scale: str, key: UUID, form: str) -> HttpResponse:
    """The accounts of a file, for a spreadsheet."""
    found = book_of(request, key)
    return table_file(request, BALANCES, balances_of(found), form, about=found.last.isoformat())


@may(KEEPS_LEDGERS)
@today_only
def account(request: Request, scale: str, key: UUID, code: str) -> HttpResponse:
    """The lines of one account, in the order of the file."""
    found = book_of(request, key)
    made = list(Balance.objects.filter(book=found, account=code).order_by("section"))
    if not made:
        raise Http404("Ce fichier n’a pas ce compte.")
    action = request.GET.get("action", "").upper()[:40]
    lines, rows_made = Line.objects.filter(book=found, account=code), made
    if "section" in request.GET:
        section = request.GET["section"][:40]
        lines, rows_made = lines.filter(section=section), [one for one in made if one.section == section]
    page = Paginator(lines.order_by("number"), LINES).get_page(request.GET.get("page"))
    context = {
        "book": found,
        "account": code,
        "made": made,
        "cents": sum(one.cents for one in rows_made),
        "page": page,
        "lines": parts_of(found, list(page), action) if action else [(line, None) for line in page],
        "action": action,
    }
    return render(request, "ledgers/account.html", context)


@may(KEEPS_LEDGERS)
@today_only
def undo(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It was a mistake."""
    found = book_of(request, key)
    form = ReasonForm(request.POST or None)

    def undo_it() -> Done:
        operations.undo(actor=request.actor, book=found, now=request.now, **form.cleaned_data)
        return Done("Ce fichier ne compte plus.", "ledgers:books", scale=scale)

    gesture = perform(request, form, undo_it)
    again = f" « {found.replaces.name} », qu’il remplaçait, comptera de nouveau." if found.replaces else ""
    context = {
        "title": f"Annuler les comptes de l’exercice {found.year}",
        "lede": f"« {found.name} » ne comptera plus. Il reste ici, barré, avec ses lignes.{again}",
        "button": "Annuler ce fichier",
        "back": screen_address("ledgers:book", scale=scale, key=key),
        "what": found.name,
    }
    return gesture.done or gesture.page("ui/change.html", context)
