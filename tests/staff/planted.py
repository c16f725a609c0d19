"""What supervision and careers reserve of people at work, planted beside what `staff` does: needles for the same walk."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from kevread.careers import operations as careers
from kevread.careers.models import HandedOver, Handover
from kevread.common.periods import day_in_words
from kevread.demonstration.operations.supervision import ticket
from kevread.staff.models import Contract
from kevread.supervision import operations as supervision
from kevread.supervision.models import Matter
from tests.conftest import NOW, TODAY, arranging
from tests.guards.of_careers import plan_of
from tests.welcomed import welcomed

from .conftest import Staffing

ROOMS = ("supervision", "careers")
WORDS = (
    "Aiguilleentretien",
    "Aiguilleécrit",
    "Aiguillesouhait",
    "Aiguilledépart",
    "Aiguillecandidature",
    "Aiguilletrajet",
    "Aiguillebillet",
    "Aiguillebesoin",
    "Aiguilleécarté",
    "Aiguillelegs",
)
# Of an expense, of what a training costs, of a payroll; as pages, files and papers write them.
EXPENSE, COST, PAYROLL = "389,17", "2718", "987654"
SUMS = (EXPENSE, "38917", COST, "271828", PAYROLL, "98765432")
# Sundays, on which nothing else is planned: of a leave of this month, of the end of a contract, of a step of a pathway.
AWAY, LAST, DONE = date(2026, 11, 29), date(2027, 3, 21), date(2026, 4, 19)


def as_written(day: date) -> tuple[str, ...]:
    return day.isoformat(), day_in_words(day), f"{day:%d/%m/%Y}"


DAYS = tuple(said for day in (AWAY, LAST, DONE) for said in as_written(day))
# Addresses that name a row, and are not walked: a button alone, what all who read the network read, no more than another; of
# people who are hosted or placed, none is here.
LEFT_OUT = (
    *(f"staff:{one}" for one in ("change_hosted", "change_placed")),
    *(f"supervision:{one}" for one in ("ask_line", "remove_candidate", "release")),
    *(f"careers:{one}" for one in ("change_training", "change_occasion", "open_handover")),
    *(f"careers:{one}" for one in ("change_handover", "handover_xlsx")),
)
# The gestures that addresses name, where they are not those of contracts.
GESTURES: Mapping[str, dict[str, str]] = {
    "staff:change_post": {"gesture": "fiche"},
    "staff:change_assignment": {"gesture": "part"},
    "supervision:change": {"gesture": "annuler"},
    "careers:change_plan": {"gesture": "remettre"},
    "careers:change_need": {"gesture": "retirer"},
    "careers:change_step": {"gesture": "annuler"},
}


def planted(staffing: Staffing, contract: Contract) -> dict[str, list[UUID]]:
    """The keys of what is planted, by the name of the address that shows it. Of whom the second pôle works with
    (`contract`), what no pôle reads; of somebody at the first one, what its own board reads."""
    away = staffing.somebody()
    staffing.assigned(staffing.contract(away), local=staffing.scene.first)
    return matters_planted(staffing, contract, away) | careers_planted(staffing, away)


def matters_planted(staffing: Staffing, contract: Contract, away: Any) -> dict[str, list[UUID]]:
    """Two interviews, a leave, an expense, an ending, a recruitment."""
    us = {"actor": staffing.direction, "place": staffing.grouping, "now": NOW}
    them = {"actor": staffing.acting(away), "person": away, "place": staffing.grouping, "now": NOW}
    opened = {"line": "employer", "title": "Aiguilleentretien", **us}
    first = staffing.scene.first
    post = contract.assignments.get().post
    theirs = away.contracts.get().assignments.get().post
    interview = supervision.raise_matter(code="entretien-annuel", post=theirs, person=away, **opened)
    supervision.say(matter=interview, line="employer", text="Aiguilleécrit : ce que nous en pensons.", **us)
    wished = opened | {"title": "Aiguillesouhait"}
    career = supervision.raise_matter(code="entretien-de-parcours", post=post, person=contract.person, **wished)
    vacant = opened | {"title": "Un poste à pourvoir", "post": staffing.post(), "poles": [first]}
    wanted = supervision.raise_matter(code="recrutement", **vacant)
    told = {"name": "Aiguillecandidature", "received_on": TODAY}
    supervision.add_candidate(actor=staffing.direction, matter=wanted, now=NOW, **told)
    leave = supervision.ask_leave(kind="leave", first=AWAY, last=AWAY, **them)
    spent = {"cents": 389_17, "spent_on": TODAY, "what": "Aiguilletrajet", "file": ticket("Aiguillebillet")}
    expense = supervision.propose_expense(line="person", **spent, **them)
    ending = supervision.raise_ending(
        actor=staffing.acting(contract.person), contract=contract, line="person", reason="resignation", last=LAST,
        text="Aiguilledépart : une autre vie.", now=NOW,
    )  # fmt: skip
    every: list[Matter] = [interview, career, wanted, leave.matter, expense.matter, ending.matter]
    return {
        "supervision:person": [away.pk, contract.person_id],
        "supervision:matter": [one.pk for one in every],
        "supervision:sheet": [interview.pk, career.pk],
        **of_those("say", "settle", "change", key=interview.pk),
        **of_those("employ", key=wanted.pk),
        **of_those("answer_leave", "cancel_leave", key=leave.matter_id),
        **of_those("decide_ending", "write_ending", key=ending.matter_id),
        **of_those("expense_file", "answer_expense", "pay_expense", key=expense.matter_id),
        **of_those("document", "file", key=expense.proof_id, room="documents"),
    }


def of_those(*names: str, key: UUID, room: str = "supervision") -> dict[str, list[UUID]]:
    return {f"{room}:{one}": [key] for one in names}


def careers_planted(staffing: Staffing, away: Any) -> dict[str, list[UUID]]:
    """Needs that are not handed in, a payroll, a step of the pathway of somebody new on the board, a handover."""
    us, here = {"actor": staffing.direction, "now": NOW}, staffing.grouping
    plan = plan_of(staffing.scene)
    told = {"plan": plan, "employer": here, "people": 2, "hours": 14, "cost": 271_828}
    need = careers.tell_need(subject="Aiguillebesoin", **told, **us)
    careers.settle_need(need=need, outcome="aside", reason="Aiguilleécarté cette année", **us)
    careers.say_welfare(employer=here, year=TODAY.year - 1, payroll=987_654_32, budget=5_000_00, **us)
    leaves = away.contracts.get()
    with arranging():
        newcomer = welcomed(here, date(2026, 3, 1))
        handed = Handover.objects.create(employer=here, contract=leaves, last_day=LAST, opened_on=TODAY)
        HandedOver.objects.create(handover=handed, kind="staff", row=leaves.pk, what="Aiguillelegs")
    careers.tell_step(mandate=newcomer, step="rencontre", done_on=DONE, **us)
    return {
        **of_those("plan", "tell_need", "change_plan", key=plan.pk, room="careers"),
        **of_those("change_need", key=need.pk, room="careers"),
        **of_those("pathway", "change_step", key=newcomer.pk, room="careers"),
        **of_those("handover", "handover_csv", key=handed.pk, room="careers"),
        "seats:person": [away.pk, newcomer.person_id],
        "seats:mandate": [newcomer.pk],
    }
