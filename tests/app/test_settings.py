"""The table of settings, read from an environment."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from app.errors import SettingsError
from app.settings import Secret, Settings, rows


def test_an_empty_environment_gives_the_defaults_of_the_table():
    settings = Settings.from_environ({"HOME": "/home/x", "PATH": "/bin"})
    assert {r.name: r.default for r in rows()} == {r.name: getattr(settings, r.name) for r in rows()}


def test_values_have_the_type_of_their_setting():
    settings = Settings.from_environ(
        {"WEITU_STORE": "图谱", "WEITU_PORT": "0", "WEITU_HOSTS": "A.example, b.example,"}
    )
    assert settings.store == Path("图谱")
    assert settings.port == 0
    assert settings.hosts == ("a.example", "b.example")


def test_every_setting_has_help_in_both_languages_and_says_what_it_takes():
    for row in rows():
        assert row.en.isascii(), row.name
        assert any("一" <= c <= "鿿" for c in row.zh), row.name
        assert row.takes, row.name


def test_an_unknown_variable_fails_and_names_the_nearest():
    with pytest.raises(SettingsError, match=r"^WEITU_PROT: .*WEITU_PORT") as caught:
        Settings.from_environ({"WEITU_PROT": "80"})
    assert caught.value.name == "WEITU_PROT"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("WEITU_PORT", "eighty"),
        ("WEITU_PORT", "65536"),
        ("WEITU_PORT", "-1"),
        ("WEITU_PORT", ""),
        ("WEITU_STORE", ""),
        ("WEITU_BASE", "ftp://example.org/"),
        ("WEITU_BASE", "https://example.org/x"),
        ("WEITU_BASE", "https://example.org/a b/"),
        ("WEITU_HOST", " "),
        ("WEITU_PAGE_LIMIT", "0"),
    ],
)
def test_a_wrong_value_fails_and_names_the_variable(variable: str, value: str):
    with pytest.raises(SettingsError, match=f"^{variable}: ") as caught:
        Settings.from_environ({variable: value})
    assert repr(value) in str(caught.value)


# --- the write token -------------------------------------------------------------------------------

TOKEN = "Sixteen-letters+=="


def test_a_secret_is_compared_and_never_shown():
    settings = Settings.from_environ({"WEITU_WRITE_TOKEN": TOKEN})
    assert settings.write_token is not None
    assert settings.write_token.is_(TOKEN.encode())
    for other in (b"", TOKEN.lower().encode(), TOKEN.encode() + b" ", TOKEN[:-1].encode(), "令牌".encode()):
        assert not settings.write_token.is_(other)
    assert "ixteen" not in f"{settings} {settings!r} {settings.write_token}"
    with pytest.raises(TypeError):
        pickle.dumps(Secret(TOKEN))


@pytest.mark.parametrize("value", ["", "too-short", "with blanks in between", "令牌" * 10, "x" * 15])
def test_a_token_that_is_none_is_refused_and_not_repeated(value: str):
    with pytest.raises(SettingsError, match="^WEITU_WRITE_TOKEN: the value is not at least 16") as caught:
        Settings.from_environ({"WEITU_WRITE_TOKEN": value})
    assert not value or value not in str(caught.value)
