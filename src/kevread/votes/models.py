"""A vote: its terms frozen at the opening, who may take part, what was cast, and the sum that decided.

What is cast is written outside of any act, in three tables that no journal follows (`RollMark`, `Ballot`, `OpenVote`): an
act per ballot would put a name and a time beside it. A name that is called is the exception: somebody else writes it. They
have their own triggers, in `migrations/0002_guard.py`: nothing is cast before the opening nor after the
closing, nothing is changed, nothing is taken out; a box and its roll are rewritten in another order, once.

What is cast is stamped by a key that is not in the database: whoever has the database alone adds nothing that is counted.
"""

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.db import models
from django.db.models import Q

from kevread.base.models import Record, RecordQuerySet
from kevread.base.stamped import Stamped, is_ours
from kevread.common.actor import Actor
from kevread.common.finality import Final, Owner
from kevread.directory.models import Person
from kevread.meetings.models.meeting import AgendaItem, Meeting, RollEntry
from kevread.seats.models import Seat
from kevread.tally.rules.polls import UNKNOWN, Counted, PollTerms, read_terms
from kevread.tally.rules.recount import told

# What the opening of a vote freezes; the states in which it is so, and those that nothing follows.
TERMS = (
    "item_id", "number", "question", "text", "kind", "method", "seat_id", "places", "by_lists", "parity", "oldest_wins",
    "terms", "sha256", "terms_stamp", "opened_at", "public_key", "threshold",
)  # fmt: skip
OPENED, ENDED = ("open", "closed", "counted", "void"), ("counted", "void")


