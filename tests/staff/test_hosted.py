"""Who is there by no contract of employment: their part of the register of staff, whom it is read by, and that nothing of it
goes away."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kevread.chronicle.queries.story import tell_whole
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Person
from kevread.journal.models import Act
from kevread.staff.models import Hosted
from kevread.staff.operations import annul_hosting, end_hosting, host
from kevread.staff.queries.register import hosted_by, register_paper
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.employed import hosted
from tests.factories import PersonFactory, since
from tests.gatherings.screens import said
from tests.pressing import press
from tests.reading_tables import taken

from .conftest import FIRST

pytestmark = pytest.mark.django_db
LAST = date(2026, 12, 18)
NAME = {"given_name": "Ozan", "family_name": "Kergoat"}
TELLS = NAME | {"kind": "trainee", "place": "À Redon, 6 rue du Port"}


@pytest.fixture
def come(staffing):
    """Somebody enters a trainee, whom an employee follows."""
    tutor = staffing.contract().person

    def entered(**more) -> Hosted:
        asked = {"employer": staffing.scene.grouping, "tutor": tutor, "period": Period.through(FIRST, LAST)}
        return host(actor=staffing.direction, now=NOW, **TELLS | asked | more)

    return entered


def test_a_line_says_what_the_labour_code_asks_in_the_order_in_which_people_come(staffing, come):
    later, first = come(given_name="Anna", period=Period.through(TODAY, LAST)), come()
    here = staffing.scene.grouping
    assert hosted_by(here, staffing.direction, TODAY) == [first, later]
    assert hosted_by(here, staffing.direction, FIRST) == [first]
    assert hosted_by(here, staffing.direction, FIRST - timedelta(days=1)) == []
    one, other = register_paper(here, staffing.direction, TODAY).hosted
    assert (one.number, one.name, one.kind, one.first, one.last) == (1, "Kergoat Ozan", "Stage", FIRST, LAST)
    assert one.place == TELLS["place"] and one.tutor.startswith(first.tutor.family_name) and other.number == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "cdi"}, "kind"),
        ({"given_name": "\n \u2028"}, "given_name"),
        ({"family_name": "N" * 81}, "family_name"),
        ({"place": "x"}, "place"),
        ({"place": "x" * 161}, "place"),
        ({"period": Period(FIRST)}, "last"),
    ],
)
def test_what_is_lacking_is_told_on_its_field_and_nothing_is_written(come, wrong, field):
    with pytest.raises(Invalid) as refusal:
        come(**wrong)
    assert refusal.value.field == field and not Hosted.objects.exists()


def test_the_shortest_and_the_longest_that_a_line_takes(staffing, come):
    one = come(given_name="O", family_name="K" * 80, place="x" * 160)
    other = come(given_name="N" * 80, family_name="K", place="ab")
    assert (len(one.family_name), len(other.given_name), other.place) == (80, 80, "ab")
    with pytest.raises(Invalid):
        end_hosting(actor=staffing.direction, hosted=one, last=TODAY, note="n" * 301, now=NOW)
    assert end_hosting(actor=staffing.direction, hosted=one, last=TODAY, note="n" * 300, now=NOW).end_note == "n" * 300


def test_somebody_of_the_house_follows_them_from_their_first_day(staffing, come):
    with arranging():
        stranger = PersonFactory()
    with pytest.raises(Invalid, match="équipe ou du conseil"):
        come(tutor=stranger)
    president = staffing.scene.world.holder(f"{staffing.scene.grouping.slug}-board", "president").person
    assert come(tutor=president).tutor == president


def test_the_same_person_is_entered_once_for_the_same_days(staffing, come):
    come()
    with pytest.raises(Refused, match="18 décembre 2026"):
        come(given_name="OZAN", period=Period.through(LAST, LAST + timedelta(days=9)))
    again = come(period=Period.through(LAST + timedelta(days=1), LAST + timedelta(days=9)))
    annul_hosting(actor=staffing.direction, hosted=again, reason="Inscrite deux fois par erreur", now=NOW)
    assert come(period=Period.through(LAST + timedelta(days=1), LAST + timedelta(days=9))).pk != again.pk


def test_a_departure_before_the_day_and_a_mistake_stay_in_the_register(staffing, come):
    here, row = staffing.scene.grouping, come()
    end_hosting(actor=staffing.direction, hosted=row, last=TODAY, now=NOW)
    row.refresh_from_db()
    assert row.dates.last == TODAY and row.end_reason == "ended"
    annul_hosting(actor=staffing.direction, hosted=row, reason="Inscrite deux fois par erreur", now=NOW)
    with pytest.raises(Refused, match="erreur, annulée"):
        end_hosting(actor=staffing.direction, hosted=row, last=FIRST, now=NOW)
    (line,) = register_paper(here, staffing.direction, TODAY).hosted
    assert line.is_annulled and line.last == TODAY


def test_only_the_line_of_the_employer_reads_them(staffing):
    scene = staffing.scene
    with arranging():
        tutor = PersonFactory()
        row = hosted(scene.grouping, tutor)

    def reads(actor) -> bool:
        return Hosted.objects.visible_to(actor).filter(pk=row.pk).exists()

    other = scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")
    assert reads(scene.direction) and reads(scene.presidency)
    assert not any(reads(one) for one in (scene.president_of(scene.second), scene.coordination, other))


def test_the_journal_names_nobody(staffing, come):
    row = come()
    (act,) = Act.objects.filter(verb="staff.host")
    assert row.family_name not in str(tell_whole(act, staffing.direction))
    assert row.family_name not in str(act.arguments)


def test_from_the_register_somebody_is_entered_and_the_part_is_taken_away(staffing, readers, settings):
    scene, here = staffing.scene, staffing.scene.grouping.slug
    tutor = staffing.contract().person
    us = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    page = reverse("staff:contracts", args=[here])
    assert "Personne n’y est encore inscrit" in said(us.get(page))
    form = reverse("staff:host", args=[here])
    typed = TELLS | {"first": "2026-09-01", "last": "", "tutor": str(tutor.pk)}
    assert press(us, form, typed).status_code == 422
    assert "est au registre du personnel" in said(press(us, form, typed | {"last": "2026-12-18"}, follow=True))
    row = Hosted.objects.get()
    assert "Kergoat" in said(us.get(page))
    rows = taken(us.get(reverse("staff:hosted_csv", args=[here])))
    assert [(one["nom"], one["dernier jour"]) for one in rows] == [("Kergoat", "2026-12-18")]
    leave = reverse("staff:change_hosted", args=[here, row.pk, "finir"])
    assert "Le départ est inscrit" in said(press(us, leave, {"last": "2026-11-24", "note": ""}, follow=True))
    chair = entered_as(Person.objects.get(pk=scene.president_of(scene.second).person), settings)
    for address in (page, form, leave, reverse("staff:hosted_xlsx", args=[here])):
        answer = chair.get(address)
        assert answer.status_code in (403, 404) and "Kergoat" not in answer.text


def test_a_period_that_was_kept_reads_at_its_day(staffing):
    with arranging():
        hosted(staffing.scene.grouping, PersonFactory(), period=since(FIRST, LAST))
    assert len(hosted_by(staffing.scene.grouping, staffing.direction, LAST + timedelta(days=400))) == 1
