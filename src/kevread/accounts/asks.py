"""What rooms above tell of who may have an account."""

from collections.abc import Callable
from datetime import datetime

from kevread.accounts.models import Account
from kevread.common.asks import Ask

type Expect = Callable[[str, datetime], bool]
EXPECTS: Ask[Expect] = Ask(
    "accounts.expects",
    "Whether whoever proves that this address is theirs may come in, though it has no account. Opens nothing.",
)

type Admit = Callable[[str, datetime], Account | None]
ADMITS: Ask[Admit] = Ask("accounts.admits", "The account opened for whoever was expected, and proved this address.")
