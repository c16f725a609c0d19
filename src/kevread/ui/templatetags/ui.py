"""The words and marks of every screen. Builtins: no template loads them."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

import lucide as drawings
from django import template
from django.forms import BaseForm
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kevread.common import money, rooms
from kevread.common.errors import Way
from kevread.common.periods import Period
from kevread.common.verdicts import REASON_WORDS, SEVERITY_WORDS, VERDICT_WORDS, Reason, Severity, Verdict
from kevread.common.words import of as of_name
from kevread.common.words import that as that_name
from kevread.common.words import the as the_name
from kevread.common.words import to as to_name
from kevread.ui import charts, hemicycle, places, switching, tabs, why, words
from kevread.ui.days import days as line_of
from kevread.ui.spreadsheet import FORMATS

register = template.Library()

MARKS = {
    Verdict.CONFORMS: '<circle cx="8" cy="8" r="7" fill="currentColor"/>',
    Verdict.BREACHES: '<path d="M1 1h9v5h5v9H1z" fill="currentColor"/>',
    Verdict.UNKNOWN: '<circle class="ring" cx="8" cy="8" r="6.5"/>',
    Verdict.NOT_APPLICABLE: '<circle cx="8" cy="8" r="2.5" fill="currentColor"/>',
}


@register.filter
def number(value: Any, decimals: int | None = None) -> str:
    return "" if value in (None, "") else words.number(value, decimals)


@register.filter
def plural(count: int, forms: str) -> str:
    """`{{ n|plural:"siège" }}`, `{{ n|plural:"local,locaux" }}`: the word alone, without the number."""
    one, _, several = forms.partition(",")
    return words.plural(count, one, several)


@register.filter
def counted(count: int, forms: str) -> str:
    """`{{ n|counted:"siège" }}` → « 3 sièges »."""
    one, _, several = forms.partition(",")
    return words.counted(count, one, several)


@register.filter
def of(name: Any) -> str:
    """`{{ person|of }}` → « d’Azenor Madezou », « de Rozenn Ropartel »."""
    return of_name(str(name))


@register.filter
def the(name: Any) -> str:
    """`par {{ funder.name|the }}` → « par le Conseil régional », « par ESS 35 »."""
    return the_name(str(name))


@register.filter
def that(name: Any) -> str:
    """`Ce {{ scale.name|that }} attend` → « Ce qu’ESS 35 attend », « Ce que le Conseil régional attend »."""
    return that_name(the_name(str(name)))


@register.filter
def to(name: Any) -> str:
    """`{{ funder.name|to }}` → « au Conseil régional », « à ESS 35 »."""
    return to_name(str(name))


@register.filter(is_safe=True)
def whole(text: str) -> str:
    """`{{ told.sentence|whole }}`: « 12 septembre » and « ESS 35 » stay on one line."""
    return words.whole(str(text))


@register.filter
def svg(value: float) -> str:
    return words.svg(value)


@register.simple_tag
def day(value: date | None) -> str:
    """`{% day d %}` → a time element, « 12 mars 2026 »; of a moment, its day in the time of the federation."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words.day(value)) if value else ""


@register.filter
def in_full(value: date) -> str:
    """`{{ due_on|in_full }}` → « 12 mars 2026 »: in a letter, which is bare text."""
    return words.day(value)


@register.filter
def short_month(value: date) -> str:
    """`{{ start|short_month }}` → « juil. »: as French shortens it, under a drawing."""
    return words.short_month(value)


@register.simple_tag
def tile(value: date) -> str:
    """`{% tile meeting.day %}`: a day as one looks for it in a list. Hidden from readers: the words beside say it."""
    return format_html('<span class="tile" aria-hidden="true"><b>{}</b>{}</span>', value.day, words.short_month(value))


@register.filter
def hour(at: datetime | None) -> str:
    """`{{ letter.at|hour }}` → « 17 h 40 », in the time of the federation."""
    return words.hour(timezone.localtime(at)) if at else ""


@register.filter
def clock(at: time) -> str:
    """`{{ offer.starts|clock }}` → « 18 h 30 »: an hour of the day, of no day in particular."""
    return words.hour(datetime.combine(date.min, at))


@register.simple_tag
def instant(at: datetime | None) -> str:
    """`{% instant act.at %}` → a time element, « 12 mars 2026 à 17 h 40 », both in the time of the federation."""
    if not at:
        return ""
    local = timezone.localtime(at)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words.moment(local))


@register.simple_tag(takes_context=True)
def period(context: template.Context, value: Any) -> str:
    """`{% period mandate.period %}` → « du 1er janvier 2025 au 30 juin 2027 », the last day included."""
    return words.period(Period.of(value), context.get("today"))


