// caller.h - a function that is going to be applied many times (Map, Select, Fold, Nest ...): what can be found out once is.
#pragma once

#include <initializer_list>
#include <span>

#include "evaluator/evaluator.h"
#include "evaluator/function.h"

namespace lykos {

/// As lykos::apply and lykos::test with the same function each time. Pure functions keep their bindings from call to call.
class Caller {
 public:
  explicit Caller(const Expr& function);
  Expr operator()(std::span<const Expr> args);
  Expr operator()(const Expr& arg) { return (*this)(std::span<const Expr>(&arg, 1)); }
  Expr operator()(std::initializer_list<Expr> args) { return (*this)(std::span<const Expr>(args.begin(), args.size())); }
  /// Whether it gives True.
  bool test(std::span<const Expr> args);
  bool test(const Expr& arg) { return test(std::span<const Expr>(&arg, 1)); }

 private:
  bool bind(std::span<const Expr> args);
  Expr function_;
  Ref<const CompiledFunction> compiled_;   // when it is a pure function whose variables are arguments
  Bindings bindings_;
};

}  // namespace lykos
