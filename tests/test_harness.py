"""The harness is strict: each thing that it forbids is planted once, and seen caught."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.core.paginator import Paginator, UnorderedObjectListWarning
from django.db import connection
from django.db.utils import DatabaseError
from django.template import Context, Template
from django.test import Client, RequestFactory

from kevread.directory.models import Organisation
from kevread.journal.models import Act
from kevread.ui.middleware import read_only
from tests.conftest import NOW, arranging
from tests.factories import OrganisationFactory

PACKAGE = Path(__file__).parents[1] / "src" / "kevread"


def test_a_variable_that_nothing_defines_fails():
    with pytest.raises(AssertionError, match=r"« nothing\.here » is not defined"):
        Template("{{ nothing.here }}").render(Context())


@pytest.mark.django_db
def test_a_page_of_an_unordered_list_fails():
    with arranging():
        OrganisationFactory.create_batch(3)
    with pytest.raises(UnorderedObjectListWarning):
        Paginator(Organisation.objects.all(), 2).get_page(1)


@pytest.mark.django_db
def test_a_moment_without_its_zone_fails():
    with pytest.raises(RuntimeWarning, match="naive datetime"):
        Act.objects.create(verb="late", at=datetime(2026, 11, 24, 9, 0))


@pytest.mark.django_db
def test_a_get_that_writes_is_refused_by_postgresql():
    def view(request):
        with arranging():
            OrganisationFactory()

    with pytest.raises(DatabaseError, match="read-only transaction"):
        read_only(view)(RequestFactory().get("/"))


@pytest.mark.django_db
def test_the_rest_of_the_transaction_writes_again():
    read_only(lambda request: None)(RequestFactory().get("/"))
    with arranging():
        OrganisationFactory()
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("off",)


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused(settings):
    settings.KEVREAD_DEMONSTRATION = True
    page = Client(enforce_csrf_checks=True).post("/demonstration/sortir/")
    assert page.status_code == 403
    assert "Forbidden" not in page.content.decode()


def test_every_form_that_writes_carries_a_token():
    bare = [
        f"{path.relative_to(PACKAGE)}"
        for path in PACKAGE.rglob("*.html")
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text(encoding="utf-8"), re.DOTALL)
        if "{% csrf_token %}" not in form
    ]
    assert bare == []


def test_the_tests_live_on_the_day_of_the_demonstration(settings):
    assert NOW.date().isoformat() == settings.KEVREAD_ON
