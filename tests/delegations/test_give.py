"""A delegation is given by a body, an office or another delegation; it says no more than what it comes from."""

from datetime import date, timedelta

import pytest

from kevread.charter.models import Keeping
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.delegations import operations
from kevread.delegations.models import Grant
from kevread.delegations.queries import may_commit
from kevread.mail.models import Dispatch
from kevread.seats.queries import actor_of
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.gatherings.decided import decided
from tests.worlds import put

from .conftest import UNTIL

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def line(delegating, **more):
    with arranging():
        return decided(delegating.board.slug, "delegation-rh", on=TODAY, **more)


def record(delegating, **more):
    said = {
        "organisation": delegating.grouping,
        "body": delegating.board,
        "terms": delegating.terms(acts=("justice",), nature="powers"),
    }
    return operations.record(actor=delegating.who(delegating.president), now=NOW, **said | more)


def wrong(field, call):
    with pytest.raises(Invalid) as told:
        call()
    assert told.value.field == field, told.value.sentence
    return told.value.sentence


def test_a_decision_of_the_register_gives_it(delegating):
    made = record(delegating, decided_in=line(delegating).pk)
    assert made.body == delegating.board
    assert "Décision n°" in made.decision
    assert not may_commit(made.holder, "justice", delegating.grouping, TODAY)
    delegating.accept(made)
    assert may_commit(made.holder, "justice", delegating.grouping, TODAY)


def test_where_the_register_of_decisions_is_kept_its_line_is_asked(delegating):
    wrong("decided_in", lambda: record(delegating, decision="Conseil du 3 mars, point 2", decided_on=TODAY))
    wrong("decided_in", lambda: record(delegating, decided_in=line(delegating, outcome="rejected").pk))
    other = delegating.scene.world.groupings[1]
    with arranging():
        elsewhere = decided(f"{other.slug}-board", "delegation-rh", on=TODAY)
    wrong("decided_in", lambda: record(delegating, decided_in=elsewhere.pk))
    wrong("decided_on", lambda: record(delegating))


def test_before_the_register_its_words_are_enough_and_never_for_oneself(delegating):
    with arranging():
        Keeping.objects.filter(organisation=delegating.grouping, register="decisions").update(period=since(TODAY))
    said = {"decision": "Conseil du 8 avril 2025, délibération 3", "decided_on": YESTERDAY}
    wrong("decision", lambda: record(delegating, **said | {"decision": "Conseil"}))
    wrong("decided_in", lambda: record(delegating, **said | {"decided_on": TODAY}))
    with pytest.raises(Denied):
        record(delegating, terms=delegating.terms(delegating.president, acts=("justice",), nature="powers"), **said)
    made = record(delegating, **said)
    assert made.decision == said["decision"]


def test_words_are_not_enough_either_once_the_register_is_no_longer_kept(delegating):
    with arranging():
        kept = Keeping.objects.filter(organisation=delegating.grouping, register="decisions")
        kept.update(period=since(date(2025, 1, 1), YESTERDAY))
    said = {"decision": "Conseil du 8 avril 2025, délibération 3", "decided_on": TODAY}
    wrong("decided_in", lambda: record(delegating, **said))
    assert record(delegating, **said | {"decided_on": date(2024, 12, 31)})


def test_nobody_enters_a_decision_of_the_register_in_their_own_favour(delegating):
    """Even by a line that stands: it may speak of something else, and whoever enters it would accept it too."""
    own = delegating.terms(delegating.president, acts=("justice",), nature="powers")
    with pytest.raises(Denied):
        record(delegating, terms=own, decided_in=line(delegating).pk)
    assert record(delegating, decided_in=line(delegating).pk)


def test_it_does_not_go_back_before_its_decision(delegating):
    found = line(delegating)
    early = delegating.terms(acts=("justice",), nature="powers", period=Period.through(YESTERDAY, UNTIL))
    wrong("first", lambda: record(delegating, terms=early, decided_in=found.pk))


