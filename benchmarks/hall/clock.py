"""The clock of a hall."""

import asyncio
import time


def now() -> float:
    """Seconds, from any beginning."""
    return time.monotonic()


async def until(moment: float) -> None:
    """Wait for a moment, not at all if it has passed."""
    await asyncio.sleep(max(0.0, moment - now()))
