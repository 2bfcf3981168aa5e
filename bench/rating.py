"""Latency at a fixed rate, counted from when each request was due (open loop), beside nginx at the same rate.

A client that sends its next request when the last was answered (wrk) slows down together with the server and hides
what would have waited. Here requests fall due whether or not the server is there; `rate.c` says how."""

import json
import statistics
import subprocess
import sys
import urllib.parse

from compiled import compiled
from machine import cpu, tree

CONNECTIONS = 64
WARM = 1


def add_to(parser):
    parser.add_argument(
        "--rate", default="half", help="requests a second for the part at a fixed rate; half (of what each took, default), or none"
    )


def seconds_of(options, targets):
    return 0 if options.rate == "none" else 2 * targets * options.rounds * (options.seconds + WARM + 0.5)


def rated(targets, measured, options):
    """@param targets the floor first"""
    if options.rate == "none":
        return []
    floor, rest = targets[0], targets[1:]
    found = []
    for number in range(1, options.rounds + 1):
        for target in rest:
            rate = wanted(target, measured, options)
            for one in (floor, target):
                found.append({"of": target.name, "target": one.name, "wanted": rate, **asked(one, rate, options.seconds)})
                print(line(number, found[-1]), file=sys.stderr, flush=True)
    return found


def wanted(target, measured, options):
    if options.rate != "half":
        return float(options.rate)
    # What it took is the best of the medians over the numbers of connections.
    rates = {}
    for m in measured:
        if m["target"] == target.name:
            rates.setdefault(m["connections"], []).append(m["rate"])
    return round(max(map(statistics.median, rates.values())) / 2)


def asked(target, rate, seconds, connections=CONNECTIONS):
    parts = urllib.parse.urlsplit(target.url)
    words = [parts.port, parts.path, target.body, rate, seconds, connections, WARM, *(p.decode() for p in target.expected)]
    server = cpu(tree(target.pid))
    done = subprocess.run([compiled("rate"), *map(str, words)], capture_output=True, text=True)
    server = cpu(tree(target.pid)) - server
    if not done.stdout:
        sys.exit(f"✖ {target.name} at {rate:,.0f}/s: {done.stderr}")
    counts = json.loads(done.stdout)
    return {**counts, "why": done.stderr.strip(), "cpu": server / max(1, counts["requests"] + rate * WARM) * 1e6}


def line(number, m):
    failed = f"  FAILED {m['failed']:,}: {m['why'][:200]}" if m["failed"] else ""
    return (
        f"round {number}  {m['wanted']:8,.0f}/s {m['target']:<17} p50 {m['p50'] / 1e3:.2f}  p99 {m['p99'] / 1e3:.2f}"
        f"  p99.9 {m['p999'] / 1e3:.2f} ms  the client's own lag p99 {m['lag99'] / 1e3:.2f} ms{failed}"
    )


def report(found, options):
    """Says which of the targets did not answer all that fell due."""
    if not found:
        return []
    total = sum(m["requests"] for m in found)
    print(
        f"\nAt a fixed rate ({'half of what each took' if options.rate == 'half' else options.rate + ' a second'}),"
        f" {CONNECTIONS} connections, from when a request was due, ms; {total:,} requests; median of {options.rounds} rounds"
        f" of {options.seconds} s (least to most)\n"
    )
    print("| who | requests/s | failed | p50 | p99 | p99.9 | CPU µs/request | nginx return 200 at that rate: p50 | p99 | client's own lag p99 |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    lost = []
    for name in dict.fromkeys(m["of"] for m in found):
        mine = [m for m in found if m["target"] == name]
        floor = [m for m in found if m["of"] == name and m["target"] != name]
        failed = sum(m["failed"] for m in mine + floor)
        if failed:
            lost.append(name)
        print(
            f"| {name} | {statistics.median(m['rate'] for m in mine):,.0f} | {failed:,} | {middle(mine, 'p50')} | {middle(mine, 'p99')}"
            f" | {middle(mine, 'p999')} | {statistics.median(m['cpu'] for m in mine):.1f} | {middle(floor, 'p50')}"
            f" | {middle(floor, 'p99')} | {middle(mine + floor, 'lag99')} |"
        )
    return lost


def middle(some, what):
    values = [m[what] / 1e3 for m in some]
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"
