#include "projections/diagram/graphviz.hpp"

#include <cmath>
#include <graphviz/gvc.h>
#include <memory>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

namespace verloop {
namespace {

constexpr int pixels_per_inch = 72;

/// Graphviz 2.42 does not free all that it takes for a layout: some hundred bytes each. That is no
/// leak of ours, and is not to hide one.
class LeaksOfGraphviz {
 public:
#if defined(__SANITIZE_ADDRESS__)
  LeaksOfGraphviz() {
    __lsan_disable();
  }
  ~LeaksOfGraphviz() {
    __lsan_enable();
  }
#else
  LeaksOfGraphviz() = default;
  ~LeaksOfGraphviz() {}
#endif
  LeaksOfGraphviz(const LeaksOfGraphviz&) = delete;
  LeaksOfGraphviz& operator=(const LeaksOfGraphviz&) = delete;
};

/// The library's own functions take texts that may be written to; they write to none.
void set(void* object, std::string name, std::string value) {
  std::string none;
  agsafeset(object, name.data(), value.data(), none.data());
}

std::string inches(int pixels) {
  const std::string text =
      std::to_string(pixels * 1000 / pixels_per_inch + 1);  // Thousandths, rounded up.
  const std::string padded = std::string(text.size() < 4 ? 4 - text.size() : 0, '0') + text;
  return padded.substr(0, padded.size() - 3) + "." + padded.substr(padded.size() - 3);
}

/// A graph of the library with what was asked for in it.
class Graph {
 public:
  Graph(GVC_t* context, const Drawing& asked) : context_(context) {
    std::string name = "track";
    graph_ = agopen(name.data(), Agdirected, nullptr);
    set(graph_, "rankdir", "LR");
    set(graph_, "splines", "polyline");
    set(graph_, "nodesep", "0.12");
    set(graph_, "ranksep", "0.35");
    for (const DrawnNode& node : asked.nodes) add(node);
    for (const DrawnEdge& edge : asked.edges) add(edge);
  }
  ~Graph() {
    if (laid_out_) gvFreeLayout(context_, graph_);
    agclose(graph_);
  }
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  bool lay_out() {
    laid_out_ = gvLayout(context_, graph_, "dot") == 0;
    return laid_out_;
  }

  void read(Drawing& drawn) const {
    const boxf bounds = GD_bb(graph_);
    height_ = bounds.UR.y;
    drawn.width = rounded(bounds.UR.x);
    drawn.height = rounded(height_);
    for (std::size_t at = 0; at < nodes_.size(); ++at)
      drawn.nodes[at].middle = point_of(ND_coord(nodes_[at]));
    for (std::size_t at = 0; at < edges_.size(); ++at) read(edges_[at], drawn.edges[at]);
  }

 private:
  void add(const DrawnNode& node) {
    std::string name = std::to_string(nodes_.size());
    Agnode_t* made = agnode(graph_, name.data(), 1);
    set(made, "shape", "box");
    set(made, "fixedsize", "true");
    set(made, "label", "");
    set(made, "width", inches(node.width));
    set(made, "height", inches(node.height));
    nodes_.push_back(made);
  }

  void add(const DrawnEdge& edge) {
    std::string name = std::to_string(edges_.size());
    Agedge_t* made = agedge(graph_, nodes_.at(edge.from), nodes_.at(edge.to), name.data(), 1);
    set(made, "tailport", "e");
    set(made, "headport", "w");
    set(made, "dir", "none");
    if (edge.label_width > 0) add_label(made, edge);
    edges_.push_back(made);
  }

  /// Room of a given size, whatever fonts there are.
  void add_label(Agedge_t* edge, const DrawnEdge& asked) {
    std::string table = "<TABLE BORDER=\"0\" FIXEDSIZE=\"TRUE\" WIDTH=\"" +
                        std::to_string(asked.label_width) + "\" HEIGHT=\"" +
                        std::to_string(asked.label_height) + "\"><TR><TD></TD></TR></TABLE>";
    std::string name = "label", none;
    char* label = agstrdup_html(graph_, table.data());
    agsafeset(edge, name.data(), label, none.data());
    agstrfree(graph_, label);
  }

  void read(Agedge_t* edge, DrawnEdge& drawn) const {
    const splines* way = ED_spl(edge);
    if (ED_label(edge) != nullptr) drawn.label_middle = point_of(ED_label(edge)->pos);
    if (way == nullptr || way->size == 0) return;
    // Each third point is a corner; those between them guide curves, which these are not.
    const bezier& first = way->list[0];
    for (int at = 0; at < first.size; at += 3) drawn.way.push_back(point_of(first.list[at]));
  }

  static int rounded(double number) { return static_cast<int>(std::lround(number)); }
  /// Its axis goes up, ours down.
  Point point_of(pointf point) const { return {rounded(point.x), rounded(height_ - point.y)}; }

  GVC_t* context_;
  Agraph_t* graph_ = nullptr;
  bool laid_out_ = false;
  mutable double height_ = 0;
  std::vector<Agnode_t*> nodes_;
  std::vector<Agedge_t*> edges_;
};

struct FreeContext {
  void operator()(GVC_t* context) const { gvFreeContext(context); }
};

}  // namespace

Result<Drawing> draw(Drawing asked) {
  const LeaksOfGraphviz not_ours;
  const std::unique_ptr<GVC_t, FreeContext> context(gvContext());
  if (context == nullptr) return Error{Errc::malformed, "Graphviz can't be started"};
  Graph graph(context.get(), asked);
  if (!graph.lay_out())
    return Error{Errc::malformed, "Graphviz gives no layout; is its package libgvc6 whole?"};
  graph.read(asked);
  return asked;
}

}  // namespace verloop
