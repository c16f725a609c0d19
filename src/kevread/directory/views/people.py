"""People on screen: who they are, their access, and what they agree to show."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from kevread.common.errors import Denied, Refused
from kevread.directory import operations, permissions, queries
from kevread.directory.asks import HELD
from kevread.directory.forms import Identity, NewPerson
from kevread.directory.models import Consent, Person
from kevread.ui.access import may, signed_in
from kevread.ui.gestures import Done, perform
from kevread.ui.places import page_to_resume
from kevread.ui.request import Request


@may("read")
def people(request: Request, scale: str) -> HttpResponse:
    """The people of the network, for those within."""
    text = request.GET.get("q", "")[:200]
    page = queries.people(request.actor, text, request.GET.get("apres", ""))
    held: dict[Any, str] = {}
    for ask in HELD:
        held |= ask([person.pk for person in page.rows], request.actor, request.on)
    context = {
        "page": page,
        "people": [(person, held.get(person.pk, "")) for person in page.rows],
        "text": text,
        "may_register": bool(permissions.may_register_person(request.actor, request.scale)) and not request.is_past,
    }
    return render(request, "directory/people.html", context)


@may("register_person")
def register(request: Request, scale: str) -> HttpResponse:
    """Enter somebody. When the name is known already, one is asked whether it is the same person."""
    form = NewPerson(request.POST or None, initial=named(request.GET.get("nom", "")))
    namesakes: list[Person] = []

    def verb() -> Done:
        typed = form.cleaned_data
        if not typed.pop("another"):
            whole = f"{typed['family_name']} {typed['given_name']}"
            namesakes.extend(queries.people(request.actor, whole, size=5).rows)
            if namesakes:
                raise Refused("Ce nom est déjà dans l’annuaire : est-ce la même personne ? Rien n’a été enregistré.")
        made = operations.register_person(actor=request.actor, within=request.scale, now=request.now, **typed)
        if back := going_on(request, made):
            return Done(f"{made} est dans l’annuaire : voici où vous en étiez.", back)
        said = f"{made} est dans l’annuaire. Un siège ou un poste peut maintenant lui être confié."
        return Done(said, "directory:people", scale=scale)

    gesture = perform(request, form, verb)
    known = [(person, going_on(request, person)) for person in namesakes]
    back = going_on(request, None) or reverse("directory:people", args=[scale])
    context = {"namesakes": known, "back": back, "goes_on": bool(going_on(request, None))}
    return gesture.done or gesture.page("directory/register_person.html", context)


def named(sought: str) -> dict[str, str]:
    """The name that was sought and not found, as one writes it most often: what is read there is corrected in the form.

    >>> named("Anne Le Goff")
    {'given_name': 'Anne', 'family_name': 'Le Goff'}
    >>> named("Tanguy"), named(" ")
    ({'family_name': 'Tanguy'}, {})
    """
    words = sought.split()
    match words:
        case []:
            return {}
        case [one]:
            return {"family_name": one}
    return {"given_name": words[0], "family_name": " ".join(words[1:])}


def going_on(request: Request, person: Person | None) -> str:
    """The page that asked for somebody, with them chosen once there is somebody."""
    return page_to_resume(request.GET.get("suite", ""), personne=person and person.pk)


@signed_in
def amend(request: Request, scale: str, person: UUID) -> HttpResponse:
    """Correct somebody's name or address, and let them sign in. A record that was merged leads to the one that stands."""
    if stands := queries.stands_for(Person, request.actor, pk=person):
        return redirect("directory:amend_person", scale=scale, person=stands.pk)
    row = get_object_or_404(Person.objects.visible_to(request.actor), pk=person)
    permissions.may_amend_person(request.actor, row, queries.keeper_of(row)).or_raise()
    initial = {"given_name": row.given_name, "family_name": row.family_name, "email": row.email}
    form = Identity(request.POST or None, initial=initial)

    def verb() -> Done:
        operations.amend_person(actor=request.actor, person=row, now=request.now, **form.cleaned_data)
        return Done("La fiche est corrigée.", "directory:amend_person", scale=scale, person=row.pk)

    context = {"row": row, "back": reverse("directory:people", args=[scale])}
    gesture = perform(request, form, verb)
    return gesture.done or gesture.page("directory/amend_person.html", context)


@signed_in
def open_access(request: Request, scale: str, person: UUID) -> HttpResponse:
    """POST: the person may sign in with the address of their sheet."""
    row = get_object_or_404(Person.objects.visible_to(request.actor), pk=person)

    def open_it() -> Done:
        operations.open_access(actor=request.actor, person=row, now=request.now)
        said = f"{row} peut se connecter avec {row.email} : un code y sera envoyé."
        return Done(said, "directory:amend_person", scale=scale, person=row.pk)

    gesture = perform(request, None, open_it)
    if gesture.refusal:
        messages.error(request, gesture.refusal.sentence)
    return gesture.done or redirect("directory:amend_person", scale=scale, person=row.pk)


@signed_in
def consent(request: Request) -> HttpResponse:
    """« Ce que je montre publiquement »: agreed and withdrawn by oneself, from now on."""
    if request.person is None:
        raise Denied(
            "Ce compte n’est relié à aucune personne de l’annuaire : il n’y a rien à montrer. "
            "Le secrétariat de votre organisation peut le relier à votre fiche."
        )

    def choose() -> Done:
        verb: Any = operations.agree if request.POST.get("do") == "agree" else operations.withdraw
        verb(actor=request.actor, person=request.person, what=request.POST.get("what", ""), now=request.now)
        return Done("C’est enregistré : votre choix vaut dès maintenant.", "directory:consent")

    gesture = perform(request, None, choose)
    if gesture.refusal:
        messages.error(request, gesture.refusal.sentence)
    if request.method == "POST":
        return gesture.done or redirect("directory:consent")
    given = {row.what: row for row in request.person.consents.on(request.on)}
    choices = [(what, label, given.get(what)) for what, label in Consent.What.choices]
    return render(request, "directory/consent.html", {"choices": choices})
