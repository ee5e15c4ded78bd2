"""One process of several that share a cache: run by test_cache.py, not by pytest.

    python cache_process.py LOCATION TALLY THREADS SECONDS

Says "ready", waits for a line, asks for one key from all threads at once, and says what they got.
Each computation takes SECONDS, says "computing", and adds a line to the file TALLY.
"""

import json
import sys
import threading
import time
from pathlib import Path

from osteoniche.cache import ResultCache, Vault, stores

stores.REDIS_PATIENCE = 60.0  # a busy machine must not decide who computes


def main(location: str, tally: Path, threads: int, seconds: float) -> None:
    vault = Vault(location, "science-1")
    cache = ResultCache(vault, lambda value: json.dumps(value).encode(), json.loads)
    answers: list[int] = []

    def compute() -> int:
        print("computing", flush=True)
        with tally.open("a") as file:
            file.write("computed\n")
        time.sleep(seconds)
        return 42

    asking = [
        threading.Thread(target=lambda: answers.append(cache.remember("key", compute)))
        for _ in range(threads)
    ]
    print("ready", flush=True)
    sys.stdin.readline()
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    print(json.dumps(answers), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
