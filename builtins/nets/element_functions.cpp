// Compiling an expression into a scalar function is a walk over its heads: numbers become constants, slots inputs, and every head
// that nets/ knows is applied. A head it does not know may have definitions of the user's; then the call is evaluated with
// its slots standing for themselves and the walk goes on with what comes out.
#include "builtins/nets/element_functions.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "builtins/nets/errors.h"
#include "builtins/nets/values.h"
#include "expr/number.h"

namespace lykos::builtins {
namespace {

using nets::NetError;
using nets::ScalarExpression;

class FunctionCompiler {
 public:
  // `parameters` are the named arguments of Function[{x, y}, body]; slots of pure functions are found on the way.
  ScalarExpression compile_function(const Expr& function, int arity) {
    if (function.is_string()) {
      ScalarExpression result;
      if (nets::named_function(function.string_value(), true, result)) return result;
      const std::vector<std::string> names = nets::named_function_names();
      std::string text = "\"" + function.string_value() + "\" is not the name of an element-wise function.";
      const std::string nearest = nearest_name(function.string_value(), names);
      if (!nearest.empty()) text += " Did you mean \"" + nearest + "\"?";
      throw NetError("invfunc", text);
    }
    if (function.is_symbol()) return compile_symbol(function, arity);
    ScalarExpression result = compile_call(function, slots(std::max(arity, 1)));
    if (!slot_names_.empty()) result = result.with_slot_names(slot_names_);
    return result;
  }

 private:
  static std::vector<ScalarExpression> slots(int count) {
    std::vector<ScalarExpression> result;
    for (int i = 0; i < count; ++i) result.push_back(ScalarExpression::slot(i));
    return result;
  }

  ScalarExpression compile_symbol(const Expr& symbol, int arity) {
    const std::string name = symbol_name(symbol);
    ScalarExpression result;
    if (arity <= 1 && nets::named_function(name, false, result)) return result;
    const int count = arity > 0 ? arity : 2;  // Plus and its kin name no number of arguments; two stand for any
    if (arity != 1 && ScalarExpression::accepts(name, count)) {
      return ScalarExpression::apply(name, slots(count)).with_display_name(name, false);
    }
    // f[x_] := ...: what f gives for a slot.
    std::vector<Expr> arguments;
    for (int i = 1; i <= std::max(arity, 1); ++i) arguments.push_back(make_normal(sym::Slot, {Expr::integer(i)}));
    const Expr call = make_normal(symbol, std::vector<Expr>(arguments));
    const Expr value = evaluate(call);
    if (value == call) fail(call);
    arguments_ = slots(std::max(arity, 1));
    return compile(value);
  }

  // function[arguments...] where the function is a pure function, a composition or a symbol.
  ScalarExpression compile_call(const Expr& function, std::vector<ScalarExpression> arguments) {
    if (function.has_head(sym::Function)) {
      if (function.size() == 0) fail(function);  // Function[Sequence[]]
      const std::vector<ScalarExpression> outer_arguments = std::exchange(arguments_, arguments);
      std::vector<Expr> outer_names = std::exchange(names_, {});
      Expr body;
      if (function.size() == 1 || function[0].is_null()) {
        body = function.size() == 1 ? function[0] : function[1];
      } else {
        body = function[1];
        if (function[0].is_list()) {
          names_.assign(function[0].args().begin(), function[0].args().end());
        } else {
          names_ = {function[0]};
        }
        while (arguments_.size() < names_.size() && outer_arguments.empty()) {
          arguments_.push_back(ScalarExpression::slot(static_cast<int>(arguments_.size())));
        }
      }
      top_level_ = outer_arguments.empty();
      ScalarExpression result = compile(body);
      arguments_ = outer_arguments;
      names_ = std::move(outer_names);
      return result;
    }
    if (function.has_head(sym::Composition) || function.has_head(sym::RightComposition)) {
      std::vector<Expr> steps(function.args().begin(), function.args().end());
      if (function.has_head(sym::Composition)) std::reverse(steps.begin(), steps.end());
      for (const Expr& step : steps) arguments = {apply_head(step, arguments)};
      if (arguments.empty()) fail(function);
      return arguments[0];
    }
    if (function.is_normal()) fail(function);  // a list, or the like
    return apply_head(function, std::move(arguments));
  }

  ScalarExpression apply_head(const Expr& head, std::vector<ScalarExpression> arguments) {
    if (head.is_string()) {
      ScalarExpression named;
      if (nets::named_function(head.string_value(), true, named)) return substitute_slot(named, arguments);
    }
    if (head.is_symbol()) {
      const std::string name = symbol_name(head);
      if (ScalarExpression::accepts(name, static_cast<int>(arguments.size()))) return ScalarExpression::apply(name, arguments);
      fail(head);
    }
    if (head.has_head(sym::Function) || head.has_head(sym::Composition) || head.has_head(sym::RightComposition)) {
      const bool top = std::exchange(top_level_, false);
      ScalarExpression result = compile_call(head, std::move(arguments));
      top_level_ = top;
      return result;
    }
    fail(head);
  }

