from datetime import datetime

from kevread.common.actor import Actor
from kevread.common.errors import Denied
from kevread.decisions.models import Application
from kevread.directory.models import Organisation
from kevread.journal.operations import act

from .models import Present


def wrap(
    *,
    actor: Actor,
    organisation: Organisation,
    name: str,
    ribbon: str,
    now: datetime,
    opened_by: Application | None = None,
) -> Present:
    if actor.hat_for("wrap", organisation.pk) is None:
        raise Denied("Seule la direction emballe.")
    with act("toy.wrap", actor=actor, about=organisation, now=now):
        return Present.objects.create(organisation=organisation, name=name, ribbon=ribbon, opened_by=opened_by)
