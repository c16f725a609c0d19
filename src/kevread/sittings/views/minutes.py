"""The minutes: read, frozen, signed by two, approved by the next meeting, corrected, archived."""

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.http import Http404, HttpResponse

from kevread.attendance import permissions
from kevread.common.errors import Invalid, Refused
from kevread.documents.contracts import as_data
from kevread.documents.forms import SignForm
from kevread.documents.models import Document
from kevread.documents.operations.signing import send_signing_code
from kevread.documents.queries import latest, versions_of
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_paper
from kevread.documents.scene import signing
from kevread.meetings.models import Meeting
from kevread.meetings.models.meeting import SIGNED
from kevread.meetings.rules.life import State
from kevread.meetings.scene import meeting_of, still
from kevread.sittings.models import Minutes
from kevread.sittings.operations import minutes
from kevread.sittings.queries.papers import minutes_paper
from kevread.sittings.queries.proceedings import CLOSING, OPENING, proceedings, quorum_sentence, text_of
from kevread.sittings.queries.signed import UNPROVEN, signed_text, text_to_sign
from kevread.sittings.views.presences import asked
from kevread.sittings.views.room import PARTS, noted_by
from kevread.ui.access import signed_in, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, Gesture, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown

TOO_MANY = "Trop d’essais : attendez quelques minutes, puis recommencez. Rien n’est signé."
OVER = (State.CLOSED, State.FAILED, State.DRAFTED, State.SIGNED, State.APPROVED, State.ARCHIVED)


