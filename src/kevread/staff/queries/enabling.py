"""What a decision of the register lets an employer do about people at work, by its type alone: nobody reads its text."""

from kevread.common.actor import Actor
from kevread.common.errors import Invalid
from kevread.competence.queries import matrix
from kevread.decisions.models import Decision, DecisionQuerySet
from kevread.decisions.queries.register import last_adopted
from kevread.directory.models import Organisation
from kevread.staff.loader import framework
from kevread.staff.permissions import DECIDES


def may_enable(type_: str) -> bool | None:
    """Whether a decision of this type may let somebody be hired, or a contract be signed: it does where the federation says so
    (`enabled_by`), it does not where its type opens something else; None where nobody classed it, or where it opens nothing."""
    if type_ in framework().enabled_by:
        return True
    found = matrix().types.get(type_)
    return False if found and found.executes else None


def offered(actor: Actor, employer: Organisation) -> DecisionQuerySet:
    """The decisions that a form offers to cite for a contract: those of which the type does not open something else."""
    return last_adopted(actor, employer, DECIDES, but=[type_ for type_ in matrix().types if may_enable(type_) is False])


def require_body(decision: Decision) -> None:
    """Raises Invalid on `decision` where no board, bureau nor assembly took it."""
    if decision.body.kind not in DECIDES:
        raise Invalid("decision", "Choisissez une décision du conseil, du bureau ou de l’assemblée.")


def require_enabling(decision: Decision) -> None:
    """Raises Invalid on `decision` where its type opens something else."""
    if may_enable(decision.type) is False:
        label = matrix().types[decision.type].label
        raise Invalid("decision", f"Cette décision porte sur autre chose : « {label} ». Elle ne permet pas cela.")
