"""To confirm, several at once, what the files of the federation say alone."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from kevread.common.facts import HEAD
from kevread.directory import operations
from kevread.directory.forms import Confirm, ConfirmAttachments
from kevread.directory.models import Affiliation, Organisation
from kevread.directory.permissions import may_affiliate
from kevread.directory.queries.confirming import attachments_to_confirm, awaiting_elsewhere, memberships_to_confirm
from kevread.ui.access import may, today_only
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.shown import Shown
from kevread.ui.words import counted


@may("affiliate")
@today_only
def confirm_memberships(request: Request, scale: str) -> HttpResponse:
    rows = memberships_to_confirm(request.scale, request.today)
    chosen = [str(row.pk) for row in rows] if "tout" in request.GET else []
    form = Confirm(request.POST or None, rows=rows, initial={"chosen": chosen})

    def held(of: Organisation) -> list[object]:
        waiting = Affiliation.objects.filter(pk__in=[row.pk for row in rows], of=of).lock_all()
        return [row.as_written() for row in waiting]

    read = [row.as_written() for row in sorted(rows, key=lambda row: row.pk)]
    shown = Shown(request.scale, held, read=read)

    def confirm() -> Done:
        made = operations.confirm_memberships(
            actor=request.actor, of=request.scale, memberships=form.keys, now=request.now
        )
        return Done(f"C’est confirmé : {counted(len(made), 'adhésion')}.", "directory:organisations", scale=scale)

    gesture = perform(request, form, confirm, shown)
    elsewhere = awaiting_elsewhere(request.today) if request.scale.scale == HEAD else []
    theirs = [one for one in elsewhere if may_affiliate(request.actor, one)]
    return gesture.done or gesture.page("directory/confirm_memberships.html", {"rows": rows, "elsewhere": theirs})


@may("cover_zone")
@today_only
def confirm_attachments(request: Request, scale: str) -> HttpResponse:
    """The map of the network is kept by its head: from another scale, one is led there."""
    if request.scale.scale != HEAD:
        head = get_object_or_404(Organisation.objects.at_scale(HEAD))
        return redirect("directory:confirm_attachments", scale=head.slug)
    rows = attachments_to_confirm(request.today)
    only = request.GET.get("tout", "")
    chosen = [str(row.pk) for row in rows if only in ("oui", row.group)]
    form = ConfirmAttachments(request.POST or None, rows=rows, initial={"chosen": chosen})

    def confirm() -> Done:
        made = operations.confirm_attachments(
            actor=request.actor,
            head=request.scale,
            attachments=form.keys,
            source=form.cleaned_data["source"],
            now=request.now,
        )
        return Done(f"C’est confirmé : {counted(len(made), 'rattachement')}.", "directory:territory", scale=scale)

    gesture = perform(request, form, confirm)
    return gesture.done or gesture.page("directory/confirm_attachments.html", {"rows": rows})
