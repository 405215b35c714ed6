// string_calls.h - what all string functions share: reading their options, threading over lists of strings, operator forms.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "builtins/strings/string_pattern.h"
#include "evaluator/evaluator.h"
#include "expr/expr.h"

namespace lykos::builtins {

/// The arguments of a string function, and what its options say. Rules such as "a" -> "b" are arguments: the rows of such functions
/// have no upper limit of arguments, and only rules named by one of the options count as options then.
struct StringCall {
  std::vector<Expr> args;
  PatternOptions options;    // IgnoreCase and MetaCharacters
  Expr overlaps;             // Null for functions without it
  bool valid = true;         // false after a message about an option
};
StringCall read_string_call(const Call& call, std::size_t most = SIZE_MAX);   ///< says nonopt for more arguments than `most`

/// f(text) for a string, a list of results for a list of strings (nested lists too); says strse and gives nullopt for
/// anything else.
MaybeExpr for_each_string(const Call& call, const Expr& subject, const std::function<MaybeExpr(const Expr&)>& f);
bool is_string_or_strings(const Expr& subject);

/// name[p, ...][subject] -> name[subject, p, ...]: the sub_fn of functions with an operator form.
MaybeExpr string_operator_form(Call& call);

/// Positions first..last-1 (from 0) of a sequence specification such as n, -n, {m, n}, {m, n, s}, UpTo[n], All. Empty optional
/// when malformed; the bool tells an out-of-range specification from a malformed one.
struct SequenceSpec {
  std::int64_t first = 1;    // 1-based, inclusive
  std::int64_t last = 0;
  std::int64_t step = 1;
  bool in_range = true;
  std::int64_t from = 1, to = 0;  // as written, for messages
};
/// For Take: which positions are taken. `length` is the number of elements.
std::optional<SequenceSpec> read_sequence_spec(const Expr& spec, std::int64_t length);

}  // namespace lykos::builtins
