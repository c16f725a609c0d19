"""What a decision says is read under the choice, before it is cited for what commits a party."""

from datetime import timedelta

import pytest

from kevread.agreements.operations import agree_end, end_together, undo_event
from kevread.agreements.queries.citing import ELSEWHERE, cited_for, offered_to
from kevread.common.actor import NOBODY
from tests.agreements.test_power_to_end import line, page_of
from tests.conftest import NOW, TODAY
from tests.guards.of_agreements import made
from tests.publishing.test_front import text_of
from tests.seats.scene import Scene

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def ended(scene: Scene, found, by) -> object:
    asked = {
        "actor": scene.direction,
        "agreement": found,
        "told_on": TODAY,
        "last": TODAY + DAY,
        "note": "Lettres croisées du jour",
    }
    return end_together(**asked, decision=by, now=NOW)


def test_those_that_speak_of_the_agreement_or_of_the_other_come_first(scene: Scene):
    found = made(scene)
    party = found.parties.get(role="groupement")
    party.agreement.title = "Gestion des moulins partagés"
    lamps = line(scene, title="Remplacer les lampes du local")
    theirs = line(scene, title="Quitter les moulins")
    offered = offered_to(party, [lamps, theirs], scene.direction)
    assert [(one.decision.pk, one.speaks, one.cited) for one in offered] == [
        (theirs.pk, True, ()),
        (lamps.pk, False, ()),
    ]


def test_what_it_was_cited_for_is_told_to_who_reads_it_until_it_is_undone(scene: Scene):
    found, by = made(scene), line(scene, title="Mettre fin")
    event = ended(scene, found, by)
    (told,) = cited_for([by.pk], scene.direction)[by.pk]
    assert told.startswith(found.title) and "fin d’un commun accord" in told
    assert cited_for([by.pk], NOBODY)[by.pk][0].startswith(ELSEWHERE)
    theirs = line(scene, "cress-board")
    agree_end(actor=scene.coordination, event=event, decision=theirs, now=NOW)
    assert theirs.pk in cited_for([theirs.pk], scene.coordination)


def test_one_that_was_cited_by_mistake_is_free_again(scene: Scene):
    by = line(scene, title="Mettre fin")
    event = ended(scene, made(scene), by)
    undo_event(actor=scene.direction, event=event, reason="Inscrit pour une autre convention", now=NOW)
    assert cited_for([by.pk], scene.direction) == {}


def test_the_page_shows_its_words_its_day_its_result_and_what_it_permitted(scene: Scene, settings):
    by = line(scene, title="Mettre fin", text="Le conseil met fin à l’accord au 31 décembre.")
    ended(scene, made(scene), by)
    found = made(scene)
    client, where = page_of(scene, settings, scene.direction, "happen", found.pk, "preavis")
    page = text_of(client.get(where))
    assert "Le conseil met fin à l’accord au 31 décembre." in page and "Adoptée le" in page
    assert "Déjà citée pour" in page and "Elle peut l’être encore" in page
