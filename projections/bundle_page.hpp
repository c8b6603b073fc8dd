#pragma once
// An audit bundle as one page for a browser: the history in sentences, and the bundle itself, which
// the page checks where it is opened. Pure: the same bundle, language and template give the same
// page, so that a page can be checked by making it again.

#include <string>
#include <string_view>

#include "events/bundle.hpp"

namespace verloop {

constexpr std::string_view bundle_page_template = "projections/page/bundle_page.html";

/// `page` is the shipped file above. Fails with `malformed` when the bundle does not hold the
/// definitions that its events were decided under. Of a bundle that was not verified it is not to
/// be believed.
Result<std::string> bundle_page(const Bundle& bundle, Language language, std::string_view page);

struct PageContents {
  Language language{};
  std::string bundle;  // The bytes of the bundle's file.
};

bool is_page(std::string_view bytes);
/// Fails with `malformed` when it is no page that holds a bundle.
Result<PageContents> read_bundle_page(std::string_view page);

}  // namespace verloop
