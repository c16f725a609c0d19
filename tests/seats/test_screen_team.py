"""The team, who is the reference of which EPCI, the secretariat that is entrusted, the roles."""

import pytest
from django.urls import reverse

from kevread.charter.models import Keeping
from kevread.common.words import of
from kevread.seats.models import Delegation, ZoneLead
from kevread.seats.roles import every_right, every_role
from tests.conftest import arranging
from tests.factories import ZoneFactory, ZoneLeadFactory, ZonePartFactory
from tests.seats.screens import at, queries, words
from tests.worlds import add_local

pytestmark = pytest.mark.django_db


def release(scene):
    """An EPCI of the grouping has nobody any more."""
    zone = scene.world.epci[scene.grouping][0]
    with arranging():
        ZoneLead.objects.filter(zone=zone).delete()
    return zone


def test_for_those_within_only(scene, readers):
    address = at("team", scene.grouping)
    assert readers.public.get(address).status_code == 302
    assert readers.hatless.get(address).status_code == 403
    refused = readers.elsewhere.get(address)
    assert refused.status_code == 403
    assert scene.grouping.name in words(refused)
    assert readers.direction.get(address).status_code == 200


def test_the_team_says_who_is_the_reference_of_what(scene, readers):
    zone = release(scene)
    page = words(readers.direction.get(at("team", scene.grouping)))
    assert "1 intercommunalité sans délégué·e" in page
    assert f"{zone.name} Sans délégué·e" in page
    other = scene.world.epci[scene.grouping][1]
    assert f"{other.name} {readers.delegate_post.person}" in page


def test_a_pole_and_the_head_read_theirs(scene, readers):
    assert scene.world.epci[scene.grouping][0].name in words(
        readers.president(scene.first).get(at("team", scene.first))
    )
    page = words(readers.coordination.get(at("team", scene.world.head)))
    for grouping in scene.world.groupings:
        assert scene.world.epci[grouping][0].name in page


def test_queries_of_the_team_do_not_grow(scene, readers):
    client = readers.direction
    first = queries(client, at("team", scene.grouping))
    with arranging():
        for _ in range(3):
            add_local(scene.world, scene.grouping)
            zone = ZoneFactory()
            ZonePartFactory(child=zone, parent=scene.world.territories[scene.grouping])
            ZoneLeadFactory(mandate=scene.world.seated(f"{scene.grouping.slug}-team", "delegate"), zone=zone)
    assert queries(client, at("team", scene.grouping)) == first


def test_a_reference_is_named_from_the_screen(scene, readers):
    zone = release(scene)
    address = at("lead", scene.grouping, code=zone.code)
    post = readers.delegate_post
    typed = {"mandate": str(post.pk), "main": "on", "first": "2026-11-24", "last": ""}
    assert readers.delegate.post(address, typed).status_code == 403
    assert readers.direction.post(address, typed | {"mandate": ""}).status_code == 422
    assert readers.direction.post(address, typed).status_code == 302
    lead = ZoneLead.objects.get(zone=zone)
    assert lead.mandate == post
    refused = readers.direction.post(address, typed)
    assert refused.status_code == 422
    assert "est déjà référent·e" in words(refused)
    over = at("end_lead", scene.grouping, key=lead.pk)
    assert readers.direction.post(over, {"last": "2026-12-31"}).status_code == 302
    assert ZoneLead.objects.get(pk=lead.pk).dates.last.isoformat() == "2026-12-31"


def test_land_of_somebody_else_is_not_here(scene, readers):
    zone = scene.world.epci[scene.world.groupings[1]][0]
    assert readers.direction.get(at("lead", scene.grouping, code=zone.code)).status_code == 404


def entrust(scene, readers):
    typed = {"holder": str(readers.delegate_post.person_id), "first": "2026-11-24", "last": ""}
    return readers.president(scene.first).post(at("secretariat", scene.first), typed)


def test_a_secretariat_is_entrusted_accepted_and_given_back(scene, readers):
    address = at("secretariat", scene.first)
    assert "n’a été confié à personne" in words(readers.president(scene.first).get(address))
    assert entrust(scene, readers).status_code == 302
    delegation = Delegation.objects.get(granter=scene.first)
    page = readers.delegate.get(address)
    assert "En attente de sa réponse" in words(page)
    accept = at("accept", scene.first, key=delegation.pk)
    assert accept in page.content.decode()
    assert readers.president(scene.first).post(accept).status_code == 403
    readers.delegate.get(accept)
    assert Delegation.objects.get().accepted_on is None
    assert readers.delegate.post(accept).status_code == 302
    assert Delegation.objects.get().accepted_on is not None
    assert "Accepté le 24 novembre 2026" in words(readers.delegate.get(address))
    revoke = at("revoke", scene.first, key=delegation.pk)
    assert readers.elsewhere.get(revoke).status_code == 404
    assert readers.delegate.post(revoke, {"last": "2026-11-30"}).status_code == 302
    assert Delegation.objects.get().dates.last.isoformat() == "2026-11-30"


def test_a_secretariat_is_entrusted_by_those_who_may(scene, readers):
    address = at("secretariat", scene.first)
    assert readers.public.get(address).status_code == 302
    assert readers.elsewhere.get(address).status_code == 403
    typed = {"holder": str(readers.delegate_post.person_id), "first": "2026-11-24", "last": ""}
    assert readers.delegate.post(address, typed).status_code == 403
    assert "Qui peut le confier" in words(readers.direction.get(address))
    assert not Delegation.objects.exists()


def test_only_a_pole_entrusts_its_secretariat(scene, readers):
    assert "Seul un pôle confie son secrétariat" in words(readers.direction.get(at("secretariat", scene.grouping)))


def test_anybody_reads_who_may_what(scene, readers):
    page = words(readers.public.get("/qui-peut-quoi"))
    for label in [*every_right().values(), *(role.label for role in every_role())]:
        assert label in page


def of_zone(zone) -> str:
    return reverse("directory:zone", args=[zone.code])


def test_the_page_of_an_epci_says_who_is_its_reference_to_those_within_alone(scene, readers):
    zone = scene.world.epci[scene.grouping][0]
    person = zone.leads.get(main=True).mandate.person
    page = readers.direction.get(of_zone(zone))
    assert str(person) in words(page) and at("lead", scene.grouping, code=zone.code) in page.text
    lead = at("lead", scene.grouping, code=zone.code)
    theirs = readers.delegate.get(of_zone(zone))
    assert str(person) in words(theirs) and lead not in theirs.text
    for client in (readers.public, readers.hatless):
        assert str(person) not in words(client.get(of_zone(zone)))
        assert "référent·e" not in words(client.get(of_zone(zone)))


def test_an_epci_of_nobody_says_so_where_the_team_is_kept(scene, readers):
    zone = release(scene)
    assert f"Personne, dans l’équipe {of(scene.grouping.name)}." in words(readers.direction.get(of_zone(zone)))
    with arranging():
        Keeping.objects.filter(organisation=scene.grouping, register="team").delete()
    assert "Personne, dans l’équipe" not in words(readers.direction.get(of_zone(zone)))
    assert "ne tient pas encore le registre de son équipe" in words(readers.direction.get(of_zone(zone)))


def test_a_commune_says_nothing_of_references_unless_it_has_one(scene, readers):
    commune = scene.world.epci[scene.grouping][0].parts.get(child__kind="commune").child
    assert "référent·e" not in words(readers.direction.get(of_zone(commune)))
