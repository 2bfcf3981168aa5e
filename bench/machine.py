"""What the benches ask of the machine: tools, ports, CPU time and memory as the kernel counts them, requests, an end."""

import contextlib
import ctypes
import functools
import http.client
import json
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
HERE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "lastgood" / "bench"
TICKS = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count()
PACKAGES = {"cc": "gcc libc6-dev"}
DEATH_SIGNAL = 1
LIBC = ctypes.CDLL(None)


class GivenUp(BaseException):
    """Not an Exception, so that nobody on the way takes it for the failure of one server."""


class Processes:
    """What a bench started. Ends all of it, and whatever they started themselves, however the bench ends."""

    def __init__(self):
        self.started = []

    def start(self, command, **how):
        process = subprocess.Popen([str(w) for w in command], start_new_session=True, preexec_fn=die_with_us, **how)
        self.started.append(process)
        return process

    def end(self):
        for process in reversed(self.started):
            family = [(pid, birth(pid)) for pid in tree(process.pid)]
            end(process)
            for pid, born in family:
                if born and birth(pid) == born:
                    with contextlib.suppress(OSError):
                        os.kill(pid, signal.SIGKILL)
        self.started = []


@contextlib.contextmanager
def bench(seconds):
    """A folder and processes for one bench of about so many seconds; far beyond that it is given up."""
    limit = int(seconds * 3 + 300)
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, lambda *_: give_up("ended by a signal"))
    signal.signal(signal.SIGALRM, lambda *_: give_up(f"given up: not done within {limit} s"))
    signal.alarm(limit)
    print(f"This takes about {max(1, round(seconds / 60))} minutes.", file=sys.stderr)
    processes = Processes()
    with tempfile.TemporaryDirectory(prefix="lastgood-bench-", ignore_cleanup_errors=True) as folder:
        try:
            yield Path(folder), processes
        except GivenUp as why:
            sys.exit(f"✖ {why}")
        finally:
            processes.end()
            signal.alarm(0)


def give_up(why):
    raise GivenUp(why)


def die_with_us():
    """A bench that is killed leaves nobody behind."""
    LIBC.prctl(DEATH_SIGNAL, signal.SIGTERM)


def need(*tools):
    missing = [PACKAGES.get(t, t) for t in tools if not shutil.which(t)]
    if not missing:
        return
    missing = " ".join(missing).split()
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        sys.exit(f"✖ {' and '.join(missing)} must be installed; as root: apt-get install {' '.join(missing)}")
    print(f"Installing {' and '.join(missing)} from the system's packages (apt-get install) ...", file=sys.stderr)
    # RUNLEVEL keeps the packages from starting servers of their own.
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive", RUNLEVEL="1")
    for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
        done = subprocess.run([apt, "-qq", *command], env=environment, stdout=subprocess.DEVNULL)
        if done.returncode:
            sys.exit(f"✖ apt-get {command[0]} failed; install {' and '.join(missing)} by hand")


def environment(name, packages):
    """The folder of programs of a Python environment that has these packages, made once."""
    there = HERE / f"{name}-1"
    if not (there / "ready").exists():
        print(f"Installing {name} ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(there)], check=True)
        pip = [str(there / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True)
        (there / "ready").touch()
    return there / "bin"


def tree(pid):
    """A process and all that descend from it."""
    found = [pid]
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in thread.read_text().split():
                found += tree(int(child))
        except OSError:
            pass
    return found


def stat(pid):
    """What the kernel tells of a process, from its state on; its own name may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def birth(pid):
    """When it was born: a number that is used again belongs to somebody else. None where it is gone."""
    try:
        fields = stat(pid)
        return None if fields[0] == "Z" else fields[19]
    except OSError:
        return None


def cpu(pids):
    """Seconds in user and kernel mode, those of children that ended meanwhile included."""
    ticks = 0
    for pid in pids:
        try:
            fields = stat(pid)
            ticks += sum(map(int, fields[11:15]))
        except OSError:
            pass
    return ticks / TICKS


def busy():
    """Seconds in which the whole machine did something."""
    user, nice, system, _, _, irq, softirq = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:8])
    return (user + nice + system + irq + softirq) / TICKS


def children_cpu():
    times = os.times()
    return times.children_user + times.children_system


def memory(pids):
    """Megabytes: proportional set size, so that what is shared is counted once."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += sum(int(entry.split()[1]) for entry in lines if entry.startswith("Pss:"))
        except OSError:
            pass
    return total / 1024


def post(url, data):
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def until(what, attempt, seconds=60):
    """The first truthy value of `attempt`, which may be refused meanwhile."""
    end_at = time.monotonic() + seconds
    last = "nothing"
    while time.monotonic() < end_at:
        try:
            value = attempt()
            if value:
                return value
            last = value
        except (OSError, http.client.HTTPException) as error:
            last = error
        time.sleep(0.05)
    sys.exit(f"✖ not within {seconds} s: {what} ({last})")


def free_port():
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return some.getsockname()[1]


def described(*tools):
    """One line on the machine and the versions; the load is what else makes figures mean less."""
    machine = f"{CORES} cores ({processor()}), {platform.system()} {platform.release()}"
    return ", ".join([machine, java(), *tools])


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(entry.split(":")[1].strip() for entry in lines if entry.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


@functools.cache
def java_program():
    """Of the JDK that ./dev and ./lastgood find."""
    find = f"source '{HOME}/scripts/jdk.sh' && find_jdk && echo $JAVA_HOME"
    done = subprocess.run(["bash", "-c", find], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(1)
    return os.path.join(done.stdout.strip(), "bin", "java")


def java():
    return "JDK " + subprocess.run([java_program(), "-version"], capture_output=True, text=True).stderr.split('"')[1]


def version(tool):
    done = subprocess.run([tool, "-v"], capture_output=True, text=True)
    words = (done.stdout + done.stderr).replace("nginx version: nginx/", "nginx ").replace("HAProxy version", "HAProxy").split()
    return " ".join(words[:2])


def end(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
