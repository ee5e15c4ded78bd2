"""The environment becomes one checked, frozen Settings, or one error that names everything."""

import logging
from dataclasses import FrozenInstanceError
from ipaddress import ip_network
from pathlib import Path

import pytest

from osteoniche.settings import (
    OPEN_REDIS,
    SETTINGS,
    Settings,
    SettingsError,
    as_markdown,
    read_settings,
    steer_nothing,
)


def test_an_empty_environment_gives_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: Path("/caches") / name)
    assert read_settings({}) == Settings(
        host="127.0.0.1",
        port=8050,
        prefix="/",
        cache=str(Path("/caches/osteoniche/results")),
        cache_key="",
        open_redis=False,
        scheduler="",
        secret_key="",
        embed=(),
        metrics=(),
        log="",
        processes=None,
    )


def test_set_to_nothing_is_not_set() -> None:
    assert read_settings({setting.variable: "" for setting in SETTINGS}) == read_settings({})


def test_every_variable_is_read(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "OSTEONICHE_HOST": "0.0.0.0",
            "OSTEONICHE_PORT": "80",
            "OSTEONICHE_PREFIX": "/lab/bone/",
            "OSTEONICHE_CACHE": str(tmp_path),
            "OSTEONICHE_CACHE_KEY": "seal",
            "OSTEONICHE_OPEN_REDIS": "yes",
            "OSTEONICHE_SCHEDULER": "tcp://cluster:8786",
            "OSTEONICHE_SECRET_KEY": "key",
            "OSTEONICHE_EMBED": "https://Moodle.school.example  http://localhost:8443",
            "OSTEONICHE_METRICS": "127.0.0.1, 10.0.0.0/8,fd00::/8",
            "OSTEONICHE_LOG": "json",
            "WEB_CONCURRENCY": "3",
        }
    )
    assert settings == Settings(
        host="0.0.0.0",
        port=80,
        prefix="/lab/bone/",
        cache=str(tmp_path),
        cache_key="seal",
        open_redis=True,
        scheduler="tcp://cluster:8786",
        secret_key="key",
        embed=("https://moodle.school.example", "http://localhost:8443"),
        metrics=tuple(map(ip_network, ("127.0.0.1/32", "10.0.0.0/8", "fd00::/8"))),
        log="json",
        processes=3,
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("OSTEONICHE_HOST", "http://localhost"),
        ("OSTEONICHE_HOST", "localhost:8050"),
        ("OSTEONICHE_HOST", "999.1.1.1"),
        ("OSTEONICHE_HOST", "two words"),
        ("OSTEONICHE_PORT", "abc"),
        ("OSTEONICHE_PORT", "0"),
        ("OSTEONICHE_PORT", "65536"),
        ("OSTEONICHE_PORT", "-1"),
        ("OSTEONICHE_PORT", "8_050"),
        ("OSTEONICHE_PORT", "80.5"),
        ("OSTEONICHE_PREFIX", "lab/"),
        ("OSTEONICHE_PREFIX", "/lab"),
        ("OSTEONICHE_PREFIX", "//"),
        ("OSTEONICHE_PREFIX", "/a/../b/"),
        ("OSTEONICHE_PREFIX", "/a b/"),
        ("OSTEONICHE_CACHE", "http://host/"),
        ("OSTEONICHE_CACHE", "redis:/host"),
        ("OSTEONICHE_CACHE", "redis://"),
        ("OSTEONICHE_CACHE", "redis://host:port"),
        ("OSTEONICHE_CACHE", "rediss://host:99999"),
        ("OSTEONICHE_CACHE", "unix://"),
        ("OSTEONICHE_CACHE", "~no-such-user-here/results"),
        ("OSTEONICHE_CACHE", __file__),
        ("WEB_CONCURRENCY", "many"),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_CONCURRENCY", "-1"),
        ("WEB_CONCURRENCY", "1.5"),
        ("WEB_CONCURRENCY", " "),
        ("WEB_CONCURRENCY", "513"),
        ("WEB_CONCURRENCY", "٣"),
        ("OSTEONICHE_SCHEDULER", "cluster:8786"),
        ("OSTEONICHE_SCHEDULER", "http://cluster:8786"),
        ("OSTEONICHE_SCHEDULER", "tcp://cluster"),
        ("OSTEONICHE_SCHEDULER", "tcp://:8786"),
        ("OSTEONICHE_SCHEDULER", "tcp://cluster:99999"),
        ("OSTEONICHE_SCHEDULER", "tcp://cluster:8786/path"),
        ("OSTEONICHE_EMBED", "*"),
        ("OSTEONICHE_EMBED", "moodle.school.example"),
        ("OSTEONICHE_EMBED", "https://moodle.school.example/"),
        ("OSTEONICHE_EMBED", "https://moodle.school.example/course"),
        ("OSTEONICHE_EMBED", "https://a.example, https://b.example"),
        ("OSTEONICHE_EMBED", "https://a.example; script-src *"),
        ("OSTEONICHE_EMBED", "https://a.example:99999"),
        ("OSTEONICHE_EMBED", "ftp://a.example"),
        ("OSTEONICHE_METRICS", "10.0.0.1/8"),
        ("OSTEONICHE_METRICS", "localhost"),
        ("OSTEONICHE_METRICS", "127.0.0.1,"),
        ("OSTEONICHE_LOG", "JSON"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(variable: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({variable: value})
    allowed = next(setting.allowed for setting in SETTINGS if setting.variable == variable)
    assert caught.value.problems == (f"{variable} is {value!r}; allowed: {allowed}",)


def test_of_several_networks_those_are_named_that_are_none() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"OSTEONICHE_METRICS": "127.0.0.1, 300.0.0.1,10.0.0.0/8,everybody"})
    (problem,) = caught.value.problems
    assert problem.startswith("OSTEONICHE_METRICS is '300.0.0.1, everybody'; allowed: addresses")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "::", "localhost", "lab-3.example.org"])
