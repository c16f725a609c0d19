"""The calendar of a transfer in words, for the screen and for the paper."""

from datetime import date, timedelta

from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation
from kevread.documents.queries import letterhead
from kevread.statutes.papers import Step, TransferCalendar
from kevread.statutes.queries.drawing import slack_words
from kevread.statutes.rules.milestones import Bound
from kevread.statutes.rules.slack import Board
from kevread.statutes.rules.transfer import Council, Transfer
from kevread.ui.words import counted

IF_COUNCIL = " S’il y a un CSE à consulter, c’est un mois de moins, ou deux."


def headline(transfer: Transfer, board: Board, on: date) -> str:
    """What one wants to know first.

    >>> from kevread.statutes.rules.slack import board
    >>> asked = Transfer(assembly=date(2027, 1, 15))
    >>> headline(asked, board(asked, date(2026, 11, 27)), date(2026, 11, 27))
    'Trop tôt : projet arrêté le 27 novembre 2026, l’assemblée pourrait en décider dès le 27 janvier 2027.'
    """
    if transfer.first < on:
        return f"L’assemblée du {day_in_words(transfer.first)} est passée : ces jours disent ce qui devait la précéder."
    council = IF_COUNCIL if transfer.council is Council.UNTOLD else ""
    if not board.is_held:
        day = day_in_words(board.first_assembly)
        return f"Trop tôt : projet arrêté le {day_in_words(on)}, l’assemblée pourrait en décider dès le {day}.{council}"
    left = f"il reste {counted(board.slack, 'jour')} de marge" if board.slack else "il ne reste aucune marge"
    return f"Pour une assemblée le {day_in_words(transfer.first)}, {left}, vu du {day_in_words(on)}.{council}"


def calendar_paper(organisation: Organisation, transfer: Transfer, board: Board, on: date) -> TransferCalendar:
    shown = [one for one in board.placed if one.milestone.applies or one.milestone.untold]
    days = [on, *(one.milestone.date for one in shown)]
    first, last = min(days) - timedelta(days=7), max(days) + timedelta(days=7)

    def at(day: date) -> int:
        return round(1000 * (day - first).days / (last - first).days)

    steps = tuple(
        Step(
            name=one.milestone.kind.name,
            when=one.milestone.when,
            day=one.milestone.date,
            rule=one.milestone.kind.source,
            slack=slack_words(one),
            sentence=one.milestone.asks,
            place=at(one.milestone.date),
            window=at(one.soonest)
            if one.slack is not None and one.slack > 0 and one.milestone.kind.bound is Bound.LATEST
            else -1,
        )
        for one in shown
    )
    return TransferCalendar(
        letterhead=letterhead(organisation, on),
        on=on,
        assembly=transfer.first,
        headline=headline(transfer, board, on),
        steps=steps,
        now=at(on),
        left_out=tuple(one.milestone.kind.name for one in board.placed if one.milestone.concerns == "non"),
    )