  static ScalarExpression substitute_slot(const ScalarExpression& function, const std::vector<ScalarExpression>& arguments) {
    array::ScalarExpression body;
    int inputs = 0;
    for (const ScalarExpression& a : arguments) inputs = std::max(inputs, a.slot_count());
    std::vector<array::ScalarTerm> slot_terms, terms;
    for (int i = 0; i < inputs; ++i) slot_terms.push_back(body.input(i));
    for (const ScalarExpression& a : arguments) {
      terms.push_back(body.inlined(a.body(), std::span<const array::ScalarTerm>(slot_terms.data(), static_cast<std::size_t>(a.slot_count()))));
    }
    body.set_result(body.inlined(function.body(), terms));
    return ScalarExpression(std::move(body));
  }

  ScalarExpression slot_value(const Expr& slot) {
    if (slot.size() == 1 && slot[0].is_string()) {
      const std::string& name = slot[0].string_value();
      auto found = std::find(slot_names_.begin(), slot_names_.end(), name);
      const auto index = static_cast<int>(found - slot_names_.begin());
      if (found == slot_names_.end()) slot_names_.push_back(name);
      return ScalarExpression::slot(index);
    }
    const std::int64_t n = slot.size() == 0 ? 1 : machine_integer(slot[0]).value_or(0);
    if (n < 1 || n > 64) fail(slot);
    if (n <= static_cast<std::int64_t>(arguments_.size())) return arguments_[static_cast<std::size_t>(n - 1)];
    if (top_level_) return ScalarExpression::slot(static_cast<int>(n - 1));
    fail(slot);
  }

  ScalarExpression compile(const Expr& expr) {
    const RecursionGuard guard;
    if (expr.is_real_number()) return ScalarExpression::constant(to_double(expr));
    if (expr.is_symbol()) {
      for (std::size_t i = 0; i < names_.size() && i < arguments_.size(); ++i) {
        if (names_[i].identical(expr)) return arguments_[i];
      }
      if (expr.is_true()) return ScalarExpression::constant(1);
      if (expr.is_false()) return ScalarExpression::constant(0);
      if (const auto x = machine_real(expr)) return ScalarExpression::constant(*x);
      const Expr value = evaluate(expr);
      if (!(value == expr)) return compile(value);
      fail(expr);
    }
    if (!expr.is_normal()) fail(expr);
    if (expr.has_head(sym::Slot)) return slot_value(expr);
    if (const auto special = compile_special(expr)) return *special;

    const Expr& head = expr.head();
    if (head.is_symbol() && !ScalarExpression::accepts(symbol_name(head), static_cast<int>(expr.size()))) {
      // Not a function of the table: the user's own definitions may rewrite it. Names of parameters stand for their slots.
      const Expr value = evaluate(with_parameters_as_slots(expr));
      if (!(value == expr) && !(value == with_parameters_as_slots(expr))) return compile(value);
      fail(expr);
    }
    std::vector<ScalarExpression> arguments;
    for (const Expr& argument : expr.args()) arguments.push_back(compile(argument));
    return apply_head(head, std::move(arguments));
  }

  // Only at the outermost function do the parameters coincide with slots; deeper ones keep their names.
  Expr with_parameters_as_slots(const Expr& expr) const {
    if (names_.empty() || !top_level_) return expr;
    std::vector<Expr> values;
    for (std::size_t i = 0; i < names_.size(); ++i) values.push_back(make_normal(sym::Slot, {Expr::integer(static_cast<std::int64_t>(i + 1))}));
    return substitute(expr, names_, values);
  }

  // Forms whose arguments are not plain values: lists of bounds and cases.
  std::optional<ScalarExpression> compile_special(const Expr& expr) {
    if (expr.has_head(sym::Clip) && expr.size() >= 2) {
      std::vector<ScalarExpression> arguments{compile(expr[0])};
      for (std::size_t i = 1; i < expr.size(); ++i) {
        if (!expr[i].is_list() || expr[i].size() != 2) fail(expr);
        for (const Expr& bound : expr[i].args()) arguments.push_back(compile(bound));
      }
      return ScalarExpression::apply("Clip", arguments);
    }
    if (expr.has_head(sym::Which) && expr.size() >= 2 && expr.size() % 2 == 0) {
      ScalarExpression result = ScalarExpression::constant(0);
      for (std::size_t i = expr.size(); i >= 2; i -= 2) {
        if (i == expr.size() && expr[i - 2].is_true()) {
          result = compile(expr[i - 1]);
          continue;
        }
        result = ScalarExpression::apply("If", {compile(expr[i - 2]), compile(expr[i - 1]), result});
      }
      return result;
    }
    if (expr.has_head(sym::Piecewise) && expr.size() >= 1 && expr[0].is_list()) {
      ScalarExpression result = expr.size() > 1 ? compile(expr[1]) : ScalarExpression::constant(0);
      for (std::size_t i = expr[0].size(); i >= 1; --i) {
        const Expr& piece = expr[0][i - 1];
        if (!piece.is_list() || piece.size() != 2) fail(expr);
        result = ScalarExpression::apply("If", {compile(piece[1]), compile(piece[0]), result});
      }
      return result;
    }
    if (expr.has_head(sym::Inequality) && expr.size() >= 3 && expr.size() % 2 == 1) {
      std::vector<ScalarExpression> parts;
      for (std::size_t i = 0; i + 2 < expr.size(); i += 2) {
        parts.push_back(apply_head(expr[i + 1], {compile(expr[i]), compile(expr[i + 2])}));
      }
      return ScalarExpression::apply("And", parts);
    }
    return std::nullopt;
  }

