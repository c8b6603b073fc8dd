#include "tools/verloop/export_ocel.hpp"

#include "adapters/ocel/ocel_event.hpp"
#include "adapters/ocel/ocel_writer.hpp"
#include "tools/verloop/export_cases.hpp"

namespace verloop {
namespace {

class Objects : public CaseWriter {
 public:
  Objects(std::ostream& out, std::string pseudonym_key)
      : writer_(out), key_(std::move(pseudonym_key)) {}

  void begin() override { writer_.begin(); }

  std::size_t add(const std::vector<Record>& records, const Reader& reader,
                  const Definition& definition) override {
    const OcelRelation its_case = case_of(records.front().case_id, definition);
    writer_.add_case(its_case);
    std::size_t events = 0;
    for (const Record& record : records) {
      if (!sees_event(reader, record, definition)) continue;
      writer_.add(event_of(record, reader, definition, key_), its_case);
      ++events;
    }
    return events;
  }

  void end() override { writer_.end(); }

 private:
  OcelWriter writer_;
  std::string key_;
};

/// The ids of the directory can be guessed, so their pseudonyms hang on a secret of the vault; and
/// on the log as it is, so that exports of other moments can't be laid beside each other.
Result<std::unique_ptr<CaseWriter>> make_objects(std::ostream& out, Instance& instance,
                                                 const CaseExport& /*options*/) {
  const std::string root(view(instance.log().tail().root));
  const auto key = instance.vault().authenticate("export ocel\n" + root);
  if (key.has_error()) return key.error();
  return std::unique_ptr<CaseWriter>(std::make_unique<Objects>(out, std::string(view(*key))));
}

}  // namespace

void add_export_ocel(CLI::App& group, Console& console) {
  add_export_cases(
      group, console, {"ocel", "cases", make_objects},
      "Cases with their members, for object-centric process mining (OCEL 2.0): nothing sealed",
      "verloop export ocel --data school --as ib-1 -o arrangements.json");
}

}  // namespace verloop
