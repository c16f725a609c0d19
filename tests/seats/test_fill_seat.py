"""A seat is filled by an eligible person, when it has a place, and when no blocking article holds less well than before."""

from datetime import date, timedelta

import pytest

from kevread.charter.engine import verdicts
from kevread.charter.sentences import speak
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.common.verdicts import Severity, Verdict
from kevread.journal.models import Act
from kevread.seats.models import Mandate
from kevread.seats.operations import end_mandate, fill_seat
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import AffiliationFactory, OrganisationFactory, PersonFactory, SettingFactory, since

from .conftest import OPEN, looked_at

UNKEPT = date(2020, 1, 1)  # no register of decisions was kept that day
ELECTION = Mandate.Origin.ELECTION


def fill(scene, person, *, seat=None, represents=None, period=OPEN, actor=None, **more):
    return fill_seat(
        actor=actor or scene.presidency,
        seat=seat or scene.board,
        person=person,
        represents=represents,
        period=period,
        origin=more.pop("origin", ELECTION),
        note=more.pop("note", "Assemblée d’avant le registre"),
        decided_on=more.pop("decided_on", UNKEPT),
        now=NOW,
        **more,
    )


def test_an_eligible_person_takes_a_free_place(scene):
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    mandate = fill(scene, person, represents=scene.first)
    assert mandate in Mandate.objects.on(TODAY)
    act = Act.objects.latest("id")
    assert (act.verb, act.organisation, act.person) == ("seats.fill", scene.grouping.pk, scene.presidency.person)
    assert act.mandate == scene.world.holder(f"{scene.grouping.slug}-board", "president").pk


def test_a_third_person_of_a_local_is_refused_by_the_article_and_nothing_is_written(scene):
    person = scene.administrator_of(scene.first)
    before = Mandate.objects.count(), Act.objects.count()
    with pytest.raises(Refused) as refused:
        fill(scene, person, represents=scene.first)
    assert refused.value.rule == "R3.7"
    assert refused.value.text.startswith("Le conseil d’un groupement se compose de deux")
    assert refused.value.sentence.startswith(f"Ce siège ne peut pas être confié à {person.short_name}")
    assert f"{scene.first.name} y a déjà " in refused.value.sentence
    assert ".." not in refused.value.sentence
    assert [way.label for way in refused.value.ways] == ["Voir les personnes éligibles", "Mettre fin à un mandat"]
    assert (Mandate.objects.count(), Act.objects.count()) == before


def test_the_limit_follows_its_setting(scene):
    person = scene.administrator_of(scene.first)
    with arranging():
        setting = SettingFactory._meta.model.objects.get(name="R3.7.representatives_per_member")
        setting.value = 3
        setting.save()
    assert fill(scene, person, represents=scene.first)


def test_a_limit_that_will_be_lower_later_is_upheld_later(scene):
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    with arranging():
        setting = SettingFactory._meta.model.objects.get(name="R3.7.representatives_per_member")
        setting.period = since(last=date(2027, 6, 30))
        setting.save()
        SettingFactory(value=1, period=since(date(2027, 7, 1)))
    with pytest.raises(Refused, match="1er juillet 2027"):
        fill(scene, person, represents=scene.first)
    assert fill(scene, person, represents=scene.first, period=Period.through(TODAY, date(2027, 6, 30)))


def test_a_third_person_is_refused_on_a_later_day_of_the_period_too(scene):
    """The place is free until somebody else's mandate, already written, begins."""
    leaver = scene.free_a_place(scene.first)
    later = TODAY + timedelta(days=90)
    coming, person = scene.administrator_of(scene.first), scene.administrator_of(scene.first)
    fill(scene, coming, represents=scene.first, period=Period(later))
    with pytest.raises(Refused) as refused:
        fill(scene, person, represents=scene.first)
    assert refused.value.rule == "R3.7"
    assert "22 février 2027" in refused.value.sentence
    assert fill(scene, person, represents=scene.first, period=Period(TODAY, later)).seat == leaver.seat


def test_who_does_not_sit_on_the_board_of_the_local_is_refused(scene, somebody):
    scene.free_a_place(scene.first)
    with pytest.raises(Refused) as refused:
        fill(scene, somebody, represents=scene.first)
    assert refused.value.rule == "R3.7"
    assert f"Anne M. ne siège pas au conseil de {scene.first.name}" in refused.value.sentence


def test_who_sits_on_the_board_of_another_local_is_refused(scene):
    scene.free_a_place(scene.first)
    with pytest.raises(Refused, match="ne siège pas au conseil de"):
        fill(scene, scene.administrator_of(scene.second), represents=scene.first)


OFFICES = ("president", "vice-president", "secretary", "treasurer")


