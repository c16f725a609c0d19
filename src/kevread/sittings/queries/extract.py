"""The certified extract of a decision, as voted in a meeting or as it was recorded."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kevread.attendance.models import QuorumCheck
from kevread.decisions.models import Decision
from kevread.decisions.queries.register import outcome_of
from kevread.directory.models import Person
from kevread.documents.contracts import Signatory
from kevread.documents.queries import letterhead
from kevread.meetings.models import Meeting
from kevread.meetings.queries.naming import on_paper
from kevread.sittings.papers import Extract
from kevread.ui.words import counted, day
from kevread.votes.models import Poll
from kevread.votes.papers import Vote
from kevread.votes.queries.vote_papers import vote_of


def extract_paper(decision: Decision, meeting: Meeting, signer: Person, quality: str, on: date) -> Extract:
    """The extract of a decision of a meeting that is told here, as it was voted."""
    poll = Poll.objects.filter(result__decision=str(decision.pk)).first()
    checks = list(meeting.quorum_checks.order_by("-at"))
    checked = next((one for one in checks if poll is None or one.at == poll.opened_at), next(iter(checks), None))
    attended = ""
    if checked:
        present, represented = counted(checked.present, "présent·e"), counted(checked.represented, "représenté·e")
        was = "était" if checked.met else "n’était pas"
        attended = f"{present}, {represented} ; le quorum {was} atteint."
    kept = getattr(meeting, "minutes", None)
    return Extract(
        letterhead=letterhead(decision.organisation, on),
        meeting=on_paper(meeting),
        number=decision.reference,
        decision=decision.title,
        vote=as_voted(poll, checks) if poll else as_recorded(decision),
        attended=attended,
        minutes=f"{kept.document.title}" if kept else f"Registre des décisions, n° {decision.reference}",
        certified_on=on,
        signatories=(Signatory(name=str(signer), quality=quality),),
    )


def as_voted(poll: Poll, checks: Iterable[QuorumCheck]) -> Vote:
    """The vote of a decision. The extract is headed by the question: a text is not headed by it once more."""
    told = vote_of(poll, checks)
    return replace(told, title="") if told.text else told


def as_recorded(decision: Decision) -> Vote:
    """The result of a decision that was voted without Kevread: as the register tells it."""
    adopted = decision.outcome == Decision.Outcome.ADOPTED
    return Vote(
        text=decision.text,
        how=f"selon le registre, le {day(decision.decided_on)}",
        choices=(),
        sum=decision.sum_said,
        outcome="adopted" if adopted else "rejected",
        conclusion="" if decision.type != Decision.ADVICE else f"Avis {outcome_of(decision).lower()}.",
    )
