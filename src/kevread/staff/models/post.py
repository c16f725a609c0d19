"""What work there is: a post, the sheet that describes it from a day on, and who does it, where, for how much of their time.

A post is the employment side of a seat in a team: the seat gives its holder what they may do in the network, the post says
what they are employed for (decision 101).
"""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kevread.base.models import Dated, DatedQuerySet, no_overlap
from kevread.common.actor import Actor
from kevread.common.finality import Final
from kevread.directory.models import Organisation
from kevread.seats.models import Mandate
from kevread.staff.models.contract import RESERVED, Contract

MISTAKE = "mistake"
REGISTER = "staff"  # of posts and contracts: who keeps it, says so


class StandingQuerySet(DatedQuerySet):
    """A row that was a mistake was never in force, whatever its period says."""

    def standing(self) -> Self:
        return self.exclude(end_reason=MISTAKE)


class PostQuerySet(StandingQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those within the network who read their employer, or the one to which they passed."""
        where = None if actor.is_system else actor.where("read")
        return self.all() if where is None else self.filter(Q(employer__in=where) | Q(moved_to__in=where))

    def to_receive(self, employer: Organisation) -> Self:
        """Those that another employer passes to this one, and that it has not opened yet."""
        opened = Post.objects.standing().filter(continues__isnull=False).values("continues")
        return self.standing().filter(moved_to=employer).exclude(pk__in=opened)


class Post(Dated):
    """Work that an organisation employs somebody for. Territorial: at the service of a local, whose board says the priorities;
    otherwise shared by all of them, under the direction alone. One that passes to another employer ends here (`moved_to`), and
    there another `continues` it: what it was stays where it was, and is read from the new one."""

    class EndReason(models.TextChoices):
        CLOSED = "closed", "Supprimé"
        MISTAKE = MISTAKE, "Erreur de saisie annulée"

    employer = models.ForeignKey(Organisation, verbose_name="employeur", on_delete=models.PROTECT, related_name="posts")
    function = models.SlugField("fonction", max_length=40)
    name = models.CharField("intitulé", max_length=120)
    is_territorial = models.BooleanField("au service d’un pôle", default=False)
    end_reason = models.CharField("motif de fin", max_length=8, choices=EndReason, blank=True)
    end_note = models.CharField("précision", max_length=300, blank=True)

    moved_to = models.ForeignKey(
        Organisation, verbose_name="passé à", null=True, on_delete=models.PROTECT, related_name="posts_received"
    )
    continues = models.ForeignKey(
        "self", verbose_name="suite de", null=True, on_delete=models.PROTECT, related_name="continued_by"
    )

    objects = PostQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{name}"
    TOLD_FROM = ("name",)
    FINAL = (Final(("employer_id", "function", "is_territorial", "continues_id")),)

    class Meta:
        verbose_name = "poste"
        constraints = [
            models.CheckConstraint(condition=Q(period__startswith__isnull=False), name="post_has_start"),
            models.CheckConstraint(condition=~Q(moved_to=F("employer")), name="post_moved_elsewhere"),
            models.CheckConstraint(condition=~Q(continues=F("id")), name="post_continues_another"),
            models.UniqueConstraint(fields=["continues"], condition=~Q(end_reason=MISTAKE), name="post_continued_once"),
        ]
        indexes = [models.Index(fields=["employer", "function"], name="post_of_employer")]

    def __str__(self) -> str:
        return self.name


class SheetQuerySet(DatedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        where = None if actor.is_system else actor.where("read")
        return self.all() if where is None else self.filter(post__employer__in=where)


class Sheet(Dated):
    """What a post is about, from a day on: its axis, its missions and which of them comes first, its share of a full time, and
    the post under which it stands (none: it is the root of the line). A change closes it and opens another."""

    post = models.ForeignKey(Post, verbose_name="poste", on_delete=models.PROTECT, related_name="sheets")
    axis = models.SlugField("axe", max_length=40, blank=True)
    main_mission = models.SlugField("mission principale", max_length=40)
    missions = ArrayField(models.SlugField(max_length=40), verbose_name="autres missions", default=list, blank=True)
    share = models.PositiveSmallIntegerField("part d’un temps plein, en pour cent")
    under = models.ForeignKey(
        Post, verbose_name="sous la responsabilité de", null=True, on_delete=models.PROTECT, related_name="over"
    )

    objects = SheetQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{post}"
    FINAL = (Final(("post_id", "axis", "main_mission", "missions", "share", "under_id")),)

    class Meta:
        verbose_name = "fiche de poste"
        constraints = [
            no_overlap("sheet_once", "post"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="sheet_share_of_a_whole"),
            models.CheckConstraint(condition=~Q(under=F("post")), name="sheet_under_another"),
            models.CheckConstraint(condition=Q(period__startswith__isnull=False), name="sheet_has_start"),
        ]


class AssignmentQuerySet(StandingQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those who read their employer, the local where one works, and oneself."""
        where = None if actor.is_system else actor.where("read")
        if where is None:
            return self.all()
        mine = Q(contract__person=actor.person) if actor.person else Q()
        return self.filter(Q(post__employer__in=where) | Q(local__in=where) | mine)


class Assignment(Dated):
    """Somebody fills a post by a contract, for a share of a full time, at the service of one local or of all. Who works for
    several locals has an assignment for each. `mandate`: the seat of the team that they hold by it."""

    class EndReason(models.TextChoices):
        ENDED = "ended", "Fin de l’affectation"
        CHANGED = "changed", "Suivie d’une autre"
        MISTAKE = MISTAKE, "Erreur de saisie annulée"

    post = models.ForeignKey(Post, verbose_name="poste", on_delete=models.PROTECT, related_name="assignments")
    contract = models.ForeignKey(Contract, verbose_name="contrat", on_delete=models.PROTECT, related_name="assignments")
    local = models.ForeignKey(
        Organisation, verbose_name="au service de", null=True, on_delete=models.PROTECT, related_name="assignments"
    )
    share = models.PositiveSmallIntegerField("part d’un temps plein, en pour cent")
    speciality = models.SlugField("spécialité", max_length=40, blank=True)
    mandate = models.ForeignKey(
        Mandate, verbose_name="place dans l’équipe", null=True, on_delete=models.PROTECT, related_name="assignments"
    )
    end_reason = models.CharField("motif de fin", max_length=8, choices=EndReason, blank=True)
    end_note = models.CharField("précision", max_length=300, blank=True)

    objects = AssignmentQuerySet.as_manager()  # type: ignore[misc]

    TITLE = "{contract}, {post}"
    TOLD_FROM = ("contract__person__given_name", "contract__person__family_name", "post__name")
    UNTOLD = {"end_note": RESERVED}
    FINAL = (Final(("post_id", "contract_id", "local_id", "share", "speciality", "mandate_id")),)

    class Meta:
        verbose_name = "affectation"
        constraints = [
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="assignment_share_of_a_whole"),
            models.CheckConstraint(condition=Q(period__startswith__isnull=False), name="assignment_has_start"),
        ]

    def told(self) -> str:
        """As the journal names it."""
        return f"{self.contract.person}, {self.post.name}"
