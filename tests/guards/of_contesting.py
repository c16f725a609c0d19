"""The verbs of a party that says it did not sign an agreement."""

from typing import Any

from kevread.agreements import operations
from kevread.agreements.models import Approval
from kevread.common.errors import Refused
from tests.conftest import TODAY, arranging
from tests.seats.scene import Scene

from .asking import Guarded, guarded
from .of_agreements import REASON, made, text


def said_to_have_signed(scene: Scene) -> Any:
    """The head, of a text whose signed document nobody deposited."""
    rows = Approval.objects.select_related("party__organisation", "party__agreement__organisation")
    return rows.get(instrument=text(made(scene)), party__organisation=scene.world.head)


@guarded("agreements.deny_signature", twice=Refused)
def deny_signature(scene: Scene) -> Guarded:
    """Its own people, and not those of the other party."""
    approval = said_to_have_signed(scene)
    return Guarded(
        do=lambda **who: operations.deny_signature(approval=approval, reason=REASON, **who), at=scene.world.head
    )


@guarded("agreements.own_signature", twice=Refused)
def own_signature(scene: Scene) -> Guarded:
    approval = said_to_have_signed(scene)
    with arranging():
        Approval.objects.filter(pk=approval.pk).update(denied_on=TODAY, denied_because=REASON)
    return Guarded(do=lambda **who: operations.own_signature(approval=approval, **who), at=scene.world.head)
