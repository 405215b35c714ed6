// search.cpp - finding parts that match: MatchQ, Cases, DeleteCases, Count, Position, FirstCase, MemberQ, FreeQ.
#include <numeric>

#include "builtins/functional/conditions.h"
#include "builtins/lists/collection.h"
#include "builtins/patterns/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

bool wants_heads(Call& call) { return call.option(sym::Heads).is_true(); }

// The level specification at an argument position, or the default; nullopt after a message.
std::optional<LevelSpec> level_argument(Call& call, std::size_t index, LevelSpec otherwise) {
  if (call.size() <= index) return otherwise;
  const Expr given = evaluate(call[index]);
  auto spec = LevelSpec::read(given);
  if (!spec) call.message("level", {given});
  return spec;
}

std::optional<std::int64_t> limit_argument(Call& call, std::size_t index) {
  if (call.size() <= index) return INT64_MAX;
  auto n = count_argument(call[index], true);
  if (!n) call.message("innf", {Expr::integer(static_cast<std::int64_t>(index) + 1), call.expr()});
  return n;
}

// Only Cases and FirstCase take a rule for pattern -> result; elsewhere it is a pattern for rules.
Expr plain_pattern(const Expr& pattern) { return pattern.is_rule() ? make_normal(sym::HoldPattern, {pattern}) : pattern; }

// MatchQ[expr, form]
MaybeExpr builtin_MatchQ(Call& call) {
  if (call.size() == 1) return std::nullopt;
  return Expr::boolean(matches(call[0], call[1]));
}

// Cases[expr, pattern or rule, levelspec, n]
MaybeExpr builtin_Cases(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto spec = level_argument(call, 2, LevelSpec{1, 1});
  const auto limit = spec ? limit_argument(call, 3) : std::nullopt;
  if (!limit) return std::nullopt;
  if (const auto marks = call.size() == 2 ? truth_of_pattern(call[1], call[0]) : std::nullopt) {
    std::vector<std::int64_t> positions;
    for (std::int64_t i = 0; i < marks->element_count(); ++i)
      if (marks->data<std::int64_t>()[i] != 0) positions.push_back(i);
    return pick(call[0], positions);
  }
  const Matcher matcher(call[1]);
  Builder found(sym::List);
  for_each_level(call[0], *spec, wants_heads(call), [&](const Expr& part, std::int64_t) {
    if (static_cast<std::int64_t>(found.size()) >= *limit) return false;
    if (matcher.is_rule()) {
      if (MaybeExpr value = matcher.replace(part)) found.push(evaluate(*value));
    } else if (matcher(part)) {
      found.push(part);
    }
    return true;
  });
  return found.finish();
}

// Parts that match are left out; deleted elements leave no trace, keys stay. A deleted head leaves its arguments.
class Deleter {
 public:
  Deleter(const Matcher& matcher, const LevelSpec& spec, bool heads, std::int64_t limit) : matcher_(matcher), spec_(spec), heads_(heads), left_(limit) {}
  Expr run(const Expr& e, std::int64_t level) {
    if (!(e.is_normal() || e.is_association()) || (spec_.max >= 0 && level >= spec_.max)) return e;
    RecursionGuard guard;
    if (e.is_association()) {
      std::vector<AssociationEntry> kept;
      for (const AssociationEntry& entry : e.association().entries) {
        Expr value = run(entry.value, level + 1);
        if (!drop(entry.value, level + 1)) kept.push_back({entry.key, std::move(value), entry.delayed});
      }
      return make_association(std::move(kept));
    }
    Expr head = e.head();
    if (heads_) {
      Expr inner = run(head, level + 1);
      head = drop(head, level + 1) ? Expr(sym::Sequence) : std::move(inner);
    }
    std::vector<Expr> kept;
    kept.reserve(e.size());
    for (const Expr& arg : e.args()) {
      Expr inner = run(arg, level + 1);
      if (!drop(arg, level + 1)) kept.push_back(std::move(inner));
    }
    if (kept.size() == e.size() && spec_.max == 1 && !heads_) return e;
    return make_normal(head, std::move(kept));
  }

 private:
  bool drop(const Expr& part, std::int64_t level) {
    const bool counts = spec_.contains(level, spec_.min < 0 || spec_.max < 0 ? static_cast<std::int64_t>(depth(part)) : 0);
    if (!counts || left_ <= 0 || !matcher_(part)) return false;
    --left_;
    return true;
  }
  const Matcher& matcher_;
  LevelSpec spec_;
  bool heads_;
  std::int64_t left_;
};

