"""Until the last signature: letters, reminders, and somebody else who signs in the place of one who has not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.common.errors import Denied, Invalid, Refused
from kevread.documents.models import Step
from kevread.documents.operations import remind, replace_several, replace_signer, replacements, withdraw_circle
from kevread.documents.queries.circles import followed
from kevread.documents.queries.sealed import known, sealed_bytes
from kevread.journal.models import Act
from kevread.mail.models import Dispatch
from kevread.seats.queries import actor_of
from tests import jobs
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_circles import LATER, asker, contract, presidents, put, signs
from tests.factories import MandateFactory, PersonFactory, since
from tests.pressing import press
from tests.seats.screens import words

pytestmark = pytest.mark.django_db
__all__ = ["asker", "presidents"]
GONE = "En congé jusqu’à mars."


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


@pytest.fixture
def three(shelf, presidents, asker):
    """Three contracts at once, that the second pôle signs first."""
    documents = [contract(shelf, f"Contrat {number}") for number in range(3)]
    found = put(shelf, presidents, asker, ranks=(2, 1), documents=documents)
    return sorted(found, key=lambda one: one.version.document.title)


def replaced(shelf, presidents, asker, circles, person, **more):
    asked = {"organisation": shelf.scene.grouping, "gone": presidents[1].pk, "reason": GONE, "now": NOW} | more
    return replace_several(actor=asker, circles=circles, person=person, **asked)


def test_several_change_hands_at_once_in_one_act_and_one_letter(shelf, presidents, asker, vice, three):
    seen = replacements(asker, three, presidents[1].pk, vice, NOW)
    assert [(one.asked.person, one.quality, one.why) for one in seen] == [(presidents[1], "Présidence", "")] * 3
    assert replaced(shelf, presidents, asker, three, vice) == seen
    assert Act.objects.filter(verb="documents.replace_signer").count() == 1
    assert Dispatch.objects.filter(person=vice).count() == 1
    assert Step.objects.filter(kind="replaced", reason=GONE, asked__person=presidents[1]).count() == 3
    signs(vice, three[0])
    with pytest.raises(Denied, match="à votre place"):
        signs(presidents[1], three[1])


def test_what_does_not_change_hands_says_why_and_the_rest_does(shelf, presidents, asker, vice, three):
    signs(presidents[1], three[0])
    withdraw_circle(actor=asker, circle=three[1], reason=GONE, now=NOW)
    told = replaced(shelf, presidents, asker, three, vice)
    assert "a déjà signé" in told[0].why and "finie" in told[1].why and told[2].why == ""
    assert Step.objects.filter(kind="replaced").count() == 1
    again = replacements(asker, three[2:], presidents[1].pk, vice, NOW)
    assert "n’est plus de celles" in again[0].why
    with pytest.raises(Refused, match="chaque ligne dit pourquoi"):
        replaced(shelf, presidents, asker, three, vice)


def test_whoever_may_not_sign_or_is_asked_already_or_was_not_takes_nothing_over(shelf, presidents, asker, vice, three):
    with arranging():
        stranger = PersonFactory(email="ailleurs@exemple.org")
    for person, why in ((stranger, "ne peut pas signer"), (presidents[0], "déjà de celles et ceux")):
        assert all(why in one.why for one in replacements(asker, three, presidents[1].pk, person, NOW))
        with pytest.raises(Refused):
            replaced(shelf, presidents, asker, three, person)
    assert all("n’est pas de celles" in one.why for one in replacements(asker, three, stranger.pk, vice, NOW))
    assert not Step.objects.filter(kind="replaced").exists()


def test_only_who_may_follow_replaces_of_here_and_says_why(shelf, presidents, asker, vice, three):
    other = actor_of(presidents[1], TODAY)
    assert all(one.why and not one.quality for one in replacements(other, three, presidents[1].pk, vice, NOW))
    with pytest.raises(Refused):
        replaced(shelf, presidents, other, three, vice)
    for field, more in (("documents", {"organisation": shelf.scene.second}), ("reason", {"reason": "Non"})):
        with pytest.raises(Invalid) as refusal:
            replaced(shelf, presidents, asker, three, vice, **more)
        assert refusal.value.field == field
    with pytest.raises(Invalid):
        replaced(shelf, presidents, asker, [], vice)


def test_by_the_screens_who_for_whom_then_what_becomes_of_each(shelf, presidents, asker, vice, three, settings):
    here, client = shelf.scene.grouping.slug, entered_as(presidents[0], settings)
    page = reverse("documents:replace_several", args=[here])
    assert page in client.get(reverse("documents:circles", args=[here])).text
    assert "Aucune demande n’est choisie" in words(client.get(page))
    signs(presidents[1], three[0])
    chosen = f"{page}?" + "&".join(f"documents={one.version.document_id}" for one in three)
    shown = client.get(chosen).text
    assert f'value="{presidents[1].pk}"' in shown and f'value="{vice.pk}"' in shown
    assert "Choisissez une personne" in words(client.get(f"{chosen}&qui=&par={vice.pk}"))
    both = f"{chosen}&qui={presidents[1].pk}&par={vice.pk}"
    shown = words(client.get(both))
    assert "Remplacer pour 2 documents" in shown and "a déjà signé" in shown
    assert press(client, both, {"reason": "Non"}).status_code == 422
    done = words(press(client, both, {"reason": GONE}, follow=True))
    assert "2 documents" in done and "signe à la place de" in done and "a déjà signé" in done
    assert Step.objects.filter(kind="replaced").count() == 2


def test_whoever_may_sign_it_no_more_is_not_reminded(shelf, presidents, asker):
    """As several are: their mandate ended, and the letter would ask for what would be refused."""
    (circle,) = put(shelf, presidents, asker)
    with arranging():
        mandate = shelf.scene.world.holder(f"{shelf.scene.grouping.slug}-board", "president")
        type(mandate).objects.filter(pk=mandate.pk).update(
            period=since(mandate.dates.start, TODAY), end_reason="departure"
        )
    with pytest.raises(Refused, match="Faites remplacer"):
        remind(actor=asker, circle=circle, now=LATER)
    assert not Step.objects.filter(kind="reminded").exists()
