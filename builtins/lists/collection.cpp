// collection.cpp - reading and picking elements of any container. Packed arrays are read from their buffer: asking an Expr for
// args() would make (and keep) an expression for every element.
#include "builtins/lists/collection.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;

Expr array_number(const Array& a, std::int64_t i) {
  switch (a.dtype()) {
    case DType::Integer8: return Expr::integer(a.data<std::int8_t>()[i]);
    case DType::Integer16: return Expr::integer(a.data<std::int16_t>()[i]);
    case DType::Integer32: return Expr::integer(a.data<std::int32_t>()[i]);
    case DType::Integer64: return Expr::integer(a.data<std::int64_t>()[i]);
    case DType::UnsignedInteger8: return Expr::integer(a.data<std::uint8_t>()[i]);
    case DType::UnsignedInteger16: return Expr::integer(a.data<std::uint16_t>()[i]);
    case DType::UnsignedInteger32: return Expr::integer(a.data<std::uint32_t>()[i]);
    case DType::UnsignedInteger64: {
      const std::uint64_t value = a.data<std::uint64_t>()[i];
      if (value <= static_cast<std::uint64_t>(INT64_MAX)) return Expr::integer(static_cast<std::int64_t>(value));
      return Expr::integer(Integer::from_digits(std::to_string(value)));
    }
    case DType::Real32: return Expr::real(static_cast<double>(a.data<float>()[i]));
    case DType::Real64: return Expr::real(a.data<double>()[i]);
    case DType::ComplexReal32: return Expr::complex(static_cast<double>(a.data<float>()[2 * i]), static_cast<double>(a.data<float>()[2 * i + 1]));
    case DType::ComplexReal64: return Expr::complex(a.data<double>()[2 * i], a.data<double>()[2 * i + 1]);
  }
  return Expr();
}

Expr array_element(const Array& a, std::int64_t index, bool numeric) {
  if (a.rank() > 1) return numeric ? make_numeric_array(a.part(index)) : make_packed(a.part(index));
  return array_number(a, index);
}

Array gather_rows(const Array& a, std::span<const std::int64_t> positions) {
  Shape shape = a.shape();
  shape[0] = static_cast<std::int64_t>(positions.size());
  Array result(a.dtype(), shape);
  std::int64_t row_bytes = size_of(a.dtype());
  for (int axis = 1; axis < shape.rank(); ++axis) row_bytes *= shape[axis];
  const auto* source = static_cast<const char*>(a.bytes());
  auto* target = static_cast<char*>(result.bytes());
  if (row_bytes == 8) {  // the usual vector: a plain loop is much faster than memcpy calls
    const auto* from = static_cast<const std::uint64_t*>(a.bytes());
    auto* to = static_cast<std::uint64_t*>(result.bytes());
    for (std::size_t i = 0; i < positions.size(); ++i) to[i] = from[positions[i]];
    return result;
  }
  for (std::size_t i = 0; i < positions.size(); ++i) {
    std::memcpy(target + static_cast<std::int64_t>(i) * row_bytes, source + positions[i] * row_bytes, static_cast<std::size_t>(row_bytes));
  }
  return result;
}

namespace {
Expr empty_levels(const Shape& shape, int axis) {
  if (shape[axis] == 0) return make_list(std::vector<Expr>{});
  const Expr inner = empty_levels(shape, axis + 1);
  return make_list(std::vector<Expr>(static_cast<std::size_t>(shape[axis]), inner));
}
}  // namespace

Expr packed_list(Array values) {
  for (std::int64_t extent : values.shape()) {
    if (extent == 0) return empty_levels(values.shape(), 0);
  }
  return make_packed(std::move(values));
}

bool is_container(const Expr& expr) {
  return !expr.is_atom() || expr.is_numeric_array() || expr.is_byte_array();
}

std::int64_t length_of(const Expr& container) {
  if (container.is_numeric_array()) return container.array().rank() == 0 ? 0 : container.array().shape()[0];
  if (container.is_byte_array()) return static_cast<std::int64_t>(container.bytes().size());
  return static_cast<std::int64_t>(container.size());
}

Expr element_at(const Expr& c, std::int64_t index) {
  switch (c.kind()) {
    case Kind::PackedArray: return array_element(c.array(), index);
    case Kind::NumericArray: return array_element(c.array(), index, true);
    case Kind::ByteArray: return Expr::integer(c.bytes()[static_cast<std::size_t>(index)]);
    case Kind::Association: return c.association().entries[static_cast<std::size_t>(index)].value;
    default: return c[static_cast<std::size_t>(index)];
  }
}

