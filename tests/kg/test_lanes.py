"""Work in our own threads: few at once, some wait, the rest is told to come again."""

from __future__ import annotations

import threading
import time

import pytest

from kg.errors import LimitError
from kg.lanes import Few


def test_few_at_once_and_few_that_wait() -> None:
    few, let_go = Few(2, 1), threading.Event()
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        with few:
            inside.append(1)
            most.append(len(inside))
            let_go.wait(10)
            inside.pop()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    while len(most) < 2:
        time.sleep(0.01)
    time.sleep(0.05)
    with pytest.raises(LimitError) as caught, few:
        pass
    assert caught.value.code == "busy"
    let_go.set()
    for worker in workers:
        worker.join()
    assert len(most) == 3 and max(most) == 2
    with few:
        assert not inside
