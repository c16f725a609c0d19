"""A contest that is recognised leads to the correction, and is open until something of what the finding rests on has moved."""

from datetime import timedelta
from uuid import uuid4

import pytest

from kevread.charter.models import Attestation, Contest, Setting
from kevread.charter.operations import close_contest, contest_finding, grant_derogation
from kevread.charter.queries.contests import finding_of, has_moved
from kevread.charter.queries.gestures import corrections
from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.journal.models import Act
from kevread.ui.places import way_address
from tests.charter.people import coordination, direction, local_administrator
from tests.charter.test_contest import answered, asked, at, crowded, made, reader, screens, who
from tests.charter.test_screen_text import text_of
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since
from tests.worlds import World, end, put

pytestmark = pytest.mark.django_db
__all__ = ["asked", "crowded", "made", "reader", "screens"]


def one_leaves(small: World, crowded) -> None:
    """A person too many was never there: the fact is corrected."""
    with arranging():
        put(small.mandates(f"{crowded.slug}-board", "administrator").latest("pk"), end_reason="mistake")


def closed(actor, contest, **more) -> Contest:
    whole = {"correction": "Sa démission est inscrite au 31 octobre.", "now": NOW}
    return close_contest(actor=actor, person=who(actor), contest=contest, **whole | more)


def test_what_is_recognised_is_not_closed_with_nothing_corrected(small: World, crowded, made):
    actor = direction(small, crowded)
    assert answered(actor, made).stage == "to_correct"
    with pytest.raises(Refused, match="Rien n’a encore été corrigé"):
        closed(actor, made)
    made.refresh_from_db()
    assert (made.stage, made.correction, made.closed_at) == ("to_correct", "", None)
    one_leaves(small, crowded)
    done = closed(actor, made)
    assert (done.stage, done.closed_by.pk, done.closed_at) == ("corrected", actor.person, NOW)
    assert Act.objects.get(verb="charter.close_contest").reason == "Sa démission est inscrite au 31 octobre."
    with pytest.raises(Refused, match="n’est pas à corriger"):
        closed(actor, made)


def derogated(small: World, crowded) -> None:
    grant_derogation(
        actor=SYSTEM, clause="R3.7/1", organisation=crowded, first=TODAY, last=TODAY, reason="Le temps de choisir",
        adopted_by="Conseil", adopted_on=TODAY, decided_in=uuid4(), now=NOW,
    )  # fmt: skip


def decided_anew(small: World, crowded) -> None:
    with arranging():
        put(Setting.objects.filter(name="R3.7.representatives_per_member", organisation=None), value=3)


@pytest.mark.parametrize("corrects", [one_leaves, derogated, decided_anew])
def test_a_fact_a_derogation_or_a_setting_corrects_it(small: World, crowded, made, corrects):
    answered(coordination(small), made)
    assert not has_moved(made, TODAY)
    corrects(small, crowded)
    assert has_moved(made, TODAY)
    assert closed(coordination(small), made).stage == "corrected"


def test_an_attestation_that_says_the_contrary_corrects_it(small: World, asked):
    with arranging():
        Attestation.objects.filter(clause="R3.4/2").delete()
        given = Attestation.objects.create(
            clause="R3.4/2", organisation=asked["organisation"], person=who(asked["actor"]), piece="Statuts", piece_on=TODAY,
            is_met=False, period=since(TODAY - timedelta(days=9), TODAY + timedelta(days=9)),
        )  # fmt: skip
    made = contest_finding(**asked | {"clause": "R3.4/2"})
    answered(coordination(small), made)
    with pytest.raises(Refused):
        closed(coordination(small), made)
    with arranging():
        put(given, is_met=True)
    assert closed(coordination(small), made).stage == "corrected"


@pytest.fixture
def attested(small: World, asked):
    """What is attested for ten days is recognised as false, and stays to be corrected."""
    with arranging():
        Attestation.objects.filter(clause="R3.4/2").delete()
        given = Attestation.objects.create(
            clause="R3.4/2", organisation=asked["organisation"], person=who(asked["actor"]), piece="Statuts", piece_on=TODAY,
            period=since(TODAY - timedelta(days=9), TODAY + timedelta(days=9)),
        )  # fmt: skip
    made = contest_finding(**asked | {"clause": "R3.4/2"})
    answered(coordination(small), made)
    return made, given


def test_an_attestation_that_runs_out_by_itself_corrects_nothing(small: World, attested):
    made, given = attested
    for after in (timedelta(days=9), timedelta(days=10), timedelta(days=40)):
        assert not has_moved(made, TODAY + after)
    with pytest.raises(Refused, match="Rien n’a encore été corrigé"):
        closed(coordination(small), made, now=NOW + timedelta(days=10))
    with arranging():
        Attestation.objects.create(
            clause="R3.4/2", organisation=given.organisation, person=given.person, piece="Statuts", piece_on=TODAY,
            is_met=False, period=since(TODAY + timedelta(days=10), TODAY + timedelta(days=20)),
        )  # fmt: skip
    assert closed(coordination(small), made, now=NOW + timedelta(days=10)).stage == "corrected"


def test_one_that_is_withdrawn_before_its_day_is_corrected(small: World, attested):
    made, given = attested
    with arranging():
        put(given, period=since(TODAY - timedelta(days=9), TODAY))
    assert not has_moved(made, TODAY)
    assert has_moved(made, TODAY + timedelta(days=1))
    assert has_moved(made, TODAY + timedelta(days=40))


