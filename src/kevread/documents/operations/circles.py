"""To put versions to the signature of several people, and what happens until the last one signs: each is told by a letter,
which leads to a page that opens for its addressee only, once signed in. Whoever asked holds nothing that signs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.words import seen
from kevread.directory.models import Organisation, Person
from kevread.documents import permissions
from kevread.documents.asks import ENDS, acts_on, entitled, ways_to_ask
from kevread.documents.models import Circle, Document, SignatureAsked, Step, Version, read_with_rows
from kevread.documents.operations.keeping import again, let_read, require_unerased
from kevread.documents.queries import latest
from kevread.documents.queries.circles import LETTERS, around, ended_unsigned, named, unfollowed
from kevread.documents.rendering import MEDIA_TYPE
from kevread.documents.sealing import UnsealableError, require_sealable
from kevread.journal.operations import act
from kevread.mail.message import link_to
from kevread.mail.models import Dispatch
from kevread.mail.operations import queue_letter

MOST, SHORTEST, LONGEST = 20, 10, 1000
CONSENT = (
    "J’ai lu ce document en entier. Je le signe au nom de l’organisation que j’engage, avec le mandat ou la délégation que "
    "j’ai ce jour. Je sais que c’est une signature électronique simple, et qu’elle est inscrite au journal."
)
UNKNOWN_ACT = "Choisissez un acte que la fédération connaît ce jour, ou « aucun de ceux-là »."
NO_RIGHT = (
    "Personne dont c’est le tour ne peut plus signer ceci : ni mandat ni délégation ne le permet. Faites remplacer."
)
ENDED = (
    "Cette demande est finie : elle a été signée, refusée ou retirée, ou une version plus récente remplace celle-ci."
)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who is to sign, for whom, in what turn: those of one rank sign at once."""

    person: Person
    organisation: Organisation
    rank: int = 1


def open_circles(
    *,
    actor: Actor,
    organisation: Organisation,
    documents: Sequence[Document],
    signers: Sequence[Signer],
    act_code: str,
    now: datetime,
    amount: int | None = None,
) -> list[Circle]:
    """Put the last version of each of these documents to the same signatures: all of them, or none. Those of the first rank
    are written to, once for them all. `act_code`: of which act of the federation it is; empty, none of those that it names.

    Raises Denied; Invalid on `documents`, `signers` or `act`; Refused where one of them may not sign this, that day.
    """
    permissions.may_keep(actor, organisation).or_raise()
    if any(one.kind != "file" for one in documents):
        raise Invalid(
            "documents",
            "Seul un fichier déposé se met à la signature ici : un papier de Kevread se signe là d’où il vient.",
        )
    known = acts_on(day_of(now)).get(act_code)
    if known is None or not known.signed:
        raise Invalid("act", UNKNOWN_ACT)
    near = set(around(organisation, day_of(now)).values_list("pk", flat=True))
    if any(one.organisation.pk not in near for one in signers):
        raise Invalid("signers", f"Ne signent ici que {organisation.name}, ce dont elle est membre et ses membres.")
    arguments = {"documents": [str(one.pk) for one in documents]}
    with act("documents.open_circles", actor=actor, about=organisation, now=now, arguments=arguments):
        return put_to_signature(actor, organisation, [(one, signers) for one in documents], act_code, now, amount)


def put_to_signature(
    actor: Actor,
    organisation: Organisation,
    asked: Sequence[tuple[Document, Sequence[Signer]]],
    act_code: str,
    now: datetime,
    amount: int | None = None,
) -> list[Circle]:
    """As `open_circles`, each document with those who sign it, inside the act of a verb of a room above, which has asked who
    may."""
    if actor.person is None:
        raise Refused("Une demande de signatures est faite par quelqu’un.")
    if not asked or len(asked) > MOST:
        raise Invalid("documents", f"Choisissez de un à {MOST} documents.")
    if any(not those or len({one.person.pk for one in those}) < len(those) for _, those in asked):
        raise Invalid("signers", "Choisissez qui signe, chaque personne une seule fois.")
    if amount is not None and amount < 0:
        raise Invalid("amount", "Un montant est d’au moins zéro.")
    known = acts_on(day_of(now)).get(act_code)
    if known is None:
        raise Invalid("act", UNKNOWN_ACT)
    asked_by = Person.objects.get(pk=actor.person)
    what = Circle(asked_by=asked_by, amount=amount, act=act_code, act_said=known.label, consent=CONSENT, opened_at=now)
    qualities = entitled_ones(actor, [one for _, those in asked for one in those], what, now)
    signers = {document.pk: those for document, those in asked}
    found = [
        opened(actor, organisation, one, signers[one.pk], qualities, what)
        for one in Document.objects.filter(pk__in=signers).lock_all()
    ]
    write_to_next(found, asked_by, now)
    return found


