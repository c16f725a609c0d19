"""What the addresses of these screens name, among what this request may see."""

from uuid import UUID

from kevread.staff.models import Assignment, Contract, Hosted, Placed, Post
from kevread.staff.permissions import employers
from kevread.ui.access import read_by_right, seen
from kevread.ui.request import Request


def post_of(request: Request, key: UUID) -> Post:
    """A post of the organisation of the address. Raises Http404."""
    rows = Post.objects.visible_to(request.actor).filter(employer=request.scale).select_related("employer")
    return seen(rows.filter(pk=key).first(), lambda _: True)


def contract_of(request: Request, key: UUID) -> Contract:
    """A contract of it, for the line of its employer and the person. Raises Http404."""
    rows = Contract.objects.visible_to(request.actor, employers(request.actor, request.on)).filter(
        employer=request.scale
    )
    found = rows.select_related("employer", "person", "signatory", "continues__employer", "decision").filter(pk=key)
    return read_by_right(request, seen(found.first(), lambda _: True))


def assignment_of(request: Request, key: UUID) -> Assignment:
    rows = Assignment.objects.visible_to(request.actor).filter(post__employer=request.scale)
    found = rows.select_related("post__employer", "contract__person", "local").filter(pk=key)
    return seen(found.first(), lambda _: True)


def hosted_of(request: Request, key: UUID) -> Hosted:
    """Somebody who is there by no contract, for the line of the employer. Raises Http404."""
    rows = Hosted.objects.visible_to(request.actor, employers(request.actor, request.on)).filter(employer=request.scale)
    return read_by_right(request, seen(rows.select_related("employer", "tutor").filter(pk=key).first(), lambda _: True))


def placed_of(request: Request, key: UUID) -> Placed:
    """Somebody whom another places here, for the line of the employer. Raises Http404."""
    rows = Placed.objects.visible_to(request.actor, employers(request.actor, request.on)).filter(employer=request.scale)
    return read_by_right(request, seen(rows.select_related("employer").filter(pk=key).first(), lambda _: True))
