"""A grouping or a pôle that the federation's file does not name, or that was closed and is born again."""

from datetime import date, timedelta

import pytest

from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Affiliation, Coverage, Organisation
from kevread.journal.models import Act
from kevread.seats.models import Body, Seat
from kevread.seats.operations import fill_seat, open_unlisted_organisation
from tests.conftest import NOW, TODAY

from .opened import SINCE, SOURCE, asked, closed, text_of

ADDRESS = "/cress/reseau/ouvrir/autre"
LEON = {"scale": "local", "name": "ESS pays de Léon", "of": "ess-35", "since": SINCE, "source": SOURCE}


def opened(actor, **change) -> Organisation:
    return open_unlisted_organisation(**LEON | {"actor": actor, "now": NOW} | change)


def test_a_pole_that_no_file_names_has_what_a_pole_has_but_land(coordination, anne):
    asked(coordination)
    before = Act.objects.count()
    made = opened(coordination)
    assert (made.slug, made.scale, made.legal_form) == ("ess-pays-de-leon", "local", "association")
    assert [(name.kind, name.text, name.dates) for name in made.names.all()] == [
        ("statutory", made.name, Period(SINCE))
    ]
    links = {link.of.slug: link.college for link in Affiliation.objects.filter(member=made).select_related("of")}
    assert links == {"ess-35": "", "cress": "territoires"}
    assert set(made.bodies.values_list("slug", flat=True)) >= {"ess-pays-de-leon-board", "ess-pays-de-leon-assembly"}
    assert not Coverage.objects.filter(organisation=made).exists()
    assert Act.objects.count() == before + 1
    seat = Seat.objects.get(body__slug="ess-pays-de-leon-board", title="president")
    said = {"origin": "election", "note": "Assemblée constitutive", "decided_on": TODAY}
    fill_seat(actor=coordination, seat=seat, person=anne, period=Period(TODAY), now=NOW, **said)


def test_a_grouping_that_no_file_names_is_a_member_of_the_head_whatever_is_asked(coordination):
    made = opened(coordination, scale="grouping", name="ESS Haute Bretagne", of="")
    (link,) = Affiliation.objects.filter(member=made)
    assert (link.of.slug, link.college) == ("cress", "territoires")


def test_an_organisation_born_again_is_another_row_and_the_first_keeps_its_history(coordination):
    asked(coordination)
    first = opened(coordination)
    last = SINCE + timedelta(days=30)
    closed(coordination, first, last=last)
    with pytest.raises(Invalid, match="ESS pays de Léon est déjà dans l’annuaire") as told:
        opened(coordination, since=last)
    assert told.value.field == "name"
    again = opened(coordination, since=last + timedelta(days=1))
    assert (again.slug, again.dates.start) == ("ess-pays-de-leon-2", last + timedelta(days=1))
    first.refresh_from_db()
    assert first.dates == Period.through(SINCE, last)
    assert Body.objects.filter(slug="ess-pays-de-leon-2-board").exists()


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"scale": "head"}, "scale", "Dites ce que vous ouvrez"),
        ({"scale": ""}, "scale", "Dites ce que vous ouvrez"),
        ({"name": " "}, "name", "comme dans ses statuts"),
        ({"name": "ESS Pays de  VITRE"}, "name", "propose déjà ESS pays de Vitré : ouvrez-la dans la liste"),
        ({"name": "E.S.S. Armor", "scale": "grouping"}, "name", "propose déjà ESS Armor"),
        ({"name": "ess 35"}, "name", "ESS 35 est déjà dans l’annuaire"),
        ({"of": ""}, "of", "dont elle est membre"),
        ({"of": "cress"}, "of", "dont elle est membre"),
        ({"of": "ess-pays-de-leon"}, "of", "dont elle est membre"),
        ({"source": " "}, "source", "d’où vous tenez"),
    ],
)
def test_what_does_not_hold_is_told_on_its_field_and_nothing_is_written(coordination, change, field, sentence):
    asked(coordination)
    before = Organisation.objects.count()
    with pytest.raises(Invalid, match=sentence) as told:
        opened(coordination, **change)
    assert told.value.field == field
    assert Organisation.objects.count() == before


def test_a_pole_is_not_opened_before_its_grouping(coordination):
    asked(coordination, since=TODAY)
    with pytest.raises(Refused, match="serait membre d’ESS 35, qui n’est pas ouvert le 1er mars 2025"):
        opened(coordination)
    assert opened(coordination, since=TODAY).dates == Period(TODAY)


def test_it_is_opened_on_screen_from_the_list_of_what_is_proposed(entered, coordination):
    asked(coordination)
    assert f'href="{ADDRESS}"' in entered.get("/cress/reseau/ouvrir").content.decode()
    typed = LEON | {"since": SINCE.isoformat()}
    answer = entered.post(ADDRESS, typed, follow=True)
    assert "ESS pays de Léon est ouvert, avec ses instances" in text_of(answer)
    assert answer.redirect_chain[-1][0].startswith("/ess-pays-de-leon/")
    refused = entered.post(ADDRESS, typed)
    assert refused.status_code == 422 and "ESS pays de Léon est déjà dans l’annuaire" in text_of(refused)


def test_from_a_grouping_its_own_is_chosen_already(entered, coordination):
    asked(coordination)
    page = entered.get("/ess-35/reseau/ouvrir/autre").content.decode()
    assert '<option value="ess-35" selected>' in page
    assert date.fromisoformat(page.partition('name="since" value="')[2][:10]) == TODAY


def test_nobody_else_opens_the_page(client, coordination):
    asked(coordination)
    assert client.get(ADDRESS).status_code in (302, 403)
    assert client.post(ADDRESS, LEON | {"since": SINCE.isoformat()}).status_code in (302, 403)
    assert not Organisation.objects.filter(slug="ess-pays-de-leon").exists()