def test_only_a_body_to_which_one_is_elected_gives_it(delegating):
    team = delegating.post("direction").seat.body
    wrong("body", lambda: record(delegating, body=team, decided_in=line(delegating).pk))
    other = delegating.scene.world.body(f"{delegating.scene.world.groupings[1].slug}-board")
    wrong("body", lambda: record(delegating, body=other, decided_in=line(delegating).pk))


def test_an_office_gives_what_it_holds_and_no_more(delegating):
    assert delegating.by_office().office == delegating.president
    with pytest.raises(Denied):  # the director holds no office
        operations.give(
            actor=delegating.who(delegating.post("direction")), organisation=delegating.grouping,
            office=delegating.president, terms=delegating.terms(), now=NOW,
        )  # fmt: skip
    with pytest.raises(Denied):  # the president of another grouping is none here
        other = delegating.scene.world.groupings[1]
        president = delegating.scene.world.holder(f"{other.slug}-board", "president")
        operations.give(
            actor=actor_of(president.person, TODAY), organisation=delegating.grouping, office=president,
            terms=delegating.terms(), now=NOW,
        )  # fmt: skip


def test_an_office_that_ended_this_morning_gives_nothing(delegating):
    president, actor = delegating.president, delegating.who(delegating.president)
    delegating.end(president, YESTERDAY)
    with pytest.raises(Denied):
        operations.give(
            actor=actor, organisation=delegating.grouping, office=president, terms=delegating.terms(), now=NOW
        )


def test_nobody_gives_it_to_themselves(delegating):
    wrong("post", lambda: delegating.by_office(delegating.president))


def test_it_begins_today_at_the_earliest(delegating):
    wrong("first", lambda: delegating.by_office(period=Period.through(YESTERDAY, UNTIL)))
    assert delegating.by_office(period=Period.through(TODAY, UNTIL))


def test_it_has_a_term(delegating):
    wrong("last", lambda: delegating.by_office(period=Period(TODAY)))


def test_it_lasts_less_than_ten_years(delegating):
    wrong(
        "last",
        lambda: delegating.by_office(period=Period.through(TODAY, date(TODAY.year + 10, TODAY.month, TODAY.day))),
    )
    until = date(TODAY.year + 10, TODAY.month, TODAY.day) - timedelta(days=1)
    assert delegating.by_office(period=Period.through(TODAY, until))


def test_a_ceiling_is_an_amount_that_may_be(delegating):
    spend = {"acts": ("depense",), "nature": "powers"}
    wrong("ceiling_depense", lambda: delegating.by_office(ceilings={"depense": 10**12 + 1}, **spend))
    assert delegating.by_office(ceilings={"depense": 10**12}, **spend)


def test_it_is_given_to_somebody_in_function_that_day(delegating):
    post = delegating.post("delegate")
    delegating.end(post, TODAY)
    post.refresh_from_db()
    wrong("post", lambda: delegating.by_office(post, period=Period.through(TOMORROW, UNTIL)))
    assert delegating.by_office(post, period=Period.through(TODAY, UNTIL), accepted=False)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("acts", {"acts": ()}),
        ("acts", {"acts": ("inconnu",)}),
        ("acts", {"acts": ("emprunt",), "nature": "powers"}),  # the assembly’s alone
        ("acts", {"acts": ("justice",)}),  # no matter of people
        ("nature", {"nature": "other"}),
        ("ceiling_convention", {"acts": ("convention",), "nature": "powers"}),
        ("ceiling_convention", {"acts": ("convention",), "nature": "powers", "ceilings": {"convention": 0}}),
        ("acts", {"ceilings": {"recruter": 100}}),
        ("further", {"acts": ("convention",), "nature": "signature", "ceilings": {"convention": 1}, "further": True}),
        ("limits", {"limits": "é" * 301}),
        ("means", {"means": "é" * 301}),
    ],
)
def test_what_does_not_hold_together_is_told_on_its_field(delegating, field, said):
    before = Grant.objects.count()
    wrong(field, lambda: delegating.by_office(**said))
    assert Grant.objects.count() == before


