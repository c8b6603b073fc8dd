#!/usr/bin/env python3
"""Reads a calendar (RFC 5545) strictly and prints its components, one a line, as JSON.

Usage: read_ics.py FILE. Shares nothing with the program; ends with status 1 and says why at the
first thing that the standard does not allow.
"""
import json
import re
import sys

DATE = re.compile(rb"^\d{8}$")
UTC = re.compile(rb"^\d{8}T\d{6}Z$")
LINE = re.compile(rb'^([A-Z-]+)((?:;[A-Z-]+=(?:"[^"\r\n]*"|[^",;:\r\n]*))*):(.*)$', re.S)
ONCE = {
    b"VCALENDAR": {b"VERSION", b"PRODID"},
    b"VEVENT": {b"UID", b"DTSTAMP", b"DTSTART", b"STATUS", b"CLASS", b"SUMMARY", b"SEQUENCE"},
    b"VTODO": {b"UID", b"DTSTAMP", b"DUE", b"STATUS", b"CLASS", b"SUMMARY", b"SEQUENCE"},
    b"VALARM": {b"ACTION", b"TRIGGER", b"DESCRIPTION"},
}
WITHIN = {b"VCALENDAR": None, b"VEVENT": b"VCALENDAR", b"VTODO": b"VCALENDAR"}
STATUS = {
    b"VEVENT": {b"TENTATIVE", b"CONFIRMED", b"CANCELLED"},
    b"VTODO": {b"NEEDS-ACTION", b"COMPLETED", b"IN-PROCESS", b"CANCELLED"},
}


def need(holds, why):
    if not holds:
        sys.exit(why)


def content_lines(data):
    need(data.endswith(b"\r\n"), "the last line does not end")
    physical = data.split(b"\r\n")[:-1]
    lines = []
    for line in physical:
        need(b"\n" not in line and b"\r" not in line, "a line ends without CRLF")
        need(len(line) <= 75, "a line has more than 75 octets")
        line.decode("utf-8")
        if line[:1] in b" \t" and line:
            need(lines, "the first line is a continuation")
            lines[-1] += line[1:]
        else:
            need(line, "a line is empty")
            lines.append(line)
    return lines


def unescape(value):
    need(not re.search(rb"(?<!\\)(?:\\\\)*[,;]", value), "a text has a bare comma or semicolon")
    need(not re.search(rb"(?<!\\)(?:\\\\)*\\[^\\;,nN]", value), "a text has an unknown escape")
    return re.sub(rb"\\(.)", lambda at: b"\n" if at[1] in b"nN" else at[1], value).decode("utf-8")


def check_time(name, parameters, value):
    if parameters == b";VALUE=DATE":
        need(DATE.match(value), "%s is no date" % name.decode())
    else:
        need(parameters == b"" and UTC.match(value), "%s is no moment in UTC" % name.decode())


def main():
    with open(sys.argv[1], "rb") as file:
        lines = content_lines(file.read())
    open_components = []
    found = []
    uids = set()
    for line in lines:
        match = LINE.match(line)
        need(match, "no content line: %r" % line)
        name, parameters, value = match.groups()
        if name == b"BEGIN":
            need(value in ONCE, "unknown component %r" % value)
            outer = open_components[-1][0] if open_components else None
            if value == b"VALARM":
                need(outer in (b"VEVENT", b"VTODO"), "an alarm of nothing")
            else:
                need(outer == WITHIN[value], "a component in the wrong place")
            open_components.append((value, {}))
            continue
        need(open_components, "a property of nothing")
        component, properties = open_components[-1]
        if name == b"END":
            need(value == component, "another component ends than began")
            missing = ONCE[component] - set(properties)
            need(not missing, "%r lacks %r" % (component, missing))
            open_components.pop()
            if component in STATUS:
                need(properties[b"STATUS"] in STATUS[component], "a status that there is not")
                need(properties[b"UID"] not in uids, "a UID occurs twice")
                uids.add(properties[b"UID"])
                shown = {key.decode(): text.decode("utf-8") for key, text in properties.items()}
                for key in ("SUMMARY", "DESCRIPTION"):
                    shown[key] = unescape(properties[key.encode()])
                found.append(dict(shown, component=component.decode()))
            continue
        need(name not in properties, "%r occurs twice" % name)
        properties[name] = value
        if name in (b"DTSTART", b"DUE"):
            check_time(name, parameters, value)
        if name == b"DTSTAMP":
            need(UTC.match(value), "DTSTAMP is no moment in UTC")
    need(not open_components, "a component does not end")
    for one in found:
        print(json.dumps(one, sort_keys=True, ensure_ascii=False))


main()
