"""Where uploads wait: a private folder outside the store, read in the background, gone after a while.

Nothing here touches the store. An upload is a number of items, each a file or a member of an archive;
a thread takes them one by one to the reading process. What nobody decides on is thrown away.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import queue
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeAlias

from api.uploads.names import clean
from api.uploads.process import ReadingProcess
from api.uploads.reader import told
from api.work import Setup, unexpected
from kg.errors import NotFoundError, ReadError, ZhizeError
from kg.scratch import Scratch

State: TypeAlias = Literal[
    "waiting", "reading", "archive", "understood", "refused", "known", "duplicate", "kept", "discarded",
]  # fmt: skip
Json: TypeAlias = dict[str, Any]
_LOG = logging.getLogger("zhize.uploads")
_BLOCK = 1 << 20
_IDLE = 30.0  # seconds after which a reader without work is let go
_SWEEP = 5.0
OPEN_STATES = frozenset({"waiting", "reading"})
MOST_DROPPED = 50  # words of one document that are said to be no unit


class UploadError(ZhizeError):
    """An upload that is not taken: too many files, too large, no room."""

    code = "upload"

    def __init__(self, status: int, code: str, message: str, hint: str) -> None:
        super().__init__(message, hint, code=code)
        self.status = status


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes and files of one upload and of all together, seconds and memory of one file, seconds of rest."""

    files: int = 1000
    size: int = 1_000_000_000
    seconds: float = 120.0
    memory: int = 3_000_000_000
    rest: float = 7200.0


@dataclass(slots=True)
class Item:
    """One file of an upload. ``documents`` are summaries (see ``api.uploads.reader``)."""

    id: int
    name: str
    size: int
    file: Path | None
    state: State = "waiting"
    sha256: str = ""
    member_of: int | None = None
    documents: tuple[Json, ...] = ()
    error: Json | None = None
    verdict: Json = field(default_factory=dict)
    place: str | None = None
    said: dict[int, Json] = field(default_factory=dict)  # of its documents, by a person
    busy: bool = False  # being put into the store just now

    def shown(self) -> Json:
        """The item as the API gives it."""
        return {
            "id": self.id,
            "name": self.name,
            "size": self.size,
            "state": self.state,
            "sha256": self.sha256,
            "member_of": self.member_of,
            "documents": list(self.documents),
            "error": self.error,
            "verdict": self.verdict,
            "place": self.place,
            "said": {str(number): dict(values) for number, values in self.said.items()},
        }


@dataclass(slots=True)
class Upload:
    """What somebody handed over; ``touched`` is the clock's time of the last request about it."""

    id: str
    folder: Path
    touched: float
    items: list[Item] = field(default_factory=list)

    def item(self, number: int) -> Item:
        """One item. Raises NotFoundError."""
        if 0 <= number < len(self.items):
            return self.items[number]
        raise NotFoundError(f"这批文件里没有第 {number} 个")

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(i.size for i in self.items if i.file is not None)


Judge: TypeAlias = Callable[[str, Sequence[Json]], tuple[State | None, Json]]


