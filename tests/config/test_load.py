"""kemitraan.toml, checked as a whole."""

from __future__ import annotations

import pickle
from dataclasses import asdict, fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.folder import Done, FolderConnector
from kemitraan.config.connect import Connectors
from kemitraan.config.errors import ConfigError
from kemitraan.config.home import Home
from kemitraan.config.load import archive_url, load_config, warehouse_url
from kemitraan.config.secret_values import Secrets
from reports.partnership.carried import USUAL_ASSUMPTIONS
from reports.partnership.lists import USUAL_LISTS, Lists
from schemas.context import Rulebook
from tests.reports.partnership.making import EVERY_LIST, NO_LIST
from workbooks.limits import MIB, Limits

OFFICE = """\
[[offices]]
slug = "majene"
code = "76.05"
name = "Kabupaten Majene"
"""
WRONG = """\
[settings]
due_dai = 5
pass_mark = "70"
timezone = "Asia/Makasar"
due_day = 40
pass_phrase = 1

[settings.score_weights]
harga = -1

[[offices]]
slug = "Majene Kota"
code = "7605"
name = "Kabupaten Majene"
email = "bukan surel"

[[offices]]
slug = "mamuju"
code = 76.02
kode = "76.02"

[[offices.sources]]
type = "folder"
inbox = "masuk/mamuju"
outbox = "keluar/mamuju"
done = "hapus"
settle_seconds = 5000
"""


def test_the_least_settings_have_every_default(load):
    config = load(OFFICE)
    assert config.settings.zone.key == "Asia/Makassar"
    assert config.settings.due_day == 5
    assert config.settings.limits.limits() == Limits()
    assert config.settings.rulebook() == Rulebook()
    assert [(source.inbox, source.outbox) for source in config.offices[0].sources] == [
        ("masuk/majene", "keluar/majene")
    ]


@pytest.mark.parametrize("value", ["2026-10-17", "2030-01-01", '"17 Oktober"'])
def test_a_home_with_the_setting_that_is_no_more_still_opens_whatever_it_says(load, errors, value):
    former = f"[settings]\nhalal_obligation = {value}\npass_mark = 65\n"
    assert load(former + OFFICE) == load("[settings]\npass_mark = 65\n" + OFFICE)
    (error,) = errors(former + "halal_obligasi = 2026-10-17\n" + OFFICE)
    assert error.key == "settings.halal_obligasi"
    assert "halal_obligation" not in error.remedy


@pytest.mark.parametrize(("code", "kind"), [("76.01", "regency"), ("73.71", "sulsel"), ("76", "retail")])
def test_an_offices_kind_follows_from_its_code(load, code, kind):
    assert load(OFFICE.replace("76.05", code)).offices[0].kind == kind


def test_what_is_set_counts(load, tmp_path):
    config = load(
        "[settings]\npass_mark = 65\nworkers = 3\n[settings.score_weights]\nharga = 2\n[settings.limits]\npacked_mib = 1\n"
        + OFFICE
        + '[[offices.sources]]\ntype = "folder"\ninbox = "/mnt/a"\noutbox = "b"\npattern = "*.xlsx"\ndone = "leave"\n'
    )
    assert config.settings.rulebook().pass_mark == 65
    assert config.settings.rulebook().weights["skor_harga"] == 2
    assert config.settings.limits.limits().packed_bytes == MIB
    connector = Connectors(Home(tmp_path), config, Secrets({})).source(config.offices[0], 0)
    assert isinstance(connector, FolderConnector)
    assert (str(connector.inbox), connector.outbox) == ("/mnt/a", tmp_path / "b")
    assert (connector.pattern, connector.done) == ("*.xlsx", Done.LEAVE)


def test_what_the_report_assumes_is_as_usual_where_nothing_is_set(load):
    report = load(OFFICE).report
    assert (report.transport_days, report.units_per_outlet, report.in_process_months) == tuple(
        asdict(USUAL_ASSUMPTIONS).values()
    )


