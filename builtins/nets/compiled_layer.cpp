// CompiledLayer: functions of the language called from inside a net.
#include <algorithm>
#include <map>
#include <memory>

#include "builtins/nets/errors.h"
#include "builtins/nets/function_tracer.h"
#include "builtins/nets/layers.h"
#include "builtins/nets/values.h"
#include "formatting/formatting.h"
#include "nets/host_code.h"

namespace lykos::builtins {

using array::DType;
using array::Shape;
using nets::Net;
using nets::NetError;
using nets::Value;

namespace {

// Function[{Typed[x, type], ...}, body] as Function[{x, ...}, body], with the rank the first type states.
struct PlainFunction {
  Expr function;
  int rank = -1;
  bool numeric_arrays = false;   // the arguments are NumericArrays
  std::size_t arguments = 0;     // 0: not known
};

void read_type(const Expr& given, PlainFunction& f) {
  const Expr type = evaluate(given);
  const std::string text = to_input_form(type);
  f.numeric_arrays = text.find("NumericArray") != std::string::npos;
  if (type.is_normal() && type.size() >= 1) {
    if (const auto rank = machine_integer(type[type.size() - 1])) f.rank = static_cast<int>(*rank);
  } else if (type.is_string()) {
    f.rank = 0;
  }
}

std::size_t highest_slot(const Expr& expr) {
  if (expr.has_head(sym::Slot, 1)) return static_cast<std::size_t>(std::max<std::int64_t>(0, machine_integer(expr[0]).value_or(0)));
  if (!expr.is_normal() || expr.is_packed() || expr.has_head(sym::Function)) return 0;
  std::size_t highest = highest_slot(expr.head());
  for (const Expr& argument : expr.args()) highest = std::max(highest, highest_slot(argument));
  return highest;
}

PlainFunction plain_function(const Expr& given) {
  PlainFunction f{given};
  if (!given.has_head(sym::Function) || given.size() == 0) return f;
  if (given.size() == 1 || given[0].is_null()) {
    f.arguments = highest_slot(given[given.size() - 1]);
    return f;
  }
  std::vector<Expr> parameters;
  for (const Expr& parameter : given[0].is_list() ? given[0].args() : std::span<const Expr>(&given[0], 1)) {
    const bool typed = parameter.is_normal() && parameter.size() == 2 && parameter.head().is_symbol() && symbol_name(parameter.head()) == "Typed";
    if (typed && parameters.empty()) read_type(parameter[1], f);
    parameters.push_back(typed ? Expr(parameter[0]) : parameter);
  }
  f.arguments = parameters.size();
  f.function = make_normal(sym::Function, {make_list(std::move(parameters)), given[1]});
  return f;
}

class Code final : public nets::HostCode, public HoldsExpression {
 public:
  explicit Code(const Expr& expr) : expr_(expr), plain_(plain_function(expr)) {}
  const Expr& expr() const override { return expr_; }
  const PlainFunction& plain() const { return plain_; }

  bool equals(const ForeignValue& other) const override {
    const auto* o = dynamic_cast<const Code*>(&other);
    return o && o->expr_ == expr_;
  }
  std::size_t hash() const override { return static_cast<std::size_t>(lykos::hash(expr_)); }
  std::string text() const override { return to_input_form(expr_); }
  int argument_rank() const override { return plain_.rank; }

  std::vector<std::int64_t> result_dimensions(const std::vector<std::int64_t>& example) const override {
    if (const auto it = tried_.find(example); it != tried_.end()) return it->second;
    std::vector<std::int64_t> batched = example;
    batched.insert(batched.begin(), 1);
    const Array result = run({Array::filled(DType::Real64, Shape(std::span<const std::int64_t>(batched)), 0.5)}, true);
    return tried_[example] = {result.shape().begin() + 1, result.shape().end()};
  }

  std::shared_ptr<const array::HostFunction> function(const std::shared_ptr<const ForeignValue>& backward) const override;

  /// The function on a batch: the whole of it at once if it says that it takes one more rank than `examples` have, else one by one.
  Array run(const std::vector<Array>& operands, bool quiet = false) const {
    const int rank = operands[0].rank();
    if (plain_.rank == rank) return call(operands, quiet);
    std::vector<Array> results;
    for (std::int64_t i = 0; i < operands[0].shape()[0]; ++i) {
      std::vector<Array> example;
      for (const Array& a : operands) example.push_back(a.part(i));
      results.push_back(call(example, quiet));
      if (!(results.back().shape() == results[0].shape())) {
        throw NetError("compilederr", "The function " + short_text(expr_) + " gave arrays of different dimensions for the examples of a batch.", {}, "CompiledLayer");
      }
    }
    Shape shape = results[0].shape();
    shape.insert(0, static_cast<std::int64_t>(results.size()));
    Array all(DType::Real64, shape);
    double* out = all.data<double>();
    for (const Array& a : results) out = std::copy_n(a.data<double>(), a.element_count(), out);
    return all;
  }

