"""The voter's phone: one question, its answers, a review, one confirmation, a receipt. Nothing else.

What is chosen travels in the body of requests, never in an address; the number of the page too (`nonce`).
"""

import json
import secrets
from collections.abc import Sequence
from copy import copy
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.errors import Invalid, Refused
from kevread.journal.memory import Memory
from kevread.journal.queries import state_of
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.polls import ResolutionTerms
from kevread.tally.rules.sentences import neither
from kevread.ui.access import seen, signed_in, today_only
from kevread.ui.once import by_itself
from kevread.ui.request import Request
from kevread.votes.models import Poll
from kevread.votes.operations import cast_open, cast_sealed, cast_secret
from kevread.votes.operations.ballots import Paper, Receipts, Sealed
from kevread.votes.operations.box import require_terms
from kevread.votes.operations.consulting import deadline_of, is_in_time, require_in_time
from kevread.votes.queries.calling import BLANK
from kevread.votes.queries.live import followed
from kevread.votes.queries.polls import Carried, carried_by, has_voted, installed_in
from kevread.votes.queries.presiding import not_taking_part
from kevread.votes.views.way_back import beside, is_led, leads_back

UNSAID = "Choisissez une réponse parmi celles du bulletin : sans elle, aucun vote n’est enregistré."
UNSAID_APART = "Choisissez une réponse pour chacune de vos voix : sans elle, aucun vote n’est enregistré."


