"""What the charter may ask of the local life of a pôle."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from kevread.common.facts import LOCAL, Facts, Number, Organisations, Span, fact
from kevread.finance.models import LOCAL_LIFE, LocalBalance
from kevread.finance.queries.local import Account, closed_last

NONE = Span(0, None)  # where nothing is recorded, nothing is proven
PERHAPS = Span(0, 1)
ACCOUNT = "un compte de la vie locale arrêté, qui tombe juste"


def lived(on: date, among: Organisations) -> Mapping[UUID, Account]:
    """The last account of local life of each that is closed. Four queries, shared."""

    def read() -> Mapping[UUID, Account]:
        rows = LocalBalance.objects.standing().filter(day__lte=on, **among.where("organisation"))
        return closed_last(set(rows.values_list("organisation", flat=True)), on)

    return among.once("finance.lived", read)


@fact(about=LOCAL, register=LOCAL_LIFE, unit="times", otherwise=NONE, lacks=ACCOUNT)
def dues_handed_on(on: date, among: Organisations) -> Facts:
    """How often dues were handed on, in the last account of local life that is closed (R5.3)."""
    return {key: account.handed_on for key, account in lived(on, among).items()}


@fact(
    about=LOCAL,
    register=LOCAL_LIFE,
    reads=(("dues", "self"),),
    unit="accounts",
    otherwise=PERHAPS,
    lacks=ACCOUNT,
)
def dues_spent_elsewhere(on: date, among: Organisations) -> Facts:
    """1 where some of the dues surely went elsewhere than to the life and the house of the local, in its last account that is
    closed; unknown where it might be so of what nobody wrote (R5.4)."""
    found: dict[UUID, Number] = {}
    for key, account in lived(on, among).items():
        life = account.life
        found[key] = 1 if life.dues_elsewhere else PERHAPS if life.perhaps_elsewhere else 0
    return found