@pytest.mark.parametrize(
    ("wrong", "problem", "remedy"),
    [
        ("transport_days = -1", "terlalu kecil.", "Paling kecil 0."),
        ("transport_days = 366", "terlalu besar.", "Paling besar 365."),
        ("units_per_outlet = 0", "terlalu kecil.", "Paling kecil 1."),
        (
            "units_per_outlet = 2.5",
            "harus berupa bilangan bulat.",
            "Tulis angkanya tanpa tanda kutip, titik, atau koma.",
        ),
        ("in_process_months = 25", "terlalu besar.", "Paling besar 24."),
        (
            'in_process_months = "6"',
            "harus berupa bilangan bulat.",
            "Tulis angkanya tanpa tanda kutip, titik, atau koma.",
        ),
    ],
)
def test_an_assumption_that_cannot_be_is_told_with_its_line(errors, wrong, problem, remedy):
    (error,) = errors(f"[report]\n{wrong}\n" + OFFICE)
    assert (error.line, error.key) == (2, f"report.{wrong.split(' ')[0]}")
    assert (error.problem, error.remedy) == (problem, remedy)


def test_lists_of_the_report_go_to_whom_they_usually_do_where_nothing_is_set(load):
    given = {name: frozenset(readers) for name, readers in load(OFFICE).report.lists}
    assert Lists(**given) == USUAL_LISTS


def test_every_list_can_be_given_to_nobody_and_no_more_than_the_tests_try(load):
    none = "\n".join(f"{field.name} = []" for field in fields(Lists))
    lists = load(f"[report.lists]\n{none}\n" + OFFICE).report.lists
    assert {name: frozenset(readers) for name, readers in lists} == asdict(NO_LIST)
    every = "\n".join(f"{name} = {sorted(readers)}" for name, readers in asdict(EVERY_LIST).items()).replace("'", '"')
    lists = load(f"[report.lists]\n{every}\n" + OFFICE).report.lists
    assert {name: frozenset(readers) for name, readers in lists} == asdict(EVERY_LIST)


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ('rows = ["kantor", "semua"]', "Pilihannya: 'kantor' atau 'forum'."),
        ('visits = ["forum"]', "Pilihannya: 'kantor' atau 'kabupaten'."),
        ('names = ["forum"]', "Pilihannya: 'kantor' atau 'kabupaten'."),
        ('businesses = ["forum"]', "Pilihannya: 'kantor'."),
        ('ready = ["forum"]', "Pilihannya: 'ritel'."),
    ],
)
def test_a_reader_whom_a_list_is_not_for_is_refused_with_the_line(errors, wrong, remedy):
    (error,) = errors(f"[report.lists]\n{wrong}\n" + OFFICE)
    assert error.line == 2
    assert error.key.startswith(f"report.lists.{wrong.split(' ')[0]}[")
    assert (error.problem, error.remedy) == ("bukan salah satu pilihan.", remedy)


def test_an_office_is_found_by_slug_and_by_code(load):
    config = load(OFFICE)
    assert config.office("majene") is config.office("76.05")
    with pytest.raises(KeyError):
        config.office("bone")


def test_every_error_is_named_with_its_line_and_a_remedy(errors):
    error_lines = errors(WRONG)
    assert [(error.line, error.key) for error in error_lines] == [
        (2, "settings.due_dai"),
        (3, "settings.pass_mark"),
        (4, "settings.timezone"),
        (5, "settings.due_day"),
        (6, "settings.pass_phrase"),
        (9, "settings.score_weights.harga"),
        (12, "offices[1].slug"),
        (13, "offices[1].code"),
        (15, "offices[1].email"),
        (17, "offices[2].name"),
        (19, "offices[2].code"),
        (20, "offices[2].kode"),
        (26, "offices[2].sources[1].done"),
        (27, "offices[2].sources[1].settle_seconds"),
    ]
    assert all(error.problem.endswith(".") and error.remedy.endswith((".", "?")) for error in error_lines)


