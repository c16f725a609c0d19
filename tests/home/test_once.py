"""A fact that several articles judge, or that a room tells too, is one line: it cites them all, and has one gesture."""

import re
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from kevread.agreements.models import Agreement
from kevread.careers.models import Occasion, Welfare
from kevread.charter.models import Setting
from kevread.charter.operations import contest_finding
from kevread.charter.queries.amiss import amiss
from kevread.charter.queries.text import read_text
from kevread.charter.queries.together import case_of
from kevread.charter.todo import points_to_mend
from kevread.common.todo import Asker
from kevread.common.verdicts import Severity, Verdict
from kevread.decisions.models import Decision, FollowUp
from kevread.directory.models import Person
from kevread.home.queries import today
from kevread.journal.memory import forget
from kevread.seats.models import Mandate
from tests.agreed import agreed
from tests.charter.people import coordination, direction
from tests.charter.test_membership import LONG_AGO, admitted
from tests.charter.test_screen_text import crowd
from tests.charter.test_staff import kept_by_a_local
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.employed import employed
from tests.factories import PersonFactory
from tests.gatherings.decided import decided
from tests.worlds import World, end

pytestmark = pytest.mark.django_db


@pytest.fixture
def employing(small: World):
    """A pôle still employs, though its team passed to the grouping: two articles say it."""
    with arranging():
        kept_by_a_local(small)
    return small.groupings[0]


def found(organisation: int, failing: tuple, value: object = None) -> Any:
    check = SimpleNamespace(fact="staff.contracts_of_locals", parameters=())
    return SimpleNamespace(
        clause=SimpleNamespace(check=check), organisation=SimpleNamespace(id=organisation), verdict=Verdict.CONFORMS,
        lower=None, upper=0, words=frozenset(), failing=failing, value=value,
    )  # fmt: skip


def test_one_case_is_of_one_organisation_and_of_what_fails_there():
    one = case_of(found(1, (("A", 1),)))
    assert one == case_of(found(1, (("A", 1),), {"A": 1})) != case_of(found(2, (("A", 1),)))
    assert one != case_of(found(1, (("A", 1), ("B", 1)))) and case_of(found(1, (), 1)) != case_of(found(1, (), 2))


def lines_of(actor, organisation) -> list[tuple[str, str]]:
    asker = Asker(actor, Person.objects.get(pk=actor.person), organisation, frozenset({organisation.pk}), TODAY)
    return [(one.why, one.rule) for one in points_to_mend(asker) if "R0.5" in one.why or "R6.1" in one.why]


def rows_of(actor, organisation, on: date = TODAY):
    day = today(actor, Person.objects.get(pk=actor.person), organisation, on, NOW - timedelta(days=1))
    return [row.item for row in (*day.rows, *day.rest)]


def test_two_articles_that_judge_one_fact_are_one_line(small: World, employing):
    ((why, rule),) = lines_of(direction(small, employing), employing)
    assert why.startswith("Articles R0.5, R6.1. Vous pouvez agir") and rule.endswith("/R0.5")


def test_a_finding_of_one_article_alone_cites_it_alone(small: World, employing):
    reader = direction(small, employing)
    with arranging():
        end(small.mandates(f"{employing.slug}-board"))
    asker = Asker(reader, Person.objects.get(pk=reader.person), employing, frozenset({employing.pk}), TODAY)
    others = [one.why for one in points_to_mend(asker) if "R0.5" not in one.why]
    assert others and all(one.startswith("Article ") for one in others)


def test_of_two_groupings_each_has_its_line(small: World, employing):
    with arranging():
        employed(small.locals[small.groupings[1]][0], PersonFactory())
    reader = coordination(small)
    told = [one for one in amiss(small.head, TODAY, reader) if one.rule == "R0.5"]
    assert {one.organisation.slug for one in told} == {one.slug for one in small.groupings[:2]}


def test_what_is_not_in_order_is_told_once_too(small: World, employing):
    points = [one for one in amiss(employing, TODAY, direction(small, employing)) if one.rule in ("R0.5", "R6.1")]
    (point,) = points
    assert point.rule == "R0.5" and [rule for rule, _ in point.also] == ["R6.1"]
    assert point.severity is Severity.BLOCKING


