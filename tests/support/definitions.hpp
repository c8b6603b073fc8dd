#pragma once
// The definitions that tests of the engine and of the projections work with: the permits of
// tests/engine/permit_definition.hpp and the shipped procedures, all with the shipped system
// catalogue.

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/definitions.hpp"
#include "events/shipped.hpp"
#include "tests/engine/permit_definition.hpp"

namespace verloop::test {

inline std::string shipped_text(std::string_view path) {
  for (const ShippedFile& file : shipped_files())
    if (file.path == path) return std::string(file.text);
  return {};
}

inline std::shared_ptr<const SystemCatalogue> system_catalogue() {
  static const auto system = std::make_shared<const SystemCatalogue>(
      load_system_catalogue(shipped_text("events/catalogue/system.yaml")).value());
  return system;
}

inline std::shared_ptr<const Definition> loaded(std::vector<SourceFile> files) {
  auto definition = load_definition(std::move(files), {"system.yaml", system_catalogue()->text});
  if (definition.has_error()) throw std::runtime_error(format(definition.error()));
  return *definition;
}

inline std::shared_ptr<const Definition> permits(const std::string& procedure = permit_procedure) {
  return loaded({{"permits.yaml", permit_catalogue}, {"building-permit.yaml", procedure}});
}

/// A shipped procedure for clusters, with the catalogues that it names.
inline std::shared_ptr<const Definition> cluster_definition(const std::string& procedure) {
  const std::string path = "engine/procedures/" + procedure + ".yaml";
  std::vector<SourceFile> files{{path, shipped_text(path)}};
  const std::string& text = files.front().text;
  const std::size_t at = text.find("\ncatalogues: [");
  const std::string named = text.substr(at, text.find(']', at) - at);
  for (const ShippedFile& file : shipped_files()) {
    const std::string_view name = file.path.substr(file.path.rfind('/') + 1);
    const bool is_named = named.find(std::string(name.substr(0, name.find('.')))) != named.npos;
    if (file.path.starts_with("events/catalogue/") && is_named)
      files.push_back({std::string(file.path), std::string(file.text)});
  }
  return loaded(std::move(files));
}

/// The shipped procedure; made once, it is large.
inline std::shared_ptr<const Definition> clusters() {
  static const auto definition = cluster_definition("clusterarrangement-top");
  return definition;
}

/// The way of working before it; made once too.
inline std::shared_ptr<const Definition> former_clusters() {
  static const auto definition = cluster_definition("clusterarrangement-ot");
  return definition;
}

/// The shipped procedure from another field, with an `import`; `procedure` may be a changed text.
inline const std::string receipts_file = "engine/procedures/permit-receipt.yaml";
inline std::vector<SourceFile> receipt_files(const std::string& procedure) {
  const std::string catalogue = "events/catalogue/permit-receipt.yaml";
  return {{catalogue, shipped_text(catalogue)}, {receipts_file, procedure}};
}
inline std::shared_ptr<const Definition> receipts() {
  static const auto definition = loaded(receipt_files(shipped_text(receipts_file)));
  return definition;
}

/// `text` with `old` replaced by `with`; `old` must occur.
inline std::string replaced(std::string text, const std::string& old, const std::string& with) {
  const std::size_t at = text.find(old);
  if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + old);
  return text.replace(at, old.size(), with);
}

inline Date day(std::string_view text) {
  return parse_date(text).value();
}

/// Noon of a day.
inline Timestamp noon(std::string_view text) {
  return in_amsterdam(day(text), std::chrono::hours(12));
}

}  // namespace verloop::test
