// take.cpp - Take, Drop and their kin: runs of elements by position or by a test, and the ends of a list.
#include "builtins/lists/collection.h"
#include "builtins/lists/part.h"
#include "builtins/lists/register.h"
#include "evaluator/caller.h"

namespace lykos::builtins {
namespace {

// Applies the sequence specification at each level in turn. `drop` keeps what Take would not.
MaybeExpr take_levels(Call& call, const Expr& subject, std::span<const Expr> specs, std::size_t position, bool drop) {
  if (specs.empty()) return subject;
  if (!is_container(subject)) return expects_normal(call, 1);
  const std::int64_t length = length_of(subject);
  PositionRun run;
  Expr from, to;
  switch (read_sequence_spec(specs[0], length, run, from, to)) {
    case SpecStatus::Malformed: return call.message("seqs", {Expr::integer(static_cast<std::int64_t>(position)), call.expr()});
    case SpecStatus::OutOfRange: return call.message(drop ? "drop" : "take", {from, to, subject});
    case SpecStatus::Ok: break;
  }
  Expr taken;
  if (!drop) {
    taken = pick_range(subject, run.first, run.step, run.count);
  } else if (run.count == 0) {
    taken = subject;
  } else if (run.step == 1 && run.first == 0) {
    taken = pick_range(subject, run.count, 1, length - run.count);
  } else if (run.step == 1 && run.first + run.count == length) {
    taken = pick_range(subject, 0, 1, run.first);
  } else {
    std::vector<bool> marked(static_cast<std::size_t>(length));
    for (std::int64_t i = 0; i < run.count; ++i) marked[static_cast<std::size_t>(run.first + i * run.step)] = true;
    taken = drop_marked(subject, marked);
  }
  if (specs.size() == 1) return taken;
  std::vector<Expr> rows = elements_of(taken);
  for (Expr& row : rows) {
    MaybeExpr inner = take_levels(call, row, specs.subspan(1), position + 1, drop);
    if (!inner) return std::nullopt;
    row = std::move(*inner);
  }
  return taken.is_list() ? list_of(std::move(rows)) : rebuild(taken, std::move(rows));
}

// Take[expr, spec1, spec2, ...] applies spec_i at level i.
MaybeExpr builtin_Take(Call& call) { return take_levels(call, call.arg(0), call.args().subspan(1), 2, false); }

// Drop[expr, spec1, spec2, ...]
MaybeExpr builtin_Drop(Call& call) { return take_levels(call, call.arg(0), call.args().subspan(1), 2, true); }

// TakeDrop[expr, spec] is {Take[expr, spec], Drop[expr, spec]}.
MaybeExpr builtin_TakeDrop(Call& call) {
  MaybeExpr taken = take_levels(call, call.arg(0), call.args().subspan(1), 2, false);
  if (!taken) return std::nullopt;
  MaybeExpr rest = take_levels(call, call.arg(0), call.args().subspan(1), 2, true);
  if (!rest) return std::nullopt;
  return make_list({*taken, *rest});
}

// TakeList[expr, {n1, n2, ...}] takes from what the previous ones left.
MaybeExpr builtin_TakeList(Call& call) {
  if (!is_container(call.arg(0))) return expects_normal(call, 1);
  if (!call.arg(1).is_list()) return call.message("seqs", {Expr::integer(2), call.expr()});
  Expr rest = call.arg(0);
  Builder out(sym::List, call.arg(1).size());
  for (const Expr& spec : call.arg(1).args()) {
    const std::int64_t length = length_of(rest);
    PositionRun run;
    Expr from, to;
    const SpecStatus status = read_sequence_spec(spec, length, run, from, to);
    if (status == SpecStatus::Malformed) return call.message("seqs", {Expr::integer(2), call.expr()});
    if (status == SpecStatus::OutOfRange) return call.message("take", {from, to, rest});
    out.push(pick_range(rest, run.first, run.step, run.count));
    std::vector<bool> marked(static_cast<std::size_t>(length));
    for (std::int64_t i = 0; i < run.count; ++i) marked[static_cast<std::size_t>(run.first + i * run.step)] = true;
    rest = drop_marked(rest, marked);
  }
  return out.finish();
}

// First[expr], First[expr, default]; also Last. An association gives its value.
MaybeExpr end_element(Call& call, bool first, const char* tag) {
  const Expr& subject = call.arg(0);
  if (!is_container(subject)) {
    if (call.size() == 2) return call.arg(1);
    return expects_normal(call, 1);
  }
  const std::int64_t length = length_of(subject);
  if (length == 0) {
    if (call.size() == 2) return call.arg(1);
    return call.message(tag, {subject});
  }
  return element_at(subject, first ? 0 : length - 1);
}
MaybeExpr builtin_First(Call& call) { return end_element(call, true, "nofirst"); }
MaybeExpr builtin_Last(Call& call) { return end_element(call, false, "nolast"); }

// Rest[expr], Most[expr]
MaybeExpr without_end(Call& call, std::int64_t start, const char* tag) {
  const Expr& subject = call.arg(0);
  if (!is_container(subject)) return expects_normal(call, 1);
  const std::int64_t length = length_of(subject);
  if (length == 0) return call.message(tag, {subject});
  return pick_range(subject, start, 1, length - 1);
}
MaybeExpr builtin_Rest(Call& call) { return without_end(call, 1, "norest"); }
MaybeExpr builtin_Most(Call& call) { return without_end(call, 0, "nomost"); }

std::int64_t leading_matches(const Expr& subject, const Expr& criterion) {
  Caller matches(criterion);
  const std::int64_t length = length_of(subject);
  std::int64_t count = 0;
  while (count < length && matches.test(element_at(subject, count))) ++count;
  return count;
}

// TakeWhile[list, crit]
MaybeExpr builtin_TakeWhile(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!is_container(call.arg(0))) return expects_normal(call, 1);
  return pick_range(call.arg(0), 0, 1, leading_matches(call.arg(0), call.arg(1)));
}

// LengthWhile[list, crit]
MaybeExpr builtin_LengthWhile(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (!is_container(call.arg(0))) return expects_normal(call, 1);
  return Expr::integer(leading_matches(call.arg(0), call.arg(1)));
}

constexpr const char* kTake = "Cannot take positions `1` through `2` in `3`.";
constexpr const char* kDrop = "Cannot drop positions `1` through `2` in `3`.";
constexpr const char* kSequence =
    "Sequence specification (+n, -n, {+n}, {-n}, {m, n}, or {m, n, s}) expected at position `1` in `2`.";

constexpr Builtin kBuiltins[] = {
    {.name = "Take",
     .fn = builtin_Take,
     .arity = at_least(1),
     .attributes = kNHoldRest | kProtected,
     .usage = "Take[list, n] gives the first n elements of list.\n"
              "Take[list, -n] gives the last n elements.\n"
              "Take[list, {m, n}] gives elements m through n.\n"
              "Take[list, {m, n, s}] gives elements m through n in steps of s.\n"
              "Take[list, seq1, seq2, ...] takes seq_i at level i.",
     .messages = {{"take", kTake}, {"seqs", kSequence}}},
    {.name = "Drop",
     .fn = builtin_Drop,
     .arity = at_least(1),
     .attributes = kNHoldRest | kProtected,
     .usage = "Drop[list, n] gives list without its first n elements.\n"
              "Drop[list, -n] gives list without its last n elements.\n"
              "Drop[list, {n}] gives list without element n.\n"
              "Drop[list, {m, n, s}] gives list without elements m through n in steps of s.\n"
              "Drop[list, seq1, seq2, ...] drops seq_i at level i.",
     .messages = {{"drop", kDrop}, {"seqs", kSequence}}},
    {.name = "TakeDrop",
     .fn = builtin_TakeDrop,
     .arity = at_least(2),
     .attributes = kNHoldRest | kProtected,
     .usage = "TakeDrop[list, seq] gives {list1, list2}: the elements that Take takes and those that are left.",
     .messages = {{"take", kTake}, {"drop", kDrop}, {"seqs", kSequence}}},
    {.name = "TakeList",
     .fn = builtin_TakeList,
     .arity = exactly(2),
     .attributes = kNHoldRest | kProtected,
     .usage = "TakeList[list, {n1, n2, ...}] gives the lists of the next n_i elements of list.",
     .messages = {{"take", kTake}, {"seqs", kSequence}}},
    {.name = "First",
     .fn = builtin_First,
     .arity = between(1, 2),
     .attributes = kHoldRest | kProtected,
     .usage = "First[expr] gives the first element of expr.\nFirst[expr, def] gives def when there is none.",
     .messages = {{"nofirst", "`1` has zero length and no first element."}}},
    {.name = "Last",
     .fn = builtin_Last,
     .arity = between(1, 2),
     .attributes = kHoldRest | kProtected,
     .usage = "Last[expr] gives the last element of expr.\nLast[expr, def] gives def when there is none.",
     .messages = {{"nolast", "`1` has zero length and no last element."}}},
    {.name = "Rest",
     .fn = builtin_Rest,
     .arity = exactly(1),
     .usage = "Rest[expr] gives expr without its first element.",
     .messages = {{"norest", "Cannot take Rest of expression `1` with length zero."}}},
    {.name = "Most",
     .fn = builtin_Most,
     .arity = exactly(1),
     .usage = "Most[expr] gives expr without its last element.",
     .messages = {{"nomost", "Cannot take Most of expression `1` with length zero."}}},
    {.name = "TakeWhile",
     .fn = builtin_TakeWhile,
     .arity = between(1, 2),
     .usage = "TakeWhile[list, crit] gives the elements at the beginning of list for which crit is True.",
     .sub_fn = operator_form},
    {.name = "LengthWhile",
     .fn = builtin_LengthWhile,
     .arity = between(1, 2),
     .usage = "LengthWhile[list, crit] gives the number of elements at the beginning of list for which crit is True.",
     .sub_fn = operator_form},
};

}  // namespace

void register_take(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
