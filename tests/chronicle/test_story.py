"""What an act says: every value as people say it, with its hour where it is a moment."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from kevread.attendance.operations.presence import mark_left, mark_present
from kevread.charter.models import Setting
from kevread.chronicle.queries.story import (
    DETAILED_ROWS,
    NAMED_ROWS,
    Detail,
    details_of,
    one_place,
    story,
    tell,
    tell_whole,
)
from kevread.common.actor import SYSTEM
from kevread.common.words import of
from kevread.directory.models import Organisation
from kevread.journal.models import Act, Change
from kevread.journal.operations import act
from kevread.meetings.models import Meeting
from kevread.meetings.operations import amend_meeting, answer_dates, convene, propose_dates
from kevread.meetings.rules.life import State
from kevread.seats.models import Body
from tests.conftest import NOW, arranging
from tests.factories import OrganisationFactory, PersonFactory, SettingFactory
from tests.gatherings.worlds import TONIGHT, Gathering, gathering

pytestmark = pytest.mark.django_db
FIXED = "\xa0"
DATES = [datetime(2027, 1, 11, hour, 30, tzinfo=UTC) for hour in (9, 13, 17)]


def met(state: State, **more) -> Gathering:
    with arranging():
        return gathering(state=state, **more)


def last() -> Act:
    return Act.objects.latest("at", "id")


def detail(table: str) -> Detail:
    """The row of this kind that the last act wrote."""
    return next(one for one in tell_whole(last(), SYSTEM)[0] if one.table == table)


def plain(text: str) -> str:
    return text.replace(FIXED, " ")


def test_a_meeting_that_is_completed_says_what_was_written():
    here = met(State.DRAFT)
    kept = {name: getattr(here.meeting, name) for name in ("title", "mode", "session", "is_public")}
    written = {"place": "Salle de la Touche", "link": "https://visio.exemple.fr/secret"}
    amend_meeting(actor=here.actor(), meeting=here.meeting, now=NOW, **kept | written)
    found = detail("Réunion")
    assert ("Lieu", here.meeting.place, "Salle de la Touche") in found.lines
    assert found.unread == [("Lien pour y participer", "le lien est donné à qui est convoqué")]
    assert "visio" not in str(found.lines)


def test_a_notice_names_the_meeting_before_those_whom_it_convenes():
    here = met(State.AGENDA)
    convene(actor=here.actor(), meeting=here.meeting, now=NOW)
    assert detail("Personne convoquée")
    titles = [plain(title) for title in tell([last()], SYSTEM)[0].titles]
    assert titles[0] == f"Convocation – Assemblée générale ordinaire {of(here.grouping.name)} du 18 décembre 2026"


def test_three_dates_that_are_proposed_do_not_read_alike():
    here = met(State.DRAFT, members=12, represented=0)
    options = propose_dates(actor=here.actor(), meeting=here.meeting, starts=DATES, now=NOW)
    (told,) = tell([last()], SYSTEM)
    assert [plain(title) for title in told.titles] == [
        f"11 janvier 2027 à {hour} h 30" for hour in (10, 14, 18)
    ]  # in the time of the federation
    voter = here.actor(here.members[-1].person)
    answer_dates(actor=voter, meeting=here.meeting, answers={options[0]: "if_needed"}, now=NOW)
    assert [plain(title) for title in tell([last()], SYSTEM)[0].titles] == ["11 janvier 2027 à 10 h 30"]


def test_an_arrival_and_a_departure_have_their_hour():
    here = met(State.OPEN)
    entry = here.proxies[0].giver
    noting = {"actor": here.actor(), "meeting": here.meeting, "entry": entry}
    mark_present(**noting, now=TONIGHT + timedelta(minutes=12))
    lines = {label: plain(after) for label, _, after in detail("Présence").lines}
    assert lines == {"Personne": str(entry.person), "Arrivée": "24 novembre 2026 à 18 h 42"}
    mark_left(**noting, now=TONIGHT + timedelta(minutes=95))
    assert [(label, before, plain(after)) for label, before, after in detail("Présence").lines] == [
        ("Départ", "", "24 novembre 2026 à 20 h 05")
    ]


def test_the_value_of_a_setting_is_told_by_its_words():
    with arranging():
        organisation = OrganisationFactory()
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        SettingFactory(name="L1.10.convener", organisation=organisation, value="president_or_secretary")
    found = detail("Modalité")
    assert ("Modalité", "", "Qui convoque") in found.lines
    assert ("Valeur", "", "la présidence ou le secrétariat") in found.lines
    assert tell([last()], SYSTEM)[0].titles == ["Qui convoque, la présidence ou le secrétariat"]


def test_a_box_that_is_unticked_at_first_is_not_told_and_later_is():
    label, seen = "Ouverte à tout le monde", []
    with arranging():
        here = gathering(state=State.DRAFT, is_public=False)
    (made,) = details_of([Change.objects.get(row=here.meeting.pk, before__isnull=True)], SYSTEM).values()
    assert label not in [line[0] for line in made.lines]
    for ticked in (True, False):
        with arranging():
            Meeting.objects.filter(pk=here.meeting.pk).update(is_public=ticked)
        seen += [line[1:] for line in detail("Réunion").lines if line[0] == label]
    assert seen == [("non", "oui"), ("oui", "non")]


def test_a_verb_that_no_room_has_any_more_is_told_all_the_same():
    with act("tests.try", actor=SYSTEM, about=None, now=NOW):
        OrganisationFactory(name="Ancienne")
    found = last()
    found.verb = "seats.levitate"
    assert tell([found], SYSTEM)[0].sentence == "a agi"


def test_a_long_act_tells_its_first_rows_and_how_many_others():
    with arranging():
        PersonFactory.create_batch(DETAILED_ROWS + 3)
    details, more, _ = tell_whole(last(), SYSTEM)
    assert (len(details), more) == (DETAILED_ROWS, 3)
    (told,) = tell([last()], SYSTEM)
    assert (len(told.titles), told.more) == (NAMED_ROWS, DETAILED_ROWS)


@pytest.mark.parametrize(("many", "named", "more"), [(3, 3, 0), (4, 4, 0), (5, 3, 2)])
def test_one_row_more_is_named_rather_than_counted(many: int, named: int, more: int):
    with arranging():
        PersonFactory.create_batch(many)
    (told,) = tell([last()], SYSTEM)
    assert (len(told.titles), told.more) == (named, more)


def test_what_was_removed_since_is_said_so():
    with arranging():
        organisation = OrganisationFactory()
        setting = SettingFactory(name="L1.10.convener", organisation=organisation, value="president")
    with arranging():
        Setting.objects.filter(pk=setting.pk).delete()
    found = detail("Modalité")
    assert found.removed
    assert ("Valeur", "la présidence", "") in found.lines
    assert not re.search(r"[0-9a-f]{8}-", str(found.lines))


def test_a_body_is_told_with_its_organisation_where_the_page_is_not_about_that_one_alone():
    here = met(State.DRAFT)
    name, whose = here.assembly.name, f"{here.assembly.name} {of(here.grouping.name)}"
    with act("tests.try", actor=SYSTEM, about=here.grouping, now=NOW):
        Meeting.objects.filter(pk=here.meeting.pk).update(place="Ici")
    at_home = last()
    with arranging():
        head = Organisation.objects.filter(scale="head").first() or OrganisationFactory(scale="head")
    with act("tests.try", actor=SYSTEM, about=head, now=NOW + timedelta(hours=1)):
        Meeting.objects.filter(pk=here.meeting.pk).update(place="Là")
    elsewhere = last()

    def titles(*acts: Act) -> list[str]:
        return [title.partition(",")[0] for told in tell(list(acts), SYSTEM) for title in told.titles]

    assert titles(at_home) == [name]
    assert titles(elsewhere) == [whose]
    assert titles(at_home, elsewhere) == [whose, whose]
    assert one_place([at_home, elsewhere]) is None and one_place([at_home, at_home]) == here.grouping.pk
    assert [one.title.partition(",")[0] for one in tell_whole(at_home, SYSTEM)[0]] == [name]
    assert [one.title.partition(",")[0] for one in tell_whole(elsewhere, SYSTEM)[0]] == [whose]
    assert {one.details[0].title.partition(",")[0] for one in story(SYSTEM, here.meeting.pk)} == {whose}


def test_a_body_that_has_a_name_of_its_own_keeps_it():
    with arranging():
        head, grouping = OrganisationFactory(scale="head"), OrganisationFactory(scale="grouping")
        named = [
            Body(organisation=head, kind="bureau", name="Bureau élargi"),
            Body(organisation=grouping, kind="space", name="Collège du pays"),
            Body(organisation=head, kind="board", name=Body.Kind.BOARD.label),
        ]
    whose = f"{Body.Kind.BOARD.label} {of(head.name)}"
    assert [one.told_within(None) for one in named] == ["Bureau élargi", "Collège du pays", whose]
    assert named[2].told_within(head.pk) == Body.Kind.BOARD.label
