// Expressions to the values of nets/ and back.
#include "builtins/nets/values.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>

#include "array/bulk.h"
#include "builtins/nets/coders.h"
#include "builtins/nets/element_functions.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/net_distributions.h"
#include "builtins/nets/net_expr.h"
#include "array/random.h"
#include "expr/number.h"
#include "formatting/formatting.h"
#include "nets/scalar_expression.h"
#include "parser/parser.h"

namespace lykos::builtins {

using array::DType;
using array::Shape;
using nets::NetError;
using nets::Path;
using nets::PathKey;
using nets::Value;
using nets::ValueList;

namespace {

// Heads that nets/ reads as a list starting with the head's name: Restricted["Integer", 10], Scaled[1/2].
bool is_wrapper(const std::string& head) { return head == "Restricted" || head == "Scaled"; }

std::optional<Value> read_span(const Expr& expr) {
  nets::Span span;
  std::int64_t* ends[] = {&span.from, &span.to, &span.step};
  for (std::size_t i = 0; i < expr.size(); ++i) {
    if (i == 1 && expr[i].is(sym::All)) continue;
    const auto n = machine_integer(expr[i]);
    if (!n) return std::nullopt;
    *ends[i] = *n;
  }
  return Value(span);
}

std::optional<Value> read_net_array(const Expr& expr) {
  auto shared = std::make_shared<nets::SharedArray>();
  for (const Expr& argument : expr.args()) {
    if (argument.is_string()) {
      shared->name = argument.string_value();
    } else if (argument.is_association()) {
      for (const AssociationEntry& entry : argument.association().entries) {
        const std::string key = word_of(entry.key);
        if (key == "Name") shared->name = word_of(entry.value);
        if (key == "Array" && !entry.value.is(sym::Automatic)) {
          ArrayReading reading = read_array(entry.value);
          if (!reading.array) return std::nullopt;
          shared->value = reading.array->convert(reading.array->dtype() == DType::Real64 && reading.numeric_array ? DType::Real64 : DType::Real32);
        }
        if (key == "Dimensions" && entry.value.is_list()) {
          std::vector<std::int64_t> dimensions;
          for (const Expr& d : entry.value.args()) {
            const auto n = machine_integer(d);
            if (!n || *n < 1) return std::nullopt;
            dimensions.push_back(*n);
          }
          shared->dimensions = dimensions;
        }
      }
    }
  }
  if (shared->name.empty()) return std::nullopt;
  return Value(std::shared_ptr<const nets::SharedArray>(std::move(shared)));
}

}  // namespace

std::optional<Value> read_value(const Expr& expr) {
  if (const auto n = machine_integer(expr)) return Value(*n);
  if (expr.is_real_number()) return Value(to_double(expr));
  if (expr.is_string()) return Value(expr.string_value());
  if (expr.is_symbol()) {
    if (expr.is(sym::Automatic)) return Value(nets::Automatic{});
    if (expr.is(sym::None)) return Value(nets::None{});
    if (expr.is_true()) return Value(true);
    if (expr.is_false()) return Value(false);
    if (const auto x = machine_real(expr)) return Value(*x);  // Pi, E ...
    return Value(nets::Name{symbol_name(expr)});
  }
  if (is_infinity(expr)) return Value(nets::Name{"Infinity"});
  if (expr.is_opaque()) {
    if (const nets::Net* net = as_net(expr)) return Value(*net);
    if (const auto coder = as_coder(expr)) return Value(std::static_pointer_cast<const nets::PortCoder>(coder));
    return std::nullopt;
  }
  if (expr.is_numeric_array()) return Value(expr.array());
  if (expr.is_list()) {
    ValueList items;
    for (const Expr& element : expr.args()) {
      auto item = read_value(element);
      if (!item) return std::nullopt;
      items.push_back(std::move(*item));
    }
    return Value(std::move(items));
  }
  if (expr.is_association()) {
    ValueList items;
    for (const AssociationEntry& entry : expr.association().entries) {
      auto key = read_value(entry.key);
      auto value = read_value(entry.value);
      if (!key || !value) return std::nullopt;
      items.emplace_back(nets::RulePair(std::move(*key), std::move(*value)));
    }
    return Value(std::move(items));
  }
  if (!expr.is_normal()) return std::nullopt;
  if (expr.is_rule() || expr.has_head(sym::TwoWayRule, 2)) {
    auto left = read_value(expr[0]);
    auto right = read_value(expr[1]);
    if (!left || !right) return std::nullopt;
    return Value(nets::RulePair(std::move(*left), std::move(*right)));
  }
  if (expr.has_head(sym::Span) && expr.size() >= 2 && expr.size() <= 3) return read_span(expr);
  if (expr.has_head(sym::Blank, 0)) return Value(nets::Name{"_"});
  if (expr.has_head(sym::NetArray) || expr.has_head(sym::NetSharedArray)) return read_net_array(expr);
  if (expr.has_head(sym::Function)) {
    try {
      return Value(element_function(expr));
    } catch (const NetError&) {
      return std::nullopt;
    }
  }
  if (expr.head().is_symbol() && is_wrapper(symbol_name(expr.head()))) {
    ValueList items{Value(nets::Name{symbol_name(expr.head())})};
    for (const Expr& argument : expr.args()) {
      auto item = read_value(argument);
      if (!item) return std::nullopt;
      items.push_back(std::move(*item));
    }
    return Value(std::move(items));
  }
  if (const auto x = machine_real(expr)) return Value(*x);  // Sqrt[2] ...
  return std::nullopt;
}

// A coder as it is written at a port; a list of encoded things is {n, ..., NetEncoder[...]}.
static Expr coder_at_port(const std::shared_ptr<const nets::PortCoder>& coder) {
  if (coder->kind() != "List") return wrap_coder(coder);
  return evaluate(static_cast<const Coder&>(*coder).at_port());
}

Expr value_to_expr(const Value& value) {
  using Kind = Value::Kind;
  switch (value.kind()) {
    case Kind::Automatic: return sym::Automatic;
    case Kind::None: return sym::None;
    case Kind::Boolean: return Expr::boolean(value.boolean());
    case Kind::Integer: return Expr::integer(value.integer());
    case Kind::Real: return Expr::real(value.number());
    case Kind::String: return Expr::string(value.string());
    case Kind::Name:
      if (value.name() == "Infinity") return infinity();
      if (value.name() == "_") return make_normal(sym::Blank, {});
      return Expr::symbol(value.name());
    case Kind::Span: {
      const nets::Span& span = value.span();
      std::vector<Expr> ends{Expr::integer(span.from), span.to == -1 ? Expr(sym::All) : Expr::integer(span.to)};
      if (span.step != 1) ends.push_back(Expr::integer(span.step));
      return make_normal(sym::Span, std::move(ends));
    }
    case Kind::List: {
      const ValueList& list = value.list();
      if (is_distribution(list)) return distribution_to_expr(list);
      std::vector<Expr> items;
      const bool wrapped = !list.empty() && list[0].is(Kind::Name) && is_wrapper(list[0].name());
      for (std::size_t i = wrapped ? 1 : 0; i < list.size(); ++i) items.push_back(value_to_expr(list[i]));
      if (wrapped) return make_normal(Expr::symbol(list[0].name()), std::move(items));
      return make_list(std::move(items));
    }
    case Kind::Rule: return make_rule(value_to_expr(value.rule().first), value_to_expr(value.rule().second));
    case Kind::Function: return element_function_to_expr(value.function());
    case Kind::Net: return wrap_net(value.net());
    case Kind::Array: return make_numeric_array(value.array());
    case Kind::SharedArray: {
      const nets::SharedArray& shared = *value.shared_array();
      if (!shared.value && !shared.dimensions) return make_normal(sym::NetArray, {Expr::string(shared.name)});
      std::vector<AssociationEntry> entries{{Expr::string("Name"), Expr::string(shared.name)}};
      if (shared.value) entries.push_back({Expr::string("Array"), make_numeric_array(*shared.value)});
      if (shared.dimensions) {
        std::vector<Expr> dimensions;
        for (std::int64_t d : *shared.dimensions) dimensions.push_back(Expr::integer(d));
        entries.push_back({Expr::string("Dimensions"), make_list(std::move(dimensions))});
      }
      return make_normal(sym::NetArray, {make_association(std::move(entries))});
    }
    case Kind::Coder: return coder_at_port(value.coder());
    case Kind::Foreign: return foreign_expression(value);
  }
  return Expr();
}

Value read_array_value(const Expr& expr, std::string_view array_name) {
  if (expr.is(sym::Automatic)) return nets::Automatic{};
  if (expr.is(sym::None)) return nets::None{};
  if (const auto n = machine_integer(expr)) return *n;
  if (expr.is_real_number()) return to_double(expr);
  if (expr.has_head(sym::NetArray) || expr.has_head(sym::NetSharedArray)) {
    if (auto shared = read_net_array(expr)) return *shared;
  } else if (expr.is_list() || expr.is_numeric_array()) {
    ArrayReading reading = read_array(expr);
    if (reading.array) {
      // Real64 is kept when it was asked for with a NumericArray; everything else is stored as Real32.
      if (reading.array->dtype() == DType::Real64 && expr.is_numeric_array()) return std::move(*reading.array);
      return reading.array->convert(DType::Real32);
    }
  }
  throw NetError("netinvtensorvals", "The value specified for " + std::string(array_name) +
                                         " should be a real-valued tensor: a number, a rectangular list of real numbers, a "
                                         "NumericArray or a NetArray; " + short_text(expr) + " is not.");
}

// ---- arrays

namespace {

// Fills `out` from nested lists; the dimensions were taken along the first elements and are checked here.
class ArrayFiller {
 public:
  ArrayFiller(std::span<const std::int64_t> dimensions, double* out) : dimensions_(dimensions), out_(out) {}
  std::string problem;
  bool numeric_array = false;

