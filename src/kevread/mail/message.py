"""A dispatch as an e-mail: plain text, the same as a page with what can be pressed, and the headers it owes."""

from email.message import MIMEPart
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from kevread.common.words import one_line
from kevread.ui import places
from kevread.ui.typesetting import typeset

from .models import Attachment, Content, Dispatch

SALT = "kevread.mail.unsubscribe"


def message_of(dispatch: Dispatch, content: Content) -> EmailMultiAlternatives:
    """What is handed to the mail server."""
    stop = "" if dispatch.notice else stop_of(dispatch, content)
    name = one_line(dispatch.organisation.name).replace('"', "").replace("\\", "")
    context = {"dispatch": dispatch, "content": content, "stop": stop}
    message = EmailMultiAlternatives(
        subject=typeset(content.subject),
        body=typeset(as_text(content, stop)),
        from_email=f'"{name}" <{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}>',
        to=[dispatch.address],
        reply_to=[content.reply_to] if content.reply_to else None,
        headers=headers(dispatch, stop),
    )
    message.attach_alternative(typeset(render_to_string("mail/letter.html", context)), "text/html")
    for attachment in content.attachments.order_by("name"):
        message.attach(part_of(attachment))
    return message


def part_of(attachment: Attachment) -> MIMEPart:
    """A file as a letter carries it, in seven bits: a server on the way may take no more, and a calendar cut would be none."""
    kind, _, more = attachment.kind.partition(";")
    main, _, sub = kind.strip().partition("/")
    name, _, value = more.strip().partition("=")
    part = MIMEPart(policy=SMTP)
    part.set_content(
        bytes(attachment.data), main, sub, disposition="attachment", filename=attachment.name, cte="base64"
    )
    if main == "text":
        part.set_param("charset", "utf-8")
    if name:
        part.set_param(name, value)
    return part


def headers(dispatch: Dispatch, stop: str) -> dict[str, str]:
    """Nobody's answering machine answers; a letter that is not a notice can be stopped in one press."""
    found = {"Message-ID": dispatch.message_id, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    if stop:
        found["List-Unsubscribe"] = f"<{stop}>"
        if stop.startswith("https:"):
            found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def as_text(content: Content, stop: str) -> str:
    parts = [content.text.strip(), *(f"{label} :\n{url}" for label, url in content.buttons)]
    if stop:
        parts.append(f"--\nNe plus recevoir les messages de ce genre :\n{stop}")
    return "\n\n".join(parts) + "\n"


def stop_of(dispatch: Dispatch, content: Content) -> str:
    """Where letters of this kind are stopped: by the person to whom they are, where a room has a screen for it."""
    if content.stop and dispatch.person_id:
        return link_to(content.stop, token=stop_token(content.stop, dispatch.person_id))
    return stop_address(dispatch.address)


def stop_token(screen: str, person: UUID) -> str:
    """Names a person to the screen that stops one kind of letters, and to no other."""
    return signing.Signer(salt=f"{SALT}.{screen}").sign_object(str(person))


def person_of(screen: str, token: str) -> UUID | None:
    """The person that a token of ours names there; None when it is not of ours."""
    try:
        return UUID(signing.Signer(salt=f"{SALT}.{screen}").unsign_object(token))
    except signing.BadSignature:
        return None


def stop_address(address: str) -> str:
    return link_to("mail:stop", token=signing.Signer(salt=SALT).sign_object(address))


def address_of(token: str) -> str | None:
    """The address that a token of ours names; None when it is not of ours."""
    try:
        return str(signing.Signer(salt=SALT).unsign_object(token))
    except signing.BadSignature:
        return None


def absolute(path: str) -> str:
    """A path as a link in a letter: where this site is reached."""
    return settings.KEVREAD_ADDRESS + path


def link_to(name: str, **where: Any) -> str:
    """A screen by its name, or the place of a noun, as a link in a letter."""
    return absolute(places.screen_address(name, **where))


def message_id(key: object) -> str:
    """The same whatever the number of tries: a letter sent twice is recognised as one."""
    return f"<{key}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"
