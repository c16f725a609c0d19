"""The front page, and the public page of each organisation of the network."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import resolve, reverse

from kevread.charter.queries.decided import standing_on
from kevread.charter.queries.document import is_attached
from kevread.common.facts import GROUPING, HEAD, LOCAL
from kevread.directory.models import Organisation
from kevread.directory.permissions import may_open_organisation
from kevread.directory.queries.vocabulary import community_word, said_of_itself, scale_word
from kevread.publishing.exports import DECIDED, points_to_take
from kevread.publishing.queries import coming, lately_decided, presentation
from kevread.publishing.queries import front as front_of
from kevread.publishing.queries.decisions import public_decisions
from kevread.ui.access import public
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file


@public
def front(request: Request) -> HttpResponse:
    found = front_of(request.on)
    zones = [
        {
            "name": drawn.holder.name if drawn.holder else drawn.zone.name,
            "outline": drawn.zone.outline,
            "css": f"hue-{rank}",
            "url": reverse("publishing:territory", kwargs={"scale": drawn.holder.slug}) if drawn.holder else "",
        }
        for rank, drawn in enumerate(found.zones, start=1)
    ]
    drawing = {"box": found.box, "title": "Les territoires du réseau", "zones": zones}
    words = {"grouping": both(GROUPING), "local": both(LOCAL)}
    opens = found.head if found.is_empty and found.head and may_open_organisation(request.actor, found.head) else None
    context = {"front": found, "map": drawing, "words": words, "opens": opens, "federation": said_of_itself()}
    context["attached"] = is_attached()
    context["decided"] = lately_decided(request.on)
    context["made_public"] = list(public_decisions(request.on)[:3])
    context["meetings"] = [] if request.is_past else coming(request.today, limit=3)
    return render(request, "publishing/front.html", context)


def both(scale: str) -> str:
    """The federation's word for a scale, singular and plural, as `counted` reads them."""
    return f"{scale_word(scale)},{scale_word(scale, 'many')}"


@public
def territory(request: Request, scale: str) -> HttpResponse:
    """What an organisation is; who sits there is one click away, in its bodies."""
    return render(
        request,
        "publishing/territory.html",
        {"page": presentation(request.scale, request.on), "community": community_word()},
    )


@public
def decided(request: Request) -> HttpResponse:
    """What the network decided, what its document proposes, what is left to decide: as of a day, for anybody."""
    head = Organisation.objects.at_scale(HEAD).on(request.on).first()
    return render(request, "publishing/decided.html", {"standing": standing_on(request.on), "head": head})


@public
def decided_file(request: Request, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    return table_file(request, DECIDED, points_to_take(standing_on(request.on)), form)


@public
def trimmed(request: Request, trimmed: str) -> HttpResponse:
    """« /une-organisation », an address cut after the organisation: its public page, on the same day. A page that ends with a
    slash, asked for without it, is found as it was before this address existed."""
    if Organisation.objects.visible_to(request.actor).exclude(scale="").filter(slug=trimmed).exists():
        return redirect(keep_query(request, reverse("publishing:territory", kwargs={"scale": trimmed})))
    whole = f"{request.path_info}/"
    if not request.path_info.endswith("/") and resolve(whole).url_name != "trimmed":
        return redirect(keep_query(request, whole), permanent=True)
    raise Http404("Aucune organisation du réseau ne porte ce nom.")


def keep_query(request: Request, path: str) -> str:
    """The same question, asked of another page."""
    query = request.META.get("QUERY_STRING", "")
    return f"{path}?{query}" if query else path
