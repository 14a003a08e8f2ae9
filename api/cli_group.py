"""The command group: what goes wrong in any command becomes a line that says what to do, and an exit code."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from api.cli_console import notes, say_error
from api.cli_usage import UsageError, say_usage
from kg.errors import ZhizeError

_PATHS: dict[type[OSError], tuple[str, str]] = {
    IsADirectoryError: ("这是文件夹，不能当作文件写", "写上文件名，例如 结果.xlsx"),
    NotADirectoryError: ("路径中间有一段是文件，不是文件夹", "换一个位置"),
    FileExistsError: ("这是已有的文件，不能当作文件夹", "换一个文件夹名"),
    PermissionError: ("没有权限", "换一个位置，或检查权限"),
}


class Group(TyperGroup):
    """The command group that turns our errors into one line and exit code 1, usage errors into two and code 2.

    ``ZHIZE_DEBUG=1`` lets tracebacks through.
    """

    def main(self, *args: Any, **extra: Any) -> Any:
        """The console script's way in: the parser's complaints in Chinese, too."""
        if not extra.get("standalone_mode", True):
            return super().main(*args, **extra)
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except UsageError as error:
            say_usage(error)
            sys.exit(2)
        except typer.Abort:
            notes().print("已中止")
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: Any) -> Any:
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except ZhizeError as error:
            if os.environ.get("ZHIZE_DEBUG"):
                raise
            say_error(error)
            raise typer.Exit(1) from None
        except BrokenPipeError:
            # `zhize … | head`: the reader has enough. Keep the interpreter's own flush quiet.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OSError as error:
            if os.environ.get("ZHIZE_DEBUG"):
                raise
            say_error(_io(error), error.filename or "")
            raise typer.Exit(1) from None


def _io(error: OSError) -> ZhizeError:
    """A path that cannot be read or written, in words: what the system says is English."""
    for kind, said in _PATHS.items():
        if isinstance(error, kind):
            return ZhizeError(*said, code="io")
    return ZhizeError(f"{error.strerror or error}", "检查路径和权限", code="io")
