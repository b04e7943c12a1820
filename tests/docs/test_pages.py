"""The pages keep up with the product: commands, options, targets, links, paths, names and settings in them exist."""

from __future__ import annotations

import argparse
import pkgutil
import re
import shlex
from functools import cache

import pytest

from flows.deploying import lost_run_automations
from flows.events import PUBLISHED, RECEIVED, REFUSED, WAITING, WAREHOUSE_CHANGED
from kemitraan.cli.parser import COMMANDS, make_parser
from kemitraan.config.mail import MailSettings
from kemitraan.config.models import (
    Health,
    LimitSettings,
    Maintenance,
    Office,
    ReportSettings,
    ReviewSettings,
    ScoreWeights,
    Settings,
)
from kemitraan.config.sources import FolderSource
from kemitraan.config.sources.base import Model
from schemas.messages.catalogue import catalogue
from tests.docs.pages import ROOT, Block, Page, page, pages, section
from warehouse.state import State

PAGES = pages()
ROOMS = (
    "connectors",
    "workbooks",
    "schemas",
    "warehouse",
    "reports",
    "flows",
    "kemitraan",
    "tests",
    "docs",
    "benchmarks",
)
SHELL = [block for document in PAGES for block in document.blocks("sh")]
COMMAND = re.compile(r"(?:\.venv/bin/)?kemitraan(?= |$)")
MODELS: tuple[type[Model], ...] = (
    Settings,
    ScoreWeights,
    LimitSettings,
    ReviewSettings,
    Office,
    FolderSource,
    MailSettings,
    Maintenance,
    Health,
    ReportSettings,
)
GUIDE = page("docs/staff/panduan-provinsi.md")
by_page = pytest.mark.parametrize("document", PAGES, ids=lambda document: document.name)


@pytest.mark.parametrize("block", SHELL, ids=str)
def test_every_command_that_can_be_copied_is_understood(block: Block) -> None:
    lines = [line for line in block.text.splitlines() if COMMAND.match(line)]
    for line in lines:
        words = shlex.split(line, comments=True)[1:]
        try:
            make_parser().parse_args(words)
        except SystemExit:
            pytest.fail(f"{block}: {line}")


@by_page
def test_every_command_and_option_that_is_mentioned_exists(document: Page) -> None:
    for code in document.inline:
        if not COMMAND.match(code):
            continue
        words = code.replace("…", "").split()[1:]
        if words[:1] == ["--home"]:
            words = words[2:]
        plain = [word for word in words if not word.startswith("-")]
        command = plain[0] if plain else ""
        assert command in (*COMMANDS, ""), code
        for option in [word for word in words if word.startswith("--")]:
            assert option in _options(command), code


@by_page
def test_every_make_target_exists(document: Page) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    lines = document.inline + [line for block in document.blocks("sh") for line in block.text.splitlines()]
    named = {match[1] for line in lines if (match := re.fullmatch(r"make ([a-z]+)", line))}
    assert named <= targets


@by_page
def test_every_link_leads_somewhere(document: Page) -> None:
    for target in document.links:
        if not target.startswith(("http://", "https://", "mailto:")):
            path, _, anchor = target.partition("#")
            assert (document.folder / path).exists(), target
            assert not anchor or anchor in _anchors(document if not path else page(_name(document, path))), target


@by_page
def test_every_path_in_the_repository_exists(document: Page) -> None:
    for code in document.inline:
        if re.fullmatch(rf"(?:{'|'.join(ROOMS)})/[\w./-]*", code) or re.fullmatch(r"[\w-]+\.(?:toml|yaml|lock)", code):
            assert code in HOME_FILES or (ROOT / code).exists(), code


@by_page
def test_every_test_that_a_page_names_exists(document: Page) -> None:
    names = {code for code in document.inline if re.fullmatch(r"test_\w+", code)}
    assert names <= _test_names()


