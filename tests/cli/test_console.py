"""api.cli_console: a file's text cannot drive the terminal."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from api.cli_console import one_line, safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;title\x07\x1b[2J", "�]0;title��[2J"),
        ("甲\u202e乙\u2066", "甲�乙�"),
        ("一\r\n二\t三", "一 二 三"),
        ("[bold]不是标记[/bold]", "[bold]不是标记[/bold]"),
        ("\x9b31m", "�31m"),
    ],
)
def test_control_characters_are_shown(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_markup_in_a_document_is_only_text() -> None:
    out = io.StringIO()
    Console(file=out, force_terminal=False).print(safe("[red]x[/red] [link=http://a]y"))
    assert out.getvalue().strip() == "[red]x[/red] [link=http://a]y"


COMMANDS = (
    *("build", "extract", "explain", "duties", "gaps", "query", "view", "export"),
    *("stats", "validate", "forget", "serve", "demo"),
)


def test_help_lists_every_command(zhize: Callable[..., Any]) -> None:
    shown = zhize("--help").output
    assert [c for c in COMMANDS if f"  {c} " not in shown] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_chinese_first_with_an_example(
    command: str, zhize: Callable[..., Any]
) -> None:
    shown = zhize(command, "--help").output
    about = shown.split("\n\n")[1].strip()
    assert "\u4e00" <= about[0] <= "\u9fff"
    assert "例：" in shown and f"zhize {command}" in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("duties",), "缺少参数 单位"),
        (("nosuch",), "没有命令 nosuch"),
        (("stats", "--nosuch"), "没有选项 --nosuch"),
        (("stats", "x"), "多出了参数 x"),
        (("build", "--jobs", "x", "y"), "'--jobs' / '-j' 的值不对"),
    ],
)
def test_a_command_typed_wrong_is_explained_in_chinese(
    zhize: Callable[..., Any], typed: tuple[str, ...], said: str
) -> None:
    result = zhize(*typed)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "--help" in result.stderr
