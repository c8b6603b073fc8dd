#include "adapters/xes/xes_commands.hpp"

#include <gmock/gmock.h>

#include "adapters/xes/xes_trace.hpp"
#include "tests/support/definitions.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

XesAttribute text(const std::string& key, const std::string& value) {
  return {XesKind::string, key, value, {}, {}};
}

XesAttribute date(const std::string& key, const std::string& value) {
  return {XesKind::date, key, value, {}, {}};
}

XesEvent event(const std::string& activity, const std::string& at) {
  return {{7, 1},
          {text("concept:name", activity), date("time:timestamp", at),
           text("org:resource", "Resource01"), text("org:group", "Group 2"),
           text("concept:instance", "task-1"), text("lifecycle:transition", "complete")}};
}

XesTrace trace() {
  return {{3, 1},
          {text("concept:name", "case-1"), date("startdate", "2011-10-10T01:06:40.020+02:00"),
           text("channel", "e-mail"), text("responsible", "Resource09"),
           date("enddate", "2011-11-14T09:15:07.941+01:00")},
          {event("Confirmation of receipt", "2011-10-11T13:45:40.276+02:00"),
           event("T07-2 Draft intern advice aspect 2", "2011-10-12T08:26:25.398+02:00")}};
}

std::string receipts_text() {
  return shipped_text(receipts_file);
}

class XesCommands : public testing::Test {
 protected:
  std::vector<TimedCommand> commands(const XesTrace& of) {
    faults_ = {};
    const ImportContext context{*definition_, "verloop.invalid/test", noon("2026-03-10"), {}};
    return commands_of(of, context, faults_);
  }
  /// The faults that a changed trace has.
  std::vector<std::string> faults(const XesTrace& of) {
    (void)commands(of);
    std::vector<std::string> messages;
    for (const ImportFaults::Fault& fault : faults_.all()) messages.push_back(fault.message);
    return messages;
  }

  std::shared_ptr<const Definition> definition_ = receipts();
  ImportFaults faults_;
};

TEST_F(XesCommands, OfATraceOpenItsCaseRecordItsEventsAndEndIt) {
  const auto made = commands(trace());
  EXPECT_TRUE(faults_.is_empty());
  ASSERT_EQ(made.size(), 4U);
  const Command& opening = made[0].command;
  EXPECT_EQ(opening.action.text, "registerApplication");
  EXPECT_EQ(opening.actor.id.text, "xes-import");
  EXPECT_EQ(opening.case_id.text, "case-1");
  EXPECT_EQ(opening.procedure, "permit-receipt");
  EXPECT_EQ(opening.data.at("channel"), "email");
  EXPECT_EQ(opening.data.at("responsible"), "Resource09");
  EXPECT_EQ(opening.occurred_on->text, "2011-10-10T01:06:40.020+02:00");
  const Command& receipt = made[1].command;
  EXPECT_EQ(receipt.action.text, "recordReceipt");
  EXPECT_EQ(receipt.actor.id.text, "Resource01");
  EXPECT_EQ(receipt.actor.role.text, "officer");
  EXPECT_EQ(receipt.basis, Basis::imported);
  EXPECT_EQ(receipt.data.at("task"), "task-1");
  EXPECT_EQ(receipt.data.at("team"), "group2");
  EXPECT_EQ(made[2].command.data.at("aspect"), 2);
  EXPECT_EQ(made[3].command.action.text, "endApplication");
}

TEST_F(XesCommands, AreKnownByLogProcedureTraceAndPlace) {
  const auto made = commands(trace());
  const auto again = commands(trace());
  std::set<std::string> ids;
  for (std::size_t i = 0; i < made.size(); ++i) {
    EXPECT_EQ(made[i].command.id, again[i].command.id);
    EXPECT_EQ(made[i].command.id.text[14], '5');
    ids.insert(made[i].command.id.text);
  }
  EXPECT_EQ(ids.size(), made.size());
}

TEST_F(XesCommands, BeginACaseNoLaterThanItsFirstEventAndEndItNoSooner) {
  XesTrace odd = trace();
  odd.attributes[1].value = "2011-12-01T00:00:00.000+01:00";
  odd.attributes[4].value = "2011-01-01T00:00:00.000+01:00";
  const auto made = commands(odd);
  EXPECT_TRUE(faults_.is_empty());
  EXPECT_EQ(made.front().command.occurred_on->text, "2011-10-11T13:45:40.276+02:00");
  EXPECT_EQ(made.back().command.occurred_on->text, "2011-10-11T13:45:40.276+02:00");
  EXPECT_EQ(made.back().command.data.at("endedAt"), "2011-01-01T00:00:00.000+01:00");
}

