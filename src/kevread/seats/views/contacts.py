"""Contact cards, for an address book; and who leaves for the tool in which the network works together."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from kevread.common.cards import Card, written
from kevread.seats.exports import workspace_tables
from kevread.seats.loader import bodies
from kevread.seats.queries.cards import card_of, leaving, team_cards
from kevread.ui.access import may, signed_in
from kevread.ui.files import under_name
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

from .people import record_holder


@may("read")
def team_contacts(request: Request, scale: str) -> HttpResponse:
    """A card for each of those who work there that day."""
    cards = team_cards(request.scale, request.actor, request.on, request.today)
    if not cards:
        raise Http404("Cette équipe n’a personne à cette date.")
    return card_file(cards, f"{request.scale.slug}-equipe-{request.on.isoformat()}.vcf")


@signed_in
def contact(request: Request, scale: str, key: str) -> HttpResponse:
    """The card of somebody whose record one reads."""
    found = record_holder(request, key)
    return card_file([card_of(found, request.actor, request.on, request.today)], f"{found}.vcf")


def card_file(cards: list[Card], name: str) -> HttpResponse:
    return under_name(HttpResponse(written(cards), content_type="text/vcard; charset=utf-8"), name)


@may("register_person")
def workspace(request: Request, scale: str) -> HttpResponse:
    """What leaves: how many people, in which groups; who has no address, and does not."""
    found = leaving(request.scale, request.actor, request.on, request.today)
    groups = [(rows[0][1].seat.body, len({one.person.pk for one, _ in rows})) for rows in found.groups.values()]
    groups.sort(key=lambda row: (row[0].organisation.search, row[0].rank, row[0].slug))
    columns = [[one.name for one in table.columns] for table in workspace_tables()]
    context = {"tool": bodies().workspace, "leaving": found, "groups": groups, "columns": columns}
    return render(request, "seats/workspace.html", context)


@may("register_person")
def workspace_people(request: Request, scale: str, form: str) -> HttpResponse:
    """Those who leave, once each."""
    found = leaving(request.scale, request.actor, request.on, request.today)
    return table_file(request, workspace_tables()[0], found.people, form)


@may("register_person")
def workspace_groups(request: Request, scale: str, form: str) -> HttpResponse:
    """Each of their places in a group."""
    found = leaving(request.scale, request.actor, request.on, request.today)
    return table_file(request, workspace_tables()[1], found.seats, form)
