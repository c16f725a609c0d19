"""Who answers what the public writes."""

from datetime import date

from kevread.directory.models import Organisation, Person
from kevread.mail.models import Unsubscription
from kevread.seats.queries.access import who_sees

KEEPS = "register_person"  # those who keep the directory of an organisation know whom a message is for
AT_MOST = 3


def answering(organisation: Organisation, on: date) -> list[Person]:
    """Those to whom what the public writes to an organisation is relayed: who keeps its directory from a seat there, and who
    does for the whole network where nobody there has an address. Shown to nobody."""
    viewers = who_sees(organisation, on, KEEPS)
    addresses = [one.person.email for one in viewers if one.person.email]
    stopped = set(Unsubscription.objects.filter(address__in=addresses).values_list("address", flat=True))
    reached = [one for one in viewers if one.person.email and one.person.email not in stopped]
    there = [one.person for one in reached if one.hat.organisation == organisation.pk]
    return list(dict.fromkeys(there or [one.person for one in reached]))[:AT_MOST]
