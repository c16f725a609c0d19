"""What gives the right to sign is held while one signs: another window that takes it back does so before, or after."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from kevread.agreements.operations import give_notice
from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied
from kevread.delegations.models import Grant
from kevread.delegations.operations import end as end_grant
from kevread.documents.models import Circle
from kevread.documents.operations import sign_version
from kevread.seats.models import Mandate
from kevread.seats.operations import end_mandate
from kevread.seats.queries import actor_of
from tests.agreements.test_power_to_end import entrusted
from tests.conftest import NOW, TODAY, arranging
from tests.delegations.conftest import Delegating
from tests.delegations.test_sign import CEILING, put
from tests.factories import since
from tests.seats.scene import Scene

from .of_agreements import made
from .of_seats import NEXT_YEAR
from .test_interleaved import both_wait, one_waits

YESTERDAY = TODAY - timedelta(days=1)


def by_delegation(shared: Scene) -> tuple[Mandate, Grant, Circle]:
    """The delegate holds an act since yesterday, and is asked to sign it."""
    delegating = Delegating(shared)
    post = delegating.post("delegate")
    delegating.by_office(nature="powers", acts=("convention",), ceilings={"convention": CEILING})
    with arranging():
        Grant.objects.filter(nature="powers").update(period=since(YESTERDAY, TODAY), accepted_on=YESTERDAY)
    return post, Grant.objects.get(nature="powers"), put(delegating, post)


def signing(mandate: Mandate, circle: Circle) -> Any:
    asked = {"actor": actor_of(mandate.person, TODAY), "version": circle.version, "code": "123456", "now": NOW}
    return lambda: sign_version(consents=True, **asked)


def ending(shared: Scene, mandate: Mandate | None = None, grant: Grant | None = None) -> Any:
    if mandate is not None:
        asked = {"mandate": mandate, "last": YESTERDAY, "reason": "resignation"}
        return lambda: end_mandate(actor=SYSTEM, now=NOW, **asked)
    president = actor_of(Delegating(shared).president.person, TODAY)
    return lambda: end_grant(actor=president, grant=grant, last=YESTERDAY, note="", now=NOW)


PROVEN = mock.patch("kevread.documents.operations.signing.proven", lambda *_: True)


@pytest.mark.parametrize("what", ["the delegation", "the post"])
def test_what_a_signature_rests_on_is_taken_back_before_it(shared: Scene, what):
    post, grant, circle = by_delegation(shared)
    taken = ending(shared, grant=grant) if what == "the delegation" else ending(shared, post)
    with PROVEN:
        one_waits(taken, signing(post, circle), Denied)
    assert not circle.version.signatures.exists()


@pytest.mark.parametrize("what", ["the delegation", "the post"])
def test_what_a_signature_rests_on_is_taken_back_after_it(shared: Scene, what):
    post, grant, circle = by_delegation(shared)
    taken = ending(shared, grant=grant) if what == "the delegation" else ending(shared, post)
    with PROVEN:
        both_wait(signing(post, circle), taken)
    assert circle.version.signatures.exists()


def test_whoever_presides_signs_before_or_after_their_mandate_ends_never_during(shared: Scene):
    president = Delegating(shared).president
    circle = put(Delegating(shared), president)
    with PROVEN:
        one_waits(ending(shared, president), signing(president, circle), Denied)
    assert not circle.version.signatures.exists()


def test_the_power_to_end_an_agreement_is_taken_back_before_the_notice(shared: Scene):
    grant = entrusted(shared, period=since(YESTERDAY, NEXT_YEAR), accepted_on=YESTERDAY)
    found = made(shared)
    by = found.parties.get(role="groupement")
    asked = {"agreement": found, "by": by, "told_on": TODAY, "means": "registered", "now": NOW}
    one_waits(ending(shared, grant=grant), lambda: give_notice(actor=shared.direction, **asked), Denied)


def test_a_notice_that_is_being_written_stands(shared: Scene):
    grant = entrusted(shared, period=since(YESTERDAY, NEXT_YEAR), accepted_on=YESTERDAY)
    found = made(shared)
    by = found.parties.get(role="groupement")
    asked = {"agreement": found, "by": by, "told_on": TODAY, "means": "registered", "now": NOW}
    both_wait(lambda: give_notice(actor=shared.direction, **asked), ending(shared, grant=grant))