@by_page
def test_every_dotted_name_exists(document: Page) -> None:
    for code in document.inline:
        if code.startswith(EVENTS):
            assert code.rpartition(".")[2] in (ROOT / "flows" / "events.py").read_text(encoding="utf-8"), code
        elif re.fullmatch(rf"(?:{'|'.join(ROOMS[:7])})(?:\.\w+)+", code) and code not in HOME_FILES:
            pkgutil.resolve_name(code)


@by_page
def test_every_environment_variable_of_ours_is_read_somewhere(document: Page) -> None:
    assert set(re.findall(r"KEMITRAAN_[A-Z_]+", document.text)) <= _variables()


@by_page
def test_pages_stand_on_no_machine_of_ours(document: Page) -> None:
    assert not re.search(r"(?<![\w.])/(?:home|root|tmp|work|usr(?!/local)|opt)/", document.text)


def test_the_guide_of_the_province_names_every_setting() -> None:
    settings = section(GUIDE.text, "## 2. Setelan: `kemitraan.toml`")
    for model in MODELS:
        for name in set(model.model_fields) - {"score_weights", "limits", "review", "sources", "lists"}:
            assert f"`{name}`" in settings, name
    assert "`[report.lists]`" in settings
    limits = LimitSettings()
    for name in LimitSettings.model_fields:
        assert f"| `{name}` | {getattr(limits, name)} |" in settings


def test_the_guide_of_the_province_names_outcomes_and_states_by_the_words_of_the_catalogue() -> None:
    texts = catalogue()
    assert all(f"| {words} |" in GUIDE.text for words in texts.names["outcome"].values())
    assert all(f"| {texts.names['state'][state]} | `{state}` |" in GUIDE.text for state in State)


def test_the_guide_of_the_province_names_the_deployments() -> None:
    prefect = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    deployments = re.findall(r"^ {4}name: (\S+)", prefect, re.M)
    assert all(f"| `{name}` |" in GUIDE.text for name in deployments)


def test_the_guide_of_the_province_names_the_automations() -> None:
    prefect = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    of_deployments = re.findall(r"^ {6}- name: (\S+)", prefect, re.M)
    assert of_deployments
    automations = {*of_deployments, *(automation.name for automation in lost_run_automations())}
    assert set(re.findall(r"^\| `([\w-]+)` \|", _table(GUIDE.text, "automation"), re.M)) == automations


def test_the_guide_of_the_province_names_the_events() -> None:
    event_names = {RECEIVED, WAITING, REFUSED, PUBLISHED, WAREHOUSE_CHANGED}
    assert set(re.findall(r"^\| `([\w.]+)` \|", _table(GUIDE.text, "peristiwa"), re.M)) == event_names


def test_pictures_are_small() -> None:
    assert all(path.stat().st_size < 300_000 for path in (ROOT / "docs" / "pictures").iterdir())


EVENTS = ("kemitraan.kiriman", "kemitraan.gudang", "kemitraan.kantor")
"""How names of events and of what they are about begin."""
HOME_FILES = {"kemitraan.toml"}
"""Files of a home, which look like files of the repository."""


@cache
def _options(command: str) -> frozenset[str]:
    """The long options of a command, those that stand before it among them."""
    parser = make_parser()
    parsers = [parser]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) and command:
            action.choices[command].complete()
            parsers.append(action.choices[command])
    return frozenset(option for parser in parsers for action in parser._actions for option in action.option_strings)


def _table(text: str, first: str) -> str:
    """The table whose first column is called so."""
    return text.split(f"\n| {first} |")[1].partition("\n\n")[0]


def _name(document: Page, path: str) -> str:
    return (document.folder / path).resolve().relative_to(ROOT).as_posix()


def _anchors(document: Page) -> set[str]:
    """The anchors that a page's headings have on common hosts."""
    headings = re.findall(r"^#+ (.+)$", document.text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@cache
def _test_names() -> set[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    return {name for path in files for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))}


@cache
def _variables() -> set[str]:
    paths = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "docs" not in path.parts]
    return {name for path in paths for name in re.findall(r"KEMITRAAN_[A-Z_]+", path.read_text(encoding="utf-8"))}
