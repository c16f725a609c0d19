"""Permissions that come from what one is in the thing itself, held against the nearest who is not."""

from copy import copy
from dataclasses import replace

import pytest

from kevread.attendance import permissions as of_attendance
from kevread.common.actor import NOBODY, SYSTEM, Actor
from kevread.directory import permissions as of_directory
from kevread.directory.models import Person
from kevread.documents import permissions as of_documents
from kevread.documents.operations import Asked, keep_version
from kevread.meetings import permissions as of_meetings
from kevread.meetings.models import Proxy
from kevread.meetings.rules.life import State
from kevread.rhythm import permissions as of_rhythm
from kevread.seats import permissions as of_seats
from kevread.seats.models import Mandate
from kevread.territory.permissions import may_load_geography
from kevread.votes import permissions as of_votes
from tests.conftest import NOW, TODAY, arranging
from tests.documents.papers import EXAMPLES
from tests.factories import OrganisationFactory, PersonFactory
from tests.gatherings.polling import SECRET, opened, under_way
from tests.gatherings.preparing import by, ready
from tests.gatherings.worlds import Gathering
from tests.seats.scene import Scene

from .asking import wearing
from .of_directory import kept
from .test_visible import everywhere, hatless, wears

pytestmark = pytest.mark.django_db


def granted(may, actors: list[Actor], *rest: object) -> list[bool]:
    return [bool(may(actor, *rest)) for actor in actors]


def bare() -> Person:
    with arranging():
        return PersonFactory()


# Meetings.


def test_nobody_is_the_chair_of_a_sitting_that_has_none():
    met = ready(State.CONVENED)
    assert met.meeting.chair_id is met.meeting.secretary_id is None
    assert granted(of_attendance.may_note, [NOBODY, hatless(bare())], met.meeting) == [False, False]
    assert granted(of_attendance.may_run, [NOBODY, hatless(bare())], met.meeting) == [False, False]
    assert granted(of_votes.may_run_poll, [NOBODY, hatless(bare())], met.meeting) == [False, False]


def test_one_answers_for_oneself_and_prints_ones_own_proxy():
    met = ready(State.CONVENED)
    entry, other = met.entries[:2]
    prepares = wears("prepare_meeting", met.grouping)
    people = [by(entry), by(other), prepares, NOBODY, SYSTEM]
    assert granted(of_meetings.may_answer, people, entry) == [True, False, False, False, False]
    assert granted(of_meetings.may_print_proxy, people, entry) == [True, False, True, False, True]
    assert granted(of_meetings.may_print_notice, people, entry) == [True, False, True, False, True]


def test_a_proxy_that_came_on_paper_is_withdrawn_by_who_prepares_and_no_other():
    met = ready(State.CONVENED)
    giver, holder, third = met.entries[:3]
    prepares = wears("prepare_meeting", met.grouping)
    people = [by(giver), by(holder), by(third), prepares, NOBODY]
    for on_paper in (True, False):
        proxy = Proxy(giver=giver, holder=holder, given_at=NOW, on_paper=on_paper)
        assert granted(of_meetings.may_withdraw_proxy, people, proxy) == [True, True, False, on_paper, False]


def test_dates_are_chosen_by_those_who_would_be_convened():
    met = ready(State.DRAFT)
    sitting = [mandate.person for mandate in met.members]
    people = [hatless(sitting[0]), hatless(bare()), NOBODY, wears("prepare_meeting", met.grouping)]
    assert granted(of_meetings.may_answer_dates, people, met.meeting, sitting) == [True, False, False, False]


def test_a_notice_is_sent_by_the_right_or_by_those_whom_the_articles_name():
    met = ready(State.AGENDA)
    named, other = met.president, met.holder("treasurer")
    people = [
        hatless(named),
        hatless(other),
        NOBODY,
        wears("convene", met.grouping),
        wears("prepare_meeting", met.grouping),
    ]
    assert granted(of_meetings.may_convene, people, met.assembly, [named]) == [True, False, False, True, False]


def test_a_calendar_is_ones_own_and_of_what_one_reads():
    met = ready(State.DRAFT)
    me, other = bare(), bare()
    reads = frozenset({met.grouping.pk})
    actors = [
        wearing({"read": reads}, me),
        wearing({"read": reads}, other),
        wearing({"prepare_meeting": reads}, me),
        hatless(me),
        NOBODY,
    ]
    of_body, of_all = (met.assembly, None), (None, met.grouping)
    for where in (of_body, of_all):
        assert granted(of_rhythm.may_follow, actors, me, *where) == [True, False, False, False, False]
    assert granted(of_rhythm.may_follow, actors, me) == [True, False, True, True, False]


# Votes.


def test_a_share_is_its_keeper_s_and_secrecy_is_asked_by_a_voter():
    with arranging():
        met: Gathering = under_way(members=12)
    poll, codes = opened(met, SECRET)
    keeper, other = list(codes)[:2]
    scrutineer = poll.scrutineers.select_related("entry__person").get(entry=keeper)
    people = [by(keeper), by(other), NOBODY, wears("prepare_meeting", met.grouping)]
    assert granted(of_votes.may_scrutinise, people, scrutineer) == [True, False, False, False]
    guest = next(entry for entry in met.guests)
    assert granted(of_votes.may_ask_secrecy, [by(keeper), by(guest), NOBODY, hatless(bare())], poll) == [
        True, False, False, False,
    ]  # fmt: skip