@pytest.mark.parametrize("title", OFFICES)
def test_a_third_person_of_a_local_on_behalf_of_nobody_is_refused_too(scene, title):
    """The document composes the board of two administrators of each pôle, in whoever's name they sit (R3.7/1)."""
    board, actor = f"{scene.grouping.slug}-board", scene.presidency
    seat = scene.seat(board, title)
    with arranging():
        scene.world.mandates(board, title).delete()
    while scene.world.mandates(board).filter(represents=scene.first).count() < 2:
        one = scene.administrator_of(scene.first)
        with arranging():
            scene.world.seated(board, "administrator", represents=scene.first, person=one)
    person = scene.administrator_of(scene.first)
    before = Mandate.objects.count(), Act.objects.count()
    with pytest.raises(Refused) as refused:
        fill(scene, person, seat=seat, actor=actor)
    assert (refused.value.rule, Mandate.objects.count(), Act.objects.count()) == ("R3.7", *before)
    assert refused.value.text.startswith("Le conseil d’un groupement se compose de deux")
    with arranging():
        scene.world.mandates(board, "administrator").filter(represents=scene.first).latest("pk").delete()
    assert fill(scene, person, seat=seat, actor=actor).represents is None
    assert not looked_at("R3.7/3", scene.grouping, TODAY), "an administrator of a pôle is of it"


@pytest.mark.parametrize("title", OFFICES[1:])
def test_a_third_person_of_a_local_is_refused_whatever_the_seat(scene, title):
    seat = scene.seat(f"{scene.grouping.slug}-board", title)
    with pytest.raises(Refused) as refused:
        fill(scene, scene.administrator_of(scene.first), seat=seat, represents=scene.first)
    assert refused.value.rule == "R3.7"
    scene.free_a_place(scene.first)
    assert fill(scene, scene.administrator_of(scene.first), seat=seat, represents=scene.first)


@pytest.mark.parametrize("title", OFFICES[1:])
def test_that_nobody_else_sits_there_is_our_reading_and_refuses_nobody(scene, somebody, title):
    """The document does not say it: it is looked at. On behalf of the grouping itself means nothing."""
    seat = scene.seat(f"{scene.grouping.slug}-board", title)
    with pytest.raises(Invalid) as invalid:
        fill(scene, somebody, seat=seat, represents=scene.grouping)
    assert invalid.value.field == "represents" and not looked_at("R3.7/3", scene.grouping, TODAY)
    assert fill(scene, somebody, seat=seat)
    assert looked_at("R3.7/3", scene.grouping, TODAY)


def test_a_direct_member_may_preside_and_takes_one_of_their_seats(scene, somebody):
    """R2.4 counts the seats of direct members, whichever they are."""
    with arranging():
        SettingFactory(name="R2.4.direct_member_seats", value=1)
    seat = scene.seat(f"{scene.grouping.slug}-board", "secretary")
    with pytest.raises(Refused) as refused:
        fill(scene, somebody, seat=seat, represents=scene.world.direct_member)
    assert refused.value.rule == "R2.4"
    with arranging():
        scene.world.mandates(f"{scene.grouping.slug}-board", "direct-member").delete()
    assert fill(scene, somebody, seat=seat, represents=scene.world.direct_member)


def test_a_local_that_leaves_the_grouping_is_represented_no_more_and_that_is_looked_at(scene):
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first)
    with arranging():
        scene.first.affiliations.filter(of=scene.grouping).update(period=since(last=date(2027, 6, 30)))
    fill(scene, person, represents=scene.first)
    assert not looked_at("R3.7/3", scene.grouping, date(2027, 6, 30))
    assert looked_at("R3.7/3", scene.grouping, date(2027, 7, 1))


def test_a_working_group_of_the_head_admits_people_who_represent_nobody(scene, somebody):
    with arranging():
        scene.world.seated("cress-team", "coordination", person=somebody)
    assert fill(
        scene, somebody, seat=scene.seat("groupe-travail-communication", "member-head"), actor=scene.coordination
    )


@pytest.mark.parametrize("family", ["", "mutuelles"])
def test_whoever_keeps_the_accounts_of_the_head_and_sits_for_nobody_is_looked_at(scene, somebody, family):
    seat = scene.seat("cress-board", "treasurer")
    assert fill(scene, somebody, seat=seat, family=family, actor=scene.actor("cress-board", "president"))
    assert looked_at("R4.10/4", scene.world.head, TODAY) is not bool(family)


def test_a_third_administrator_of_a_local_is_refused_in_whatever_seat(scene):
    third = scene.administrator_of(scene.first)
    member = scene.world.direct_member
    with pytest.raises(Refused) as refused:
        fill(scene, third, seat=scene.seat(f"{scene.grouping.slug}-board", "direct-member"), represents=member)
    assert refused.value.rule == "R3.7"


