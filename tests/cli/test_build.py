"""zhize build and forget: what is loaded, skipped, replaced, refused and removed."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kg.store import open_store

Zhize = Callable[..., Any]


def dump(store: Path) -> bytes:
    return open_store(store, read_only=True).dump()


def test_samples_build_and_the_report_counts_facts(graph: Path, zhize: Zhize) -> None:
    again = zhize("stats", store=graph)
    assert again.exit_code == 0
    assert "柳泊镇2025年法治建设工作要点" in again.output


def test_the_second_build_skips_everything(folder: Path, tmp_path: Path, zhize: Zhize) -> None:
    store = tmp_path / "store"
    first = zhize("build", folder, store=store)
    assert first.exit_code == 0, first.output
    assert "理解了：" in first.output and "任务" in first.output
    before = dump(store)
    second = zhize("build", folder, store=store)
    assert second.exit_code == 0
    assert "3 未变" in second.output
    assert dump(store) == before


def test_two_builds_are_byte_equal_also_in_parallel(
    folder: Path, tmp_path: Path, zhize: Zhize
) -> None:
    for name, jobs in (("a", 1), ("b", 2)):
        done = zhize("build", folder, "--jobs", jobs, store=tmp_path / name)
        assert done.exit_code == 0, done.output
    assert dump(tmp_path / "a") == dump(tmp_path / "b")


def test_file_by_file_gives_the_same_graph_as_all_at_once(
    folder: Path, tmp_path: Path, zhize: Zhize
) -> None:
    zhize("build", folder, store=tmp_path / "once")
    for path in sorted(folder.iterdir()):
        assert zhize("build", path, store=tmp_path / "singly").exit_code == 0
    assert dump(tmp_path / "singly") == dump(tmp_path / "once")


def test_an_edited_file_replaces_its_former_self(
    folder: Path, tmp_path: Path, zhize: Zhize
) -> None:
    store = tmp_path / "store"
    zhize("build", folder, store=store)
    before = dump(store)
    path = next(folder.glob("02-*"))
    original = path.read_bytes()
    path.write_bytes(original + "\n（二十）新增一项工作。（牵头单位：综合执法队）\n".encode())
    # named on its own this time: still the same file
    edited = zhize("build", path, store=store)
    assert edited.exit_code == 0, edited.output
    assert "新增一项工作" in dump(store).decode()
    path.write_bytes(original)
    zhize("build", folder, store=store)
    assert dump(store) == before


def test_forget_removes_exactly_one_document(folder: Path, tmp_path: Path, zhize: Zhize) -> None:
    store, without = tmp_path / "store", tmp_path / "without"
    zhize("build", folder, store=store)
    gone = zhize("forget", next(folder.glob("02-*")).name, store=store)
    assert gone.exit_code == 0, gone.output
    next(folder.glob("02-*")).unlink()
    zhize("build", folder, store=without)
    assert dump(store) == dump(without)


def test_forget_of_an_unknown_document_names_near_ones(graph: Path, zhize: Zhize) -> None:
    done = zhize("forget", "没有这个文件", store=graph)
    assert done.exit_code == 1
    assert "[not_found]" in done.output and "Traceback" not in done.output


def test_forget_by_title_takes_one_and_lists_several(
    folder: Path, tmp_path: Path, zhize: Zhize
) -> None:
    store = tmp_path / "store"
    zhize("build", folder, store=store)
    several = zhize("forget", "法治", store=store)
    assert several.exit_code == 1
    assert "[ambiguous]" in several.output and several.output.count("doc/") >= 2
    one = zhize("forget", "霁川县法治政府建设实施方案（2022—2025年）", store=store)
    assert one.exit_code == 0, one.output
    assert "doc/霁政发-2022-4号" in one.output


def test_forget_of_a_file_name_in_two_folders_lists_both_and_deletes_nothing(
    folder: Path, tmp_path: Path, zhize: Zhize
) -> None:
    store, files = tmp_path / "store", tmp_path / "文件"
    for year, source in (("甲", "01-*"), ("乙", "02-*")):
        (files / year).mkdir(parents=True)
        shutil.copy(next(folder.glob(source)), files / year / "要点.txt")
    assert zhize("build", files, store=store).exit_code == 0
    before = dump(store)
    refused = zhize("forget", "要点.txt", store=store)
    assert refused.exit_code == 1
    assert "[ambiguous]" in refused.output and refused.output.count("doc/") == 2
    assert "霁川县法治政府建设实施方案" in refused.output
    assert dump(store) == before
    assert zhize("forget", "doc/霁政发-2022-4号", store=store).exit_code == 0
    assert zhize("forget", "要点.txt", store=store).exit_code == 0


def test_an_edited_copy_in_another_folder_is_told_beside_what(
    folder: Path, tmp_path: Path, zhize: Zhize
) -> None:
    store, copies = tmp_path / "store", tmp_path / "修改稿"
    source = next(folder.glob("01-*"))
    assert "并存" not in zhize("build", folder, store=store).output
    copies.mkdir()
    text = source.read_text(encoding="utf-8")
    (copies / source.name).write_text(text + "\n另有补充。\n", encoding="utf-8")
    done = zhize("build", copies, store=store)
    assert done.exit_code == 0
    told = next(line for line in done.output.splitlines() if "并存" in line)
    assert "doc/霁政发-2022-4号~2" in told and f"{folder.name}/{source.name}" in told
    assert zhize("forget", "doc/霁政发-2022-4号", store=store).exit_code == 0
    assert "并存" not in zhize("build", copies, store=store).output
    both = zhize("build", folder, copies, store=tmp_path / "at once").output
    assert both.count("并存") == 1, both


def test_bad_files_are_named_and_the_others_load(
    folder: Path, tmp_path: Path, zhize: Zhize
) -> None:
    (folder / "空.txt").write_bytes(b"")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "图.bin").write_bytes(bytes(range(256)) * 20)
    done = zhize("build", folder, folder / "不存在.txt", store=tmp_path / "store")
    assert done.exit_code == 1
    lines = [line for line in done.output.splitlines() if line.startswith("✗")]
    assert len(lines) == 4, done.output
    assert all("[" in line and "→" in line for line in lines)
    assert "4 失败" in done.output and "柳泊镇" in dump(tmp_path / "store").decode()
    again = zhize("build", folder, store=tmp_path / "store")
    assert again.exit_code == 1, "a failure must not look like success the second time"


def test_the_same_bytes_under_another_name_are_one_document(
    folder: Path, tmp_path: Path, zhize: Zhize
) -> None:
    copy = folder / "99-副本.txt"
    shutil.copy(next(folder.glob("02-*")), copy)
    done = zhize("build", folder, store=tmp_path / "store")
    assert done.exit_code == 0 and "1 重复" in done.output
    copy.unlink()
    zhize("build", folder, store=tmp_path / "plain")
    assert dump(tmp_path / "store") == dump(tmp_path / "plain")


def test_equal_names_in_two_folders_do_not_overwrite_each_other(
    folder: Path, tmp_path: Path, zhize: Zhize
) -> None:
    store = tmp_path / "store"
    for year, source in (("甲", "01-*"), ("乙", "02-*")):
        target = tmp_path / year / "文件"
        target.mkdir(parents=True)
        shutil.copy(next(folder.glob(source)), target / "文件.txt")
        assert zhize("build", target, store=store).exit_code == 0
    text = dump(store).decode()
    assert "柳泊镇2025年" in text and "霁川县法治政府建设实施方案" in text


def test_a_bad_csv_of_places_is_told_before_any_work(
    folder: Path, tmp_path: Path, zhize: Zhize
) -> None:
    bad = tmp_path / "辖区.csv"
    bad.write_text("code,name\n12,某镇\n", encoding="utf-8")
    done = zhize("build", folder, "--places", bad, store=tmp_path / "store")
    assert done.exit_code == 1
    assert "[own_data]" in done.output and "Traceback" not in done.output


def test_an_empty_folder_is_not_an_error(tmp_path: Path, zhize: Zhize) -> None:
    (tmp_path / "空").mkdir()
    done = zhize("build", tmp_path / "空", store=tmp_path / "store")
    assert done.exit_code == 0
    assert "共 0 个文件：给出的文件夹里没有文件" in done.output


def test_a_store_address_is_refused_in_one_line(folder: Path, zhize: Zhize) -> None:
    done = zhize("build", folder, "--store", "ftp://example.org/sparql")
    assert done.exit_code == 1
    assert "[store_remote]" in done.output


@pytest.mark.parametrize("command", ["stats", "validate", "gaps"])
def test_reading_a_store_that_is_not_there(command: str, tmp_path: Path, zhize: Zhize) -> None:
    done = zhize(command, store=tmp_path / "nowhere")
    assert done.exit_code == 1
    assert "[store_missing]" in done.output and "zhize build" in done.output
    assert not (tmp_path / "nowhere").exists()


def test_validate_finds_the_samples_in_shape(graph: Path, zhize: Zhize) -> None:
    done = zhize("validate", store=graph)
    assert done.exit_code == 0, done.output
    assert "0 个未通过" in done.output


def test_each_file_says_what_it_gave_and_warned_of(
    folder: Path, tmp_path: Path, zhize: Zhize
) -> None:
    (folder / "缺号.txt").write_text(
        "工作要点\n一、完善制度\n健全机制。\n二、强化监督\n开展检查。\n四、优化服务\n推行网办。\n"
    )
    done = zhize("build", folder, store=tmp_path / "store")
    line = next(x for x in done.output.splitlines() if "缺号.txt" in x)
    assert "标题 4" in line and line.endswith("提示 lost_heading 1")


def test_of_many_files_those_with_warnings_are_listed(tmp_path: Path, zhize: Zhize) -> None:
    many = tmp_path / "许多"
    many.mkdir()
    for n in range(61):
        (many / f"{n:02}.txt").write_text(f"一、第{n}项工作\n健全机制。\n")
    (many / "缺号.txt").write_text("一、完善制度\n健全机制。\n三、强化监督\n开展检查。\n")
    done = zhize("build", many, "--no-check", store=tmp_path / "store")
    assert done.exit_code == 0, done.output
    assert "缺号.txt" in done.output and "00.txt" not in done.output
    assert "--verbose" in done.output
    every = zhize("build", many, "--no-check", "--verbose", store=tmp_path / "other")
    assert "00.txt" in every.output


def test_a_file_of_which_nothing_was_read_is_not_called_fine(tmp_path: Path, zhize: Zhize) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append((1, "开展执法案卷评查", "县司法局"))
    book.active.append((2, "举办宪法宣传周活动", "县教育局"))
    book.save(folder / "无表头.xlsx")
    (folder / "english.txt").write_text("Work Plan\n\n1. Files. Review every quarter.\n", "utf-8")
    (folder / "分工.txt").write_text(
        "霁川县2025年法治工作任务分工表\n\n一、规范执法\n1.开展执法案卷评查。\n2.举办宣传周活动。\n",
        "utf-8",
    )
    (folder / "繁体.txt").write_text(
        "霽川縣2025年普法工作要點\n\n（一）開展宣傳。組織學生旁聽庭審。（責任單位：縣教育局）\n",
        "utf-8",
    )
    (folder / "标题.txt").write_text("霁川县法治简介\n\n霁川县位于省内北部。\n", "utf-8")
    done = zhize("build", folder, store=tmp_path / "store")
    assert done.exit_code == 0, done.output
    lines = {name: line for line in done.output.splitlines() for name in line.split()[1:2]}
    told = {
        "无表头.xlsx": ("table_unread", "列名"),
        "english.txt": ("not_chinese", "中文原件"),
        "分工.txt": ("no_owners", "责任单位"),
        "标题.txt": ("nothing_read", "核对"),
        "繁体.txt": ("traditional", "转为简体"),
    }
    for name, (code, advice) in told.items():
        line = next(line for path, line in lines.items() if path.endswith(name))
        assert line.startswith("!") and f"提示 {code} 1" in line and advice in line, line
    assert "5 有提示" in done.output


def test_one_text_in_two_encodings_is_one_document(tmp_path: Path, zhize: Zhize) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    text = "泾县2025年工作要点\n一、任务\n（一）组织考试。开展活动。（责任单位：县教育局）\n"
    (folder / "一.txt").write_text(text, "utf-8")
    (folder / "二.txt").write_bytes(text.replace("\n", "\r\n").encode("gb18030"))
    for _ in range(2):
        done = zhize("build", folder, store=tmp_path / "store")
        assert done.exit_code == 0, done.output
        line = next(line for line in done.output.splitlines() if "二.txt" in line)
        assert "一.txt 内容相同" in line
    (folder / "二.txt").write_text(text + "（二）加强宣传。开展宣传。\n", "utf-8")
    assert "任务 2" in zhize("build", folder, store=tmp_path / "store").output
