"""Answering, in two taps: one question on the page, one button. From a letter, without signing in; or signed in.

A GET writes nothing: what scans the links of a letter only reads a question. The link of a letter acts for its person, on
that meeting, until it opens.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kevread.common.actor import Actor
from kevread.common.errors import Denied, Refused
from kevread.common.words import plain
from kevread.directory.models import Person
from kevread.meetings import links, operations, permissions
from kevread.meetings.models import DateAnswer, DateOption, Meeting, Reply, RollEntry
from kevread.meetings.queries import terms
from kevread.meetings.queries.answers import Answered, answers_of, dates_of
from kevread.meetings.queries.outgoing import notices_to
from kevread.meetings.queries.proxies import possible_holders
from kevread.meetings.rules.life import State
from kevread.meetings.scene import entry_of, meeting_of
from kevread.meetings.views.follow import proxy_of
from kevread.ui.access import public, signed_in, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.places import page_of_ours, place
from kevread.ui.request import Request

WAYS = {"viens": Reply.Answer.COMING, "distance": Reply.Answer.REMOTE, "absent": Reply.Answer.ABSENT}
BARE, FRAMED = "ui/bare.html", "ui/base.html"  # from a letter; with the site around it, for whoever has signed in
SAID = {
    Reply.Answer.COMING: "C’est noté : vous venez.",
    Reply.Answer.REMOTE: "C’est noté : vous venez à distance.",
    Reply.Answer.ABSENT: "C’est noté : vous ne venez pas.",
}


def unkept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that a letter opens names people: no cache keeps it, no search engine lists it."""

    @wraps(view)
    def shown(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return shown


@public
@unkept
def answer(request: Request, token: str) -> HttpResponse:
    """From the letter: the question, and after the second tap what was noted."""
    entry = links.entry_of(token)
    if entry is None:
        raise Http404("Ce lien n’est pas complet : reprenez-le dans le message reçu.")
    here = reverse("meetings:answer", kwargs={"token": token})
    proxy = reverse("meetings:answer_proxy", kwargs={"token": token})
    sent = notices_to(entry) if entry.meeting.stage is State.CONVENED else []
    copies = [
        (one.number, reverse("meetings:linked_notice_copy", kwargs={"token": token, "number": one.number}))
        for one in sent
    ]
    return question(request, entry, by_link(entry.person), here, proxy, copies)


@public
@unkept
def answer_proxy(request: Request, token: str) -> HttpResponse:
    entry = links.entry_of(token)
    if entry is None:
        raise Http404("Ce lien n’est pas complet : reprenez-le dans le message reçu.")
    where = {"token": token}
    form = reverse("meetings:linked_proxy_form", kwargs=where)
    return choose(request, entry, by_link(entry.person), reverse("meetings:answer", kwargs=where), form)


@signed_in
@today_only
def reply(request: Request, scale: str, key: UUID, entry: UUID) -> HttpResponse:
    """The same question, to whoever has signed in."""
    found = entry_of(meeting_of(request, key), entry)
    permissions.may_answer(request.actor, found).or_raise()
    where = {"scale": scale, "key": key, "entry": entry}
    copies = [
        (one.number, reverse("meetings:notice_copy", kwargs={**where, "number": one.number}))
        for one in notices_to(found)
    ]
    to_proxy = reverse("meetings:proxy", kwargs=where)
    return question(request, found, request.actor, back_of(request, found), to_proxy, copies, FRAMED)


@signed_in
@today_only
def proxy(request: Request, scale: str, key: UUID, entry: UUID) -> HttpResponse:
    found = entry_of(meeting_of(request, key), entry)
    permissions.may_answer(request.actor, found).or_raise()
    where = {"scale": scale, "key": key, "entry": entry}
    form = reverse("meetings:named_proxy_form", kwargs=where)
    return choose(request, found, request.actor, reverse("meetings:reply", kwargs=where), form, FRAMED)


def back_of(request: Request, entry: RollEntry) -> str:
    """Whoever has signed in goes back where they answered from, or to the meeting: there the answer stands as given."""
    meeting = entry.meeting
    return page_of_ours(request.POST.get("retour", "")) or place(
        "meeting", scale=meeting.organisation.slug, key=meeting.pk
    )


def by_link(person: Person) -> Actor:
    """The person that a letter was for, with no hat: all they can do is answer."""
    return Actor(person=person.pk, name=str(person))


def question(
    request: Request,
    entry: RollEntry,
    actor: Actor,
    after: str,
    to_proxy: str,
    copies: list[tuple[int, str]],
    frame: str = BARE,
) -> HttpResponse:
    """`after`: where one goes once it is noted; `copies`: the notices in their name, by number; `frame`: what the page stands
    in."""
    meeting = entry.meeting
    gesture = perform(request, None, lambda: Done(press(request, entry, actor), after))
    if gesture.done:
        return gesture.done
    asked = terms(meeting)
    line = next(one for one in answers_of(meeting).lines if one.entry.pk == entry.pk)
    context = {
        "frame": frame,
        "entry": entry,
        "meeting": meeting,
        "line": line,
        "open": meeting.stage is State.CONVENED and meeting.mode != Meeting.Mode.WRITTEN,
        "asked": request.GET.get("je", ""),
        "buttons": buttons(meeting, line, request.GET.get("je", "")),
        "to_proxy": to_proxy if asked.proxies_max != 0 and line.may_give else "",
        "copies": copies,
        "agenda": meeting.items.filter(withdrawn=False).order_by("rank"),
    }
    return gesture.page("meetings/answer.html", context)


def buttons(meeting: Meeting, line: Answered, asked: str) -> list[tuple[str, str, bool]]:
    """(value, label, whether it is the one that the letter asked for): the answers that this meeting takes, but for the one
    that was given, which the page says above."""
    possible = [("viens", "Je viens"), ("distance", "Je viens à distance"), ("absent", "Je ne peux pas")]
    if meeting.mode == Meeting.Mode.REMOTE:
        possible = possible[1:]
    elif meeting.mode != Meeting.Mode.HYBRID:
        possible = [possible[0], possible[2]]
    possible = [one for one in possible if line.gave or WAYS[one[0]] != line.says]
    values = [value for value, _ in possible]
    first = asked if asked in values else "" if line.says or asked == "pouvoir" else values[0]
    return [(value, label, value == first) for value, label in possible]


def press(request: Request, entry: RollEntry, actor: Actor) -> str:
    who: dict[str, Any] = {"actor": actor, "now": request.now}
    if key := request.POST.get("reprendre"):
        given = proxy_of(entry.meeting, key)
        operations.withdraw_proxy(proxy=given, **who)
        return "C’est noté : ce pouvoir ne compte plus."
    says = WAYS.get(request.POST.get("je", ""))
    if says is None:
        raise Http404("Cette réponse n’existe pas.")
    operations.answer(entry=entry, says=says, **who)
    return SAID[says]


def choose(request: Request, entry: RollEntry, actor: Actor, back: str, form: str, frame: str = BARE) -> HttpResponse:
    """To whom one gives one's proxy: those who may carry it, with what they carry already; the others, with why not.

    Once the meeting is open, cancelled or put off, the page of the answer says which: a letter leads straight here.
    """
    meeting = entry.meeting
    if request.method == "GET" and (meeting.stage is not State.CONVENED or meeting.mode == Meeting.Mode.WRITTEN):
        return redirect(back)

    after = back if frame == BARE else back_of(request, entry)

    def give() -> Done:
        holder = holder_of(meeting, request.POST.get("porteur", ""))
        operations.give_proxy(actor=actor, giver=entry, holder=holder, now=request.now)
        return Done(f"C’est noté : {holder.person} porte votre pouvoir, et en est averti·e.", after)

    gesture = perform(request, None, give)
    if gesture.done:
        return gesture.done
    asked = terms(meeting)
    blocked, choices = possible_holders(entry, asked)
    search = request.GET.get("q", "")[:80]
    context = {
        "frame": frame,
        "entry": entry,
        "meeting": meeting,
        "back": back,
        "form_address": form,
        "open": meeting.stage is State.CONVENED,
        "blocked": blocked,
        "able": [one for one in choices if not one.refusal and matches(one.entry, search)],
        "unable": [one for one in choices if one.refusal and matches(one.entry, search)],
        "search": search,
        "long": len(choices) > 12,
        "terms": asked,
    }
    return gesture.page("meetings/proxy.html", context)


def matches(entry: RollEntry, text: str) -> bool:
    return plain(text) in plain(f"{entry.person} {entry.represents.name if entry.represents else ''}")


def holder_of(meeting: Meeting, key: str) -> RollEntry:
    rows = meeting.roll.filter(votes__gt=0).select_related("person")
    found: RollEntry | None = next((row for row in rows if str(row.pk) == key), None)
    if found is None:
        raise Http404("Cette personne n’a pas de voix à cette réunion.")
    return found


@public
@unkept
def answer_dates(request: Request, token: str) -> HttpResponse:
    """Which dates suit: one tap each, without signing in."""
    keys = links.read(links.DATES, token)
    meeting = Meeting.objects.select_related("body__organisation").filter(pk=keys[0]).first() if keys else None
    person = Person.objects.filter(pk=keys[1]).first() if keys and len(keys) > 1 else None
    if meeting is None or person is None:
        raise Http404("Ce lien n’est pas complet : reprenez-le dans le message reçu.")

    def say() -> Done:
        says, _, key = request.POST.get("date", "").partition(":")
        option = next((one for one in DateOption.objects.filter(meeting=meeting) if str(one.pk) == key), None)
        given = {option: says} if option else {}
        try:
            operations.answer_dates(actor=by_link(person), meeting=meeting, answers=given, now=request.now)
        except Denied as no:  # a letter was followed, nobody signed in: its own page says it
            raise Refused(no.sentence) from None
        return Done("", "meetings:answer_dates", token=token)

    gesture = perform(request, None, say)
    dates = dates_of(meeting, person.pk)
    context = {"meeting": meeting, "person": person, "dates": dates, "answers": DateAnswer.Answer.choices}
    return gesture.done or gesture.page("meetings/answer_dates.html", context)
