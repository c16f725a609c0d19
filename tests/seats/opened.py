"""What the tests of opening and closing share."""

import re
from datetime import date

from kevread.seats.operations import close_organisation, open_organisation
from tests.conftest import NOW

SINCE, LAST = date(2025, 3, 1), date(2027, 6, 30)
SOURCE = "Statuts déposés le 3 février 2025"


def asked(actor, slug="ess-35", **change):
    return open_organisation(**{"actor": actor, "slug": slug, "since": SINCE, "source": SOURCE, "now": NOW} | change)


def closed(actor, organisation, last=LAST):
    return close_organisation(actor=actor, organisation=organisation, last=last, now=NOW)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("&nbsp;", " ")
