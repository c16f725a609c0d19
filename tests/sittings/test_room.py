"""The meeting room, who is there, the wall, the minutes: as those who hold the sitting see them, and nobody else."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from kevread.attendance.models import Presence, QuorumCheck
from kevread.attendance.queries.codes import LASTS, code_of
from kevread.common.marks import mark_of
from kevread.documents.models import Document
from kevread.meetings.models import Meeting
from kevread.meetings.queries import wording
from kevread.meetings.rules.life import State
from kevread.sittings.models import Minutes
from kevread.sittings.queries.papers import sign_in_paper
from kevread.votes.operations import cast_open
from kevread.votes.queries.live import shown_version, version_of
from tests.clients import entered_as, screen_of_a_meeting
from tests.conftest import NOW, arranging
from tests.gatherings.polling import OPEN, SECRET, all_read, drop, opened, under_way, voters
from tests.gatherings.worlds import Gathering, gathering
from tests.pressing import press
from tests.seats.screens import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def met(settings) -> Gathering:
    return built(State.IN_PROGRESS)


def built(state: State, **more) -> Gathering:
    with arranging():
        found = gathering(state=state, starts_at=NOW, **more)
        if state is not State.CONVENED:
            Meeting.objects.filter(pk=found.meeting.pk).update(
                chair=found.president, secretary=found.secretary, current=found.items["comptes"]
            )
            found.meeting.refresh_from_db()
    return found


def gathering_of_the_board(**more) -> Gathering:
    with arranging():
        found = gathering(body="board", state=State.IN_PROGRESS, starts_at=NOW, **more)
        Meeting.objects.filter(pk=found.meeting.pk).update(
            chair=found.president, current=next(iter(found.items.values()))
        )
    found.meeting.refresh_from_db()
    return found


def at(met: Gathering, view: str, **more) -> str:
    return reverse(screen_of_a_meeting(view), kwargs={"scale": met.grouping.slug, "key": met.meeting.pk, **more})


def test_the_room_shows_the_current_point_who_is_there_and_one_gesture(met, settings):
    page = entered_as(met.secretary, settings).get(at(met, "room")).content.decode()
    page = page[page.index("<main") : page.index("</main>")]
    assert "Approuver les comptes 2025" in page
    told = "28 présent·es et 12 pouvoirs, 40 voix. Quorum atteint : 40 membres sur 40 ; il en fallait 10 au moins."
    assert told in page.replace("\xa0", " ").replace("\u202f", " ")
    behind = page[page.index('class="said"') : page.index('class="reach"')]
    assert behind.count("by-proxy") == 12 + 1  # and what a dot means
    assert behind.count('class="here"') == 28 + 1
    assert page.count("button primary") == 1


@pytest.mark.parametrize(
    "name", ["room", "room_live", "presences", "presences_live", "sign_in_sheet", "minutes_preview"]
)
def test_the_room_is_for_those_who_hold_the_sitting(met, settings, name):
    member = entered_as(met.entries[30].person, settings)
    assert member.get(at(met, name)).status_code == 403
    assert entered_as(None, settings).get(at(met, name)).status_code == 302
    assert entered_as(met.secretary, settings).get(at(met, name)).status_code == 200


@pytest.mark.parametrize("name", ["wall", "wall_live", "minutes", "here"])
def test_whoever_is_convened_follows(met, settings, name):
    assert entered_as(met.entries[30].person, settings).get(at(met, name)).status_code == 200
    with arranging():
        stranger = gathering(body="board").president
    assert entered_as(stranger, settings).get(at(met, name)).status_code == 404


@pytest.mark.parametrize("name", ["room_live", "presences_live", "wall_live"])
def test_nothing_is_drawn_again_while_nothing_has_changed(met, settings, name):
    client = entered_as(met.secretary, settings)
    shown = shown_version(met.meeting.pk, on_the_wall=name == "wall_live")
    assert client.get(at(met, name), {"v": shown}).status_code == 204
    assert client.get(at(met, name), {"v": "autre"}).status_code == 200
    assert entered_as(None, settings).get(at(met, name), {"v": "autre"}).status_code == 302


@pytest.mark.parametrize(
    ("name", "parts"),
    [("room", "direct ordre votes geste ecrit"), ("presences", "direct presents"), ("wall", "direct")],
)
def test_what_a_page_asks_again_has_the_parts_that_it_takes(met, settings, name, parts):
    """One script follows every page: it asks the address that stands in a part, and takes each part by its name."""
    client = entered_as(met.secretary, settings)
    page, again = (client.get(at(met, one)).content.decode() for one in (name, f"{name}_live"))
    assert "votes/follow.js" in page
    for drawn in (page, again):
        assert re.findall(r'data-follow="([^"?]+)', drawn) == [at(met, f"{name}_live")]
    assert re.findall(r'id="([a-z]+)" data-part', again) == parts.split()
    assert re.findall(r'id="([a-z]+)" data-part', page) == parts.split()


def test_whatever_happens_in_the_meeting_changes_its_version(met):
    seen = {version_of(met.meeting.pk)}

    def changed() -> bool:
        before = len(seen)
        seen.add(version_of(met.meeting.pk))
        return len(seen) > before

    assert not changed()
    with arranging():
        Meeting.objects.filter(pk=met.meeting.pk).update(current=met.items["budget"])
    assert changed()
    with arranging():
        Presence.objects.filter(pk=met.presences[0].pk).update(left_at=NOW)
    assert changed()
    with arranging():
        met.items["cap"].record = "Écrit."
        met.items["cap"].save()
    assert changed()


@pytest.mark.parametrize("method", [OPEN, SECRET])
def test_each_vote_cast_changes_the_version_and_the_wall(settings, method):
    with arranging():
        met = under_way()
    poll, _ = opened(met, method)
    before = version_of(met.meeting.pk)
    actor, marks = voters(met, poll)[3]
    drop(actor, poll, marks, "for") if method == SECRET else cast_open(actor=actor, poll=poll, choices=["for"], now=NOW)
    assert version_of(met.meeting.pk) != before
    wall = entered_as(met.entries[3].person, settings).get(at(met, "wall")).context["wall"]
    assert (wall.figure, wall.words) == (str(sum(mark.votes for mark in marks)), "voix reçues sur 40")


def test_a_sitting_is_opened_begun_and_closed_from_the_room(settings):
    met = built(State.CONVENED)
    client = entered_as(met.secretary, settings)
    page = client.get(at(met, "room")).content.decode()
    assert f'<option value="{met.president.pk}" selected' in page
    chosen = {"chair": str(met.president.pk), "secretary": str(met.secretary.pk)}
    assert client.post(at(met, "gesture", name="ouvrir"), chosen).status_code == 302
    refused = client.post(at(met, "gesture", name="commencer"))
    assert refused.status_code == 409
    assert "Le quorum n’est pas atteint" in refused.content.decode()
    for entry in met.entries[2:28]:
        assert client.post(at(met, "mark", entry=entry.pk), {"geste": "present"}).status_code == 302
    assert client.post(at(met, "gesture", name="commencer")).status_code == 302
    key = str(uuid4())
    for _ in range(2):
        client.post(at(met, "gesture", name="quorum"), {"cle": key})
    assert list(QuorumCheck.objects.order_by("pk").values_list("occasion", "met")) == [
        ("opening", False),
        ("opening", True),
        ("demand", True),
    ]
    assert client.post(at(met, "turn", item=met.items["budget"].pk)).status_code == 302
    assert client.post(at(met, "close"), {"vu": all_read(met.meeting)}).status_code == 302
    met.meeting.refresh_from_db()
    assert met.meeting.stage is State.CLOSED
    assert client.post(at(met, "gesture", name="autre")).status_code == 404


def test_nobody_chairs_who_was_not_chosen(settings):
    met = built(State.CONVENED)
    answer = entered_as(met.secretary, settings).post(at(met, "gesture", name="ouvrir"), {"chair": "x"})
    assert (answer.status_code, "Choisissez la présidence" in answer.content.decode()) == (409, True)


def test_a_text_is_sent_by_the_script_and_by_the_button(met, settings):
    client = entered_as(met.secretary, settings)
    url = at(met, "text", part="ouverture")
    sent = client.post(url, {"texte": "Bonsoir.", "base": mark_of("")}, headers={"Accept": "application/json"})
    assert sent.json()["digest"] == mark_of("Bonsoir.")
    assert re.fullmatch(r"Enregistré à 1[6-9] h( \d\d)?\.", sent.json()["said"])
    late = client.post(url, {"texte": "Bonjour.", "base": mark_of("")}, headers={"Accept": "application/json"})
    assert (late.status_code, late.json()["current"]) == (409, "Bonsoir.")
    page = client.post(url, {"texte": "Bonjour.", "base": mark_of("")})
    assert page.status_code == 409
    assert page.content.decode().count("Bonsoir.") == 1
    assert client.post(url, {"texte": "Bonjour.", "base": mark_of("Bonsoir.")}).status_code == 302
    nowhere = client.post(at(met, "text", part=str(uuid4())), {"texte": "a"}, headers={"Accept": "application/json"})
    assert nowhere.status_code == 422


def test_the_button_fills_in_the_attendance(met, settings):
    client = entered_as(met.secretary, settings)
    assert client.post(at(met, "fill", part="ouverture")).status_code == 302
    met.meeting.refresh_from_db()
    assert met.meeting.opening_text.startswith("La séance est ouverte à")
    assert client.post(at(met, "fill", part="cloture")).status_code == 409


def test_one_tap_notes_somebody_and_gives_the_line_back_to_the_script(met, settings):
    client = entered_as(met.secretary, settings)
    giver = met.proxies[0].giver
    url, key = at(met, "mark", entry=giver.pk), str(uuid4())
    for _ in range(2):
        line = client.post(url, {"geste": "present", "cle": key}, headers={"X-Kevread-Queue": "1"})
        assert (line.status_code, f'id="ligne-{giver.pk}"' in line.content.decode()) == (200, True)
    assert Presence.objects.get(entry=giver).pk.hex == key.replace("-", "")
    refused = client.post(
        at(met, "mark", entry=met.entry(met.president).pk), {"geste": "parti"}, headers={"X-Kevread-Queue": "1"}
    )
    assert (refused.status_code, "désignez d’abord" in refused.content.decode()) == (422, True)
    assert client.post(url, {"geste": "autre"}).status_code == 404


def test_on_their_own_phone_with_the_code_of_the_room(met, settings):
    giver = met.proxies[0].giver
    client = entered_as(giver.person, settings)
    assert client.post(at(met, "here"), {"code": "12"}).status_code == 422
    wall = entered_as(met.secretary, settings).get(at(met, "wall"))
    code = wall.context["code"]
    assert code in wall.text
    assert code.replace(" ", "") == code_of(met.meeting, wall.context["request"].now)
    assert client.post(at(met, "here"), {"code": code}).status_code == 302
    assert Presence.objects.get(entry=giver).signed_in
    assert "Vous êtes noté·e" in client.get(at(met, "here")).content.decode()
    assert "par le code de la salle" in entered_as(met.secretary, settings).get(at(met, "presences")).text
    sheet = [line for group in sign_in_paper(met.meeting).groups for line in group.lines]
    assert [line.name for line in sheet if "par le code" in line.attendance] == [str(giver.person)]


@pytest.mark.parametrize("screen", ["wall", "wall_live"])
def test_who_does_not_hold_the_sitting_reads_no_code(met, settings, screen):
    """They would note their presence from home. The page is drawn once for all by each process, and for those who project
    it apart: whoever asks first."""
    holds, away = entered_as(met.secretary, settings), entered_as(met.proxies[0].giver.person, settings)
    for client, shown in ((holds, True), (away, False), (holds, True)):
        assert ("Je suis là" in client.get(at(met, screen)).text.replace("\u00a0", " ")) is shown


def test_the_code_of_the_room_changes_every_minute():
    assert timedelta(seconds=60) == LASTS


def test_who_is_not_on_the_list_does_not_sign_in(met, settings):
    assert entered_as(met.direction, settings).get(at(met, "here")).status_code == 200
    with arranging():
        met.meeting.roll.filter(person=met.direction)
    with arranging():
        outside = gathering(state=State.OPEN, body="board", starts_at=NOW + timedelta(hours=1))
    assert entered_as(outside.president, settings).get(at(met, "here")).status_code == 404


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.CONVENED, "La séance va s’ouvrir."),
        (State.OPEN, "Le quorum est atteint."),
        (State.IN_PROGRESS, "Approuver les comptes 2025"),
        (State.FAILED, "on ne délibère pas"),
        (State.CLOSED, "La séance est close."),
    ],
)
def test_the_wall_says_one_sentence(settings, state, sentence):
    met = built(state)
    page = entered_as(met.entries[3].person, settings).get(at(met, "wall")).content.decode()
    assert sentence in page.replace("\xa0", " ").replace("\u202f", " ")
    assert page.count("<h1>") == 1


def test_before_its_day_the_wall_says_when_and_nothing_of_who_is_there(settings):
    with arranging():
        met = gathering(state=State.CONVENED, starts_at=NOW + timedelta(days=9))
    for screen in ("wall", "wall_live"):
        told = words(entered_as(met.secretary, settings).get(at(met, screen)))
        assert "La séance n’est pas encore ouverte." in told and "va s’ouvrir" not in told
        assert wording.when(met.meeting)[1:].replace("\xa0", " ") in told.replace("\xa0", " ")
        assert "est là" not in told and "sont là" not in told and "Je suis là" not in told


def test_on_the_wall_of_a_written_consultation_nobody_notes_that_they_are_there(settings):
    written = gathering_of_the_board(mode="written")
    assert "Je suis là" not in words(entered_as(written.secretary, settings).get(at(written, "wall")))


def test_in_the_room_an_incident_is_for_the_body_that_meets(settings):
    board = gathering_of_the_board()
    told = words(entered_as(board.president, settings).get(at(board, "room")))
    assert f"« {board.meeting.body.name} » peut en décider" in told and "l’assemblée peut en décider" not in told


def test_the_sheet_and_the_draft_are_pdfs(met, settings):
    client = entered_as(met.secretary, settings)
    for name in ("sign_in_sheet", "minutes_preview"):
        assert client.get(at(met, name)).content.startswith(b"%PDF-1.7")


def test_from_the_draft_to_the_archive(settings, monkeypatch):
    monkeypatch.setattr("kevread.documents.operations.signing.proven", lambda *a, **k: True)
    met = built(State.CLOSED)
    secretary, president = (entered_as(person, settings) for person in (met.secretary, met.president))
    url = at(met, "minutes")
    assert press(secretary, url, {"geste": "etablir"}).status_code == 302
    assert set(Document.objects.values_list("kind", flat=True)) == {"minutes", "sign_in"}
    for client in (secretary, president):
        assert "Signer" in client.get(url).content.decode()
        assert press(client, at(met, "sign_minutes"), {"code": ""}).status_code == 422
        assert ('<textarea id="texte"' in secretary.get(at(met, "room")).text) is (client is secretary)
        assert press(client, at(met, "sign_minutes"), {"code": "123456", "version": "1"}).status_code == 302
        assert "Écrire dans la salle" not in secretary.get(url).text
    with arranging():
        later = Meeting.objects.create(
            body=met.meeting.body,
            starts_at=NOW + timedelta(hours=5),
            ends_at=NOW + timedelta(hours=6),
            opened_at=NOW + timedelta(hours=5),
            state=State.IN_PROGRESS.value,
        )
    assert press(secretary, url, {"geste": "approuver", "reunion": "x"}).status_code == 409
    approved = {"geste": "approuver", "reunion": str(later.pk), "remarques": "Une faute."}
    assert press(secretary, url, approved).status_code == 302
    assert "Une faute." in secretary.get(url).content.decode()
    corrected = {"partie": "ouverture", "texte": "Le nom était faux.", "corrige": ""}
    assert press(secretary, at(met, "correct_minutes"), corrected).status_code == 422
    assert press(secretary, at(met, "correct_minutes"), corrected | {"corrige": "Un nom."}).status_code == 302
    assert press(secretary, url, {"geste": "archiver"}).status_code == 409
    assert Minutes.objects.get().document.versions.count() == 2
    assert press(secretary, url, {"geste": "autre"}).status_code == 404


def test_pages_of_the_room_do_not_ask_more_when_there_are_more(settings, django_assert_max_num_queries):
    numbers = []
    for members in (20, 60):
        with arranging():
            met = gathering(state=State.IN_PROGRESS, starts_at=NOW, members=members)
        client = entered_as(met.secretary, settings)
        for view, most in (("room", 40), ("presences", 30), ("minutes", 40)):
            with django_assert_max_num_queries(most) as asked:
                client.get(at(met, view))
            numbers.append((view, len(asked)))
    assert numbers[:3] == numbers[3:]


def test_a_sitting_is_not_offered_to_be_opened_before_its_day(settings):
    here = built(State.CONVENED)
    client = entered_as(here.secretary, settings)
    assert "Ouvrir la séance" in client.get(at(here, "room")).content.decode()
    with arranging():
        later = NOW + timedelta(days=9)
        Meeting.objects.filter(pk=here.meeting.pk).update(starts_at=later, ends_at=later + timedelta(hours=2))
    page = client.get(at(here, "room")).content.decode()
    assert "Ouvrir la séance" not in page
    assert "elle s’ouvre ce jour-là" in page
    page = client.get(at(here, "presences")).content.decode()
    assert "les présences se notent ce jour-là" in page
    assert 'name="geste"' not in page
    own = entered_as(here.entries[30].person, settings).get(at(here, "here")).content.decode()
    assert "les présences se notent ce jour-là" in own


def test_a_quorum_that_is_looked_for_is_told(met, settings):
    client = entered_as(met.secretary, settings)
    said = words(client.post(at(met, "gesture", name="quorum"), {"cle": str(uuid4())}, follow=True))
    assert "Quorum constaté : 40 membres sur 40 ; il en fallait 10 au moins." in said


def test_a_sitting_is_not_offered_to_be_closed_while_a_vote_is_open(met, settings):
    client = entered_as(met.secretary, settings)
    assert "Clore la séance" in client.get(at(met, "room")).content.decode()
    opened(met, OPEN)
    page = client.get(at(met, "room")).content.decode()
    assert "Clore la séance" not in page
    assert "une fois ce vote dépouillé" in page


def test_one_is_led_from_the_page_of_the_day_to_the_meeting_that_is_under_way(met, settings):
    client = entered_as(met.entries[10].person, settings)
    address = reverse("home:today", kwargs={"scale": met.grouping.slug})
    page = words(client.get(address))
    assert "est en séance." in page
    assert "Votre prochaine réunion" not in page
    assert f'href="{at(met, "meeting")}">Voir où en est la séance</a>' in client.get(address).text
    past = words(client.get(address, {"au": "2026-11-20"}))
    assert "en séance" not in past and "convoqué" not in past


def test_the_result_of_votes_is_offered_where_there_was_one(met, settings):
    client = entered_as(met.secretary, settings)
    address = f"{at(met, 'room')}?point={met.items['comptes'].pk}"
    assert "Ajouter à ce texte le résultat des votes" not in words(client.get(address))
    opened(met, OPEN)
    assert "Ajouter à ce texte le résultat des votes" in words(client.get(address))
