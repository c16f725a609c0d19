"""The register of agreements, and the page of one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render as page

from kevread.agreements.exports import AGREEMENTS
from kevread.agreements.forms import kinds_open_to
from kevread.agreements.loader import ClauseSpec, kinds
from kevread.agreements.models import KEEPS, Agreement, Event, Instrument
from kevread.agreements.operations.alike import place_to_take
from kevread.agreements.permissions import answered_by, may_annul, may_follow, may_keep, may_speak_for, may_undo
from kevread.agreements.queries.alike import may_be_taken
from kevread.agreements.queries.newer import newer_for, newer_than
from kevread.agreements.queries.owed import Due, obligations_of, owed_under, sides, upon_what
from kevread.agreements.queries.papers import agreement_paper, model_of, signed_version
from kevread.agreements.queries.register import SHOWN, Asked, Whole, register_of, whole
from kevread.agreements.queries.review import review_paper, years_of
from kevread.agreements.queries.signing import ready_to_sign, under_signature, whole_and_awaited
from kevread.agreements.queries.standing import Standing, already_bound, standing_of
from kevread.agreements.scene import agreement_of, instrument_of, is_near
from kevread.chronicle.queries.story import story
from kevread.common.actor import Actor
from kevread.common.words import file_name
from kevread.documents.contracts import as_data
from kevread.documents.models import Circle
from kevread.documents.queries.sealed import sealed_bytes
from kevread.documents.rendering import MEDIA_TYPE, render
from kevread.ui.access import may, public
from kevread.ui.files import attached
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

STATES = (
    ("en-vigueur", "En vigueur"),
    ("en-preparation", "En préparation, ou à venir"),
    ("finies", "Finies, ou abandonnées"),
)


def asked_of(request: Request) -> Asked:
    """What its address asks for."""
    told = {name: request.GET.get(name, "")[:100] for name in ("nature", "etat", "mots")}
    return Asked(told["nature"], told["etat"] if told["etat"] in SHOWN else "", told["mots"])


@may("read")
def agreements(request: Request, scale: str) -> HttpResponse:
    """The agreements of the organisation that this person reads, whatever their state; filtered."""
    asked = asked_of(request)
    keeps = request.actor.hat_for(KEEPS, request.scale.pk) is not None and not request.is_past
    rows = register_of(request.scale, request.actor, asked, request.on)
    context = {
        "rows": [(one, one.others(request.scale.pk)) for one in rows],
        "asked": asked,
        "natures": [(slug, spec.label) for slug, spec in kinds().items()],
        "states": STATES,
        "is_asked": asked != Asked(),
        "keeps": keeps and bool(kinds_open_to(request.scale)),
        "ready": len(ready_to_sign(request.scale, request.actor)) if keeps else 0,
        "to_approve": whole_texts(request) if keeps else 0,
    }
    return page(request, "agreements/agreements.html", context)


@may("read")
def agreements_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet."""
    rows: list[Standing] = register_of(request.scale, request.actor, asked_of(request), request.on)
    return table_file(request, AGREEMENTS, rows, form)


def whole_texts(request: Request) -> int:
    """How many texts wait for nothing but the consent of this organisation."""
    return sum(map(len, whole_and_awaited(request.scale, request.actor).values()))


def happened(request: Request, stands: Standing, acts: bool) -> list[tuple[Event, bool]]:
    """What happened, and whether this person may say that it was a mistake."""
    return [
        (one, acts and one.undone_on is None and one.agreed_on is None and bool(may_undo(request.actor, one)))
        for one in stands.events
    ]


def may_answer(actor: Actor, stands: Standing, event: Event) -> bool:
    """Whether this person may agree, for a party, to the end that another proposed."""
    others = [one for one in stands.parties if one.pk != event.by_id and one.organisation.scale]
    return actor.person != event.told_by_id and any(may_speak_for(actor, one) for one in others)


def unentered(told: Whole) -> list[ClauseSpec]:
    """The clauses of the model of which nobody entered what the paper says."""
    shown = {one.clause.slug for one in told.clauses}
    known = told.spec.known_on(told.standing.on) if told.spec else ()
    left = [one for one in known if one.slug not in shown]
    may_be_gone = bool(left and told.standing.amendments)  # an amendment may have removed one that was entered
    entered = set(told.first.clauses.values_list("slug", flat=True)) if may_be_gone else set()
    return [one for one in left if one.slug not in entered]


