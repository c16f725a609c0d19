"""What an action costs for each full time that works at it, with its divisor; nothing, where all the time is not known."""

import csv
from datetime import date
from io import StringIO

import pytest

from kevread.charter.models import Keeping
from kevread.directory.models import Organisation, Person
from kevread.ledgers.models import Book
from kevread.ledgers.queries.costs import actions_of, analysed
from kevread.ledgers.queries.times import effort_of
from kevread.staff.models import Assignment
from tests.clients import entered_as
from tests.conftest import TODAY, arranging
from tests.factories import since
from tests.worlds import put

from .framed import entry, kept
from .test_costs import key, say
from .test_times import said, timed

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)


def year_of(here: Organisation) -> Book:
    """Animation spends 1 000 €, accompaniment 600 €, support 400 €, of which it gives 100 € and 300 €."""
    for account, code in (("641", "ANIMATION"), ("6411", "ACCOMPAGNEMENT"), ("613", "SUPPORT")):
        say(here, account, (code, 1), since=FIRST)
    key(here, "SUPPORT", ("ANIMATION", 1), ("ACCOMPAGNEMENT", 3), year=2025)
    spent = (("6410", "1000"), ("6411", "600"), ("6130", "400"))
    return kept(
        here, *(entry(rank, account, "512", euros, "Une dépense") for rank, (account, euros) in enumerate(spent, 1))
    )


@pytest.fixture
def book(scene, posts) -> Book:
    """A half time that animates; a full one of which a quarter animates, and the rest accompanies."""
    timed(posts[0], ("ANIMATION", 1), since=FIRST)
    timed(posts[1], ("ANIMATION", 1), ("ACCOMPAGNEMENT", 3), since=FIRST)
    return year_of(scene.grouping)


def each_of(book: Book, on: date = TODAY) -> dict[str, tuple[str, int | None]]:
    return {one.code: (one.equivalents, one.each) for one in actions_of(analysed(book), effort_of(book, on))}


def unknown(book: Book, on: date = TODAY) -> str:
    """Why nothing is known: then nothing is told of any action."""
    assert set(each_of(book, on).values()) == {("non connu", None)}
    return effort_of(book, on).why


def test_a_full_cost_is_divided_by_the_full_times_that_work_at_it(book):
    """Animation: 1 100 € for 182,5 + 91,25 days of 365, which is three quarters; accompaniment: 900 € for 273,75."""
    assert each_of(book) == {
        "ANIMATION": ("0,75", 1_466_67),
        "ACCOMPAGNEMENT": ("0,75", 1_200_00),
        "SUPPORT": ("0", None),
    }


def test_who_works_a_part_of_the_year_counts_for_that_part(book, posts):
    with arranging():
        put(
            Assignment.objects.standing().filter(post=posts[1]), period=since(FIRST, date(2025, 3, 14))
        )  # 73 days: a fifth
    assert each_of(book)["ACCOMPAGNEMENT"] == ("0,15", 6_000_00)


def test_a_day_of_which_nothing_is_said_leaves_all_unknown(book, posts):
    timed(posts[0], ("ANIMATION", 1), since=FIRST)
    assert effort_of(book, TODAY).why == ""
    with arranging():
        posts[0].times.all().delete()
    timed(posts[0], ("ANIMATION", 1), since=date(2025, 1, 2))
    assert unknown(book) == "d’un poste, il manque à quoi a servi une partie du temps"
    with arranging():
        posts[1].times.all().delete()
    assert unknown(book).startswith("de 2 postes, ")
    with arranging():  # filled by nobody, it works at nothing
        put(Assignment.objects.standing().filter(post__in=posts), end_reason="mistake")
    assert set(each_of(book).values()) == {("0", None)}


def test_a_team_that_was_not_kept_all_along_the_year_says_nothing(scene, book):
    kept_here = Keeping.objects.filter(organisation=scene.grouping, register="staff")
    with arranging():
        put(kept_here, period=since(date(2025, 1, 2)))
    assert "le registre de l’équipe n’est pas tenu" in unknown(book)
    with arranging():
        put(kept_here, period=since(FIRST))
    assert each_of(book)["ANIMATION"] == ("0,75", 1_466_67)
    with arranging():
        kept_here.delete()
    assert "le registre de l’équipe n’est pas tenu" in unknown(book)


def test_a_year_that_is_not_over_is_not_divided(book):
    assert unknown(book, LAST) == "l’exercice n’est pas fini"
    assert each_of(book, date(2026, 1, 1))["ANIMATION"] == ("0,75", 1_466_67)


def test_it_is_read_with_its_divisor_on_screen_and_taken_away(scene, book, posts, settings):
    client = entered_as(Person.objects.get(pk=scene.direction.person), settings)
    here = f"/{scene.grouping.slug}/comptes/{book.pk}/analytique"
    assert "1 466,67 €" in said(client.get(here)) and "365 jours d’un temps plein" in said(client.get(here))
    action = said(client.get(f"{here}/ANIMATION"))
    assert (
        "1 466,67 € par équivalent temps plein : 1 100,00 € pour 0,75, soit 273,75 jours d’un temps plein sur 365"
        in action
    )
    assert "Aucun poste n’y travaille" in said(client.get(f"{here}/SUPPORT"))
    answer = client.get(f"{here}.csv")
    rows = {one["code"]: one for one in csv.DictReader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";")}
    columns = ("équivalents temps plein", "coût complet par équivalent temps plein")
    assert [rows["ANIMATION"][name] for name in columns] == ["0,75", "1466,67"]
    assert [rows["SUPPORT"][name] for name in columns] == ["0", ""]
    with arranging():
        posts[0].times.all().delete()
    page = said(client.get(here))
    assert "non connu" in page and "d’un poste, il manque à quoi a servi une partie du temps" in page
    assert "n’est pas connu : d’un poste" in said(client.get(f"{here}/ANIMATION"))
