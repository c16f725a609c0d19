"""A vote, for those who hold the session and for those who read its result: put it, open it, close it, count it, void it."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify

from kevread.attendance.queries.attendance import attendance
from kevread.attendance.queries.quorum import quorum_said
from kevread.charter.queries.written import where_written
from kevread.common.actor import NOBODY
from kevread.common.errors import Invalid, Refused
from kevread.documents.contracts import as_data
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.rendering import render as set_paper
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.queries.notices import votable
from kevread.meetings.queries.terms import terms
from kevread.seats.models import Seat
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.polls import Counted
from kevread.ui.access import seen, signed_in, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request, as_key
from kevread.ui.spreadsheet import table_file
from kevread.votes import operations, permissions
from kevread.votes.exports import NAMED
from kevread.votes.forms import CountForm, PutForm, VoidForm
from kevread.votes.models import Poll, RollMark
from kevread.votes.operations.polls import Question
from kevread.votes.queries.box import bundle_of, is_as_closed
from kevread.votes.queries.calling import BLANK
from kevread.votes.queries.count_paper import count_paper
from kevread.votes.queries.live import Followed, followed, is_followed, version_of
from kevread.votes.queries.missing import missing_from
from kevread.votes.queries.polls import (
    commitments_of,
    few_voters,
    minutes_of_count,
    named_votes,
    panel_of,
    receipts_of,
    seals_of,
)
from kevread.votes.views.voting import is_seen, poll_here
from kevread.votes.views.way_back import back, beside, is_led, leads_back, where_from


def poll_seen(request: Request, key: UUID) -> Poll:
    """A vote that this person may see."""
    return seen(poll_here(request, key), lambda poll: is_seen(request, poll))


@signed_in
def poll(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A vote: where it stands, or its result with the operation that decides."""
    found = poll_seen(request, key)
    acting = NOBODY if request.is_past else request.actor  # at another day, one reads
    panel = panel_of(found, acting)
    context = {
        "poll": found,
        "item": found.item,
        "panel": panel,
        "meeting": found.meeting,
        "seals": seals_of(found),
        **following(request, found, panel.may_run),
        "led": is_led(request, found.meeting),
        "votes": named_votes(found),
        "prints": found.method == Poll.Method.PAPER and found.state == Poll.State.OPEN and panel.may_run,
        "count": minutes_of_count(found) if found.state == Poll.State.COUNTED else None,
        "may_ask_secret": found.state == Poll.State.OPEN
        and found.kind == Poll.Kind.ELECTION
        and not found.is_secret
        and bool(permissions.may_ask_secrecy(acting, found)),
    }
    return render(request, "votes/poll.html", context)


@signed_in
def named_file(request: Request, scale: str, key: UUID, form: str) -> HttpResponse:
    """How each voted, for a spreadsheet, where the page of the vote says it."""
    found = poll_seen(request, key)
    if not (rows := named_votes(found)):
        raise Http404("Ce vote ne dit pas qui a voté quoi.")
    return table_file(request, NAMED, rows, form, about=f"{found.meeting.day}-{slugify(found.question)[:40]}")


def following(request: Request, poll: Poll, runs: bool) -> dict[str, Any]:
    """Until it is counted, the page of a vote follows it; for whoever runs it, ballot by ballot. Under the bar of the room,
    the bar does."""
    ended = request.is_past or poll.state in (Poll.State.COUNTED, Poll.State.VOID)
    if ended or not is_followed(poll.meeting, request.today) or is_led(request, poll.meeting):
        return {"follows": None}
    meeting = poll.meeting
    where = {"scale": meeting.organisation.slug, "key": meeting.pk}
    return {
        "follows": Followed(meeting, version_of(meeting.pk)) if runs else followed(meeting, request.today),
        "pulse": reverse("votes:pulse_of_count" if runs else "votes:pulse", kwargs=where),
    }


