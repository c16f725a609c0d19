"""The decision from which the network lives: written in the register of the head, and its paper deposited."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kevread.charter.engine import framework
from kevread.common.facts import HEAD
from kevread.competence.queries import matrix
from kevread.decisions import permissions
from kevread.decisions.forms import FoundForm, FoundingPaperForm
from kevread.decisions.operations.founding import deposit_founding_paper
from kevread.decisions.operations.founding import found as write_down
from kevread.decisions.queries.founding import founding_day, founding_of
from kevread.documents.files import File, receive
from kevread.documents.forms import content_of
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.places import screen_address
from kevread.ui.request import Request

PAGE = "decisions:decision"


@may("record_decision")
@today_only
def found(request: Request, scale: str) -> HttpResponse:
    """Its words, then its paper; once both are there, its page says the rest."""
    told, day = matrix().founding, founding_day()
    if told is None or day is None:
        raise Http404("Le cadre commun ne dit pas de décision d’avant les registres.")
    if (
        request.scale.scale != HEAD
    ):  # it is of the head’s register alone: whoever changes scale finds the register there
        return redirect(screen_address("decisions:decisions", scale=scale))
    permissions.may_found(request.actor, request.scale).or_raise()
    there = founding_of(request.actor)
    words = {"body": told.body, "title": told.title, "text": framework().articles[told.article].text}
    sent = (request.POST or None, request.FILES or None)
    form = FoundingPaperForm(*sent) if there else FoundForm(*sent, initial=words)

    def given() -> File | None:
        file = form.cleaned_data.pop("file")
        return receive(file.name, content_of(file)) if file else None

    def write() -> Done:
        file = given()
        if there is not None:
            assert file is not None
            deposit_founding_paper(actor=request.actor, founding=there, file=file, now=request.now)
            return Done("Le papier est conservé, tel que vous l’avez donné.", PAGE, scale=scale, key=there.decision_id)
        row = write_down(
            actor=request.actor, organisation=request.scale, file=file, now=request.now, **form.cleaned_data
        )
        said = f"C’est inscrit au registre, sous le n° {row.decision.reference}."
        return Done(said, PAGE, scale=scale, key=row.decision_id)

    gesture = perform(request, form, write)
    context = {"founding": there, "day": day, "article": told.article}
    return gesture.done or gesture.page("decisions/found.html", context)
