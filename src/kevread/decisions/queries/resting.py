"""What rests on a line of the register: whoever says that the decision was never taken undoes that first."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet, Value

from kevread.common.actor import NOBODY, Actor
from kevread.common.errors import Way
from kevread.decisions.asks import RESTS, Rest
from kevread.decisions.models import (
    Application,
    Citation,
    Decision,
    FollowUp,
    Joining,
    OutsideAdvice,
    Ratification,
    Submission,
)
from kevread.decisions.queries.wording import shown
from kevread.imports.tracing import called_to, loose_keys, pointing_to
from kevread.meetings.rules.life import State
from kevread.seats.models import Mandate

# What of this room goes with the line, or is told apart (`opened_by`, `tied_to`).
OWN = (Application, Citation, Decision, FollowUp, Joining, OutsideAdvice, Ratification, Submission)
MISTAKE = Mandate.EndReason.MISTAKE
UNDONE = ("annulled_on", "undone_on")  # how a row that has no `standing()` says that it was a mistake
NAMED = 6  # rows of one column, in a list


def wordings_of(decision: Decision) -> list[UUID]:
    """This line and those that it corrects, one after another: all say the same decision."""
    found, key = [decision.pk], decision.corrects_id
    while key:
        found.append(key)
        key = Decision.objects.filter(pk=key).values_list("corrects", flat=True).first()
    return found


def resting_on(decision: Decision, actor: Actor = NOBODY) -> list[Rest]:
    """What holds it, whichever of its wordings it names: what it opened, what is tied to it in this register or another, what
    rooms above answer (`RESTS`), and any row that cites it, in any room. A row that was itself said to be a mistake holds
    nothing; one that this person does not read is told by its kind alone."""
    keys = wordings_of(decision)
    opened = dict(opened_by(keys, actor))
    found = [*opened.values(), *tied_to(keys)]
    for answer in RESTS:
        found += answer(decision)
    return [*found, *citing(keys, actor, but=opened)]


def opened_by(keys: Collection[UUID], actor: Actor) -> Iterator[tuple[UUID, Rest]]:
    """The mandate, the value, the derogation that it opened, neither annulled nor given up since, and where each is; what
    another room opened, where this person may undo it. Otherwise that points to it, and is found there (`citing`); what was
    noted as done elsewhere is nothing here."""
    rows = Application.objects.filter(decision__in=keys, applied_at__isnull=False).select_related(
        "mandate__seat__body__organisation", "setting", "derogation__organisation", "decision__organisation"
    )
    for one in shown(rows.order_by("pk"), actor):
        row = one.application
        key = row.mandate_id or row.setting_id or row.derogation_id
        is_mistake = row.mandate is not None and row.mandate.end_reason == MISTAKE
        if one.undo or (key and not is_mistake):
            yield key or row.pk, Rest(f"Ce qu’elle a ouvert : {one.sentence}", one.undo or one.way)


def tied_to(keys: Collection[UUID]) -> Iterator[Rest]:
    """Lines of registers that are tied to it, and points of agendas that carry it."""
    near = ("decision__body__organisation", "decision__organisation")
    for cited in Citation.objects.filter(advice__in=keys, decision__annulled_on=None).select_related(*near):
        yield Rest(f"La décision n° {cited.decision.reference} cite cet avis.", page_of(cited.decision))
    for one in Ratification.objects.filter(Q(decision__in=keys) | Q(ratifies__in=keys)).select_related(
        *near, "ratifies__organisation"
    ):
        yield Rest(
            f"La décision n° {one.decision.reference} ratifie la n° {one.ratifies.reference}.", page_of(one.ratifies)
        )
    joined = Joining.objects.standing().filter(Q(decision__in=keys) | Q(joins__in=keys))
    for link in joined.select_related(*near, "joins__organisation"):
        other = link.joins if link.decision_id in keys else link.decision
        yield Rest(
            f"Elle est dite la même que la décision n° {other.reference}, {other.organisation.name}.", page_of(other)
        )
    carried = Submission.objects.filter(decision__in=keys, item__withdrawn=False)
    over = (State.CANCELLED, State.POSTPONED)
    for row in carried.exclude(item__meeting__state__in=over).select_related("item__meeting__body__organisation"):
        meeting = row.item.meeting
        where = {"scale": meeting.organisation.slug, "key": meeting.pk}
        yield Rest(f"Un ordre du jour la porte : {meeting.body.name}.", Way("voir la réunion", "meeting", where))


def page_of(decision: Decision) -> Way:
    return Way("lire la décision", "decisions:decision", {"scale": decision.organisation.slug, "key": decision.pk})


def citing(keys: Collection[UUID], actor: Actor, but: Collection[UUID]) -> Iterator[Rest]:
    """Any other row that points to it or to what it asked to be done, found in the models: a room that is added is read."""
    asked = Application.objects.filter(decision__in=keys).exclude(pk__in=but).values("pk")
    columns = [
        *((name, model, keys) for name, model in pointing_to(Decision) if model not in OWN),
        *((name, model, asked) for name, model in pointing_to(Application)),
        *((name, model, keys) for name, model in loose_keys()),
    ]
    every = [
        counting(model._default_manager.filter(**{f"{name}__in": wanted})).exclude(pk__in=but).order_by()  # noqa: SLF001
        for name, model, wanted in columns
    ]
    for place in with_a_row(every):
        kind = str(every[place].model._meta.verbose_name).capitalize()  # noqa: SLF001
        for row in every[place].order_by("pk")[:NAMED]:
            yield Rest(f"{kind} : {called_to(row, actor)}")


def with_a_row(every: Sequence[QuerySet[Any]]) -> list[int]:
    """The places of those that are not empty. One query, however many rooms there are."""
    told = [rows.annotate(nth=Value(place)).values_list("nth")[:1] for place, rows in enumerate(every)]
    return sorted(place for (place,) in told[0].union(*told[1:], all=True))


def counting[M: Model](rows: QuerySet[M]) -> QuerySet[M]:
    """Those that nobody said to be a mistake, nor what they are read with."""
    if rows.model is Mandate:
        return rows.exclude(end_reason=MISTAKE)
    if standing := getattr(rows, "standing", None):
        rows = standing()
    path, model = "", rows.model
    for step in ["", *filter(None, getattr(rows.model, "READ_WITH", "").split("__"))]:
        if step:
            model, path = model._meta.get_field(step).related_model, f"{path}{step}__"  # type: ignore[assignment]  # noqa: SLF001
        for name in UNDONE:
            if has(model, name):
                rows = rows.filter(**{f"{path}{name}": None})
    return rows


def has(model: type[Model], name: str) -> bool:
    try:
        model._meta.get_field(name)  # noqa: SLF001
    except FieldDoesNotExist:
        return False
    return True
