// expr.h - Expr, the value everything in the language is made of.
//
// An Expr is an 8-byte handle that is never null: either a small integer stored in the handle itself (lowest bit set)
// or a pointer to an immutable, reference-counted node (node.h). Copying costs an increment of a plain counter:
// evaluation is single-threaded, and worker threads see raw array buffers only, never an Expr.
//
// Lists of machine numbers may be stored packed. A packed array answers head(), size(), args() and operator[] like the
// List it stands for (the element expressions are made on first request and kept), so code that does not care need not
// know; code that does asks is_packed() and reads array().
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "expr/symbols.h"

namespace lykos::array {
class Array;
}

namespace lykos {

enum class Kind : std::uint8_t {
#define LYKOS_KIND(name) name,
#include "expr/node_kinds.inc"
#undef LYKOS_KIND
};

struct Node;
struct SymbolNode;
struct NormalNode;
struct AssociationNode;
class OpaqueNode;
class Integer;
class Rational;
class BigReal;

class Expr {
 public:
  /// Small integers are those that fit 63 bits with their tag: -2^62 <= n < 2^62.
  static constexpr std::int64_t kSmallMax = (std::int64_t{1} << 62) - 1;
  static constexpr std::int64_t kSmallMin = -(std::int64_t{1} << 62);

  Expr() noexcept;                                        ///< Null
  Expr(KnownSymbol symbol) noexcept;                      // NOLINT: sym::Plus is an expression
  Expr(const Expr& other) noexcept : bits_(other.bits_) { retain(); }
  Expr(Expr&& other) noexcept : bits_(other.bits_) { other.bits_ = kMovedFrom; }
  Expr& operator=(const Expr& other) noexcept {
    Expr copy(other);
    std::swap(bits_, copy.bits_);
    return *this;
  }
  Expr& operator=(Expr&& other) noexcept {
    std::swap(bits_, other.bits_);
    return *this;
  }
  ~Expr() { release(); }

  // ---- making
  static Expr integer(std::int64_t value);
  static Expr integer(const Integer& value);               ///< small when it fits
  static Expr rational(const Rational& value);             ///< an Integer when the denominator is 1
  static Expr real(double value);
  static Expr big_real(const BigReal& value);
  /// A complex number; collapses to `re` when `im` is an exact zero. Both must be real numbers of any kind.
  static Expr complex(const Expr& re, const Expr& im);
  static Expr complex(double re, double im);               ///< machine complex; stays complex when im is 0.
  static Expr string(std::string value);
  static Expr boolean(bool value);                         ///< True or False
  /// Looks `name` up as given ("Plus", "Global`x"); names without a context are System` symbols.
  static Expr symbol(std::string_view full_name);
  static Expr from_node(Node* node) noexcept;              ///< takes over one reference

  // ---- asking
  Kind kind() const noexcept;
  bool is_small_integer() const noexcept { return (bits_ & 1U) != 0; }
  std::int64_t small_integer() const noexcept { return static_cast<std::int64_t>(bits_) >> 1; }
  bool is_integer() const noexcept { return is_small_integer() || kind() == Kind::Integer; }
  bool is_rational() const noexcept { return kind() == Kind::Rational; }
  bool is_exact_real() const noexcept { return is_integer() || is_rational(); }
  bool is_real() const noexcept { return kind() == Kind::Real; }           ///< machine real
  bool is_big_real() const noexcept { return kind() == Kind::BigReal; }
  bool is_complex() const noexcept { return kind() == Kind::Complex; }
  bool is_number() const noexcept { return kind() <= Kind::Complex; }
  bool is_real_number() const noexcept { return kind() <= Kind::BigReal; } ///< any number that is not Complex
  bool is_string() const noexcept { return kind() == Kind::String; }
  bool is_symbol() const noexcept { return kind() == Kind::Symbol; }
  bool is_packed() const noexcept { return kind() == Kind::PackedArray; }
  bool is_association() const noexcept { return kind() == Kind::Association; }
  bool is_numeric_array() const noexcept { return kind() == Kind::NumericArray; }
  bool is_byte_array() const noexcept { return kind() == Kind::ByteArray; }
  bool is_opaque() const noexcept { return kind() == Kind::Opaque; }
  /// Has a head and arguments: a Normal or a packed array. Associations are not normal here (they have their own API).
  bool is_normal() const noexcept {
    const Kind k = kind();
    return k == Kind::Normal || k == Kind::PackedArray;
  }
  bool is_atom() const noexcept { return !is_normal() && !is_association(); }
  /// Is exactly this symbol.
  bool is(KnownSymbol symbol) const noexcept;
  /// Is a normal expression with this head: e.has_head(sym::Plus).
  bool has_head(KnownSymbol symbol) const noexcept;
  bool has_head(KnownSymbol symbol, std::size_t argument_count) const noexcept {
    return has_head(symbol) && size() == argument_count;
  }
  bool is_list() const noexcept { return has_head(sym::List); }
  bool is_true() const noexcept { return is(sym::True); }
  bool is_false() const noexcept { return is(sym::False); }
  bool is_null() const noexcept { return is(sym::Null); }
  bool is_rule() const noexcept;                            ///< Rule or RuleDelayed of two arguments
  /// The very same node or small integer (not structural equality).
  bool identical(const Expr& other) const noexcept { return bits_ == other.bits_; }

