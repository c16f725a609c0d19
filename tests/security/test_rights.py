"""Rights are those of roles.py, where it says and as long as it says: each of these was once wider."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from kevread.charter.models import Attestation
from kevread.charter.operations import withdraw_attestation
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Organisation
from kevread.directory.operations import amend_person, open_access, register_person
from kevread.directory.queries import keeper_of
from kevread.seats.models import Delegation
from kevread.seats.operations import close_body, correct_mandate, create_body, fill_seat
from kevread.seats.queries import actor_of, who_sees
from tests.arrange import UNREGISTERED
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.databases import as_administrator
from tests.factories import AffiliationFactory, OrganisationFactory, PersonFactory, since
from tests.seats.screens import words
from tests.worlds import put

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretariat(scene) -> Delegation:
    with arranging():
        return Delegation.objects.create(
            granter=scene.first,
            holder=scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person,
            powers=["secretariat"],
            accepted_on=TODAY,
            period=since(TODAY),
        )


# The secretariat that is entrusted.


def test_a_secretariat_does_not_correct_a_mandate_in_its_own_favour(scene, secretariat):
    """It could not seat itself; it could, by « correcting » the mandate of somebody else."""
    mandate = scene.world.holder(f"{scene.first.slug}-board", "president")
    with pytest.raises(Denied, match="à soi-même"):
        correct_mandate(
            actor=actor_of(secretariat.holder, TODAY),
            mandate=mandate,
            person=secretariat.holder,
            period=mandate.dates,
            reason="Mal saisi.",
            now=NOW,
        )
    mandate.refresh_from_db()
    assert mandate.end_reason == ""


def test_a_secretariat_does_not_outlive_the_post_on_which_it_rests(scene, secretariat):
    assert actor_of(secretariat.holder, TODAY).hat_for("fill_seat", scene.first.pk)
    with arranging():
        put(scene.world.holder(f"{scene.grouping.slug}-team", "delegate"), period=since(last=TODAY - timedelta(days=1)))
    gone = actor_of(secretariat.holder, TODAY)
    assert not gone.hat_for("fill_seat", scene.first.pk)
    assert not gone.hat_for("read", scene.first.pk)
    assert secretariat.holder not in [viewer.person for viewer in who_sees(scene.first, TODAY)]


def test_nor_the_membership_of_the_local(scene, secretariat):
    with arranging():
        put(scene.first.affiliations.filter(of=scene.grouping), period=since(last=TODAY - timedelta(days=1)))
    assert not actor_of(secretariat.holder, TODAY).hat_for("fill_seat", scene.first.pk)


def test_a_right_ends_with_its_mandate_in_a_browser_that_stays_open(scene, readers):
    mandate = scene.world.holder(f"{scene.first.slug}-board", "president")
    client = readers.as_person(mandate.person)
    address = f"/{scene.first.slug}/instances/creer"
    assert client.get(address).status_code == 200
    with arranging():
        put(mandate, period=since(last=TODAY - timedelta(days=1)))
    assert client.get(address).status_code == 403
    assert (
        client.get(f"{address}?au=2026-03-12").status_code == 403
    )  # rights are those of today, whatever the page's day


# Bodies.


def test_the_statutory_bodies_are_not_closed(scene):
    """The screen did not offer it; its address did it."""
    president = scene.president_of(scene.first)
    body = scene.world.body(f"{scene.first.slug}-assembly")
    with pytest.raises(Refused, match="existe aussi longtemps que son organisation"):
        close_body(actor=president, body=body, last=TODAY, now=NOW)
    body.refresh_from_db()
    assert body.dates.end is None


def test_no_body_takes_the_address_of_a_screen(scene):
    with pytest.raises(Invalid, match="donnez-lui-en un autre"):
        create_body(
            actor=scene.coordination,
            organisation=scene.world.head,
            name="Créer",
            purpose="",
            level="operational",
            period=Period(TODAY),
            now=NOW,
        )


# Verdicts and acts of others.


@pytest.fixture
def crowded(scene) -> Organisation:
    """The second pôle has one person too many on the board of its grouping."""
    with arranging():
        person = scene.world.seated(f"{scene.second.slug}-board", "administrator").person
        scene.world.seated(f"{scene.grouping.slug}-board", "administrator", person=person, represents=scene.second)
    return scene.grouping


def test_the_head_does_not_lend_eyes_on_the_others(scene, crowded, readers):
    """A reader of the head read there every pôle and grouping of the network, whose own board refuses them."""
    member, coordination = (
        readers.elsewhere,
        readers.coordination,
    )  # the first reads their pôle, their grouping, the head
    assert member.get(f"/{crowded.slug}/texte/tableau").status_code == 403
    for screen in ("texte", "texte/tableau", "texte/R3.7", "texte/constats.json", "texte/constats.csv"):
        text = member.get(f"/cress/{screen}").content.decode()
        assert "Chaque pôle a au plus" not in text or crowded.name not in text, screen
        assert "a 3 personnes au conseil" not in text, screen
        if screen == "texte/R3.7":
            assert "a 3 personnes au conseil" in coordination.get(f"/cress/{screen}").content.decode()
        if screen.startswith("texte/constats"):
            assert crowded.slug not in text, screen
            assert crowded.slug in coordination.get(f"/cress/{screen}").content.decode(), screen


def test_what_happened_elsewhere_is_told_to_those_who_may_read_it(scene, readers):
    """« Depuis votre visite », at the head, told the acts of every pôle, whose journal refuses them."""
    member, everywhere = readers.elsewhere, readers.coordination
    name = PersonFactory.build(given_name="Azénor", family_name="Le Bihan-Tout-Neuf")
    with arranging():
        name.save()
    fill_seat(
        actor=scene.president_of(scene.first),
        seat=scene.seat(f"{scene.first.slug}-board", "administrator"),
        person=name,
        period=Period(TODAY),
        origin="election",
        now=NOW,
        **UNREGISTERED,
    )
    assert member.get(f"/{scene.first.slug}/journal").status_code == 403
    assert "Tout-Neuf" not in words(member.get("/cress/aujourd-hui"))
    assert "Tout-Neuf" in words(everywhere.get("/cress/aujourd-hui"))


def test_an_attestation_that_was_withdrawn_is_not_revived(scene, somebody):
    """Withdrawn a second time with a later day, it held again."""
    with arranging():
        closed = Attestation.objects.create(
            clause="R7.16/1",
            organisation=scene.grouping,
            person=somebody,
            piece="Procès-verbal",
            piece_on=TODAY,
            period=since(last=TODAY - timedelta(days=30)),
        )
    with pytest.raises(Invalid, match="déjà close"):
        withdraw_attestation(actor=scene.direction, attestation=closed, last=TODAY, reason="Encore", now=NOW)
    closed.refresh_from_db()
    assert closed.dates.last == TODAY - timedelta(days=30)


# Organisations that are not of the network.


@pytest.fixture
def funder(scene) -> Organisation:
    with arranging():
        funder = OrganisationFactory(name="Financeuse discrète", slug="financeuse-discrete")
        AffiliationFactory(member=scene.first, of=funder)
        AffiliationFactory(member=funder, of=scene.grouping)
        return funder


def pages(scene) -> tuple[str, ...]:
    here, local = scene.grouping.slug, scene.first.slug
    return (
        "/chercher?q=financeuse", "/cress/organisations", f"/{here}/organisations", f"/{here}/organisations/{here}",
        f"/{local}/organisations/{local}", f"/{local}/presentation", f"/{here}/presentation",
    )  # fmt: skip


def test_the_public_never_reads_the_name_of_an_organisation_outside_the_network(scene, funder, readers):
    """The sheet of a pôle said of whom it is a member, whoever that is."""
    for address in pages(scene):
        assert "discrète" not in words(readers.public.get(address)), address
    assert readers.public.get("/cress/organisations/financeuse-discrete").status_code == 404


def test_nor_does_an_account_that_holds_nothing(scene, funder, readers):
    client = readers.hatless
    for address in pages(scene):
        assert "discrète" not in words(client.get(address)), address
    assert client.get("/cress/organisations/financeuse-discrete").status_code == 404


def test_those_within_read_it(scene, funder, settings):
    within = entered_as(
        scene.world.holder(f"{scene.first.slug}-board", "administrator", represents=None).person, settings
    )
    assert "discrète" in words(within.get(f"/{scene.first.slug}/organisations/{scene.first.slug}"))


def test_the_access_of_somebody_seated_higher_is_not_opened_by_who_registered_them(scene):
    """A pôle registers somebody, who is later given the coordination of the network before they ever sign in: the pôle
    no longer may write its own address on their sheet, open the access, and enter as them."""
    president = scene.president_of(scene.first)
    person = register_person(
        actor=president, within=scene.first, given_name="Azénor", family_name="Le Bihan", email="", now=NOW
    )
    with arranging():
        scene.world.seated("cress-team", "coordination", person=person)
    with pytest.raises(Denied):
        amend_person(
            actor=president,
            person=person,
            given_name="Azénor",
            family_name="Le Bihan",
            email="pole@exemple.bzh",
            now=NOW,
        )


MINE = {
    "the act that registered them": 'id IN (SELECT act_id FROM journal_change WHERE "row" = %(person)s)',
    "the act that gave them a seat": "id IN (SELECT act_id FROM journal_change WHERE after ->> 'person_id' = %(person)s::text)",
}


@pytest.mark.parametrize("which", MINE)
def test_nor_by_who_wrote_in_the_journal_that_those_acts_are_theirs(scene, which):
    """For a minute, by whoever owns the tables: the night would find nothing, and the address would stand."""
    president, within = scene.president_of(scene.first), scene.first
    registering = scene.second if "registered" in which else within
    named = {"given_name": "Azénor", "family_name": "Le Bihan"}
    person = register_person(actor=scene.president_of(registering), within=registering, **named, email="", now=NOW)
    if "seat" in which:
        with arranging():
            scene.world.seated("cress-team", "coordination", person=person)
    amend = partial(amend_person, actor=president, person=person, **named, now=NOW)
    with pytest.raises(Denied):
        amend(email="pole@exemple.bzh")
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        asked = {"here": within.pk, "person": person.pk}
        cursor.execute(f"UPDATE journal_act SET organisation = %(here)s WHERE {MINE[which]}", asked)
        assert cursor.rowcount
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert keeper_of(person) == within.pk
    with pytest.raises(Denied):
        amend(email="pole@exemple.bzh")
    with pytest.raises(Denied):
        open_access(actor=president, person=person, now=NOW)