def test_what_somebody_contests_under_either_is_said(small: World, employing):
    reader = direction(small, employing)
    person = Person.objects.get(pk=reader.person)
    asked = {"clause": "R6.1/1", "on": TODAY, "about": "fact", "reason": "Une erreur du registre"}
    contest_finding(actor=reader, person=person, organisation=employing, now=NOW, **asked)
    forget()
    (point,) = [one for one in amiss(employing, TODAY, reader) if one.rule == "R0.5"]
    assert "Contesté par" in point.contested
    asker = Asker(reader, person, employing, frozenset({employing.pk}), TODAY)
    (line,) = [one for one in points_to_mend(asker) if "R0.5" in one.why]
    assert "Contesté par" in line.beside


def test_the_text_says_it_where_it_is_first_and_leads_there(small: World, employing):
    read = read_text(employing, TODAY, direction(small, employing)).readings
    said = {one.article.rule: one.answer.said for one in read if one.answer}
    assert "le même constat qu’à l’article R0.5" in said["R6.1"]
    assert "le même constat" not in said["R0.5"]


def test_what_a_room_tells_late_is_not_told_again_by_its_article(small: World):
    grouping = small.groupings[0]
    with arranging():
        admitted(small, grouping, on=LONG_AGO, legal_form="association")
    (line,) = [one for one in rows_of(direction(small, grouping), grouping) if "L1.5" in one.why]
    assert line.what.startswith("Déclarer l’entrée") and line.by and line.by < TODAY
    assert line.why.startswith("Article L1.5. Vous pouvez agir") and line.is_major


def test_the_article_that_a_line_cites_is_its_link(small: World, settings):
    grouping = small.groupings[0]
    with arranging():
        admitted(small, grouping, on=LONG_AGO, legal_form="association")
    reader = Person.objects.get(pk=direction(small, grouping).person)
    page = entered_as(reader, settings).get(f"/{grouping.slug}/aujourd-hui").text
    line = page.split("Déclarer l’entrée")[1].split("</li>")[0]
    assert re.search(r'<a href="[^"]+/texte/L1.5">Article L1.5<span', line)
    assert "Lire la règle" not in line and "Article L1.5." not in line


def test_until_it_is_late_no_article_is_cited(small: World):
    grouping = small.groupings[0]
    with arranging():
        admitted(small, grouping, on=TODAY - timedelta(days=40), legal_form="association")
    (line,) = [one for one in rows_of(direction(small, grouping), grouping) if "Déclarer l’entrée" in one.what]
    assert not line.is_major and line.why.startswith("Vous pouvez agir")


def test_who_reads_it_from_above_is_told_by_the_article(small: World):
    """The line of the room is for those who keep it, where it is kept: elsewhere the finding stays."""
    grouping = small.groupings[0]
    with arranging():
        admitted(small, grouping, on=LONG_AGO, legal_form="association")
    told = [one for one in rows_of(coordination(small), small.head) if "L1.5" in one.why]
    assert [one.what.startswith("Déclarer l’entrée") for one in told] == [False]


def test_a_seat_that_misses_is_told_by_who_misses_it_and_not_again_by_who_counts(small: World):
    """Of one grouping, two articles: its own, and that of the bureau where it is counted."""
    reader = coordination(small)
    own = Mandate.objects.filter(seat__body__slug="cress-bureau", seat__title="vice-president-grouping")
    with arranging():
        end(own.filter(represents=small.groupings[0]))
    (point,) = [one for one in amiss(small.head, TODAY, reader) if {"R3.15", "R4.13"} & {one.rule, *dict(one.also)}]
    assert (point.rule, dict(point.also).keys()) == ("R3.15", {"R4.13"}) and point.organisation.id == small.groupings[
        0
    ].pk
    with arranging():
        end(own)
    points = [one for one in amiss(small.head, TODAY, reader) if {"R3.15", "R4.13"} & {one.rule, *dict(one.also)}]
    told = [one.rule for one in points]
    assert told.count("R3.15") == len(small.groupings)
    short = Setting.objects.get(name="R4.13.vice_presidents").value
    assert told.count("R4.13") == int(short > len(small.groupings))  # more miss than those that are named


