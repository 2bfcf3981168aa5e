"""What the benches share: rounds in which every target takes its turn, and the table that comes of them."""

import os
import statistics
import sys
import time

from machine import CORES, busy, children_cpu, cpu, described, memory, tree, version


def warm(targets, requests):
    for target in targets:
        done = 0
        while done < requests:
            done += target.load(16, 2)["requests"]
        print(f"warmed up: {target.name}, {done:,} requests", file=sys.stderr)


def measure(targets, options, beside=lambda: None):
    """@param beside is measured too, once in each round"""
    measured = []
    for number in range(1, options.rounds + 1):
        for connections in map(int, options.connections.split(",")):
            for target in targets:
                measured.append(one(target, number, connections, options.seconds))
                print(line(measured[-1]), file=sys.stderr, flush=True)
        beside()
    return measured


def one(target, number, connections, seconds):
    machine, server, own = busy(), cpu(tree(target.pid)), children_cpu()
    start = time.monotonic()
    counts = target.load(connections, seconds)
    took = time.monotonic() - start
    server, own = cpu(tree(target.pid)) - server, children_cpu() - own
    others = busy() - machine - server - own
    return {
        "target": target.name,
        "round": number,
        "connections": connections,
        "cpu": server / counts["requests"] * 1e6,
        "rate": counts["requests"] / counts["micros"] * 1e6,
        "p50": counts["p50"] / 1e3,
        "p99": counts["p99"] / 1e3,
        "requests": counts["requests"],
        "others": max(0.0, others) / took / CORES,
    }


def line(m):
    return (
        f"round {m['round']}  c={m['connections']:<3} {m['target']:<17} {m['cpu']:6.1f} µs CPU/request"
        f"  {m['rate']:8,.0f} requests/s  p50 {m['p50']:.2f}  p99 {m['p99']:.2f} ms  other processes {m['others']:.0%}"
    )


def report(targets, measured, options, *tools):
    heading(options, sum(m["requests"] for m in measured), *tools)
    base = targets[0].name.split(" ")[0]
    print(f"| path | connections | CPU µs/request (least to most) | beside {base} | requests/s | p50 ms | p99 ms |")
    print("|---|---|---|---|---|---|---|")
    for connections in map(int, options.connections.split(",")):
        for target in targets:
            print(row_of(target, connections, measured, targets[0]))
    sizes = ", ".join(f"{name} {memory(tree(pid)):.0f} MB" for name, pid in sorted({(named(t), t.pid) for t in targets}))
    print(f"\nmemory (PSS of the process tree): {sizes}")


def heading(options, requests, *tools):
    print(f"\n{described(version('nginx'), version('wrk'), *tools)}")
    print(
        f"median of {options.rounds} rounds of {options.seconds} s each, after {options.warm:,} requests of warm-up;"
        f" {requests:,} requests measured, none failed"
    )
    print(f"load average at the end {os.getloadavg()[0]:.2f}\n")


def row_of(target, connections, measured, base):
    def of(wanted):
        return [m for m in measured if m["target"] == wanted.name and m["connections"] == connections]

    mine, theirs = of(target), {m["round"]: m["cpu"] for m in of(base)}
    cpus = [m["cpu"] for m in mine]
    # A short run of a fast server may use less than the kernel's smallest unit of time.
    ratio = statistics.median(m["cpu"] / theirs[m["round"]] if theirs[m["round"]] else float("nan") for m in mine)
    middle = {k: statistics.median(m[k] for m in mine) for k in ("rate", "p50", "p99")}
    return (
        f"| {target.name} | {connections} | {statistics.median(cpus):.1f} ({min(cpus):.1f} to {max(cpus):.1f})"
        f" | {ratio:.2f} | {middle['rate']:,.0f} | {middle['p50']:.2f} | {middle['p99']:.2f} |"
    )


def named(target):
    return {"model": "lastgood", "features + model": "lastgood"}.get(target.name, target.name.removesuffix(" return 200"))
