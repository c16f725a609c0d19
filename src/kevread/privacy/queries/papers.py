"""What is told of somebody, of a register, of a breach, set on paper."""

from datetime import datetime

from kevread.directory.models import Organisation, Person
from kevread.documents.queries import letterhead
from kevread.privacy.papers import BreachSheet, Dossier, Known, KnownPart, Processing, Treated, Treatment
from kevread.privacy.rules.register import SECURITY, Changed
from kevread.ui.words import day, moment

from .breaches import Sheet
from .dossier import Part, Row
from .register import Register

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
        asks=part.asks,
    )


def said(row: Row) -> str:
    if row.asked is not None:  # an act: what was done says the rest
        return ""
    return " ; ".join(f"{line.label} : {line.value}" for line in row.lines) or "Rien de plus que son existence."


def written(row: Row) -> str:
    as_what = "".join(f" · {line.value}" for line in row.lines) if row.asked is not None else ""
    return f"{row.by} {row.did}, {moment(row.at)}{as_what}." if row.at else ""


def processing_paper(organisation: Organisation, register: Register, at: datetime) -> Processing:
    return Processing(
        letterhead=letterhead(organisation, at.date()),
        made_at=at,
        validated=validated(register),
        contact=register.validation.contact if register.validation else "",
        joint=joint(register),
        changed=tuple(map(in_words, register.changed)),
        treatments=tuple(
            Treatment(
                called=one.label,
                people=one.people,
                lines=tuple(
                    Treated(
                        what=line.what,
                        data=line.data,
                        why=line.why,
                        basis=line.basis,
                        kept=line.kept,
                        readers=line.readers,
                    )
                    for line in lines
                ),
            )
            for one, lines in register.activities
        ),
        security=SECURITY,
    )


def validated(register: Register) -> str:
    if (last := register.validation) is None:
        return "Personne ne l’a encore validé."
    return f"Validé par {last.validated_by}, le {moment(last.at)}."


def joint(register: Register) -> str:
    """Who answers for what is held together: nobody says it until an agreement does (art. 26)."""
    if register.validation and register.validation.joint:
        return f"« {register.validation.joint.title} » le dit."
    return "Non décidé : aucune convention ne dit encore qui répond de quoi."


def in_words(one: Changed) -> str:
    if not one.aspect:
        return f"{one.what} : {'ajouté' if one.now else 'retiré'}."
    return f"{one.what}, {one.aspect} : « {one.before} » est devenu « {one.now} »."


def breach_paper(sheet: Sheet, at: datetime) -> BreachSheet:
    one = sheet.breach
    return BreachSheet(
        letterhead=letterhead(one.organisation, at.date()),
        made_at=at,
        known_at=one.known_at,
        by=sheet.by,
        what=one.what,
        concerned=one.concerned,
        consequences=one.consequences,
        measures=one.measures,
        risk=one.get_risk_display(),
        notified=moment(one.notified_at) if one.notified_at else "",
        people_told=day(one.people_told_on) if one.people_told_on else "",
        because=one.because,
        people_because=one.people_because,
        opened_by=str(one.opened_by),
        closed=moment(one.closed_at) if one.closed_at else "",
    )
