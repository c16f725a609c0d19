"""The verbs of agreements, of what is due upon an event, and of what is put off."""

from datetime import timedelta

from kevread.agreements import operations
from kevread.agreements.models import Obligation, Occasion, Postponement
from kevread.common.errors import Refused
from tests.conftest import TODAY, arranging
from tests.seats.scene import Scene

from .asking import Edge, Guarded, guarded
from .of_agreements import REASON, TOMORROW, both, made, nobody_said, owed, read

FIRST = TODAY - timedelta(days=20)


def owed_upon(scene: Scene) -> Obligation:
    """The grouping owes the head a description of each post that it opens."""
    found = made(scene)
    with arranging():
        row = Obligation.objects.create(
            agreement=found, debtor=found.parties.get(role="groupement"), creditor=found.parties.get(role="tete"),
            what="Remettre la fiche de poste", cadence="upon", occasion="un recrutement", within=15, first_due=FIRST,
        )  # fmt: skip
    return read(row.pk)


@guarded("agreements.tell_occasion", twice=Refused)
def tell_occasion(scene: Scene) -> Guarded:
    asked = {"obligation": owed_upon(scene), "note": "Un poste est ouvert."}
    return Guarded(
        do=lambda happened_on=TODAY, **who: operations.tell_occasion(happened_on=happened_on, **asked, **who),
        at=both(scene),
        edges=[
            Edge({"happened_on": TODAY}, {"happened_on": TOMORROW}, "happened_on"),
            Edge({"happened_on": FIRST}, {"happened_on": FIRST - timedelta(days=1)}, "happened_on"),
        ],
    )


@guarded("agreements.undo_occasion", twice=Refused)
def undo_occasion(scene: Scene) -> Guarded:
    """Who would be owed it says that it did not happen, and not who would owe it."""
    found = owed_upon(scene)
    with arranging():
        event = Occasion.objects.create(obligation=found, happened_on=TODAY, note="Un poste est ouvert.")
    event.obligation = found
    return Guarded(
        do=lambda **who: operations.undo_occasion(occasion=event, reason=REASON, **who), at=scene.world.head, own=True
    )


@guarded("agreements.deny", twice=Refused)
def deny(scene: Scene) -> Guarded:
    """Who would owe it says that it does not, and not who would be owed."""
    found = owed_upon(scene)
    return Guarded(do=lambda **who: operations.deny(claim=found, reason=REASON, **who), at=scene.grouping, own=True)


@guarded("agreements.ask_postponement", twice=Refused)
def ask_postponement(scene: Scene) -> Guarded:
    """By whoever owes, or by whoever is owed, where nobody said who may commit it."""
    nobody_said(scene)
    asked = {"obligation": owed(scene), "due_on": TODAY, "reason": REASON}
    return Guarded(
        do=lambda to=TOMORROW, **who: operations.ask_postponement(to=to, **asked, **who),
        at=both(scene),
        edges=[Edge({"to": TOMORROW}, {"to": TODAY}, "to")],
    )


@guarded("agreements.agree_postponement", twice=Refused)
def agree_postponement(scene: Scene) -> Guarded:
    """The grouping asked; the head answers, where nobody said who may commit it."""
    nobody_said(scene)
    found = owed(scene)
    with arranging():
        asked = Postponement.objects.create(
            obligation=found, due_on=TODAY, to=TOMORROW, asked_by=scene.grouping, reason="Un retard."
        )
    return Guarded(
        do=lambda **who: operations.agree_postponement(postponement=asked, **who), at=scene.world.head, own=True
    )
