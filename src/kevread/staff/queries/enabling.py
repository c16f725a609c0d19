"""What a decision of the register lets an employer do about people at work, by its type alone: nobody reads its text."""

from kevread.common.errors import Invalid
from kevread.competence.queries import matrix
from kevread.decisions.models import Decision
from kevread.staff.loader import framework
from kevread.staff.permissions import DECIDES


def may_enable(type_: str) -> bool | None:
    """Whether a decision of this type may let somebody be hired, or a contract be signed: it does where the federation says so
    (`enabled_by`), it does not where its type opens something else; None where nobody classed it, or where it opens nothing."""
    if type_ in framework().enabled_by:
        return True
    found = matrix().types.get(type_)
    return False if found and found.executes else None


def require_body(decision: Decision) -> None:
    """Raises Invalid on `decision` where no board, bureau nor assembly took it."""
    if decision.body.kind not in DECIDES:
        raise Invalid("decision", "Choisissez une décision du conseil, du bureau ou de l’assemblée.")


def require_enabling(decision: Decision) -> None:
    """Raises Invalid on `decision` where its type opens something else."""
    if may_enable(decision.type) is False:
        label = matrix().types[decision.type].label
        raise Invalid("decision", f"Cette décision porte sur autre chose : « {label} ». Elle ne permet pas cela.")