def agreed_here(request: Request, told: Whole) -> bool:
    """Whether another party than that of this page approved it here: nobody annuls it any more."""
    others = [one.approval for one in told.approvals if one.approval.party.organisation_id != request.scale.pk]
    return told.first.origin == Instrument.Origin.HERE and any(one.decision_id for one in others)


class Shown:
    """What is due, and what this person may do of it: say that it is kept, contest it, ask for a later day, agree to one."""

    def __init__(self, due: Due, acts: bool, actor: Actor) -> None:
        self.due = due
        debtor, creditor = due.obligation.debtor, due.obligation.creditor
        self.may_tell = acts and due.is_open and bool(may_speak_for(actor, debtor))
        self.may_ask = acts and due.is_open
        told = acts and bool(due.obligation.occasion) and due.is_open
        self.may_undo = told and bool(may_speak_for(actor, creditor) or (self.may_tell and not due.denied))
        self.may_contest = acts and due.kept is not None and bool(may_speak_for(actor, creditor))
        self.to_agree = [
            one
            for one in due.asked
            if acts and due.is_open and may_speak_for(actor, answered_by(due.obligation, one.asked_by_id))
        ]


def may_overlap(stands: Standing) -> bool:
    """Whether another that binds the same may be told beside it; of what was amended since, it is the one that is followed."""
    return stands.state.is_prepared or (stands.state.binds and not stands.amendments)


def read_decisions(dues: list[Due], events: Sequence[Event]) -> None:
    """Read together the decisions that put off what is due and end what binds: the facts that read the same rows do not."""
    prefetch_related_objects([one.put_off for one in dues if one.put_off], "decision__organisation")
    prefetch_related_objects(events, "decision__organisation", "agreed_decision__organisation")


@public
def agreement(request: Request, scale: str, key: UUID) -> HttpResponse:
    """An agreement: where it stands, its three dates, who signed and by what, its text, what happened to it."""
    found = agreement_of(request, key)
    told = whole(found, request.actor, request.on)
    state = told.standing.state
    acts = not request.is_past and found.annulled_on is None and bool(may_follow(request.actor, found))
    stage, near = told.first.stage, is_near(request, found, told.standing.parties)
    on_paper = told.first.origin == Instrument.Origin.PAPER
    obligations = obligations_of([told.standing]) if near else []
    dues = owed_under([told.standing], request.on, obligations) if near else []
    read_decisions(dues, told.standing.events if near else [])
    owed = [Shown(one, acts, request.actor) for one in dues]
    context = {
        "agreement": found,
        "owed": owed,
        "owed_open": [one for one in owed if one.due.is_open],
        "owed_kept": [one for one in owed if not one.due.is_open],
        "upon": [(one, upon_what(one)) for one in obligations if one.is_upon],
        "undoable": [one for one in obligations if acts and may_speak_for(request.actor, one.creditor)],
        "deniable": [
            one for one in obligations if acts and not one.denied_on and may_speak_for(request.actor, one.debtor)
        ],
        "near": near,
        "years": years_of(told.standing)[:2] if near else [],
        "events": happened(request, told.standing, acts) if near else [],
        "to_agree": [one for one in told.standing.proposed if acts and may_answer(request.actor, told.standing, one)],
        "may_annul": acts and bool(may_annul(request.actor, found, told.first)) and not agreed_here(request, told),
        "on_paper": on_paper,
        "unentered": unentered(told) if acts and on_paper and stage == "signed" else [],
        "sides": sides(told.standing.parties, [one.due for one in owed]),
        "told": told,
        "model": model_of(told),
        "bound": already_bound(told.standing, request.actor) if near and may_overlap(told.standing) else [],
        "is_prepared": state.is_prepared,
        "standing": told.standing,
        "acts": acts,
        "keeps": acts and request.actor.hat_for(KEEPS, found.organisation_id) is not None,
        "writes": acts and stage in ("draft", "talks"),
        "binds": state.binds,
        "stage": stage,
        "ready": stage == "talks" and all(one.approval.is_given for one in told.approvals),
        "amendments": amendments_of(told.standing, near and not request.is_past),
        "may_amend": acts and state.binds and told.standing.prepared is None,
        "speaks": any(may_speak_for(request.actor, one) for one in told.standing.parties if one.organisation.scale),
        "taken_again": acts and is_taken_again(request, found, told),
        "signs_here": all(one.organisation.scale for one in told.standing.parties),
        "mine": request.actor.person,
        "story": story(request.actor, found.pk, told.first.pk, *rows_of(told)) if acts else None,
    }
    return page(
        request, "agreements/agreement.html", context | signing_of(request, told.first, near) | drawn(told, near)
    )


