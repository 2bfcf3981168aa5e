"""Feast definitions go back by being applied again. lastgood's driver `feast` starts this for each question.

    driver.py STORE VERSIONS STATE

STORE      the feature_store.yaml that is live, with a registry that is a local file
VERSIONS   a folder whose entries are versions: folders with the definitions of a feature repository, as .py files
STATE      a folder of lastgood's own: what was worked out, and can be again

Feast writes a registry in place, and drops online tables before it does. So a version is applied to a copy of the
registry, and the copy takes its place by one rename. Online tables follow in a second step of the same kind. Which moves
were begun and made stands beside the registry, in .NAME.moves. The protocol is docs/drivers.md.
"""
import contextlib
import fcntl
import hashlib
import importlib.metadata
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile

PROTOCOL = 1
KEYS_KEPT = 1000
# What Feast notes about an object beside what the object is, and what is not made of definitions.
NOTES = {
    "createdTimestamp", "lastUpdatedTimestamp", "earliestEventTimestamp", "latestEventTimestamp",
    "currentVersionNumber", "versionId", "materializationIntervals", "state",
}
NOT_DEFINED = {"infra", "project", "projects", "savedDatasets", "validationReferences"}


class Refused(Exception):
    """An answer of no. `code` is one of: missing, damaged, made, unclear, failed."""

    def __init__(self, code, *why, world="unchanged"):
        super().__init__(code, *why)
        self.code, self.why, self.world = code, [each[-500:] for each in why], world


class FeastFailed(Exception):
    """Feast ended otherwise than well; the text is the last it said."""


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def force(path):
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def put(path, text):
    """Written beside its place, forced to disk, moved into it, and the folder forced after it."""
    beside = path.with_name(path.name + ".next")
    beside.write_text(text, encoding="utf-8")
    force(beside)
    os.replace(beside, path)
    force(path.parent)


def plain(value):
    """The same without Feast's notes."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: plain(each)
        for name, each in value.items()
        if not (name == "meta" and isinstance(each, dict) and set(each) <= NOTES)
    }


def digest_of(dump):
    """Of what is defined, however Feast orders it: equal digests, equal definitions."""
    parts = {name: plain(each) for name, each in dump.items() if name not in NOT_DEFINED}
    for name, each in parts.items():
        if isinstance(each, list):
            parts[name] = sorted(each, key=lambda one: json.dumps(one, sort_keys=True))
    return "sha256:" + sha256(json.dumps(parts, sort_keys=True, ensure_ascii=True).encode())


def feast(config, repository, *command):
    """Runs one command of Feast's command line in a process of its own: two versions have modules of the same names."""
    import feast.cli.cli as line

    with tempfile.TemporaryDirectory() as folder:
        store, out = pathlib.Path(folder, "feature_store.yaml"), pathlib.Path(folder, "out")
        store.write_text(json.dumps(config), encoding="utf-8")  # JSON is YAML
        child = os.fork()
        if child == 0:
            code = 1
            try:
                with open(out, "w", encoding="utf-8") as said, contextlib.redirect_stdout(said):
                    words = ["-c", str(repository or folder), "-f", str(store), *command]
                    line.cli.main(words, standalone_mode=False)
                code = 0
            except SystemExit as e:
                code = 0 if e.code in (None, 0) else 1
            except BaseException as e:  # all that a repository's own code can throw
                out.write_text(f"{type(e).__name__}: {e}", encoding="utf-8")
            finally:
                os._exit(code)
        _, status = os.waitpid(child, 0)
        said = out.read_text(encoding="utf-8", errors="replace") if out.exists() else ""
        if status != 0:
            raise FeastFailed(said.strip() or f"it ended with status {status}")
        return said


def dumped(config):
    said = feast(config, None, "registry-dump")
    return json.loads(said[said.index("{"):])


