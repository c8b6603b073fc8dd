#pragma once
// A small definition from another field, building permits, for the tests of loading and checking;
// and planting one fault in it.

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "engine/procedure_load.hpp"

namespace verloop::test {

inline const std::string permit_catalogue = R"yaml(catalogue: permits
types:
  PermitRequested@1:
    label: {nl: Aangevraagd, en: Requested}
    sentence: {nl: "Vergunning {kind} aangevraagd: {plan}.", en: "Permit {kind} requested: {plan}."}
    audience: shared
    admits: true
    fields:
      member: {type: member, of: applicant}
      applicant: {type: ref, to: subject, class: personal, subject: applicant, required: true}
      kind: {type: enum, values: [roof, shed], required: true}
      plan: {type: text, class: confidential, subject: case, max: 200}
      size: {type: integer, min: 0}
    fold:
      - {set: request.on, from: occurredOn}
      - {set: request.kind, from: data.kind}
      - {set: request.plan, from: sealed.plan}
      - {first: office, from: org}
      - {add: requests, from: =1}
      - entry: applicants
        key: member
        set: {since: occurredOn, active: =true, name: sealed.applicant}
  FeeSet@1:
    label: {nl: Leges, en: Fee set}
    sentence: {nl: "Leges: {fee}.", en: "Fee: {fee}."}
    audience: shared
    fields:
      fee: {type: cents, required: true}
      urgent: {type: boolean}
    fold:
      - {set: fee, from: data.fee, when: {data.urgent: [false]}}
  PermitDecided@1:
    label: {nl: Besloten, en: Decided}
    sentence: {nl: "Besluit: {verdict}.", en: "Decision: {verdict}."}
    audience: governance
    fields:
      verdict:
        type: enum
        values: {granted: {nl: verleend, en: granted}, refused: {nl: geweigerd, en: refused}}
        required: true
      reason: {type: text, class: confidential, subject: case}
      startsOn: {type: date}
    fold:
      - {set: decision.on, from: occurredOn}
      - {append: verdicts, set: {verdict: data.verdict, at: position}}
  ApplicantsCounted@1:
    label: {nl: Geteld, en: Counted}
    sentence: {nl: "{count} aanvragers.", en: "{count} applicants."}
    audience: shared
    fields:
      count: {type: integer, required: true}
    fold:
      - {set: applicantCount, from: data.count}
  ObjectionFiled@1:
    label: {nl: Bezwaar, en: Objection}
    sentence: {nl: "Bezwaar.", en: "Objection."}
    audience: shared
    fields:
      rule: {type: name}
    fold:
      - {clear: decision.on}
  PermitClosed@1:
    label: {nl: Gesloten, en: Closed}
    sentence: {nl: "Gesloten.", en: "Closed."}
    audience: shared
)yaml";

inline const std::string permit_procedure = R"yaml(procedure: building-permit
version: 3
label: {nl: Bouwvergunning, en: Building permit}
source: municipal by-law
purposes:
  permits: {nl: Vergunningen, en: Permits}
settings:
  termDays: {type: integer, value: 56, source: [BY-1], label: {nl: Termijn, en: Term}}
  rolls: {type: boolean, value: true, label: {nl: Opschuiven, en: Roll}}
