"""The files that go with a meeting, and all of them in one to read without a network."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.utils.text import slugify

from kevread.documents.files import receive
from kevread.documents.forms import content_of, file_field
from kevread.meetings import operations
from kevread.meetings.models import Enclosure, Meeting
from kevread.meetings.queries.notices import enclosed, frozen_agenda
from kevread.meetings.queries.pack import pack_of
from kevread.meetings.rules.life import State
from kevread.meetings.scene import meeting_of
from kevread.meetings.views.prepare import prepared
from kevread.ui.access import signed_in, today_only
from kevread.ui.files import under_name
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request


class EnclosureForm(forms.Form):
    title = forms.CharField(
        label="Titre", max_length=250, error_messages={"required": "Donnez un titre à cette pièce."}
    )
    item = forms.ChoiceField(label="Pour quel point", required=False)
    file = file_field()

    def __init__(self, items: list[tuple[str, str]], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["item"].choices = [("", "Toute la réunion"), *items]  # type: ignore[attr-defined]


@signed_in
@today_only
def enclosures(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Give a file, or take one off."""
    found = prepared(request, key)
    items = {str(item.pk): item for item in frozen_agenda(found)}
    adding = "ajouter" in request.POST
    form = EnclosureForm(
        [(pk, item.title) for pk, item in items.items()],
        request.POST if adding else None,
        request.FILES if adding else None,
    )

    def give() -> Done:
        typed = form.cleaned_data
        operations.enclose(
            actor=request.actor,
            meeting=found,
            file=receive(typed["file"].name, content_of(typed["file"])),
            title=typed["title"],
            item=items.get(typed["item"]),
            now=request.now,
        )
        said = "La pièce est jointe. Les personnes convoquées la lisent."
        return Done(said, "meetings:enclosures", scale=scale, key=key)

    def take_off() -> Done:
        row = enclosure_of(found, request.POST.get("retirer", ""))
        operations.withdraw_enclosure(actor=request.actor, enclosure=row, now=request.now)
        return Done("La pièce est retirée de la réunion.", "meetings:enclosures", scale=scale, key=key)

    gesture = perform(request, form, give) if adding else perform(request, None, take_off)
    if gesture.done:
        return gesture.done
    moves = found.stage in (State.DRAFT, State.AGENDA, State.CONVENED)
    context = {"meeting": found, "form": form, "enclosures": enclosed(found), "moves": moves}
    return gesture.page("meetings/enclosures.html", context)


def enclosure_of(meeting: Meeting, key: str) -> Enclosure:
    row: Enclosure | None = next((one for one in enclosed(meeting) if str(one.pk) == key), None)
    if row is None:
        raise Http404("Cette pièce n’est pas de cette réunion.")
    row.meeting = meeting
    return row


@signed_in
def pack(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The agenda and every paper that this person reads, in one PDF."""
    found = meeting_of(request, key)
    response = HttpResponse(pack_of(found, request.actor, request.now), content_type="application/pdf")
    named = slugify(f"{found.organisation.slug} {found}".replace("’", " "))
    return under_name(response, f"dossier-{named}-{found.day.isoformat()}.pdf")