def test_a_treasurer_gives_what_a_treasurer_holds(delegating):
    with arranging():
        treasurer = delegating.scene.world.seated(
            f"{delegating.grouping.slug}-board", "treasurer", represents=delegating.scene.first
        )
    asked = {"actor": delegating.who(treasurer), "organisation": delegating.grouping, "office": treasurer, "now": NOW}
    spend = {"acts": ("depense",), "nature": "powers", "ceilings": {"depense": 1000}}
    assert operations.give(terms=delegating.terms(**spend), **asked)
    wrong("acts", lambda: operations.give(terms=delegating.terms(), **asked))


# Inside another delegation.


def test_a_child_stays_inside_its_parent(delegating):
    parent = delegating.of_board
    wrong("acts", lambda: delegating.inside(acts=("convention",), nature="powers", ceilings={"convention": 1}))
    wrong("acts", lambda: delegating.inside(acts=("licencier",)))  # may not be entrusted in turn
    wrong("last", lambda: delegating.inside(period=Period.through(TODAY, parent.dates.last + timedelta(days=1))))
    wrong("nature", lambda: delegating.inside(nature="powers"))
    assert delegating.inside(period=Period.through(TODAY, parent.dates.last))


def test_a_child_has_no_higher_ceiling(delegating):
    spend = {"acts": ("depense",), "nature": "powers"}
    parent = delegating.by_office(delegating.post("direction"), ceilings={"depense": 1000}, further=True, **spend)
    asked = {"actor": delegating.who(delegating.post("direction")), "organisation": delegating.grouping, "now": NOW}
    asked |= {"parent": parent}
    wrong(
        "ceiling_depense", lambda: operations.give(terms=delegating.terms(ceilings={"depense": 1001}, **spend), **asked)
    )
    assert operations.give(terms=delegating.terms(ceilings={"depense": 1000}, **spend), **asked)


def test_what_may_not_be_given_further_is_not(delegating):
    with arranging():
        Grant.objects.filter(pk=delegating.of_board.pk).update(further=False)
    wrong("parent", lambda: delegating.inside())


def test_it_does_not_come_back_to_who_is_in_the_chain(delegating):
    made = delegating.inside(further=True)
    asked = {"actor": delegating.who(delegating.post("delegate")), "organisation": delegating.grouping, "now": NOW}
    back = delegating.terms(delegating.post("direction"))
    wrong("post", lambda: operations.give(parent=made, terms=back, **asked))
    by_office = delegating.by_office(delegating.post("referent-ingenierie"), further=True)
    asked["actor"] = delegating.who(delegating.post("referent-ingenierie"))
    wrong("post", lambda: operations.give(parent=by_office, terms=delegating.terms(delegating.president), **asked))


def test_another_person_does_not_give_what_one_holds(delegating):
    asked = {
        "organisation": delegating.grouping,
        "parent": delegating.of_board,
        "terms": delegating.terms(),
        "now": NOW,
    }
    for actor in (delegating.who(delegating.president), delegating.scene.coordination):
        with pytest.raises(Denied):
            operations.give(actor=actor, **asked)


def test_a_parent_that_was_taken_back_gives_nothing(delegating):
    operations.end(
        actor=delegating.who(delegating.president), grant=delegating.of_board, last=YESTERDAY, note="", now=NOW
    )
    with pytest.raises(Denied):
        delegating.inside()


def test_a_chain_is_not_endless(delegating):
    titles = ["delegate", "referent-accompagnement", "referent-ingenierie", "referent-incubateur"]
    parent, holder = delegating.of_board, delegating.post("direction")
    for title in titles:
        post = delegating.post(title)
        asked = {"organisation": delegating.grouping, "parent": parent, "terms": delegating.terms(post, further=True)}
        parent, holder = delegating.accept(operations.give(actor=delegating.who(holder), now=NOW, **asked)), post
    asked = {"organisation": delegating.grouping, "parent": parent}
    last = delegating.terms(delegating.post("referent-sensibilisation"))
    wrong("parent", lambda: operations.give(actor=delegating.who(holder), terms=last, now=NOW, **asked))