@pytest.mark.parametrize("until_later", [False, True])
def test_who_sits_above_already_counts_once_seated_at_home(scene, until_later):
    """R3.7 is upheld where they sit, from today or from the day on which a third comes to that board."""
    person = scene.world.holder(f"{scene.grouping.slug}-board", "direct-member").person
    if until_later:
        scene.free_a_place(scene.first)
        fill(scene, scene.administrator_of(scene.first), represents=scene.first, period=Period(date(2027, 1, 15)))
    president = scene.actor(f"{scene.first.slug}-board", "president")
    with pytest.raises(Refused) as refused:
        fill(scene, person, seat=scene.seat(f"{scene.first.slug}-board", "administrator"), actor=president)
    assert refused.value.rule == "R3.7"


def test_the_board_of_a_local_and_the_bureau_of_a_grouping_ask_for_no_one_to_represent(scene, somebody):
    assert fill(scene, somebody, seat=scene.seat(f"{scene.grouping.slug}-bureau", "member"))
    seat = scene.seat(f"{scene.first.slug}-board", "vice-president")
    assert fill(scene, somebody, seat=seat, actor=scene.president_of(scene.first))


def test_who_leaves_the_board_of_the_local_before_the_end_is_refused_from_that_day(scene):
    scene.free_a_place(scene.first)
    person = scene.administrator_of(scene.first, period=since(last=date(2027, 6, 30)))
    with pytest.raises(Refused, match="1er juillet 2027"):
        fill(scene, person, represents=scene.first)
    assert fill(scene, person, represents=scene.first, period=Period.through(TODAY, date(2027, 6, 30)))


def test_an_employed_director_may_sit_on_the_board_of_their_employer_and_the_doctrine_says_so(scene):
    """The law does not forbid it: a warning with its reason, never a refusal (L1.20)."""
    director = scene.world.holder(f"{scene.grouping.slug}-team", "direction").person
    scene.free_a_place(scene.first)
    with arranging():
        scene.world.seated(f"{scene.first.slug}-board", "administrator", person=director)
    assert fill(scene, director, represents=scene.first)
    (found,) = [f for f in verdicts(TODAY, rules=["L1.20"], organisations=[scene.grouping.pk]) if f.clause.number == 1]
    assert (found.verdict, found.severity) == (Verdict.BREACHES, Severity.WARNING)
    assert "C’est une doctrine, et non la loi." in speak([found], TODAY)[0].sentence


def test_somebody_on_the_board_may_be_hired_at_the_direction_of_their_employer(scene):
    member = scene.world.holder(f"{scene.grouping.slug}-board", "president").person
    post = scene.seat(f"{scene.grouping.slug}-team", "direction")
    end_mandate(
        actor=scene.presidency,
        mandate=scene.world.holder(f"{scene.grouping.slug}-team", "direction"),
        last=TODAY - timedelta(days=1),
        reason="departure",
        now=NOW,
    )
    assert fill(scene, member, seat=post, origin="hiring", actor=scene.presidency)


def test_a_third_representative_of_a_grouping_at_the_head_is_refused(scene):
    seat = scene.seat("cress-board", "representative-territoire")
    person = scene.administrator_of(scene.first)
    with pytest.raises(Refused) as refused:
        fill(scene, person, seat=seat, represents=scene.grouping)
    assert refused.value.rule in ("R3.13", "R4.10")


def test_a_second_vice_president_of_a_grouping_is_refused(scene, somebody):
    seat = scene.seat("cress-bureau", "vice-president-grouping")
    with pytest.raises(Refused, match="une seule place pour"):
        fill(scene, somebody, seat=seat, represents=scene.grouping)


def test_more_people_than_places_are_refused(scene, somebody):
    seat = scene.seat(f"{scene.first.slug}-board", "president")
    holder = scene.world.holder(f"{scene.first.slug}-board", "president").person
    with pytest.raises(
        Refused,
        match=f"une seule place, et le 24 novembre 2026 y siège déjà {holder.short_name[:-1]}[.] Aucun article",
    ):
        fill(scene, somebody, seat=seat, actor=scene.president_of(scene.first))


def test_the_last_place_of_a_grouping_goes_to_somebody_of_its_own_board(scene, somebody):
    """R3.14: one at least of the representatives sits on the grouping's own board."""
    for mandate in Mandate.objects.filter(seat__body__slug="cress-board", represents=scene.grouping):
        asked = {"last": TODAY - timedelta(days=1), "reason": "resignation", "note": "Lettre du 20 novembre, reçue"}
        end_mandate(actor=scene.coordination, mandate=mandate, now=NOW, **asked)
    seat = scene.seat("cress-board", "representative-territoire")
    fill(scene, somebody, seat=seat, represents=scene.grouping)
    other = scene.administrator_of(scene.first)
    with pytest.raises(Refused) as refused:
        fill(scene, other, seat=seat, represents=scene.grouping)
    assert refused.value.rule == "R3.14"
    member = scene.world.holder(f"{scene.grouping.slug}-board", "vice-president").person
    assert fill(scene, member, seat=seat, represents=scene.grouping)


