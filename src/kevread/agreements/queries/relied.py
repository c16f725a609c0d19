"""Whether something rests on what was entered: it is then no mere mistake of one party (decision 295)."""

from kevread.agreements.models import Agreement, Kept, Obligation, Postponement


def is_shown(agreement: Agreement) -> bool:
    """Whether the document that its parties signed is kept, of the agreement or of an amendment. One query."""
    return agreement.instruments.signed().exclude(document=None).exists()


def relies_on(agreement: Agreement) -> bool:
    """Whether its signed document is kept, or a party did something of what it owes: told it kept, even if the other contested
    that, or asked for a later day. Three queries at most."""
    owed = Obligation.objects.filter(agreement=agreement)
    return (
        is_shown(agreement)
        or Kept.objects.filter(obligation__in=owed).exists()
        or Postponement.objects.filter(obligation__in=owed).exists()
    )


def relies_on_it(obligation: Obligation) -> bool:
    """The same of one thing that is owed. Of what the other says it does not owe, undoing it is the answer."""
    return (
        is_shown(obligation.agreement)
        or Kept.objects.filter(obligation=obligation).exists()
        or Postponement.objects.filter(obligation=obligation).exists()
    )
