"""Where a derogation is read, granted and ended; what each screen says of a breach that is allowed."""

from datetime import date

import pytest
from django.urls import reverse

from kevread.charter.engine import verdicts
from kevread.charter.models import Derogation
from tests.charter.people import holder
from tests.charter.test_derogation import before_the_register, crowded
from tests.charter.test_screen_text import text_of
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.worlds import World

pytestmark = pytest.mark.django_db
__all__ = ["before_the_register", "crowded"]
ASKED = {
    "first": "2026-11-24",
    "last": "2027-06-30",
    "reason": "Le pôle vient de se scinder, le temps de revoir sa place.",
    "adopted_by": "Conseil d’administration, résolution 3",
    "adopted_on": "2026-11-20",
}


def at(name: str, scale, **more) -> str:
    return reverse(f"charter:{name}", kwargs={"scale": scale.slug, **more})


@pytest.fixture
def head(small: World, settings):
    return entered_as(holder(small, "cress-team", "direction"), settings)


@pytest.fixture
def inside(small: World, crowded, settings):
    return entered_as(holder(small, f"{crowded.slug}-team", "direction"), settings)


@pytest.fixture
def made(crowded) -> Derogation:
    with arranging():
        return Derogation.objects.create(
            clause="R3.7/1", organisation=crowded, period=since(date(2026, 7, 1), date(2027, 6, 30)),
            reason="Le pôle vient de se scinder.", adopted_by="Conseil, résolution 3", adopted_on=date(2026, 6, 9),
        )  # fmt: skip


def test_the_gloss_offers_it_to_those_who_may_grant_it_and_to_no_other(crowded, head, inside):
    address = at("derogate", crowded, rule="R3.7", clause=1)
    assert address in head.get(at("article", crowded, rule="R3.7")).content.decode()
    assert address not in inside.get(at("article", crowded, rule="R3.7")).content.decode()
    told = inside.get(address)
    assert "Qui peut l’inscrire" in text_of(told)
    assert inside.post(address, ASKED).status_code == 403
    assert not Derogation.objects.exists()


def test_what_conforms_can_be_departed_from_too_before_it_is(small: World, head):
    """A seat is refused by an article: the derogation comes before the seat, when all still conforms."""
    address = at("derogate", small.groupings[1], rule="R3.7", clause=1)
    assert address in head.get(at("article", small.groupings[1], rule="R3.7")).content.decode()
    assert "/deroger" not in head.get(at("article", small.groupings[1], rule="L1.9")).content.decode()


def test_since_the_register_is_kept_the_screen_sends_to_it(crowded, head):
    address = at("derogate", crowded, rule="R3.7", clause=1)
    assert "s’ouvre de la page de sa décision" in text_of(head.get(address))
    answer = head.post(address, ASKED)
    assert answer.status_code == 422 and "inscrivez-y cette décision" in text_of(answer)
    assert not Derogation.objects.exists()


def test_it_is_written_and_read_beside_the_finding(crowded, before_the_register, head, inside):
    address = at("derogate", crowded, rule="R3.7", clause=1)
    refused = head.post(address, ASKED | {"last": "2026-11-01"})
    assert refused.status_code == 422
    assert "Le dernier jour vient après le premier" in text_of(refused)
    assert head.post(address, ASKED).url == at("article", crowded, rule="R3.7")
    told = text_of(inside.get(at("article", crowded, rule="R3.7")))
    assert "Dérogation jusqu’au 30 juin 2027 : Conseil d’administration, résolution 3, le 20 novembre 2026." in told
    assert "Le pôle vient de se scinder" in told
    assert "a inscrit une dérogation" in text_of(inside.get(f"/{crowded.slug}/journal"))


@pytest.mark.parametrize("screen", ["text", "board", "board_csv", "json", "derogations"])
def test_every_reading_of_the_framework_says_until_when(crowded, made, inside, screen):
    told = inside.get(at(screen, crowded), {"montrer": "tout"}).content.decode().replace("\xa0", " ")
    assert "au 30 juin 2027" in told
    if screen in ("board_csv", "json"):
        assert "derogation" in told


def test_the_day_of_who_could_mend_it_says_it_and_no_longer_asks(crowded, inside, request):
    def waits():
        return text_of(inside.get(f"/{crowded.slug}/aujourd-hui")).partition("Bientôt")

    assert "Article R3.7" in waits()[0]
    request.getfixturevalue("made")
    asked, _, told = waits()
    assert "Article R3.7" not in asked and "dérogation jusqu’au 30 juin 2027" in told


def test_in_the_past_nothing_is_granted(crowded, made, head):
    address = at("derogate", crowded, rule="R3.7", clause=1)
    assert "Vous lisez le passé" in text_of(head.get(f"{address}?au=2026-03-12"))
    assert "Aucune dérogation en vigueur" in text_of(head.get(f"{at('derogations', crowded)}?au=2026-03-12"))


def test_the_law_says_that_it_is_not_derogated_from(small: World, head):
    law = next(f for f in verdicts(TODAY) if f.article.is_law and f.clause.check and f.organisation.scale == "grouping")
    address = at("derogate", small.groupings[0], rule=law.rule, clause=law.clause.number)
    assert "La loi ne souffre pas de dérogation" in text_of(head.get(address))
    answer = head.post(address, ASKED)
    assert answer.status_code == 422
    assert not Derogation.objects.exists()


def test_its_end_is_written_by_those_who_grant(crowded, made, head, inside):
    address = at("end_derogation", crowded, key=made.pk)
    assert address in head.get(at("derogations", crowded)).content.decode()
    assert address not in inside.get(at("derogations", crowded)).content.decode()
    assert inside.post(address, {"last": "2026-12-31", "reason": "Fini"}).status_code == 403
    assert head.post(address, {"last": "2026-12-31", "reason": "Le pôle a revu sa place"}).status_code == 302
    made.refresh_from_db()
    assert made.dates.last == date(2026, 12, 31)


def test_another_organisation_has_no_such_derogation(small: World, made, head):
    assert head.get(at("end_derogation", small.groupings[1], key=made.pk)).status_code == 404


def test_elsewhere_it_is_not_read(small: World, crowded, made, settings):
    other = entered_as(holder(small, f"{small.locals[small.groupings[1]][0].slug}-board", "president"), settings)
    assert other.get(at("derogations", crowded)).status_code == 403
    assert "se scinder" not in text_of(other.get(at("derogations", small.head)))
    assert entered_as(None, settings).get(at("derogations", crowded)).status_code == 302
