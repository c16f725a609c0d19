"""What rooms declare is whole: no verb without its declaration, none declared for nobody, none named from below."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps.registry import apps
from django.urls import URLPattern, URLResolver, get_resolver

from kevread.common import rooms
from kevread.common.rooms import HOUSE, TABS, Heard, Room, Verb, declare, verbs
from kevread.seats.roles import every_right
from kevread.ui import tabs
from tests.test_architecture import HEIGHT, PACKAGE

LIVED = [verb for verb in verbs() if not verb.name.startswith("tests.")]


def written(source: str) -> Iterator[tuple[str, bool]]:
    """Each string of a source that could name a verb, and whether an act is opened with it."""
    opened = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "act" and node.args:
            opened.add(node.args[0])
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node in opened


def sources() -> Iterator[tuple[str, str]]:
    for path in PACKAGE.rglob("*.py"):
        if "migrations" not in path.parts and path.name not in ("room.py", "rooms.py"):
            yield path.relative_to(PACKAGE).parts[0], path.read_text(encoding="utf-8")


def named_from_below(room: str, source: str) -> list[str]:
    names = {verb.name for verb in LIVED}
    return [text for text, _ in written(source) if text in names and HEIGHT[text.partition(".")[0]] > HEIGHT[room]]


def test_every_act_has_a_declared_verb_and_every_verb_an_act():
    declared = {verb.name for verb in LIVED}
    assert len(declared) > 120
    found = {one for _, source in sources() for one in written(source)}
    assert {text for text, opens in found if opens} - declared == set()
    assert declared - {text for text, _ in found} == set()


def test_no_room_names_a_verb_of_a_room_above():
    assert {room: named for room, source in sources() if (named := named_from_below(room, source))} == {}


def test_a_verb_that_is_named_from_below_is_caught():
    assert named_from_below("mail", 'acts.filter(verb="seats.fill")') == ["seats.fill"]
    assert named_from_below("home", 'acts.filter(verb="seats.fill")') == []


def test_a_verb_asks_a_right_that_somebody_has():
    assert {verb.name: verb.right for verb in LIVED if verb.right not in (None, *every_right())} == {}


def test_a_verb_does_not_say_its_room_twice():
    assert [
        verb.name for verb in LIVED if verb.name.split(".")[0].rstrip("s") in verb.name.split(".")[1].split("_")
    ] == []


# What is told alike so that nobody learns which it was (`staff.room.KEPT_UP`): nothing else is.
TOLD_ALIKE = {"a tenu à jour un contrat de travail"}


def test_a_sentence_is_said_of_one_verb_but_where_telling_them_apart_would_tell_of_somebody():
    alike: dict[str, list[Verb]] = {}
    for verb in LIVED:
        alike.setdefault(verb.sentence, []).append(verb)
    shared = {sentence: told for sentence, told in alike.items() if len(told) > 1}
    assert set(shared) == TOLD_ALIKE
    for told in shared.values():
        assert {(verb.name.partition(".")[0], verb.right, verb.heard) for verb in told} == {
            (told[0].name.partition(".")[0], told[0].right, Heard.NOWHERE)
        }


def test_a_room_is_declared_once(monkeypatch):
    monkeypatch.setattr(rooms, "ROOMS", {})
    ours = Room("toy", verbs=(Verb("toy.play", "a joué", None, because="anybody plays"),))
    assert declare(ours) is declare(ours)
    with pytest.raises(RuntimeError, match="« toy » is declared twice"):
        declare(Room("toy"))
    with pytest.raises(ValueError, match="is declared twice by the room « toy »"):
        Room("toy", verbs=ours.verbs * 2)


PANEL = re.compile(r"{% panel \"(\w+)\"")


def test_every_place_that_a_page_leaves_is_filled_and_none_is_offered_for_nothing():
    places = {name for path in PACKAGE.rglob("*.html") for name in PANEL.findall(path.read_text(encoding="utf-8"))}
    offered = [name for room in rooms.ROOMS.values() for name in room.panels]
    assert sorted(offered) == sorted(places)


def test_a_place_that_nothing_fills_is_caught():
    with pytest.raises(RuntimeError, match="« weather »"):
        rooms.panel("weather")


# Screens, places and templates ---------------------------------------------------------------------------------------

SCREEN = re.compile(rf"""(?<=["'])({"|".join(HEIGHT)}):(\w+)(?=["'])""")
TEMPLATE = re.compile(rf"""(?<=["'])({"|".join(HEIGHT)})/[\w/]+\.(?:html|txt|js|css)""")
TABLE = re.compile(
    rf"""\b({"|".join(HEIGHT)})_({"|".join(sorted({model.__name__.lower() for model in apps.get_models()}))})\b"""
)
PLACED = re.compile(
    r"""\{%\s*place(?:_on|_if_any)?\s+["'](\w+)["']|\b(?:places\.)?place(?:_if_any)?\(\s*["'](\w+)["']"""
)


def written_in(*endings: str) -> Iterator[tuple[str, str, str]]:
    for path in PACKAGE.rglob("*"):
        if path.suffix in endings and "migrations" not in path.parts:
            yield path.relative_to(PACKAGE).parts[0], str(path.relative_to(PACKAGE)), path.read_text(encoding="utf-8")


def rooms_above(room: str, text: str) -> list[str]:
    """What a room names of the rooms above: a screen, a template, a table."""
    found = [match for pattern in (SCREEN, TEMPLATE, TABLE) for match in pattern.finditer(text)]
    return [match[0] for match in found if HEIGHT[match[1]] > HEIGHT[room]]


def test_no_room_names_a_screen_a_template_or_a_table_of_a_room_above():
    found = {
        path: names for room, path, text in written_in(".py", ".html", ".txt") if (names := rooms_above(room, text))
    }
    assert found == {}


def test_a_name_from_above_is_caught():
    assert rooms_above("seats", "{% url 'sittings:meeting' scale=1 %}") == ["sittings:meeting"]
    assert rooms_above("seats", '{% include "votes/few.html" %}') == ["votes/few.html"]
    assert rooms_above("seats", '"SELECT FROM votes_poll"') == ["votes_poll"]
    assert rooms_above("sittings", "{% url 'seats:bodies' scale=1 %} \"votes/few.html\"") == []


def test_every_screen_that_is_declared_leads_somewhere():
    resolver = get_resolver()
    nowhere = []
    for screen in rooms.screens():
        room, _, name = screen.name.partition(":")
        if name not in resolver.namespace_dict[room][1].reverse_dict:
            nowhere.append(screen.name)
    assert nowhere == []
    assert len(list(rooms.screens())) > 30


def test_every_place_that_is_named_is_drawn_by_one_room():
    named = {
        noun for _, _, text in written_in(".py", ".html") for pair in PLACED.findall(text) for noun in pair if noun
    }
    assert len(named) > 15
    for noun in named - {"nowhere"}:
        assert rooms.place(noun).name.partition(":")[0] in rooms.ROOMS, noun
    nouns = [screen.place for screen in rooms.screens() if screen.place]
    assert len(nouns) == len(set(nouns))


def test_every_screen_named_in_the_code_exists():
    """A name that leads nowhere would only be seen where somebody draws it."""
    resolver = get_resolver()
    missing = [
        f"{path}: {match[0]}"
        for _, path, text in written_in(".py", ".html")
        for match in SCREEN.finditer(text)
        if match[2] not in resolver.namespace_dict[match[1]][1].reverse_dict
    ]
    assert missing == []


NOUNS = {*(tab.noun for tab in TABS), HOUSE}


def addresses(resolver: URLResolver, before: str = "", room: str = "") -> Iterator[tuple[str, str]]:
    """Every address of the application, with its room; of the pages of accounts, none is said."""
    for pattern in resolver.url_patterns:
        path = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield room, path
        else:
            yield from addresses(pattern, path, pattern.namespace or room)


def test_every_page_stands_under_a_tab_that_its_room_says():
    """By the first word of its address after the scale, or by its first word; two rooms that share a word say the same."""
    lost = []
    for room, path in addresses(get_resolver()):
        first, _, rest = path.partition("/")
        word = rest.partition("/")[0].partition(".")[0] if first == "<slug:scale>" else f"{first}/"
        said = rooms.ROOMS[room].tabs if room in rooms.ROOMS else rooms.tabs()
        if said.get(word) not in NOUNS and "." not in path.rpartition("/")[2] and room != "trimmed":
            lost.append(f"{room}: {path}")
    assert lost == []
    assert set(rooms.tabs().values()) <= NOUNS


def test_a_tab_leads_to_pages_that_stand_under_it_each_with_its_name_and_its_rank():
    for noun in NOUNS:
        under = [screen.under for screen in rooms.screens_under(noun)]
        assert all(one.called for one in under)
        assert len({one.rank for one in under}) == len(under), noun
    for screen in rooms.screens():
        if screen.under:
            found = tabs.nearest(screen.name, "x")
            first, _, rest = found.at("x").strip("/").partition("/")
            word = rest.partition("/")[0] if first == "x" else f"{first}/"
            assert rooms.tabs()[word] == screen.under.noun, screen.name
    assert [tab.noun for tab in TABS if not rooms.screens_under(tab.noun)] == []
