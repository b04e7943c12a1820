"""The home folder: found, made, never written over."""

from __future__ import annotations

import pytest

from kemitraan.config.errors import ConfigError
from kemitraan.config.home import Home
from kemitraan.config.init import StrayFolder, init_home, stray_folders
from kemitraan.config.load import load_config
from kemitraan.config.nik_key import nik_key

OFFICES = {
    "pasangkayu": ("76.01", "regency"),
    "mamuju": ("76.02", "regency"),
    "mamasa": ("76.03", "regency"),
    "polewali-mandar": ("76.04", "regency"),
    "majene": ("76.05", "regency"),
    "mamuju-tengah": ("76.06", "regency"),
    "sulsel-makassar": ("73.71", "sulsel"),
    "sulsel-parepare": ("73.72", "sulsel"),
    "provinsi": ("76", "retail"),
}


def test_a_new_home_runs_as_it_stands(home):
    config = load_config(home)
    assert {office.slug: (office.code, office.kind) for office in config.offices} == OFFICES
    for slug in OFFICES:
        assert home.inbox(slug).is_dir()
        assert home.outbox(slug).is_dir()
    assert home.archive.is_dir()
    assert home.warehouse.is_dir()
    assert home.work.is_dir()
    assert (home.path / "BACA-DULU.txt").read_text(encoding="utf-8").startswith("BACA DULU")


def test_the_commented_examples_of_a_new_home_are_right(home):
    lines = home.config_file.read_text(encoding="utf-8").splitlines()
    active = [line[2:] if line.startswith("# ") and ("=" in line or line.startswith("# [")) else line for line in lines]
    text = "\n".join(line for line in active if not line.startswith(("Tanpa", "Kata sandi")))
    home.config_file.write_text(text, encoding="utf-8")
    config = load_config(home)
    assert config.settings.limits.rows == 200_000
    assert config.office("pasangkayu").sources[0].inbox == "/mnt/berbagi/pasangkayu/masuk"


def test_only_its_owner_opens_a_home(home):
    for path in [home.path, *home.path.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)


def test_making_it_again_changes_nothing(home):
    before = {path: path.read_bytes() for path in home.path.rglob("*") if path.is_file()}
    assert init_home(home.path) == ()
    assert {path: path.read_bytes() for path in home.path.rglob("*") if path.is_file()} == before


def test_making_it_again_makes_what_is_lacking_and_folders_of_new_offices(home):
    key = home.key_file.read_bytes()
    home.inbox("majene").rmdir()
    with home.config_file.open("a", encoding="utf-8") as file:
        file.write('[[offices]]\nslug = "bone"\ncode = "73.08"\nname = "Bone"\n')
    created = init_home(home.path)
    assert set(created) == {home.inbox("majene"), home.inbox("bone"), home.outbox("bone")}
    assert home.key_file.read_bytes() == key


def test_folders_outside_the_home_are_not_made(home, tmp_path):
    with home.config_file.open("a", encoding="utf-8") as file:
        file.write(
            '[[offices]]\nslug = "bone"\ncode = "73.08"\nname = "Bone"\n[[offices.sources]]\n'
            f'type = "folder"\ninbox = "../berbagi/masuk"\noutbox = "{tmp_path}/berbagi/keluar"\n'
        )
    assert init_home(home.path) == ()
    assert not (tmp_path / "berbagi").exists()


def test_two_homes_have_two_keys(tmp_path):
    keys = set()
    for name in ("satu", "dua"):
        init_home(tmp_path / name)
        keys.add(nik_key(Home(tmp_path / name), {}))
    assert {len(key) for key in keys} == {32}
    assert len(keys) == 2


def test_the_key_may_come_from_the_environment(home):
    assert nik_key(home, {"KEMITRAAN_NIK_KEY": "ab" * 32}) == bytes.fromhex("ab" * 32)
    assert nik_key(home, {"KEMITRAAN_NIK_KEY": "k" * 40}) == b"k" * 40


@pytest.mark.parametrize("environment", [{}, {"KEMITRAAN_NIK_KEY": "pendek-rahasia"}])
def test_a_short_key_is_refused_without_being_shown(home, environment):
    home.key_file.write_bytes(b"pendek-rahasia")
    with pytest.raises(ConfigError) as caught:
        nik_key(home, environment)
    assert "pendek-rahasia" not in str(caught.value)


def test_a_missing_key_is_not_made_up(home):
    home.key_file.unlink()
    with pytest.raises(ConfigError, match="cadangan"):
        nik_key(home, {})


def test_the_option_names_the_home_before_the_environment_and_that_before_the_folder_one_stands_in(home, tmp_path):
    environment = {"KEMITRAAN_HOME": str(tmp_path / "lain")}
    assert Home.find("sini", environment, tmp_path).path == tmp_path / "sini"
    assert Home.find(None, environment, home.path).path == tmp_path / "lain"
    assert Home.find(None, {}, home.path).path == home.path
    with pytest.raises(ConfigError, match="--home"):
        Home.find(None, {}, tmp_path)


def test_folders_of_no_office_are_told_with_what_lies_in_them(home):
    assert stray_folders(home, load_config(home)) == ()
    home.inbox("bone").mkdir()
    (home.inbox("bone") / "a.xlsx").write_bytes(b"isi")
    (home.inboxes / "lepas.xlsx").write_bytes(b"isi")
    assert stray_folders(home, load_config(home)) == (StrayFolder("masuk", 1), StrayFolder("masuk/bone", 1))


def test_a_home_without_inboxes_has_no_strays(home, tmp_path):
    assert stray_folders(Home(tmp_path / "kosong"), load_config(home)) == ()


def test_a_home_on_a_file_says_so(tmp_path):
    (tmp_path / "rumah").write_bytes(b"")
    with pytest.raises(NotADirectoryError):
        init_home(tmp_path / "rumah")
