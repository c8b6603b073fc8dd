// What is certain of values: that there is never one, and which words it is or is compared with.

#include <algorithm>

#include "engine/cel/ast.hpp"
#include "engine/cel/describe.hpp"
#include "engine/cel/nearest_name.hpp"
#include "engine/cel/possible.hpp"
#include "engine/cel/read_paths.hpp"

namespace verloop::cel {
namespace {

class ValueAnalysis {
 public:
  ValueAnalysis(const Tree& tree, const Knowledge& knowledge)
      : tree_(tree), knowledge_(knowledge), paths_(tree, knowledge.aliases) {}

  std::optional<Remark> no_value(NodeId id) const {
    const Node& node = tree_.at(id);
    for (const NodeId read : certain_reads(tree_, id))
      if (known(read).never_there)
        return Remark{begin_of(tree_, read), "nothing that can be recorded gives " +
                                                 shortened(describe(tree_, read)) + " a value"};
    if (node.kind != NodeKind::conditional) return std::nullopt;
    auto first = no_value(node.children[1]);
    return first && no_value(node.children[2]) ? first : std::nullopt;
  }

  std::vector<Remark> strange_words() {
    visit(tree_.root);
    return std::move(remarks_);
  }

  /// Whether evaluating may end without a value. Told of few kinds that it can't.
  bool may_fail(NodeId id) const {
    const Node& node = tree_.at(id);
    const auto any = [&] {
      return std::any_of(node.children.begin(), node.children.end(),
                         [this](NodeId child) { return may_fail(child); });
    };
    switch (node.kind) {
      case NodeKind::literal:
      case NodeKind::variable:
        return false;
      case NodeKind::test:
        return paths_.of(id).empty();
      case NodeKind::select:
        return !known(id).always_there || any();
      case NodeKind::conditional:
      case NodeKind::conjunction:
      case NodeKind::disjunction:
      case NodeKind::list:
        return any();
      case NodeKind::call: {
        const bool is_sure =
            node.name == "!_" || node.name == "_==_" || node.name == "_!=_" || node.name == "@in";
        return !is_sure || any();
      }
      case NodeKind::name:
      case NodeKind::local:
      case NodeKind::index:
      case NodeKind::map:
      case NodeKind::comprehension:
        return true;
    }
    return true;
  }

 private:
  Known known(NodeId id) const {
    const std::string path = paths_.of(id);
    return path.empty() ? Known{} : knowledge_.of(path);
  }

  void visit(NodeId id) {
    const Node& node = tree_.at(id);
    if (node.kind == NodeKind::comprehension) paths_.enter(node);
    for (const NodeId child : node.children) visit(child);
    if (node.kind != NodeKind::call || node.children.size() != 2) return;
    if (node.name == "@in") return compare(node.children[0], node.children[1]);
    if (node.name != "_==_" && node.name != "_!=_") return;
    compare(node.children[0], node.children[1]);
    compare(node.children[1], node.children[0]);
  }

  void compare(NodeId value, NodeId literal) {
    const Node& other = tree_.at(literal);
    if (other.kind != NodeKind::literal) return;
    const Known what = known(value);
    if (!what.declared) return;
    if (const auto* word = other.value.get_if<std::string>()) check(value, literal, *word, what);
    const auto* list = other.value.get_if<std::shared_ptr<const List>>();
    if (list == nullptr) return;
    for (const Value& element : **list)
      if (const auto* word = element.get_if<std::string>()) check(value, literal, *word, what);
  }

  void check(NodeId value, NodeId literal, const std::string& word, const Known& what) {
    if (what.declared->contains(word)) return;
    const std::vector<std::string> words(what.declared->begin(), what.declared->end());
    std::string list;
    for (const std::string& one : words) list += (list.empty() ? "" : ", ") + one;
    const std::string near = suggestion(word, words);
    remarks_.push_back(
        {begin_of(tree_, literal), shortened(describe(tree_, value)) + " can't be '" + word + "'" +
                                       (near.empty() ? "; expected one of: " + list : near)});
  }

  const Tree& tree_;
  const Knowledge& knowledge_;
  ReadPaths paths_;
  std::vector<Remark> remarks_;
};

void collect_words(const Tree& tree, NodeId id, std::vector<Word>& words) {
  const Node& node = tree.at(id);
  if (node.kind == NodeKind::conditional) {
    collect_words(tree, node.children[1], words);
    collect_words(tree, node.children[2], words);
  }
  const auto* word = node.value.get_if<std::string>();
  if (node.kind == NodeKind::literal && word != nullptr)
    words.push_back({begin_of(tree, id), *word});
}

bool only_words(const Tree& tree, NodeId id) {
  const Node& node = tree.at(id);
  if (node.kind == NodeKind::conditional)
    return only_words(tree, node.children[1]) && only_words(tree, node.children[2]);
  return node.kind == NodeKind::literal && node.value.kind() == Kind::string;
}

}  // namespace

std::optional<Remark> why_no_value(const Program& program, const Knowledge& knowledge) {
  return ValueAnalysis(program.tree(), knowledge).no_value(program.tree().root);
}

std::vector<Remark> strange_words(const Program& program, const Knowledge& knowledge) {
  return ValueAnalysis(program.tree(), knowledge).strange_words();
}

bool may_fail(const Program& program, const Knowledge& knowledge) {
  return ValueAnalysis(program.tree(), knowledge).may_fail(program.tree().root);
}

std::vector<Word> given_words(const Program& program) {
  std::vector<Word> words;
  collect_words(program.tree(), program.tree().root, words);
  return words;
}

bool gives_only_words(const Program& program) {
  return only_words(program.tree(), program.tree().root);
}

std::string read_path(const Program& program) {
  const std::map<std::string, std::string> no_aliases;
  return ReadPaths(program.tree(), no_aliases).of(program.tree().root);
}

}  // namespace verloop::cel
