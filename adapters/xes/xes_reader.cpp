#include "adapters/xes/xes_reader.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <expat.h>
#include <memory>
#include <optional>

namespace verloop {
namespace {

enum class Element : std::uint8_t {
  log,
  extension,
  global,
  classifier,
  trace,
  event,
  attribute,
  values
};

constexpr std::size_t attribute_overhead = 128;  // What one takes in memory beside its texts.

std::string_view without_prefix(std::string_view name) {
  return name.substr(name.rfind(':') + 1);  // From 0 on when there is none.
}

std::optional<XesKind> kind_of(std::string_view name) {
  for (const XesKind kind : {XesKind::string, XesKind::date, XesKind::integer, XesKind::real,
                             XesKind::boolean, XesKind::id, XesKind::list})
    if (element_of(kind) == name) return kind;
  return std::nullopt;
}

std::optional<Element> element_named(std::string_view name) {
  if (name == "log") return Element::log;
  if (name == "extension") return Element::extension;
  if (name == "global") return Element::global;
  if (name == "classifier") return Element::classifier;
  if (name == "trace") return Element::trace;
  if (name == "event") return Element::event;
  if (name == "values") return Element::values;
  return kind_of(name) ? std::optional(Element::attribute) : std::nullopt;
}

/// Whether one may lie in the other.
bool fits(Element inner, Element outer) {
  switch (outer) {
    case Element::log:
      return inner != Element::log && inner != Element::values;
    case Element::trace:
      return inner == Element::event || inner == Element::attribute;
    case Element::event:
    case Element::global:
    case Element::values:
      return inner == Element::attribute;
    case Element::attribute:
      return inner == Element::attribute || inner == Element::values;
    case Element::extension:
    case Element::classifier:
      return false;
  }
  return false;
}

template <class Number>
bool is_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  Number number{};
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc() && end == text.data() + text.size();
}

bool is_value(XesKind kind, std::string_view text) {
  switch (kind) {
    case XesKind::date:
      return is_xes_date(text);
    case XesKind::integer:
      return is_number<std::int64_t>(text);
    case XesKind::real:
      return text == "INF" || text == "-INF" || text == "NaN" || is_number<double>(text);
    case XesKind::boolean:
      return text == "true" || text == "false" || text == "1" || text == "0";
    case XesKind::string:
    case XesKind::id:
    case XesKind::list:
      return true;
  }
  return false;
}

std::string trouble(XML_Error error) {
  switch (error) {
    case XML_ERROR_NO_ELEMENTS:
      return "the file ends before its log does";
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_PARTIAL_CHAR:
      return "the file ends in the middle of something";
    case XML_ERROR_TAG_MISMATCH:
      return "another element is closed here than is open";
    case XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
      return "something stands behind the log";
    case XML_ERROR_UNDEFINED_ENTITY:
      return "this entity is not one of XML's own";
    case XML_ERROR_DUPLICATE_ATTRIBUTE:
      return "an XML attribute stands here twice";
    default:
      return std::string("this is no XML (") + XML_ErrorString(error) + ')';
  }
}

/// What expat calls. Its handlers throw nothing: a fault is kept and the parsing stopped.
class Reader {
 public:
  explicit Reader(const EachTrace& each) : parser_(XML_ParserCreate(nullptr)), each_(each) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser_.get(),
                                [](void* self, const char*, int) { of(self).note_progress(); });
    XML_SetCommentHandler(parser_.get(), [](void* self, const char*) { of(self).note_progress(); });
    XML_SetStartDoctypeDeclHandler(
        parser_.get(), [](void* self, const char*, const char*, const char*, int) {
          of(self).refuse("a document type declaration is not taken: XES needs none");
        });
  }

  boost::system::result<XesSummary, XesFault> read(std::istream& bytes) {
    std::array<char, std::size_t{64} * 1024> chunk{};
    for (bool is_first = true; !is_stopped(); is_first = false) {
      bytes.read(chunk.data(), chunk.size());
      const auto count = static_cast<std::size_t>(bytes.gcount());
      if (bytes.bad()) return XesFault{place(), "the file can't be read further"};
      if (is_first && count == 0) return XesFault{{}, "the file is empty"};
      if (is_first && std::string_view(chunk.data(), count).starts_with("\x1f\x8b"))
        return XesFault{{}, "the file is compressed (gzip); unpack it first: gunzip FILE"};
      parse({chunk.data(), count}, bytes.eof());
      if (bytes.eof()) break;
    }
    if (fault_) return *fault_;
    return summary_;
  }

 private:
  struct Close {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  static Reader& of(void* self) { return *static_cast<Reader*>(self); }
  static void on_start(void* self, const char* name, const char** attributes) {
    of(self).start(without_prefix(name), attributes);
  }
  static void on_end(void* self, const char*) { of(self).end(); }

  bool is_stopped() const { return fault_ || is_enough_; }
  XesPlace place() const {
    return {XML_GetCurrentLineNumber(parser_.get()), XML_GetCurrentColumnNumber(parser_.get()) + 1};
  }
  void note_progress() { seen_ = given_; }

  void refuse(std::string message) {
    if (!fault_) fault_ = XesFault{place(), std::move(message)};
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  void parse(std::string_view bytes, bool is_last) {
    given_ += bytes.size();
    const auto status = XML_Parse(parser_.get(), bytes.data(), static_cast<int>(bytes.size()),
                                  is_last ? XML_TRUE : XML_FALSE);
    if (is_stopped()) return;
    if (status != XML_STATUS_OK) return refuse(trouble(XML_GetErrorCode(parser_.get())));
    if (given_ - seen_ > xes_token_bytes_max) refuse("a tag or comment is longer than 1 MiB");
  }

  void start(std::string_view name, const char** attributes) {
    note_progress();
    if (is_stopped()) return;
    const auto element = element_named(name);
    if (!element) return refuse("XES has no element `" + std::string(name) + '`');
    if (open_.empty() && *element != Element::log)
      return refuse("an event log begins with the element `log`");
    if (!open_.empty() && (!fits(*element, open_.back()) || comes_late(*element)))
      return refuse("the element `" + std::string(name) + "` has no place here");
    if (open_.size() >= xes_depth_max) return refuse("elements lie more than 32 deep");
    open_.push_back(*element);
    enter(*element, name, attributes);
  }

  /// What is said of the whole log, behind its first trace or event. Among itself it may stand in
  /// any order.
  bool comes_late(Element element) {
    if (open_.size() != 1) return false;
    const bool is_content = element == Element::trace || element == Element::event;
    has_content_ = has_content_ || is_content;
    return has_content_ && !is_content;
  }

  void enter(Element element, std::string_view name, const char** attributes) {
    switch (element) {
      case Element::trace:
        trace_ = {place(), {}, {}};
        trace_bytes_ = 0;
        break;
      case Element::event:
        event_ = {place(), {}};
        break;
      case Element::attribute:
        open_attribute(*kind_of(name), attributes);
        break;
      case Element::extension:
        require({"name", "prefix", "uri"}, name, attributes);
        break;
      case Element::classifier:
        require({"name", "keys"}, name, attributes);
        check_scope(attributes);
        break;
      case Element::global:
        check_scope(attributes);
        break;
      case Element::log:
      case Element::values:
        break;
    }
  }

  static const char* given(const char** attributes, std::string_view name) {
    for (; *attributes != nullptr; attributes += 2)
      if (attributes[0] == name) return attributes[1];
    return nullptr;
  }

  void require(std::initializer_list<std::string_view> names, std::string_view element,
               const char** attributes) {
    for (const std::string_view name : names)
      if (given(attributes, name) == nullptr)
        refuse("the element `" + std::string(element) + "` has no `" + std::string(name) + '`');
  }

  void check_scope(const char** attributes) {
    const char* scope = given(attributes, "scope");
    if (scope != nullptr && scope != std::string_view("trace") &&
        scope != std::string_view("event"))
      refuse("`scope` is `trace` or `event`");
  }

  void open_attribute(XesKind kind, const char** attributes) {
    const std::string_view element = element_of(kind);
    if (kind == XesKind::list)
      require({"key"}, element, attributes);
    else
      require({"key", "value"}, element, attributes);
    if (is_stopped()) return;
    const char* value = given(attributes, "value");
    XesAttribute attribute{
        kind, given(attributes, "key"), value == nullptr ? "" : value, place(), {}};
    if (attribute.key.size() > xes_text_bytes_max || attribute.value.size() > xes_text_bytes_max)
      return refuse("a key or value is longer than 64 KiB");
    if (!is_value(kind, attribute.value))
      return refuse("this is no value of the kind `" + std::string(element) + '`' +
                    (kind == XesKind::date ? ": a date and time with an offset is" : ""));
    if (attributes_.empty() && !is_in_trace()) trace_bytes_ = 0;
    trace_bytes_ += attribute.key.size() + attribute.value.size() + attribute_overhead;
    if (trace_bytes_ > xes_trace_bytes_max)
      return refuse("a trace, or an attribute of the log, is larger than 64 MiB");
    attributes_.push_back(std::move(attribute));
  }

  bool is_in_trace() const { return open_.size() > 1 && open_[1] == Element::trace; }

  void end() {
    note_progress();
    if (is_stopped()) return;
    const Element element = open_.back();
    open_.pop_back();
    if (element == Element::attribute) return close_attribute();
    if (element == Element::event) return close_event();
    if (element != Element::trace) return;
    ++summary_.traces;
    if (each_(std::move(trace_))) return;
    is_enough_ = true;
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  /// What is said of the log as a whole, or by default, is read and left.
  void close_attribute() {
    XesAttribute attribute = std::move(attributes_.back());
    attributes_.pop_back();
    if (!attributes_.empty())
      attributes_.back().nested.push_back(std::move(attribute));
    else if (open_.back() == Element::event)
      event_.attributes.push_back(std::move(attribute));
    else if (open_.back() == Element::trace)
      trace_.attributes.push_back(std::move(attribute));
  }

  void close_event() {
    if (is_in_trace()) {
      ++summary_.events;
      trace_bytes_ += attribute_overhead;
      if (trace_bytes_ > xes_trace_bytes_max)
        return refuse("a trace, or an attribute of the log, is larger than 64 MiB");
      trace_.events.push_back(std::move(event_));
    } else {
      if (summary_.loose_events++ == 0) summary_.first_loose = event_.place;
    }
  }

  std::unique_ptr<XML_ParserStruct, Close> parser_;
  const EachTrace& each_;
  std::vector<Element> open_;
  std::vector<XesAttribute> attributes_;  // Those that are open, the outermost first.
  XesTrace trace_;
  XesEvent event_;
  std::size_t trace_bytes_ = 0;
  std::size_t given_ = 0, seen_ = 0;  // Bytes, and how many were given at the last sign of life.
  XesSummary summary_;
  std::optional<XesFault> fault_;
  bool has_content_ = false;
  bool is_enough_ = false;
};

}  // namespace

boost::system::result<XesSummary, XesFault> read_xes(std::istream& bytes, const EachTrace& each) {
  Reader reader(each);
  return reader.read(bytes);
}

}  // namespace verloop