def test_an_unknown_key_is_told_the_nearest_known_one(errors):
    (error,) = errors("[settings]\ndue_dai = 5\n" + OFFICE)
    assert '"due_day"' in error.remedy


@pytest.mark.parametrize(
    ("table", "wrong", "right"),
    [
        ("settings.review", "decide_within_day = 3", "decide_within_days"),
        ("settings.score_weights", "hargaa = 3", "harga"),
        ("settings.limits", "sheet = 3", "sheets"),
        ("maintenance", "keep_backup = 3", "keep_backups"),
        ("mail", 'hosts = "surel.example"', "host"),
        ("report", "transport_day = 3", "transport_days"),
        ("report.lists", "visit = []", "visits"),
    ],
)
def test_an_unknown_key_of_any_table_is_told_the_nearest_known_one(errors, table, wrong, right):
    unknown_keys = [error for error in errors(f"[{table}]\n{wrong}\n" + OFFICE) if "tidak dikenal" in error.problem]
    assert [error.remedy for error in unknown_keys] == [f'Mungkin maksudnya "{right}"?']


def test_a_key_like_no_other_is_told_all_that_are_known(errors):
    (error,) = errors("[settings]\nxyzzy = 5\n" + OFFICE)
    assert "timezone, pass_mark" in error.remedy


@pytest.mark.parametrize("slug", ["", 'slug = "../x"\n', "slug = 3\n"])
def test_nothing_is_said_that_merely_follows_from_a_slug_that_is_wrong(errors, slug):
    (error,) = errors(f'{OFFICE}[[offices]]\n{slug}code = "76.01"\nname = "B"\n')
    assert error.key == "offices[2].slug"


@pytest.mark.parametrize(
    ("second", "line", "words"),
    [
        ('slug = "majene"\ncode = "76.01"\nname = "B"', 6, "(baris 2)"),
        ('slug = "b"\ncode = "76.05"\nname = "B"', 7, "(baris 3)"),
        (
            'slug = "b"\ncode = "76.01"\nname = "B"\n[[offices.sources]]\ntype = "folder"\n'
            'inbox = "x/../masuk/majene"\noutbox = "keluar/b"',
            11,
            "(baris 1)",
        ),
        (
            'slug = "b"\ncode = "76.01"\nname = "B"\n[[offices.sources]]\ntype = "folder"\n'
            'inbox = "masuk/b"\noutbox = "./masuk/majene"',
            12,
            "(baris 1)",
        ),
    ],
)
def test_what_two_offices_cannot_share_is_named_with_both_lines(errors, second, line, words):
    error_lines = errors(f"{OFFICE}[[offices]]\n{second}\n")
    assert (error_lines[0].line, words in error_lines[0].problem) == (line, True)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = ", 1),
        ('[settings]\ntimezone = "Asia\n', 2),
        ("[settings\n", 1),
        ("[settings]\ndue_day = 5\ndue_day = 6\n", 3),
        ("[settings]\n[settings]\n", 2),
        ('x = "C:\\data"\n', 1),
        ("x = [1,\n2\n", 2),
        ("\nkunci tanpa tanda\n", 2),
        ("due_day = 1.000\nx = 1.000.000", 2),
    ],
)
def test_an_error_of_the_toml_itself_has_its_line(errors, text, line):
    (error,) = errors(text)
    assert error.line == line


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_the_file_it_loads_or_every_error_has_a_line(load, data):
    lines = WRONG.splitlines()
    settings_lines = data.draw(
        st.lists(st.sampled_from([*lines, "x = {", "offices = 3", "settings = []", '"', "[a.b]"]), max_size=15)
    )
    refused = None
    try:
        load("\n".join(settings_lines))
    except ConfigError as error:
        refused = error
    if refused:
        assert refused.errors
        assert all(error.line and error.line <= max(1, len(settings_lines)) for error in refused.errors)


def test_no_office_at_all_is_an_error(errors):
    (error,) = errors("[settings]\ndue_day = 5\n")
    assert "[[offices]]" in error.remedy


