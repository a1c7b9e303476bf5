"""Settings: one list for the command line, the environment and the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.settings import SETTINGS, SettingError, Settings, from_environment


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_says_what_it_is(setting: object) -> None:
    help_text = setting.help  # type: ignore[attr-defined]
    assert help_text[0].isupper()
    assert help_text.endswith(".")
    assert "\n" not in help_text


def test_no_two_settings_share_a_help() -> None:
    assert len({setting.help for setting in SETTINGS}) == len(SETTINGS)


def test_names_on_the_command_line_and_in_the_environment() -> None:
    by_name = {setting.name: setting for setting in SETTINGS}
    assert by_name["query_timeout"].option == "--query-timeout"
    assert by_name["query_timeout"].variable == "CURAGRAPH_QUERY_TIMEOUT"
    assert by_name["query_timeout"].type is float
    assert by_name["store"].type is Path


def test_a_choice_comes_before_the_environment_before_the_default() -> None:
    environ = {"CURAGRAPH_PORT": "1", "CURAGRAPH_HOST": "::1", "CURAGRAPH_STORE": "/x"}
    settings = from_environment(environ, port=2, host=None)
    assert (settings.port, settings.host, settings.store) == (2, "::1", Path("/x"))
    assert settings.threads == Settings().threads


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CURAGRAPH_PORT", "http"),
        ("CURAGRAPH_PORT", "-1"),
        ("CURAGRAPH_WORKERS", "0"),
        ("CURAGRAPH_QUERY_TIMEOUT", "soon"),
        ("CURAGRAPH_QUERY_TIMEOUT", "nan"),
        ("CURAGRAPH_QUERY_TIMEOUT", "0"),
        ("CURAGRAPH_ACCESS_LOG", "loud"),
    ],
)
def test_a_value_that_cannot_be_is_one_line(variable: str, value: str) -> None:
    with pytest.raises(SettingError) as caught:
        from_environment({variable: value})
    assert "\n" not in str(caught.value)
    assert value.lstrip("-") in str(caught.value)
