from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import Q

from kevread.base.models import Dated, Record, no_overlap
from kevread.base.stamped import Stamped
from kevread.common import rooms
from kevread.common.finality import GONE, Final
from kevread.common.periods import day_in_words
from kevread.common.verdicts import VERDICT_WORDS
from kevread.directory.models import Organisation, Person

from .rules import article_in_words, decision_in_words


class Setting(Dated):
    """The value of a setting, in force during a period: « R3.7.representatives_per_member », for all or for one
    organisation, with the decision that adopted it."""

    name = models.CharField("modalité", max_length=80)
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", null=True, on_delete=models.PROTECT, related_name="settings"
    )
    value = models.JSONField("valeur")
    adopted_by = models.CharField("décision", max_length=200)
    adopted_on = models.DateField("décidée le", null=True)  # none: what the law or an undated document says
    # The line of a register of decisions that fixes it; none: the document, the law, or decided before that register was kept.
    decided_in = models.UUIDField("au registre", null=True)

    words: str  # its value as people say it, written by who reads it for a screen

    TITLE = "{name}, {value}"
    TOLD_FROM = ("name",)
    # The last one may be mistyped, or never have been decided; of the others, only the end is written afterwards.
    FINAL = (
        Final(
            ("name", "organisation_id", "value", "adopted_by", "adopted_on", "decided_in"),
            but={"charter.correct_setting": ("value", "adopted_by", "adopted_on"), "charter.annul_setting": (GONE,)},
        ),
    )
    UNTOLD = {"decided_in": "sa décision est nommée ici par ses mots"}
    SUCCEEDS = (("name", "organisation"), "value")

    class Meta:
        verbose_name = "modalité"
        constraints = [
            no_overlap("setting_once", "name", condition=Q(organisation__isnull=True)),
            no_overlap("own_setting_once", "name", "organisation", condition=Q(organisation__isnull=False)),
        ]

    @property
    def decision(self) -> str:
        return decision_in_words(self.adopted_by, self.adopted_on)

    @property
    def is_undated(self) -> bool:
        """What a text gives, that bears no date: the day on which its row begins is that from which Kevread reads it."""
        return self.adopted_on is None and self.decided_in is None


class Keeping(Dated):
    """An organisation keeps a register in Kevread since a day: what is not written there does not exist."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="keepings"
    )
    register = models.CharField("registre", max_length=12, choices=rooms.registers)

    TITLE = "{register}"
    FINAL = (Final(("organisation_id", "register")),)

    class Meta:
        verbose_name = "registre"
        constraints = [no_overlap("keeping_once", "organisation", "register")]


class Attestation(Dated):
    """Somebody attests that a clause is met, or that it is not: what piece shows it, of what date. Always with an end, after
    which it is asked again."""

    clause = models.CharField("point", max_length=20)  # « R0.3/1 »
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="attestations"
    )
    person = models.ForeignKey(
        Person, verbose_name="attesté par", on_delete=models.PROTECT, related_name="attestations"
    )
    is_met = models.BooleanField("établi", default=True)
    piece = models.TextField("pièce")
    piece_on = models.DateField("pièce du")

    TITLE = "{clause}, {piece}"
    FINAL = (Final(("clause", "organisation_id", "person_id", "is_met", "piece", "piece_on")),)

    class Meta:
        verbose_name = "attestation"
        constraints = [
            no_overlap("attestation_once", "clause", "organisation"),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False, period__endswith__isnull=False),
                name="attestation_has_both_days",
            ),
        ]

    @property
    def told_over(self) -> str:
        """Once it is over: that it was, and until when; no more that it is so, nor that nobody ever said it."""
        said = "attesté" if self.is_met else "attesté, comme non tenu,"
        last = self.dates.last
        assert last is not None
        return f"Ce point était {said} jusqu’au {day_in_words(last)} : personne n’en atteste plus depuis."


def last_over(of: Collection[tuple[str, UUID]], on: date) -> dict[tuple[str, UUID], Attestation]:
    """Of these clauses and organisations, the last attestation that was over by a day. One query, when there is any."""
    clauses, organisations = {clause for clause, _ in of}, {organisation for _, organisation in of}
    rows = Attestation.objects.filter(clause__in=clauses, organisation__in=organisations, period__endswith__lte=on)
    return {(row.clause, row.organisation_id): row for row in rows.order_by("period")} if of else {}


class Derogation(Dated):
    """A clause does not bind an organisation until a day: why, and which decision says so. Always with an end; the law
    is never derogated from."""

    clause = models.CharField("point", max_length=20)  # « R3.7/1 »
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="derogations"
    )
    reason = models.TextField("motif")
    adopted_by = models.CharField("décision", max_length=200)
    adopted_on = models.DateField("décidée le")
    # The line of the head's register of decisions that grants it; none: decided before that register was kept.
    decided_in = models.UUIDField("au registre", null=True)

    TITLE = "{clause}, {organisation}"
    TOLD_FROM = ("clause", "organisation__name")
    FINAL = (
        Final(
            ("clause", "organisation_id", "reason", "adopted_by", "adopted_on", "decided_in"),
            but={"charter.end_derogation": (GONE,)},  # before it began
        ),
    )
    UNTOLD = {"decided_in": "sa décision est nommée ici par ses mots"}

    class Meta:
        verbose_name = "dérogation"
        constraints = [
            no_overlap("derogation_once", "clause", "organisation"),
            models.CheckConstraint(
                condition=Q(period__startswith__isnull=False, period__endswith__isnull=False),
                name="derogation_has_both_days",
            ),
        ]

    @property
    def decision(self) -> str:
        return decision_in_words(self.adopted_by, self.adopted_on)

    def told(self) -> str:
        """As the journal names it."""
        return f"{article_in_words(self.clause)}, {self.organisation}"


class LastingBreach(models.Model):
    """Since which day a breach has been one, as it was found last night (`charter.operations.looking_back`). Worked out from
    the tables, it is written anew each night, and nobody's act: the stamp of this installation holds it."""

    STAMPED = Stamped(("clause", "organisation", "since", "looked_on", "looked_at"))

    id = models.BigAutoField("identifiant", primary_key=True)
    clause = models.CharField("point", max_length=20)
    organisation = models.UUIDField("organisation")
    since = models.DateField("depuis le")
    looked_on = models.DateField("regardé du")  # the day that the federation lived
    looked_at = models.DateTimeField("regardé à")  # the real hour
    stamp = models.BinaryField("cachet", default=b"")

    class Meta:
        verbose_name = "écart qui dure"
        constraints = [models.UniqueConstraint(fields=["clause", "organisation"], name="lasting_breach_once")]


