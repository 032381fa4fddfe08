"""Settings, the service's own keys, and the command's flags."""

from __future__ import annotations

import socket
import stat
from ipaddress import ip_network
from pathlib import Path

import pytest

from video_indexer_emulator.address import Address
from video_indexer_emulator.command import _parser, _settings, main
from video_indexer_emulator.errors import UnsafeSetting
from video_indexer_emulator.listening import say_where
from video_indexer_emulator.service.keys import Keys
from video_indexer_emulator.settings import DEVELOPMENT_SECRET, Settings


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "example.com", "", "127.0.0.1.example.com"])  # noqa: S104
def test_the_well_known_secret_is_for_loopback_alone(tmp_path: Path, host: str) -> None:
    """Everybody knows it, so a service that others can reach must have its own."""
    with pytest.raises(UnsafeSetting, match="VIDEO_INDEXER_EMULATOR_SECRET"):
        Settings(data=tmp_path, host=host)

    assert host == Settings(data=tmp_path, host=host, secret="a secret of my own").host  # noqa: S106


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_loopback_is_good_with_the_well_known_secret(tmp_path: Path, host: str) -> None:
    """Only this machine can reach the service there."""
    assert Settings(data=tmp_path, host=host).secret == DEVELOPMENT_SECRET


def test_an_empty_secret_is_refused(tmp_path: Path) -> None:
    """A variable that was left empty is a mistake."""
    with pytest.raises(UnsafeSetting, match="empty"):
        Settings(data=tmp_path, secret="")


def test_the_command_refuses_to_listen_beyond_loopback_with_the_well_known_secret(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what to do, leaves 1, and makes nothing."""
    data = tmp_path / "data"

    code = main(["--host", "0.0.0.0", "--data", str(data)])  # noqa: S104

    assert code == 1
    assert "VIDEO_INDEXER_EMULATOR_SECRET" in capsys.readouterr().err
    assert not data.exists()


def test_every_flag_has_an_environment_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A container is set up by its environment; the secret has no flag, for anybody can read those."""
    values = {"DATA": str(tmp_path), "HOST": "0.0.0.0", "PORT": "81", "WORKERS": "3"}  # noqa: S104
    values |= {"HEARTBEAT_SECONDS": "7", "SECRET": "m" * 16}
    values |= {"DATABASE": "sqlite://", "BLOBS": "s3://bucket", "MODELS": str(tmp_path / "models")}
    values |= {"PUBLIC_URL": "https://out.example/vi", "TRUSTED_PROXY": "10.0.0.0/8, 10.1.2.3"}
    values |= {"ALLOW_ORIGIN": "https://app.example,null", "TLS_CERT": "c.pem", "TLS_KEY": "k.pem"}
    values |= {"TOKEN_SECONDS": "5", "DOWNLOAD_SECONDS": "6", "ALLOW_PRIVATE_URLS": "1", "NO_CONTROLS": "yes"}
    values |= {"STRICT": "1"}
    for name, value in values.items():
        monkeypatch.setenv(f"VIDEO_INDEXER_EMULATOR_{name}", value)

    settings = _settings(_parser().parse_args([]))

    assert settings == Settings(
        data=tmp_path, host="0.0.0.0", port=81, secret="m" * 16, workers=3,  # noqa: S104
        heartbeat_seconds=7, database_url="sqlite://",
        blobs_url="s3://bucket", models=tmp_path / "models", token_seconds=5, download_seconds=6,
        allow_private_urls=True, controls=False, public_url=Address("https", "out.example", "/vi"),
        trusted_proxies=(ip_network("10.0.0.0/8"), ip_network("10.1.2.3")),
        allowed_origins=("https://app.example", "null"), certificate=Path("c.pem"),
        certificate_key=Path("k.pem"), strict=True,
    )  # fmt: skip


@pytest.mark.parametrize("command", ["serve", "work"])
def test_half_a_service_needs_a_place_to_meet_the_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """A database that both reach, and a store; it is said before anything is made."""
    data = str(tmp_path / "data")

    assert main([command, "--data", data]) == 1
    assert main([command, "--data", data, "--database", "sqlite:///x", "--blobs", "file:///y"]) == 1

    assert "--database and --blobs" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_flag_comes_before_its_environment_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed counts."""
    monkeypatch.setenv("VIDEO_INDEXER_EMULATOR_PORT", "81")

    assert _settings(_parser().parse_args(["--port", "82"])).port == 82


def test_without_flags_the_command_is_private_and_safe() -> None:
    """Loopback, the usual port, no private addresses, no pages of others, no proxies but this machine's."""
    settings = _settings(_parser().parse_args([]))

    assert settings.allowed_origins == ()
    assert settings.public_url is None
    assert all(network.is_loopback for network in settings.trusted_proxies)

    assert (settings.host, settings.port) == ("127.0.0.1", 8700)
    assert not settings.allow_private_urls
    assert not settings.strict
    assert settings.controls


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No stack trace for a common mistake, and nothing is made."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code = main(["--port", str(taken.getsockname()[1]), "--data", str(tmp_path / "data")])

    assert code == 1
    assert not (tmp_path / "data").exists()
    assert capsys.readouterr().err.startswith("vi-emulator: ")


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--database", "postgresql://nobody@127.0.0.1:9/none"], "Is --database the postgresql:// URL"),
        (["--database", "mysql://nobody@127.0.0.1:9/none"], "Is --database the postgresql:// URL"),
        (["--database", "no url"], "Is --database the postgresql:// URL"),
        (["--blobs", "/folder"], "Give --blobs as"),
        (["--blobs", "az://container"], "Account must be specified"),
        (["--blobs", "gopher://container"], "Give --blobs as"),
    ],
    ids=lambda value: value[1] if isinstance(value, list) else "",
)
def test_storage_that_isnt_there_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flags: list[str], words: str
) -> None:
    """At the start, with what is wrong with it."""
    assert main(["--port", "0", "--data", str(tmp_path / "data"), *flags]) == 1

    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("vi-emulator: ")
    assert words in said


def test_keys_are_made_once_and_kept_for_their_owner_alone(tmp_path: Path) -> None:
    """A second start reads what the first one made; nobody else can."""
    folder = tmp_path / "keys"
    first, second = Keys.load(folder), Keys.load(folder)

    assert first.download == second.download
    assert first.token.private_numbers() == second.token.private_numbers()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {
        "token.pem": 0o600,
        "download.key": 0o600,
    }


def test_keys_stay_out_of_their_repr(tmp_path: Path) -> None:
    """A log must not give them away."""
    keys = Keys.load(tmp_path)

    assert repr(keys.download) not in repr(keys)


def test_the_data_folder_is_for_its_owner_alone(data_folder: Path, emulator_url: str) -> None:
    """Clips of people lie in it."""
    assert emulator_url
    assert stat.S_IMODE(data_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((data_folder / "keys").stat().st_mode) == 0o700


def test_the_address_for_people_is_the_public_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs learn where it listens."""
    say_where(Settings(tmp_path, public_url=Address("https", "out.example", "/vi")), "127.0.0.1", 81)

    assert capsys.readouterr().out.splitlines() == [
        "vi-emulator: listening on http://127.0.0.1:81",
        "vi-emulator: open https://out.example/vi/ in a browser",
    ]
