"""The posts of an employer in their line, the page of one, and what is done to it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kevread.common.facts import GROUPING, LOCAL
from kevread.directory.models import Affiliation, Organisation
from kevread.seats.rules import dates
from kevread.staff import operations
from kevread.staff.exports import POSTS
from kevread.staff.forms import AnnulForm, AssignForm, ClosePostForm, DescribeForm, LastForm, PostForm
from kevread.staff.loader import framework
from kevread.staff.models import Assignment, Contract, Post
from kevread.staff.operations.posts import RECEIVES
from kevread.staff.permissions import employers, may_employ
from kevread.staff.queries.board import Node, Work, boards, post_node, serving
from kevread.staff.queries.passing import passed_to, to_take_over
from kevread.staff.queries.supports import supports_of
from kevread.staff.scene import post_of
from kevread.ui.access import may, seen, signed_in, today_only
from kevread.ui.changing import Change
from kevread.ui.gestures import Done, perform
from kevread.ui.request import Request
from kevread.ui.spreadsheet import table_file

from .change import change


@may("read")
def posts(request: Request, scale: str) -> HttpResponse:
    """Who does what, under which two authorities; what is to be filled."""
    found = boards(request.scale, request.actor, request.on)
    own = next(one for one in found if one.organisation == request.scale)
    is_local = request.scale.scale == LOCAL
    keeps = not request.is_past and bool(may_employ(request.actor, request.scale, request.today))
    context = {
        "own": own,
        "others": [one for one in found if one is not own],
        "serving": serving(request.scale, request.actor, request.on) if is_local else [],
        "supports": supports_of(own, request.on) if request.scale.scale == GROUPING and own.nodes else [],
        "passed": passed_to(request.scale, request.on) if is_local else None,
        "keeps": keeps,
        "passing": len(to_take_over(request.scale, request.on)) if keeps and request.scale.scale == GROUPING else 0,
        "mine": mine_of(request),
        "received": to_receive(request) if keeps else [],
    }
    return render(request, "staff/posts.html", context)


def mine_of(request: Request) -> Contract | None:
    """The contract that this person has here that day."""
    if request.actor.person is None:
        return None
    rows = Contract.objects.on(request.on).standing().filter(employer=request.scale, person=request.actor.person)
    found: Contract | None = rows.first()
    return found


@may("read")
def posts_file(request: Request, scale: str, form: str) -> HttpResponse:
    """The same, for a spreadsheet: a line for each person at a post, one for each post that nobody fills."""
    found = boards(request.scale, request.actor, request.on)
    rows = [
        (node, work, one.organisation)
        for one in found
        for node in one.nodes
        for work in (*node.works, *([] if node.works else [None]))
    ]
    return table_file(request, POSTS, rows, form)


@may("read")
def post(request: Request, scale: str, key: UUID) -> HttpResponse:
    """A post: what it is about, who fills it, under whom, at whose service; what it was."""
    found = post_of(request, key)
    keeps = not request.is_past and bool(may_employ(request.actor, request.scale, request.today))
    ended = Assignment.objects.standing().filter(post=found, period__endswith__lte=request.on)
    node = post_node(found, request.on)
    context = {
        "post": found,
        "node": node,
        "works": with_contracts(request, node),
        "sheets": found.sheets.order_by("-period").select_related("under"),
        "before": ended.select_related("contract__person", "local").order_by("-period"),
        "keeps": keeps and found.end_reason != Post.EndReason.MISTAKE,
        "origins": origins(found),
        "next": Post.objects.standing().filter(continues=found).first(),
        "may_read": employers(request.actor, request.on),
    }
    return render(request, "staff/post.html", context)


def with_contracts(request: Request, node: Node) -> list[tuple[Work, UUID | None]]:
    """Each who works there, with their contract, for whoever may read it."""
    also = employers(request.actor, request.on)
    read = Contract.objects.visible_to(request.actor, also).filter(employer=request.scale).values("pk")
    rows = Assignment.objects.filter(pk__in=[one.key for one in node.works], contract__in=read)
    keys = dict(rows.values_list("pk", "contract"))
    return [(one, keys.get(one.key)) for one in node.works]


def above(request: Request, but: Post | None = None) -> Any:
    """The posts under which one may stand."""
    rows = Post.objects.on(request.today).standing().filter(employer=request.scale)
    return (rows.exclude(pk=but.pk) if but else rows).order_by("name")


@signed_in
@today_only
def open_post(request: Request, scale: str) -> HttpResponse:
    """A post and its first sheet."""
    may_employ(request.actor, request.scale, request.today).or_raise()
    rows, continued = above(request), continued_by(request)
    top = rows.filter(function__in=[code for code, one in framework().functions.items() if one.directs]).first()
    told = {"first": request.today, "under": top} | (told_of(continued, request.today) if continued else {})
    form = PostForm(request.scale.scale, rows, request.POST or None, initial=told)

    def open_it() -> Done:
        said = form.cleaned_data
        made = operations.open_post(
            actor=request.actor,
            employer=request.scale,
            function=said["function"],
            name=said["name"],
            is_territorial=said["is_territorial"],
            period=dates(said["first"], said["last"]),
            description=form.description,
            continues=continued,
            now=request.now,
        )
        return Done(f"« {made.name} » est ouvert.", "staff:post", scale=scale, key=made.pk)

    gesture = perform(request, form, open_it)
    return gesture.done or gesture.page("staff/open_post.html", {"continued": continued})


def to_receive(request: Request) -> list[Post]:
    """What other employers pass to this one, the first to end first."""
    return list(Post.objects.to_receive(request.scale).select_related("employer").order_by("period", "pk"))


def continued_by(request: Request) -> Post | None:
    """The one that the address names, among those that are passed here. Raises Http404 for any other."""
    key = request.GET.get("suite", "")
    if not key:
        return None
    return seen(next((one for one in to_receive(request) if str(one.pk) == key), None), lambda _: True)


def told_of(post: Post, today: date) -> dict[str, Any]:
    """What its last sheet said of it, to be kept or changed; from the day after its last, or today."""
    said: dict[str, Any] = {"function": post.function, "name": post.name, "is_territorial": post.is_territorial}
    if (sheet := post.sheets.order_by("-period").first()) is not None:
        said |= {name: getattr(sheet, name) for name in ("axis", "main_mission", "missions", "share")}
    return said | {"first": max(post.dates.end or today, today)}


def origins(post: Post) -> list[tuple[Post, list[Assignment]]]:
    """What it was with other employers, the last first, and who was there: who reads this post reads where it comes from."""
    found: list[tuple[Post, list[Assignment]]] = []
    while post.continues_id:
        post = Post.objects.select_related("employer").get(pk=post.continues_id)
        works = Assignment.objects.standing().filter(post=post).select_related("contract__person", "local")
        found.append((post, list(works.order_by("-period", "pk"))))
    return found


def describe_form(request: Request, post: Post) -> DescribeForm:
    sheet = post.sheets.on(request.today).first()
    told = {"first": request.today}
    if sheet is not None:
        told |= {name: getattr(sheet, name) for name in ("axis", "main_mission", "missions", "share", "under")}
    return DescribeForm(above(request, post), request.POST or None, initial=told)


def describe(request: Request, post: Post, form: DescribeForm) -> object:
    said = {"description": form.description, "first": form.cleaned_data["first"]}
    return operations.describe(actor=request.actor, post=post, now=request.now, **said)


def assign_form(request: Request, post: Post) -> AssignForm:
    employed = Contract.objects.standing().filter(employer=request.scale, period__endswith__isnull=True)
    current = Contract.objects.standing().filter(employer=request.scale, period__endswith__gt=request.today)
    contracts = (employed | current).select_related("person").order_by("person__search")
    locals_ = None
    if post.is_territorial:
        members = Affiliation.objects.on(request.today).filter(of=request.scale, member__scale=LOCAL).values("member")
        locals_ = (
            Organisation.objects.filter(pk__in=members) | Organisation.objects.filter(pk=request.scale.pk)
        ).filter(scale=LOCAL)
        locals_ = locals_.order_by("name")
    return AssignForm(contracts, locals_, request.POST or None, initial={"first": request.today, "share": 100})


def assign(request: Request, post: Post, form: AssignForm) -> object:
    said = form.cleaned_data
    return operations.assign(
        actor=request.actor,
        post=post,
        contract=said["contract"],
        period=dates(said["first"], said["last"]),
        share=said["share"],
        local=said.get("local"),
        speciality=said.get("speciality", ""),
        now=request.now,
    )


def last_form(request: Request, row: object) -> LastForm:
    return LastForm(request.POST or None, initial={"last": request.today})


def annul_form(request: Request, row: object) -> AnnulForm:
    return AnnulForm(request.POST or None)


def close_form(request: Request, post: Post) -> ClosePostForm:
    told = {"last": post.dates.last or request.today, "moved_to": post.moved_to_id}
    others = Organisation.objects.on(request.today).filter(scale__in=RECEIVES).exclude(pk=post.employer_id)
    return ClosePostForm(others.order_by("search"), request.POST or None, initial=told)


def close(request: Request, post: Post, form: ClosePostForm) -> object:
    return operations.close_post(actor=request.actor, post=post, now=request.now, **form.cleaned_data)


def annul(request: Request, post: Post, form: AnnulForm) -> object:
    return operations.annul_post(actor=request.actor, post=post, now=request.now, **form.cleaned_data)


CHANGES = {
    "fiche": Change(
        "Récrire la fiche du poste",
        "Ce que la fiche disait avant ce jour reste lisible à sa date.",
        "Récrire la fiche",
        describe_form,
        describe,
        "La fiche du poste est récrite.",
    ),
    "affecter": Change(
        "Affecter quelqu’un à ce poste",
        "Une personne que l’employeur a sous contrat. Pour plusieurs pôles, une affectation pour chacun, avec sa part.",
        "Affecter",
        assign_form,
        assign,
        "L’affectation est inscrite.",
    ),
    "fermer": Change(
        "Fermer ce poste",
        "Il n’existe plus ici après ce jour ; ce qu’il fut reste lisible.",
        "Fermer le poste",
        close_form,
        close,
        "Le dernier jour du poste est inscrit.",
    ),
    "annuler": Change(
        "Annuler ce poste",
        "C’était une erreur : il n’a jamais existé. Sa trace reste au journal.",
        "Annuler le poste",
        annul_form,
        annul,
        "Le poste est annulé.",
    ),
}


@signed_in
@today_only
def change_post(request: Request, scale: str, key: UUID, gesture: str) -> HttpResponse:
    found = post_of(request, key)
    return change(request, CHANGES, gesture, found, found.name, "staff:post", scale=scale, key=found.pk)
