"""From a recruitment that is decided to the contract: what is known already is there, and is not typed again."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse

from kevread.directory.models import Person
from kevread.seats.models import Body, Mandate
from kevread.seats.rules import dates
from kevread.staff.models import Sheet
from kevread.staff.permissions import may_employ
from kevread.staff.queries.enabling import offered
from kevread.supervision import operations
from kevread.supervision.forms import EmployForm
from kevread.supervision.models import Matter
from kevread.supervision.operations.employing import awaits_contract
from kevread.supervision.scene import matter_of
from kevread.ui.access import confidential, may, today_only
from kevread.ui.changing import asked_by
from kevread.ui.gestures import Done
from kevread.ui.places import screen_address
from kevread.ui.request import Request


def same_name(request: Request, name: str) -> QuerySet[Person]:
    """Those of the directory who may be whoever was chosen."""
    rows = Person.objects.visible_to(request.actor).usable()
    keys = [*rows.matching(name).values_list("pk", flat=True)[:20]]
    found: QuerySet[Person] = rows.filter(pk__in=keys).order_by("search")
    return found


def said_already(matter: Matter, name: str, request: Request) -> dict[str, object]:
    """What the recruitment says: whom, for which post, for how much of a full time, by which decision."""
    given, _, family = name.rpartition(" ")
    sheet = Sheet.objects.on(request.today).filter(post=matter.post).first()
    return {
        "given_name": given,
        "family_name": family,
        "kind": "cdi",
        "occupation": matter.post.name,
        "share": sheet.share if sheet else 100,
        "first": request.today,
        "signed_on": request.today,
        "decision": matter.decision_id,
    }


def form_of(request: Request, matter: Matter, name: str) -> EmployForm:
    """What is known of them already, and what is left to say."""
    form = EmployForm(
        same_name(request, name),
        request.POST or None,
        initial=said_already(matter, name, request),
    )
    team = Mandate.objects.on(request.today).filter(
        seat__body__organisation=request.scale, seat__body__kind__in=(Body.Kind.BOARD, Body.Kind.TEAM)
    )
    signatories = Person.objects.filter(pk__in=team.values("person")).order_by("search")
    form.take(offered(request.actor, request.scale), signatories)
    return form


@confidential
@may("read")
@today_only
def employ(request: Request, scale: str, key: UUID) -> HttpResponse:
    """The contract of whoever was chosen, in one gesture."""
    found = matter_of(request, key)
    may_employ(request.actor, request.scale, request.today).or_raise()
    chosen = found.matter.candidates.filter(is_chosen=True).first()
    if chosen is None or found.matter.organisation != request.scale or not awaits_contract(found.matter):
        raise Http404("Aucun contrat n’est à préparer ici.")
    form = form_of(request, found.matter, chosen.name)

    def do() -> Done:
        said = form.cleaned_data
        made = operations.employ(
            actor=request.actor,
            matter=found.matter,
            person=said["person"],
            given_name=said["given_name"],
            family_name=said["family_name"],
            period=dates(said["first"], said["last"]),
            agreed=form.agreed,
            hired=form.hired,
            now=request.now,
        )
        return Done(
            f"Le contrat de {made.person} est inscrit, et son poste lui est affecté.{form.of_trial}",
            "staff:contract",
            scale=scale,
            key=made.pk,
        )

    return asked_by(
        request,
        form,
        do,
        title="Préparer le contrat",
        lede=f"{chosen.name}, {found.matter.post.name} : ce que dit le recrutement est déjà là. Complétez le reste.",
        button="Inscrire ce contrat",
        what=f"{found.label} : {found.matter.title}",
        back=screen_address("supervision:matter", scale=scale, key=key),
    )
