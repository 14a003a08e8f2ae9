"""Page values that take seconds on a large store: made once until the next write, and not while a reader waits.

The first reader after a start or a write gets what is known at once (what was known before, or a glimpse),
marked ``counting``; the whole is made in a thread, and the page asks again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from kg.errors import ZhizeError

Values = dict[str, Any]
_LOG = logging.getLogger("zhize.behind")


class Behind:
    """One page's values. Safe to use from several threads.

    ``make`` gives the whole, ``glimpse`` what costs nothing; ``revision`` changes with every write.
    """

    def __init__(
        self,
        make: Callable[[], Values],
        glimpse: Callable[[], Values],
        revision: Callable[[], int],
    ) -> None:
        self._make = make
        self._glimpse = glimpse
        self._now = revision
        self._lock = threading.Lock()
        self._revision = -1
        self._values: Values | None = None
        self._thread: threading.Thread | None = None

    def values(self, *, wait: bool) -> Values:
        """The whole when it is known or ``wait`` is set; else what is known, with ``counting``."""
        with self._lock:
            if self._values is not None and self._revision == self._now():
                return self._values
            former = self._values
        if wait:
            return self._made()
        self._begin()
        return {**(former if former is not None else self._glimpse()), "counting": True}

    def _made(self) -> Values:
        revision = self._now()
        values = {**self._make(), "counting": False}
        with self._lock:
            self._revision, self._values = revision, values
        return values

    def _begin(self) -> None:
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            self._thread = threading.Thread(target=self._work, name="behind", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        try:
            self._made()
        except ZhizeError as error:
            # The next reader begins it again, and is told by a page that waits for the store itself.
            _LOG.warning("behind: %s", error)
