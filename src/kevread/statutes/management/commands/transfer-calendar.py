from typing import Any

from django.core.management.base import CommandParser

from kevread.common.errors import Invalid
from kevread.statutes.rules.milestones import Milestone
from kevread.statutes.rules.transfer import Council, Transfer, calendar
from kevread.ui.command_line import BadInput, JsonCommand, bad_input_exits, day_argument, print_json


class Command(JsonCommand):
    help = "Calcule le calendrier légal d’un apport partiel d’actif, sans rien lire de Kevread."
    requires_system_checks = ()

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--assembly", required=True)
        parser.add_argument("--other-assembly", action="append", default=[])
        councils = [one.value for one in Council if one is not Council.UNTOLD]
        parser.add_argument("--works-council", choices=councils, default=Council.NONE.value)
        parser.add_argument("--year-end")
        parser.add_argument("--assets", type=int)
        parser.add_argument("--notice-days", type=int, default=15)
        parser.add_argument("--effective")
        parser.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        with bad_input_exits():
            year_end, effective = options["year_end"], options["effective"]
            try:
                transfer = Transfer(
                    assembly=day_argument(options["assembly"], "assembly"),
                    others=tuple(day_argument(day, "other-assembly") for day in options["other_assembly"]),
                    council=Council(options["works_council"]),
                    year_end=day_argument(year_end, "year-end") if year_end is not None else None,
                    assets=options["assets"],
                    notice_days=options["notice_days"],
                    effective=day_argument(effective, "effective") if effective is not None else None,
                )
            except Invalid as wrong:
                raise BadInput("bad_value", wrong.field.replace("_", "-"), wrong.sentence) from wrong
            milestones = calendar(transfer)
            warned = [
                {"code": one.code, "date": one.date, "sentence": one.warning} for one in milestones if one.warning
            ]
            print_json(
                {"assembly": transfer.first, "milestones": [row_of(one) for one in milestones], "warnings": warned}
            )


def row_of(one: Milestone) -> dict[str, Any]:
    return {
        "code": one.code,
        "date": one.date,
        "bound": one.kind.bound,
        "rule": one.kind.rule,
        "severity": one.kind.severity.word,
        "after": list(one.after),
        "applies": one.applies,
        "sentence": one.sentence,
    }