// DeleteCases[expr, pattern, levelspec, n]
MaybeExpr builtin_DeleteCases(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto spec = level_argument(call, 2, LevelSpec{1, 1});
  const auto limit = spec ? limit_argument(call, 3) : std::nullopt;
  if (!limit) return std::nullopt;
  const Matcher matcher(plain_pattern(call[1]));
  return Deleter(matcher, *spec, wants_heads(call), *limit).run(call[0], 0);
}

// Count[expr, pattern, levelspec]
MaybeExpr builtin_Count(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto spec = level_argument(call, 2, LevelSpec{1, 1});
  if (!spec) return std::nullopt;
  if (const auto marks = call.size() == 2 ? truth_of_pattern(call[1], call[0]) : std::nullopt) {
    const auto* data = marks->data<std::int64_t>();
    return Expr::integer(std::accumulate(data, data + marks->element_count(), std::int64_t{0}));
  }
  const Matcher matcher(plain_pattern(call[1]));
  std::int64_t count = 0;
  for_each_level(call[0], *spec, wants_heads(call), [&](const Expr& part, std::int64_t) {
    count += matcher(part) ? 1 : 0;
    return true;
  });
  return Expr::integer(count);
}

// Position[expr, pattern, levelspec, n]
MaybeExpr builtin_Position(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto spec = level_argument(call, 2, LevelSpec{0, LevelSpec::kInfinity});
  const auto limit = spec ? limit_argument(call, 3) : std::nullopt;
  if (!limit) return std::nullopt;
  const Matcher matcher(plain_pattern(call[1]));
  Builder found(sym::List);
  for_each_position(call[0], *spec, wants_heads(call), [&](const Expr& part, const std::vector<Expr>& path) {
    if (static_cast<std::int64_t>(found.size()) >= *limit) return false;
    if (matcher(part)) found.push(make_list(path));
    return true;
  });
  return found.finish();
}

// FirstPosition[expr, pattern, default, levelspec]
MaybeExpr builtin_FirstPosition(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto spec = level_argument(call, 3, LevelSpec{0, LevelSpec::kInfinity});
  if (!spec) return std::nullopt;
  const Matcher matcher(plain_pattern(evaluate(call[1])));  // the arguments are held for the sake of the default
  MaybeExpr found;
  for_each_position(call[0], *spec, wants_heads(call), [&](const Expr& part, const std::vector<Expr>& path) {
    if (matcher(part)) found = make_list(path);
    return !found.has_value();
  });
  if (found) return found;
  return call.size() >= 3 ? evaluate(call[2]) : missing("NotFound");
}

// FirstCase[expr, pattern or rule, default, levelspec]
MaybeExpr builtin_FirstCase(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto spec = level_argument(call, 3, LevelSpec{1, 1});
  if (!spec) return std::nullopt;
  const Matcher matcher(evaluate(call[1]));  // the arguments are held for the sake of the default
  MaybeExpr found;
  for_each_level(call[0], *spec, wants_heads(call), [&](const Expr& part, std::int64_t) {
    if (matcher.is_rule()) found = matcher.replace(part);
    else if (matcher(part)) found = part;
    return !found.has_value();
  });
  if (found) return evaluate(*found);
  return call.size() >= 3 ? evaluate(call[2]) : missing("NotFound");
}

// MemberQ[expr, form, levelspec]
MaybeExpr builtin_MemberQ(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto spec = level_argument(call, 2, LevelSpec{1, 1});
  if (!spec) return std::nullopt;
  const Matcher matcher(plain_pattern(call[1]));
  bool found = false;
  for_each_level(call[0], *spec, wants_heads(call), [&](const Expr& part, std::int64_t) {
    found = matcher(part);
    return !found;
  });
  return Expr::boolean(found);
}

// FreeQ[expr, form, levelspec]: heads count, too.
MaybeExpr builtin_FreeQ(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto spec = level_argument(call, 2, LevelSpec{0, LevelSpec::kInfinity});
  if (!spec) return std::nullopt;
  const Matcher matcher(plain_pattern(call[1]));
  bool found = false;
  for_each_level(call[0], *spec, !call.option(sym::Heads).is_false(), [&](const Expr& part, std::int64_t) {
    found = matcher(part);
    return !found;
  });
  return Expr::boolean(!found);
}