  bool fill(const Expr& expr, std::size_t level) {
    if (expr.is_numeric_array() || expr.is_packed()) return fill_array(expr, level);
    if (level == dimensions_.size()) {
      if (expr.is_real()) {
        *out_++ = expr.real_value();
        return true;
      }
      if (expr.is_real_number()) {
        *out_++ = to_double(expr);
        return true;
      }
      if (expr.is_list()) return fail_ragged();
      if (const auto x = expr.is_complex() ? std::nullopt : machine_real(expr)) {
        *out_++ = *x;
        return true;
      }
      problem = "should be real numbers; it contains " + short_text(expr) + '.';
      return false;
    }
    if (!expr.is_list() || static_cast<std::int64_t>(expr.size()) != dimensions_[level]) {
      if (!expr.is_list() && !expr.is_real_number()) {
        problem = "should be real numbers; it contains " + short_text(expr) + '.';
        return false;
      }
      return fail_ragged();
    }
    for (const Expr& element : expr.args()) {
      if (!fill(element, level + 1)) return false;
    }
    return true;
  }

 private:
  bool fail_ragged() {
    problem = "is not rectangular: lists at the same level have different lengths.";
    return false;
  }
  bool fill_array(const Expr& expr, std::size_t level) {
    const Array& values = expr.array();
    numeric_array |= expr.is_numeric_array();
    if (array::is_complex(values.dtype())) {
      problem = "should be real numbers; it contains complex numbers.";
      return false;
    }
    if (values.rank() != static_cast<int>(dimensions_.size() - level)) return fail_ragged();
    for (int axis = 0; axis < values.rank(); ++axis) {
      if (values.shape()[axis] != dimensions_[level + static_cast<std::size_t>(axis)]) return fail_ragged();
    }
    const std::int64_t count = values.element_count();
    if (values.dtype() == DType::Real64) {
      std::copy_n(values.data<double>(), count, out_);
    } else {
      const Array wide = values.convert(DType::Real64);
      std::copy_n(wide.data<double>(), count, out_);
    }
    out_ += count;
    return true;
  }

