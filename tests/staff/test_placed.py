"""Whom another employer places here: their line in the register of staff, at its rank, read by the employer’s line alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kevread.chronicle.queries.story import tell_whole
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import Period
from kevread.directory.models import Person
from kevread.journal.models import Act, Change
from kevread.privacy.operations import carry_out, decide_purge
from kevread.privacy.queries.retention import preview
from kevread.staff.models import Identity, Placed
from kevread.staff.operations import Worker, annul_placing, end_placing, identify, place
from kevread.staff.queries.register import listed, placed_at, register_paper
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.employed import placed
from tests.factories import since
from tests.gatherings.screens import said
from tests.pressing import press
from tests.reading_tables import taken

from .conftest import FIRST

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WORKER = Worker(
    given_name="Ozan", family_name="Kergoat", nationality="Turque", born_on=date(1990, 1, 1), sex="m", occupation="Accueil",
    provider="Intérim des Essais", provider_address="1 rue des Essais, Rennes", permit="Carte n° 0001",
)  # fmt: skip


@pytest.fixture
def come(staffing):
    def entered(period=None, kind="temporary", **more) -> Placed:
        asked = {"actor": staffing.direction, "employer": staffing.grouping, "now": NOW}
        return place(kind=kind, worker=replace(WORKER, **more), period=period or Period(FIRST), **asked)

    return entered


def test_they_stand_at_their_rank_among_contracts_with_who_employs_them(staffing, come):
    contract = staffing.contract()
    first, later = come(Period(FIRST - DAY)), come(Period(FIRST + DAY), "group", given_name="Anna")
    lines = listed(staffing.grouping, staffing.direction, TODAY)
    names = [(one.given_name, one.family_name) for one in lines]
    of = [(one.given_name, one.family_name) for one in (first, contract.person, later)]
    assert [name for name in names if name in of] == of
    assert [one.entry.number for one in lines] == list(range(1, len(lines) + 1))
    notes = [one.entry.notes for one in lines if one.family_name == "Kergoat"]
    assert notes == [
        "salarié temporaire : Intérim des Essais, 1 rue des Essais, Rennes",
        "mis à disposition par un groupement d’employeurs : Intérim des Essais, 1 rue des Essais, Rennes",
    ]
    (entry,) = [
        one
        for one in register_paper(staffing.grouping, staffing.direction, TODAY).entries
        if one.name == "Kergoat Ozan"
    ]
    assert (entry.nationality, entry.born_on, entry.sex, entry.permit) == (
        "Turque", date(1990, 1, 1), "Homme", "Carte n° 0001",
    )  # fmt: skip
    assert placed_at(staffing.grouping, staffing.direction, FIRST - DAY) == [first]
    assert placed_at(staffing.grouping, staffing.direction, FIRST - 2 * DAY) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "cdi"}, "kind"),
        ({"given_name": " \u2028"}, "given_name"),
        ({"family_name": "N" * 81}, "family_name"),
        ({"nationality": "x"}, "nationality"),
        ({"permit": "x" * 121}, "permit"),
        ({"occupation": ""}, "occupation"),
        ({"qualification": "x" * 81}, "qualification"),
        ({"provider": "x"}, "provider"),
        ({"provider_address": "abcd"}, "provider_address"),
        ({"sex": "x"}, "sex"),
        ({"born_on": FIRST}, "born_on"),
    ],
)
def test_what_is_lacking_is_told_on_its_field_and_nothing_is_written(come, wrong, field):
    with pytest.raises(Invalid) as refusal:
        come(**wrong)
    assert refusal.value.field == field and not Placed.objects.exists()


def test_the_same_person_is_entered_once_for_the_same_days(staffing, come):
    come(Period.through(FIRST, TODAY))
    with pytest.raises(Refused, match="24 novembre 2026"):
        come(Period(TODAY), given_name="OZAN")
    again = come(Period(TODAY + DAY))
    annul_placing(actor=staffing.direction, placed=again, reason="Inscrit deux fois par erreur", now=NOW)
    assert come(Period(TODAY + DAY)).pk != again.pk


def test_a_departure_and_a_mistake_stay_in_the_register(staffing, come):
    row = come()
    end_placing(actor=staffing.direction, placed=row, last=TODAY, now=NOW)
    row.refresh_from_db()
    assert row.dates.last == TODAY
    annul_placing(actor=staffing.direction, placed=row, reason="Inscrit deux fois par erreur", now=NOW)
    with pytest.raises(Refused, match="erreur, annulée"):
        end_placing(actor=staffing.direction, placed=row, last=FIRST, now=NOW)
    (line,) = [one for one in listed(staffing.grouping, staffing.direction, TODAY) if one.family_name == "Kergoat"]
    assert line.entry.is_annulled and line.entry.left_on == TODAY


@pytest.mark.parametrize(("first", "over"), [(FIRST, TODAY), (TODAY + 6 * DAY, TODAY + 6 * DAY)])
def test_a_mistake_without_an_end_is_kept_no_longer_than_a_departure(staffing, come, settings, first, over):
    """It ends on the day when it is annulled, or on its first one where it has not begun."""
    row = come(Period(first))

    def read_and_erased(on: date) -> tuple[bool, int]:
        settings.KEVREAD_ON = on.isoformat()
        (many,) = [one.many for one in preview(on).kinds if one.term.kind == "placed"]
        return Placed.objects.visible_to(staffing.direction).filter(pk=row.pk).exists(), many

    annul_placing(actor=staffing.direction, placed=row, reason="Inscrit deux fois par erreur", now=NOW)
    row.refresh_from_db()
    assert (row.dates.start, row.dates.last) == (first, over)
    in_five_years = over.replace(year=over.year + 5)
    others = read_and_erased(in_five_years - DAY)[1]
    assert read_and_erased(in_five_years - DAY)[0]
    assert read_and_erased(in_five_years) == (False, others + 1)


def test_a_mistake_keeps_the_end_that_was_said(staffing, come):
    row = come(Period.through(FIRST, TODAY + 6 * DAY))
    annul_placing(actor=staffing.direction, placed=row, reason="Inscrit deux fois par erreur", now=NOW)
    row.refresh_from_db()
    assert row.dates.last == TODAY + 6 * DAY


def test_only_the_line_of_the_employer_reads_them_as_long_as_they_are_kept(staffing):
    scene = staffing.scene
    with arranging():
        row = placed(scene.grouping)

    def reads(actor) -> bool:
        return Placed.objects.visible_to(actor).filter(pk=row.pk).exists()

    other = scene.actor(f"{scene.world.groupings[1].slug}-team", "direction")
    assert reads(scene.direction) and reads(scene.presidency)
    assert not any(reads(one) for one in (scene.president_of(scene.second), scene.coordination, other))
    with arranging():
        Placed.objects.update(period=since(date(2015, 1, 1), date(2021, 11, 25)))
    assert reads(scene.direction)
    with arranging():
        Placed.objects.update(period=since(date(2015, 1, 1), date(2021, 11, 24)))
    assert not reads(scene.direction)


def test_a_purge_erases_the_row_and_leaves_who_is_still_there(staffing):
    with arranging():
        old = placed(staffing.grouping, period=since(date(2015, 1, 1), date(2021, 11, 24)))
        here = placed(staffing.grouping, given_name="Anna")
    made = decide_purge(
        actor=staffing.scene.coordination,
        within=staffing.scene.world.head,
        kinds=("placed",),
        why="Décision n° 3",
        now=NOW,
    )
    assert told_in_the_journal(old) and told_in_the_journal(here), "what is to be erased is there"
    carry_out(purge=made.pk, now=NOW)
    assert set(Placed.objects.values_list("pk", flat=True)) == {here.pk}
    assert not told_in_the_journal(old) and told_in_the_journal(here)


def told_in_the_journal(row: Placed) -> bool:
    """Whether a change of this row still holds its name, or the number of its permit."""
    held = [f"{before} {after}" for before, after in Change.objects.filter(row=row.pk).values_list("before", "after")]
    assert held, "the journal follows the row"
    return any(word in one for one in held for word in ("Placé", "Ozan", "Anna", "Carte n° 0001"))


def test_the_journal_names_nobody(staffing, come):
    come()
    (act,) = Act.objects.filter(verb="staff.place")
    for word in ("Kergoat", "Turque", "Carte n° 0001", "1990"):
        assert word not in str(tell_whole(act, staffing.direction)) and word not in str(act.arguments)


def test_from_the_register_somebody_is_entered_and_the_register_is_taken_away(staffing, readers, settings):
    scene, here = staffing.scene, staffing.grouping.slug
    us = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    page, form = reverse("staff:contracts", args=[here]), reverse("staff:place", args=[here])
    assert "Intérim et mise à disposition" in said(us.get(page))
    typed = {name: getattr(WORKER, name) for name in Worker.__slots__}
    typed |= {"kind": "temporary", "born_on": "1990-01-01", "first": "2026-09-01", "last": ""}
    refused = press(us, form, typed | {"provider_address": ""})
    assert refused.status_code == 422 and "Intérim des Essais" in refused.text
    assert "est au registre du personnel" in said(press(us, form, typed, follow=True))
    row = Placed.objects.get()
    rows = [one for one in taken(us.get(reverse("staff:contracts_csv", args=[here]))) if one["nom"] == "Kergoat"]
    assert [(one["titre de travail"], one["mentions"][:19]) for one in rows] == [
        ("Carte n° 0001", "salarié temporaire ")
    ]
    leave = reverse("staff:change_placed", args=[here, row.pk, "finir"])
    assert "Le départ est inscrit" in said(press(us, leave, {"last": "2026-11-24", "note": ""}, follow=True))
    chair = entered_as(Person.objects.get(pk=scene.president_of(scene.second).person), settings)
    for address in (page, form, leave):
        answer = chair.get(address)
        assert answer.status_code in (403, 404) and "Kergoat" not in answer.text


def test_an_authorisation_is_a_nature_and_a_day_and_stands_in_the_register(staffing):
    contract = staffing.contract(kind="pro")
    asked = {"nationality": "Française", "born_on": date(1990, 1, 1), "sex": "f"}
    for half in ({"authorised_as": "leave"}, {"authorised_on": TODAY}, {"authorised_as": "x", "authorised_on": TODAY}):
        with pytest.raises(Invalid) as refusal:
            identify(actor=staffing.direction, contract=contract, now=NOW, **asked, **half)
        assert refusal.value.field == "authorised_on"
    both = {"authorised_as": "leave", "authorised_on": TODAY}
    identify(actor=staffing.direction, contract=contract, now=NOW, **asked, **both)
    (line,) = [one for one in listed(staffing.grouping, staffing.direction, TODAY) if one.entry.authorised]
    assert line.entry.authorised == "Autorisation de licenciement du 24 novembre 2026"
    assert line.entry.notes == "contrat de professionnalisation, temps partiel"
    with arranging(), pytest.raises(IntegrityError), transaction.atomic():
        Identity.objects.update(authorised_on=None)
