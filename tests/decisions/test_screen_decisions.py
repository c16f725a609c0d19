"""The register on screen: who reads it, how one finds a line, what one may do from it, and what is put right."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.decisions.models import Application, Citation, Decision, FollowUp, Joining, Ratification
from kevread.decisions.urls import urlpatterns
from kevread.journal.models import Act
from kevread.seats.models import Mandate
from kevread.votes.operations.polls import Standing
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.gatherings.decided import RECENTLY, advised, decided, item, met
from tests.gatherings.polling import ELECTION, PAPER, hands, opened, under_way
from tests.gatherings.screens import of_decision as at
from tests.seats.screens import words as text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(scene):
    """A register of four lines: an advice, what follows it, what lacks it, and one of the wrong body."""
    place = scene.grouping.slug
    with arranging():
        advice = advised(f"{place}-board", "budget", on=RECENTLY - timedelta(days=400))
        good = decided(f"{place}-assembly", "budget", title="Budget de l’année", after=[advice])
        lacking = decided(f"{place}-assembly", "budget", title="=Budget rectifié")
        wrong = decided(f"{place}-board", "budget", title="Déplacements d’automne")
    return advice, good, lacking, wrong


def test_the_register_is_read_by_those_who_read_the_organisation(scene, readers, register):
    page = text_of(readers.direction.get(at("decisions", scene.grouping)))
    for line in register:
        assert line.reference in page
    assert "Autre instance" in page and "Avis manquant" in page
    assert readers.public.get(at("decisions", scene.grouping)).status_code == 302
    assert readers.elsewhere.get(at("decisions", scene.grouping)).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"mots": "deplacements"}, {"Déplacements d’automne"}),
        ({"mots": "ELLE adoptee annee"}, {"Budget de l’année"}),
        ({"a-revoir": "1"}, {"=Budget rectifié", "Déplacements d’automne"}),
        ({"type": "advice"}, {"Un avis"}),
        ({"annee": "2025"}, {"Un avis"}),
        ({"annee": "99999999999999999999"}, None),
        ({"annee": "²"}, None),
        ({"annee": "00002" + "0" * 4000}, None),
        ({"mots": "introuvable"}, set()),
        ({"instance": "nulle-part"}, set()),
    ],
)
def test_a_line_is_found_by_body_year_type_and_words(scene, readers, register, query, found):
    page = text_of(readers.direction.get(at("decisions", scene.grouping, query=query)))
    titles = {line.title for line in register}
    assert {title for title in titles if title in page} == (titles if found is None else found)


def test_the_csv_is_no_formula(scene, readers, register):
    answer = readers.direction.get(at("decisions_csv", scene.grouping))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[5] for row in rows[1:]] == [
        "Déplacements d’automne",
        "'=Budget rectifié",
        "Budget de l’année",
        "Un avis",
    ]
    assert rows[1][9].startswith("Pour « Budget d’un groupement »")


def test_the_number_of_queries_does_not_grow_with_the_register(scene, readers, django_assert_max_num_queries):
    with arranging():
        for _ in range(30):
            decided(f"{scene.grouping.slug}-assembly", "budget")
    client = readers.direction
    with django_assert_max_num_queries(32):
        client.get(at("decisions", scene.grouping))


def test_a_decision_shows_what_the_matrix_says_and_offers_the_advice_to_cite(scene, readers, register):
    advice, _, lacking, wrong = register
    address = at("decision", scene.grouping, key=lacking.pk)
    page = text_of(readers.direction.get(address))
    assert "Il manque l’avis du conseil d’administration du groupement" in page
    assert "Le texte fondateur n’en dit rien. Qui décide quoi" in page  # the grouping decided the distribution
    answer = readers.direction.post(at("cite", scene.grouping, key=lacking.pk), {"advice": advice.pk})
    assert answer.status_code == 302 and Citation.objects.filter(decision=lacking, advice=advice).exists()
    page = text_of(readers.direction.get(address))
    assert "L’instance compétente a décidé" in page and "Instance compétente" not in page  # said once
    assert readers.direction.post(at("cite", scene.grouping, key=wrong.pk), {"advice": "zzz"}).status_code == 404
    assert readers.direction.get(at("decision", scene.first, key=wrong.pk)).status_code in (403, 404)


def test_whoever_may_not_record_reads_why_and_sees_no_button(scene, readers, register):
    answer = readers.president(scene.second).get(at("decision", scene.grouping, key=register[1].pk))
    page = text_of(answer)
    # A door, not a list of titles: who may, by name, and how to ask them.
    asking = reverse("seats:ask_somebody", kwargs={"scale": scene.grouping.slug, "right": "record_decision"})
    assert f'href="{asking}"' in answer.text
    assert "Inscrire une décision au registre" in page
    # Nobody asked for it: one line, that opens.
    folded = answer.text.partition("<summary>Qui peut la corriger ou l’annuler</summary>")[2].partition("</details>")[0]
    assert "ne fait pas partie de ce que vos mandats" in folded and f'href="{asking}"' in folded
    assert "Corriger une erreur" not in page
    assert readers.president(scene.second).get(at("record_decision", scene.grouping)).status_code == 403


def test_a_decision_is_recorded_from_the_page_of_its_meeting(scene, readers):
    board = scene.world.body(f"{scene.grouping.slug}-board")
    with arranging():
        meeting = met(board)
        point = item(meeting, "Signer la convention", text="Le conseil signe.", decision_type="convention")
    query = {"reunion": meeting.pk, "point": point.pk}
    address = at("record_decision", scene.grouping, query=query)
    page = readers.direction.get(address).content.decode()
    assert 'value="Signer la convention"' in page and "Le conseil signe." in page
    typed = {
        "item": point.pk,
        "type": "convention",
        "title": "Signer la convention",
        "text": "Signée.",
        "outcome": "adopted",
    }
    assert readers.direction.post(address, typed).status_code == 302
    decision = Decision.objects.get()
    assert (decision.meeting, decision.item, decision.decided_on) == (meeting, point, meeting.day)
    shown = text_of(readers.direction.get(at("meeting", scene.grouping, key=meeting.pk)))
    assert decision.reference in shown


@pytest.mark.parametrize(
    "typed",
    [
        {"title": ""},
        {"body": "nulle-part", "decided_on": "2026-01-01", "title": "x", "text": "y", "outcome": "adopted"},
        {"body": "board", "decided_on": "2027-01-01", "title": "x", "text": "y", "outcome": "adopted"},
        {
            "body": "board",
            "decided_on": "hier",
            "title": "x" * 300,
            "text": " ",
            "outcome": "peut-être",
            "after": "zzz",
        },
    ],
)
def test_what_is_typed_wrong_comes_back_on_the_form(scene, readers, typed):
    sent = dict(typed)
    if sent.get("body") == "board":
        sent["body"] = f"{scene.grouping.slug}-board"
    answer = readers.direction.post(at("record_decision", scene.grouping), sent)
    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_an_advice_is_recorded(scene, readers):
    typed = {"body": f"{scene.grouping.slug}-board", "decided_on": RECENTLY, "advises": "budget", "favourable": "no"}
    answer = readers.direction.post(at("give_advice", scene.grouping), typed | {"title": "Avis", "text": "Trop cher."})
    advice = Decision.objects.get()
    assert answer.status_code == 302
    assert (advice.type, advice.advises, advice.outcome) == ("advice", "budget", "rejected")
    page = text_of(readers.direction.get(at("decision", scene.grouping, key=advice.pk)))
    assert "Défavorable, avis rendu" in page


def test_a_correction_is_typed_and_both_lines_point_to_each_other(scene, readers, register):
    _, good, _, _ = register
    typed = {"type": "budget", "title": "Budget 2026", "text": "Adopté.", "reason": "Le titre était vague."}
    address = at("correct_decision", scene.grouping, key=good.pk)
    assert readers.direction.post(address, typed | {"reason": "non"}).status_code == 422
    assert readers.direction.post(address, typed).status_code == 302
    right = Decision.objects.get(corrects=good)
    assert f"corrigée par la décision n° {right.reference}" in text_of(
        readers.direction.get(at("decision", scene.grouping, key=good.pk))
    )
    assert "Le titre était vague." in text_of(readers.direction.get(at("decision", scene.grouping, key=right.pk)))


def test_an_election_is_said_confirmed_and_opens_its_mandate(scene, readers, somebody):
    with arranging():
        decision = decided(f"{scene.first.slug}-assembly", "election-conseil-pole")
    president = readers.president(scene.first)
    seat = f"{scene.first.slug}-board.administrator"
    address = at("open_mandate", scene.first, key=decision.pk, query={"siege": seat, "personne": somebody.pk})
    assert "Anne Martin" in text_of(
        president.get(at("open_mandate", scene.first, key=decision.pk, query={"siege": seat, "q": "martin"}))
    )
    assert president.post(address, {"first": "hier"}).status_code == 422
    assert president.post(address, {"first": TODAY.isoformat()}).status_code == 302
    application = Application.objects.get()
    assert "À confirmer" in text_of(president.get(at("decision", scene.first, key=decision.pk)))
    assert "Voir ce que cela change" in text_of(president.get(at("waiting", scene.first)))
    apply = at("apply", scene.first, key=application.pk)
    assert "Rien n’est encore enregistré" in text_of(president.post(apply))
    assert not Mandate.objects.filter(person=somebody).exists()
    assert president.post(apply, {"etape": "confirmer"}).status_code == 302
    assert Mandate.objects.filter(person=somebody).count() == 1


def test_whoever_a_vote_elected_is_offered_their_seat(settings):
    with arranging():
        voting = under_way()
        seat = voting.directors[-1].seat
        people = [entry.person for entry in voting.entries[20:22]]
    poll, _ = opened(
        voting, PAPER, kind=ELECTION, places=1, seat=seat, candidates=[Standing(str(one), one) for one in people]
    )
    poll = hands(voting, poll, **{"c-1": 9, "c-2": 20, "blank": 8})
    decision = Decision.objects.get()
    client = entered_as(voting.secretary, settings)
    where = {"scale": voting.grouping.slug, "key": decision.pk}
    assert "Dire quel mandat elle donne" in text_of(client.get(reverse("decisions:decision", kwargs=where)))
    page = text_of(client.get(reverse("decisions:open_mandate", kwargs=where)))
    elected = page.split("Élu·es par ce vote")[1].split("Un nouveau mandat")[0]
    assert str(people[1]) in elected and str(people[0]) not in elected


def test_a_refusal_is_shown_with_its_article_and_the_proposal_stays(scene, readers):
    with arranging():
        decision = decided(f"{scene.first.slug}-board", "representants-pole")
        person = scene.world.seated(f"{scene.first.slug}-board", "administrator").person
        application = Application.objects.create(
            decision=decision,
            kind="mandate",
            asked={
                "seat": str(scene.board.pk),
                "person": str(person.pk),
                "represents": str(scene.first.pk),
                "first": TODAY.isoformat(),
            },
        )
    answer = readers.president(scene.first).post(at("apply", scene.first, key=application.pk))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Rien n’a été enregistré" in page and "Article R3.7" in page and "Voir ce que cela change" in page


def test_a_setting_is_said_confirmed_or_dropped(scene, readers):
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "modalite-locale")
    name = "R6.6.board_members_associated"
    assert "Une nouvelle valeur" in text_of(readers.direction.get(at("fix_setting", scene.grouping, key=decision.pk)))
    address = at("fix_setting", scene.grouping, key=decision.pk, query={"modalite": name})
    assert readers.direction.post(address, {"value": "2", "since": "2001-01-01"}).status_code == 422
    wrong = readers.direction.post(address, {"value": "deux", "since": TODAY.isoformat()})
    assert wrong.status_code == 422 and not Application.objects.exists()  # said here, not when it is confirmed
    assert readers.direction.post(address, {"value": "2", "since": TODAY.isoformat()}).status_code == 302
    application = Application.objects.get()
    drop = at("drop", scene.grouping, key=application.pk)
    assert readers.direction.post(drop, {"note": ""}).status_code == 422
    assert readers.direction.post(drop, {"note": "Le conseil y revient."}).status_code == 302
    assert readers.direction.post(at("apply", scene.grouping, key=application.pk)).status_code == 422


def test_a_follow_up_comes_back_by_itself_on_the_next_agenda_of_the_body(scene, readers):
    """Nobody writes it there: on the page of the meeting, on its agenda, with its owner and its day, until it is done."""
    board = scene.world.body(f"{scene.grouping.slug}-board")
    owner = scene.administrator_of(scene.first)
    draft = {"state": "draft", "opened_at": None, "closed_at": None}
    with arranging():
        decision = decided(board, "convention")
        follow_up = FollowUp.objects.create(decision=decision, what="Écrire à la Région", owner=owner, due=TODAY)
        following = met(board, on=TODAY + timedelta(days=20), **draft)
        beside = met(f"{scene.grouping.slug}-bureau", on=TODAY + timedelta(days=20), **draft)
    for screen in ("meeting", "agenda_of"):
        page = text_of(readers.direction.get(at(screen, scene.grouping, key=following.pk)))
        assert "Suites des réunions précédentes" in page and "Écrire à la Région" in page, screen
        assert f"{owner}, pour le 24 novembre 2026" in page and f"n° {decision.reference}" in page, screen
        assert "C’est fait : Écrire à la Région" in page, screen
        other = text_of(readers.direction.get(at(screen, scene.grouping, key=beside.pk)))
        assert "Écrire à la Région" not in other, screen
    with arranging():
        follow_up.done_on = TODAY
        follow_up.save()
    for screen in ("meeting", "agenda_of"):
        assert "Écrire à la Région" not in text_of(readers.direction.get(at(screen, scene.grouping, key=following.pk)))


def test_a_follow_up_is_given_shown_to_its_owner_and_done(scene, readers):
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "convention")
        owner = scene.world.holder(f"{scene.grouping.slug}-team", "direction").person
    typed = {"what": "Signer la convention", "owner": owner.pk, "due": (TODAY + timedelta(days=3)).isoformat()}
    address = at("follow", scene.grouping, key=decision.pk)
    assert readers.direction.post(address, typed | {"owner": "zzz"}).status_code == 422
    assert readers.direction.post(address, typed).status_code == 302
    follow_up = FollowUp.objects.get()
    home = reverse("home:today", kwargs={"scale": scene.grouping.slug})
    assert "D’ici au 27 novembre 3 jours Signer la convention" in text_of(readers.direction.get(home)).replace(
        "\xa0", " "
    )
    finish = at("finish", scene.grouping, key=follow_up.pk)
    assert readers.elsewhere.get(finish).status_code == 404
    assert readers.direction.post(finish, {"done_on": TODAY.isoformat()}).status_code == 302
    assert "Signer la convention" not in text_of(readers.direction.get(home)).split("Depuis votre visite")[0]


def test_what_belongs_elsewhere_leaves_the_list_when_it_is_said_where_it_was_done(scene, readers):
    with arranging():
        decision = decided(f"{scene.grouping.slug}-board", "convention", title="Convention de la Région")
    assert "Convention de la Région" in text_of(readers.direction.get(at("waiting", scene.grouping)))
    address = at("settle", scene.grouping, key=decision.pk)
    assert readers.direction.post(address, {"note": "x"}).status_code == 422
    assert readers.direction.post(address, {"note": "Signée à Rennes le 3 novembre."}).status_code == 302
    assert "Convention de la Région" not in text_of(readers.direction.get(at("waiting", scene.grouping)))


def test_the_matrix_says_what_is_only_proposed(scene, readers):
    page = text_of(readers.direction.get(at("who_decides", scene.grouping)))
    assert "ce tableau est une proposition" in page
    assert "Article R4.6" in page and "Non dit" in page


def test_the_register_of_a_day_holds_what_was_decided_by_then(scene, readers, register):
    past = {"au": (RECENTLY - timedelta(days=1)).isoformat()}
    page = text_of(readers.direction.get(at("decisions", scene.grouping, query=past)))
    assert register[0].reference in page
    assert not [line.reference for line in register[1:] if line.reference in page]
    rows = list(
        csv.DictReader(io.StringIO(readers.direction.get(at("decisions_csv", scene.grouping, query=past)).text))
    )
    assert len(rows) == 1


def test_nothing_is_written_in_the_past(scene, readers, register):
    past = {"au": "2026-03-12"}
    page = text_of(readers.direction.get(at("decision", scene.grouping, key=register[1].pk, query=past)))
    assert "Vous lisez le passé" in page and "Confier une suite" not in page
    assert "On agit à la date d’aujourd’hui" in text_of(
        readers.direction.get(at("record_decision", scene.grouping, query=past))
    )


@pytest.fixture
def named(scene, register) -> dict[str, object]:
    """What each address of decisions that has a key names, of one grouping."""
    good, wrong = register[1], register[3]
    owner = scene.administrator_of(scene.second)
    with arranging():
        application = Application.objects.create(decision=good, kind="mandate", asked={})
        follow_up = FollowUp.objects.create(decision=good, what="Signer", owner=owner, due=TODAY)
        other = decided(f"{scene.grouping.slug}-board", "budget", on=RECENTLY - timedelta(days=1))
        ratified = Ratification.objects.create(decision=good, ratifies=other)
    keys: dict[str, object] = {"apply": application.pk, "drop": application.pk, "finish": follow_up.pk}
    with arranging():
        joined = Joining.objects.create(decision=good, joins=wrong)
    keys |= {"part": joined.pk, "annul_ratification": ratified.pk, "ratify": wrong.pk, "submit": wrong.pk}
    return {
        pattern.name: keys.get(pattern.name, good.pk) for pattern in urlpatterns if "key" in pattern.pattern.converters
    }


@pytest.mark.parametrize("who", ["public", "hatless", "elsewhere"])
def test_who_has_no_right_reads_nothing_and_writes_nothing(scene, readers, named, who):
    client = getattr(readers, who)
    before = Act.objects.count()
    for pattern in urlpatterns:
        key = {"key": named[pattern.name]} if pattern.name in named else {}
        url = at(pattern.name, scene.grouping, **key)
        for answer in (
            client.get(url),
            client.post(url, {"note": "Une note assez longue.", "done_on": TODAY.isoformat()}),
        ):
            hidden = 404 if pattern.name == "finish" and who != "public" else 403
            assert answer.status_code in (302, hidden, 405), (pattern.name, answer.status_code)
            assert "Budget de l’année" not in answer.content.decode()
    assert Act.objects.count() == before


def test_what_is_of_one_organisation_is_not_at_the_address_of_another(scene, readers, named):
    client, other = readers.coordination, scene.world.groupings[1]
    with arranging():  # so that the coordination may do everything there
        for title in ("president", "secretary"):
            scene.world.mandates(f"{other.slug}-board", title).delete()
    for name, key in named.items():
        url = at(name, other, key=key)
        assert client.get(url).status_code in (404, 405), name
        assert client.post(url, {"note": "Une note assez longue."}).status_code == 404, name
