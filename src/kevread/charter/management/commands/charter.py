from typing import Any

from django.core.management.base import CommandParser

from kevread.charter.engine import framework, verdicts
from kevread.charter.queries.coverage import adds_up, coverage
from kevread.charter.queries.nameless import nameless
from kevread.charter.queries.rows import as_row, fails
from kevread.charter.sentences import speak
from kevread.common.reading import Misread
from kevread.common.verdicts import Severity
from kevread.directory.models import Organisation
from kevread.ui.command_line import BadInput, JsonCommand, bad_input_exits, day_argument, print_json


class Command(JsonCommand):
    help = "Tient le cadre commun face aux faits : check (les constats d’un jour), coverage (comment chaque règle est connue)."

    def arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check")
        check.add_argument("--on", required=True)
        check.add_argument("--rule")
        check.add_argument("--organisation")
        check.add_argument("--fail-on", choices=[severity.word for severity in Severity])
        check.add_argument("--format", choices=["json"], default="json")
        known = verbs.add_parser("coverage")
        known.add_argument("--law", action="store_true")
        known.add_argument("--format", choices=["json"], default="json")

    def handle(self, *args: Any, **options: Any) -> None:
        with bad_input_exits():
            try:
                framework()
            except Misread as error:
                raise BadInput("bad_charter", error.at, error.message) from error
            if options["verb"] == "coverage":
                self.coverage(law=options["law"])
            else:
                self.report(options)

    def report(self, options: dict[str, Any]) -> None:
        on = day_argument(options["on"])
        rules = organisations = None
        if rule := options["rule"]:
            if rule not in framework().articles:
                raise BadInput("unknown_rule", "rule", f"La règle {rule} n’existe pas dans le cadre commun.")
            rules = [rule]
        if slug := options["organisation"]:
            organisation = Organisation.objects.exclude(scale="").filter(slug=slug).first()
            if organisation is None:
                raise BadInput(
                    "unknown_organisation", "organisation", f"Aucune organisation du réseau ne s’appelle {slug}."
                )
            organisations = [organisation.pk]
        found = verdicts(on, rules=rules, organisations=organisations)
        print_json(nameless([as_row(spoken, on) for spoken in speak(found, on)]))
        if options["fail_on"] and fails(found, Severity.of(options["fail_on"])):
            raise SystemExit(1)

    def coverage(self, *, law: bool) -> None:
        answer = coverage(law=law)
        print_json(answer)
        if not adds_up(answer):
            raise SystemExit(1)
