"""The end of a contract: asked or prepared, decided, written in the contract."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse

from kevread.decisions.queries.register import last_adopted
from kevread.staff.operations.ending import ENDS
from kevread.staff.permissions import DECIDES
from kevread.supervision import operations
from kevread.supervision.forms import AskEndingForm, DecideEndingForm
from kevread.supervision.loader import acts
from kevread.supervision.models import Ending
from kevread.supervision.queries.matters import MatterShown, lines_of_actor
from kevread.supervision.rules import EMPLOYER, PERSON
from kevread.supervision.rules.endings import offered
from kevread.supervision.scene import as_shown, lines_to_open, matter_of, workers_here
from kevread.ui.access import confidential, may, signed_in, today_only
from kevread.ui.changing import asked_by
from kevread.ui.gestures import Done
from kevread.ui.places import screen_address
from kevread.ui.request import Request


@confidential
@signed_in
@today_only
def ask_ending(request: Request, scale: str) -> HttpResponse:
    """Ask that one’s own contract end; or prepare the end of somebody’s, for their employer. Raises Http404 for others."""
    line, workers = lines_to_open(request, workers_here(request)).get(acts().of_form("ending"), ("", []))
    here = {str(one.contract.pk): one for one in workers if one.employer == request.scale}
    if not line or not here:
        raise Http404("Aucune fin de contrat ne se demande ici.")
    is_own = {key: one.person.pk == request.actor.person for key, one in here.items()}
    side = PERSON if all(is_own.values()) else EMPLOYER
    sides = {PERSON if own else EMPLOYER for own in is_own.values()}
    form = AskEndingForm(
        [(key, f"{one.person}, {one.post.name}") for key, one in here.items()],
        [(code, said) for code, said in ENDS.items() if any(code in offered(one, ENDS) for one in sides)],
        request.POST or None,
    )

    def do() -> Done:
        typed = form.cleaned_data
        made = operations.raise_ending(
            actor=request.actor,
            contract=here[typed["contract"]].contract,
            line=PERSON if is_own[typed["contract"]] else EMPLOYER,
            reason=typed["reason"],
            last=typed["last"],
            text=typed["text"],
            now=request.now,
        )
        return Done(
            "Le dossier est ouvert : rien n’est encore décidé.", "supervision:matter", scale=scale, key=made.matter_id
        )

    return asked_by(
        request,
        form,
        do,
        title="Demander mon départ" if side == PERSON else "Préparer la fin d’un contrat",
        lede="La direction et la présidence de l’employeur le liront, et personne d’autre : ni un pôle, ni le réseau."
        if side == PERSON
        else "La personne le lit dès qu’il est ouvert : prévenez-la d’abord, comme la loi le demande. Ni un pôle, ni le "
        "réseau ne le lisent.",
        button="Ouvrir le dossier",
        what="Encadrement",
        back=screen_address("supervision:people", scale=scale),
    )


def ending_shown(request: Request, key: UUID) -> tuple[MatterShown, Ending]:
    """Raises Http404."""
    found = matter_of(request, key)
    ending = Ending.objects.filter(matter=found.matter).select_related("contract__person", "contract__employer").first()
    if ending is None:
        raise Http404("Ce dossier ne met fin à aucun contrat.")
    return found, ending


@confidential
@may("read")
@today_only
def decide_ending(request: Request, scale: str, key: UUID) -> HttpResponse:
    """Decide it, or take note of it, with its last day. A form that comes too late is told so by the verb."""
    found, ending = ending_shown(request, key)
    if not found.decides and request.method != "POST":
        raise Http404("Ce dossier ne se décide pas ici.")
    form = DecideEndingForm(
        last_adopted(request.actor, request.scale, DECIDES), request.POST or None, initial={"last": ending.wished}
    )

    def do() -> Done:
        operations.decide_ending(
            actor=request.actor, matter=found.matter, place=request.scale, now=request.now, **form.cleaned_data
        )
        return Done("C’est décidé. Il reste à l’inscrire au contrat.", "supervision:matter", scale=scale, key=key)

    return asked_by(
        request,
        form,
        do,
        as_shown(found),
        title="Décider de cette fin",
        lede=f"{ending.get_reason_display()}{f' : « {found.matter.text} »' if found.matter.text else ''}. "
        f"{ending.contract.person} le lira ; aucun pôle ne le lira.",
        button="Décider",
        what=f"{found.label}, {found.matter.person}",
        back=screen_address("supervision:matter", scale=scale, key=key),
    )


@confidential
@may("read")
@today_only
def write_ending(request: Request, scale: str, key: UUID) -> HttpResponse:
    """What was decided is written in the contract."""
    found, _ = ending_shown(request, key)
    if (EMPLOYER, request.scale.pk) not in lines_of_actor(request.actor):
        raise Http404("Les contrats ne se tiennent pas ici.")
    form = forms.Form(request.POST or None)

    def do() -> Done:
        made = operations.write_ending(actor=request.actor, matter=found.matter, now=request.now)
        return Done(f"La fin du contrat de {made.person} est inscrite.", "supervision:matter", scale=scale, key=key)

    return asked_by(
        request,
        form,
        do,
        title="Inscrire cette fin au contrat",
        lede="Ses affectations finissent avec lui, et cela ne se défait pas. Sa place dans l’équipe se quitte à part ; ce qui "
        "est à son nom se confie ensuite.",
        button="Inscrire la fin",
        what=f"{found.label}, {found.matter.person}",
        back=screen_address("supervision:matter", scale=scale, key=key),
    )
