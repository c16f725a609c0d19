"""What no stranger learns, by any door of this room: what a matter says, whom it is about, who applied. The journal tells that
something was done, and by whom; never of whom, nor what. Nothing of this room says a salary to anybody."""

from datetime import date

import pytest
from django.urls import reverse

from kevread.directory.models import Person
from kevread.privacy.operations import carry_out, decide_purge
from kevread.privacy.queries.retention import GONE
from kevread.staff.models import Terms
from kevread.supervision.models import Matter, Side
from kevread.supervision.operations import add_candidate, annul
from tests.clients import entered_as
from tests.conftest import NOW, TODAY, arranging
from tests.factories import since

from .conftest import HIRED, later

pytestmark = pytest.mark.django_db

SECRETS = (
    "Objet-Réservé",
    "Texte-Réservé",
    "Avis-Réservé",
    "Conclusion-Réservée",
    "Zénaïde Candidate",
    "Motif-Réservé",
)
PAY = ("345678", "3 456,78", "3 456,78", "3456.78", "3456,78")


@pytest.fixture
def told(two):
    """A review that was concluded, a recruitment under way, a matter that was a mistake; and what the delegate is paid."""
    with arranging():
        Terms.objects.create(
            contract=two.delegate.contract, share=100, group="F", coefficient=350, salary=3456_78, period=since(HIRED)
        )
    asked = {"title": SECRETS[0], "text": SECRETS[1]}
    review = two.raised("entretien-annuel", **asked)
    for line in ("employer", "pole"):
        two.said(review, line, text=SECRETS[2])
    two.settled(review, conclusion=SECRETS[3], held_on=TODAY)
    recruitment = two.raised("recrutement", **asked)
    add_candidate(actor=two.direction, matter=recruitment, name=SECRETS[4], received_on=TODAY, now=NOW)
    mistake = two.raised("conflit-de-priorites", two.board, "pole", **asked)
    annul(actor=two.direction, matter=mistake, reason=SECRETS[5], now=NOW)
    return two


def doors(two, scale) -> list[str]:
    """Every address that may say something of it, at a scale."""
    found = [
        reverse("supervision:people", args=[scale.slug]),
        reverse("supervision:people_csv", args=[scale.slug]),
        reverse("supervision:matrix", args=[scale.slug]),
        reverse("supervision:person", args=[scale.slug, two.person.pk]),
        reverse("home:today", args=[scale.slug]),
        reverse("chronicle:journal", args=[scale.slug]),
        *(f"{reverse('directory:find')}?q={word}" for word in ("réservé", "zénaïde", "entretien")),
    ]
    for matter in Matter.objects.all():
        found.append(reverse("supervision:matter", args=[scale.slug, matter.pk]))
        found += [reverse(f"supervision:{name}", args=[scale.slug, matter.pk]) for name in ("say", "settle")]
        found.append(reverse("supervision:change", args=[scale.slug, matter.pk, "associer"]))
    return found


def said_to(actor, two, settings) -> str:
    """All that these doors answer to somebody, at every scale."""
    client = entered_as(Person.objects.get(pk=actor.person) if actor.person else None, settings)
    scales = (two.grouping, two.pole, two.scene.second, two.scene.world.head)
    return "".join(client.get(door).text for scale in scales for door in doors(two, scale))


def test_those_who_have_no_line_learn_nothing(told, settings):
    scene = told.scene
    other = next(one for one in scene.world.groupings if one != scene.grouping)
    for actor in (
        scene.president_of(scene.second),
        scene.actor(f"{other.slug}-team", "direction"),
        scene.coordination,
        scene.actor(f"{scene.grouping.slug}-team", "referent-ingenierie"),
    ):
        text = said_to(actor, told, settings)
        assert not [secret for secret in SECRETS if secret in text], actor.name


def test_the_line_of_the_pole_reads_its_matters_and_no_salary(told, settings):
    text = said_to(told.board, told, settings)
    assert all(secret in text for secret in (SECRETS[0], SECRETS[2], SECRETS[3], SECRETS[4]))
    assert not [pay for pay in PAY if pay in text]


def test_nothing_of_this_room_says_a_salary(told, settings):
    for actor in (told.direction, told.oneself):
        text = said_to(actor, told, settings)
        assert not [pay for pay in PAY if pay in text]


def test_what_was_said_goes_once_its_time_is_over(told):
    """Five years after a matter ended; the journal loses it too, and stays whole."""
    head = told.scene.world.head
    with arranging():
        Matter.objects.filter(annulled_on=None, outcome="decided").update(closed_at=later(days=-1827))
        Side.objects.said().update(said_at=later(days=-1827))
    kinds = ("matters", "sides")
    made = decide_purge(actor=told.scene.coordination, within=head, kinds=kinds, why="Décision n° 2026-3", now=NOW)
    carry_out(purge=made.pk, now=NOW)
    review = Matter.objects.get(act="entretien-annuel")
    assert {review.title, review.text, review.conclusion} == {GONE}
    assert {one.text for one in review.sides.all()} == {GONE}
    kept = Matter.objects.get(act="recrutement")
    assert kept.title == SECRETS[0], "what is not over stays"


def test_a_matter_is_read_to_the_end_of_its_term_and_by_nobody_after(two):
    """Five years from the day it was closed; one that is open is read, however old."""
    matter = two.raised("entretien-annuel")
    who = (two.direction, two.board, two.oneself)
    for closed_on, read in ((date(2021, 11, 25), True), (date(2021, 11, 24), False), (None, True)):
        at = NOW.replace(year=closed_on.year, day=closed_on.day, hour=22) if closed_on else None
        told = {"closed_at": at, "outcome": "dropped" if at else "", "raised_at": NOW.replace(year=2019)}
        with arranging():
            Matter.objects.filter(pk=matter.pk).update(**told)
        for actor in who:
            assert Matter.objects.visible_to(actor).filter(pk=matter.pk).exists() is read, (closed_on, actor)
