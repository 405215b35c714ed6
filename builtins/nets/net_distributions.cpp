// Distributions as parameters of RandomArrayLayer: from expressions to the lists nets/ reads, and back.
#include "builtins/nets/net_distributions.h"

#include <algorithm>
#include <string>

#include "builtins/nets/element_functions.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/values.h"
#include "nets/scalar_expression.h"

namespace lykos::builtins {

using nets::Value;

namespace {

// {a, b} of UniformDistribution[{a, b}] counts as two parameters.
std::vector<Expr> distribution_parameters(const Expr& distribution) {
  if (distribution.size() == 1 && distribution[0].is_list()) return {distribution[0].args().begin(), distribution[0].args().end()};
  return {distribution.args().begin(), distribution.args().end()};
}

void collect_slot_names(const Expr& expr, std::vector<Expr>& names) {
  if (expr.has_head(sym::Slot, 1)) {
    if (expr[0].is_string() && std::find(names.begin(), names.end(), expr[0]) == names.end()) names.push_back(expr[0]);
    return;
  }
  if (!expr.is_normal() || expr.has_head(sym::Function)) return;
  for (const Expr& argument : expr.args()) collect_slot_names(argument, names);
}

Expr with_numbered_slots(const Expr& expr, const std::vector<Expr>& names) {
  if (expr.has_head(sym::Slot, 1)) {
    const auto it = std::find(names.begin(), names.end(), expr[0]);
    return it == names.end() ? expr : make_normal(sym::Slot, {Expr::integer(it - names.begin() + 1)});
  }
  if (!expr.is_normal() || expr.has_head(sym::Function)) return expr;
  std::vector<Expr> args;
  for (const Expr& argument : expr.args()) args.push_back(with_numbered_slots(argument, names));
  return make_normal(expr.head(), std::move(args));
}

// NormalDistribution[0, 1], NormalDistribution[#1, #Width] &, Function[{m, s}, NormalDistribution[m, s]], or the symbol NormalDistribution.
// All parameters of a function number its slots alike; named ones in the order in which they first appear.
}  // namespace

std::optional<Value> read_distribution(const Expr& value) {
  const auto is_distribution = [](const Expr& e) { return e.is_normal() && e.head().is_symbol() && symbol_name(e.head()).ends_with("Distribution"); };
  nets::ValueList list;
  if (value.is_symbol() && symbol_name(value).ends_with("Distribution")) {
    // As many ports as the usual form has parameters.
    static const char* const kOne[] = {"BernoulliDistribution", "ChiDistribution", "ChiSquareDistribution", "ExponentialDistribution", "GeometricDistribution", "HalfNormalDistribution",
                                       "MaxwellDistribution", "PoissonDistribution", "RayleighDistribution", "StudentTDistribution"};
    const std::string name = symbol_name(value);
    const bool one = std::any_of(std::begin(kOne), std::end(kOne), [&](const char* known) { return name == known; });
    list.emplace_back(nets::Name{name});
    for (int i = 0; i < (one ? 1 : 2); ++i) list.emplace_back(nets::ScalarExpression::slot(i));
    return Value(std::move(list));
  }
  if (is_distribution(value)) {
    list.emplace_back(nets::Name{symbol_name(value.head())});
    for (const Expr& parameter : distribution_parameters(value)) {
      const auto number = read_value(parameter);
      if (!number || !number->is_number()) return std::nullopt;
      list.push_back(*number);
    }
    return Value(std::move(list));
  }
  if (!value.has_head(sym::Function) || value.size() < 1 || value.size() > 2) return std::nullopt;
  Expr body = value.size() == 1 ? value[0] : value[1];
  if (!is_distribution(body)) {  // a body that becomes a distribution when evaluated
    body = evaluate(body);
    if (!is_distribution(body)) return std::nullopt;
  }
  std::vector<Expr> names;
  collect_slot_names(body, names);
  std::vector<std::string> slot_names;
  for (const Expr& name : names) slot_names.push_back(name.string_value());
  list.emplace_back(nets::Name{symbol_name(body.head())});
  for (const Expr& parameter : distribution_parameters(body)) {
    std::vector<Expr> parts;
    if (value.size() == 2) parts.push_back(value[0]);
    parts.push_back(with_numbered_slots(parameter, names));
    const auto number = read_value(parameter);
    if (number && number->is_number()) list.push_back(*number);
    else list.emplace_back(element_function(make_normal(sym::Function, std::move(parts))).with_slot_names(slot_names));
  }
  return Value(std::move(list));
}

bool is_distribution(const nets::ValueList& list) {
  return !list.empty() && list[0].is(Value::Kind::Name) && list[0].name().ends_with("Distribution");
}

Expr distribution_to_expr(const nets::ValueList& list) {
  std::vector<Expr> parameters;
  bool function = false;
  for (std::size_t i = 1; i < list.size(); ++i) {
    Expr parameter = value_to_expr(list[i]);
    if (list[i].is(Value::Kind::Function)) {
      function = true;
      // The body of the pure function; a bare name stands for its value at the slot.
      parameter = parameter.has_head(sym::Function, 1) ? parameter[0] : make_normal(parameter, {make_normal(sym::Slot, {Expr::integer(1)})});
    }
    parameters.push_back(std::move(parameter));
  }
  const std::string& name = list[0].name();
  if ((name == "UniformDistribution" || name == "DiscreteUniformDistribution") && parameters.size() == 2) parameters = {make_list(std::move(parameters))};
  Expr distribution = make_normal(Expr::symbol(name), std::move(parameters));
  return function ? make_normal(sym::Function, {std::move(distribution)}) : distribution;
}

}  // namespace lykos::builtins
