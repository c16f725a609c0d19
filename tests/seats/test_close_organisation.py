"""A grouping or a pôle closes at a day, with what it has; not while somebody still holds something there."""

from datetime import date, timedelta

import pytest
from django.db import connection

from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Organisation
from kevread.directory.operations import cover_zone, end_affiliation, end_coverage
from kevread.journal.models import Act
from kevread.seats.models import Body, Delegation, Mandate, Seat
from kevread.seats.operations import annul_closing, open_unlisted_organisation
from tests.conftest import NOW, TODAY, arranging
from tests.databases import as_administrator
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
    assert "Annuler sa fermeture" in text_of(entered.get(sheet))
    assert "Sa fermeture est inscrite" in text_of(entered.get("/ess-35/reseau/fermer"))


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


# A closing that was a mistake.

REASON = "Le pôle de Vitré ne ferme pas : erreur de ligne."


def annulled(actor, organisation, reason=REASON):
    return annul_closing(actor=actor, organisation=organisation, reason=reason, now=NOW)


def rows_of(made):
    found = [made, *made.names.all(), *made.coverage.all(), *made.affiliations.all(), *made.members.all()]
    return [*found, *made.bodies.all(), *Seat.objects.filter(body__organisation=made)]


def test_a_closing_that_was_a_mistake_leaves_all_as_it_was(coordination):
    made = asked(coordination)
    link = made.affiliations.get()
    end_affiliation(actor=coordination, affiliation=link, last=LAST, now=NOW)  # that day too, and by itself
    before = {row.pk: row.dates for row in rows_of(made)}
    closed(coordination, made)
    made = annulled(coordination, made)
    assert {row.pk: row.dates for row in rows_of(made)} == before
    link.refresh_from_db()
    assert link.dates.last == LAST
    assert Act.objects.get(verb="seats.annul_closing").reason == REASON
    assert closed(coordination, made, TODAY).dates.last == TODAY  # it may close again, and that be annulled
    assert annulled(coordination, made).dates.last is None


def test_what_another_hand_wrote_of_that_closing_in_the_journal_is_not_put_back(coordination):
    """What a change says is rewritten for a minute, its digest left: what is put back is read there."""
    made = asked(coordination)
    closed(coordination, made)
    with as_administrator(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE journal_change SET before = jsonb_set(before, '{period}', '\"[2001-01-01,)\"') "
            "WHERE \"table\" = 'directory_organisation' AND \"row\" = %s AND after ->> 'period' <> before ->> 'period'",
            [made.pk],
        )
        assert cursor.rowcount == 1
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    with pytest.raises(Refused, match="n’est plus ce qui l’a été"):
        annulled(coordination, made)


def test_an_organisation_that_is_open_has_no_closing_to_annul(coordination):
    made = asked(coordination)
    with pytest.raises(Refused, match="Aucune fermeture d’ESS 35 n’est inscrite"):
        annulled(coordination, made)
    closed(coordination, made)
    annulled(coordination, made)
    with pytest.raises(Refused, match="Aucune fermeture"):
        annulled(coordination, made)


def test_what_was_written_since_is_not_undone_with_it(coordination):
    made = closed(coordination, asked(coordination))
    land = made.coverage.get()
    end_coverage(actor=coordination, coverage=land, last=TODAY, now=NOW)
    with pytest.raises(Refused, match="Depuis cette fermeture, une inscription d’ESS 35 a changé"):
        annulled(coordination, made)
    made.refresh_from_db()
    assert made.dates.last == LAST


def test_land_given_to_another_since_stays_theirs(coordination):
    made = closed(coordination, asked(coordination))
    zone = made.coverage.get().zone
    other = asked(coordination, "ess-armor")
    said = {"source": "Décision", "certainty": "documented", "period": Period(LAST + timedelta(days=1))}
    cover_zone(actor=coordination, organisation=other, zone=zone, now=NOW, **said)
    with pytest.raises(Invalid, match="déjà rattaché à une organisation"):
        annulled(coordination, made)


def test_it_does_not_come_back_beside_another_of_its_name(coordination):
    made = closed(coordination, asked(coordination))
    day = LAST + timedelta(days=1)
    again = {"scale": "grouping", "name": "ESS 35", "since": day, "source": "Statuts", "now": NOW}
    open_unlisted_organisation(actor=coordination, **again)
    with pytest.raises(Refused, match="Une autre organisation porte ce nom depuis : ESS 35"):
        annulled(coordination, made)


def test_why_it_was_a_mistake_is_said(coordination):
    made = closed(coordination, asked(coordination))
    with pytest.raises(Invalid) as told:
        annulled(coordination, made, reason="erreur")
    assert told.value.field == "reason"


def test_on_screen_the_page_of_closing_annuls_it(entered, coordination):
    made = closed(coordination, asked(coordination))
    assert "Annuler sa fermeture" in text_of(entered.get(f"/cress/organisations/{made.slug}"))
    page = text_of(entered.get("/ess-35/reseau/fermer"))
    assert "La fermeture d’ESS 35" in page and "Sa fermeture est inscrite, au 30 juin 2027" in page
    answer = entered.post("/ess-35/reseau/fermer", {"reason": REASON}, follow=True)
    assert "La fermeture d’ESS 35 est annulée" in text_of(answer)
    made.refresh_from_db()
    assert made.dates.last is None
