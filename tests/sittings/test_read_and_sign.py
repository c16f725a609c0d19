"""Two people sign minutes: both read the text that they sign, on one page; then the copy that bears both names comes first."""

import pytest
from django.template.loader import render_to_string

from kevread.common.todo import Asker
from kevread.directory.models import Person
from kevread.documents.operations.signing import sign_version
from kevread.documents.todo import signatures_to_give
from kevread.meetings.models import AgendaItem, Meeting
from kevread.meetings.rules.life import State
from kevread.seats.queries import actor_of
from kevread.sittings.models import Minutes
from kevread.sittings.operations.minutes import draft_minutes, sign_minutes, version_of
from kevread.sittings.queries.signed import FrozenText
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.gatherings.screens import of_meeting, said
from tests.gatherings.worlds import Gathering
from tests.sittings.test_minutes import at, built, doing, signing

pytestmark = pytest.mark.django_db
TYPED = "La présidente ouvre, et la salle applaudit."

__all__ = ["signing"]


@pytest.fixture
def met() -> Gathering:
    found = built(State.CLOSED)
    with arranging():
        Meeting.objects.filter(pk=found.meeting.pk).update(opening_text=TYPED)
    found.meeting.refresh_from_db()
    draft_minutes(**doing(found, 130))
    return found


def document(met: Gathering) -> str:
    kept = Minutes.objects.get(meeting=met.meeting)
    return f"/{met.grouping.slug}/documents/{kept.document_id}"


def test_what_waits_leads_both_to_the_page_where_the_text_is_read(met):
    for person in (met.president, met.secretary):
        (line,) = signatures_to_give(
            Asker(met.actor(person), person, met.grouping, frozenset({met.grouping.pk}), TODAY)
        )
        assert (line.button, line.url) == ("Lire et signer", of_meeting("minutes", met))


def test_both_read_the_same_text_on_both_pages_and_no_code_is_asked_before_it_was_sent(met, settings):
    for person in (met.president, met.secretary):
        client = entered_as(person, settings)
        for page in (client.get(of_meeting("minutes", met)), client.get(document(met))):
            assert TYPED in said(page)
            assert "Version 1, celle que l’on signe." in said(page)
            assert "Recevoir mon code" in said(page)
            assert 'name="code"' not in page.text


@pytest.mark.parametrize("closing", ["", "La séance est levée à 20 h 15."])
def test_what_is_adopted_and_when_the_sitting_ended_are_read_where_one_signs(closing):
    """As the paper says them: not the question alone. The hour is said once, where the closing tells it or after it."""
    vote = {"title": "Vote 1 : Adhérer", "text": "Adhérer pour 40 euros par an.", "outcome": "adopted", "choices": []}
    points = [
        {"number": "1", "title": "Adhérer", "debate": "", "votes": [vote | {"conclusion": ""}], "follow_up": []},
        {"number": "", "title": "Clôture", "debate": closing, "votes": [], "follow_up": []},
    ]
    text = FrozenText(1, {"points": points, "closed_at": "2026-11-24T20:15:00"}, (), is_signed=False)
    page = render_to_string("sittings/minutes_frozen.html", {"text": text, "level": 2}).replace("\xa0", " ")
    assert "Adhérer pour 40 euros par an." in page and page.count("levée à 20 h 15") == 1


def test_once_a_code_was_sent_its_box_is_there(met, settings):
    client = entered_as(met.president, settings)
    page = client.post(of_meeting("minutes", met), {"geste": "code"}, follow=True)
    assert 'name="code"' in page.text
    assert "Recevoir un autre code" in said(page)


def test_a_text_that_changed_since_is_not_the_one_that_is_read_and_it_is_said(met, settings):
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(opening_text="Tout autre chose.")
    page = said(entered_as(met.president, settings).get(of_meeting("minutes", met)))
    assert TYPED in page and "Tout autre chose." not in page
    assert "Le texte a changé dans la salle depuis cette version" in page
    assert "n’est pas ce qui a été signé" not in page


def test_once_both_signed_what_is_signed_comes_first_and_every_page_says_so(met, settings, signing):
    """The file that is signed, and shows it, before the copy."""
    client = entered_as(met.president, settings)
    awaited = f"Signature attendue : {met.secretary}."
    assert awaited not in said(client.get(of_meeting("minutes", met))).replace("\xa0", " ")
    for person in (met.president, met.secretary):
        sign_minutes(**doing(met, 140, actor=actor_of(person, at(140).date()), code="123456"))
        page = said(client.get(of_meeting("minutes", met))).replace("\xa0", " ")
        assert (awaited in page) is (person == met.president)
    sealed, copy = '/1/signe"', "/1/exemplaire-signe"
    for address in (of_meeting("minutes", met), document(met)):
        page = client.get(address).text
        plain = page.rindex("<a", 0, page.index("sans les signatures"))
        assert page.index(sealed) < page.index(copy) < plain
        assert "button primary" in page[page.rindex("<a", 0, page.index(sealed)) : page.index(sealed)]
    for screen in ("meeting", "minutes"):
        assert "Procès-verbal signé" in said(client.get(of_meeting(screen, met))), screen
    assert "Procès-verbal signé" in said(client.get(f"/{met.grouping.slug}/reunions"))


@pytest.mark.parametrize("last", ["minutes", "document"])
def test_on_whichever_page_the_last_signature_is_given_its_meeting_follows(met, signing, last):
    version = version_of(met.meeting)

    def on_minutes(person: Person) -> None:
        sign_minutes(**doing(met, 140, actor=met.actor(person), code="123456"))

    def on_document(person: Person) -> None:
        sign_version(actor=met.actor(person), version=version, code="123456", now=at(140))

    first, second = (on_document, on_minutes) if last == "minutes" else (on_minutes, on_document)
    first(met.president)
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.DRAFTED
    second(met.secretary)
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.SIGNED


def test_a_point_of_which_nothing_is_written_leads_where_it_is_written(settings):
    found = built(State.CLOSED)
    item = found.items["rapport"]
    there = f'href="{of_meeting("room", found)}?point={item.pk}"'
    assert there in entered_as(found.secretary, settings).get(of_meeting("minutes", found)).text
    assert there not in entered_as(found.entries[5].person, settings).get(of_meeting("minutes", found)).text
    with arranging():
        AgendaItem.objects.filter(pk=item.pk).update(record="Approuvés.")
    assert there not in entered_as(found.secretary, settings).get(of_meeting("minutes", found)).text
