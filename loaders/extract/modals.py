"""应 and 要 as words that bind somebody, not as the beginning of 应急 or 要求: what may not stand behind them is data."""

from __future__ import annotations

from typing import Final

from loaders.rules import lexicon

_LISTS: Final = lexicon("statements")
NOT_OUGHT: Final = f"(?![{''.join(_LISTS['not_ought'])}])"
OUGHT: Final = f"应{NOT_OUGHT}"
OUGHT_TO: Final = f"应当?{NOT_OUGHT}"
WANT: Final = f"要(?![{''.join(_LISTS['not_want'])}])"
STRONG: Final = rf"应当|不得|必须|可以|{OUGHT}|须(?!知)"
"""What binds whoever stands in front of it."""