@register.simple_tag
def mark(verdict: str) -> SafeString:
    """The shape alone, hidden from readers: always beside a word."""
    inner = mark_safe(MARKS[Verdict(verdict)])  # noqa: S308 — constants above
    return format_html('<svg class="mark" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', inner)


@register.simple_tag
def verdict(value: str, reason: str = "", word: str = "") -> SafeString:
    """`{% verdict v %}`, `{% verdict v reason %}`: the mark and its word."""
    known = Verdict(value)
    text = word or (REASON_WORDS[Reason(reason)] if reason else VERDICT_WORDS[known])
    return format_html('<span class="verdict is-{}">{}{}</span>', known.value, mark(known), text)


@register.simple_tag
def severity(value: Any) -> SafeString:
    known = Severity.of(value) if isinstance(value, str) else Severity(value)
    return format_html('<span class="severity severity-{}">{}</span>', known.word, SEVERITY_WORDS[known])


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """A lucide icon, decorative unless it has a label."""
    told: dict[str, Any] = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    return mark_safe(drawings._render_icon(name + "", 20, **{"class": "icon"}, **told))  # noqa: S308, SLF001 — drawn by lucide


@register.simple_tag(takes_context=True)
def url_on(context: template.Context, name: str, *args: Any, **kwargs: Any) -> str:
    """`{% url_on 'room:screen' scale=slug %}`: like `url`, on the day that is being looked at."""
    return tabs.keep_date(context.get("request"), reverse(name, args=args, kwargs=kwargs))


register.simple_tag(places.place, name="place")  # `{% place 'meeting' scale=slug key=key %}`
register.simple_tag(places.place_if_any, name="place_if_any")


@register.simple_tag(takes_context=True)
def place_on(context: template.Context, noun: str, **where: Any) -> str:
    """`{% place_on 'bodies' scale=slug %}`: like `place`, on the day that is being looked at."""
    return tabs.keep_date(context.get("request"), places.place(noun, **where))


@register.simple_tag(takes_context=True)
def panel(context: template.Context, name: str, **about: Any) -> str:
    """What a room above offers at this place of the page: `{% panel "story" row=mandate.pk %}`."""
    return rooms.panel(name)(context["request"], **about)


@register.simple_tag(takes_context=True)
def open_way(context: template.Context, way: Way | None) -> str:
    """`{% open_way told.way as there %}`: where a way leads, for whoever would be let in there; nothing for whoever would be
    refused, as tabs ask it. `place_keys` is given by the room that knows the places."""
    request, keys = context.get("request"), context.get("place_keys") or {}
    if way is None or not places.lets_in(way, getattr(request, "actor", None), keys.get(way.where.get("scale"))):
        return ""
    return tabs.keep_date(request, places.way_address(way))


@register.simple_tag(takes_context=True)
def open_on(context: template.Context, name: str, **where: Any) -> str:
    """`{% open_on 'room:screen' scale=slug as there %}`: the same, of a screen by its name or of a place by its noun."""
    return open_way(context, Way("", name, where))


register.filter("address", places.way_address)  # `{{ way|address }}`


@register.simple_tag(takes_context=True)
def keep_date(context: template.Context, url: str) -> str:
    return tabs.keep_date(context.get("request"), url)


@register.simple_tag(takes_context=True)
def at_scale(context: template.Context, slug: str) -> str:
    """The same screen, or the same tab, at another scale. `place_keys` is given by the room that knows the places."""
    return lead(context)(slug)


def lead(context: template.Context) -> Callable[[str], str]:
    request, keys = context.get("request"), context.get("place_keys") or {}
    if request is None:
        return lambda slug: ""
    leading = tabs.leading(request)
    return lambda slug: leading(slug, keys.get(slug)) or ""


@register.filter
def way(slug: str) -> str:
    """In the switcher alone: where the link to a place goes, filled in for each page."""
    return f"{switching.CUT}{slug}{switching.CUT}"


@register.simple_tag(takes_context=True)
def switch_button(context: template.Context) -> SafeString:
    return drawn(context).button


@register.simple_tag(takes_context=True)
def switch_dialog(context: template.Context) -> SafeString:
    there = lead(context)
    return drawn(context).leading(lambda slug: there(slug) or "#")


def drawn(context: template.Context) -> switching.Drawn:
    """Already, by the room that knows the places; else now."""
    switcher = context["switcher"]
    return getattr(switcher, "drawn", None) or switching.draw(switcher)


