"""api.cli_console: a file's text cannot drive the terminal."""

import io

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
