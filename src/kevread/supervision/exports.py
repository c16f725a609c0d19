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
# Which days, and whether they are answered: never why.
LEAVES = Table(
    "conges",
    "Congés et télétravail",
    (
        Column("personne", lambda one: str(one.matter.person)),
        Column("employeur", lambda one: one.matter.organisation.name),
        Column("nature", lambda one: one.get_kind_display()),
        Column("premier jour", lambda one: one.first, Kind.DAY),
        Column("dernier jour", lambda one: one.last, Kind.DAY),
        Column("à partir de midi", lambda one: "oui" if one.from_noon else ""),
        Column("jusqu’à midi", lambda one: "oui" if one.until_noon else ""),
        Column("réponse", lambda one: one.get_answer_display() or "en attente"),
    ),
)
