"""The screens of agreements, as people meet them; and the three dates on « Aujourd’hui »."""

import html
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.agreements.models import Agreement, Instrument
from kevread.directory.models import Person
from tests.agreed import agreed
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import OrganisationFactory
from tests.publishing.test_front import text_of
from tests.seats.scene import Scene
from tests.sittings.test_certify_extract import words_of

pytestmark = pytest.mark.django_db
KIND = "responsables-conjoints"
DATES = {"starts_on": "2025-03-01", "ends_on": "", "renewal_months": "0", "notice_months": "3", "notice_means": "any"}


@pytest.fixture
def client(scene: Scene, settings):
    return entered_as(Person.objects.get(pk=scene.direction.person), settings)


def at(name: str, scene: Scene, *args) -> str:
    return reverse(f"agreements:{name}", args=[scene.grouping.slug, *args])


def test_a_model_says_that_nobody_adopted_it(scene: Scene, client):
    page = text_of(client.get(f"{at('open_agreement', scene)}?nature={KIND}"))
    assert "le réseau n’a pas adopté" in page and "juriste" in page


def test_what_was_signed_on_paper_is_deposited_on_screen(scene: Scene, client):
    where = f"{at('deposit', scene)}?nature={KIND}"
    said = DATES | {"title": "Accord de 2025", "tete": scene.world.head.slug, "groupement": scene.grouping.slug}
    wrong = client.post(where, said | {"signed_on": ""})
    assert wrong.status_code == 422 and "Indiquez un jour." in wrong.text
    signed = {
        f"{role}_{what}": "Anne Morvan" for role in ("tete", "groupement") for what in ("name", "quality", "authority")
    }
    done = client.post(where, said | signed | {"signed_on": "2025-02-20", "clause_securite": "Sous 24 h."}, follow=True)
    page = text_of(done)
    assert "En vigueur." in page and "signature du 20 février 2025" in page and "Sous 24 h." in page
    assert "Joindre le document signé" in page and "n’a pas adopté" not in page
    listed = text_of(client.get(at("agreements", scene)))
    assert "Accord de 2025" in listed and "En vigueur, document signé non déposé" in listed


def test_who_is_outside_is_proposed_by_the_directory_or_written_there_and_one_comes_back(
    scene: Scene, client, settings
):
    where = f"{at('deposit', scene)}?nature=epci"
    with arranging():
        OrganisationFactory(name="Pays de la Baie", scale="")
    assert '<option value="Pays de la Baie">' in client.get(where).text
    assert (
        f'<option value="{scene.first.name}"' not in client.get(where).text.split("<datalist")[1].split("</datalist")[0]
    )
    wrong_name = {"collectivite": "Vitré Communauté"}
    wrong = client.post(where, wrong_name)
    assert wrong.status_code == 422 and "n’est pas à l’annuaire" in wrong.text
    asking = reverse("seats:ask_somebody", args=[scene.grouping.slug, "register_organisation"])
    assert asking in wrong.text and "organisations/inscrire" not in wrong.text  # the direction does not write there
    who = scene.world.holder(f"{scene.grouping.slug}-board", "president").person
    client = entered_as(Person.objects.get(pk=who.pk), settings)
    found = re.search(r'href="([^"]*organisations/inscrire[^"]*)"', client.post(where, wrong_name).text)
    assert found
    door = html.unescape(found[1])
    assert 'value="Vitré Communauté"' in client.get(door).text
    done = client.post(door, {"name": "Vitré Communauté"})
    assert done["Location"].startswith(at("deposit", scene)) and "nature=epci" in done["Location"]
    assert 'name="collectivite" value="Vitré Communauté"' in client.get(done["Location"]).text
    elsewhere = client.post(f"{door.partition('?')[0]}?retour=https://exemple.org/", {"name": "Une autre"})
    assert elsewhere.status_code == 302 and "exemple.org" not in elsewhere["Location"]


