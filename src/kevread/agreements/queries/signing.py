"""Texts that every party approved, and who may sign each; where a demand for signatures stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kevread.agreements.models import Agreement, Approval, Clause, Instrument, Party
from kevread.agreements.queries.standing import is_to_write, mark_of_text
from kevread.common.actor import Actor
from kevread.decisions.models import Decision
from kevread.delegations.loader import acts
from kevread.directory.models import Organisation
from kevread.documents.asks import Entitled, entitled
from kevread.documents.models import Circle, Step
from kevread.documents.queries.circles import Followed, followed
from kevread.seats.asks import SIGN


def awaited(organisation: UUID, actor: Actor) -> QuerySet[Approval]:
    """What an organisation has not said yet of the texts in talks to which it is party."""
    return Approval.objects.filter(
        party__organisation=organisation,
        decision=None,
        authority="",
        instrument__stage=Instrument.Stage.TALKS,
        instrument__agreement__in=Agreement.objects.visible_to(actor).filter(annulled_on=None),
    )


def to_consent(decision: Decision, actor: Actor) -> list[Approval]:
    """The texts in talks that an organisation has not approved, and that its decision may. One query."""
    rows = awaited(decision.organisation_id, actor)
    rows = rows.select_related("instrument__agreement", "party__organisation", "party__agreement__organisation")
    return list(rows.order_by("instrument__agreement__title", "instrument__number"))


@dataclass(frozen=True, slots=True)
class ToRead:
    """A text that waits for the consent of a party: what it says, and its mark. `same`: it says word for word what the first of
    its kind says."""

    approval: Approval
    clauses: list[Clause]
    mark: str
    same: bool = False


def whole_and_awaited(organisation: Organisation, actor: Actor) -> dict[str, list[ToRead]]:
    """By kind, the texts where nothing is left to write and that wait for the consent of an organisation; as its own people may
    say it. Two queries."""
    rows = awaited(organisation.pk, actor).select_related(
        "instrument__agreement__organisation", "party__organisation", "party__agreement__organisation"
    )
    rows = rows.prefetch_related("instrument__clauses").order_by(
        "instrument__agreement__kind", "instrument__agreement__title", "instrument__number"
    )
    found: dict[str, list[ToRead]] = {}
    for one in rows:
        clauses = sorted(one.instrument.clauses.all(), key=lambda each: (each.rank, each.slug))
        if not clauses or any(is_to_write(each) for each in clauses):
            continue
        beside = found.setdefault(one.instrument.agreement.kind, [])
        same = bool(beside) and said(beside[0].clauses) == said(clauses)
        beside.append(ToRead(one, clauses, mark_of_text(one.instrument, clauses), same))
    return found


def said(clauses: Sequence[Clause]) -> list[tuple[str, str, bool]]:
    return [(one.title, one.text, one.is_removed) for one in clauses]


def ready_to_sign(organisation: Organisation, actor: Actor) -> list[Instrument]:
    """The texts that this organisation keeps, approved by each party, all of the network. One query."""
    lacking = Approval.objects.filter(instrument=OuterRef("pk"), decision=None, authority="")
    outside = Party.objects.filter(agreement=OuterRef("agreement"), organisation__scale="")
    kept = Agreement.objects.visible_to(actor).filter(organisation=organisation, annulled_on=None)
    rows = Instrument.objects.filter(stage=Instrument.Stage.TALKS, agreement__in=kept)
    rows = rows.filter(~Exists(lacking), ~Exists(outside)).select_related("agreement__organisation")
    return list(rows.order_by("agreement__title", "number"))


def act_signed(on: date) -> str:
    """The act of the federation that an agreement is signed for, by its code; empty where it ties none to signing."""
    return acts().of_gesture(SIGN, on)


def who_may_sign(instruments: Sequence[Instrument], on: date) -> dict[Organisation, list[Entitled]]:
    """For each party of these texts, who may sign for it that day. The number of queries does not grow with them."""
    parties = Organisation.objects.filter(
        agreements__agreement__in={one.agreement_id for one in instruments}
    ).distinct()
    places = sorted(parties, key=lambda one: one.name)
    found: dict[Organisation, list[Entitled]] = {one: [] for one in places}
    for one in entitled(places, None, on, act_signed(on)):
        found[one.organisation].append(one)
    return found


def under_signature(document: UUID | None) -> Followed | None:
    """The last demand for the signatures of a text, whether it ended or not."""
    rows = Circle.objects.filter(version__document=document).select_related("version__document", "asked_by")
    found = rows.order_by("-opened_at").first() if document else None
    return followed([found])[0] if found else None


def refused(agreements: QuerySet[Agreement]) -> list[tuple[Instrument, Step]]:
    """Of these agreements, the texts in talks whose last demand for signatures was refused, and by what words. Two queries."""
    rows = Instrument.objects.filter(agreement__in=agreements, stage=Instrument.Stage.TALKS).exclude(document=None)
    texts = {one.document_id: one for one in rows.select_related("agreement")}
    last: dict[UUID, Step | None] = {}
    steps = Circle.objects.filter(version__document__in=texts).prefetch_related("steps__person").order_by("opened_at")
    for circle in steps.select_related("version"):
        said = [one for one in circle.steps.all() if one.kind == Step.Kind.REFUSED]
        last[circle.version.document_id] = said[0] if said else None
    return [(texts[key], step) for key, step in last.items() if step is not None]
