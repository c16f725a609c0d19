"""What is over for longer than it is kept is erased by a decision, once, its journal too; what stays says why."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse

from kevread.base import retention
from kevread.base.retention import terms_on
from kevread.common.errors import Denied, Invalid, Refused
from kevread.common.personal import everything
from kevread.common.reading import Misread
from kevread.directory.models import Consent
from kevread.journal.models import Act
from kevread.journal.operations import seal_journal
from kevread.journal.verification import verify
from kevread.mail.models import Dispatch
from kevread.membership.models import Admission
from kevread.privacy import operations
from kevread.privacy.models import Demand, Erasure, Purge
from kevread.privacy.operations import purge
from kevread.privacy.queries.retention import GONE, SHEETS, declared, preview, rows_of
from kevread.seats.queries.actors import actor_of
from tests import jobs
from tests.conftest import NOW, TODAY, arranging
from tests.factories import PersonFactory, since
from tests.journal.test_stamped_acts import opened_by_hand

from .looking import where

pytestmark = pytest.mark.django_db
NOBODY = UUID(int=0)
EDGE = date(2021, 11, 24)  # five years before today: what is over since that day, or before, goes
WORDS = "Quistinic-Plélauff"


def at(day: date):
    return NOW.replace(year=day.year, month=day.month, day=day.day)


@pytest.fixture
def person(db):
    with arranging():
        return PersonFactory()


def demand(scene, person, day, words=WORDS) -> Demand:
    with arranging():
        return Demand.objects.create(
            organisation=scene.first, person=person, kind="access", text=f"Mme {words} demande", received_on=day,
            outcome="granted", answer=f"À Mme {words}", answered_by=person, answered_at=at(day),
        )  # fmt: skip


def decided(scene, *kinds, why="Décision n° 2026-3"):
    return operations.decide_purge(actor=scene.coordination, within=scene.world.head, kinds=kinds, why=why, now=NOW)


def many(kind) -> int:
    return next(one.many for one in preview(TODAY).kinds if one.term.kind == kind)


# How long.


def test_each_kind_of_the_files_is_declared_by_a_room_and_each_declared_has_its_term():
    assert {*terms_on(TODAY)} == {SHEETS, *declared()}
    assert [one for one in terms_on(TODAY).values() if not one.source] == []
    assert len(declared()) == len([held for _, held in everything() if held.kind])


def test_a_term_is_that_of_its_day_and_a_federation_says_its_own(tmp_path, settings):
    own = tmp_path / "ours"
    own.mkdir()
    (tmp_path / "_law").mkdir()
    row = "- {kind: demands, label: D, source: S, origin: ours, since: %s, months: %s}\n"
    (tmp_path / "_law" / "retention.yaml").write_text(row % ("2018-05-25", 60) + row % ("2026-01-01", 36))
    settings.KEVREAD_FEDERATION, settings.KEVREAD_LAW = own, tmp_path / "_law"
    told = {day: terms_on(date.fromisoformat(day))["demands"].months for day in ("2025-12-31", "2026-01-01")}
    assert told == {"2025-12-31": 60, "2026-01-01": 36}
    assert terms_on(date(2018, 5, 24)) == {}
    (own / "retention.yaml").write_text(row % ("2020-01-01", 12))
    retention.read.cache_clear()
    assert terms_on(TODAY)["demands"].months == 12


@pytest.mark.parametrize("wrong", ["origin: undecided, months: 3", "origin: law", "origin: law, months: 0"])
def test_a_term_that_is_not_one_is_told_where_it_stands(tmp_path, wrong):
    path = tmp_path / "retention.yaml"
    path.write_text(f"- {{kind: demands, label: D, source: S, since: 2020-01-01, {wrong}}}\n")
    with pytest.raises(Misread):
        retention.read(path)


# What goes, and what stays.


def test_what_is_over_since_long_enough_is_counted_and_what_is_not_stays(scene, person):
    assert many("demands") == 0
    demand(scene, person, EDGE + timedelta(days=1))
    assert many("demands") == 0
    demand(scene, person, EDGE)
    assert many("demands") == 1
    with arranging():
        for end, counted in ((EDGE + timedelta(days=2), 0), (EDGE + timedelta(days=1), 1)):
            Consent.objects.all().delete()
            Consent.objects.create(person=person, what="name", period=since(date(2020, 1, 1), end - timedelta(days=1)))
            assert many("consents") == counted


def test_who_left_long_ago_is_counted_and_whoever_sits_or_never_sat_is_not(scene, person):
    with arranging():
        gone = PersonFactory()
        board = f"{scene.first.slug}-board"
        scene.world.seated(board, "administrator", person=gone, period=since(date(2018, 1, 1), EDGE))
        back = PersonFactory()
        scene.world.seated(board, "administrator", person=back, period=since(date(2018, 1, 1), EDGE))
        scene.world.seated(board, "administrator", person=back)
        late = PersonFactory()
        scene.world.seated(
            board, "administrator", person=late, period=since(date(2018, 1, 1), EDGE + timedelta(days=1))
        )
    assert list(rows_of(SHEETS, EDGE)) == [gone]


def test_what_nobody_decided_stays_and_it_is_said(scene):
    with arranging():
        Admission.objects.create(
            of=scene.first, received_on=EDGE, origin="paper", name="Le Lavoir", legal_form="association",
            said_reach="local", given_name="Anne", family_name=WORDS, state="refused", closed_on=EDGE,
        )  # fmt: skip
    kept = {one.called: one for one in preview(TODAY).kept}
    undecided = kept[terms_on(TODAY)["candidates"].label]
    assert (undecided.many, "Personne n’a décidé" in undecided.why) == (1, True)
    with pytest.raises(Invalid, match="personne n’a décidé") as wrong:
        decided(scene, "candidates")
    assert wrong.value.field == "kinds"


def test_what_law_keeps_is_said_with_why():
    laws = {held.law for _, held in everything() if held.law}
    assert {one.why for one in preview(TODAY).kept} <= laws | {
        "Personne n’a décidé combien de temps : rien ne s’efface par l’âge."
    }


# The decision, and the work.


def test_nothing_goes_before_it_is_done_and_then_the_journal_loses_it_too(scene, person):
    old, recent = demand(scene, person, EDGE), demand(scene, person, EDGE + timedelta(days=1), "Autre-Nom")
    made = decided(scene, "demands")
    old.refresh_from_db()
    assert WORDS in old.text
    assert (made.asked, made.kinds, made.done_at) == ({"demands": 1}, {"demands": EDGE.isoformat()}, None)
    jobs.run()
    for row in (old, recent, made):
        row.refresh_from_db()
    assert (old.text, old.answer) == (GONE, GONE)
    assert "Autre-Nom" in recent.text
    assert (made.gone, bool(made.done_at)) == ({"demands": 1}, True)
    assert where(WORDS) == set()
    assert "privacy_demand.text" in where("Autre-Nom")
    seal_journal(now=NOW)
    assert verify(None)["ok"]
    assert many("demands") == 0


def test_a_row_that_serves_nothing_any_more_is_taken_out(scene, person):
    with arranging():
        Consent.objects.create(person=person, what="name", period=since(date(2020, 1, 1), EDGE))
        Consent.objects.create(person=person, what="email", period=since(date(2020, 1, 1)))
    decided(scene, "consents")
    jobs.run()
    assert list(Consent.objects.filter(person=person).values_list("what", flat=True)) == ["email"]


def test_an_address_goes_six_years_after_the_letter_and_that_it_left_stays(scene):
    """That letters of which nothing left yet stay as they are, whatever their age."""
    edge = date(2020, 11, 24)
    with arranging():
        rows = [
            Dispatch.objects.create(
                organisation=scene.first, address=f"{name}-quistinic@exemple.fr", act=NOBODY, digest="0" * 64,
                message_id=name, state="sent" if sent else "failed", queued_at=at(edge), sent_at=sent,
            )
            for name, sent in (("old", at(edge)), ("recent", at(edge + timedelta(days=1))), ("failed", None))
        ]  # fmt: skip
    assert many("letters") == 1
    decided(scene, "letters")
    jobs.run()
    for row in rows:
        row.refresh_from_db()
    assert [row.address.partition("@")[0] for row in rows] == ["", "recent-quistinic", "failed-quistinic"]
    assert rows[0].sent_at == at(edge) and rows[0].message_id == "old"
    assert where("old-quistinic") == set() and many("letters") == 0
    seal_journal(now=NOW)
    assert verify(None)["ok"]


def test_people_who_left_are_erased_one_by_one(scene):
    with arranging():
        gone = PersonFactory(family_name=WORDS)
        board = f"{scene.first.slug}-board"
        scene.world.seated(board, "administrator", person=gone, period=since(date(2018, 1, 1), EDGE))
    made = decided(scene, SHEETS)
    assert made.asked == {SHEETS: 1}
    jobs.run()
    made.refresh_from_db()
    assert made.gone == {SHEETS: 1}
    assert Erasure.objects.get().person == gone
    assert "directory_person.family_name" not in where(WORDS)


def test_who_may_not_be_erased_stays_and_it_is_said_without_naming_them(scene, monkeypatch):
    board = f"{scene.first.slug}-board"
    with arranging():
        gone = PersonFactory(given_name="Zénaïde", family_name=WORDS)
        scene.world.seated(board, "administrator", person=gone, period=since(date(2018, 1, 1), EDGE))
    made = decided(scene, SHEETS)

    def refuse(**asked) -> None:
        raise Refused(f"Un vote où {asked['person']} est appelé·e n’est pas dépouillé.")

    monkeypatch.setattr("kevread.privacy.operations.purge.erase", refuse)
    jobs.run()
    made.refresh_from_db()
    assert made.gone == {SHEETS: 0}
    assert made.kept[0] == ["Fiche", 1, "Un vote où cette personne est appelé·e n’est pas dépouillé."]


def test_done_twice_it_is_done_once(scene, person):
    demand(scene, person, EDGE)
    made = decided(scene, "demands")
    operations.carry_out(purge=made.pk, now=NOW)
    before = Act.objects.count()
    with pytest.raises(Refused, match="déjà fait"):
        operations.carry_out(purge=made.pk, now=NOW)
    jobs.run()  # that of the decision: it finds nothing left to do
    assert Act.objects.count() == before
    assert Purge.objects.get().gone == {"demands": 1}


def test_what_another_hand_wrote_there_erases_nothing(scene, person):
    """Whoever has the secret of the application writes in the queue, and rows in an act that they open."""
    demand(scene, person, EDGE)
    made = decided(scene, "demands")
    opened_by_hand()
    with connection.cursor() as cursor:
        cursor.execute(
            'UPDATE privacy_purge SET kinds = kinds || \'{"candidates": "2030-01-01"}\' WHERE id = %s', [made.pk]
        )
    before = Act.objects.count()
    with pytest.raises(Refused, match="Personne n’a décidé"):
        operations.carry_out(purge=made.pk, now=NOW)
    jobs.run()
    made.refresh_from_db()
    assert (made.done_at, Act.objects.count()) == (None, before)


def test_nor_what_it_writes_there_between_the_first_look_and_the_lock(scene, person, monkeypatch):
    demand(scene, person, EDGE)
    made = decided(scene, "demands")
    looked = purge.require_decided

    def meanwhile(row):
        looked(row)
        monkeypatch.setattr(purge, "require_decided", looked)
        opened_by_hand()
        with connection.cursor() as cursor:
            cursor.execute(
                'UPDATE privacy_purge SET kinds = kinds || \'{"candidates": "2030-01-01"}\' WHERE id = %s', [made.pk]
            )

    monkeypatch.setattr(purge, "require_decided", meanwhile)
    with pytest.raises(Refused, match="Personne n’a décidé"):
        operations.carry_out(purge=made.pk, now=NOW)
    made.refresh_from_db()
    assert made.done_at is None


def test_it_rests_on_a_decision_of_whoever_may_and_one_waits_at_a_time(scene, person):
    demand(scene, person, EDGE)
    for who in (scene.direction, actor_of(scene.world.holder(f"{scene.first.slug}-board", "president").person, TODAY)):
        with pytest.raises(Denied):
            operations.decide_purge(actor=who, within=scene.world.head, kinds=["demands"], why="Moi", now=NOW)
    for kinds, why, field in ((["demands"], " ", "why"), ([], "Oui", "kinds"), (["other"], "Oui", "kinds")):
        with pytest.raises(Invalid) as wrong:
            decided(scene, *kinds, why=why)
        assert wrong.value.field == field
    with pytest.raises(Invalid, match="Rien n’y est gardé"):
        decided(scene, "asked")
    decided(scene, "demands")
    with pytest.raises(Refused, match="déjà décidé"):
        decided(scene, "demands")


def test_the_screen_shows_to_all_who_read_and_decides_for_whoever_may(scene, person, readers):
    demand(scene, person, EDGE)
    here = reverse("privacy:retention", kwargs={"scale": scene.first.slug})
    member = readers.as_person(scene.administrator_of(scene.first))
    page = member.get(here).content.decode()
    assert "non décidé" in page and "Effacer ce qui est choisi" not in page
    assert member.post(here, {"kinds": ["demands"], "why": "Moi"}).status_code == 403
    head = reverse("privacy:retention", kwargs={"scale": scene.world.head.slug})
    assert "Effacer ce qui est choisi" in readers.coordination.get(head).content.decode()
    assert not Purge.objects.exists()
    assert readers.coordination.post(head, {"why": "Oui"}).status_code == 422
    assert readers.coordination.post(head, {"kinds": ["demands"], "why": "Décision n° 3"}).status_code == 302
    assert "Un travail le fait" in readers.coordination.get(head).content.decode()
    jobs.run()
    assert "Décision n° 3" in readers.coordination.get(head).content.decode()
