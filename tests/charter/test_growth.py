"""What belongs to one organisation reads the same rows, whatever the network around it: counted in the plans, where indexes
lead to every row."""

import pytest
from django.db import connection, transaction

from bench.growth import rows_read, works
from bench.network import build
from tests.databases import as_administrator

FLAT = ("verdicts of one grouping", "verdicts of one local", "the actor")


def rows_among(groupings: int) -> dict[str, int]:
    point = transaction.savepoint_create()
    with as_administrator():
        build(groupings)
    with connection.cursor() as cursor:  # tables of this size are walked whole more cheaply than by any index
        for way in ("seqscan", "hashjoin", "mergejoin"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    measured = works()
    found = {name: sum(rows_read(measured[name]).values()) for name in FLAT}
    transaction.savepoint_rollback(point)
    return found


@pytest.mark.django_db
def test_the_rows_of_one_organisation_do_not_grow_with_the_network():
    few, many = rows_among(4), rows_among(24)
    assert {name: (few[name], many[name]) for name in FLAT if many[name] > 1.3 * few[name] + 50} == {}
