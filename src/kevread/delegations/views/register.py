"""The register of delegations as of any day, who may commit by each act, and one’s own."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kevread.common.facts import SCALES
from kevread.delegations import permissions
from kevread.delegations.exports import GRANTS
from kevread.delegations.loader import acts
from kevread.delegations.models import Grant
from kevread.delegations.queries import one_of, rows_of, who_may
from kevread.delegations.queries.chains import who_may_among
from kevread.delegations.queries.papers import delegation_paper
from kevread.delegations.queries.proposed import under_signature
from kevread.delegations.queries.register import acts_with_ways, mine_with_ways, sources_of
from kevread.delegations.scene import grant_of
from kevread.directory.models import Organisation
from kevread.documents.contracts import as_data
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_paper
from kevread.ui.access import may, signed_in
from kevread.ui.files import under_name
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@may("read")
def register(request: Request, scale: str) -> HttpResponse:
    """What is entrusted here on the day of the page, and what is not any more."""
    rows = rows_of(request.scale, request.on)
    context = {
        "holding": [row for row in rows if row.holds],
        "dead": [row for row in rows if row.is_dead],
        "waiting": [row for row in rows if row.waits],
        "others": [row for row in rows if not (row.holds or row.is_dead or row.waits)],
        "acts": acts().on(request.on),
        "gives": not request.is_past and may_give(request),
    }
    return render(request, "delegations/register.html", context)


def may_give(request: Request) -> bool:
    """Whether there is anything by which this person may give one here."""
    recorded = permissions.may_record(request.actor, request.scale)
    return bool(recorded or sources_of(request.actor, request.scale, request.today))


@may("read")
def register_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, GRANTS, rows_of(request.scale, request.on), form)


@may("read")
def who(request: Request, scale: str) -> HttpResponse:
    """« Qui peut recruter ici ? »: an act, and everybody who may, with the chain by which they do. « partout »: in each
    organisation that this person reads."""
    book = acts().on(request.on)
    code = request.GET.get("acte", "")
    code = code if code in book else next(iter(book), "")
    everywhere = "partout" in request.GET
    found, broken = who_may(request.scale, code, request.on) if code and not everywhere else ([], [])
    context: dict[str, object] = {"acts": book, "code": code, "act": book.get(code), "found": found, "broken": broken}
    context |= {"everywhere": everywhere} | (read_everywhere(request, code) if code and everywhere else {})
    return render(request, "delegations/who.html", context)


def read_everywhere(request: Request, code: str) -> dict[str, object]:
    """The organisations where somebody may, with who; and those where nobody may."""
    where = request.actor.where("read")
    rows = Organisation.objects.on(request.on).at_scale(*SCALES)
    those = list(rows if where is None else rows.filter(pk__in=where))
    those.sort(key=lambda one: (SCALES.index(one.scale), one.name))
    who = who_may_among([one.pk for one in those], code, request.on)
    return {
        "places": [(one, who[one.pk][0]) for one in those if who[one.pk][0]],
        "without": [one for one in those if not who[one.pk][0]],
    }


@signed_in
def grant(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A delegation: what, up to what, until when, where it comes from; and what this person may do with it."""
    found = grant_of(request, key)
    row, actor, acts_now = one_of(found, request.on), request.actor, not request.is_past
    is_mistake = found.end_reason == Grant.EndReason.MISTAKE
    over = bool(found.dates.end and found.dates.end <= request.on)
    corrects = bool(permissions.may_correct(actor, found)) and acts_now and not is_mistake
    circle = under_signature(found)
    unsigned = row.waits and circle is None
    context = {
        "row": row,
        "circle": circle,
        "grant": found,
        "children": Grant.objects.filter(parent=found).select_related("holder").order_by("period", "pk"),
        "accepts": unsigned and actor.person == found.holder_id and acts_now,
        "deposits": unsigned and corrects and actor.person != found.holder_id,
        "ends": bool(permissions.may_end(actor, found)) and acts_now and not over and not is_mistake,
        "corrects": corrects,
        "renews": bool(permissions.may_renew(actor, found)) and acts_now and not is_mistake,
        "is_mine": actor.person == found.holder_id,
        "done_at": acts_with_ways(row, actor) if actor.person == found.holder_id and acts_now else [],
    }
    return render(request, "delegations/grant.html", context)


@signed_in
def grant_pdf(request: Request, scale: str, key: UUID) -> HttpResponse:
    """On paper, as it stands on the day of the page."""
    paper = delegation_paper(one_of(grant_of(request, key), request.on), request.on)
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    return under_name(HttpResponse(content, content_type=MEDIA_TYPE), f"{request.scale.slug}-delegation.pdf")


@signed_in
def mine(request: Request) -> HttpResponse:
    """What this person is entrusted with, wherever it is."""
    place = next((hat.organisation for hat in request.actor.hats), None)  # where they may ask for one
    home = Organisation.objects.filter(pk=place).first() if place else None
    return render(request, "delegations/mine.html", {"rows": mine_with_ways(request.actor, request.on), "home": home})
