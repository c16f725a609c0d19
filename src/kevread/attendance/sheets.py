"""Meetings that were held: those that Kevread convened leave with the others, and come back as told afterwards."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from kevread.common.errors import Invalid
from kevread.common.sheets import Entry, Sheet, Values, Writing, declare_sheet
from kevread.common.tables import Kind
from kevread.meetings.models import Meeting
from kevread.meetings.rules.life import State
from kevread.seats.models import Body
from kevread.seats.sheets.bodies import BODIES

from . import operations

HELD = "Réunions déjà tenues"


def held_by(on: date) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(state__in=State.held(), starts_at__date__lte=on).select_related("body__organisation")
    return rows.order_by("body__organisation__slug", "body__slug", "starts_at", "pk")


def there(moment: datetime) -> datetime:
    """The hour as it is read there."""
    return timezone.localtime(moment).replace(tzinfo=None, second=0, microsecond=0)


def write_held(writing: Writing, values: Values) -> Meeting:
    body = Body.objects.filter(slug=values["instance"]).select_related("organisation").first()
    if body is None:
        raise Invalid("instance", "Cette instance n’existe pas.")
    said: dict[str, Any] = {"session": values["session"]} if values["session"] else {}
    said |= {"mode": values["façon de se réunir"]} if values["façon de se réunir"] else {}
    return operations.record_held(
        actor=writing.actor,
        body=body,
        starts_at=timezone.make_aware(values["commence"]),
        ends_at=timezone.make_aware(values["finit"]),
        place=values["lieu"],
        title=values["titre"],
        now=writing.now,
        **said,
    )


declare_sheet(
    Sheet(
        title=HELD,
        help="Quand chaque instance s’est réunie, avant Kevread ou avec. Qui était là ne se reprend pas d’un fichier.",
        columns=(
            Entry("organisation", lambda row: row.body.organisation.slug, told=True, help="Pour s’y retrouver."),
            Entry("instance", lambda row: row.body.slug, required=True, refers=BODIES),
            Entry("commence", lambda row: there(row.starts_at), Kind.MOMENT, required=True, asked="starts_at"),
            Entry("finit", lambda row: there(row.ends_at), Kind.MOMENT, required=True, asked="ends_at"),
            Entry(
                "titre", lambda row: row.title, asked="title", longest=160, help="S’il diffère du nom de l’instance."
            ),
            Entry("session", lambda row: row.session, choices=lambda: dict(Meeting.Session.choices), asked="session"),
            Entry("façon de se réunir", lambda row: row.mode, choices=lambda: dict(Meeting.Mode.choices), asked="mode"),
            Entry("lieu", lambda row: row.place, asked="place"),
        ),
        keys=(("instance", "commence"),),
        rows=held_by,
        write=write_held,
        after=("Mandats", "Postes"),
    )
)
