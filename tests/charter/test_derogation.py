"""A derogation: one clause, one organisation, two days, a reason, a decision of the head; the breach stays, allowed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kevread.careers.models import Occasion, Welfare
from kevread.charter.engine import verdicts
from kevread.charter.models import Derogation, Keeping
from kevread.charter.operations import end_derogation, grant_derogation, upholding
from kevread.charter.queries.rows import as_row, asked_of, fails
from kevread.charter.queries.text import read_text
from kevread.charter.sentences import speak
from kevread.common.actor import SYSTEM
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.periods import Period
from kevread.common.verdicts import Reason, Severity, Verdict
from kevread.journal.models import Act
from kevread.seats.models import Mandate
from kevread.seats.operations import correct_mandate, fill_seat
from kevread.seats.queries.actors import actor_of
from tests.arrange import UNREGISTERED
from tests.charter.people import coordination, direction, holder, local_president
from tests.conftest import NOW, TODAY, arranging
from tests.factories import SettingFactory, since
from tests.worlds import World, put

pytestmark = pytest.mark.django_db
CLAUSE = "R3.7/1"
LAST = date(2027, 6, 30)


def extra(small: World):
    """Somebody of a pôle, in office there, who could be its third on the board of the grouping."""
    local = small.locals[small.groupings[0]][0]
    with arranging():
        return small.seated(f"{local.slug}-board", "administrator").person


def fill(small: World, person, period: Period) -> Mandate:
    grouping = small.groupings[0]
    local = small.locals[grouping][0]
    return fill_seat(
        actor=SYSTEM, seat=small.seat(f"{grouping.slug}-board", "administrator"), person=person,
        represents=local, period=period, origin="designation", now=NOW, **UNREGISTERED,
    )  # fmt: skip


@pytest.fixture
def before_the_register(small: World):
    """The head keeps its register of decisions since yesterday: what was decided before is named in words."""
    with arranging():
        kept = Keeping.objects.filter(organisation=small.head, register="decisions")
        put(kept, period=since(TODAY - timedelta(days=1)))


@pytest.fixture
def asked(small: World, before_the_register):
    return {
        "actor": coordination(small), "clause": CLAUSE, "organisation": small.groupings[0], "first": TODAY, "last": LAST,
        "reason": "Le pôle vient de se scinder, le temps de revoir sa place.",
        "adopted_by": "Conseil d’administration du 20 novembre 2026, résolution 3", "adopted_on": date(2026, 11, 20),
        "now": NOW,
    }  # fmt: skip


@pytest.fixture
def crowded(small: World):
    """The board has more people of a pôle than the article admits."""
    grouping = small.groupings[0]
    local = small.locals[grouping][0]
    with arranging():
        SettingFactory(name="R2.4.direct_member_seats", value=1)  # or of another clause of the article nothing is known
        for _ in range(2):
            person = small.seated(f"{local.slug}-board", "administrator").person
            small.seated(f"{grouping.slug}-board", "administrator", person=person, represents=local)
    return grouping


def finding(organisation, day=TODAY, key=CLAUSE):
    (found,) = [f for f in verdicts(day, rules=["R3.7"], organisations=[organisation.pk]) if f.clause.key == key]
    return found


def test_a_breach_stays_one_and_says_by_what_it_is_allowed(small: World, crowded, asked):
    assert finding(crowded).reason is None
    grant_derogation(**asked)
    found = finding(crowded)
    assert (found.verdict, found.reason) == (Verdict.BREACHES, Reason.DEROGATION)
    (spoken,) = speak([found], TODAY)
    assert spoken.word == "Dérogation"
    assert spoken.sentence.endswith(
        "Dérogation jusqu’au 30 juin 2027 : Conseil d’administration du 20 novembre 2026, résolution 3."
    )
    row = as_row(spoken, TODAY)
    assert (row["verdict"], row["reason"]) == ("breaches", "derogation")
    assert not fails([found], Severity.BLOCKING)


def test_it_moves_the_verdict_of_one_clause_of_one_organisation(small: World, crowded, asked):
    """The proof by mutation of what a derogation does: nothing else moves, on no other day."""

    def board(day):
        return {(f.clause.key, f.organisation.id): (f.verdict, f.reason) for f in verdicts(day)}

    days = [TODAY - timedelta(days=1), TODAY, LAST, LAST + timedelta(days=1)]
    before = [board(day) for day in days]
    grant_derogation(**asked)
    for day, earlier in zip(days, before, strict=True):
        now = board(day)
        moved = {key for key in earlier if now[key] != earlier[key]}
        assert moved == ({(CLAUSE, crowded.pk)} if TODAY <= day <= LAST else set())


def test_what_conforms_is_not_said_to_be_under_a_derogation(small: World, asked):
    grant_derogation(**asked)
    assert (finding(asked["organisation"]).verdict, finding(asked["organisation"]).reason) == (Verdict.CONFORMS, None)


def test_the_text_says_until_when(small: World, crowded, asked):
    grant_derogation(**asked)
    readings = {one.article.rule: one for one in read_text(crowded, TODAY, asked["actor"]).readings}
    assert "Dérogation jusqu’au 30 juin 2027" in readings["R3.7"].answer.said


# What it allows, and no longer than it says.


def test_an_excess_that_a_derogation_allows_is_not_refused(small: World, asked):
    person = extra(small)
    with pytest.raises(Refused) as refused:
        fill(small, person, Period.through(TODAY, LAST))
    assert refused.value.rule == "R3.7"
    grant_derogation(**asked)
    assert fill(small, person, Period.through(TODAY, LAST)).pk


def test_but_within_its_days_only(small: World, asked):
    person = extra(small)
    grant_derogation(**asked)
    with pytest.raises(Refused, match="1er juillet 2027"):
        fill(small, person, Period.through(TODAY, date(2027, 12, 31)))
    with pytest.raises(Refused):
        fill(small, person, Period.through(TODAY, None))


def test_a_correction_does_not_outlive_it_either(small: World, asked):
    person = extra(small)
    grant_derogation(**asked)
    made = fill(small, person, Period.through(TODAY, LAST))
    president = actor_of(holder(small, f"{small.groupings[0].slug}-board", "president"), TODAY)
    with pytest.raises(Refused) as refused:
        correct_mandate(
            actor=president, mandate=made, person=made.person, represents=made.represents,
            period=Period.through(TODAY, date(2027, 9, 30)), reason="Mal saisi", now=NOW,
        )  # fmt: skip
    assert refused.value.rule == "R3.7"


def test_another_clause_of_the_article_still_binds(small: World, asked):
    """R3.7/2: whoever represents a pôle sits on its own board."""
    grant_derogation(**asked)
    grouping = small.groupings[0]
    local = small.locals[grouping][0]
    with (
        pytest.raises(Refused) as refused,
        arranging(),
        upholding([grouping], writes={"mandates": [local]}, on=lambda: [TODAY]),
    ):
        put(small.mandates(f"{local.slug}-board"), period=since(last=TODAY - timedelta(days=1)))
    assert refused.value.rule == "R3.7"


# Who may, and what is asked.


def test_the_presidence_of_the_head_may_too(small: World, asked):
    grant_derogation(**asked | {"actor": actor_of(holder(small, "cress-board", "president"), TODAY)})
    assert Act.objects.get(verb="charter.grant_derogation").hat.startswith("Présidence")


def test_an_organisation_does_not_grant_itself_a_derogation(small: World, asked):
    grouping = small.groupings[0]
    for actor in (
        direction(small, grouping),
        actor_of(holder(small, f"{grouping.slug}-board", "president"), TODAY),
        local_president(small, small.locals[grouping][0]),
        actor_of(holder(small, "cress-board", "representative-territoire"), TODAY),
    ):
        with pytest.raises(Denied, match="Kevread propose que ce soit La Cress ; sa présidence ou la coordination"):
            grant_derogation(**asked | {"actor": actor})


def test_a_mandate_that_is_over_grants_nothing(small: World, asked):
    president = holder(small, "cress-board", "president")
    with arranging():
        put(Mandate.objects.filter(person=president), period=since(last=TODAY - timedelta(days=1)))
    with pytest.raises(Denied):
        grant_derogation(**asked | {"actor": actor_of(president, TODAY)})


def test_the_law_is_never_derogated_from(small: World, asked):
    law = next(f for f in verdicts(TODAY) if f.article.is_law and f.clause.check)
    with pytest.raises(Refused, match="La loi ne souffre pas de dérogation") as refused:
        grant_derogation(**asked | {"clause": law.clause.key})
    assert refused.value.rule == law.rule
    with arranging():  # a row written by another way would change nothing either
        put(small.mandates(f"{small.groupings[0].slug}-board"), period=since(last=TODAY - timedelta(days=1)))
        Derogation.objects.create(
            clause=law.clause.key, organisation_id=law.organisation.id, period=since(TODAY, LAST), reason="Non",
            adopted_by="Personne", adopted_on=TODAY,
        )  # fmt: skip
    assert not [f for f in verdicts(TODAY) if f.article.is_law and f.derogation]


def test_nor_is_a_collective_agreement_that_is_no_law(small: World, asked):
    with pytest.raises(Refused, match="Une convention collective ne souffre pas de dérogation"):
        grant_derogation(**asked | {"clause": "L6.10/1"})
    with arranging():
        put(Welfare.objects.all(), budget=0)
        for one in small.groupings:
            held = {"planned_on": TODAY, "held_on": TODAY, "result": "Élu."}
            Occasion.objects.create(organisation=one, kind="election", **held)
            Derogation.objects.create(
                clause="L6.10/1", organisation=one, period=since(TODAY, LAST), reason="Non",
                adopted_by="Personne", adopted_on=TODAY,
            )  # fmt: skip
    found = [f for f in verdicts(TODAY, rules=["L6.10"]) if f.verdict is Verdict.BREACHES]
    assert found and not [f for f in found if f.derogation]
    (spoken,) = speak(found[:1], TODAY)
    assert spoken.sentence.endswith("C’est une convention collective qui le demande, et non la loi.")
    assert asked_of(found[0]) == "attendu : aucun"


def test_doctrine_is_departed_from_as_the_document_is(small: World, asked):
    """What an administration thinks, or what is usually done, is not the law: the network may go without it for a time."""
    grouping = small.groupings[0]
    with arranging():
        person = small.holder(f"{grouping.slug}-team", "delegate").person
        small.seated(f"{grouping.slug}-bureau", "member", person=person)
    (before,) = [f for f in verdicts(TODAY, rules=["L1.20"], organisations=[grouping.pk]) if f.clause.number == 3]
    assert before.verdict is Verdict.BREACHES and not before.derogation
    grant_derogation(**asked | {"clause": "L1.20/3", "organisation": grouping})
    (after,) = [f for f in verdicts(TODAY, rules=["L1.20"], organisations=[grouping.pk]) if f.clause.number == 3]
    assert after.derogation


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"clause": "R99.1/1"}, "clause"),
        ({"clause": "R3.4/2"}, "clause"),  # it is attested
        ({"clause": "R4.13/2"}, "clause"),  # it binds the head
        ({"reason": "Parce"}, "reason"),
        ({"adopted_by": " "}, "adopted_by"),
        ({"adopted_on": TODAY + timedelta(days=1)}, "adopted_on"),
        ({"adopted_on": TODAY - timedelta(days=1)}, "adopted_by"),  # the register says what was decided that day
        ({"first": date(2026, 11, 19)}, "first"),
        ({"last": TODAY - timedelta(days=1)}, "last"),
    ],
)
def test_bad_input_is_told_on_its_field(small: World, asked, changes, field):
    with pytest.raises(Invalid) as told:
        grant_derogation(**asked | changes)
    assert told.value.field == field
    assert not Derogation.objects.exists()


def test_since_the_register_is_kept_only_a_line_of_it_opens_a_derogation(small: World, asked):
    recent = asked | {"adopted_on": TODAY}
    with pytest.raises(Invalid, match="Le registre des décisions de La Cress a été ouvert le 23 novembre 2026"):
        grant_derogation(**recent)
    assert not Derogation.objects.exists()
    line = uuid4()
    assert grant_derogation(**recent | {"decided_in": line}).decided_in == line


def test_ceasing_to_keep_the_register_gives_words_no_weight(small: World, asked):
    with arranging():
        kept = Keeping.objects.filter(organisation=small.head, register="decisions")
        put(kept, period=since(date(2026, 11, 21), date(2026, 11, 22)))
    with pytest.raises(Invalid, match="a été ouvert le 21 novembre 2026") as told:
        grant_derogation(**asked | {"adopted_on": TODAY})
    assert told.value.field == "adopted_by"
    assert grant_derogation(**asked)


def test_one_at_a_time(small: World, asked):
    grant_derogation(**asked)
    with pytest.raises(Invalid, match="vaut déjà"):
        grant_derogation(**asked | {"first": LAST, "last": date(2028, 1, 1)})
    grant_derogation(**asked | {"first": LAST + timedelta(days=1), "last": date(2028, 1, 1)})


def test_the_database_asks_for_an_end(small: World, asked):
    with pytest.raises(IntegrityError), transaction.atomic(), arranging():
        Derogation.objects.create(
            clause=CLAUSE, organisation=asked["organisation"], period=since(TODAY), reason="Non", adopted_by="Personne",
            adopted_on=TODAY,
        )  # fmt: skip


# Its end.


def ended(asked, made, last, **more):
    whole = {"actor": asked["actor"], "derogation": made, "last": last, "reason": "Le pôle a revu sa place", "now": NOW}
    return end_derogation(**whole | more)


def test_it_ends_before_its_day_and_what_was_done_stays(small: World, crowded, asked):
    made = grant_derogation(**asked)
    ended(asked, made, date(2026, 12, 31))
    assert finding(crowded, date(2026, 12, 31)).reason is Reason.DEROGATION
    assert finding(crowded, date(2027, 1, 1)).reason is None


def test_one_that_has_not_begun_is_given_up_and_the_journal_keeps_it(small: World, crowded, asked):
    made = grant_derogation(**asked | {"first": date(2027, 1, 1)})
    assert ended(asked, made, TODAY) is None
    assert not Derogation.objects.exists()
    assert Act.objects.filter(verb="charter.end_derogation").count() == 1
    assert finding(crowded, date(2027, 2, 1)).reason is None


@pytest.mark.parametrize(
    ("last", "reason", "field"),
    [
        (TODAY - timedelta(days=2), "Terminée", "last"),
        (LAST, "Terminée", "last"),
        (TODAY, " ", "reason"),
    ],
)
def test_what_ends_it_is_asked_too(small: World, asked, last, reason, field):
    made = grant_derogation(**asked)
    with pytest.raises(Invalid) as told:
        ended(asked, made, last, reason=reason)
    assert told.value.field == field


def test_what_is_over_does_not_end_again(small: World, asked):
    with arranging():
        made = Derogation.objects.create(
            clause=CLAUSE, organisation=asked["organisation"], period=since(date(2026, 1, 1), date(2026, 6, 30)),
            reason="Le temps de revoir sa place", adopted_by="Conseil", adopted_on=date(2025, 12, 1),
        )  # fmt: skip
    with pytest.raises(Invalid, match="a déjà pris fin"):
        ended(asked, made, TODAY)


def test_only_who_grants_it_ends_it(small: World, asked):
    made = grant_derogation(**asked)
    with pytest.raises(Denied):
        ended(asked, made, TODAY, actor=direction(small, small.groupings[0]))
