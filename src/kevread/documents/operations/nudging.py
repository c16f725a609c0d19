"""A reminder that leaves by itself for signatures that wait: a week after the last letter, a few times, then never."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from kevread.common.actor import SYSTEM
from kevread.directory.models import Person
from kevread.documents import permissions
from kevread.documents.models import Circle, Document, SignatureAsked, Step, Version
from kevread.documents.queries import latest
from kevread.documents.queries.circles import LETTERS
from kevread.journal.operations import act

from .circles import day_of, letter, place_of, tell, whose_turn

WEEK, MOST = timedelta(days=7), 4  # between two letters; reminders that leave by themselves, of one signature


def to_nudge(now: datetime) -> list[tuple[Person, list[Circle]]]:
    """Whom to write to, and of what, the oldest first: those of one organisation that the same person asked are one letter."""
    newer = Version.objects.filter(document=OuterRef("version__document"), number__gt=OuterRef("version__number"))
    ended = Step.objects.filter(circle=OuterRef("pk"), kind__in=(Step.Kind.REFUSED, Step.Kind.WITHDRAWN))
    rows = Circle.objects.filter(~Exists(newer), ~Exists(ended), opened_at__lte=now - WEEK)
    rows = rows.select_related("version__document__organisation", "asked_by").order_by("opened_at", "pk")
    found: dict[tuple[Person, Person, object], list[Circle]] = defaultdict(list)
    for circle in rows:
        for one in due(circle, now):
            found[one.person, circle.asked_by, circle.version.document.organisation_id].append(circle)
    return [(person, circles) for (person, _, _), circles in found.items()]


def nudge(*, person: Person, circles: Sequence[Circle], now: datetime) -> list[Step]:
    """Kevread writes again to somebody whose signatures one person asked for one organisation: a week after the last letter of
    each, whoever sent it, four times at most. Nothing is done twice: documents are locked, and what is due is read anew then.
    """
    first = circles[0]
    arguments = {"person": person.pk, "circles": [str(one.pk) for one in circles]}
    with act("documents.nudge", actor=SYSTEM, about=place_of(first), now=now, arguments=arguments):
        Document.objects.filter(pk__in=[one.version.document_id for one in circles]).lock_all()
        asked = [(circle, one) for circle in circles for one in due(circle, now) if one.person_id == person.pk]
        if not asked:
            return []
        sent = letter(person, [one for _, one in asked], first.asked_by, now)
        return [tell(circle, Step.Kind.NUDGED, first.asked_by, now, asked=one, dispatch=sent) for circle, one in asked]


def due(circle: Circle, now: datetime) -> list[SignatureAsked]:
    """Those to whom a reminder is due: it waits for them, by an address they have, and they may sign it that day."""
    ended = circle.steps.filter(kind__in=(Step.Kind.REFUSED, Step.Kind.WITHDRAWN)).exists()
    if ended or latest(circle.version.document) != circle.version:
        return []
    found = []
    for one in whose_turn(circle):
        letters = [step for step in circle.steps.filter(asked=one) if step.kind in LETTERS]
        last = max((step.at for step in letters), default=circle.opened_at)
        nudged = sum(step.kind == Step.Kind.NUDGED for step in letters)
        if last > now - WEEK or nudged >= MOST or not one.person.email:
            continue
        if permissions.right_of(circle, one, day_of(now)) is not None:
            found.append(one)
    return found
