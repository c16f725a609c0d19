"""The verbs of common texts: propose one, write another version, say what a body answered, take that back, give the text up."""

from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256

from django.utils import timezone

from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.periods import day_in_words
from kevread.common.words import one_line, seen
from kevread.concord.loader import kinds
from kevread.concord.models import Answer, CommonText, Named, Version
from kevread.concord.permissions import may_answer, may_propose
from kevread.concord.queries import Reading, Standing, bodies_open, citable, standing_of
from kevread.decisions.models import Decision
from kevread.directory.models import Organisation
from kevread.documents.files import File
from kevread.documents.models import Document
from kevread.documents.operations import freeze
from kevread.journal.operations import act
from kevread.seats.models import Body

LONGEST = 100_000  # characters of a text


def today_of(now: datetime) -> date:
    return timezone.localtime(now).date()


def propose_text(
    *,
    actor: Actor,
    organisation: Organisation,
    kind: str,
    title: str,
    bodies: Collection[Body],
    written_on: date,
    now: datetime,
    words: str = "",
    file: File | None = None,
) -> CommonText:
    """Put a text before the bodies that must adopt it: its words, or its file. Raises Denied; Invalid on `kind`, `title`,
    `bodies` that are not two at least, open, boards or assemblies of the network, `written_on` to come, `words` and `file`
    where neither or both are given."""
    may_propose(actor, organisation).or_raise()
    if kind not in kinds():
        raise Invalid("kind", "Choisissez une des natures proposées.")
    title = sentence("title", title, "Donnez un titre à ce texte, en 160 caractères au plus.", 160)
    words = checked(words, file, bodies, written_on, now)
    arguments = {"kind": kind, "title": title, "bodies": [body.slug for body in bodies], "written_on": written_on}
    with act("concord.propose", actor=actor, about=organisation, now=now, arguments=arguments):
        text = CommonText.objects.create(organisation=organisation, kind=kind, title=title)
        write(actor, text, 1, words, file, bodies, written_on, "", now)
        return text


def amend_text(
    *,
    actor: Actor,
    text: CommonText,
    bodies: Collection[Body],
    written_on: date,
    changes: str,
    now: datetime,
    words: str = "",
    file: File | None = None,
) -> Version:
    """Another version: everyone who is named adopts it anew, and the one in force, if any, stays so until then. Raises Denied;
    Invalid as `propose_text`, on `written_on` before the last version, on `changes`, on `words` or `file` when it is the same
    text before the same bodies; Refused when the text was given up."""
    may_propose(actor, text.organisation).or_raise()
    words = checked(words, file, bodies, written_on, now)
    changes = sentence("changes", changes, "Dites ce que cette version change, en 300 caractères au plus.", 300)
    arguments = {"text": text.pk, "bodies": [body.slug for body in bodies], "written_on": written_on}
    with act("concord.amend", actor=actor, about=text.organisation, now=now, arguments=arguments):
        locked = standing_locked(text, now)
        last = locked.last
        if written_on < last.version.written_on:
            raise Invalid(
                "written_on",
                f"La version précédente est du {day_in_words(last.version.written_on)} : celle-ci la suit.",
            )
        same_bodies = {place.named.body_id for place in last.places} == {body.pk for body in bodies}
        if same_bodies and digest_of(words, file) == last.version.digest:
            raise Invalid(
                "file" if file else "words", "C’est le même texte, devant les mêmes instances : elles y ont à répondre."
            )
        return write(actor, locked.text, last.version.number + 1, words, file, bodies, written_on, changes, now)


def answer_text(
    *, actor: Actor, named: Named, decision: Decision, adopts: bool, now: datetime, reason: str = ""
) -> Answer:
    """A body decided, by a line of its register: it adopts the last version, or refuses it and says why. It may decide again
    while the version is not in force.

    Raises Denied; Invalid on `decision` of another body, corrected, an advice, older than the version, that answers another
    text, or not after what this body answered already; on `adopts` by a decision that was rejected; on `reason`; Refused when
    a later version is before the bodies, when the version is in force, or the text given up.
    """
    body, version = named.body, named.version
    may_answer(actor, body).or_raise()
    if adopts and decision.outcome != Decision.Outcome.ADOPTED:
        raise Invalid("adopts", "Cette décision est rejetée au registre : l’instance n’adopte pas le texte par elle.")
    reason = one_line(reason)
    if not adopts and not 5 <= len(seen(reason)) <= len(reason) <= 500:
        raise Invalid("reason", "Dites pourquoi elle refuse, en 500 caractères au plus : les autres le liront.")
    if adopts and reason:
        raise Invalid("reason", "Un motif ne se dit que d’un refus : laissez vide.")
    arguments = {"named": named.pk, "decision": decision.pk, "adopts": adopts}
    with act("concord.answer", actor=actor, about=body.organisation, now=now, arguments=arguments):
        last = standing_locked(version.text, now).last
        if last.version.pk != version.pk:
            raise Refused(f"La version {last.version.number} est devant les instances : c’est elle qui s’adopte.")
        if last.since is not None:
            raise Refused(
                f"Ce texte est en vigueur depuis le {day_in_words(last.since)} : pour en changer, proposez une autre version."
            )
        if not citable(body, version).filter(pk=decision.pk).exists():
            raise Invalid(
                "decision",
                "Choisissez une décision de cette instance, qui suit la version proposée et ne répond à aucun autre texte.",
            )
        require_later(last, named, decision)
        return Answer.objects.create(named=named, decision=decision, adopts=adopts, reason=reason)