def entitled_ones(actor: Actor, signers: Sequence[Signer], what: Circle, now: datetime) -> Mapping[tuple, str]:
    """As what each may sign what this circle says, today. Raises Refused, naming who may not; oneself is led to ask for it."""
    day, act_code = day_of(now), what.judged_for
    found = entitled([one.organisation for one in signers], what.amount, day, act_code)
    qualities = {(one.organisation.pk, one.person.pk): one.quality for one in found}
    for one in signers:
        if (one.organisation.pk, one.person.pk) not in qualities:
            is_oneself = one.person.pk == actor.person
            raise Refused(
                f"{one.person} ne peut pas signer ceci pour {one.organisation.name} ({what.what_it_is}) : aucun mandat ni "
                "aucune délégation ne le permet ce jour. Rien n’est demandé.",
                ways=ways_to_ask(one.organisation, what.amount, day, act_code) if is_oneself else (),
            )
    return qualities


def opened(
    actor: Actor,
    organisation: Organisation,
    document: Document,
    signers: Sequence[Signer],
    qualities: Mapping[tuple, str],
    what: Circle,
) -> Circle:
    """A circle of this document, that says what `what` says."""
    version = latest(document)
    # Whoever made what is read with a row reads that row.
    is_read = document.kind in read_with_rows() or permissions.may_read(actor, document)
    if version is None or document.organisation_id != organisation.pk or not is_read:
        raise Invalid("documents", f"« {document.title} » n’est pas un document d’ici que vous pouvez lire.")
    require_unerased(document)
    if version.asked.exists():
        if not ended_unsigned([version.pk]):
            raise Invalid("documents", f"« {document.title} » attend déjà des signatures, ou les a.")
        version = again(version, what.opened_at)
    if version.media_type != MEDIA_TYPE:
        raise Invalid(
            "documents", f"« {document.title} » n’est pas un PDF : enregistrez-le en PDF, puis conservez celui-là."
        )
    try:
        require_sealable(Version.objects.select_related("content").get(pk=version.pk).intact)
    except UnsealableError as wrong:
        raise Invalid("documents", f"« {document.title} » : {wrong}") from wrong
    said = {name: getattr(what, name) for name in ("asked_by", "amount", "act", "act_said", "consent", "opened_at")}
    circle: Circle = Circle.objects.create(version=version, **said)
    asked = SignatureAsked.objects.bulk_create(
        SignatureAsked(
            version=version,
            person=one.person,
            rank=one.rank,
            quality=qualities[one.organisation.pk, one.person.pk],
            organisation=one.organisation,
        )
        for one in signers
    )
    let_read(document, (), asked)
    return circle


def write_to_next(circles: Sequence[Circle], by: Person, now: datetime) -> None:
    """Those whose turn it is and who were not written to yet: one letter each, whatever the number of documents."""
    turns: dict[Person, list[SignatureAsked]] = {}
    for circle in circles:
        for asked in whose_turn(circle):
            if not circle.steps.filter(asked=asked, kind=Step.Kind.SENT).exists():
                turns.setdefault(asked.person, []).append(asked)
    for person, waiting in turns.items():
        dispatch = letter(person, waiting, by, now)
        for asked in waiting:
            tell(Circle.objects.get(version=asked.version_id), Step.Kind.SENT, by, now, asked=asked, dispatch=dispatch)


