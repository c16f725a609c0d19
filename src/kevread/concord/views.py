"""The texts that several bodies adopt: how each stands, its versions compared; proposed, amended, answered, given up."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from kevread.common.compared import Piece, by_words
from kevread.concord import operations
from kevread.concord.exports import TEXTS
from kevread.concord.forms import AmendForm, AnswerForm, ProposeForm, ReasonForm
from kevread.concord.loader import kinds
from kevread.concord.models import PROPOSES
from kevread.concord.permissions import may_answer, may_propose
from kevread.concord.queries import (
    Place,
    Reading,
    Standing,
    bodies_open,
    citable,
    of_organisation,
    standing_of,
    standings,
)
from kevread.concord.scene import answer_of, named_of, text_of, version_of
from kevread.decisions.models import Decision
from kevread.documents.files import File, receive
from kevread.documents.forms import content_of
from kevread.documents.scene import as_given
from kevread.seats.models import Body
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown
from kevread.ui.spreadsheet import table_file
from kevread.ui.words import day as day_words


def those_of(request: Request) -> list[Standing]:
    return standings(of_organisation(request.scale).visible_to(request.actor), request.on)


@may("read")
def texts(request: Request, scale: str) -> HttpResponse:
    """Those that this organisation proposes, or that one of its bodies is to adopt."""
    context = {
        "standings": those_of(request),
        "proposes": bool(may_propose(request.actor, request.scale)) and not request.is_past,
    }
    return render(request, "concord/texts.html", context)


@may("read")
def texts_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet: a line for each body."""
    rows = [(one, place) for one in those_of(request) for place in one.last.places]
    return table_file(request, TEXTS, rows, form)


