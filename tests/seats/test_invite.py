"""Those who sit and are not in yet are invited together: each once, by the nearest organisation, after one saw what leaves."""

from datetime import timedelta

import pytest

from kevread.accounts.models import Account
from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid, Refused
from kevread.journal.models import Act
from kevread.mail.models import Dispatch, State
from kevread.mail.operations import stop_letters
from kevread.seats.models import Mandate
from kevread.seats.operations import invite
from kevread.seats.queries.entering import entering
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory, since

from .screens import words

pytestmark = pytest.mark.django_db


def somebody(scene, local, address, **more):
    person = scene.administrator_of(local, **more)
    with arranging():
        person.email = address
        person.save()
    return person


@pytest.fixture
def waiting(scene):
    """Two administrators of the first pôle, one of whom sits at the grouping too; one of the second; all with an address."""
    both = somebody(scene, scene.first, "both@exemple.bzh")
    with arranging():
        scene.world.seated(f"{scene.grouping.slug}-board", "administrator", person=both, represents=scene.first)
    return [both, somebody(scene, scene.first, "one@exemple.bzh"), somebody(scene, scene.second, "two@exemple.bzh")]


def told():
    letters = Dispatch.objects.exclude(person=None).order_by("address")
    return {letter.address: letter.organisation.slug for letter in letters}


def test_each_is_told_once_by_the_nearest_organisation_and_twice_is_one_letter(scene, waiting):
    around = [scene.grouping, scene.second, scene.first]
    assert set(invite(actor=scene.direction, organisations=around, now=NOW)) == set(waiting)
    first, second = scene.first.slug, scene.second.slug
    assert told() == {"both@exemple.bzh": first, "one@exemple.bzh": first, "two@exemple.bzh": second}
    acts = Act.objects.filter(verb="seats.invite")
    assert {act.organisation for act in acts} == {scene.first.pk, scene.second.pk}
    assert {act.person for act in acts} == {scene.direction.person}
    with pytest.raises(Refused, match="plus personne à inviter"):
        invite(actor=scene.direction, organisations=around, now=NOW)
    assert len(told()) == 3


def test_one_letter_that_cannot_be_written_and_none_leaves(scene, waiting, monkeypatch):
    def broken(*, to, **letter):
        if to == waiting[2]:
            raise Refused("Rien ne part.")

    monkeypatch.setattr("kevread.seats.operations.access.queue_letter", broken)
    with pytest.raises(Refused, match="Rien ne part"):
        invite(actor=scene.direction, organisations=[scene.first, scene.second], now=NOW)
    assert not Act.objects.filter(verb="seats.invite").exists()


def test_who_registers_there_invites_there_and_nobody_else(scene, waiting):
    with pytest.raises(Denied):
        invite(actor=scene.president_of(scene.second), organisations=[scene.second, scene.first], now=NOW)
    with pytest.raises(Denied):
        invite(actor=NOBODY, organisations=[scene.first], now=NOW)
    other = scene.world.locals[scene.world.groupings[1]][0]
    with pytest.raises(Denied):
        invite(actor=scene.president_of(other), organisations=[scene.first], now=NOW)
    assert told() == {}
    assert len(invite(actor=scene.president_of(scene.first), organisations=[scene.first], now=NOW)) == 2


def test_no_organisation_is_an_error_on_the_field(scene):
    with pytest.raises(Invalid, match="au moins une organisation") as wrong:
        invite(actor=scene.direction, organisations=[], now=NOW)
    assert wrong.value.field == "organisations"


