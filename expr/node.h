// node.h - the nodes behind Expr handles, and the memory model.
//
//   Node (16 bytes)                       NormalNode
//   +--------+------+-------+------+      +--------+------+------+------+------+------
//   | refs   | kind | flags | aux  |      | Node   | size | cap. | head | arg0 | arg1 ...
//   +--------+------+-------+------+      +--------+------+------+------+------+------
//   | stamp           | hash       |
//   +-----------------+------------+
//
// * refs is a plain counter. A node whose count reaches 0 goes to a worklist (node.cpp), never to a recursive destructor,
//   so an expression a million levels deep frees without touching the stack.
// * stamp is the definition epoch at which the node was last found to evaluate to itself; while it equals the current
//   epoch (symbol.h) the evaluator returns the node without walking it.
// * hash caches the structural hash (0 = not computed).
// Nodes are immutable once shared. The only edits are those of edit.h on a uniquely held node.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "expr/expr.h"

namespace lykos {

struct Node {
  std::uint32_t refs = 0;
  Kind kind;
  std::uint8_t flags = 0;
  std::uint16_t aux = 0;
  std::uint32_t stamp = 0;
  mutable std::uint32_t hash = 0;
  explicit Node(Kind k) : kind(k) {}
};

struct RealNode : Node {
  double value;
  explicit RealNode(double v) : Node(Kind::Real), value(v) {}
};

struct StringNode : Node {
  std::string value;                       // UTF-8
  mutable std::int64_t characters = -1;    // number of characters, computed once
  explicit StringNode(std::string v) : Node(Kind::String), value(std::move(v)) {}
};

struct ComplexNode : Node {
  Expr re, im;
  ComplexNode(Expr r, Expr i) : Node(Kind::Complex), re(std::move(r)), im(std::move(i)) {}
};

struct NormalNode : Node {
  std::uint32_t size = 0;
  std::uint32_t capacity = 0;
  Expr head;
  explicit NormalNode(const Expr& h) : Node(Kind::Normal), head(h) {}
  Expr* begin() noexcept { return reinterpret_cast<Expr*>(this + 1); }
  const Expr* begin() const noexcept { return reinterpret_cast<const Expr*>(this + 1); }
  std::span<const Expr> args() const noexcept { return {begin(), size}; }
};
/// A block with room for `capacity` arguments, none of them constructed yet.
NormalNode* allocate_normal(const Expr& head, std::size_t capacity);

struct ByteArrayNode : Node {
  std::vector<std::uint8_t> bytes;
  explicit ByteArrayNode(std::vector<std::uint8_t> b) : Node(Kind::ByteArray), bytes(std::move(b)) {}
};

/// Base of extension values: nets, streams, compiled functions, graphics objects.
class OpaqueNode : public Node {
 public:
  OpaqueNode() : Node(Kind::Opaque) {}
  virtual ~OpaqueNode() = default;
  virtual Expr head() const = 0;                          ///< e.g. NetChain, InputStream
  virtual bool equals(const OpaqueNode& other) const = 0; ///< called only for the same dynamic type
  virtual std::uint64_t hash_value() const = 0;
  virtual std::string summary() const = 0;                ///< OutputForm text, e.g. "BatchNormalizationLayer[<>]"
  virtual std::string input_form() const { return summary(); }
  /// An expression that evaluates to an equal value, if there is one (InputForm, Put, FullForm use it).
  virtual MaybeExpr reconstruct() const { return std::nullopt; }
};

void free_nodes_of(Node* node) noexcept;  ///< called when a count reaches 0; worklist inside

// ---- symbol nodes live in symbol.h's table; the layout is here because handles read it inline
struct Builtin;
struct SymbolDefinitions;
struct SymbolNode : Node {
  std::uint32_t attributes = 0;      // evaluator/attributes.h
  std::uint32_t known_index = ~0U;   // index in symbols.inc, or ~0
  std::string name;                  // without context
  std::string context;               // with its trailing backquote
  Expr own_value;                    // the common `x = 5`; meaningful when has_own_value
  bool has_own_value = false;
  bool seen_inert = false;           // has stood as itself in an evaluated expression: changes must bump the epoch
  bool temporary = false;
  const Builtin* builtin = nullptr;  // evaluator/registry.h
  SymbolDefinitions* definitions = nullptr;  // evaluator/definitions.h; all other values
  SymbolNode() : Node(Kind::Symbol), own_value(Expr::integer(0)) {}
};
extern unsigned char known_symbol_storage[];  ///< the static table for symbols.inc: its addresses are link-time constants
inline SymbolNode* known_symbol_node(std::uint32_t index) noexcept {
  return reinterpret_cast<SymbolNode*>(known_symbol_storage + index * sizeof(SymbolNode));
}

Expr make_wide_integer(std::int64_t value);  ///< an IntegerNode for values beyond 62 bits

// ---- inline bodies of Expr
inline void Expr::retain() const noexcept {
  if (!is_small_integer()) ++reinterpret_cast<Node*>(bits_)->refs;
}
inline void Expr::release() noexcept {
  if (!is_small_integer()) {
    Node* n = reinterpret_cast<Node*>(bits_);
    if (--n->refs == 0) free_nodes_of(n);
  }
}
inline Expr Expr::from_node(Node* node) noexcept { return Expr(Raw{reinterpret_cast<std::uint64_t>(node)}); }
inline Expr::Expr(KnownSymbol symbol) noexcept
    : bits_(reinterpret_cast<std::uint64_t>(static_cast<Node*>(known_symbol_node(symbol.index)))) {
  retain();
}
inline Expr::Expr() noexcept : Expr(sym::Null) {}
inline Kind Expr::kind() const noexcept {
  return is_small_integer() ? Kind::Integer : reinterpret_cast<const Node*>(bits_)->kind;
}
inline bool Expr::is(KnownSymbol symbol) const noexcept {
  return bits_ == reinterpret_cast<std::uint64_t>(static_cast<Node*>(known_symbol_node(symbol.index)));
}
inline bool Expr::has_head(KnownSymbol symbol) const noexcept {
  if (is_small_integer()) return false;
  const Node* n = reinterpret_cast<const Node*>(bits_);
  if (n->kind == Kind::Normal) return static_cast<const NormalNode*>(n)->head.is(symbol);
  return n->kind == Kind::PackedArray && symbol == sym::List;
}
inline const Expr& Expr::head() const noexcept {
  if (kind() == Kind::Normal) return static_cast<const NormalNode*>(node())->head;
  return head_of_atom();
}
inline std::size_t Expr::size() const noexcept {
  const Kind k = kind();
  if (k == Kind::Normal) return static_cast<const NormalNode*>(node())->size;
  return k < Kind::Normal ? 0 : size_of_container();
}
inline std::span<const Expr> Expr::args() const {
  if (kind() == Kind::Normal) return static_cast<const NormalNode*>(node())->args();
  return args_of_container();
}
inline bool Expr::is_rule() const noexcept {
  return (has_head(sym::Rule) || has_head(sym::RuleDelayed)) && size() == 2;
}
inline double Expr::real_value() const noexcept { return reinterpret_cast<const RealNode*>(bits_)->value; }
inline const Expr& Expr::re() const noexcept { return static_cast<const ComplexNode*>(node())->re; }
inline const Expr& Expr::im() const noexcept { return static_cast<const ComplexNode*>(node())->im; }
inline const std::string& Expr::string_value() const noexcept {
  return static_cast<const StringNode*>(node())->value;
}
inline SymbolNode& Expr::symbol_node() const noexcept { return *static_cast<SymbolNode*>(node()); }
inline const OpaqueNode& Expr::opaque() const noexcept { return *static_cast<const OpaqueNode*>(node()); }
inline bool Expr::unique() const noexcept { return !is_small_integer() && node()->refs == 1; }
inline Expr Expr::integer(std::int64_t value) {
  if (value >= kSmallMin && value <= kSmallMax) return Expr(Raw{(static_cast<std::uint64_t>(value) << 1) | 1U});
  return make_wide_integer(value);
}
inline Expr Expr::boolean(bool value) { return value ? Expr(sym::True) : Expr(sym::False); }

}  // namespace lykos
