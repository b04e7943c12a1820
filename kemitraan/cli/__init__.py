"""The command ``kemitraan``. Help and errors are Indonesian. A command's module is loaded only when it is used."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from kemitraan.cli.parser import make_parser, module_of

COULD_NOT_RUN = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command and gives its exit status: 0 for success, 1 for something to mend, 2 when it could not run."""
    parser = make_parser()
    arguments = parser.parse_args(argv)
    if arguments.command is None:
        parser.print_help()
        return 0
    module = module_of(arguments.command)
    try:
        return module.run(arguments)
    except KeyboardInterrupt:
        print(
            "Dihentikan. Pekerjaan yang belum selesai dilanjutkan bila perintah ini dijalankan lagi.", file=sys.stderr
        )
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        from kemitraan.errors import terminal_words  # only on the way out

        print(f"kemitraan {arguments.command}: {terminal_words(error)}", file=sys.stderr)
        return COULD_NOT_RUN
