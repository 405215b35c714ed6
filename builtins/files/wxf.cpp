// wxf.cpp - WXF: a prefix code of one byte per token, lengths as base-128 numbers, everything little-endian.
//
//   f n head args...   s n name   S n text   C j i L integers   I n digits   r double   R n text   B n bytes
//   A n (- | :) key value ...     C1 / C2 type rank sizes... data (packed list / NumericArray)
#include "builtins/files/wxf.h"

#include <bit>
#include <cstring>

#include "array/array.h"
#include "builtins/files/formats.h"
#include "builtins/strings/encoding.h"
#include "builtins/strings/text.h"
#include "builtins/support.h"
#include "evaluator/contexts.h"
#include "expr/number.h"
#include "formatting/formatting.h"
#include "parser/parser.h"

namespace lykos::builtins {
namespace {

struct TypeCode {
  unsigned char code;
  array::DType type;
};
constexpr TypeCode kTypeCodes[] = {
    {0x00, array::DType::Integer8},          {0x01, array::DType::Integer16},         {0x02, array::DType::Integer32},
    {0x03, array::DType::Integer64},         {0x10, array::DType::UnsignedInteger8},  {0x11, array::DType::UnsignedInteger16},
    {0x12, array::DType::UnsignedInteger32}, {0x13, array::DType::UnsignedInteger64}, {0x22, array::DType::Real32},
    {0x23, array::DType::Real64},            {0x33, array::DType::ComplexReal32},     {0x34, array::DType::ComplexReal64}};

class Writer {
 public:
  std::string out;

  void write(const Expr& expr) {
    const RecursionGuard guard;
    switch (expr.kind()) {
      case Kind::Integer: return write_integer(expr);
      case Kind::Real: {
        out += 'r';
        write_bits(std::bit_cast<std::uint64_t>(expr.real_value()), 8);
        return;
      }
      case Kind::BigReal: return write_text('R', to_input_form(expr));
      case Kind::Rational:
        write_function(2, Expr(sym::Rational));
        write(Expr::integer(expr.rational_value().numerator()));
        write(Expr::integer(expr.rational_value().denominator()));
        return;
      case Kind::Complex:
        write_function(2, Expr(sym::Complex));
        write(expr.re());
        write(expr.im());
        return;
      case Kind::String: return write_text('S', expr.string_value());
      case Kind::Symbol: {
        const SymbolNode& node = expr.symbol_node();
        return write_text('s', node.context == "System`" ? node.name : full_name(node));
      }
      case Kind::ByteArray: {
        const auto& bytes = expr.bytes();
        return write_text('B', std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
      }
      case Kind::Association: {
        out += 'A';
        write_count(expr.size());
        for (const AssociationEntry& entry : expr.association().entries) {
          out += entry.delayed ? ':' : '-';
          write(entry.key);
          write(entry.value);
        }
        return;
      }
      case Kind::PackedArray: return write_array('\xC1', expr.array());
      case Kind::NumericArray: return write_array('\xC2', expr.array());
      case Kind::Opaque: {
        if (const auto plain = expr.opaque().reconstruct()) return write(*plain);
        write_function(1, expr.opaque().head());
        return write_text('S', expr.opaque().summary());
      }
      case Kind::Normal:
        write_function(expr.size(), expr.head());
        for (const Expr& arg : expr.args()) write(arg);
        return;
    }
  }

 private:
  void write_count(std::uint64_t n) {
    while (n >= 0x80) {
      out += static_cast<char>((n & 0x7FU) | 0x80U);
      n >>= 7;
    }
    out += static_cast<char>(n);
  }
  void write_bits(std::uint64_t bits, int bytes) {
    for (int i = 0; i < bytes; ++i) {
      out += static_cast<char>(bits & 0xFFU);
      bits >>= 8;
    }
  }
  void write_text(char token, std::string_view text) {
    out += token;
    write_count(text.size());
    out += text;
  }
  void write_function(std::size_t count, const Expr& head) {
    out += 'f';
    write_count(count);
    write(head);
  }
  void write_integer(const Expr& expr) {
    const Integer big = expr.to_integer();
    if (!big.fits_int64()) return write_text('I', big.to_string());
    const std::int64_t n = big.to_int64();
    if (n == static_cast<std::int8_t>(n)) out += 'C', write_bits(static_cast<std::uint64_t>(n), 1);
    else if (n == static_cast<std::int16_t>(n)) out += 'j', write_bits(static_cast<std::uint64_t>(n), 2);
    else if (n == static_cast<std::int32_t>(n)) out += 'i', write_bits(static_cast<std::uint64_t>(n), 4);
    else out += 'L', write_bits(static_cast<std::uint64_t>(n), 8);
  }
  void write_array(char token, const array::Array& values) {
    // A packed integer list is written with the narrowest type that holds it.
    array::Array stored = values;
    if (token == '\xC1' && values.dtype() == array::DType::Integer64) {
      const std::int64_t* data = values.data<std::int64_t>();
      std::int64_t low = 0;
      std::int64_t high = 0;
      for (std::int64_t i = 0; i < values.element_count(); ++i) {
        low = std::min(low, data[i]);
        high = std::max(high, data[i]);
      }
      if (low >= INT8_MIN && high <= INT8_MAX) stored = values.convert(array::DType::Integer8);
      else if (low >= INT16_MIN && high <= INT16_MAX) stored = values.convert(array::DType::Integer16);
      else if (low >= INT32_MIN && high <= INT32_MAX) stored = values.convert(array::DType::Integer32);
    }
    out += token;
    for (const TypeCode& row : kTypeCodes) {
      if (row.type == stored.dtype()) out += static_cast<char>(row.code);
    }
    write_count(static_cast<std::uint64_t>(stored.rank()));
    for (int axis = 0; axis < stored.rank(); ++axis) write_count(static_cast<std::uint64_t>(stored.shape()[axis]));
    out.append(static_cast<const char*>(stored.bytes()), static_cast<std::size_t>(stored.byte_count()));
  }
};

class Reader {
 public:
  Reader(std::string_view bytes, std::string& reason) : bytes_(bytes), reason_(reason) {}