@pytest.mark.parametrize(
    "line",
    [
        'warehouse = "postgresql://petugas:rahasia123@server/gudang"',
        'warehouse = "postgresql://server/gudang?user=a&password=rahasia123"',
        'archive = "s3://AKIAABCDEFGHIJKLMNOP:rahasia123@ember/arsip"',
        'password = "rahasia123"',
        'kata_sandi = "rahasia123"',
        'api_key = ["rahasia123"]',
    ],
)
def test_a_secret_in_the_file_is_an_error_that_does_not_repeat_it(errors, line):
    error_lines = errors(f"[settings]\n{line}\n{OFFICE}")
    assert any(error.line == 2 and "rahasia (" in error.problem for error in error_lines)
    assert "rahasia123" not in "".join(map(str, error_lines))


@pytest.mark.parametrize("line", ['warehouse = "env:GUDANG"', 'warehouse = "prefect-secret:gudang"', "pass_mark = 70"])
def test_a_reference_to_a_secret_is_none(load, line):
    load(f"[settings]\n{line}\n{OFFICE}")


def test_the_warehouse_is_embedded_in_the_home_unless_something_else_is_said(load, tmp_path):
    home = Home(tmp_path)
    config = load(OFFICE)
    assert warehouse_url(config, home, {}) == f"sqlite:///{tmp_path}/gudang/gudang.sqlite"
    assert warehouse_url(config, home, {"KEMITRAAN_WAREHOUSE": "postgresql://x"}) == "postgresql://x"


def test_the_warehouse_may_be_named_by_reference(load, tmp_path):
    home = Home(tmp_path)
    config = load(f'[settings]\nwarehouse = "env:GUDANG"\n{OFFICE}')
    assert warehouse_url(config, home, {"GUDANG": "postgresql://a:b@c/d"}) == "postgresql://a:b@c/d"
    with pytest.raises(ConfigError, match="env:GUDANG"):
        warehouse_url(config, home, {})
    config = load(f'[settings]\nwarehouse = "prefect-secret:gudang"\n{OFFICE}')
    assert warehouse_url(config, home, {}, {"gudang": "sqlite:////x"}.__getitem__) == "sqlite:////x"


@pytest.mark.parametrize(
    ("archive", "url"),
    [("arsip", "{home}/arsip"), ("/mnt/arsip", "/mnt/arsip"), ("s3://ember/arsip", "s3://ember/arsip")],
)
def test_the_archive_is_in_the_home_unless_it_is_elsewhere(load, tmp_path, archive, url):
    config = load(f'[settings]\narchive = "{archive}"\n{OFFICE}')
    assert archive_url(config, Home(tmp_path)) == url.format(home=tmp_path)


def test_a_missing_file_says_how_to_make_one(tmp_path):
    with pytest.raises(ConfigError, match="kemitraan init"):
        load_config(Home(tmp_path))


def test_a_file_from_a_windows_editor_is_read(tmp_path):
    (tmp_path / "kemitraan.toml").write_bytes(b"\xef\xbb\xbf" + OFFICE.replace("\n", "\r\n").encode())
    assert load_config(Home(tmp_path)).offices[0].slug == "majene"


def test_a_file_that_is_not_utf8_has_the_line_where_it_goes_wrong(tmp_path):
    (tmp_path / "kemitraan.toml").write_bytes(b"# satu\n# dua \xff\n")
    with pytest.raises(ConfigError, match="baris 2: bukan teks UTF-8"):
        load_config(Home(tmp_path))


def test_addresses_and_warehouse_do_not_show_in_a_repr(load):
    shown = repr(load(f'[settings]\nwarehouse = "sqlite:///x"\n{OFFICE}email = "dinas@majene.example"\n'))
    assert "dinas@" not in shown
    assert "sqlite" not in shown


def test_the_error_crosses_process_borders(errors, load):
    with pytest.raises(ConfigError) as caught:
        load("")
    assert pickle.loads(pickle.dumps(caught.value)).errors == caught.value.errors
