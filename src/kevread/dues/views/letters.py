"""Letters to members, and what a member reads of its own membership."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.directory.models import Affiliation
from kevread.documents.contracts import as_data
from kevread.documents.models import Version
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_in_pdf
from kevread.documents.scene import handed
from kevread.dues import links, operations
from kevread.dues.models import KEEPS_DUES, Due, Receipt
from kevread.dues.queries.certificate import certificate
from kevread.dues.queries.letters import to_write
from kevread.dues.queries.owed import Owed, standing_of, years_of
from kevread.membership.queries.life import members_on, state_of
from kevread.membership.rules import STANDINGS
from kevread.ui.access import may, public, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request

from .lines import year_of


@may(KEEPS_DUES)
@today_only
def letters(request: Request, scale: str) -> HttpResponse:
    """Which letters would leave, to whom; a press of a button sends those, and no other."""
    year = year_of(request, years_of(request.scale))
    found = to_write(request.scale, year, request.today)

    def send() -> Done:
        kept = set(request.POST.getlist("garder"))
        left_out = {one.line.due.pk for one in found.ready if str(one.line.due.pk) not in kept}
        sent = operations.write_letters(
            actor=request.actor,
            organisation=request.scale,
            year=year,
            seen=request.POST.get("vu", "")[:64],
            left_out=left_out,
            now=request.now,
        )
        page = screen_address("dues:dues", scale=scale)
        return Done(f"Courriels envoyés : {sent}.", f"{page}?annee={year}")

    gesture = perform(request, None, send)
    return gesture.done or gesture.page("dues/letters.html", {"found": found, "year": year})


def named_by(token: str) -> Affiliation:
    """The membership that the link of a letter names. Raises Http404."""
    key = links.read(token, links.MINE)
    found = Affiliation.objects.select_related("member", "of").filter(pk=key).first() if key else None
    if found is None:
        raise Http404("Ce lien n’est pas de ceux que Kevread envoie.")
    return found


def lines_of(affiliation: Affiliation, request: Request) -> list[Owed]:
    rows = Due.objects.standing().filter(affiliation=affiliation).order_by("-year")
    return standing_of(
        rows.select_related("affiliation__member", "call", "organisation", "bracket__tariff"), request.today
    )


def receipts_of(affiliation: Affiliation) -> list[Receipt]:
    """The tax receipts of what the member paid there, that stand, the last first."""
    rows = Receipt.objects.standing().filter(payment__due__affiliation=affiliation)
    return list(rows.select_related("payment__due").order_by("-number"))


@public
@today_only
def mine(request: Request, token: str) -> HttpResponse:
    """From the letter: how the membership stands, what is owed and paid, who represents the member. Nothing is done here."""
    found = named_by(token)
    steps = found.steps.standing()
    context = {
        "affiliation": found,
        "word": STANDINGS[state_of(found, steps, request.today)],
        "lines": lines_of(found, request),
        "token": token,
        "receipts": receipts_of(found),
    }
    rows = members_on(found.of, request.today, SYSTEM)
    ours = next((one for one in rows if one.affiliation.pk == found.pk), None)
    if ours:
        context |= {"voters": ours.voters, "stand_ins": ours.stand_ins}
    return render(request, "dues/mine.html", context)


@public
@today_only
def my_certificate(request: Request, token: str, number: int) -> HttpResponse:
    """The certificate of a year, for the member itself."""
    return certificate_of(named_by(token), number, request)


def certificate_of(affiliation: Affiliation, number: int, request: Request) -> HttpResponse:
    """Raises Http404 until all of that year is paid."""
    line = next((one for one in lines_of(affiliation, request) if one.due.year == number), None)
    if line is None:
        raise Http404("Aucune cotisation de cette année n’est appelée pour cette adhésion.")
    try:
        paper = certificate(line, request.today)
    except Refused as refusal:
        raise Http404(refusal.sentence) from None
    content = set_in_pdf(paper.template, as_data(paper), made_at=request.now)
    return under_name(
        HttpResponse(content, content_type=MEDIA_TYPE), f"attestation-cotisation-{line.due.reference}.pdf"
    )


@public
@today_only
def my_receipt(request: Request, token: str, number: int) -> HttpResponse:
    """A tax receipt, as it was given, for the member itself."""
    return receipt_answer(named_by(token), number)


def receipt_answer(affiliation: Affiliation, number: int) -> HttpResponse:
    """Raises Http404 when none that stands has this number."""
    found = next((one for one in receipts_of(affiliation) if one.number == number), None)
    if found is None:
        raise Http404("Aucun reçu qui vaille ne porte ce numéro pour cette adhésion.")
    version = Version.objects.select_related("content", "document__removal").get(pk=found.version_id)
    return handed(version, f"recu-fiscal-{found.number}.pdf")
