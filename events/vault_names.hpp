#pragma once
// Names that every vault gives in the same way: random subject ids, and what stands for a client's
// own name of a person.

#include <string>
#include <string_view>

#include "events/digest.hpp"
#include "events/ids.hpp"

namespace verloop {

/// `s-` and 22 characters: 128 random bits as base64url.
SubjectId random_subject();

bool is_random_subject(std::string_view text);

/// HMAC-SHA-256(lookup key, scope || 0x00 || handle). A scope holds no NUL.
Digest handle_digest(std::string_view lookup_key, std::string_view scope, std::string_view handle);

}  // namespace verloop
