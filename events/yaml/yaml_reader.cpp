#include "events/yaml/yaml_reader.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace verloop {
namespace {

constexpr std::size_t bytes_max = 1 << 20;
constexpr std::size_t depth_max = 64;
constexpr std::size_t nodes_max = 200'000;  // Aliases included: what they stand for counts again.

/// The text by lines, to turn yaml-cpp's byte columns into characters and to find where a scalar's
/// text begins.
class Source {
 public:
  explicit Source(std::string_view text) {
    while (true) {
      const std::size_t end = text.find('\n');
      lines_.push_back(text.substr(0, end));
      if (end == std::string_view::npos) return;
      text.remove_prefix(end + 1);
    }
  }

  std::string_view line(std::size_t index) const {
    return index < lines_.size() ? lines_[index] : std::string_view();
  }
  std::size_t size() const { return lines_.size(); }

  YamlPlace place(const YAML::Mark& mark) const {
    if (mark.line < 0 || mark.column < 0) return {};
    const auto row = static_cast<std::size_t>(mark.line);
    const std::string_view before = line(row).substr(0, static_cast<std::size_t>(mark.column));
    const auto inside = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
    const auto continued = std::count_if(before.begin(), before.end(), inside);
    return {row + 1,
            static_cast<std::size_t>(mark.column) - static_cast<std::size_t>(continued) + 1};
  }

  /// Behind the quote, or the first character below `|` or `>`.
  YamlPlace content(const YAML::Mark& mark) const {
    YamlPlace at = place(mark);
    const auto column = static_cast<std::size_t>(std::max(mark.column, 0));
    const char first = column < line(at.line - 1).size() ? line(at.line - 1)[column] : ' ';
    if (first == '"' || first == '\'') return {at.line, at.column + 1};
    if (first != '|' && first != '>') return at;
    for (std::size_t row = at.line; row < lines_.size(); ++row) {
      const std::size_t indent = lines_[row].find_first_not_of(" \r");
      if (indent != std::string_view::npos) return {row + 1, indent + 1};
    }
    return at;
  }

 private:
  std::vector<std::string_view> lines_;
};

/// Builds the tree from yaml-cpp's events. Its exceptions carry the place and end in parse_yaml.
class Builder final : public YAML::EventHandler {
 public:
  explicit Builder(const Source& source) : source_(source) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    complete(node(YamlNode::Kind::null, mark), anchor, mark);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) throw YAML::ParserException(mark, "an anchor refers to itself");
    count(known->second, mark);
    complete(known->second, YAML::NullAnchor, mark);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_tag(mark, tag);
    if (value.find('\0') != std::string::npos)
      throw YAML::ParserException(mark, "a text holds a zero character; leave out the `\\0`");
    YamlNode scalar = node(YamlNode::Kind::scalar, mark);
    scalar.content = source_.content(mark);
    scalar.text = value;
    scalar.quoted = tag == "!";
    complete(std::move(scalar), anchor, mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::list, mark, tag, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::map, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

  YamlNode take() { return std::move(root_); }

 private:
  struct Frame {
    YamlNode node;
    YAML::anchor_t anchor;
    YAML::Mark mark;
    std::set<std::string> keys = {};             // map: all so far.
    std::optional<YamlNode> key = std::nullopt;  // map: read, its value not yet.
  };

  YamlNode node(YamlNode::Kind kind, const YAML::Mark& mark) {
    if (++nodes_ > nodes_max) throw YAML::ParserException(mark, "too many values");
    YamlNode made;
    made.kind = kind;
    made.place = source_.place(mark);
    made.content = made.place;
    return made;
  }

  void count(const YamlNode& copied, const YAML::Mark& mark) {
    if (++nodes_ > nodes_max) throw YAML::ParserException(mark, "too many values");
    for (const YamlNode& item : copied.items) count(item, mark);
    for (const YamlNode::Entry& entry : copied.entries) count(entry.value, mark);
  }

  static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    throw YAML::ParserException(mark,
                                "tags are not used here; remove the one that begins with `!`");
  }

