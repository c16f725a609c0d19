"""What is told in writing to whoever is hired: the gestures by which one says that it was handed over."""

from django import forms

from kevread.common.errors import Refused
from kevread.staff import operations
from kevread.staff.forms_information import AnnulInformationForm, HandForm
from kevread.staff.models import Contract
from kevread.staff.operations.hiring import require_no_mistake
from kevread.staff.operations.informing import require_due
from kevread.staff.queries.information import owed_by, said_of
from kevread.ui.changing import Change
from kevread.ui.request import Request


def hand_form(request: Request, row: Contract) -> HandForm:
    """Raises Refused where nothing is left to say, or nothing is due."""
    require_no_mistake(row)
    require_due(row)
    missing = [one.part for one in owed_by([row], request.today).get(row.pk, ()) if one.handed_on is None]
    if not missing:
        raise Refused("Tout est déjà dit remis, pour ce contrat.")
    return HandForm(missing, request.POST or None, initial={"parts": missing[:1], "handed_on": request.today})


def hand(request: Request, row: Contract, form: forms.Form) -> object:
    return operations.hand_information(actor=request.actor, contract=row, now=request.now, **form.cleaned_data)


def annul_form(request: Request, row: Contract) -> AnnulInformationForm:
    """Raises Refused where nothing is said."""
    said = [(one.part, one.handed_on) for one in said_of(row)]
    if not said:
        raise Refused("Rien n’est dit remis, pour ce contrat.")
    return AnnulInformationForm(said, request.POST or None, initial={"part": said[0][0] if len(said) == 1 else None})


def annul(request: Request, row: Contract, form: forms.Form) -> object:
    return operations.annul_information(actor=request.actor, contract=row, now=request.now, **form.cleaned_data)


def told_of_information(row: Contract) -> object:
    """What these pages show: whose contract, and what is said of it."""
    return [row.as_written(), [one.as_written() for one in said_of(row)]]


CHANGES = {
    "information-remise": Change(
        "Dire remise l’information à l’embauche",
        "Ce que le code du travail fait dire par écrit à qui est embauché, et quel jour ce fut remis. Kevread ne lit pas "
        "l’écrit, et ne le garde pas. La personne lit ce jour à son contrat.",
        "Dire remise",
        hand_form,
        hand,
        "Le jour de la remise est dit.",
        told_of_information,
    ),
    "information-annulee": Change(
        "Annuler une remise dite par erreur",
        "Ce qui n’a pas été remis, ou pas ce jour-là : dites ensuite le bon jour, s’il y en a un.",
        "Annuler cette remise",
        annul_form,
        annul,
        "La remise est annulée.",
        told_of_information,
    ),
}
