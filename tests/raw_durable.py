"""Runs a script on the raw durable_rules library in a process of its own, so that a hang or a crash is contained."""

import subprocess
import sys

# make(rules) builds a ruleset of (condition, tag) pairs and a list the actions append their tag to; put() asserts one message
# and says how that ended
PRELUDE = """
import durable.engine as library

def action(fired, tag):
    def run(closure):
        fired.append(tag)
    return run

def make(*rules):
    fired = []
    definition = {f"r{n}": {"all": [{"m": condition}], "run": action(fired, tag)} for n, (condition, tag) in enumerate(rules)}
    return library.Ruleset("raw", None, definition), fired

def put(ruleset, message, how="assert_fact"):
    try:
        ended = []
        ruleset.do_actions(getattr(ruleset, how)(message), lambda error, state: ended.append(error))
        return "ok" if ended == [None] else f"ended {ended}"
    except BaseException as failure:
        return f"{type(failure).__name__} {failure}".strip()
"""
# seconds: far more than a script takes that ends, however busy the machine, and enough to say that one hangs
ENDING = 120
HANGING = 3


def raw(script: str, seconds: int = ENDING) -> subprocess.CompletedProcess[str]:
    """The script's outcome; raises subprocess.TimeoutExpired where it has not ended after so many seconds."""
    return subprocess.run(
        [sys.executable, "-c", PRELUDE + script],
        capture_output=True,
        text=True,
        timeout=seconds,
    )


def said(script: str) -> str:
    """What a script that ends well prints."""
    done = raw(script)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
