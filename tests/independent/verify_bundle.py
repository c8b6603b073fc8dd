#!/usr/bin/env python3
"""Checks an audit bundle as docs/log_format.md describes it, and shares no code with the program.

    python3 verify_bundle.py FILE VKEY      VKEY: the log's verifier key, from elsewhere
    python3 verify_bundle.py FILE           with the key that the bundle holds itself

Needs Python 3.8 and nothing else. Names each fault and goes on. Exit status: 0 all holds, under the
key that was given; 1 something does not, or no key was given; 2 wrong use.
"""

import base64
import binascii
import hashlib
import json
import re
import sys

INTEGER_MAX = 2**53 - 1


class Malformed(Exception):
    """What was read is not what its format demands."""


# Ed25519 (RFC 8032 section 5.1), verification only.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def x_of(y, odd):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and odd):
        return None
    return P - x if x % 2 != odd else x


def point_of(data):
    number = int.from_bytes(data, "little")
    y, odd = number & (2**255 - 1), number >> 255
    x = x_of(y, odd)
    return None if x is None else (x, y, 1, x * y % P)


def sum_of(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = sum_of(result, point)
        point = sum_of(point, point)
        number >>= 1
    return result


def bytes_of(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def is_signed(public_key, message, signature):
    key = point_of(public_key)
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or len(signature) != 64 or scalar >= ORDER:
        return False
    hashed = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(hashed, "little") % ORDER
    minus_key = (P - key[0], key[1], 1, P - key[3])
    return bytes_of(sum_of(times(scalar, BASE), times(challenge, minus_key))) == signature[:32]


# JSON in its one form, base64.


def jcs(value):
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(jcs(name) + ":" + jcs(one) for name, one in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(jcs, value)) + "]"
    if isinstance(value, int) and abs(value) > INTEGER_MAX:
        raise ValueError("an integer that a double does not hold")
    return json.dumps(value, ensure_ascii=False)


def refuse(_):
    raise Malformed("a number that is no integer")


def parse(data, what):
    """The value of JSON that is written exactly as RFC 8785 would write it."""
    try:
        value = json.loads(data.decode(), parse_float=refuse, parse_constant=refuse)
        same = jcs(value).encode() == data
    except (ValueError, RecursionError, Malformed):
        raise Malformed(what + " is not JSON without doubles") from None
    if not same:
        raise Malformed(what + " is not in its one form")
    return value


def unpadded(text):
    if not isinstance(text, str) or not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise Malformed("not base64url")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise Malformed("not base64url") from None
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise Malformed("not base64url")
    return data


def padded(text):
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise Malformed("not base64") from None
    if base64.b64encode(data).decode() != text:
        raise Malformed("not base64")
    return data


def sha(data):
    return hashlib.sha256(data).digest()


# The signed note.


def read_key(text):
    name, key_id, key = text.split("+", 2) if text.count("+") >= 2 else ("", "", "")
    data = padded(key)
    if not name or len(data) != 33 or data[0] != 1 or sha((name + "\n").encode() + data)[:4].hex() != key_id:
        raise Malformed("not a verifier key")
    return {"name": name, "id": bytes.fromhex(key_id), "public": data[1:]}


def check_note(note, key):
    """What is wrong with the signature; none when the key signed the note's text."""
    text, _, signatures = note.rpartition("\n\n")
    problem = "it is not signed by the key"
    for line in signatures.split("\n"):
        if not line.startswith("\u2014 " + key["name"] + " "):
            continue
        data = padded(line.rsplit(" ", 1)[1])
        if data[:4] != key["id"]:
            continue
        if not is_signed(key["public"], (text + "\n").encode(), data[4:]):
            return "the signature is wrong"
        problem = None
    return problem


def read_checkpoint(note):
    text, gap, signatures = note.rpartition("\n\n")
    lines = text.split("\n")
    if not gap or not signatures.endswith("\n") or len(lines) < 3:
        raise Malformed("the checkpoint is no signed note of three lines")
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]) or len(padded(lines[2])) != 32:
        raise Malformed("the checkpoint has no size or no root")
    return {"origin": lines[0], "size": int(lines[1]), "root": padded(lines[2])}


