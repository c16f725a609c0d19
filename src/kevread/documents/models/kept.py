import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, OuterRef, Q

from kevread.base.french import Words
from kevread.base.models import NamedByDigest, Record, RecordQuerySet
from kevread.base.stamped import Stamped, is_ours
from kevread.common import rooms
from kevread.common.actor import Actor
from kevread.common.asks import Ask
from kevread.common.errors import Gone
from kevread.common.finality import Final
from kevread.directory.models import Organisation, Person, under

LARGEST = 10_000_000  # bytes of a file
ATTEMPTS = 3  # at a signing code
STAYS = (
    "Son fichier n’est plus ici. Son titre, son empreinte et ses signatures restent : qui l’a en main peut encore le faire "
    "vérifier."
)


class Content(NamedByDigest):
    """The bytes of a file. PostgreSQL checks the digest, refuses any change, and any insertion outside an act: but that they go
    once every document that is made of them is erased (`Removal`), and come back where they are given anew."""

    file = models.BinaryField("octets", null=True)  # type: ignore[assignment]

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "octets d’un fichier"

    @property
    def intact(self) -> bytes:
        """The bytes. Raises Gone when they were erased, Denied when they are not those that were kept."""
        if self.file is None:
            gone = self.versions.filter(document__removal__isnull=False).select_related("document__removal").first()
            raise Gone(f"{gone.document.removal.said} {STAYS}" if gone else STAYS)
        return super().intact


def at_home(actor: Actor) -> frozenset[UUID]:
    """The organisations whose documents one keeps by a mandate, a post or a secretariat of their own: who may say there what
    was signed, and what was not. Whoever has that right from elsewhere has it of many, and speaks for none."""
    return frozenset(
        hat.organisation
        for hat in actor.hats
        if hat.organisation is not None and hat.allows("keep_document", hat.organisation)
    )


@dataclass(frozen=True, slots=True)
class ReadWith:
    """The papers of one kind are read by those who read the row that they are of, as long as they do, whatever their audience
    and their readers: `those(actor)`, of the documents of this kind."""

    kind: str
    those: Callable[[Actor], Q]


READ_WITH_ROW: Ask[ReadWith] = Ask(
    "documents.read_with_row", "The papers that a room above has read with a row of its own, and by nobody else."
)


def read_with_rows() -> dict[str, Callable[[Actor], Q]]:
    """By kind."""
    return {one.kind: one.those for one in READ_WITH_ROW}


class DocumentQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Nobody reads a document, but for one of these reasons: it is public; it is the network's, and one holds a seat,
        a post or a delegation; it is an organisation's, and one may read there; one is among its readers; it is said to bear
        a signature on paper of the organisation whose documents one keeps. One that is read with a row, only with that row."""
        if actor.is_system:
            return self.all()
        theirs = Q(audience=Document.Audience.PUBLIC)
        if actor.hats:
            theirs |= Q(audience=Document.Audience.NETWORK)
        reads = [hat.rights["read"] for hat in actor.hats if "read" in hat.rights]
        if any(where is None for where in reads):
            theirs |= Q(audience=Document.Audience.ORGANISATION)
        elif reads:
            there = frozenset[object]().union(*(where for where in reads if where is not None))
            theirs |= Q(audience=Document.Audience.ORGANISATION, organisation__in=there)
        if actor.person is not None:
            theirs |= Q(pk__in=Reader.objects.standing().filter(under(actor)).values("document"))
        if home := at_home(actor):
            theirs |= Q(pk__in=Version.objects.filter(on_paper__organisation__in=home).values("document"))
        for kind, those in read_with_rows().items():
            theirs = (theirs & ~Q(kind=kind)) | (Q(kind=kind) & those(actor))
        return self.filter(theirs)


class Document(Record):
    """Something that an organisation keeps: a title, and who reads it. What it is about points to it, from above."""

    class Audience(models.TextChoices):
        PUBLIC = "public", "Tout le monde"
        NETWORK = "network", "Le réseau (qui a un mandat, un poste ou une délégation)"
        ORGANISATION = "organisation", "L’organisation (qui peut y lire ce qui n’est pas public)"
        PEOPLE = "people", "Seulement les personnes nommées"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="documents"
    )
    kind = models.CharField("nature", max_length=12, choices=rooms.kinds_of_paper)
    title = models.CharField("titre", max_length=250)
    audience = models.CharField("qui le lit", max_length=12, choices=Audience, default=Audience.PEOPLE)
    # How long it is kept (`documents.terms`): of which sort, where its kind does not say it, and the day from which it counts.
    sort = models.CharField("gardé comme", max_length=20, blank=True)
    dated_on = models.DateField("daté du", null=True)

    objects = DocumentQuerySet.as_manager()

    TITLE = "{title}"
    TOLD_FROM = ("title",)
    FINAL = (Final(but={"documents.say_sort": ("sort", "dated_on")}),)

    class Meta:
        verbose_name = "document"
        indexes = [GinIndex(Words("title"), name="document_words")]

    def __str__(self) -> str:
        return self.title

    def require_there(self) -> None:
        """Raises Gone where its file was erased, at its term."""
        if removal := getattr(self, "removal", None):
            raise Gone(f"{removal.said} {STAYS}")


class ReaderQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """But those who read to sign, and in whose place somebody else was put before they did."""
        return self.exclude(asked__steps__kind="replaced")


class Reader(Record):
    """Somebody who reads a document, whatever its audience: named by whoever keeps it, or `asked` to sign it, once for each
    reason."""

    document = models.ForeignKey(Document, verbose_name="document", on_delete=models.PROTECT, related_name="readers")
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="readable")
    asked = models.ForeignKey(
        "SignatureAsked", verbose_name="pour signer", null=True, on_delete=models.PROTECT, related_name="readers"
    )

    objects = ReaderQuerySet.as_manager()

    READ_WITH = "document"
    TITLE = "{person}"
    OVER = True  # read under the record that stands: `visible_to`
    FINAL = (Final(),)
    UNTOLD = {"asked": "à qui c’était demandé se lit sur la demande"}

    class Meta:
        verbose_name = "lecture d’un document"
        constraints = [
            models.UniqueConstraint(fields=["person", "document", "asked"], name="reader_once", nulls_distinct=False)
        ]


class Version(Record):
    """The bytes of a document, frozen: neither changed nor deleted, even in an act."""

    document = models.ForeignKey(Document, verbose_name="document", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("numéro")
    content = models.ForeignKey(
        Content, verbose_name="empreinte", on_delete=models.PROTECT, db_column="sha256", related_name="versions"
    )
    name = models.CharField("nom du fichier", max_length=160)  # under which it is downloaded
    media_type = models.CharField("format", max_length=100)
    size = models.PositiveIntegerField("taille en octets")
    template = models.SlugField("modèle", max_length=40, blank=True)  # empty: a file that was given
    template_version = models.CharField("empreinte du modèle", max_length=64, blank=True)
    data = models.JSONField("données", null=True)
    corrects = models.TextField("ce qu’elle corrige", blank=True)  # what it corrects of the version before
    made_at = models.DateTimeField("faite")

    READ_WITH = "document"
    TITLE = "{document}"
    FINAL = (Final(but={"documents.erase": ("data",)}),)
    TOLD_FROM = ("number", "document__title")
    UNTOLD = {
        "content": "une empreinte, qui ne se lit pas",
        "template_version": "une empreinte, qui ne se lit pas",
        "data": "le document lui-même le dit",
    }

    class Meta:
        verbose_name = "version d’un document"
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_number"),
            models.CheckConstraint(
                condition=Q(template="", data__isnull=True, template_version="")
                | (~Q(template="") & Q(data__isnull=False) & Q(template_version__regex=r"^[0-9a-f]{64}$")),
                name="version_template",
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(corrects=""), name="version_says_what_it_corrects"),
        ]

    @property
    def sha256(self) -> str:
        return str(self.content_id)

    @property
    def data_sha256(self) -> str:
        """Of what it says, whatever its bytes; nothing of a file that was given."""
        if self.data is None:
            return ""
        said = json.dumps(self.data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def weight(self) -> str:
        """« 61 ko », « 1,2 Mo »."""
        if self.size < 999_500:
            return f"{max(1, round(self.size / 1000))} ko"
        return f"{self.size / 1_000_000:.1f} Mo".replace(".", ",")

    @property
    def intact(self) -> bytes:
        """Its bytes, which are read by no other way. Raises Gone where its document was erased, though another is made of the
        same; and as those of `Content`."""
        self.document.require_there()
        return self.content.intact

    def told(self) -> str:
        """As the journal names it."""
        return f"{self.document.title}, version {self.number}"

    def signers(self) -> set[UUID]:
        """Those whose signature this installation made. One query."""
        return {row.person_id for row in self.signatures.all() if is_ours(row)}


class AskedQuerySet(RecordQuerySet):
    def standing(self) -> Self:
        """Those that nobody was put in the place of."""
        return self.exclude(steps__kind="replaced")


class SignatureAsked(Record):
    """Who is to sign a version, in what order, as what. Said when it is kept, and final."""

    version = models.ForeignKey(Version, verbose_name="version", on_delete=models.PROTECT, related_name="asked")
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="to_sign")
    rank = models.PositiveSmallIntegerField("rang")
    quality = models.CharField("qualité", max_length=160)  # « Présidente de séance »
    # For whom, when several organisations sign; empty: for the one that keeps the document.
    organisation = models.ForeignKey(
        Organisation, verbose_name="au nom de", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AskedQuerySet.as_manager()

    READ_WITH = "version__document"
    TITLE = "{person}"
    FINAL = (Final(),)

    class Meta:
        verbose_name = "signature attendue"
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="asked_once")]

    @classmethod
    def in_use(cls, rows: Any) -> Any:
        """Those that are still waited for."""
        signed = Signature.objects.filter(version=OuterRef("version"), person=OuterRef("person"))
        waited = rows.filter(~Exists(signed)).exclude(steps__kind="replaced")
        return waited.exclude(version__circle__steps__kind__in=("refused", "withdrawn"))


class Signature(Record):
    """Somebody signed these bytes. The authority is frozen as it was that day."""

    class Method(models.TextChoices):
        MAIL = "mail", "par un code reçu par courriel"
        TOTP = "totp", "par un code de son second facteur"

    version = models.ForeignKey(Version, verbose_name="version", on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.PROTECT, related_name="signatures")
    person_name = models.CharField("nom signé", max_length=170)
    rank = models.PositiveSmallIntegerField("rang")
    quality = models.CharField("qualité", max_length=160)
    hat = models.CharField("à quel titre", max_length=200, blank=True)  # what they held there that day; empty: nothing
    mandate = models.UUIDField("mandat", null=True)  # of the room above
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="signatures"
    )
    until = models.DateField("titre valable jusqu’au", null=True)  # the last day of what they held
    method = models.CharField("façon de signer", max_length=8, choices=Method)
    sha256 = models.CharField("empreinte", max_length=64)
    data_sha256 = models.CharField("empreinte des données", max_length=64, blank=True)  # empty: a file that was given
    signed_at = models.DateTimeField("signé")
    # By what right, link by link, where what is signed commits somebody; frozen as it was found at that moment.
    chain = models.JSONField("chaîne", null=True)
    stamp = models.BinaryField("cachet", null=True)  # of this installation, when it was signed

    READ_WITH = "version__document"
    TITLE = "{version}"
    OVER = True  # who signed, signed
    FINAL = (Final(),)
    STAMPED = Stamped(
        (
            "version_id", "person_id", "person_name", "rank", "quality", "hat", "mandate", "organisation_id", "until",
            "method", "sha256", "signed_at",
        ),
        about=("version", "sha256"),
        later=("data_sha256", "chain"),
    )  # fmt: skip
    UNTOLD = {
        "mandate": "le titre auquel on signe le dit",
        "sha256": "une empreinte, qui ne se lit pas",
        "data_sha256": "une empreinte, qui ne se lit pas",
        "chain": "le titre auquel on signe la résume, le dossier de preuve la donne",
        "stamp": "un cachet, que vérifient la page du document et la vérification du journal",
    }

    class Meta:
        verbose_name = "signature"
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="signed_once")]


class Seal(Record):
    """What a signature added to its PDF: the bytes that follow those before it, the `rank`th of `places`. The signed file is
    the version, then each of these; `sha256` is that of the whole, once this one is there."""

    version = models.ForeignKey(Version, verbose_name="version", on_delete=models.PROTECT, related_name="seals")
    signature = models.OneToOneField(Signature, verbose_name="signature", on_delete=models.PROTECT, related_name="seal")
    rank = models.PositiveSmallIntegerField("rang")
    places = models.PositiveSmallIntegerField("places")
    added = models.ForeignKey(Content, verbose_name="ajout", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField("empreinte du fichier scellé", max_length=64, unique=True)
    # Why it has no outside time-stamp, where one was asked; empty: it has it, or none was.
    unstamped = models.CharField("sans horodatage extérieur", max_length=200, blank=True)

    READ_WITH = "version__document"
    TITLE = "{version}"
    FINAL = (Final(),)
    UNTOLD = {
        "signature": "l’acte même la dit",
        "added": "des octets, qui ne se lisent pas",
        "sha256": "une empreinte, qui ne se lit pas",
    }

    class Meta:
        verbose_name = "sceau"
        constraints = [
            models.UniqueConstraint(fields=["version", "rank"], name="seal_rank_once"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=models.F("places")), name="seal_has_its_place"),
        ]


class SigningCode(models.Model):
    """A code sent to sign one version: only its digest, for ten minutes and a few attempts. Not guarded: it does nothing
    by itself, and a wrong attempt must count even though nothing is done."""

    version = models.ForeignKey(Version, verbose_name="version", on_delete=models.CASCADE, related_name="codes")
    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.CASCADE, related_name="signing_codes")
    digest = models.CharField("empreinte", max_length=64)
    expires_at = models.DateTimeField("expire")
    attempts = models.PositiveSmallIntegerField("essais", default=0)

    class Meta:
        verbose_name = "code de signature"
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="signing_code_once")]