def test_the_same_is_not_given_twice_on_the_same_days(delegating):
    first = delegating.by_office(period=Period.through(TODAY, date(2026, 12, 31)))
    with pytest.raises(Refused):
        delegating.by_office(period=Period.through(date(2026, 12, 31), UNTIL))
    assert delegating.by_office(period=Period.through(date(2027, 1, 1), UNTIL), accepted=False)
    assert delegating.by_office(acts=("encadrer",), accepted=False)
    assert first.accepted_on == TODAY


def test_whoever_is_entrusted_is_written_to(delegating):
    put_email = delegating.post("delegate").person
    with arranging():
        put(put_email, email="deleguee@example.org")
    delegating.by_office(accepted=False)
    assert Dispatch.objects.filter(address="deleguee@example.org").exists()


# Renewed.


def test_it_is_renewed_by_another_that_is_accepted_anew(delegating):
    first = delegating.by_office(period=Period.through(TODAY, date(2026, 12, 31)))
    asked = {"actor": delegating.who(delegating.president), "grant": first, "now": NOW}
    wrong("first", lambda: operations.renew(period=Period.through(date(2026, 12, 31), UNTIL), **asked))
    made = operations.renew(period=Period.through(date(2027, 1, 1), UNTIL), **asked)
    assert (made.renews, made.acts, made.accepted_on) == (first, first.acts, None)
    later = Period.through(date(2028, 1, 1), date(2028, 6, 30))
    with pytest.raises(Refused, match="déjà renouvelée"):
        operations.renew(period=later, **asked)
    with pytest.raises(Refused, match="déjà renouvelée"):  # another window, past the first look
        operations.give(
            actor=asked["actor"], organisation=delegating.grouping, office=delegating.president, renews=first,
            terms=delegating.terms(period=later), now=NOW,
        )  # fmt: skip
    operations.annul(actor=asked["actor"], grant=made, reason="Ce n’était pas la bonne année.", now=NOW)
    with pytest.raises(Refused, match="annulée"):
        operations.renew(period=later, **asked)


def test_what_was_a_mistake_is_not_renewed(delegating):
    first = delegating.by_office(period=Period.through(TODAY, date(2026, 12, 31)))
    asked = {"actor": delegating.who(delegating.president), "now": NOW}
    stale = Grant.objects.select_related("organisation", "holder", "post__seat", "office").get(pk=first.pk)
    operations.annul(grant=first, reason="Elle ne devait pas être donnée.", **asked)
    later = Period.through(date(2027, 1, 1), UNTIL)
    for one in (stale, Grant.objects.get(pk=first.pk)):  # of another window, past the first look
        with pytest.raises(Refused, match="était une erreur"):
            operations.renew(grant=one, period=later, **asked)
    assert not Grant.objects.filter(renews=first).exists()


def test_only_who_gave_it_renews_it(delegating):
    first = delegating.by_office(period=Period.through(TODAY, date(2026, 12, 31)))
    later = Period.through(date(2027, 1, 1), UNTIL)
    for actor in (delegating.who(delegating.post("delegate")), delegating.scene.coordination):
        with pytest.raises(Denied):
            operations.renew(actor=actor, grant=first, period=later, now=NOW)


def test_what_a_body_decided_is_renewed_by_a_decision(delegating):
    grant = delegating.of_board
    later = Period.through(grant.dates.end, date(2031, 12, 31))
    asked = {"actor": delegating.who(delegating.president), "grant": grant, "period": later, "now": NOW}
    wrong("decided_on", lambda: operations.renew(**asked))
    assert operations.renew(decided_in=line(delegating).pk, **asked).renews == grant
