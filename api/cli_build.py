"""Commands that read documents: build, extract, explain; and those that tend the graph: validate, forget."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from api.called import several, titled
from api.cli_console import console, notes, one_line, progress, safe, say_error
from api.cli_options import (
    BaseOption,
    JobsOption,
    PlacesOption,
    StoreOption,
    UnitsOption,
    reading,
    shown_store,
    writing,
)
from api.loading import FileReport, Report, load
from api.work import Setup
from kg.errors import NotFoundError, ZhizeError
from kg.ids import DEFAULT_BASE, graph
from kg.library import Library
from kg.model import Record
from kg.store import Store
from loaders.unread import ADVICE

FACTS = {
    "headings": "标题",
    "tasks": "任务",
    "assignments": "责任",
    "statements": "语句",
    "citations": "引用",
    "quantities": "数量",
    "deadlines": "时限",
    "frequencies": "频次",
    "units": "单位",
}
_MARKS = {
    "ok": ("✓", "green"),
    "warnings": ("!", "yellow"),
    "failed": ("✗", "red"),
    "quarantined": ("⊘", "red"),
    "unchanged": ("=", "dim"),
    "duplicate": ("=", "dim"),
}
_LIST_LIMIT = 60  # more good files than this are counted, not listed, unless --verbose
_MOST_DOUBTFUL = 10  # of many files, those with the most warnings are listed all the same
_PARALLEL_FROM = 400_000  # bytes of input below which starting workers costs more than it saves

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="路径…", help="文件、文件夹、通配符或 ZIP。Files, folders, globs, ZIPs."
    ),
]


def build(
    paths: Paths,
    store: StoreOption = None,
    jobs: JobsOption = 0,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            envvar="ZHIZE_SCHEDULER",
            metavar="网址",
            show_default=False,
            help="用这个 Dask 集群抽取，例如 tcp://主机:8786。Extract on a Dask cluster.",
        ),
    ] = None,
    places: PlacesOption = None,
    units: UnitsOption = None,
    check: Annotated[
        bool,
        typer.Option("--check/--no-check", help="入库前用 SHACL 检查。Check the shapes first."),
    ] = True,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="逐个列出所有文件。List every file.")
    ] = False,
    base: BaseOption = DEFAULT_BASE,
) -> None:
    target = writing(store, base)
    setup = Setup(base=base, places=places, units=units, validate=check)
    report = run_build(paths, target, setup, jobs, scheduler)
    show_report(report, target, shown_store(store), verbose=verbose)
    if report.failed:
        raise typer.Exit(1)


def run_build(
    paths: list[str], target: Store, setup: Setup, jobs: int, scheduler: str | None = None
) -> Report:
    """Load with a progress bar."""
    with progress("读入 reading") as bar:
        task = bar.add_task("", total=None)

        def seen(report: FileReport) -> None:
            bar.update(task, advance=1, description=one_line(report.name)[-40:])

        chosen = jobs or auto_jobs(paths)
        return load(paths, target, setup=setup, jobs=chosen, scheduler=scheduler, on_file=seen)


def auto_jobs(paths: list[str]) -> int:
    """One process for a few small files, else one a core up to four."""
    size = 0
    for path in map(Path, paths):
        files = path.rglob("*") if path.is_dir() else [path]
        for file in files:
            size += file.stat().st_size if file.is_file() else 0
            if size > _PARALLEL_FROM:
                return min(4, os.cpu_count() or 1)
    return 1


def show_report(
    report: Report, target: Store, folder: str | Path, *, verbose: bool = False
) -> None:
    """What was understood and what was not: files, facts by kind, warnings by code, failures."""
    out = console()
    listed = verbose or len(report.files) <= _LIST_LIMIT
    doubtful = sorted(report.files, key=lambda file: -file.warnings.total())[:_MOST_DOUBTFUL]
    for file in report.files:
        if file not in report.failed and (listed or (file in doubtful and file.warnings)):
            out.print(_file_line(file), soft_wrap=True)
    if not listed:
        out.print(
            safe(f"只列出提示最多的 {_MOST_DOUBTFUL} 个和读不了的；--verbose 逐个列出", "dim")
        )
    for file in report.failed:
        out.print(_file_line(file), soft_wrap=True)
    _tell_of_twins(report)
    out.print(_summary(report), soft_wrap=True)
    if report.facts:
        out.print("理解了：" + " · ".join(_counts(report.facts)), soft_wrap=True)
    if report.warnings:
        out.print(safe(f"提示：{_codes(report.warnings)}"), soft_wrap=True)
    out.print(safe(f"图库：{folder}（{len(target):,} 条三元组）"), soft_wrap=True)


def _tell_of_twins(report: Report) -> None:
    """An edited copy in another folder stands beside the document it was made of: both are counted."""
    twins = [twin for file in report.files for twin in file.beside]
    for mine, theirs, name in twins[:_MOST_DOUBTFUL]:
        text = (
            f"! {mine} 与图库中 {theirs}（{name}）同名同号而内容不同，二者并存；"
            f"若是它的修改稿：zhize forget {theirs}"
        )
        console().print(safe(text, "yellow"), soft_wrap=True)
    if len(twins) > _MOST_DOUBTFUL:
        console().print(safe(f"! 这样的文件共 {len(twins)} 个", "yellow"))


def _codes(warnings: Counter[str]) -> str:
    """``lost_heading 3 · unknown_unit 1``: the commonest first."""
    ranked = sorted(warnings.items(), key=lambda one: (-one[1], one[0]))
    return " · ".join(f"{code} {n}" for code, n in ranked)


def _counts(facts: dict[str, int]) -> list[str]:
    return [f"{label} {facts[kind]:,}" for kind, label in FACTS.items() if facts.get(kind)]


def _summary(report: Report) -> Text:
    if not report.files:
        return Text("共 0 个文件：给出的文件夹里没有文件", style="yellow")
    parts = [
        f"{report.count('ok')} 正常",
        f"{report.count('warnings')} 有提示",
        f"{report.count('unchanged')} 未变",
        f"{report.count('duplicate')} 重复",
        f"{report.count('quarantined')} 未通过检查",
        f"{report.count('failed')} 失败",
    ]
    shown = "，".join(p for p in parts if not p.startswith("0 "))
    return Text(f"共 {len(report.files)} 个文件" + (f"：{shown}" if shown else ""), style="bold")


def _file_line(file: FileReport) -> Text:
    mark, style = _MARKS[file.status]
    line = Text(f"{mark} ", style=style)
    line.append_text(safe(_from_here(file.name)))
    if file.error is not None:
        line.append_text(safe(f"  [{file.error.code}] {file.error.message}", "red"))
        line.append_text(safe(f" → {file.error.hint}" if file.error.hint else "", "dim"))
    elif file.status == "duplicate":
        line.append_text(safe(f"  与 {file.copy_of} 内容相同", "dim"))
    elif file.status == "unchanged":
        line.append_text(safe("  未变", "dim"))
    else:
        line.append_text(safe("  " + " · ".join(_counts(file.facts)), "dim"))
        if file.warnings:
            line.append_text(safe(f" · 提示 {_codes(file.warnings)}", "yellow"))
        for code, advice in ADVICE.items():
            if code in file.warnings:
                line.append_text(safe(f" → {advice}", "yellow"))
    for violation in file.violations[:3]:
        quote = f"：{violation.quote}" if violation.quote else ""
        line.append_text(safe(f"  {violation.message}{quote}", "red"))
    return line


def _from_here(path: str) -> str:
    """A path as short as it can be: relative when it lies below the folder we stand in."""
    here = f"{Path.cwd()}/"
    return path.removeprefix(here)


def extract(
    paths: Paths,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="文件夹", help="每个文件写一个 JSON。One JSON a document."
        ),
    ] = None,
    indent: Annotated[bool, typer.Option("--indent", help="缩进，便于阅读。Indent.")] = False,
    places: PlacesOption = None,
    jobs: JobsOption = 1,
) -> None:
    from api.extracting import extracted

    failed = False
    used: set[str] = set()
    chosen = jobs or auto_jobs(paths)
    for item, texts in extracted(paths, places, 1 if indent else None, chosen):
        try:
            for number, pieces in enumerate(texts, start=1):
                if out is None:
                    for piece in pieces:
                        typer.echo(piece, nl=False)
                    typer.echo()
                else:
                    _write(out / _file_name(item.name, number, used), pieces)
        except ZhizeError as error:
            say_error(error, item.path)
            failed = True
        del item, texts  # one document at a time: the next one is read when these are gone
    if failed:
        raise typer.Exit(1)


def _file_name(name: str, number: int, used: set[str]) -> str:
    """``stem.json``, ``stem.2.json`` for the second document; a taken name keeps its suffix too."""
    base = name.replace("\\", "/").rpartition("/")[2]
    stem = base.rpartition(".")[0] or base
    tail = "" if number == 1 else f".{number}"
    chosen, again = f"{stem}{tail}.json", 1
    if chosen in used:
        chosen = f"{base}{tail}.json"
    while chosen in used:
        again += 1
        chosen = f"{base}~{again}{tail}.json"
    used.add(chosen)
    return chosen


def _write(path: Path, pieces: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(pieces)
        file.write("\n")


def explain(
    file: Annotated[
        str,
        typer.Argument(
            metavar="文件", help="一个文件（文件夹：逐个）。A file, or each of a folder."
        ),
    ],
    task: Annotated[
        str | None, typer.Option("--task", metavar="1.2", help="只看一项任务。Only this task.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind", metavar="种类", help="只看一种事实，例如 责任 或 assignment。Only one kind."
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="文件", help="写成带高亮的网页。A page with highlights."),
    ] = None,
    places: PlacesOption = None,
) -> None:
    from api.extracting import records as records_of
    from loaders.inputs import walk

    failed = False
    pages: list[Record] = []
    for item in walk([file]):
        try:
            records = records_of(item, places)
        except ZhizeError as error:
            say_error(error, item.path)
            failed = True
            continue
        for record in records:
            if html is None:
                _explain_in_terminal(record, task, kind, places)
        pages.extend(records)
    if not (pages or failed):
        raise NotFoundError(f"{file} 里没有可读的文件", "给出一个文件，或有文件的文件夹")
    if html is not None and pages:
        _explain_as_page(pages, html)
    if failed:
        raise typer.Exit(1)


def _explain_in_terminal(
    record: Record, task: str | None, kind: str | None, places: Path | None
) -> None:
    from api.explain import KINDS, based, facts, of_task
    from ontology.places import load_places

    found = facts(record, load_places(places))
    if task is not None:
        try:
            found = of_task(record, found, task)
        except KeyError as error:
            raise NotFoundError(f"没有任务 {task}", f"有：{error.args[0]}") from None
    if kind is not None:
        wanted = [name for name, label in KINDS.items() if kind in (name, label)]
        if not wanted:
            names = "、".join(f"{label}（{name}）" for name, label in KINDS.items())
            raise NotFoundError(f"没有这种事实 {kind}", f"可用：{names}", code="kind")
        found = [f for f in found if f.kind in wanted]
    out = console()
    out.print(safe(f"{record.metadata.title or record.source.name}（{record.id}）", "bold"))
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in ("种类", "内容", "原文", "位置", "依据", "可信度"):
        table.add_column(name, overflow="fold")
    for fact in found:
        where = "" if fact.span is None else f"{fact.span.start}–{fact.span.end}"
        sure = "" if fact.confidence is None else f"{fact.confidence:.2f}"
        cells = (KINDS[fact.kind], fact.says, _shorten(fact.quote), where, based(fact), sure)
        table.add_row(*(safe(cell) for cell in cells))
    out.print(table)


def _shorten(text: str, limit: int = 90) -> str:
    flat = one_line(text.strip())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def _explain_as_page(records: list[Record], path: Path) -> None:
    from loaders.reasons import reasons
    from loaders.rules.catalog import told
    from visualize.explain import explain_page

    for number, record in enumerate(records, start=1):
        target = path if number == 1 else path.with_name(f"{path.stem}.{number}{path.suffix}")
        target.parent.mkdir(parents=True, exist_ok=True)
        page = explain_page(record, why=reasons(record), told=told)
        target.write_bytes(page if isinstance(page, bytes) else page.encode())
        notes().print(safe(f"已写入 {target}"), soft_wrap=True)


def validate(store: StoreOption = None, base: BaseOption = DEFAULT_BASE) -> None:
    from kg.validate import validate as check

    source = reading(store, base)
    documents = Library(source).documents()
    broken = 0
    with progress("检查 checking") as bar:
        for document in bar.track(documents):
            report = check(source.quads(graph(document)), graph(document))
            broken += bool(report.violations)
            for v in report.violations:
                quote = f"：{v.quote}" if v.quote else ""
                console().print(
                    safe(f"✗ {document} {v.message}（{v.focus}）{quote}"), soft_wrap=True
                )
    console().print(f"检查了 {len(documents)} 个文件的图，{broken} 个未通过")
    if broken:
        raise typer.Exit(1)


def forget(
    document: Annotated[
        str,
        typer.Argument(
            metavar="文件", help="文件的标识、来源文件名或标题。Id, file name or title."
        ),
    ],
    store: StoreOption = None,
    base: BaseOption = DEFAULT_BASE,
) -> None:

    target = writing(store, base)
    library = Library(target)
    chosen = _documents_called(document, library, target) or titled(document, target, base)
    if not chosen:
        near = [d for d in library.documents() if document in d][:10]
        hint = "相近的有：" + "、".join(near) if near else "zhize stats 列出所有文件"
        raise NotFoundError(f"图库中没有文件 {document}", hint)
    before = len(target)
    for id_ in chosen:
        library.forget(id_)
        console().print(safe(f"已删除 {id_}"), soft_wrap=True)
    target.flush()
    console().print(f"删去 {before - len(target):,} 条三元组，余 {len(target):,} 条")


def _documents_called(name: str, library: Library, store: Store) -> list[str]:
    """The documents of an id or a file's name; [] when it is neither.

    Raises QueryError when files of several folders bear the name, and lists their documents.
    """
    known = library.documents()
    for wanted in (name, f"doc/{name}"):
        if wanted in known:
            return [wanted]
    named = [s for s in library.sources() if name in (s.name, s.name.rpartition("/")[2])]
    if len(named) > 1:
        raise several(name, [d for s in named for d in s.documents], store)
    return list(named[0].documents) if named else []


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(help=_BUILD)(build)
    app.command(help=_EXTRACT)(extract)
    app.command(help=_EXPLAIN)(explain)
    app.command(help=_VALIDATE)(validate)
    app.command(help=_FORGET)(forget)


_BUILD = """读入文件建图：未变的跳过，改过的替换，读不了的逐个说明原因，其余照常。

