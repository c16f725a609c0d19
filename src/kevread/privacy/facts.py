"""What the charter may ask of how people’s data are kept."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from kevread.base.retention import over_since, terms_on
from kevread.charter.models import Keeping
from kevread.charter.queries.registers import of_time
from kevread.common.facts import SCALES, Facts, Organisations, Span, fact, span
from kevread.privacy.models import Breach, Demand, Validation
from kevread.privacy.queries.delays import hours_to_notify, months_to_answer
from kevread.privacy.queries.retention import rows_of
from kevread.privacy.rules.delays import answered_late, due_by, is_late, notify_by

YEAR = timedelta(days=365)
PARIS = ZoneInfo("Europe/Paris")


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), PARIS)


@fact(about=SCALES, register="processing", unit="registres validés")
def registers_validated(on: date, among: Organisations) -> Facts:
    """1 where the organisation made the register of its processing its own, once at least (art. 30)."""
    rows = Validation.objects.filter(at__lt=end_of(on), **among.where("organisation"))
    return dict.fromkeys(rows.values_list("organisation", flat=True), 1)


def answers(on: date, among: Organisations) -> Iterator[tuple[UUID, date, date | None]]:
    """What people asked, still to be answered or answered within a year: of whom, its last day, and the day of its answer."""
    ended = Q(answered_at__lt=end_of(on - YEAR))
    rows = Demand.objects.exclude(ended).filter(received_on__lte=on, **among.where("organisation"))
    months = months_to_answer(on)
    columns = ("organisation", "received_on", "extended_on", "answered_at")
    for organisation, received, extended, at in rows.values_list(*columns):
        day = timezone.localtime(at, PARIS).date() if at else None
        yield organisation, due_by(received, months, extended, on), day if day and day <= on else None


@fact(
    about=SCALES,
    register="demands",
    unit="demandes",
    otherwise=Span(0, None),
    lacks="une année entière de ce registre",
)
def answers_late(on: date, among: Organisations) -> Facts:
    """What people asked, answered after the delay in a year, or not yet though it is over, however long ago (art. 12). The
    delay is what law gives, or what they were told in time."""
    found = Counter[UUID]()
    for organisation, by, answered in answers(on, among):
        found[organisation] += answered_late(by, answered, on)
    return of_time("demands", found, on - YEAR, on, among)


def notices(on: date, among: Organisations) -> Iterator[tuple[UUID, datetime, datetime | None]]:
    """Breaches of which the authority is to be told, or was within a year: of whom, the last moment, and when it was."""
    end, hours = end_of(on), hours_to_notify(on)
    rows = Breach.objects.exclude(notified_at__lt=end - YEAR).filter(known_at__lt=end, **among.where("organisation"))
    without_risk = Q(risk=Breach.Risk.NONE) & ~Q(because="")
    for organisation, known, told in rows.exclude(without_risk).values_list("organisation", "known_at", "notified_at"):
        yield organisation, notify_by(known, hours), told if told and told < end else None


@fact(
    about=SCALES,
    register="breaches",
    unit="violations",
    otherwise=Span(0, None),
    lacks="une année entière de ce registre",
)
def notifications_late(on: date, among: Organisations) -> Facts:
    """Breaches of which the authority was to be told, and was after its hours in a year, or is not yet, however long ago (art.
    33). Where nobody said yet what the risk is, or why there is none, it is to be told."""
    found = Counter[UUID]()
    for organisation, by, told in notices(on, among):
        found[organisation] += is_late(by, told, end_of(on))
    return of_time("breaches", found, on - YEAR, on, among)


@fact(
    about=SCALES,
    register="breaches",
    unit="violations",
    lacks="le risque de certaines violations, ou pourquoi les personnes n’en ont pas été prévenues",
)
def people_untold(on: date, among: Organisations) -> Facts:
    """Breaches of a high risk of which the people concerned are not told, and nobody says why not (art. 34). Where nobody knows
    the risk yet, nobody knows either; nor of a sheet that was closed when one reason served both."""
    rows = Breach.objects.filter(known_at__lt=end_of(on), people_because="", **among.where("organisation"))
    untold = rows.filter(Q(people_told_on=None) | Q(people_told_on__gt=on))
    high = Q(risk=Breach.Risk.HIGH)
    sure = Counter(untold.filter(high, closed_at=None).values_list("organisation", flat=True))
    doubted = untold.filter(Q(risk=Breach.Risk.UNKNOWN) | high & Q(closed_at__isnull=False))
    unknown = Counter(doubted.values_list("organisation", flat=True))
    return {key: span(sure[key], unknown[key]) for key in sure | unknown}


UNDECIDED = "combien de temps se garde le nom d’une personne candidate"


@fact(about=SCALES, register="supervision", unit="candidatures", lacks=UNDECIDED)
def candidates_kept_long(on: date, among: Organisations) -> Facts:
    """Those who applied for a post, and whose name is still there though the time is over that is given to it (L10.2). Where
    nobody decided how long, nothing is known."""
    term = terms_on(on).get("recruits")
    if term is None or term.months is None:
        kept = Keeping.objects.on(on).filter(register="supervision", **among.where("organisation"))
        return dict.fromkeys(kept.values_list("organisation", flat=True), Span(0, None))
    rows = rows_of("recruits", over_since(on, term.months)).filter(**among.where("matter__organisation"))
    return dict(Counter(rows.values_list("matter__organisation", flat=True)))
