"""What was spent for the work: proposed, validated or refused, said to be paid; the file that proves it."""

from uuid import UUID

from django.http import Http404, HttpResponse

from kevread.common.money import euros
from kevread.common.periods import day_in_words
from kevread.documents.files import receive
from kevread.documents.forms import content_of
from kevread.documents.scene import as_given
from kevread.supervision import operations
from kevread.supervision.forms import AnswerExpenseForm, ExpenseForm, PaidForm
from kevread.supervision.loader import acts
from kevread.supervision.models import Expense
from kevread.supervision.queries.matters import MatterShown, lines_of_actor
from kevread.supervision.rules import EMPLOYER
from kevread.supervision.scene import lines_to_open, matter_of, workers_here
from kevread.ui.access import confidential, may, signed_in, today_only
from kevread.ui.changing import asked_by
from kevread.ui.gestures import Done
from kevread.ui.places import screen_address
from kevread.ui.request import Request

from .answering import answered
from .within import within


@signed_in
@today_only
def propose_expense(request: Request, scale: str) -> HttpResponse:
    """For oneself; or for somebody at the service of the pôle on whose board one sits. Raises Http404 for others."""
    line, workers = lines_to_open(request, workers_here(request)).get(acts().of_form("expense"), ("", []))
    here = {f"{one.post.pk}:{one.person.pk}": one for one in workers}
    if not line or not here:
        raise Http404("Aucuns frais ne se proposent ici.")
    choices = [(key, f"{one.person}, {one.post.name}") for key, one in here.items()]
    form = ExpenseForm(choices, request.POST or None, request.FILES or None)

    def do() -> Done:
        typed = form.cleaned_data
        made = operations.propose_expense(
            actor=request.actor,
            person=here[typed["person"]].person,
            post=here[typed["person"]].post,
            place=request.scale,
            line=line,
            cents=typed["cents"],
            spent_on=typed["spent_on"],
            what=typed["what"],
            file=receive(typed["file"].name, content_of(typed["file"])),
            now=request.now,
        )
        return Done("C’est proposé.", "supervision:matter", scale=scale, key=made.matter_id)

    return asked_by(
        request,
        form,
        do,
        title="Proposer des frais",
        lede="Un montant, son jour et son justificatif : l’employeur valide ou refuse. Une fois proposé, le montant ne "
        "change plus.",
        button="Proposer ces frais",
        what="Encadrement",
        back=screen_address("supervision:people", scale=scale),
    )


def expense_shown(request: Request, key: UUID) -> tuple[MatterShown, Expense]:
    """Raises Http404."""
    found = matter_of(request, key)
    expense = Expense.objects.filter(matter=found.matter).first()
    if expense is None:
        raise Http404("Ce dossier ne demande aucun remboursement.")
    return found, expense


@confidential
@within
def expense_file(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The file that was proposed, for whoever reads the matter: another version that is kept since proves nothing here."""
    _, expense = expense_shown(request, key)
    return as_given(expense.proof_id, "Aucun fichier n’est conservé avec ces frais.")


@confidential
@may("read")
@today_only
def answer_expense(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Validate it, or refuse it and say why."""
    found, expense = expense_shown(request, key)
    what = f"{found.matter.person} : {euros(expense.cents)}, {found.matter.title}, le {day_in_words(expense.spent_on)}."
    return answered(request, found, AnswerExpenseForm(request.POST or None), operations.answer_expense, what)


@confidential
@may("read")
@today_only
def pay_expense(request: Request, scale: str, key: UUID) -> HttpResponse:
    """It was reimbursed."""
    found, expense = expense_shown(request, key)
    if (EMPLOYER, request.scale.pk) not in lines_of_actor(request.actor):
        raise Http404("Ces frais ne se remboursent pas ici.")
    form = PaidForm(request.POST or None, initial={"paid_on": request.today})

    def do() -> Done:
        operations.pay_expense(
            actor=request.actor, matter=found.matter, paid_on=form.cleaned_data["paid_on"], now=request.now
        )
        return Done("Le remboursement est inscrit.", "supervision:matter", scale=scale, key=key)

    return asked_by(
        request,
        form,
        do,
        title="Inscrire le remboursement",
        lede=f"{found.matter.person} : {euros(expense.cents)}. Kevread ne paie rien : il note ce qui l’a été.",
        button="Inscrire le remboursement",
        what=f"{found.label}, {found.matter.person}",
        back=screen_address("supervision:matter", scale=scale, key=key),
    )
