"""What mends a decision: it goes on the agenda of a body that could, or what that body said is written in the register."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kevread.charter.operations import Shifts, rehearse
from kevread.charter.operations.effects_in_words import what_follows
from kevread.competence.rules.bodies import Standing
from kevread.decisions import permissions
from kevread.decisions.forms import NoteForm
from kevread.decisions.models import Decision, Ratification
from kevread.decisions.operations import ratifying as verbs
from kevread.decisions.page import decision_of
from kevread.decisions.queries.classing import to_class
from kevread.decisions.queries.competence import competences, is_distributed
from kevread.decisions.queries.mending import Cure, agendas_for, closed_for, cure_of, ratifying_lines, to_mend
from kevread.decisions.rules import WATCHED, key_of
from kevread.meetings.queries.naming import called
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, is_confirmed, perform
from kevread.ui.request import Request


@may("read")
def ratifying(request: Request, scale: str) -> HttpResponse:
    """The decisions of the last twelve months that another body took, and what has them ratified."""
    return cures(request, Standing.WRONG_BODY)


@may("read")
def submitting(request: Request, scale: str) -> HttpResponse:
    """The same, and the agendas that they may go to."""
    return cures(request, Standing.WRONG_BODY, "Porter à l’ordre du jour")


@may("read")
def advising(request: Request, scale: str) -> HttpResponse:
    """The decisions of the last twelve months that lack an advice, and what has it given."""
    return cures(request, Standing.ADVICE_MISSING)


@may("read")
def adopting(request: Request, scale: str) -> HttpResponse:
    """The decisions to take together of the last twelve months, applied without the others, and what has them adopt."""
    return cures(request, Standing.AHEAD)


TITLES = {
    Standing.WRONG_BODY: "Faire ratifier",
    Standing.ADVICE_MISSING: "Recueillir l’avis qui manque",
    Standing.AHEAD: "Faire adopter par les autres instances",
}


def cures(request: Request, lack: Standing, title: str = "") -> HttpResponse:
    found = to_mend(request.scale, request.actor, request.on, request.on - WATCHED, lack)
    since, untyped = request.on - WATCHED, to_class(request.scale, request.actor, request.on)
    context = {
        "cures": found,
        "lack": lack.value,
        "title": title or TITLES[lack],
        "is_distributed": is_distributed(request.scale, request.on),
        "to_class": untyped.filter(decided_on__gt=since).count(),
        "to_class_ever": untyped.count(),
    }
    return render(request, "decisions/to_mend.html", context)


def cure_here(request: Request, key: UUID) -> Cure:
    """A decision to mend. Raises Http404 when it lacks nothing."""
    found = decision_of(request, key)
    cure = cure_of(found, competences([found]).get(found.pk), request.actor, request.today)
    if cure is None:
        raise Http404(
            "Il ne manque rien à cette décision : l’instance compétente l’a prise, ou ce qui manquait est venu."
        )
    return cure


@may("read")
@today_only
def ratify(request: Request, scale: str, key: UUID) -> HttpResponse:
    """By which line of the register of the competent body it is ratified: one that is there, read again with what would follow
    before it is said; or one to write."""
    cure = cure_here(request, key)
    lines = ratifying_lines(cure.decision, request.actor, cure.judges)
    review: dict[str, Any] = {}

    def say() -> Done | None:
        chosen = key_of(request.POST.get("decision"))
        line = next((one for one in lines if one.pk == chosen), None)
        if line is None:
            raise Http404("Cette ligne n’est pas au registre de l’instance compétente.")
        asked: dict[str, Any] = {
            "actor": request.actor,
            "decision": line,
            "ratifies": cure.decision,
            "now": request.now,
        }
        if not is_confirmed(request):
            moved, _ = rehearse([partial(verbs.ratify_decision, **asked)], on=request.today)
            review.update(line=line, follows=what_follows(Shifts(moved), request.today, request.today))
            return None
        verbs.ratify_decision(**asked)
        said = f"La décision n° {line.reference} la ratifie."
        still = [called(one.item.meeting, request.on) for one in cure.still_on_agenda]
        if still:
            said += f" Le point qui devait la ratifier reste à l’ordre du jour : {' ; '.join(still)}."
        return Done(said, "decisions:decision", scale=scale, key=key)

    gesture = perform(request, None, say)
    if gesture.done or review:
        return gesture.done or gesture.page("decisions/ratify_review.html", {"cure": cure} | review)
    query = f"?ratifie={key}&instance="
    to_write = [
        (one, reverse("decisions:record_decision", kwargs={"scale": one.organisation.slug}) + query + one.body.slug)
        for one in cure.judges
        if one.records and one.ratifies
    ]
    return gesture.page("decisions/ratify.html", {"cure": cure, "lines": lines, "to_write": to_write})


@may("read")
@today_only
def submit(request: Request, scale: str, key: UUID) -> HttpResponse:
    """To which agenda of the competent body it goes."""
    cure = cure_here(request, key)
    agendas = agendas_for(cure.decision, request.actor, cure.judges, request.today)

    def carry() -> Done:
        chosen = key_of(request.POST.get("vers"))
        to = next((one for one in agendas if one.pk == chosen), None)
        if to is None:
            raise Http404("Cette réunion ne reçoit pas cette décision.")
        verbs.submit_decision(actor=request.actor, decision=cure.decision, to=to, now=request.now)
        said = "La décision est à l’ordre du jour : ce que l’instance y votera lui sera lié."
        return Done(said, "meetings:agenda_of", scale=to.organisation.slug, key=to.pk)

    gesture = perform(request, None, carry)
    closed = closed_for(cure.decision, request.actor, cure.judges, request.today)
    return gesture.done or gesture.page("decisions/submit.html", {"cure": cure, "agendas": agendas, "closed": closed})


@may("read")
@today_only
def annul(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It was said by mistake that a line ratifies another: which is to mend again, as the page says before."""
    rows = Ratification.objects.select_related("decision__body__organisation", "decision__organisation", "ratifies")
    link = rows.filter(pk=key, ratifies__organisation=request.scale).first()
    if link is None:
        raise Http404("Cette ratification n’existe pas, ou elle est annulée.")
    found = decision_of(request, link.ratifies_id)
    grounds = permissions.may_record(request.actor, link.decision.body)
    grounds.or_raise()
    form = NoteForm("Pourquoi elle ne la ratifie pas", request.POST or None)

    def undo() -> Done:
        verbs.annul_ratification(
            actor=request.actor, ratification=link, reason=form.cleaned_data["note"], now=request.now
        )
        said = "La ratification est annulée : le journal en garde le motif."
        return Done(said, "decisions:decision", scale=scale, key=found.pk)

    gesture = perform(request, form, undo)
    return gesture.done or gesture.page("decisions/annul_ratification.html", {"decision": found, "link": link})


def named_by_asking(request: Request, name: str) -> Decision | None:
    """The decision that a line about to be written would ratify, is on, or is the same as, when one comes from its page."""
    if name not in request.GET:
        return None
    rows = Decision.objects.visible_to(request.actor).select_related("body__organisation", "meeting")
    found: Decision | None = rows.filter(pk=key_of(request.GET[name])).first()
    if found is None:
        raise Http404("Cette décision n’est pas au registre.")
    return found
