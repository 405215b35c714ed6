// leaving.h - Return[], Break[], Continue[] and Throw[] of compiled bodies without an exception.
//
// Where such a call stands as a statement (an element of a compound expression, a branch of If or Which, the body of a scope or loop),
// everything around it up to the loop or body that it leaves passes values on unchanged. There it gives a marker as its value, and
// what is left is noted beside; whoever runs a loop, a rule's body or Catch looks for the marker. Anywhere else it throws the signals of
// control_flow.h, which mean the same.
#pragma once

#include <cstdint>
#include <utility>

#include "evaluator/control_flow.h"
#include "expr/expr.h"

namespace lykos {

enum class Leaving : std::uint8_t { Return, Break, Continue, Throw };
struct LeavingState {
  Leaving kind = Leaving::Return;
  Expr value = Expr::integer(0);     // of Return and Throw
};
extern LeavingState leaving_state;
extern const Expr leaving_marker;

inline bool is_leaving(const Expr& value) { return value.identical(leaving_marker); }
/// The value of Return or Throw, taken out.
inline Expr take_returned() { return std::exchange(leaving_state.value, Expr::integer(0)); }
/// The same by exception, where no one passes the marker on.
[[noreturn]] void throw_leaving();
class HeldCall;
/// Passes the marker on from a construct that does not take it: as its value where it is a statement itself, else by exception.
Expr pass_leaving(const HeldCall& call);

}  // namespace lykos
