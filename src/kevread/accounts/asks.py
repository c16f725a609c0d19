"""What rooms above tell of who may have an account."""

from collections.abc import Callable
from datetime import datetime

from kevread.accounts.models import Account
from kevread.common.asks import Ask

type Admit = Callable[[str, datetime], Account | None]
ADMITS: Ask[Admit] = Ask(
    "accounts.admits", "The account of whoever has this address and may come in, opened if need be."
)
