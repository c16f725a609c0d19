"""What this room opens by itself when a decision says so, and by what decisions people sit."""

from kevread.charter.asks import FIXED_BY
from kevread.decisions.openings import derogations, mandates, settings
from kevread.decisions.operations.seating import give_seat, name_and_give
from kevread.decisions.queries import promises
from kevread.decisions.queries.designating import designates
from kevread.decisions.queries.fixing import fixed_by
from kevread.seats.asks import DESIGNATES, REGISTERS, Register

__all__ = ["derogations", "mandates", "settings"]

FIXED_BY.answer(fixed_by)
DESIGNATES.answer(designates)
REGISTERS.answer(
    Register(
        promised=promises.promised,
        promised_to=promises.promised_to,
        kept_by=promises.kept_by,
        offered=promises.offered,
        give=give_seat,
        name=name_and_give,
    )
)
