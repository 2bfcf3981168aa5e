"""The benches' own programs in C, compiled once for each text of them."""

import hashlib
import os
import subprocess

from machine import HERE, HOME, need


def compiled(name):
    source = HOME / "bench" / f"{name}.c"
    program = HERE / f"{name}-{hashlib.sha256(source.read_bytes()).hexdigest()[:12]}"
    if not program.exists():
        need("cc")
        HERE.mkdir(parents=True, exist_ok=True)
        # Others may compile the same at the same time.
        fresh = program.with_suffix(f".{os.getpid()}")
        subprocess.run(["cc", "-O2", "-o", str(fresh), str(source), "-ldl"], check=True)
        fresh.rename(program)
    return program
