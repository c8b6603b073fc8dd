#pragma once
// A record that has every member, for tests that change one of them.

#include <string>

#include "events/record.hpp"

namespace verloop::test {

inline Record sample_record() {
  Record record;
  record.position = {41};
  record.case_id = {"case-7"};
  record.version = {3};
  record.type = {"ConsentRecorded@1"};
  record.procedure = "plan@2#0123456789abcdef";
  record.action = {"recordConsent"};
  record.command = {"0b7f1c1e-58b4-4e0e-9f5e-3a5e0c1d2b3a"};
  record.actor = {{"a-1"}, {"mentor"}, {"school-1"}, "a-9"};
  record.purpose = "support";
  record.recorded_at = *parse_timestamp("2026-03-10T11:00:00.25Z");
  record.occurred_on = *parse_occurrence("2026-03-09");
  record.basis = Basis::attested;
  record.data = {{"count", 2}, {"given", true}, {"items", {"a", "b"}}};
  record.sealed = {{"words", sha256("words")}};
  record.findings = {{"K-01"}};
  record.links = {{40}};
  record.nonce[0] = std::byte{1};
  return record;
}

/// The same with nothing that may be absent.
inline Record smallest_record() {
  Record record = sample_record();
  record.actor.on_behalf_of.clear();
  record.basis = Basis::first_hand;
  record.data.clear();
  record.sealed.clear();
  record.findings.clear();
  record.links.clear();
  return record;
}

}  // namespace verloop::test
