// Elements of HDF5 data as expressions and back.
#include "builtins/files/hdf5_values.h"

#include <algorithm>
#include <cstring>

#include "builtins/support.h"
#include "expr/association.h"
#include "expr/number.h"

namespace lykos::builtins::hdf5 {

using array::Array;
using array::DType;
using array::Shape;

bool ValueType::is_complex() const {
  return kind == Kind::Compound && members.size() == 2 && members[0].kind == Kind::Real && members[1].kind == Kind::Real &&
         ((names[0] == "Re" && names[1] == "Im") || (names[0] == "r" && names[1] == "i"));
}

bool ValueType::is_boolean() const { return kind == Kind::Enumeration && names == std::vector<std::string>{"FALSE", "TRUE"} && values == std::vector<std::int64_t>{0, 1}; }

hid_t native_type(DType type) {
  static constexpr const char* kNames[] = {"H5T_NATIVE_INT8_g",  "H5T_NATIVE_INT16_g",  "H5T_NATIVE_INT32_g",  "H5T_NATIVE_INT64_g", "H5T_NATIVE_UINT8_g",
                                           "H5T_NATIVE_UINT16_g", "H5T_NATIVE_UINT32_g", "H5T_NATIVE_UINT64_g", "H5T_NATIVE_FLOAT_g", "H5T_NATIVE_DOUBLE_g"};
  return array::is_complex(type) ? hid_t{-1} : library().constant(kNames[static_cast<int>(type)]);
}

ValueType describe_type(hid_t type) {
  const Library& h5 = library();
  ValueType t;
  t.size = h5.H5Tget_size(type);
  switch (h5.H5Tget_class(type)) {
    case H5T_INTEGER:
    case H5T_BITFIELD:
      t.kind = ValueType::Kind::Integer;
      t.is_signed = h5.H5Tget_class(type) == H5T_INTEGER && h5.H5Tget_sign(type) != H5T_SGN_NONE;
      break;
    case H5T_FLOAT: t.kind = ValueType::Kind::Real; break;
    case H5T_STRING: t.kind = h5.H5Tis_variable_str(type) > 0 ? ValueType::Kind::VariableText : ValueType::Kind::Text; break;
    case H5T_COMPOUND:
    case H5T_ENUM: {
      const bool compound = h5.H5Tget_class(type) == H5T_COMPOUND;
      t.kind = compound ? ValueType::Kind::Compound : ValueType::Kind::Enumeration;
      const int count = h5.H5Tget_nmembers(type);
      Handle base(compound ? -1 : h5.H5Tget_super(type), h5.H5Tclose);
      if (!compound) t.members.push_back(describe_type(base));
      for (int i = 0; i < count; ++i) {
        char* name = h5.H5Tget_member_name(type, static_cast<unsigned>(i));
        t.names.emplace_back(name != nullptr ? name : "");
        h5.H5free_memory(name);
        if (compound) {
          t.offsets.push_back(h5.H5Tget_member_offset(type, static_cast<unsigned>(i)));
          Handle member(h5.H5Tget_member_type(type, static_cast<unsigned>(i)), h5.H5Tclose);
          t.members.push_back(describe_type(member));
        } else {
          std::int64_t value = 0;  // little-endian: the low bytes come first
          h5.H5Tget_member_value(type, static_cast<unsigned>(i), &value);
          t.values.push_back(value);
        }
      }
      break;
    }
    case H5T_ARRAY: {
      t.kind = ValueType::Kind::FixedArray;
      std::vector<hsize_t> dimensions(static_cast<std::size_t>(std::max(0, h5.H5Tget_array_ndims(type))));
      h5.H5Tget_array_dims2(type, dimensions.data());
      t.dimensions.assign(dimensions.begin(), dimensions.end());
      Handle base(h5.H5Tget_super(type), h5.H5Tclose);
      t.members.push_back(describe_type(base));
      break;
    }
    case H5T_VLEN: {
      t.kind = ValueType::Kind::Sequence;
      Handle base(h5.H5Tget_super(type), h5.H5Tclose);
      t.members.push_back(describe_type(base));
      break;
    }
    case H5T_OPAQUE: t.kind = ValueType::Kind::Opaque; break;
    default: break;
  }
  return t;
}

Expr type_expr(const ValueType& t) {
  const std::string bits = std::to_string(t.size * 8);
  switch (t.kind) {
    case ValueType::Kind::Integer: return Expr::string((t.is_signed ? "Integer" : "UnsignedInteger") + bits);
    case ValueType::Kind::Real: return Expr::string("Real" + bits);
    case ValueType::Kind::Text:
    case ValueType::Kind::VariableText: return Expr::string("String");
    case ValueType::Kind::Enumeration: {
      if (t.is_boolean()) return Expr::string("Boolean");
      std::vector<AssociationEntry> entries;
      for (std::size_t i = 0; i < t.names.size(); ++i) entries.push_back({Expr::string(t.names[i]), Expr::integer(t.values[i])});
      return make_association({{Expr::string("Class"), Expr::string("Enumeration")}, {Expr::string("Nomenclature"), make_association(std::move(entries))}});
    }
    case ValueType::Kind::Compound: {
      if (t.is_complex()) return Expr::string("Complex" + type_expr(t.members[0]).string_value());
      std::vector<AssociationEntry> entries;
      for (std::size_t i = 0; i < t.names.size(); ++i) entries.push_back({Expr::string(t.names[i]), type_expr(t.members[i])});
      return make_association({{Expr::string("Class"), Expr::string("Compound")}, {Expr::string("Structure"), make_association(std::move(entries))}});
    }
    case ValueType::Kind::FixedArray: {
      std::vector<Expr> sizes;
      for (std::int64_t n : t.dimensions) sizes.push_back(Expr::integer(n));
      return make_association({{Expr::string("Class"), Expr::string("Array")}, {Expr::string("DataFormat"), type_expr(t.members[0])}, {Expr::string("Dimensions"), make_list(std::move(sizes))}});
    }
    case ValueType::Kind::Sequence: return make_association({{Expr::string("Class"), Expr::string("Vlen")}, {Expr::string("DataFormat"), type_expr(t.members[0])}});
    case ValueType::Kind::Opaque: return Expr::string("ByteArray");
    case ValueType::Kind::Unknown: break;
  }
  return Expr::string("Unknown");
}

namespace {

std::int64_t integer_at(const ValueType& t, const char* at) {
  std::int64_t value = 0;
  std::memcpy(&value, at, std::min<std::size_t>(t.size, 8));
  if (t.is_signed && t.size < 8) {
    const int shift = static_cast<int>(64 - 8 * t.size);
    value = static_cast<std::int64_t>(static_cast<std::uint64_t>(value) << shift) >> shift;
  }
  return value;
}

double real_at(const ValueType& t, const char* at) {
  if (t.size == 4) {
    float x = 0;
    std::memcpy(&x, at, 4);
    return x;
  }
  double x = 0;
  if (t.size == 8) std::memcpy(&x, at, 8);
  if (t.size > 8) {
    long double wide = 0;
    std::memcpy(&wide, at, std::min(t.size, sizeof wide));
    x = static_cast<double>(wide);
  }
  return x;
}

Expr element_expr(const ValueType& t, const char* at) {
  switch (t.kind) {
    case ValueType::Kind::Integer: {
      const std::int64_t value = integer_at(t, at);
      return t.is_signed || value >= 0 ? Expr::integer(value) : Expr::integer(Integer::from_digits(std::to_string(static_cast<std::uint64_t>(value))));
    }
    case ValueType::Kind::Real: return Expr::real(real_at(t, at));
    case ValueType::Kind::Text: return Expr::string(std::string(at, strnlen(at, t.size)));
    case ValueType::Kind::VariableText: {
      const char* text = nullptr;
      std::memcpy(&text, at, sizeof text);
      return Expr::string(text != nullptr ? text : "");
    }
    case ValueType::Kind::Enumeration: {
      const std::int64_t value = integer_at(t.members[0], at);
      if (t.is_boolean()) return Expr::boolean(value != 0);
      const auto it = std::find(t.values.begin(), t.values.end(), value);
      return it == t.values.end() ? Expr::integer(value) : Expr::string(t.names[static_cast<std::size_t>(it - t.values.begin())]);
    }
    case ValueType::Kind::Compound: {
      if (t.is_complex()) return Expr::complex(real_at(t.members[0], at + t.offsets[0]), real_at(t.members[1], at + t.offsets[1]));
      std::vector<AssociationEntry> entries;
      for (std::size_t i = 0; i < t.names.size(); ++i) entries.push_back({Expr::string(t.names[i]), element_expr(t.members[i], at + t.offsets[i])});
      return make_association(std::move(entries));
    }
    case ValueType::Kind::FixedArray: return elements_expr(t.members[0], at, t.dimensions);
    case ValueType::Kind::Sequence: {
      hvl_t sequence{};
      std::memcpy(&sequence, at, sizeof sequence);
      return elements_expr(t.members[0], static_cast<const char*>(sequence.p), {static_cast<std::int64_t>(sequence.len)});
    }
    case ValueType::Kind::Opaque: return make_byte_array(std::vector<std::uint8_t>(at, at + t.size));
    case ValueType::Kind::Unknown: break;
  }
  return missing("NotAvailable");
}

Expr nested(const ValueType& t, const char*& at, const std::vector<std::int64_t>& dimensions, std::size_t level) {
  if (level == dimensions.size()) {
    const Expr element = element_expr(t, at);
    at += t.size;
    return element;
  }
  Builder list(sym::List, static_cast<std::size_t>(dimensions[level]));
  for (std::int64_t i = 0; i < dimensions[level]; ++i) list.push(nested(t, at, dimensions, level + 1));
  return list.finish();
}

template <typename From, typename To>
void widen(const char* data, To* out, std::int64_t count) {
  const auto* from = reinterpret_cast<const From*>(data);
  for (std::int64_t i = 0; i < count; ++i) out[i] = static_cast<To>(from[i]);
}

// Plain numbers as one packed array; an invalid array where elements must be looked at one by one.
Array packed_numbers(const ValueType& t, const char* data, const Shape& shape) {
  const std::int64_t count = shape.element_count();
  if (t.kind == ValueType::Kind::Real && (t.size == 4 || t.size == 8)) {
    Array values(DType::Real64, shape);
    if (t.size == 4) widen<float>(data, values.data<double>(), count);
    else std::memcpy(values.bytes(), data, static_cast<std::size_t>(values.byte_count()));
    return values;
  }
  if (t.kind == ValueType::Kind::Integer && (t.size < 8 || t.is_signed)) {
    Array values(DType::Integer64, shape);
    auto* out = values.data<std::int64_t>();
    if (t.size == 8) std::memcpy(out, data, static_cast<std::size_t>(values.byte_count()));
    else if (t.size == 4) t.is_signed ? widen<std::int32_t>(data, out, count) : widen<std::uint32_t>(data, out, count);
    else if (t.size == 2) t.is_signed ? widen<std::int16_t>(data, out, count) : widen<std::uint16_t>(data, out, count);
    else t.is_signed ? widen<std::int8_t>(data, out, count) : widen<std::uint8_t>(data, out, count);
    return values;
  }
  return {};
}

}  // namespace

Expr elements_expr(const ValueType& t, const char* data, const std::vector<std::int64_t>& dimensions) {
  const bool empty = std::find(dimensions.begin(), dimensions.end(), 0) != dimensions.end();
  if (!dimensions.empty() && !empty && dimensions.size() <= 16) {
    const Array values = packed_numbers(t, data, Shape(std::span<const std::int64_t>(dimensions)));
    if (values.valid()) return make_packed(values);
  }
  const char* at = data;
  return pack(nested(t, at, dimensions, 0));
}

// ---- writing

namespace {

// The strings or truth values of a rectangular list, in order; false if it is none.
bool flatten(const Expr& data, std::size_t level, std::vector<hsize_t>& dimensions, std::vector<Expr>& leaves) {
  if (!data.is_list()) {
    leaves.push_back(data);
    return level == dimensions.size();
  }
  if (level == dimensions.size()) {
    if (!leaves.empty()) return false;
    dimensions.push_back(data.size());
  }
  if (dimensions[level] != data.size()) return false;
  for (const Expr& element : data.args()) {
    if (!flatten(element, level + 1, dimensions, leaves)) return false;
  }
  return true;
}

std::vector<hsize_t> sizes_of(const Shape& shape) { return {shape.begin(), shape.end()}; }

Handle complex_type(DType part) {
  const Library& h5 = library();
  const std::size_t size = static_cast<std::size_t>(array::size_of(part));
  Handle type(h5.H5Tcreate(H5T_COMPOUND, 2 * size), h5.H5Tclose);
  h5.H5Tinsert(type, "Re", 0, native_type(part));
  h5.H5Tinsert(type, "Im", size, native_type(part));
  return type;
}

Writable numeric(Array values, bool scalar) {
  const Library& h5 = library();
  const DType type = values.dtype();
  Writable w{array::is_complex(type) ? complex_type(type == DType::ComplexReal32 ? DType::Real32 : DType::Real64) : Handle(h5.H5Tcopy(native_type(type)), h5.H5Tclose),
             scalar ? std::vector<hsize_t>{} : sizes_of(values.shape()), scalar, {}, {}, std::move(values)};
  return w;
}

}  // namespace

std::optional<Writable> writable(const Expr& given, std::optional<DType> wanted, std::string& problem) {
  const Library& h5 = library();
  const Expr data = given.is_list() ? pack(given) : given;
  std::optional<Array> numbers;
  bool scalar = false;
  if (data.is_packed() || data.is_numeric_array()) {
    numbers = data.array();
  } else if (data.is_byte_array()) {
    const auto bytes = data.bytes();
    numbers = Array::from(bytes.data(), {static_cast<std::int64_t>(bytes.size())});
  } else if (data.is_real_number() || data.is_complex()) {
    scalar = true;
    const Expr one = pack(make_list({data}));
    if (one.is_packed()) numbers = one.array();
  }
  if (!numbers && (data.is_list() || data.is_real_number())) {  // exact fractions, mixed numbers
    const Expr approximate = apply(sym::N, {scalar ? make_list({data}) : data});
    const Expr dense = approximate.is_list() ? pack(approximate) : approximate;
    if (dense.is_packed()) numbers = dense.array();
  }
  if (numbers) {
    if (wanted && *wanted != numbers->dtype()) {
      array::ConversionReport report;
      Array converted = numbers->convert(*wanted, array::ConversionMethod::Check, &report);
      if (report.out_of_range > 0 || report.imaginary > 0 || (report.rounded > 0 && array::is_integer(*wanted))) {
        problem = std::string("the numbers do not fit the type ") + array::name_of(*wanted);
        return std::nullopt;
      }
      numbers = std::move(converted);
    }
    return numeric(std::move(*numbers), scalar);
  }
  std::vector<hsize_t> dimensions;
  std::vector<Expr> leaves;
  const bool rectangular = flatten(data, 0, dimensions, leaves);
  const bool empty = leaves.empty();
  if (rectangular && !empty && std::all_of(leaves.begin(), leaves.end(), [](const Expr& e) { return e.is_real_number() || e.is_complex(); })) {
    // Real and complex numbers together, or exact ones.
    const std::vector<std::int64_t> extents(dimensions.begin(), dimensions.end());
    Array values(DType::ComplexReal64, Shape(std::span<const std::int64_t>(extents)));
    auto* out = values.data<double>();
    for (const Expr& leaf : leaves) {
      for (const Expr& part : {apply(sym::Re, {leaf}), apply(sym::Im, {leaf})}) *out++ = machine_real(part).value_or(0);
    }
    return numeric(std::move(values), !data.is_list());
  }
  if (rectangular && (empty || std::all_of(leaves.begin(), leaves.end(), [](const Expr& e) { return e.is_string(); })) && data.is_list() + leaves.size() > 0) {
    Handle type(h5.H5Tcopy(h5.constant(empty ? "H5T_NATIVE_DOUBLE_g" : "H5T_C_S1_g")), h5.H5Tclose);
    if (!empty) {
      h5.H5Tset_size(type, H5T_VARIABLE);
      h5.H5Tset_cset(type, H5T_CSET_UTF8);
    }
    Writable w{std::move(type), dimensions, !data.is_list(), {}, {}, {}};
    for (const Expr& leaf : leaves) w.texts.push_back(leaf.string_value());
    w.bytes.resize(leaves.size() * sizeof(char*));
    for (std::size_t i = 0; i < w.texts.size(); ++i) {
      const char* text = w.texts[i].c_str();
      std::memcpy(w.bytes.data() + i * sizeof text, &text, sizeof text);
    }
    return w;
  }
  if (rectangular && std::all_of(leaves.begin(), leaves.end(), [](const Expr& e) { return e.is_true() || e.is_false(); })) {
    Handle type(h5.H5Tenum_create(native_type(DType::Integer8)), h5.H5Tclose);
    const std::int8_t no = 0, yes = 1;
    h5.H5Tenum_insert(type, "FALSE", &no);
    h5.H5Tenum_insert(type, "TRUE", &yes);
    Writable w{std::move(type), dimensions, !data.is_list(), {}, {}, {}};
    for (const Expr& leaf : leaves) w.bytes.push_back(leaf.is_true() ? 1 : 0);
    return w;
  }
  problem = data.is_list() && !rectangular ? "the lists have different lengths" : "only numbers, strings, truth values and rectangular lists of them can be stored";
  return std::nullopt;
}

}  // namespace lykos::builtins::hdf5
