"""Who reads the paper of a contract that is signed here, and what its letters say."""

from datetime import timedelta

import pytest

from kevread.base.models import as_range
from kevread.common.periods import Period
from kevread.documents.files import File
from kevread.documents.models import Circle, Document, Reader
from kevread.documents.operations import refuse_to_sign
from kevread.mail.models import Content
from kevread.seats.models import Mandate
from kevread.seats.queries import actor_of
from kevread.staff.models import Contract, Terms
from tests.conftest import NOW, TODAY, arranging

from .conftest import asks, signs

pytestmark = pytest.mark.django_db
WHY = "Le lieu de travail n’est pas celui convenu."
FILE = File("c.pdf", b"%PDF-1.7 x", "application/pdf")


@pytest.mark.parametrize("state", ["waiting", "signed", "refused"])
def test_its_paper_is_read_by_the_line_and_the_person_alone(staffing, contract, president, settings, state):
    """Whoever signed, asked or stands near is no reader of it: only of the contract."""
    scene = staffing.scene
    staffing.assigned(contract, local=scene.second)
    circle = asks(staffing, contract, president)
    if state != "waiting":
        signs(president, circle)
    if state == "signed":
        signs(contract.person, circle)
    if state == "refused":
        refuse_to_sign(actor=actor_of(contract.person, TODAY), version=circle.version, reason=WHY, now=NOW)
    assert not Reader.objects.filter(document=circle.version.document).exists()
    reads = {
        "direction": scene.direction,
        "presidency": scene.presidency,
        "person": actor_of(contract.person, TODAY),
    }
    other = scene.world.groupings[1]
    near = {
        "pôle": scene.president_of(scene.second),
        "other grouping": scene.actor(f"{other.slug}-team", "direction"),
        "coordination": scene.coordination,
        "head": scene.actor("cress-board", "president"),
        "colleague": scene.actor(f"{staffing.grouping.slug}-team", "delegate"),
        "administrator": staffing.acting(scene.administrator_of(scene.first)),
    }
    seen = Document.objects.filter(pk=circle.version.document_id)
    for who, actor in reads.items():
        assert Document.objects.visible_to(actor).filter(pk__in=seen).exists(), who
    for who, actor in near.items():
        assert not Document.objects.visible_to(actor).filter(pk__in=seen).exists(), who
        assert not Circle.objects.visible_to(actor).filter(pk=circle.pk).exists(), who


def test_who_left_the_line_and_who_is_past_retention_read_it_no_more(staffing, contract, president):
    circle = asks(staffing, contract, president)
    for person in (president, contract.person):
        signs(person, circle)
    read = Document.objects.filter(pk=circle.version.document_id)
    with arranging():
        over = as_range(Period(TODAY - timedelta(days=400), TODAY - timedelta(days=1)))
        Mandate.objects.filter(person=president).update(period=over)
    assert not Document.objects.visible_to(actor_of(president, TODAY)).filter(pk__in=read).exists()
    assert Document.objects.visible_to(staffing.direction).filter(pk__in=read).exists()
    with arranging():
        gone = as_range(Period(TODAY - timedelta(days=4000), TODAY - timedelta(days=3000)))
        Terms.objects.filter(contract=contract).update(period=gone)
        Contract.objects.filter(pk=contract.pk).update(period=gone)
    for actor in (staffing.direction, actor_of(contract.person, TODAY)):
        assert not Document.objects.visible_to(actor).filter(pk__in=read).exists()


def test_who_lost_the_power_to_sign_it_reads_it_no_more_though_it_waits(staffing, contract, president):
    circle = asks(staffing, contract, president)
    read = Document.objects.filter(pk=circle.version.document_id)
    assert Document.objects.visible_to(actor_of(president, TODAY)).filter(pk__in=read).exists()
    with arranging():
        over = as_range(Period(TODAY - timedelta(days=400), TODAY - timedelta(days=1)))
        Mandate.objects.filter(person=president).update(period=over)
    assert not Document.objects.visible_to(actor_of(president, TODAY)).filter(pk__in=read).exists()
    assert Document.objects.visible_to(actor_of(contract.person, TODAY)).filter(pk__in=read).exists()


def test_letters_and_titles_name_neither_the_person_nor_what_is_agreed(staffing, contract, president):
    circle = asks(staffing, contract, president)
    signs(president, circle)
    refuse_to_sign(actor=actor_of(contract.person, TODAY), version=circle.version, reason=WHY, now=NOW)
    written = list(Content.objects.all())
    assert len(written) >= 3
    for one in written:
        assert "2 400" not in one.text and WHY not in one.text and contract.person.family_name not in one.subject
