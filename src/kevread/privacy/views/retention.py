"""How long what is about people is kept; what of it is over, for whoever decides that it goes."""

from django.http import HttpResponse

from kevread.base.retention import terms_on
from kevread.privacy import operations
from kevread.privacy.forms import PurgeForm
from kevread.privacy.permissions import may_purge
from kevread.privacy.queries.retention import counted, preview, purges
from kevread.privacy.rules.terms import ORIGINS
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


@may("read")
@today_only
def retention(request: Request, scale: str) -> HttpResponse:
    """The terms, to whoever reads here; what would go and what stays, to whoever may decide it. GET shows, POST decides."""
    grounds = may_purge(request.actor, request.scale)
    if request.method == "POST":
        grounds.or_raise()
    decides = bool(grounds)
    shown = preview(request.today) if decides else None
    offered = [(one.term.kind, f"{one.term.label} ({one.many})") for one in shown.kinds if one.many] if shown else []
    form = PurgeForm(request.POST or None, kinds=offered)

    def decide() -> Done:
        operations.decide_purge(actor=request.actor, within=request.scale, now=request.now, **form.cleaned_data)
        return Done(
            "C’est décidé : un travail le fait, et cette page dira ce qui est parti.", "privacy:retention", scale=scale
        )

    gesture = perform(request, form if decides else None, decide)
    context = {
        "terms": [(one, ORIGINS[one.origin]) for one in terms_on(request.today).values()],
        "shown": shown,
        "offered": offered,
        "purges": [(one, counted(one).values()) for one in purges()] if decides else [],
    }
    return gesture.done or gesture.page("privacy/retention.html", context)
