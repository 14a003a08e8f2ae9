"""Files, folders, globs and archives: each file once, in order, failures as items."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from random import Random

import pytest

from loaders.inputs import Input, walk
from loaders.readers import read


def packed(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def shown(items: list[Input], root: Path) -> list[str]:
    return [os.path.relpath(item.path, root) for item in items]


def test_folders_are_walked_in_order_without_litter(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/2.txt",
        "a/1.txt",
        ".hidden",
        "~$a.docx",
        "Thumbs.db",
        ".git/x",
        "c.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    items = list(walk([tmp_path]))
    assert shown(items, tmp_path) == ["b.txt", "c.md", "a/1.txt", "a/2.txt"]
    assert [item.name for item in items] == ["b.txt", "c.md", "1.txt", "2.txt"]
    assert items[2].data == b"a/1.txt"
    again = list(walk([tmp_path / "c.md", tmp_path, str(tmp_path / "b.txt")]))
    assert shown(again, tmp_path) == ["c.md", "b.txt", "a/1.txt", "a/2.txt"]


def test_globs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b.txt", "a.txt", "c.md", "[1].txt"):
        (tmp_path / name).write_text(name)
    assert shown(list(walk([tmp_path / "*.txt"])), tmp_path) == ["[1].txt", "a.txt", "b.txt"]
    assert shown(list(walk([tmp_path / "[1].txt"])), tmp_path) == ["[1].txt"]
    monkeypatch.chdir(tmp_path)
    assert [item.path for item in walk(["*.md"])] == ["c.md"]
    (missing,) = walk(["*.xyz"])
    assert missing.error is not None
    assert missing.error.code == "not_found"


def test_what_cannot_be_opened_is_an_item(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    with big.open("wb") as stream:
        stream.truncate(50_000_001)
    items = list(walk([tmp_path / "none.txt", big, tmp_path / "\x00.txt"]))
    codes = [item.error.code for item in items if item.error]
    assert codes == ["not_found", "too_large", "unreadable"]
    assert all(item.data is None for item in items)


def test_archives_are_opened(tmp_path: Path) -> None:
    inner = packed({"深层.txt": "内".encode()})
    data = packed({"要点/b.txt": b"b", "a.txt": b"a", "inner.zip": inner, "__MACOSX/x": b"x"})
    (tmp_path / "all.zip").write_bytes(data)
    items = list(walk([tmp_path]))
    assert shown(items, tmp_path) == [
        "all.zip!/a.txt",
        "all.zip!/inner.zip!/深层.txt",
        "all.zip!/要点/b.txt",
    ]
    assert [item.name for item in items] == ["a.txt", "深层.txt", "b.txt"]
    assert read(items[1].data or b"", items[1].name).text == "内"


def test_names_in_gbk(tmp_path: Path) -> None:
    data = packed({"AAAABBBB.txt": "要点".encode()})
    raw = "重点任务".encode("gbk")
    (tmp_path / "x.zip").write_bytes(data.replace(b"AAAABBBB", raw))
    assert [item.name for item in walk([tmp_path])] == ["重点任务.txt"]


def test_names_are_only_labels(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(packed({"../../etc/a\x1b.txt": b"a", "/b.txt": b"b"}))
    assert shown(list(walk([tmp_path])), tmp_path) == ["x.zip!/b.txt", "x.zip!/etc/a_.txt"]


def codes(tmp_path: Path, data: bytes) -> list[str | None]:
    (tmp_path / "x.zip").write_bytes(data)
    return [item.error.code if item.error else None for item in walk([tmp_path / "x.zip"])]


def test_bombs_and_broken_archives(tmp_path: Path) -> None:
    assert codes(tmp_path, packed({"a.txt": b" " * 40_000_000})) == ["zip_bomb"]
    deep = b"x"
    for level in range(4):
        deep = packed({f"{level}.zip" if level else "a.txt": deep})
    assert codes(tmp_path, deep) == ["zip_bomb"]
    assert codes(tmp_path, packed({})) == ["empty"]
    noise = Random(0)
    large = b"".join(noise.randbytes(80) + bytes(4_920) for _ in range(10_200))
    assert codes(tmp_path, packed({"big.txt": large, "a.txt": b"a"})) == [None, "too_large"]
    good = packed({"a.txt": b"aaaa" * 100, "b.txt": b"b"})
    flipped = bytearray(good)
    flipped[37] ^= 0xFF
    assert codes(tmp_path, bytes(flipped)) == ["corrupt", None]


def test_encrypted_archives(tmp_path: Path) -> None:
    data = bytearray(packed({"a.txt": b"a"}))
    central = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[central + 8] |= 1
    assert codes(tmp_path, bytes(data)) == ["encrypted"]


def test_office_files_are_not_unpacked(tmp_path: Path) -> None:
    data = packed({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    (tmp_path / "a.docx").write_bytes(data)
    (tmp_path / "b.ofd").write_bytes(packed({"OFD.xml": b"<x/>"}))
    items = list(walk([tmp_path]))
    assert [item.name for item in items] == ["a.docx", "b.ofd"]
    assert items[0].data == data