@register.simple_tag(takes_context=True)
def hidden_query(context: template.Context, *without: str) -> SafeString:
    """The rest of the query, as hidden fields of a GET form."""
    request = context.get("request")
    sent = request.GET if request else QueryDict()
    pairs = ((key, value) for key in sent if key not in without for value in sent.getlist(key))
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The present query with these changes: `{% query page=3 %}`. None or "" removes."""
    request = context.get("request")
    values = request.GET.copy() if request else None
    if values is None:
        return ""
    for key, value in changes.items():
        values.pop(key, None)
        if value not in (None, ""):
            values[key] = value
    return f"?{values.urlencode()}" if values else "?"


@register.inclusion_tag("ui/take.html", takes_context=True)
def take(context: template.Context, name: str, what: str = "Emporter cette liste", **where: Any) -> dict:
    """`{% take 'room:screen' scale=scale.slug %}`: the list of this page in a spreadsheet, with what its filters hold, of
    the day that it shows. A noun where a room above draws the file (`ui.spreadsheet.files`)."""
    asked = query(context, page="", apres="")
    csv, xlsx = (places.screen_address(f"{name}_{form}", **where) + asked for form in FORMATS)
    return {"csv": csv, "xlsx": xlsx, "what": what}


@register.filter
def errors_of(form: BaseForm) -> list[tuple[str, str, str]]:
    """The errors of a form as (anchor, label, sentence), for the summary above it. A sentence that begins with the name of its
    field, as that of an identifier does, says it once."""
    return [
        (form[name].id_for_label, label := str(form[name].label), str(error).removeprefix(f"{label} : "))
        if name in form.fields
        else ("", "", str(error))
        for name, errors in form.errors.items()
        for error in errors
    ]


@register.inclusion_tag("ui/why.html", takes_context=True)
def why_i_see(context: template.Context, what: str = "", organisation: Any = None) -> dict:
    """`{% why_i_see "ce mandat" %}`, `{% why_i_see "ce constat" organisation %}`: by which hat, and who else.

    Without a word: of the page itself, where its view is for those who may read the organisation of its address.
    """
    request = context.get("request")
    where = organisation or getattr(request, "scale", None)
    if where is None or not (what or reads_only(request)):
        return {"sentence": ""}
    if own := getattr(request, "own_reason", "") if not what else "":
        return {"sentence": own}
    what = what or "cette page"
    url = places.place_if_any("who_reads", scale=where.slug)
    return {
        "sentence": why.why(getattr(request, "actor", None), where, what),
        "url": tabs.keep_date(request, url) if url else "",
        "others": why.others(what),
    }


def reads_only(request: Any) -> bool:
    match = getattr(request, "resolver_match", None)
    return getattr(getattr(match, "func", None), "access", "") == "read"


@register.inclusion_tag("ui/bars.html")
def bars(rows: list, unit: str = "") -> dict:
    """Ranked bars: rows of (label, value) or (label, value, url); the longest is whole."""
    return {"rows": charts.bars(rows), "unit": unit}


@register.inclusion_tag("ui/timeline.html", takes_context=True)
def timeline(context: template.Context, rows: list, first: int, last: int) -> dict:
    """Periods on years: rows of (label, [(period, title)])."""
    return charts.timeline(rows, first, last, context.get("on"))


@register.inclusion_tag("ui/days.html")
def days(first: date, number: int, events: list, label: str) -> dict:
    """A line of days, with what stands on it: `ui.days.Event`. Beside it, a list says the same where there is no room."""
    return line_of(first, number, events) | {"label": label}


@register.inclusion_tag("ui/dots.html")
def dots(held: int, places: int, ours: int = 0, word: str = "siège") -> dict:
    """One dot a place: held, ours, free."""
    return {"dots": charts.dots(held, places, ours), "held": held, "places": places, "word": word}


@register.inclusion_tag("ui/hemicycle.html", name="hemicycle")
def seats_drawn(sectors: list, figure: str, notes: list[str], says: str) -> dict:
    """A hemicycle of sectors (`ui.hemicycle`), a figure in its middle and what it counts. `says` names the drawing."""
    below = [(-42 + 18 * n, line) for n, line in enumerate(notes)]
    return {"drawing": hemicycle.draw(sectors), "figure": figure, "notes": below, "says": says}


@register.filter
def euros(cents: int) -> str:
    """`{{ line.cents|euros }}` → « 1 250,50 € », or « 40 € »."""
    return money.euros(cents)


@register.filter
def aligned_euros(cents: int) -> str:
    """`{{ line.cents|aligned_euros }}` → « 40,00 € »: in a column of figures, always with its cents."""
    return money.euros(cents, aligned=True)
