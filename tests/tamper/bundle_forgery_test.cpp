// Forgeries of an audit bundle, one change each: both verifiers, which share no code, refuse every
// one, and ours says why.

#include <functional>

#include <boost/json.hpp>

#include "events/bundle.hpp"
#include "events/checkpoint.hpp"
#include "events/json/canonical_json.hpp"
#include "tests/support/run_python.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

using Change = std::function<void(json::object&)>;

struct Forgery {
  std::string name;
  std::string fault;  // A part of what our verifier says.
  Change change;
};

json::value& event(json::object& bundle, std::size_t index) {
  return bundle["events"].as_array().at(index);
}

json::array& list(json::value& value, const char* name) {
  return value.as_object().at(name).as_array();
}

/// Changes the bytes of a member in base64url.
void edit(json::value& encoded, const std::function<void(std::string&)>& change) {
  std::string bytes = from_base64url(std::string(encoded.as_string())).value();
  change(bytes);
  encoded = to_base64url(bytes);
}

void replace(std::string& text, const std::string& old, const std::string& with) {
  const std::size_t at = text.find(old);
  ensure(at != std::string::npos, "a forgery changes what is there");
  text.replace(at, old.size(), with);
}

Change in_record(std::size_t index, const std::string& old, const std::string& with) {
  return [=](json::object& bundle) {
    edit(event(bundle, index).at("record"), [&](std::string& bytes) { replace(bytes, old, with); });
  };
}

Change in_checkpoint(const std::function<void(std::string&)>& change) {
  return [=](json::object& bundle) {
    std::string note(bundle["checkpoint"].as_string());
    change(note);
    bundle["checkpoint"] = note;
  };
}

/// The first event that has so many disclosures.
std::size_t event_with(json::object& bundle, std::size_t disclosures, std::size_t from = 0) {
  const json::array& events = bundle["events"].as_array();
  std::size_t index = from;
  while (events.at(index).at("disclosures").as_array().size() < disclosures) ++index;
  return index;
}

std::vector<Forgery> forged_records() {
  const auto drop = [](json::object& bundle) { list(event(bundle, 2), "path").pop_back(); };
  return {
      {"a recording time changed", "not proved",
       in_record(1, R"("recordedAt":"2)", R"("recordedAt":"3)")},
      {"an actor changed", "not proved", in_record(1, ".adm-1", ".adm-2")},
      {"a type changed", "not proved", in_record(0, "ClusterCaseOpened", "ClusterCaseClosed")},
      {"a record with a space", "is no record", in_record(0, "{", "{ ")},
      {"a record cut short", "is no record",
       [](json::object& b) {
         edit(event(b, 1).at("record"), [](std::string& bytes) { bytes.resize(bytes.size() / 2); });
       }},
      {"another event's record", "not proved",
       [](json::object& b) { event(b, 1).at("record") = event(b, 2).at("record"); }},
      {"swapped proofs", "not proved",
       [](json::object& b) { list(event(b, 1), "path").swap(list(event(b, 2), "path")); }},
      {"a longer proof", "not proved",
       [](json::object& b) {
         json::array& path = list(event(b, 2), "path");
         path.push_back(json::value(path.front()));
       }},
      {"a shorter proof", "not proved", drop},
      {"no proof", "not proved", [](json::object& b) { list(event(b, 2), "path").clear(); }},
      {"a hash of a proof changed", "not proved",
       [](json::object& b) {
         edit(list(event(b, 1), "path").back(), [](std::string& n) { n[5] ^= 1; });
       }},
      {"another position", "not proved", [](json::object& b) { event(b, 1).at("position") = 3; }},
  };
}

std::vector<Forgery> forged_disclosures() {
  return {
      {"a value changed", "none that the record commits to",
       [](json::object& b) {
         edit(list(event(b, event_with(b, 1)), "disclosures").at(0),
              [](std::string& bytes) { bytes[bytes.size() - 3] ^= 1; });
       }},
      {"a disclosure of another event", "none that the record commits to",
       [](json::object& b) {
         const std::size_t first = event_with(b, 1);
         list(event(b, first), "disclosures").at(0) =
             list(event(b, event_with(b, 1, first + 1)), "disclosures").at(0);
       }},
      {"a disclosure of a field that there is not", "none that the record commits to",
       [](json::object& b) {
         list(event(b, 1), "disclosures")
             .push_back(json::string(to_base64url(R"(["AAAAAAAAAAAAAAAAAAAAAA","more","x"])")));
       }},
      {"a disclosure twice", "there twice",
       [](json::object& b) {
         json::array& all = list(event(b, event_with(b, 1)), "disclosures");
         all.push_back(json::value(all.front()));
       }},
      {"a disclosure that is none", "not a disclosure",
       [](json::object& b) { list(event(b, 1), "disclosures").push_back("AAAA"); }},
  };
}