@may("read")
def text(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A text: who has adopted, who is awaited, who refused and why; its words, its versions."""
    found = standing_of(text_of(request, key), request.on)
    assert found is not None
    cited = [place.answer.decision_id for place in found.last.places if place.answer]
    read = set(Decision.objects.visible_to(request.actor).filter(pk__in=cited).values_list("pk", flat=True))
    context = {
        "standing": found,
        "lines": [
            (place, place.answer is not None and place.answer.decision_id in read, speaks(request, found, place))
            for place in found.last.places
        ],
        "history": list(map(with_changes, found.readings, (*found.readings[1:], None))),
        "proposes": proposes(request, found),
    }
    return render(request, "concord/text.html", context)


def proposes(request: Request, standing: Standing) -> bool:
    """Whether whoever asks may write another version from here, today."""
    here = standing.text.organisation_id == request.scale.pk and not request.is_past and not standing.is_dropped
    return here and bool(may_propose(request.actor, standing.text.organisation))


def speaks(request: Request, standing: Standing, place: Place) -> bool:
    """Whether whoever asks may say what this body answered, from its own organisation."""
    if request.is_past or standing.is_dropped or place.named.body.organisation_id != request.scale.pk:
        return False
    return bool(may_answer(request.actor, place.named.body))


def with_changes(reading: Reading, before: Reading | None) -> tuple[Reading, tuple[Piece, ...]]:
    """A version, and what it changes of the words of the one before; nothing where either is a file."""
    if before is None or not reading.version.words or not before.version.words:
        return reading, ()
    return reading, by_words(before.version.words, reading.version.words)


@may(PROPOSES)
@today_only
def propose(request: Request, scale: str) -> HttpResponse:
    """A text, and the bodies that must adopt it."""
    bodies = bodies_open(request.on)
    kind = request.GET.get("nature", "")
    asked = {"kind": kind, "bodies": proposed_bodies(kind, bodies), "written_on": request.on}
    form = ProposeForm(bodies, request.POST or None, request.FILES or None, initial=asked)

    def write() -> Done:
        said = form.cleaned_data
        made = operations.propose_text(
            actor=request.actor, organisation=request.scale, now=request.now, **said | {"file": received(said["file"])}
        )
        return Done(
            "Le texte est devant les instances choisies : chacune y répond par une décision de son registre.",
            "concord:text",
            scale=scale,
            key=made.pk,
        )

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("concord/propose.html", {"kinds": kinds()})


def proposed_bodies(kind: str, bodies: Any) -> list[Body]:
    """Those that the federation names for a kind."""
    asked = kinds()[kind].bodies if kind in kinds() else ()
    return [
        body for body in bodies if any((one.kind, one.scale) == (body.kind, body.organisation.scale) for one in asked)
    ]


def received(given: Any) -> File | None:
    return receive(given.name, content_of(given)) if given else None


@may(PROPOSES)
@today_only
def amend(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Another version, before the same bodies or others."""
    found = text_of(request, key)
    standing = standing_of(found, request.on)
    assert standing is not None
    last = standing.last
    asked = {
        "bodies": [place.named.body_id for place in last.places],
        "words": last.version.words,
        "written_on": request.on,
    }
    form = AmendForm(bodies_open(request.on), request.POST or None, request.FILES or None, initial=asked)

    def write() -> Done:
        said = form.cleaned_data
        made = operations.amend_text(
            actor=request.actor, text=found, now=request.now, **said | {"file": received(said["file"])}
        )
        return Done(
            f"La version {made.number} est devant les instances : chacune l’adopte de nouveau, ou non.",
            "concord:text",
            scale=scale,
            key=key,
        )

    gesture = perform(request, form, write, Shown(found, lambda text: text.versions.count()))
    return gesture.done or gesture.page("concord/amend.html", {"standing": standing})


@may("record_decision")
@today_only
def answer(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What a body of this organisation decided of the last version."""
    named = named_of(request, key)
    form = AnswerForm(citable(named.body, named.version), request.POST or None)

    def write() -> Done:
        said = form.cleaned_data
        operations.answer_text(
            actor=request.actor,
            named=named,
            decision=said["decision"],
            adopts=said["adopts"] == "oui",
            reason=said["reason"],
            now=request.now,
        )
        standing = standing_of(named.version.text, request.on)
        assert standing is not None
        since = standing.last.since
        told = f" Ce texte est en vigueur depuis le {day_words(since)}." if since else ""
        return Done(f"La réponse est inscrite.{told}", "concord:text", scale=scale, key=named.version.text_id)

    gesture = perform(request, form, write)
    return gesture.done or gesture.page("concord/answer.html", {"named": named})


@may("record_decision")
@today_only
def take_back(request: Request, scale: str, key: UUID) -> HttpResponse:
    """An answer that was written by mistake."""
    found = answer_of(request, key)
    form = ReasonForm(request.POST or None)
    current = standing.current if (standing := standing_of(found.named.version.text, request.on)) else None
    ends = found.adopts and current is not None and current.version.pk == found.named.version_id
    words = {
        "title": "Annuler cette réponse",
        "lede": f"{found.named.body.name}, sur « {found.named.version.text.title} ». La décision reste au registre ; elle ne "
        "compte plus comme réponse à ce texte, à partir d’aujourd’hui."
        + (" Ce texte, que toutes les instances nommées ont adopté, ne sera plus en vigueur." if ends else ""),
        "button": "Annuler la réponse",
    }

    def undo() -> object:
        reason = form.cleaned_data["reason"]
        return operations.take_back(actor=request.actor, answer=found, reason=reason, now=request.now)

    return simple(
        request, form, words, found.named.version.text_id, "La réponse est annulée ; elle reste écrite.", undo
    )


@may(PROPOSES)
@today_only
def drop(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A text that is given up."""
    found = text_of(request, key)
    form = ReasonForm(request.POST or None)
    words = {
        "title": "Abandonner ce texte",
        "lede": f"« {found.title} » ne sera plus devant les instances. Ce qu’elles ont répondu reste écrit.",
        "button": "Abandonner ce texte",
    }

    def give_up() -> object:
        reason = form.cleaned_data["reason"]
        return operations.drop_text(actor=request.actor, text=found, reason=reason, now=request.now)

    return simple(request, form, words, key, "Le texte est abandonné ; il reste écrit.", give_up)


def simple(request: Request, form: forms.Form, words: dict[str, str], key: UUID, said: str, verb: Any) -> HttpResponse:
    def do() -> Done:
        verb()
        return Done(said, "concord:text", scale=request.scale.slug, key=key)

    gesture = perform(request, form, do)
    return gesture.done or gesture.page("concord/gesture.html", {"words": words, "key": key})


@may("read")
def version_file(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The file of a version, as it was given."""
    found = version_of(request, key)
    return as_given(found.document_id, "Cette version n’a pas de fichier : son texte se lit sur sa page.")
