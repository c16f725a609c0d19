"""Whoever entrusts a seat is offered to tell its holder how to come in: by a letter, once, never unasked."""

import pytest

from kevread.accounts.models import Account
from kevread.accounts.operations import create_account, deactivate_account
from kevread.base.models import as_range
from kevread.common.errors import Denied, Refused
from kevread.common.periods import Period
from kevread.journal.models import Act
from kevread.mail.models import Dispatch, State
from kevread.mail.operations import stop_letters
from kevread.seats.models import Mandate
from kevread.seats.operations import offering_access
from kevread.seats.queries.doors import doors_of
from tests import jobs
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory

from .screens import at, words
from .test_fill_seat import fill

pytestmark = pytest.mark.django_db
TYPED = {"first": "2026-11-24", "last": "2027-06-30", "origin": "election", "note": "Assemblée du 20 novembre"}
TYPED |= {"decided_on": "2019-11-20"}  # no register was kept
CONFIRMED = TYPED | {"etape": "confirmer"}
BOX = 'name="acces" value="1" checked'


@pytest.fixture
def coming(scene):
    """An administrator of the first pôle, for whom the board has a place; registered with an address, and not in yet."""
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    with arranging():
        person.given_name, person.family_name, person.email = "Ṁaëlle 🌊", "L’Ĥénaff & <Le>", "maelle@exemple.bzh"
        person.save()
    return person


@pytest.fixture
def address(scene, coming) -> str:
    where = at("fill", scene.grouping, body=f"{scene.grouping.slug}-board", seat="administrator")
    return f"{where}?pour={scene.first.slug}&personne={coming.pk}&decision=avant"


def told(person) -> list[Dispatch]:
    return list(Dispatch.objects.filter(person=person).select_related("content"))


def offered(scene, person, **more):
    """Give the seat, and tell them."""
    return offering_access(
        lambda: fill(scene, person, represents=scene.first, **more),
        lambda mandate: [mandate.person],
        actor=scene.presidency,
        about=scene.grouping,
        now=NOW,
    )


def tell(scene, *people):
    return offering_access(lambda: None, lambda _: people, actor=scene.presidency, about=scene.grouping, now=NOW)[1]


def test_a_letter_says_how_to_come_in_and_is_of_the_act_that_offered(scene, coming):
    mandate, people = offered(scene, coming)
    assert (mandate.person, people) == (coming, [coming])
    (letter,) = told(coming)
    act = Act.objects.get(verb="seats.offer_access")
    assert (act.organisation, act.person, act.arguments) == (
        scene.grouping.pk,
        scene.presidency.person,
        {"people": [str(coming.pk)]},
    )
    assert (letter.act, letter.address, letter.organisation) == (act.pk, "maelle@exemple.bzh", scene.grouping)
    assert letter.content.text.startswith("Bonjour Ṁaëlle 🌊 L’Ĥénaff & <Le>,\n")
    assert "/compte/connexion/" in letter.content.text
    assert "maelle@exemple.bzh" in letter.content.text
    assert "Votre mandat commence" not in letter.content.text
    assert jobs.waiting() == ["mail.send"]
    coming.refresh_from_db()
    assert coming.account is None


def test_a_refused_seat_offers_nothing(scene, coming):
    with pytest.raises(Refused):
        offered(scene, coming, actor=scene.presidency, origin="existing")
    with pytest.raises(Denied):
        offered(scene, coming, actor=scene.actor(f"{scene.second.slug}-board", "president"))
    assert told(coming) == []
    assert not Act.objects.filter(verb="seats.offer_access").exists()


def test_when_nobody_can_be_told_the_seat_is_not_given_either(scene, coming, monkeypatch):
    def broken(**letter):
        raise Refused("Rien ne part.")

    monkeypatch.setattr("kevread.seats.operations.access.queue_letter", broken)
    with pytest.raises(Refused, match="Rien ne part"):
        offered(scene, coming)
    assert not Mandate.objects.filter(person=coming, seat=scene.board).exists()


def test_twice_is_one_letter(scene, coming):
    assert tell(scene, coming, coming) == [coming]
    assert tell(scene, coming) == []
    assert len(told(coming)) == 1
    assert doors_of([coming]).told == [(coming, TODAY)]


def test_another_address_is_told_too_and_so_is_one_whose_letter_did_not_leave(scene, coming):
    tell(scene, coming)
    with arranging():
        coming.email = "maelle.lh@exemple.bzh"
        coming.save()
    assert tell(scene, coming) == [coming]
    with arranging():
        Dispatch.objects.filter(person=coming).update(state=State.FAILED)
    assert tell(scene, coming) == [coming]


def test_who_is_in_who_has_no_address_and_who_wants_no_letters_are_told_nothing(scene, coming):
    owner, other, closed, bare, quiet = (scene.administrator_of(scene.first) for _ in range(5))
    with arranging():
        owner.account = Account.objects.create_account("another@exemple.bzh")
        owner.email, other.email, closed.email = "owner@exemple.bzh", "other@exemple.bzh", "closed@exemple.bzh"
        bare.email, quiet.email = "", "quiet@exemple.bzh"
        for person in (owner, other, closed, bare, quiet):
            person.save()
    deactivate_account(account=create_account(email="closed@exemple.bzh", now=NOW), now=NOW)
    stop_letters(address="quiet@exemple.bzh", now=NOW)
    found = doors_of([owner, other, closed, bare, quiet])
    assert (found.ready, found.told, found.unaddressed, found.stopped) == ([other], [], [bare], [quiet])
    assert tell(scene, owner, closed, bare, quiet) == []
    assert not Dispatch.objects.exists()


