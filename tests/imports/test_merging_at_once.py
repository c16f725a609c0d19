"""Two who merge at once: each on its own connection."""

from kevread.common.actor import SYSTEM
from kevread.common.errors import Refused
from kevread.common.periods import Period
from kevread.directory.models import Organisation
from kevread.directory.operations import register_organisation
from kevread.imports.models import Merge
from kevread.imports.operations import merge, undo_merge
from tests.arrange import NOW
from tests.guards.at_once import interleaved

WHO = {"actor": SYSTEM, "now": NOW}


def one(kept, gone, head) -> Merge:
    return merge(kept=kept, gone=gone, within=head, **WHO)


def test_two_merges_at_once(committed):
    head = committed.head
    names = ("Le Lavoir", "Lavoir", "Le Lavoir de Bégard")
    first, second, third = (
        register_organisation(within=head, name=name, period=Period(), slug=f"l{number}", **WHO)
        for number, name in enumerate(names)
    )
    done, told, waited = interleaved(lambda: one(first, second, head), lambda: one(second, first, head))
    assert waited and isinstance(done, Merge) and isinstance(told, Refused)
    done, told, waited = interleaved(lambda: one(third, first, head), lambda: undo_merge(made=done, **WHO))
    assert waited and isinstance(done, Merge) and isinstance(told, Refused)
    assert {row.into_id for row in Organisation.everything.filter(slug__in=("l0", "l1"))} == {third.pk}
