"""What is shipped to browsers: nothing newer than Chrome 90, no injection path, nothing foreign."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.resources import files

import pytest

from visualize import assets

WEB = {name: asset.body.decode("utf-8") for name, asset in assets.assets().items()}
TEMPLATES = {
    e.name: e.read_text("utf-8")
    for e in (files("visualize") / "templates").iterdir()
    if e.name.endswith(".html")
}
SCRIPTS = {name: text for name, text in WEB.items() if name.endswith(".js")}
STYLES = {name: text for name, text in WEB.items() if name.endswith(".css")}
TOO_NEW_JS = re.compile(
    r"structuredClone|\.at\(|Object\.hasOwn|\bstatic \{|findLast|toSorted|toReversed|\.replaceAll\(|with \{ type"
)
TOO_NEW_CSS = re.compile(
    r":has\(|@container|@layer|color-mix|subgrid|accent-color|&[ :.]|\binert\b"
)
INJECTION = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
)


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_run_in_chrome_90_and_never_parse_text_as_markup(name: str) -> None:
    assert TOO_NEW_JS.findall(SCRIPTS[name]) == []
    assert INJECTION.findall(SCRIPTS[name]) == []


@pytest.mark.parametrize("name", STYLES)
def test_styles_run_in_chrome_90(name: str) -> None:
    assert TOO_NEW_CSS.findall(STYLES[name]) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_never_switch_escaping_off_or_script_inline(name: str) -> None:
    text = TEMPLATES[name]
    assert "|safe" not in text.replace(" ", "") and "{% autoescape" not in text
    assert not re.search(r"<[^>]+\son\w+=", text)
    inline = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", text)
    assert inline == [] or name == "graph.html"  # its two scripts are allowed by digest


def test_nothing_names_another_host() -> None:
    everything = "\n".join([*WEB.values(), *TEMPLATES.values()])
    hosts = set(re.findall(r"(?:https?:)?//([\w.-]+\.[a-z]{2,})", everything))
    assert hosts == {"www.w3.org"}  # the SVG namespace


def with_imports(name: str) -> set[str]:
    """A module and all that it loads, also what it loads only when needed."""
    found, waiting = set(), [name]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += re.findall(r"""(?:from|import\() ?"\./([\w.]+)\"""", WEB[module])
    return found


ENTRIES = re.findall(r'page === "(\w+)"[^\n]*?import\("\./(\w+\.js)"\)', WEB["app.js"])


@pytest.mark.parametrize(("page", "entry"), ENTRIES)
def test_a_page_weighs_less_than_300_kilobytes_without_the_network_view(
    page: str, entry: str
) -> None:
    everything = {e for _, e in ENTRIES}
    shared = {"app.js", "dom.js", "search.js", "table.js", "turn.js", "boot.js", "icons.svg"}
    template = TEMPLATES[f"{page}.html"] + TEMPLATES["base.html"]
    styles = set(re.findall(r"static\('(\w+\.css)'\)", template))
    names = shared | styles | with_imports(entry)
    assert len(everything) > 5 and "base.css" in styles
    assert sum(len(WEB[name].encode()) for name in names) < 150_000


def test_the_inlined_script_cannot_close_its_element() -> None:
    assert "</script" not in WEB["standalone.js"].lower()


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_parse(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed; the browser tests run every module anyway")
    suffix = "mjs" if re.search(r"^(import|export) ", SCRIPTS[name], re.M) else "cjs"
    path = tmp_path_factory.mktemp("js") / f"module.{suffix}"
    path.write_text(SCRIPTS[name], "utf-8")
    subprocess.run([node, "--check", str(path)], check=True, timeout=30)
