"""What an employer keeps of somebody who left is read as long as it is to be kept, and by nobody then; a purge erases it."""

import shutil
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.careers.models import HandedOver, Handover
from kevread.common.actor import SYSTEM
from kevread.directory.models import Person
from kevread.documents.files import File
from kevread.documents.models import Removal
from kevread.journal.operations import seal_journal
from kevread.journal.tables import verify_tables
from kevread.journal.verification import verify
from kevread.privacy.operations import carry_out, decide_purge
from kevread.privacy.queries.retention import GONE, preview
from kevread.staff.models import Contract, Hosted, Identity, Information, MedicalVisit, Post, Terms
from kevread.staff.operations import deposit
from kevread.staff.permissions import employers
from kevread.staff.queries.asked import among
from kevread.staff.queries.register import register_of, register_paper
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.documents.test_receive import pdf
from tests.factories import PersonFactory, since
from tests.guards.asking import wearing

pytestmark = pytest.mark.django_db
HIRED = date(2018, 3, 1)
EDGE = date(2021, 11, 24)  # five years before today: who left that day, or before, left long enough ago
READ = {
    Contract: "person",
    Terms: "contract__person",
    Identity: "contract__person",
    MedicalVisit: "contract__person",
    Information: "contract__person",
    Hosted: "tutor",
    Handover: "contract__person",
    HandedOver: "handover__contract__person",
}


def left(scene, last: date) -> Contract:
    """Somebody who was employed until that day, all that was kept of them, whom they followed, what they handed over."""
    period = since(HIRED, last)
    with arranging():
        contract = Contract.objects.create(
            employer=scene.grouping, person=PersonFactory(family_name="Quistinic"), kind="cdd", motive="Le temps d’Aufort",
            occupation="Chargée d’Aufort", agreement="eclat", seniority_from=HIRED, authority="Le mot d’Aufort",
            end_reason="resignation", end_note="La note d’Aufort", period=period,
        )  # fmt: skip
        Terms.objects.create(contract=contract, share=80, group="F", coefficient=350, salary=2_345_67, period=period)
        Identity.objects.create(contract=contract, nationality="Aufortaise", born_on=date(1979, 7, 19), sex="f")
        MedicalVisit.objects.create(contract=contract, planned_on=HIRED, held_on=HIRED)
        Information.objects.create(contract=contract, part="first", handed_on=HIRED)
        Hosted.objects.create(
            employer=scene.grouping, kind="trainee", given_name="Aufort", family_name="Petite", tutor=contract.person,
            place="Chez Aufort", period=period,
        )  # fmt: skip
        handed = Handover.objects.create(
            employer=scene.grouping, contract=contract, last_day=last, opened_on=last, closed_on=last
        )
        HandedOver.objects.create(handover=handed, kind="staff", row=contract.pk, what="Le dossier d’Aufort")
    return contract


def read_by(actor, contract: Contract) -> list[str]:
    """Of what was kept of them."""
    theirs = {model: {way: contract.person} for model, way in READ.items()}
    return [model.__name__ for model, of in theirs.items() if model.objects.visible_to(actor).filter(**of).exists()]


def test_it_is_read_to_the_last_day_of_its_term_and_by_nobody_the_day_after(staffing):
    scene = staffing.scene
    contract = left(scene, EDGE + timedelta(days=1))
    oneself = staffing.acting(contract.person)
    line = {"the direction": scene.direction, "the presidency": scene.presidency, "oneself": oneself}
    everything = [model.__name__ for model in READ]
    assert {who: read_by(actor, contract) for who, actor in line.items()} == {
        "the direction": everything,
        "the presidency": everything,
        "oneself": [name for name in everything if name != "Hosted"],
    }
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(period=since(HIRED, EDGE))
        Hosted.objects.filter(tutor=contract.person).update(period=since(HIRED, EDGE))
    assert {who: read_by(actor, contract) for who, actor in line.items() if read_by(actor, contract)} == {}
    assert read_by(wearing({"employ": None}), contract) == [] and read_by(SYSTEM, contract) == everything


def test_whoever_is_still_there_is_read_whatever_the_age_of_their_contract(staffing):
    contract = staffing.assigned().contract
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(period=since(HIRED))
        Terms.objects.filter(contract=contract).update(period=since(HIRED))
    assert contract.pk in {line.contract.pk for line in register_of(staffing.grouping, staffing.direction, TODAY)}
    assert Terms.objects.visible_to(staffing.direction).filter(contract=contract).exists()


def test_where_nobody_decided_how_long_nothing_closes(staffing, settings, tmp_path):
    """A federation may say that it is not decided: then it is read, as nothing of it is erased."""
    contract, home = left(staffing.scene, EDGE), tmp_path / "bretagne"
    shutil.copytree(settings.KEVREAD_FEDERATION, home)
    said = "- {kind: %s, label: L, source: S, since: 2020-01-01, origin: undecided}\n"
    kinds = ("contracts", "pay", "mentions", "visits", "information", "hosted", "placed")
    (home / "retention.yaml").write_text("".join(said % kind for kind in kinds), encoding="utf-8")
    settings.KEVREAD_FEDERATION = home
    assert read_by(staffing.direction, contract) == [model.__name__ for model in READ]


