"""What an account was left as is found without reading the journal through."""

import json

import pytest
from django.db import connection

from kevread.accounts.queries import LAST

pytestmark = pytest.mark.django_db


def test_the_acts_that_tell_what_they_left_are_read_by_their_index():
    """The journal grows with all that is done; they, with what is changed of accounts."""
    which = LAST.format(which="a.arguments ->> 'account' = %s")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # an empty table is read whole
        cursor.execute(f"EXPLAIN (FORMAT json) {which}", ["0"])
        [[found]] = cursor.fetchall()
    assert "act_tells_left" in json.dumps(found)