constexpr Builtin kBuiltins[] = {
    {.name = "MatchQ", .fn = builtin_MatchQ, .arity = between(1, 2), .attributes = kProtected,
     .usage = "MatchQ[expr, form] returns True if the pattern form matches expr, and returns False otherwise.\nMatchQ[form] represents an operator form of MatchQ that can be applied to an expression.", .sub_fn = operator_form},
    {.name = "Cases", .fn = builtin_Cases, .arity = between(1, 4), .attributes = kProtected,
     .usage = "Cases[{e1, e2, ...}, pattern] gives a list of the ei that match the pattern.\nCases[{e1, ...}, pattern -> rhs] gives a list of the values of rhs corresponding to the ei that match the pattern.\nCases[expr, pattern, levelspec] gives a list of all parts of expr on levels specified by levelspec that match the pattern.\nCases[expr, pattern, levelspec, n] gives the first n parts in expr that match the pattern.\nCases[pattern] represents an operator form of Cases that can be applied to an expression.",
     .options = "{Heads -> False}", .sub_fn = operator_form},
    {.name = "DeleteCases", .fn = builtin_DeleteCases, .arity = between(1, 4), .attributes = kProtected,
     .usage = "DeleteCases[expr, pattern] removes all elements of expr that match pattern.\nDeleteCases[expr, pattern, levelspec] removes all parts of expr on levels specified by levelspec that match pattern.\nDeleteCases[expr, pattern, levelspec, n] removes the first n parts of expr that match pattern.",
     .options = "{Heads -> False}", .sub_fn = operator_form},
    {.name = "Count", .fn = builtin_Count, .arity = between(1, 3), .attributes = kProtected,
     .usage = "Count[list, pattern] gives the number of elements in list that match pattern.\nCount[expr, pattern, levelspec] gives the total number of subexpressions matching pattern that appear at the levels in expr specified by levelspec.",
     .options = "{Heads -> False}", .sub_fn = operator_form},
    {.name = "Position", .fn = builtin_Position, .arity = between(1, 4), .attributes = kProtected,
     .usage = "Position[expr, pattern] gives a list of the positions at which objects matching pattern appear in expr.\nPosition[expr, pattern, levelspec] finds only objects that appear on levels specified by levelspec.\nPosition[expr, pattern, levelspec, n] gives the positions of the first n objects found.",
     .options = "{Heads -> True}", .sub_fn = operator_form},
    {.name = "FirstPosition", .fn = builtin_FirstPosition, .arity = between(1, 4), .attributes = kHoldRest | kProtected,
     .usage = "FirstPosition[expr, pattern] gives the position of the first element in expr that matches pattern, or Missing[\"NotFound\"] if no such element is found.\nFirstPosition[expr, pattern, default] gives default if no element matching pattern is found.",
     .options = "{Heads -> True}", .sub_fn = operator_form},
    {.name = "FirstCase", .fn = builtin_FirstCase, .arity = between(1, 4), .attributes = kHoldRest | kProtected,
     .usage = "FirstCase[{e1, e2, ...}, pattern] gives the first ei to match pattern, or Missing[\"NotFound\"] if none matching pattern is found.\nFirstCase[{e1, ...}, pattern -> rhs] gives the value of rhs corresponding to the first ei to match pattern.\nFirstCase[expr, pattern, default] gives default if no element matching pattern is found.",
     .options = "{Heads -> False}", .sub_fn = operator_form},
    {.name = "MemberQ", .fn = builtin_MemberQ, .arity = between(1, 3), .attributes = kProtected,
     .usage = "MemberQ[list, form] returns True if an element of list matches form, and False otherwise.\nMemberQ[list, form, levelspec] tests all parts of list specified by levelspec.", .options = "{Heads -> False}", .sub_fn = operator_form},
    {.name = "FreeQ", .fn = builtin_FreeQ, .arity = between(1, 3), .attributes = kProtected,
     .usage = "FreeQ[expr, form] yields True if no subexpression in expr matches form, and yields False otherwise.\nFreeQ[expr, form, levelspec] tests only those parts of expr on levels specified by levelspec.", .options = "{Heads -> True}", .sub_fn = operator_form},
};

}  // namespace

void register_search(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
