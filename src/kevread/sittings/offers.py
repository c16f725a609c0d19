"""What sittings tell the rooms below."""

from collections.abc import Iterable
from uuid import UUID

from kevread.common.errors import Way
from kevread.decisions.asks import RESTS, Rest
from kevread.decisions.models import Decision
from kevread.decisions.queries.papers import extracts_of
from kevread.documents.asks import FOLLOWS, READ_AT
from kevread.documents.models import Signature, SignatureAsked
from kevread.sittings.models import Minutes
from kevread.sittings.operations.minutes import follow_signature

FOLLOWS.answer(follow_signature)


@READ_AT.answer
def minutes_read_at(documents: Iterable[UUID]) -> dict[UUID, Way]:
    """Minutes are read and signed on their own page. One query."""
    rows = Minutes.objects.filter(document__in=list(documents)).select_related("meeting__body__organisation")
    return {
        kept.document_id: Way(
            "Lire et signer",
            "minutes",
            {"scale": kept.meeting.organisation.slug, "key": kept.meeting_id},
        )
        for kept in rows
    }


@RESTS.answer
def signed(decision: Decision) -> Iterable[Rest]:
    """The signed minutes of its meeting, where they deal with its point or name it; its extracts, signed or sent to be. Four
    queries at most."""
    if decision.meeting_id and carried(decision):
        where = {"scale": decision.organisation.slug, "key": decision.meeting_id}
        yield Rest("Le procès-verbal signé de sa réunion la porte.", Way("lire le procès-verbal", "minutes", where))
    for paper in extracts_of(decision):
        pens = Signature.objects.filter(version__document=paper)
        if pens.exists() or SignatureAsked.objects.standing().filter(version__document=paper).exists():
            where = {"scale": decision.organisation.slug, "key": paper.pk}
            yield Rest(
                f"Un extrait en est signé, ou attend de l’être : {paper.title}.",
                Way("voir l’extrait", "documents:document", where),
            )


def carried(decision: Decision) -> bool:
    rows = Signature.objects.filter(version__document__minutes__meeting=decision.meeting_id)
    texts = rows.values_list("version__data", flat=True)
    return any(decision.item_id or decision.title in told(text) for text in texts)


def told(data: object) -> str:
    """All the words that a version holds.

    >>> told({"points": [{"title": "Le budget", "debate": "Adopté."}], "number": 3})
    'Le budget Adopté.'
    """
    if isinstance(data, dict):
        return " ".join(filter(None, map(told, data.values())))
    if isinstance(data, list | tuple):
        return " ".join(filter(None, map(told, data)))
    return data if isinstance(data, str) else ""
