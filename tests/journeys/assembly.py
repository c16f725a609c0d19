"""A grouping of fifty-two members, and a session for each of them, in a process of its own:

    python -m tests.journeys.assembly 52

Answers in JSON: the address of the grouping, the sessions by name, and who presides, who writes.
"""

import json
import sys
from typing import Any

MEMBERS_OF_BOARD = 12


def build(members: int) -> dict[str, Any]:
    """Thirty-six pôles and sixteen direct members, a board, articles of association: no meeting yet."""
    from django.contrib.sessions.models import Session

    from kevread.base.sessions import SessionStore
    from kevread.seats.middleware import PERSONA
    from tests.arrange import NOW, arranging
    from tests.gatherings.worlds import ARTICLES, decide, grouping_of

    with arranging():
        met = grouping_of(members)
        decide(met.grouping, ARTICLES)
    sessions, names = [], {}
    for mandate in met.members:
        key = f"s{mandate.person.pk.hex}"[:32]
        names[str(mandate.person)] = key
        row = SessionStore(key).create_model_instance({PERSONA: str(mandate.person.pk)})
        row.expire_date = NOW.replace(year=2099)
        sessions.append(row)
    Session.objects.bulk_create(sessions)
    return {
        "slug": met.grouping.slug,
        "sessions": names,
        "president": str(met.president),
        "secretary": str(met.secretary),
    }


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(build(int(sys.argv[1]))))