def test_a_derogation_that_runs_out_by_itself_corrects_nothing(small: World, crowded, asked):
    derogated(small, crowded)
    made = contest_finding(**asked)
    answered(coordination(small), made)
    assert not has_moved(made, TODAY + timedelta(days=1))
    leaves = small.mandates(f"{crowded.slug}-board", "administrator").latest("pk")
    with arranging():
        put(leaves, period=since(leaves.dates.start, TODAY))
    assert not has_moved(made, TODAY)
    assert has_moved(made, TODAY + timedelta(days=1))


def test_what_happens_elsewhere_or_another_name_corrects_nothing(small: World, crowded, made):
    answered(coordination(small), made)
    one_leaves(small, small.groupings[1])
    with arranging():
        put(small.locals[crowded][0], name="Un autre nom")
        put(small.mandates(f"{crowded.slug}-board", "president"), origin_note="Autre décision")
    with pytest.raises(Refused):
        closed(coordination(small), made)


def test_of_a_day_that_is_past_what_is_so_since_does_not_correct_it(small: World, crowded, asked):
    """Today was another finding already when it was contested: only that day says whether it was corrected."""
    with arranging():
        end(small.mandates(f"{crowded.slug}-board", "administrator"))
    made = contest_finding(**asked | {"on": TODAY - timedelta(days=1)})
    answered(coordination(small), made)
    with pytest.raises(Refused):
        closed(coordination(small), made)


def test_one_that_waits_or_is_not_recognised_is_not_closed(small: World, crowded, made):
    one_leaves(small, crowded)
    with pytest.raises(Refused, match="n’est pas à corriger"):
        closed(coordination(small), made)
    answered(coordination(small), made, outcome="rejected")
    with pytest.raises(Refused, match="n’est pas à corriger"):
        closed(coordination(small), made)


def test_a_correction_is_said(small: World, crowded, made):
    answered(coordination(small), made)
    one_leaves(small, crowded)
    with pytest.raises(Invalid) as told:
        closed(coordination(small), made, correction="  Corrigé ")
    assert told.value.field == "correction"


def test_who_only_reads_or_contested_does_not_close(small: World, crowded, reader, made):
    answered(coordination(small), made)
    one_leaves(small, crowded)
    for actor in (reader, local_administrator(small, small.locals[crowded][1]), direction(small, small.groupings[1])):
        with pytest.raises(Denied):
            closed(actor, made)


def test_recognised_by_mistake_it_is_rejected_and_no_more_once_closed(small: World, crowded, made):
    actor = coordination(small)
    answered(actor, made)
    with pytest.raises(Invalid, match="déjà été donnée"):
        answered(actor, made)
    one_leaves(small, crowded)
    closed(actor, made)
    with pytest.raises(Invalid, match="déjà été donnée"):
        answered(actor, made, outcome="rejected")


def test_where_it_is_corrected_opens_to_whoever_may(small: World, crowded, settings):
    """The facts, the setting that is read, a derogation; of what is attested, neither of the last two."""
    actor, client = coordination(small), entered_as(who(coordination(small)), settings)
    for clause, wanted in (
        ("R3.7/1", {"seats:body", "charter:setting", "charter:derogate"}),
        ("R3.4/2", {"charter:attest"}),
    ):
        spoken = finding_of(clause, crowded, TODAY)
        ways = corrections(spoken.finding, actor) if spoken else []
        assert {way.screen for way in ways} == wanted
        assert {client.get(way_address(way)).status_code for way in ways} == {200}


# On screen.


def test_recognised_then_corrected_then_closed_in_two_visits(small: World, crowded, made, screens):
    reader, secretariat, elsewhere, public = screens
    answer, close = at("answer", crowded, key=made.pk), at("close_contest", crowded, key=made.pk)
    told = {"outcome": "accepted", "answer": "Sa démission n’était pas inscrite."}
    assert secretariat.post(answer, told).url == answer
    page = secretariat.get(answer)
    assert "Reste à corriger" in text_of(page) and close not in page.content.decode()
    assert f"/{crowded.slug}/instances/{crowded.slug}-board" in page.content.decode()
    assert "Contesté, reconnu, à corriger" in text_of(reader.get(at("article", crowded, rule="R3.7")))
    assert "Reconnus, à corriger" in text_of(reader.get(at("contests", crowded)))
    day = f"/{crowded.slug}/aujourd-hui"
    assert "Corriger, puis clore" in text_of(secretariat.get(day))
    assert answer not in reader.get(day).content.decode()
    said = {"correction": "Sa démission est inscrite au 31 octobre."}
    refused = secretariat.post(close, said)
    assert refused.status_code == 422 and "Rien n’a encore été corrigé" in text_of(refused)
    one_leaves(small, crowded)
    assert close in secretariat.get(answer).content.decode()
    for client in (reader, elsewhere, public):
        assert client.post(close, said).status_code in (302, 403)
    assert Contest.objects.get().is_open
    assert secretariat.post(close, {"correction": ""}).status_code == 422
    assert secretariat.post(close, said).status_code == 302
    assert "Contesté, reconnu, corrigé" in text_of(reader.get(at("article", crowded, rule="R3.7")))
    assert said["correction"] in text_of(reader.get(answer))
    assert answer not in secretariat.get(day).content.decode()


def test_recognised_by_mistake_it_is_said_on_screen(crowded, made, screens):
    secretariat, answer = screens[1], at("answer", crowded, key=made.pk)
    secretariat.post(answer, {"outcome": "accepted", "answer": "Sa démission n’était pas inscrite."})
    held = {"outcome": "rejected", "answer": "Elle est datée du 30 novembre : le constat tient."}
    assert secretariat.post(answer, held).status_code == 302
    assert Contest.objects.get().stage == "rejected"
