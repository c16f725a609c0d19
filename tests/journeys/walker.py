"""Whoever walks through screens without a browser: they read links, buttons and fields, and each gesture counts.

A gesture is what a person does: a click on a link or a button, a field typed or chosen, files picked at once. What a field says
already costs nothing. Only what the page shows can be pressed: a link or a choice that it does not have fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from tests import jobs

SITE = "http://testserver"
SENT_ALONE = ("button", "submit", "image", "reset", "file")


def plain(element: Any) -> str:
    return " ".join(element.text_content().replace("\u202f", " ").replace("\xa0", " ").split())


@dataclass(slots=True)
class Walker:
    """`told`: each gesture, in words, in order."""

    client: Client
    told: list[str] = field(default_factory=list)
    address: str = "/"
    page: Any = None

    @property
    def gestures(self) -> int:
        return len(self.told)

    @property
    def text(self) -> str:
        return plain(self.page.find(".//main"))

    def read(self, address: str) -> None:
        """A page by its address: where one begins, or what refreshes by itself."""
        self.arrive(self.client.get(address, follow=True), address)

    def arrive(self, answer: Any, asked: str) -> None:
        assert answer.status_code in (200, 409, 422), (asked, answer.status_code)
        self.address = answer.redirect_chain[-1][0] if answer.redirect_chain else asked
        self.page = html.fromstring(answer.content.decode())

    def follow(self, words: str) -> None:
        """Press a link."""
        links = {plain(one): one.get("href") for one in reversed(list(self.page.iter("a"))) if one.get("href")}
        found = next((where for said, where in links.items() if words in said), None)
        assert found, f"« {words} » is no link of {self.address}: {sorted(links)}"
        self.told.append(f"lien « {words} »")
        self.read(joined(self.address, found))

    def taken(self, words: str) -> bytes:
        """Press a link that gives a file."""
        links = {plain(one): one.get("href") for one in self.page.iter("a") if one.get("download") is not None}
        found = next((where for said, where in links.items() if words in said), None)
        assert found, f"« {words} » is no file of {self.address}: {sorted(links)}"
        self.told.append(f"fichier « {words} »")
        answer = self.client.get(joined(self.address, found))
        assert answer.status_code == 200, found
        return b"".join(answer.streaming_content) if answer.streaming else answer.content

    def press(self, words: str, said: Mapping[str, Any] | None = None) -> None:
        """Fill what has to be, then press a button."""
        buttons = [one for one in self.page.iter("button") if one.get("type", "submit") == "submit"]
        found = next((one for one in buttons if words in plain(one)), None)
        assert found is not None, f"« {words} » is no button of {self.address}: {[plain(one) for one in buttons]}"
        form = form_of(found, self.page)
        values = filled(form)
        for name, value in (said or {}).items():
            self.fill(form, values, name, value)
        if found.get("name"):
            values[found.get("name")] = [found.get("value", "")]
        self.told.append(f"bouton « {words} »")
        where = joined(self.address, form.get("action") or self.address)
        assert (form.get("method") or "get").lower() == "post"
        self.arrive(self.client.post(where, values, follow=True), where)

    def fill(self, form: Any, values: dict[str, list[Any]], name: str, value: Any) -> None:
        fields = [one for one in form.iter("input", "select", "textarea") if one.get("name") == name]
        assert fields, f"no field « {name} » in {self.address}: {sorted(values)}"
        if fields[0].get("type") == "file":
            assert len(value) == 1 or fields[0].get("multiple") is not None
            values[name] = [SimpleUploadedFile(title, data) for title, data in value]
            self.told.append(f"{len(value)} fichiers choisis")
            return
        if fields[0].tag == "select":
            assert value in {one.get("value", "") for one in fields[0].iter("option")}, (name, value)
        if values.get(name) != [value]:
            values[name] = [value]
            self.told.append(f"{name} : {value}")

    def meaning(self, said: Mapping[str, str]) -> dict[str, str]:
        """The fields beside which the page writes these words, in a table: what each is to mean."""
        found = {}
        for row in self.page.iter("tr"):
            select = row.find(".//select")
            if select is not None and (label := row.find("th/label")) is not None and plain(label) in said:
                found[select.get("name")] = said[plain(label)]
        assert len(found) == len(said), (said, found)
        return found

    def worker(self) -> None:
        """What waits is done, and the page refreshes."""
        jobs.run()
        self.read(self.address)


def joined(address: str, href: str) -> str:
    return urljoin(f"{SITE}{address}", href).removeprefix(SITE)


def form_of(one: Any, page: Any) -> Any:
    """The form of a field, or of a button."""
    if key := one.get("form"):
        return page.get_element_by_id(key)
    while one is not None and one.tag != "form":
        one = one.getparent()
    return one


def filled(form: Any) -> dict[str, list[Any]]:
    """What a form would send, as it stands."""
    values: dict[str, list[Any]] = {}
    page = form.getroottree().getroot()
    for one in page.iter("input", "select", "textarea"):
        name, kind = one.get("name"), one.get("type", "text")
        if not name or kind in SENT_ALONE or one.get("disabled") is not None or form_of(one, page) is not form:
            continue
        if one.tag == "textarea":
            values.setdefault(name, []).append(one.text or "")
        elif one.tag == "select":
            options = list(one.iter("option"))
            chosen = [each for each in options if each.get("selected") is not None] or options[:1]
            values.setdefault(name, []).extend(each.get("value", each.text or "") for each in chosen)
        elif kind not in ("checkbox", "radio") or one.get("checked") is not None:
            values.setdefault(name, []).append(one.get("value", "on" if kind == "checkbox" else ""))
    return values
