"""What the commands print with: one console, one error line, text that cannot drive the terminal.

Everything a document contains is hostile: its characters reach the terminal only through ``safe``,
so that an escape sequence or a right-to-left override in a file is shown, not obeyed.
"""

from __future__ import annotations

import re
import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from kg.errors import ZhizeError

# C0 and C1 controls, DEL, bidirectional overrides and isolates, line and paragraph separators
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
PIPE_WIDTH = 160


def console() -> Console:
    """The console for results, on standard output; wide when it is a pipe or a file."""
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    return Console(width=width, highlight=False, emoji=False, markup=False)


def notes() -> Console:
    """The console for progress and errors, on standard error."""
    width = None if sys.stderr.isatty() else PIPE_WIDTH
    return Console(stderr=True, width=width, highlight=False, emoji=False, markup=False)


def safe(text: object, style: str = "") -> Text:
    """``text`` for the terminal: blanks for line ends and tabs, ``�`` for other control characters."""
    return Text(one_line(text), style=style)


def one_line(text: object) -> str:
    """``text`` as one line without control characters."""
    flat = re.sub(r"[\r\n\t\u2028\u2029]+", " ", str(text))
    return _CONTROL.sub("\ufffd", flat)


def progress(total_text: str) -> Progress:
    """A progress bar on standard error; silent when that is not a terminal."""
    return Progress(
        TextColumn(total_text),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
        console=notes(),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def say_error(error: ZhizeError, name: str = "") -> None:
    """One line: what failed (``name``), the code, what happened and what to do."""
    line = Text("错误 ", style="bold red")
    if name:
        line.append(one_line(name) + " ")
    line.append(f"[{error.code}] ", style="red")
    line.append_text(safe(error.message))
    if error.hint:
        line.append_text(safe(f" → {error.hint}", "dim"))
    notes().print(line, soft_wrap=True)
