// limits.h - $RecursionLimit and $IterationLimit as the evaluator counts them.
#pragma once

#include <cstdint>

namespace lykos {

extern std::int64_t recursion_limit;   // INT64_MAX for Infinity
extern std::int64_t iteration_limit;
extern std::int64_t recursion_depth;
extern bool up_values_exist;           // set by the first up-value: until then nobody looks for one
extern bool up_functions_exist;        // the same for builtins that answer functions of them (Builtin::up_fn)

}  // namespace lykos
