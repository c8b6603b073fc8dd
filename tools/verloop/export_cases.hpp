#pragma once
// What the exports of cases for process mining have in common: each case as the reader's view shows
// it, in the order in which they were opened. Who took them along is in the access log before the
// file is there.

#include <functional>
#include <memory>
#include <ostream>
#include <vector>

#include "engine/reader.hpp"
#include "tools/verloop/subcommands.hpp"

namespace verloop {

struct CaseExport {
  std::string output, as, role, procedure;  // `procedure` empty: of any.
};

/// Writes cases in the form of others.
class CaseWriter {
 public:
  virtual ~CaseWriter() = default;
  virtual void begin() = 0;
  /// `records`: all of the case, in order. How many events it wrote of them.
  virtual std::size_t add(const std::vector<Record>& records, const Reader& reader,
                          const Definition& definition) = 0;
  virtual void end() = 0;
};

struct CaseForm {
  /// Where the writer writes to outlives it, and so do the instance and the options.
  using Make = std::function<Result<std::unique_ptr<CaseWriter>>(std::ostream&, Instance&,
                                                                 const CaseExport&)>;
  std::string name;   // Of the subcommand.
  std::string cases;  // What the form calls them, in English.
  Make make;
};

/// The subcommand with its options.
void add_export_cases(CLI::App& group, Console& console, const CaseForm& form,
                      const std::string& description, const std::string& example);

}  // namespace verloop
