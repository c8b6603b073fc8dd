#pragma once
// Building permits once more, with more that can go wrong between the parts: a definition in which
// nothing is, for faults to be planted in. The tracks stand last, so that what is planted in an
// action stands before all that it is found at.

#include <string>

#include "tests/engine/permit_definition.hpp"

namespace verloop::test {

inline const std::string right_catalogue = R"yaml(catalogue: permits
types:
  PermitRequested@1:
    label: {nl: Aangevraagd, en: Requested}
    sentence: {nl: "Aangevraagd: {kind}.", en: "Requested: {kind}."}
    audience: shared
    admits: true
    fields:
      member: {type: member, of: applicant}
      applicant: {type: ref, to: subject, class: personal, subject: applicant, required: true}
      kind: {type: enum, values: [roof, shed], required: true}
      plan: {type: text, class: confidential, subject: case}
      budget: {type: cents, class: confidential, subject: case}
      born: {type: date, class: personal, subject: applicant}
      listed: {type: boolean, class: confidential, subject: case}
      size: {type: integer, min: 0, max: 400}
      urgent: {type: boolean}
    fold:
      - {set: request.on, from: occurredOn}
      - {set: request.size, from: data.size}
      - {first: office, from: org}
      - entry: applicants
        key: member
        set: {since: occurredOn}
  UrgencyJudged@1:
    label: {nl: Spoed, en: Urgency}
    sentence: {nl: "Spoed.", en: "Urgency."}
    audience: shared
    fields:
      urgency: {type: enum, values: [low, high]}
      amount: {type: cents}
      day: {type: date}
      heavy: {type: boolean}
  PermitDecided@1:
    label: {nl: Besloten, en: Decided}
    sentence: {nl: "Besluit: {verdict}.", en: "Decision: {verdict}."}
    audience: governance
    fields:
      verdict: {type: enum, values: [granted, refused], required: true}
      reason: {type: text, class: confidential, subject: case}
      inspector: {type: name}
    fold:
      - {set: decision.on, from: occurredOn}
      - {set: decision.inspector, from: data.inspector}
      - {append: verdicts, set: {verdict: data.verdict, at: position}}
  DecisionPublished@1:
    label: {nl: Bekendgemaakt, en: Published}
    sentence: {nl: "Bekend.", en: "Published."}
    audience: shared
    fields:
      number: {type: integer}
      tag: {type: name}
      days: {type: list, of: {type: date}}
    fold:
      - {set: published.on, from: occurredOn}
  PermitWithdrawn@1:
    label: {nl: Ingetrokken, en: Withdrawn}
    sentence: {nl: "Ingetrokken.", en: "Withdrawn."}
    audience: shared
    fold:
      - {set: withdrawn.on, from: occurredOn}
  WithdrawalNoted@1:
    label: {nl: Genoteerd, en: Noted}
    sentence: {nl: "Genoteerd.", en: "Noted."}
    audience: shared
    fields:
      cause: {type: enum, values: [asked, late]}
      note: {type: name}
      about: {type: name}
    fold:
      - {set: noted.on, from: occurredOn}
  PermitShelved@1:
    label: {nl: Weggelegd, en: Shelved}
    sentence: {nl: "Weg.", en: "Shelved."}
    audience: shared
    fold:
      - {set: shelved.on, from: occurredOn}
      - {set: shelved.by, from: actor}
      - {append: shelvings, set: {at: position, on: occurredOn}}
  PermitClosed@1:
    label: {nl: Gesloten, en: Closed}
    sentence: {nl: "Gesloten.", en: "Closed."}
    audience: shared
)yaml";

inline const std::string right_procedure = R"yaml(procedure: building-permit
version: 1
label: {nl: Bouwvergunning, en: Building permit}
purposes:
  permits: {nl: Vergunningen, en: Permits}
roles:
  clerk:
    label: {nl: Behandelaar, en: Clerk}
    organisation: governance
    access: "case.office == actor.org"
  adviser: {label: {nl: Adviseur, en: Adviser}, organisation: swv, access: "true"}
  applicant: {label: {nl: Aanvrager, en: Applicant}, organisation: resident, access: own}
  auditor: {label: {nl: Auditor, en: Auditor}, organisation: governance, access: "true"}