holidays:
  - {date: 01-01, label: {nl: Nieuwjaarsdag, en: New Year}}
  - {easter: 1, label: {nl: Tweede paasdag, en: Easter Monday}}
  - {date: 04-27, onSunday: -1, label: {nl: Koningsdag, en: King's Day}}
roles:
  clerk:
    label: {nl: Behandelaar, en: Clerk}
    organisation: governance
    access: "case.office == actor.org"
  applicant: {label: {nl: Aanvrager, en: Applicant}, organisation: resident, access: own}
tracks:
  permit:
    label: {nl: Vergunning, en: Permit}
    initial: draft
    states:
      draft: {nl: Concept, en: Draft}
      filed: {nl: Ingediend, en: Filed}
      decided: {nl: Besloten, en: Decided}
    moves:
      - {on: PermitRequested, to: filed}
      - {on: PermitDecided, when: "data.verdict == 'granted'", to: decided}
cycle: {opens: ObjectionFiled, clears: [decision], tracks: {permit: draft}}
closes: PermitClosed
motivates: {event: ObjectionFiled, field: rule}
actions:
  requestPermit:
    label: {nl: Aanvragen, en: Request}
    by: [applicant, clerk]
    creates: true
    purpose: permits
    events:
      - PermitRequested
      - FeeSet: {fee: settings.termDays, urgent: "data.kind == 'shed'"}
    informs: [clerk]
  decide:
    label: {nl: Besluiten, en: Decide}
    by: [clerk]
    from: {permit: [filed]}
    purpose: permits
    events: [PermitDecided]
  object:
    label: {nl: Bezwaar maken, en: Object}
    by: [applicant]
    purpose: permits
    afterClosing: true
    events: [ObjectionFiled]
  close:
    label: {nl: Sluiten, en: Close}
    by: [clerk]
    purpose: permits
    events: [PermitClosed]
derived:
  - event: ApplicantsCounted
    after: [PermitRequested]
    when: "true"
    fields: {count: "size(case.applicants)"}
deadlines:
  P-1:
    label: {nl: Beslistermijn, en: Decision term}
    source: [BY-2]
    from: case.request.on
    days: settings.termDays
    roll: settings.rolls
    done: case.decision.on
    meets: [decide]
  P-2:
    label: {nl: Per aanvrager, en: For each applicant}
    over: case.applicants
    as: one
    applies: one.active
    from: one.since
    done: case.decision.on
    meets: [decide]
rules:
  R-1:
    label: {nl: Op tijd, en: In time}
    sentence: {nl: Besluit op tijd., en: Decide in time.}
    source: [BY-2]
    strength: legal
    audience: shared
    deadline: P-1
    motivatedBy: [clerk]
  R-2:
    label: {nl: Niet dubbel, en: Not twice}
    sentence: {nl: Niet dubbel., en: Not twice.}
    strength: explicit
    audience: shared
    judge: {satisfied: has(case.decision.on)}
    refuse: {actions: [requestPermit], when: "has(case.decision.on) && data.plan == ''"}
    gate: {actions: [decide, close], until: has(case.request.on)}
views:
  clerk:
    tracks: [permit]
    rules: all
    events:
      PermitRequested: [kind, plan, applicant]
      PermitDecided: [verdict]
  applicant:
    own: true
    tracks: [permit]
    rules: [R-1]
    events:
      PermitRequested: [kind]
)yaml";

inline const SourceFile small_system{"system.yaml", R"yaml(catalogue: system
types:
  FindingRaised@1:
    label: {nl: Bevinding, en: Finding}
    sentence: {nl: "Bevinding.", en: "Finding."}
    audience: shared
    fields:
      rule: {type: name}
      note: {type: text}
)yaml"};

inline auto load(const std::string& catalogue, const std::string& procedure) {
  return load_definition({{"permits.yaml", catalogue}, {"building-permit.yaml", procedure}},
                         small_system);
}

/// Where the offset lies, counted by hand.
inline YamlPlace place_of(std::string_view text, std::size_t offset) {
  YamlPlace place;
  for (const char c : text.substr(0, offset)) {
    if (c == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++place.column;
    }
  }
  return place;
}

/// One fault: `old` is replaced by `planted`, and the loader must point at the text `points_at`
/// inside it and say `says`.
struct Planted {
  const char* name;
  std::string old;
  std::string planted;
  std::string points_at;
  std::string says;
};

inline std::string plant(std::string text, const Planted& fault) {
  const std::size_t at = text.find(fault.old);
  EXPECT_NE(at, std::string::npos) << fault.name << ": nothing to replace";
  if (at != std::string::npos) text.replace(at, fault.old.size(), fault.planted);
  return text;
}

/// The place at which the loader should find a planted fault.
inline YamlPlace planted_place(const std::string& text, const Planted& fault) {
  const std::size_t around = text.find(fault.planted);
  return place_of(text, text.find(fault.points_at, around));
}

inline bool has_fault(const std::vector<DefinitionFault>& faults, const std::string& file,
                      const YamlPlace& place, const std::string& says) {
  for (const DefinitionFault& fault : faults)
    if (fault.file == file && fault.fault.place == place &&
        fault.fault.message.find(says) != std::string::npos)
      return true;
  return false;
}

}  // namespace verloop::test
