"""The shipped samples: what a clerk reads in them, the golden records, and where their text comes from."""

from __future__ import annotations

import functools
import importlib.util
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from kg.model import Record, Task
from kg.record import to_json
from loaders.pipeline import extract
from loaders.readers import read
from ontology.own import read_places, read_units
from ontology.places import load_places

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "loaders" / "samples"
DOCUMENTS = sorted((SAMPLES / "documents").iterdir())
GOLDEN = ROOT / "tests" / "golden"
# Set to True, run this file once, look at the difference, set it back: rewrites tests/golden.
REGENERATE = False
LONGEST_SHARED_RUN = 35  # formulas of the genre are shorter; a copied sentence is not


@functools.cache
def records(number: str) -> list[Record]:
    """The records of the file with this number, with the invented county's places."""
    places = load_places(SAMPLES / "places.csv")
    path = next(path for path in DOCUMENTS if path.name.startswith(number))
    return extract(read(path.read_bytes(), path.name), places=places)


def document(number: str) -> Record:
    found = records(number)
    assert len(found) == 1, [r.id for r in found]
    return found[0]


def task(record: Record, words: str) -> Task:
    """The task whose title or text has the words."""
    text = record.source.text
    found = [t for t in record.tasks if words in (t.title or text[t.span.start : t.span.end])]
    assert len(found) == 1, (words, [t.title for t in record.tasks])
    return found[0]


def owners(found: Task) -> list[tuple[str, str]]:
    return [(a.role, a.unit) for a in found.assignments if a.inherited_from is None]


@pytest.mark.parametrize(
    ("number", "title", "issuer", "document_number", "issued", "place", "genre", "period"),
    [
        ("01", "霁川县法治政府建设实施方案（2022—2025年）", "霁川县人民政府", "霁政发〔2022〕4号",
         "2022-03-18", "990121", "implementation_plan", (2022, 2025)),
        ("02", "柳泊镇2025年法治建设工作要点", "柳泊镇人民政府", None,
         "2025-02-20", "990121100", "work_points", (2025, 2025)),
        ("03", "霁川县人民政府关于2025年法治政府建设情况的报告", "霁川县人民政府", None,
         "2026-01-26", "990121", "annual_report", (2025, 2025)),
        ("05", "竹湾镇2025年重点普法任务分工表", "竹湾镇人民政府办公室", "竹湾政办〔2025〕6号",
         "2025-02-26", "990121101", "assignment_table", (2025, 2025)),
        ("06", "霁川县司法局关于开展2025年度行政执法案卷评查工作的通知", "霁川县司法局", "霁司发〔2025〕19号",
         "2025-08-11", "990121", "notice", (2025, 2025)),
    ],
)  # fmt: skip
def test_metadata(
    number: str,
    title: str,
    issuer: str,
    document_number: str | None,
    issued: str,
    place: str,
    genre: str,
    period: tuple[int, int],
) -> None:
    found = document(number).metadata
    assert found.title == title
    assert found.issuer == issuer
    assert found.document_number == document_number
    assert str(found.issued) == issued
    assert found.jurisdiction is not None and found.jurisdiction.code == place
    assert found.genre == genre
    assert found.period == period


@pytest.mark.parametrize(
    ("number", "words", "expected"),
    [
        ("01", "优化法治化营商环境", ["lead 县发展改革局", "cooperate 县市场监管局", "cooperate 县司法局", "cooperate 县工商联"]),
        ("01", "加大重点领域执法力度", ["responsible 县市场监管局", "responsible 县应急管理局", "responsible 县自然资源局",
                              "responsible 市生态环境局霁川分局", "responsible 县农业农村局"]),
        ("01", "强化行政执法监督", ["lead 县司法局", "supervise 县委依法治县办"]),
        ("01", "加强矛盾纠纷排查化解", ["lead 县委政法委", "cooperate 县信访局", "cooperate 县司法局", "cooperate 县公安局"]),
        ("02", "健全法治督察机制", ["lead 平安法治办"]),
        ("02", "深入学习宣传习近平法治思想", ["lead 党建工作办", "cooperate 党政综合办", "cooperate 柳泊司法所"]),
        ("02", "优化营商环境", ["lead 经济发展办", "cooperate 便民服务中心", "cooperate 柳泊司法所"]),
        ("02", "加强队伍建设", ["lead 党建工作办", "cooperate 综合行政执法队", "cooperate 柳泊司法所"]),
        ("02", "建设法治文化阵地", []),
        ("04", "清理妨碍统一市场和公平竞争的政策措施", ["lead 县发展改革局", "lead 县市场监管局", "responsible 县政府各部门"]),
        ("04", "组织领导干部应知应会法律法规测试", []),
        ("05", "禁渔期护渔普法", ["lead 农业农村办", "cooperate 竹湾派出所"]),
        ("05", "农村宅基地审批政策解读", ["lead 村镇建设办"]),
        ("06", "集中评查", ["lead 县司法局", "cooperate 县人民法院", "cooperate 县人民检察院"]),
        ("06", "结果运用", []),
    ],
    ids=lambda v: v if isinstance(v, str) and v.isdigit() else "",
)  # fmt: skip
def test_owners(number: str, words: str, expected: list[str]) -> None:
    assert [" ".join(o) for o in owners(task(document(number), words))] == expected