class Staging:
    """All uploads of one server. ``judge`` says what the store knows of a file: ``(state, verdict)``."""

    def __init__(
        self, setup: Setup, limits: Limits, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.setup = setup
        self.limits = limits
        self.lock = threading.RLock()
        self._clock = clock
        self._root: Scratch | None = None
        self._uploads: dict[str, Upload] = {}
        self._work: queue.Queue[tuple[str, int] | None] = queue.Queue()
        self._process = ReadingProcess(limits.seconds, limits.memory)
        self._thread: threading.Thread | None = None
        self._closed = False
        self._judge: Judge = lambda sha256, documents: (None, {})

    def judged_by(self, judge: Judge) -> None:
        """Ask ``judge`` about every file: with its digest before reading, with its documents after."""
        self._judge = judge

    def begin(self) -> Upload:
        """A new, empty upload under an id nobody can guess."""
        with self.lock:
            self._sweep()
            if self._root is None:
                self._root = Scratch("uploads")
            id_ = secrets.token_urlsafe(16)
            upload = Upload(id_, self._root.path / id_, self._clock())
            upload.folder.mkdir()
            self._uploads[id_] = upload
            return upload

    def get(self, id_: str) -> Upload:
        """One upload, which thereby stays. Raises NotFoundError when it is not (or no longer) there."""
        with self.lock:
            self._sweep()
            upload = self._uploads.get(id_)
            if upload is None:
                raise NotFoundError(
                    "没有这批文件，可能已过期或已放弃", "请重新上传", code="upload_gone"
                )
            upload.touched = self._clock()
            return upload

    def waiting(self) -> list[Upload]:
        """Uploads with something still to decide, oldest first."""
        with self.lock:
            self._sweep()
            open_ = OPEN_STATES | {"understood"}
            return [u for u in self._uploads.values() if any(i.state in open_ for i in u.items)]

    def add(self, upload: Upload, files: Iterable[tuple[str, BinaryIO]]) -> list[Item]:
        """Put files into an upload and have them read. Raises UploadError; what came before it stays."""
        added = []
        for name, stream in files:
            with self.lock:
                self._room(upload)
                item = Item(len(upload.items), clean(name), 0, None)
                file = upload.folder / f"{item.id}.bin"
                upload.items.append(item)
            self._copy(upload, item, stream, file)
            added.append(item)
            self._work.put((upload.id, item.id))
        if added:
            self._start()
        return added

    def _room(self, upload: Upload) -> None:
        if len(upload.items) >= self.limits.files:
            raise UploadError(
                413, "too_many", f"一批最多 {self.limits.files} 个文件", "请分几批，先保留或放弃这一批"
            )  # fmt: skip

    def _left(self) -> int:
        """Bytes that may still be put on disk."""
        with self.lock:
            return self.limits.size - sum(u.size for u in self._uploads.values())

    def _copy(self, upload: Upload, item: Item, stream: BinaryIO, file: Path) -> None:
        left, digest = self._left(), hashlib.sha256()
        try:
            with file.open("wb") as target:
                while block := stream.read(_BLOCK):
                    item.size += len(block)
                    if item.size > left:
                        raise _full()
                    digest.update(block)
                    target.write(block)
        except (UploadError, OSError) as error:  # OSError: the disk is full, or the upload is gone
            file.unlink(missing_ok=True)
            item.size = 0
            full = _full()
            item.state, item.error = "refused", told(full)
            raise full from error
        item.file, item.sha256 = file, digest.hexdigest()

    @contextlib.contextmanager
    def keeping(self, item: Item) -> Iterator[None]:
        """Nobody else keeps, corrects or discards the item while the block runs. Raises UploadError 409."""
        with self.lock:
            _idle(item)
            item.busy = True
        try:
            yield
        finally:
            item.busy = False

    def drop(self, upload: Upload) -> None:
        """Throw an upload away, also while it is being read. Raises UploadError 409 while it is kept."""
        with self.lock:
            for item in upload.items:
                _idle(item)
            self._uploads.pop(upload.id, None)
            for item in upload.items:
                if item.state in ("waiting", "understood"):
                    item.state = "discarded"
        shutil.rmtree(upload.folder, ignore_errors=True)

    def discard(self, item: Item) -> None:
        """Throw one file away."""
        with self.lock:
            _idle(item)
            if item.state == "kept":
                return
            item.state = "discarded"
        self.clean(item)

    def correct(
        self, upload: Upload, item: Item, place: str | None, said: Mapping[int, Json] | None = None
    ) -> None:
        """Have one understood file read again: as being about ``place``, a code of the registry, and with what
        is ``said`` of its documents (see ``loaders.given``). With neither, as it says itself."""
        with self.lock:
            _idle(item)
            if item.state != "understood":
                raise UploadError(409, "not_understood", f"「{item.name}」现在不能改", "见它的状态")
            if any(number >= len(item.documents) for number in said or {}):
                raise UploadError(
                    404, "no_document", f"「{item.name}」里没有这一份", "编号从 0 开始"
                )
            if place is None and said is None:
                item.place, item.said = None, {}
            item.place = place or item.place
            for number, values in (said or {}).items():
                item.said[number] = _also(item.said.get(number, {}), values)
            item.state = "waiting"
        self._work.put((upload.id, item.id))
        self._start()

    def clean(self, item: Item) -> None:
        """Remove what the disk holds of one item; it counts no more against the limit."""
        file, item.file = item.file, None
        if file is not None:
            _remove(file)

    def _sweep(self) -> None:
        late = self._clock() - self.limits.rest
        for upload in [u for u in self._uploads.values() if u.touched < late]:
            self.drop(upload)

    # the background thread

    def _start(self) -> None:
        with self.lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="uploads", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        idle = 0.0
        while True:
            try:
                job = self._work.get(timeout=_SWEEP)
            except queue.Empty:
                with self.lock:
                    self._sweep()
                idle += _SWEEP
                if idle >= _IDLE:
                    self._process.close()
                continue
            if job is None or self._closed:
                return
            idle = 0.0
            upload = self._uploads.get(job[0])
            if upload is not None:
                self._one(upload, upload.items[job[1]])

    def _one(self, upload: Upload, item: Item) -> None:
        with self.lock:
            if item.state != "waiting":
                return
            item.state = "reading"
        try:
            if item.member_of is None and not item.documents and self._open(upload, item):
                return
            self._read(upload, item)
        except ZhizeError as error:
            self._refuse(item, told(error))
        except OSError:  # thrown away under our hands
            self._refuse(
                item, told(ReadError("文件已不在暂存区。", "请重新上传。", code="upload_gone"))
            )
        except Exception as error:  # a bug of ours: the thread and the other files go on
            _LOG.exception("reading an upload")
            self._refuse(item, told(unexpected(error)))

    def _refuse(self, item: Item, error: Json) -> None:
        with self.lock:
            if item.state == "reading":  # else thrown away meanwhile
                item.state, item.error = "refused", error

    def _open(self, upload: Upload, item: Item) -> bool:
        """Take an archive apart; False when the item is a single file."""
        out = upload.folder / f"{item.id}.members"
        out.mkdir(exist_ok=True)
        members: list[Item] = []
        try:
            answer = self._unpacked(upload, item, out)
            found = answer.get("items", [])
            single = len(found) == 1 and found[0]["path"] == item.name
            wrong = answer.get("error") or (found[0].get("error") if single else None)
            if wrong is not None:
                self._refuse(item, wrong)
            elif single:
                return False
            else:
                members = self._members(upload, item, found)
        finally:
            if not members:
                shutil.rmtree(out, ignore_errors=True)
        for member in members:
            self._work.put((upload.id, member.id))
        return True

    def _unpacked(self, upload: Upload, item: Item, out: Path) -> Json:
        """The reader's answer. What it unpacks takes the archive's own room, and what is left of all."""
        return self._process.ask(
            {
                "do": "open",
                "file": str(item.file),
                "name": item.name,
                "out": str(out),
                "most": max(1, self.limits.files - len(upload.items)),
                "room": self._left() + item.size,
            }
        )

    def _members(self, upload: Upload, archive: Item, found: list[Json]) -> list[Item]:
        """The members instead of the archive; none when it was thrown away meanwhile."""
        with self.lock:
            if archive.state != "reading":
                return []
            self.clean(archive)
            archive.state = "archive"
            return [self._member(upload, archive, row) for row in found]

    def _member(self, upload: Upload, archive: Item, row: Json) -> Item:
        member = Item(len(upload.items), row["path"], row.get("size", 0), None)
        member.member_of = archive.id
        if "error" in row:
            member.state, member.error = "refused", row["error"]
        else:
            member.file, member.sha256 = Path(row["file"]), row["sha256"]
        upload.items.append(member)
        return member

    def _read(self, upload: Upload, item: Item) -> None:
        twin = next((i for i in upload.items[: item.id] if i.sha256 == item.sha256), None)
        state, verdict = self._judge(item.sha256, ())
        if twin is not None and twin.state != "discarded":
            state, verdict = "duplicate", {"copy_of": twin.name}
        if state is not None:
            with self.lock:
                item.state, item.verdict = state, verdict
            self.clean(item)
            return
        file = item.file
        if file is None:  # thrown away meanwhile
            return
        answer = self._process.ask(
            {
                "do": "read",
                "file": str(file),
                "name": item.name,
                "place": item.place,
                "said": {str(number): values for number, values in item.said.items()},
                "out": str(file.with_suffix("")),
                "setup": {
                    "base": self.setup.base,
                    "places": str(self.setup.places) if self.setup.places else None,
                    "units": str(self.setup.units) if self.setup.units else None,
                },
            }
        )
        if "error" in answer:
            self._refuse(item, answer["error"])
            return
        documents = tuple(answer["documents"])
        texts = [d["text"] for d in documents]
        read = (i for i in upload.items[: item.id] if i.state == "understood" and i.documents)
        twin = next((i for i in read if [d["text"] for d in i.documents] == texts), None)
        state, verdict = self._judge(item.sha256, documents)
        if twin is not None:
            state, verdict = "duplicate", {"copy_of": twin.name}
        with self.lock:
            if item.state == "reading" and state is not None:
                item.state, item.verdict = state, verdict
                self.clean(item)
                return
            if item.state == "reading":
                item.documents, item.verdict, item.state = documents, verdict, "understood"
                return
        _remove(file)  # thrown away meanwhile

    def close(self) -> None:
        """Stop reading and throw everything away."""
        self._closed = True
        self._work.put(None)
        self._process.close()
        if self._root is not None:
            self._root.close()


def _remove(file: Path) -> None:
    """A file and what was written beside it."""
    for one in file.parent.glob(f"{file.stem}.*"):
        with contextlib.suppress(OSError):
            one.unlink()


def _also(said: Json, more: Json) -> Json:
    """What is said later counts; words that are no unit add up."""
    dropped = list(dict.fromkeys([*said.get("drop", ()), *more.get("drop", ())]))[-MOST_DROPPED:]
    return {**said, **more, **({"drop": dropped} if dropped else {})}


def _idle(item: Item) -> None:
    if item.busy:
        raise UploadError(409, "being_kept", f"「{item.name}」正在入库", "稍候再看它的状态")


def _full() -> UploadError:
    return UploadError(
        507, "staging_full", "暂存区满了，这个文件没有收下", "先保留或放弃已上传的文件，再上传"
    )
