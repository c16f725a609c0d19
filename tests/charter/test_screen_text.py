"""« Texte », « Tableau », the gloss, and the screens where one decides."""

import csv
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kevread.charter.engine import framework
from kevread.charter.models import Attestation, Keeping, Setting
from kevread.charter.queries.figures import WAITING, figures_of
from kevread.charter.queries.states import STATE_COUNTS, STATES
from kevread.common.periods import day_in_words
from kevread.journal.memory import forget
from tests.charter.people import holder
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.worlds import World

pytestmark = pytest.mark.django_db


def at(name: str, scale, **more) -> str:
    return reverse(f"charter:{name}", kwargs={"scale": scale.slug, **more})


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\xa0", " ")


def crowd(small: World, grouping) -> None:
    """One person too many for a local on the board, in office at home."""
    local = small.locals[grouping][0]
    with arranging():
        person = small.seated(f"{local.slug}-board", "administrator").person
        small.seated(f"{grouping.slug}-board", "administrator", person=person, represents=local)


def test_anybody_reads_the_text_and_nobody_reads_faults_from_outside(small: World, grouping, outside):
    crowd(small, grouping)
    page = outside.get(at("text", grouping))
    assert page.status_code == 200
    assert "deux" in text_of(page)
    assert "à régler" not in text_of(page).lower()
    assert "ruled-breaches" not in page.content.decode()
    gloss = outside.get(at("article", grouping, rule="R3.7"))
    assert "À régler" not in text_of(gloss)


def test_those_within_read_the_verdicts(small: World, grouping, inside):
    crowd(small, grouping)
    page = inside.get(at("text", grouping))
    assert "Un article du réseau n’est pas respecté" in text_of(page)
    gloss = inside.get(at("article", grouping, rule="R3.7"), headers={"HX-Request": "true"})
    assert "On en compte 3 ; le texte dit 2." in text_of(gloss)
    assert "<html" not in gloss.content.decode()


def test_the_gloss_under_an_article_is_the_one_of_its_page(inside, grouping):
    address = at("article", grouping, rule="R3.7")
    part = inside.get(address, headers={"HX-Request": "true"}).content.decode()
    opened = r"\s*<details [^>]*open><summary autofocus>[^<]+</summary>(.*)"
    its_page = r'<p><a href="([^"]+)">Cet article, sur sa page<.*</details>\s*'
    under = re.fullmatch(opened + its_page, part, re.DOTALL)
    assert under
    assert under[1].strip()
    assert under[1].strip() in inside.get(address).content.decode()
    assert under[2] == address, "the page of the article is one press further"


@pytest.mark.parametrize("name", ["board", "json", "board_csv", "registers", "source"])
def test_the_board_is_refused_outside_and_elsewhere_with_a_reason(name, grouping, outside, elsewhere, inside):
    address = at(name, grouping)
    assert outside.get(address).status_code == 302
    refused = elsewhere.get(address)
    assert refused.status_code == 403
    assert grouping.name in text_of(refused)
    assert inside.get(address).status_code == 200


def test_the_head_reads_everybody(small: World, head, grouping):
    crowd(small, grouping)
    assert grouping.name in text_of(head.get(at("article", small.head, rule="R3.7")))
    told = text_of(head.get(at("board", small.head)))
    assert re.search(r"1 à régler, \d+ à décider, \d+ inconnus, \d+ conformes", told), told[:900]


@pytest.mark.parametrize("name", ["text", "board"])
def test_whoever_reads_a_part_of_the_network_is_told_so(name, small: World, grouping, head, inside):
    """« Conforme » is true of what one reads: elsewhere the article may be broken."""
    there = 1 + len(small.groupings) + sum(len(small.locals[one]) for one in small.groupings)
    read = 2 + len(small.locals[grouping])
    told = text_of(inside.get(at(name, small.head))).replace("&nbsp;", " ")
    assert f"Ce sont les constats de ce que vos sièges vous donnent à lire : {read} organisations sur {there}." in told
    assert "Ce sont les constats" not in text_of(head.get(at(name, small.head)))
    assert "Ce sont les constats" not in text_of(inside.get(at(name, grouping)))


