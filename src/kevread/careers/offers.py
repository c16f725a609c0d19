"""What careers tell the rooms below: where what somebody carries is handed over."""

from kevread.careers.models import Handover
from kevread.common.errors import Way
from kevread.staff.models import Contract
from kevread.supervision.asks import LEAVES


@LEAVES.answer
def hands_over(contract: Contract) -> Way | None:
    """The handover that is open; or where one is opened."""
    where = {"scale": contract.employer.slug}
    found = Handover.objects.standing().filter(contract=contract).first()
    if found is not None:
        return Way("Voir la passation", "careers:handover", where | {"key": found.pk})
    return Way("Préparer la passation", "careers:open_handover", where | {"key": contract.pk})
