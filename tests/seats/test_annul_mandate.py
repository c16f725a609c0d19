"""A mandate that never was is taken back by a further act: no day counts it, past or to come; the journal keeps it."""

from datetime import date, timedelta

import pytest

from kevread.common.actor import NOBODY
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.journal.models import Act
from kevread.journal.queries import story_of
from kevread.seats import permissions
from kevread.seats.models import Delegation, Mandate, ZoneLead
from kevread.seats.operations import annul_mandate, end_mandate, fill_seat, record_existing, resting_on
from kevread.seats.queries import actor_of
from tests.arrange import UNREGISTERED, unkept
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.seats.screens import at, words

REASON = "Confié au mauvais siège ; constaté par le secrétariat"


def annul(scene, mandate, *, actor=None, reason=REASON):
    return annul_mandate(actor=actor or scene.presidency, mandate=mandate, reason=reason, now=NOW)


@pytest.fixture
def mandate(scene) -> Mandate:
    """The administrator who represents the first pôle on the board of the grouping."""
    return scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.first)


def test_no_day_counts_it_and_the_journal_keeps_it(scene, mandate):
    assert mandate in Mandate.objects.on(date(2025, 1, 1))
    annul(scene, mandate)
    for day in (date(2025, 1, 1), TODAY, TODAY + timedelta(days=400)):
        assert mandate not in Mandate.objects.on(day)
    mandate.refresh_from_db()
    assert mandate.end_reason == "mistake"
    act = Act.objects.latest("id")
    assert (act.verb, act.reason, act.organisation, act.person) == (
        "seats.annul_mandate", REASON, scene.grouping.pk, scene.presidency.person,
    )  # fmt: skip
    assert [change.act_id for change in story_of(mandate.pk)][-1] == act.pk


def test_its_place_is_free_again(scene, mandate):
    annul(scene, mandate)
    asked = {"represents": scene.first, "period": Period(TODAY), "origin": "election", "now": NOW}
    again = fill_seat(actor=scene.presidency, seat=scene.board, person=mandate.person, **asked, **UNREGISTERED)
    assert again in Mandate.objects.on(TODAY)


def test_one_to_come_is_given_up(scene, mandate):
    annul(scene, mandate)
    coming = fill_seat(
        actor=scene.presidency,
        seat=scene.board,
        person=scene.administrator_of(scene.first),
        represents=scene.first,
        period=Period(TODAY + timedelta(days=60)),
        origin="election",
        now=NOW,
        **UNREGISTERED,
    )
    annul(scene, coming, reason="La personne a renoncé avant de commencer")
    assert not Mandate.objects.on(TODAY + timedelta(days=61)).filter(pk=coming.pk).exists()


def test_one_that_has_ended_is_taken_back_too(scene, mandate):
    end_mandate(
        actor=scene.direction,
        mandate=mandate,
        last=TODAY - timedelta(days=30),
        reason="resignation",
        note="Lettre du 20 novembre, reçue",
        now=NOW,
    )
    annul(scene, mandate)
    assert mandate not in Mandate.objects.on(date(2025, 1, 1))


@pytest.mark.parametrize("reason", ["", "  erreur  "])
def test_it_is_explained_in_a_sentence(scene, mandate, reason):
    with pytest.raises(Invalid) as invalid:
        annul(scene, mandate, reason=reason)
    assert invalid.value.field == "reason"


def test_it_is_taken_back_once(scene, mandate):
    annul(scene, mandate)
    with pytest.raises(Refused, match="déjà corrigée"):
        annul(scene, mandate)


def test_while_another_rests_on_it_an_article_refuses_and_nothing_is_written(scene, mandate):
    at_home = scene.world.holder(f"{scene.first.slug}-board", "administrator", person=mandate.person)
    assert resting_on(at_home, TODAY) == [mandate]
    acts = Act.objects.count()
    with pytest.raises(Refused) as refused:
        annul(scene, at_home, actor=scene.president_of(scene.first))
    assert refused.value.rule == "R3.7"
    assert refused.value.sentence.startswith("Un autre mandat repose sur celui-ci")
    at_home.refresh_from_db()
    assert (at_home.end_reason, Act.objects.count()) == ("", acts)
    annul(scene, mandate)
    annul(scene, at_home, actor=scene.president_of(scene.first))
    assert at_home not in Mandate.objects.on(TODAY)


def test_what_rests_on_it_is_followed_to_the_end(scene):
    home = scene.world.holder(f"{scene.first.slug}-board", "president")
    titles = [other.seat.title for other in resting_on(home, TODAY)]
    assert titles == ["president"]  # the two seats of the Collège territoire rest on it by usage alone (decision 140)


def test_the_zones_of_which_it_made_a_reference_are_released(scene):
    post = scene.world.holder(f"{scene.grouping.slug}-team", "delegate")
    assert ZoneLead.objects.filter(mandate=post).exists()
    annul(scene, post)
    assert not ZoneLead.objects.filter(mandate=post).exists()


# Who may: each clause refused.


def test_those_who_decide_annul_a_seat_to_which_one_is_elected(scene, mandate):
    """And nobody salaried elsewhere, were it the coordination of the network, where somebody decides."""
    assert permissions.may_annul(scene.presidency, mandate)
    assert not permissions.may_annul(scene.coordination, mandate)


