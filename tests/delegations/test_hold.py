"""Accepted, deposited, ended, annulled."""

from datetime import timedelta

import pytest

from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.common.todo import Asker
from kevread.delegations import operations, permissions
from kevread.delegations.models import Grant
from kevread.delegations.queries import may_commit
from kevread.delegations.todo import grants_amiss
from kevread.documents.files import File
from kevread.seats.models import Mandate
from kevread.seats.operations import end_mandate, fill_seat
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory, since

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
PAPER = File("delegation.pdf", b"%PDF-1.7 signed", "application/pdf")


def may(delegating, mandate, on=TODAY):
    return bool(may_commit(mandate.person_id, "recruter", delegating.grouping, on))


def test_only_whoever_it_is_given_to_accepts(delegating):
    made = delegating.by_office(accepted=False)
    for mandate in (delegating.president, delegating.post("direction")):
        with pytest.raises(Denied):
            operations.accept(actor=delegating.who(mandate), grant=made, now=NOW)
    delegating.accept(made)
    with pytest.raises(Refused):
        delegating.accept(made)


def test_what_would_not_hold_is_not_accepted(delegating):
    made = delegating.inside(accepted=False)
    delegating.end(delegating.post("direction"), YESTERDAY)
    with pytest.raises(Refused) as told:
        delegating.accept(made)
    assert "plus en fonction" in told.value.sentence


def test_what_is_over_is_not_accepted(delegating):
    made = delegating.by_office(accepted=False, period=Period.through(TODAY, TODAY))
    with pytest.raises(Refused):
        operations.accept(actor=delegating.who(delegating.post("delegate")), grant=made, now=NOW + timedelta(days=1))


def test_a_paper_signed_by_both_is_deposited_and_counts_from_its_day(delegating):
    made = delegating.by_office(accepted=False)
    asked = {"grant": made, "file": PAPER, "now": NOW}
    with pytest.raises(Denied):
        operations.deposit(actor=delegating.who(delegating.post("referent-ingenierie")), signed_on=TODAY, **asked)
    with pytest.raises(Invalid):
        operations.deposit(actor=delegating.who(delegating.president), signed_on=TOMORROW, **asked)
    row = operations.deposit(actor=delegating.who(delegating.president), signed_on=TODAY, **asked)
    assert row.accepted_on == TODAY
    assert row.paper.versions.get().name.endswith(".pdf")
    assert may(delegating, delegating.post("delegate"))


def test_it_is_taken_back_at_once_from_tomorrow_and_never_before(delegating):
    made = delegating.by_office()
    asked = {"actor": delegating.who(delegating.president), "grant": made, "note": "", "now": NOW}
    with pytest.raises(Invalid):
        operations.end(last=YESTERDAY - timedelta(days=1), **asked)
    operations.end(last=TODAY, **asked)
    post = delegating.post("delegate")
    assert (may(delegating, post), may(delegating, post, TOMORROW)) == (True, False)


def test_what_was_given_today_and_taken_back_today_is_annulled_not_ended_before_it_began(delegating):
    made = delegating.by_office()
    with pytest.raises(Invalid):
        operations.end(actor=delegating.who(delegating.president), grant=made, last=YESTERDAY, note="", now=NOW)
    operations.annul(actor=delegating.who(delegating.president), grant=made, reason="Donnée à une autre.", now=NOW)
    assert not may(delegating, delegating.post("delegate"))
    with pytest.raises(Refused):
        operations.annul(actor=delegating.who(delegating.president), grant=made, reason="Donnée à une autre.", now=NOW)


def test_whoever_holds_it_gives_it_back_and_a_neighbour_does_not(delegating):
    made = delegating.by_office()
    with pytest.raises(Denied):
        operations.end(actor=delegating.who(delegating.post("direction")), grant=made, last=TODAY, note="", now=NOW)
    row = operations.end(actor=delegating.who(delegating.post("delegate")), grant=made, last=TODAY, note="", now=NOW)
    assert row.end_reason == "returned"


def test_what_one_side_said_of_why_it_ends_the_other_does_not_say_over(delegating):
    """Only the day may be sooner."""
    made = delegating.by_office()
    giver, holder = delegating.who(delegating.president), delegating.who(delegating.post("delegate"))
    operations.end(actor=giver, grant=made, last=TOMORROW, note="Retirée par le conseil", now=NOW)
    row = operations.end(actor=holder, grant=made, last=TODAY, note="Rendue", now=NOW)
    assert (row.end_reason, row.end_note, row.dates.last) == ("revoked", "Retirée par le conseil", TODAY)