# The territory, the directory and documents.


def test_geography_is_loaded_by_kevread_alone(scene: Scene):
    assert granted(may_load_geography, [SYSTEM, NOBODY, scene.coordination]) == [True, False, False]


def test_who_is_outside_the_network_is_amended_by_those_who_keep_all_of_it():
    with arranging():
        outside = OrganisationFactory(name="Fonds de l’Ouest")
    right = "register_organisation"
    people = [SYSTEM, everywhere(right), wears(right, outside), everywhere("register_person"), NOBODY]
    assert granted(of_directory.may_amend_organisation, people, outside) == [True, True, False, False, False]


def test_a_sheet_is_amended_by_its_organisation_until_it_signs_in(scene: Scene):
    person, right = bare(), "register_person"
    people = [
        SYSTEM, hatless(person), everywhere(right), wears(right, scene.first), wears(right, scene.second), NOBODY,
        hatless(bare()), everywhere("register_organisation"),
    ]  # fmt: skip
    kept_by = scene.first.pk
    first = [True, True, True, True, False, False, False, False]
    assert granted(of_directory.may_amend_person, people, person, kept_by) == first
    assert granted(of_directory.may_amend_person, people, person, None) == [*first[:3], *[False] * 5]
    person.account_id = kept_by
    assert granted(of_directory.may_amend_person, people, person, kept_by) == [*first[:3], *[False] * 5]
    assert granted(of_directory.may_consent, people, person) == [True, True, *[False] * 6]


def test_a_version_is_signed_once_by_who_is_asked_and_while_it_is_the_last(scene: Scene):
    asked, other = scene.administrator_of(scene.first), scene.administrator_of(scene.first)
    more = {"source": EXAMPLES["minutes"], "asked": [Asked(asked, "Présidence")]}
    version = kept(scene.first, kind="minutes", **more)
    people = [hatless(asked), hatless(other), NOBODY, SYSTEM]
    assert granted(of_documents.may_sign, people, version, TODAY) == [True, False, False, False]
    keep_version(actor=SYSTEM, document=version.document, corrects="Une faute", now=NOW, **more)
    assert granted(of_documents.may_sign, people, version, TODAY) == [False] * 4


# Seats.


def test_what_was_recorded_as_existing_is_annulled_by_those_who_record(scene: Scene):
    """One who decides is enough for a mandate that was filled, not for one that departs from a rule."""
    where = scene.grouping
    corrects, records = wears("correct_mandate", where), wears("record_existing", where)
    decides, both = (
        wearing({right: frozenset({where.pk}) for right in ("correct_mandate", other)})
        for other in ("decide_seats", "record_existing")
    )
    people = [corrects, records, decides, both, NOBODY]
    mandate = scene.world.holder(f"{where.slug}-board", "administrator", represents=scene.first)
    assert granted(of_seats.may_annul, people, mandate) == [False, False, True, False, False]
    mandate.origin = Mandate.Origin.EXISTING
    assert granted(of_seats.may_annul, people, mandate) == [False, False, False, True, False]


def test_a_secretariat_that_is_entrusted_seats_others_and_whoever_presides_themselves_too(scene: Scene):
    actor = wears("fill_seat", scene.grouping)
    me, other = Person.objects.get(pk=actor.person), bare()
    entrusted = replace(actor, hats=tuple(replace(hat, role="secretariat") for hat in actor.hats))
    for who, oneself in ((actor, True), (entrusted, False)):
        assert bool(of_seats.may_fill(who, scene.board, person=me)) is oneself
        assert of_seats.may_fill(who, scene.board, person=other)
        assert of_seats.may_fill(who, scene.board)


def test_an_entrusted_secretariat_corrects_no_mandate_in_its_own_favour(scene: Scene):
    actor = wearing({right: frozenset({scene.grouping.pk}) for right in ("correct_mandate", "decide_seats")})
    me, other = Person.objects.get(pk=actor.person), bare()
    entrusted = replace(actor, hats=tuple(replace(hat, role="secretariat") for hat in actor.hats))
    mandate = scene.world.holder(f"{scene.grouping.slug}-board", "administrator", represents=scene.first)
    assert [bool(of_seats.may_correct(actor, mandate, person=one)) for one in (me, other)] == [True, True]
    assert [bool(of_seats.may_correct(entrusted, mandate, person=one)) for one in (me, other)] == [False, True]


def test_who_is_represented_names_nobody_in_a_team(scene: Scene):
    """A post is given by the organisation of the team, whoever it is said to be for."""
    names = wears("fill_seat", scene.first)
    post = copy(scene.seat(f"{scene.grouping.slug}-team", "delegate"))
    post.one_per = scene.board.one_per
    assert of_seats.may_fill(names, scene.board, represents=scene.first)
    assert not of_seats.may_fill(names, post, represents=scene.first)
    assert not of_seats.may_fill(wears("hire", scene.first), post, represents=scene.first)
    assert of_seats.may_fill(wears("hire", scene.grouping), post, represents=scene.first)
    assert not of_seats.may_fill(wears("fill_seat", scene.grouping), post)