def drawn(told: Whole, near: bool) -> dict[str, Any]:
    """Of a text prepared here, for those of a party: the version of its model, and the one that came since; what that would
    change of a text under way; of one that is signed, only that it is there."""
    first, standing = told.first, told.standing
    if not near or first.number or first.origin != Instrument.Origin.HERE or first.stage == Instrument.Stage.DROPPED:
        return {}
    under_way = standing.state.is_prepared
    newer = newer_for(first, [one.clause for one in told.clauses], standing.on) if under_way else None
    later = None if under_way else newer_than(standing.agreement.kind, first.model_since, standing.on)
    return {"drawn_since": first.model_since, "newer": newer, "later": later}


def is_taken_again(request: Request, found: Agreement, told: Whole) -> bool:
    """Whether this person may prepare the same with others, from here."""
    here = found.organisation_id == request.scale.pk and may_be_taken(told.first)
    if not here or not may_keep(request.actor, found.organisation):
        return False
    return place_to_take(found, told.standing.parties) is not None


def rows_of(told: Whole) -> list[UUID]:
    """What its story tells with it: what happened to it, and what a party said of its signature on the paper."""
    pens = [one.pen for one in told.approvals if one.pen]
    return [one.pk for one in [*told.standing.events, *(step for pen in pens for step in pen.steps)]]


def amendments_of(stands: Standing, near: bool) -> list[Instrument]:
    """Those that were signed by that day; and the one that is being prepared, for those of a party."""
    last = stands.prepared if near else None
    return [*stands.amendments, *([last] if last else [])]


def signing_of(request: Request, instrument: Instrument, near: bool) -> dict[str, Any]:
    """Where the demand for signatures stands, for those of a party: who reads it from outside reads who signed, in the end."""
    waits = instrument.document_id and instrument.signed_on is None and not request.is_past
    found = under_signature(instrument.document_id) if near and waits else None
    follows = found is not None and bool(Circle.objects.visible_to(request.actor).filter(pk=found.circle.pk))
    return {"signing": found, "follows_signing": follows}


@public
def agreement_text(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The text in force that day, on a paper."""
    found = agreement_of(request, key)
    paper = agreement_paper(whole(found, request.actor, request.on))
    content = render(paper.template, as_data(paper), made_at=request.now)
    return attached(content, MEDIA_TYPE, f"{file_name(found.title)}.pdf")


@public
def agreement_review(request: Request, scale: str, key: UUID, number: int) -> HttpResponse:
    """The balance of a year, on a paper, for those of a party."""
    found = agreement_of(request, key)
    if not is_near(request, found) or number not in years_of(standing_of(found, request.on)):
        raise Http404("Cette convention n’a pas de bilan de cette année que vous pouvez lire.")
    paper = review_paper(found, number, request.on)
    content = render(paper.template, as_data(paper), made_at=request.now)
    return attached(content, MEDIA_TYPE, f"{file_name(paper.title)}.pdf")


@public
def agreement_document(request: Request, scale: str, key: UUID, number: int = 0) -> HttpResponse:
    """The file that was signed, of the first text or of an amendment, for whoever reads the agreement."""
    instrument = instrument_of(request, key, number)
    version = signed_version(instrument)
    if version is None:
        raise Http404("Aucun fichier n’est conservé avec cette convention.")
    return attached(sealed_bytes(version), version.media_type, version.name)
