"""What an import wrote is taken back, whole, as long as nothing rests on it."""

from datetime import date, timedelta

import pytest
from django.db import connection

from kevread.charter.models import Contest, Setting
from kevread.common.actor import NOBODY, SYSTEM
from kevread.common.errors import Denied, Refused
from kevread.common.periods import Period
from kevread.directory.models import Name, Organisation, Person
from kevread.directory.operations import amend_person, open_access
from kevread.imports import workbook
from kevread.imports.models import Import
from kevread.imports.operations import undo, what_rests_on
from kevread.journal.rewritten import rewritten
from kevread.journal.tables import verify_all
from kevread.seats.models import Body, Mandate, Seat
from kevread.seats.operations import enter_mandate
from tests.arrange import NOW, TODAY, arranging
from tests.databases import as_administrator
from tests.factories import PersonFactory

from .conftest import brought, grid, head, told
from .test_flow import EVERY, PEOPLE

LATER = NOW + timedelta(hours=1)
SETTINGS = grid(
    "Modalités des statuts",
    "organisation|modalité|valeur|depuis|décision|décidée le",
    ("", "R4.8.per_year_min", "3", "01/01/2026", "Comité du 11 décembre 2025", "11/12/2025"),
)
KEPT = grid("Registres tenus", "organisation|registre|depuis", ("ess-deux", "Instances et mandats", "01/01/2025"))
MODELS = (Organisation, Name, Person, Mandate, Body, Seat, Setting)


def rows() -> list[list[object]]:
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


def test_all_of_it_goes_what_it_changed_is_as_it_was_and_the_journal_agrees(empty):
    before, leaves = rows(), workbook.grids(TODAY)
    outcome = brought(*EVERY, SETTINGS, KEPT)
    assert told(outcome).errors == told(outcome).refused == []
    assert outcome.committed and rows() != before and what_rests_on(outcome.made) == []
    undone = undo(made=outcome.made, actor=SYSTEM, now=LATER)
    assert undone.state == Import.State.UNDONE and undone.undone_at == LATER
    assert rows() == before and workbook.grids(TODAY) == leaves
    assert list(rewritten()) == []
    assert verify_all(None)["tables"]["faults"] == []
    with pytest.raises(Refused, match="n’est pas importé"):
        undo(made=outcome.made, actor=SYSTEM, now=LATER)
    assert brought(*EVERY, SETTINGS, KEPT).written.counts == outcome.written.counts


def test_an_undo_that_is_interrupted_leaves_all_of_it(empty, monkeypatch):
    made = brought(*EVERY, SETTINGS, KEPT).made
    before = rows()
    monkeypatch.setattr(Import, "save", lambda *more, **said: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        undo(made=made, actor=SYSTEM, now=LATER)
    made.refresh_from_db()
    assert rows() == before and made.state == Import.State.COMMITTED and what_rests_on(made) == []


def test_what_rests_on_it_is_named_and_nothing_is_changed(empty):
    made = brought(*EVERY).made
    person = Person.objects.get(family_name="Martin")
    seat = Seat.objects.get(body__slug="cress-team", title="coordination")
    entered = enter_mandate(
        actor=SYSTEM, seat=seat, person=person, period=Period(date(2026, 1, 1)), origin="hiring", now=LATER
    )
    before = rows()
    with pytest.raises(Refused, match=f"mandat : Anne Martin, {seat.name}"):
        undo(made=made, actor=SYSTEM, now=LATER)
    assert rows() == before and Import.objects.get().state == Import.State.COMMITTED
    assert entered in Mandate.objects.all()


def test_what_changed_since_is_named(empty):
    made = brought(PEOPLE).made
    yann = Person.objects.get(family_name="Le Goff")
    amend_person(actor=SYSTEM, person=yann, given_name="Yannick", family_name="Le Goff", email="", now=LATER)
    open_access(actor=SYSTEM, person=Person.objects.get(family_name="Martin"), now=LATER)
    assert what_rests_on(made) == [
        "personne : Anne Martin a changé depuis",
        "personne : Yannick Le Goff a changé depuis",
    ]
    with pytest.raises(Refused, match=r"Yannick Le Goff a changé depuis\. Rien n’a été changé"):
        undo(made=made, actor=SYSTEM, now=LATER)


@pytest.mark.parametrize("what", ["key", "address", "list", "after an empty text", "after what JSON escapes"])
def test_what_keeps_its_key_or_its_address_in_json_rests_on_it(empty, what):
    """Neither a foreign key nor a bare one: what a merge looks into is looked into here."""
    made = brought(*EVERY).made
    martin, there = Person.objects.get(family_name="Martin"), Organisation.objects.get(slug="ess-deux")
    said = {
        "key": {"who": str(martin.pk)}, "address": {"where": there.slug}, "list": {"all": [[str(martin.pk)]]},
        "after an empty text": {"a": "", "b": str(martin.pk)}, "after what JSON escapes": ["l1\nl2 \"x\" \\", str(martin.pk)],
    }[what]  # fmt: skip
    with arranging():
        other = PersonFactory(given_name="Azenor", family_name="Quéméner")
        contest = Contest.objects.create(
            clause="R3.4/2", organisation=head(), on=TODAY, verdict="breaches", sentence="Il manque quelqu’un.",
            evidence=said, about="fact", reason="C’est là", person=other, at=NOW,
        )  # fmt: skip
    assert len(what_rests_on(made)) == 1 and what_rests_on(made)[0].startswith("contestation")
    with pytest.raises(Refused, match="contestation"):
        undo(made=made, actor=SYSTEM, now=LATER)
    with arranging():
        Contest.objects.filter(pk=contest.pk).update(evidence={"who": f"{martin.pk} et d’autres", "where": "ess"})
    assert what_rests_on(made) == []
    undo(made=made, actor=SYSTEM, now=LATER)


PLANTED = """
INSERT INTO journal_change (act_id, "table", "row", before, after, salt, digest)
SELECT %(act)s, 'seats_mandate', m.id, b.before, to_jsonb(m), s.salt,
    journal_digest(s.salt, %(act)s, 'seats_mandate', m.id, b.before, to_jsonb(m))
FROM seats_mandate m, gen_random_uuid() s(salt), LATERAL (
    SELECT to_jsonb(m) || jsonb_build_object('person_id', %(person)s::text) AS before
) b WHERE m.id = %(mandate)s
"""


def test_what_another_hand_wrote_in_the_journal_is_not_put_back(empty):
    """Whoever owns the tables writes in an act of the import that a mandate was somebody else’s « before », and takes it out
    once the import is undone: the act is ours, and the tables agree."""
    made = brought(PEOPLE).made
    mallory, seat = Person.objects.get(family_name="Martin"), Seat.objects.get(title="coordination")
    with arranging():
        anne = PersonFactory(given_name="Azenor", family_name="Quéméner")
    held = enter_mandate(actor=SYSTEM, seat=seat, person=anne, period=Period(TODAY), origin="hiring", now=LATER)
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(PLANTED, {"act": made.acts[0], "person": str(mallory.pk), "mandate": held.pk})
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    with pytest.raises(Refused, match="n’est plus ce qui l’a été"):
        undo(made=made, actor=SYSTEM, now=LATER)
    held.refresh_from_db()
    assert held.person == anne


def test_who_may_not_import_undoes_nothing(empty):
    made = brought(PEOPLE).made
    with pytest.raises(Denied):
        undo(made=made, actor=NOBODY, now=LATER)
    assert Person.objects.count() == 2