  std::span<const std::int64_t> dimensions_;
  double* out_;
};

}  // namespace

std::vector<std::int64_t> leading_dimensions(const Expr& data) {
  std::vector<std::int64_t> dimensions;
  const Expr* at = &data;
  while (true) {
    if (at->is_packed() || at->is_numeric_array()) {
      for (std::int64_t extent : at->array().shape()) dimensions.push_back(extent);
      return dimensions;
    }
    if (!at->is_list()) return dimensions;
    dimensions.push_back(static_cast<std::int64_t>(at->size()));
    if (at->size() == 0) return dimensions;
    at = &at->args()[0];
  }
}

bool contains_numeric_array(const Expr& data) {
  if (data.is_numeric_array()) return true;
  if (data.is_packed() || !data.is_list()) {
    if (!data.is_association()) return false;
    for (const AssociationEntry& entry : data.association().entries) {
      if (contains_numeric_array(entry.value)) return true;
    }
    return false;
  }
  for (const Expr& element : data.args()) {
    if (!element.is_number() && contains_numeric_array(element)) return true;
  }
  return false;
}

ArrayReading read_array(const Expr& given) {
  ArrayReading result;
  const Expr expr = given.has_head(sym::SparseArray) ? apply(sym::Normal, {given}) : given;
  if (expr.is_packed() || expr.is_numeric_array()) {
    result.numeric_array = expr.is_numeric_array();
    if (array::is_complex(expr.array().dtype())) {
      result.problem = "should be real numbers; it contains complex numbers.";
    } else {
      result.array = expr.array();
    }
    return result;
  }
  if (expr.is_list() && expr.size() > 0) {
    const Expr packed = pack(expr);
    if (packed.is_packed() && !array::is_complex(packed.array().dtype())) {
      result.array = packed.array();
      return result;
    }
  }
  const std::vector<std::int64_t> dimensions = leading_dimensions(expr);
  Array values;
  try {
    values = Array(DType::Real64, Shape(std::span<const std::int64_t>(dimensions)));
  } catch (const std::length_error&) {
    result.problem = "is too large.";
    return result;
  }
  ArrayFiller filler(dimensions, values.data<double>());
  if (filler.fill(expr, 0)) {
    result.array = std::move(values);
  } else {
    result.problem = filler.problem;
  }
  result.numeric_array = filler.numeric_array;
  return result;
}

bool has_non_finite(const Array& values) { return !array::all_finite(values); }

namespace {

Expr real_to_expr(double x) {
  if (std::isnan(x)) return sym::Indeterminate;
  if (std::isinf(x)) return x > 0 ? infinity() : negative_infinity();
  return Expr::real(x);
}

// Lists with Indeterminate in them cannot be packed as a whole; rows without it still are.
Expr nested_list(const Array& values) {
  if (values.rank() == 0) return real_to_expr(values.real_at(0));
  if (values.element_count() > 0 && !has_non_finite(values)) return make_packed(values.convert(DType::Real64));
  Builder rows(sym::List, static_cast<std::size_t>(values.shape()[0]));
  for (std::int64_t i = 0; i < values.shape()[0]; ++i) rows.push(values.rank() == 1 ? real_to_expr(values.real_at(i)) : nested_list(values.part(i)));
  return rows.finish();
}

}  // namespace

Expr array_to_expr(const Array& values, bool as_numeric_array) {
  if (array::is_integer(values.dtype())) {
    if (values.rank() == 0) return Expr::integer(static_cast<std::int64_t>(values.real_at(0)));
    if (as_numeric_array) return make_numeric_array(values);
    if (values.element_count() > 0) return make_packed(values.convert(DType::Integer64));
  }
  if (values.rank() == 0) return real_to_expr(values.real_at(0));
  if (as_numeric_array) return make_numeric_array(values);
  return nested_list(values);
}

// ---- paths and shapes

std::optional<PathKey> read_path_key(const Expr& expr) {
  if (expr.is_string()) return PathKey(expr.string_value());
  if (const auto n = machine_integer(expr)) return PathKey(*n);
  if (expr.is_symbol() && !expr.is(sym::All) && !expr.is(sym::Automatic) && !expr.is(sym::None)) {
    return PathKey(symbol_name(expr));  // Interleaving, PaddingSize: parameters whose names are symbols
  }
  return std::nullopt;
}

std::optional<Path> read_path(const Expr& expr) {
  if (!expr.is_list()) {
    const auto key = read_path_key(expr);
    if (!key) return std::nullopt;
    return Path{*key};
  }
  Path path;
  for (const Expr& element : expr.args()) {
    const auto key = read_path_key(element);
    if (!key) return std::nullopt;
    path.push_back(*key);
  }
  return path;
}

Expr key_to_expr(const PathKey& key) { return key.is_index() ? Expr::integer(key.index) : Expr::string(key.name); }

Expr path_to_expr(const Path& path) {
  std::vector<Expr> keys;
  for (const PathKey& key : path) keys.push_back(key_to_expr(key));
  return make_list(std::move(keys));
}

Expr port_to_expr(const nets::Port& port) {
  if (port.coder) return coder_at_port(port.coder);
  return value_to_expr(nets::port_type_value(port.type));
}

Expr dimensions_to_expr(const nets::PortType& type, const Expr& unknown) {
  if (!type.rank_known) return unknown;
  std::vector<Expr> dimensions;
  for (const nets::Extent& extent : type.extents) dimensions.push_back(extent.known() ? Expr::integer(extent.size()) : unknown);
  return make_list(std::move(dimensions));
}

// ---- small readers

std::string symbol_name(const Expr& expr) { return expr.is_symbol() ? expr.symbol_node().name : std::string(); }

std::string word_of(const Expr& expr) { return expr.is_string() ? expr.string_value() : symbol_name(expr); }

std::string short_text(const Expr& expr, std::size_t limit) {
  // Large data is not printed in full only to be cut off.
  if (expr.is_packed() || expr.is_numeric_array()) {
    if (expr.array().element_count() > 32) {
      std::vector<std::int64_t> dimensions;
      for (std::int64_t extent : expr.array().shape()) dimensions.push_back(extent);
      return nets::describe_dimensions(dimensions);
    }
  } else if (expr.is_list() && expr.size() > 64) {
    return "a list of length " + std::to_string(expr.size());
  }
  std::string text = expr.is_opaque() ? expr.opaque().summary() : to_input_form(expr);
  if (text.size() > limit) {
    std::size_t cut = limit;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    text = text.substr(0, cut) + "...";
  }
  return text;
}

bool is_option_rule(const Expr& expr) { return expr.is_rule() && (expr[0].is_string() || expr[0].is_symbol()); }

namespace {

bool is_option_argument(const Expr& expr) {
  if (is_option_rule(expr)) return true;
  if (!expr.is_list() || expr.is_packed() || expr.size() == 0) return false;
  for (const Expr& element : expr.args()) {
    if (!is_option_argument(element)) return false;
  }
  return true;
}

}  // namespace

std::size_t positional_count(std::span<const Expr> args) {
  std::size_t count = args.size();
  while (count > 0 && is_option_argument(args[count - 1])) --count;
  return count;
}

void collect_option_rules(const Expr& expr, std::vector<Expr>& rules) {
  if (expr.is_rule()) {
    rules.push_back(expr);
  } else if (expr.is_list()) {
    for (const Expr& element : expr.args()) collect_option_rules(element, rules);
  }
}

std::uint64_t read_seed(const Expr& spec) {
  if (const auto n = machine_integer(spec)) return static_cast<std::uint64_t>(*n);
  if (spec.is_string()) {
    std::uint64_t h = 1469598103934665603ULL;  // FNV-1a: a seed must not depend on the standard library's hash
    for (unsigned char c : spec.string_value()) h = (h ^ c) * 1099511628211ULL;
    return h;
  }
  if (spec.is(sym::Automatic)) {
    static std::uint64_t calls = 0;
    const auto now = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    return array::mix_stream(now, ++calls);
  }
  if (spec.is(sym::Inherited)) {
    const Expr drawn = apply(sym::RandomInteger, {Expr::integer((std::int64_t{1} << 53) - 1)});
    if (const auto n = machine_integer(drawn)) return static_cast<std::uint64_t>(*n);
    return 1234;
  }
  throw NetError("seeding", "The value " + short_text(spec) +
                                " of RandomSeeding should be an integer, a string, Automatic (a fresh seed) or Inherited (drawn from the "
                                "random generator of the session).");
}

}  // namespace lykos::builtins
