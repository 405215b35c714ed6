// expr.cpp - making and reading expressions.
#include "expr/expr.h"

#include <stdexcept>
#include <unordered_map>

#include "array/array.h"
#include "expr/association.h"
#include "expr/memory.h"
#include "expr/number.h"
#include "expr/symbol.h"

namespace lykos {

Expr make_wide_integer(std::int64_t value) { return make_node<IntegerNode>(Integer(value)); }

Expr Expr::integer(const Integer& value) {
  if (value.fits_int64()) {
    const std::int64_t small = value.to_int64();
    if (small >= kSmallMin && small <= kSmallMax) return integer(small);
  }
  count_content(counted(mpz_size(value.gmp()) * sizeof(mp_limb_t)));
  return make_node<IntegerNode>(value);
}

Expr Expr::rational(const Rational& value) {
  if (value.denominator() == Integer(1)) return integer(value.numerator());
  return make_node<RationalNode>(value);
}

Expr Expr::real(double value) { return make_node<RealNode>(value); }
Expr Expr::big_real(const BigReal& value) { return make_node<BigRealNode>(value); }

Expr Expr::complex(const Expr& re, const Expr& im) {
  if (im.is_small_integer() && im.small_integer() == 0) return re;
  // A machine part makes both parts machine, so that a complex number has one kind of precision.
  if (im.is_real() && !re.is_real()) return make_node<ComplexNode>(Expr::real(to_double(re)), im);
  if (re.is_real() && !im.is_real()) return make_node<ComplexNode>(re, Expr::real(to_double(im)));
  return make_node<ComplexNode>(re, im);
}

Expr Expr::complex(double re, double im) { return make_node<ComplexNode>(real(re), real(im)); }
Expr Expr::string(std::string value) {
  // Strings of one ASCII character are shared: texts are taken apart into them, and equal ones compare at once.
  if (value.size() == 1 && static_cast<unsigned char>(value[0]) < 128) {
    static const std::vector<Expr> characters = [] {
      std::vector<Expr> all;
      for (int c = 0; c < 128; ++c) all.push_back(make_node<StringNode>(std::string(1, static_cast<char>(c))));
      return all;
    }();
    return characters[static_cast<unsigned char>(value[0])];
  }
  count_content(counted(value.size()));
  return make_node<StringNode>(std::move(value));
}

const Expr& Expr::head_of_atom() const noexcept {
  static const Expr heads[] = {sym::Integer, sym::Rational, sym::Real, sym::Real, sym::Complex, sym::String,
                               sym::Symbol, sym::Symbol, sym::List, sym::Association, sym::NumericArray, sym::ByteArray};
  const Kind k = kind();
  if (k != Kind::Opaque) return heads[static_cast<std::size_t>(k)];
  // Opaque heads are mostly known symbols: hand out a stable reference to the table's handle.
  static std::vector<Expr> opaque_heads = [] {
    std::vector<Expr> all;
    all.reserve(detail::kKnownSymbolCount);
    for (std::uint32_t i = 0; i < detail::kKnownSymbolCount; ++i) all.emplace_back(KnownSymbol{i});
    return all;
  }();
  const Expr head = opaque().head();
  const std::uint32_t index = head.symbol_node().known_index;
  if (index < detail::kKnownSymbolCount) return opaque_heads[index];
  static std::unordered_map<const Node*, Expr> other_heads;  // symbols of other contexts: Internal`Bag
  return other_heads.try_emplace(head.node(), head).first->second;
}

std::size_t Expr::size_of_container() const noexcept {
  switch (kind()) {
    case Kind::PackedArray: {
      const auto* packed = static_cast<const ArrayNode*>(node());
      return static_cast<std::size_t>(packed->value.shape()[packed->waiting == Waiting::Transpose ? 1 : 0]);
    }
    case Kind::Association: return association().entries.size();
    default: return 0;
  }
}

const Integer& Expr::big_integer() const noexcept { return static_cast<const IntegerNode*>(node())->value; }
Integer Expr::to_integer() const { return is_small_integer() ? Integer(small_integer()) : big_integer(); }
const Rational& Expr::rational_value() const noexcept { return static_cast<const RationalNode*>(node())->value; }
const BigReal& Expr::big_real_value() const noexcept { return static_cast<const BigRealNode*>(node())->value; }
const array::Array& Expr::array() const {
  const auto* packed = static_cast<const ArrayNode*>(node());
  if (packed->waiting != Waiting::None) [[unlikely]] settle_packed(*packed);
  return packed->value;
}
const array::Array* Expr::untransposed() const noexcept {
  if (kind() != Kind::PackedArray) return nullptr;
  const auto* packed = static_cast<const ArrayNode*>(node());
  return packed->waiting == Waiting::Transpose ? &packed->value : nullptr;
}
const std::vector<std::uint8_t>& Expr::bytes() const noexcept { return static_cast<const ByteArrayNode*>(node())->bytes; }

Expr make_normal(const Expr& head, std::span<const Expr> args) {
  NormalNode* node = allocate_normal(head, args.size());
  Expr* out = node->begin();
  for (const Expr& arg : args) new (out++) Expr(arg);
  node->size = static_cast<std::uint32_t>(args.size());
  node->refs = 1;
  return Expr::from_node(node);
}

Expr make_normal(const Expr& head, std::initializer_list<Expr> args) {
  return make_normal(head, std::span<const Expr>(args.begin(), args.size()));
}

Expr make_normal(const Expr& head, std::vector<Expr>&& args) {
  NormalNode* node = allocate_normal(head, args.size());
  Expr* out = node->begin();
  for (Expr& arg : args) new (out++) Expr(std::move(arg));
  node->size = static_cast<std::uint32_t>(args.size());
  node->refs = 1;
  args.clear();
  return Expr::from_node(node);
}

Expr make_list(std::span<const Expr> elements) { return make_normal(sym::List, elements); }
Expr make_list(std::initializer_list<Expr> elements) { return make_normal(sym::List, elements); }
Expr make_list(std::vector<Expr>&& elements) { return make_normal(sym::List, std::move(elements)); }
Expr make_rule(const Expr& left, const Expr& right) { return make_normal(sym::Rule, {left, right}); }
Expr make_byte_array(std::vector<std::uint8_t> bytes) { return make_node<ByteArrayNode>(std::move(bytes)); }

Expr make_opaque(OpaqueNode* node) {
  node->refs = 1;
  return Expr::from_node(node);
}

Expr with_head(const Expr& expr, const Expr& head) { return make_normal(head, expr.args()); }
Expr with_args(const Expr& expr, std::vector<Expr>&& args) { return make_normal(expr.head(), std::move(args)); }

Builder::Builder(const Expr& head, std::size_t expected) : node_(allocate_normal(head, expected < 4 ? 4 : expected)) {
  node_->refs = 1;
}
Builder::~Builder() {
  if (node_ != nullptr) Expr::from_node(node_);
}
void Builder::push(Expr value) {
  if (node_->size == node_->capacity) {
    NormalNode* larger = allocate_normal(node_->head, std::size_t{node_->capacity} * 2);
    std::memcpy(static_cast<void*>(larger->begin()), static_cast<void*>(node_->begin()), node_->size * sizeof(Expr));
    larger->size = node_->size;
    larger->refs = 1;
    node_->size = 0;  // the handles moved
    Expr::from_node(node_);
    node_ = larger;
  }
  new (node_->begin() + node_->size) Expr(std::move(value));
  ++node_->size;
}
void Builder::append(std::span<const Expr> values) {
  for (const Expr& value : values) push(value);
}
std::size_t Builder::size() const noexcept { return node_->size; }
Expr Builder::finish() {
  NormalNode* node = node_;
  node_ = nullptr;
  return Expr::from_node(node);
}

bool contains_symbol(const Expr& expr, const Expr& symbol) {
  std::vector<const Expr*> work{&expr};
  while (!work.empty()) {
    const Expr& e = *work.back();
    work.pop_back();
    if (e.identical(symbol)) return true;
    if (e.kind() == Kind::Normal) {
      work.push_back(&e.head());
      for (const Expr& arg : e.args()) work.push_back(&arg);
    } else if (e.is_association()) {
      for (const AssociationEntry& entry : e.association().entries) {
        work.push_back(&entry.key);
        work.push_back(&entry.value);
      }
    }
  }
  return false;
}

std::size_t leaf_count(const Expr& expr) {
  if (expr.is_packed()) {
    const array::Array& values = expr.array();
    std::size_t count = static_cast<std::size_t>(values.element_count());
    std::size_t lists = 1;  // one List symbol for the whole and for each row at each level
    for (std::size_t axis = 0; axis < static_cast<std::size_t>(values.rank()); ++axis) {
      count += lists;
      lists *= static_cast<std::size_t>(values.shape()[static_cast<int>(axis)]);
    }
    return count;
  }
  if (expr.is_rational()) return 3;
  if (expr.is_complex()) return 1 + leaf_count(expr.re()) + leaf_count(expr.im());
  if (expr.is_association()) {
    std::size_t count = 1;
    for (const AssociationEntry& entry : expr.association().entries) count += 1 + leaf_count(entry.key) + leaf_count(entry.value);
    return count;
  }
  if (!expr.is_normal()) return 1;
  std::size_t count = leaf_count(expr.head());
  for (const Expr& arg : expr.args()) count += leaf_count(arg);
  return count;
}

std::size_t depth(const Expr& expr) {
  if (expr.is_packed()) return static_cast<std::size_t>(expr.array().rank()) + 1;
  if (expr.is_association()) {
    std::size_t deepest = 1;
    for (const AssociationEntry& entry : expr.association().entries) deepest = std::max(deepest, depth(entry.value));
    return deepest + 1;
  }
  if (!expr.is_normal()) return 1;
  std::size_t deepest = 1;  // {} is no atom: its head is a part
  for (const Expr& arg : expr.args()) deepest = std::max(deepest, depth(arg));
  return deepest + 1;
}

std::size_t byte_count(const Expr& expr) {
  switch (expr.kind()) {
    case Kind::Integer: return expr.is_small_integer() ? 16 : 32 + expr.big_integer().bit_length() / 8;
    case Kind::String: return 32 + expr.string_value().size();
    case Kind::Symbol: return 0;
    case Kind::Rational: return 112;
    case Kind::Complex: return 16 + byte_count(expr.re()) + byte_count(expr.im());
    case Kind::PackedArray:
    case Kind::NumericArray: return 80 + static_cast<std::size_t>(expr.array().byte_count());
    case Kind::ByteArray: return 80 + expr.bytes().size();
    case Kind::Association: {
      std::size_t bytes = 64;
      for (const AssociationEntry& entry : expr.association().entries) bytes += 40 + byte_count(entry.key) + byte_count(entry.value);
      return bytes;
    }
    case Kind::Normal: {
      std::size_t bytes = 24 + 8 * expr.size() + byte_count(expr.head());
      for (const Expr& arg : expr.args()) bytes += byte_count(arg);
      return bytes;
    }
    default: return 24;
  }
}

}  // namespace lykos
