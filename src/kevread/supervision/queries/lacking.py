"""What a decision about somebody at work would be taken without. Nobody decided that it comes first: it is told, and refuses
nothing (decision 293)."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kevread.charter.engine import values_on
from kevread.common.periods import day_in_words
from kevread.common.words import of
from kevread.directory.models import Organisation
from kevread.seats.models import Body, Mandate
from kevread.supervision.models import Matter
from kevread.supervision.queries.lines import lines_now
from kevread.supervision.queries.panels import is_delegate
from kevread.supervision.rules import Act, last_day, unsaid


@dataclass(frozen=True, slots=True)
class Short:
    """How many members of its board the employer chose to associate, and how many of them are not."""

    wanted: int
    lacks: int


def unheard(matter: Matter, spec: Act, on: date) -> list[Organisation]:
    """Who was asked a written view, and did not write."""
    if not spec.view_first:
        return []
    said = {(side.line, side.organisation_id) for side in matter.sides.all() if side.said_at}
    missing = [one.place for one in unsaid(spec, lines_now(matter, on), said)]
    return list(Organisation.objects.filter(pk__in=missing).order_by("search")) if missing else []


def panel_short(matter: Matter, spec: Act, on: date) -> Short | None:
    """Where the employer chose to associate members of its board, for a territorial delegate (R6.6, R6.7), and not all are
    there: those who sit on it that day, by whichever seat."""
    if not spec.panel or not is_delegate(matter.post):
        return None
    wanted = values_on(on).get((spec.panel, matter.organisation_id)) or 0
    sits = {"seat__body__kind": Body.Kind.BOARD, "seat__body__organisation": matter.organisation}
    rows = Mandate.objects.on(on).exclude(end_reason=Mandate.EndReason.MISTAKE).filter(**sits)
    there = rows.filter(person__in=matter.panel.values("mandate__person")).values("person").distinct().count()
    return Short(wanted, wanted - there) if there < wanted else None


def lacking(matter: Matter, spec: Act | None, on: date) -> list[str]:
    """In words, for whoever is about to decide."""
    if spec is None:
        return []
    until = (
        day_in_words(last_day(spec.view_days, timezone.localtime(matter.raised_at).date())) if spec.view_first else ""
    )
    told = [
        f"L’écrit {of(one.name)} n’est pas encore là. Le document ne le demande pas : c’est notre proposition, attendue "
        f"jusqu’au {until}. Décider sans lui se peut ; la décision le dira."
        for one in unheard(matter, spec, on)
    ]
    if short := panel_short(matter, spec, on):
        members = f"{short.wanted} membre{'s' if short.wanted > 1 else ''} de son conseil"
        told.append(
            f"{matter.organisation.name} a choisi d’associer {members} : il en manque {short.lacks}. La décision le dira."
        )
    return told
