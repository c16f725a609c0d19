"""Each screen: who gets in and who is refused, what is said when there is nothing, and in the past."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.directory.models import Affiliation, Consent, Coverage, Organisation, Person
from kevread.directory.operations import register_person
from tests.conftest import NOW, TODAY, arranging
from tests.factories import (
    AffiliationFactory,
    CoverageFactory,
    OrganisationFactory,
    PersonFactory,
    ZoneFactory,
    ZonePartFactory,
)

from .conftest import wearing


def addresses(land):
    """The screens of a pôle that are not for everybody: address, and who gets in besides the coordination."""
    pole = land.locals[0]
    base = f"/{pole.slug}"
    coverage = Coverage.objects.get(zone=land.epci[0])
    affiliation = Affiliation.objects.get(member=pole)
    return {
        f"{base}/personnes": {"in scope"},
        f"{base}/personnes/inscrire": {"in scope"},
        f"{base}/organisations/inscrire": {"in scope"},
        f"{base}/organisations/{pole.slug}/corriger": {"in scope"},
        f"{base}/organisations/{pole.slug}/renommer": {"in scope"},
        f"{base}/organisations/{pole.slug}/qualite": {"in scope"},
        f"{base}/organisations/adhesion": set(),
        f"/{affiliation.of.slug}/adhesions/{affiliation.pk}/fin": set(),
        f"{base}/organisations/adhesions-a-confirmer": set(),
        f"/{land.head.slug}/territoire/confirmer": set(),
        f"{base}/territoire/rattacher": set(),
        f"{base}/territoire/{coverage.pk}/fin": set(),
    }


@pytest.mark.parametrize("who", ["coordination", "in scope", "elsewhere", "no role", "anonymous"])
def test_each_screen_lets_in_those_it_is_for_and_refuses_the_others_with_a_reason(land, client_as, who):
    client = client_as(who)
    for address, admitted in addresses(land).items():
        answer = client.get(address)
        if who == "coordination" or who in admitted:
            assert answer.status_code == 200, address
        elif who == "anonymous":
            assert answer.status_code == 302, address
            assert "/compte/" in answer["Location"]
        else:
            assert answer.status_code == 403, address
            assert "mandat" in answer.content.decode(), address


def test_public_screens_are_open_to_all(land, client_as):
    pole = land.locals[0].slug
    for address in (
        "/territoires/",
        f"/territoires/{land.epci[0].code}",
        f"/{pole}/territoire",
        f"/{pole}/organisations",
        f"/{pole}/organisations/{pole}",
        "/chercher?q=etel",
    ):
        assert client_as("anonymous").get(address).status_code == 200, address


def test_the_public_does_not_see_people_nor_organisations_outside_the_network(land, client_as):
    with arranging():
        funder = OrganisationFactory(name="Fonds d’Étel", slug="fonds")
        AffiliationFactory(member=funder, of=land.locals[0])
        PersonFactory(given_name="Anouk", family_name="Étel")
    pole = land.locals[0].slug
    public, within = client_as("anonymous"), client_as("in scope")
    for address in (f"/{pole}/organisations", f"/{pole}/organisations/{pole}", "/chercher?q=etel"):
        assert "Fonds d’" not in public.get(address).content.decode()
        assert "Fonds d’" in within.get(address).content.decode()
    assert public.get(f"/{pole}/organisations/fonds").status_code == 404
    assert within.get(f"/{pole}/organisations/fonds").status_code == 200
    assert "Anouk" not in public.get("/chercher?q=etel").content.decode()
    assert "Anouk" in within.get("/chercher?q=etel").content.decode()


def test_the_journal_of_an_organisation_is_for_those_who_read_it(land, client_as):
    pole = land.locals[0].slug
    for who, shown in (("in scope", True), ("elsewhere", False), ("anonymous", False)):
        page = client_as(who).get(f"/{pole}/organisations/{pole}").content.decode()
        assert ("Ce qui a été fait" in page) is shown


def test_in_the_past_nothing_can_be_written_and_no_gesture_is_offered(land, client_as):
    pole, client = land.locals[0].slug, client_as("coordination")
    for address in (f"/{pole}/territoire", f"/{pole}/organisations", f"/{pole}/personnes"):
        now, then = (client.get(address + query).content.decode() for query in ("", "?au=2026-03-12"))
        assert 'class="button" href="/' in now
        assert "lecture seule" in then
        for gesture in ("rattacher", "inscrire", "adhesion", "/fin"):
            assert f'{gesture}"' not in then.split("<footer")[0]
    answer = client.post(f"/{pole}/personnes/inscrire?au=2026-03-12", {"given_name": "A", "family_name": "B"})
    assert answer.status_code == 403
    assert not Person.objects.filter(family_name="B").exists()


def test_empty_lists_say_why_and_what_to_do_first(land, client_as):
    with arranging():
        alone = OrganisationFactory(local=True, slug="seul", name="Pôle seul")
        AffiliationFactory(member=alone, of=land.groupings[0])
    public, coordination = client_as("anonymous"), client_as("coordination")
    assert "La coordination du réseau inscrit les rattachements" in public.get("/seul/territoire").content.decode()
    assert "/seul/territoire/rattacher" in coordination.get("/seul/territoire").content.decode()
    assert "Aucune adhésion n’est inscrite" in public.get("/seul/organisations").content.decode()
    assert "Rien ne répond" in public.get("/chercher?q=zzz").content.decode()
    assert "Personne ne porte ce nom" in coordination.get("/seul/personnes?q=zzz").content.decode()
    assert public.get("/territoires/inconnu").status_code == 404


def test_before_the_map_is_known_it_says_so(land, client_as):
    page = client_as("anonymous").get(f"/{land.locals[0].slug}/territoire?au=2024-01-01").content.decode()
    assert "nous ne savons pas" in page
    assert "26 septembre 2024" in page.replace("\xa0", " ")


def test_an_epci_is_attached_on_screen_and_the_page_shows_how_well_it_is_known(land, client_as):
    pole, client = land.locals[0].slug, client_as("coordination")
    with arranging():
        ZonePartFactory(child=land.free, parent=land.territories[0])
    asked = {"zone": land.free.code, "certainty": "supposed", "source": "Échange de courriels", "start": "2026-11-01"}
    answer = client.post(f"/{pole}/territoire/rattacher", asked, follow=True)
    page = answer.content.decode()
    assert "est rattaché à" in page
    assert "supposé" in page
    assert "Échange de courriels" in page
    assert Coverage.objects.get(zone=land.free).certainty == "supposed"


def test_an_epci_taken_meanwhile_is_refused_on_the_form_and_what_was_typed_is_kept(land, client_as, monkeypatch):
    from kevread.directory import forms

    pole, client = land.locals[0].slug, client_as("coordination")
    monkeypatch.setattr(forms, "attachable", lambda scale, on: [land.epci[1]])
    asked = {"zone": land.epci[1].code, "certainty": "documented", "source": "Délibération", "start": "2026-11-01"}
    answer = client.post(f"/{pole}/territoire/rattacher", asked)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "est déjà rattaché à ESS pays de Vitré" in page
    assert 'value="Délibération"' in page


def test_a_wrong_siren_comes_back_on_its_field(land, client_as):
    pole, client = land.locals[0].slug, client_as("in scope")
    answer = client.post(f"/{pole}/organisations/{pole}/corriger", {"siren": "732829321"})
    assert answer.status_code == 422
    assert "la clé ne correspond pas" in str(answer.context["form"].errors["siren"])
    answer = client.post(f"/{pole}/organisations/{pole}/corriger", {"siren": "732 829 320"}, follow=True)
    assert "732829320" in answer.content.decode()


def test_how_far_an_organisation_outside_the_network_acts_is_read_and_said(land, client_as):
    with arranging():
        outside = OrganisationFactory(name="La Yole commune")
    client, address = client_as("coordination"), f"/{land.head.slug}/organisations/{outside.slug}"
    assert "Échelle d’action</dt><dd>non connue" in client.get(address).content.decode()
    assert 'name="reach"' in client.get(f"{address}/corriger").content.decode()
    assert client.post(f"{address}/corriger", {"reach": "mondiale"}).status_code == 422
    page = client.post(f"{address}/corriger", {"reach": "departmental"}, follow=True).content.decode()
    assert "départementale ou supra-territoriale" in page
    local = f"/{land.locals[0].slug}/organisations/{land.locals[0].slug}"
    assert "Échelle d’action" not in client.get(local).content.decode()
    assert 'name="reach"' not in client.get(f"{local}/corriger").content.decode()
    asked = {"name": "Fédération des relais", "reach": "departmental"}
    client.post(f"/{land.head.slug}/organisations/inscrire", asked)
    assert Organisation.objects.get(name="Fédération des relais").reach == "departmental"


def test_what_the_file_proposed_is_offered_to_be_entered_and_what_somebody_entered_is_not(land, client_as):
    pole = land.locals[0]
    with arranging():
        row = AffiliationFactory(member=pole, of=land.head, is_proposed=True)
    client = client_as("coordination")
    page, option = f"/{land.head.slug}/organisations/adhesion", f'<option value="{pole.slug}"'
    assert option in client.get(page).content.decode()
    client.post(page, {"member": pole.slug, "college": "territoires", "start": "2026-02-01"})
    assert not Affiliation.objects.get(pk=row.pk).is_proposed
    assert option not in client.get(page).content.decode()


def test_a_form_that_nobody_confirmed_says_so_until_a_number_shows_it(land, client_as):
    pole = land.locals[0]

    def page(**told: object) -> str:
        with arranging():
            Organisation.objects.filter(pk=pole.pk).update(**told)
        return client_as("coordination").get(f"/{pole.slug}/organisations/{pole.slug}").content.decode()

    assert "association (à confirmer)" in page(form_is_proposed=True, rna="")
    amended = client_as("coordination").get(f"/{pole.slug}/organisations/{pole.slug}/corriger").content.decode()
    assert "Le fichier du réseau propose" in amended and 'value="association" selected' not in amended
    assert "(à confirmer)" not in page(rna="W350000077")
    assert "(à confirmer)" not in page(form_is_proposed=False, rna="")


def test_an_organisation_is_registered_renamed_and_affiliated_on_screen(land, client_as):
    client, head = client_as("coordination"), land.head.slug
    client.post(f"/{head}/organisations/inscrire", {"name": "Fonds de l’Ouest"})
    made = Organisation.objects.get(name="Fonds de l’Ouest")
    client.post(f"/{head}/organisations/{made.slug}/renommer", {"kind": "brand", "text": "FDO", "since": "2026-11-01"})
    client.post(f"/{head}/organisations/{made.slug}/qualite", {"kind": "funder", "start": "2026-01-01", "last": ""})
    client.post(
        f"/{head}/organisations/adhesion", {"member": made.slug, "college": "partenaires", "start": "2026-02-01"}
    )
    page = client.get(f"/{head}/organisations/{made.slug}").content.decode()
    for words in ("FDO", "Fonds de l’Ouest", "Financeur", "collège « Partenaires »"):
        assert words in page
    affiliation = Affiliation.objects.get(member=made)
    client.post(f"/{head}/adhesions/{affiliation.pk}/fin", {"last": "2026-12-31"})
    client.post(f"/{head}/qualites/{made.capacities.get().pk}/fin", {"last": "2026-12-31"})
    assert not Affiliation.objects.on(date(2027, 1, 1)).filter(member=made).exists()
    assert not made.capacities.on(date(2027, 1, 1)).exists()


def test_dates_in_the_wrong_order_come_back_on_the_form(land, client_as):
    client, head = client_as("coordination"), land.head.slug
    asked = {"kind": "funder", "start": "2026-05-01", "last": "2026-01-01"}
    answer = client.post(f"/{head}/organisations/{head}/qualite", asked)
    assert answer.status_code == 422
    assert "précède" in str(answer.context["form"].errors["last"])


def test_a_namesake_is_asked_about_before_a_second_one_is_registered(land, client_as, somebody):
    client, pole = client_as("in scope"), land.locals[0].slug
    asked = {"given_name": "Anouk", "family_name": "TANGUY"}
    first = client.post(f"/{pole}/personnes/inscrire", asked)
    assert first.status_code == 422
    assert "est-ce la même personne" in first.content.decode()
    assert Person.objects.filter(search="tanguy anouk").count() == 1
    client.post(f"/{pole}/personnes/inscrire", asked | {"another": "on"})
    assert Person.objects.filter(search="tanguy anouk").count() == 2


def test_an_access_is_opened_on_screen_by_those_who_may(land, client_as):
    actor = wearing("register_person", land.locals[0])
    made = register_person(
        actor=actor, within=land.locals[0], given_name="Malo", family_name="Riou", email="malo@exemple.bzh", now=NOW
    )
    address = f"/{land.locals[0].slug}/personnes/{made.pk}"
    assert client_as("elsewhere").get(f"{address}/corriger").status_code == 403
    assert client_as("elsewhere").post(f"{address}/acces").status_code == 403
    answer = client_as("in scope").post(f"{address}/acces", follow=True)
    assert answer.status_code == 403  # done; and since then the sheet is Malo's own
    made.refresh_from_db()
    assert made.account.email == "malo@exemple.bzh"


def test_the_list_of_people_leads_to_each_record_and_from_there_to_its_correction(land, client_as, somebody):
    address = f"/{land.head.slug}/personnes/{somebody.pk}"
    assert f'href="{address}"' in client_as("coordination").get(f"/{land.head.slug}/personnes").content.decode()
    assert f"{address}/corriger" in client_as("coordination").get(address).content.decode()
    assert f"{address}/corriger" not in client_as("elsewhere").get(address).content.decode()


def test_what_one_shows_publicly_is_decided_by_oneself(land, client_as, seated):
    client = client_as("in scope")
    page = client.post("/ce-que-je-montre", {"what": "name", "do": "agree"}, follow=True).content.decode()
    assert "Ne plus montrer" in page
    assert seated["in scope"].agreed("name", TODAY)
    client.post("/ce-que-je-montre", {"what": "name", "do": "withdraw"})
    assert not Consent.objects.on(TODAY).exists()
    assert client_as("anonymous").get("/ce-que-je-montre").status_code == 302


def test_a_get_never_agrees_nor_opens(land, client_as, seated):
    client = client_as("in scope")
    client.get("/ce-que-je-montre", {"what": "name", "do": "agree"})
    client.get(f"/{land.locals[0].slug}/personnes/{seated['no role'].pk}/acces")
    assert not Consent.objects.exists()


def test_the_number_of_queries_of_a_screen_does_not_grow(land, client_as):
    client = client_as("coordination")
    head, grouping, pole = land.head.slug, land.groupings[0].slug, land.locals[0].slug
    screens = (
        "/territoires/",
        "/territoires/nord",
        f"/territoires/{land.epci[0].code}",
        f"/{head}/territoire",
        f"/{grouping}/territoire",
        f"/{pole}/territoire",
        f"/{head}/organisations",
        f"/{grouping}/organisations/{grouping}",
        f"/{head}/personnes",
        "/chercher?q=e",
    )

    def counts():
        found = {}
        for address in screens:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            # The words of names are learnt once, by a query more, when they are met.
            found[address] = len([one for one in queries if "french_words(written)" not in one["sql"]])
        return found

    before = counts()
    with arranging():
        PersonFactory.create_batch(4)
        for _ in range(4):
            epci, local = ZoneFactory(), OrganisationFactory(local=True)
            ZonePartFactory(child=epci, parent=land.territories[0])
            ZonePartFactory(child=ZoneFactory(commune=True), parent=epci)
            ZonePartFactory(child=ZoneFactory(commune=True), parent=land.epci[0])
            CoverageFactory(organisation=local, zone=epci)
            CoverageFactory(organisation=land.locals[0], zone=ZoneFactory())
            AffiliationFactory(member=local, of=land.groupings[0])
            AffiliationFactory(member=local, of=land.head)
    assert counts() == before