  MaybeExpr read_all() {
    MaybeExpr result = read();
    if (result && at_ != bytes_.size()) return fail("there are bytes after the expression");
    return result;
  }

 private:
  std::nullopt_t fail(const char* what) {
    if (reason_.empty()) reason_ = std::string(what) + " (at byte " + std::to_string(at_) + ")";
    return std::nullopt;
  }

  std::optional<std::uint64_t> count() {
    std::uint64_t n = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      if (at_ >= bytes_.size()) return fail("the data end inside a length");
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      n |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) return n;
    }
    return fail("a length is too long");
  }

  std::optional<std::string_view> text() {
    const auto n = count();
    if (!n) return std::nullopt;
    if (*n > bytes_.size() - at_) return fail("a length goes beyond the data");
    const std::string_view result = bytes_.substr(at_, *n);
    at_ += *n;
    return result;
  }

  std::optional<std::uint64_t> bits(std::size_t size) {
    if (size > bytes_.size() - at_) return fail("the data end inside a number");
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = (value << 8) | static_cast<unsigned char>(bytes_[at_ + i]);
    at_ += size;
    return value;
  }

  MaybeExpr signed_integer(std::size_t size) {
    const auto value = bits(size);
    if (!value) return std::nullopt;
    const unsigned unused = static_cast<unsigned>(64 - 8 * size);
    return Expr::integer(static_cast<std::int64_t>(*value << unused) >> unused);
  }