def test_who_is_in_who_left_who_has_no_address_and_who_wants_no_letters(scene, waiting):
    inside, bare, quiet = (somebody(scene, scene.first, address) for address in ("in@e.bzh", "", "quiet@e.bzh"))
    left, mistaken = somebody(scene, scene.first, "left@e.bzh"), somebody(scene, scene.first, "wrong@e.bzh")
    with arranging():
        inside.account = Account.objects.create_account("in@e.bzh")
        inside.save()
        yesterday = TODAY - timedelta(days=1)
        Mandate.objects.filter(person=left).update(period=since(yesterday - timedelta(days=9), yesterday))
        Mandate.objects.filter(person=mistaken).update(end_reason=Mandate.EndReason.MISTAKE)
        PersonFactory(email="holds-nothing@e.bzh")
    stop_letters(address="quiet@e.bzh", now=NOW)
    found = entering(scene.first, scene.president_of(scene.first), TODAY)
    assert found.ready == waiting[:2]
    assert bare in found.unaddressed
    assert found.stopped == [quiet]
    assert found.inside == 1
    assert len(invite(actor=scene.president_of(scene.first), organisations=[scene.first], now=NOW)) == 2
    assert set(told()) == {"both@exemple.bzh", "one@exemple.bzh"}


def test_a_letter_that_did_not_leave_is_told_with_its_reason_and_sent_anew(scene, waiting):
    invite(actor=scene.president_of(scene.first), organisations=[scene.first], now=NOW)
    with arranging():
        Dispatch.objects.filter(person=waiting[1]).update(state=State.FAILED, fault="Cette boîte n’existe pas.")
    found = entering(scene.first, scene.president_of(scene.first), TODAY)
    assert found.ready == [waiting[1]]
    faults = {one.person: one.fault for one in found.invitations}
    assert faults == {waiting[0]: "", waiting[1]: "Cette boîte n’existe pas."}
    assert [person for person, _ in found.all_of("told")] == [waiting[0]]


def test_the_screen_shows_what_leaves_before_it_leaves(scene, readers, waiting):
    address = f"/{scene.grouping.slug}/personnes/acces"
    chosen = {"organisations": [scene.first.slug, scene.second.slug]}
    page = readers.direction.post(address, chosen)
    assert "Rien n’est encore parti" in words(page)
    assert "3 personnes recevront ce courriel" in words(page)
    assert "both@exemple.bzh" in page.text
    assert told() == {}
    done = readers.direction.post(address, chosen | {"etape": "confirmer"}, follow=True)
    assert "3 invitations partent" in words(done)
    assert "Part en ce moment" in words(done)
    assert len(told()) == 3


def test_the_screen_is_of_those_who_register_and_shows_what_is_theirs(scene, readers, waiting):
    address = f"/{scene.first.slug}/personnes/acces"
    of_second = readers.president(scene.second)
    assert of_second.get(f"/{scene.grouping.slug}/personnes/acces").status_code == 403
    assert of_second.get(address).status_code == 403
    theirs = f"/{scene.second.slug}/personnes/acces"
    mine = of_second.get(theirs)
    assert f"{scene.second.name} : 1 personne" in words(mine)
    assert f"{scene.first.name} :" not in words(mine)
    assert of_second.post(theirs, {"organisations": scene.first.slug}).status_code == 422
    for client in (readers.elsewhere, readers.hatless):
        assert client.get(address).status_code == 403
        assert client.post(address, {"organisations": scene.first.slug, "etape": "confirmer"}).status_code == 403
    assert readers.public.get(address).status_code == 302
    assert told() == {}


def test_the_people_lead_there(scene, readers):
    address = f"/{scene.first.slug}/personnes/acces"
    assert address in readers.president(scene.first).get(f"/{scene.first.slug}/personnes").text
    assert address not in readers.hatless.get(f"/{scene.first.slug}/personnes").text


def test_one_is_shown_those_whom_one_may_invite_not_all_whom_one_may_read(scene, waiting):
    """The presidency of the grouping reads its pôles, and registers nobody there."""
    shown = entering(scene.grouping, scene.presidency, TODAY).groups
    assert scene.grouping in shown
    assert scene.second not in shown
    assert scene.second in entering(scene.grouping, scene.direction, TODAY).groups
