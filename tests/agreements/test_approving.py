"""By what a party may sign: the decisions that speak of the text first, the others apart, and never said to enable it; what is
typed in the blanks of a clause; another agreement that binds the same parties already."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.agreements.models import Agreement, Instrument
from kevread.agreements.operations import start_talks, write_clause
from kevread.agreements.queries.papers import agreement_paper
from kevread.agreements.queries.register import whole
from kevread.common.errors import Invalid
from kevread.decisions.models import Decision
from kevread.directory.models import Person
from tests.agreed import agreed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import decided, met
from tests.publishing.test_front import text_of
from tests.seats.scene import Scene
from tests.worlds import put

from .test_life import approval, opened, write

pytestmark = pytest.mark.django_db
OTHERS = "Une autre décision du registre"


@pytest.fixture
def client(scene: Scene, settings):
    return entered_as(Person.objects.get(pk=scene.direction.person), settings)


@pytest.fixture
def talks(scene: Scene) -> Instrument:
    found = opened(scene)
    start_talks(actor=scene.direction, instrument=found, now=NOW)
    write(scene, found)
    return found


def taken(scene: Scene, type_: str, title: str) -> Decision:
    with arranging():
        return decided(f"{scene.grouping.slug}-board", type_, title=title)


def page_of(scene: Scene, talks: Instrument) -> str:
    return reverse("agreements:approve", args=[scene.grouping.slug, approval(talks, "groupement").pk])


def said(client, page: str, **fields: str):
    """What a person sends from the page that they read."""
    return {"vu": client.get(page).context["mark"]} | fields


def authority(scene: Scene, talks: Instrument) -> str:
    paper = agreement_paper(whole(Agreement.objects.get(pk=talks.agreement_id), scene.direction, TODAY))
    return next(one.authority for one in paper.parties if one.place == "le groupement")


def test_what_speaks_of_the_text_comes_first_and_enables(scene: Scene, client, talks):
    line = taken(scene, "convention", "Signer avec la Cress")
    page = client.get(page_of(scene, talks)).text
    assert "Signer avec la Cress" in page.split(OTHERS)[0]
    done = client.post(page_of(scene, talks), said(client, page_of(scene, talks), decision=str(line.pk)), follow=True)
    assert "Habilitée par la décision" in text_of(done)
    assert authority(scene, talks).startswith("Habilitée par : ")


def test_another_decision_is_apart_and_whoever_picks_it_says_that_they_read_it(scene: Scene, client, talks):
    line = taken(scene, "other", "La politique des adhésions")
    page = client.get(page_of(scene, talks)).text
    assert "La politique des adhésions" in page.split(OTHERS, 1)[1]
    refused = client.post(page_of(scene, talks), {"decision": str(line.pk)})
    assert refused.status_code == 422, "it is not among the first"
    refused = client.post(page_of(scene, talks), {"other": str(line.pk)})
    assert refused.status_code == 422 and "elle approuve bien ce texte" in refused.text
    assert not approval(talks, "groupement").is_given
    done = client.post(
        page_of(scene, talks), said(client, page_of(scene, talks), other=str(line.pk), sure="on"), follow=True
    )
    assert "Habilitée par la décision" not in text_of(done) and "ni la sorte ni le titre ne parlent" in text_of(done)
    assert authority(scene, talks).startswith("Décision que cette partie cite : ")


def test_the_name_of_ones_own_organisation_says_nothing_of_the_text(scene: Scene, client, talks):
    name = scene.grouping.name
    with arranging():
        put(talks.agreement, title=f"Accord de {name} et de la Cress")
    taken(scene, "other", f"La politique des adhésions, adoptée au conseil de {name}")
    page = client.get(page_of(scene, talks)).text
    assert (
        "La politique des adhésions" in page.split(OTHERS, 1)[1]
        and "La politique des adhésions" not in page.split(OTHERS, 1)[0]
    )


def test_one_decision_is_chosen_and_not_two(scene: Scene, client, talks):
    first = taken(scene, "convention", "Signer avec la Cress")
    other = taken(scene, "other", "La politique des adhésions")
    both = {"decision": str(first.pk), "other": str(other.pk), "sure": "on"}
    refused = client.post(page_of(scene, talks), both)
    assert refused.status_code == 422 and "une seule décision" in refused.text
    assert client.post(page_of(scene, talks), {"decision": ""}).status_code == 422


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("reunions", "12", "12"), ("reunions", "deux", None), ("reunions", "0", None), ("reunions", "53", None),
        ("bilan", "Novembre", "novembre"), ("bilan", "deux", None), ("reunions", "", ""),
    ],
)  # fmt: skip
def test_a_blank_is_what_it_asks(scene: Scene, name, typed, kept):
    text = opened(scene, kind="engagement-reciproque")
    clause = text.clauses.select_related("instrument__agreement__organisation").get(slug="obligations")
    said = {"reunions": "4", "bilan": "mars"} | {name: typed}
    if kept is None:
        with pytest.raises(Invalid) as told:
            write_clause(actor=scene.direction, clause=clause, blanks=said, now=NOW)
        assert told.value.field == name and "deux" not in told.value.sentence
        return
    assert write_clause(actor=scene.direction, clause=clause, blanks=said, now=NOW).blanks[name] == kept


def test_a_blank_is_asked_as_it_is(scene: Scene, client):
    text = opened(scene, kind="engagement-reciproque")
    where = reverse("agreements:write_clause", args=[scene.grouping.slug, text.clauses.get(slug="obligations").pk])
    page = client.get(where).text
    assert "Un nombre, en chiffres, de 1 à 52." in page and '<option value="novembre">' in page
    wrong = client.post(where, {"reunions": "souvent", "bilan": "mars"})
    assert wrong.status_code == 422 and "Un nombre, en chiffres, de 1 à 52." in wrong.text


def test_what_was_deposited_says_that_the_same_parties_were_bound_already(scene: Scene, client):
    said = "liait déjà les mêmes parties"
    with arranging():
        first = agreed("responsables-conjoints", scene.world.head, scene.grouping, title="Le premier")
    where = reverse("agreements:agreement", args=[scene.grouping.slug, first.pk])
    assert said not in text_of(client.get(where))
    with arranging():
        second = agreed("responsables-conjoints", scene.world.head, scene.grouping, title="Le second")
    page = text_of(client.get(reverse("agreements:agreement", args=[scene.grouping.slug, second.pk])))
    assert said in page and "Le premier" in page


def test_what_is_not_decided_yet_is_written_or_brought_to_an_agenda_from_there(scene: Scene, client, talks):
    page = client.get(page_of(scene, talks)).text
    assert "Aucune décision adoptée" in page and "Porter à l’ordre du jour" not in page
    where = reverse("decisions:record_decision", args=[scene.grouping.slug])
    asked = re.search(rf'href="({where}\?titre=[^"]+)"', page)
    assert asked and 'value="Convention : ' in client.get(asked[1]).text
    assert reverse("meetings:draft", args=[scene.grouping.slug]) in page
    with arranging():
        day, nothing = TODAY + timedelta(days=30), {"opened_at": None, "closed_at": None}
        meeting = met(f"{scene.grouping.slug}-board", on=day, state="draft", **nothing)
    page = client.get(page_of(scene, talks)).text
    there = reverse("meetings:add_item", args=[scene.grouping.slug, meeting.pk])
    brought = re.search(rf'href="({there}\?titre=[^"]+)"', page)
    assert brought and 'value="Convention : ' in client.get(brought[1]).text
