"""The paper of a contract: read before it is put to signature, put to it, taken back; deposited when it was signed
elsewhere."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse

from kevread.documents.contracts import as_data
from kevread.documents.files import receive
from kevread.documents.forms import content_of
from kevread.documents.rendering import MEDIA_TYPE, render
from kevread.staff import operations
from kevread.staff.forms import SignedForm
from kevread.staff.forms_signing import DepositForm, DepositUnsignedForm, SignerForm, WithdrawForm
from kevread.staff.models import Contract
from kevread.staff.permissions import may_employ
from kevread.staff.queries.enabling import offered
from kevread.staff.queries.signing import demand_of, for_employer, paper_of
from kevread.staff.scene import contract_of
from kevread.ui.access import confidential, signed_in, today_only
from kevread.ui.changing import Change
from kevread.ui.files import under_name
from kevread.ui.request import Request

from .people import signatories


@confidential
@signed_in
@today_only
def contract_paper(request: Request, scale: str, key: UUID) -> HttpResponse:
    """As it would be put to signature: read before, by whoever employs. It is not kept."""
    found = contract_of(request, key)
    may_employ(request.actor, request.scale, request.today).or_raise()
    if not found.is_signed_here or found.signed_on is not None:
        raise Http404("Ce contrat n’est pas à mettre à la signature ici.")
    paper = paper_of(found, None, request.today)
    content = render(paper.template, as_data(paper), made_at=request.now)
    return under_name(HttpResponse(content, content_type=MEDIA_TYPE), f"{request.scale.slug}-contrat-a-relire.pdf")


def signer_form(request: Request, row: Contract) -> SignerForm:
    those = for_employer(row, request.today)
    return SignerForm([(str(one.person.pk), f"{one.person}, {one.quality}") for one in those], request.POST or None)


def put_to_signature(request: Request, row: Contract, form: forms.Form) -> object:
    chosen = form.cleaned_data["signer"]
    signer = next(one.person for one in for_employer(row, request.today) if str(one.person.pk) == chosen)
    return operations.put_to_signature(actor=request.actor, contract=row, signer=signer, now=request.now)


def withdraw_form(request: Request, row: Contract) -> WithdrawForm:
    return WithdrawForm(request.POST or None)


def withdraw(request: Request, row: Contract, form: forms.Form) -> object:
    return operations.withdraw(actor=request.actor, contract=row, now=request.now, **form.cleaned_data)


def told_of_demand(row: Contract) -> object:
    """Which demand is taken back: one that was made since is another."""
    demand = demand_of(row)
    return [row.as_written(), str(demand.pk) if demand else ""]


def deposit_form(request: Request, row: Contract) -> forms.Form:
    if not row.is_signed_here or row.signed_on is not None:
        return DepositForm(request.POST or None, request.FILES or None)
    form = DepositUnsignedForm(request.POST or None, request.FILES or None)
    form.take(offered(request.actor, row.employer), signatories(request))
    return form


def deposit(request: Request, row: Contract, form: forms.Form) -> object:
    typed = form.cleaned_data["file"]
    file = receive(typed.name, content_of(typed))
    names = ("decision", "signatory", "signed_on") if isinstance(form, SignedForm) else ()
    by = {name: form.cleaned_data[name] for name in names}
    return operations.deposit(actor=request.actor, contract=row, file=file, now=request.now, **by)


CHANGES = {
    "signature": Change(
        "Mettre ce contrat à la signature",
        "Son papier se compose de ce qui est inscrit, et de rien d’autre. Qui peut engager l’employeur le signe, puis la "
        "personne employée : chacune reçoit un courriel quand c’est son tour, et signe avec un code. Le contrat est signé le "
        "jour de la seconde signature.",
        "Demander ces signatures",
        signer_form,
        put_to_signature,
        "La demande de signatures part.",
    ),
    "retirer": Change(
        "Retirer la demande de signatures",
        "Plus personne ne signe ce papier ; un autre peut être mis à la signature ensuite. Le motif est lu "
        "de qui lit le contrat.",
        "Retirer la demande",
        withdraw_form,
        withdraw,
        "La demande est retirée.",
        told_of_demand,
    ),
    "deposer": Change(
        "Déposer le contrat signé",
        "Le fichier est conservé tel quel ; la personne et la ligne de l’employeur le lisent, personne d’autre.",
        "Déposer",
        deposit_form,
        deposit,
        "Le contrat signé est conservé.",
    ),
}
