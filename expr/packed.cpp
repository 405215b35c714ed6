// packed.cpp - packed arrays: lists of machine numbers in one buffer that act as the List they stand for.
#include <type_traits>

#include "array/list_loops.h"
#include "expr/association.h"

#include "expr/memory.h"
#include "expr/unit_step.h"
#include "expr/number.h"

namespace lykos {
namespace {

using array::Array;
using array::DType;
using array::Shape;

// The element expressions of the leading axis: numbers for a vector, packed rows otherwise.
Expr make_elements(const Array& values) {
  const std::int64_t count = values.shape()[0];
  Builder list(sym::List, static_cast<std::size_t>(count));
  if (values.rank() > 1) {
    for (std::int64_t i = 0; i < count; ++i) list.push(make_packed(values.part(i)));
    return list.finish();
  }
  switch (values.dtype()) {
    case DType::Integer64: {
      const auto* data = values.data<std::int64_t>();
      for (std::int64_t i = 0; i < count; ++i) list.push(Expr::integer(data[i]));
      break;
    }
    case DType::Real64: {
      const auto* data = values.data<double>();
      for (std::int64_t i = 0; i < count; ++i) list.push(Expr::real(data[i]));
      break;
    }
    default: {
      const auto* data = values.data<double>();
      for (std::int64_t i = 0; i < count; ++i) list.push(Expr::complex(data[2 * i], data[2 * i + 1]));
    }
  }
  return list.finish();
}

enum class Element { Integer, Real, Complex, None };

// What a leaf would be packed as.
Element element_of(const Expr& e) {
  if (e.is_small_integer()) return Element::Integer;
  switch (e.kind()) {
    case Kind::Real: return Element::Real;
    case Kind::Complex: return e.re().is_real() && e.im().is_real() ? Element::Complex : Element::None;
    case Kind::Integer: return e.big_integer().fits_int64() ? Element::Integer : Element::None;
    default: return Element::None;
  }
}

// The shape of a regular nested list, or rank 0 when it is ragged, empty somewhere, or has a leaf that cannot be packed.
// All leaves must be of one type: {1, 2.} stays unpacked, since packing would change the 1.
bool measure(const Expr& e, std::vector<std::int64_t>& dims, Element& type) {
  const Expr* level = &e;
  dims.clear();
  while (level->is_list()) {
    if (level->is_packed()) {
      const Array& values = level->array();
      for (int i = 0; i < values.rank(); ++i) dims.push_back(values.shape()[i]);
      type = values.dtype() == DType::Integer64 ? Element::Integer : values.dtype() == DType::Real64 ? Element::Real : Element::Complex;
      return true;
    }
    if (level->size() == 0) return false;
    dims.push_back(static_cast<std::int64_t>(level->size()));
    level = &level->args()[0];
  }
  type = element_of(*level);
  return type != Element::None && !dims.empty();
}

template <class T>
bool fill(const Expr& e, std::span<const std::int64_t> dims, Element type, T*& out) {
  if (dims.empty()) {
    if (element_of(e) != type) return false;
    if constexpr (std::is_same_v<T, std::int64_t>) {
      *out++ = e.is_small_integer() ? e.small_integer() : e.big_integer().to_int64();
    } else if (type == Element::Real) {
      *out++ = e.real_value();
    } else {
      *out++ = e.re().real_value();
      *out++ = e.im().real_value();
    }
    return true;
  }
  if (!e.is_list() || static_cast<std::int64_t>(e.size()) != dims[0]) return false;
  if (e.is_packed()) {
    const Array& values = e.array();
    if (values.rank() != static_cast<int>(dims.size())) return false;
    for (std::size_t i = 0; i < dims.size(); ++i)
      if (values.shape()[static_cast<int>(i)] != dims[i]) return false;
    const DType wanted = type == Element::Integer ? DType::Integer64 : type == Element::Real ? DType::Real64 : DType::ComplexReal64;
    if (values.dtype() != wanted) return false;
    std::memcpy(out, values.bytes(), static_cast<std::size_t>(values.byte_count()));
    out += values.byte_count() / static_cast<std::int64_t>(sizeof(T));
    return true;
  }
  for (const Expr& element : e.args())
    if (!fill(element, dims.subspan(1), type, out)) return false;
  return true;
}

}  // namespace

Expr make_packed(Array values) { return make_node<ArrayNode>(Kind::PackedArray, std::move(values)); }
Expr make_transposed(Array matrix) {
  Expr result = make_packed(std::move(matrix));
  static_cast<ArrayNode*>(result.node())->waiting = Waiting::Transpose;
  return result;
}
Expr make_unit_step(Array reals) {
  Expr result = make_packed(std::move(reals));
  static_cast<ArrayNode*>(result.node())->waiting = Waiting::UnitStep;
  return result;
}
const Array* before_unit_step(const Expr& list) {
  if (!list.is_packed()) return nullptr;
  const auto* packed = static_cast<const ArrayNode*>(list.node());
  return packed->waiting == Waiting::UnitStep ? &packed->value : nullptr;
}
void settle_packed(const ArrayNode& packed) {
  const Array& before = packed.value;
  if (packed.waiting == Waiting::Transpose) {
    const std::int64_t rows = before.shape()[0], columns = before.shape()[1];
    Array result(before.dtype(), Shape{columns, rows});
    array::list_loops().transpose(static_cast<std::uint64_t*>(result.bytes()), static_cast<const std::uint64_t*>(before.bytes()), rows, columns);
    packed.value = std::move(result);
  } else {
    Array result(DType::Integer64, before.shape());
    array::list_loops().unit_step(result.data<std::int64_t>(), before.data<double>(), before.element_count());
    packed.value = std::move(result);
  }
  packed.waiting = Waiting::None;
}
Expr make_numeric_array(Array values) { return make_node<ArrayNode>(Kind::NumericArray, std::move(values)); }

Expr pack(const Expr& list) {
  if (list.is_packed() || !list.is_list() || list.size() == 0) return list;
  std::vector<std::int64_t> dims;
  Element type = Element::None;
  if (!measure(list, dims, type)) return list;
  Shape shape;
  for (std::int64_t extent : dims) shape.push_back(extent);
  const DType dtype = type == Element::Integer ? DType::Integer64 : type == Element::Real ? DType::Real64 : DType::ComplexReal64;
  // Look at the last leaf first: most lists that cannot be packed differ there or at the start, and allocating is not free.
  const Expr* last = &list;
  while (last->kind() == Kind::Normal && last->is_list() && last->size() > 0) last = &last->args()[last->size() - 1];
  if (!last->is_packed() && element_of(*last) != type) return list;
  Array values(dtype, shape);
  bool done;
  if (type == Element::Integer) {
    auto* out = values.data<std::int64_t>();
    done = fill(list, dims, type, out);
  } else {
    auto* out = values.data<double>();
    done = fill(list, dims, type, out);
  }
  return done ? make_packed(std::move(values)) : list;
}

Expr unpack(const Expr& list) {
  if (!list.is_packed()) return list;
  list.args();
  return static_cast<const ArrayNode*>(list.node())->elements;
}

std::span<const Expr> Expr::args_of_container() const {
  switch (kind()) {
    case Kind::PackedArray: {
      const auto* packed = static_cast<const ArrayNode*>(node());
      if (packed->elements.is_small_integer()) packed->elements = make_elements(array());
      return packed->elements.args();
    }
    case Kind::Association: {
      const AssociationNode& node = association();
      if (!node.rules.is_list()) {
        Builder rules(sym::List, node.entries.size());
        for (const AssociationEntry& entry : node.entries)
          rules.push(make_normal(entry.delayed ? sym::RuleDelayed : sym::Rule, {entry.key, entry.value}));
        node.rules = rules.finish();
      }
      return node.rules.args();
    }
    default: return {};
  }
}

}  // namespace lykos
