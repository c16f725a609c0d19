"""What is typed of an agreement that was signed: what happens to it, what its parties owe each other."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.text import capfirst

from kevread.agreements.models import Agreement, Instrument, Obligation
from kevread.agreements.queries.citing import Offered
from kevread.agreements.queries.powers import Power
from kevread.common.rooms import witnesses
from kevread.common.words import of
from kevread.decisions.models import Decision
from kevread.seats.models import Body
from kevread.ui.forms import DayField, SentenceField

from .approving import told as cited
from .preparing import MISSING, TO_CHOOSE


class EventForm(forms.Form):
    told_on = DayField(label="Le")
    note = SentenceField(label="Ce qu’il faut en savoir", missing="Dites-le en quelques mots.", max_length=300)

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by := self.fields.get("by"):
            assert isinstance(by, forms.ChoiceField)
            rows = agreement.parties.select_related("organisation").order_by("rank")
            self.parties = {str(one.pk): one for one in rows}
            by.choices = TO_CHOOSE + [(key, one.organisation.name) for key, one in self.parties.items()]

    @property
    def said(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        return typed | ({"by": self.parties[typed["by"]]} if "by" in typed else {})


class ByDecision(forms.Form):
    """By what a party commits itself: a decision of its register, or the power of whoever writes it, which is told before;
    where there is none, a decision is asked for, and nothing of what was typed is lost. Not asked of what commits nobody."""

    decision = forms.ChoiceField(label="Par quelle décision", required=False, error_messages=MISSING)

    def offer_decisions(self, powers: Sequence[Power]) -> None:
        self.powers = powers
        every = [one for power in powers for one in power.offered]
        self.offered = {str(one.decision.pk): one.decision for one in every}
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        none = "Aucune" if all(one.lacks for one in powers) else "Aucune : je peux engager l’organisation"
        field.choices = [("", none), *told_apart(every)]
        several = len(powers) > 1
        said = [f"{one.party.organisation.name} : {right_told(one)}" if several else right_told(one) for one in powers]
        field.help_text = escape(" ".join(said))
        if len(powers) == 1 and powers[0].lacks:
            field.required, field.error_messages["required"] = True, asked_of(powers[0])

    def require_one(self, power: Power | None) -> None:
        """Where whoever writes has not the power to, on the field."""
        if power is not None and power.lacks and not self.cleaned_data.get("decision", "?"):
            self.add_error("decision", asked_of(power))

    @property
    def chosen(self) -> Decision | None:
        return self.offered.get(self.cleaned_data.get("decision", ""))


def asked_of(power: Power) -> str:
    return (
        f"Choisissez la décision {of(power.party.organisation.name)} qui le permet : rien ne vous donne aujourd’hui le pouvoir "
        "de l’engager sans elle."
    )


def told_apart(offered: Sequence[Offered]) -> list[Any]:
    """Those that speak of the agreement, then the others; one list where they are all of one sort."""
    groups = [
        (label, [(str(one.decision.pk), cited(one.decision)) for one in offered if one.speaks == speaks])
        for label, speaks in (("Leur titre parle de cette convention", True), ("Les autres décisions", False))
    ]
    return [group for group in groups if group[1]]


def right_told(power: Power) -> str:
    """By what right whoever reads would write it without a decision, or that they may not."""
    if power.lacks:
        return "Sans décision, vous ne pouvez pas l’inscrire : rien ne vous en donne le pouvoir aujourd’hui."
    if power.answer is None or power.answer.unknown:
        why = power.answer.why if power.answer else "Cette fédération ne lie cela à aucun acte qui engage."
        return f"{why} Une décision n’est donc pas demandée."
    return f"Sans décision, vous l’inscrivez à ce titre : {power.answer.why}"


class EndForm(ByDecision, EventForm):
    """What ends it, and by what."""

    def __init__(self, agreement: Agreement, *args: Any, powers: Sequence[Power] = (), **kwargs: Any) -> None:
        super().__init__(agreement, *args, **kwargs)
        self.offer_decisions(powers)

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"decision": self.chosen}


class NoticeForm(EndForm):
    by = forms.ChoiceField(label="Qui donne le préavis ?", error_messages=MISSING)
    means = forms.ChoiceField(
        label="Sous quelle forme ?", choices=Instrument.Means.choices, widget=forms.RadioSelect, error_messages=MISSING
    )
    last = DayField(
        label="Dernier jour de la convention",
        required=False,
        help_text="Laissez vide : Kevread le déduit du préavis. Un jour plus lointain est admis.",
    )
    field_order = ("by", "told_on", "means", "decision", "last", "note")

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(agreement, *args, **kwargs)
        self.fields["note"].required = False
        if any(not one.organisation.scale for one in self.parties.values()):
            field = self.fields["decision"]
            field.help_text = f"{field.help_text} Le préavis d’une partie hors du réseau s’inscrit sans décision."

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        self.require_one(next((one for one in self.powers if str(one.party.pk) == typed.get("by")), None))
        return typed


class TogetherForm(EndForm):
    last = DayField(label="Dernier jour de la convention")
    field_order = ("told_on", "last", "decision", "note")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        self.require_one(alone(self.powers))
        return typed


class AgreeForm(ByDecision):
    """Another party agrees to what one asked: an end, a later day."""

    def __init__(self, powers: Sequence[Power], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_decisions(powers)
        if not powers:
            del self.fields["decision"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        self.require_one(alone(self.powers))
        return typed


def alone(powers: Sequence[Power]) -> Power | None:
    """Where whoever writes speaks for one party; for several, the verb says which it is."""
    return powers[0] if len(powers) == 1 else None


class MediationForm(EventForm):
    by = forms.ChoiceField(label="Qui la demande ?", error_messages=MISSING)
    field_order = ("by", "told_on", "note")


class PromiseForm(forms.Form):
    """What a party owes another, and what keeps it: what a room sees, or what that party will say."""

    debtor = forms.ChoiceField(label="Qui doit ?", error_messages=MISSING)
    creditor = forms.ChoiceField(label="À qui ?", error_messages=MISSING)
    what = forms.CharField(
        label="Quoi ?",
        max_length=300,
        help_text="Par exemple : remettre le rapport d’activité de l’année.",
        error_messages={"required": "Écrivez ce qui est dû."},
    )
    kept_by = forms.ChoiceField(
        label="Ce qui le tient de lui-même",
        required=False,
        help_text="Kevread le voit arriver depuis l’échéance d’avant, et coche l’engagement. Pour ce qui est dû une fois, il "
        "regarde l’année qui précède.",
        error_messages=MISSING,
    )
    proof = forms.CharField(
        label="Sinon, ce qui le prouvera",
        required=False,
        max_length=200,
        help_text="Par exemple « le rapport adopté par l’assemblée ».",
    )

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = agreement.parties.select_related("organisation").order_by("rank")
        self.parties = {str(one.pk): one for one in parties}
        bodies = Body.objects.filter(organisation__in=[one.organisation_id for one in self.parties.values()])
        rows = bodies.select_related("organisation").order_by("organisation__search", "rank", "pk")
        self.seen: dict[str, tuple[str, Body | None]] = {}
        self.offered: list[tuple[str, Any]] = []
        for kind, one in witnesses().items():
            if not one.of_body:
                self.seen[kind] = kind, None
                self.offered.append((kind, capfirst(one.label)))
                continue
            there = {f"{kind} {body.pk}": body for body in rows}
            self.seen |= {key: (kind, body) for key, body in there.items()}
            named = [(key, f"{body.name}, {body.organisation.name}") for key, body in there.items()]
            self.offered.append((capfirst(one.label), named))
        those = [(key, one.organisation.name) for key, one in self.parties.items()]
        for name, offered in (
            ("debtor", TO_CHOOSE + those),
            ("creditor", TO_CHOOSE + those),
            ("kept_by", NONE + self.offered),
        ):
            self.offer(name, offered)

    def offer(self, name: str, offered: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered

    @property
    def said(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        for name in ("debtor", "creditor"):
            told[name] = self.parties[told[name]]
        told["kept_by"], told["body"] = self.seen.get(told["kept_by"], ("", None))
        return told


class OweForm(PromiseForm):
    """What is due on a day, or at intervals."""

    field_order = ("debtor", "creditor", "what", "cadence", "first_due", "kept_by", "proof")
    cadence = forms.ChoiceField(
        label="Tous les combien ?",
        choices=[one for one in Obligation.Cadence.choices if one[0] != Obligation.Cadence.UPON],
        error_messages=MISSING,
    )
    first_due = DayField(label="Pour le", help_text="La première fois, si cela revient.")


class UponForm(PromiseForm):
    """What is due each time that something happens."""

    field_order = ("debtor", "creditor", "what", "upon", "occasion", "within", "first_due", "kept_by", "proof")
    upon = forms.ChoiceField(
        label="Chaque fois que Kevread voit",
        required=False,
        help_text="Il naît alors de lui-même.",
        error_messages=MISSING,
    )
    occasion = forms.CharField(
        label="Sinon, à quelle occasion ?",
        required=False,
        max_length=200,
        help_text="Par exemple « un déménagement » : une des parties dira quand cela arrive.",
    )
    within = forms.IntegerField(
        label="Sous combien de jours ?",
        min_value=0,
        max_value=3650,
        error_messages={
            "required": "Écrivez un nombre de jours ; 0 pour le jour même.",
            "invalid": "Écrivez un nombre de jours, sans décimale.",
            "min_value": "Écrivez un nombre de jours, de 0 à 3 650.",
            "max_value": "Écrivez un nombre de jours, de 0 à 3 650.",
        },
    )
    first_due = DayField(label="À partir du", help_text="Ce qui est arrivé avant ne compte pas.")

    def __init__(self, agreement: Agreement, *args: Any, **kwargs: Any) -> None:
        super().__init__(agreement, *args, **kwargs)
        self.offer("upon", [("", "Rien de tout cela : je le dis ci-dessous"), *self.offered])

    @property
    def said(self) -> dict[str, Any]:
        told = super().said | {"cadence": Obligation.Cadence.UPON}
        told["upon"], told["upon_body"] = self.seen.get(told["upon"], ("", None))
        return told


NONE = [("", "Rien : l’une des parties le dira tenu")]


class OccasionForm(forms.Form):
    happened_on = DayField(label="Arrivé le")
    note = SentenceField(
        label="Ce qui est arrivé", missing="Dites ce qui est arrivé : l’autre partie le lira.", max_length=300
    )


class KeptForm(forms.Form):
    kept_on = DayField(label="Tenu le")
    note = SentenceField(
        label="Ce qui le montre", missing="Dites ce qui le montre : l’autre partie le lira.", max_length=300
    )


class PostponeForm(AgreeForm):
    field_order = ("to", "reason", "decision")
    to = DayField(label="Reporter au")
    reason = SentenceField(label="Pourquoi ?", missing="Dites pourquoi : l’autre partie le lira.", max_length=300)

    @property
    def said(self) -> dict[str, Any]:
        return self.cleaned_data | {"decision": self.chosen}


class MistakeForm(AgreeForm):
    """It was entered by mistake; and by what one says so, once something rests on it."""

    field_order = ("reason", "decision")
    reason = SentenceField(label="Pourquoi ?", missing="Dites pourquoi : on le lira au journal.", max_length=300)

    @property
    def said(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]} | ({"decision": self.chosen} if self.powers else {})
