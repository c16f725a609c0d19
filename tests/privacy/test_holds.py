"""What rooms hold of documents past their term: each while it holds, and no longer; what it says names nobody."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kevread.agreements.models import Instrument
from kevread.concord.models import CommonText
from kevread.concord.models import Version as CommonVersion
from kevread.delegations.models import Grant
from kevread.directory.models import Organisation, Person
from kevread.documents.models import Document, PaperSignature, SignatureAsked, Version
from kevread.documents.queries.keeping import holds, past
from kevread.meetings.models import Enclosure
from kevread.meetings.rules.life import State
from kevread.privacy import operations
from kevread.privacy.models import Demand, Validation
from kevread.staff.models import Contract
from kevread.statutes.models import Statutes
from tests.agreed import agreed
from tests.conftest import NOW, TODAY, arranging
from tests.documents.conftest import shelf  # noqa: F401 — a fixture
from tests.documents.test_removal import old
from tests.factories import PersonFactory, since
from tests.gatherings.decided import founded
from tests.gatherings.preparing import enclosing, ready
from tests.worlds import entrust_direction

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


def of(document: Document, day: date = TODAY) -> str:
    return holds([document.pk], day).get(document.pk, "")


def paper(organisation: Organisation) -> Document:
    return Document.objects.create(organisation=organisation, kind="file", title="Écrit", audience="people")


def test_an_agreement_holds_what_it_cites_until_it_ends(scene):
    with arranging():
        made = agreed("engagement-reciproque", scene.grouping, scene.world.head)
        document = paper(scene.grouping)
        Instrument.objects.filter(agreement=made).update(document=document)
    assert of(document) == "une convention en cours le cite"
    last = made.instruments.get().ends_on
    assert (bool(of(document, last)), bool(of(document, last + timedelta(days=1)))) == (True, False)


def test_a_delegation_holds_its_paper_to_its_last_day(scene):
    with arranging():
        grant, document = entrust_direction(scene.world, scene.grouping), paper(scene.grouping)
        Grant.objects.filter(pk=grant.pk).update(paper=document, period=since(date(2020, 1, 1), YESTERDAY))
    assert (of(document, YESTERDAY), of(document)) == ("une délégation en vigueur le cite", "")


def test_articles_of_association_hold_their_file_but_those_that_were_a_mistake(scene):
    with arranging():
        document = paper(scene.grouping)
        row = Statutes.objects.create(
            organisation=scene.grouping,
            origin="paper",
            begun_on=TODAY,
            adopted_on=TODAY,
            since=TODAY,
            document=document,
        )
    assert of(document) == "des statuts ou un règlement le citent"
    with arranging():
        Statutes.objects.filter(pk=row.pk).update(annulled_on=TODAY, because="Une erreur")
    assert of(document) == ""


def test_a_contract_holds_its_paper_as_long_as_it_is_kept(scene):
    edge = date(TODAY.year - 5, TODAY.month, TODAY.day)
    with arranging():
        document = paper(scene.grouping)
        contract = Contract.objects.create(
            employer=scene.grouping, person=PersonFactory(), kind="cdi", occupation="Animation", agreement="eclat",
            seniority_from=date(2018, 1, 1), period=since(date(2018, 1, 1), edge + timedelta(days=1)), paper=document,
        )  # fmt: skip
    assert of(document).startswith("un contrat de travail le cite")
    with arranging():
        Contract.objects.filter(pk=contract.pk).update(period=since(date(2018, 1, 1), edge))
    assert of(document) == ""


def test_a_common_text_and_the_founding_decision_hold_theirs(scene):
    with arranging():
        document = paper(scene.grouping)
        text = CommonText.objects.create(organisation=scene.grouping, kind="cadre-rh", title="Un texte")
        CommonVersion.objects.create(text=text, number=1, document=document, digest="1" * 64, written_on=TODAY)
        line = founded(scene.world.head)
    assert of(document) == "un texte commun le cite"
    assert of(line.document) == "la décision fondatrice le cite"


def test_a_meeting_that_is_not_over_holds_what_is_enclosed():
    here = ready(State.DRAFT)
    row = enclosing(here)
    document = row.version.document
    assert of(document) == "une réunion qui n’est pas finie le joint"
    with arranging():
        Enclosure.objects.filter(pk=row.pk).update(withdrawn=True)
    assert of(document) == ""


@pytest.mark.parametrize("how", ["asked", "pen"])
def test_whose_data_are_limited_or_who_waits_for_an_answer_holds_what_they_signed(shelf, how):  # noqa: F811
    scene = shelf.scene
    document = old(shelf)
    version = Version.objects.get(document=document)
    with arranging():
        person = PersonFactory(given_name="Zénaïde", family_name="Quistinic")
        if how == "asked":
            SignatureAsked.objects.create(version=version, person=person, rank=1, quality="Présidente")
        else:
            PaperSignature.objects.create(
                version=version, person=person, person_name=str(person), quality="Présidente", organisation=scene.grouping,
                signed_on=date(2018, 1, 1), told_at=NOW,
            )  # fmt: skip
    said = "une demande sur des données personnelles le retient"
    assert said not in of(document)
    operations.restrict(actor=scene.coordination, person=person, within=scene.world.head, why="Sa demande", now=NOW)
    assert said in of(document) and "Quistinic" not in of(document)
    operations.lift(actor=scene.coordination, person=person, within=scene.world.head, why="C’est corrigé.", now=NOW)
    assert said not in of(document)
    with arranging():
        Demand.objects.create(
            organisation=scene.grouping, person=person, kind="access", text="Que savez-vous ?", received_on=TODAY
        )
    assert said in of(document)
    for actor, is_told in ((scene.presidency, True), (scene.direction, False)):  # who may erase there, who may not
        (one,) = past(scene.grouping, actor, TODAY)
        assert (said in one.why) is is_told and "quelque chose" not in one.why


def test_the_register_of_processing_that_counts_holds_the_agreement_that_it_cites(scene):
    by = Person.objects.get(pk=scene.presidency.person)
    wanted = {"organisation": scene.grouping, "validated_by": by, "contact": "Le secrétariat", "said": {}}
    with arranging():
        document = paper(scene.grouping)
        Validation.objects.create(at=NOW, joint=document, **wanted)
        Validation.objects.create(at=NOW, **wanted | {"organisation": scene.second})
    assert of(document) == "le registre des traitements validé le cite"
    with arranging():
        Validation.objects.create(at=NOW + timedelta(days=1), **wanted)
    assert of(document) == ""


def test_what_holds_is_asked_in_a_number_of_queries_that_does_not_grow(shelf):  # noqa: F811
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            past(shelf.scene.grouping, shelf.scene.presidency, TODAY)
        return len(found)

    old(shelf, title="Un")
    few = asked()
    for number in range(5):
        old(shelf, title=f"Autre {number}")
    assert asked() == few
