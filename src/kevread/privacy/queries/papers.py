"""What is told of somebody, set on paper."""

from datetime import datetime

from kevread.directory.models import Organisation, Person
from kevread.documents.queries import letterhead
from kevread.privacy.papers import Dossier, Known, KnownPart
from kevread.ui.words import moment

from .dossier import Part, Row

PRINTED = 100  # rows of one kind; the file for programs has all of them


def dossier_paper(person: Person, parts: list[Part], at: datetime, head: Organisation) -> Dossier:
    return Dossier(
        letterhead=letterhead(head, at.date()),
        person=str(person),
        made_at=at,
        parts=tuple(part_paper(part) for part in parts),
    )


def part_paper(part: Part) -> KnownPart:
    held = part.held
    return KnownPart(
        called=held.called,
        why=held.why,
        basis=held.basis.value,
        kept=held.kept,
        readers=held.readers,
        rows=tuple(Known(said=said(row), written=written(row)) for row in part.rows[-PRINTED:]),
        more=max(0, len(part.rows) - PRINTED),
    )


def said(row: Row) -> str:
    return " ; ".join(f"{line.label} : {line.value}" for line in row.lines) or "Rien de plus que son existence."


def written(row: Row) -> str:
    return f"{row.by} {row.did}, {moment(row.at)}." if row.at else ""