actions:
  requestPermit:
    label: {nl: Aanvragen, en: Request}
    by: [applicant, clerk]
    creates: true
    purpose: permits
    events:
      - PermitRequested
      - UrgencyJudged:
          urgency: "'low'"
          amount: "0"
          day: occurredOn
          heavy: "false"
  decide:
    label: {nl: Besluiten, en: Decide}
    by: [clerk]  # decides
    from: {permit: [filed]}
    purpose: permits
    events:
      - PermitDecided
      - DecisionPublished:
          number: size(case.verdicts)
          tag: "'public'"
          days: "[occurredOn]"
  withdraw:
    label: {nl: Intrekken, en: Withdraw}
    by: [clerk]  # withdraws
    from: {permit: [draft, filed]}
    purpose: permits
    events: [PermitWithdrawn]
  close:
    label: {nl: Sluiten, en: Close}
    by: [clerk]
    purpose: permits
    events: [PermitClosed]
    informs: [clerk]
closes: PermitClosed
derived:
  - event: WithdrawalNoted
    after: [PermitWithdrawn]
    when: has(case.request.on)
    fields:
      cause: "'asked'"
      about: "'permit'"
deadlines:
  P-1:
    label: {nl: Beslistermijn, en: Decision term}
    from: case.request.on
    days: "56"
    done: case.decision.on
    meets: [decide]
  P-2:
    label: {nl: Per aanvrager, en: For each applicant}
    over: case.applicants
    as: one
    from: one.since
    done: case.published.on
    meets: [decide]
  P-3:
    label: {nl: Intrekken, en: Withdrawing}
    due: case.request.on
    done: case.noted.on
    meets: [withdraw]
rules:
  R-1:
    label: {nl: Op tijd, en: In time}
    sentence: {nl: Op tijd., en: In time.}
    strength: legal
    audience: shared
    deadline: P-1
  R-2:
    label: {nl: Geen schuren, en: No sheds}
    sentence: {nl: Geen schuren., en: No sheds.}
    strength: explicit
    audience: shared
    refuse:
      actions: [requestPermit]
      when: data.kind == 'shed'
  R-3:
    label: {nl: Niet te groot, en: Not too large}
    sentence: {nl: Niet te groot., en: Not too large.}
    strength: explicit
    audience: shared
    refuse:
      actions: [decide]
      when: case.request.size > 300
  R-4:
    label: {nl: Bekend, en: Known}
    sentence: {nl: Bekend., en: Known.}
    strength: explicit
    audience: governance
    judge:
      applies: has(case.decision.on)
      satisfied: has(case.published.on)
      violated: "true"
  R-5:
    label: {nl: Eerst aanvragen, en: Request first}
    sentence: {nl: Eerst aanvragen., en: Request first.}
    strength: explicit
    audience: shared
    gate:
      actions: [close]
      until: has(case.request.on)
views:
  clerk:
    tracks: [permit]
    rules: all
    events:
      PermitRequested: [kind, plan, applicant]
      PermitDecided: [verdict, inspector]
      PermitClosed: []
  adviser:
    rules: [R-1]
    events:
      PermitRequested: [kind]
  applicant:
    own: true
    rules: [R-1]
    events:
      PermitRequested: [kind]
      DecisionPublished: [number, tag, days]
      WithdrawalNoted: [cause, about]
  auditor: {records: true}
import:
  actors: {role: clerk, organisation: town, pseudonyms: true}
  trace:
    case: concept:name
    action: requestPermit
    fields: {kind: {attribute: kind, values: {R: roof}}, plan: plan, applicant: who}
  event:
    fields: {reason: note}
  activities: {Decide: decide}
tracks:
  permit:
    label: {nl: Vergunning, en: Permit}
    initial: draft
    states:
      draft: {nl: Concept, en: Draft}
      filed: {nl: Ingediend, en: Filed}
      decided: {nl: Besloten, en: Decided}
      withdrawn: {nl: Ingetrokken, en: Withdrawn}
    moves:
      - {on: PermitRequested, to: filed}
      - on: PermitDecided
        when: data.verdict == 'granted'
        to: decided
      - on: WithdrawalNoted
        when: data.cause == 'asked'
        to: withdrawn
)yaml";

}  // namespace verloop::test
