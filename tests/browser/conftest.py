"""A real server, a real Chromium, the network blocked, and everything that goes wrong written down."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pypdfium2
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright
from pydantic import SecretStr

from api.app import create_app
from api.settings import Settings
from kg import ids
from kg.build import quads, registry_quads
from kg.model import (
    Assignment,
    Block,
    Citation,
    Deadline,
    Jurisdiction,
    Metadata,
    PartialDate,
    Record,
    SourceText,
    Span,
    Statement,
    Task,
    Unit,
    Warning,
)
from kg.store import Store, open_store

ARTIFACTS = Path(__file__).parents[2] / "artifacts"
TOKEN = "write-0123456789"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
_DOC = quote("人和镇2022年工作要点")
_UNIT = "440111103/" + quote("司法所")
PAGES = {
    "home": "/",
    "explore-start": "/explore",
    "explore-unit": f"/explore?focus=unit/{_UNIT}",
    "explore-network": f"/explore?focus=unit/{_UNIT}&view=network",
    "explore-table": f"/explore?focus=unit/{_UNIT}&view=table",
    "explore-document": f"/explore?focus=doc/{_DOC}",
    "document": f"/d/{_DOC}?at=60-80#c60",
    "unit": f"/u/{_UNIT}",
    "task": f"/t/{_DOC}/1.1",
    "place": "/p/440111103",
    "places": "/places",
    "policies": "/policies",
    "units": "/units",
    "documents": "/documents",
    "gaps": "/gaps",
    "search": "/search?q=" + quote("司法"),
    "sparql": "/sparql-ui",
    "matrix": f"/matrix?unit=unit/{_UNIT}",
    "timeline": "/timeline?today=2022-10-01",
    "compare": f"/compare?a=doc/{_DOC}&b=place/440111",
    "quality": "/quality",
    "import": "/import",
    "corrections": "/corrections",
    "ontology": "/ns",
    "path": f"/path?from=unit/{_UNIT}&to=policy/{quote('重大行政决策程序暂行条例')}",
    "path-start": "/path",
    "explore-path": f"/explore?focus=unit/{_UNIT}&path=policy/{quote('重大行政决策程序暂行条例')}",
    "sparql-asked": "/sparql-ui?question=unit-load",
}
PAYLOADS = (
    "</script><script>window.PWN=1</script>",
    "<img src=x onerror=window.PWN=2>",
    '"><svg onload=window.PWN=3>',
    "' onmouseover='window.PWN=4' x='",
    "javascript:window.PWN=5",
    '<a href="javascript:window.PWN=6">href</a>',
    "<!--<script>window.PWN=7//-->",
    "\u2028window.PWN=8//",
    "{{7*7}}{%raw%}${window.PWN=9}",
    '<iframe srcdoc="<script>parent.PWN=10</script>"></iframe>',
    "<script>/*vis-network*/</script>&lt;script&gt;window.PWN=11&lt;/script&gt;",
)


@dataclass
class Attack:
    """Writes a document whose every name is an attack; the record is as an extractor would make it."""

    doc: str = ids.document("恶意文本")
    text: str = "恶意𠮷文本" + PAYLOADS[0] + "\n"
    tasks: list[Task] = field(default_factory=list)
    headings: list[Block] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)
    citations: list[Citation] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)

    def write(self, words: str) -> Span:
        self.text += words
        return Span(len(self.text) - len(words), len(self.text))

    def task(self, number: int, payload: str) -> None:
        path, begin = (str(number),), len(self.text)
        id_ = ids.task(self.doc, path)
        title = self.write(f"任务{payload}")
        words = self.text[title.start :]
        self.headings.append(
            Block(ids.section(self.doc, path), "section", 1, str(number), words, title, path)
        )
        self.write("。")
        self.sentence(id_, path, payload)
        owners = tuple(
            self.owner(rank, name, payload)
            for rank, name in enumerate((f"单位{payload}", "共同单位"), 1)
        )
        self.warnings.append(Warning("suspect_text", payload, title))
        self.tasks.append(Task(id_, path, words, Span(begin, len(self.text)), owners))
        self.write("\n")

    def sentence(self, task: str, path: tuple[str, ...], payload: str) -> None:
        body = self.write(f"落实《条例{payload}》于{payload}前完成")
        words = self.text[body.start :]
        id_ = ids.statement(self.doc, path, words)
        self.statements.append(
            Statement(
                id_, task, path, words, body, "directive", "obligation", payload, payload, (), payload, 0.5,
            )
        )  # fmt: skip
        cite = Span(body.start + 2, body.start + 6 + len(payload))
        quoted = self.text[cite.start : cite.end]
        self.citations.append(Citation(f"条例{payload}", quoted, None, True, cite, id_))
        due = Span(cite.end + 1, cite.end + 1 + len(payload))
        date = PartialDate(2025, int(path[0]))
        self.deadlines.append(Deadline(payload, date, due, id_, task))

    def owner(self, rank: int, name: str, payload: str) -> Assignment:
        span = self.write(name)
        id_ = ids.unit("440111103", name, self.doc)
        self.units[id_] = Unit(
            id_, name, name, "internal_office", "440111103",
            hidden_labels=(f"误{payload}",), merged_because=(payload,),
        )  # fmt: skip
        return Assignment(name, id_, name, "lead", rank, name, span, payload, 0.9, None, "typo")

    def record(self) -> Record:
        metadata = Metadata(
            title=f"标题{PAYLOADS[0]}", issuer=PAYLOADS[1], document_number=PAYLOADS[2],
            jurisdiction=Jurisdiction("人和镇", "440111103"), genre="work_points", period=(2025, 2025),
        )  # fmt: skip
        source = SourceText(self.text, "1" * 64, "text/plain", PAYLOADS[3])
        return Record(
            self.doc, source, metadata, Span(0, len(self.text)), tuple(self.headings),
            tuple(self.tasks), tuple(self.statements), tuple(self.citations), (),
            tuple(self.deadlines), (), tuple(self.units.values()), tuple(self.warnings),
        )  # fmt: skip


def hostile() -> Record:
    """One task for each payload."""
    attack = Attack()
    for number, payload in enumerate(PAYLOADS, 1):
        attack.task(number, payload)
    return attack.record()


@contextmanager
def _serving(store: Store, settings: Settings | None = None) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = create_app(settings or Settings(), store)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="session")
def serving() -> Callable[[Store], AbstractContextManager[str]]:
    """``with serving(store) as address``: any store on loopback."""
    return _serving


def _filled(records: list[Record]) -> Store:
    store = open_store(None)
    store.replace_graph("graph/registry", registry_quads())
    for record in records:
        store.replace([record.id], quads(record))
    return store


@pytest.fixture(scope="session")
def pages() -> dict[str, str]:
    """Every page of the county: a name and its address."""
    return PAGES


@pytest.fixture(scope="session")
def store(county: list[Record]) -> Store:
    """The invented county."""
    return _filled(county)


@pytest.fixture(scope="session")
def server(store: Store) -> Iterator[str]:
    """The county served on loopback; gives the base address."""
    with _serving(store) as address:
        yield address


@pytest.fixture(scope="module")
def own(county: list[Record]) -> Store:
    """The county again, for a module that writes to it."""
    return _filled(county)


@pytest.fixture(scope="module")
def writable(own: Store) -> Iterator[str]:
    """That store, served with a write token."""
    with _serving(own, Settings(token=SecretStr(TOKEN))) as address:
        yield address


@pytest.fixture(scope="session")
def hostile_store() -> Store:
    """Only the hostile document."""
    return _filled([hostile()])


@pytest.fixture(scope="session")
def hostile_server(hostile_store: Store) -> Iterator[str]:
    """The hostile document served."""
    with _serving(hostile_store) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless; skips where there is none, fails instead in CI.

    One a module: its event loop runs in this thread, and later tests start their own.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        reason = "Chromium is not installed (apt install chromium fonts-noto-cjk)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


class Watched:
    """A page and everything it did that it should not have done."""

    def __init__(self, page: Page, own: str) -> None:
        self.page = page
        self.troubles: list[str] = []
        page.on("console", lambda m: self._note("console", m.text, m.type in ("error", "warning")))
        page.on("pageerror", lambda e: self._note("error", str(e), True))
        page.on(
            "request",
            lambda r: self._note("foreign", r.url, not r.url.startswith((own, "data:", "blob:"))),
        )
        page.on(
            "requestfailed", lambda r: self._note("failed", r.url, r.failure != "net::ERR_ABORTED")
        )
        page.on("dialog", self._dialog)
        # Any refusal by the content security policy, also those Chromium does not log.
        page.add_init_script(
            "window.REFUSED=[];addEventListener('securitypolicyviolation',e=>REFUSED.push(e.violatedDirective+' '+e.blockedURI))"
        )

    def _note(self, kind: str, words: str, bad: bool) -> None:
        if bad:
            self.troubles.append(f"{kind}: {words}")

    def _dialog(self, dialog: Dialog) -> None:
        self._note("dialog", dialog.message, True)
        dialog.dismiss()

    def settle(self) -> None:
        """Wait until the page says that it answers and one frame has been drawn."""
        self.page.wait_for_selector("html[data-ready]", state="attached")
        self.page.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def check(self) -> None:
        """Fail on anything noted so far."""
        refused = self.page.evaluate("window.REFUSED || []")
        assert (self.troubles, refused) == ([], [])


Open = Callable[..., Watched]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """``visit(address, width=…, height=…)``: a fresh profile; troubles are checked at the end too."""
    contexts: list[BrowserContext] = []
    watched: list[Watched] = []

    def open_(address: str, width: int = 1366, height: int = 768, **more: Any) -> Watched:
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        own = address if address.startswith("file:") else "/".join(address.split("/")[:3])
        page = Watched(context.new_page(), own)
        page.page.set_default_timeout(10_000)
        watched.append(page)
        page.page.goto(address)
        if more.get("java_script_enabled", True):
            page.settle()
        return page

    yield open_
    for page in watched:
        page.check()
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def keep() -> Callable[[Page, str], None]:
    """``keep(page, name)`` leaves a screenshot in ``artifacts/`` for people to look at."""
    ARTIFACTS.mkdir(exist_ok=True)

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=str(ARTIFACTS / f"{name}.png"))

    return keep


@pytest.fixture
def printed() -> Callable[[Path], list[str]]:
    """The words of each page of a PDF, without blanks."""

    def pages(file: Path) -> list[str]:
        with closing(pypdfium2.PdfDocument(file)) as document:
            return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]

    return pages
