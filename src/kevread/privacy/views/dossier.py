"""« Ce que Kevread sait de moi », on screen, for a program, on paper: one's own, and nobody else's."""

from django.http import HttpResponse, JsonResponse

from kevread.common.errors import Denied
from kevread.common.facts import HEAD
from kevread.directory.models import Organisation, Person
from kevread.documents.contracts import as_data
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_paper
from kevread.privacy import operations
from kevread.privacy.forms import AskForm
from kevread.privacy.queries.delays import months_to_answer
from kevread.privacy.queries.demands import own
from kevread.privacy.queries.dossier import Part, as_json
from kevread.privacy.queries.dossier import dossier as dossier_of
from kevread.privacy.queries.papers import dossier_paper
from kevread.ui.access import signed_in
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request

SHOWN = 12  # rows of one kind on the page; the files have all of them


def mine(request: Request) -> tuple[Person, list[Part]]:
    if request.person is None:
        raise Denied(
            "Ce compte n’est relié à aucune personne de l’annuaire : Kevread n’en garde que l’adresse avec laquelle vous "
            "entrez. Le secrétariat de votre organisation peut le relier à votre fiche."
        )
    return request.person, dossier_of(request.person)


@signed_in
def dossier(request: Request) -> HttpResponse:
    """All of it, and the form by which one asks for something about it."""
    person, parts = mine(request)
    form = AskForm(request.POST or None)

    def ask() -> Done:
        operations.ask(actor=request.actor, person=person, now=request.now, **form.cleaned_data)
        return Done("C’est demandé : la réponse vous viendra par courriel.", "privacy:dossier")

    gesture = perform(request, form, ask)
    context = {
        "person": person,
        "parts": [(part, part.rows[-SHOWN:][::-1], max(0, len(part.rows) - SHOWN)) for part in parts],
        "months": months_to_answer(request.today),
        "demands": own(person.pk, request.today),
    }
    return gesture.done or gesture.page("privacy/dossier.html", context)


@signed_in
def dossier_json(request: Request) -> HttpResponse:
    person, parts = mine(request)
    answer = JsonResponse(as_json(person, parts, request.now), json_dumps_params={"ensure_ascii": False, "indent": 2})
    return under_name(answer, "ce-que-kevread-sait-de-moi.json")


@signed_in
def dossier_pdf(request: Request) -> HttpResponse:
    """It is not kept."""
    person, parts = mine(request)
    head = Organisation.objects.at_scale(HEAD).order_by("pk").get()
    paper = dossier_paper(person, parts, request.now, head)
    content = set_paper(paper.template, as_data(paper), made_at=request.now)
    return under_name(HttpResponse(content, content_type=MEDIA_TYPE), "ce-que-kevread-sait-de-moi.pdf")
