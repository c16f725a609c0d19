"""Minutes: written while the meeting lasts, frozen, signed by two people, approved by the next meeting, archived.

What is typed is never written over unseen: each text comes back with a digest, and a text typed on another one is refused
with the one that stands. The same text sent twice is written once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from kevread.attendance import permissions
from kevread.attendance.operations.acted import attendance_of
from kevread.attendance.operations.presence import moment_of
from kevread.base.stamped import is_ours
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.marks import mark_of
from kevread.common.overtaken import Overtaken
from kevread.common.words import seen
from kevread.directory.models import Person
from kevread.documents.contracts import Paper, as_data
from kevread.documents.models import Circle, Document, Signature, Version
from kevread.documents.operations.keeping import Asked, freeze, freeze_version
from kevread.documents.operations.signing import sign_version
from kevread.documents.queries import latest
from kevread.journal.operations import act
from kevread.journal.queries import head
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.operations.acted import require_meeting_as_acted
from kevread.meetings.operations.stages import lock, pass_to
from kevread.meetings.rules.life import State
from kevread.sittings.models import Minutes
from kevread.sittings.queries.papers import annexes, minutes_paper, sign_in_paper
from kevread.sittings.queries.proceedings import CLOSING, OPENING, proceedings, sentences, text_of
from kevread.sittings.queries.signed import UNPROVEN, proven
from kevread.votes.operations.acted import require_held_as_acted

LONGEST = 20_000
WRITABLE = (State.CONVENED, State.OPEN, State.IN_PROGRESS, State.FAILED, State.CLOSED, State.DRAFTED)
ENDED = (State.CLOSED, State.FAILED, State.DRAFTED)
FINAL = (State.SIGNED, State.APPROVED)
COLUMNS = {OPENING: "opening_text", CLOSING: "closing_text"}
NO_POINT = "Ce point n’est pas à l’ordre du jour de cette réunion."


@dataclass(frozen=True, slots=True)
class Written:
    """What stands once a text was sent, and the digest to send with the next one."""

    text: str
    changed: bool

    @property
    def digest(self) -> str:
        return mark_of(self.text)


def write_minutes(*, actor: Actor, meeting: Meeting, part: str, text: str, base: str, now: datetime) -> Written:
    """The text of a part: the opening, the closing, or a point by its key. `base` is the digest of what it was typed on.

    Sent again, it is written once. Raises Denied; Invalid on `text` past 20 000 characters; Overtaken when somebody else
    wrote there; Refused for a point that is not there, and once the minutes carry a signature.
    """
    permissions.may_note(actor, meeting).or_raise()
    said = tidy(text)
    if read(meeting, part) == said:
        return Written(said, changed=False)
    arguments = {"meeting": meeting.pk, "part": part}
    with act("sittings.write_minutes", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        found = lock_unsigned(meeting)
        current = read(found, part)
        if base != mark_of(current):
            raise Overtaken(current)
        put(found, part, said)
    return Written(said, changed=True)


def fill_in(*, actor: Actor, meeting: Meeting, part: str, now: datetime) -> Written:
    """Add to a part what Kevread knows of it: who came and the quorum, the result of its votes, the hour of the end. What is
    there already is not added again. Raises as `write_minutes`; Refused when nothing is known yet."""
    permissions.may_note(actor, meeting).or_raise()
    known = sentences(proceedings(meeting), part)
    if not known:
        raise Refused("Il n’y a encore rien à reprendre ici : ni présence constatée, ni vote dépouillé.")
    current = read(meeting, part)
    added = [sentence for sentence in known if sentence not in current]
    return write_minutes(
        actor=actor,
        meeting=meeting,
        part=part,
        text="\n\n".join(filter(None, [current, *added])),
        base=mark_of(current),
        now=now,
    )


def draft_minutes(*, actor: Actor, meeting: Meeting, now: datetime) -> Version:
    """Freeze what is written as a PDF, which waits for two signatures. Before the first one, it may be drafted again.

    Raises Denied; Refused while the sitting lasts, once somebody has signed, when nothing has changed, or when what it tells is
    not what acts wrote.
    """
    permissions.may_note(actor, meeting).or_raise()
    with act(
        "sittings.draft_minutes", actor=actor, about=meeting.organisation, now=now, arguments={"meeting": meeting.pk}
    ):
        found = lock_unsigned(meeting, ENDED, "Le procès-verbal s’établit une fois la séance terminée")
        if not (found.chair and found.secretary):
            raise Refused("Cette séance n’a ni présidence ni secrétariat désignés : personne ne peut signer (L1.15).")
        require_held_as_acted(found)
        kept = Minutes.objects.filter(meeting=found).select_related("document", "sheet__document").first()
        sealed = seal()
        paper = minutes_paper(found, seal=sealed)
        if kept and (before := latest(kept.document)) and without_seal(before.data) == without_seal(as_data(paper)):
            raise Refused("Rien n’a changé depuis le projet établi : il peut être signé.")
        sheet = keep_sheet(found, kept, actor, now)
        paper = replace(paper, annexes=tuple(annexes(found, sealed, sheet.sha256 if sheet else "")))
        if kept:
            kept.sheet = sheet
            kept.save(update_fields=["sheet"])
            said = "Projet repris avant la signature."
            return freeze_version(kept.document, paper, now=now, asked=asked_of(found), corrects=said)
        version = freeze_for(found, paper, actor, now, asked_of(found))
        drafted = moment_of(found, now)
        Minutes.objects.create(meeting=found, document=version.document, sheet=sheet, drafted_at=drafted)
        if found.stage is not State.FAILED:
            pass_to(found, State.DRAFTED)
    return version


def keep_sheet(meeting: Meeting, kept: Minutes | None, actor: Actor, now: datetime) -> Version | None:
    """The sign-in sheet, with who came and left and whose proxy each held, frozen as the minutes are: a further version
    when it changed since. None for a written consultation, to which nobody comes."""
    if meeting.mode == Meeting.Mode.WRITTEN:
        return None
    paper = sign_in_paper(meeting)
    before = kept.sheet if kept else None
    if before is None:
        return freeze_for(meeting, paper, actor, now)
    if before.data == as_data(paper):
        return before
    return freeze_version(before.document, paper, now=now, corrects="Feuille reprise avec le projet de procès-verbal.")


def freeze_for(meeting: Meeting, paper: Paper, actor: Actor, now: datetime, asked: Sequence[Asked] = ()) -> Version:
    """Keep a paper of a meeting for those of its roll, and for those who read what is not public there."""
    return freeze(
        actor=actor,
        organisation=meeting.organisation,
        kind=paper.template,
        source=paper,
        now=now,
        audience=Document.Audience.ORGANISATION,
        readers=Person.objects.filter(roll_entries__meeting=meeting).distinct(),
        asked=asked,
    )


def sign_minutes(*, actor: Actor, meeting: Meeting, code: str, now: datetime, read: int | None = None) -> Signature:
    """Whoever chaired, or recorded, signs with their code; with the second signature, the minutes are signed. `read`: the
    number of the version that they had before their eyes; no other is signed.

    Raises Denied; Invalid on `code`; Refused before they are drafted, or when a correction made another version since.
    """
    version = version_of(meeting)
    if read is not None and read != version.number:
        raise Refused(
            f"Ce procès-verbal a une version {version.number}, et votre page montrait la version {read} : relisez-le. Rien "
            "n’est signé."
        )
    return sign_version(actor=actor, version=version, code=code, now=now, verb="sittings.sign_minutes")


def follow_signature(signature: Signature, _: Circle | None) -> None:
    """With the last signature of its minutes, a meeting is one whose minutes are signed, on whichever page it was given."""
    kept = Minutes.objects.filter(document=signature.version.document_id).select_related("meeting").first()
    if kept is None:
        return
    found = lock(kept.meeting, (State.DRAFTED, State.FAILED, *FINAL), "Ce procès-verbal ne se signe pas")
    if found.stage is State.DRAFTED and is_signed(signature.version):
        pass_to(found, State.SIGNED)


def approve_minutes(*, actor: Actor, meeting: Meeting, approved_in: Meeting, now: datetime, remarks: str = "") -> None:
    """The next meeting of the body approves their last version; `remarks` are those it made, kept beside.

    Raises Denied (whoever runs the approving meeting may); Invalid on `approved_in`: a meeting of the same body, later,
    that deliberates or has; Refused unless they are signed, and bear every signature.
    """
    permissions.may_run(actor, approved_in).or_raise()
    arguments = {"meeting": meeting.pk, "approved_in": approved_in.pk}
    with act("sittings.approve_minutes", actor=actor, about=meeting.organisation, now=now, arguments=arguments):
        found = lock_signed(meeting, (State.SIGNED,), "Un procès-verbal s’approuve une fois signé")
        if not proven([found.pk]):
            raise Refused(f"{UNPROVEN} : aucune version de ce procès-verbal ne les porte. Prévenez la coordination.")
        if not is_signed(version_of(found)):
            raise Refused("Un rectificatif attend ses signatures : il se signe avant que la réunion n’approuve.")
        approved_in = Meeting.objects.select_related("body__organisation").get(pk=approved_in.pk)
        require_meeting_as_acted(approved_in, (), "cette approbation")
        later = approved_in.starts_at > found.starts_at and approved_in.body_id == found.body_id
        if not later or approved_in.stage not in (State.IN_PROGRESS, *State.held()):
            raise Invalid(
                "approved_in", "C’est une réunion suivante de la même instance, en séance ou tenue, qui approuve."
            )
        kept = Minutes.objects.get(meeting=found)
        kept.approved_in, kept.approved_at, kept.remarks = approved_in, moment_of(approved_in, now), tidy(remarks)
        kept.approved_version = version_of(found)
        kept.save(update_fields=["approved_in", "approved_at", "approved_version", "remarks"])
        pass_to(found, State.APPROVED)


def archive_meeting(*, actor: Actor, meeting: Meeting, now: datetime) -> None:
    """Nothing of it changes any more. Raises Denied; Refused unless its minutes are approved, or while a correction waits
    for its signatures."""
    permissions.may_note(actor, meeting).or_raise()
    with act("sittings.archive", actor=actor, about=meeting.organisation, now=now, arguments={"meeting": meeting.pk}):
        found = lock(meeting, (State.APPROVED,), "Une réunion s’archive une fois son procès-verbal approuvé")
        if not is_signed(version_of(found)):
            raise Refused("Un rectificatif attend ses signatures : il se signe avant d’archiver.")
        pass_to(found, State.ARCHIVED)


def correct_minutes(*, actor: Actor, meeting: Meeting, part: str, text: str, corrects: str, now: datetime) -> Version:
    """After signature, a further version says what it corrects, and waits for the same two signatures; the one that was
    signed stays as it is.

    Raises Denied; Invalid on `text` (unchanged) or on `corrects` (empty); Refused unless they are signed,
    or when what they tell is not what acts wrote.
    """
    permissions.may_run(actor, meeting).or_raise()
    said, why = tidy(text), " ".join(corrects.split())
    if not seen(why):
        raise Invalid("corrects", "Dites en une phrase ce qui est corrigé, et pourquoi.")
    arguments = {"meeting": meeting.pk, "part": part}
    with act(
        "sittings.correct_minutes", actor=actor, about=meeting.organisation, now=now, arguments=arguments, reason=why
    ):
        found = lock_signed(meeting, FINAL, "Un procès-verbal se rectifie une fois signé")
        if read(found, part) == said:
            raise Invalid("text", "Ce texte est celui du procès-verbal signé : rien n’est à corriger.")
        require_held_as_acted(found)
        put(found, part, said)
        kept = Minutes.objects.select_related("document", "sheet").get(meeting=found)
        sheet = kept.sheet.sha256 if kept.sheet else ""
        paper = minutes_paper(found, corrects=why, seal=seal(), sheet=sheet)
        return freeze_version(kept.document, paper, now=now, asked=asked_of(found), corrects=why)


def seal() -> str:
    """The head of the chain of seals of the journal, printed in what is signed: nothing older is changed unseen."""
    last = head()
    return f"scellé n° {last.number} : {last.head}" if last else ""


def without_seal(data: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (data or {}).items() if name != "annexes"}


def asked_of(meeting: Meeting) -> list[Asked]:
    assert meeting.chair and meeting.secretary
    return [Asked(meeting.chair, "Présidence de séance"), Asked(meeting.secretary, "Secrétariat de séance")]


def tidy(text: str) -> str:
    said = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()
    if len(said) > LONGEST:
        raise Invalid("text", f"Ce texte est trop long : {LONGEST} caractères au plus.")
    return said


def read(meeting: Meeting, part: str) -> str:
    """What is written in a part. Raises Refused for a point that is not there."""
    try:
        return text_of(Meeting.objects.get(pk=meeting.pk), part)
    except (KeyError, ValueError):
        raise Refused(NO_POINT) from None


def put(meeting: Meeting, part: str, text: str) -> None:
    if column := COLUMNS.get(part):
        setattr(meeting, column, text)
        meeting.save(update_fields=[column])
    else:
        item = AgendaItem.objects.get(meeting=meeting, pk=UUID(part))
        item.record = text
        item.save(update_fields=["record"])


def version_of(meeting: Meeting) -> Version:
    """The last version of its minutes. Raises Refused when there is none."""
    kept = Minutes.objects.filter(meeting=meeting).select_related("document").first()
    version = latest(kept.document) if kept else None
    if version is None:
        raise Refused("Le procès-verbal de cette réunion n’est pas encore établi.")
    return version


def is_signed(version: Version) -> bool:
    """Somebody was asked to sign this version, and everybody who was did."""
    return version.asked.exists() and not version.asked.exclude(person__in=version.signers()).exists()


def hold(meeting: Meeting) -> None:
    """The document first, then the meeting, as a signature does."""
    Document.objects.filter(minutes__meeting=meeting).lock_all()


def lock_unsigned(
    meeting: Meeting, states: tuple[State, ...] = WRITABLE, what: str = "Le procès-verbal ne s’écrit plus"
) -> Meeting:
    hold(meeting)
    found = lock(meeting, states, what, attendance_of)
    if carries_signature(found):
        raise Refused("Ce procès-verbal porte déjà une signature : il se rectifie une fois signé.")
    return found


def carries_signature(meeting: Meeting) -> bool:
    """Somebody has signed these minutes: nothing is written in them any more."""
    signatures = Signature.objects.filter(version__document__minutes__meeting=meeting).select_related("version")
    return any(map(is_ours, signatures))


def lock_signed(meeting: Meeting, states: tuple[State, ...], what: str) -> Meeting:
    """A meeting whose last signature was given before signatures moved their meeting follows now."""
    hold(meeting)
    found = lock(meeting, (*states, State.DRAFTED), what, attendance_of)
    if found.stage is State.DRAFTED:
        if not is_signed(version_of(found)):
            raise Refused(f"{what} : il attend encore une signature.")
        pass_to(found, State.SIGNED)
    return found
