// registry.h - one row per builtin, at the foot of the .cpp that implements it. The row drives Attributes[], Options[], ?Name,
// argument-count messages, completion and the reference pages; nothing about a builtin is stated anywhere else in C++.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "evaluator/attributes.h"
#include "expr/expr.h"

namespace lykos {

class Call;
class HeldCall;

/// How many positional arguments (options not counted) a builtin takes.
struct Arity {
  int min = 0;
  int max = -1;   // -1: no upper limit
};
constexpr Arity any_arity() { return {0, -1}; }
constexpr Arity exactly(int n) { return {n, n}; }
constexpr Arity between(int lo, int hi) { return {lo, hi}; }
constexpr Arity at_least(int n) { return {n, -1}; }

struct MessageText {
  const char* tag = nullptr;
  const char* text = nullptr;   // with `1`, `2` ... slots
};
/// A fixed-capacity list, so that rows stay constexpr data on GCC 12.
struct MessageTexts {
  std::array<MessageText, 16> items{};
  std::size_t count = 0;
  constexpr MessageTexts() = default;
  constexpr MessageTexts(std::initializer_list<MessageText> list) {
    for (const MessageText& m : list) items[count++] = m;
  }
};

struct Builtin {
  const char* name;                          ///< "Take"; a context may be given ("Developer`PackedArrayQ")
  MaybeExpr (*fn)(Call&) = nullptr;          ///< nullopt: stays unevaluated (say why with call.message)
  Arity arity = any_arity();
  Attributes attributes = kProtected;
  const char* usage = "";                    ///< one line per form: "Take[list, n] gives the first n elements of list."
  const char* options = "";                  ///< "{SameTest -> Automatic}": InputForm of Options[name]; trailing options are then split off
  MessageTexts messages = {};
  Expr (*value)() = nullptr;                 ///< for symbols that have a value instead ($Line, $MachineEpsilon)
  const char* definition = nullptr;          ///< Wolfram Language text (an embedded .wl) that defines it on first use
  MaybeExpr (*sub_fn)(Call&) = nullptr;      ///< for name[...][args]: call.expr() is the whole, call.args() the outer arguments
  MaybeExpr (*packed_fn)(Call&) = nullptr;   ///< of a Listable builtin: tried before threading when an argument is packed; nullopt threads
  MaybeExpr (*up_fn)(const Expr& head, std::span<const Expr> args) = nullptr;  ///< for head[..., name[...], ...], once enable_up_functions was called
  MaybeExpr (*held_fn)(HeldCall&) = nullptr; ///< instead of fn, of a HoldAll builtin that takes its arguments unevaluated (held.h)
};

class Registry {
 public:
  void add(std::span<const Builtin> rows);   ///< the rows must live for ever (static constexpr)
  const std::vector<const Builtin*>& rows() const { return rows_; }

 private:
  std::vector<const Builtin*> rows_;
};
Registry& registry();

/// Until the first value of a kind with an up_fn exists, no call looks for one.
void enable_up_functions();

}  // namespace lykos
