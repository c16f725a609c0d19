"""What agreements tell the rooms below: what a signature or a refusal makes of a text, the consent that a decision gives."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kevread.agreements.models import Agreement, Approval, Instrument
from kevread.agreements.operations import approve
from kevread.agreements.operations.checks import habilitates, instrument_locked, kind_of
from kevread.agreements.operations.signing import back_in_talks, follow_signature
from kevread.agreements.permissions import may_approve
from kevread.agreements.queries.standing import standings, text_in_full
from kevread.agreements.rules import CONSENT, AskedConsent
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused, Way
from kevread.common.words import of
from kevread.competence.asks import OPENINGS, Opening
from kevread.decisions.models import Application, Decision
from kevread.decisions.rules import asked_as
from kevread.delegations.asks import SERVES
from kevread.delegations.loader import acts as committing
from kevread.directory.models import Organisation
from kevread.documents.asks import ENDS, FOLLOWS, HOLDS
from kevread.seats.asks import END_AGREEMENT, PUT_OFF, SIGN

FOLLOWS.answer(follow_signature)
ENDS.answer(back_in_talks)


def approvals(keys: Collection[UUID]) -> dict[UUID, Approval]:
    rows = Approval.objects.select_related(
        "instrument__agreement", "party__organisation", "party__agreement__organisation"
    )
    found: dict[UUID, Approval] = rows.in_bulk(keys)
    return found


def read(decision: Decision, asked: Mapping[str, Any]) -> Approval:
    """The text, of an agreement to which the organisation is party, that it has not approved. Raises Invalid on `approval`;
    Refused when the text waits for it no more."""
    found = approvals([asked_as(AskedConsent, asked).approval])
    one = next(iter(found.values()), None)
    if one is None or one.party.organisation_id != decision.organisation_id:
        raise Invalid("approval", "Choisissez la convention que cette décision approuve.")
    if one.instrument.stage != Instrument.Stage.TALKS or one.is_given:
        raise Refused(f"« {one.instrument.told()} » n’attend pas l’accord {of(one.party.organisation.name)}.")
    habilitates(kind_of(one.party.agreement.kind), one.party, decision)
    return one


def means(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The text that is approved, clause by clause, and all that its mark holds."""
    key = asked_as(AskedConsent, asked).approval
    text = instrument_locked(Approval.objects.values_list("instrument", flat=True).get(pk=key))
    return text_in_full(text)


def apply(actor: Actor, application: Application, now: datetime) -> tuple[Mapping[str, Any], list[Any]]:
    one = read(application.decision, application.asked)
    approve(actor=actor, approval=one, decision=application.decision, now=now, confirms=True)
    return {}, []


def sentences(applications: Collection[Application]) -> Mapping[UUID, str]:
    """One query, whatever their number."""
    every = {one.pk: (one, asked_as(AskedConsent, one.asked).approval) for one in applications}
    known = approvals({key for _, key in every.values()})
    return {pk: sentence(one, known.get(key)) for pk, (one, key) in every.items()}


def sentence(application: Application, approval: Approval | None) -> str:
    if approval is None:
        return "L’accord à une convention que l’on ne retrouve pas."
    gone = application.applied_at and approval.decision_id != application.decision_id
    since = ", retiré depuis, ou à redire parce que le texte a changé" if gone else ""
    return f"L’accord {of(approval.party.organisation.name)} à « {approval.instrument.told()} »{since}."


def way(application: Application) -> Way | None:
    found = approvals([asked_as(AskedConsent, application.asked).approval])
    one = next(iter(found.values()), None)
    if one is None:
        return None
    where = {"scale": one.party.organisation.slug, "key": one.party.agreement_id}
    return Way("voir la convention", "agreements:agreement", where)


def given_by(application: Application) -> Approval | None:
    """While it rests on this decision."""
    found = next(iter(approvals([asked_as(AskedConsent, application.asked).approval]).values()), None)
    return found if found and found.decision_id == application.decision_id else None


def stays(application: Application) -> str:
    one = given_by(application)
    if one is None or one.instrument.stage == Instrument.Stage.TALKS:
        return ""
    return "Un accord ne se retire pas d’un texte signé, ou mis à la signature : la convention s’amende, ou prend fin."


def undo(application: Application, actor: Actor) -> Way | None:
    one = given_by(application)
    if one is None or one.instrument.stage != Instrument.Stage.TALKS or not may_approve(actor, one.party):
        return None
    where = {"scale": one.party.organisation.slug, "key": one.pk}
    return Way("retirer cet accord", "agreements:take_back", where)


OPENINGS.answer(
    Opening(
        CONSENT, "Un accord à une convention, à inscrire", "Dire quelle convention elle approuve", "agreements:consent",
        read, apply, sentences, way, undo, stays, means,
    )
)  # fmt: skip


@SERVES.answer
def signed_there(code: str, organisation: Organisation) -> Way | None:
    """Where what waits for a signature is read, what may be ended, and what may be put off."""
    act = committing().acts.get(code)
    if act is None or act.gesture not in (SIGN, END_AGREEMENT, PUT_OFF):
        return None
    return Way("Voir les conventions", "agreements:agreements", {"scale": organisation.slug})


@HOLDS.answer
def still_binds(documents: Collection[UUID], on: date) -> dict[UUID, str]:
    """Those of agreements that are prepared, or that have not ended. Four queries."""
    agreements = Agreement.objects.filter(instruments__document__in=documents).distinct().order_by("pk")
    under_way = [one for one in standings(agreements, on) if one.state.lasts]
    cited = {text.document_id for one in under_way for text in one.texts if text.document_id}
    return dict.fromkeys(cited & set(documents), "une convention en cours le cite")