std::vector<Forgery> forged_cases(const json::object& other_case) {
  return {
      {"an event left out silently", "neither shown nor left out",
       [](json::object& b) {
         json::array& events = b["events"].as_array();
         events.erase(events.begin() + 1);
       }},
      {"the first event left out silently", "version 0 of the case is neither",
       [](json::object& b) { b["events"].as_array().erase(b["events"].as_array().begin()); }},
      {"the last event left out silently", "neither shown nor left out",
       [](json::object& b) { b["events"].as_array().pop_back(); }},
      {"the last event taken off", "does not lie where",
       [](json::object& b) {
         b["events"].as_array().pop_back();
         b["case"].at("version") = b["case"].at("version").to_number<std::int64_t>() - 1;
       }},
      {"an event that is shown and left out", "there twice",
       [](json::object& b) {
         b["leftOut"].as_array().insert(
             b["leftOut"].as_array().begin(),
             json::object{{"audience", "shared"}, {"version", 0}, {"why", "unseen"}});
       }},
      {"more versions than the case has", "neither shown nor left out",
       [](json::object& b) { b["case"].at("version") = 4000; }},
      {"events in another order", "does not come after",
       [](json::object& b) { std::swap(event(b, 1), event(b, 2)); }},
      {"an event twice", "does not come after",
       [](json::object& b) {
         json::array& events = b["events"].as_array();
         events.insert(events.begin() + 1, json::value(events.at(1)));
       }},
      {"an event of another case", "of another case",
       [other_case](json::object& b) { event(b, 1) = other_case.at("events").as_array().at(1); }},
      {"another case's name", "of another case",
       [](json::object& b) { b["case"].at("id") = "other"; }},
  };
}

std::vector<Forgery> forged_heads(const json::object& other_log) {
  const std::string other_note(other_log.at("checkpoint").as_string());
  const std::string other_key(other_log.at("verifierKey").as_string());
  const std::string other_origin(other_log.at("origin").as_string());
  return {
      {"another log's checkpoint", "the checkpoint is not the log's",
       [=](json::object& b) { b["checkpoint"] = other_note; }},
      {"another log's head", "the checkpoint is not the log's",
       [=](json::object& b) {
         b["checkpoint"] = other_note;
         b["verifierKey"] = other_key;
         b["origin"] = other_origin;
       }},
      {"another log's key", "names another verifier key",
       [=](json::object& b) { b["verifierKey"] = other_key; }},
      {"another origin", "another log than the bundle's origin",
       [=](json::object& b) { b["origin"] = other_origin; }},
      {"another size signed", "the checkpoint is not the log's",
       in_checkpoint([](std::string& note) { note.insert(note.find('\n') + 1, "1"); })},
      {"another root signed", "the checkpoint is not the log's",
       in_checkpoint([](std::string& note) {
         const std::size_t root = note.find('\n', note.find('\n') + 1) + 1;
         note[root] = note[root] == 'A' ? 'B' : 'A';
       })},
      {"a signature changed", "the checkpoint is not the log's",
       in_checkpoint([](std::string& note) {
         char& letter = note[note.size() - 20];
         letter = letter == 'A' ? 'B' : 'A';
       })},
      {"another's signature", "the checkpoint is not the log's",
       [](json::object& b) {
         const std::string note(b["checkpoint"].as_string());
         const std::string origin(b["origin"].as_string());
         const auto signed_once = parse_checkpoint_text(note.substr(0, note.find("\n\n") + 1));
         b["checkpoint"] = sign_checkpoint(*signed_once, std::string(32, 'f'));
         b["verifierKey"] = format(verifier_key(origin, std::string(32, 'f')));
       }},
      {"no signature", "the checkpoint is not the log's",
       in_checkpoint([](std::string& note) { note.resize(note.find("\n\n") + 2); })},
  };
}

