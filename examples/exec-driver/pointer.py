#!/usr/bin/env python3
"""An example of a lastgood driver: a folder of files, and a small JSON file that says which of them is live.

    pointer.py FOLDER

FOLDER/versions/NAME   the versions, one file each
FOLDER/live.json       {"at": NAME, "moves": [{"key": ..., "at": ..., "digest": ...}, ...]}

Readers look up "at" in live.json and open that version. What is live and which moves were made stand in one file, which
is replaced by one rename: a crash at any moment leaves all of the old or all of the new.

One JSON line comes in on standard input, one goes out on standard output, and the exit code is 0 whenever an answer was
given, also when the answer is no. The protocol is docs/drivers.md.
"""
import hashlib
import json
import os
import re
import sys

PROTOCOL = 1
KEYS_KEPT = 1000


class Refused(Exception):
    """An answer of no. `code` is one of: missing, damaged, made, forward-only, unclear, failed."""

    def __init__(self, code, *why):
        super().__init__(code, *why)
        self.code = code
        self.why = why


class Folder:
    def __init__(self, path):
        self.versions = os.path.join(path, "versions")
        self.live_file = os.path.join(path, "live.json")
        self.path = path

    def find(self, at):
        """A version by its name. A name is one plain step down: never a path that leads elsewhere."""
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", at):
            raise Refused("missing", f"'{at}' is not a plain name")
        file = os.path.join(self.versions, at)
        if not os.path.isfile(file) or os.path.islink(file):
            raise Refused("missing", f"{file} is not there")
        with open(file, "rb") as opened:
            digest = hashlib.sha256()
            while chunk := opened.read(1 << 20):
                digest.update(chunk)
        return {"at": at, "digest": "sha256:" + digest.hexdigest()}

    def state(self):
        try:
            with open(self.live_file, encoding="utf-8") as opened:
                return json.load(opened)
        except FileNotFoundError:
            return {"at": None, "moves": []}

    def snapshot(self):
        """What is live, from the world itself: its digest is of the bytes that readers get now."""
        at = self.state()["at"]
        if at is None:
            raise Refused("unclear", "nothing is live yet")
        try:
            return self.find(at)
        except Refused as no:
            raise Refused("unclear", *no.why)

    def restore(self, to, key):
        state = self.state()
        wanted = {"key": key, **to}
        known = next((move for move in state["moves"] if move["key"] == key), None)
        if known is not None and known != wanted:
            raise Refused("made", f"{key} is the key of a move to {known['at']}")
        found = self.find(to["at"])
        if found != to:
            raise Refused("damaged", f"promised {to['digest']}", f"found {found['digest']}")
        if known is not None:
            if state["at"] != to["at"]:
                raise Refused("made", f"{key} was made, and the world was moved on after it")
            self.force(self.path)  # a crash may have come just before this
            return {**to, "key": key, "moved": False}
        moved = state["at"] != to["at"]
        self.force(os.path.join(self.versions, to["at"]))
        self.force(self.versions)
        self.write({"at": to["at"], "moves": (state["moves"] + [wanted])[-KEYS_KEPT:]})
        return {**to, "key": key, "moved": moved}

    def write(self, state):
        """Written beside its place, forced to disk, moved into it, and the folder forced after it."""
        beside = self.live_file + ".next"
        with open(beside, "w", encoding="utf-8") as opened:
            json.dump(state, opened)
        self.force(beside)
        os.replace(beside, self.live_file)
        self.force(self.path)

    @staticmethod
    def force(path):
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)

    def health(self):
        if not os.path.isdir(self.versions):
            raise Refused("failed", f"{self.versions} is not a folder")
        if not os.access(self.path, os.W_OK):
            raise Refused("failed", f"{self.path} cannot be written to")
        self.state()
        return {}


def answer(ask, folder):
    match ask["op"]:
        case "describe":
            return {"way": "POINTER", "where": folder.live_file}
        case "snapshot":
            return folder.snapshot()
        case "find":
            return folder.find(ask["at"])
        case "restore":
            return folder.restore({"at": ask["at"], "digest": ask["digest"]}, ask["key"])
        case "health":
            return folder.health()
        case other:
            raise Refused("failed", f"'{other}' is not known here")


def main():
    ask = json.loads(sys.stdin.readline())
    said = {"protocol": PROTOCOL, "op": ask["op"]}
    if ask["protocol"] != PROTOCOL:
        sys.exit(f"this program speaks protocol {PROTOCOL}, not {ask['protocol']}")
    try:
        said |= {"ok": True, **answer(ask, Folder(sys.argv[1]))}
    except Refused as no:
        # Every refusal here comes before the one rename, so nothing was moved. A program that cannot be sure says "unknown".
        said |= {"ok": False, "code": no.code, "why": list(no.why), "world": "unchanged"}
    print(json.dumps(said))


if __name__ == "__main__":
    main()
