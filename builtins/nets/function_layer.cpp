// FunctionLayer[f]: from a function to a layer, and the function kept for printing.
#include <memory>

#include "builtins/nets/errors.h"
#include "builtins/nets/function_tracer.h"
#include "builtins/nets/layers.h"
#include "builtins/nets/values.h"
#include "expr/association.h"
#include "formatting/formatting.h"

namespace lykos::builtins {

using nets::Net;
using nets::NetError;
using nets::Value;

namespace {

class ExpressionValue final : public nets::ForeignValue, public HoldsExpression {
 public:
  explicit ExpressionValue(Expr expr) : expr_(std::move(expr)) {}
  const Expr& expr() const override { return expr_; }
  bool equals(const ForeignValue& other) const override {
    const auto* o = dynamic_cast<const ExpressionValue*>(&other);
    return o && o->expr_ == expr_;
  }
  std::size_t hash() const override { return static_cast<std::size_t>(lykos::hash(expr_)); }
  std::string text() const override { return to_input_form(expr_); }

 private:
  Expr expr_;
};

}  // namespace

Value wrap_expression(const Expr& expr) { return Value(std::shared_ptr<const nets::ForeignValue>(std::make_shared<ExpressionValue>(expr))); }

Expr foreign_expression(const Value& value) {
  const auto* held = dynamic_cast<const HoldsExpression*>(value.foreign().get());
  return held ? held->expr() : Expr(sym::None);
}

// FunctionLayer[f, "port" -> shape, ...]; "Net" -> net gives the net f was compiled to, with arrays that have changed since.
Net construct_function_layer(const nets::LayerSpec& spec, std::span<const Expr> args) {
  const std::size_t positional = positional_count(args);
  if (positional != 1) {
    throw NetError("netnargs", "FunctionLayer takes one function and options, but " + std::to_string(positional) + " arguments were given.", {}, spec.name);
  }
  std::vector<Expr> rules;
  for (const Expr& argument : args.subspan(1)) collect_option_rules(argument, rules);
  std::vector<nets::Option> options;
  std::vector<std::pair<std::string, nets::PortType>> types;
  std::optional<Net> net;
  for (const Expr& rule : rules) {
    const std::string name = word_of(rule[0]);
    if (name == "Net") {
      net = to_layer(rule[1], "parameter \"Net\" of FunctionLayer");
      continue;
    }
    if (name == "LearningRateMultipliers") {
      options.push_back({name, read_multipliers(rule[1])});
      continue;
    }
    options.push_back({name, read_port_value(rule[1], name)});
    if (!options.back().value.is_automatic() && !options.back().value.is_none()) types.emplace_back(name, nets::parse_port_type(options.back().value, name));
  }
  if (!net) {
    std::string text = short_text(args[0], 200);
    while (!text.empty() && text.back() == ' ') text.pop_back();
    try {
      net = function_net(args[0], types);
    } catch (const NetError& error) {
      if (error.tag() == "compilerr") throw NetError("compilerr", "Cannot interpret " + text + " as a network: " + error.what() + ".", {}, spec.name);
      throw NetError("compilerr", "Cannot interpret " + text + " as a network. " + error.what(), {}, spec.name);
    }
  }
  return nets::make_layer(spec, {wrap_expression(args[0]), Value(*net)}, options);
}

}  // namespace lykos::builtins
