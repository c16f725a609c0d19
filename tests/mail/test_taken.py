"""The letters of an organisation, taken away: all of them, by those who prepare what is written about."""

import pytest

from kevread.mail.models import Content, Dispatch
from tests import jobs
from tests.clients import entered_as
from tests.conftest import arranging
from tests.factories import OrganisationFactory
from tests.reading_tables import taken

from .conftest import ADDRESS
from .test_screens import seated

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_letter_is_a_line_the_last_first_and_its_proof_stays(write, sink, organisation, settings, form):
    for number in range(32):  # more than the page shows
        write(subject=f"Rappel {number}")
    client = entered_as(seated(organisation, president=True).person, settings)
    page = f"/{organisation.slug}/courriels"
    assert f"{page}.{form}" in client.get(page).text
    rows = taken(client.get(f"{page}.{form}"))
    assert [row["objet"] for row in rows] == [f"Rappel {number}" for number in reversed(range(32))]
    assert {(row["adresse électronique"], row["état"]) for row in rows} == {(ADDRESS, "En attente")}
    jobs.run()
    with arranging():
        Content.objects.all().delete()
    rows = taken(client.get(f"{page}.{form}"))
    assert {(row["objet"] or "", row["état"]) for row in rows} == {("", "Parti")}
    assert {row["empreinte"] for row in rows} == set(Dispatch.objects.values_list("digest", flat=True))


def test_it_is_for_those_who_prepare_there(write, organisation, settings):
    write()
    with arranging():
        elsewhere = OrganisationFactory(grouping=True)
    address = f"/{organisation.slug}/courriels.csv"
    assert entered_as(None, settings).get(address).status_code == 302
    assert entered_as(seated(organisation).person, settings).get(address).status_code == 403
    assert entered_as(seated(elsewhere, president=True).person, settings).get(address).status_code == 403