def test_the_steering_committee_is_for_directors(scene, somebody):
    seat = scene.seat("codir", "member")
    with arranging():
        mandate = scene.world.holder("codir", "member", represents=scene.grouping)
        mandate.period = (mandate.period.lower, TODAY)
        mandate.save()
    with pytest.raises(Refused) as refused:
        fill(scene, somebody, seat=seat, represents=scene.grouping)
    assert refused.value.rule == "R4.16"
    assert fill(scene, mandate.person, seat=seat, represents=scene.grouping)


def test_a_seat_of_direct_members_is_for_their_representatives(scene, somebody):
    seat = scene.seat(f"{scene.grouping.slug}-board", "direct-member")
    with pytest.raises(Refused, match="adhérent direct"):
        fill(scene, somebody, seat=seat, represents=scene.first)
    with arranging():
        member = AffiliationFactory(member=OrganisationFactory(), of=scene.grouping).member
    assert fill(scene, somebody, seat=seat, represents=member)


def test_nobody_sits_twice_in_the_same_body(scene):
    member = scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.first).person
    seat = scene.seat(f"{scene.grouping.slug}-board", "treasurer")
    with pytest.raises(
        Refused, match=r"déjà un mandat dans cette instance \(Administrateur·rice depuis le 26 septembre"
    ):
        fill(scene, member, seat=seat, represents=scene.first)


def test_somebody_may_hold_two_posts_of_a_team(scene):
    delegate = scene.world.holder(f"{scene.grouping.slug}-team", "delegate").person
    seat = scene.seat(f"{scene.grouping.slug}-team", "support")
    assert fill(scene, delegate, seat=seat, origin="hiring")
    with pytest.raises(Refused, match="déjà un mandat"):
        fill(scene, delegate, seat=seat, origin="hiring")


def test_a_mandate_that_ends_before_it_begins_cannot_be_written():
    with pytest.raises(ValueError, match="précède le début"):
        Period.through(TODAY, TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"period": Period(None, TODAY)}, "first"),
        ({"period": Period(date(1801, 1, 1))}, "first"),
        ({"period": Period(date(2024, 1, 1))}, "first"),
        ({"period": Period.through(TODAY, date(2199, 1, 1))}, "last"),
        ({"origin": "existing"}, "origin"),
        ({"origin": "unheard"}, "origin"),
        ({"family": "unheard"}, "family"),
        ({"represents": None}, "represents"),
    ],
)
def test_what_is_typed_wrong_is_said_on_its_field(scene, change, field):
    person = scene.administrator_of(scene.first)
    with pytest.raises(Invalid) as invalid:
        fill(scene, person, **{"represents": scene.first} | change)
    assert invalid.value.field == field


def test_a_local_of_another_grouping_has_no_place_here(scene):
    stranger = scene.world.locals[scene.world.groupings[1]][0]
    with pytest.raises(Invalid) as invalid:
        fill(scene, scene.administrator_of(stranger), represents=stranger)
    assert invalid.value.field == "represents"


def test_a_seat_of_a_family_names_a_family_and_no_organisation(scene, somebody):
    seat, presides = scene.seat("cress-board", "representative-famille"), scene.actor("cress-board", "president")
    for wrong in ({}, {"family": "unheard"}, {"family": "mutuelles", "represents": scene.grouping}):
        with pytest.raises(Invalid):
            fill(scene, somebody, seat=seat, actor=presides, **wrong)
    assert fill(scene, somebody, seat=seat, family="mutuelles", actor=presides)


def test_a_body_that_closes_takes_no_mandate_beyond(scene, somebody):
    with arranging():
        body = scene.world.body("groupe-travail-communication")
        body.period = since(last=date(2027, 1, 31))
        body.save()
    seat = scene.seat("groupe-travail-communication", "member")
    seat.body.refresh_from_db()
    with pytest.raises(Invalid) as invalid:
        fill(scene, somebody, seat=seat, represents=scene.grouping)
    assert invalid.value.field == "last"


def test_who_has_no_right_there_is_denied_before_anything_else(scene):
    person = scene.administrator_of(scene.first)
    elsewhere = scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")
    with pytest.raises(Denied):
        fill(scene, person, represents=scene.first, actor=elsewhere)
    assert actor_of(person, TODAY).hats
    with pytest.raises(Denied):
        fill(scene, PersonFactory.build(), represents=scene.first, actor=actor_of(person, TODAY))