class PollQuerySet(RecordQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """To those who see the meeting."""
        return self.filter(item__meeting__in=Meeting.objects.visible_to(actor).values("pk"))


class Poll(Record):
    """A question put to those who are there. Once open its terms never change; once counted, nothing of it does."""

    class Kind(models.TextChoices):
        RESOLUTION = "resolution", "Résolution"
        ELECTION = "election", "Élection"
        CONSENT = "consent", "Consentement"

    class Method(models.TextChoices):
        SHOW_OF_HANDS = "show_of_hands", "À main levée"
        ROLL_CALL = "roll_call", "À l’appel des noms"
        OPEN = "electronic_open", "Électronique, au nom de chacun·e"
        SECRET = "electronic_secret", "Électronique, à bulletin secret"
        PAPER = "paper", "Sur papier, à bulletin secret"

    class State(models.TextChoices):
        DRAFT = "draft", "En préparation"
        OPEN = "open", "Ouvert"
        CLOSED = "closed", "Clos"
        COUNTED = "counted", "Dépouillé"
        VOID = "void", "Annulé"

    item = models.ForeignKey(
        AgendaItem, verbose_name="point de l’ordre du jour", on_delete=models.PROTECT, related_name="polls"
    )
    number = models.PositiveSmallIntegerField("numéro")  # in the meeting
    question = models.CharField("question", max_length=300)
    text = models.TextField("texte de la résolution", blank=True)  # of the resolution, as it is adopted or rejected
    kind = models.CharField("nature", max_length=10, choices=Kind)
    method = models.CharField("façon de voter", max_length=17, choices=Method)
    state = models.CharField("état", max_length=7, choices=State, default=State.DRAFT)
    # That an election fills.
    seat = models.ForeignKey(
        Seat, verbose_name="siège à pourvoir", null=True, on_delete=models.PROTECT, related_name="+"
    )
    places = models.PositiveSmallIntegerField("places", null=True)
    by_lists = models.BooleanField("par listes", default=False)
    parity = models.BooleanField("parité", default=False)
    oldest_wins = models.BooleanField("l’âge départage", default=False)  # a tie: the oldest, or a further vote
    # An election, and somebody of the roll wants it secret (L1.14).
    secret_asked = models.BooleanField("bulletin secret demandé", default=False)
    # As they are kept, and as their digest holds them: `put` reads them.
    terms = models.JSONField("termes", default=dict)
    sha256 = models.CharField("empreinte des termes", max_length=64, blank=True)  # of the terms
    terms_stamp = models.BinaryField("cachet des termes", null=True)  # of this installation, at the opening
    opened_at = models.DateTimeField("ouvert", null=True)
    closed_at = models.DateTimeField("clos", null=True)
    public_key = models.BinaryField("clé publique de l’urne", null=True)
    # How many scrutineers open the box.
    threshold = models.PositiveSmallIntegerField("parts qui ouvrent l’urne", null=True)
    # Of what was in it, before and after it was shuffled.
    box_sha256 = models.CharField("empreinte de l’urne", max_length=64, blank=True)
    box_stamp = models.BinaryField("cachet de l’urne", null=True)  # found whole at the closing
    result = models.JSONField("résultat", default=dict)  # `counted` tells it
    result_stamp = models.BinaryField("cachet du résultat", null=True)  # of this installation, at the count
    reason = models.CharField("motif de l’annulation", max_length=300, blank=True)  # why it is void

    objects = PollQuerySet.as_manager()

    TITLE = "{question}"
    TOLD_FROM = ("question",)
    NAMES = {"result": "le résultat est arrêté ; il nomme la personne sous la fiche gardée"}
    FINAL = (
        Final(TERMS, since="state", values=OPENED),
        Final(("closed_at",), since="closed_at"),
        Final(since="state", values=ENDED),
        Final(("box_sha256",), since="box_sha256"),
        Final(("box_stamp",), since="box_stamp"),
    )
    STAMPED = Stamped((*TERMS, "closed_at", "box_sha256", "result"), "result_stamp", once=("state", "counted"))
    UNTOLD = {
        "terms": "figés à l’ouverture, ils se lisent sur la page du vote",
        "sha256": "une empreinte, qui ne se lit pas",
        "terms_stamp": "un cachet, que vérifie `verify-vote`",
        "public_key": "une clé",
        "box_sha256": "une empreinte, qui ne se lit pas",
        "box_stamp": "un cachet, que vérifie `verify-vote`",
        "result_stamp": "un cachet, que vérifient la page du vote et la vérification du journal",
    }

    class Meta:
        verbose_name = "vote"
        indexes = [models.Index(fields=["item", "number"], name="poll_by_item")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["resolution", "election", "consent"]), name="poll_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "void"]) | Q(opened_at__isnull=False), name="poll_open_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="counted") | Q(closed_at__isnull=False), name="poll_counted_was_closed"
            ),
            models.CheckConstraint(condition=~Q(kind="election") | Q(places__gte=1), name="poll_election_has_places"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "void"]) | ~Q(method="electronic_secret") | Q(public_key__isnull=False),
                name="poll_secret_has_a_key",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def meeting(self) -> Meeting:
        return self.item.meeting

    @property
    def put(self) -> PollTerms:
        """Its terms, once it is open: how it was put."""
        return read_terms(self.terms)

    @property
    def counted(self) -> Counted:
        """Its result, once it is counted: what its file says, computed again. One that this installation did not stamp, or
        that is kept otherwise than its file says, is not told."""
        return (is_ours(self) and told(self.put, self.result)) or UNKNOWN

    @property
    def is_secret(self) -> bool:
        return self.method in (self.Method.SECRET, self.Method.PAPER)

    @property
    def is_cast_on_screen(self) -> bool:
        return self.method in (self.Method.OPEN, self.Method.SECRET)

    @property
    def is_named(self) -> bool:
        return self.method in (self.Method.OPEN, self.Method.ROLL_CALL)


