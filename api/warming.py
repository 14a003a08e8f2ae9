"""What every page needs of a large store, asked once in the background when the service starts.

Counts, units, policies and the search index of half a million sentences take seconds; the first reader
should not be the one who waits for them, nor share the processor with them: the long questions wait
until nobody has asked anything for a moment.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from kg.ask import Ask
from kg.errors import ZhizeError
from visualize.render import prepare

_LOG = logging.getLogger("zhize.warming")
_PATIENCE = 5.0
_LONGEST = 20.0
_LOOK = 0.1


class Warming:
    """Asks in a thread of its own; readers who come earlier ask for themselves.

    ``calm`` says whether nobody is being answered; it is waited for, but not for ever.
    """

    def __init__(self, ask: Ask, calm: Callable[[], bool] = lambda: True) -> None:
        self._calm = calm
        self._first: tuple[Callable[[], object], ...] = (ask.holdings, prepare)
        self._steps: tuple[Callable[[], object], ...] = (
            ask.stats,
            ask.units,
            ask.policies,
            ask.gaps,
            ask.matrix,
            lambda: ask.search("职责", limit=1),
        )
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="warming", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        patience = time.monotonic() + _LONGEST
        for step in (*self._first, *self._steps):
            while step in self._steps and not self._calm() and time.monotonic() < patience:
                if self._stopped.wait(_LOOK):
                    return
            if self._stopped.is_set():
                return
            try:
                step()
            except ZhizeError as error:
                # A reader will be told; the service starts all the same.
                _LOG.warning("warming: %s", error)
                return

    def stop(self) -> None:
        """Begin nothing more, and wait a little for what is under way."""
        self._stopped.set()
        self._thread.join(_PATIENCE)