def test_no_address_gives_it_back_not_even_that_of_a_day_long_gone(staffing, settings):
    """The page, the register, its files, and what they were when the person was there."""
    scene, contract = staffing.scene, left(staffing.scene, EDGE)
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    own = entered_as(contract.person, settings)
    page = reverse("staff:contract", args=[scene.grouping.slug, contract.pk])
    for query in ("", f"?au={EDGE.isoformat()}", "?au=2020-01-01"):
        assert client.get(page + query).status_code == 404 and own.get(page + query).status_code == 404
        for name in ("staff:contracts", "staff:contracts_csv"):
            told = client.get(reverse(name, args=[scene.grouping.slug]) + query)
            assert told.status_code == 200 and "Quistinic" not in told.text and "Aufort" not in told.text
    for day in (TODAY, EDGE, HIRED):
        assert contract.pk not in {line.contract.pk for line in register_of(scene.grouping, scene.direction, day)}
        paper = register_paper(scene.grouping, scene.direction, day)
        assert not [one for one in (*paper.entries, *paper.hosted) if "Quistinic" in str(one) or "Aufort" in str(one)]


def test_somebody_entrusted_with_the_contracts_reads_it_no_more_either(staffing):
    contract, also = left(staffing.scene, EDGE), employers(staffing.direction, TODAY)
    read = Contract.objects.visible_to(wearing({}), also)
    assert read.exists() and not read.filter(pk=contract.pk).exists()


def test_a_purge_shows_it_then_takes_what_it_said_and_the_journal_loses_it(staffing):
    """What it leaves: that somebody was employed there, from a day to another. What is recent stays whole."""
    scene = staffing.scene
    old = left(scene, EDGE)
    recent = staffing.contract()
    kinds = ("contracts", "pay", "mentions", "visits", "information", "hosted")
    shown = {one.term.kind: (one.many, one.term.source) for one in preview(TODAY).kinds if one.term.kind in kinds}
    assert {kind: many for kind, (many, _) in shown.items()} == dict.fromkeys(kinds, 1)
    assert all(
        "Code du travail, art. " in source
        for kind, (_, source) in shown.items()
        if kind not in ("visits", "information")
    )
    made = decide_purge(actor=scene.coordination, within=scene.world.head, kinds=kinds, why="Décision n° 3", now=NOW)
    carry_out(purge=made.pk, now=NOW)
    old.refresh_from_db()
    assert {old.motive, old.occupation, old.authority, old.end_note} == {GONE}
    assert (old.dates.start, old.dates.last, old.end_reason) == (HIRED, EDGE, "resignation")
    assert not MedicalVisit.objects.filter(contract=old).exists()
    assert not Information.objects.filter(contract=old).exists()
    assert not Terms.objects.filter(contract=old).exists() and not Identity.objects.filter(contract=old).exists()
    assert {Hosted.objects.get().given_name, Hosted.objects.get().place} == {GONE}
    assert Terms.objects.filter(contract=recent).exists() and Contract.objects.get(pk=recent.pk).occupation != GONE
    seal_journal(now=NOW)
    assert verify(None)["ok"]
    assert {one.many for one in preview(TODAY).kinds if one.term.kind in kinds} == {0}


def test_what_law_keeps_still_is_counted_without_what_it_no_longer_does(staffing):
    def kept() -> int:
        return sum(one.many for one in preview(TODAY).kept if one.called.startswith("Contrat de travail"))

    before = kept()
    assert before == Contract.objects.count()
    left(staffing.scene, EDGE)
    assert kept() == before
    left(staffing.scene, EDGE + timedelta(days=1))
    assert kept() == before + 1


def test_a_question_of_one_table_is_not_asked_of_rows_that_need_another(staffing):
    with pytest.raises(ValueError, match="joins"):
        among(Post.objects.filter(employer__slug="x"), "SELECT 1 FROM staff_post WHERE {those}")
    assert among(Post.objects.none(), "SELECT 1 FROM staff_post WHERE {those}") == []
    post = staffing.post()
    assert (post.pk,) in among(Post.objects.all(), "SELECT id FROM staff_post WHERE {those}")


def test_a_purge_takes_the_file_of_the_signed_contract_with_what_it_said(staffing):
    scene = staffing.scene
    old, recent = left(scene, EDGE), staffing.contract()
    for number, contract in enumerate((old, recent)):
        file = File(f"{number}.pdf", pdf() + b"%%" * number, "application/pdf")
        deposit(actor=scene.direction, contract=contract, file=file, now=NOW)
    made = decide_purge(actor=scene.coordination, within=scene.world.head, kinds=["contracts"], why="N° 3", now=NOW)
    carry_out(purge=made.pk, now=NOW)
    old.refresh_from_db()
    removal = Removal.objects.get()
    assert (removal.document, removal.until, removal.erased_by_id) == (
        old.paper,
        TODAY - timedelta(days=1),
        scene.coordination.person,
    )
    assert old.paper.versions.get().content.file is None
    recent.refresh_from_db()
    assert recent.paper.versions.get().content.intact
    assert verify_tables(None)["faults"] == []
