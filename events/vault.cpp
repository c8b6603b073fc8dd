#include "events/vault.hpp"

namespace verloop {

Result<std::string> ValueOpener::open(std::string_view sealed, std::string_view context) {
  std::optional<std::string> plain = opener_.open(sealed, context);
  if (plain) return std::move(*plain);
  return Error{Errc::tampered, "a sealed value of subject " + subject_.text + " does not open"};
}

Result<std::optional<std::string>> Vault::decrypt(const SubjectId& subject, std::string_view sealed,
                                                  std::string_view context) const {
  auto opens = opener(subject);
  if (!opens) return opens.error();
  if (!*opens) return std::optional<std::string>();
  Result<std::string> plain = (*opens)->open(sealed, context);
  if (!plain) return plain.error();
  return std::optional<std::string>(std::move(*plain));
}

}  // namespace verloop