def whose_turn(circle: Circle) -> list[SignatureAsked]:
    """Those of the lowest rank that has not signed whole, in the order in which they were asked."""
    signed = circle.version.signers()
    rows = circle.version.asked.standing().select_related(
        "person", "version__document__organisation", "version__circle"
    )
    waiting = [one for one in rows.order_by("rank", "pk") if one.person_id not in signed]
    return [one for one in waiting if one.rank == waiting[0].rank]


def letter(person: Person, waiting: Sequence[SignatureAsked], by: Person, now: datetime) -> Dispatch | None:
    """None when there is no address to write to, or one that asked for no more letters: « Aujourd’hui » tells it all the
    same."""
    if not person.email:
        return None
    documents = [one.version.document for one in waiting]
    where = documents[0].organisation
    return queue_letter(
        about=where,
        to=person,
        subject=f"À signer : {named(documents[0])}" if len(documents) == 1 else f"{len(documents)} documents à signer",
        text=render_to_string("documents/letters/to_sign.txt", {"waiting": waiting, "by": by, "where": where}).strip(),
        now=now,
        buttons=[
            (
                "Lire et signer" if len(documents) == 1 else f"Lire et signer « {one.title} »",
                link_to("documents:to_sign", scale=one.organisation.slug, key=one.pk),
            )
            for one in documents
        ],
        reply_to=by.email or "",
    )


def tell(
    circle: Circle,
    kind: Step.Kind,
    by: Person,
    now: datetime,
    *,
    asked: SignatureAsked | None = None,
    reason: str = "",
    dispatch: Dispatch | None = None,
) -> Step:
    return Step.objects.create(
        circle=circle, kind=kind, person=by, at=now, asked=asked, reason=reason, dispatch=dispatch
    )


def follow_circle(circle: Circle, now: datetime) -> None:
    """With a signature, the turn passes: those who come next are written to, in its act. With the last, whoever asked is."""
    if whose_turn(circle):
        write_to_next([circle], circle.asked_by, now)
    else:
        write_back(circle, "Tout le monde a signé", "signed.txt", {"circle": circle}, now)


def refuse_to_sign(*, actor: Actor, version: Version, reason: str, now: datetime) -> Step:
    """Say no, and why: nobody signs it any more, and whoever asked reads the reason, as does whoever kept the document.

    By whoever may sign it at that moment: whoever no longer commits the organisation does not stop it either. Raises Denied;
    Invalid on `reason`.
    """
    circle, by = circle_of(actor, version)
    said = reason_of(reason)
    with act(
        "documents.refuse_to_sign",
        actor=actor,
        about=place_of(circle),
        now=now,
        arguments={"circle": circle.pk},
        reason=said,
    ):
        Document.objects.lock(circle.version.document_id)
        permissions.may_sign(actor, circle.version, day_of(now)).or_raise()
        asked = circle.version.asked.get(person=by)
        step = tell(circle, Step.Kind.REFUSED, by, now, asked=asked, reason=said)
        within = circle.version.document.kind in read_with_rows()  # its letters name nobody: others read their subjects
        subject, letter = (
            ("Signature refusée", "refused_within.txt") if within else (f"{by} refuse de signer", "refused.txt")
        )
        write_back(circle, subject, letter, {"circle": circle, "step": step}, now)
        for ends in ENDS:
            ends(step)
        return step


def withdraw_circle(*, actor: Actor, circle: Circle, reason: str, now: datetime) -> Step:
    """Nobody signs it any more. What was signed stays. Raises Denied; Invalid on `reason`; Refused when it is over."""
    permissions.may_follow(actor, circle).or_raise()
    found, by = circle_of(actor, circle.version)
    said = reason_of(reason)
    with act(
        "documents.withdraw_circle",
        actor=actor,
        about=place_of(found),
        now=now,
        arguments={"circle": found.pk},
        reason=said,
    ):
        still_open(found)
        return withdrawn(found, by, said, now)


def leave_unsigned(*, actor: Actor, circle: Circle, now: datetime) -> Step:
    """Nothing more is asked after a refusal: it waits for nobody any more. Raises Denied; Refused where nobody refused, where
    that was said already, or where a newer version is there."""
    permissions.may_follow(actor, circle).or_raise()
    found, by = circle_of(actor, circle.version)
    with act("documents.leave_unsigned", actor=actor, about=place_of(found), now=now, arguments={"circle": found.pk}):
        Document.objects.lock(found.version.document_id)
        refused = unfollowed(day_of(now)).filter(circle=found).first()
        if refused is None:
            raise Refused("Aucun refus n’attend de suite ici : il en a une, ou une version plus récente est là.")
        return tell(found, Step.Kind.LEFT, by, now, asked=refused.asked)


