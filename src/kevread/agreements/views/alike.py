"""Several at once: the same text with other organisations; one consent to several texts. What is to be written, and what is
approved, is read before."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.agreements import operations
from kevread.agreements.forms.alike import AlikeForm, SeveralForm
from kevread.agreements.loader import kind_named, kinds
from kevread.agreements.models import KEEPS, Instrument, Party
from kevread.agreements.operations.alike import place_to_take, title_with
from kevread.agreements.queries.alike import may_be_taken, naming, with_whom
from kevread.agreements.queries.register import decisions_for
from kevread.agreements.queries.signing import whole_and_awaited
from kevread.agreements.queries.standing import mark_of_text
from kevread.agreements.scene import instrument_of
from kevread.common.words import of
from kevread.directory.models import Organisation
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, is_confirmed, perform
from kevread.ui.request import Request
from kevread.ui.words import plural

REGISTER = "agreements:agreements"


@may(KEEPS)
@today_only
def open_alike(request: Request, scale: str, key: UUID) -> HttpResponse:
    """With whom else this text is prepared: each agreement by its title, then they are opened."""
    text = instrument_of(request, key, 0)
    found = place_to_take(text.agreement, text.agreement.parties.select_related("organisation"))
    if found is None or text.agreement.organisation_id != request.scale.pk or not may_be_taken(text):
        raise Http404("Cette convention ne se reprend pas avec d’autres.")
    party, place = found
    offered, bound = with_whom(text.agreement, party, place, request.actor, request.on)
    in_talks = text.stage != Instrument.Stage.DRAFT
    form = AlikeForm(offered, bound, request.POST or None, initial={"talks": in_talks})
    context: dict[str, Any] = {"agreement": text.agreement, "text": text, "party": party, "mark": mark_of_text(text)}

    def go() -> Done | None:
        if not is_confirmed(request):
            context.update(titles=titles(text, party, form.chosen), naming=naming(text, party))
            return None
        made = operations.open_alike(
            actor=request.actor,
            instrument=text,
            organisations=form.chosen,
            talks=form.cleaned_data["talks"],
            now=request.now,
            seen=request.POST.get("vu", ""),
        )
        said = plural(len(made), "Une convention est ouverte.", f"{len(made)} conventions sont ouvertes.")
        return Done(said, REGISTER, scale=scale)

    gesture = perform(request, form, go)
    return gesture.done or gesture.page("agreements/alike.html", context)


def titles(text: Instrument, party: Party, organisations: list[Organisation]) -> list[tuple[Organisation, str]]:
    return [(one, title_with(text.agreement.title, party.organisation.name, one.name)) for one in organisations]


@may(KEEPS)
@today_only
def approve_several(request: Request, scale: str) -> HttpResponse:
    """The texts of a kind that wait for the consent of this organisation, read, and the decision that approves them."""
    waiting = whole_and_awaited(request.scale, request.actor)
    kind = request.GET.get("nature", "")
    kind = kind if kind in waiting else max(waiting, key=lambda one: len(waiting[one]), default="")
    rows = waiting.get(kind, [])
    if not rows:
        return perform(request, None, lambda: None).page("agreements/approve_several.html", {"rows": []})
    first = rows[0].approval
    spec = kinds().get(kind)
    offered = decisions_for(spec.party(first.party.role) if spec else None, first.party, request.actor)
    form = SeveralForm(offered, first.party.agreement, rows, request.POST or None)

    def say() -> Done:
        chosen = [one.approval for one in form.chosen]
        done = operations.approve_several(
            actor=request.actor,
            organisation=request.scale,
            approvals=chosen,
            seen={one.pk: request.POST.get(f"vu_{one.pk}", "") for one in chosen},
            now=request.now,
            **form.said,
        )
        where = of(request.scale.name)
        said = plural(
            len(done), f"L’accord {where} est inscrit.", f"L’accord {where} est inscrit à {len(done)} textes."
        )
        return Done(said, REGISTER, scale=scale)

    gesture = perform(request, form, say)
    others = [(one, kind_named(one), len(those)) for one, those in waiting.items() if one != kind]
    context = {"rows": rows, "kind": kind_named(kind), "others": others, "offered": offered}
    return gesture.done or gesture.page("agreements/approve_several.html", context)
