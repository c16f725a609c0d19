"""The addresses of the whole site, by their names."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver


def named(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named(entry, f"{entry.namespace}:" if entry.namespace else space)
        else:
            yield space + entry.name, entry