@pytest.mark.parametrize("where", ["head", "grouping"])
def test_the_text_and_the_board_count_the_same_points(small: World, head, where):
    crowd(small, small.groupings[0])
    scale = small.head if where == "head" else small.groupings[0]
    text, board = (head.get(at(name, scale)).context[name] for name in ("text", "board"))
    counts = {words.split(",")[0]: number for words, number in board.counts}
    told = {figure.state: figure.number for figure in text.figures.every if figure.state != "silent"}
    assert told["not_decided"] and told["breaches"]
    assert {STATE_COUNTS[state].split(",")[0]: number for state, number in told.items()} == counts
    assert sum(counts.values()) == len(board.rows) + len(board.folded)
    silent = next(figure.number for figure in text.figures.every if figure.state == "silent")
    assert (board.silent, board.every) == (silent, len(text.readings))


def test_the_board_counts_the_articles_of_the_text_and_says_which_are_not_in_it(small: World, head):
    context = head.get(at("text", small.head)).context
    told = text_of(head.get(at("board", small.head))).replace("&nbsp;", " ")
    every, silent = (
        len(context["text"].readings),
        sum(len(part.shown) for part in context["text"].showing("non-verifies")),
    )
    assert f"{every} articles dans le texte : " in told
    assert f"{silent} autres ne se vérifient pas ici , et le tableau n’en dit rien" in told


def test_what_the_page_shows_first_is_what_its_sentence_counts(small: World, head):
    """Each figure leads to what it counts, and those of the sentence, but for what is held, sum to what is shown."""
    crowd(small, small.groupings[0])
    context = head.get(at("text", small.head)).context
    text = context["text"]
    waiting = [figure for figure in text.figures.lead if figure.state != "conforms"]
    shown = [reading for part in text.showing("ce-qui-attend") for reading in part.shown]
    assert sum(figure.number for figure in waiting) == len(shown) > 0
    for figure in text.figures.every:
        assert figure.number == sum(len(part.shown) for part in text.showing(figure.choice))


def test_the_numbers_of_the_text_add_up_to_what_it_lists(small: World, head):
    crowd(small, small.groupings[0])
    page = head.get(at("text", small.head) + "?montrer=ce-qui-attend")
    figures, every = page.context["text"].figures, len(page.context["text"].readings)
    assert page.text.count('<article class="article') == figures.awaited
    assert (figures.awaited, figures.awaited + figures.held + figures.beyond) == (page.context["number"], every)
    told = text_of(page)
    assert re.search(rf"{figures.awaited} articles? atten(d|dent) quelque chose, sur {every}&nbsp;:", told)
    assert "autres se lisent dans tout le texte" in told and f"Et {figures.beyond} autre" in told


def test_an_article_to_look_at_is_in_the_sentence_that_counts_what_waits():
    told = figures_of(STATES)
    assert {figure.state for figure in told.lead} == {*WAITING, "conforms"}
    assert {figure.state for figure in told.every} == {*STATES}


def test_the_board_names_what_waits_for_a_decision_though_nothing_checks_it(small: World, head):
    board = head.get(at("board", small.head)).context["board"]
    waiting = [row for row in [*board.rows, *board.folded] if row.state == "not_decided" and not row.cells]
    assert waiting
    assert all(row.told and not row.told[0].organisations for row in waiting)


def test_from_outside_it_is_said_once_that_an_article_is_held(grouping, outside):
    told = text_of(outside.get(at("article", grouping, rule="R3.15")))
    assert told.count("Cet article est tenu face aux faits") == 1
    assert '<section class="gloss' not in outside.get(at("article", grouping, rule="R3.15")).content.decode()


