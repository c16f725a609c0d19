"""Records that may be one: proposed, compared, merged, told apart, separated again."""

from collections import Counter
from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kevread.charter.operations import Shift, rehearse
from kevread.common.errors import Refused
from kevread.directory.models import Organisation, Person
from kevread.imports import operations
from kevread.imports.doubles import doubles as possible
from kevread.imports.models import Merge
from kevread.imports.moving import Becomes, Move, moves
from kevread.imports.operations.merging import VERB
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, Gesture, is_confirmed, perform
from kevread.ui.request import Request

PAGE, SHOWN = 30, 12


@may("merge_records")
@today_only
def doubles(request: Request, scale: str) -> HttpResponse:
    """The records that may be one, and those that were merged."""
    page = Paginator(possible(request.today), PAGE).get_page(request.GET.get("page"))
    done = Merge.objects.visible_to(request.actor).filter(state=Merge.State.MERGED).order_by("-said_at", "-pk")[:PAGE]
    context = {"page": page, "done": [(made, *operations.pair(made)) for made in done]}
    return render(request, "imports/doubles.html", context)


def two(kept: UUID, gone: UUID) -> tuple[Any, Any]:
    """The records of an address, which stand both, and are of one kind. Raises Http404."""
    for model in (Organisation, Person):
        rows = {row.pk: row for row in model.objects.filter(pk__in=(kept, gone))}
        if len(rows) == 2:
            return rows[kept], rows[gone]
    raise Http404("L’une de ces deux fiches n’existe pas, ou est déjà fondue.")


@may("merge_records")
@today_only
def double(request: Request, scale: str, kept: UUID, gone: UUID) -> HttpResponse:
    """What merging them would do: what moves, what goes, what stays, what prevents it; then, tried and taken back, what the
    articles would say; then it is done."""
    first, second = two(kept, gone)
    shifts: list[Shift] = []

    def merge_them() -> Done | None:
        verb = partial(operations.merge, kept=first, gone=second, within=request.scale, actor=request.actor)
        if not is_confirmed(request):
            shifts.extend(rehearse([partial(verb, now=request.now)], on=request.today)[0])
            return None
        verb(now=request.now)
        return Done(f"Les deux fiches n’en font plus qu’une : {first}.", "imports:doubles", scale=scale)

    gesture = perform(request, None, merge_them)
    return gesture.done or compared(request, first, second, gesture, shifts)


def compared(
    request: Request, first: Any, second: Any, gesture: Gesture, shifts: list[Shift] | None = None
) -> HttpResponse:
    found = moves(first, second, VERB, request.actor)
    refusal = gesture.refusal
    if refusal is None:
        try:
            operations.require_one(first, second, found)
        except Refused as why:
            refusal = why
    context = {
        "first": first,
        "second": second,
        "lines": lines_of(first, second),
        "parts": [(becomes, counted(those), those[:SHOWN]) for becomes, those in parted(found)],
        "shifts": shifts,
        "tried": request.method == "POST" and refusal is None,
    }
    return Gesture(request, None, None, refusal).page(
        "imports/double.html", context, status=409 if gesture.refusal else 200
    )


def parted(found: list[Move]) -> list[tuple[Becomes, list[Move]]]:
    groups = [(becomes, [move for move in found if move.becomes is becomes]) for becomes in reversed(Becomes)]
    return [(becomes, those) for becomes, those in groups if those]


def counted(those: list[Move]) -> list[tuple[str, int]]:
    return Counter(str(move.row._meta.verbose_name) for move in those).most_common()  # noqa: SLF001


def lines_of(first: Any, second: Any) -> list[tuple[str, str, str]]:
    """What each says of itself, column by column: where the first says nothing, it takes what the second says."""
    names = (
        ("name", "siren", "siret", "rna", "legal_form", "locality", "reach")
        if isinstance(first, Organisation)
        else ("given_name", "family_name", "email")
    )

    def said(row: Any, name: str) -> str:
        shown = getattr(row, f"get_{name}_display", None)
        return str(shown() if shown else getattr(row, name))

    words = {field.name: str(field.verbose_name) for field in type(first)._meta.concrete_fields}  # noqa: SLF001
    told = [(words[name], said(first, name), said(second, name)) for name in names]
    if isinstance(first, Person):
        access = [("a un accès" if row.account_id else "") for row in (first, second)]
        told.append(("accès", access[0], access[1]))
    return [one for one in told if one[1] or one[2]]


@may("merge_records")
@require_POST
def apart(request: Request, scale: str, kept: UUID, gone: UUID) -> HttpResponse:
    """They are two: they are proposed no more."""
    first, second = two(kept, gone)

    def say() -> Done:
        operations.tell_apart(one=first, other=second, within=request.scale, actor=request.actor, now=request.now)
        return Done("C’est noté : ces deux fiches sont distinctes.", "imports:doubles", scale=scale)

    gesture = perform(request, None, say)
    return gesture.done or compared(request, first, second, gesture)


@may("merge_records")
@today_only
def separate(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The two are two again, as long as nothing that moved changed since."""
    rows = Merge.objects.visible_to(request.actor).filter(organisation=request.scale, state=Merge.State.MERGED)
    made = rows.filter(pk=key).first()
    if made is None:
        raise Http404("Ces deux fiches ne sont pas fondues.")
    kept, gone = operations.pair(made)

    def part() -> Done:
        operations.undo_merge(made=made, actor=request.actor, now=request.now)
        return Done(f"{kept} et {gone} ont de nouveau chacune leur fiche.", "imports:doubles", scale=scale)

    gesture = perform(request, None, part)
    return gesture.done or gesture.page("imports/separate.html", {"made": made, "kept": kept, "gone": gone})
