"""A measured process's side of protocol.ts, for programs in Python."""

import json
import resource
import sys
import time


def serve(step, description, started):
    """Runs `step`, which returns the loss, as it is asked to. The first one counts as compilation, from `started` on."""
    losses = [step()]
    compile_ms = (time.perf_counter() - started) * 1e3
    losses += [step(), step()]
    say({"description": description, "compileMs": compile_ms, "losses": losses})
    for line in sys.stdin:
        words = line.split()
        if words[0] == "end":
            break
        times = []
        for _ in range(int(words[1])):
            begin = time.perf_counter()
            step()
            times.append((time.perf_counter() - begin) * 1e3)
        say({"ms": times, "rssMb": peak()})
    say({"peakRssMb": peak()})


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def say(message):
    print(json.dumps(message), flush=True)
