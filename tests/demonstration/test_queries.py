"""No screen asks many questions of the database, once this process knows what its state decides."""

import pytest

from .conftest import demonstrating
from .walked import PERSONAE, walked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]
AT_MOST = 25


@pytest.mark.parametrize("persona", PERSONAE, ids=lambda slug: slug or "public")
def test_no_screen_asks_many_questions(persona: str):
    with demonstrating():
        asked = walked(persona).asked
    assert {str(screen): number for screen, number in asked.items() if number > AT_MOST} == {}
