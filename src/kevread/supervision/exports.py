"""What is taken away of matters: never what was written in them."""

from datetime import date, datetime

from django.utils import timezone

from kevread.common.tables import Column, Kind, Table


def day_of(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


MATTERS = Table(
    "dossiers",
    "Dossiers d’encadrement",
    (
        Column("acte", lambda one: one.label),
        Column("objet", lambda one: one.matter.title),
        Column("poste", lambda one: one.matter.post.name),
        Column("personne", lambda one: str(one.matter.person or "")),
        Column("employeur", lambda one: one.matter.organisation.name),
        Column("pôles", lambda one: ", ".join(s.side.organisation.name for s in one.sides if s.side.line == "pole")),
        Column("ouvert le", lambda one: day_of(one.matter.raised_at), Kind.DAY),
        Column("où il en est", lambda one: one.word),
        Column("clos le", lambda one: None if one.is_open else day_of(one.matter.closed_at), Kind.DAY),
    ),
)
