"""The clock by which quotas are counted, and intake with the quotas that a test names."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import throttled.utils

from shared.runtime.rate_settings import LIMITED
from tests.http.rates.hosting import AT_ONCE, NOWHERE, WITH_SIGN_IN, Clock, Hosting
from tests.pages.hosting import Site, hosted


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock by which rates are counted."""
    found = Clock()
    monkeypatch.setattr(throttled.utils, "now_mono_f", lambda: found.now)
    return found


@pytest.fixture
def intake(clock: Clock, tmp_path: Path) -> Hosting:
    """Intake with these rates and no others."""

    @asynccontextmanager
    async def started(**rates: str) -> AsyncIterator[Site]:
        none = {f"rate_{limit}_per_{per}": "" for limit, per in LIMITED}
        async with hosted(
            WITH_SIGN_IN, NOWHERE, tmp_path, **{**none, **AT_ONCE, "demonstration": True, **rates}
        ) as site:
            yield site

    return started