# The bundle.

AUDIENCES = ("shared", "school", "swv", "governance")
MEMBERS = {"case", "checkpoint", "definitions", "directory", "events", "for", "format",
           "formatVersion", "leftOut", "origin", "verifierKey"}


def demand(holds, what):
    if not holds:
        raise Malformed(what)


def is_ordinal(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= INTEGER_MAX


def has_texts(value, *names):
    return isinstance(value, dict) and all(isinstance(value.get(name), str) for name in names)


def read_proved(item, *more):
    demand(isinstance(item, dict) and set(item) == {"path", "position", "record", *more},
           "a record with its proof has other members")
    demand(is_ordinal(item["position"]) and isinstance(item["path"], list), "a proof is none")
    path = [unpadded(node) for node in item["path"]]
    demand(len(path) <= 64 and all(len(node) == 32 for node in path), "a path has no hashes")
    return {"position": item["position"], "path": path, "bytes": unpadded(item["record"])}


def read_bundle(data):
    demand(data.endswith(b"\n"), "the bundle does not end with a line feed")
    bundle = parse(data[:-1], "the bundle")
    demand(isinstance(bundle, dict) and set(bundle) == MEMBERS, "the bundle has other members")
    demand(bundle["format"] == "verloop-bundle" and bundle["formatVersion"] == 1,
           "the bundle has another format")
    demand(has_texts(bundle, "origin", "checkpoint", "verifierKey"), "the head is no text")
    demand(has_texts(bundle["for"], "id", "org", "role") and len(bundle["for"]) == 3,
           "for whom it is made is not said")
    case = bundle["case"]
    demand(has_texts(case, "id", "procedure") and len(case) == 4 and is_ordinal(case.get("position"))
           and is_ordinal(case.get("version")), "which case it is is not said")
    for name in ("events", "leftOut", "definitions", "directory"):
        demand(isinstance(bundle[name], list), name + " is no array")
    events = []
    for item in bundle["events"]:
        event = read_proved(item, "disclosures")
        demand(isinstance(item["disclosures"], list), "disclosures are no array")
        event["disclosures"] = [unpadded(one) for one in item["disclosures"]]
        events.append(event)
    for left in bundle["leftOut"]:
        demand(has_texts(left, "audience", "why") and len(left) == 3
               and is_ordinal(left.get("version")) and left["audience"] in AUDIENCES
               and left["why"] in ("unseen", "partly"), "what is left out is not said")
    definitions = []
    for item in bundle["definitions"]:
        demand(isinstance(item, dict) and set(item) == {"deployed", "parts"}
               and isinstance(item["parts"], list), "a definition is none")
        definitions.append((read_proved(item["deployed"]), [read_proved(one) for one in item["parts"]]))
    return {**bundle, "events": events, "definitions": definitions,
            "directory": [read_proved(item) for item in bundle["directory"]]}


def root_of(path, position, size, leaf):
    """The root to which the path leads; none when it has another length than it must have."""
    node, last = position, size - 1
    if position >= size:
        return None
    for sibling in path:
        if last == 0:
            return None
        if node % 2 or node == last:
            leaf = sha(b"\1" + sibling + leaf)
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            leaf = sha(b"\1" + leaf + sibling)
        node, last = node >> 1, last >> 1
    return leaf if last == 0 else None


RECORD_TEXTS = ("case", "type", "procedure", "command", "recordedAt")


class Check:
    def __init__(self, bundle, key):
        self.bundle, self.key, self.faults = bundle, key, []
        self.roles, self.procedures = [], set()
        self.disclosed = 0

    def fault(self, what, position=None):
        self.faults.append((position, what))

    def run(self):
        problem = check_note(self.bundle["checkpoint"], self.key)
        if problem:
            self.fault("the checkpoint: " + problem)
        if read_key(self.bundle["verifierKey"]) != self.key:
            self.fault("the bundle names another verifier key")
        self.signed = read_checkpoint(self.bundle["checkpoint"])
        if not self.signed["origin"] == self.bundle["origin"] == self.key["name"]:
            self.fault("origin, checkpoint and key are not of one log")
        self.check_directory()
        self.check_definitions()
        versions = self.check_events()
        self.check_versions(versions)
        self.check_case()

    def record(self, item):
        """The record and whether it is proved; none when the bytes are no record."""
        position = item["position"]
        leaf = sha(b"\0" + item["bytes"])
        proved = root_of(item["path"], position, self.signed["size"], leaf) == self.signed["root"]
        if not proved:
            self.fault("the record is not proved to lie here", position)
        try:
            demand(len(item["bytes"]) <= 65535, "a record is too large")
            record = parse(item["bytes"], "a record")
            demand(has_texts(record, *RECORD_TEXTS) and isinstance(record.get("data"), dict)
                   and is_ordinal(record.get("position")) and is_ordinal(record.get("version"))
                   and has_texts(record.get("actor"), "id", "org", "role"), "a record has other members")
            demand(record["position"] == position, "a record is of another position")
        except Malformed as problem:
            self.fault(str(problem), position)
            return None, False
        return record, proved

    def in_order(self, before, position):
        if before is not None and position <= before:
            self.fault("not in the order of the log", position)
        return position

    def check_directory(self):
        before = None
        for item in self.bundle["directory"]:
            before = self.in_order(before, item["position"])
            record, proved = self.record(item)
            if record is None:
                continue
            kinds = ("RoleGiven@1", "RoleGiven@2", "MandateGiven@1")
            if record["case"] != "@directory" or record["type"] not in kinds:
                self.fault("no role is given here", item["position"])
            elif proved:
                data = record["data"]
                given = (data.get("person"), data.get("as"), data.get("organisation"))
                if record["type"] == "MandateGiven@1":
                    given += (f"{data.get('giver')}#{item['position']}",)
                self.roles.append((item["position"], given))
        reader = self.bundle["for"]
        if (reader["id"], reader["role"], reader["org"]) not in [given for _, given in self.roles]:
            self.fault("nothing proves that the reader has that role")

    def check_definitions(self):
        before = None
        for item, parts in self.bundle["definitions"]:
            before = self.in_order(before, item["position"])
            deployed, holds = self.record(item)
            files, positions = [], []
            for part in parts:
                record, proved = self.record(part)
                positions.append(part["position"])
                if record is None:
                    holds = False
                    continue
                data = record["data"]
                is_part = (deployed is not None and record["type"] == "DefinitionPart@1"
                           and record["case"] == "@definitions"
                           and record["command"] == deployed["command"] and has_texts(data, "file", "text"))
                holds = holds and proved and is_part
                if is_part:
                    if not files or files[-1][0] != data["file"]:
                        files.append([data["file"], ""])
                    files[-1][1] += data["text"]
            if deployed is None:
                continue
            data = deployed["data"]
            whole = sha(jcs(files).encode()).hex()
            if deployed["case"] != "@definitions" or deployed["type"] != "ProcedureDeployed@1":
                self.fault("nothing is deployed here", item["position"])
            elif (data.get("parts") != positions or data.get("sha256") != whole
                  or data.get("files") != [name for name, _ in files]):
                self.fault("the text of the procedure is not the one that was deployed", item["position"])
            elif holds:
                self.procedures.add("%s@%s#%s" % (data.get("procedure"), data.get("version"), whole[:16]))

    def check_events(self):
        versions, last, unread = [], None, 0
        for item in self.bundle["events"]:
            record, _ = self.record(item)
            if record is None:
                unread += 1
                continue
            position = item["position"]
            if record["case"] != self.bundle["case"]["id"]:
                self.fault("the event is of another case", position)
            self.check_place(record, last)
            last = record
            versions.append(record["version"])
            if record["procedure"] not in self.procedures:
                self.fault("the text of its procedure is not proved", position)
            actor = record["actor"]
            needed = [(actor["id"], actor["role"], actor["org"])]
            if "for" in actor:
                giver = actor["for"].split("#")[0]
                needed = [(giver, *needed[0][1:]), needed[0] + (actor["for"],)]
            before = [one for at, one in self.roles if at < position]
            known = all(one in before for one in needed)
            if actor["org"] and record.get("basis") != "imported" and not known:
                self.fault("nothing proves that its actor had that role before", position)
            self.check_disclosures(record, item["disclosures"])
        self.last, self.unread = last, unread
        return versions

    def check_place(self, record, last):
        position, version = record["position"], record["version"]
        if last is None:
            if position < version:
                self.fault("the position is too small for the version", position)
            return
        if position <= last["position"] or version <= last["version"]:
            self.fault("not behind the event before it", position)
        elif position - last["position"] < version - last["version"]:
            self.fault("no room for the versions between", position)
        elif record["recordedAt"] < last["recordedAt"]:
            self.fault("recorded before the event before it", position)

    def check_disclosures(self, record, disclosures):
        sealed, seen = record.get("sealed", {}), set()
        for data in disclosures:
            try:
                value = parse(data, "a disclosure")
                demand(isinstance(value, list) and len(value) == 3
                       and all(isinstance(one, str) for one in value[:2])
                       and len(unpadded(value[0])) == 16, "a disclosure is no array of three")
            except Malformed as problem:
                self.fault(str(problem), record["position"])
                continue
            field = value[1]
            if not isinstance(sealed, dict) or sealed.get(field) != base64.urlsafe_b64encode(
                    sha(data)).rstrip(b"=").decode():
                self.fault("a disclosure is not of this event", record["position"])
            elif field in seen:
                self.fault("a disclosure is there twice", record["position"])
            else:
                seen.add(field)
                self.disclosed += 1

    def check_versions(self, versions):
        left = [one["version"] for one in self.bundle["leftOut"]]
        if left != sorted(set(left)):
            self.fault("the versions left out are not in their order")
        upto = self.bundle["case"]["version"]
        following = 0
        for version in sorted(versions + left):
            if version < following:
                self.fault("version %d is there twice" % version)
            if version > following:
                self.miss(following, version - 1)
            following = version + 1
        if following <= upto:
            self.miss(following, upto)
        if following > upto + 1:
            self.fault("the case has more versions than is said")

    def miss(self, first, last):
        """A record that can't be read is one of those that seem to be missing."""
        if last - first < self.unread:
            self.unread -= last - first + 1
        else:
            self.fault("versions %d to %d are neither shown nor left out" % (first, last))

    def check_case(self):
        case, last = self.bundle["case"], self.last
        if case["procedure"] not in self.procedures:
            self.fault("the text of the case's procedure is not proved")
        if case["position"] >= self.signed["size"]:
            self.fault("the case's last event is not signed")
        if last is None:
            return
        if last["version"] == case["version"]:
            fits = last["position"] == case["position"]
        else:
            fits = last["position"] < case["position"]
        if not fits:
            self.fault("the case's last event does not lie where it is said", last["position"])


def main(arguments):
    if len(arguments) not in (2, 3):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        with open(arguments[1], "rb") as file:
            data = file.read()
        given = read_key(arguments[2]) if len(arguments) == 3 else None
    except (OSError, Malformed) as problem:
        print(problem, file=sys.stderr)
        return 2
    try:
        bundle = read_bundle(data)
        check = Check(bundle, given or read_key(bundle["verifierKey"]))
        check.run()
    except Malformed as problem:
        print("NOT VERIFIED:", problem)
        return 1
    for position, what in check.faults:
        print(("position %d: " % position if position is not None else "") + what)
    if check.faults:
        print("NOT VERIFIED: %d faults" % len(check.faults))
        return 1
    print("case %s, version %d, for %s: %d events shown, %d left out, %d sealed values" % (
        bundle["case"]["id"], bundle["case"]["version"], bundle["for"]["role"],
        len(bundle["events"]), len(bundle["leftOut"]), check.disclosed))
    print("signed: %s, %d events, root %s" % (
        bundle["origin"], check.signed["size"], base64.b64encode(check.signed["root"]).decode()))
    if given is None:
        print("CONSISTENT IN ITSELF, signed by", bundle["verifierKey"])
        return 1
    print("VERIFIED")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