def test_a_draft_is_prepared_on_screen(scene: Scene, client):
    assert "Sa nature" not in client.get(at("open_agreement", scene)).text
    where = f"{at('open_agreement', scene)}?nature={KIND}"
    said = DATES | {"title": "Un accord", "tete": scene.world.head.slug, "groupement": scene.grouping.slug}
    done = client.post(where, said, follow=True)
    assert "Il reste à écrire" in text_of(done) and "le réseau n’a pas adopté" in text_of(done)
    draft = Agreement.objects.get(title="Un accord")
    clause = draft.instruments.get().clauses.get(slug="personnes")
    write = at("write_clause", scene, clause.pk)
    assert "Adresse où s’exercent les droits" in text_of(client.get(write))
    assert "a@exemple.fr" in text_of(client.post(write, {"contact": "a@exemple.fr"}, follow=True))
    assert "En négociation." in text_of(client.post(at("start_talks", scene, draft.pk), follow=True))
    paper = client.get(at("agreement_text", scene, draft.pk)).content
    assert "le réseau n’a pas adopté" in words_of(paper)
    listed = text_of(client.get(at("agreements", scene)))
    assert "En négociation" in listed and "En négociation, document signé" not in listed


def test_the_three_dates_are_told_apart(scene: Scene, client):
    def today() -> str:
        return text_of(client.get(reverse("home:today", args=[scene.grouping.slug])))

    with arranging():
        found = agreed(
            KIND, scene.world.head, scene.grouping, title="Accord", renewal_months=12, ends_on=date(2027, 2, 28)
        )
    rows = Instrument.objects.filter(agreement=found)
    assert "Accord : dernier jour pour dire qu’elle s’arrête, par lettre recommandée avec avis de réception" in today()
    with arranging():
        rows.update(ends_on=date(2026, 12, 20))
    assert "se reconduit d’elle-même le 21 décembre 2026, faute de préavis" in today()
    with arranging():
        rows.update(renewal_months=0)
    assert "Accord : prend fin le 20 décembre 2026" in today()
    with arranging():
        rows.update(ends_on=date(2026, 11, 23))
    assert "échue le 23 novembre 2026, sans qu’une autre l’ait remplacée" in today()
    with arranging():
        agreed(KIND, scene.world.head, scene.grouping, title="Suite", starts_on=TODAY)
    assert "sans qu’une autre l’ait remplacée" not in today()


def test_an_organisation_outside_the_network_is_named(scene: Scene, settings):
    coordination = entered_as(Person.objects.get(pk=scene.coordination.person), settings)
    with arranging():
        OrganisationFactory(name="Préfecture de l’Ouest")
        OrganisationFactory(name="Préfecture de l’Est")
    where = f"{reverse('agreements:open_agreement', args=['cress'])}?nature=etat"
    said = DATES | {"title": "Convention", "tete": "cress", "financeur": "préfecture"}
    assert "Plusieurs organisations répondent à ce nom" in text_of(coordination.post(where, said))
    assert "ne porte ce nom" in text_of(coordination.post(where, said | {"financeur": "Nulle part"}))
    done = coordination.post(where, said | {"financeur": "Préfecture de l’Est"}, follow=True)
    assert "Préfecture de l’Est" in text_of(done)


def test_the_text_leaves_as_a_paper(scene: Scene, client):
    with arranging():
        found = agreed(KIND, scene.world.head, scene.grouping, title="Accord = <b>1</b>")
    answer = client.get(at("agreement_text", scene, found.pk))
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert client.get(at("agreement_document", scene, found.pk)).status_code == 404


def test_a_text_says_that_the_same_parties_are_bound_already(scene: Scene, settings):
    """By one of its kind, on the day when it would take effect, and by no other."""

    def told(**more) -> str:
        with arranging():
            draft = agreed(KIND, scene.world.head, scene.grouping, title="Le second", stage="talks", **more)
        reader = entered_as(Person.objects.get(pk=scene.direction.person), settings)
        page = reader.get(reverse("agreements:agreement", args=[scene.grouping.slug, draft.pk]))
        with arranging():
            draft.annulled_on, draft.annulled_because = TODAY, "Un essai."
            draft.save()
        return text_of(page)

    said = "Les mêmes parties sont déjà liées"
    with arranging():
        first = agreed(KIND, scene.world.head, scene.grouping, title="Le premier")
        agreed(KIND, scene.world.head, scene.world.groupings[1], title="D’autres parties")
    page = told()
    assert said in page and "Le premier" in page and "D’autres parties" not in page
    other = reverse("agreements:agreement", args=[scene.grouping.slug, first.pk])
    assert said not in text_of(entered_as(Person.objects.get(pk=scene.direction.person), settings).get(other))
    with arranging():
        first.instruments.update(ends_on=TODAY - timedelta(days=1), renewal_months=0)
    assert said in told(starts_on=TODAY - timedelta(days=1))
    assert said not in told(starts_on=TODAY)
