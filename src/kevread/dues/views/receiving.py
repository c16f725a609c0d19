"""What a bank or HelloAsso says was paid, and for which line each payment is."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Organisation
from kevread.dues import links, ofx, operations
from kevread.dues.forms import ClaimForm, StatementForm
from kevread.dues.models import KEEPS_DUES, Due, Payment
from kevread.dues.queries.preview import tariff_on
from kevread.dues.queries.waiting import waiting
from kevread.dues.scene import keeps, payment_of
from kevread.dues.statements import Line, NotAStatement, Statement, read_statement, unpacked
from kevread.imports.reading.book import Book, opened
from kevread.imports.reading.wrong import Unreadable
from kevread.ui.access import may, public, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request

SALT = "dues.statement"
LARGEST = 2_000_000  # bytes


def read_file(file: Any) -> Statement:
    """Raises Invalid on `file`."""
    if file.size > LARGEST:
        raise Invalid("file", "Ce fichier dépasse deux millions d’octets : demandez un relevé plus court.")
    data = file.read()
    try:
        return ofx.read(data) if ofx.is_one(data) else first_statement(opened(data, file.name))
    except (Unreadable, NotAStatement) as wrong:
        raise Invalid("file", str(wrong)) from None


def first_statement(book: Book) -> Statement:
    """Of a workbook, the first sheet that is one. Raises NotAStatement."""
    for grid in book.grids:
        with suppress(NotAStatement):
            return read_statement(grid.rows)
    return read_statement(())


@dataclass(frozen=True, slots=True)
class Told:
    """A line that the page shows. `is_alike`: another payment of that day is of that amount; it may be the same. `is_kept`: its
    box is ticked."""

    number: int
    line: Line
    is_known: bool
    is_alike: bool
    is_kept: bool


def told_of(organisation: Organisation, lines: Sequence[Line], kept: set[str] | None = None) -> list[Told]:
    """Their boxes as they were left (`kept`), else ticked where no payment like it is entered already. Two queries."""
    rows = Payment.objects.filter(organisation=organisation)
    known = set(rows.filter(mark__in=[one.mark for one in lines]).values_list("mark", flat=True))
    others = rows.filter(undone_on=None, paid_on__in={one.day for one in lines}).values_list("paid_on", "cents", "mark")
    marks = {one.mark for one in lines}
    alike = {(day, cents) for day, cents, mark in others if mark not in marks}
    found = []
    for number, one in enumerate(lines):
        is_alike = one.mark not in known and (one.day, one.cents) in alike
        is_kept = not is_alike if kept is None else str(number) in kept
        found.append(Told(number, one, one.mark in known, is_alike, is_kept))
    return found


@may(KEEPS_DUES)
@today_only
def receive(request: Request, scale: str) -> HttpResponse:
    """A file is read and shown; a press of a button then enters its payments, each for nobody yet. Refused, the lines are shown
    again, with the boxes as they were left."""
    shown: dict[str, Any] = {}
    confirms = "lu" in request.POST
    form = None if confirms else StatementForm(request.POST or None, request.FILES or None)

    def show(lines: Sequence[Line], **more: Any) -> None:
        packed = signing.dumps([line.packed() for line in lines], salt=salt_of(request), compress=True)
        kept = set(request.POST.getlist("garder")) if confirms else None
        told = told_of(request.scale, lines, kept)
        shown.update(lines=lines, packed=packed, known=sum(one.is_known for one in told), told=told, **more)

    def enter() -> Done | None:
        if form is not None:
            found = read_file(form.cleaned_data["file"])
            show(found.lines, statement=found)
            return None
        lines = lines_of(request)
        kept = set(request.POST.getlist("garder"))
        try:
            new, known_already = operations.receive_statement(
                actor=request.actor,
                organisation=request.scale,
                lines=[one for number, one in enumerate(lines) if str(number) in kept],
                now=request.now,
            )
        except Invalid:
            show(lines)
            raise
        said = f"Paiements inscrits : {new}." + (f" Déjà connus : {known_already}." if known_already else "")
        return Done(said, "dues:waiting", scale=scale)

    gesture = perform(request, form, enter)
    if form is None and not shown:
        shown["form"] = StatementForm()
    return gesture.done or gesture.page("dues/receive.html", shown)


def salt_of(request: Request) -> str:
    """What was read for an organisation is entered there and nowhere else."""
    return f"{SALT}.{request.scale.pk}"


def lines_of(request: Request) -> list[Line]:
    """Those that the page showed, as it had them. Raises Refused when they are not ours any more."""
    try:
        those = signing.loads(request.POST["lu"], salt=salt_of(request), max_age=24 * 3600)
    except signing.BadSignature:
        raise Refused("Ce qui a été lu n’est plus là : déposez le fichier de nouveau.") from None
    return [unpacked(said) for said in those]


@may(KEEPS_DUES)
def waiting_payments(request: Request, scale: str) -> HttpResponse:
    """The payments of which nobody said for whom they are, each with the line for which it seems to be."""
    return render(request, "dues/waiting.html", shown_waiting(request))


def shown_waiting(request: Request) -> dict[str, Any]:
    """Without a line for which a payment may be, why there is none: the tariff that lacks, or the call."""
    found = waiting(request.scale, request.actor, request.on)
    tariff = None if found.lines else tariff_on(request.scale, request.on)
    return {"found": found, "keeps": keeps(request), "tariff": tariff}


@may(KEEPS_DUES)
@require_POST
def match(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A person says for which line a payment is, that it was not for it, or asks whoever paid."""
    payment = payment_of(request, key)
    paying: list[Due] = []

    def do() -> Done:
        asked: dict[str, Any] = {"actor": request.actor, "payment": payment, "now": request.now}
        if request.POST.get("geste") == "demander":
            operations.ask_payer(**asked)
            return Done("Le courriel est parti.", "dues:waiting", scale=scale)
        if request.POST.get("geste") == "detacher":
            operations.unmatch(**asked)
            return Done("Le paiement attend de nouveau.", "dues:waiting", scale=scale)
        rows = Due.objects.visible_to(request.actor).standing().filter(organisation=request.scale)
        chosen = request.POST.get("cotisation", "")
        due = rows.select_related("organisation").filter(pk=chosen).first() if is_key(chosen) else None
        if due is None:
            raise Refused("Choisissez pour quelle cotisation c’est.")
        paying.append(due)
        operations.match(due=due, is_another="encore" in request.POST, **asked)
        return Done(f"Le paiement est celui de la cotisation {due.reference}.", "dues:waiting", scale=scale)

    gesture = perform(request, None, do)
    if gesture.done:
        return gesture.done
    again = paying[0] if paying and isinstance(gesture.refusal, Invalid) else None
    return gesture.page("dues/waiting.html", shown_waiting(request) | {"again": again, "payment": payment})


def is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@public
@today_only
def claim(request: Request, token: str) -> HttpResponse:
    """From the letter: for whom a payment is. A press of a button says it, reading never does."""
    key = links.read(token)
    payment = Payment.objects.select_related("organisation").filter(pk=key).first() if key else None
    if payment is None:
        raise Http404("Ce lien n’est pas de ceux que Kevread envoie.")
    form = ClaimForm(request.POST or None, initial={"name": payment.claimed_for})

    def say() -> Done:
        operations.claim(actor=request.actor, key=payment.pk, now=request.now, **form.cleaned_data)
        return Done("C’est dit. On vous remercie.", "dues:claim", token=token)

    is_open = payment.due_id is None and payment.undone_on is None
    gesture = perform(request, form if is_open else None, say)
    return gesture.done or gesture.page("dues/claim.html", {"payment": payment, "is_open": is_open})