  MaybeExpr array(bool packed) {
    const auto code = bits(1);
    if (!code) return std::nullopt;
    std::optional<array::DType> type;
    for (const TypeCode& row : kTypeCodes) {
      if (row.code == *code) type = row.type;
    }
    if (!type) return fail("unknown array element type");
    const auto rank = count();
    if (!rank) return std::nullopt;
    if (*rank == 0 || *rank > 64) return fail("array rank out of range");
    array::Shape shape;
    std::uint64_t elements = 1;
    for (std::uint64_t axis = 0; axis < *rank; ++axis) {
      const auto extent = count();
      if (!extent) return std::nullopt;
      if (*extent == 0) return fail("array size is not positive");
      if (*extent > bytes_.size() || elements > bytes_.size() / *extent) return fail("array sizes go beyond the data");
      elements *= *extent;
      shape.push_back(static_cast<std::int64_t>(*extent));
    }
    const std::uint64_t size = elements * static_cast<std::uint64_t>(array::size_of(*type));
    if (size > bytes_.size() - at_) return fail("array sizes go beyond the data");
    array::Array values(*type, shape);
    std::memcpy(values.bytes(), bytes_.data() + at_, size);
    at_ += size;
    if (!packed) return make_numeric_array(std::move(values));
    if (array::is_integer(*type)) return make_packed(values.convert(array::DType::Integer64));
    if (array::is_complex(*type)) return make_packed(values.convert(array::DType::ComplexReal64));
    return make_packed(values.convert(array::DType::Real64));
  }

  MaybeExpr association() {
    const auto n = count();
    if (!n) return std::nullopt;
    if (*n > bytes_.size()) return fail("a length goes beyond the data");
    std::vector<AssociationEntry> entries;
    for (std::uint64_t i = 0; i < *n; ++i) {
      if (at_ >= bytes_.size()) return fail("the data end inside an association");
      const char rule = bytes_[at_++];
      if (rule != '-' && rule != ':') return fail("an association entry is no rule");
      MaybeExpr key = read();
      if (!key) return std::nullopt;
      MaybeExpr value = read();
      if (!value) return std::nullopt;
      entries.push_back({std::move(*key), std::move(*value), rule == ':'});
    }
    return make_association(std::move(entries));
  }

  MaybeExpr function() {
    const auto n = count();
    if (!n) return std::nullopt;
    if (*n > bytes_.size()) return fail("a length goes beyond the data");
    MaybeExpr head = read();
    if (!head) return std::nullopt;
    std::vector<Expr> args;
    args.reserve(std::min<std::uint64_t>(*n, 4096));
    for (std::uint64_t i = 0; i < *n; ++i) {
      MaybeExpr arg = read();
      if (!arg) return std::nullopt;
      args.push_back(std::move(*arg));
    }
    // Numbers are atoms here, functions in the format.
    if (args.size() == 2 && head->is(sym::Rational) && args[0].is_integer() && args[1].is_integer() && !is_exact_zero(args[1])) {
      return Expr::rational(Rational(args[0].to_integer(), args[1].to_integer()));
    }
    if (args.size() == 2 && head->is(sym::Complex) && args[0].is_real_number() && args[1].is_real_number()) return Expr::complex(args[0], args[1]);
    return make_normal(*head, std::move(args));
  }

  MaybeExpr read() {
    const RecursionGuard guard;
    if (at_ >= bytes_.size()) return fail("the data end inside an expression");
    const auto token = static_cast<unsigned char>(bytes_[at_++]);
    switch (token) {
      case 'f': return function();
      case 's': {
        const auto name = text();
        if (!name || name->empty()) return fail("a symbol without a name");
        return Expr::symbol(*name);
      }
      case 'S': {
        const auto value = text();
        if (!value) return std::nullopt;
        return Expr::string(repair_utf8(std::string(*value)));
      }
      case 'B': {
        const auto value = text();
        if (!value) return std::nullopt;
        return make_byte_array(std::vector<std::uint8_t>(value->begin(), value->end()));
      }
      case 'C': return signed_integer(1);
      case 'j': return signed_integer(2);
      case 'i': return signed_integer(4);
      case 'L': return signed_integer(8);
      case 'I': {
        const auto digits = text();
        if (!digits) return std::nullopt;
        const bool negative = !digits->empty() && digits->front() == '-';
        const std::string_view plain = digits->substr(negative ? 1 : 0);
        if (plain.empty() || plain.find_first_not_of("0123456789") != std::string_view::npos) return fail("a big integer has a wrong digit");
        const Integer value = Integer::from_digits(plain);
        return Expr::integer(negative ? -value : value);
      }
      case 'r': {
        const auto value = bits(8);
        if (!value) return std::nullopt;
        return Expr::real(std::bit_cast<double>(*value));
      }
      case 'R': {
        const auto value = text();
        if (!value) return std::nullopt;
        const ParseResult parsed = parse_one(*value, plain_resolver());
        if (parsed.error || parsed.expressions.size() != 1) return fail("a big real is not written as a number");
        const Expr number = parsed.expressions[0].value.is_number() ? parsed.expressions[0].value : evaluate(parsed.expressions[0].value);
        if (!number.is_number()) return fail("a big real is not written as a number");
        return number;
      }
      case 'A': return association();
      case 0xC1: return array(true);
      case 0xC2: return array(false);
      default: --at_; return fail("unknown token");
    }
  }