def test_the_past_offers_no_gesture_and_says_who_decided(small: World, head, grouping):
    crowd(small, grouping)
    today = head.get(at("article", small.head, rule="R3.7")).content.decode()
    past = head.get(at("article", small.head, rule="R3.7") + "?au=2026-11-23").content.decode()
    for gesture in ("Ce constat est faux", "et la changer", "Inscrire une dérogation"):
        assert gesture in today
        assert gesture not in past
    adopted = Setting.objects.get(name="R3.7.representatives_per_member").adopted_by
    assert adopted in text_of(head.get(at("article", small.head, rule="R3.7") + "?au=2026-11-23"))
    assert (
        "Inscrire la décision"
        not in head.get(at("article", small.head, rule="R2.4") + "?au=2026-11-23").content.decode()
    )


def test_the_table_of_findings_tells_the_facts_the_limit_and_where_one_acts(small: World, head, grouping):
    crowd(small, grouping)
    content = head.get(at("board_csv", small.head)).content.decode("utf-8-sig")
    lines = list(csv.DictReader(content.splitlines(), delimiter=";"))
    line = next(x for x in lines if (x["règle"], x["clause"], x["organisation"]) == ("R3.7", "1", grouping.slug))
    assert line["faits"] == f"{small.locals[grouping][0].name} : 3"
    assert line["limite"] == "le texte dit 2"
    assert line["agir"] == f"http://testserver/{grouping.slug}/instances/{grouping.slug}-board"
    assert {x["organisation"] == small.head.slug for x in lines if not x["agir"]} == {False}  # see `test_gestures`


def test_a_limit_that_nobody_decided_is_named(small: World, head):
    page = head.get(at("article", small.head, rule="R2.4"))
    assert "Pas encore décidé : " in text_of(page)
    assert framework().settings["R2.4.direct_member_seats"].label in text_of(page)


def test_the_past_is_read_as_it_was(small: World, head):
    page = head.get(at("text", small.head) + "?au=2026-03-12")
    assert "lecture seule" in text_of(page)


@pytest.mark.parametrize("day", ["2026-02-30", "hier", "1600-01-01"])
def test_a_day_that_does_not_exist_is_told(small: World, outside, day):
    page = outside.get(at("text", small.head), {"au": day})
    assert page.status_code == 400
    assert "ne peut pas être lue" in text_of(page)


def test_nothing_is_decided_in_the_past(small: World, head):
    address = at("setting", small.head, setting="R3.7.representatives_per_member")
    page = head.post(address + "?au=2026-03-12", {"value": 3})
    assert page.status_code == 403
    assert Setting.objects.filter(name="R3.7.representatives_per_member").count() == 1


DECISION = {"value": "3", "since": "2026-11-24", "adopted_by": "Assemblée, résolution 4"} | {
    "adopted_on": "2019-11-20",  # no register of decisions was kept
    "etape": "confirmer",
}


@pytest.mark.usefixtures("unregistered")
def test_a_decision_changes_the_text_and_the_verdict(small: World, grouping, head):
    crowd(small, grouping)
    address = at("setting", small.head, setting="R3.7.representatives_per_member")
    assert head.post(address, DECISION).status_code == 302
    page = text_of(head.get(at("article", small.head, rule="R3.7")))
    assert "trois" in page
    assert "À régler" not in page


@pytest.mark.usefixtures("unregistered")
def test_the_message_says_what_follows(small: World, grouping, head):
    crowd(small, grouping)
    address = at("setting", small.head, setting="R3.7.representatives_per_member")
    told = text_of(head.post(address, DECISION, follow=True))
    assert f"{grouping.name} : « à régler » devient « conforme »" in told.replace("\u202f", " ")


@pytest.mark.usefixtures("unregistered")
def test_the_message_says_which_seats_become_vacant(small: World, head):
    """A third place for each grouping on the board of the head, that nobody holds yet: exactly as many are asked."""
    address = at("setting", small.head, setting="R3.13.representatives")
    told = text_of(head.post(address, DECISION, follow=True)).replace("\u202f", " ")
    assert "2 sièges deviennent vacants aujourd’hui : " in told
    assert f"{small.body('cress-board').name}, {small.head.name} (2 sièges)" in told
    told = text_of(head.post(address, DECISION | {"value": "2", "since": "2026-12-01"}, follow=True))
    assert "2 sièges ne sont plus vacants le 1er décembre 2026." in told


