"""The evidence of signatures: who, which bytes, by what right, judged again for the day of the signature."""

import json
from datetime import timedelta

import pytest

from kevread.documents.operations import refuse_to_sign, remind
from kevread.documents.queries import versions_of
from kevread.documents.queries.evidence import gathered
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.seats.screens import words

from .test_circles import LATER, asker, presidents, put, signs  # noqa: F401 — fixtures

pytestmark = pytest.mark.django_db


def of(circle):
    document = circle.version.document
    return gathered(document, versions_of(document, TODAY)[0], TODAY)


def address(circle, name):
    document = circle.version.document
    return f"/{document.organisation.slug}/documents/{document.pk}/1/{name}"


@pytest.fixture
def mandate(shelf) -> Mandate:
    return shelf.scene.world.holder(f"{shelf.scene.grouping.slug}-board", "president")


def test_it_tells_the_bytes_the_right_and_what_happened(shelf, presidents, asker, mandate):  # noqa: F811
    (circle,) = put(shelf, presidents, asker)
    remind(actor=asker, circle=circle, now=LATER)
    signs(presidents[0], circle, LATER)
    paper, proven = of(circle)
    (proof,) = paper.signatures
    assert (proof.sha256, proof.organisation) == (circle.version.sha256, shelf.scene.grouping.name)
    assert mandate.seat.name in proof.chain[0] and "ce droit tenait" in proof.again
    assert proof.seal.startswith("Sceau intact, daté par ce site") and paper.verdict == "Le fichier signé est intact."
    assert proven and paper.sealed_sha256 == proven.report.sha256 != paper.sha256
    assert paper.amount == "aucun" and str(presidents[1]) in paper.awaited[0]
    assert [one.what for one in paper.happened] == [
        "Signatures demandées",
        "Demande faite",
        "Rappel fait",
        "Demande faite",
    ]
    refuse_to_sign(
        actor=actor_of(presidents[1], TODAY), version=circle.version, reason="Le montant a changé depuis.", now=LATER
    )
    assert (of(circle)[0].happened[-1].what, of(circle)[0].happened[-1].said) == (
        "Signature refusée", "Le montant a changé depuis.",
    )  # fmt: skip


def test_a_right_that_ended_since_held_that_day_and_a_mistake_never_did(shelf, presidents, asker, mandate):  # noqa: F811
    (circle,) = put(shelf, presidents, asker)
    signs(presidents[0], circle)
    with arranging():
        mandate.period = since(mandate.period.lower, TODAY)
        mandate.save()
    assert "ce droit tenait" in of(circle)[0].signatures[0].again
    with arranging():
        mandate.period = since(mandate.period.lower, TODAY - timedelta(days=1))
        mandate.save()
    assert "rien ne lui donnait ce droit le 24 novembre 2026" in of(circle)[0].signatures[0].again
    with arranging():
        mandate.period = since(mandate.period.lower)
        mandate.end_reason = Mandate.EndReason.MISTAKE
        mandate.save()
    (proof,) = of(circle)[0].signatures
    assert "rien ne lui donnait ce droit" in proof.again and mandate.seat.name in proof.chain[0]
    with arranging():
        other = Mandate.objects.create(
            seat=mandate.seat, person=mandate.person, represents=mandate.represents, period=since(), origin="election"
        )
    assert f"par un autre droit : {other.seat.name}" in of(circle)[0].signatures[0].again


def test_it_is_handed_on_paper_and_in_json_to_those_who_read_the_document(shelf, presidents, asker, settings):  # noqa: F811
    (circle,) = put(shelf, presidents, asker)
    client = entered_as(presidents[0], settings)
    assert client.get(address(circle, "preuve.pdf")).status_code == 404  # nobody signed
    page = address(circle, "preuve.pdf").removesuffix("/1/preuve.pdf")
    assert "Dossier de preuve" not in words(client.get(page))
    signs(presidents[0], circle)
    assert address(circle, "preuve.json") in client.get(page).text
    assert client.get(address(circle, "preuve.pdf")).content.startswith(b"%PDF")
    said = json.loads(client.get(address(circle, "preuve.json")).content)
    assert said["file"]["verdict"] == "valid" and said["file"]["signatures"][0]["authority"][0]["kind"] == "mandate"
    assert said["signatures"][0]["again"].startswith("Le 24 novembre 2026, ce droit tenait")
    for name in ("preuve.pdf", "preuve.json"):
        assert client.__class__().get(address(circle, name)).status_code in (302, 404)
