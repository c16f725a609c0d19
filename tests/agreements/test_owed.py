"""What parties owe each other: kept, by itself or because it is said; contested; late for both; put off by both."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.agreements.models import Agreement, Instrument, Obligation, Postponement
from kevread.agreements.operations import (
    agree_postponement,
    ask_postponement,
    contest_kept,
    owe,
    tell_kept,
    undo_obligation,
)
from kevread.agreements.queries.owed import owed_by, sides
from kevread.agreements.rules import Balance
from kevread.agreements.todo import owed_late
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.todo import Asker
from kevread.directory.models import Person
from tests.agreed import agreed
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.gatherings.decided import met
from tests.guards.of_agreements import read
from tests.publishing.test_front import text_of
from tests.seats.scene import Scene

pytestmark = pytest.mark.django_db
KIND = "responsables-conjoints"
WHY = "Le texte a été repris d’un autre."
DAY = timedelta(days=1)
HELD = "meetings.held"


@pytest.fixture
def agreement(scene: Scene) -> Agreement:
    with arranging():
        found = agreed(KIND, scene.world.head, scene.grouping, title="Accord")
    return Agreement.objects.select_related("organisation").get(pk=found.pk)


def owing(scene: Scene, agreement: Agreement, **more) -> Obligation:
    """The grouping owes the head a report."""
    asked = {
        "debtor": agreement.parties.get(role="groupement"), "creditor": agreement.parties.get(role="tete"),
        "what": "Remettre un rapport", "cadence": "once", "first_due": TODAY,
    } | more  # fmt: skip
    made = owe(actor=scene.direction, agreement=agreement, now=NOW, **asked)
    return read(made.pk)


def stands(agreement: Agreement, on: date = TODAY) -> list[Balance]:
    return [one.balance for one in owed_by([agreement], on)]


def test_the_day_itself_is_in_time(scene: Scene, agreement: Agreement):
    owing(scene, agreement)
    assert stands(agreement) == [Balance.DUE]
    assert stands(agreement, TODAY + DAY) == [Balance.LATE]


def test_a_meeting_in_its_window_keeps_it_by_itself(scene: Scene, agreement: Agreement):
    board = scene.world.body(f"{scene.grouping.slug}-board")
    owing(
        scene,
        agreement,
        what="Réunir le conseil",
        cadence="monthly",
        first_due=date(2026, 10, 31),
        kept_by=HELD,
        body=board,
    )
    with arranging():
        met(board, on=date(2026, 11, 1))
    found = {one.window.due: one.balance for one in owed_by([agreement], TODAY) if one.window.due < date(2027, 1, 1)}
    assert found[date(2026, 11, 30)] is Balance.KEPT
    assert found[date(2026, 12, 31)] is Balance.DUE


def test_a_meeting_out_of_its_window_or_planned_keeps_nothing(scene: Scene, agreement: Agreement):
    board = scene.world.body(f"{scene.grouping.slug}-board")
    owing(scene, agreement, what="Réunir le conseil", first_due=date(2026, 11, 20), kept_by=HELD, body=board)
    with arranging():
        met(board, on=date(2026, 11, 21))
        met(board, on=date(2026, 11, 19), state="draft", opened_at=None, closed_at=None)
    assert stands(agreement) == [Balance.LATE]


def test_one_meeting_does_not_keep_two_months_when_one_is_put_off(scene: Scene, agreement: Agreement):
    """October is put off to the 20th of November: the meeting of the 10th keeps it, and November waits for its own."""
    board = scene.world.body(f"{scene.grouping.slug}-board")
    first, put_off = date(2026, 10, 31), date(2026, 11, 20)
    asked = {"what": "Réunir le conseil", "cadence": "monthly", "first_due": first, "kept_by": HELD, "body": board}
    found = owing(scene, agreement, **asked)
    with arranging():
        Postponement.objects.create(
            obligation=found,
            due_on=first,
            to=put_off,
            reason=WHY,
            asked_by=scene.grouping,
            agreed_on=date(2026, 10, 30),
        )
        met(board, on=date(2026, 11, 10))

    def told() -> list[Balance]:
        return [one.balance for one in owed_by([agreement], TODAY) if one.window.due < date(2026, 12, 1)]

    assert told() == [Balance.KEPT, Balance.DUE]
    with arranging():
        met(board, on=date(2026, 11, 18))
    assert told() == [Balance.KEPT, Balance.KEPT]


def test_what_is_said_kept_counts_until_it_is_contested(scene: Scene, agreement: Agreement):
    found = owing(scene, agreement)
    said = {"obligation": found, "due_on": TODAY, "kept_on": TODAY, "note": "Remis par lettre.", "now": NOW}
    with pytest.raises(Denied):
        tell_kept(actor=scene.actor("cress-board", "president"), **said)
    kept = tell_kept(actor=scene.direction, **said)
    assert stands(agreement, TODAY + DAY) == [Balance.KEPT]
    with pytest.raises(Refused, match="déjà tenu"):
        tell_kept(actor=scene.direction, **said)
    kept.obligation = found
    with pytest.raises(Denied):
        contest_kept(actor=scene.direction, kept=kept, reason=WHY, now=NOW)
    contest_kept(actor=scene.actor("cress-board", "president"), kept=kept, reason=WHY, now=NOW)
    assert stands(agreement, TODAY + DAY) == [Balance.CONTESTED]
    tell_kept(actor=scene.direction, **said)  # said anew
    assert stands(agreement) == [Balance.KEPT]


def test_nothing_is_kept_that_is_not_due(scene: Scene, agreement: Agreement):
    found = owing(scene, agreement)
    with pytest.raises(Refused, match="Rien n’est dû"):
        tell_kept(actor=scene.direction, obligation=found, due_on=TODAY + DAY, kept_on=TODAY, note="Remis.", now=NOW)


def test_a_later_day_is_agreed_by_both(scene: Scene, agreement: Agreement):
    found = owing(scene, agreement)
    asked = ask_postponement(
        actor=scene.direction, obligation=found, due_on=TODAY, to=TODAY + 7 * DAY, reason=WHY, now=NOW
    )
    assert stands(agreement, TODAY + DAY) == [Balance.LATE]
    asked.obligation = found
    with pytest.raises(Denied):
        agree_postponement(actor=scene.direction, postponement=asked, now=NOW)
    agree_postponement(actor=scene.actor("cress-board", "president"), postponement=asked, now=NOW)
    assert Postponement.objects.get(pk=asked.pk).agreed_on == TODAY
    assert stands(agreement, TODAY + 7 * DAY) == [Balance.DUE]
    assert stands(agreement, TODAY + 8 * DAY) == [Balance.LATE]


def test_nothing_is_due_after_the_last_day_nor_before_it_is_signed(scene: Scene, agreement: Agreement):
    owing(scene, agreement, cadence="monthly", first_due=TODAY)
    rows = Instrument.objects.filter(agreement=agreement)
    with arranging():
        rows.update(ends_on=TODAY)
    assert len(stands(agreement)) == 1
    with arranging():
        rows.update(ends_on=TODAY - DAY)
    assert stands(agreement) == []
    with arranging():
        rows.update(stage="talks", signed_on=None, ends_on=None)
    assert stands(agreement) == []


def test_a_mistake_is_owed_no_more(scene: Scene, agreement: Agreement):
    found = owing(scene, agreement)
    undo_obligation(actor=scene.coordination, obligation=found, reason=WHY, now=NOW)
    assert stands(agreement) == []
    with pytest.raises(Refused, match="annulé"):
        tell_kept(actor=scene.direction, obligation=found, due_on=TODAY, kept_on=TODAY, note="Remis.", now=NOW)


def test_one_owes_to_another(scene: Scene, agreement: Agreement):
    same = agreement.parties.get(role="groupement")
    with pytest.raises(Invalid) as told:
        owing(scene, agreement, creditor=same)
    assert told.value.field == "creditor"


def test_what_is_late_is_told_to_both_and_counted(scene: Scene, agreement: Agreement, settings):
    owing(scene, agreement, first_due=TODAY - DAY)
    found = owed_by([agreement], TODAY)
    assert [one.said for one in sides(list(agreement.parties.order_by("rank")), found)] == ["1 en retard"]
    for person, scale, said in (
        (scene.direction.person, scene.grouping.slug, "dû à La Cress."),
        (scene.actor("cress-board", "president").person, "cress", f"que doit {scene.grouping.name}."),
    ):
        client = entered_as(Person.objects.get(pk=person), settings)
        assert said in text_of(client.get(reverse("home:today", args=[scale])))


def test_the_gestures_are_on_the_page_of_the_agreement(scene: Scene, agreement: Agreement, settings):
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    here = [scene.grouping.slug, agreement.pk]
    head, ours = agreement.parties.order_by("rank")
    said = {"debtor": ours.pk, "creditor": head.pk, "what": "Remettre un rapport", "cadence": "once", "kept_by": ""}
    done = client.post(reverse("agreements:owe", args=here), said | {"first_due": TODAY.isoformat()}, follow=True)
    assert "Attendu. Remettre un rapport" in text_of(done)
    key = Obligation.objects.get(agreement=agreement).pk
    where = reverse("agreements:oblige", args=[scene.grouping.slug, key, "tenu"])
    assert client.get(where).status_code == 404
    assert client.post(f"{where}?du={TODAY}", {"kept_on": TODAY.isoformat(), "note": ""}).status_code == 422
    told = {"kept_on": TODAY.isoformat(), "note": "Remis par lettre."}
    assert "Tenu. Remettre un rapport" in text_of(client.post(f"{where}?du={TODAY}", told, follow=True))


def test_what_is_not_signed_yet_is_written_in_a_clause(scene: Scene, agreement: Agreement, settings):
    page = reverse("agreements:agreement", args=[scene.grouping.slug, agreement.pk])
    reader = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    assert "Inscrire un engagement" in reader.get(page).text
    with arranging():
        draft = agreed(KIND, scene.world.head, scene.grouping, title="Un projet", stage="talks")
    with pytest.raises(Refused, match="une fois la convention signée"):
        owing(scene, draft)
    other = reverse("agreements:agreement", args=[scene.grouping.slug, draft.pk])
    assert "Inscrire un engagement" not in reader.get(other).text


def test_beyond_ten_lines_the_day_says_how_many_more(scene: Scene, agreement: Agreement):
    for number in range(12):
        owing(scene, agreement, what=f"Rapport {number}", first_due=TODAY - DAY)
    person = Person.objects.get(pk=scene.direction.person)
    told = owed_late(Asker(scene.direction, person, scene.grouping, frozenset({scene.grouping.pk}), TODAY))
    assert len(told) == 11 and told[-1].what == "2\N{NO-BREAK SPACE}autres engagements attendent."
    assert told[-1].url == reverse("agreements:agreements", args=[scene.grouping.slug])