@signed_in
def read(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What the minutes say so far, and what is to be done with them."""
    meeting = meeting_of(request, key)
    done = lambda: Done(press(request, meeting), "sittings:minutes", scale=scale, key=key)  # noqa: E731
    shown = Shown(meeting, minutes_shown, first=Document.objects.filter(minutes__meeting=meeting).first())
    approves = request.POST.get("geste", "approuver") == "approuver"
    gesture = perform(request, None, done, shown if approves else None)
    return gesture.done or page(gesture, meeting)


def minutes_shown(meeting: Meeting) -> object:
    """What is approved: the last version, and who signed it."""
    kept = Minutes.objects.filter(meeting=meeting).select_related("document").first()
    last = latest(kept.document) if kept else None
    return last and [str(last.pk), sorted(str(one) for one in last.signers())]


def press(request: Request, meeting: Meeting) -> str:
    common = {"meeting": meeting, **asked(request)}
    match request.POST.get("geste"):
        case "etablir":
            minutes.draft_minutes(**common)
            return "Le projet est établi : il attend les deux signatures."
        case "approuver":
            later = next(
                (one for one in approving(request, meeting) if str(one.pk) == request.POST.get("reunion")), None
            )
            if later is None:
                raise Refused("Choisissez la réunion qui approuve : la même instance, en séance ou tenue depuis.")
            minutes.approve_minutes(approved_in=later, remarks=request.POST.get("remarques", ""), **common)
            return "L’approbation est inscrite."
        case "archiver":
            minutes.archive_meeting(**common)
            return "La réunion est archivée."
        case "code":
            if not ratelimit.consume(request, action="signing_code", key=str(request.actor.person)):
                raise Refused(TOO_MANY)
            version = minutes.version_of(meeting)
            address = send_signing_code(actor=request.actor, version=version, now=request.now)
            return f"Le code est parti à {address}. Il sert dix minutes, une seule fois."
    raise Http404("Ce geste n’existe pas.")


def page(gesture: Gesture, meeting: Meeting) -> HttpResponse:
    request = gesture.request
    rows = Minutes.objects.filter(meeting=meeting)
    kept = rows.select_related("document", "sheet", "approved_in__body__organisation", "approved_version").first()
    readings = versions_of(kept.document, request.on) if kept else []
    notes = bool(permissions.may_note(request.actor, meeting)) and not request.is_past
    found = proceedings(meeting)
    signs = signing(request, readings[0].version, gesture.form) if readings else {"sign": None}
    # Who signs reads what they sign, where an older version is signed too.
    waiting = text_to_sign(readings, found)
    state = stage_of(meeting, readings)
    signed = next((one for one in readings if one.is_signed), None)
    may_approve = (
        state is State.SIGNED and readings and readings[0].is_signed
    )  # a correction that waits is signed first
    context: dict[str, Any] = {
        "meeting": meeting,
        "kept": kept,
        "readings": readings,
        "awaited": [one.asked.person for one in readings[0].lines if not one.signature] if begun(readings) else [],
        "found": found,
        "quorum": quorum_sentence(found) if meeting.opened_at else "",
        "notes": notes,
        "may_draft": notes and meeting.stage in minutes.ENDED and not begun(readings),
        "begun": begun(readings),
        **signs,
        "state": state,
        "unproven": UNPROVEN if state.value in SIGNED and signed is None and not request.is_past else "",
        "signed": signed,
        "text": waiting if waiting and (signs["sign"] or not signed) else signed_text(readings, found),
        "approving": approving(request, meeting) if may_approve and not request.is_past else [],
        "may_correct": state in minutes.FINAL
        and bool(permissions.may_run(request.actor, meeting))
        and not request.is_past,
        # A correction that waits for its signatures is signed first.
        "may_archive": state is State.APPROVED and notes and minutes.is_signed(minutes.version_of(meeting)),
    }
    return gesture.page("sittings/minutes.html", context)


def begun(readings: list[Any]) -> bool:
    """Somebody has signed."""
    return any(line.signature for reading in readings for line in reading.lines)


def stage_of(meeting: Meeting, readings: list[Any]) -> State:
    """Both signatures may have been given on the page of the document: the meeting follows with its next gesture."""
    if meeting.stage is State.DRAFTED and readings and minutes.is_signed(readings[0].version):
        return State.SIGNED
    return meeting.stage


def approving(request: Request, meeting: Meeting) -> list[Meeting]:
    """The later meetings of the body that may approve, where this person may say so."""
    rows = Meeting.objects.filter(body=meeting.body, starts_at__gt=meeting.starts_at)
    found = rows.filter(state__in=(State.IN_PROGRESS, *State.held())).select_related("body__organisation")
    return [one for one in found.order_by("starts_at") if permissions.may_run(request.actor, one)]


@signed_in
def preview(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The minutes as they would be frozen now, said to be a draft."""
    meeting = noted_by(request, key)
    if not meeting.opened_at:
        raise Refused("Cette séance n’a pas encore été ouverte : il n’y a rien à mettre en page.")
    paper = minutes_paper(meeting, is_draft=True)
    answer = HttpResponse(set_paper(paper.template, as_data(paper), made_at=request.now), content_type=MEDIA_TYPE)
    return under_name(answer, f"{paper.title}.pdf", shown=True)


@signed_in
def sign(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Sign, with the code that only this person can have."""
    meeting = meeting_of(request, key)
    form = SignForm(request.POST or None)

    def sign_it() -> Done:
        if not ratelimit.consume(request, action="signing_attempt", key=str(request.actor.person)):
            raise Invalid("code", TOO_MANY)
        minutes.sign_minutes(
            meeting=meeting,
            code=form.cleaned_data["code"],
            read=number_read(request),
            **asked(request),
        )
        said = "Vous avez signé. Votre signature est au journal."
        return Done(said, "sittings:minutes", scale=scale, key=key)

    gesture = perform(request, form, sign_it)
    return gesture.done or page(gesture, meeting)


def number_read(request: Request) -> int:
    """The version that the page showed; of a sending that saw no page, none that exists."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0


@signed_in
@today_only
def correct(request: Request, scale: str, key: UUID) -> HttpResponse:
    """After signature: one part, its new text, and what is corrected. The version that was signed stays."""
    meeting = meeting_of(request, key)
    permissions.may_run(request.actor, meeting).or_raise()
    if request.method == "GET" and not (
        meeting.stage is State.DRAFTED and minutes.is_signed(minutes.version_of(meeting))
    ):
        still(meeting, minutes.FINAL, "Un procès-verbal se rectifie une fois signé")
    items = {str(item.pk): item for item in meeting.items.filter(withdrawn=False).order_by("rank")}
    part = request.POST.get("partie") or request.GET.get("partie") or OPENING
    if part not in items and part not in (OPENING, CLOSING):
        raise Http404("Cette partie n’existe pas.")

    def put_right() -> Done:
        minutes.correct_minutes(
            meeting=meeting,
            part=part,
            text=request.POST.get("texte", ""),
            corrects=request.POST.get("corrige", ""),
            **asked(request),
        )
        said = "Le rectificatif est établi : il attend les deux signatures."
        return Done(said, "sittings:minutes", scale=scale, key=key)

    gesture = perform(request, None, put_right)
    if gesture.done:
        return gesture.done
    context = {
        "meeting": meeting,
        "parts": [
            (OPENING, PARTS[OPENING]),
            *((k, item.title) for k, item in items.items()),
            (CLOSING, PARTS[CLOSING]),
        ],
        "part": part,
        "text": request.POST.get("texte", text_of(meeting, part, items)),
        "corrects": request.POST.get("corrige", ""),
    }
    return gesture.page("sittings/correct.html", context, status=422 if gesture.refusal else 200)
