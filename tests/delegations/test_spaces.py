"""Referents of the regional spaces: who may commit their structure there, with what weight; and who may not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kevread.charter.models import Keeping
from kevread.common.errors import Invalid, Refused
from kevread.delegations import operations
from kevread.delegations.models import Grant, Petition
from kevread.delegations.queries import one_of
from kevread.delegations.queries.spaces import levels_at, may_commit_in, referents_in
from kevread.seats.models import Body
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.guards.asking import wearing
from tests.worlds import met, put

pytestmark = pytest.mark.django_db


def of_space(delegating, slug="codir"):
    return Grant.objects.filter(organisation=delegating.grouping, space__slug=slug)


def unmandated(space, on):
    """Those who lack a mandate that commits."""
    return [one.mandate for one in referents_in(space, on) if one.lacks]


def ours(delegating):
    """Of the grouping, in the directions’ own space."""
    codir = delegating.scene.world.body("codir")
    (found,) = [one for one in referents_in(codir, TODAY) if one.mandate.represents == delegating.grouping]
    return found


def terms(delegating, **more):
    """What is given to a referent, in the space of their work."""
    space = delegating.scene.world.body("gmo-soutien")
    said = {"nature": "space", "acts": ("engager-dans-un-espace",), "space": space, "level": "planned"}
    return delegating.post("referent-ingenierie"), said | more


def test_those_who_may_commit_nobody_are_named(delegating):
    codir = delegating.scene.world.body("codir")
    assert unmandated(codir, TODAY) == []
    with arranging():
        of_space(delegating).update(period=since(TODAY + timedelta(days=1), TODAY + timedelta(days=9)))
    (one,) = unmandated(codir, TODAY)
    assert (one.person, one.represents) == (delegating.post("direction").person, delegating.grouping)


def test_one_that_is_not_accepted_or_of_another_space_commits_nobody(delegating):
    codir = delegating.scene.world.body("codir")
    with arranging():
        of_space(delegating).update(accepted_on=None)
    assert len(unmandated(codir, TODAY)) == 1
    with arranging():
        of_space(delegating).update(accepted_on=TODAY, space=delegating.scene.world.body("gmo-soutien"))
    assert len(unmandated(codir, TODAY)) == 1


def test_each_has_the_level_of_what_holds_and_the_reason_of_what_does_not(delegating):
    codir = delegating.scene.world.body("codir")
    one = ours(delegating)
    assert (one.levels, one.flaws, one.lacks) == (["Engage les moyens déjà prévus"], (), False)
    with arranging():
        of_space(delegating).update(level="consultative")
    one = ours(delegating)
    assert (one.levels, one.lacks) == (["Consultatif : n’engage pas la structure"], True)
    assert not may_commit_in(codir, one.mandate.person_id, delegating.grouping, TODAY)
    with arranging():
        of_space(delegating).update(level="ceiling", days=12, accepted_on=None)
    one = ours(delegating)
    assert (one.levels, one.lacks) == ([], True)
    assert "acceptée" in one.flaws[0]
    assert "acceptée" in may_commit_in(codir, one.mandate.person_id, delegating.grouping, TODAY).why
    with arranging():
        of_space(delegating).update(accepted_on=TODAY)
    one = ours(delegating)
    assert one.levels == ["Engage jusqu’à un plafond (12 jours de travail)"]
    assert may_commit_in(codir, one.mandate.person_id, delegating.grouping, TODAY)


def test_a_mandate_commits_the_organisation_that_gave_it_and_no_other(delegating):
    codir = delegating.scene.world.body("codir")
    other = next(one for one in referents_in(codir, TODAY) if one.mandate.represents != delegating.grouping)
    with arranging():
        of_space(delegating).update(organisation=other.mandate.represents)
    assert ours(delegating).levels == []


def test_what_was_a_mistake_is_no_mandate(delegating):
    with arranging():
        of_space(delegating).update(end_reason="mistake")
    one = ours(delegating)
    assert (one.levels, one.flaws, one.lacks) == ([], (), True)


def test_of_an_organisation_that_keeps_no_register_nothing_is_said(delegating):
    codir = delegating.scene.world.body("codir")
    with arranging():
        of_space(delegating).delete()
        Keeping.objects.filter(organisation=delegating.grouping, register="delegations").delete()
    one = ours(delegating)
    assert (one.is_known, one.lacks, one.way(delegating.who(one.mandate), codir, TODAY)) == (False, False, None)


def test_who_lacks_one_asks_for_it_and_who_enters_them_gives_it(delegating):
    codir = delegating.scene.world.body("codir")
    has = ours(delegating)
    assert has.way(delegating.who(has.mandate), codir, TODAY) is None
    with arranging():
        of_space(delegating).delete()
    one = ours(delegating)

    def offered(mandate):
        way = one.way(delegating.who(mandate), codir, TODAY)
        return way and way.screen

    assert offered(one.mandate) == "ask_delegation"
    assert offered(delegating.president) == "delegations:give"
    assert offered(delegating.post("delegate")) is None


def test_a_mandate_in_another_space_keeps_nobody_from_asking_and_answers_nothing(delegating):
    soutien, post = delegating.scene.world.body("gmo-soutien"), delegating.post("direction")
    asks = {"actor": delegating.who(post), "organisation": delegating.grouping, "code": "engager-dans-un-espace"}
    asks |= {"cents": None, "message": "La réunion du 12 engage du temps de l’équipe.", "now": NOW}
    with pytest.raises(Refused):  # it is held there already
        operations.ask(space=delegating.scene.world.body("codir"), **asks)
    for wrong in ({"code": "recruter", "space": soutien}, {"space": delegating.board}):
        with pytest.raises(Refused):
            operations.ask(**asks | wrong)
    with arranging():
        kept = soutien.period
        put(soutien, period=since(kept.lower, TODAY - timedelta(days=1)))
        soutien.refresh_from_db()
    with pytest.raises(Refused):  # it is open no more
        operations.ask(space=soutien, **asks)
    with arranging():
        put(soutien, period=kept)
        soutien.refresh_from_db()
    petition = operations.ask(space=soutien, **asks)

    def give(slug):
        _, said = terms(delegating, space=delegating.scene.world.body(slug))
        given = {"organisation": delegating.grouping, "office": delegating.president, "petition": petition, "now": NOW}
        return operations.give(
            actor=delegating.who(delegating.president), terms=delegating.terms(post, **said), **given
        )

    other = Body.objects.filter(kind="space").exclude(slug__in=("codir", "gmo-soutien")).order_by("slug").first()
    with pytest.raises(Invalid) as told:
        give(other.slug)
    assert told.value.field == "space"
    assert give("gmo-soutien").petitions.get() == petition


def test_on_screen_from_the_meeting_to_the_mandate(delegating, readers):
    """Who sits there reads the level of each, lacks one, asks for it from there; whoever presides gives it, in that space."""
    slug, post, codir = delegating.grouping.slug, delegating.post("direction"), delegating.scene.world.body("codir")
    with arranging():
        meeting = met(codir, TODAY + timedelta(days=9), state="convened")
    here = reverse("sittings:meeting", args=[codir.organisation.slug, meeting.pk])
    direction, president = readers.as_person(post.person), readers.as_person(delegating.president.person)
    assert "Engage les moyens déjà prévus" in direction.get(here).text
    with arranging():
        of_space(delegating).delete()
    page = direction.get(here).text
    assert "Sans mandat d’engagement" in page
    ask = reverse("delegations:ask", args=[slug, "engager-dans-un-espace"])
    assert f"{ask}?espace=codir" in page
    why = {"message": "La réunion engage du temps de l’équipe."}
    assert direction.post(f"{ask}?espace=codir", why, follow=True).status_code == 200
    petition = Petition.objects.get()
    assert petition.space == codir
    assert codir.name in president.get(reverse("home:today", args=[slug])).text
    give = reverse("delegations:give", args=[slug])
    answers = {
        "demande": str(petition.pk), "source": str(delegating.president.pk), "post": str(post.pk), "nature": "space",
        "acts": "engager-dans-un-espace", "level": "planned", "days": "", "limits": "", "means": "",
        "first": TODAY.isoformat(), "last": (TODAY + timedelta(days=300)).isoformat(),
    }  # fmt: skip
    page = president.get(give, answers | {"pas": "4"}).text
    assert f'<option value="{codir.pk}" selected>' in page
    assert president.post(give, answers | {"pas": "5", "space": str(codir.pk)}, follow=True).status_code == 200
    made = Grant.objects.get(space=codir, organisation=delegating.grouping)
    direction.post(reverse("delegations:accept", args=[slug, made.pk]))
    assert "Engage les moyens déjà prévus" in direction.get(here).text
    with arranging():
        put(meeting, state="running", chair=post.person)
        of_space(delegating).update(level="consultative")
    room = direction.get(reverse("sittings:room", args=[codir.organisation.slug, meeting.pk])).text
    assert "Consultatif" in room
    assert f"{ask}?espace=codir" in room


def test_who_sits_there_by_an_election_needs_none(delegating):
    assert unmandated(delegating.scene.world.body("college-territoire"), TODAY) == []
    assert unmandated(delegating.board, TODAY) == []


def test_it_says_which_space_with_what_weight_and_up_to_what(delegating):
    post, said = terms(delegating)
    made = delegating.by_office(post, **said)
    assert one_of(made, TODAY).acts[0].startswith(made.space.name)
    post, said = terms(delegating, level="ceiling", days=12, space=delegating.scene.world.body("codir"))
    assert "12 jours" in one_of(delegating.by_office(post, **said), TODAY).acts[0]


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("space", {"space": None}),
        ("level", {"level": ""}),
        ("days", {"level": "ceiling"}),
        ("days", {"days": 3}),
        ("days", {"level": "ceiling", "days": 0}),
        ("days", {"level": "ceiling", "days": 1001}),
        ("further", {"further": True}),
        ("nature", {"nature": "strategic"}),
    ],
)
def test_what_does_not_hold_together_is_told_on_its_field(delegating, field, more):
    post, said = terms(delegating, **more)
    with pytest.raises(Invalid) as told:
        delegating.by_office(post, **said)
    assert told.value.field == field


def test_a_board_is_no_space(delegating):
    post, said = terms(delegating, space=delegating.board)
    with pytest.raises(Invalid):
        delegating.by_office(post, **said)


def test_levels_are_read_by_who_sits_there_or_reads_the_delegation(delegating):
    """Whoever reads the meeting from elsewhere reads who sits, and no more."""
    codir = delegating.scene.world.body("codir")
    outside, sits = wearing({}), wearing({}, delegating.post("direction").person)
    asked = (codir, TODAY, TODAY)

    def level(actor, *, in_full=False):
        found = [one for one, _ in levels_at(actor, *asked, in_full=in_full)]
        (one,) = [each for each in found if each.mandate.represents == delegating.grouping]
        return one.levels, one.is_hidden

    whole = level(sits)
    assert whole[0] and not whole[1]
    assert level(outside) == ([], True) and level(outside, in_full=True) == whole
    assert level(wearing({"read": frozenset({delegating.grouping.pk})})) == whole
