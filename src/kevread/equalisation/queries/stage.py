"""What there is to do of a round now, for whoever reads its page: one gesture, the first of those that are theirs."""

from dataclasses import dataclass
from uuid import UUID

from kevread.equalisation.models import Campaign

from .steps import Path
from .table import Data


@dataclass(frozen=True, slots=True)
class Reader:
    """What whoever reads may do of this round today."""

    person: UUID | None
    prepares: bool
    records: bool
    opines: bool
    pays: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The words of a button, the screen that it opens, and the gesture of it."""

    label: str
    screen: str
    gesture: str = ""


def change(label: str, gesture: str) -> Step:
    return Step(label, "equalisation:change", gesture)


def next_step(
    campaign: Campaign, data: Data, path: Path | None, reader: Reader, *, is_fed: bool, may_close: bool
) -> Step | None:
    """Data to tell, then to propose, an opinion, to decide, to notify, to pay, to close. None: nothing is theirs now. `is_fed`:
    it has money; `may_close`: every share is settled."""
    if campaign.is_open:
        return to_gather(data, is_fed) if reader.prepares else None
    if campaign.state == Campaign.State.FROZEN and reader.prepares:
        if campaign.scenarios.exists():
            return change("Proposer des règles", "proposer")
        return Step("Essayer des règles au laboratoire", "equalisation:laboratory")
    if campaign.state == Campaign.State.PROPOSED and path:
        return to_decide(path, reader)
    if campaign.state == Campaign.State.DECIDED and reader.prepares:
        return change("Notifier les parts", "notifier")
    if campaign.state == Campaign.State.NOTIFIED and path:
        return to_settle(path, reader, may_close=may_close)
    return None


def to_gather(data: Data, is_fed: bool) -> Step:
    if not is_fed:
        return change("Ajouter une ressource", "ressource")
    if not data.sources:
        return change("Relever ce que Kevread sait", "relever")
    if any(not cell.measure for line in data.lines for cell in line.cells):
        return Step("Saisir les valeurs", "equalisation:measures")
    return change("Figer les données", "figer")


def to_decide(path: Path, reader: Reader) -> Step | None:
    """One’s own opinion first; then, once nobody’s is awaited, the register."""
    awaited = [one.mandate.person_id for one in path.asked if one.opinion is None]
    if reader.opines and reader.person in awaited:
        return Step("Donner mon avis", "equalisation:opinion")
    if reader.records and not awaited:
        return Step("Inscrire la décision", "decisions:record_decision")
    return None


def to_settle(path: Path, reader: Reader, *, may_close: bool) -> Step | None:
    """What was prepared is sent by somebody else than who prepared it."""
    if reader.prepares and any(one.answered_on is None for one in path.appeals):
        return change("Répondre à un recours", "repondre")
    waiting = [one.payment for one in path.shares if one.payment and not one.payment.posted_on]
    if reader.pays and any(not one.is_back and one.prepared_by_id != reader.person for one in waiting):
        return Step("Dire qu’un versement est fait", "equalisation:pay", "verser")
    if reader.pays and "recue" in path.gestures:
        return Step("Constater une somme rendue", "equalisation:pay", "recue")
    if may_close:
        return change("Clore la campagne", "clore") if reader.prepares else None
    if reader.pays and "preparer" in path.gestures:
        return Step("Préparer un versement", "equalisation:pay", "preparer")
    return None
