"""What filings show on the pages of rooms below."""

from django.template.loader import render_to_string

from kevread.filings.queries import duty_of
from kevread.filings.rules import EFFECT
from kevread.statutes.models import Statutes
from kevread.ui.request import Request


def declared(request: Request, *, statutes: Statutes) -> str:
    """That articles of association are still to be declared, by which day, and bind nobody else until then; nothing of bylaws,
    that are not declared. Six queries."""
    if statutes.is_bylaws or statutes.adopted_on is None or statutes.annulled_on is not None:
        return ""
    duty = duty_of(statutes.organisation, "articles", statutes.adopted_on, request.on)
    if duty is None or duty.is_filed:
        return ""
    context = {"duty": duty, "word": duty.word(request.on), "effect": EFFECT, "scale": request.scale}
    return render_to_string("filings/of_statutes.html", context, request)
