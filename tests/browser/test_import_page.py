"""The import page as a clerk uses it: token, drop, read, look, decide; hostile files stay text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kg.ask import Ask
from kg.store import Store

Visit = Callable[..., Any]
TOKEN = "write-0123456789"
PLAN = (
    "泾县{year}年法治工作要点\n一、加强组织领导\n（一）落实第一责任人职责。（牵头单位：县司法局；配合单位：县财政局）\n"
    "（二）完善决策机制。6月底前完成。（牵头单位：、县政府办）\n"
)
PAYLOAD = "<img src=x onerror=window.PWN=1>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a clerk drags in: plans, an empty file, a program, a ZIP, a name that attacks."""
    folder = tmp_path / "要点 文件夹"
    folder.mkdir()
    (folder / "要点2023.txt").write_text(PLAN.format(year=2023), encoding="utf-8")
    (folder / f"{PAYLOAD.replace('/', '')}.txt").write_text(
        PLAN.format(year=2024).replace("组织", PAYLOAD), encoding="utf-8"
    )
    (folder / "空.txt").write_bytes(b"")
    (folder / "程序.docx").write_bytes(b"MZ\x00\x01" * 400)
    with zipfile.ZipFile(folder / "包.zip", "w") as archive:
        archive.writestr("旧/要点2021.txt", PLAN.format(year=2021))
    return folder


def settle(page: Page) -> None:
    expect(page.locator("#sum-title")).to_have_text(re.compile("读完了"), timeout=30_000)


def row(page: Page, words: str) -> Any:
    return page.locator("#list > li", has_text=words)


def test_a_folder_is_read_looked_at_and_kept(
    writable: str, own: Store, folder: Path, visit: Visit, keep: Callable[..., None]
) -> None:
    documents = Ask(own).stats()["documents"]
    watched = visit(f"{writable}/import#token={TOKEN}")
    page = watched.page
    assert "token" not in page.url
    keep(page, "import-1366x768")
    page.set_input_files("#folder", str(folder))
    settle(page)
    keep(page, "import-read-1366x768")
    expect(row(page, "空.txt").locator(".refusal")).to_contain_text("没有任何文字")
    expect(row(page, "程序.docx").locator(".refusal")).to_contain_text("不是文档")
    plan = row(page, "要点2023.txt")
    expect(plan.locator("h3")).to_have_text("泾县2023年法治工作要点")
    expect(plan.locator(".docline")).to_contain_text("宣城市 › 泾县")
    expect(plan.locator(".facts-line")).to_contain_text("2项任务")
    plan.locator("summary", has_text="请看一眼").click()
    expect(plan.locator(".warns mark").first).to_be_visible()
    assert page.evaluate("typeof window.PWN") == "undefined"
    assert Ask(own).stats()["documents"] == documents
    plan.get_by_role("link", name="预览").click()
    expect(page.locator("#owners")).to_contain_text("2 项任务")
    page.locator(".owners a", has_text="财政局").click()
    assert page.locator(".paper mark:target").inner_text() == "县财政局"
    keep(page, "import-preview-1366x768")
    page.get_by_role("link", name="回到导入页").click()
    plan.get_by_role("button", name="保留", exact=True).click()
    expect(plan.locator(".state")).to_contain_text("已保留")
    assert Ask(own).stats()["documents"] == documents + 1
    page.get_by_role("button", name="全部保留（2）").click()
    expect(page.locator("#sum-hint")).to_contain_text("3 个已保留")
    assert Ask(own).stats()["documents"] == documents + 3
    plan.get_by_role("link", name="看文件").click()
    expect(page.locator("h1")).to_have_text("泾县2023年法治工作要点")


def test_an_edited_file_says_that_it_replaces_and_a_place_is_corrected(
    writable: str, folder: Path, visit: Visit, tmp_path: Path
) -> None:
    page = visit(f"{writable}/import#token={TOKEN}").page
    page.set_input_files("#files", str(folder / "要点2023.txt"))
    settle(page)
    if row(page, "要点2023.txt").locator("button", has_text="保留").count():
        page.locator("#keep-all").click()
        expect(row(page, "要点2023.txt").locator(".state")).to_contain_text("已保留")
    newer = tmp_path / "新版.txt"
    newer.write_text(PLAN.format(year=2023) + "（三）抓好普法。\n", encoding="utf-8")
    page.set_input_files("#files", str(newer))
    settle(page)
    again = row(page, "新版.txt")
    expect(again.locator(".verdict.replace")).to_contain_text("2 项任务")
    again.locator("summary", has_text="辖区不对").click()
    again.locator(".fix input[type=search]").fill("丰润区")
    again.locator(".places button").first.click()
    expect(again.locator(".docline")).to_contain_text("丰润区", timeout=15_000)
    again.get_by_role("button", name="放弃").click()
    expect(again.locator(".state")).to_have_text("已放弃")


