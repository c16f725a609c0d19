"""Two windows that write different things on the same row, the same seat, the same meeting: one of them waits, and looks
again at what it had read."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection

from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, NotDone, Refused
from kevread.common.periods import Period
from kevread.decisions.models import Decision
from kevread.decisions.operations.applying import apply_decision, propose_application
from kevread.decisions.operations.register import record_decision
from kevread.directory.operations import amend_person, register_person
from kevread.documents.operations import Asked, keep_version, sign_version
from kevread.equalisation.operations import bring_forward
from kevread.finance.operations import prepare_request
from kevread.finance.operations.checks import Named
from kevread.finance.operations.requests import Asked as AskedOf
from kevread.journal.models import Act, Chain, Seal
from kevread.journal.operations import seal_journal
from kevread.ledgers.models import Key
from kevread.ledgers.operations import freeze_keys, set_key
from kevread.meetings.models import Proxy, Reply
from kevread.meetings.operations import answer, give_proxy
from kevread.meetings.rules.life import State
from kevread.seats.models import Mandate
from kevread.seats.operations import close_body, close_organisation, create_body, end_mandate, fill_seat
from kevread.seats.queries import actor_of
from kevread.sittings.operations.holding import StillLeft, close_meeting, turn_to
from kevread.sittings.queries.left import keys_of
from kevread.statutes.models import HandingOver
from kevread.statutes.operations import decide_day, undo_day
from kevread.votes.models import Poll
from kevread.votes.operations import VoicesMissing, cast_open, close_poll, enter_count, give_share, void_poll
from tests.arrange import UNREGISTERED
from tests.conftest import NOW, TODAY, arranging
from tests.databases import as_owner
from tests.documents.papers import EXAMPLES
from tests.equalisation.campaigns import RESERVE, YEAR, campaign, over
from tests.factories import AffiliationFactory, BodyFactory, OrganisationFactory, PersonFactory, SeatFactory
from tests.gatherings.decided import decided
from tests.gatherings.polling import HANDS, OPEN, SECRET, all_read, cast_all, opened, scrutineer_of, under_way, voters
from tests.gatherings.polling import NOW as TONIGHT
from tests.gatherings.preparing import by
from tests.gatherings.worlds import Gathering, gathering
from tests.seats.scene import Scene

from .at_once import interleaved
from .of_directory import kept
from .of_ledgers import key as key_of

YESTERDAY = TODAY - timedelta(days=1)


def one_waits(first: Any, second: Any, refused: type[NotDone] = Refused) -> NotDone:
    """The first is done; the second waits for it, and is refused."""
    done, told, waited = interleaved(first, second)
    assert not isinstance(done, NotDone), done
    assert waited, told
    assert isinstance(told, refused), told
    return told


def both_wait(first: Any, second: Any) -> tuple[Any, Any]:
    """Both are done, one after the other."""
    done, told, waited = interleaved(first, second)
    assert waited, told
    assert not any(isinstance(one, NotDone) for one in (done, told)), (done, told)
    return done, told


# Seats. The two that stand on one body wait at the body; those of two bodies, at the person.


def filler(seat: Any, person: Any, **more: Any) -> Any:
    asked = {"actor": SYSTEM, "period": Period(TODAY), "origin": "election", "now": NOW} | UNREGISTERED | more
    return lambda: fill_seat(seat=seat, person=person, **asked)


def test_one_person_in_two_bodies_waits_at_the_person(shared: Scene):
    """Whoever writes what somebody is in two bodies reads what the other window wrote."""
    grouping, local = shared.grouping, shared.first
    for slug, title in ((f"{grouping.slug}-team", "direction"), (f"{grouping.slug}-board", "administrator")):
        where = {"represents": local} if title == "administrator" else {}
        mandate = shared.world.holder(slug, title, **where)
        end_mandate(actor=SYSTEM, mandate=mandate, last=YESTERDAY, reason="departure", now=NOW)
    person = shared.administrator_of(local)
    post = shared.seat(f"{grouping.slug}-team", "direction")
    hired, seated = both_wait(filler(post, person, origin="hiring"), filler(shared.board, person, represents=local))
    assert (hired.person, seated.person) == (person, person)


def test_the_last_place_waits_at_the_body(shared: Scene):
    shared.free_a_place(shared.first)
    one, other = (shared.administrator_of(shared.first) for _ in range(2))
    refused = one_waits(
        filler(shared.board, one, represents=shared.first), filler(shared.board, other, represents=shared.first)
    )
    assert refused.rule == "R3.7"
    assert Mandate.objects.filter(seat=shared.board, person__in=[one, other]).count() == 1


def test_a_mandate_that_ends_waits_for_who_ends_it_otherwise(shared: Scene):
    """The second window reads the end that the first wrote, not the one it had on its page."""
    mandate = shared.world.holder(f"{shared.grouping.slug}-board", "administrator", represents=shared.first)
    end = {"actor": SYSTEM, "mandate": mandate, "reason": "resignation", "now": NOW}
    one_waits(lambda: end_mandate(last=YESTERDAY, **end), lambda: end_mandate(last=TODAY, **end), Invalid)
    mandate.refresh_from_db()
    assert mandate.dates.last == YESTERDAY


def test_nobody_sits_in_an_organisation_that_closes_meanwhile(shared: Scene):
    with arranging():
        made = OrganisationFactory(local=True)
        AffiliationFactory(member=made, of=shared.grouping)
        seat = SeatFactory(body=BodyFactory(organisation=made))
        person = PersonFactory()
    closing = {"actor": SYSTEM, "organisation": made, "last": TODAY, "now": NOW}
    one_waits(filler(seat, person), lambda: close_organisation(**closing))
    assert Mandate.objects.get(seat=seat).dates.last is None


def test_nobody_sits_in_a_body_that_closes_meanwhile(shared: Scene):
    asked = {"organisation": shared.grouping, "name": "Groupe mobilités", "purpose": "Partage des vélos."}
    body = create_body(actor=SYSTEM, period=Period(TODAY), now=NOW, **asked)
    filling = filler(body.seats.get(), shared.administrator_of(shared.first))
    one_waits(filling, lambda: close_body(actor=SYSTEM, body=body, last=TODAY, now=NOW))


# The register of decisions.


def test_what_is_open_already_is_linked_once(shared: Scene):
    with arranging():
        mandate = shared.world.seated(f"{shared.first.slug}-board", "administrator")
        election = decided(f"{shared.first.slug}-assembly", "election-conseil-pole")
    asked = {"actor": SYSTEM, "now": NOW}
    wanted = propose_application(decision=election, kind="mandate", asked={"mandate": mandate.pk}, **asked)
    one_waits(*[lambda: apply_decision(application=wanted, **asked)] * 2)
    assert Act.objects.filter(verb="decisions.apply").count() == 1


def test_two_decisions_have_two_numbers_that_follow(shared: Scene):
    body = shared.world.body(f"{shared.grouping.slug}-board")
    asked = {"actor": SYSTEM, "body": body, "text": "Adoptée.", "outcome": "adopted", "decided_on": TODAY, "now": NOW}
    both_wait(*(lambda title=title: record_decision(title=title, **asked) for title in ("Une", "Autre")))
    numbers = Decision.objects.filter(body=body).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))


# The directory.


def test_an_address_is_one_person_s_when_two_sheets_are_corrected_at_once(shared: Scene):
    asked = {"actor": SYSTEM, "family_name": "Riou", "now": NOW}
    people = [register_person(within=shared.first, given_name=name, **asked) for name in ("Malo", "Anna")]
    one_waits(
        *(
            lambda one=one: amend_person(person=one, given_name=one.given_name, email="riou@exemple.bzh", **asked)
            for one in people
        ),
        Invalid,
    )


# Documents: what was read before the lock is read again.


def test_a_version_that_is_replaced_meanwhile_is_not_signed(shared: Scene):
    person = shared.administrator_of(shared.first)
    asked = [Asked(person, "Présidence")]
    version = kept(shared.first, kind="minutes", source=EXAMPLES["minutes"], asked=asked)
    more = {"document": version.document, "source": EXAMPLES["minutes"], "corrects": "Une faute", "asked": asked}
    signing = {"actor": actor_of(person, TODAY), "version": version, "code": "123456", "now": NOW}
    with mock.patch("kevread.documents.operations.signing.proven", lambda *_: True):
        refused = one_waits(
            lambda: keep_version(actor=SYSTEM, now=NOW, **more), lambda: sign_version(**signing), Denied
        )
    assert "Une version plus récente" in refused.sentence
    assert not version.signatures.exists()


# Meetings.


@pytest.fixture
def met(apart, request) -> Gathering:
    with arranging():
        return gathering(members=12, represented=0, state=getattr(request, "param", State.CONVENED))


def giving(giver: Any, holder: Any) -> Any:
    return lambda: give_proxy(actor=by(giver), giver=giver, holder=holder, now=NOW)


def test_a_proxy_is_given_to_one_of_two(met):
    giver, first, second = met.entries[:3]
    one_waits(giving(giver, first), giving(giver, second))


def test_two_who_give_each_other_their_proxy_make_no_chain(met):
    first, second = met.entries[:2]
    one_waits(giving(first, second), giving(second, first))


def test_the_last_proxy_that_somebody_may_carry_goes_to_one_of_two(met):
    full = met.entries[0]
    giving(met.entries[1], full)()
    refused = one_waits(*(giving(giver, full) for giver in met.entries[2:4]))
    assert refused.sentence == f"{full.person} porte déjà 2 pouvoirs, le maximum."


def test_who_says_that_they_come_gives_no_proxy_meanwhile(met):
    entry, holder = met.entries[:2]
    both_wait(giving(entry, holder), lambda: answer(actor=by(entry), entry=entry, says="coming", now=NOW))
    assert Reply.objects.get(entry=entry).answer == "coming"
    assert not Proxy.objects.filter(giver=entry, withdrawn_at=None).exists()


# Votes.


@pytest.fixture
def sitting(apart) -> Gathering:
    with arranging():
        return under_way(members=12)


def test_a_vote_is_closed_or_given_up_not_both(sitting):
    poll, _ = opened(sitting, OPEN)
    asked = {"actor": sitting.actor(), "poll": poll, "now": TONIGHT}
    one_waits(lambda: close_poll(missing=99, **asked), lambda: void_poll(reason="Mal posée, à reprendre.", **asked))
    assert Poll.objects.get().result


def test_a_vote_over_votes_that_are_missing_is_closed_once(sitting):
    poll, _ = opened(sitting, OPEN)
    asked = {"actor": sitting.actor(), "poll": poll, "now": TONIGHT, "missing": 12}
    told = one_waits(*[lambda: close_poll(**asked)] * 2)
    assert not isinstance(told, VoicesMissing)


def test_a_ballot_under_way_is_not_told_as_missing(sitting):
    """Whoever votes holds the vote: who closes waits, then counts what came."""
    poll, _ = opened(sitting, OPEN)
    *others, (last, _) = voters(sitting, poll)
    for actor, _ in others:
        cast_open(actor=actor, poll=poll, choices=["for"], now=TONIGHT)
    _, told = both_wait(
        lambda: cast_open(actor=last, poll=poll, choices=["against"], now=TONIGHT),
        lambda: close_poll(actor=sitting.actor(), poll=poll, now=TONIGHT),
    )
    assert told.state == Poll.State.COUNTED


def test_a_sitting_is_not_closed_over_what_another_window_leaves_meanwhile(sitting):
    """One window goes back to an earlier point; the other closes over what it had read."""
    asked = {"actor": sitting.actor(), "meeting": sitting.meeting, "now": TONIGHT}
    turn_to(item=sitting.items["divers"], **asked)
    seen = all_read(sitting.meeting)
    refused = one_waits(
        lambda: turn_to(item=sitting.items["comptes"], **asked), lambda: close_meeting(seen=seen, **asked), StillLeft
    )
    assert {key for key in keys_of(refused.left) if key not in seen} == {
        f"unreached:{sitting.items[key].pk}" for key in ("budget", "conseil", "cap")
    }


def test_a_vote_is_counted_by_one_hand(sitting):
    poll, _ = opened(sitting, HANDS)
    asked = {"actor": sitting.actor(), "poll": poll, "now": TONIGHT}
    one_waits(*(lambda n=n: enter_count(counts={"tous": {"for": n, "against": 0}}, **asked) for n in (5, 6)))
    assert Poll.objects.get().result["counts"]["tous"]["for"] == 5


def test_the_last_two_shares_open_the_box(sitting):
    """Each window alone sees one share, and waits for another: the second to come sees both."""
    poll, codes = opened(sitting, SECRET)
    cast_all(sitting, poll, [["for"]])
    close_poll(missing=99, actor=sitting.actor(), poll=poll, now=TONIGHT)
    keepers = [(scrutineer_of(poll, entry), codes[entry]) for entry in list(codes)[:2]]
    both_wait(
        *(
            lambda one=one, code=code: give_share(
                actor=sitting.actor(one.entry.person), scrutineer=one, code=code, now=TONIGHT
            )
            for one, code in keepers
        )
    )
    assert Poll.objects.get().result


# The journal.


# Of another cluster: no transaction that runs beside, in another database, is waited for.
ACT = (
    "INSERT INTO journal_act (id, verb, at, person_name, hat, arguments, reason, opened_in) "
    "VALUES (gen_random_uuid(), 'x', now(), '', '', '{}', '', '4000000000')"
)


def test_two_who_seal_wait_for_each_other(apart):
    with as_owner(), connection.cursor() as cursor:
        for _ in range(3):
            cursor.execute(ACT)
    sealed, none, waited = interleaved(lambda: seal_journal(now=NOW), lambda: seal_journal(now=NOW))
    assert (sealed, none, waited) == (3, 0, True)
    assert Seal.objects.count() == Chain.objects.get().number == 1


# Handing over: either side undoes the day, while the other decides of it.


def test_a_day_decided_waits_for_who_undoes_it_and_is_written_anew(shared: Scene):
    with arranging():
        HandingOver.objects.filter(local=shared.first, subject="staff").update(
            local_decided_on=None, local_decided_by="", day=TODAY
        )
        decision = decided(f"{shared.first.slug}-board", "other", on=TODAY)
    half = HandingOver.objects.get(local=shared.first, subject="staff")
    asked = {"side": shared.first, "other": shared.grouping, "subject": "staff", "day": TODAY, "decision": decision}
    undone, made = both_wait(
        lambda: undo_day(actor=shared.direction, handing_over=half, reason="Ce jour est celui d’un autre", now=NOW),
        lambda: decide_day(actor=shared.president_of(shared.first), now=NOW, **asked),
    )
    assert undone.pk == half.pk and undone.undone_on == TODAY
    assert made.pk != half.pk and made.undone_on is None and not made.is_dated


# Money: the keys of a year, and who funds.


def test_a_key_that_is_being_written_is_frozen_with_the_others(shared: Scene):
    here = shared.first
    key_of(here)
    asked = {"year": 2026, "source": "DIRECTION", "basis": "fixed", "parts": [("ANIMATION", 1)]}
    _, frozen = both_wait(
        lambda: set_key(actor=SYSTEM, organisation=here, now=NOW, **asked),
        lambda: freeze_keys(actor=SYSTEM, organisation=here, year=2026, now=NOW),
    )
    assert frozen == 2 and not Key.objects.filter(organisation=here, frozen_on=None).exists()


def test_two_organisations_that_name_a_new_funder_name_one(shared: Scene):
    def asks(at: Any, name: str) -> Any:
        asked = AskedOf(Named(name, "region"), "Épicerie", "local", 100, TODAY, TODAY)
        return lambda: prepare_request(actor=shared.president_of(at), organisation=at, asked=asked, now=NOW)

    one, other = both_wait(asks(shared.first, "Région"), asks(shared.second, "REGION"))
    assert one.funder == other.funder


def test_what_stays_of_a_year_of_the_fund_goes_to_one_of_two_rounds(shared: Scene):
    """Two windows, two rounds: the second waits at the round that the money stays of, and reads that nothing is left."""
    source = over(shared.world)
    one, other = campaign(shared.world), campaign(shared.world, year=YEAR + 1)

    def brought(to: Any) -> Any:
        return lambda: bring_forward(actor=SYSTEM, campaign=to, source=source, amount=RESERVE, now=NOW)

    told = one_waits(brought(one), brought(other), Invalid)
    assert told.field == "source" and not other.resources.filter(origin="carried").exists()