class Contest(Record):
    """Somebody who reads a finding says that it is false: what of it, and why; kept with what the finding said then.

    It changes no verdict. Answered by somebody else: not (why), or recognised (what is to be corrected); it is then open
    until a correction has moved the finding, and somebody closes it.
    """

    class About(models.TextChoices):
        FACT = "fact", "Le fait : ce qui est compté n’est pas vrai"
        RULE = "rule", "La règle : elle ne dit pas cela, ou ne s’applique pas ici"
        DATE = "date", "La date : c’était vrai, ou le deviendra, un autre jour"

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Reconnue : le constat est faux"
        REJECTED = "rejected", "Non retenue : le constat tient"

    clause = models.CharField("point", max_length=20)  # « R3.7/1 »
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisation", on_delete=models.PROTECT, related_name="contests"
    )
    on = models.DateField("constat lu au")  # the day on which the finding was read
    verdict = models.CharField("verdict", max_length=16, choices=list(VERDICT_WORDS.items()))
    sentence = models.TextField("constat")
    # `value` and `asked` in words, `facts` as the export gives them, `basis` what a correction must have moved
    evidence = models.JSONField("ce qui était compté")
    about = models.CharField("ce qui est contesté", max_length=4, choices=About)
    reason = models.TextField("motif")
    person = models.ForeignKey(Person, verbose_name="contesté par", on_delete=models.PROTECT, related_name="contests")
    at = models.DateTimeField("contesté")
    outcome = models.CharField("issue", max_length=8, choices=Outcome, blank=True)
    answer = models.TextField("réponse", blank=True)
    answered_by = models.ForeignKey(
        Person, verbose_name="réponse de", null=True, on_delete=models.PROTECT, related_name="answers"
    )
    answered_at = models.DateTimeField("répondu", null=True)
    correction = models.TextField("ce qui a été corrigé", blank=True)
    closed_by = models.ForeignKey(
        Person, verbose_name="close par", null=True, on_delete=models.PROTECT, related_name="closed_contests"
    )
    closed_at = models.DateTimeField("close", null=True)

    NAMES = {"evidence": "une contestation garde ce que le constat disait"}
    TITLE = "{clause}, {organisation}"

    class Meta:
        verbose_name = "contestation"
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "organisation", "person"], condition=Q(outcome=""), name="contest_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answer="", answered_by=None, answered_at=None)
                | Q(~Q(outcome=""), ~Q(answer=""), answered_by__isnull=False, answered_at__isnull=False),
                name="contest_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(correction="", closed_by=None, closed_at=None)
                | Q(~Q(correction=""), outcome="accepted", closed_by__isnull=False, closed_at__isnull=False),
                name="contest_closed_whole",
            ),
        ]

    @property
    def stage(self) -> str:
        """« waits » for an answer, « to_correct » once it is recognised, « corrected », or « rejected »."""
        if self.outcome != self.Outcome.ACCEPTED:
            return self.outcome or "waits"
        return "corrected" if self.closed_at else "to_correct"

    @property
    def is_open(self) -> bool:
        return self.stage in ("waits", "to_correct")


class Source(Record):
    """The founding document that the federation attached, as it was given."""

    name = models.SlugField("nom", max_length=80, unique=True)
    text = models.TextField("texte")
    sha256 = models.CharField("empreinte", max_length=64)
    attached_at = models.DateTimeField("joint")

    TITLE = "{name}"
    TOLD_FROM = ("name",)
    UNTOLD = {"text": "le document se lit sur la page « Texte »", "sha256": "une empreinte, qui ne se lit pas"}

    class Meta:
        verbose_name = "document fondateur"

    def told(self) -> str:
        """As the journal names it."""
        return self.name


class Passage(Record):
    """Where a rule's words stand in a source: characters `start` to `end` of its text. No position: not found."""

    source = models.ForeignKey(
        Source, verbose_name="document fondateur", on_delete=models.PROTECT, related_name="passages"
    )
    rule = models.CharField("article", max_length=20)
    quote = models.TextField("citation")
    start = models.PositiveIntegerField("début", null=True)
    end = models.PositiveIntegerField("fin", null=True)

    TITLE = "{rule}"

    class Meta:
        verbose_name = "passage"
        constraints = [models.UniqueConstraint(fields=["source", "rule"], name="passage_once")]
