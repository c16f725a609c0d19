"""What is typed to put an item to the vote, to write a count, to give a vote up."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kevread.common.errors import Invalid
from kevread.common.marks import mark_of
from kevread.meetings.models import AgendaItem, Meeting, RollEntry
from kevread.meetings.rules.terms import Terms
from kevread.seats.models import Seat
from kevread.tally.rules import tallies as tally
from kevread.tally.rules.polls import PollTerms
from kevread.votes.forms_candidates import standing_in
from kevread.votes.models import Poll
from kevread.votes.operations.polls import FREE, Standing
from kevread.votes.rules.keys import FEWEST, MOST

GREATEST = 1_000_000
A_NUMBER = {
    "invalid": "Écrivez un nombre entier, en chiffres.",
    "min_value": "Un nombre de voix n’est pas négatif : écrivez 0 ou plus.",
    "max_value": "Ce nombre de voix est trop grand : relisez-le.",
}
OBJECTIONS_ALONE = (
    "Les voix qui s’opposent, et elles seules : les autres ne se comptent pas. Écrivez 0 si personne ne s’oppose."
)
NOTHING_COUNTED = "Rien n’est compté : écrivez au moins un nombre de voix."
NO_OBJECTION_COUNTED = "Écrivez combien de voix s’opposent : 0 si personne ne s’oppose."


def written(missing: str, what: str, long: str = "long") -> dict[str, Any]:
    return {"required": missing, "max_length": f"{what} est trop {long} : %(limit_value)d caractères au plus."}


def one_of(missing: str, wrong: str) -> dict[str, Any]:
    one = f"{wrong} : choisissez parmi ce qui est proposé."
    return {"required": missing, "invalid_choice": one, "invalid_list": one}


class KeepersField(forms.MultipleChoiceField):
    """Those who keep the box: the verb asks for them, of a secret vote on screen, and no page calls them optional."""

    def validate(self, value: list[str]) -> None:
        if value:
            super().validate(value)


class PutForm(forms.Form):
    """`rule`: the terms in force; `roll`: those who may keep a share of the key. Only what can be done is offered."""

    kind = forms.ChoiceField(
        label="Ce qui est voté",
        widget=forms.RadioSelect,
        error_messages=one_of("Choisissez ce qui est voté.", "Ce vote n’est pas de ceux que ce point admet"),
    )
    method = forms.ChoiceField(
        label="Comment on vote",
        widget=forms.RadioSelect,
        error_messages=one_of("Choisissez comment on vote.", "On ne vote pas ainsi à cette réunion"),
    )
    question = forms.CharField(
        label="La question, telle que chacun·e la lira",
        max_length=300,
        error_messages=written("Écrivez la question, telle que chacun·e la lira.", "Cette question", "longue"),
    )
    text = forms.CharField(
        label="La résolution proposée",
        max_length=10_000,
        widget=forms.Textarea,
        required=False,
        help_text="Ce texte sera adopté, ou rejeté. Un consentement peut s’en passer.",
        error_messages=written("", "Ce texte"),
    )
    places = forms.IntegerField(
        label="Places à pourvoir",
        min_value=1,
        max_value=200,
        help_text="Chaque bulletin porte autant de noms au plus.",
        error_messages={
            "required": "Dites combien de places sont à pourvoir.",
            "invalid": "Écrivez le nombre de places en chiffres, par exemple 2.",
            "min_value": "Une place au moins est à pourvoir.",
            "max_value": "Un vote pourvoit %(limit_value)s places au plus.",
        },
    )
    seat = forms.ChoiceField(
        label="Le siège à pourvoir",
        required=False,
        help_text="Si Kevread tient ce siège, il proposera d’ouvrir le mandat des personnes élues.",
        error_messages=one_of("", "Ce siège n’est pas de cette organisation"),
    )
    candidates = forms.CharField(
        label="Qui se présente, un nom par ligne",
        max_length=10_000,
        widget=forms.Textarea,
        help_text="Le nom suffit : « Anne Madec ». Si la parité compte, ajoutez le genre (F, H ou X) ; si l’âge départage, la "
        "date de naissance : « Anne Madec ; F ; 1970-01-31 ». Pour des listes : une ligne « Liste : Ensemble », puis ses "
        "candidat·es dans l’ordre.",
        error_messages=written(
            "Écrivez au moins un nom : quelqu’un doit se présenter.", "Cette liste de noms", "longue"
        ),
    )
    by_lists = forms.BooleanField(
        label="On vote pour des listes", required=False, help_text="Un bulletin porte alors une liste entière."
    )
    parity = forms.BooleanField(
        label="Les élu·es sont en parité", required=False, help_text="Les genres alternent, tant que c’est possible."
    )
    oldest_wins = forms.BooleanField(
        label="À égalité, la personne la plus âgée est élue",
        required=False,
        help_text="Sinon, un autre vote départage.",
    )
    secret_asked = forms.BooleanField(
        label="Quelqu’un demande le bulletin secret",
        required=False,
        help_text="Une seule personne suffit : l’élection se fait alors sur écran à bulletin secret, ou sur papier.",
    )
    scrutineers = KeepersField(
        label="Qui tient l’urne d’un vote secret sur écran",
        widget=forms.CheckboxSelectMultiple,
        help_text=f"Un tel vote ne se prépare pas sans elles : de {FEWEST} à {MOST} personnes, qui ne se présentent pas. "
        "Chacune accepte d’un geste, depuis son téléphone. Pour une autre façon de voter, ne cochez personne.",
        error_messages=one_of("", "Cette personne n’est pas parmi celles qui peuvent tenir l’urne"),
    )
    threshold = forms.IntegerField(
        label="Combien de ces personnes il faut pour ouvrir l’urne",
        min_value=FEWEST,
        max_value=MOST,
        initial=FEWEST,
        required=False,
        help_text="Moins que leur nombre, pour qu’une part perdue n’empêche pas de dépouiller.",
        error_messages={
            "invalid": "Écrivez un nombre de personnes en chiffres, par exemple 2.",
            "min_value": "Il faut au moins %(limit_value)s personnes pour ouvrir l’urne : seule, aucune ne le doit.",
            "max_value": "%(limit_value)s personnes au plus ouvrent l’urne.",
        },
    )

    def __init__(self, *args: Any, item: AgendaItem, rule: Terms, roll: Sequence[RollEntry], **more: Any) -> None:
        first = {
            "question": item.title,
            "text": item.text,
            "kind": kinds_of(item)[0][0],
            "method": methods_of(item, rule)[0][0],
            **as_before(item, rule),
        }
        super().__init__(*args, **{"initial": first, **more})
        self.item, self.rule, self.roll = item, rule, {str(entry.pk): entry for entry in roll}
        self.fields["kind"].choices = kinds_of(item)  # type: ignore[attr-defined]
        self.fields["method"].choices = methods_of(item, rule)  # type: ignore[attr-defined]
        self.fields["scrutineers"].choices = [(key, str(entry.person)) for key, entry in self.roll.items()]  # type: ignore[attr-defined]
        seats = Seat.objects.filter(body__organisation=item.meeting.organisation).select_related("body")
        self.fields["seat"].choices = [("", "Aucun siège de Kevread")] + [  # type: ignore[attr-defined]
            (str(seat.pk), f"{seat.name}, {seat.body.name}")
            for seat in seats.on(item.meeting.day).exclude(body__kind="team").order_by("body__rank", "rank", "pk")
        ]
        if item.kind == AgendaItem.Kind.ELECTION:
            self.fields["kind"].widget = forms.HiddenInput()  # there is nothing else to choose
            self.fields["text"].label = "Ce qu’il faut savoir avant de voter"
            self.fields["text"].help_text = "Par exemple : la durée du mandat, et qui ne se représente pas."
        else:
            for name in ("places", "seat", "candidates", "by_lists", "parity", "oldest_wins", "secret_asked"):
                del self.fields[name]
        if not any(method == Poll.Method.SECRET for method, _ in methods_of(item, rule)):
            del self.fields["scrutineers"], self.fields["threshold"]

    def clean_candidates(self) -> list[Standing]:
        """Those who stand, or the line that cannot be read, said on the field: what was typed stays."""
        try:
            return standing_in(self.cleaned_data["candidates"], self.item.meeting)
        except Invalid as error:
            raise forms.ValidationError(error.sentence) from None

    def clean_scrutineers(self) -> list[RollEntry]:
        return [self.roll[key] for key in self.cleaned_data["scrutineers"]]


def kinds_of(item: AgendaItem) -> list[tuple[str, str]]:
    if item.kind == AgendaItem.Kind.ELECTION:
        return [(Poll.Kind.ELECTION.value, "Une élection")]
    return [
        (Poll.Kind.RESOLUTION.value, "Une résolution : pour, contre, abstention"),
        (Poll.Kind.CONSENT.value, "Un consentement : adopté si personne ne s’y oppose"),
    ]


def as_before(item: AgendaItem, rule: Terms) -> dict[str, str]:
    """A vote that is held again, having been given up, is held in the same way; secretly, where that was asked."""
    last = Poll.objects.filter(item=item).order_by("-number").first()
    if last is None or last.state != Poll.State.VOID:
        return {}
    offered = [method for method, _ in methods_of(item, rule)]
    secret = (Poll.Method.SECRET.value, Poll.Method.PAPER.value)
    wanted = secret if last.secret_asked and not last.is_secret else (last.method,)
    method = next((one for one in wanted if one in offered), offered[0])
    return {"kind": last.kind, "method": method}


def methods_of(item: AgendaItem, rule: Terms) -> list[tuple[str, str]]:
    """The ways of voting that the articles leave here."""
    electronic = rule.electronic_vote or item.meeting.body.kind in FREE
    secret = item.kind == AgendaItem.Kind.ELECTION and rule.secret_elections
    every = [
        (Poll.Method.SHOW_OF_HANDS, not secret and item.meeting.mode != Meeting.Mode.WRITTEN),
        (Poll.Method.ROLL_CALL, not secret),
        (Poll.Method.OPEN, electronic and not secret),
        (Poll.Method.SECRET, electronic),
        (Poll.Method.PAPER, True),
    ]
    return [(method.value, str(method.label)) for method, possible in every if possible]


class VotesField(forms.IntegerField):
    """A number that is asked for, and that no page calls optional; whether it may be left empty, the form judges."""

    def validate(self, value: int | None) -> None:
        """Nothing here: see `CountForm.clean`."""


class CountForm(forms.Form):
    """A number for each choice, in each college where the terms want it.

    A choice left empty is no zero: where every one is, nobody has counted, and nothing is taken; where some are, the zeros
    they would stand for are read back first (`unwritten`, `with_zeros`). Blank and null papers, rare, begin at zero. Votes
    that are there and that the count leaves out are read back too (`left_out`).
    """

    use_required_attribute = False  # what is left empty is read back, not stopped by the browser

    def __init__(self, *args: Any, terms: PollTerms, **more: Any) -> None:
        super().__init__(*args, **more)
        self.terms = terms
        self.colleges = [college.code for college in terms.colleges]
        self.choices = tally.counted_choices(terms)
        if terms.kind != "consent" and tally.counted_apart(terms):
            self.choices = [*self.choices, (tally.BLANK, "Blancs"), (tally.NULL, "Nuls")]
        self.objections_alone = [code for code, _ in self.choices] == [tally.OBJECT]
        for place, college in enumerate(self.colleges):
            for rank, (code, word) in enumerate(self.choices):
                label = word if len(self.colleges) == 1 else f"{word}, collège {college}"
                self.fields[f"votes_{place}_{rank}"] = VotesField(
                    label="Objections" if self.objections_alone else label,
                    initial=0 if code in (tally.BLANK, tally.NULL) else None,
                    min_value=0,
                    max_value=GREATEST,
                    help_text=OBJECTIONS_ALONE if self.objections_alone else "",
                    error_messages=A_NUMBER,
                )
        self.votes = list(self.fields)
        self.asked = [name for name in self.votes if self.fields[name].initial is None]
        if terms.casting_vote:
            self.fields["casting"] = forms.ChoiceField(
                label="À égalité, la présidence de séance",
                required=False,
                error_messages=one_of("", "La présidence ne départage pas ainsi"),
                choices=[
                    ("", "Il n’y a pas égalité"),
                    (tally.FOR, "vote pour"),
                    (tally.AGAINST, "vote contre"),
                    ("none", "ne départage pas"),
                ],
            )

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        nothing = not any(self.cleaned_data[name] for name in self.votes)
        if nothing and len(self.unwritten) == len(self.asked):
            self.add_error(self.votes[0], NO_OBJECTION_COUNTED if self.objections_alone else NOTHING_COUNTED)
        elif nothing and not tally.may_count_nothing(self.terms):
            self.add_error(self.votes[0], tally.NO_VOICE)
        else:
            self.hold_to_the_roll()
        return self.cleaned_data

    def hold_to_the_roll(self) -> None:
        """More than were there is said on the number that is too great alone; of their total, above them all."""
        counts = self.counts
        for place, college in enumerate(self.terms.colleges):
            if said := tally.too_many(self.terms, college, counts[college.code]):
                names = [f"votes_{place}_{rank}" for rank in range(len(self.choices))]
                alone = (name for name in names if (self.cleaned_data[name] or 0) > college.present_votes)
                whose = f"Collège {college.code} : {said}" if len(self.colleges) > 1 else said
                on = next(alone, None)
                self.add_error(on, said if on else whose)

    @property
    def mark(self) -> str:
        """What was counted, to be proclaimed as it was read, and no otherwise."""
        return mark_of(self.counts, self.cleaned_data.get("casting", ""))

    @property
    def unwritten(self) -> list[str]:
        """The words of the choices where nothing was written, once the rest holds."""
        return [str(self.fields[name].label) for name in self.asked if self.cleaned_data[name] is None]

    @property
    def left_out(self) -> int:
        """How many votes that are there it says nothing of, once it holds."""
        return tally.left_out(self.terms, self.counts)

    def with_zeros(self) -> "CountForm":
        """The same count, a zero written wherever nothing was: to be read again, then sent."""
        typed = {name: str(self.cleaned_data[name] or 0) for name in self.votes}
        return CountForm(typed | {"casting": self.cleaned_data.get("casting", "")}, terms=self.terms)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        typed = self.cleaned_data
        return {
            college: {
                code: typed[f"votes_{place}_{rank}"]
                for rank, (code, _) in enumerate(self.choices)
                if typed[f"votes_{place}_{rank}"]
            }
            for place, college in enumerate(self.colleges)
        }


class VoidForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi",
        max_length=300,
        help_text="Le procès-verbal le dira.",
        error_messages=written("Dites pourquoi ce vote est annulé : le procès-verbal le dira.", "Ce motif"),
    )


class ShareForm(forms.Form):
    code = forms.CharField(
        label="Le code que vous avez noté",
        max_length=60,
        help_text="Vingt-six lettres et chiffres, par groupes de quatre.",
        error_messages=written("Écrivez le code que vous avez noté quand vous avez accepté.", "Ce code"),
    )