def test_what_a_document_is_and_what_is_no_unit_is_said_before_keeping(
    writable: str, own: Store, folder: Path, visit: Visit, keep: Callable[..., None]
) -> None:
    (folder / "无年份.txt").write_text(PLAN.format(year="").replace("年", "", 1), encoding="utf-8")
    watched = visit(f"{writable}/import#token={TOKEN}")
    page = watched.page
    page.set_input_files("#files", str(folder / "无年份.txt"))
    settle(page)
    item = row(page, "无年份.txt")
    item.locator("summary", has_text="标题、文号、日期等不对").click()
    item.locator(".said .btn").click()
    expect(item.locator(".said [role=status]")).to_have_text("没有改动")
    item.locator("[name=title]").fill(f"泾县2018年普法要点{PAYLOAD}")
    item.locator("[name=issued]").fill("二〇一八")
    keep(page, "import-said-1366x768")
    item.locator(".said .btn").click()
    expect(page.locator("#trouble")).to_contain_text("成文日期“二〇一八”看不懂")
    item.locator("[name=issued]").fill("2018-03-01")
    item.locator(".said .btn").click()
    expect(item.locator("h3")).to_contain_text("泾县2018年普法要点", timeout=15_000)
    expect(item.locator(".docline")).to_contain_text("2018-03-01")
    expect(item.locator(".corrected")).to_contain_text("由人指定：标题、成文日期")
    item.get_by_role("link", name="预览").click()
    watched.settle()
    page.on("dialog", lambda d: None)
    page.evaluate("window.confirm = () => true")
    page.click('.owners [data-drop="县财政局"]')
    expect(page.locator(".owners")).not_to_contain_text("财政局", timeout=15_000)
    keep(page, "import-preview-dropped")
    page.get_by_role("link", name="回到导入页").click()
    expect(item.locator(".corrected")).to_contain_text("“县财政局”不是单位")
    item.get_by_role("button", name="保留", exact=True).click()
    expect(item.locator(".state")).to_contain_text("已保留")
    found = Ask(own).documents(q="泾县2018年普法要点")["items"]
    assert [d["issued"] for d in found] == ["2018-03-01"]
    assert page.evaluate("typeof window.PWN") == "undefined"
    watched.troubles = [t for t in watched.troubles if "422" not in t]


def test_a_dropped_file_and_the_keyboard(
    writable: str, visit: Visit, keep: Callable[..., None]
) -> None:
    watched = visit(f"{writable}/import", width=390, height=844)
    page = watched.page
    expect(page.locator("#key-hint")).to_contain_text("导入：http://…#token=…")
    page.locator("#token").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator("#key-hint")).to_contain_text("口令不对")
    expect(page.locator("#key-hint")).not_to_contain_text("Authorization")
    assert len(watched.troubles) == 1 and "401" in watched.troubles.pop()
    page.locator("#token").fill(TOKEN)
    page.keyboard.press("Enter")
    page.locator("#zone").wait_for()
    page.evaluate(
        """text => { const data = new DataTransfer(); data.items.add(new File([text], '拖来.txt'));
        document.querySelector('#zone').dispatchEvent(new DragEvent('drop', {bubbles: true, cancelable: true, dataTransfer: data})) }""",
        PLAN.format(year=2019),
    )
    settle(page)
    expect(row(page, "拖来.txt").locator("h3")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    keep(page, "import-390x844")
    page.reload()
    expect(row(page, "拖来.txt")).to_be_visible()
    row(page, "拖来.txt").get_by_role("button", name="放弃").focus()
    page.keyboard.press("Enter")
    expect(row(page, "拖来.txt").locator(".state")).to_have_text("已放弃")


def test_a_closed_service_says_how_to_open_it(
    server: str, visit: Visit, keep: Callable[..., None]
) -> None:
    page = visit(f"{server}/import").page
    expect(page.locator(".closed")).to_contain_text("--writable")
    assert page.locator("#zone").count() == 0
    keep(page, "import-closed-1366x768")


def test_a_long_paragraph_says_how_long_it_is_read(
    writable: str, tmp_path: Path, visit: Visit
) -> None:
    long = tmp_path / "长.txt"
    long.write_text(
        PLAN.format(year=2022) + "各镇要加强普法宣传，落实责任，完善阵地。" * 10_000, "utf-8"
    )
    page = visit(f"{writable}/import#token={TOKEN}").page
    page.set_input_files("#files", str(long))
    told = row(page, "长.txt").locator(".state")
    expect(told).to_have_text(re.compile(r"正在读，已 \d+ 秒（最多 120 秒）"), timeout=20_000)
    settle(page)
