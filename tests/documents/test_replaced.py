"""Until the last signature: letters, reminders, and somebody else who signs in the place of one who has not."""

from datetime import timedelta

import pytest

from kevread.common.errors import Denied, Refused
from kevread.documents.operations import remind, replace_signer
from kevread.documents.queries.circles import followed
from kevread.documents.queries.sealed import known, sealed_bytes
from tests import jobs
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_circles import LATER, asker, presidents, put, signs
from tests.factories import MandateFactory, PersonFactory, since

pytestmark = pytest.mark.django_db
__all__ = ["asker", "presidents"]


@pytest.fixture
def vice(shelf):
    """Another who presides the board of the second pôle: in a network two co-preside."""
    with arranging():
        seat = shelf.scene.world.holder(f"{shelf.scene.second.slug}-board", "president").seat
        person = PersonFactory(email="autre@exemple.org")
        MandateFactory(seat=seat, person=person, period=since(TODAY - timedelta(days=9)))
    return person


def test_somebody_else_signs_in_the_place_of_one_who_has_not(shelf, presidents, asker, vice):
    (circle,) = put(shelf, presidents, asker)
    asked = circle.version.asked.get(person=presidents[1])
    replace_signer(actor=asker, circle=circle, asked=asked, person=vice, reason="En congé jusqu’à mars.", now=NOW)
    signs(presidents[0], circle)
    with pytest.raises(Denied, match="à votre place"):
        signs(presidents[1], circle)
    signs(vice, circle)
    found = followed([circle])[0]
    assert found.is_signed
    assert {str(one.asked.person) for one in found.people} == {str(one) for one in (*presidents, vice)}
    assert known(sealed_bytes(circle.version)).report.verdict == "valid"


def test_one_who_has_signed_is_not_replaced_nor_replaced_by_one_who_may_not(shelf, presidents, asker, vice):
    (circle,) = put(shelf, presidents, asker, ranks=(2, 1))
    asked = circle.version.asked.get(person=presidents[1])
    with arranging():
        stranger = PersonFactory()
    wanted = {"actor": asker, "circle": circle, "asked": asked, "reason": "En congé jusqu’à mars.", "now": NOW}
    with pytest.raises(Refused, match="ne peut pas signer"):
        replace_signer(person=stranger, **wanted)
    signs(presidents[1], circle)
    with pytest.raises(Refused, match="a déjà signé"):
        replace_signer(person=vice, **wanted)


def test_a_reminder_is_for_whose_turn_it_is_once_a_day(shelf, presidents, asker):
    (circle,) = put(shelf, presidents, asker)
    with pytest.raises(Refused, match="déjà écrit aujourd’hui"):
        remind(actor=asker, circle=circle, now=NOW)
    steps = remind(actor=asker, circle=circle, now=LATER)
    assert [one.asked.person for one in steps] == [presidents[0]]
    with pytest.raises(Refused):
        remind(actor=asker, circle=circle, now=LATER)


def test_a_letter_that_waits_has_not_left(shelf, presidents, asker):
    (circle,) = put(shelf, presidents, asker)
    assert followed([circle])[0].people[0].letters[0][1] == "courriel pas encore parti"
    jobs.run()
    assert followed([circle])[0].people[0].letters[0][1] == "courriel parti"


def test_those_of_one_rank_do_not_wait_for_each_other(shelf, presidents, asker):
    (circle,) = put(shelf, presidents, asker, ranks=(1, 1))
    signs(presidents[1], circle)
    signs(presidents[0], circle)
    assert followed([circle])[0].is_signed