  void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor) {
    refuse_tag(mark, tag);
    if (stack_.size() >= depth_max)
      throw YAML::ParserException(mark, "more than 64 levels of nesting");
    stack_.push_back({node(kind, mark), anchor, mark});
  }

  void close() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    complete(std::move(frame.node), frame.anchor, frame.mark);
  }

  void complete(YamlNode done, YAML::anchor_t anchor, const YAML::Mark& mark) {
    if (anchor != YAML::NullAnchor) anchors_[anchor] = done;
    if (stack_.empty()) {
      root_ = std::move(done);
      return;
    }
    Frame& parent = stack_.back();
    if (parent.node.kind == YamlNode::Kind::list) {
      parent.node.items.push_back(std::move(done));
    } else if (!parent.key) {
      take_key(parent, std::move(done), mark);
    } else {
      take_value(parent, std::move(done));
    }
  }

  static void take_key(Frame& parent, YamlNode key, const YAML::Mark& mark) {
    if (key.kind != YamlNode::Kind::scalar)
      throw YAML::ParserException(mark, "a key must be a name");
    if (!parent.keys.insert(key.text).second)
      throw YAML::ParserException(mark, "duplicate key \"" + key.text + "\"");
    parent.key = std::move(key);
  }

  static void take_value(Frame& parent, YamlNode value) {
    if (value.kind == YamlNode::Kind::null) value.place = parent.key->place;
    parent.node.entries.push_back({parent.key->text, parent.key->place, std::move(value)});
    parent.key.reset();
  }

  const Source& source_;
  std::vector<Frame> stack_;
  std::map<YAML::anchor_t, YamlNode> anchors_;
  YamlNode root_;
  std::size_t nodes_ = 0;
};

/// Bytes of the UTF-8 sequence at the start of `text`; 0 when there is no valid one.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return first == 0 ? 0 : 1;
  const std::size_t length = first >= 0xC2 && first < 0xE0   ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  const unsigned char second = byte(1);
  const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                     (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return wrong ? 0 : length;
}

bool is_utf8(std::string_view line) {
  while (!line.empty()) {
    const std::size_t length = sequence_length(line);
    if (length == 0) return false;
    line.remove_prefix(length);
  }
  return true;
}

/// What yaml-cpp lets pass: wrong bytes and tabs as indentation.
std::optional<YamlFault> check_lines(const Source& source) {
  for (std::size_t row = 0; row < source.size(); ++row) {
    const std::string_view line = source.line(row);
    if (!is_utf8(line)) return YamlFault{{row + 1, 1}, "the line is not valid UTF-8 text"};
    const std::size_t first = line.find_first_not_of(" \t\r");
    const std::size_t tab = line.find('\t');
    if (first != std::string_view::npos && tab < first)
      return YamlFault{{row + 1, tab + 1}, "a tab is used as indentation; use spaces"};
  }
  return std::nullopt;
}

const YamlNode* step(const YamlNode& node, const std::string& name, YamlPlace& place) {
  for (const YamlNode::Entry& entry : node.entries)
    if (entry.key == name) {
      place = entry.key_place;
      return &entry.value;
    }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const YamlNode& item = node.items[i];
    const bool keyed = !item.entries.empty() && item.entries.front().key == name;
    if (item.text == name || keyed || std::to_string(i) == name) {
      place = item.place;
      return keyed ? &item.entries.front().value : &item;
    }
  }
  if (node.kind == YamlNode::Kind::scalar && node.text == name) place = node.place;
  return nullptr;
}

void have_recorded(YamlNode& node, YamlRecording* recording) {
  node.recording = recording;
  for (YamlNode& item : node.items) have_recorded(item, recording);
  for (YamlNode::Entry& entry : node.entries) have_recorded(entry.value, recording);
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

boost::system::result<YamlNode, YamlFault> parse_yaml(std::string_view text,
                                                      YamlRecording* recording) {
  if (text.size() > bytes_max) return YamlFault{{}, "the file is larger than 1 MiB"};
  const Source source(text);
  if (auto fault = check_lines(source)) return *fault;
  std::istringstream stream{std::string(text)};
  try {
    YAML::Parser parser(stream);
    Builder builder(source);
    parser.HandleNextDocument(builder);
    YamlNode root = builder.take();
    Builder second(source);
    if (parser.HandleNextDocument(second))
      return YamlFault{second.take().place, "a file holds one document; found another"};
    if (recording != nullptr) have_recorded(root, recording);
    return root;
  } catch (const YAML::Exception& error) {
    return YamlFault{source.place(error.mark), error.msg};
  }
}

YamlPlace locate(const YamlNode& root, const std::vector<std::string>& path) {
  YamlPlace place = root.place;
  const YamlNode* node = &root;
  for (const std::string& name : path) {
    node = step(*node, name, place);
    if (node == nullptr) break;
  }
  return place;
}

}  // namespace verloop
