"""What the addresses of these screens name, among what this request may see."""

from collections.abc import Collection
from uuid import UUID

from django.http import Http404

from kevread.supervision.loader import acts
from kevread.supervision.models import Candidate, Matter, Panelist, boards_of
from kevread.supervision.queries.lines import Worker, workers_on
from kevread.supervision.queries.matters import MatterShown, entrusted_here, lines_of_actor, matters_at, shown
from kevread.supervision.rules import EMPLOYER, PERSON, Act, sides_of
from kevread.ui.access import read_by_right
from kevread.ui.request import Request
from kevread.ui.shown import Shown


def matter_of(request: Request, key: UUID) -> MatterShown:
    """A matter of which the organisation of the address is a line, as it stood that day. Raises Http404."""
    rows = matters_at(request.scale, request.actor, request.on).filter(pk=key)
    found = shown(list(rows), request.actor, request.on, request.now)
    if not found:
        raise Http404("Aucun dossier que vous pouvez lire n’est à cette adresse.")
    return read_by_right(request, found[0])


def as_shown(found: MatterShown) -> Shown:
    """What was written in it, and who applies, as its page shows them: nobody decides without having read what came
    meanwhile."""

    def tells(row: Matter) -> object:
        sides = row.sides.order_by("pk").values_list("pk", "said_at")
        return [list(sides), list(row.candidates.order_by("pk").values_list("pk", "name"))]

    return Shown(found.matter, tells)


def candidate_of(request: Request, key: UUID) -> Candidate:
    found = Candidate.objects.select_related("matter__organisation").filter(pk=key).first()
    if found is None:
        raise Http404
    matter_of(request, found.matter_id)
    return found


def panelist_of(request: Request, key: UUID) -> Panelist:
    found = Panelist.objects.select_related("matter__organisation").filter(pk=key).first()
    if found is None:
        raise Http404
    matter_of(request, found.matter_id)
    return found


def workers_here(request: Request) -> list[Worker]:
    """Whoever works here that day, for those who have a line over them: the employer’s, the pôle’s; and oneself."""
    mine = lines_of_actor(request.actor)
    here = request.scale.pk
    if (EMPLOYER, here) in mine:
        return workers_on(request.on, employers=[here])
    if here in boards_of(request.actor):
        return workers_on(request.on, pole=here)
    return works_here(request)


def works_here(request: Request) -> list[Worker]:
    """The posts that one holds oneself that day, of this employer or at the service of this pôle."""
    if request.actor.person is None:
        return []
    own = workers_on(request.on, person=request.actor.person)
    return [one for one in own if request.scale.pk in one.organisations]


def workers_named(request: Request, person: UUID) -> list[Worker]:
    """The posts that somebody holds here that day, for those who may see who decides what about them. Raises Http404."""
    found = [one for one in workers_here(request) if one.person.pk == person]
    if not found:
        raise Http404("Personne que vous pouvez lire ici ne travaille à cette adresse.")
    return found


def lines_to_open(request: Request, workers: Collection[Worker]) -> dict[str, tuple[str, list[Worker]]]:
    """Each act of which this person may open a matter here: in whose name, and about whom. Who asks it for themselves and holds
    the employer’s delegation opens it for others too, in the name of the employer (`line_about`)."""
    held = entrusted_here(request.scale, request.actor, request.on)
    theirs = workers_on(request.on, employers=[request.scale.pk]) if held else []
    theirs = [one for one in theirs if one.person.pk != request.actor.person]
    found = {}
    for code, act in acts().opened().items():
        line, about = line_to_open(request, act, workers)
        if line in ("", PERSON) and (request.scale.pk, code) in held:
            own, (given, others) = about, employers_line(act, theirs, request.scale.pk)
            line, about = line or given, [*own, *others]
        if line:
            found[code] = line, about
    return found


def line_about(request: Request, line: str, person: UUID) -> str:
    """In whose name this person opens a matter about somebody: what one asks for oneself, the employer opens for others."""
    return EMPLOYER if line == PERSON and person != request.actor.person else line


def employers_line(act: Act, workers: Collection[Worker], here: UUID) -> tuple[str, list[Worker]]:
    """Of what the employer entrusted."""
    about = [one for one in workers if has_side(act, one, EMPLOYER, here)]
    return (EMPLOYER, about) if about or act.about == "post" else ("", [])


def line_to_open(request: Request, act: Act, workers: Collection[Worker]) -> tuple[str, list[Worker]]:
    """In whose name this person may open a matter of this act here, and about whom: of a line over them, or oneself. No line
    when there is none, or when it is for nobody here."""
    mine, here = lines_of_actor(request.actor), request.scale.pk
    for line in act.raised_by:
        if line == PERSON:
            about = [one for one in workers if one.person.pk == request.actor.person and sides_of(act, one.lines)]
        elif (line, here) not in mine:
            continue
        elif act.about == "post":
            return line, []
        else:
            about = [one for one in workers if has_side(act, one, line, here)]
        if about:
            return line, about
    return "", []


def has_side(act: Act, worker: Worker, line: str, place: UUID) -> bool:
    return any((side.line, side.place) == (line, place) for side in sides_of(act, worker.lines))