@by_itself
@signed_in
@today_only
@leads_back
def vote(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Answer the question, for oneself and for those whose proxy one holds."""
    poll = poll_of_ballot(request, key)
    carried = carried_by(poll, request.actor)
    if not carried:
        seen(poll, lambda poll: is_seen(request, poll))
    if not poll.is_cast_on_screen:
        raise Refused(f"Ce vote se fait autrement : {poll.get_method_display().lower()}.")
    if not carried:
        raise not_taking_part(poll.meeting)
    voices = voices_of(poll, carried)
    if request.method == "POST":
        if "bulletin" in request.POST:
            return cast(request, poll, voices)
        confirmed = request.POST.get("etape") == "confirmer"
        answers = read_answers(request, poll, voices, confirmed=confirmed)
        if confirmed:
            return confirm(request, poll, voices, answers)
        require_in_time(poll, request.now)
        return review(request, poll, voices, answers)
    if has_voted(poll, request.actor):
        return page(request, poll, "done", voices)
    if poll.state != Poll.State.OPEN or not is_in_time(poll, request.now):
        return page(request, poll, "closed", voices)
    return page(request, poll, "ask", voices, nonce=secrets.token_urlsafe(18))


def is_seen(request: Request, poll: Poll) -> bool:
    return Poll.objects.visible_to(request.actor).filter(pk=poll.pk).exists()


def poll_here(request: Request, key: UUID) -> Poll:
    rows = Poll.objects.select_related("item__meeting__body__organisation")
    found: Poll | None = rows.filter(pk=key, item__meeting__body__organisation=request.scale).first()
    if found is None:
        raise Http404(f"{request.scale.name} n’a pas de vote à cette adresse.")
    return found


BALLOTS = Memory[Poll](200)


def poll_of_ballot(request: Request, key: UUID) -> Poll:
    """The same for all who vote in this state of the tables, and never written here. Whether the vote is still open at the
    moment when a ballot is cast, PostgreSQL alone says."""
    question = request.scale.pk, key
    return copy(BALLOTS.in_state(state_of(request), question, lambda: poll_here(request, key), strict=False))


def voices_of(poll: Poll, carried: Sequence[Carried]) -> list[dict[str, Any]]:
    """One line for each answer that may differ: each vote of a secret ballot, each line of the roll otherwise."""
    if poll.method == Poll.Method.OPEN:
        return [
            {
                "mark": one.mark,
                "entry": one.entry,
                "name": one.whose,
                "whose": one.whose,
                "votes": one.votes,
                "college": one.college,
            }
            for one in carried
        ]
    by_college = poll.put.by_college
    found: list[dict[str, Any]] = []
    for one in sorted(carried, key=lambda one: one.college):
        college = one.college if by_college else ""
        found += [
            {"mark": None, "name": "", "whose": one.whose, "votes": 1, "college": college} for _ in range(one.votes)
        ]
    for number, voice in enumerate(found, start=1):
        voice["name"] = f"Voix {number}" + (f", collège {voice['college']}" if voice["college"] else "")
    return found


def read_answers(
    request: Request, poll: Poll, voices: list[dict[str, Any]], *, confirmed: bool
) -> list[tuple[str, ...]]:
    """One answer for each voice: the same for all, or each its own.

    A blank vote is said, never supposed: a page that names nothing is refused. The one exception is a list of names to
    tick, where no name is how one votes blank: it is read back as such, and what confirms it says it. Raises Invalid.
    """
    apart, ticked = "repartir" in request.POST, tally.most_choices(poll.put) > 1
    answers = []
    for number in range(1, len(voices) + 1):
        sent = request.POST.getlist(f"choix-{number}" if apart else "choix")
        if not sent and (confirmed or not ticked):
            raise Invalid("choices", UNSAID_APART if apart else UNSAID)
        answers.append(tally.check_choices(poll.put, [choice for choice in sent if choice != BLANK]))
    return answers


def review(request: Request, poll: Poll, voices: list[dict[str, Any]], answers: list[tuple[str, ...]]) -> HttpResponse:
    """What will be cast, said again before anything is."""
    return page(request, poll, "review", voices, answers=answers, nonce=request.POST.get("nonce", ""))


def cast(request: Request, poll: Poll, voices: list[dict[str, Any]]) -> HttpResponse:
    """Ballots that the page sealed: what they say is not known here."""
    try:
        sealed = [bytes.fromhex(one) for one in request.POST.getlist("bulletin")]
        ballots = [Sealed(voice["college"], data) for voice, data in zip(voices, sealed, strict=True)]
    except ValueError:
        raise Invalid("choices", "Ce bulletin est incomplet : rechargez la page. Rien n’a été enregistré.") from None
    receipts = cast_sealed(actor=request.actor, poll=poll, ballots=ballots, now=request.now)
    return page(request, poll, "receipt", voices, receipts=receipts)


def sheet_in(poll: Poll, voices: list[dict[str, Any]]) -> str:
    """What a page needs to seal the ballots of a voter, in JSON: the very text of the terms, and their stamp. Raises Refused
    when they are not those of the opening."""
    require_terms(poll)
    return json.dumps(
        {
            "terms": tally.canonical(poll.terms)
            .encode()
            .hex(),  # to the byte: pages set the spaces of what people read
            "stamp": bytes(poll.terms_stamp or b"").hex(),
            "voices": [voice["college"] for voice in voices],
            "words": dict(tally.choices_of(poll.put)) | {tally.BLANK: tally.WORDS[tally.BLANK]},
        }
    )


def confirm(request: Request, poll: Poll, voices: list[dict[str, Any]], answers: list[tuple[str, ...]]) -> HttpResponse:
    if poll.method == Poll.Method.SECRET:
        papers = [Paper(answer, voice["college"]) for voice, answer in zip(voices, answers, strict=True)]
        nonce = request.POST.get("nonce", "")
        receipts = cast_secret(actor=request.actor, poll=poll, papers=papers, nonce=nonce, now=request.now)
        return page(request, poll, "receipt", voices, receipts=receipts)
    apart = {voice["mark"]: answer for voice, answer in zip(voices, answers, strict=True)}
    lines = {voice["mark"]: voice["entry"] for voice in voices}
    cast = cast_open(actor=request.actor, poll=poll, choices=answers[0], apart=apart, lines=lines, now=request.now)
    said = {one.mark_id: tuple(one.choices) for one in cast}
    return page(request, poll, "cast", voices, answers=[said[voice["mark"]] for voice in voices])


def page(
    request: Request,
    poll: Poll,
    step: str,
    voices: list[dict[str, Any]],
    *,
    answers: Sequence[tuple[str, ...]] = (),
    receipts: Receipts | None = None,
    nonce: str = "",
) -> HttpResponse:
    words = dict(tally.choices_of(poll.put)) if poll.terms else {}
    apart = "repartir" in (request.POST if request.method == "POST" else request.GET)
    context = beside(request, poll) | {
        "led": is_led(request, poll.meeting),
        "until": deadline_of(poll.item.meeting),
        "step": step,
        "sheet": sheet_in(poll, voices) if step == "ask" and poll.method == Poll.Method.SECRET else "",
        "follows": followed(poll.meeting, request.today) if step in ("ask", "review") else None,
        "voices": voices,
        "number": sum(voice["votes"] for voice in voices),
        # Of several votes of a secret ballot, nobody reads which is whose.
        "whose": [one["whose"] for one in voices] if poll.method == Poll.Method.OPEN or len(voices) == 1 else [],
        "choices": list(words.items()),
        "most": tally.most_choices(poll.put) if poll.terms else 1,
        "several": poll.kind == Poll.Kind.ELECTION and tally.most_choices(poll.put) > 1 if poll.terms else False,
        "neither": neither_of(poll),
        "blank": BLANK if poll.kind != Poll.Kind.CONSENT else "",
        "apart": apart and len(voices) > 1,
        "answers": [
            (voice, answer, ", ".join(words[code] for code in answer) or "Blanc")
            for voice, answer in zip(voices, answers, strict=bool(answers))
        ]
        if answers
        else [],
        "alike": len(set(answers)) == 1,
        "receipts": receipts.codes if receipts else (),
        "before": receipts,
        "nonce": nonce,
        "installed": installed_in(poll.put) if receipts else "",
    }
    return render(request, "votes/ballot.html", context)


def neither_of(poll: Poll) -> str:
    """What abstaining and voting blank do to a resolution; nothing of another kind of vote."""
    terms = poll.put if poll.terms else None
    return neither(terms.majority, written=terms.written) if isinstance(terms, ResolutionTerms) else ""
