"""Queue a letter, send it, try again, stop, erase."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.db import transaction

from kevread.accounts.operations import clean_address
from kevread.base.models import new_key
from kevread.base.queue import alone, later
from kevread.base.sealing import Unreadable
from kevread.common import rooms
from kevread.common.actor import NOBODY, SYSTEM, Actor
from kevread.common.errors import Refused
from kevread.common.words import file_name, one_line
from kevread.directory.models import Organisation, Person
from kevread.journal.as_acted import as_made, is_ours
from kevread.journal.models import Act
from kevread.journal.operations import act, open_act

from .message import message_id, message_of
from .models import Attachment, Content, Dispatch, State, Unsubscription, sealed_buttons
from .permissions import may_send_again
from .rules import ALTERED, SEALED, Fault, digest_of, judged, minutes_before

log = logging.getLogger(__name__)
KEPT = timedelta(days=90)
LONGEST_SUBJECT = 200  # a title and a name together may be longer: what is read in a list of letters is its beginning


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file to enclose: a notice in PDF, a calendar."""

    name: str
    data: bytes
    kind: str = "application/pdf"


class NotYetSent(Exception):  # noqa: N818 — the letter waits
    """The refusal may pass: the letter is to be tried again after that many minutes."""

    def __init__(self, minutes: int) -> None:
        super().__init__(f"to be tried again in {minutes} min")
        self.minutes = minutes


def queue_letter(
    *,
    about: Organisation,
    to: Person | str,
    subject: str,
    text: str,
    now: datetime,
    buttons: Sequence[tuple[str, str]] = (),
    attachments: Sequence[Enclosed | Attachment] = (),
    reply_to: str = "",
    notice: bool = False,
    stop: str = "",
) -> Dispatch | None:
    """Part of a verb: called inside its act, the letter leaves if the act is committed. Not an act by itself.

    `about` is the organisation that writes; `to` is a person of the directory, or an address. `text` is plain, with the
    spaces of a keyboard; `buttons` are (label, full address: see `mail.message.absolute`), shown as such and written below
    the text. What many letters carry is `kept` once, and given to each. A `notice` is asked for by the law or by the
    articles of association: it reaches those who unsubscribed too. `stop` names the screen where a person stops this kind of
    letters alone, by a token (`mail.message.person_of`). None when this address asked for no more letters.
    Raises Refused when the person has no address, Invalid when it is none; RuntimeError outside of an act.
    """
    person, address = (None, to) if isinstance(to, str) else (to, to.email)
    if not address:
        raise Refused(f"{to} n’a pas d’adresse électronique : il faut prévenir cette personne autrement.")
    address = clean_address(address)
    if not notice and Unsubscription.objects.filter(address=address).exists():
        return None
    subject = one_line(subject)[:LONGEST_SUBJECT]
    files = [kept(file) if isinstance(file, Enclosed) else file for file in attachments]
    key = new_key()
    dispatch = Dispatch.objects.create(
        id=key,
        organisation=about,
        person=person,
        address=address,
        notice=notice,
        act=open_act(),
        digest=digest_of(
            address, subject, text, buttons, [(file.name, file.digest) for file in files], (reply_to, stop)
        ),
        message_id=message_id(key),
        queued_at=now,
    )
    content = Content.objects.create(
        dispatch=dispatch, subject=subject, text=text, sealed=sealed_buttons(key, buttons), reply_to=reply_to, stop=stop
    )
    content.attachments.set(files)
    ask_to_send(key)
    return dispatch


def kept(file: Enclosed) -> Attachment:
    """A file, once whatever the number of letters that carry it. Inside an act."""
    known = {"name": file_name(file.name), "kind": file.kind, "digest": hashlib.sha256(file.data).hexdigest()}
    return Attachment.objects.defer("data").get_or_create(**known, defaults={"data": file.data})[0]


def ask_to_send(dispatch: UUID) -> None:
    later("mail.send", lock=f"letter:{dispatch}", dispatch=str(dispatch))


def send_letter(*, dispatch: UUID, now: datetime) -> None:
    """Hand a waiting letter to the mail server, and record what it answered. Nothing when it does not wait any more.

    One worker at a time, and no transaction is open while the mail server is spoken to: a second worker raises BeingDone.
    That it is being tried is written first, outside of the sending: if this process is killed in between, the next one
    sends again under the same Message-ID and records that it may have left twice. Raises NotYetSent when the refusal may
    pass.
    """
    with alone(f"letter:{dispatch}"):
        with transaction.atomic():
            content = Content.objects.select_for_update(of=("self",)).filter(dispatch_id=dispatch).first()
            if content is None or content.dispatch.state != State.QUEUED:
                return
            cut_short = content.trying_since is not None
            content.tries, content.trying_since = content.tries + 1, now
            content.save(update_fields=["tries", "trying_since"])
        content.dispatch.maybe_twice = content.dispatch.maybe_twice or cut_short
        record_sending(content, handed_over(content.dispatch, content), now)


