"""What those outside of the network said of a decision, and those of whom nobody noted anything."""

from dataclasses import dataclass
from datetime import date

from kevread.competence.queries import matrix
from kevread.competence.rules.bodies import Organ
from kevread.competence.rules.judging import of_the
from kevread.decisions.models import Decision, OutsideAdvice


def outside_organs(type_: str) -> list[Organ]:
    """Those outside that are to advise before a decision of this type."""
    line = matrix().types.get(type_)
    return [organ for organ in line.advices if organ.outside] if line else []


def titled(organ: Organ) -> str:
    return f"{organ.name[:1].upper()}{organ.name[1:]}"


@dataclass(frozen=True, slots=True)
class Outside:
    """`noted`: each advice, who gave it, and whether it came after the decision. `unsaid`: « du comité social et
    économique »."""

    noted: list[tuple[OutsideAdvice, str, bool]]
    unsaid: list[str]
    organs: bool


def outside_of(decision: Decision, on: date) -> Outside:
    """What was noted by that day. One query, none where nobody outside is to advise."""
    if not (organs := outside_organs(decision.type)):
        return Outside([], [], False)
    names = {one.key: titled(one) for one in organs}
    rows = decision.outside_advices.standing().filter(given_on__lte=on).order_by("given_on", "pk")
    noted = [(one, names.get(one.organ, one.organ), one.given_on > decision.decided_on) for one in rows]
    known = {one.organ for one, *_ in noted}
    return Outside(noted, [of_the(one.name) for one in organs if one.key not in known], True)
