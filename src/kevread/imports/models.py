from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kevread.base.models import NamedByDigest, Record, RecordQuerySet
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.directory.models import Organisation

KEPT = timedelta(days=30)  # how long a file waits for somebody to import it, or to give it up


class Deposited(NamedByDigest):
    """The bytes of a file that waits to be imported: gone once it is, or once it is given up. They are full of people."""

    class Meta:
        verbose_name = "octets d’un fichier déposé"


class ImportQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those who import, where they do."""
        if actor.is_system:
            return self.all()
        where = actor.where("import_file")
        return self.all() if where is None else self.filter(organisation__in=where)


class Import(Record):
    """A file that comes in: what it is, what its columns mean, and the acts by which it was written. Done once, whole; undone
    once, whole. The same file that comes again is another import, where it has something more to write."""

    class State(models.TextChoices):
        DEPOSITED = "deposited", "Déposé"
        COMMITTED = "committed", "Importé"
        UNDONE = "undone", "Annulé"
        ABANDONED = "abandoned", "Abandonné"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="imports"
    )
    name = models.CharField("fichier", max_length=200)
    sha256 = models.CharField("empreinte", max_length=64)
    read_as = models.CharField("empreinte de ce qui a été lu", max_length=64, blank=True)
    matching = models.JSONField("correspondance", default=dict)
    aside = models.JSONField("lignes mises de côté", default=dict)
    decided = models.JSONField("ce qui a été dit des doublons possibles", default=list)
    state = models.CharField("état", max_length=10, choices=State, default=State.DEPOSITED)
    counts = models.JSONField("ce qui a été écrit", default=dict)
    acts = ArrayField(models.UUIDField(), verbose_name="actes", default=list, blank=True)
    deposited_at = models.DateTimeField("déposé")
    committed_at = models.DateTimeField("importé", null=True)
    undone_at = models.DateTimeField("annulé", null=True)

    objects = ImportQuerySet.as_manager()

    TITLE = "{name}"
    TOLD_FROM = ("name",)
    UNTOLD = {
        "matching": "ce que veut dire chaque colonne, sur la page de l’import",
        "aside": "des numéros de lignes, sur la page de l’import",
        "decided": "des numéros de lignes, sur la page de l’import",
        "counts": "des nombres, sur la page de l’import",
        "acts": "les actes se lisent au journal, un par un",
        "sha256": "une empreinte, qui ne se lit pas",
        "read_as": "ce qui reconnaît un fichier déjà importé",
    }
    FINAL = (
        Final(("organisation_id", "name", "sha256", "deposited_at")),
        Final(
            ("read_as", "matching", "aside", "decided", "acts", "counts", "committed_at"),
            since="state",
            values=("committed", "undone"),
        ),
    )

    class Meta:
        verbose_name = "import"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("deposited", "abandoned"), committed_at=None)
                | Q(state__in=("committed", "undone"), committed_at__isnull=False),
                name="import_committed_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False) | (~Q(state="undone") & Q(undone_at=None)),
                name="import_undone_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-deposited_at"], name="import_recent"),
            models.Index(fields=["organisation", "read_as"], name="import_read_as"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def left_out(self) -> int:
        """How many of the rows that were read it did not write."""
        counts = self.counts
        return int(counts.get("rows", 0)) - sum(int(counts.get(one, 0)) for one in ("new", "changed", "unchanged"))

    @property
    def kept_until(self) -> datetime:
        """When a file that still waits is no longer kept."""
        return self.deposited_at + KEPT


class MergeQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those who merge, where they do."""
        if actor.is_system:
            return self.all()
        where = actor.where("merge_records")
        return self.all() if where is None else self.filter(organisation__in=where)


class Merge(Record):
    """What somebody said of two records that may be one: they are, and `kept` stands; or they are two. A merge is undone
    once."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", "Organisation"
        PERSON = "person", "Personne"

    class State(models.TextChoices):
        MERGED = "merged", "Fondues"
        UNDONE = "undone", "Séparées de nouveau"
        APART = "apart", "Distinctes"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="merges"
    )
    kind = models.CharField("nature", max_length=12, choices=Kind)
    kept = models.UUIDField("fiche gardée")
    gone = models.UUIDField("fiche fondue")
    state = models.CharField("état", max_length=8, choices=State)
    act = models.UUIDField("acte", null=True)
    said_at = models.DateTimeField("dit")
    undone_at = models.DateTimeField("séparées", null=True)

    objects = MergeQuerySet.as_manager()

    TITLE = "{kind}"
    TOLD_FROM = ("kind",)
    UNTOLD = {
        "kept": "les deux fiches se lisent au journal, chacune à sa ligne",
        "gone": "les deux fiches se lisent au journal, chacune à sa ligne",
        "act": "l’acte se lit au journal",
    }
    FINAL = (Final(("organisation_id", "kind", "kept", "gone", "act", "said_at")),)

    class Meta:
        verbose_name = "fiches comparées"
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False) | (~Q(state="undone") & Q(undone_at=None)),
                name="merge_undone_whole",
            ),
            models.UniqueConstraint(fields=["kind", "gone"], condition=Q(state="merged"), name="merged_once"),
            models.UniqueConstraint(fields=["kind", "kept", "gone"], condition=Q(state="apart"), name="apart_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_state_display().lower()}"