@signed_in
@leads_back
def receipts(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Every receipt of a box that is closed: each finds their own, and nobody learns what it says."""
    found = poll_seen(request, key)
    closed = found.method == Poll.Method.SECRET and found.state in (Poll.State.CLOSED, Poll.State.COUNTED)
    context = {
        "poll": found,
        "item": found.item,
        "receipts": receipts_of(found),
        "commitments": commitments_of(found),
        "changed": closed and not is_as_closed(found),
    }
    return render(request, "votes/receipts.html", context)


@signed_in
@leads_back
def tally_file(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The file from which the result was computed: `./kevread manage tally` computes it again, away from here."""
    found = poll_seen(request, key)
    if found.state != Poll.State.COUNTED:
        raise Http404("Ce vote n’a pas encore de résultat.")
    if not (count := found.counted).is_told:
        raise Http404(count.said)
    body = json.dumps(count.file, ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    return under_name(response, f"{scale}-vote-{found.number}-{slugify(found.question)[:40]}.json")


@signed_in
@leads_back
def bundle(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What `./kevread manage verify-vote` checks, away from here: from the closing, and whole once the vote is counted."""
    found = poll_seen(request, key)
    if found.method != Poll.Method.SECRET or found.state not in (Poll.State.CLOSED, Poll.State.COUNTED):
        raise Http404("L’urne d’un vote secret sur écran se publie à sa clôture.")
    response = HttpResponse(json.dumps(bundle_of(found), ensure_ascii=False), content_type="application/json")
    return under_name(response, f"urne-{scale}-vote-{found.number}.json")


@signed_in
@leads_back
def count_pdf(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The record of the count, to sign and to keep with the minutes."""
    found = poll_seen(request, key)
    if found.state != Poll.State.COUNTED:
        raise Http404("Ce vote n’a pas encore de résultat.")
    pdf = set_paper("count", as_data(count_paper(found)), made_at=request.now)
    response = HttpResponse(pdf, content_type=MEDIA_TYPE)
    return under_name(response, f"depouillement-{scale}-vote-{found.number}.pdf", shown=True)


# Holding the session -------------------------------------------------------------------------------------------------


@signed_in
@today_only
@leads_back
def put(request: Request, scale: str, key: UUID, item: UUID) -> HttpResponse:
    """Put an item of the agenda to the vote: how, on what words, with which candidates, and who keeps the key."""
    rows = AgendaItem.objects.select_related("meeting__body__organisation")
    found = rows.filter(pk=item, meeting=key, meeting__body__organisation=request.scale).first()
    if found is None or not Meeting.objects.visible_to(request.actor).filter(pk=key).exists():
        raise Http404("Ce point n’est pas à l’ordre du jour de cette réunion.")
    grounds = permissions.may_run_poll(request.actor, found.meeting)
    grounds.or_raise()
    rule = terms(found.meeting)
    form = PutForm(request.POST or None, item=found, rule=rule, roll=roll_of(found))

    def ask() -> Done:
        asked = asked_in(form, found)
        verb = operations.draft_poll if asked.method == Poll.Method.SECRET else operations.put_to_vote
        return back(request, verb(actor=request.actor, asked=asked, now=request.now))

    gesture = perform(request, form, ask)
    if gesture.done:
        return gesture.done
    context = {
        "item": found,
        "meeting": found.meeting,
        "rule": rule,
        "written": where_written("L1.13.electronic_vote", request.scale),
        "majority": tally.majority_in_words(
            rule.majority_for(found.resolution)[0], written=found.meeting.mode == Meeting.Mode.WRITTEN
        ),
        "majority_decided": rule.majority_for(found.resolution)[1],
        "votable": votable(found),
        "few": few_voters(found.meeting),
        "quorum": quorum_said(found.meeting),
        "led": is_led(request, found.meeting),
        "whence": where_from(request, found),
    }
    return gesture.page("votes/put.html", context)


def roll_of(item: AgendaItem) -> list[Any]:
    """Those of the roll who may keep a share of the key: who is there, or everybody before it opens, and in writing."""
    lines = attendance(item.meeting).registered
    written = item.meeting.mode == Meeting.Mode.WRITTEN
    there = [line.entry for line in lines if line.standing.is_there and not written]
    return there or [line.entry for line in lines]


def asked_in(form: PutForm, item: AgendaItem) -> Question:
    typed = form.cleaned_data
    kind = Poll.Kind(typed["kind"])
    election = kind == Poll.Kind.ELECTION
    return Question(
        item=item,
        kind=kind,
        method=typed["method"],
        question=typed["question"],
        text=typed["text"],
        seat=Seat.objects.filter(pk=typed["seat"]).first() if election and typed.get("seat") else None,
        places=typed.get("places") if election else None,
        by_lists=election and typed.get("by_lists", False),
        parity=election and typed.get("parity", False),
        oldest_wins=election and typed.get("oldest_wins", False),
        secret_asked=election and typed.get("secret_asked", False),
        candidates=typed.get("candidates") or (),
        scrutineers=typed.get("scrutineers") or (),
        threshold=typed.get("threshold"),
    )


@signed_in
@leads_back
def open_(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Open a vote that was prepared."""
    return done(request, key, operations.open_poll, "Le vote est ouvert.")


@signed_in
@today_only
@leads_back
def close(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Close a vote: at once when everybody has answered; otherwise once one has read how many votes are missing."""
    found = poll_seen(request, key)
    if request.method == "POST":
        missing = number(request.POST.get("manque"))
        try:
            operations.close_poll(actor=request.actor, poll=found, now=request.now, missing=missing)
            return back(request, found, "Le vote est clos.").answer(request)
        except operations.VoicesMissing:
            return redirect(request.path)
    permissions.may_run_poll(request.actor, found.meeting).or_raise()
    closes = found.state == Poll.State.OPEN and found.method not in tally.BY_HAND
    left = missing_from(found) if closes else None
    if left is None or not left.votes:
        return back(request, found).answer(request)
    context = {
        "missing": left,
        "panel": panel_of(found, request.actor),
        **beside(request, found),
    }
    return render(request, "votes/close.html", context)


def number(text: str | None) -> int:
    """What a page says that it showed; nothing when it says nothing that is a number."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0


@signed_in
@leads_back
def ask_secret(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Ask that an election be secret."""
    return done(request, key, operations.ask_secret_ballot, "L’élection se refera à bulletin secret.")


def done(request: Request, key: UUID, verb: Any, said: str) -> HttpResponse:
    found = poll_seen(request, key)
    if request.method != "POST":
        return back(request, found).answer(request)
    verb(actor=request.actor, poll=found, now=request.now)
    return back(request, found, said).answer(request)


@signed_in
@leads_back
def call(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Write what somebody answered when their name was called."""
    found = poll_seen(request, key)
    if request.method == "POST":
        asked = as_key(request.POST.get("voix", ""))
        rows = RollMark.objects.select_related("entry__person").filter(poll=found)
        line = rows.filter(pk=asked).first() if asked else None
        if line is None:
            raise Http404("Cette voix n’est pas de ce vote.")
        permissions.may_run_poll(request.actor, found.meeting).or_raise()
        answered = [choice for choice in request.POST.getlist("choix") if choice]
        if not answered:  # a blank vote is said, as any other
            raise Invalid("choices", f"Choisissez une réponse pour {line.entry.person} : rien n’était choisi.")
        sent = [choice for choice in answered if choice != BLANK]
        operations.call_name(actor=request.actor, poll=found, mark=line, choices=sent, now=request.now)
    return back(request, found).answer(request)


@signed_in
@today_only
@leads_back
def count(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Write what was counted by hand or on paper. Read back before it is proclaimed: what it decides, what was left empty, as
    zeros, and how many votes that are there are in no number. Proclaimed is what was read, and nothing else."""
    found = poll_seen(request, key)
    permissions.may_run_poll(request.actor, found.meeting).or_raise()
    if found.state != Poll.State.OPEN:
        raise Refused(f"Un compte s’écrit pendant que le vote est ouvert : il est {found.get_state_display().lower()}.")
    if found.method not in tally.BY_HAND:
        raise Refused("Ce vote ne se compte pas à la main.")
    form = CountForm(request.POST if request.method == "POST" else None, terms=found.put)
    result: list[Counted] = []

    def enter() -> Done | None:
        casting = form.cleaned_data.get("casting", "")
        if request.POST.get("lu") != form.mark:
            result.append(operations.foreseen(found, form.counts, casting))
            return None
        operations.enter_count(actor=request.actor, poll=found, counts=form.counts, casting=casting, now=request.now)
        return back(request, found)

    gesture = perform(request, form, enter)
    unwritten = form.unwritten if result else []
    context = beside(request, found) | {
        "form": form.with_zeros() if unwritten else form,
        "unwritten": unwritten,
        "left_out": form.left_out if result else 0,
        "result": next(iter(result), None),
        "mark": form.mark if result else "",
    }
    return gesture.done or gesture.page("votes/count.html", context)


@signed_in
@today_only
@leads_back
def void(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Give a vote up, with the reason."""
    found = poll_seen(request, key)
    permissions.may_run_poll(request.actor, found.meeting).or_raise()
    form = VoidForm(request.POST or None)

    def give_up() -> Done:
        operations.void_poll(actor=request.actor, poll=found, reason=form.cleaned_data["reason"], now=request.now)
        return back(request, found)

    gesture = perform(request, form, give_up)
    return gesture.done or gesture.page("votes/void.html", beside(request, found))