Load files into the graph; unchanged ones are skipped, edited ones replace their former selves.

\b
例：zhize build 我的文件夹
    zhize build 规划.docx 要点.pdf 附件.zip --store data/store --jobs 2
    zhize build 我的文件夹 --places 辖区.csv --units 单位.csv
    zhize build 我的文件夹 --scheduler tcp://10.0.0.5:8786

\b
辖区.csv 的列：code,name,parent,level[,aliases]；单位.csv 的列：place,name,aliases,type
"""
_EXTRACT = """输出抽取结果（JSON Lines），不需要图库。

The extraction record of each document, without a graph.

\b
例：zhize extract 要点.txt --indent
    zhize extract 文件夹 --out 结果 --jobs 2
"""
_EXPLAIN = """逐条列出从一个文件读出的事实：原文、位置、规则、可信度。

Each fact with its quote, place, rule and confidence.

\b
例：zhize explain 要点.txt --task 1.2
    zhize explain 要点.txt --html 要点.html
"""
_VALIDATE = """用 SHACL 检查图库中每个文件的图，列出不合规之处及原文。

Check every document's graph against the shapes.

\b
例：zhize validate
"""
_FORGET = """从图库中删除一个文件，恰好删去它的全部事实。

Remove exactly one document's facts.

\b
例：zhize forget doc/人和镇2022年工作要点
    zhize forget 要点.txt
"""
