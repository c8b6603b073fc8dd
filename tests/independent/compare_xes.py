#!/usr/bin/env python3
"""Compares two event logs in XES: trace by trace, event by event, attribute by attribute.

Usage: compare_xes.py SOURCE EXPORT

Shares no code with the program. Traces and their events must come in the same order; the attributes of one
trace or event may stand in any. What is said of a log as a whole (extensions, globals, classifiers, its own
attributes) is not compared. Two dates are equal when both the moment, to the last decimal, and the text are.
Prints what differs, or how much was found equal; exit status 1 when something differs.
"""
import datetime
import re
import sys
import xml.etree.ElementTree as ElementTree


def name(element):
    return element.tag.rsplit("}", 1)[-1]


def moment(text):
    whole, decimals, offset = re.fullmatch(r"(.{19})(?:\.(\d+))?(.*)", text).groups()
    at = datetime.datetime.fromisoformat(whole + ("+00:00" if offset == "Z" else offset))
    return at.astimezone(datetime.timezone.utc), (decimals or "").rstrip("0")


def attributes(element, inside):
    found = {}
    for child in element:
        if name(child) in inside:
            continue
        key = child.get("key")
        assert key not in found, f"{key} twice"
        value = child.get("value")
        found[key] = (name(child), value, moment(value) if name(child) == "date" else None)
        assert not attributes(child, ()), f"{key} holds attributes"
    return found


def traces(file):
    log = ElementTree.parse(file).getroot()
    for trace in log:
        if name(trace) == "trace":
            events = [attributes(event, ()) for event in trace if name(event) == "event"]
            yield attributes(trace, ("event",)), events


def main():
    source, export = (list(traces(file)) for file in sys.argv[1:3])
    faults = []
    if len(source) != len(export):
        faults.append(f"{len(source)} traces against {len(export)}")
    events = values = 0
    for (one, own), (other, others) in zip(source, export):
        case = one["concept:name"][1]
        if one != other:
            faults.append(f"trace {case}: {sorted(set(one.items()) ^ set(other.items()))}")
        if len(own) != len(others):
            faults.append(f"trace {case}: {len(own)} events against {len(others)}")
        for index, (event, same) in enumerate(zip(own, others)):
            if event != same:
                faults.append(f"trace {case}, event {index}: {sorted(set(event.items()) ^ set(same.items()))}")
            values += len(event)
        events += len(own)
        values += len(one)
    for fault in faults[:20]:
        print(fault)
    print(f"{len(faults)} differences" if faults else
          f"equal: {len(source)} traces, {events} events, {values} attributes")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
