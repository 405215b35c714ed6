// packed_array.cpp - Normal, and the functions of the Developer` and Internal` contexts that look at or below the list level: packing and bags.
#include <algorithm>

#include "builtins/library.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/data_structures.h"
#include "builtins/lists/part.h"
#include "builtins/lists/register.h"
#include "builtins/lists/sparse_array.h"
#include "evaluator/apply_hooks.h"

namespace lykos::builtins {

using array::Array;
using array::DType;

namespace {

// ---- Normal

Expr normal_array(const Array& a) {
  const DType wide = array::is_complex(a.dtype()) ? DType::ComplexReal64 : array::is_integer(a.dtype()) ? DType::Integer64 : DType::Real64;
  if (a.rank() == 0) return array_number(a, 0);
  if (a.dtype() == DType::UnsignedInteger64) {  // may not fit a packed list
    std::vector<Expr> rows;
    for (std::int64_t i = 0; i < a.shape()[0]; ++i) rows.push_back(a.rank() > 1 ? normal_array(a.part(i)) : array_number(a, i));
    return list_of(std::move(rows));
  }
  return packed_list(a.convert(wide));
}

Expr association_rules(const Expr& association) {
  Builder out(sym::List, association.size());
  for (const AssociationEntry& entry : association.association().entries) {
    out.push(entry.delayed ? make_normal(sym::RuleDelayed, {entry.key, entry.value}) : make_rule(entry.key, entry.value));
  }
  return out.finish();
}

// Arrays inside lists become lists; `associations` says whether associations inside do too.
Expr normal(const Expr& e, bool associations) {
  if (e.is_numeric_array()) return normal_array(e.array());
  if (e.is_byte_array()) {
    std::vector<std::int64_t> values(e.bytes().begin(), e.bytes().end());
    return integer_list(values);
  }
  if (e.is_association()) return associations ? association_rules(e) : e;
  if (const auto sparse = dense_of_sparse(e)) return *sparse;
  if (e.has_head(sym::Dataset) && e.size() >= 1) return normal(e[0], false);
  if (e.has_head(sym::Dispatch, 1)) return e[0];
  if (e.has_head(sym::ConditionalExpression, 2)) return normal(e[0], associations);  // without the condition
  if (e.has_head(sym::SeriesData, 6)) {  // sum of the terms
    Builder terms(sym::Plus);
    for (std::size_t i = 0; i < e[2].size(); ++i) {
      const Expr power = evaluate(make_normal(sym::Times, {make_normal(sym::Plus, {e[3], Expr::integer(static_cast<std::int64_t>(i))}),
                                                           make_normal(sym::Power, {e[5], Expr::integer(-1)})}));
      const bool at_infinity = e[1].has_head(sym::DirectedInfinity);  // powers of 1/x
      const Expr base = at_infinity ? make_normal(sym::Power, {e[0], Expr::integer(-1)})
                                    : make_normal(sym::Plus, {e[0], make_normal(sym::Times, {Expr::integer(-1), e[1]})});
      terms.push(make_normal(sym::Times, {e[2][i], make_normal(sym::Power, {base, power})}));
    }
    return evaluate(terms.finish());
  }
  if (e.is_list() && !e.is_packed()) {
    RecursionGuard guard;
    std::vector<Expr> parts = elements_of(e);
    bool changed = false;
    for (Expr& part : parts) {
      Expr inner = normal(part, false);
      changed = changed || !inner.identical(part);
      part = std::move(inner);
    }
    return changed ? make_list(std::move(parts)) : e;
  }
  if (e.is_normal() && (contains_symbol(e, sym::ConditionalExpression) || contains_symbol(e, sym::SeriesData))) {  // anywhere inside
    RecursionGuard guard;
    std::vector<Expr> parts = elements_of(e);
    for (Expr& part : parts) part = normal(part, false);
    return make_normal(e.head(), std::move(parts));
  }
  return e;
}

// Objects with one of the heads, wherever they are.
Expr normal_heads(const Expr& e, std::span<const Expr> heads) {
  RecursionGuard guard;
  Expr result = e;
  if (e.is_association() || (e.kind() == Kind::Normal && !e.is_atom())) {
    std::vector<Expr> parts = elements_of(e);
    for (Expr& part : parts) part = normal_heads(part, heads);
    result = rebuild(e, std::move(parts));
  }
  const bool wanted = std::any_of(heads.begin(), heads.end(), [&](const Expr& head) { return head == e.head(); });
  return wanted ? normal(result, true) : result;
}

// Normal[expr], Normal[expr, h], Normal[expr, {h1, h2, ...}]
MaybeExpr builtin_Normal(Call& call) {
  if (MaybeExpr contents = normal_of_data_structure(call.arg(0))) return contents;
  if (call.size() == 2) {
    const std::vector<Expr> heads = call.arg(1).is_list() ? elements_of(call.arg(1)) : std::vector<Expr>{call.arg(1)};
    return normal_heads(call.arg(0), heads);
  }
  const Expr& e = call.arg(0);
  if (e.has_head(sym::GraphicsComplex) || e.has_head(sym::Graphics) || e.has_head(sym::Graphics3D) || e.has_head(sym::Legended)) {
    const Expr args[] = {e};
    return call_library("graphics/complexes", "normalGraphics", args);
  }
  return normal(e, true);
}

// ---- Developer`

// Developer`ToPackedArray[list], Developer`ToPackedArray[list, type]
MaybeExpr builtin_ToPackedArray(Call& call) {
  const Expr& list = call.arg(0);
  if (!list.is_list() || list.is_packed()) return list;
  if (call.size() == 2) {
    const auto values = machine_array(list, true);
    if (!values) return list;
    const bool to_real = call.arg(1).is(sym::Real), to_complex = call.arg(1).is(sym::Complex), to_integer = call.arg(1).is(sym::Integer);
    if (to_integer) return values->dtype() == DType::Integer64 ? make_packed(*values) : list;
    if (to_real) return values->dtype() != DType::ComplexReal64 ? make_packed(values->convert(DType::Real64)) : list;
    if (to_complex) return make_packed(values->convert(DType::ComplexReal64));
    return list;
  }
  return pack(list);
}

// Developer`PackedArrayQ[expr], [expr, type], [expr, type, rank]
MaybeExpr builtin_PackedArrayQ(Call& call) {
  const Expr& e = call.arg(0);
  if (!e.is_packed()) return Expr::boolean(false);
  if (call.size() >= 2 && !call.arg(1).is(sym::Automatic)) {
    const Expr type = e.array().dtype() == DType::Integer64 ? Expr(sym::Integer) : e.array().dtype() == DType::Real64 ? Expr(sym::Real) : Expr(sym::Complex);
    if (!(type == call.arg(1))) return Expr::boolean(false);
  }
  return Expr::boolean(call.size() < 3 || Expr::integer(e.array().rank()) == call.arg(2));
}

Expr unpacked(const Expr& e) {
  if (!e.is_packed()) return e;
  std::vector<Expr> parts = elements_of(e);
  for (Expr& part : parts) part = unpacked(part);
  return make_list(std::move(parts));
}

// Developer`FromPackedArray[expr]
MaybeExpr builtin_FromPackedArray(Call& call) { return unpacked(call.arg(0)); }

// ---- Internal`Bag: a list that grows in place

class BagNode : public OpaqueNode {
 public:
  std::vector<Expr> items;
  Expr head() const override {
    static const Expr symbol = Expr::symbol("Internal`Bag");
    return symbol;
  }
  bool equals(const OpaqueNode& other) const override { return this == &other; }
  std::uint64_t hash_value() const override { return reinterpret_cast<std::uintptr_t>(this); }
  std::string summary() const override { return "Internal`Bag[<" + std::to_string(items.size()) + ">]"; }
};

BagNode* as_bag(const Expr& e) { return e.is_opaque() ? dynamic_cast<BagNode*>(static_cast<OpaqueNode*>(e.node())) : nullptr; }

MaybeExpr builtin_Bag(Call& call) {
  auto* bag = new BagNode;
  if (call.size() == 1) bag->items = elements_of(call.arg(0));
  return make_opaque(bag);
}

// Internal`StuffBag[bag, expr], Internal`StuffBag[bag, list, 1]
MaybeExpr builtin_StuffBag(Call& call) {
  BagNode* bag = as_bag(call.arg(0));
  if (bag == nullptr) return std::nullopt;
  if (call.size() == 3) {
    const std::vector<Expr> items = elements_of(call.arg(1));
    bag->items.insert(bag->items.end(), items.begin(), items.end());
  } else {
    bag->items.push_back(call.arg(1));
  }
  return call.arg(0);
}

// Internal`BagPart[bag, part], Internal`BagPart[bag, All, head]
MaybeExpr builtin_BagPart(Call& call) {
  const BagNode* bag = as_bag(call.arg(0));
  if (bag == nullptr) return std::nullopt;
  const Expr list = list_of(std::vector<Expr>(bag->items));
  const MaybeExpr part = part_of(list, call.args().subspan(1, 1), call.expr());
  if (part && call.size() == 3 && part->is_list()) return with_head(unpacked(*part), call.arg(2));
  return part;
}

MaybeExpr builtin_BagLength(Call& call) {
  const BagNode* bag = as_bag(call.arg(0));
  return bag == nullptr ? std::nullopt : MaybeExpr(Expr::integer(static_cast<std::int64_t>(bag->items.size())));
}

constexpr Builtin kBuiltins[] = {
    {.name = "Normal",
     .fn = builtin_Normal,
     .arity = between(1, 2),
     .usage = "Normal[expr] converts special forms (associations, numeric and sparse arrays, byte arrays, series) to normal expressions.\n"
              "Normal[expr, h] converts objects with head h anywhere in expr."},
    {.name = "Developer`ToPackedArray",
     .fn = builtin_ToPackedArray,
     .arity = between(1, 2),
     .usage = "Developer`ToPackedArray[list] stores list as a packed array if possible.\nDeveloper`ToPackedArray[list, type] converts to Integer, Real or Complex."},
    {.name = "Developer`PackedArrayQ",
     .fn = builtin_PackedArrayQ,
     .arity = between(1, 3),
     .usage = "Developer`PackedArrayQ[expr] gives True if expr is stored as a packed array.\nDeveloper`PackedArrayQ[expr, type, rank] requires its type and rank."},
    {.name = "Developer`FromPackedArray",
     .fn = builtin_FromPackedArray,
     .arity = exactly(1),
     .usage = "Developer`FromPackedArray[list] stores list as an ordinary list."},
    {.name = "Internal`Bag",
     .fn = builtin_Bag,
     .arity = between(0, 1),
     .usage = "Internal`Bag[] makes an empty collection that grows in place.\nInternal`Bag[list] starts with the elements of list."},
    {.name = "Internal`StuffBag",
     .fn = builtin_StuffBag,
     .arity = between(2, 3),
     .usage = "Internal`StuffBag[bag, expr] adds expr to the bag.\nInternal`StuffBag[bag, list, 1] adds the elements of list."},
    {.name = "Internal`BagPart",
     .fn = builtin_BagPart,
     .arity = between(2, 3),
     .usage = "Internal`BagPart[bag, part] gives a part of the contents of the bag.\nInternal`BagPart[bag, All, head] gives the contents with another head."},
    {.name = "Internal`BagLength", .fn = builtin_BagLength, .arity = exactly(1), .usage = "Internal`BagLength[bag] gives the number of elements of the bag."},
};

}  // namespace

void register_packed_array(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