class Store:
    def __init__(self, store, versions, state):
        self.file, self.versions, self.state = map(pathlib.Path, (store, versions, state))

    def config(self):
        import yaml

        try:
            config = yaml.safe_load(os.path.expandvars(self.file.read_text(encoding="utf-8")))
            registry = config.get("registry")
        except (OSError, ValueError, AttributeError, yaml.YAMLError) as e:
            raise Refused("failed", f"{self.file} cannot be read: {e}")
        kind = "file"
        if isinstance(registry, dict):
            kind, registry = registry.get("registry_type", "file"), registry.get("path")
        if kind != "file" or not isinstance(registry, str) or not registry.startswith("/"):
            raise Refused("failed", f"the registry of {self.file} is not a local file, named by a path that begins with /")
        return config, pathlib.Path(registry)

    def other(self, config, registry, online):
        """The same store with another registry, and with online tables or without."""
        other = {**config, "registry": {"path": str(registry), "cache_ttl_seconds": 0}}
        return other if online else {**other, "online_store": None}

    def known(self, kind, about, work):
        """What was worked out before about the same bytes by the same Feast."""
        about = json.dumps([importlib.metadata.version("feast"), *about], sort_keys=True)
        place = self.state / f"{kind}-{sha256(about.encode())}"
        with contextlib.suppress(FileNotFoundError):
            if re.fullmatch(r"sha256:[0-9a-f]{64}", found := place.read_text(encoding="utf-8")):
                return found
        found = work()
        self.state.mkdir(parents=True, exist_ok=True)
        put(place, found)
        return found

    def names(self):
        if not self.versions.is_dir():
            raise Refused("failed", f"{self.versions} is not a folder")
        return sorted(each.name for each in self.versions.iterdir() if self.is_version(each.name))

    def is_version(self, at):
        place = self.versions / at
        return bool(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", at)) and place.is_dir() and not place.is_symlink()

    def bytes_of(self, at):
        root, found = self.versions / at, []
        for folder, folders, files in os.walk(root):
            folders[:] = sorted(each for each in folders if each != "__pycache__")
            for each in map(pathlib.Path(folder).joinpath, folders + sorted(files)):
                if each.is_symlink():
                    raise Refused("damaged", f"{each} is a link: what it leads to may change")
                if each.is_file():
                    found.append([str(each.relative_to(root)), sha256(each.read_bytes())])
        return sorted(found)

    def find(self, at):
        """The digest of what there is once this version is applied to an empty registry."""
        config, _ = self.config()
        if not self.is_version(at):
            raise Refused("missing", f"{self.versions} has no folder of that name")

        def work():
            with tempfile.TemporaryDirectory() as folder:
                empty = self.other(config, pathlib.Path(folder, "registry.db"), online=False)
                feast(empty, self.versions / at, "apply", "--no-progress")
                return digest_of(dumped(empty))

        about = {name: each for name, each in config.items() if name not in ("registry", "online_store")}
        try:
            return {"at": at, "digest": self.known("version", [about, self.bytes_of(at)], work)}
        except FeastFailed as e:
            raise Refused("damaged", f"Feast cannot apply {self.versions / at}", str(e))

    def live(self):
        """The digest of what is defined in the registry that readers use."""
        config, registry = self.config()
        try:
            data = registry.read_bytes()
        except OSError as e:
            raise Refused("unclear", f"{registry} cannot be read: {e.strerror}")

        def work():
            with tempfile.TemporaryDirectory() as folder:
                copy = pathlib.Path(folder, "registry.db")
                copy.write_bytes(data)
                return digest_of(dumped(self.other(config, copy, online=False)))

        try:
            return self.known("registry", [config["project"], sha256(data)], work)
        except (FeastFailed, KeyError, ValueError) as e:
            raise Refused("unclear", f"Feast cannot read {registry}", str(e))

    def snapshot(self):
        """Which version was applied cannot be read from a registry, but what is defined can: that of an equal version.
        Of several the one that was moved to last; they do not differ for anybody."""
        live, names = self.live(), self.names()
        names.sort(key=lambda each: [move["at"] for move in self.moves()[-1:]] != [each])
        for at in names:
            with contextlib.suppress(Refused):
                if (found := self.find(at))["digest"] == live:
                    return found
        raise Refused("unclear", f"what is defined is none of the versions in {self.versions}", f"it has the digest {live}")

    def beside(self, what):
        _, registry = self.config()
        return registry.with_name(f".{registry.name}.{what}")

    def moves(self):
        place = self.beside("moves")
        try:
            return json.loads(place.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return []
        except ValueError as e:
            raise Refused("failed", f"{place} does not hold what moves were made: {e}")

    def remember(self, key, to, made):
        moves = [move for move in self.moves() if move["key"] != key]
        moves.append({"key": key, **to, "made": made})
        put(self.beside("moves"), json.dumps(moves[-KEYS_KEPT:]))

    def restore(self, to, key):
        moves = self.moves()
        known = next((move for move in moves if move["key"] == key), None)
        if known and {"at": known["at"], "digest": known["digest"]} != to:
            raise Refused("made", f"{key} is the key of a move to {known['at']}")
        still_open = known is None or (not known["made"] and known == moves[-1])
        there = self.is_there(to["digest"])
        if not there and not still_open:
            raise Refused("made", f"{key} was made, and the world was moved on after it")
        found = self.find(to["at"])
        if found != to:
            raise Refused("damaged", f"promised {to['digest']}", f"found {found['digest']}")
        if not there:
            self.apply(to, online=False, before=lambda: self.remember(key, to, made=False))
        elif not still_open:
            return {**to, "key": key, "moved": False}
        try:
            self.apply(to, online=True, before=lambda: None)
        except Refused as no:
            raise Refused(no.code, "the definitions are there, but their online tables may not be", *no.why, world="unknown")
        self.remember(key, to, made=True)
        return {**to, "key": key, "moved": not there}

    def is_there(self, digest):
        try:
            return self.live() == digest
        except Refused:
            return False

    def apply(self, to, online, before):
        """Applies to a copy of the registry, looks at what came of it, and lets the copy take its place."""
        config, registry = self.config()
        copy = self.beside("next")
        copy.unlink(missing_ok=True)
        read = registry.read_bytes() if registry.exists() else None
        if read is not None:
            shutil.copy2(registry, copy)
        changed = self.other(config, copy, online)
        try:
            feast(changed, self.versions / to["at"], "apply", "--no-progress")
            came = digest_of(dumped(changed))
        except FeastFailed as e:
            raise Refused("failed", f"Feast did not apply {to['at']}", str(e))
        if came != to["digest"]:
            raise Refused("damaged", f"promised {to['digest']}", f"applied to what is live it is {came}")
        force(copy)
        self.known("registry", [config["project"], sha256(copy.read_bytes())], lambda: came)
        before()
        if (registry.read_bytes() if registry.exists() else None) != read:
            raise Refused("failed", f"somebody else wrote to {registry} meanwhile")
        os.replace(copy, registry)
        force(registry.parent)

    def health(self):
        _, registry = self.config()
        self.names()
        self.moves()
        if not os.access(registry.parent, os.W_OK):
            raise Refused("failed", f"{registry.parent} cannot be written to")
        importlib.metadata.version("feast")
        return {}


def alone(store, work):
    """One restore at a time; what others begin meanwhile is refused."""
    place = store.beside("lock")
    try:
        opened = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Refused("failed", "another restore is under way")
    except OSError as e:
        raise Refused("failed", f"{place} cannot be made: {e.strerror}")
    return work()


def answer(ask, store):
    match ask["op"]:
        case "describe":
            return {"way": "REAPPLY", "where": str(store.file)}
        case "snapshot":
            return store.snapshot()
        case "find":
            return store.find(ask["at"])
        case "restore":
            to = {"at": ask["at"], "digest": ask["digest"]}
            return alone(store, lambda: store.restore(to, ask["key"]))
        case "health":
            return store.health()
        case other:
            raise Refused("failed", f"'{other}' is not known here")


def main():
    sys.dont_write_bytecode = True
    ask = json.loads(sys.stdin.readline())
    if ask["protocol"] != PROTOCOL:
        sys.exit(f"this program speaks protocol {PROTOCOL}, not {ask['protocol']}")
    said = {"protocol": PROTOCOL, "op": ask["op"]}
    try:
        said |= {"ok": True, **answer(ask, Store(*sys.argv[1:4]))}
    except Refused as no:
        said |= {"ok": False, "code": no.code, "why": list(no.why), "world": no.world}
    except importlib.metadata.PackageNotFoundError:
        said |= {"ok": False, "code": "failed", "why": [f"{sys.executable} has no Feast"], "world": "unchanged"}
    print(json.dumps(said))


if __name__ == "__main__":
    main()
