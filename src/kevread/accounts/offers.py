"""What accounts tell the rooms below."""

from collections.abc import Iterable
from uuid import UUID

from kevread.accounts.queries import otherwise_than_left
from kevread.journal.asks import BESIDE


@BESIDE.answer
def changed() -> Iterable[tuple[str, UUID, tuple[str, ...]]]:
    """The accounts that another hand than ours changed, or their second factor."""
    return (("accounts_account", key, ("as_left",)) for key in otherwise_than_left())
