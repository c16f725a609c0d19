"""An attestation: a person, a piece, a date; closed, never removed."""

from datetime import date

import pytest

from kevread.charter.engine import framework, verdicts
from kevread.charter.models import Attestation
from kevread.charter.operations import attest, withdraw_attestation
from kevread.common.errors import Denied, Invalid
from kevread.common.facts import GROUPING
from kevread.common.verdicts import Reason, Verdict
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
