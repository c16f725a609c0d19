"""An attestation: a person, a piece, a date; closed, never removed."""

from datetime import date, timedelta

import pytest

from kevread.charter.engine import framework, verdicts
from kevread.charter.models import Attestation
from kevread.charter.operations import attest, withdraw_attestation
from kevread.charter.queries.attested import way_to_attest
from kevread.charter.queries.rows import fails
from kevread.charter.sentences import speak
from kevread.charter.todo import attestations_to_renew
from kevread.common.errors import Denied, Invalid
from kevread.common.facts import GROUPING
from kevread.common.periods import add_months
from kevread.common.todo import Asker
from kevread.common.verdicts import Reason, Verdict
from kevread.common.words import of
from kevread.directory.models import Person
from tests.charter.people import direction, local_administrator
from tests.conftest import NOW, TODAY
from tests.worlds import World

pytestmark = pytest.mark.django_db
CLAUSE = "R3.4/2"
PIECE = "Procès-verbal de l’assemblée constitutive, dossier 3 du siège"


@pytest.fixture
def asked(small: World):
    grouping = small.groupings[0]
    actor = direction(small, grouping)
    person = Person.objects.get(pk=actor.person)
    return {
        "actor": actor, "clause": CLAUSE, "organisation": grouping, "person": person,
        "piece": PIECE, "piece_on": date(2025, 2, 3), "now": NOW,
    }  # fmt: skip


def verdict(grouping, day=TODAY):
    (found,) = [f for f in verdicts(day, rules=["R3.4"], organisations=[grouping.pk]) if f.clause.key == CLAUSE]
    return found.verdict, found.reason


def test_the_clause_of_these_tests_is_attested():
    clauses = {c.key: c for a in framework().articles.values() for c in a.clauses}
    assert clauses[CLAUSE].way == "attested"
    assert GROUPING in clauses[CLAUSE].binds


def test_it_conforms_from_the_date_of_the_piece(asked):
    grouping = asked["organisation"]
    assert verdict(grouping) == (Verdict.UNKNOWN, Reason.NOT_ATTESTED)
    attest(**asked)
    assert verdict(grouping) == (Verdict.CONFORMS, None)
    assert verdict(grouping, date(2025, 2, 2)) == (Verdict.UNKNOWN, Reason.NOT_ATTESTED)


@pytest.mark.parametrize("clause", ["L4.6/2", CLAUSE])
def test_an_attestation_says_yes_or_no_and_no_is_a_breach(asked, clause):
    """What is blocking and attested can fail (L4.6)."""
    made = attest(**asked | {"clause": clause, "is_met": False})
    (found,) = [
        f for f in verdicts(TODAY, rules=[clause[:-2]], organisations=[made.organisation_id]) if f.clause.key == clause
    ]
    assert (found.verdict, found.reason, found.attestation) == (Verdict.BREACHES, None, made.pk)
    assert fails([found], found.severity)
    withdraw_attestation(
        actor=asked["actor"], attestation=made, last=TODAY - timedelta(days=1), reason="Signé", now=NOW
    )
    attest(**asked | {"clause": clause, "is_met": True, "piece_on": TODAY})
    (now,) = [
        f for f in verdicts(TODAY, rules=[clause[:-2]], organisations=[made.organisation_id]) if f.clause.key == clause
    ]
    assert now.verdict is Verdict.CONFORMS


def test_it_has_an_end_after_which_nothing_shows_it(asked):
    made = attest(**asked | {"last": date(2027, 3, 31)})
    assert made.dates.last == date(2027, 3, 31)
    assert verdict(made.organisation, date(2027, 3, 31)) == (Verdict.CONFORMS, None)
    assert verdict(made.organisation, date(2027, 4, 1)) == (Verdict.UNKNOWN, Reason.NOT_ATTESTED)


def test_without_a_last_day_it_lasts_as_long_as_the_article_says(asked):
    made = attest(**asked | {"clause": "R4.2/1"})
    assert made.dates.last == add_months(TODAY, 24)
    with pytest.raises(Invalid) as told:
        attest(**asked | {"clause": "R4.2/1", "last": add_months(TODAY, 24) + timedelta(days=1)})
    assert told.value.field == "last"
    assert attest(**asked | {"clause": CLAUSE, "last": add_months(TODAY, 120)})


def test_its_end_is_not_in_the_past(asked):
    with pytest.raises(Invalid) as told:
        attest(**asked | {"last": TODAY - timedelta(days=1)})
    assert told.value.field == "last"
    assert attest(**asked | {"last": TODAY})


