"""What is taken away from the letters of an organisation: one a line, what proves it included."""

from kevread.common.tables import Column, Kind, Table

from .models import Dispatch


def content_of(letter: Dispatch, name: str) -> str:
    """Something of what it said, until that is erased."""
    content = getattr(letter, "content", None)
    return getattr(content, name) if content else ""


LETTERS = Table(
    "courriels",
    "Courriels",
    (
        Column("objet", lambda letter: content_of(letter, "subject")),
        Column("à", lambda letter: str(letter.person) if letter.person else ""),
        Column("adresse électronique", lambda letter: letter.address),
        Column("état", Dispatch.get_state_display),
        Column("écrit le", lambda letter: letter.queued_at, Kind.MOMENT),
        Column("parti le", lambda letter: letter.sent_at, Kind.MOMENT),
        Column("envoi obligatoire", lambda letter: "oui" if letter.notice else "non"),
        Column("empêchement", lambda letter: letter.fault or content_of(letter, "trouble")),
        Column("empreinte", lambda letter: letter.digest),
    ),
)