def test_what_was_given_inside_falls_with_it(delegating):
    delegating.inside()
    operations.end(
        actor=delegating.who(delegating.president), grant=delegating.of_board, last=YESTERDAY, note="Retirée", now=NOW
    )
    assert not may(delegating, delegating.post("delegate"))


def test_whoever_left_takes_back_nothing_of_what_they_gave(delegating):
    """In the name of the organisation: who holds the office now, and those who enter what a body decides, may."""
    given, mine = delegating.by_office(), delegating.inside(delegating.post("referent-ingenierie"))
    gave, held = delegating.who(delegating.president), delegating.who(delegating.post("direction"))
    assert permissions.may_correct(gave, given) and permissions.may_correct(held, mine)
    office = delegating.president
    delegating.end(office, YESTERDAY)
    gave = delegating.who(office)
    with pytest.raises(Denied):
        operations.annul(actor=gave, grant=fresh(given), reason="Je ne l’aurais pas donnée.", now=NOW)
    with pytest.raises(Denied):
        operations.end(actor=gave, grant=fresh(given), last=TODAY, note="", now=NOW)
    with arranging():
        Grant.objects.filter(pk=delegating.of_board.pk).update(period=since(TODAY - timedelta(days=9), YESTERDAY))
    assert not permissions.may_correct(held, fresh(mine))


def fresh(grant: Grant) -> Grant:
    return Grant.objects.select_related("organisation", "holder", "office", "parent", "post__seat").get(pk=grant.pk)


def test_what_was_given_from_an_office_that_never_was_holds_for_nobody(delegating):
    post = delegating.post("delegate")
    delegating.by_office(post)
    assert may(delegating, post)
    with arranging():
        Mandate.objects.filter(pk=delegating.president.pk).update(end_reason="mistake")
    assert not may(delegating, post)


# Asked by the verbs that commit.


def hire(delegating, actor):
    with arranging():
        person = PersonFactory()
    seat = delegating.scene.seat(f"{delegating.grouping.slug}-team", "delegate")
    return fill_seat(actor=actor, seat=seat, person=person, period=Period(TODAY), origin="hiring", now=NOW)


def test_to_hire_asks_the_delegation(delegating):
    direction = delegating.who(delegating.post("direction"))
    assert hire(delegating, direction)
    operations.end(
        actor=delegating.who(delegating.president), grant=delegating.of_board, last=YESTERDAY, note="", now=NOW
    )
    with pytest.raises(Denied) as told:
        hire(delegating, direction)
    assert "Recruter" in told.value.sentence
    assert hire(delegating, delegating.who(delegating.president))


def test_to_dismiss_asks_it_and_a_departure_does_not(delegating):
    mandate = hire(delegating, delegating.who(delegating.post("direction")))
    asked = {"actor": delegating.who(delegating.post("direction")), "mandate": mandate, "now": NOW}
    operations.end(
        actor=delegating.who(delegating.president), grant=delegating.of_board, last=YESTERDAY, note="", now=NOW
    )
    with pytest.raises(Denied):
        end_mandate(last=TODAY, reason="revocation", **asked)
    assert end_mandate(last=TODAY, reason="departure", **asked).end_reason == "departure"


def test_somebody_who_left_is_one_line_with_all_that_it_broke(delegating):
    """What they held, and what they had given; another flaw stays apart."""
    delegating.inside()
    delegating.end(delegating.post("direction"), YESTERDAY)
    actor = delegating.who(delegating.president)
    asker = Asker(actor, delegating.president.person, delegating.grouping, frozenset({delegating.grouping.pk}), TODAY)
    (line,) = [one for one in grants_amiss(asker) if "plus" in one.what]
    assert line.what.startswith("3 délégations ne valent plus : celles ")
    assert line.why.count("n’est plus en fonction") == 1 and line.button == "Les lire"


def test_nobody_from_elsewhere_takes_back_what_was_given_in_person_nor_says_it_was_a_mistake(delegating):
    """The coordination of the network enters delegations nowhere but at the head."""
    given, asked = delegating.by_office(), {"actor": delegating.scene.coordination, "now": NOW}
    with pytest.raises(Denied, match="s’engage ici"):
        operations.annul(grant=given, reason="Elle ne devait pas être donnée.", **asked)
    with pytest.raises(Denied, match="s’engage ici"):
        operations.end(grant=given, last=TODAY, note="", **asked)
    given.refresh_from_db()
    assert given.end_reason == ""
