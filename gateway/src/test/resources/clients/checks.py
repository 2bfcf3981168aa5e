"""Runs checks against a server and names each that held; the first that does not ends the process."""

import sys


def run(checks):
    for check in checks:
        check()
        print(check.__name__, flush=True)


def address():
    """host:port of the prediction port."""
    return sys.argv[1]


def fails(call, kind, *words):
    try:
        call()
    except kind as error:
        for word in words:
            assert word in str(error), f"'{word}' is not in '{error}'"
        return
    raise AssertionError(f"{call} does not fail")
