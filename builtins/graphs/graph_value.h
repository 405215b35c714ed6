// graph_value.h - a graph as a value: its vertices, its edges as pairs of vertex numbers, and the options it was made with.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "builtins/support.h"

namespace lykos::builtins {

struct GraphEdge {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  bool directed = false;
};

/// One way to leave a vertex: to which vertex, by which edge.
struct GraphArc {
  std::uint32_t to = 0;
  std::uint32_t edge = 0;
};

class GraphValue final : public OpaqueNode {
 public:
  GraphValue(std::vector<Expr> vertices, std::vector<GraphEdge> edges, std::vector<Expr> options);

  Expr head() const override { return sym::Graph; }
  bool equals(const OpaqueNode& other) const override;
  std::uint64_t hash_value() const override;
  std::string summary() const override;
  std::string input_form() const override;
  MaybeExpr reconstruct() const override;   ///< Graph[{vertices}, {edges}, options]

  const std::vector<Expr>& vertices() const { return vertices_; }
  const std::vector<GraphEdge>& edges() const { return edges_; }
  const std::vector<Expr>& options() const { return options_; }
  std::size_t size() const { return vertices_.size(); }
  std::optional<std::uint32_t> find(const Expr& vertex) const;
  Expr edge_expr(std::size_t edge) const;   ///< DirectedEdge[a, b] or UndirectedEdge[a, b]
  bool has_directed() const;
  bool has_undirected() const;
  bool weighted() const { return !weights_.empty(); }
  double weight(std::size_t edge) const { return weights_.empty() ? 1.0 : weights_[edge]; }
  /// The value of an option, or Null.
  Expr option(const Expr& name) const;

  enum class Direction { Out, In, Both };
  /// The arcs of every vertex in the order of the edges; a loop counts once.
  const std::vector<std::vector<GraphArc>>& arcs(Direction direction) const;

 private:
  std::vector<Expr> vertices_;
  std::vector<GraphEdge> edges_;
  std::vector<Expr> options_;
  std::vector<double> weights_;
  std::unordered_map<Expr, std::uint32_t, ExprHash> index_;
  mutable std::vector<std::vector<GraphArc>> arcs_[3];
};

Expr make_graph(std::vector<Expr> vertices, std::vector<GraphEdge> edges, std::vector<Expr> options = {});
/// The graph an argument stands for: a graph, or a list of edges; nullptr for anything else. `holder` keeps a graph made on the way alive.
const GraphValue* graph_of(const Expr& expr, Expr& holder);

/// The graph in the first argument of a call; says so when there is none.
struct GraphArgument {
  Expr holder;
  const GraphValue* graph = nullptr;
  explicit GraphArgument(const Call& call, bool say = true) : graph(graph_of(call.arg(0), holder)) {
    if (graph == nullptr && say) call.message("graph", {Expr::integer(1), call.expr()});
  }
  const GraphValue* operator->() const { return graph; }
  explicit operator bool() const { return graph != nullptr; }
};
/// The number of the vertex given as an argument; says so when the graph does not have it.
std::optional<std::uint32_t> vertex_argument(const Call& call, const GraphValue& graph, std::size_t position);

inline constexpr MessageTexts kGraphMessages = {{"graph", "A graph object is expected at position `1` in `2`."},
                                                {"inv", "The argument `1` in `2` is not a valid `3`."},
                                                {"dag", "The graph `1` is not directed and acyclic."},
                                                {"bdist", "`1` is not a distribution of graphs that can be drawn."}};

}  // namespace lykos::builtins
