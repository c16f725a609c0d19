"""The founding document, attached, and where the words of each rule stand in it."""

from datetime import datetime
from hashlib import sha256

from kevread.charter import permissions
from kevread.charter.engine import framework
from kevread.charter.models import Passage, Source
from kevread.charter.source import locate
from kevread.common.actor import Actor
from kevread.common.errors import Invalid, Refused
from kevread.common.facts import HEAD
from kevread.common.words import seen
from kevread.directory.models import Organisation
from kevread.journal.operations import act


class FewerFound(Refused):
    """The document attached holds all of its passages; the one that would replace it holds fewer. `missing` are the rules
    whose words it does not hold."""

    def __init__(self, before: int, found: int, missing: list[str]) -> None:
        absent = f" Introuvables : {', '.join(missing[:8])}{'…' if len(missing) > 8 else ''}." if missing else ""
        super().__init__(
            f"Le document déjà joint contient ses {before} passages ; avec ces fichiers, {found} seulement se retrouvent."
            f"{absent} Rien n’a été remplacé."
        )
        self.missing = missing


def attach_source(
    *, actor: Actor, name: str, text: str, quotes: list[tuple[str, str]], now: datetime, replace: bool = False
) -> Source:
    """Attach the federation's own document, and find in it the words of each rule. Replaces the one attached before.

    `quotes` are (rule, words) in the order of the document. A passage that is not found is kept without a position.
    Raises Denied; Invalid: empty document, or no text; rule that the framework does not know, or that comes twice; and
    FewerFound, unless `replace` is said: the one attached holds all of its passages, this one fewer.
    """
    head = Organisation.objects.at_scale(HEAD).get()
    permissions.may_attach_source(actor, head).or_raise()
    if not seen(text):
        raise Invalid("text", "Ce document est vide.")
    for field, words in (("text", text), *(("quotes", quote) for _, quote in quotes)):
        if "\0" in words:
            raise Invalid(field, "Ce fichier n’est pas un texte : enregistrez-le en texte simple (UTF-8).")
    known, quoted = framework().articles, set[str]()
    for line, (rule, _) in enumerate(quotes, start=2):
        if rule not in known:
            raise Invalid("quotes", f"Ligne {line} : la règle {rule} n’existe pas dans le cadre commun.")
        if rule in quoted:
            raise Invalid("quotes", f"Ligne {line} : la règle {rule} a déjà son passage plus haut.")
        quoted.add(rule)
    places = locate(text, [quote for _, quote in quotes])
    digest = sha256(text.encode()).hexdigest()
    arguments = {"name": name, "sha256": digest, "quotes": len(quotes)}
    with act("charter.attach_source", actor=actor, about=head, now=now, arguments=arguments):
        Organisation.objects.lock(head.pk)
        before = list(Passage.objects.filter(source__name=name).values_list("start", flat=True))
        found = sum(1 for place in places if place)
        if not replace and None not in before and found < len(before):
            missing = [rule for (rule, _), place in zip(quotes, places, strict=True) if place is None]
            raise FewerFound(len(before), found, missing)
        Passage.objects.filter(source__name=name).delete()
        source, _ = Source.objects.update_or_create(
            name=name, defaults={"text": text, "sha256": digest, "attached_at": now}
        )
        Passage.objects.bulk_create(
            Passage(
                source=source,
                rule=rule,
                quote=quote,
                start=place[0] if place else None,
                end=place[1] if place else None,
            )
            for (rule, quote), place in zip(quotes, places, strict=True)
        )
    return source
