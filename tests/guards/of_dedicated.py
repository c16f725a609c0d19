"""The verbs of what is spent of a funding, and of the name of who funds."""

from datetime import date, timedelta
from typing import Any

from kevread.common.errors import Invalid, Refused
from kevread.finance import operations
from kevread.finance.models import Funding, Spending
from tests.conftest import arranging
from tests.factories import OrganisationFactory
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded
from .of_finance import CLOSED, granted, of_last_year


def spent(of: Funding, cents: int = 4_000_00, closed_on: date = CLOSED) -> Spending:
    with arranging():
        return Spending.objects.create(funding=of, closed_on=closed_on, cents=cents, source="Bilan du cabinet")


@guarded("finance.say_spent", twice=Refused)
def spending_said(scene: Scene) -> Guarded:
    one = of_last_year(scene.grouping)

    def do(closed_on: date = CLOSED, **who: Any) -> object:
        return operations.say_spent(funding=one, closed_on=closed_on, cents=4_000_00, source="Bilan du cabinet", **who)

    return Guarded(
        do=do,
        at=scene.grouping,
        own=True,
        edges=[
            Edge({"closed_on": CLOSED}, {"closed_on": CLOSED - timedelta(days=1)}, "closed_on"),
            Edge({"closed_on": CLOSED}, {"closed_on": date(2024, 12, 31)}, "closed_on"),
            Edge({"closed_on": CLOSED}, {"closed_on": date(2026, 12, 31)}, "closed_on"),
        ],
    )


@guarded("finance.undo_spent", twice=Refused)
def spending_undone(scene: Scene) -> Guarded:
    one = spent(of_last_year(scene.grouping))
    return Guarded(
        do=lambda **who: operations.undo_spent(spending=one, reason="Un autre bilan", **who),
        at=scene.grouping,
        own=True,
    )


@guarded("finance.spell_funder", twice=Invalid)
def funder_spelt(scene: Scene) -> Guarded:
    one = granted(scene.grouping)
    return Guarded(
        do=lambda **who: operations.spell_funder(
            organisation=scene.grouping,
            funder=one.funder,
            name="Fondation du Marais",
            reason="Une lettre de trop",
            **who,
        ),
        at=scene.grouping,
        own=True,
    )


@guarded("finance.say_funder_kind", twice=Invalid)
def funder_kind_said(scene: Scene) -> Guarded:
    one = granted(scene.grouping)
    return Guarded(
        do=lambda **who: operations.say_funder_kind(
            organisation=scene.grouping, funder=one.funder, kind="region", reason="C’est la Région", **who
        ),
        at=scene.grouping,
        own=True,
    )


@guarded("finance.say_who_funder_is", twice=Invalid)
def funder_known(scene: Scene) -> Guarded:
    one = granted(scene.grouping)
    with arranging():
        there = OrganisationFactory(name="Fondation des Marais, siège")
    return Guarded(
        do=lambda **who: operations.say_who_funder_is(
            organisation=scene.grouping, funder=one.funder, who=there, reason="Elle est à l’annuaire", **who
        ),
        at=scene.grouping,
        own=True,
    )