std::vector<Forgery> forged_texts() {
  const auto last_definition = [](json::object& b) -> json::value& {
    return b["definitions"].as_array().back();
  };
  return {
      {"a text of the procedure changed", "not the one that was deployed",
       [=](json::object& b) {
         edit(list(last_definition(b), "parts").at(0).at("record"),
              [](std::string& bytes) { bytes[bytes.find(R"("text":")") + 20] ^= 1; });
       }},
      {"a part of the procedure left out", "not the one that was deployed",
       [=](json::object& b) { list(last_definition(b), "parts").pop_back(); }},
      {"parts in another order", "not the one that was deployed",
       [=](json::object& b) {
         json::array& parts = list(last_definition(b), "parts");
         std::swap(parts.at(0), parts.at(1));
       }},
      {"no text of the procedure", "the text of the procedure that it was decided under",
       [](json::object& b) { b["definitions"].as_array().pop_back(); }},
      {"another procedure's name", "the text of the case's procedure is not proved",
       [](json::object& b) { b["case"].at("procedure") = "other@1#0123456789abcdef"; }},
      {"another role for the reader", "nothing proves that the reader",
       [](json::object& b) { b["for"].at("role") = "auditor"; }},
      {"no role for who acts", "nothing proves that its actor",
       [](json::object& b) {
         json::array& all = b["directory"].as_array();
         all.erase(all.begin());
       }},
      {"another record in the directory", "none of a role that was given",
       [](json::object& b) {
         b["directory"].as_array().push_back(b["definitions"].as_array().back().at("deployed"));
         std::swap(b["directory"].as_array().front(), b["directory"].as_array().back());
       }},
      {"one more member", "not in the one form", [](json::object& b) { b["note"] = "believe me"; }},
      {"another format", "formatVersion", [](json::object& b) { b["formatVersion"] = 2; }},
  };
}

class BundleForgeries : public Played {
 protected:
  void SetUp() override {
    VERLOOP_NEEDS_PYTHON;
    Played::SetUp();
    ASSERT_EQ(program.run({"run", scenario_file("opp-in-time"), "--data", "data"}).status, 0);
    ASSERT_EQ(program.run({"init", "--data", "other"}).status, 0);
    ASSERT_EQ(program.run({"run", scenario_file(name), "--data", "other"}).status, 0);
    bundle_ = make("data", case_name, name + ".ib-1");
    key_ = std::string(bundle_.at("verifierKey").as_string());
  }
  json::object make(const std::string& data, const std::string& of, const std::string& as) const {
    const Ran ran = program.run({"bundle", of, "--data", data, "--as", as, "-o", "made.bundle"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    return json::parse(read_file(program / "made.bundle")).as_object();
  }
  void expect_refused(const Forgery& forgery) const {
    json::object forged = bundle_;
    forgery.change(forged);
    ASSERT_NE(forged, bundle_);
    program.write("forged.bundle", canonical_json(forged) + "\n");
    const Ran ours = program.run({"verify", "forged.bundle", "--key", key_});
    EXPECT_EQ(ours.status, 1);
    EXPECT_THAT(ours.out, HasSubstr(forgery.fault));
    const Ran dutch =
        program.run({"verify", "forged.bundle", "--key", key_, "--lang", "nl", "--json"});
    const json::value told = json::parse(dutch.out);
    for (const json::value& fault : told.at("faults").as_array())  // A detail may be quoted.
      EXPECT_FALSE(fault.at("fault").as_string().starts_with("(melding")) << dutch.out;
    const Ran theirs =
        run_python(program, "tests/independent/verify_bundle.py", {"forged.bundle", key_});
    EXPECT_EQ(theirs.status, 1) << theirs.all();
    EXPECT_THAT(theirs.out, HasSubstr("NOT VERIFIED"));
    EXPECT_EQ(theirs.err, "");
  }

  json::object bundle_;
  std::string key_;
};

TEST_F(BundleForgeries, AreRefusedByBothVerifiers) {
  const json::object other_log = make("other", case_name, name + ".ib-1");
  const json::object other_case = make("data", "opp-in-time.c1", "opp-in-time.ib-1");
  std::vector<Forgery> all;
  for (auto& some : {forged_records(), forged_disclosures(), forged_cases(other_case),
                     forged_heads(other_log), forged_texts()})
    all.insert(all.end(), some.begin(), some.end());
  EXPECT_GE(all.size(), 40U);
  for (const Forgery& forgery : all) {
    SCOPED_TRACE(forgery.name);
    expect_refused(forgery);
  }
}

TEST_F(BundleForgeries, IncludeTheRightBundleUnderTheWrongKey) {
  const std::string wrong(make("other", case_name, name + ".ib-1").at("verifierKey").as_string());
  program.write("forged.bundle", canonical_json(bundle_) + "\n");
  EXPECT_EQ(program.run({"verify", "forged.bundle", "--key", key_}).status, 0);
  EXPECT_EQ(program.run({"verify", "forged.bundle", "--key", wrong}).status, 1);
  const std::string script = "tests/independent/verify_bundle.py";
  EXPECT_EQ(run_python(program, script, {"forged.bundle", key_}).status, 0);
  EXPECT_EQ(run_python(program, script, {"forged.bundle", wrong}).status, 1);
}

TEST_F(BundleForgeries, IncludeOtherSpellingsOfTheSame) {
  const std::string bytes = canonical_json(bundle_) + "\n";
  std::string twice = bytes;
  twice.insert(1, R"("case":1,)");
  for (const std::string& other :
       {"{ " + bytes.substr(1), bytes.substr(0, bytes.size() - 1), twice}) {
    program.write("forged.bundle", other);
    EXPECT_EQ(program.run({"verify", "forged.bundle", "--key", key_}).status, 1);
    const Ran theirs =
        run_python(program, "tests/independent/verify_bundle.py", {"forged.bundle", key_});
    EXPECT_EQ(theirs.status, 1) << theirs.all();
  }
}

}  // namespace
}  // namespace verloop::test
