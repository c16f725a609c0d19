"""What is typed to put an item to the vote, to write a count, to give a vote up."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kevread.meetings.models import AgendaItem, Meeting, Poll, RollEntry
from kevread.meetings.operations.polls import FREE
from kevread.meetings.rules import tallies as tally
from kevread.meetings.rules.boxes import FEWEST, MOST
from kevread.meetings.rules.terms import Terms
from kevread.seats.models import Seat

GREATEST = 1_000_000


class PutForm(forms.Form):
    """`rule`: the terms in force; `roll`: those who may keep a share of the key. Only what can be done is offered."""

    kind = forms.ChoiceField(label="Ce qui est voté", widget=forms.RadioSelect)
    method = forms.ChoiceField(label="Comment", widget=forms.RadioSelect)
    question = forms.CharField(label="La question, telle que chacun·e la lira", max_length=300)
    text = forms.CharField(
        label="La résolution proposée",
        max_length=10_000,
        widget=forms.Textarea,
        required=False,
        help_text="Ce texte sera adopté, ou rejeté.",
    )
    places = forms.IntegerField(label="Places à pourvoir", min_value=1, max_value=200, required=False)
    seat = forms.ChoiceField(label="Le siège à pourvoir", required=False)
    candidates = forms.CharField(
        label="Les candidatures, une par ligne",
        max_length=10_000,
        widget=forms.Textarea,
        required=False,
        help_text="Pour la parité ou l’âge : « Nom ; F ; 1970-01-31 ». Pour des listes : une ligne « Liste : son nom », "
        "puis ses candidat·es dans l’ordre.",
    )
    by_lists = forms.BooleanField(label="Scrutin de listes", required=False)
    parity = forms.BooleanField(label="Parité, en alternance", required=False)
    oldest_wins = forms.BooleanField(label="À égalité, la personne la plus âgée est élue", required=False)
    secret_asked = forms.BooleanField(label="Quelqu’un demande le bulletin secret", required=False)
    scrutineers = forms.MultipleChoiceField(
        label="Qui garde une part de la clé de l’urne",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Pour un vote électronique secret. Chaque personne accepte d’un geste, depuis son téléphone.",
    )
    threshold = forms.IntegerField(
        label="Combien d’entre elles l’ouvrent ensemble",
        min_value=FEWEST,
        max_value=MOST,
        initial=FEWEST,
        required=False,
        help_text="Moins que leur nombre, pour qu’une part perdue n’empêche pas de dépouiller.",
    )

    def __init__(self, *args: Any, item: AgendaItem, rule: Terms, roll: Sequence[RollEntry], **more: Any) -> None:
        first = {
            "question": item.title,
            "text": item.text,
            "kind": kinds_of(item)[0][0],
            "method": methods_of(item, rule)[0][0],
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
        if item.kind != AgendaItem.Kind.ELECTION:
            for name in ("places", "seat", "candidates", "by_lists", "parity", "oldest_wins", "secret_asked"):
                del self.fields[name]
        if not any(method == Poll.Method.SECRET for method, _ in methods_of(item, rule)):
            del self.fields["scrutineers"], self.fields["threshold"]

    def clean_scrutineers(self) -> list[RollEntry]:
        return [self.roll[key] for key in self.cleaned_data["scrutineers"]]


def kinds_of(item: AgendaItem) -> list[tuple[str, str]]:
    if item.kind == AgendaItem.Kind.ELECTION:
        return [(Poll.Kind.ELECTION.value, "Une élection")]
    return [
        (Poll.Kind.RESOLUTION.value, "Une résolution : pour, contre, abstention"),
        (Poll.Kind.CONSENT.value, "Un consentement : adopté si personne ne s’y oppose"),
    ]


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


class CountForm(forms.Form):
    """A number for each choice, in each college where the terms want it."""

    def __init__(self, *args: Any, terms: dict[str, Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.colleges = [college["code"] for college in terms["colleges"]]
        self.choices = [*tally.choices_of(terms), (tally.BLANK, "Blancs"), (tally.NULL, "Nuls")]
        if terms["kind"] == "consent":
            self.choices = tally.choices_of(terms)
        if terms["kind"] == "consent" and not terms.get("written"):  # in writing, silence is no consent: answers count
            self.choices = [(tally.OBJECT, "Objections")]
        for place, college in enumerate(self.colleges):
            for rank, (_, word) in enumerate(self.choices):
                label = word if len(self.colleges) == 1 else f"{word}, collège {college}"
                self.fields[f"votes_{place}_{rank}"] = forms.IntegerField(
                    label=label, min_value=0, max_value=GREATEST, initial=0
                )
        if terms["casting_vote"]:
            self.fields["casting"] = forms.ChoiceField(
                label="À égalité, la présidence de séance",
                required=False,
                choices=[
                    ("", "Il n’y a pas égalité"),
                    (tally.FOR, "vote pour"),
                    (tally.AGAINST, "vote contre"),
                    ("none", "ne départage pas"),
                ],
            )

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
    reason = forms.CharField(label="Pourquoi", max_length=300, help_text="Le procès-verbal le dira.")


class ShareForm(forms.Form):
    code = forms.CharField(
        label="Le code que vous avez noté",
        max_length=60,
        help_text="Vingt-six lettres et chiffres, par groupes de quatre.",
    )
