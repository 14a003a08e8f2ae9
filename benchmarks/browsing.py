"""The explorer in a real browser: a store of 10^5 things, and one document as long as they come.

Times are the page's own clock from the start of the navigation to its word that it answers
(``data-ready``), and the processor time of server and browser together: on a shared machine the clock
counts other people's work too, so a budget is met when either keeps it. Long tasks are the browser's own
report. Needs Chromium and playwright (both are
there where the tests run); without them the part says so and measures nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from api.work import Document, Setup, build, extract_file
from benchmarks.graph import UNIT, County, county
from benchmarks.measure import Result, middle
from benchmarks.serving import served
from kg.library import Delivery, Library
from kg.packed import Packed
from kg.store import open_store

if TYPE_CHECKING:
    from playwright.sync_api import Page

_TASKS, _UNITS, _SECTIONS = 480, 300, 40
_NAMES = "青白赤金木水火土东西南北春夏秋冬山河湖海"
_WATCH = """
window.LONG = [];
new PerformanceObserver(list => list.getEntries().forEach(e => LONG.push(e.duration))).observe({type: 'longtask', buffered: true});
"""
_READY = "performance.getEntriesByName('ready')[0].startTime"
_WEIGHT = """
[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .reduce((sum, e) => sum + e.transferSize, 0)
"""


def measure_browsing(*, copies: int, rounds: int) -> list[Result]:
    """The figures of the explorer, each with its budget; empty with one line where no browser is."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        return [Result("browser", "not installed")]
    with tempfile.TemporaryDirectory() as folder:
        things, long_id = _fill(Path(folder) / "store", copies)
        with (
            served(Path(folder) / "store") as (client, _, _),
            sync_playwright() as playwright,
            playwright.chromium.launch(
                executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"]
            ) as browser,
        ):
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.add_init_script(_WATCH)
            base = str(client.base_url)
            return [
                Result("things in the store", f"{things:,}"),
                *_figures(page, base, long_id, rounds),
            ]


def _figures(page: Page, base: str, long_id: str, rounds: int) -> list[Result]:
    return [
        *_beginnings(page, base),
        *_focus(page, base, long_id, rounds),
        *_matrix(page, f"{base}/matrix?cols=section&all=1&document={quote(long_id)}", rounds),
        *_text(page, f"{base}/d/{quote(long_id.removeprefix('doc/'))}", rounds),
    ]


def _beginnings(page: Page, base: str) -> list[Result]:
    """The first view of a service that has just started, and of one that has asked itself what it needs."""
    cold = _opened(page, f"{base}/explore?focus={quote(UNIT)}", 0)[0]
    for needed in ("/", "/api/search?q=x", "/gaps", "/matrix"):
        page.goto(base + needed, timeout=120_000)
    page.goto("about:blank")
    page.context.clear_cookies()
    first = _opened(page, f"{base}/explore?focus={quote('unit/100001/司法局')}", 0)[0]
    return [
        _kept("focus view after a cold start", cold, 1000),
        _kept("first focus view, warm", first, 1000),
    ]


def _focus(page: Page, base: str, long_id: str, rounds: int) -> list[Result]:
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    _opened(page, f"{base}/explore?focus={quote(UNIT)}", 0)
    weight = page.evaluate(_WEIGHT)
    _, again = _opened(page, f"{base}/explore?focus={quote(UNIT)}", rounds)
    first, _ = _opened(page, f"{base}/explore?focus={quote(long_id)}", 1)
    redraw = _median([_redraw(page) for _ in range(max(3, rounds))])
    nodes = page.evaluate("document.querySelectorAll('#canvas .node').length")
    return [
        _kept("focus view again", again, 1000),
        _met("its weight on the wire", weight / 1000, 300, "kB"),
        Result(f"focus, {_TASKS} tasks, first", str(first)),
        _met("nodes drawn", nodes, 300, ""),
        _kept("redraw of all of them", redraw, 150),
    ]


def _matrix(page: Page, address: str, rounds: int) -> list[Result]:
    first, again = _opened(page, address, rounds)
    cells = page.evaluate("document.querySelectorAll('.heat tbody td').length")
    return [
        Result("matrix, first", str(first)),
        _kept(f"matrix of {cells:,} cells", again, 600),
        _met("its longest task scrolling", _scrolled(page, "#grid"), 100, "ms"),
    ]


def _text(page: Page, address: str, rounds: int) -> list[Result]:
    _, again = _opened(page, address, rounds)
    marks = page.evaluate("document.querySelectorAll('#text .m').length")
    characters = page.evaluate("document.querySelector('#text').textContent.length")
    return [
        _kept(f"text, {characters:,} chars {marks:,} marks", again, 1000),
        _met("its longest task scrolling", _scrolled(page, "#text"), 100, "ms"),
    ]


def _met(name: str, value: float, budget: float, unit: str) -> Result:
    return Result(name, f"{value:.0f} {unit}".strip(), f"<= {budget:.0f}", value <= budget)


@dataclass(frozen=True, slots=True)
class Time:
    """Milliseconds on the page's clock, and of all processors for server and browser."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.0f} ms, {self.cpu:.0f} cpu"


def _kept(name: str, taken: Time, budget: float) -> Result:
    return Result(name, str(taken), f"<= {budget:.0f}", min(taken.wall, taken.cpu) <= budget)


def _median(taken: list[Time]) -> Time:
    return Time(middle([t.wall for t in taken]), middle([t.cpu for t in taken]))


def _spent() -> float:
    """Milliseconds of processor time of the processes we started, so far; the clock where no /proc is."""
    parents: dict[int, int] = {}
    times: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        parents[int(stat.parent.name)] = int(fields[1])
        times[int(stat.parent.name)] = int(fields[11]) + int(fields[12])
    if not times:
        return 1000 * time.perf_counter()
    ours = {os.getpid()}
    while fresh := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= fresh
    ticks = sum(times[pid] for pid in ours - {os.getpid()} if pid in times)
    return 1000 * ticks / os.sysconf("SC_CLK_TCK")


def _opened(page: Page, address: str, rounds: int) -> tuple[Time, Time]:
    """Until the page answers: the first time, and the median of the next ones."""
    taken = []
    for _ in range(rounds + 1):
        before = _spent()
        page.goto(address)
        page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
        taken.append(Time(float(page.evaluate(_READY)), _spent() - before))
    return taken[0], _median(taken[1:] or taken)


def _redraw(page: Page) -> Time:
    """One drawing, everything unfolded, frame included."""
    before = _spent()
    wall = float(
        page.evaluate(
            """async () => {
              const click = fold => fold.dispatchEvent(new MouseEvent('click', {bubbles: true}));
              const more = () => document.querySelector('#canvas [data-rest=more]');
              while (more()) click(more());
              // A window one pixel narrower or wider draws all anew.
              const frame = document.querySelector('.explorer').style;
              frame.gridTemplateColumns = `${frame.gridTemplateColumns.startsWith('216') ? 217 : 216}px minmax(0, 1fr) 372px`;
              const began = performance.now();
              dispatchEvent(new Event('resize'));
              await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
              return performance.now() - began;
            }"""
        )
    )
    return Time(wall, _spent() - before)


def _scrolled(page: Page, selector: str) -> float:
    """The longest task while the reader scrolls through with the wheel; 0 when none exceeded 50 ms."""
    page.wait_for_timeout(500)
    page.evaluate("LONG.length = 0")
    box = page.locator(selector).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, min(max(box["y"], 60) + 200, 700))
    for _ in range(30):
        page.mouse.wheel(0, 300)
        page.wait_for_timeout(40)
    page.wait_for_timeout(300)
    return max(page.evaluate("LONG"), default=0.0)


def _fill(folder: Path, copies: int) -> tuple[int, str]:
    """The store: the shipped county many times, and the long document; things in it, and its id."""
    shipped, setup = county(), Setup(validate=False)
    long = [build(r, setup) for r in extract_file(long_text().encode(), "长文.txt")]
    store = open_store(folder)
    Library(store).load(_deliveries(shipped, copies, long), shipped.shared)
    rows = store.query("SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s a ?type } }")
    things = int(str(next(iter(rows))["n"].value))
    return things, long[0].id


def _deliveries(shipped: County, copies: int, long: list[Document]) -> Iterator[Delivery]:
    yield from shipped.deliveries(copies)
    for document in long:
        yield Delivery("长文.txt", "f" * 64, {document.id: Packed(document.quads)}, "benchmark")


def long_text() -> str:
    """A plan in the genre: 40 sections, 480 tasks, 300 units, some 48,000 characters."""
    units = [f"{a}{b}管理局" for a in _NAMES for b in _NAMES if a != b][:_UNITS]
    parts = ["霁川县2025年长期工作要点", ""]
    task = 0
    for section in range(_SECTIONS):
        parts.append(f"{_chinese(section + 1)}、推进第{_chinese(section + 1)}类工作")
        for item in range(_TASKS // _SECTIONS):
            owners = "、".join(units[(task * 5 + k * 37) % _UNITS] for k in range(4))
            parts.append(
                f"（{_chinese(item + 1)}）落实第{_chinese(task + 1)}项措施。2025年{1 + task % 12}月底前完成办理事项{task + 10}件，"
                f"严格执行《第{_chinese(1 + task % 30)}项管理条例》，每季度通报一次，组织培训不少于{2 + task % 9}场。"
                f"（牵头单位：{units[task % _UNITS]}；配合单位：{owners}）"
            )
            task += 1
    return "\n".join(parts) + "\n"


def _chinese(number: int) -> str:
    """1 … 999 as 公文 number: 十二, 二十, 一百零五."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}百" if hundreds else ""
    if hundreds and rest and not tens:
        text += "零"
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    return text + (digits[ones] if ones else "")