@pytest.mark.usefixtures("unregistered")
def test_what_the_articles_limit_opens_no_vacancy_and_says_the_places_that_it_opens(small: World, head):
    """« Deux au plus » becomes « trois au plus »: nobody lacks, and somebody more may sit for each."""
    address = at("setting", small.head, setting="R3.7.representatives_per_member")
    told = text_of(head.post(address, DECISION, follow=True)).replace("\u202f", " ")
    assert "vacant" not in told and "places s’ouvrent aujourd’hui : " in told
    assert all(f"{one.name} (" in told for one in small.groupings)
    told = text_of(head.post(address, DECISION | {"value": "2", "since": "2026-12-01"}, follow=True))
    assert "places ne sont plus libres le 1er décembre 2026." in told


@pytest.mark.usefixtures("unregistered")
def test_no_vacancy_is_said_where_the_register_is_not_kept(small: World, head):
    with arranging():
        Keeping.objects.filter(organisation=small.head, register="mandates").delete()
    address = at("setting", small.head, setting="R3.13.representatives")
    assert "vacant" not in text_of(head.post(address, DECISION, follow=True))


@pytest.mark.usefixtures("unregistered")
def test_a_mistyped_value_is_corrected_the_same_day(small: World, head, inside, grouping):
    head.post(at("setting", small.head, setting="R3.7.representatives_per_member"), DECISION | {"value": "4"})
    asked = {"value": "3", "adopted_by": "Assemblée", "adopted_on": "2019-11-20", "reason": "Un 4 pour un 3"}
    name = "R3.7.representatives_per_member"
    refused = inside.post(at("correct_setting", grouping, setting=name), asked)
    assert refused.status_code == 403
    address, confirmed = at("correct_setting", small.head, setting=name), asked | {"etape": "confirmer"}
    assert head.post(address, confirmed).status_code == 302
    assert Setting.objects.filter(name=name, value=3, adopted_by="Assemblée").exists()
    assert head.get(at("correct_setting", small.head, setting="R2.4.direct_member_seats")).status_code == 404


@pytest.mark.usefixtures("unregistered")
def test_what_was_typed_is_kept_with_its_error(small: World, head):
    address = at("setting", small.head, setting="R3.7.representatives_per_member")
    page = head.post(address, DECISION | {"value": "40"})
    assert page.status_code == 422
    assert "de 1 à 9" in text_of(page)
    assert "résolution 4" in page.content.decode()


@pytest.mark.usefixtures("unregistered")
def test_a_direction_reads_who_decides_and_decides_nothing(small: World, grouping, inside):
    address = at("setting", grouping, setting="R3.7.representatives_per_member")
    page = inside.get(address).text
    assert '<form class="form"' not in page
    told = page.partition("Vous pouvez vous adresser")[2]
    assert str(holder(small, "cress-board", "president")) in told, "persons are named, and not their roles alone"
    assert "/demander/set_setting" in told
    assert inside.post(address, DECISION).status_code == 403
    assert not Setting.objects.filter(value=3, name="R3.7.representatives_per_member").exists()


def test_what_nobody_decided_names_who_may(small: World, inside, grouping):
    page = text_of(inside.get(at("article", grouping, rule="R2.4")))
    assert "Non décidé" in page
    assert "Le réseau le décide pour toutes les organisations." in page


