"""A grouping or a pôle closes at a day, with what it has; not while somebody still holds something there."""

from datetime import date, timedelta

import pytest

from kevread.common.errors import Invalid, Refused
from kevread.directory.models import Organisation
from kevread.directory.operations import end_affiliation
from kevread.journal.models import Act
from kevread.seats.models import Body, Delegation, Mandate, Seat
from tests.conftest import NOW, TODAY, arranging
from tests.factories import MandateFactory, PersonFactory, since

from .opened import LAST, asked, closed, text_of


def test_it_closes_with_its_bodies_its_land_its_names_and_its_memberships(coordination):
    made = closed(coordination, asked(coordination))
    rows = [made, *made.names.all(), *made.coverage.all(), *made.affiliations.all(), *made.bodies.all()]
    rows += Seat.objects.filter(body__organisation=made)
    assert {row.dates.last for row in rows} == {LAST}
    assert made in Organisation.objects.on(LAST)
    assert made not in Organisation.objects.on(LAST + timedelta(days=1))
    assert Act.objects.get(verb="seats.close_organisation").organisation == made.pk


def test_what_had_ended_before_keeps_its_end(coordination):
    made = asked(coordination)
    link = made.affiliations.get()
    end_affiliation(actor=coordination, affiliation=link, last=TODAY, now=NOW)
    closed(coordination, made)
    link.refresh_from_db()
    assert link.dates.last == TODAY


def test_it_does_not_close_while_mandates_are_in_force_after_that_day_and_says_which(coordination, anne):
    made = asked(coordination)
    seat = Seat.objects.get(body__slug="ess-35-board", title="president")
    with arranging():
        MandateFactory(seat=seat, person=anne, period=since(TODAY, LAST + timedelta(days=1)))
    with pytest.raises(Refused, match=r"Restent en vigueur après ce jour : Anne Martin \(.*ESS 35\)"):
        closed(coordination, made)
    assert closed(coordination, made, LAST + timedelta(days=1)).dates.last == LAST + timedelta(days=1)


def test_a_mandate_held_elsewhere_in_its_name_holds_it_open_too(coordination, anne):
    made = asked(coordination)
    seat = Seat.objects.filter(body__organisation__slug="cress", one_per="grouping").order_by("pk").first()
    with arranging():
        MandateFactory(seat=seat, person=anne, represents=made, period=since(TODAY))
    with pytest.raises(Refused, match="Anne Martin"):
        closed(coordination, made)


def test_a_secretariat_that_it_entrusted_holds_it_open(coordination, anne):
    made = asked(coordination)
    with arranging():
        Delegation.objects.create(granter=made, holder=anne, powers=["secretariat"], period=since(TODAY))
    with pytest.raises(Refused, match=r"Anne Martin \(secrétariat confié\)"):
        closed(coordination, made)


def test_a_mandate_that_was_a_mistake_holds_nothing(coordination):
    made = asked(coordination)
    seat = Seat.objects.get(body__slug="ess-35-board", title="president")
    with arranging():
        MandateFactory(seat=seat, mistake=True, period=since(TODAY))
    assert closed(coordination, made).dates.last == LAST


def test_a_long_list_is_counted(coordination):
    made = asked(coordination)
    seat = Seat.objects.get(body__slug="ess-35-board", title="administrator")
    with arranging():
        for _ in range(12):
            MandateFactory(seat=seat, person=PersonFactory(), period=since(TODAY))
    with pytest.raises(Refused, match="et 4 autres"):
        closed(coordination, made)


def test_a_grouping_with_poles_does_not_close_before_them(coordination):
    grouping = asked(coordination)
    pole = asked(coordination, "ess-pays-de-vitre")
    with pytest.raises(Refused, match="encore des membres du réseau après le 30 juin 2027 : ESS pays de Vitré"):
        closed(coordination, grouping)
    assert Body.objects.on(LAST + timedelta(days=1)).filter(organisation=grouping).exists()
    closed(coordination, pole)
    closed(coordination, grouping)


def test_it_closes_after_it_opened_and_once(coordination):
    made = asked(coordination)
    with pytest.raises(Invalid):
        closed(coordination, made, date(2024, 1, 1))
    made = closed(coordination, made)
    with pytest.raises(Invalid):
        closed(coordination, made)


def test_the_head_and_what_is_outside_the_network_do_not_close(coordination):
    with pytest.raises(Refused, match="ne se ferme pas d’ici"):
        closed(coordination, Organisation.objects.get(slug="cress"))
    with arranging():
        outside = Organisation.objects.create(slug="mutuelle", name="Mutuelle", period=since())
    with pytest.raises(Refused, match="ne se ferme pas d’ici"):
        closed(coordination, outside)


def test_an_organisation_is_closed_on_screen_and_its_sheet_says_so(entered, coordination):
    asked(coordination)
    sheet = "/ess-35/organisations/ess-35"
    assert "/ess-35/reseau/fermer" in entered.get(sheet).content.decode()
    answer = entered.post("/ess-35/reseau/fermer", {"last": "2027-06-30"}, follow=True)
    assert "La fermeture d’ESS 35 est inscrite" in text_of(answer)
    assert "/ess-35/reseau/fermer" not in entered.get(sheet).content.decode()
    assert "déjà inscrite" in text_of(entered.get("/ess-35/reseau/fermer"))


def test_a_closing_that_is_refused_lists_the_mandates_on_screen(entered, coordination, anne):
    asked(coordination)
    seat = Seat.objects.get(body__slug="ess-35-board", title="president")
    with arranging():
        MandateFactory(seat=seat, person=anne, period=since(TODAY))
    answer = entered.post("/ess-35/reseau/fermer", {"last": "2027-06-30"})
    assert answer.status_code == 422
    assert "Restent en vigueur après ce jour : Anne Martin" in text_of(answer)
    assert Mandate.objects.filter(seat=seat, period__endswith__isnull=True).exists()


def test_the_head_is_told_that_it_does_not_close(entered):
    assert "ne se ferme pas" in text_of(entered.get("/cress/reseau/fermer"))
