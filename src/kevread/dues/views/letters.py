"""Letters to members, and what a member reads of its own membership."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.directory.models import Affiliation
from kevread.documents.contracts import as_data
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_in_pdf
from kevread.dues import links, operations
from kevread.dues.models import KEEPS_DUES, Due
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
    line = next((one for one in lines_of(named_by(token), request) if one.due.year == number), None)
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
