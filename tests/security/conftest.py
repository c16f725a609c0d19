"""What addresses name, and who may do everything: what stops them is never a right."""

from typing import Any

import pytest
from django.test import Client

from kevread.accounts.operations import create_account
from kevread.charter.models import Attestation, Contest, Derogation
from kevread.common.actor import SYSTEM
from kevread.directory.models import Affiliation, Capacity, Coverage
from kevread.documents.operations import Asked, freeze
from kevread.journal.models import Act
from kevread.seats.models import Delegation, ZoneLead
from tests.accounts.conftest import ADDRESS
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.documents.papers import EXAMPLES
from tests.factories import BodyFactory, since


@pytest.fixture
def account(db):
    return create_account(email=ADDRESS, now=NOW)


@pytest.fixture
def visitor(settings):
    settings.LOGIN_REDIRECT_URL = settings.LOGOUT_REDIRECT_URL = "/"
    return Client()


@pytest.fixture
def coordination(scene, settings):
    """The client of somebody who may do all but elect and entrust: else, what stops them is never a right. A failure of the
    site is a 500."""
    client = entered_as(scene.world.holder("cress-team", "direction").person, settings)
    client.raise_request_exception = False
    return client


@pytest.fixture
def objects(scene, somebody) -> dict[str, Any]:
    """One of each thing that an address names, all of the first grouping or of its first pôle."""
    here = scene.grouping
    with arranging():
        delegate = scene.world.holder(f"{here.slug}-team", "delegate")
        given = Delegation.objects.create(
            granter=scene.first, holder=delegate.person, powers=["secretariat"], period=since(TODAY)
        )
        attestation = Attestation.objects.create(
            clause="R3.4/2",
            organisation=here,
            person=somebody,
            piece="Pièce",
            piece_on=TODAY,
            period=since(last=TODAY),
        )
        derogation = Derogation.objects.create(
            clause="R3.7/1", organisation=here, reason="Le temps de choisir", adopted_by="Conseil", adopted_on=TODAY,
            period=since(TODAY, TODAY),
        )  # fmt: skip
        contest = Contest.objects.create(
            clause="R3.4/2", organisation=here, on=TODAY, verdict="unknown", sentence="Non attesté.", evidence={"asked": ""},
            about="fact", reason="C’est faux.", person=somebody, at=NOW,
        )  # fmt: skip
        capacity = Capacity.objects.create(organisation=here, kind="partner", period=since())
        group = BodyFactory(organisation=here, space=True)
        document = freeze(
            actor=SYSTEM, organisation=here, kind="agenda", source=EXAMPLES["agenda"], audience="public", now=NOW,
            asked=[Asked(somebody, "Présidence")],
        )  # fmt: skip
    return {
        "mandate": scene.world.holder(f"{here.slug}-board", "president").pk,
        "lead": ZoneLead.objects.filter(mandate=delegate).first(),
        "delegation": given.pk,
        "attestation": attestation.pk,
        "derogation": derogation.pk,
        "contest": contest.pk,
        "capacity": capacity.pk,
        "coverage": Coverage.objects.filter(organisation=here).first().pk,
        "affiliation": Affiliation.objects.filter(of=here).first().pk,
        "person": somebody.pk,
        "act": Act.objects.filter(organisation=None).first().pk,
        "group": group.slug,
        "document": document.document_id,
    }
