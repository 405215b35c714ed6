// query_operators.h - how one operator of a Query is applied: what its options say about Missing elements, parts that do not exist and
// messages.
#pragma once

#include <span>

#include "builtins/support.h"

namespace lykos::builtins {

struct QueryOptions {
  enum class Failing { Ignore, Abort, Drop, Encapsulate, Replace };
  bool missing_rules = true;            // MissingBehavior -> Automatic
  bool part_rules = true;               // PartBehavior -> Automatic
  Failing failing = Failing::Ignore;    // FailureAction
  MaybeExpr action;                     // {act, f}: f
};

/// Takes the options at the end of the operators off; false when a value is none that is known.
bool split_query_options(std::span<const Expr>& operators, QueryOptions& options);

/// FailureAction -> "Abort": ends the query, whose value is the failure.
struct QueryFailed {
  Expr failure;
};

/// operator[data]; nullopt when FailureAction says that the element is to be dropped.
MaybeExpr apply_operator(const Expr& op, const Expr& data, const QueryOptions& options);

/// While queries with special rules for Missing run: what a function of Missing elements gives, or nullopt for its ordinary behaviour.
MaybeExpr function_of_missing(const Expr& head, std::span<const Expr> args);

}  // namespace lykos::builtins
