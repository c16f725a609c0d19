"""What ties an organisation to those who direct it stays told."""

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied
from kevread.delegations import operations
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_whoever_it_concerns_does_not_say_that_it_was_a_mistake(delegating):
    """They enter what the board decides, and are the one of whom the law wants it told."""
    asked = {"organisation": delegating.grouping, "officer": delegating.president, "concluded_on": TODAY}
    said = {"counterpart": "Son atelier", "subject": "Affiches", "cents": 1000}
    made = operations.declare(actor=SYSTEM, now=NOW, **asked, **said)
    again = {"dealing": made, "reason": "Déclarée deux fois.", "now": NOW}
    with pytest.raises(Denied):
        operations.annul_dealing(actor=delegating.who(delegating.president), **again)
    assert operations.annul_dealing(actor=delegating.scene.coordination, **again).undone_because