class Candidate(Record):
    """Who stands in an election, or a list with its members in order."""

    class Gender(models.TextChoices):
        FEMALE = "F", "Femme"
        MALE = "M", "Homme"
        OTHER = "X", "Autre"

    poll = models.ForeignKey(Poll, verbose_name="vote", on_delete=models.PROTECT, related_name="candidates")
    rank = models.PositiveSmallIntegerField("rang")  # the order in which they are shown; on a list, the place
    person = models.ForeignKey(
        Person, verbose_name="personne", null=True, on_delete=models.PROTECT, related_name="candidacies"
    )
    name = models.CharField("nom", max_length=120)
    on_list = models.CharField("liste", max_length=80, blank=True)
    # Asked for parity, and for nothing else.
    gender = models.CharField("genre", max_length=1, choices=Gender, blank=True)
    born = models.DateField("naissance", null=True)  # asked when the oldest wins a tie, and for nothing else

    READ_WITH = "poll"
    TITLE = "{name}"
    FINAL = (Final(of=Owner("poll_id", "votes_poll"), since="state", values=OPENED),)
    UNTOLD = {
        "gender": "demandé pour la parité, et pour rien d’autre",
        "born": "demandée pour départager une égalité, et pour rien d’autre",
    }

    class Meta:
        verbose_name = "candidature"
        constraints = [
            models.UniqueConstraint(fields=["poll", "on_list", "rank"], name="candidate_rank_once"),
            models.UniqueConstraint(
                fields=["poll", "person"], condition=Q(person__isnull=False), name="candidate_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def in_use(cls, rows: Any) -> Any:
        """Until it is counted."""
        return rows.filter(poll__state__in=(Poll.State.OPEN, Poll.State.CLOSED))

    @property
    def code(self) -> str:
        return f"{self.on_list or 'c'}-{self.rank}"


class Scrutineer(Record):
    """Somebody of the roll who keeps a share of the key of a box, and whose own key only their browser holds."""

    poll = models.ForeignKey(Poll, verbose_name="vote", on_delete=models.PROTECT, related_name="scrutineers")
    entry = models.ForeignKey(RollEntry, verbose_name="scrutateur·rice", on_delete=models.PROTECT, related_name="+")
    public_key = models.BinaryField(
        "clé publique", null=True
    )  # null: not accepted yet; as the act of acceptance says it
    key_stamp = models.BinaryField("cachet de la clé", null=True)  # of this installation, when it was accepted
    share = models.BinaryField("part chiffrée", null=True)  # encrypted to that key
    place = models.PositiveSmallIntegerField("numéro de la part", null=True)  # of the share
    # What the share makes of the sums, with its proofs: public, and of no use for a single ballot.
    opening = models.JSONField("ouverture des sommes", null=True)
    is_lost = models.BooleanField("code perdu", default=False)  # who kept it says that they no longer have its code

    READ_WITH = "poll"
    TITLE = "{entry}"
    FINAL = (
        Final(
            ("poll_id", "entry_id", "public_key", "key_stamp", "share", "place"),
            of=Owner("poll_id", "votes_poll"),
            since="state",
            values=OPENED,
        ),
        Final(("opening",), since="opening"),
    )
    UNTOLD = {
        "public_key": "une clé",
        "key_stamp": "un cachet",
        "share": "une part de la clé, chiffrée",
        "opening": "des preuves, que vérifie `verify-vote`",
    }

    class Meta:
        verbose_name = "part de la clé"
        constraints = [
            models.UniqueConstraint(fields=["poll", "entry"], name="scrutineer_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(public_key__isnull=False, place__isnull=False),
                name="share_has_a_keeper",
            ),
        ]

    @property
    def has_opened(self) -> bool:
        return self.opening is not None


class HandCount(Record):
    """What was counted by hand in a college, or in the whole meeting: votes by choice, blank and null apart."""

    poll = models.ForeignKey(Poll, verbose_name="vote", on_delete=models.PROTECT, related_name="hand_counts")
    college = models.CharField("collège", max_length=40, blank=True)
    votes = models.JSONField("voix", default=dict)  # choice: number of votes

    READ_WITH = "poll"
    TITLE = "{college}"
    FINAL = (Final(),)

    class Meta:
        verbose_name = "compte à la main"
        constraints = [models.UniqueConstraint(fields=["poll", "college"], name="hand_count_once")]


class Cast(models.Model):
    """What a vote leaves: a random key, which says nothing of the order, and no time."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True


class RollMark(Cast):
    """Somebody of the roll takes part in a poll: written at the opening, with who casts these votes, and marked once
    they are cast. It shares no key with the box."""

    MADE_ANEW: ClassVar[bool] = True  # `operations.box.rewrite`

    poll = models.ForeignKey(Poll, verbose_name="vote", on_delete=models.PROTECT, related_name="marks")
    entry = models.ForeignKey(
        RollEntry, verbose_name="personne convoquée", on_delete=models.PROTECT, related_name="marks"
    )
    # In person, or the holder of a proxy.
    voter = models.ForeignKey(Person, verbose_name="personne qui vote", on_delete=models.PROTECT, related_name="+")
    college = models.CharField("collège", max_length=40, blank=True)
    votes = models.PositiveSmallIntegerField("voix")
    by_proxy = models.BooleanField("par pouvoir", default=False)
    marked = models.BooleanField("a voté", default=False)
    stamp = models.BinaryField("cachet", null=True)  # of the mark, in a vote by secret ballot

    class Meta:
        verbose_name = "émargement d’un vote"
        constraints = [
            models.UniqueConstraint(fields=["poll", "entry"], name="roll_mark_once"),
            models.CheckConstraint(condition=Q(votes__gte=1), name="roll_mark_has_votes"),
        ]
        indexes = [models.Index(fields=["poll", "voter"], name="roll_mark_by_voter")]


class Ballot(Cast):
    """One vote, encrypted to the key of its poll. Nobody's: neither a name, nor a time, nor an order."""

    MADE_ANEW: ClassVar[bool] = True

    poll = models.ForeignKey(
        Poll, verbose_name="vote", on_delete=models.PROTECT, related_name="ballots", db_index=False
    )
    college = models.CharField("collège", max_length=40, blank=True)  # empty unless the terms count by college
    receipt = models.CharField("reçu", max_length=19)  # « K7QM-2F9X-… », a digest of what is encrypted and of the terms
    sealed = models.BinaryField("bulletin chiffré")
    stamp = models.BinaryField("cachet")
    batch = models.PositiveIntegerField("lot", null=True)  # the number of the first commitment that holds it

    class Meta:
        verbose_name = "bulletin"
        constraints = [models.UniqueConstraint(fields=["poll", "receipt"], name="receipt_once")]
        indexes = [models.Index(fields=["poll"], condition=Q(batch__isnull=True), name="ballot_not_committed")]


class Commitment(models.Model):
    """A digest of the receipts of all the ballots that were in at some moment, sorted, a few more each time: the receipts
    that follow carry it, so that what was in cannot be changed later. Computed by the database (`votes_commit`), stamped."""

    id = models.UUIDField("identifiant", primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, verbose_name="vote", on_delete=models.PROTECT, related_name="commitments")
    number = models.PositiveIntegerField("numéro")
    ballots = models.PositiveIntegerField("bulletins")
    sha256 = models.CharField("empreinte", max_length=64)
    stamp = models.BinaryField("cachet", null=True)

    class Meta:
        verbose_name = "engagement sur l’urne"
        constraints = [models.UniqueConstraint(fields=["poll", "number"], name="commitment_once")]


class OpenVote(Cast):
    """A vote that is public: in the name of the one who casts it, and final."""

    mark = models.OneToOneField(RollMark, verbose_name="émargement", on_delete=models.PROTECT, related_name="open_vote")
    poll = models.ForeignKey(Poll, verbose_name="vote", on_delete=models.PROTECT, related_name="open_votes")
    choices = models.JSONField("choix", default=list)  # of the ballot: empty is blank
    stamp = models.BinaryField("cachet", null=True)

    class Meta:
        verbose_name = "vote public"

    def __str__(self) -> str:
        return ", ".join(str(choice) for choice in self.choices)
