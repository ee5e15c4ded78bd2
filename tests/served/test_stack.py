"""`make stack`: nginx, the server and the cache together, started and ended as one."""

import signal
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

from deploy.stack import PREFIX, free_port
from tests.served.servers import PATIENCE, ROOT, ask, environment, wanted


def test_the_stack_serves_by_tls_and_leaves_nothing_behind(nginx, tmp_path):
    https, http = free_port(), free_port()
    command = [sys.executable, "-m", "deploy.stack", "--https", str(https), "--http", str(http)]
    log = tmp_path / "log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(TMPDIR=str(tmp_path)),
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while "The stack is at" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        told = log.read_text()
        assert f"https://localhost:{https}{PREFIX}" in told
        assert "redis" in told.lower()  # that it is there, or that it is not
        (folder,) = tmp_path.glob("osteoniche-*")
        trust = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
        body = wanted(3.9)
        answer = ask(https, "POST", f"{PREFIX}_dash-update-component", body, trust=trust)
        assert answer.status == 200
        assert "strict-transport-security" in answer.headers
        away = ask(http, "GET", PREFIX)
        assert (away.status, away.headers["location"]) == (
            301,
            f"https://127.0.0.1:{https}{PREFIX}",
        )
    finally:
        process.send_signal(signal.SIGTERM)  # killed, it would leave the others behind
        ended = process.wait(PATIENCE)
    assert ended == 0, log.read_text()
    assert not folder.exists()
    assert_ended(folder)


def assert_ended(folder: Path) -> None:
    """No process is left that was started for the folder."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "args="], capture_output=True, text=True, check=True
    )
    assert str(folder) not in listed.stdout


def test_a_port_that_is_taken_is_told(nginx):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "-m", "deploy.stack", "--https", str(port), "--http", "1"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"Taken: port {port}. Choose with --https PORT and --http PORT.\n"
