"""What runs as long as a `with` block, and is stopped whatever ends the block."""

from abc import ABC, abstractmethod
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from deploy.local.interrupts import orderly_exit


class Lifetime(ABC):
    """Started on entering, stopped on leaving: also by SIGTERM, and also when it starts only in part."""

    @abstractmethod
    def start(self) -> object:
        """Start all of it."""

    @abstractmethod
    def stop(self) -> None:
        """Stop what runs of it."""

    def __enter__(self) -> Self:
        with ExitStack() as steps:
            steps.enter_context(orderly_exit())
            steps.callback(self.stop)
            self.start()
            self._exit = steps.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exit.close()