Expr pick(const Expr& c, std::span<const std::int64_t> positions) {
  switch (c.kind()) {
    case Kind::PackedArray:
      if (positions.empty()) return make_list(std::vector<Expr>{});
      return make_packed(gather_rows(c.array(), positions));
    case Kind::NumericArray: return make_numeric_array(gather_rows(c.array(), positions));
    case Kind::ByteArray: {
      std::vector<std::uint8_t> bytes;
      bytes.reserve(positions.size());
      for (std::int64_t p : positions) bytes.push_back(c.bytes()[static_cast<std::size_t>(p)]);
      return make_byte_array(std::move(bytes));
    }
    case Kind::Association: {
      std::vector<AssociationEntry> entries;
      entries.reserve(positions.size());
      for (std::int64_t p : positions) entries.push_back(c.association().entries[static_cast<std::size_t>(p)]);
      return make_association(std::move(entries));
    }
    default: {
      const std::span<const Expr> args = c.args();
      Builder out(c.head(), positions.size());
      for (std::int64_t p : positions) out.push(args[static_cast<std::size_t>(p)]);
      return out.finish();
    }
  }
}

Expr pick_range(const Expr& c, std::int64_t first, std::int64_t step, std::int64_t count) {
  if (step == 1 && first == 0 && count == length_of(c) && count > 0) return c;
  if (step == 1 && count > 0) {
    if (c.is_packed()) return make_packed(c.array().slice(first, first + count));
    if (c.is_numeric_array()) return make_numeric_array(c.array().slice(first, first + count));
    if (c.kind() == Kind::Normal) {
      return make_normal(c.head(), c.args().subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count)));
    }
  }
  if (c.is_packed() && c.array().rank() == 1 && size_of(c.array().dtype()) == sizeof(std::uint64_t) && count > 0) {
    Array result(c.array().dtype(), Shape{count});
    const auto* from = static_cast<const std::uint64_t*>(c.array().bytes()) + first;
    auto* to = static_cast<std::uint64_t*>(result.bytes());
    if (step == -1) {
      for (std::int64_t i = 0; i < count; ++i) to[i] = from[-i];
    } else {
      for (std::int64_t i = 0; i < count; ++i) to[i] = from[i * step];
    }
    return make_packed(std::move(result));
  }
  std::vector<std::int64_t> positions(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) positions[static_cast<std::size_t>(i)] = first + i * step;
  return pick(c, positions);
}

Expr drop_marked(const Expr& container, const std::vector<bool>& marked) {
  std::vector<std::int64_t> kept;
  kept.reserve(marked.size());
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (!marked[i]) kept.push_back(static_cast<std::int64_t>(i));
  }
  if (kept.size() == marked.size()) return container;
  return pick(container, kept);
}

Expr list_of(std::vector<Expr>&& elements) {
  const bool worth_packing = elements.size() >= 16 && (elements[0].is_real() || elements[0].is_small_integer() ||
                                                       elements[0].is_complex() || elements[0].is_packed());
  Expr list = make_list(std::move(elements));
  return worth_packing ? pack(list) : list;
}

Expr normal_of(const Expr& head, std::vector<Expr>&& elements) {
  return head.is(sym::List) ? list_of(std::move(elements)) : make_normal(head, std::move(elements));
}

Expr integer_list(std::span<const std::int64_t> values) {
  if (values.size() >= 16) return make_packed(Array::from(values.data(), Shape{static_cast<std::int64_t>(values.size())}));
  Builder out(sym::List, values.size());
  for (std::int64_t v : values) out.push(Expr::integer(v));
  return out.finish();
}

Expr real_list(std::span<const double> values) {
  if (values.size() >= 16) return make_packed(Array::from(values.data(), Shape{static_cast<std::int64_t>(values.size())}));
  Builder out(sym::List, values.size());
  for (double v : values) out.push(Expr::real(v));
  return out.finish();
}

std::vector<std::int64_t> dimensions_of(const Expr& expr, std::int64_t max_levels) {
  std::vector<std::int64_t> dims;
  if (expr.is_packed() || expr.is_numeric_array()) {
    for (std::int64_t extent : expr.array().shape()) {
      if (static_cast<std::int64_t>(dims.size()) >= max_levels) break;
      dims.push_back(extent);
    }
    return dims;
  }
  if (expr.is_byte_array()) return {static_cast<std::int64_t>(expr.bytes().size())};
  if (expr.kind() != Kind::Normal || max_levels <= 0) return dims;
  // Level by level: all parts of one level must have the same head and length.
  const Expr head = expr.head();
  std::vector<Expr> level{expr};
  while (static_cast<std::int64_t>(dims.size()) < max_levels) {
    if (level.empty()) break;
    const std::size_t size = level.front().size();
    for (const Expr& part : level) {
      if (!part.is_normal() || part.size() != size || !(part.head() == head)) return dims;
    }
    dims.push_back(static_cast<std::int64_t>(size));
    if (static_cast<std::int64_t>(dims.size()) >= max_levels || size == 0) break;
    bool all_packed = true;
    for (const Expr& part : level) all_packed = all_packed && part.is_packed();
    if (all_packed) {  // compare the remaining shapes without making the elements
      std::vector<std::int64_t> common;
      for (int axis = 1; axis < level.front().array().rank(); ++axis) common.push_back(level.front().array().shape()[axis]);
      for (const Expr& part : level) {
        std::size_t same = 0;
        while (same < common.size() && static_cast<int>(same) + 1 < part.array().rank() &&
               part.array().shape()[static_cast<int>(same) + 1] == common[same]) {
          ++same;
        }
        common.resize(same);
      }
      for (std::int64_t extent : common) {
        if (static_cast<std::int64_t>(dims.size()) < max_levels) dims.push_back(extent);
      }
      return dims;
    }
    std::vector<Expr> next;
    bool atoms = false;
    for (const Expr& part : level) {
      for (const Expr& sub : part.args()) {
        if (!sub.is_normal()) {
          atoms = true;
          break;
        }
        next.push_back(sub);
      }
      if (atoms) break;
    }
    if (atoms) break;
    level = std::move(next);
  }
  return dims;
}