def test_right_hosts(host: str) -> None:
    assert read_settings({"OSTEONICHE_HOST": host}).host == host


@pytest.mark.parametrize(
    "url",
    [
        "redis://:password@localhost:6379/2",
        "rediss://user:password@cache.example.org:6380/0",
        "unix:///run/redis.sock?db=1",
    ],
)
def test_redis_urls_are_kept_as_they_are(url: str) -> None:
    assert read_settings({"OSTEONICHE_CACHE": url}).cache == url


@pytest.mark.parametrize("url", ["redis://localhost", "redis://user@host/0", "rediss://host"])
def test_a_redis_without_a_password_is_taken_on_demand_only(url: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"OSTEONICHE_CACHE": url, "OSTEONICHE_PORT": "x"})
    assert OPEN_REDIS in caught.value.problems
    assert len(caught.value.problems) == 2
    wanted = {"OSTEONICHE_CACHE": url, "OSTEONICHE_OPEN_REDIS": "yes"}
    assert read_settings(wanted).cache == url
    with pytest.raises(SettingsError, match="yes, or nothing"):
        read_settings(wanted | {"OSTEONICHE_OPEN_REDIS": "1"})


@pytest.mark.parametrize("url", ["tcp://10.0.0.3:8786", "tls://cluster.example.org:8786"])
def test_schedulers_are_kept_as_they_are(url: str) -> None:
    assert read_settings({"OSTEONICHE_SCHEDULER": url}).scheduler == url


def test_a_folder_need_not_exist_and_becomes_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert read_settings({"OSTEONICHE_CACHE": "a/b"}).cache == str(tmp_path / "a" / "b")
    assert read_settings({"OSTEONICHE_CACHE": "~/c"}).cache == str(tmp_path / "home" / "c")


def test_all_wrong_values_come_in_one_error() -> None:
    wrong = {
        "OSTEONICHE_HOST": "a b",
        "OSTEONICHE_PORT": "x",
        "OSTEONICHE_PREFIX": "x",
        "OSTEONICHE_CACHE": "ftp://x",
    }
    with pytest.raises(ValueError, match="Wrong settings") as caught:
        read_settings(wrong)
    for variable, value in wrong.items():
        assert f"{variable} is {value!r}" in str(caught.value)


def test_passwords_appear_neither_in_errors_nor_in_the_text_of_settings() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"OSTEONICHE_CACHE": "redis://user:pa@ssword@host:port"})
    assert "ssword" not in str(caught.value)
    assert "//***@host:port" in str(caught.value)
    settings = read_settings(
        {"OSTEONICHE_CACHE": "redis://:hidden@host", "OSTEONICHE_SECRET_KEY": "hidden"}
        | {"OSTEONICHE_CACHE_KEY": "hidden"}
    )
    assert "hidden" not in repr(settings)


def test_a_wrong_key_is_not_told() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"OSTEONICHE_SECRET_KEY": "hidden\udcff"})
    assert "OSTEONICHE_SECRET_KEY is '***'" in str(caught.value)


def test_what_steers_libraries_is_taken_out() -> None:
    own = {"OSTEONICHE_PORT": "1", "PATH": "/bin", "MY_DASH": "x"}
    others = {"DASH_DEBUG": "1", "dash_app_name": "x", "FLASK_X": "", "WERKZEUG_RUN_MAIN": "true"}
    environment = own | others
    steer_nothing(environment)
    assert environment == own


def test_unknown_variables_are_one_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        settings = read_settings({"OSTEONICHE_PROT": "1", "OSTEONICHE_CASH": "2", "PORT": "3"})
    assert settings == read_settings({})
    (record,) = caplog.records
    assert "OSTEONICHE_CASH, OSTEONICHE_PROT" in record.getMessage()


def test_no_warning_when_all_is_known(caplog: pytest.LogCaptureFixture) -> None:
    read_settings({"OSTEONICHE_PORT": "8051", "PATH": "/bin"})
    assert not caplog.records


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        read_settings({}).port = 1  # type: ignore[misc]


def test_the_table_is_complete_and_its_defaults_are_allowed() -> None:
    assert [setting.variable for setting in SETTINGS] == [
        "OSTEONICHE_HOST",
        "OSTEONICHE_PORT",
        "OSTEONICHE_PREFIX",
        "OSTEONICHE_CACHE",
        "OSTEONICHE_CACHE_KEY",
        "OSTEONICHE_OPEN_REDIS",
        "OSTEONICHE_SCHEDULER",
        "OSTEONICHE_SECRET_KEY",
        "OSTEONICHE_EMBED",
        "OSTEONICHE_METRICS",
        "OSTEONICHE_LOG",
        "WEB_CONCURRENCY",
    ]
    for setting in SETTINGS:
        assert setting.meaning.endswith(".")
        assert setting.allowed
        setting.cast(setting.default)


OPERATIONS = Path(__file__).parents[1] / "docs" / "operations.md"


def test_the_administrators_table_is_the_one_that_is_made() -> None:
    """After a change, put what as_markdown() gives between the two marks."""
    text = OPERATIONS.read_text(encoding="utf-8")
    table = text.partition("as_markdown -->\n")[2].partition("\n<!-- end -->")[0]
    assert table == as_markdown()
    assert all(f"`{setting.variable}`" in table for setting in SETTINGS)
