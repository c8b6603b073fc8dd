// Puts the tables of functions together and reads their signatures.

#include <algorithm>
#include <array>

#include "engine/cel/functions.hpp"
#include "engine/cel/inference.hpp"
#include "events/result.hpp"

namespace verloop::cel {
namespace {

class SignatureReader {
 public:
  explicit SignatureReader(std::string_view text) : text_(text) {}

  std::vector<Signature> run() {
    std::vector<Signature> result;
    do {
      result.push_back(signature());
    } while (take(';'));
    ensure(at_ == text_.size(), "a signature is written as `receiver.(types) type`");
    return result;
  }

 private:
  bool take(char c) {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  Signature signature() {
    Signature result;
    if (!take('(')) {
      result.method = true;
      result.parameters.push_back(type());
      ensure(take('.') && take('('), "a method is written as `receiver.(types) type`");
    }
    if (!take(')')) {
      do {
        result.parameters.push_back(type());
      } while (take(','));
      ensure(take(')'), "the parameters of a signature end with ')'");
    }
    result.result = type();
    return result;
  }

  Type type() {
    take(' ');
    const std::size_t from = at_;
    while (at_ < text_.size() && std::isalpha(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    const std::string_view word = text_.substr(from, at_ - from);
    if (word.size() == 1) return type_parameter(word);
    Type result{named_kind(word), {}, {}};
    if (!take('(')) return result;
    do {
      result.parameters.push_back(type());
    } while (take(','));
    ensure(take(')'), "the parameters of a type end with ')'");
    return result;
  }

  static Kind named_kind(std::string_view word) {
    constexpr std::pair<std::string_view, Kind> kinds[] = {{"dyn", Kind::dyn},
                                                           {"null", Kind::null},
                                                           {"bool", Kind::boolean},
                                                           {"int", Kind::integer},
                                                           {"uint", Kind::unsigned_integer},
                                                           {"double", Kind::real},
                                                           {"string", Kind::string},
                                                           {"bytes", Kind::bytes},
                                                           {"timestamp", Kind::timestamp},
                                                           {"duration", Kind::duration},
                                                           {"date", Kind::date},
                                                           {"type", Kind::type},
                                                           {"list", Kind::list},
                                                           {"map", Kind::map}};
    const auto found = std::find_if(std::begin(kinds), std::end(kinds),
                                    [&](const auto& entry) { return entry.first == word; });
    ensure(found != std::end(kinds), "a signature names only types of CEL");
    return found->second;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::map<std::string, Function, std::less<>> make_library() {
  std::map<std::string, Function, std::less<>> result;
  for (const auto table :
       {arithmetic_functions(), comparison_functions(), conversion_functions(),
        collection_functions(), text_functions(), moment_functions(), date_functions()}) {
    for (const FunctionEntry& entry : table) {
      const std::string name(entry.name);
      const bool is_new =
          result.emplace(name, Function{name, SignatureReader(entry.signatures).run(), entry.run})
              .second;
      ensure(is_new, "a function stands in one table");
    }
  }
  return result;
}

}  // namespace

const std::map<std::string, Function, std::less<>>& library() {
  static const auto functions = make_library();
  return functions;
}

std::string spelling(std::string_view function) {
  if (function == "@in") return "in";
  std::string result;
  for (const char c : function)
    if (c != '_' || (function.front() != '_' && function.back() != '_')) result += c;
  return result;
}

}  // namespace verloop::cel