  [[noreturn]] static void fail(const Expr& part) {
    throw NetError("invfunc", short_text(part) +
                                  " cannot be computed element by element in a net. Arithmetic, comparisons, If, Which, Piecewise, Clip, "
                                  "Min, Max and the elementary functions can.");
  }

  std::vector<ScalarExpression> arguments_;
  std::vector<Expr> names_;
  std::vector<std::string> slot_names_;
  bool top_level_ = false;
};

// A pure function with the body's inputs as slots. Functions of the engine that the language lacks are written out.
class BodyPrinter {
 public:
  explicit BodyPrinter(const ScalarExpression& function) : function_(function) {}
  Expr print() const { return make_normal(sym::Function, {node(function_.body().result())}); }

 private:
  static Expr call(KnownSymbol head, std::initializer_list<Expr> args) { return make_normal(head, args); }

  Expr node(std::int32_t index) const {
    using Node = array::ScalarNode;
    using F = array::ScalarFunction;
    const Node& n = function_.body().nodes()[static_cast<std::size_t>(index)];
    if (n.kind == Node::Kind::Input) {
      const auto& names = function_.slot_names();
      const auto slot = static_cast<std::size_t>(n.input);
      return call(sym::Slot, {slot < names.size() ? Expr::string(names[slot]) : Expr::integer(n.input + 1)});
    }
    if (n.kind == Node::Kind::Constant) {
      const bool whole = n.constant == std::floor(n.constant) && std::fabs(n.constant) < 1e15;
      return whole ? Expr::integer(static_cast<std::int64_t>(n.constant)) : Expr::real(n.constant);
    }
    std::vector<Expr> x;
    for (int i = 0; i < arity_of(n.function); ++i) x.push_back(node(n.arguments[i]));
    switch (n.function) {
      case F::Select: return call(sym::If, {x[0], x[1], x[2]});
      case F::ArcTan2: return call(sym::ArcTan, {x[0], x[1]});
      case F::Square: return call(sym::Power, {x[0], Expr::integer(2)});
      case F::Reciprocal: return call(sym::Power, {x[0], Expr::integer(-1)});
      case F::ReciprocalSqrt: return call(sym::Power, {call(sym::Sqrt, {x[0]}), Expr::integer(-1)});
      case F::Log1p: return call(sym::Log, {call(sym::Plus, {Expr::integer(1), x[0]})});
      case F::SoftPlus: return call(sym::Log, {call(sym::Plus, {call(sym::Exp, {x[0]}), Expr::integer(1)})});
      case F::ExpM1: return call(sym::Plus, {call(sym::Exp, {x[0]}), Expr::integer(-1)});
      case F::Minus: return call(sym::Times, {Expr::integer(-1), x[0]});
      case F::Clip: return call(sym::Clip, {x[0], make_list({x[1], x[2]})});
      default: return make_normal(Expr::symbol(name_of(n.function)), std::move(x));
    }
  }

  const ScalarExpression& function_;
};

void count_slots(const Expr& expr, std::vector<Expr>& found) {
  if (expr.has_head(sym::Slot)) {
    if (std::none_of(found.begin(), found.end(), [&](const Expr& e) { return e == expr; })) found.push_back(expr);
    return;
  }
  if (!expr.is_normal() || expr.is_packed()) return;
  count_slots(expr.head(), found);
  for (const Expr& argument : expr.args()) count_slots(argument, found);
}

}  // namespace

ScalarExpression element_function(const Expr& function) { return FunctionCompiler().compile_function(function, 0); }
ScalarExpression element_function(const Expr& function, int arity) { return FunctionCompiler().compile_function(function, arity); }

Expr element_function_to_expr(const ScalarExpression& function) {
  if (!function.display_name().empty()) {
    return function.display_quoted() ? Expr::string(function.display_name()) : Expr::symbol(function.display_name());
  }
  return BodyPrinter(function).print();
}

bool is_combining_symbol(const Expr& expr) {
  for (KnownSymbol symbol : {sym::Plus, sym::Times, sym::Divide, sym::Subtract, sym::Power, sym::Min, sym::Max, sym::Mod}) {
    if (expr.is(symbol)) return true;
  }
  return false;
}

int slot_count(const Expr& function) {
  if (!function.has_head(sym::Function) || function.size() == 0) return 0;
  if (function.size() >= 2 && !function[0].is_null()) return function[0].is_list() ? static_cast<int>(function[0].size()) : 1;
  std::vector<Expr> found;
  count_slots(function[function.size() - 1], found);
  return static_cast<int>(found.size());
}

}  // namespace lykos::builtins
