"""The files that accountants export, and what they hold. Every amount is in cents; what is debited is positive."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kevread.base.models import Dated, DatedQuerySet, OfDigest, Record, RecordQuerySet, no_overlap
from kevread.common.actor import Actor
from kevread.common.finality import Final, Owner
from kevread.common.periods import day_in_words
from kevread.directory.models import Organisation

KEEPS_LEDGERS = "keep_ledgers"  # the right by which accounts are read and brought in
REASON = 300  # characters
MOST_WEIGHT = 1_000_000  # of a part
WAITS = timedelta(days=30)  # how long what was read waits to be kept


class BookQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The accounts of an organisation are read by those who keep its money, and by nobody from above."""
        where = None if actor.is_system else actor.where(KEEPS_LEDGERS)
        return self.all() if where is None else self.filter(organisation__in=where)

    def kept(self) -> Self:
        """Those that count: one for a year."""
        return self.filter(state=Book.State.KEPT)


class Book(Dated):
    """An accounting file of an organisation, for a year: read and shown, then kept as one act. `replaces`: the file of the same
    year that counted before. Its lines are not in the journal: their digest is (`Line`)."""

    class Kind(models.TextChoices):
        FEC = "fec", "Fichier des écritures"
        BALANCE = "balance", "Balance"

    class State(models.TextChoices):
        READ = "read", "Lu, à garder"
        KEPT = "kept", "Gardé"
        REPLACED = "replaced", "Remplacé"
        UNDONE = "undone", "Annulé"
        DROPPED = "dropped", "Abandonné"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="books"
    )
    kind = models.CharField("nature", max_length=7, choices=Kind)
    name = models.CharField("fichier", max_length=200)
    sha256 = models.CharField("empreinte du fichier", max_length=64)
    digest = models.CharField("empreinte des lignes", max_length=64)
    lines = models.PositiveIntegerField("lignes")
    debit = models.BigIntegerField("total au débit, en centimes")
    credit = models.BigIntegerField("total au crédit, en centimes")
    remarks = models.JSONField("remarques", default=dict)
    state = models.CharField("état", max_length=8, choices=State, default=State.READ)
    replaces = models.ForeignKey(
        "self", verbose_name="remplace", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    read_at = models.DateTimeField("lu")
    kept_at = models.DateTimeField("gardé", null=True)
    undone_on = models.DateField("annulé le", null=True)
    undone_because = models.CharField("motif de l’annulation", max_length=REASON, blank=True)

    objects = BookQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{name}"
    TOLD_FROM = ("name",)
    UNTOLD = {
        "sha256": "une empreinte, qui ne se lit pas",
        "digest": "une empreinte, qui ne se lit pas",
        "remarks": "des nombres, sur la page du fichier",
    }
    FINAL = (
        Final(("organisation_id", "period", "kind", "name", "sha256", "digest", "lines", "debit", "credit", "read_at")),
        Final(("kept_at", "replaces_id"), since="kept_at"),
        Final(("undone_on", "undone_because"), since="undone_on"),
    )

    class Meta:
        verbose_name = "fichier comptable"
        constraints = [
            no_overlap("book_once_a_year", "organisation", condition=Q(state="kept")),
            models.CheckConstraint(condition=Q(debit=F("credit")), name="book_balanced"),
            models.CheckConstraint(
                condition=Q(state__in=("read", "dropped"), kept_at=None)
                | Q(state__in=("kept", "replaced", "undone"), kept_at__isnull=False),
                name="book_kept_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_on__isnull=False) | (~Q(state="undone") & Q(undone_on=None)),
                name="book_undone_whole",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-read_at"], name="book_recent")]

    def __str__(self) -> str:
        return self.name

    @property
    def first(self) -> date:
        day: date = self.period.lower
        return day

    @property
    def last(self) -> date:
        day: date = self.period.upper - timedelta(days=1)
        return day

    @property
    def year(self) -> str:
        """« 2026 », or the days of a year that is not a calendar one."""
        if (self.first.month, self.first.day, self.last.month, self.last.day, self.first.year) == (
            1,
            1,
            12,
            31,
            self.last.year,
        ):
            return str(self.last.year)
        return f"du {day_in_words(self.first)} au {day_in_words(self.last)}"

    @property
    def read_on(self) -> date:
        return timezone.localtime(self.read_at).date()

    @property
    def kept_until(self) -> date:
        """When what was read and not kept is no longer here."""
        return self.read_on + WAITS


class Balance(Record):
    """What one account makes in a file, and what the accountant’s analytics say of it. In the journal: the totals are, and not
    the lines."""

    book = models.ForeignKey(Book, verbose_name="fichier", on_delete=models.PROTECT, related_name="balances")
    account = models.CharField("compte", max_length=20)
    section = models.CharField("section du cabinet", max_length=40, blank=True)
    label = models.CharField("intitulé", max_length=120, blank=True)
    debit = models.BigIntegerField("au débit, en centimes")
    credit = models.BigIntegerField("au crédit, en centimes")
    lines = models.PositiveIntegerField("lignes")

    objects = RecordQuerySet.as_manager()

    READ_WITH = "book"
    TITLE = "{account}"
    TOLD_FROM = ("account",)
    FINAL = (Final(of=Owner("book_id", "ledgers_book"), since="state", values=("kept", "replaced", "undone")),)

    class Meta:
        verbose_name = "solde d’un compte"
        constraints = [models.UniqueConstraint(fields=["book", "account", "section"], name="balance_once")]

    def __str__(self) -> str:
        return self.account

    @property
    def cents(self) -> int:
        return self.debit - self.credit


class Split(Record):
    """What the lines of an account make for each of several parts, each line split to the cent: `weights`, as small as they
    can be, and what each has. It says nothing but what its lines and its weights say, which never change: it is written in
    the act by which a year comes to be read so, and spares reading the lines again (decision 219)."""

    balance = models.ForeignKey(Balance, verbose_name="compte", on_delete=models.PROTECT, related_name="splits")
    weights = models.JSONField("parts")
    cents = models.JSONField("montants, en centimes")

    objects = RecordQuerySet.as_manager()

    READ_WITH = "balance__book"
    TITLE = "{balance}"
    TOLD_FROM = ("balance__account",)
    UNTOLD = {"weights": "des nombres, au tableau croisé", "cents": "des nombres, au tableau croisé"}
    FINAL = (Final(),)

    class Meta:
        verbose_name = "parts d’un solde"
        verbose_name_plural = "parts des soldes"
        constraints = [models.UniqueConstraint(fields=["balance", "weights"], name="split_once")]


class Line(OfDigest):
    """One line of a file, slim: brought in by COPY, read by account. Nothing rewrites it; it goes only with a file that was not
    kept (decision 114)."""

    book = models.ForeignKey(Book, verbose_name="fichier", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField("ligne")
    day = models.DateField("jour")
    account = models.CharField("compte", max_length=20)
    section = models.CharField("section du cabinet", max_length=40, blank=True)
    journal = models.CharField("journal", max_length=20, blank=True)
    entry = models.CharField("écriture", max_length=60, blank=True)
    auxiliary = models.CharField("compte de tiers", max_length=60, blank=True)
    piece = models.CharField("pièce", max_length=120, blank=True)
    label = models.CharField("libellé", max_length=250, blank=True)
    cents = models.BigIntegerField("montant, en centimes")

    COPIED = (
        "book_id",
        "number",
        "day",
        "account",
        "section",
        "journal",
        "entry",
        "auxiliary",
        "piece",
        "label",
        "cents",
    )
    GONE = ("state", "dropped")

    class Meta:
        verbose_name = "ligne d’un fichier comptable"
        indexes = [models.Index(fields=["book", "account"], name="line_by_account")]

    @property
    def credited(self) -> int:
        return max(0, -self.cents)


class OwnQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """As the accounts that they are about."""
        where = None if actor.is_system else actor.where(KEEPS_LEDGERS)
        return self.all() if where is None else self.filter(organisation__in=where)


class KeyQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        where = None if actor.is_system else actor.where(KEEPS_LEDGERS)
        return self.all() if where is None else self.filter(organisation__in=where)


class Code(Dated):
    """A code that an organisation adds to an axis, beside those that all share: it begins by its prefix. Closed, it stays."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="analytic_codes"
    )
    axis = models.CharField("axe", max_length=1)
    code = models.CharField("code", max_length=40)
    label = models.CharField("intitulé", max_length=120)

    objects = OwnQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{code}"
    FINAL = (Final(("organisation_id", "axis", "code")),)

    class Meta:
        verbose_name = "code analytique"
        constraints = [no_overlap("analytic_code_once", "organisation", "axis", "code")]


class Passage(Dated):
    """What accounts are, from a day on: those whose number begins so, in a section of the accountant, or in any. `codes`: one
    for each axis but that of actions; `parts`: the actions, each with its part."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="passages"
    )
    account = models.CharField("les comptes qui commencent par", max_length=20)
    section = models.CharField("section du cabinet", max_length=40, blank=True)
    codes = models.JSONField("codes", default=dict)
    parts = models.JSONField("actions", default=list)

    objects = OwnQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{account}"
    FINAL = (Final(("organisation_id", "account", "section")),)

    class Meta:
        verbose_name = "passage d’un compte"
        verbose_name_plural = "passages des comptes"
        constraints = [no_overlap("account_passage_once", "organisation", "account", "section")]


class Key(Record):
    """How what a support costs in a year is shared out between the codes that it serves. Frozen, it changes no more."""

    class Basis(models.TextChoices):
        FIXED = "fixed", "Parts fixes"
        STAFF = "staff", "Équivalents temps plein"
        HOURS = "hours", "Heures"
        AREA = "area", "Surface"
        BUDGET = "budget", "Budget"
        EPCI = "epci", "Nombre d’EPCI"
        MEMBERS = "members", "Nombre d’adhérents"

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="allocation_keys"
    )
    year = models.PositiveSmallIntegerField("exercice clos en")
    source = models.CharField("ce qui se répartit", max_length=40)
    basis = models.CharField("selon", max_length=7, choices=Basis, default=Basis.FIXED)
    parts = models.JSONField("parts")
    frozen_on = models.DateField("figée le", null=True)

    objects = KeyQuerySet.as_manager()

    TITLE = "{source}, {year}"
    FINAL = (Final(("organisation_id", "year", "source")), Final(since="frozen_on"))

    class Meta:
        verbose_name = "clé de répartition"
        verbose_name_plural = "clés de répartition"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "source"], name="allocation_key_once"),
            models.CheckConstraint(condition=~Q(source=""), name="allocation_key_of_something"),
        ]