TEST_F(XesCommands, AreDecidedByAClockThatDoesNotGoBack) {
  XesTrace odd = trace();
  std::swap(odd.events[0], odd.events[1]);
  const auto made = commands(odd);
  for (std::size_t i = 1; i < made.size(); ++i) EXPECT_GE(made[i].at, made[i - 1].at);
  EXPECT_EQ(made[2].command.occurred_on->text, "2011-10-11T13:45:40.276+02:00");
}

TEST_F(XesCommands, CountWhatKeepsThemFromBeing) {
  XesTrace odd = trace();
  odd.events.push_back(event("T99 Unheard of", "2011-10-13T08:00:00+02:00"));
  odd.events.push_back(odd.events.back());
  EXPECT_THAT(faults(odd), ElementsAre(HasSubstr("the activity `T99 Unheard of` is not mapped")));
  EXPECT_EQ(faults_.all()[0].count, 2U);
}

TEST_F(XesCommands, NameWhatIsMissingOrDoesNotFit) {
  using Change = void (*)(XesTrace&);
  const std::pair<Change, const char*> cases[] = {
      {[](XesTrace& t) { t.events[0].attributes.erase(t.events[0].attributes.begin() + 1); },
       "there is no date `time:timestamp` here"},
      {[](XesTrace& t) { t.events[0].attributes.erase(t.events[0].attributes.begin()); },
       "an event has no `concept:name`"},
      {[](XesTrace& t) { t.events[0].attributes.erase(t.events[0].attributes.begin() + 2); },
       "an event has no `org:resource`"},
      {[](XesTrace& t) { t.attributes.erase(t.attributes.begin()); },
       "a trace has no `concept:name`"},
      {[](XesTrace& t) { t.attributes[0].value = "case 1"; }, "no name for a case"},
      {[](XesTrace& t) { t.events[0].attributes[2].value = "An Officer"; },
       "can't be kept as an id"},
      {[](XesTrace& t) { t.events[0].attributes[3].value = "Group 99"; },
       "this value of `org:group` is not mapped"},
      {[](XesTrace& t) { t.events[0].attributes[5].value = "start"; },
       "`lifecycle:transition` is not `complete` here"},
      {[](XesTrace& t) { t.events[0].attributes.push_back(text("cost", "12")); },
       "the attribute `cost` of an event is not mapped"},
      {[](XesTrace& t) { t.attributes.push_back(text("note", "x")); },
       "the attribute `note` of a trace is not mapped"},
      {[](XesTrace& t) { t.events[0].attributes.push_back(t.events[0].attributes[4]); },
       "an event has the attribute `concept:instance` twice"},
      {[](XesTrace& t) { t.events[0].attributes[4].nested.push_back(text("a", "b")); },
       "attributes within the attribute `concept:instance`"},
      {[](XesTrace& t) { t.events[0].attributes[4].value = "two words"; },
       "the field `task` of the action `recordReceipt` does not take the value"},
      {[](XesTrace& t) { t.events[1].attributes[1].value = "2999-01-01T00:00:00Z"; },
       "the date `time:timestamp` lies after now"},
      {[](XesTrace& t) { t.events[1].attributes[1].value = "2011-10-12T08:26:25.3981234+02:00"; },
       "more than six decimals"},
      {[](XesTrace& t) {
         t.events.clear();
         t.attributes.erase(t.attributes.begin() + 1);
       },
       "nothing tells when the case of this trace began"},
  };
  for (const auto& [change, says] : cases) {
    XesTrace odd = trace();
    change(odd);
    EXPECT_THAT(faults(odd), testing::Contains(HasSubstr(says))) << says;
    for (const ImportFaults::Fault& fault : faults_.all())
      EXPECT_THAT(fault.message, testing::Not(HasSubstr("An Officer")));
  }
}

TEST_F(XesCommands, LeaveOutWhatTheProcedureIgnores) {
  definition_ = loaded(receipt_files(
      replaced(receipts_text(), "  activities:\n", "  ignores: [cost]\n  activities:\n")));
  XesTrace odd = trace();
  odd.events[0].attributes.push_back(text("cost", "12"));
  EXPECT_THAT(faults(odd), testing::IsEmpty());
}

TEST_F(XesCommands, KeepDecimalsThatATimestampHasNoRoomFor) {
  definition_ = loaded(receipt_files(
      replaced(replaced(receipts_text(), "    always:", "    finer: task\n    always:"),
               "      task: concept:instance\n", "")));
  XesTrace odd = trace();
  odd.events[0].attributes.erase(odd.events[0].attributes.begin() + 4);
  odd.events[1].attributes.erase(odd.events[1].attributes.begin() + 4);
  odd.events[0].attributes[1].value = "2011-10-11T13:45:40.276000123+02:00";
  const auto made = commands(odd);
  EXPECT_TRUE(faults_.is_empty());
  EXPECT_EQ(made[1].command.occurred_on->text, "2011-10-11T13:45:40.276000+02:00");
  EXPECT_EQ(made[1].command.data.at("task"), "123");
}