  // ---- reading
  /// The head of any expression: f for f[x], List for a packed array, Integer, String, Symbol, Association ... for atoms.
  const Expr& head() const noexcept;
  /// Number of arguments; entries of an association; 0 for atoms.
  std::size_t size() const noexcept;
  /// The arguments of a normal expression (empty for atoms). For an association: its rules.
  std::span<const Expr> args() const;
  const Expr& operator[](std::size_t index) const { return args()[index]; }  ///< zero-based argument
  double real_value() const noexcept;                       ///< of a machine Real
  const Integer& big_integer() const noexcept;              ///< of an Integer that is not small
  Integer to_integer() const;                               ///< of any Integer
  const Rational& rational_value() const noexcept;
  const BigReal& big_real_value() const noexcept;
  const Expr& re() const noexcept;                          ///< of a Complex
  const Expr& im() const noexcept;
  const std::string& string_value() const noexcept;         ///< UTF-8
  const array::Array& array() const;                        ///< of a PackedArray or NumericArray
  const array::Array* untransposed() const noexcept;        ///< the matrix whose transpose this packed array is, while that was not needed itself
  const std::vector<std::uint8_t>& bytes() const noexcept;  ///< of a ByteArray
  SymbolNode& symbol_node() const noexcept;                 ///< of a Symbol
  const AssociationNode& association() const noexcept;
  const OpaqueNode& opaque() const noexcept;
  Node* node() const noexcept { return is_small_integer() ? nullptr : reinterpret_cast<Node*>(bits_); }
  std::uint64_t bits() const noexcept { return bits_; }

  /// True when this handle is the only owner of its node: the one licence to edit in place (see edit.h).
  bool unique() const noexcept;

  // The cases of head(), size() and args() that are not a plain Normal (expr.cpp, packed.cpp).
  const Expr& head_of_atom() const noexcept;
  std::size_t size_of_container() const noexcept;
  std::span<const Expr> args_of_container() const;

 private:
  static constexpr std::uint64_t kMovedFrom = 1;  // the small integer 0: destroying it costs nothing
  struct Raw {
    std::uint64_t bits;
  };
  explicit Expr(Raw raw) noexcept : bits_(raw.bits) {}
  void retain() const noexcept;
  void release() noexcept;
  std::uint64_t bits_;
};

using MaybeExpr = std::optional<Expr>;

// ---- building normal expressions
Expr make_normal(const Expr& head, std::span<const Expr> args);
Expr make_normal(const Expr& head, std::initializer_list<Expr> args);
Expr make_normal(const Expr& head, std::vector<Expr>&& args);
Expr make_list(std::span<const Expr> elements);
Expr make_list(std::initializer_list<Expr> elements);
Expr make_list(std::vector<Expr>&& elements);
Expr make_rule(const Expr& left, const Expr& right);
Expr make_byte_array(std::vector<std::uint8_t> bytes);
Expr make_packed(array::Array values);        ///< rank >= 1, no empty axis, Integer64, Real64 or ComplexReal64
/// The transpose of a matrix of 8-byte numbers, made when its elements are asked for.
Expr make_transposed(array::Array matrix);
Expr make_numeric_array(array::Array values);
Expr make_opaque(OpaqueNode* node);           ///< takes over the node (reference count 0 -> 1)

/// The same expression with another head or other arguments; shares what it can.
Expr with_head(const Expr& expr, const Expr& head);
Expr with_args(const Expr& expr, std::vector<Expr>&& args);

/// Tries to pack a list (of lists ...) of machine integers, reals or complexes; returns the list itself when it cannot.
Expr pack(const Expr& list);
/// The whole expression without packed arrays at its top level (a List whose elements may be packed rows).
Expr unpack(const Expr& list);

/// Grows an argument block in place: the way builtins collect results.
class Builder {
 public:
  explicit Builder(const Expr& head, std::size_t expected = 0);
  explicit Builder(KnownSymbol head, std::size_t expected = 0) : Builder(Expr(head), expected) {}
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;
  ~Builder();
  void push(Expr value);
  void append(std::span<const Expr> values);
  std::size_t size() const noexcept;
  Expr finish();   ///< the Builder is empty afterwards

 private:
  NormalNode* node_;
};

// ---- comparing (order.cpp, hash.cpp)
/// Structural identity: same structure, kinds and values (packed and unpacked lists agree; 1 and 1. differ).
bool operator==(const Expr& a, const Expr& b);
/// The language's canonical order (Order, Sort): negative when a comes first, 0 when the same, positive otherwise.
int canonical_compare(const Expr& a, const Expr& b);
std::uint64_t hash(const Expr& expr);
struct ExprHash {
  std::size_t operator()(const Expr& e) const { return hash(e); }
};

// ---- walking
bool contains_symbol(const Expr& expr, const Expr& symbol);   ///< heads included
std::size_t leaf_count(const Expr& expr);
std::size_t depth(const Expr& expr);                           ///< as Depth[expr]
std::size_t byte_count(const Expr& expr);

}  // namespace lykos

#include "expr/node.h"  // the inline bodies need the node layout
