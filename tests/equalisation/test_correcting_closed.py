"""An error is corrected though a beneficiary closed since."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from kevread.common.errors import Invalid
from kevread.equalisation import operations
from kevread.equalisation.queries.due import due_of
from kevread.equalisation.queries.telling import to_tell
from tests.arrange import arranging
from tests.clients import entered_as
from tests.conftest import NOW, TODAY
from tests.equalisation.campaigns import notified, payment
from tests.worlds import put

from .test_correcting import correction, told_of, whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(scene) -> dict:
    return {"actor": scene.coordination, "now": NOW}


def test_a_round_is_corrected_after_a_beneficiary_closed_and_its_share_stays_with_the_fund(scene, who, settings):
    """The error of the other is corrected all the same; nobody of who closed is written to, and nothing is sent to it."""
    before = notified(scene.world)
    with arranging():
        put(before, as_of=TODAY - timedelta(days=9))
    before = whole(before)
    gone, other = scene.grouping, next(one for one in scene.world.groupings if one != scene.grouping)
    payment(before, other, posted=True, received=True)
    with arranging():
        put(gone, period=f"[2025-01-01,{TODAY})")
    made = correction(scene.world, before, **who)
    seen = to_tell(made, TODAY)
    assert [one.pk for one in seen.closed] == [gone.pk] and gone.pk not in {one.beneficiary.pk for one in seen.ready}
    head = entered_as(scene.world.holder("cress-team", "direction").person, settings)
    where = {"scale": made.carrier.slug, "key": made.pk}
    preview = head.get(reverse("equalisation:change", kwargs={**where, "gesture": "notifier"})).text
    assert "sa part reste au fonds, et personne n’en est prévenu" in preview
    made = told_of(made, **who)
    assert made.shares[gone.slug] == due_of(made)[gone.slug] > 0
    assert "sa part reste au fonds" in head.get(reverse("equalisation:campaign", kwargs=where)).text
    closed = type(gone).objects.get(pk=gone.pk)  # that of the scene is that of every test
    with pytest.raises(Invalid, match="sa part reste au fonds"):
        operations.prepare_payment(campaign=made, beneficiary=closed, key=uuid4(), **who)
    offered = head.get(reverse("equalisation:pay", kwargs={**where, "gesture": "preparer"})).text
    assert other.name in offered and gone.name not in offered