@pytest.mark.parametrize(
    ("number", "words", "date"),
    [
        ("01", "推进政务诚信建设", "2023-06-30"),
        ("01", "推进政务数据共享", "2025-06-30"),
        ("02", "推进政务公开", "2025-09-30"),
        ("02", "健全法治督察机制", "None"),
        ("04", "开展行政规范性文件全面清理", "2025-10-31"),
        ("04", "推进执法事项、主体、人员、案件全程网上运行", "None"),
        ("05", "开展宪法宣传周主题活动", "2025-12-10"),
        ("06", "单位自查", "2025-09-20"),
    ],
)
def test_task_deadlines(number: str, words: str, date: str) -> None:
    assert str(task(document(number), words).deadline) == date


def test_typo_and_abbreviation_are_mended_and_kept() -> None:
    found = {
        (a.surface, a.unit, a.normalised)
        for t in document("02").tasks
        for a in t.assignments
        if a.normalised
    }
    assert ("平安法制办", "平安法治办", "typo") in found
    assert ("党政办", "党政综合办", "abbreviation") in found


def test_plan_cites_the_three_national_documents() -> None:
    cited = {c.title: c.target for c in document("01").citations}
    for title in ("法治中国建设规划", "法治社会建设实施纲要", "法治政府建设实施纲要"):
        targets = [target for name, target in cited.items() if name.startswith(title)]
        assert targets and all(targets), title


def test_the_report_reports() -> None:
    found = document("03")
    kinds = {s.text: s.kind for s in found.statements}
    values = {(q.value, q.unit) for q in found.quantities}
    assert {(37.0, "项"), (97.6, "%"), (1260.0, "万元"), (136.0, "件")} <= values
    assert [k for t, k in kinds.items() if t.startswith("县司法局组织案卷评查2次")] == [
        "achievement"
    ]
    assert any(kind == "problem" for text, kind in kinds.items() if "政务数据共享进度偏慢" in text)
    assert any(kind == "directive" for text, kind in kinds.items() if "2026年6月底前" in text)
    assert not any("行政裁决" in text for text in kinds), "the gap of the story"


def test_page_chrome_is_not_content() -> None:
    found = document("06")
    said = "".join(s.text for s in found.statements)
    for word in ("设为首页", "扫一扫", "关闭窗口", "浏览次数", "网站标识码"):
        assert word in found.source.text
        assert word not in said


def plain(record: Record) -> dict[str, Any]:
    """A record as JSON without what changes with a release."""
    out: dict[str, Any] = to_json(record)
    out.pop("extractor", None)
    return out


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name[:2])
def test_golden_record(path: Path) -> None:
    found = [plain(record) for record in records(path.name[:2])]
    golden = GOLDEN / f"{path.name[:2]}.json"
    if REGENERATE:
        GOLDEN.mkdir(exist_ok=True)
        text = json.dumps(found, ensure_ascii=False, indent=1)
        golden.write_text(text + "\n", encoding="utf-8")
    assert found == json.loads(golden.read_text(encoding="utf-8"))


def test_the_regenerate_switch_is_off() -> None:
    assert not REGENERATE


def test_office_files_come_from_their_script() -> None:
    path = ROOT / "scripts" / "build_samples.py"
    spec = importlib.util.spec_from_file_location("build_samples", path)
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for name, data in script.build().items():
        assert data == (SAMPLES / "documents" / name).read_bytes(), name


def test_the_county_exists_on_no_map() -> None:
    real = load_places()
    invented = read_places(SAMPLES / "places.csv")
    assert len(invented) >= 6
    for place in invented.values():
        assert place.code.startswith("99")
        assert not real.named(place.name), place.name
    codes = {unit.place for unit in read_units(SAMPLES / "units.csv")}
    assert codes <= set(invented)


def bare(text: str) -> str:
    text = re.sub(r"<[^>]+>", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\s+", "", re.sub(r"《[^《》]*》", "", text))


def test_nothing_is_copied_from_the_corpus(shared: Path) -> None:
    size = LONGEST_SHARED_RUN
    runs: dict[str, str] = {}
    for record in (r for path in DOCUMENTS for r in records(path.name[:2])):
        text = bare(record.source.text)
        runs.update((text[i : i + size], record.id) for i in range(len(text) - size + 1))
    for path in sorted((shared / "corpus").rglob("*")):
        if path.suffix in (".txt", ".md", ".html"):
            text = bare(path.read_bytes().decode("utf-8", errors="replace"))
            copied = {text[i : i + size] for i in range(len(text) - size + 1)} & runs.keys()
            assert not copied, (path.name, sorted(copied)[:3])