def test_those_who_direct_annul_a_post_and_no_elected_seat(scene, mandate):
    assert permissions.may_annul(scene.direction, scene.world.holder(f"{scene.grouping.slug}-team", "delegate"))
    assert not permissions.may_annul(scene.direction, mandate)


def test_nobody_else_does(scene, mandate):
    holder = actor_of(mandate.person, TODAY)
    elsewhere = scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")
    delegate = scene.actor(f"{scene.grouping.slug}-team", "delegate")
    for actor in (NOBODY, holder, elsewhere, delegate, scene.direction):
        assert not permissions.may_annul(actor, mandate)
        with pytest.raises(Denied):
            annul(scene, mandate, actor=actor)


def test_who_is_represented_names_and_does_not_annul(scene):
    theirs = scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.second)
    assert permissions.may_end(scene.president_of(scene.second), theirs)
    assert not permissions.may_annul(scene.president_of(scene.second), theirs)


def test_a_secretariat_corrects_in_its_own_local_and_annuls_nobody_elected(scene):
    with arranging():
        given = Delegation.objects.create(
            granter=scene.first,
            holder=scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person,
            powers=["secretariat"],
            accepted_on=TODAY,
            period=since(TODAY),
        )
    actor = actor_of(given.holder, TODAY)
    here, other = (scene.world.holder(f"{local.slug}-board", "president") for local in (scene.first, scene.second))
    for mandate in (here, other):  # it prepares: nobody elected is unseated by it
        assert not permissions.may_annul(actor, mandate)
        assert bool(permissions.may_correct(actor, mandate)) is (mandate is here)


def test_what_the_head_recorded_is_annulled_by_the_head(scene):
    unkept(scene)
    found = record_existing(
        actor=scene.coordination,
        seat=scene.board,
        person=scene.administrator_of(scene.first),
        represents=scene.first,
        period=Period(date(2026, 1, 1)),
        reason="Constaté au conseil de janvier",
        now=NOW,
    )
    with pytest.raises(Denied, match="Constater une situation"):
        annul(scene, found)
    annul(scene, found, actor=scene.coordination)
    assert found not in Mandate.objects.on(TODAY)


# The screen, from the page of the mandate.


def test_from_the_page_of_the_mandate_it_is_annulled_with_a_reason(scene, readers, mandate):
    page = readers.presidency.get(at("mandate", scene.grouping, key=mandate.pk)).content.decode()
    address = at("annul", scene.grouping, key=mandate.pk)
    assert f'href="{address}"' in page
    shown = words(readers.presidency.get(address))
    assert "Plus aucun jour ne comptera ce mandat" in shown
    assert readers.presidency.post(address, {"reason": ""}).status_code == 422
    assert readers.presidency.post(address, {"reason": "non"}).status_code == 422
    done = readers.presidency.post(address, {"reason": REASON}, follow=True)
    assert "n’a jamais eu cours" in words(done)
    assert REASON in words(done)
    assert f'href="{address}"' not in done.content.decode()
    assert "déjà annulé ou corrigé" in words(readers.presidency.get(address))


@pytest.mark.parametrize("name", ["end", "correct"])
def test_once_annulled_no_page_offers_what_could_only_be_refused(scene, readers, mandate, name):
    address = at(name, scene.grouping, key=mandate.pk)
    main = readers.presidency.get(address).content.decode().split("<main")[1]
    assert 'name="reason"' in main
    annul(scene, mandate)
    main = readers.presidency.get(address).content.decode().split("<main")[1]
    assert "déjà annulé ou corrigé" in main
    assert 'name="reason"' not in main
    assert at("mandate", scene.grouping, key=mandate.pk) in main
    typed = {"last": "2026-11-24", "reason": "resignation"}
    assert readers.presidency.post(at("end", scene.grouping, key=mandate.pk), typed).status_code == 422


def test_what_rests_on_it_is_shown_first_and_refused_by_the_article(scene, readers, mandate):
    at_home = scene.world.holder(f"{scene.first.slug}-board", "administrator", person=mandate.person)
    address = at("annul", scene.first, key=at_home.pk)
    president = readers.president(scene.first)
    assert at("mandate", scene.grouping, key=mandate.pk) in president.get(address).content.decode()
    refused = president.post(address, {"reason": REASON})
    assert refused.status_code == 422
    assert "Article R3.7" in words(refused)


def test_the_screen_is_for_those_who_may(scene, readers, mandate):
    address = at("annul", scene.grouping, key=mandate.pk)
    assert readers.public.get(address).status_code == 302
    for client in (readers.hatless, readers.elsewhere, readers.delegate):
        assert client.get(address).status_code == 403
        assert client.post(address, {"reason": REASON}).status_code == 403
    page = readers.delegate.get(at("mandate", scene.grouping, key=mandate.pk)).content.decode()
    assert f'href="{address}"' not in page
    with arranging():
        Mandate.objects.filter(pk=mandate.pk).update(origin="existing")
    assert readers.presidency.get(address).status_code == 403
    assert readers.coordination.get(address).status_code == 200


def test_in_the_past_nothing_is_annulled(scene, readers, mandate):
    address = at("annul", scene.grouping, key=mandate.pk) + "?au=2026-03-12"
    assert "Vous lisez le passé" in words(readers.presidency.get(address))
    assert readers.presidency.post(address, {"reason": REASON}).status_code == 403
