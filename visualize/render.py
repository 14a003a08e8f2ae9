"""Templates to bytes: one Jinja environment, escaping always on, undefined names are errors.

Everything a document contains is hostile: text reaches a page only through autoescape or ``tojson``
(which writes < > & ' as \\u escapes); there is no ``|safe`` in our templates, a test looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from visualize import assets, links
from visualize.i18n import Lang, Words, figure
from visualize.marks import covered
from visualize.numbers import circled, headed, numbered, tells, titled


def percent(confidence: float | None) -> str:
    """A confidence as shown: two decimals."""
    return "" if confidence is None else f"{float(confidence):.2f}"


@cache
def environment() -> Environment:
    """The one environment of all pages."""
    env = Environment(
        loader=PackageLoader("visualize", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        page=links.page,
        explore=links.explore,
        characters=links.characters,
        query=links.query,
        turned=links.turned,
        kind_of=links.kind_of,
        circled=circled,
        numbered=numbered,
        covered=covered,
        static=lambda name: f"/static/{assets.version()}/{name}",
    )
    env.filters["confidence"] = percent
    env.filters["figure"] = figure
    env.filters["headed"] = headed
    env.filters["titled"] = titled
    env.filters["tells"] = tells
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return env


def prepare() -> None:
    """Compile every template: a tenth of a second each that no reader should wait for."""
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)


def render(name: str, lang: Lang, values: Mapping[str, Any]) -> str:
    """A page as text. ``t`` (the words) and ``lang`` are there for every template."""
    return environment().get_template(name).render(t=Words(lang), lang=lang, **values)