namespace {
enum class NumberClass { None, Integer, Real, Complex };
struct Scan {
  NumberClass widest = NumberClass::Integer;
  bool machine = false;        // met a machine number
  bool only_integers = true;
};

bool scan_numbers(const Expr& e, Scan& scan, const std::vector<std::int64_t>& dims, std::size_t level, bool convert_all) {
  if (level < dims.size()) {
    if (e.is_packed()) {
      if (static_cast<std::size_t>(e.array().rank()) != dims.size() - level) return false;
      if (e.array().dtype() == DType::Real64) scan.widest = std::max(scan.widest, NumberClass::Real);
      if (e.array().dtype() == DType::ComplexReal64) scan.widest = NumberClass::Complex;
      if (e.array().dtype() != DType::Integer64) {
        scan.machine = true;
        scan.only_integers = false;
      }
      return true;
    }
    for (const Expr& sub : e.args()) {
      if (!scan_numbers(sub, scan, dims, level + 1, convert_all)) return false;
    }
    return true;
  }
  switch (e.kind()) {
    case Kind::Integer:
      if (!e.is_small_integer()) {
        if (!e.to_integer().fits_int64()) scan.only_integers = false;
      }
      return true;
    case Kind::Rational:
    case Kind::BigReal:
      scan.only_integers = false;
      scan.widest = std::max(scan.widest, NumberClass::Real);
      return e.kind() == Kind::Rational || convert_all;
    case Kind::Real:
      scan.only_integers = false;
      scan.machine = true;
      scan.widest = std::max(scan.widest, NumberClass::Real);
      return true;
    case Kind::Complex:
      scan.only_integers = false;
      scan.widest = NumberClass::Complex;
      if (e.re().is_real() || e.im().is_real()) scan.machine = true;
      return convert_all || !(e.re().is_big_real() || e.im().is_big_real());
    default: return false;
  }
}

void fill_numbers(const Expr& e, Array& out, std::int64_t& position) {
  if (e.is_packed()) {
    const Array values = e.array().convert(out.dtype());
    std::memcpy(static_cast<char*>(out.bytes()) + position * size_of(out.dtype()), values.bytes(), static_cast<std::size_t>(values.byte_count()));
    position += values.element_count();
    return;
  }
  if (e.is_normal()) {
    for (const Expr& sub : e.args()) fill_numbers(sub, out, position);
    return;
  }
  if (out.dtype() == DType::Integer64) {
    out.data<std::int64_t>()[position++] = e.is_small_integer() ? e.small_integer() : e.to_integer().to_int64();
  } else if (out.dtype() == DType::Real64) {
    out.data<double>()[position++] = to_double(e);
  } else {
    out.data<double>()[2 * position] = to_double(e.is_complex() ? e.re() : e);
    out.data<double>()[2 * position + 1] = e.is_complex() ? to_double(e.im()) : 0.0;
    ++position;
  }
}
}  // namespace

std::optional<Array> machine_array(const Expr& list, bool convert_all) {
  if (list.is_packed()) {
    if (convert_all && list.array().dtype() == DType::Integer64) return list.array();
    return list.array();
  }
  if (!list.is_list()) return std::nullopt;
  const std::vector<std::int64_t> dims = dimensions_of(list);
  for (std::int64_t d : dims) {
    if (d == 0) return std::nullopt;
  }
  Scan scan;
  if (!scan_numbers(list, scan, dims, 0, convert_all)) return std::nullopt;
  if (!scan.only_integers && !scan.machine && !convert_all) return std::nullopt;
  const DType dtype = scan.only_integers                     ? DType::Integer64
                      : scan.widest == NumberClass::Complex ? DType::ComplexReal64
                                                            : DType::Real64;
  Array out(dtype, Shape(std::span<const std::int64_t>(dims)));
  std::int64_t position = 0;
  fill_numbers(list, out, position);
  return out;
}

MaybeExpr operator_form(Call& call) {
  const Expr inner = call.expr().head();
  if (inner.size() != 1 || call.size() != 1) return std::nullopt;
  return make_normal(inner.head(), {call.arg(0), inner[0]});
}

MaybeExpr operator_form_first(Call& call) {
  const Expr inner = call.expr().head();
  if (inner.size() != 1 || call.size() != 1) return std::nullopt;
  return make_normal(inner.head(), {inner[0], call.arg(0)});
}

std::nullopt_t expects_normal(const Call& call, int position) {
  return call.message("normal", {Expr::integer(position), call.expr()});
}

}  // namespace lykos::builtins
