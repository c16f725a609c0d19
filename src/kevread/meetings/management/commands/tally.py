from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kevread.meetings.loader import Vote, read
from kevread.meetings.rules import Consent, QuorumFound, Resolution, Result, Verdict, consent, decide, elect, number
from kevread.ui.command_line import bad_input_exits, print_json


class Command(BaseCommand):
    help = "Calcule le résultat d’un vote à partir d’un fichier JSON, sans rien lire de Kevread."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        with bad_input_exits():
            print_json(answer(read(options["file"])))


def answer(vote: Vote) -> dict[str, Any]:
    if isinstance(vote, Resolution):
        return verdict_row(decide(vote))
    return verdict_row(consent(vote)) if isinstance(vote, Consent) else result_row(elect(vote))


def verdict_row(verdict: Verdict) -> dict[str, Any]:
    return {
        "verdict": verdict.outcome,
        "decided_by": verdict.decided_by,
        "quorum": verdict.quorum and quorum_row(verdict.quorum, met=verdict.quorum_met),
        "for": number(verdict.votes.in_favour),
        "against": number(verdict.votes.against),
        "base": number(verdict.base),
        "test": verdict.test,
        "colleges": [
            {"code": row.code, "verdict": row.outcome}
            | ({"quorum": quorum_row(row.quorum, met=row.quorum.met)} if row.quorum else {})
            for row in verdict.colleges
        ],
    }


def quorum_row(quorum: QuorumFound, *, met: bool) -> dict[str, Any]:
    return {"met": met, "have": number(quorum.have), "need": number(quorum.need)}


def result_row(result: Result) -> dict[str, Any]:
    return {
        "verdict": result.filling,
        "votes": result.votes,
        "elected": result.elected,
        "tied": result.tied,
    }
