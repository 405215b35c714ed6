// Scalar functions as the language writes them, on top of the engine's scalar expressions.
#include "nets/scalar_expression.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <utility>

#include "nets/error.h"
#include "nets/value.h"

namespace lykos::nets {

using array::ScalarFunction;
using array::ScalarTerm;

namespace {


// Numbers of arguments of a head.
struct Shape {
  const char* head;
  int minimum, maximum;  // number of arguments; -1: any
};

// Heads with argument forms of their own. Everything else is taken at the arity of the engine's table.
constexpr Shape kForms[] = {
    {"Plus", 0, -1},  {"Times", 0, -1},     {"Min", 1, -1},      {"Max", 1, -1},      {"And", 0, -1},  {"Or", 0, -1},
    {"Xor", 0, -1},   {"Less", 1, -1},      {"LessEqual", 1, -1}, {"Greater", 1, -1}, {"GreaterEqual", 1, -1},
    {"Equal", 1, -1}, {"Unequal", 2, 2},    {"ArcTan", 1, 2},    {"If", 2, 3},        {"Clip", 1, 5},  {"Log", 1, 2},
    {"Log2", 1, 1},   {"Log10", 1, 1},      {"Chop", 1, 2},      {"Threshold", 1, 2}, {"Round", 1, 2}, {"Floor", 1, 2},
    {"Ceiling", 1, 2}, {"Positive", 1, 1},  {"Negative", 1, 1},  {"NonPositive", 1, 1}, {"NonNegative", 1, 1},
    {"Identity", 1, 1}, {"KroneckerDelta", 1, 2}, {"UnitStep", 1, 1}, {"HeavisideTheta", 1, 1}, {"Boole", 1, 1}, {"Sinc", 1, 1},
    {"Unitize", 1, 2}, {"RealAbs", 1, 1}, {"RealSign", 1, 1}, {"TrueQ", 1, 1},
};

const Shape* find_form(std::string_view head) {
  for (const Shape& form : kForms) {
    if (head == form.head) return &form;
  }
  return nullptr;
}

// Names of the engine's table that are not functions of the language.
bool internal_name(std::string_view head) {
  return head == "ArcTan2" || head == "Square" || head == "Reciprocal" || head == "ReciprocalSqrt" || head == "SoftPlus" ||
         head == "Log1p" || head == "ExpM1" || head == "Select";
}

}  // namespace

ScalarExpression::ScalarExpression() {
  body_.set_result(body_.input(0));
}

ScalarExpression ScalarExpression::slot(int index) {
  array::ScalarExpression body;
  body.set_result(body.input(index));
  return ScalarExpression(std::move(body));
}

ScalarExpression ScalarExpression::constant(double value) { return ScalarExpression(array::ScalarExpression::of_constant(value)); }

bool ScalarExpression::accepts(std::string_view head, int arity) {
  if (const Shape* form = find_form(head)) return arity >= form->minimum && (form->maximum < 0 || arity <= form->maximum) && !(head == "Clip" && (arity == 2 || arity == 4));
  ScalarFunction f;
  return !internal_name(head) && scalar_function_from_name(std::string(head), f) && arity_of(f) == arity;
}

std::vector<std::string> ScalarExpression::heads() {
  std::vector<std::string> result;
  for (const Shape& form : kForms) result.push_back(form.head);
  for (int i = 0; i < array::kScalarFunctionCount; ++i) {
    const char* name = name_of(static_cast<ScalarFunction>(i));
    if (!internal_name(name) && !find_form(name)) result.push_back(name);
  }
  std::sort(result.begin(), result.end());
  return result;
}

ScalarExpression ScalarExpression::apply(std::string_view head, const std::vector<ScalarExpression>& arguments) {
  const int n = static_cast<int>(arguments.size());
  if (!accepts(head, n)) {
    throw NetError("invfunc", std::string(head) + " with " + std::to_string(n) + (n == 1 ? " argument" : " arguments") +
                                  " cannot be computed element by element in a net.");
  }
  array::ScalarExpression e;
  int inputs = 0;
  for (const ScalarExpression& a : arguments) inputs = std::max(inputs, a.slot_count());
  std::vector<ScalarTerm> slots;
  for (int i = 0; i < inputs; ++i) slots.push_back(e.input(i));
  std::vector<ScalarTerm> x;
  for (const ScalarExpression& a : arguments) {
    x.push_back(e.inlined(a.body_, std::span<const ScalarTerm>(slots.data(), static_cast<std::size_t>(a.slot_count()))));
  }
  auto fold = [&](ScalarFunction f, double empty) {
    if (x.empty()) return e.constant(empty);
    ScalarTerm t = x[0];
    for (std::size_t i = 1; i < x.size(); ++i) t = e.call(f, {t, x[i]});
    return t;
  };
  // a < b < c holds when every neighbouring pair does.
  auto chain = [&](ScalarFunction f) {
    if (n < 2) return e.constant(1);
    ScalarTerm t = e.call(f, {x[0], x[1]});
    for (int i = 1; i + 1 < n; ++i) t = e.call(ScalarFunction::And, {t, e.call(f, {x[i], x[i + 1]})});
    return t;
  };
  const auto k = [&](double v) { return e.constant(v); };
  ScalarTerm result;
  if (head == "Plus") result = fold(ScalarFunction::Plus, 0);
  else if (head == "Times") result = fold(ScalarFunction::Times, 1);
  else if (head == "Min") result = fold(ScalarFunction::Min, 0);
  else if (head == "Max") result = fold(ScalarFunction::Max, 0);
  else if (head == "And") result = fold(ScalarFunction::And, 1);
  else if (head == "Or") result = fold(ScalarFunction::Or, 0);
  else if (head == "Xor") result = fold(ScalarFunction::Xor, 0);
  else if (head == "Less") result = chain(ScalarFunction::Less);
  else if (head == "LessEqual") result = chain(ScalarFunction::LessEqual);
  else if (head == "Greater") result = chain(ScalarFunction::Greater);
  else if (head == "GreaterEqual") result = chain(ScalarFunction::GreaterEqual);
  else if (head == "Equal") result = chain(ScalarFunction::Equal);
  else if (head == "ArcTan" && n == 2) result = e.call(ScalarFunction::ArcTan2, {x[0], x[1]});
  else if (head == "If") result = e.call(ScalarFunction::Select, {x[0], x[1], n == 3 ? x[2] : k(0)});
  else if (head == "Clip" && n == 1) result = e.call(ScalarFunction::Clip, {x[0], k(-1), k(1)});
  else if (head == "Clip" && n == 5) {
    result = e.call(ScalarFunction::Select, {e.call(ScalarFunction::Less, {x[0], x[1]}), x[3],
                    e.call(ScalarFunction::Select, {e.call(ScalarFunction::Greater, {x[0], x[2]}), x[4], x[0]})});
  }
  else if (head == "Log" && n == 2) result = e.call(ScalarFunction::Log, {x[1]}) / e.call(ScalarFunction::Log, {x[0]});
  else if (head == "Log2") result = e.call(ScalarFunction::Log, {x[0]}) / std::log(2.0);
  else if (head == "Log10") result = e.call(ScalarFunction::Log, {x[0]}) / std::log(10.0);
  else if (head == "Chop" && n == 1) result = e.call(ScalarFunction::Chop, {x[0], k(1e-10)});
  else if (head == "Threshold" && n == 1) result = e.call(ScalarFunction::Threshold, {x[0], k(1e-10)});
  else if ((head == "Round" || head == "Floor" || head == "Ceiling") && n == 2) {
    const ScalarFunction f = head == "Round" ? ScalarFunction::Round : head == "Floor" ? ScalarFunction::Floor : ScalarFunction::Ceiling;
    result = x[1] * e.call(f, {x[0] / x[1]});
  }
  else if (head == "Positive") result = e.call(ScalarFunction::Greater, {x[0], k(0)});
  else if (head == "Negative") result = e.call(ScalarFunction::Less, {x[0], k(0)});
  else if (head == "NonPositive") result = e.call(ScalarFunction::LessEqual, {x[0], k(0)});
  else if (head == "NonNegative" || head == "UnitStep" || head == "HeavisideTheta") result = e.call(ScalarFunction::GreaterEqual, {x[0], k(0)});
  else if (head == "Identity" || head == "Boole" || head == "TrueQ") result = x[0];
  else if (head == "KroneckerDelta" && n == 2) result = e.call(ScalarFunction::Equal, {x[0], x[1]});
  else if (head == "Unitize" && n == 2) result = e.call(ScalarFunction::GreaterEqual, {e.call(ScalarFunction::Abs, {x[0]}), x[1]});
  else if (head == "Sinc") {
    const ScalarTerm zero = e.call(ScalarFunction::Equal, {x[0], k(0)});  // the division must not see the zero
    const ScalarTerm safe = e.call(ScalarFunction::Select, {zero, k(1), x[0]});
    result = e.call(ScalarFunction::Select, {zero, k(1), e.call(ScalarFunction::Sin, {safe}) / safe});
  }
  else {
    ScalarFunction f;
    const std::string name(head == "RealAbs" ? "Abs" : head == "RealSign" ? "Sign" : head);
    scalar_function_from_name(name, f);
    std::vector<std::int32_t> nodes;
    for (const ScalarTerm& t : x) nodes.push_back(t.node);
    result = e.call(f, std::span<const std::int32_t>(nodes));
  }
  e.set_result(result);
  return ScalarExpression(std::move(e));
}

ScalarExpression ScalarExpression::with_display_name(std::string name, bool quoted) const {
  ScalarExpression copy = *this;
  copy.name_ = std::move(name);
  copy.quoted_ = quoted;
  return copy;
}

ScalarExpression ScalarExpression::with_slot_names(std::vector<std::string> names) const {
  ScalarExpression copy = *this;
  copy.slot_names_ = std::move(names);
  return copy;
}

bool ScalarExpression::operator==(const ScalarExpression& other) const {
  return name_ == other.name_ && quoted_ == other.quoted_ && slot_names_ == other.slot_names_ && body_ == other.body_;
}

std::size_t ScalarExpression::hash() const { return hash_combine(body_.hash(), std::hash<std::string>{}(name_)); }

std::string ScalarExpression::text() const {
  if (!name_.empty()) return quoted_ ? '"' + name_ + '"' : name_;
  return body_.to_text() + " &";
}

namespace {

using Make = void (*)(array::ScalarExpression& e, ScalarTerm x, ScalarTerm& result);

struct NamedFunction {
  const char* name;
  Make make;
};

// Exponential linear unit with slope a on the right and scale b on the left. The exponential sees only negative arguments, so its
// gradient stays finite.
ScalarTerm exponential_unit(array::ScalarExpression& e, ScalarTerm x, double a, double b) {
  const ScalarTerm negative = e.call(ScalarFunction::Min, {x, e.constant(0)});
  return e.call(ScalarFunction::Select, {e.call(ScalarFunction::GreaterEqual, {x, e.constant(0)}), a == 1 ? x : a * x,
                                         b * (e.call(ScalarFunction::Exp, {negative}) - 1.0)});
}

ScalarTerm clip(array::ScalarExpression& e, ScalarTerm x, double low, double high) {
  return e.call(ScalarFunction::Clip, {x, e.constant(low), e.constant(high)});
}

// Formulas: Clevert et al. 2015 (ELU), Klambauer et al. 2017 (SELU), Hendrycks and Gimpel 2016 (GELU), Ramachandran et al. 2017
// (Swish), Howard et al. 2019 (HardSwish), Misra 2019 (Mish).
const NamedFunction kNamed[] = {
    {"RectifiedLinearUnit", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = e.call(ScalarFunction::Ramp, {x}); }},
    {"ReLU", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = e.call(ScalarFunction::Ramp, {x}); }},
    {"ExponentialLinearUnit", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = exponential_unit(e, x, 1, 1); }},
    {"ELU", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = exponential_unit(e, x, 1, 1); }},
    {"ScaledExponentialLinearUnit",
     [](auto& e, ScalarTerm x, ScalarTerm& r) { r = exponential_unit(e, x, 1.0507009873554805, 1.758099340847161); }},
    {"SELU", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = exponential_unit(e, x, 1.0507009873554805, 1.758099340847161); }},
    {"GaussianErrorLinearUnit",
     [](auto& e, ScalarTerm x, ScalarTerm& r) { r = 0.5 * x * (1.0 + e.call(ScalarFunction::Erf, {x / std::sqrt(2.0)})); }},
    {"GELU", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = 0.5 * x * (1.0 + e.call(ScalarFunction::Erf, {x / std::sqrt(2.0)})); }},
    {"Swish", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = x * e.call(ScalarFunction::LogisticSigmoid, {x}); }},
    {"HardSwish", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = x * clip(e, x + 3.0, 0, 6) / 6.0; }},
    {"Mish", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = x * e.call(ScalarFunction::Tanh, {e.call(ScalarFunction::SoftPlus, {x})}); }},
    {"SoftSign", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = x / (1.0 + e.call(ScalarFunction::Abs, {x})); }},
    {"SoftPlus", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = e.call(ScalarFunction::SoftPlus, {x}); }},
    {"HardTanh", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = clip(e, x, -1, 1); }},
    {"HardSigmoid", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = clip(e, (x + 1.0) / 2.0, 0, 1); }},
    {"Sigmoid", [](auto& e, ScalarTerm x, ScalarTerm& r) { r = e.call(ScalarFunction::LogisticSigmoid, {x}); }},
};

}  // namespace

bool named_function(std::string_view name, bool quoted, ScalarExpression& result) {
  if (quoted) {
    for (const NamedFunction& row : kNamed) {
      if (name != row.name) continue;
      array::ScalarExpression e;
      ScalarTerm value;
      row.make(e, e.input(0), value);
      e.set_result(value);
      result = ScalarExpression(std::move(e)).with_display_name(std::string(name), true);
      return true;
    }
  }
  if (!ScalarExpression::accepts(name, 1)) return false;
  result = ScalarExpression::apply(name, {ScalarExpression::slot(0)}).with_display_name(std::string(name), quoted);
  return true;
}

std::vector<std::string> named_function_names() {
  std::vector<std::string> names;
  for (const NamedFunction& row : kNamed) names.emplace_back(row.name);
  return names;
}

}  // namespace lykos::nets
