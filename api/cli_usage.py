"""What the terminal says of a command typed wrong: in Chinese, with the parser's own English behind it."""

from __future__ import annotations

import re
from typing import Any

import typer
from rich.text import Text

from api.cli_console import notes, safe

# The public name of one kind of usage error gives the family: missing, unknown, wrong.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]

_CHINESE = (
    (r"Missing (?:argument|option|parameter)(?: '([^']*)')?", "缺少参数 {}"),
    (r"No such command '([^']*)'", "没有命令 {}"),
    (r"No such option:? '?(\S+?)'?(?:[ .]|$)", "没有选项 {}"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", "多出了参数 {}"),
    (r"Invalid value for (.*?): ", "{} 的值不对"),
    (r"Option '?(\S+?)'? requires an argument", "选项 {} 后面要有值"),
    (r"Missing command", "没有说要做什么"),
)


def in_chinese(message: str) -> str:
    """The parser's ``message`` as a Chinese clause; 参数有误 for one we do not know."""
    for pattern, words in _CHINESE:
        found = re.match(pattern, message)
        if found:
            return words.format(found[1] if found.groups() and found[1] else "").strip()
    return "参数有误"


def say_usage(error: Any) -> None:
    """One line what is wrong, one line where the help is (``error``: a usage error of the parser)."""
    message = error.format_message()
    if type(error).__name__ == "NoArgsIsHelpError":  # not an error: the help itself is the answer
        error.show()
        return
    line = Text("错误 ", style="bold red")
    line.append("[usage] ", style="red")
    line.append_text(safe(in_chinese(message)))
    line.append_text(safe(f"（{message.strip()}）", "dim"))
    notes().print(line, soft_wrap=True)
    if error.ctx is not None:
        notes().print(safe(f"→ 用法见：{error.ctx.command_path} --help", "dim"), soft_wrap=True)
