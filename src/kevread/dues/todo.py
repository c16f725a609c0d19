"""What dues wait for."""

from kevread.common.money import euros
from kevread.common.todo import Asker, ToDo, why
from kevread.common.words import of
from kevread.dues.models import KEEPS_DUES, Payment
from kevread.dues.queries.ours import ours
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


def ours_to_pay(asker: Asker) -> list[ToDo]:
    """What a member owes that is read here, as a member or as who it is a member of: for those who speak for it."""
    found = []
    for one in ours(asker.actor, asker.on):
        here = (one.affiliation.of_id, one.affiliation.member_id)
        if asker.scale.pk not in here:
            continue
        where = screen_address("dues:ours", scale=one.affiliation.of.slug)
        for line in one.lines:
            if line.left:
                what = f"Payer la cotisation {line.due.year} {of(one.affiliation.member.name)} à {one.affiliation.of.name} : "
                hat = asker.actor.hat_for(KEEPS_DUES, one.affiliation.member_id)
                sits = f"Vous siégez à {one.affiliation.of.name} au nom {of(one.affiliation.member.name)}."
                mine = why(hat) if hat else sits
                found.append(ToDo(what + euros(line.left), mine, where, "Voir notre adhésion", by=line.due.call.due_on))
    return sorted(found, key=lambda one: (one.by, one.what))[:10]