 private:
  Array call(const std::vector<Array>& operands, bool quiet) const {
    std::vector<Expr> arguments;
    for (std::size_t i = 0; i < operands.size() && (plain_.arguments == 0 || i < plain_.arguments); ++i) arguments.push_back(array_to_expr(operands[i], plain_.numeric_arrays));
    const Expr whole = make_normal(plain_.function, std::move(arguments));
    const Expr value = quiet ? evaluate(make_normal(sym::Quiet, {whole})) : evaluate(whole);
    const ArrayReading reading = read_array(value);
    if (!reading.array) {
      throw NetError("compilederr", "What the function " + short_text(expr_) + " gave " + reading.problem, {}, "CompiledLayer");
    }
    return reading.array->convert(DType::Real64);
  }

  Expr expr_;
  PlainFunction plain_;
  mutable std::map<std::vector<std::int64_t>, std::vector<std::int64_t>> tried_;
};

class Calling final : public array::HostFunction {
 public:
  Calling(std::shared_ptr<const Code> code, std::shared_ptr<const Code> backward, bool forward) : code_(std::move(code)), backward_(std::move(backward)), forward_(forward) {}

  void call(std::span<const Array> operands, Array& result) const override {
    const Array value = code_->run({operands.begin(), operands.end()});
    if (!(value.shape() == result.shape())) {
      throw NetError("compilederr", "The function " + short_text(code_->expr()) + " gave an array of dimensions " + array::to_text(value.shape()) + " (the batch counted) where " +
                                        array::to_text(result.shape()) + " was expected.", {}, "CompiledLayer");
    }
    result = value.convert(result.dtype());
  }

  std::shared_ptr<const HostFunction> gradient() const override {
    if (forward_ && backward_) return std::make_shared<Calling>(backward_, nullptr, false);
    throw NetError("compilednograd", forward_ ? "CompiledLayer[" + short_text(code_->expr()) + ", ...] has no gradient function; give one as its second argument."
                                              : "The gradient function " + short_text(code_->expr()) + " of CompiledLayer has itself no gradient.", {}, "CompiledLayer");
  }

 private:
  std::shared_ptr<const Code> code_, backward_;
  bool forward_;
};

std::shared_ptr<const array::HostFunction> Code::function(const std::shared_ptr<const ForeignValue>& backward) const {
  return std::make_shared<Calling>(std::make_shared<Code>(expr_), std::dynamic_pointer_cast<const Code>(backward), true);
}

std::shared_ptr<const Code> read_code(const Expr& expr, const char* what) {
  const bool constant = expr.is_true() || expr.is_false() || expr.is_null() || expr.is(sym::None) || expr.is(sym::All) || expr.is(sym::Automatic) || expr.is(sym::DollarFailed) || is_infinity(expr);
  if (constant || expr.is_number() || expr.is_string() || expr.is_list() || expr.is_association() || expr.is_rule() || expr.has_head(sym::Span)) {
    throw NetError("netinvparam2", short_text(expr) + ", given as the " + what + " of CompiledLayer, is not a function.", {}, "CompiledLayer");
  }
  return std::make_shared<Code>(expr);
}

}  // namespace

Net construct_compiled_layer(const nets::LayerSpec& spec, std::span<const Expr> args) {
  const std::size_t positional = positional_count(args);
  if (positional < 1 || positional > 2) {
    throw NetError("netnargs", "CompiledLayer takes a function, a gradient function and options, but " + std::to_string(positional) + " arguments were given.", {}, spec.name);
  }
  std::vector<nets::Option> options;
  std::vector<Expr> rules;
  for (const Expr& argument : args.subspan(positional)) collect_option_rules(argument, rules);
  std::vector<std::pair<std::string, nets::PortType>> types;
  for (const Expr& rule : rules) {
    const std::string name = word_of(rule[0]);
    if (name == "Net") continue;  // follows from the function
    options.push_back({name, name == "LearningRateMultipliers" ? read_multipliers(rule[1]) : read_port_value(rule[1], name)});
    if (name == "Input" && !options.back().value.is_automatic() && !options.back().value.is_none()) types.emplace_back(name, nets::parse_port_type(options.back().value, name));
  }
  const auto code = read_code(args[0], "function");
  std::vector<Value> values{Value(std::shared_ptr<const nets::ForeignValue>(code))};
  const Expr gradient = positional == 2 ? args[1] : Expr(sym::Automatic);
  if (gradient.is(sym::None)) {
    values.emplace_back(nets::None{});
  } else if (!gradient.is(sym::Automatic)) {
    values.emplace_back(std::shared_ptr<const nets::ForeignValue>(read_code(gradient, "gradient function")));
  } else {
    // A function of whole batches is no function of the net's arrays.
    const bool whole_batches = !types.empty() && types[0].second.rank_known && code->plain().rank == types[0].second.rank() + 1;
    try {
      if (!whole_batches) options.push_back({"Net", Value(function_net(code->plain().function, types))});
    } catch (const NetError&) {
      // No gradient: asking for it says so.
    }
  }
  return nets::make_layer(spec, values, options);
}

}  // namespace lykos::builtins
