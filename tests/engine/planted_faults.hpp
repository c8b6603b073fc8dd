#pragma once
// Faults that only the whole of a definition shows, to be planted in the right one.

#include <vector>

#include "tests/engine/planted_definition.hpp"

namespace verloop::test {

// That who withdraws must have withdrawn before takes away all that hangs on it.
inline const std::string withdrawing = "from: {permit: [draft, filed]}";
inline const std::string withdrawn = "from: {permit: [withdrawn]}";

inline std::vector<Planted> setting_faults() {
  const std::string place = "roles:\n  clerk:\n";
  const std::string before = "settings:\n  retentionDays: {type: integer, value: ";
  const std::string after = ", label: {nl: Termijn, en: Term}}\n" + place;
  const std::string says = "setting retentionDays can be 0 to 36525";
  return {Planted{"term_without_a_last_day", place, before + "36526" + after, "36526", says},
          Planted{"term_before_it_begins", place, before + "-1" + after, "-1", says}};
}

inline std::vector<Planted> reach_faults() {
  return {
      Planted{"state_that_only_itself_leads_to", withdrawing, withdrawn,
              "withdrawn: {nl: Ingetrokken",
              "track permit: state \"withdrawn\" can't be reached: nothing that can be done makes "
              "WithdrawalNoted"},
      Planted{"action_whose_states_are_never_reached", withdrawing, withdrawn,
              "permit: [withdrawn]",
              "action withdraw: nobody can ever take it: track permit is never in withdrawn"},
      Planted{"derived_event_that_never_comes", withdrawing, withdrawn, "after: [PermitWithdrawn]",
              "derived WithdrawalNoted: it never comes: nothing that can be done makes "
              "PermitWithdrawn"},
      Planted{"deadline_whose_action_nobody_can_take", withdrawing, withdrawn, "meets: [withdraw]",
              "deadline P-3: nobody can ever take an action that meets it: withdraw"},
      Planted{"role_that_names_nobody", "by: [clerk]  # withdraws",
              "by: [applicant, clerk]  # withdraws", "applicant",
              "role \"applicant\" can never take it: it has access to its own only, and the "
              "payload names nobody"},
      Planted{"deadline_that_its_action_does_not_meet", "meets: [withdraw]", "meets: [close]",
              "meets: [close]",
              "no action that is to meet it records what `done` reads (noted.on): close"}};
}

inline std::vector<Planted> condition_faults() {
  return {
      Planted{"constant", "applies: has(case.decision.on)", "applies: \"1 > 2\"", "1 > 2",
              "this can never hold: it is always false"},
      Planted{"word_that_is_none", "when: data.verdict == 'granted'",
              "when: data.verdict == 'grantd'", "'grantd'",
              "data.verdict can't be 'grantd'; did you mean 'granted'?"},
      Planted{"state_that_is_none", "applies: has(case.decision.on)",
              "applies: case.tracks.permit == 'done'", "'done'",
              "case.tracks.permit can't be 'done'; expected one of: decided, draft, filed, "
              "withdrawn"},
      Planted{"role_that_is_none", "when: data.kind == 'shed'", "when: actor.role == 'mayor'",
              "'mayor'", "actor.role can't be 'mayor'"},
      Planted{"role_that_does_not_take_the_action", "when: data.kind == 'shed'",
              "when: actor.role == 'auditor'", "actor.role == 'auditor'",
              "this can never hold: actor.role is never auditor; it is one of: applicant, clerk"},
      Planted{"two_words_at_once", "when: data.kind == 'shed'",
              "when: data.kind == 'shed' && data.kind == 'roof'", "data.kind == 'roof'",
              "it contradicts `data.kind == 'shed'`"},
      Planted{"none_of_all_words", "when: data.kind == 'shed'",
              "when: \"!(data.kind in ['roof', 'shed'])\"", "data.kind in",
              "data.kind is always one of: roof, shed"},
      Planted{"more_and_less", "when: data.kind == 'shed'", "when: data.size > 5 && data.size < 3",
              "data.size < 3", "it contradicts `data.size > 5`"},
      Planted{"more_than_the_field_takes", "when: data.kind == 'shed'", "when: data.size > 400",
              "data.size > 400", "data.size is never more than 400"},
      Planted{"less_than_the_field_takes", "when: data.kind == 'shed'", "when: data.size < 0",
              "data.size < 0", "data.size is never less than 0"},
      Planted{"there_and_not_there", "when: data.kind == 'shed'",
              "when: has(data.size) && !has(data.size)", "data.size)\n",
              "it contradicts `has(data.size)`"},
      Planted{"read_and_not_there", "when: data.kind == 'shed'",
              "when: \"!has(data.size) && data.size > 3\"", "data.size > 3",
              "it contradicts `has(data.size)`"},
      Planted{"required_and_not_there", "when: data.kind == 'shed'", "when: \"!has(data.kind)\"",
              "data.kind", "data.kind always has a value"},
      Planted{"true_and_false", "when: data.kind == 'shed'",
              "when: \"data.urgent && !data.urgent\"", "data.urgent\"",
              "it contradicts `data.urgent`"},
      Planted{"one_day_before_and_after_another", "applies: has(case.decision.on)",
              "applies: case.decision.on < case.request.on && case.request.on < case.decision.on",
              "case.request.on < case.decision.on",
              "it contradicts `case.decision.on < case.request.on`"},
      Planted{"all_ways_closed", "when: data.kind == 'shed'",
              "when: data.size > 400 || (data.kind == 'roof' && data.kind == 'shed')",
              "data.size > 400", "this can never hold"}};
}

inline std::vector<Planted> absence_faults() {
  return {
      Planted{"value_that_nothing_gives", "applies: has(case.decision.on)",
              "applies: has(case.shelved.on)", "case.shelved.on",
              "nothing that can be recorded gives case.shelved.on a value"},
      Planted{"value_that_nothing_gives_in_a_move", "when: data.cause == 'asked'",
              "when: data.note == 'x'", "data.note",
              "nothing that can be recorded gives data.note a value"},
      Planted{"list_that_nothing_adds_to", "applies: has(case.decision.on)",
              "applies: case.shelvings.exists(s, s.at > 3)", "case.shelvings",
              "nothing that can be recorded adds to case.shelvings"},
      Planted{"entry_that_can_not_be", "applies: has(case.decision.on)",
              "applies: \"case.verdicts.exists(v, v.verdict == 'granted' && "
              "v.verdict == 'refused')\"",
              "v.verdict == 'refused'", "it contradicts `v.verdict == 'granted'`"},
      Planted{"case_that_is_not_there_yet", "actions: [decide]", "actions: [requestPermit]",
              "case.request.size", "nothing that can be recorded gives case.request.size a value"},
      Planted{"refusal_that_always_holds", "when: data.kind == 'shed'",
              "when: data.kind == 'roof' || data.kind == 'shed'", "data.kind == 'roof'",
              "this always holds: whatever is recorded; so nobody can ever take requestPermit"},
      Planted{"gate_that_never_opens", "until: has(case.request.on)", "until: has(case.shelved.on)",
              "case.shelved.on", "so nobody can ever take close"},
      Planted{"gate_that_holds_nothing_back", "until: has(case.request.on)", "until: \"true\"",
              "true", "it holds nothing back"},
      Planted{"access_that_nobody_gets", "access: \"case.office == actor.org\"",
              "access: case.shelved.by == actor.id", "case.shelved.by",
              "role clerk, access: this can never hold"},
      Planted{"derived_that_never_holds", "when: has(case.request.on)",
              "when: size(case.applicants) < 0", "size(case.applicants) < 0",
              "size(case.applicants) is never less than 0"},
      Planted{"start_of_a_term_that_never_comes", "from: case.request.on", "from: case.shelved.on",
              "case.shelved.on", "deadline P-1, from: this never has a value"},
      Planted{"term_that_can_not_be_met", "done: case.decision.on", "done: case.shelved.on",
              "case.shelved.on", "deadline P-1, done: this never has a value"},
      Planted{"term_over_nobody", "over: case.applicants\n    as: one\n    from: one.since",
              "over: case.shelvings\n    as: one\n    from: one.on", "case.shelvings",
              "the list stays empty: nothing that can be recorded adds to case.shelvings"},
      Planted{"part_of_a_folded_text", "applies: has(case.decision.on)",
              "applies: >-\n        has(case.decision.on) &&\n        case.tracks.permit == "
              "'decided' &&\n        case.tracks.permit == 'filed'",
              "case.tracks.permit == 'filed'", "it contradicts"},
      Planted{"computed_word_that_is_none", "urgency: \"'low'\"", "urgency: \"'lwo'\"", "'lwo'",
              "\"lwo\" is none of the values of urgency; did you mean \"low\"?"}};
}

inline std::vector<Planted> flow_faults() {
  return {
      Planted{"sealed_text_as_a_word", "urgency: \"'low'\"", "urgency: data.plan", "data.plan",
              "would write the sealed data.plan into the open field urgency"},
      Planted{"sealed_text_in_one_case", "urgency: \"'low'\"",
              "urgency: \"data.size > 3 ? 'low' : data.plan\"", "data.plan",
              "would write the sealed data.plan into the open field urgency"},
      Planted{"sealed_number", "amount: \"0\"", "amount: data.budget", "data.budget",
              "would write the sealed data.budget into the open field amount"},
      Planted{"number_made_from_a_sealed_one", "amount: \"0\"", "amount: 2 * data.budget + 1",
              "data.budget", "the sealed data.budget"},
      Planted{"number_made_from_a_sealed_text", "amount: \"0\"", "amount: int(data.plan)",
              "data.plan", "the sealed data.plan"},
      Planted{"day_made_from_a_sealed_one", "day: occurredOn", "day: data.born + days(1)",
              "data.born", "the sealed data.born"},
      Planted{"word_of_a_narrower_event", "tag: \"'public'\"", "tag: case.decision.inspector",
              "case.decision.inspector",
              "would tell role \"applicant\" (resident) case.decision.inspector, which "
              "PermitDecided has for governance only"},
      Planted{"days_of_a_narrower_event", "days: \"[occurredOn]\"", "days: \"[case.decision.on]\"",
              "case.decision.on", "would tell role \"applicant\" (resident) case.decision.on"},
      Planted{"payload_of_a_narrower_event", "tag: \"'public'\"", "tag: data.inspector",
              "data.inspector", "would tell role \"applicant\" (resident) data.inspector"},
      Planted{"narrower_event_into_a_derived_one", "about: \"'permit'\"",
              "about: case.decision.inspector", "case.decision.inspector",
              "derived WithdrawalNoted, about: the expression would tell"},
      Planted{"others_to_who_sees_its_own", "days: \"[occurredOn]\"",
              "days: \"case.applicants.map(one, one.since)\"", "case.applicants.map",
              "which sees its own only, case.applicants[].since of others"},
      Planted{"day_of_a_term", "from: case.request.on", "from: case.decision.on",
              "case.decision.on",
              "deadline P-1, from: the expression would tell role \"adviser\" (swv) "
              "case.decision.on"}};
}

inline std::vector<Planted> outlet_faults() {
  return {
      Planted{"rule_for_others",
              "rules: [R-1]\n    events:\n      PermitRequested: [kind]\n  applicant",
              "rules: [R-1, R-4]\n    events:\n      PermitRequested: [kind]\n  applicant", "R-4",
              "view adviser: rule R-4 is for governance, and this role is of organisation swv"},
      Planted{"informed_of_nothing_to_be_seen", "informs: [clerk]", "informs: [adviser]", "adviser",
              "role \"adviser\" is informed, and its view shows none of the action's events"},
      Planted{"attribute_sealed_and_open", "fields: {reason: note}",
              "fields: {reason: note, inspector: note}", "reason: note",
              "the attribute \"note\" goes into the sealed field reason, and in the clear into "
              "the field inspector"},
      Planted{"attribute_sealed_and_the_name_of_the_case", "case: concept:name", "case: plan",
              "plan: plan", "and in the clear into the name of the case"},
      Planted{"attribute_sealed_and_the_actor", "fields: {reason: note}",
              "fields: {reason: \"org:resource\"}", "reason", "and in the clear into the actor"}};
}

}  // namespace verloop::test
