"""The decisions that organisations let anybody read: what of them, until when, and who says so."""

from datetime import timedelta

import pytest

from kevread.common.errors import Denied, Refused
from kevread.decisions.operations.register import correct_decision
from kevread.publishing.models import MadePublic
from kevread.publishing.operations import publish_decision, withdraw_decision
from kevread.publishing.queries.decisions import public_decisions
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided
from tests.pressing import press, shown
from tests.reading_tables import taken

pytestmark = pytest.mark.django_db
PAGE = "/decisions-publiques/"


@pytest.fixture
def line(scene):
    with arranging():
        return decided(f"{scene.grouping.slug}-board", "convention", title="Un local commun", text="=Loué <b>ici</b>.")


@pytest.fixture
def hidden(scene):
    with arranging():
        return decided(f"{scene.grouping.slug}-board", "convention", title="Ce qui reste entre nous")


def at(found) -> str:
    return f"/{found.organisation.slug}/decisions/{found.pk}/publier"


def test_nothing_is_public_until_somebody_says_so_having_read_what_will_be(scene, readers, line, hidden):
    assert "Un local commun" not in readers.public.get(PAGE).text
    client = readers.direction
    assert at(line) in client.get(f"/{scene.grouping.slug}/decisions/{line.pk}").text
    preview = client.get(at(line)).text
    assert "Un local commun" in preview and "Loué &lt;b&gt;ici&lt;/b&gt;" in preview
    assert not MadePublic.objects.exists()  # looking does nothing
    assert press(client, at(line)).status_code == 302
    page = readers.public.get(PAGE).text
    assert "Un local commun" in page and "<b>ici</b>" not in page and "Ce qui reste entre nous" not in page
    assert "Un local commun" in readers.public.get("/").text
    (row,) = taken(readers.public.get("/decisions-publiques/liste.csv"))
    assert row["texte"].startswith("'=Loué") and row["organisation"] == scene.grouping.name


def test_it_is_taken_back_and_may_be_public_again(scene, readers, line):
    publish_decision(actor=scene.direction, decision=line, now=NOW)
    with pytest.raises(Refused, match="déjà publique"):
        publish_decision(actor=scene.direction, decision=line, now=NOW)
    assert press(readers.direction, at(line), {"retirer": "1"}).status_code == 302
    assert "Un local commun" not in readers.public.get(PAGE).text
    with pytest.raises(Refused, match="n’est pas publique"):
        withdraw_decision(actor=scene.direction, decision=line, now=NOW)
    publish_decision(actor=scene.direction, decision=line, now=NOW)
    assert [one.decision for one in public_decisions(TODAY)] == [line]


def test_an_old_page_publishes_nothing_that_somebody_took_back_meanwhile(scene, readers, line):
    client = readers.direction
    seen = {"vu": shown(client, at(line))}
    publish_decision(actor=scene.direction, decision=line, now=NOW)
    withdraw_decision(actor=scene.direction, decision=line, now=NOW)
    for sent in (seen, {}):
        assert client.post(at(line), sent).status_code == 409
        assert not public_decisions(TODAY).exists()
    assert press(client, at(line)).status_code == 302 and public_decisions(TODAY).exists()


def test_a_wrong_wording_is_shown_no_more_and_what_corrects_it_waits_to_be(scene, line):
    publish_decision(actor=scene.direction, decision=line, now=NOW)
    given = {"title": "Deux locaux communs", "text": line.text, "reason": "Il y en a deux."}
    later = correct_decision(actor=scene.direction, decision=line, now=NOW, **given)
    assert not public_decisions(TODAY).exists()
    with pytest.raises(Refused, match="la ligne qui la corrige"):
        publish_decision(actor=scene.direction, decision=line, now=NOW)
    publish_decision(actor=scene.direction, decision=later, now=NOW)
    assert [one.decision for one in public_decisions(TODAY)] == [later]


def test_the_day_before_it_was_public_it_is_not_and_from_that_day_it_is(scene, line):
    publish_decision(actor=scene.direction, decision=line, now=NOW)
    assert not public_decisions(TODAY - timedelta(days=1)).exists()
    assert public_decisions(TODAY).exists()


def test_the_page_of_one_shows_it_alone_and_a_past_day_does_not_tell_today_s(scene, readers, line, hidden):
    for one in (line, hidden):
        publish_decision(actor=scene.direction, decision=one, now=NOW)
    alone = readers.public.get(PAGE, {"decision": line.pk}).text
    assert "Un local commun" in alone and "Ce qui reste entre nous" not in alone
    assert "Ce qui reste entre nous" in readers.public.get(PAGE, {"decision": "x"}).text
    page = f"/{scene.grouping.slug}/decisions/{line.pk}"
    assert "Publique depuis le" in readers.direction.get(page).text
    past = {"au": (TODAY - timedelta(days=1)).isoformat()}
    assert "Publique depuis le" not in readers.direction.get(page, past).text


def test_it_is_for_those_who_record_what_that_body_decides(scene, readers, line):
    assert readers.public.get(at(line)).status_code == 302
    assert readers.elsewhere.get(at(line)).status_code == 403
    member = scene.administrator_of(scene.grouping)
    assert readers.as_person(member).get(at(line)).status_code == 403
    with pytest.raises(Denied):
        publish_decision(actor=actor_of(member, TODAY), decision=line, now=NOW)
    assert at(line) not in readers.as_person(member).get(f"/{scene.grouping.slug}/decisions/{line.pk}").text


def test_the_public_page_asks_as_much_for_forty_as_for_one(scene, readers, django_assert_max_num_queries):
    with arranging():
        for number in range(40):
            one = decided(f"{scene.grouping.slug}-board", "convention", title=f"Décision {number}")
            MadePublic.objects.create(decision=one, published_at=NOW)
    client = readers.public
    client.get(PAGE)
    with django_assert_max_num_queries(6):
        client.get(PAGE)