def test_in_its_last_month_it_is_attested_anew_from_the_day_after(asked):
    first = attest(**asked | {"last": TODAY + timedelta(days=31)})
    with pytest.raises(Invalid, match="déjà attesté"):
        attest(**asked)
    withdraw_attestation(
        actor=asked["actor"], attestation=first, last=TODAY + timedelta(days=30), reason="Mieux", now=NOW
    )
    second = attest(**asked)
    assert second.dates.start == TODAY + timedelta(days=31)
    assert Attestation.objects.count() == 2


def test_what_is_over_is_asked_again_of_who_may_attest(small: World, asked):
    """Thirty days before its end, and ever after; not of others, nor before."""
    grouping = asked["organisation"]
    made = attest(**asked | {"last": TODAY + timedelta(days=31)})

    def lines(actor, on=TODAY):
        asker = Asker(actor, asked["person"], grouping, frozenset([grouping.pk]), on)
        return [(todo.what, todo.url) for todo in attestations_to_renew(asker)]

    direction_of = asked["actor"]
    assert lines(direction_of) == []
    (soon,) = lines(direction_of, TODAY + timedelta(days=1))
    assert soon == (
        f"Une attestation {of(grouping.name)} vaut jusqu’au 25 décembre 2026 : « Les pôles créent leur groupement ».",
        f"/{grouping.slug}/texte/R3.4/2/attester",
    )
    ((after, _),) = lines(direction_of, made.dates.end)
    assert "valait jusqu’au" in after
    other = local_administrator(small, small.locals[grouping][0])
    assert lines(other, made.dates.end) == []
    assert way_to_attest(made, other) is None
    again = attest(**asked | {"now": NOW + timedelta(days=20), "last": date(2027, 11, 24)})
    assert again.dates.start == made.dates.end
    assert lines(direction_of, TODAY + timedelta(days=20)) == []  # from the day after: nothing more is asked
    assert lines(direction_of, TODAY + timedelta(days=1)) == []
    assert lines(direction_of, made.dates.end) == []


def sentence(grouping, day=TODAY) -> str:
    (one,) = [
        spoken
        for spoken in speak(verdicts(day, rules=["R3.4"], organisations=[grouping.pk]), day)
        if spoken.finding.clause.key == CLAUSE
    ]
    return one.sentence


def test_once_it_is_over_it_is_not_said_that_nobody_ever_attested(asked):
    """Nor is it any more what it said: yes, or no."""
    grouping, nobody = asked["organisation"], "Personne n’a encore attesté la création du groupement par ses pôles."
    assert sentence(grouping) == nobody
    made = attest(**asked | {"last": TODAY + timedelta(days=1)})
    assert sentence(grouping, made.dates.last) == "La création du groupement par ses pôles est attestée par une pièce."
    over = "Ce point était attesté jusqu’au 25 novembre 2026 : personne n’en atteste plus depuis."
    assert sentence(grouping, made.dates.end) == over
    assert sentence(grouping, date(2025, 2, 2)) == nobody  # the day before it began
    later = {"now": NOW + timedelta(days=40), "piece_on": made.dates.end, "is_met": False}
    no = attest(**asked | later | {"last": date(2027, 1, 10)})
    assert sentence(grouping, no.dates.end) == (
        "Ce point était attesté, comme non tenu, jusqu’au 10 janvier 2027 : personne n’en atteste plus depuis."
    )
    assert verdict(grouping, no.dates.end) == (Verdict.UNKNOWN, Reason.NOT_ATTESTED)


def test_it_is_withdrawn_with_a_reason_and_stays(asked):
    made = attest(**asked)
    with pytest.raises(Invalid, match="pourquoi"):
        withdraw_attestation(actor=asked["actor"], attestation=made, last=date(2026, 1, 1), reason=" ", now=NOW)
    withdraw_attestation(actor=asked["actor"], attestation=made, last=date(2026, 1, 1), reason="Pièce égarée", now=NOW)
    assert verdict(asked["organisation"])[1] is Reason.NOT_ATTESTED
    assert verdict(asked["organisation"], date(2026, 1, 1)) == (Verdict.CONFORMS, None)
    assert Attestation.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"clause": "R3.7/1"}, "clause"),
        ({"clause": "R99.1/1"}, "clause"),
        ({"piece": "PV"}, "piece"),
        ({"piece_on": date(2027, 1, 1)}, "piece_on"),
    ],
)
def test_bad_input_is_told_on_its_field(asked, changes, field):
    with pytest.raises(Invalid) as told:
        attest(**asked | changes)
    assert told.value.field == field
    assert not Attestation.objects.exists()


def test_one_attestation_at_a_time(asked):
    attest(**asked)
    with pytest.raises(Invalid, match="déjà attesté"):
        attest(**asked | {"piece_on": date(2026, 3, 3)})


def test_an_administrator_of_a_member_does_not_attest_for_the_grouping(small: World, asked):
    local = small.locals[small.groupings[0]][0]
    with pytest.raises(Denied):
        attest(**asked | {"actor": local_administrator(small, local)})
