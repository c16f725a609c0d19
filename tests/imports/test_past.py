"""What was before Kevread: mandates whose past nobody judges, meetings held, a register of decisions."""

from datetime import date

import pytest

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.decisions.models import Decision
from kevread.imports import workbook
from kevread.imports.operations import undo
from kevread.meetings.models import Meeting
from kevread.seats.models import Mandate
from tests.arrange import NOW, TODAY

from .conftest import brought, grid, told
from .test_flow import EVERY, LINKS, PLACES

PEOPLE = grid("Personnes", "nom|prénom", ("Bihan", "Anne"), ("Cadiou", "Yann"))
SEATS = "Instance|Siège|Personne|Au nom de|Premier jour|Dernier jour|Origine|Motif de fin|Écart constaté"
WHAT = "Administrateur·rice"
TAKEN = "Numéro|Instance|Décidée le|Titre|Texte|Issue|Corrige|Motif"


def home(first: str, last: str = "") -> tuple[str, ...]:
    return ("ess-deux-board", WHAT, "Anne Bihan", "", first, last, "Élection", "", "")


def away(first: str, last: str = "", departs: str = "") -> tuple[str, ...]:
    return ("ess-un-board", WHAT, "Anne Bihan", "ess-deux", first, last, "Désignation", "", departs)


def seated(*rows: tuple[str, ...]):
    return brought(PEOPLE, PLACES, LINKS, grid("Mandats", SEATS, *rows), valid_rows=True)


def test_neither_the_past_nor_the_future_of_a_condition_is_judged(empty):
    """Who represents a pôle sits on its board (R3.7): today, and no file says who sat there before, or will."""
    assert told(seated(away("01/06/2024", "30/06/2028"), home("01/06/2026", "31/12/2026"))).refused == []


def test_what_does_not_hold_today_is_refused_unless_it_is_said_to_be_so(empty):
    outcome = seated(away("01/06/2024"), home("01/06/2024", "23/11/2026"))
    assert [(row, rule) for _, row, rule, _ in told(outcome).refused] == [(2, "R3.7")]
    short = brought(grid("Mandats", SEATS, away("01/06/2024", departs="R3.7")))
    assert [(one[1], one[2]) for one in told(short).errors] == [(2, "écart constaté")]
    said = brought(
        grid("Mandats", SEATS, away("01/06/2024", departs="Constaté par le pôle, en attendant l’assemblée."))
    )
    assert said.committed
    (left,) = [row for row in workbook.grids(TODAY, ["Mandats"])[0].rows if row[1] == "ess-un-board"]
    assert left[8:] == ("Désignation", None, None, "R3.7 : siéger au conseil de l’organisation représentée")


def test_a_day_earlier_and_why_end_a_mandate_and_nothing_else_changes(empty):
    assert seated(home("01/06/2024")).committed
    row = (*home("01/06/2024", "31/12/2026")[:7], "Démission", "")
    assert brought(grid("Mandats", SEATS, row)).written.counts == {"new": 0, "changed": 1, "unchanged": 0}
    ended = Mandate.objects.get()
    assert (ended.dates.last, ended.end_reason) == (date(2026, 12, 31), "resignation")
    other = brought(grid("Mandats", SEATS, (*row[:6], "Cooptation, à ratifier", *row[7:])))
    assert [one[2] for one in told(other).errors] == ["origine"]


def test_where_the_register_is_kept_a_decision_gives_the_seat(empty):
    kept = grid("Registres tenus", "organisation|registre|depuis", ("ess-deux", "Décisions", "01/01/2026"))
    assert brought(*EVERY, kept).committed
    (error,) = told(brought(PEOPLE, grid("Mandats", SEATS, home("01/02/2026")))).errors
    assert error[2] == "premier jour" and "confiez ce siège par la décision qui le donne" in error[3]
    assert brought(PEOPLE, grid("Mandats", SEATS, home("31/12/2025"))).committed


def test_meetings_held_and_decisions_taken_come_in_their_order_and_a_register_is_not_undone(empty):
    held = grid(
        "Réunions déjà tenues",
        "Instance|Commence|Finit|Lieu",
        ("ess-deux-board", "12/03/2026 18:30", "12/03/2026 20:00", "Ici"),
    )
    taken = grid(
        "Décisions déjà prises",
        TAKEN,
        (7, "ess-deux-board", "12/03/2026", "Budget", "Vu l’avis,\nadopte le budget.", "Adoptée", None, ""),
        (
            8,
            "ess-deux-board",
            "12/03/2026",
            "Le budget",
            "Adopte le budget 2026.",
            "Adoptée",
            7,
            "L’année manquait au texte.",
        ),
    )
    outcome = brought(*EVERY, held, taken)
    assert told(outcome).errors == told(outcome).refused == []
    first, second = Decision.objects.order_by("number")
    meeting = Meeting.objects.get()
    assert (first.number, first.meeting, first.text) == (1, meeting, "Vu l’avis,\nadopte le budget.")
    assert (second.corrects, second.reason) == (first, "L’année manquait au texte.")
    assert meeting.is_recorded and meeting.day == date(2026, 3, 12)
    with pytest.raises(Refused, match=r"décision : .*Budget ne se retire pas d’un registre"):
        undo(made=outcome.made, actor=SYSTEM, now=NOW)
    again = brought(*EVERY, held, taken, sha256="c" * 64)
    assert again.written.counts["new"] == again.written.counts["changed"] == 0