def take_back(*, actor: Actor, answer: Answer, reason: str, now: datetime) -> Answer:
    """It was written by mistake: it stays, and counts no more from today on. Raises Denied; Invalid on `reason`; Refused when
    it is taken back already, or when a version that followed is in force."""
    body, version = answer.named.body, answer.named.version
    may_answer(actor, body).or_raise()
    reason = sentence("reason", reason, "Dites quelle erreur vous corrigez.", 300)
    with act(
        "concord.take_back",
        actor=actor,
        about=body.organisation,
        now=now,
        arguments={"answer": answer.pk},
        reason=reason,
    ):
        standing = standing_locked(version.text, now)
        row: Answer = Answer.objects.lock(answer.pk)
        if row.taken_back_on:
            raise Refused("Cette réponse est déjà annulée.")
        if (current := standing.current) and current.version.number > version.number:
            raise Refused(
                f"La version {current.version.number}, qui a suivi, est en vigueur : rien n’est à annuler ici."
            )
        row.taken_back_on, row.because = today_of(now), reason
        row.save(update_fields=["taken_back_on", "because"])
        return row


def drop_text(*, actor: Actor, text: CommonText, reason: str, now: datetime) -> CommonText:
    """The text is given up, or was proposed by mistake, before it ever came into force: nobody undoes alone what everyone
    adopted. Raises Denied; Invalid on `reason`; Refused when it is given up already, or in force."""
    may_propose(actor, text.organisation).or_raise()
    reason = sentence("reason", reason, "Dites pourquoi ce texte est abandonné.", 300)
    arguments = {"text": text.pk}
    with act("concord.drop", actor=actor, about=text.organisation, now=now, arguments=arguments, reason=reason):
        standing = standing_locked(text, now)
        if standing.current is not None:
            raise Refused(
                "Toutes les instances nommées l’ont adopté : une autre version peut le suivre, il ne s’abandonne pas."
            )
        row = standing.text
        row.dropped_on, row.because = today_of(now), reason
        row.save(update_fields=["dropped_on", "because"])
        return row


def standing_locked(text: CommonText, now: datetime) -> Standing:
    """How it stands, its row locked: whoever answers, amends or gives up waits for the others here. Raises Refused when it is
    given up."""
    row: CommonText = CommonText.objects.select_related("organisation").lock(text.pk)
    if row.dropped_on:
        raise Refused(f"Ce texte est abandonné depuis le {day_in_words(row.dropped_on)}.")
    found = standing_of(row, today_of(now))
    assert found is not None
    return found


def require_later(last: Reading, named: Named, decision: Decision) -> None:
    """Raises Invalid when this body answered that day already, or later."""
    before = next((place.answer for place in last.places if place.named.pk == named.pk), None)
    if before is not None and before.decision.decided_on >= decision.decided_on:
        raise Invalid(
            "decision",
            f"Une réponse du {day_in_words(before.decision.decided_on)} est déjà inscrite : choisissez une décision prise "
            "ensuite, ou annulez cette réponse si c’est une erreur.",
        )


def checked(words: str, file: File | None, bodies: Collection[Body], written_on: date, now: datetime) -> str:
    """The words as they are kept. Raises Invalid."""
    words = words.replace("\r\n", "\n").strip()
    if bool(words) == (file is not None):
        raise Invalid("words", "Donnez le texte ici, ou son fichier : l’un ou l’autre.")
    if len(words) > LONGEST:
        raise Invalid("words", "100 000 caractères au plus : au-delà, joignez un fichier.")
    today = today_of(now)
    if written_on > today:
        raise Invalid("written_on", "Ce jour n’est pas encore venu : une version se propose une fois arrêtée.")
    known = {body.pk for body in bodies_open(today)}
    if len({body.pk for body in bodies}) < 2:
        raise Invalid("bodies", "Choisissez deux instances au moins : un texte commun s’adopte à plusieurs.")
    if any(body.pk not in known for body in bodies):
        raise Invalid("bodies", "Choisissez des conseils et des assemblées du réseau, ouverts aujourd’hui.")
    return words


def write(
    actor: Actor,
    text: CommonText,
    number: int,
    words: str,
    file: File | None,
    bodies: Collection[Body],
    written_on: date,
    changes: str,
    now: datetime,
) -> Version:
    """Called in an act."""
    version = Version.objects.create(
        text=text,
        number=number,
        words=words,
        document=kept(actor, text, number, file, now) if file else None,
        digest=digest_of(words, file),
        written_on=written_on,
        changes=changes,
    )
    Named.objects.bulk_create(Named(version=version, body=body) for body in bodies)
    return version


def digest_of(words: str, file: File | None) -> str:
    return sha256(file.content if file else words.encode()).hexdigest()


def kept(actor: Actor, text: CommonText, number: int, file: File, now: datetime) -> Document:
    """The file, kept as it was given; read from the page of the text by whoever reads that."""
    version = freeze(
        actor=actor,
        organisation=text.organisation,
        kind="file",
        source=file,
        title=f"{text.title}, version {number}"[:250],
        audience=Document.Audience.ORGANISATION,
        now=now,
    )
    return version.document


def sentence(field: str, text: str, wanted: str, longest: int) -> str:
    text = one_line(text)
    if not 5 <= len(seen(text)) <= len(text) <= longest:
        raise Invalid(field, wanted)
    return text
