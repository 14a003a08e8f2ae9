"""The files to load: single files, folders, globs and ZIP archives, each one item, in a fixed order."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path

from kg.errors import ReadError
from loaders.readers.detect import check_zip, is_archive, is_zip
from loaders.readers.reading import MAX_BYTES
from loaders.readers.refusals import refusal

_IGNORED = frozenset(("thumbs.db", "desktop.ini", "__macosx", "node_modules"))
_WILD = frozenset("*?[")
_UTF8_FLAG = 0x800
_MAX_NESTING = 2
_LARGE = 300_000  # bytes
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read, or the reason why it cannot be.

    ``name`` is the file's own name; ``path`` is what a person is shown, ``folder/a.zip!/inner/b.txt``
    for a file inside an archive. Exactly one of ``data`` and ``error`` is set.
    """

    name: str
    path: str
    data: bytes | None = None
    error: ReadError | None = None


def walk(paths: Sequence[str | Path]) -> Iterator[Input]:
    """Every file below ``paths``, each once, sorted within each path given; failures are items too.

    Folders are walked through (hidden files and Office lock files passed over), globs expanded, ZIP
    archives opened, also one inside another.
    """
    seen: set[str] = set()
    for given in paths:
        for path in _files(Path(given)):
            key = _identity(path)
            if key in seen:
                continue
            seen.add(key)
            yield from _file(path)


def largest(paths: Sequence[str | Path], count: int) -> Iterator[Input]:
    """The ``count`` largest files that ``walk`` finds, of those that take their time; archives are left out."""
    found: list[tuple[int, Path]] = []
    for path in (path for given in paths for path in _files(Path(given))):
        try:
            size = path.stat().st_size if path.is_file() else 0
        except (OSError, ValueError):
            continue  # walk says what is wrong with it
        if _LARGE <= size <= MAX_BYTES and path.suffix.lower() != ".zip":
            found.append((size, path))
    for path in dict.fromkeys(path for _, path in nlargest(count, found)):
        yield from (item for item in _file(path) if item.path == str(path))


def unpacked(name: str, data: bytes) -> Iterator[Input]:
    """One file that came without a disk, an upload: itself, or the members when it is an archive."""
    return _unpacked(name, name, data, nesting=0)


def _identity(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except (ValueError, OSError):  # a NUL in the name, a link loop
        return str(path)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from _folder(path)
    elif path.exists() or not _WILD & set(str(path)):
        yield path  # a missing file is reported by _file
    else:
        yield from _glob(path)


def _glob(path: Path) -> Iterator[Path]:
    """Files of a pattern the shell did not expand; the pattern itself when it matches nothing."""
    at = next(i for i, part in enumerate(path.parts) if _WILD & set(part))
    root = Path(*path.parts[:at]) if at else Path()
    try:
        matches = sorted(root.glob(str(Path(*path.parts[at:]))))
    except (ValueError, OSError):
        matches = []
    if not matches:
        yield path
    for match in matches:
        yield from _folder(match) if match.is_dir() else [match]


def _folder(folder: Path) -> Iterator[Path]:
    """Files below a folder, sorted by their path; links to folders are not followed."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_ignored(name))
        for name in sorted(files):
            if not _is_ignored(name):
                yield Path(root) / name


def _is_ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _IGNORED


def _file(path: Path) -> Iterator[Input]:
    shown = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise refusal("too_large")
        if not path.is_file():
            raise refusal("unreadable", "不是普通文件")
        data = path.read_bytes()
    except ReadError as error:
        yield Input(path.name, shown, error=error)
    except FileNotFoundError:
        yield Input(path.name, shown, error=refusal("not_found"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield Input(path.name, shown, error=refusal("unreadable", reason))
    else:
        yield from _unpacked(path.name, shown, data, nesting=0)


def _unpacked(name: str, shown: str, data: bytes, *, nesting: int) -> Iterator[Input]:
    """The file itself, or the members when it is an archive."""
    if not is_zip(data) or name.lower().endswith(".ofd") or not is_archive(data):
        yield Input(name, shown, data)
        return
    if nesting >= _MAX_NESTING:
        yield Input(name, shown, error=refusal("zip_bomb", "压缩包层层嵌套"))
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_zip(archive)
            members = [(_member_name(m), m) for m in archive.infolist() if not m.is_dir()]
            wanted = [pair for pair in members if not _is_hidden(pair[0])]
            if not wanted:
                raise refusal("empty", "压缩包里没有文件")
            for inner, member in sorted(wanted, key=lambda pair: pair[0]):
                yield from _member(archive, member, inner, shown, nesting)
    except ReadError as error:
        yield Input(name, shown, error=error)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        yield Input(name, shown, error=refusal("corrupt", str(error)))


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, inner: str, shown: str, nesting: int
) -> Iterator[Input]:
    name = inner.rsplit("/", 1)[-1]
    where = f"{shown}!/{inner}"
    try:
        data = _read_member(archive, member)
    except ReadError as error:
        yield Input(name, where, error=error)
        return
    yield from _unpacked(name, where, data, nesting=nesting + 1)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The member's bytes; its stated size is not believed."""
    if member.flag_bits & 1:
        raise refusal("encrypted")
    if member.file_size > MAX_BYTES:
        raise refusal("too_large")
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(member) as stream:
            while block := stream.read(_BLOCK):
                size += len(block)
                if size > MAX_BYTES:
                    raise refusal("zip_bomb")
                parts.append(block)
    except ReadError:
        raise
    except Exception as error:  # zlib.error, BadZipFile, NotImplementedError, RuntimeError …
        raise refusal("corrupt", str(error)) from error
    return b"".join(parts)


def _member_name(member: zipfile.ZipInfo) -> str:
    """A member's name; Chinese Windows writes it in GBK and says nothing, so zipfile reads it as CP437."""
    name = member.filename
    if not member.flag_bits & _UTF8_FLAG:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return _safe(name)
        for encoding in ("utf-8", "gb18030"):
            try:
                return _safe(raw.decode(encoding))
            except UnicodeDecodeError:
                continue
    return _safe(name)


def _safe(name: str) -> str:
    """Only a label, never a path we write to; still, no control characters and no leading slash."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "".join(c if c.isprintable() else "_" for c in "/".join(parts)) or "_"


def _is_hidden(name: str) -> bool:
    return any(_is_ignored(part) for part in name.split("/"))
