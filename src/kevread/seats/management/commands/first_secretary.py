"""`./kevread init` ends here: the first person of the federation, and the code by which they sign in."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kevread.accounts.operations import issue_console_code
from kevread.base import clock
from kevread.common.errors import NotDone
from kevread.seats.operations import seat_first_secretary

ASKED = {"prenom": "Prénom", "nom": "Nom de famille", "courriel": "Adresse électronique"}


class Command(BaseCommand):
    help = "Inscrit la première personne à la coordination de la tête de réseau et affiche son code de connexion."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--prenom", default="", help="son prénom")
        parser.add_argument("--nom", default="", help="son nom de famille")
        parser.add_argument("--courriel", default="", help="l’adresse avec laquelle elle se connectera")

    def handle(self, *args: Any, **options: Any) -> None:
        answers = {name: options[name].strip() or self.ask(label) for name, label in ASKED.items()}
        now = clock.now()
        try:
            person = seat_first_secretary(
                given_name=answers["prenom"], family_name=answers["nom"], email=answers["courriel"], now=now
            )
            if person.account is None:
                raise CommandError(f"{person} n’a pas de compte.")
            code = issue_console_code(account=person.account, now=now)
        except NotDone as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(
            f"\n{person} tient la coordination du réseau.\n\n    Code de première connexion : {code}\n\n"
            "À taper sur la page /compte/premiere-connexion/ : il sert une seule fois, dans les 24 heures.\n"
            "Kevread demandera ensuite un second facteur, avec une application de codes."
        )

    def ask(self, label: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(
                "Dites qui est la première personne : "
                "./kevread init --prenom Anne --nom Martin --courriel anne.martin@exemple.fr"
            )
        return input(f"{label} de la première personne : ").strip()