def withdraw_with(document: UUID, actor: Actor, reason: str, now: datetime) -> Step | None:
    """What this document was to commit is over: if it waits for signatures, it waits no more. Inside the act
    that ends it, before that locks its own row: a signature locks the document first. What was signed stays."""
    version = Version.objects.filter(document=document, circle__isnull=False).order_by("-number").first()
    if version is None:
        return None
    found, by = circle_of(actor, version)
    Document.objects.lock(document)
    return None if is_over(found) else withdrawn(found, by, reason, now)


def withdrawn(circle: Circle, by: Person, reason: str, now: datetime) -> Step:
    step = tell(circle, Step.Kind.WITHDRAWN, by, now, reason=reason)
    for ends in ENDS:
        ends(step)
    return step


def remind(*, actor: Actor, circle: Circle, now: datetime) -> list[Step]:
    """Write again to those whose turn it is and who may sign it that day: once a day at most. Raises Denied; Refused when it is
    over or too soon, or when none of them may sign it any more."""
    permissions.may_follow(actor, circle).or_raise()
    found, by = circle_of(actor, circle.version)
    about, arguments = place_of(found), {"circle": found.pk}
    with act("documents.remind", actor=actor, about=about, now=now, arguments=arguments):
        still_open(found)
        turn = [one for one in whose_turn(found) if permissions.right_of(found, one, day_of(now)) is not None]
        if not turn:
            raise Refused(NO_RIGHT)
        written = found.steps.filter(asked__in=turn, kind__in=LETTERS)
        if any(day_of(one.at) == day_of(now) for one in written):
            raise Refused("On leur a déjà écrit aujourd’hui : un rappel par jour suffit.")
        return [
            tell(found, Step.Kind.REMINDED, by, now, asked=one, dispatch=letter(one.person, [one], by, now))
            for one in turn
        ]


def day_of(now: datetime) -> date:
    return timezone.localtime(now).date()


def place_of(circle: Circle) -> Organisation:
    where: Organisation = circle.version.document.organisation
    return where


def circle_of(actor: Actor, version: Version) -> tuple[Circle, Person]:
    if actor.person is None:
        raise Refused("Connectez-vous d’abord.")
    rows = Circle.objects.select_related("version__document__organisation", "asked_by")
    circle = rows.filter(version=version).first()
    if circle is None:
        raise Refused("Ce document n’a pas de demande de signatures.")
    return circle, Person.objects.get(pk=actor.person)


def still_open(circle: Circle) -> None:
    """Its document is locked: no signature comes in between. Must run inside an act. Raises Refused."""
    Document.objects.lock(circle.version.document_id)
    if is_over(circle):
        raise Refused(ENDED)


def is_over(circle: Circle) -> bool:
    ended = circle.steps.filter(kind__in=(Step.Kind.REFUSED, Step.Kind.WITHDRAWN)).exists()
    return ended or not whose_turn(circle) or latest(circle.version.document) != circle.version


def reason_of(text: str) -> str:
    said = text.strip()
    if not SHORTEST <= len(seen(said)) <= len(said) <= LONGEST:
        raise Invalid("reason", f"Dites pourquoi, de {SHORTEST} à {LONGEST} caractères.")
    return said


def write_back(circle: Circle, subject: str, template: str, said: dict, now: datetime) -> None:
    """To whoever asked."""
    document = circle.version.document
    if circle.asked_by.email:
        queue_letter(
            about=document.organisation,
            to=circle.asked_by,
            subject=f"{subject} : {named(document)}",
            text=render_to_string(f"documents/letters/{template}", said).strip(),
            now=now,
            buttons=[
                (
                    "Voir où en est chacun·e",
                    link_to("documents:circle", scale=document.organisation.slug, key=document.pk),
                )
            ],
        )
