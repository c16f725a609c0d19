"""What somebody at work has to themselves: whoever is refused it is told that it is noted, and the journal says who asked."""

from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import get_resolver, reverse

from kevread.accounts.operations import create_account
from kevread.common.actor import NOBODY
from kevread.directory.models import Person
from kevread.journal.models import Act, Change
from kevread.privacy.operations import note_refused
from kevread.privacy.operations.refused import MOST, VERB
from tests.clients import entered_as
from tests.conftest import NOW, arranging
from tests.databases import as_administrator
from tests.supervision.conftest import two_posts

pytestmark = pytest.mark.django_db
NOTED = "est notée au journal"


@pytest.fixture
def two(scene):
    """A delegate and somebody of a shared post, whom the grouping employs."""
    with arranging():
        return two_posts(scene)


def person_of(actor):
    return Person.objects.get(pk=actor.person)


def acts():
    return Act.objects.filter(verb=VERB)


def test_a_refused_reading_is_told_and_noted(two, settings):
    contract = two.delegate.contract
    stranger = two.scene.president_of(two.scene.second)
    client = entered_as(person_of(stranger), settings)
    page = reverse("staff:contract", args=[two.grouping.slug, contract.pk])
    before = Change.objects.count()
    refused = client.get(page)
    assert refused.status_code == 404 and NOTED in refused.text and "Rien n’a été enregistré" not in refused.text
    done = acts().get()
    assert (done.person, done.organisation) == (stranger.person, two.grouping.pk)
    assert done.arguments == {"screen": "staff:contract", "named": str(contract.pk)}
    assert Change.objects.count() == before, "nothing else is written"
    reserved = client.get(reverse("staff:contracts", args=[two.grouping.slug]))
    assert reserved.status_code == 403 and NOTED in reserved.text
    assert acts().count() == 2


def test_what_stands_nowhere_is_noted_alike(two, settings):
    """A real key and a random one are not told apart, by the journal either."""
    client = entered_as(person_of(two.scene.president_of(two.scene.second)), settings)
    real, random = two.delegate.contract.pk, uuid4()
    said = [client.get(reverse("staff:contract", args=[two.grouping.slug, key])) for key in (real, random)]
    assert [one.status_code for one in said] == [404, 404]
    assert {one.arguments["named"] for one in acts()} == {str(real), str(random)}


def test_what_is_read_is_not_noted(two, settings):
    page = reverse("staff:contract", args=[two.grouping.slug, two.delegate.contract.pk])
    assert entered_as(two.person, settings).get(page).status_code == 200
    assert entered_as(person_of(two.direction), settings).get(page).status_code == 200
    for page in (f"/{two.grouping.slug}/nulle-part", reverse("staff:post", args=[two.grouping.slug, uuid4()])):
        missing = entered_as(person_of(two.direction), settings).get(page)
        assert missing.status_code == 404 and "Rien n’a été enregistré" in missing.text, page
    assert not acts().exists()


def test_nobody_in_particular_is_sent_to_sign_in_and_leaves_nothing(two, client):
    page = reverse("staff:contract", args=[two.grouping.slug, two.delegate.contract.pk])
    assert client.get(page).status_code == 302
    assert not acts().exists()


def test_once_a_day_and_no_more_than_so_many(two):
    asked = {"actor": two.oneself, "organisation": two.grouping, "screen": "staff:contract"}
    assert note_refused(**asked | {"actor": NOBODY}, named="a", now=NOW) is None
    assert note_refused(**asked, named="a", now=NOW)
    assert note_refused(**asked, named="a", now=NOW + timedelta(hours=1)) is None
    assert note_refused(**asked | {"actor": two.board}, named="a", now=NOW), "somebody else"
    assert note_refused(**asked | {"organisation": two.pole}, named="a", now=NOW), "somewhere else"
    noted = [note_refused(**asked, named=str(number), now=NOW) for number in range(MOST)]
    assert [bool(one) for one in noted] == [True] * (MOST - 1) + [False]
    assert note_refused(**asked, named="a", now=NOW + timedelta(days=1)), "another day"


def test_a_refused_reading_is_not_noted_in_the_name_of_somebody_else(two, client, settings):
    """Whoever owns the tables makes the record of somebody theirs, for a minute, and is refused as them."""
    mine = create_account(email="mallory@exemple.fr", now=NOW)
    victim = person_of(two.scene.president_of(two.scene.second))
    page = reverse("staff:contract", args=[two.grouping.slug, two.delegate.contract.pk])
    client.force_login(mine)
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE directory_person SET account_id = %s WHERE id = %s", [mine.pk, victim.pk])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    with mock.patch("kevread.seats.middleware.is_mfa_enabled", return_value=True):
        assert client.get(page).status_code == 404
    assert not acts().exists()


def test_where_the_database_is_not_ours_the_answer_goes_and_nothing_is_noted(two, readers):
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; CREATE POLICY seen ON directory_consent USING (true)")
    page = reverse("staff:contract", args=[two.grouping.slug, two.delegate.contract.pk])
    assert readers.as_person(person_of(two.scene.president_of(two.scene.second))).get(page).status_code == 404
    assert not acts().exists()


# Of what names a post, a plan, a meeting with staff or the pathway of somebody who administers: everybody of the network, or of
# the organisation, may read it.
READ_BY_MORE = {
    "staff:post", "staff:change_post", "staff:change_assignment", "careers:plan", "careers:tell_need", "careers:change_plan",
    "careers:change_need", "careers:change_training", "careers:change_occasion", "careers:pathway", "careers:change_step",
}  # fmt: skip


def test_every_address_with_the_key_of_somebody_at_work_notes_whom_it_refuses():
    """A contract, a matter, a handover, somebody hosted: each gesture, as the page itself."""
    keyed = {
        f"{resolver.namespace}:{one.name}": getattr(one.callback, "is_confidential", False)
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "namespace", "") in ("staff", "supervision", "careers")
        for one in resolver.url_patterns
        if "<uuid:key>" in str(one.pattern)
    }
    assert {name for name, confidential in keyed.items() if not confidential} == READ_BY_MORE
    assert len(keyed) > len(READ_BY_MORE) + 20


@pytest.mark.parametrize("gesture", ["ecrire", "decider", "abandonner"])
def test_a_key_tried_on_a_gesture_of_a_matter_is_noted(two, settings, gesture):
    stranger = two.scene.president_of(two.scene.second)
    where = reverse("supervision:matter", args=[two.grouping.slug, uuid4()])
    answer = entered_as(person_of(stranger), settings).get(f"{where}/{gesture}")
    assert answer.status_code == 404 and NOTED in answer.text
    assert acts().count() == 1


def test_what_is_asked_of_a_matter_that_one_reads_is_no_refused_reading(two, settings):
    """It is closed, or one does not decide it: nothing to tell the line of the employer."""
    matter = two.raised("entretien-annuel")
    reader = entered_as(person_of(two.board), settings)
    where = reverse("supervision:matter", args=[two.pole.slug, matter.pk])
    assert reader.get(where).status_code == 200
    assert reader.get(f"{where}/decider").status_code == 404
    assert not acts().exists()