def test_a_work_that_is_late_is_told_by_who_does_it_and_by_the_article_to_others(small: World):
    """R7.15: the head entrusted it, its day is past."""
    reader = coordination(small)
    with arranging():
        by = decided(f"{small.head.slug}-board", Decision.OTHER, title="Les chantiers du document")
        asked = {"stream": "communication", "what": "Proposer une stratégie", "due": TODAY - timedelta(days=9)}
        FollowUp.objects.create(decision=by, owner=Person.objects.get(pk=reader.person), **asked)
    (line,) = [one for one in rows_of(reader, small.head) if "R7.15" in one.why]
    assert line.button == "C’est fait" and line.why.startswith("Article R7.15. Cette suite vous est confiée")
    with arranging():
        FollowUp.objects.update(owner=PersonFactory())
    forget()
    (line,) = [one for one in rows_of(reader, small.head) if "R7.15" in one.why]
    assert line.button == "Les chantiers du document"


def test_what_is_contested_waits_for_its_answer_and_is_not_to_be_mended_meanwhile(small: World):
    """To whom it is asked; whoever may not answer still reads the finding, and that it is contested."""
    grouping = small.groupings[0]
    crowd(small, grouping)
    reader, answers = direction(small, grouping), coordination(small)
    (before,) = [one for one in rows_of(answers, small.head) if "R3.7" in one.why]
    assert before.blocks and before.button == "Ouvrir l’instance"
    asked = {"clause": "R3.7/1", "on": TODAY, "about": "fact", "reason": "Une erreur du registre"}
    contest_finding(
        actor=reader, person=Person.objects.get(pk=reader.person), organisation=grouping, now=NOW, **asked
    )  # fmt: skip
    forget()
    (line,) = [one for one in rows_of(answers, small.head) if "R3.7" in one.why]
    assert line.blocks and line.button == "Lire et répondre" and "conteste un constat" in line.what
    assert line.why.startswith("Article R3.7. Vous pouvez y répondre"), "its article is cited once"
    (line,) = [one for one in rows_of(reader, grouping) if "R3.7" in one.why]
    assert line.button == "Ouvrir l’instance" and "Contesté par" in line.beside


def test_seats_that_miss_at_one_place_are_one_line_that_names_for_whom(small: World):
    reader = coordination(small)
    own = Mandate.objects.filter(seat__body__slug="cress-bureau", seat__title="vice-president-grouping")
    with arranging():
        end(own)
    (line,) = [one for one in rows_of(reader, small.head) if "R3.15" in one.why]
    assert all(one.name in line.what for one in small.groupings)
    assert line.url.endswith("vice-president-grouping") or "?" not in line.url


def test_what_fails_for_several_is_told_by_what_is_found_of_each(small: World):
    """R6.28, of the head, and L6.10, of the grouping whose welfare is short: who reads both reads one."""
    with arranging():
        Welfare.objects.filter(employer=small.groupings[0]).update(budget=99_999)
        held = {"planned_on": date(2025, 6, 1), "held_on": date(2025, 6, 1), "result": "Élu."}
        Occasion.objects.create(organisation=small.groupings[0], kind="election", **held)
    points = [
        one for one in amiss(small.head, TODAY, coordination(small)) if {"R6.28", "L6.10"} & {one.rule, *dict(one.also)}
    ]
    assert [(one.rule, dict(one.also).keys()) for one in points] == [("L6.10", {"R6.28"})]


def test_an_agreement_that_is_under_way_is_told_with_the_article_that_asks_for_it(small: World):
    """R4.42: none is in force, and one waits to be submitted. Nothing under way: the finding alone."""
    grouping, reader = small.groupings[0], coordination(small)
    kind = Agreement.objects.filter(kind="engagement-reciproque", parties__organisation=grouping)
    with arranging():
        kind.update(annulled_on=TODAY)
    (line,) = [one for one in rows_of(reader, small.head) if "R4.42" in one.why]
    assert line.what.startswith("Le registre des conventions ne porte aucun")
    with arranging():
        agreed("engagement-reciproque", grouping, small.head, title="Contrat", stage="talks", authority="")
    forget()
    (line,) = [one for one in rows_of(reader, small.head) if "R4.42" in one.why]
    assert line.what.startswith("Contrat : à soumettre à qui décide") and line.is_major
    assert not [one for one in rows_of(reader, small.head) if "ne porte aucun contrat d’engagement" in one.what]