TEST_F(XesCommands, NameAllWhoAct) {
  EXPECT_THAT(people_in(trace(), *definition_), ElementsAre("Resource01", "Resource09"));
}

/// The records that a log would have of the commands' events.
std::vector<Record> records_of(const std::vector<TimedCommand>& commands,
                               const Definition& definition) {
  std::vector<Record> records;
  for (const TimedCommand& timed : commands) {
    Record record;
    record.position = {records.size()};
    record.case_id = timed.command.case_id;
    record.version = {records.size()};
    record.type = definition.catalogue
                      .find(definition.procedure.action(timed.command.action.text)->events[0].event)
                      ->id;
    record.action = timed.command.action;
    record.command = timed.command.id;
    record.actor = timed.command.actor;
    record.occurred_on = *timed.command.occurred_on;
    record.basis = Basis::imported;
    record.data = timed.command.data;
    records.push_back(std::move(record));
  }
  return records;
}

class XesTraces : public XesCommands {
 protected:
  Reader reader(const std::string& role) {
    return {{{"who"}, {role}, {"municipality"}, {}},
            &definition_->procedure.views.at(role),
            {},
            Language::en};
  }
};

TEST_F(XesTraces, SayACaseInTheWordsOfTheLogThatItCameFrom) {
  const XesTrace source = trace();
  const auto records = records_of(commands(source), *definition_);
  for (const char* role : {"officer", "auditor"}) {
    const XesTrace came = trace_of(records, reader(role), *definition_);
    for (const XesAttribute& one : source.attributes) {
      const XesAttribute* other = find_attribute(came.attributes, one.key);
      ASSERT_NE(other, nullptr) << one.key;
      EXPECT_EQ(other->value, one.value);
      EXPECT_EQ(other->kind, one.kind);
    }
    ASSERT_EQ(came.events.size(), source.events.size());
    for (std::size_t i = 0; i < came.events.size(); ++i) {
      EXPECT_EQ(came.events[i].attributes.size(), source.events[i].attributes.size());
      for (const XesAttribute& one : source.events[i].attributes) {
        const XesAttribute* other = find_attribute(came.events[i].attributes, one.key);
        ASSERT_NE(other, nullptr) << one.key;
        EXPECT_EQ(other->value, one.value);
      }
    }
  }
}

TEST_F(XesTraces, ShowNoMoreThanTheReadersViewLists) {
  definition_ = loaded(receipt_files(
      replaced(replaced(receipts_text(), "      ReceiptRecorded: [task, team]\n", ""),
               "InternalAdviceDrafted: [aspect, task, team]", "InternalAdviceDrafted: [team]")));
  const auto records = records_of(commands(trace()), *definition_);
  const XesTrace came = trace_of(records, reader("officer"), *definition_);
  ASSERT_EQ(came.events.size(), 1U);
  EXPECT_EQ(find_attribute(came.events[0].attributes, "concept:instance"), nullptr);
  EXPECT_NE(find_attribute(came.events[0].attributes, "org:group"), nullptr);
}

TEST_F(XesTraces, OfOtherProceduresNameEventsByTheirLabels) {
  Record record;
  record.case_id = {"c1"};
  record.type = {"FeeSet@1"};
  record.action = {"requestPermit"};
  record.actor = {{"clerk-1"}, {"clerk"}, {"office-1"}, {}};
  record.occurred_on = {day("2026-03-10"), "2026-03-10"};
  record.data = {{"fee", 5}};
  definition_ = permits(replaced(permit_procedure, "      PermitDecided: [verdict]",
                                 "      PermitDecided: [verdict]\n      FeeSet: [fee]"));
  Reader clerk{record.actor, &definition_->procedure.views.at("clerk"), {}, Language::en};
  const XesTrace came = trace_of({record}, clerk, *definition_);
  ASSERT_EQ(came.events.size(), 1U);
  const auto& attributes = came.events[0].attributes;
  EXPECT_EQ(find_attribute(attributes, "concept:name")->value, "Fee set");
  EXPECT_EQ(find_attribute(attributes, "org:resource")->value, "clerk-1");
  EXPECT_EQ(find_attribute(attributes, "time:timestamp")->value, "2026-03-09T23:00:00.000000Z");
  EXPECT_EQ(find_attribute(attributes, "lifecycle:transition")->value, "complete");
}

}  // namespace
}  // namespace verloop::test
