"""Who speaks for a line, and what the matrix lets it do. What it refuses to a line names who can, and the article."""

from uuid import UUID

from kevread.common.actor import Actor, Grounds
from kevread.common.errors import Way
from kevread.common.words import of
from kevread.directory.models import Organisation
from kevread.seats.permissions import SYSTEM_GROUNDS, grounds
from kevread.staff.models import EMPLOYS

from .loader import acts
from .models import BOARD, Matter
from .rules import EMPLOYER, PERSON, Act


def may_speak(actor: Actor, line: str, place: Organisation) -> Grounds:
    """For the employer, its own line; for a pôle, whoever sits on its board that day, and nobody of another organisation."""
    if line == EMPLOYER:
        return grounds(actor, EMPLOYS, place)
    if actor.is_system:
        return SYSTEM_GROUNDS
    hat = next((one for one in actor.hats if one.mandate and one.role in BOARD and one.organisation == place.pk), None)
    if hat:
        return Grounds(True, f"Vous parlez pour le conseil {of(place.name)} : {hat.label}.")
    return Grounds(False, f"Seules les personnes qui siègent au conseil {of(place.name)} parlent pour ce pôle.")


def may_raise(actor: Actor, code: str, line: str, place: Organisation, about: UUID | None) -> Grounds:
    """Open a matter: the line, or the person, that the matrix says. Whoever may not is told who decides."""
    act = acts().acts[code]
    said = may_speak(actor, line, place) if line != PERSON else is_oneself(actor, about)
    if said and line in act.raised_by:
        return said
    if not said:
        return said
    return refused(act, line, place)


def refused(act: Act, line: str, place: Organisation) -> Grounds:
    """What the matrix says to a line that has no such share."""
    share = act.share(line)
    never = share is not None and share.part == "never"
    who = "la direction du groupement, au titre de l’employeur" if act.decider == EMPLOYER else "le conseil du pôle"
    cited = (
        f" ({'article' if len(act.articles) == 1 else 'articles'} {', '.join(act.articles)})" if act.articles else ""
    )
    begins = (
        f"« {act.label} » ne revient jamais à cette ligne" if never else f"« {act.label} » ne s’ouvre pas de ce côté"
    )
    return Grounds(
        False,
        f"{begins} : en décide {who}{cited}.",
        (Way("Qui décide quoi", "supervision:matrix", {"scale": place.slug}),),
    )


def is_oneself(actor: Actor, person: UUID | None) -> Grounds:
    if actor.is_system:
        return SYSTEM_GROUNDS
    if person is not None and actor.person == person:
        return Grounds(True, "Cela vous concerne.")
    return Grounds(False, "Seule la personne concernée peut l’ouvrir à ce titre.")


def may_close(actor: Actor, matter: Matter, place: Organisation) -> Grounds:
    """Decide: the line that decides, at its place, and never about oneself."""
    act = acts().acts.get(matter.act)
    if act is None:
        return Grounds(False, "La répartition ne connaît plus cet acte : il ne se décide pas ici.")
    if matter.person_id is not None and actor.person == matter.person_id:
        return Grounds(False, "Ce dossier vous concerne : une autre personne en décide.")
    said = may_speak(actor, act.decider, place)
    if said:
        return said
    other = "pole" if act.decider == EMPLOYER else EMPLOYER
    return refused(act, other, place) if speaks_elsewhere(actor, matter, other) else said


def speaks_elsewhere(actor: Actor, matter: Matter, line: str) -> bool:
    """Whether this person speaks for the line that does not decide."""
    places = [side.organisation for side in matter.sides.select_related("organisation") if side.line == line]
    return any(may_speak(actor, line, place) for place in places)


def is_heard(actor: Actor, matter: Matter) -> Grounds:
    """Nobody speaks for a line about themselves."""
    if matter.person_id is not None and actor.person == matter.person_id:
        return Grounds(False, "Ce dossier vous concerne : une autre personne de cette ligne en écrit.")
    return Grounds(True, "Ce dossier ne vous concerne pas.")


def may_drop(actor: Actor, matter: Matter) -> Organisation:
    """Where one says that it is not pursued: the line that decides, or whoever opened it, while they may read it. Raises
    Denied."""
    is_mine = actor.person is not None and actor.person == matter.raised_by_id
    if actor.is_system or (is_mine and Matter.objects.visible_to(actor).filter(pk=matter.pk).exists()):
        return matter.organisation
    return decider_of(actor, matter)


def may_annul(actor: Actor, matter: Matter) -> Organisation:
    """Where one says that it was a mistake: the line that decides. Raises Denied."""
    return matter.organisation if actor.is_system else decider_of(actor, matter)


def decider_of(actor: Actor, matter: Matter) -> Organisation:
    """The place of the line that decides where this person speaks for it. Raises Denied."""
    act = acts().acts.get(matter.act)
    line = act.decider if act else EMPLOYER
    places = [matter.organisation]
    if line != EMPLOYER:
        places = [side.organisation for side in matter.sides.select_related("organisation") if side.line == line]
    place = next((one for one in places if may_close(actor, matter, one)), None)
    if place is None:
        may_close(actor, matter, places[0] if places else matter.organisation).or_raise()
    assert place is not None
    return place
