"""The texts that somebody prepared and that are not signed yet: that they wait, and of whom they are, never their title, which
those who are no party to them do not read."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from kevread.agreements.models import Instrument
from kevread.common.rooms import Carried
from kevread.common.words import of
from kevread.ui.places import screen_address

WAITING = (Instrument.Stage.DRAFT, Instrument.Stage.TALKS, Instrument.Stage.SIGNING)


def texts_carried(person: UUID, places: Collection[UUID], on: date) -> list[Carried]:
    rows = Instrument.objects.filter(
        prepared_by=person, stage__in=WAITING, agreement__organisation__in=places, agreement__annulled_on=None
    )
    return [
        Carried(
            one.pk,
            f"{'Un avenant' if one.number else 'Une convention'} {of(one.agreement.organisation.name)}, à mener à son terme",
            screen_address("agreements:agreement", scale=one.agreement.organisation.slug, key=one.agreement_id),
        )
        for one in rows.select_related("agreement__organisation").order_by("pk")
    ]
