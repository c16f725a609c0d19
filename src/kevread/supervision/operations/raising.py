"""Opening a matter, by the line that the matrix says; and asking a line that came to the post meanwhile."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import of, one_line, seen
from kevread.directory.models import Affiliation, Organisation, Person
from kevread.journal.operations import act
from kevread.staff.models import Contract, Post
from kevread.supervision.models import Matter, Side
from kevread.supervision.permissions import is_heard, may_conduct, may_raise
from kevread.supervision.queries.lines import lines_now, lines_of_post, workers_on
from kevread.supervision.rules import PERSON, POLE, Act, Lines, heard_too, own_side, sides_of

from .checks import known, not_theirs, own_hat, still_open, written


def raise_matter(
    *,
    actor: Actor,
    code: str,
    line: str,
    place: Organisation,
    post: Post,
    person: Person | None = None,
    poles: Collection[Organisation] = (),
    title: str,
    text: str = "",
    now: datetime,
) -> Matter:
    """A line opens a matter about somebody, or about a post that is to be filled; `poles`: where that post will work. The lines
    that the matrix asks are asked. An interview, or a recruitment, is opened once at a time.

    Raises Denied with who may, and the article; Invalid on `code`, `title`, `text`, `person`, `poles`; Refused when no line has
    such an act for this post, or when the same interview is open.
    """
    asked = known(code)
    if asked.form == "leave":
        raise Refused("Un congé se demande par ses jours, et sans motif.")
    today = timezone.localtime(now).date()
    may_raise(actor, code, line, place, person.pk if person else None, today).or_raise()
    if asked.form == "ending":
        raise Refused("La fin d’un contrat se demande par son motif et son dernier jour.")
    if asked.form == "expense":
        raise Refused("Des frais se proposent avec leur montant et leur justificatif.")
    title = one_line(title)
    if not 3 <= len(seen(title)) <= len(title) <= 160:
        raise Invalid("title", "Dites en quelques mots de quoi il s’agit, en 160 caractères au plus.")
    text = written("text", text, "Dites ce qui est demandé, ou ce qui se passe.") if text.strip() else ""
    lines, contract = lines_asked(asked, post, person, poles, today)
    if asked.decider == POLE:
        lines = Lines(lines.post, lines.employer, tuple(one for one in lines.poles if one == place.pk))
    sides = sides_of(asked, lines)
    if line != PERSON and not any((side.line, side.place) == (line, place.pk) for side in sides):
        raise Refused(f"« {asked.label} » ne se pose pas à {place.name} pour ce poste.")
    if not sides:
        raise Refused(f"« {asked.label} » ne se pose pas pour un poste mutualisé : il n’a pas de pôle.")
    arguments = {"act": code, "post": post.pk, "line": line, "place": place.pk}
    hat = own_hat(line, post.employer)
    with act("supervision.raise_matter", actor=actor, about=place, now=now, hat=hat, arguments=arguments):
        require_alone(asked, code, post, person, contract, lines.employer)
        matter = Matter.objects.create(
            act=code,
            organisation_id=lines.employer,
            post=post,
            person=person,
            title=title,
            text=text,
            raised_at=now,
            raised_by_id=actor.person,
            due_at=now + timedelta(hours=asked.hours) if asked.hours else None,
        )
        Side.objects.bulk_create(
            Side(matter=matter, line=side.line, organisation_id=side.place, is_asked=asked.asks(side.line))
            for side in [*sides, *own_side(asked, lines)]
            if side.share.part != "never"
        )
    return matter


def require_alone(
    asked: Act, code: str, post: Post, person: Person | None, contract: Contract | None, employer: UUID
) -> None:
    """One interview of a person with an employer is open at a time, and one recruitment of a post: two who open it wait for
    each other. Raises Refused."""
    if asked.form == "recruitment":
        Post.objects.lock(post.pk)
        alike, whom = Matter.objects.open().filter(act=code, post=post), post.name
    elif contract is not None and asked.is_interview:
        Contract.objects.lock(contract.pk)
        alike = Matter.objects.open().filter(act=code, person=person, organisation=employer)
        whom = str(person)
    else:
        return
    if alike.exists():
        raise Refused(f"« {asked.label} » est déjà ouvert pour {whom} : écrivez-y ce que vous avez à dire.")


def lines_asked(
    asked: Act, post: Post, person: Person | None, poles: Collection[Organisation], today: date
) -> tuple[Lines, Contract | None]:
    """The lines of whoever holds the post, or of a post to be filled; and the contract, when somebody holds it. Raises Invalid
    on `person` or on `poles`."""
    if asked.about == "person":
        found = workers_on(today, person=person.pk, post=post.pk) if person else []
        if not found:
            raise Invalid("person", "Choisissez quelqu’un qui tient ce poste aujourd’hui.")
        return found[0].lines, found[0].contract
    if person is not None:
        raise Invalid("person", "Ce dossier porte sur un poste, et ne nomme encore personne.")
    if post.is_territorial and not poles:
        raise Invalid("poles", "Dites auprès de quel pôle ce poste travaillera : son conseil donne un avis.")
    members = Affiliation.objects.on(today).filter(of=post.employer_id, member__in=[one.pk for one in poles])
    known_members = set(members.values_list("member", flat=True))
    for pole in poles:
        if pole.pk not in known_members:
            raise Invalid("poles", f"{pole.name} n’est pas membre {of(post.employer.name)} aujourd’hui.")
    return lines_of_post(post, poles), None


def ask_line(*, actor: Actor, matter: Matter, place: Organisation, now: datetime) -> Side:
    """A pôle came to this post since the matter was opened: it is asked too, where the matrix gives it a share. By the
    employer’s line. Raises Denied; Refused when it was asked already, has no share, or is not of this post."""
    today = timezone.localtime(now).date()
    may_conduct(actor, matter, today).or_raise()
    is_heard(actor, matter).or_raise()
    with act("supervision.ask_line", actor=actor, about=matter.organisation, now=now, arguments={"matter": matter.pk}):
        row = still_open(matter)
        spec = known(row.act)
        if place.pk not in heard_too(spec, lines_now(row, today)):
            raise not_theirs(place, row)
        if row.sides.filter(line=POLE, organisation=place).exists():
            raise Refused(f"{place.name} a déjà sa part de ce dossier.")
        return Side.objects.create(matter=row, line=POLE, organisation=place, is_asked=spec.asks(POLE))
