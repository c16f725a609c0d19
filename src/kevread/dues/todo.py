"""What dues wait for."""

from kevread.common.todo import Asker, ToDo, why
from kevread.dues.models import KEEPS_DUES, Payment
from kevread.ui.places import screen_address


def payments_to_match(asker: Asker) -> list[ToDo]:
    """Payments of which nobody said for whom they are: one line, for those who keep the dues here."""
    hat = asker.actor.hat_for(KEEPS_DUES, asker.scale.pk)
    if hat is None:
        return []
    rows = Payment.objects.visible_to(asker.actor).standing()
    many = rows.filter(organisation=asker.scale, due=None, paid_on__lte=asker.on).count()
    if not many:
        return []
    where = screen_address("dues:waiting", scale=asker.scale.slug)
    said = "Un paiement à rapprocher" if many == 1 else f"{many} paiements à rapprocher"
    return [ToDo(f"{said} de sa cotisation", why(hat), where, "Voir les paiements")]
