"""What seats tell the rooms below."""

from datetime import datetime

from django.utils import timezone

from kevread.accounts.asks import ADMITS
from kevread.accounts.models import Account
from kevread.common.actor import SYSTEM
from kevread.directory.operations import open_access
from kevread.seats.models import Mandate


@ADMITS.answer
def admit_seated(address: str, now: datetime) -> Account | None:
    """Who is registered with this address and sits somewhere today comes in: nobody has to think of it for them. The code that
    is sent there proves the address; a seat with powers asks for a second factor as ever."""
    address = address.strip().lower()
    seated = Mandate.objects.on(timezone.localtime(now).date()).filter(person__email=address, person__account=None)
    mandate = seated.select_related("person").first()
    if mandate is None or Account.objects.filter(email=address).exists():
        return None
    return open_access(actor=SYSTEM, person=mandate.person, now=now).account