def record_sending(content: Content, fault: Fault | None, now: datetime) -> None:
    """What the mail server answered, in an act; NotYetSent when it is to be tried again."""
    row, minutes = content.dispatch, minutes_before(content.tries)
    if fault and not fault.permanent and minutes is not None:
        Content.objects.filter(pk=content.pk).update(trying_since=None, trouble=fault.sentence)
        raise NotYetSent(minutes)
    with act("mail.send", actor=SYSTEM, about=row.organisation, now=now, arguments={"dispatch": row.pk}):
        row.state = State.FAILED if fault else State.SENT
        row.sent_at, row.fault = (None, fault.sentence) if fault else (now, "")
        row.attempts += content.tries
        row.save(update_fields=["state", "sent_at", "fault", "attempts", "maybe_twice"])
        if not fault:  # what answers for somebody has left, and serves nothing here any more
            Content.objects.filter(pk=content.pk).update(sealed="")
        Content.objects.filter(pk=content.pk).update(trying_since=None, trouble="")


def handed_over(dispatch: Dispatch, content: Content) -> Fault | None:
    """None when the mail server took the letter, else why it did not. Its own words go to the log, not to the screen."""
    try:
        if not is_as_asked(dispatch, content):
            log.error("Letter %s is not what was asked for: it does not leave.", dispatch.pk)
            return ALTERED
        message_of(dispatch, content).send()
    except Unreadable:
        return SEALED
    except SMTPRecipientsRefused as refusal:
        log.warning("Letter %s refused: %s", dispatch.pk, refusal)
        return judged(next(iter(refusal.recipients.values()))[0])
    except SMTPResponseException as refusal:
        log.warning("Letter %s refused: %s", dispatch.pk, refusal)
        return judged(refusal.smtp_code)
    except (SMTPException, OSError) as refusal:
        log.warning("Letter %s not handed over: %s", dispatch.pk, refusal)
        return judged(None)
    return None


def is_as_asked(dispatch: Dispatch, content: Content) -> bool:
    """Whether a letter says what the act that asked for it says of it, by its digest: its text is in no journal, and whoever
    has a secret of the database may write there. What an act of ours that takes people out of letters took out of it since it
    was queued is not theirs: of that time, what somebody else writes there is not seen. An act that erases something else, a
    document, excuses nothing. A digest that says nothing of where the letter is answered has that left out of it. Raises
    Unreadable."""
    files = [(one.name, hashlib.sha256(bytes(one.data)).hexdigest()) for one in content.attachments.all()]
    said = (dispatch.address, content.subject, content.text, content.buttons, files)
    asked = as_made(dispatch).get("digest")
    if asked is None:
        return False
    if asked == digest_of(*said):
        content.reply_to = content.stop = ""
        return True
    if asked == digest_of(*said, (content.reply_to, content.stop)):
        return True
    erasing = [verb.name for verb in rooms.verbs() if verb.erases and Dispatch._meta.db_table in verb.rewrites]  # noqa: SLF001
    acts = Act.objects.filter(verb__in=erasing, at__gte=dispatch.queued_at).values_list("pk", flat=True)
    return any(is_ours(act) for act in acts)


def send_again(*, actor: Actor, dispatch: Dispatch, now: datetime) -> Dispatch:
    """Try again a letter that did not leave. Raises Refused when it left, or when its content was erased."""
    may_send_again(actor, dispatch.organisation).or_raise()
    with act("mail.send_again", actor=actor, about=dispatch.organisation, now=now, arguments={"dispatch": dispatch.pk}):
        row: Dispatch = Dispatch.objects.lock(dispatch.pk)
        if row.state == State.SENT:
            raise Refused("Ce courriel est parti entre-temps.")
        if not Content.objects.filter(dispatch=row).update(tries=0):
            raise Refused("Le texte de ce courriel a été effacé : il ne peut plus partir.")
        row.state, row.fault = State.QUEUED, ""
        row.save(update_fields=["state", "fault"])
        ask_to_send(row.pk)
    return row


def stop_letters(*, address: str, now: datetime) -> None:
    """Whoever reads the letters of this address wants no more of them, but notices. Nothing when it is so already."""
    if Unsubscription.objects.filter(address=address).exists():
        return
    with act("mail.stop", actor=NOBODY, about=None, now=now):
        Unsubscription.objects.create(address=address, since=now)


def resume_letters(*, address: str, now: datetime) -> None:
    """The same person wants them again."""
    with act("mail.resume", actor=NOBODY, about=None, now=now):
        Unsubscription.objects.filter(address=address).delete()


def erase_letters(*, now: datetime) -> int:
    """Erase what letters of more than 90 days say, sent or given up; what proves them stays. Returns how many."""
    old = Content.objects.filter(dispatch__queued_at__lt=now - KEPT).exclude(dispatch__state=State.QUEUED)
    if not old.exists():
        return 0
    with act("mail.erase", actor=SYSTEM, about=None, now=now):
        for content in old:
            content.attachments.clear()
        erased, _ = old.delete()
        Attachment.objects.filter(contents__isnull=True).delete()
    return erased
