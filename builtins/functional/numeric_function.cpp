// numeric_function.cpp - expressions as functions of machine reals: by a program, else by the evaluator.
#include "builtins/functional/numeric_function.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "builtins/arithmetic/numeric.h"
#include "builtins/functional/translator.h"
#include "builtins/lists/collection.h"
#include "builtins/support.h"
#include "evaluator/messages.h"

namespace lykos::builtins {

NumericFunction::NumericFunction(std::vector<Expr> variables, Expr values) : variables_(std::move(variables)), values_(std::move(values)) {
  CompileRequest request;
  request.variables = variables_;
  request.types.assign(variables_.size(), ValueType{MachineType::Real, 0});
  request.body = values_;
  request.separate = true;
  program_ = translate(request);
  // An evaluation in the midst of a program costs more than evaluating all at once.
  if (program_ && !program_->evaluations.empty()) program_.reset();
}

bool NumericFunction::operator()(std::span<const double> point, std::span<double> out) const {
  const auto finite = [](double x) { return std::isfinite(x); };
  if (program_ && run_program(*program_, point, out) && std::all_of(out.begin(), out.end(), finite)) return true;
  check_interrupt();
  const QuietScope quiet({}, true, {});
  std::vector<Expr> numbers;
  for (const double x : point) numbers.push_back(Expr::real(x));
  bool whole = true;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Expr value = evaluate(substitute(values_[i], variables_, numbers));
    const auto real = value.is_real() ? std::optional(value.real_value()) : numeric_double(value);
    out[i] = real && std::isfinite(*real) ? *real : std::numeric_limits<double>::quiet_NaN();
    whole = whole && !std::isnan(out[i]);
  }
  return whole;
}

}  // namespace lykos::builtins
