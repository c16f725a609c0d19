"""A recruitment: the need, who applied, who is associated, the written view of the pôle, then the decision."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.facts import Organisations
from kevread.common.periods import day_in_words
from kevread.common.words import of
from kevread.directory.models import Person
from kevread.privacy.queries.retention import rows_of
from kevread.staff.models import Assignment, Contract
from kevread.supervision.facts import board_members_lacking
from kevread.supervision.loader import acts
from kevread.supervision.models import Candidate
from kevread.supervision.operations import add_candidate, ask_line, associate, drop, release, remove_candidate
from kevread.supervision.operations.closing import without
from kevread.supervision.queries.lacking import Short, lacking, panel_short
from kevread.supervision.queries.matters import shown
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory, SettingFactory, since
from tests.gatherings.decided import decided
from tests.worlds import LAST_YEAR, put

from .conftest import later
from .test_screens import client_of, page

pytestmark = pytest.mark.django_db
PANEL = "R6.6.board_members_associated"


@pytest.fixture
def matter(two):
    return two.raised("recrutement")


def applied(two, matter, name="Zoé Lagarde", **more):
    asked = {"actor": two.direction, "received_on": TODAY, "now": NOW}
    return add_candidate(matter=matter, name=name, **asked | more)


def test_a_post_has_one_recruitment_open_at_a_time(two, matter):
    with pytest.raises(Refused, match="déjà ouvert pour"):
        two.raised("recrutement")
    drop(actor=two.direction, matter=matter, reason="Le besoin a changé.", now=NOW)
    assert two.raised("recrutement")


def test_once_the_pole_wrote_its_view_nothing_is_lacking(two, matter):
    chosen = applied(two, matter)
    two.said(matter, "pole")
    assert lacking(matter, acts().acts["recrutement"], TODAY) == []
    authority = two.settled(matter, chosen=chosen).authority
    assert authority.startswith("Par délégation de") and "Décidé sans" not in authority
    assert Candidate.objects.get(pk=chosen.pk).is_chosen


def test_the_view_of_the_pole_is_our_proposal_and_refuses_nothing(two, matter):
    """It is asked, awaited until a day, and the decision says that it was taken without (decision 293)."""
    last = TODAY + timedelta(days=acts().acts["recrutement"].view_days)
    (told,) = lacking(matter, acts().acts["recrutement"], TODAY)
    assert of(two.pole.name) in told and "c’est notre proposition" in told and day_in_words(last) in told
    assert two.settled(matter).authority.endswith(f" Décidé sans : {two.pole.name}.")


def test_what_a_decision_lacks_is_kept_whole_however_long_its_authority(two, matter):
    said = without(matter, acts().acts["recrutement"], "a" * 400, TODAY)
    assert len(said) == 300 and said.endswith(f"a Décidé sans : {two.pole.name}.")


def test_a_territorial_post_says_at_which_pole_a_shared_one_needs_none(two):
    stranger = two.scene.world.locals[two.scene.world.groupings[1]][0]
    for poles in ([], [stranger]):
        with pytest.raises(Invalid) as refusal:
            two.raised("recrutement", poles=poles)
        assert refusal.value.field == "poles"
    shared = two.raised("recrutement", post=two.shared, poles=[])
    assert two.settled(shared).outcome == "decided", "no pôle is asked of a shared post"


def test_the_board_is_associated_as_the_grouping_decided(two, matter):
    """R6.6: for a territorial delegate, and for nobody else."""
    with arranging():
        SettingFactory(name=PANEL, value=2, organisation=two.grouping)
    two.said(matter, "pole")
    spec = acts().acts["recrutement"]
    assert lacking(matter, spec, TODAY) == [
        f"{two.grouping.name} a choisi d’associer 2 membres de son conseil : il en manque 2. La décision le dira."
    ]
    members = [two.scene.world.holder(f"{two.grouping.slug}-board", title) for title in ("president", "vice-president")]
    team = two.scene.world.holder(f"{two.grouping.slug}-team", "direction")
    for mandate in (members[0], team):
        associate(actor=two.direction, matter=matter, mandate=mandate, now=NOW)
    assert panel_short(matter, spec, TODAY) == Short(2, 1), "whoever is of the team is not of the board"
    second = associate(actor=two.direction, matter=matter, mandate=members[1], now=NOW)
    release(actor=two.direction, panelist=second, now=NOW)
    assert panel_short(matter, spec, TODAY) == Short(2, 1)
    assert without(matter, spec, "", TODAY) == "Il manque 1 des 2 membres du conseil à associer."
    associate(actor=two.direction, matter=matter, mandate=members[1], now=NOW)
    assert "Il manque" not in two.settled(matter).authority
    assert two.settled(two.raised("recrutement", post=two.shared, poles=[])).outcome == "decided"


def test_whoever_left_the_board_since_is_not_associated_any_more(two, matter):
    with arranging():
        SettingFactory(name=PANEL, value=1, organisation=two.grouping)
    two.said(matter, "pole")
    member = two.scene.world.holder(f"{two.grouping.slug}-board", "vice-president")
    associate(actor=two.direction, matter=matter, mandate=member, now=NOW)
    for gone in ({"period": since(date(2025, 1, 1), TODAY - timedelta(days=1))}, {"end_reason": "mistake"}):
        with arranging():
            put(member, **gone)
        assert panel_short(matter, acts().acts["recrutement"], TODAY) == Short(1, 1)
        with arranging():
            put(member, period=since(date(2025, 1, 1)), end_reason="")
    assert panel_short(matter, acts().acts["recrutement"], TODAY) is None
    assert "Il manque" not in two.settled(matter).authority


def test_whoever_was_elected_again_meanwhile_is_still_associated(two, matter):
    """By the person, not by the seat under which they were associated."""
    with arranging():
        SettingFactory(name=PANEL, value=1, organisation=two.grouping)
    two.said(matter, "pole")
    member = two.scene.world.holder(f"{two.grouping.slug}-board", "vice-president")
    associate(actor=two.direction, matter=matter, mandate=member, now=NOW)
    with arranging():
        put(member, period=since(date(2025, 1, 1), TODAY - timedelta(days=1)))
        MandateFactory(seat=member.seat, person=member.person, period=since(TODAY))
    closed = two.settled(matter)
    assert closed.outcome == "decided"
    found = board_members_lacking(TODAY, Organisations(frozenset({two.grouping.pk})), "recruitment", PANEL)
    assert found[two.grouping.pk][matter.pk] == 0


def test_a_candidate_is_a_name_and_a_day(two, matter):
    with pytest.raises(Denied):
        applied(two, matter, actor=two.board)
    for name, field in (("", "name"), ("Z", "name"), ("a" * 161, "name")):
        with pytest.raises(Invalid) as refusal:
            applied(two, matter, name=name)
        assert refusal.value.field == field
    with pytest.raises(Invalid) as refusal:
        applied(two, matter, received_on=later(days=1).date())
    assert refusal.value.field == "received_on"
    applied(two, matter)
    with pytest.raises(Invalid):
        applied(two, matter, name="zoé lagarde")
    with pytest.raises(Refused, match="Personne ne candidate"):
        applied(two, two.raised("entretien-annuel"))


def test_who_applied_is_named_to_the_last_day_of_its_term_and_not_the_day_after(two, matter, settings):
    """Two years after the decision, whether or not somebody decided the purge: the matter itself is kept five."""
    applied(two, matter)
    page = reverse("supervision:matter", args=[two.grouping.slug, matter.pk])
    reader = entered_as(Person.objects.get(pk=two.direction.person), settings)
    for closed, named in ((date(2024, 11, 25), True), (date(2024, 11, 24), False)):
        with arranging():
            Candidate.objects.update(closed_on=closed)
        assert ("Zoé Lagarde" in reader.get(page).text) is named


def test_one_withdraws_until_it_is_decided(two, matter):
    first, second = applied(two, matter), applied(two, matter, "Ali Nédélec")
    remove_candidate(actor=two.direction, candidate=first, now=NOW)
    with pytest.raises(Refused, match="déjà retirée"):
        remove_candidate(actor=two.direction, candidate=first, now=NOW)
    with pytest.raises(Denied):
        remove_candidate(actor=two.board, candidate=second, now=NOW)
    drop(actor=two.direction, matter=matter, reason="Le poste n’est plus financé.", now=NOW)
    with pytest.raises(Refused):
        remove_candidate(actor=two.direction, candidate=second, now=NOW)


def test_who_is_chosen_applied_there(two, matter):
    other = applied(two, two.raised("recrutement", post=two.shared, poles=[]))
    two.said(matter, "pole")
    with pytest.raises(Invalid) as refusal:
        two.settled(matter, chosen=other)
    assert refusal.value.field == "chosen"


def test_the_names_of_those_who_applied_leave_once_their_time_is_over(two, matter):
    applied(two, matter)
    two.said(matter, "pole")
    two.settled(matter)
    assert not rows_of("recruits", later(days=-1).date()).count()
    assert rows_of("recruits", TODAY).count() == 1


def test_the_last_day_is_the_same_wherever_it_is_told(two, matter, settings):
    """On the page, on « Aujourd’hui », and for the decision: that day is in time, to its end."""
    last = TODAY + timedelta(days=acts().acts["recrutement"].view_days)
    for day, is_late in ((last, False), (last + timedelta(days=1), True)):
        (one,) = shown([matter], two.direction, day, timezone.make_aware(datetime.combine(day, time(23))))
        assert (one.awaited_until, one.is_overdue) == (last, is_late)
        (past,) = shown(
            [matter], two.direction, day, timezone.make_aware(datetime.combine(day, time(23))) + timedelta(days=9)
        )
        assert past.is_overdue is is_late
    where = reverse("supervision:matter", args=[two.grouping.slug, matter.pk])
    told = page(client_of(two.direction, settings), where)
    assert f'jusqu’au <time datetime="{last.isoformat()}">' in told


def test_nobody_chooses_who_hears_their_own_matter(two):
    direction = Person.objects.get(pk=two.direction.person)
    with arranging():
        Contract.objects.filter(pk=two.delegate.contract_id).update(person=direction)
    own = two.raised("entretien-annuel", two.scene.presidency, person=direction)
    chair = two.scene.world.holder(f"{two.grouping.slug}-board", "president")
    with pytest.raises(Denied, match="vous concerne"):
        associate(actor=two.direction, matter=own, mandate=chair, now=NOW)
    there = associate(actor=two.scene.presidency, matter=own, mandate=chair, now=NOW)
    with pytest.raises(Denied, match="vous concerne"):
        release(actor=two.direction, panelist=there, now=NOW)
    with arranging():
        Assignment.objects.filter(pk=two.delegate.pk).update(local=two.scene.second)
    with pytest.raises(Denied, match="vous concerne"):
        ask_line(actor=two.direction, matter=own, place=two.scene.second, now=NOW)
    assert ask_line(actor=two.scene.presidency, matter=own, place=two.scene.second, now=NOW).is_asked


def test_who_opened_a_matter_drops_it_while_they_read_it(two, matter):
    """Whoever left drops nothing any more, though their name is on it."""
    with arranging():
        two.scene.world.mandates(f"{two.grouping.slug}-team", "direction").update(period=LAST_YEAR)
    gone = Actor(person=two.direction.person, name="Partie")
    with pytest.raises(Denied):
        drop(actor=gone, matter=matter, reason="Elle n’est plus là.", now=NOW)
    assert drop(actor=two.scene.presidency, matter=matter, reason="Le poste attend.", now=NOW).outcome == "dropped"


def test_a_matter_rests_on_a_decision_of_those_who_commit_the_employer(two, matter):
    two.said(matter, "pole")
    with arranging():
        team, board = (decided(f"{two.grouping.slug}-{body}", "", on=TODAY) for body in ("team", "board"))
    with pytest.raises(Invalid, match="du conseil, du bureau") as refusal:
        two.settled(matter, decision=team)
    assert refusal.value.field == "decision"
    assert two.settled(matter, decision=board).decision == board
