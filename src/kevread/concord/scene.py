"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from django.http import Http404

from kevread.concord.models import Answer, CommonText, CommonTextQuerySet, Named, Version
from kevread.concord.queries import of_organisation, standing_of
from kevread.ui.request import Request


def text_of(request: Request, key: UUID) -> CommonText:
    """A text that concerns the organisation of the address. Raises Http404."""
    rows = of_organisation(request.scale).visible_to(request.actor).select_related("organisation")
    found: CommonText | None = rows.filter(pk=key).first()
    if found is None or standing_of(found, request.on) is None:
        raise Http404("Aucun texte commun que vous pouvez lire n’est à cette adresse.")
    return found


def texts(request: Request) -> CommonTextQuerySet:
    """Those that concern the organisation of the address."""
    return of_organisation(request.scale).visible_to(request.actor)


def version_of(request: Request, key: UUID) -> Version:
    """A version of one of these texts. Raises Http404."""
    rows = Version.objects.filter(text__in=texts(request), written_on__lte=request.on)
    found: Version | None = rows.select_related("text__organisation").filter(pk=key).first()
    if found is None:
        raise Http404("Aucune version que vous pouvez lire n’est à cette adresse.")
    return found


def named_of(request: Request, key: UUID) -> Named:
    """A body of the organisation of the address, named for one of these texts. Raises Http404."""
    rows = Named.objects.filter(version__text__in=texts(request), body__organisation=request.scale)
    found: Named | None = (
        rows.select_related("version__text__organisation", "body__organisation").filter(pk=key).first()
    )
    if found is None:
        raise Http404("Aucune instance d’ici n’est nommée à cette adresse.")
    return found


def answer_of(request: Request, key: UUID) -> Answer:
    """What a body of the organisation of the address answered. Raises Http404."""
    rows = Answer.objects.filter(named__version__text__in=texts(request), named__body__organisation=request.scale)
    found: Answer | None = (
        rows.select_related("named__version__text__organisation", "named__body__organisation", "decision")
        .filter(pk=key)
        .first()
    )
    if found is None:
        raise Http404("Aucune réponse d’une instance d’ici n’est à cette adresse.")
    return found
