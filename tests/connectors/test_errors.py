"""The outside world's errors: told without paths, with words for every one of them."""

from __future__ import annotations

import errno
import pickle
from pathlib import Path

import pytest

from connectors.base import LeftReason
from connectors.errors import PROGRAM_ERROR, AnswerTooLargeError, OutsideError, Place, from_os_error, outside
from connectors.messages import explain, explain_left, reason_of


@pytest.mark.parametrize("kind", [*OutsideError.__subclasses__(), AnswerTooLargeError])
@pytest.mark.parametrize("place", Place)
def test_every_error_has_a_reason_and_a_remedy_at_every_place(kind, place):
    words = explain(kind(place))
    assert words.reason.endswith(".")
    assert words.remedy.endswith(".")
    assert "{" not in words.reason


def test_a_program_error_that_was_kept_has_words():
    assert "kesalahan pada program ini" in reason_of(PROGRAM_ERROR)


@pytest.mark.parametrize("reason", LeftReason)
def test_every_reason_to_leave_a_file_has_words(reason):
    assert explain_left(reason).reason


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EACCES, "permission"),
        (errno.EROFS, "permission"),
        (errno.ENOENT, "folder_missing"),
        (errno.ENOSPC, "no_space"),
        (errno.EDQUOT, "no_space"),
        (errno.EIO, "unreachable"),
        (errno.ESTALE, "unreachable"),
        (errno.ETIMEDOUT, "unreachable"),
        (None, "unreachable"),
    ],
)
def test_the_systems_errors_have_their_family(number, code):
    error = from_os_error(OSError(number, "x", "/rahasia/7604.xlsx"), Place.INBOX)
    assert error.code == code
    assert error.retryable
    assert "rahasia" not in repr(error)


def test_the_path_is_not_in_the_chain_that_is_printed():
    with pytest.raises(OutsideError) as caught, outside(Place.INBOX):
        Path("/tidak/ada/budi.xlsx").read_bytes()
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_an_error_crosses_process_borders():
    error = from_os_error(OSError(errno.ENOSPC, "x"), Place.ARCHIVE)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.place, again.detail) == (type(error), Place.ARCHIVE, "ENOSPC")
