"""The verbs of agreements that are about several at once, and about the model of a text."""

from kevread.agreements import operations
from kevread.agreements.loader import kinds
from kevread.agreements.queries.standing import mark_of_text
from kevread.common.errors import Refused
from tests.agreed import agreed
from tests.conftest import arranging
from tests.factories import OrganisationFactory
from tests.gatherings.decided import decided
from tests.seats.scene import Scene

from .asking import Guarded, guarded
from .of_agreements import both, made, text


@guarded("agreements.approve_several", twice=Refused)
def approve_several(scene: Scene) -> Guarded:
    found = made(scene, stage="talks", authority="")
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "other")
    approval = (
        text(found)
        .approvals.select_related("instrument", "party__organisation", "party__agreement__organisation")
        .get(party__role="groupement")
    )
    asked = {"organisation": scene.grouping, "approvals": [approval], "decision": decision}
    asked |= {"seen": {approval.pk: mark_of_text(approval.instrument)}}
    return Guarded(do=lambda **who: operations.approve_several(**asked, **who), at=scene.grouping, own=True)


@guarded("agreements.open_alike", twice=Refused)
def open_alike(scene: Scene) -> Guarded:
    with arranging():
        other = OrganisationFactory(scale="grouping")
        found = agreed("hierarchique-fonctionnelle", scene.grouping, scene.first, stage="talks")
    instrument = text(found)
    return Guarded(
        do=lambda **who: operations.open_alike(instrument=instrument, organisations=[other], talks=True, **who),
        at=scene.first,
    )


@guarded("agreements.take_up", twice=Refused)
def take_up(scene: Scene) -> Guarded:
    """A text drawn from the version that was in use before the last one."""
    before, last = kinds()["engagement-reciproque"].versions[-2:]
    with arranging():
        found = agreed(
            "engagement-reciproque", scene.world.head, scene.grouping, stage="talks", model_since=before.since
        )
    asked = {"instrument": text(found), "since": last.since}
    return Guarded(do=lambda **who: operations.take_up(**asked, **who), at=both(scene))
