#include "engine/cel/parser.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "engine/cel/lexer.hpp"
#include "engine/cel/macros.hpp"
#include "engine/cel/number_literal.hpp"

namespace verloop::cel {
namespace {

struct Operator {
  std::string_view symbol;
  std::string_view function;
};

constexpr Operator relations[] = {{"==", "_==_"}, {"!=", "_!=_"}, {"<=", "_<=_"}, {">=", "_>=_"},
                                  {"<", "_<_"},   {">", "_>_"},   {"in", "@in"}};
constexpr Operator additions[] = {{"+", "_+_"}, {"-", "_-_"}};
constexpr Operator multiplications[] = {{"*", "_*_"}, {"/", "_/_"}, {"%", "_%_"}};

// Words that langdef.md keeps for host languages; they may stand as field names.
constexpr std::string_view reserved[] = {
    "as",  "break", "const",     "continue", "else",   "for", "function", "if",   "import",
    "let", "loop",  "namespace", "package",  "return", "var", "void",     "while"};
constexpr std::string_view keywords[] = {"in", "true", "false", "null"};

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class Parser {
 public:
  Parser(std::vector<Token> tokens, Macros macros) : tokens_(std::move(tokens)), macros_(macros) {}

  boost::system::result<Tree, Fault> run() {
    tree_.root = expression();
    if (!fault_ && now().kind != TokenKind::end) refuse(now(), "expected an operator or the end");
    if (fault_) return std::move(*fault_);
    return std::move(tree_);
  }

 private:
  // After a fault every function returns at once with any node; only the first fault counts.

  const Token& now() const { return tokens_[at_]; }
  bool sees(std::string_view text) const {
    const bool is_word = now().kind == TokenKind::symbol || now().kind == TokenKind::identifier;
    return !fault_ && is_word && now().text == text;
  }
  bool take(std::string_view text) {
    if (!sees(text)) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view text) {
    if (!take(text)) refuse(now(), "expected '" + std::string(text) + "'");
  }
  NodeId refuse(const Token& token, std::string message) {
    if (!fault_) {
      if (token.kind == TokenKind::end) message += ", but the text ends";
      fault_ = Fault{token.offset, std::move(message)};
    }
    return 0;
  }

  NodeId add(Node node) {
    for (const NodeId child : node.children) {
      if (child >= tree_.nodes.size()) return 0;  // Only after a fault.
      const int below = tree_.at(child).depth;
      if (below >= depth_max && !fault_)
        fault_ = Fault{node.offset, "this expression is too long a chain; split it with brackets"};
      node.depth = static_cast<std::uint16_t>(std::max<int>(node.depth, below + 1));
    }
    tree_.nodes.push_back(std::move(node));
    return static_cast<NodeId>(tree_.nodes.size() - 1);
  }

  static Node node_at(const Token& token, NodeKind kind) {
    Node node;
    node.kind = kind;
    node.offset = token.offset;
    return node;
  }

  NodeId call(const Token& place, std::string_view function, std::vector<NodeId> children) {
    Node node = node_at(place, NodeKind::call);
    node.name = function;
    node.children = std::move(children);
    return add(std::move(node));
  }

  NodeId literal(const Token& token, Value value) {
    Node node = node_at(token, NodeKind::literal);
    node.value = std::move(value);
    return add(std::move(node));
  }

  NodeId expression() {
    if (nesting_ >= nesting_max) return refuse(now(), "nested more than 64 levels deep");
    ++nesting_;
    const NodeId result = conditional();
    --nesting_;
    return result;
  }

  NodeId conditional() {
    const NodeId condition = joined(NodeKind::disjunction);
    const Token place = now();
    if (!take("?")) return condition;
    const NodeId yes = joined(NodeKind::disjunction);
    expect(":");
    const NodeId no = expression();
    Node node = node_at(place, NodeKind::conditional);
    node.children = {condition, yes, no};
    return fault_ ? 0 : add(std::move(node));
  }

  /// A chain of && or || is one node, so that its length costs no depth.
  NodeId joined(NodeKind kind) {
    const bool outer = kind == NodeKind::disjunction;
    const auto part = [&] { return outer ? joined(NodeKind::conjunction) : relation(); };
    const std::string_view symbol = outer ? "||" : "&&";
    const NodeId first = part();
    if (!sees(symbol)) return first;
    Node node = node_at(now(), kind);
    node.children = {first};
    while (take(symbol)) node.children.push_back(part());
    return fault_ ? 0 : add(std::move(node));
  }

  NodeId relation() {
    return chain(relations, [this] { return addition(); });
  }
  NodeId addition() {
    return chain(additions, [this] { return multiplication(); });
  }
  NodeId multiplication() {
    return chain(multiplications, [this] { return unary(); });
  }

  /// operand { operator operand }, grouped from the left.
  template <class Part>
  NodeId chain(std::span<const Operator> operators, Part part) {
    NodeId left = part();
    while (!fault_) {
      const auto found = std::find_if(operators.begin(), operators.end(),
                                      [&](const Operator& o) { return sees(o.symbol); });
      if (found == operators.end()) break;
      const Token place = now();
      ++at_;
      left = call(place, found->function, {left, part()});
    }
    return fault_ ? 0 : left;
  }

  NodeId unary() {
    const std::string_view sign = sees("!") ? "!" : "-";
    std::vector<Token> signs;
    while (sees(sign)) {
      signs.push_back(now());
      ++at_;
    }
    if (signs.size() + nesting_ > nesting_max)
      return refuse(signs.back(), "nested more than 64 levels deep");
    // The last minus belongs to the number, so that the smallest int can be written.
    const bool negative = sign == "-" && !signs.empty() &&
                          (now().kind == TokenKind::integer || now().kind == TokenKind::real);
    NodeId operand = member(negative ? Sign::minus : Sign::plus);
    if (negative) signs.pop_back();
    for (; !signs.empty() && !fault_; signs.pop_back())
      operand = call(signs.back(), sign == "!" ? "!_" : "-_", {operand});
    return operand;
  }

  NodeId member(Sign sign) {
    NodeId operand = primary(sign);
    while (!fault_) {
      const Token place = now();
      if (take(".")) {
        operand = selected(operand);
      } else if (take("[")) {
        Node node = node_at(place, NodeKind::index);
        node.children = {operand, expression()};
        expect("]");
        operand = fault_ ? 0 : add(std::move(node));
      } else if (sees("{") && is_path(operand)) {
        return refuse(place, "message literals are not supported");
      } else {
        return operand;
      }
    }
    return 0;
  }

  bool is_path(NodeId id) const {
    while (tree_.at(id).kind == NodeKind::select) id = tree_.at(id).children[0];
    return tree_.at(id).kind == NodeKind::name;
  }

  /// What follows the point: a field, or a method with its arguments.
  NodeId selected(NodeId operand) {
    const Token field = now();
    const bool is_quoted = field.kind == TokenKind::quoted;
    const bool is_name = field.kind == TokenKind::identifier && !is_one_of(field.text, keywords);
    if (!is_quoted && !is_name) return refuse(field, "expected the name of a field or a method");
    ++at_;
    if (!is_quoted && take("(")) {
      std::vector<NodeId> children = {operand};
      arguments(children, ")");
      return fault_ ? 0 : method(field, std::move(children));
    }
    Node node = node_at(field, NodeKind::select);
    node.name = is_quoted ? field.data : std::string(field.text);
    node.quoted = is_quoted;
    node.children = {operand};
    return add(std::move(node));
  }

  NodeId method(const Token& name, std::vector<NodeId> children) {
    if (macros_ == Macros::expanded) {
      auto expansion = expand_method(tree_, name.text, name.offset, children);
      if (expansion.has_error()) return refuse_at(std::move(expansion.error()));
      if (*expansion) return add(std::move(**expansion));
    }
    Node node = node_at(name, NodeKind::call);
    node.method = true;
    node.name = name.text;
    node.children = std::move(children);
    return add(std::move(node));
  }

  NodeId refuse_at(Fault fault) {
    if (!fault_) fault_ = std::move(fault);
    return 0;
  }

  /// Expressions with commas between, up to and with `close`. Lists may end with a comma.
  void arguments(std::vector<NodeId>& children, std::string_view close) {
    if (take(close)) return;
    do {
      if (close == "]" && sees("]")) break;
      children.push_back(expression());
    } while (take(","));
    expect(close);
  }

  NodeId primary(Sign sign) {
    const Token token = now();
    switch (token.kind) {
      case TokenKind::integer:
      case TokenKind::unsigned_integer:
      case TokenKind::real:
        return number(token, sign);
      case TokenKind::string:
        ++at_;
        return literal(token, Value::of(token.data));
      case TokenKind::bytes:
        ++at_;
        return literal(token, Value::of(Bytes{token.data}));
      case TokenKind::identifier:
        return word(token);
      case TokenKind::symbol:
        return bracketed(token);
      case TokenKind::end:
      case TokenKind::quoted:
        break;
    }
    return refuse(token, "expected a value");
  }

  NodeId number(const Token& token, Sign sign) {
    ++at_;
    auto value = parse_number(token, sign);
    if (value.has_error()) return refuse_at(std::move(value.error()));
    return literal(token, std::move(*value));
  }

  NodeId word(const Token& token) {
    ++at_;
    if (token.text == "true" || token.text == "false")
      return literal(token, Value::of(token.text == "true"));
    if (token.text == "null") return literal(token, Value());
    if (token.text == "in") return refuse(token, "expected a value");
    if (is_one_of(token.text, reserved))
      return refuse(token, "'" + std::string(token.text) + "' is a reserved word");
    if (take("(")) {
      std::vector<NodeId> children;
      arguments(children, ")");
      return fault_ ? 0 : function(token, std::move(children));
    }
    Node node = node_at(token, NodeKind::name);
    node.name = token.text;
    return add(std::move(node));
  }

  NodeId function(const Token& name, std::vector<NodeId> children) {
    if (macros_ == Macros::expanded && name.text == "has") {
      auto expansion = expand_has(tree_, name.offset, children);
      if (expansion.has_error()) return refuse_at(std::move(expansion.error()));
      return add(std::move(*expansion));
    }
    return call(name, name.text, std::move(children));
  }

  NodeId bracketed(const Token& token) {
    if (take("(")) {
      const NodeId inner = expression();
      expect(")");
      return inner;
    }
    if (take("[")) {
      Node node = node_at(token, NodeKind::list);
      arguments(node.children, "]");
      return fault_ ? 0 : add(std::move(node));
    }
    if (take("{")) return entries(token);
    if (take(".")) {
      const Token name = now();
      const bool is_name = name.kind == TokenKind::identifier && !is_one_of(name.text, keywords);
      if (!is_name) return refuse(name, "expected a name after '.'");
      const NodeId id = word(name);
      if (!fault_) tree_.at(id).rooted = true;
      return id;
    }
    return refuse(token, "expected a value");
  }

  NodeId entries(const Token& token) {
    Node node = node_at(token, NodeKind::map);
    while (!fault_ && !sees("}")) {
      node.children.push_back(expression());
      expect(":");
      node.children.push_back(expression());
      if (!take(",")) break;
    }
    expect("}");
    return fault_ ? 0 : add(std::move(node));
  }

  std::vector<Token> tokens_;
  Macros macros_;
  std::size_t at_ = 0;
  std::size_t nesting_ = 0;
  Tree tree_;
  std::optional<Fault> fault_;
};

}  // namespace

boost::system::result<Tree, Fault> parse(std::string_view text, Macros macros) {
  auto tokens = tokenize(text);
  if (tokens.has_error()) return std::move(tokens.error());
  return Parser(std::move(*tokens), macros).run();
}

}  // namespace verloop::cel
