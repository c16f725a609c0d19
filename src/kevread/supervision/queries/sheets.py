"""The sheet of an interview, of what somebody reads of it on the screen and of nothing besides."""

from datetime import date

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.words import listed
from kevread.documents.contracts import Signatory
from kevread.documents.queries import letterhead
from kevread.supervision.loader import acts
from kevread.supervision.models import Matter
from kevread.supervision.papers import InterviewSheet, Part, Priority
from kevread.supervision.rules import POLE

from .matters import MatterShown, SideShown, matters_about

OURS = "Ces sujets sont proposés : parlez aussi d’autre chose."


def sheet_of(found: MatterShown, actor: Actor, on: date) -> InterviewSheet:
    """Of an interview as `matters.shown` gave it to this reader: what they may not read there is not said here."""
    row, act = found.matter, found.act
    assert act is not None and row.person is not None
    return InterviewSheet(
        letterhead=letterhead(row.organisation, on),
        kind=act.label,
        person=str(row.person),
        post=row.post.name,
        opened_on=timezone.localtime(row.raised_at).date(),
        on=on,
        asked=row.text,
        priorities=tuple(priorities_of(row, actor, on)) if found.reads_pole else (),
        parts=tuple(part_of(one) for one in found.sides if one.side.is_asked or one.is_said),
        topics=act.sheet,
        reserve=OURS if act.sheet else "",
        is_open=found.is_open,
        held_on=None if found.is_open else row.held_on,
        concluded="" if found.is_open else row.conclusion,
        signatories=(
            Signatory(name=str(row.person), quality="Personne reçue"),
            Signatory(name="", quality=f"Pour {row.organisation.name}"),
        ),
    )


def part_of(one: SideShown) -> Part:
    day = timezone.localtime(one.side.said_at).date() if one.is_said and one.side.said_at else None
    return Part(who=one.name, share=one.share, text=one.side.text if one.reads else "", written_on=day)


def priorities_of(matter: Matter, actor: Actor, on: date) -> list[Priority]:
    """What boards of pôles decided last for this person at this post, among what this reader may read. One that was annulled
    says nothing."""
    codes = [code for code, act in acts().acts.items() if act.decider == POLE and act.about == "person"]
    rows = matters_about(matter.person_id, actor, on).filter(act__in=codes, post=matter.post_id, outcome="decided")  # type: ignore[arg-type]
    found: dict[tuple[str, str], Priority] = {}
    for one in rows.order_by("-closed_at", "-pk"):
        if (
            one.annulled_on is not None
            or one.closed_at is None
            or (day := timezone.localtime(one.closed_at).date()) > on
        ):
            continue
        who = listed(side.by_whom for side in one.sides.all() if side.line == POLE)
        found.setdefault((one.act, who), Priority(who=who, said=one.conclusion, since=day))
    return [*found.values()]
