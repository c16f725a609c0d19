"""The posts of an employer in their line, the page of one, and what is done to it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from kevread.common.facts import GROUPING, LOCAL
from kevread.directory.models import Affiliation, Organisation
from kevread.seats.rules import dates
from kevread.staff import operations
from kevread.staff.exports import POSTS
from kevread.staff.forms import AnnulForm, AssignForm, DescribeForm, LastForm, PostForm
from kevread.staff.loader import framework
from kevread.staff.models import Assignment, Contract, Post
from kevread.staff.permissions import employers, may_employ
from kevread.staff.queries.board import boards, post_node, serving
from kevread.staff.queries.passing import passed_to, to_take_over
from kevread.staff.scene import post_of
from kevread.ui.access import may, signed_in, today_only
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
        "passed": passed_to(request.scale, request.on) if is_local else None,
        "keeps": keeps,
        "passing": len(to_take_over(request.scale, request.on)) if keeps and request.scale.scale == GROUPING else 0,
        "mine": mine_of(request),
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
    context = {
        "post": found,
        "node": post_node(found, request.on),
        "sheets": found.sheets.order_by("-period").select_related("under"),
        "before": ended.select_related("contract__person", "local").order_by("-period"),
        "keeps": keeps and found.end_reason != Post.EndReason.MISTAKE,
        "may_read": employers(request.actor, request.on),
    }
    return render(request, "staff/post.html", context)


def above(request: Request, but: Post | None = None) -> Any:
    """The posts under which one may stand."""
    rows = Post.objects.on(request.today).standing().filter(employer=request.scale)
    return (rows.exclude(pk=but.pk) if but else rows).order_by("name")


@signed_in
@today_only
def open_post(request: Request, scale: str) -> HttpResponse:
    """A post and its first sheet."""
    may_employ(request.actor, request.scale, request.today).or_raise()
    rows = above(request)
    top = rows.filter(function__in=[code for code, one in framework().functions.items() if one.directs]).first()
    form = PostForm(request.scale.scale, rows, request.POST or None, initial={"first": request.today, "under": top})

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
            now=request.now,
        )
        return Done(f"« {made.name} » est ouvert.", "staff:post", scale=scale, key=made.pk)

    gesture = perform(request, form, open_it)
    return gesture.done or gesture.page("staff/open_post.html")


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


def close(request: Request, post: Post, form: LastForm) -> object:
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
        "Il n’existe plus après ce jour ; ce qu’il fut reste lisible.",
        "Fermer le poste",
        last_form,
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
