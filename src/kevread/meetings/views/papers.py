"""The papers of a meeting that one prints: its agenda, a proxy form, ballots."""

from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.common.errors import Refused
from kevread.common.words import plain
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_paper
from kevread.meetings import links, permissions
from kevread.meetings.models import Meeting, RollEntry
from kevread.meetings.papers import Notice
from kevread.meetings.queries.outgoing import addressed_copy, agenda_paper, notices_to, proxy_paper
from kevread.meetings.queries.pack import enclosures_of
from kevread.meetings.queries.proxies import allows_proxies
from kevread.meetings.rules.life import State
from kevread.meetings.scene import about, entry_of, meeting_of, printed
from kevread.meetings.views.answer import unkept
from kevread.ui.access import public, signed_in
from kevread.ui.files import under_name
from kevread.ui.request import Request


@signed_in
def agenda(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The agenda, as it was sent; before, as it stands, said to be a draft."""
    found = meeting_of(request, key)
    return printed(request, agenda_paper(found, enclosures_of(found, request.actor)))


@signed_in
def proxy_form(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A blank form, to fill in by hand."""
    found = meeting_of(request, key)
    require_proxies(found)
    return printed(request, proxy_paper(found))


@signed_in
def named_proxy_form(request: Request, scale: str, key: UUID, entry: UUID) -> HttpResponse:
    """The form with the name of somebody of the roll: one's own, or any for those who enter them."""
    found = entry_of(meeting_of(request, key), entry)
    permissions.may_print_proxy(request.actor, found).or_raise()
    return own_form(request, found)


@public
@unkept
def linked_proxy_form(request: Request, token: str) -> HttpResponse:
    """The same, from the letter, without signing in."""
    found = links.entry_of(token)
    if found is None:
        raise Http404("Ce lien n’est pas complet : reprenez-le dans le message reçu.")
    return own_form(request, found)


@signed_in
def notice_copy(request: Request, scale: str, key: UUID, entry: UUID, number: int) -> HttpResponse:
    """A notice in the name of one of those whom it convened: one's own, or any for those who prepare the meeting."""
    found = entry_of(meeting_of(request, key), entry)
    permissions.may_print_notice(request.actor, found).or_raise()
    return own_copy(found, number)


@public
@unkept
def linked_notice_copy(request: Request, token: str, number: int) -> HttpResponse:
    """The same, from the letter, without signing in, as long as its link answers: until the meeting opens or is put off."""
    found = links.entry_of(token)
    if found is None:
        raise Http404("Ce lien n’est pas complet : reprenez-le dans le message reçu.")
    if found.meeting.stage is not State.CONVENED:
        raise Refused(
            "La réunion est ouverte, terminée ou reportée : ce lien ne sert plus. Le dossier de la réunion la garde."
        )
    return own_copy(found, number)


def own_copy(entry: RollEntry, number: int) -> HttpResponse:
    """Set as the notice was, at its moment: the same bytes each time."""
    notice = next((one for one in notices_to(entry) if one.number == number), None)
    if notice is None:
        raise Http404("Cette convocation n’a pas été envoyée à cette personne.")
    content = set_paper(Notice.template, addressed_copy(notice, entry), made_at=notice.sent_at)
    named = f"{about(entry.meeting)}-convocation-{number}-{plain(str(entry.person)).replace(' ', '-')}.pdf"
    return under_name(HttpResponse(content, content_type=MEDIA_TYPE), named, shown=True)


def own_form(request: Request, entry: RollEntry) -> HttpResponse:
    require_proxies(entry.meeting)
    if not entry.votes:
        raise Refused("Vous n’avez pas de voix à cette réunion : il n’y a pas de pouvoir à donner.")
    return printed(request, proxy_paper(entry.meeting, entry))


def require_proxies(meeting: Meeting) -> None:
    if not allows_proxies(meeting):
        raise Refused("Aucun pouvoir ne se donne à cette réunion aujourd’hui.")
