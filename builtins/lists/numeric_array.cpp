// numeric_array.cpp - NumericArray objects: arrays of one fixed element type.
//
// The data is gathered into the widest type that holds it (Integer64, UnsignedInteger64, Real64 or ComplexReal64) and converted by the
// array engine, whose report of values lost decides what the method asked for allows.
#include <algorithm>
#include <cmath>

#include "builtins/lists/collection.h"
#include "builtins/lists/register.h"
#include "expr/number.h"

namespace lykos::builtins {

using array::Array;
using array::ConversionMethod;
using array::ConversionReport;
using array::DType;
using array::Shape;

namespace {

struct Method {
  const char* name;
  ConversionMethod conversion;
  bool may_round;     // fractions may be lost
  bool may_overflow;  // values beyond the range may be changed
};
constexpr Method kMethods[] = {
    {"Check", ConversionMethod::Check, false, false},  {"ClipAndCheck", ConversionMethod::Clip, false, true},
    {"Coerce", ConversionMethod::Coerce, true, true},  {"ClipAndCoerce", ConversionMethod::Clip, true, true},
    {"Round", ConversionMethod::Round, true, false},   {"ClipAndRound", ConversionMethod::Clip, true, true},
    {"Scale", ConversionMethod::Scale, true, false},   {"ClipAndScale", ConversionMethod::ClipAndScale, true, true},
};

const Method* find_method(const Expr& name) {
  if (name.is(sym::Automatic)) return &kMethods[0];
  if (!name.is_string()) return nullptr;
  for (const Method& method : kMethods) {
    if (name.string_value() == method.name) return &method;
  }
  return nullptr;
}

// The leaves of a full list in the widest type; nullopt when it is ragged or holds something that is not a number.
std::optional<Array> widest_array(const Expr& data) {
  if (auto values = machine_array(data, true)) {
    if (values->dtype() != DType::Real64 || data.is_packed()) return values;
    // Integers beyond 63 bits came out as reals: keep them exact when all are unsigned 64-bit integers.
    const std::vector<std::int64_t> dims = dimensions_of(data);
    Array exact(DType::UnsignedInteger64, Shape(std::span<const std::int64_t>(dims)));
    std::int64_t next = 0;
    std::vector<Expr> stack{data};
    while (!stack.empty()) {
      const Expr e = stack.back();
      stack.pop_back();
      if (e.is_list()) {
        for (std::size_t i = e.size(); i-- > 0;) stack.push_back(e[i]);
        continue;
      }
      if (!e.is_integer()) return values;
      const Integer value = e.to_integer();
      if (value.sign() < 0 || value.bit_length() > 64) return values;
      exact.data<std::uint64_t>()[next++] = static_cast<std::uint64_t>(mpz_get_ui(value.gmp()));
    }
    return exact;
  }
  if (data.is_list()) {  // empty arrays have a shape too
    const std::vector<std::int64_t> dims = dimensions_of(data);
    if (std::find(dims.begin(), dims.end(), 0) != dims.end()) return Array(DType::Integer64, Shape(std::span<const std::int64_t>(dims)));
  }
  return std::nullopt;
}

// The type that Automatic chooses: the smallest integer type for integers, Real64, ComplexReal64.
DType automatic_type(const Array& values) {
  if (values.dtype() != DType::Integer64) return values.dtype();
  std::int64_t low = 0, high = 0;
  const std::int64_t* data = values.data<std::int64_t>();
  for (std::int64_t i = 0; i < values.element_count(); ++i) {
    low = std::min(low, data[i]);
    high = std::max(high, data[i]);
  }
  if (low >= 0) {
    if (high <= UINT8_MAX) return DType::UnsignedInteger8;
    if (high <= UINT16_MAX) return DType::UnsignedInteger16;
    if (high <= UINT32_MAX) return DType::UnsignedInteger32;
    return DType::UnsignedInteger64;
  }
  if (low >= INT8_MIN && high <= INT8_MAX) return DType::Integer8;
  if (low >= INT16_MIN && high <= INT16_MAX) return DType::Integer16;
  if (low >= INT32_MIN && high <= INT32_MAX) return DType::Integer32;
  return DType::Integer64;
}

// NumericArray[data], NumericArray[data, type], NumericArray[data, type, method]
MaybeExpr builtin_NumericArray(Call& call) {
  const Expr& data = call.arg(0);
  if (data.is_numeric_array() && call.size() == 1) return data;
  if (call.size() == 1 && !data.is_list() && !data.is_byte_array()) return std::nullopt;
  std::optional<Array> values;
  if (data.is_numeric_array()) {
    values = data.array();
  } else if (data.is_byte_array()) {
    values = Array::from(data.bytes().data(), Shape{static_cast<std::int64_t>(data.bytes().size())});
  } else {
    values = widest_array(data);
  }
  if (!values) return call.message("noconv", {data});
  DType type = data.is_byte_array() ? DType::UnsignedInteger8 : automatic_type(*values);
  if (call.size() >= 2 && !call.arg(1).is(sym::Automatic)) {
    const Expr& name = call.arg(1);
    if (name.is_numeric_array()) {  // the type of another array
      type = name.array().dtype();
    } else if (!name.is_string() || !array::dtype_from_name(name.string_value().c_str(), type)) {
      // Older spellings of the types.
      const std::string given = name.is_string() ? name.string_value() : std::string();
      if (given == "Byte") {
        type = DType::UnsignedInteger8;
      } else if (given == "Bit16") {
        type = DType::UnsignedInteger16;
      } else if (given == "Real") {
        type = DType::Real64;
      } else if (given == "Complex") {
        type = DType::ComplexReal64;
      } else if (given == "Complex64") {
        type = DType::ComplexReal32;
      } else if (given == "Complex128") {
        type = DType::ComplexReal64;
      } else {
        return call.message("type", {name});
      }
    }
  }
  const Expr method_name = call.size() == 3 ? call.arg(2) : Expr(sym::Automatic);
  const Method* method = find_method(method_name);
  if (method == nullptr) return call.message("method", {method_name});
  ConversionReport report;
  Array converted = values->convert(type, method->conversion, &report);
  const bool integer_target = array::is_integer(type);
  const bool failed = (report.out_of_range > 0 && !method->may_overflow) || (report.imaginary > 0 && method->conversion == ConversionMethod::Check) ||
                      (report.imaginary > 0 && !array::is_complex(type) && !method->may_round) || (integer_target && report.rounded > 0 && !method->may_round);
  if (failed) {
    call.message("nconvss", {data.is_numeric_array() ? Expr::string(array::name_of(values->dtype())) : Expr(sym::List), Expr::string(array::name_of(type)),
                             Expr::string(method->name)});
    return Expr(sym::DollarFailed);
  }
  return make_numeric_array(std::move(converted));
}

// NumericArrayQ[expr], NumericArrayQ[expr, type], NumericArrayQ[expr, type, dims]
MaybeExpr builtin_NumericArrayQ(Call& call) {
  const Expr& e = call.arg(0);
  if (!e.is_numeric_array()) return Expr::boolean(false);
  if (call.size() >= 2 && !matches(Expr::string(array::name_of(e.array().dtype())), call.arg(1))) return Expr::boolean(false);
  if (call.size() == 3 && !matches(integer_list(e.array().shape().span()), call.arg(2))) return Expr::boolean(false);
  return Expr::boolean(true);
}

// NumericArrayType[array]
MaybeExpr builtin_NumericArrayType(Call& call) {
  if (!call.arg(0).is_numeric_array()) return call.message("numarray", {call.arg(0)});
  return Expr::string(array::name_of(call.arg(0).array().dtype()));
}

constexpr Builtin kBuiltins[] = {
    {.name = "NumericArray",
     .fn = builtin_NumericArray,
     .arity = between(1, 3),
     .usage = "NumericArray[data] gives a numeric array of the numbers in data, with a type chosen for them.\n"
              "NumericArray[data, type] uses the type: \"Integer8\" ... \"Integer64\", \"UnsignedInteger8\" ... \"UnsignedInteger64\", \"Real32\", \"Real64\", "
              "\"ComplexReal32\", \"ComplexReal64\".\n"
              "NumericArray[data, type, method] converts by the method: \"Check\", \"Coerce\", \"Round\", \"Scale\", \"ClipAndCheck\", \"ClipAndCoerce\", "
              "\"ClipAndRound\" or \"ClipAndScale\".",
     .messages = {{"noconv", "`1` cannot be converted to a NumericArray: it is not a rectangular array of numbers."},
                  {"type", "`1` is not a valid NumericArray type."},
                  {"method", "`1` is not a valid method of conversion."},
                  {"nconvss", "Unable to convert `1` type data to NumericArray of type `2` with method `3`."}}},
    {.name = "NumericArrayQ",
     .fn = builtin_NumericArrayQ,
     .arity = between(1, 3),
     .usage = "NumericArrayQ[expr] gives True if expr is a valid NumericArray.\nNumericArrayQ[expr, type] requires its type to match.\n"
              "NumericArrayQ[expr, type, dims] requires its dimensions to match too."},
    {.name = "NumericArrayType",
     .fn = builtin_NumericArrayType,
     .arity = exactly(1),
     .usage = "NumericArrayType[array] gives the element type of a numeric array.",
     .messages = {{"numarray", "`1` is not a NumericArray."}}},
};

}  // namespace

void register_numeric_array(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