  std::string_view bytes_;
  std::string& reason_;
  std::size_t at_ = 0;
};

}  // namespace

std::string to_wxf(const Expr& expr, bool compressed) {
  Writer writer;
  writer.write(expr);
  return compressed ? "8C:" + zlib_compress(writer.out) : "8:" + writer.out;
}

MaybeExpr from_wxf(std::string_view bytes, std::string& reason) {
  if (bytes.substr(0, 2) == "8:") return Reader(bytes.substr(2), reason).read_all();
  if (bytes.substr(0, 3) == "8C:") {
    const auto plain = zlib_decompress(bytes.substr(3));
    if (!plain) {
      reason = "the compressed data are damaged";
      return std::nullopt;
    }
    return Reader(*plain, reason).read_all();
  }
  reason = "the data do not start with the header 8: or 8C:";
  return std::nullopt;
}

namespace {

// BinarySerialize[e], BinarySerialize[e, PerformanceGoal -> "Size"]
MaybeExpr builtin_BinarySerialize(Call& call) {
  const Expr goal = call.option(Expr(sym::PerformanceGoal));
  const bool small = goal.is_string() && goal.string_value() == "Size";
  const std::string bytes = to_wxf(call.arg(0), small);
  return make_byte_array(std::vector<std::uint8_t>(bytes.begin(), bytes.end()));
}

// BinaryDeserialize[ba], BinaryDeserialize[ba, h]
MaybeExpr builtin_BinaryDeserialize(Call& call) {
  if (!call.arg(0).is_byte_array()) return call.message("bytearr", {call.arg(0)});
  const auto& bytes = call.arg(0).bytes();
  std::string reason;
  const MaybeExpr result = from_wxf(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()), reason);
  if (!result) {
    call.message("invwxf", {string_expr(reason)});
    return failed();
  }
  if (call.size() == 2) return make_normal(call.arg(1), {*result});
  return *result;
}

Expr import_wxf(const ImportRequest& request) {
  const std::string element = request.element("Expression");
  std::string reason;
  const MaybeExpr result = from_wxf(request.bytes, reason);
  if (!result) return request.malformed("", 0, reason);
  if (element == "HeldExpression") return make_normal(Expr(sym::HoldComplete), {*result});
  if (element == "Expression" || element == "Data") return *result;
  return request.unknown_element();
}

std::optional<std::string> export_wxf(const ExportRequest& request) {
  const Expr goal = request.option("PerformanceGoal");
  return to_wxf(request.value, goal.is_string() && goal.string_value() == "Size");
}

constexpr Builtin kBuiltins[] = {
    {.name = "BinarySerialize",
     .fn = builtin_BinarySerialize,
     .arity = exactly(1),
     .usage = "BinarySerialize[expr] gives a ByteArray with expr in the WXF format.\n"
              "BinarySerialize[expr, PerformanceGoal -> \"Size\"] compresses it.",
     .options = "{PerformanceGoal -> Automatic}"},
    {.name = "BinaryDeserialize",
     .fn = builtin_BinaryDeserialize,
     .arity = between(1, 2),
     .usage = "BinaryDeserialize[ba] recovers the expression that BinarySerialize put in the byte array ba.\n"
              "BinaryDeserialize[ba, h] wraps the head h around it before evaluation.",
     .messages = {{"invwxf", "The data are not valid WXF: `1`."}, {"bytearr", "`1` is not a ByteArray."}}},
};

}  // namespace

void register_wxf_format() {
  register_format({"WXF", {"wxf"}, import_wxf, export_wxf, true, {"Expression", "HeldExpression"}});
}
void register_wxf(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
