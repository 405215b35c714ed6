// numeric_function.h - expressions in some variables as functions of machine reals, for the searches and integrators.
//
// They are translated to one program for the register machine of Compile. Where they hold something that it has no instructions for,
// and at points where it cannot go on (a square root of a negative number on the way), the evaluator is asked with the numbers in the
// variables' places.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "builtins/functional/compiled_program.h"
#include "expr/expr.h"

namespace lykos::builtins {

class NumericFunction {
 public:
  /// `values` is a list of expressions in the variables, which are symbols.
  NumericFunction(std::vector<Expr> variables, Expr values);

  std::size_t size() const { return values_.size(); }
  /// True when all values are finite reals; a value that is none is NaN.
  bool operator()(std::span<const double> point, std::span<double> out) const;

 private:
  std::vector<Expr> variables_;
  Expr values_;
  std::optional<MachineProgram> program_;
};

}  // namespace lykos::builtins
