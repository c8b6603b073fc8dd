#include "tools/verloop/export_xes.hpp"

#include "adapters/xes/xes_trace.hpp"
#include "adapters/xes/xes_writer.hpp"
#include "tools/verloop/export_cases.hpp"

namespace verloop {
namespace {

/// By which the same export can be made again.
std::vector<XesAttribute> about(const EventLog& log, const CaseExport& options) {
  const LogTail tail = log.tail();
  return {{XesKind::string, "verloop:origin", log.origin(), {}, {}},
          {XesKind::integer, "verloop:size", std::to_string(tail.size), {}, {}},
          {XesKind::string, "verloop:root", to_base64url(view(tail.root)), {}, {}},
          {XesKind::string, "verloop:reader", options.as, {}, {}}};
}

class Traces : public CaseWriter {
 public:
  Traces(std::ostream& out, const EventLog& log, const CaseExport& options)
      : writer_(out), log_(log), options_(options) {}

  void begin() override { writer_.begin(about(log_, options_)); }

  std::size_t add(const std::vector<Record>& records, const Reader& reader,
                  const Definition& definition) override {
    const XesTrace trace = trace_of(records, reader, definition);
    writer_.add(trace);
    return trace.events.size();
  }

  void end() override { writer_.end(); }

 private:
  XesWriter writer_;
  const EventLog& log_;
  const CaseExport& options_;
};

Result<std::unique_ptr<CaseWriter>> make_traces(std::ostream& out, Instance& instance,
                                                const CaseExport& options) {
  return std::unique_ptr<CaseWriter>(std::make_unique<Traces>(out, instance.log(), options));
}

}  // namespace

void add_export_xes(CLI::App& group, Console& console) {
  add_export_cases(group, console, {"xes", "traces", make_traces},
                   "Cases as traces for process mining (XES, IEEE 1849): nothing sealed",
                   "verloop export xes --data permits --procedure permit-receipt -o permits.xes");
}

}  // namespace verloop
