"""The lines of keys in a TOML text."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from kemitraan.config.locator import key_lines, line_of
from kemitraan.config.starter import STARTER_CONFIG

TEXT = '''\
# keterangan
top = 1

[settings]   # bagian
"quoted key" = "a # b"
dotted.inner = 2
long = """
[bukan.bagian]
x = 1
"""
many = [
  1,   # [[offices]]
  [2, 3],
]
after = 3

[[offices]]
slug = "a"
[[offices.sources]]
type = "folder"
[[offices.sources]]
type = "sftp"

[[offices]]
slug = "b"
inline = { x = 1, y = [{ z = 2 }] }
[offices.table]
k = 1
'''


def test_every_key_has_the_line_on_which_it_stands():
    lines = key_lines(TEXT)
    assert lines["top",] == 2
    assert lines["settings",] == 4
    assert lines["settings", "quoted key"] == 5
    assert lines["settings", "dotted", "inner"] == 6
    assert lines["settings", "long"] == 7
    assert lines["settings", "many"] == 11
    assert lines["settings", "after"] == 15
    assert lines["offices", 0] == 17
    assert lines["offices", 0, "slug"] == 18
    assert lines["offices", 0, "sources", 1, "type"] == 22
    assert lines["offices", 1, "slug"] == 25
    assert lines["offices", 1, "inline", "y", 0, "z"] == 26
    assert lines["offices", 1, "table", "k"] == 28


def test_what_stands_in_a_text_is_no_key():
    assert ("bukan",) not in key_lines(TEXT)


def test_a_key_that_is_not_there_has_the_line_of_what_is_around_it():
    lines = key_lines(TEXT)
    assert line_of(lines, ("offices", 1, "name")) == 24
    assert line_of(lines, ("offices", 0, "sources", 0, "inbox")) == 19
    assert line_of(lines, ("nothing",)) == 1


def values_by_path(value, path=()):
    """Path and value of everything in a document that is neither a table nor a list of tables."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        value = dict(enumerate(value))
    if not isinstance(value, dict):
        yield path, value
        return
    for key, inner in value.items():
        yield from values_by_path(inner, (*path, key))


def test_every_value_of_the_starter_settings_is_found():
    numbers, lines = key_lines(STARTER_CONFIG), STARTER_CONFIG.splitlines()
    values = dict(values_by_path(tomllib.loads(STARTER_CONFIG)))
    assert ("offices", 1, "slug") in values
    for path, value in values.items():
        assert tomllib.loads(lines[numbers[path] - 1]) == {path[-1]: value}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "# [x]\n", "\n\n", 'text{n} = """\n[[a]]\nb = 1\n"""\n', "list{n} = [\n[1],\n]\n"]),
            st.sampled_from(["key{n} = 1", "'key{n}' = {{ a = 1 }}", "[[a]]\nkey{n} = 1", "[a{n}]\nkey{n} = 1"]),
        ),
        max_size=8,
    )
)
def test_keys_between_all_sorts_of_neighbours_are_found_on_their_line(parts):
    text = "\n".join((before + statement).format(n=n) for n, (before, statement) in enumerate(parts))
    tomllib.loads(text)
    line_of_key = {path[-1]: line for path, line in key_lines(text).items() if path and str(path[-1]).startswith("key")}
    for number, line in enumerate(text.split("\n"), start=1):
        for n in range(len(parts)):
            if line.startswith((f"key{n} ", f"'key{n}' ")):
                assert line_of_key[f"key{n}"] == number