def test_only_who_sits_or_will_sit_is_told_and_from_when(scene, coming):
    with arranging():
        stranger = PersonFactory(email="nobody@exemple.bzh")
        past = PersonFactory(email="past@exemple.bzh")
        later = PersonFactory(email="later@exemple.bzh")
        for person, period in (
            (past, Period(TODAY.replace(month=1), TODAY)),
            (later, Period(TODAY.replace(month=12, day=8))),
        ):
            mandate = Mandate.objects.get(person=coming)
            mandate.pk, mandate.person, mandate.period = None, person, as_range(period)
            mandate.save(force_insert=True)
    assert tell(scene, stranger, past, later) == [later]
    (letter,) = told(later)
    assert "Votre mandat commence le 8 décembre 2026" in letter.content.text


def test_the_screen_proposes_it_ticked_and_says_it_was_done(scene, readers, coming, address):
    page = readers.presidency.post(address, TYPED)
    assert page.status_code == 200
    assert BOX in page.text
    assert "Proposer l’accès à Ṁaëlle 🌊 L’Ĥénaff & <Le>" in words(page)
    assert told(coming) == []
    done = readers.presidency.post(address, CONFIRMED | {"acces": "1"}, follow=True)
    assert "L’accès lui est proposé par courriel." in words(done)
    assert len(told(coming)) == 1


def test_unticked_nothing_is_sent(scene, readers, coming, address):
    done = readers.presidency.post(address, CONFIRMED, follow=True)
    assert "C’est fait." in words(done)
    assert "L’accès lui est proposé" not in words(done)
    assert Mandate.objects.filter(person=coming, seat=scene.board).exists()
    assert told(coming) == []


def test_who_may_not_give_the_seat_tells_nobody(readers, coming, address):
    assert readers.elsewhere.post(address, CONFIRMED | {"acces": "1"}).status_code == 403
    assert told(coming) == []


def test_the_screen_says_when_it_was_proposed_and_who_has_no_address(scene, readers, coming, address):
    tell(scene, coming)
    page = readers.presidency.post(address, TYPED)
    assert "accès proposé le 24 novembre 2026" in words(page)
    assert BOX not in page.text
    with arranging():
        coming.email = ""
        coming.save()
    page = readers.presidency.post(address, TYPED)
    assert "Sans adresse électronique, on ne peut pas entrer." in words(page)
    assert f"/personnes/{coming.pk}" in page.text
    assert BOX not in page.text


ENTRUSTED = {"first": "2026-11-24", "last": "2026-12-31"}


@pytest.fixture
def delegate(scene):
    """The délégué·e of the grouping, to whom a pôle may entrust its secretariat; registered with an address, not in yet."""
    person = scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person
    with arranging():
        person.account, person.email = None, "deleguee@exemple.bzh"
        person.save()
    return person


def test_a_secretariat_that_is_entrusted_proposes_the_access_ticked(scene, readers, delegate):
    president, address = readers.president(scene.first), at("secretariat", scene.first)
    page = president.get(address)
    assert BOX in page.text
    said = f"Proposer l’accès à la personne choisie, si elle ne peut pas encore entrer ; c’est le cas de {delegate}"
    assert said in words(page)
    done = president.post(address, ENTRUSTED | {"holder": str(delegate.pk), "acces": "1"}, follow=True)
    assert "Rien ne change avant son accord. L’accès lui est proposé par courriel." in words(done)
    (letter,) = told(delegate)
    assert (letter.organisation, letter.address) == (scene.first, "deleguee@exemple.bzh")
    assert "Son secrétariat vous est proposé : il attend votre réponse, à l’intérieur." in letter.content.text
    assert Act.objects.get(verb="seats.offer_access").organisation == scene.first.pk
    assert f"{delegate} : accès proposé le 24 novembre 2026" in words(president.get(address))


def test_unticked_or_refused_a_secretariat_tells_nobody(scene, readers, delegate):
    president, address = readers.president(scene.first), at("secretariat", scene.first)
    typed = ENTRUSTED | {"holder": str(delegate.pk)}
    refused = president.post(address, typed | {"acces": "1", "last": "2026-11-01"})
    assert refused.status_code == 422
    assert BOX in refused.text
    assert BOX not in president.post(address, typed | {"last": "2026-11-01"}).text  # as it was left
    assert told(delegate) == []
    assert "C’est proposé" in words(president.post(address, typed, follow=True))
    assert told(delegate) == []


def test_who_may_not_entrust_a_secretariat_tells_nobody_and_reads_nobody(scene, readers, delegate):
    address = at("secretariat", scene.first)
    typed = ENTRUSTED | {"holder": str(delegate.pk), "acces": "1"}
    for reader in (readers.elsewhere, readers.president(scene.second), readers.delegate):
        assert reader.post(address, typed).status_code == 403
    assert told(delegate) == []


def test_only_the_one_who_is_chosen_is_told(scene, readers, delegate):
    other = scene.administrator_of(scene.second)
    with arranging():
        other.email = "autre@exemple.bzh"
        other.save()
        post = Mandate.objects.get(person=delegate, seat__title="delegate")
        post.pk, post.person = None, other
        post.save(force_insert=True)
    president = readers.president(scene.first)
    page = president.get(at("secretariat", scene.first))
    assert str(other) in words(page)
    typed = ENTRUSTED | {"holder": str(other.pk), "acces": "1"}
    president.post(at("secretariat", scene.first), typed)
    assert (len(told(other)), told(delegate)) == (1, [])
