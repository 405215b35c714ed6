// quick_tests.h - tests such as IntegerQ that the matcher answers without building and evaluating test[expr].
#pragma once

#include "expr/expr.h"

namespace lykos {

/// 1 + index of a test function that needs no evaluation; 0 when the function must be called.
int quick_test_index(const Expr& function);
bool run_quick_test(int index, const Expr& expr);

}  // namespace lykos
