import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kevread.base import clock
from kevread.common.errors import Refused
from kevread.journal import outside, replaced, touched
from kevread.journal.operations import accept_head
from kevread.ui.typesetting import typeset


class Command(BaseCommand):
    help = (
        "Dit ce qui est noté du journal hors de la base, près de la clé, et si la base le contredit (code 1). "
        "Après une sauvegarde d’avant remise en service, le reconnaît, avec son motif."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--accept", metavar="MOTIF", help="tenir pour bon ce que dit la base : un acte le garde")
        parser.add_argument(
            "--begin",
            metavar="MOTIF",
            help="après une restauration : noter ce que dit la base, là où rien n’est encore noté",
        )

    def handle(self, *args: Any, accept: str | None, begin: str | None, **options: Any) -> None:
        if accept is not None:
            try:
                accept_head(reason=accept, now=clock.now())
            except Refused as refusal:
                self.stderr.write(typeset(str(refusal)))
                sys.exit(2)
        if begin is not None:
            touched.excuse_all(begin)  # all was put back by the restoration that asks
            replaced.note_all()
            if outside.read().may_begin:
                outside.begin_anew(begin)
        found = outside.read()
        wrong = [fault.said for fault in outside.faults(found)] + [outside.KEYLESS] * outside.is_keyless()
        for said in wrong or outside.told(found):
            self.stdout.write(typeset(said))
        if wrong:
            sys.exit(1)