def test_one_attests_in_one_s_name_and_withdraws(small: World, grouping, inside):
    address = at("attest", grouping, rule="R3.4", clause=2)
    piece = "Procès-verbal de l’assemblée constitutive, dossier 3"
    assert (
        inside.post(
            address, {"is_met": "yes", "piece": piece, "piece_on": "2025-02-03", "last": "2027-11-24"}
        ).status_code
        == 302
    )
    made = Attestation.objects.get()
    assert made.person == holder(small, f"{grouping.slug}-team", "direction")
    assert piece in text_of(inside.get(at("article", grouping, rule="R3.4")))
    withdrawn = inside.post(at("withdraw", grouping, key=made.pk), {"last": "2026-06-30", "reason": "Égarée"})
    assert withdrawn.status_code == 302
    made.refresh_from_db()
    assert made.period.upper == date(2026, 7, 1)


@pytest.mark.parametrize(("days", "told"), [(31, ""), (30, "vaut"), (-1, "valait")])
def test_in_its_last_month_an_attestation_is_made_anew_from_where_it_is_read(
    small: World, grouping, inside, outside, days, told
):
    """From its article as long as it holds, and from the board, which says until when, ever after."""
    again = f'href="{at("attest", grouping, rule="R3.4", clause=2)}"'
    with arranging():
        made = Attestation.objects.create(
            clause="R3.4/2", organisation=grouping, person=holder(small, f"{grouping.slug}-team", "direction"),
            piece="Procès-verbal", piece_on=TODAY, period=since(date(2025, 2, 3), TODAY + timedelta(days=days)),
        )  # fmt: skip
    article = inside.get(at("article", grouping, rule="R3.4")).content.decode()
    assert ("Attester de nouveau" in article) is (told == "vaut")
    assert (again in article) is bool(told)
    board = inside.get(at("board", grouping))
    said = f"L’attestation {told} jusqu’au {day_in_words(made.dates.last)}." if told else "L’attestation va"
    assert (said in text_of(board)) is bool(told)
    assert (again in board.content.decode()) is bool(told)
    assert "Attester de nouveau" not in outside.get(at("article", grouping, rule="R3.4")).content.decode()
    with arranging():
        Attestation.objects.create(
            clause="R3.4/2", organisation=grouping, person=made.person, piece="Procès-verbal", piece_on=TODAY,
            period=since(max(TODAY, made.dates.end), TODAY + timedelta(days=300)),
        )  # fmt: skip
    assert "Attester de nouveau" not in inside.get(at("article", grouping, rule="R3.4")).content.decode()
    assert "L’attestation va" not in text_of(inside.get(at("board", grouping)))


def test_somebody_from_elsewhere_attests_nothing(grouping, elsewhere):
    address = at("attest", grouping, rule="R3.4", clause=2)
    assert (
        elsewhere.post(
            address, {"is_met": "yes", "piece": "x" * 20, "piece_on": "2025-02-03", "last": "2027-01-01"}
        ).status_code
        == 403
    )
    assert not Attestation.objects.exists()


def test_an_unknown_article_and_an_unknown_setting_are_not_found(small: World, head):
    assert head.get(at("article", small.head, rule="R77.7")).status_code == 404
    assert head.get(at("setting", small.head, setting="R77.7.limit")).status_code == 404


@pytest.mark.parametrize("name", ["text", "board"])
def test_queries_do_not_grow_with_the_network(small: World, head, name):
    from tests.worlds import add_grouping

    def queries() -> int:
        forget()
        with CaptureQueriesContext(connection) as captured:
            assert head.get(at(name, small.head)).status_code == 200
        return len(captured)

    with arranging():
        add_grouping(small)  # where nobody sits: other sentences to write
        add_grouping(small)
    first = queries()
    with arranging():
        add_grouping(small)
        add_grouping(small)
    assert queries() <= first + 1  # naming one more kind of item


def test_the_organisation_chart_is_a_press_away_from_its_article(grouping, inside):
    """R4.2 is attested; what is attested can be drawn from what is written of the team."""
    chart = f"/{grouping.slug}/equipe/organigramme.pdf"
    assert chart in inside.get(at("article", grouping, rule="R4.2")).text
    assert inside.get(chart)["Content-Type"] == "application/pdf"
