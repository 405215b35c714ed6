// fold.cpp - carrying a value through a list: Fold, FoldList, FoldPair, FoldPairList, FoldWhile, FoldWhileList.
#include "builtins/functional/register.h"
#include "builtins/lists/collection.h"
#include "evaluator/caller.h"

namespace lykos::builtins {
namespace {

// The arguments (f, start, list) of a fold; with two arguments the first element is the start.
struct FoldInput {
  Expr start;
  Expr list;
  std::int64_t first = 0;     // index of the first element to feed
  std::int64_t length = 0;
};

// Reads the list at argument `position` (zero-based); `separate_start` when a start precedes it.
std::optional<FoldInput> read_fold(Call& call, bool separate_start) {
  const std::size_t position = separate_start ? 2 : 1;
  FoldInput input;
  input.list = call[position];
  if (!is_container(input.list)) {
    call.message("normal", {Expr::integer(static_cast<std::int64_t>(position) + 1), call.expr()});
    return std::nullopt;
  }
  input.length = length_of(input.list);
  if (separate_start) {
    input.start = call[1];
  } else {
    if (input.length == 0) return std::nullopt;
    input.start = element_at(input.list, 0);
    input.first = 1;
  }
  return input;
}

// Fold[f, x, list], Fold[f, list]
MaybeExpr builtin_Fold(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const auto input = read_fold(call, call.size() == 3);
  if (!input) return std::nullopt;
  Caller f(call[0]);
  Expr current = input->start;
  for (std::int64_t i = input->first; i < input->length; ++i) {
    if ((i & 63) == 0) check_interrupt();
    current = f({current, element_at(input->list, i)});
  }
  return current;
}

// FoldList[f, x, list], FoldList[f, list]
MaybeExpr builtin_FoldList(Call& call) {
  if (call.size() == 1) return std::nullopt;
  if (call.size() == 2 && is_container(call[1]) && length_of(call[1]) == 0) return call[1];
  const auto input = read_fold(call, call.size() == 3);
  if (!input) return std::nullopt;
  Caller f(call[0]);
  std::vector<Expr> values{input->start};
  values.reserve(static_cast<std::size_t>(input->length) + 1);
  for (std::int64_t i = input->first; i < input->length; ++i) {
    if ((i & 63) == 0) check_interrupt();
    values.push_back(f({values.back(), element_at(input->list, i)}));
  }
  const Expr head = input->list.is_normal() ? input->list.head() : Expr(sym::List);
  return normal_of(head, std::move(values));
}

// f gives {result, state}: each step hands the state on and yields g[{result, state}] (the result by default).
MaybeExpr fold_pairs(Call& call, bool keep_all) {
  if (call.size() < 3) return std::nullopt;
  const auto input = read_fold(call, true);
  if (!input) return std::nullopt;
  const bool has_function = call.size() == 4;
  Expr state = input->start;
  std::vector<Expr> results;
  Expr last = state;
  for (std::int64_t i = 0; i < input->length; ++i) {
    if ((i & 63) == 0) check_interrupt();
    const Expr pair = lykos::apply(call[0], {state, element_at(input->list, i)});
    if (!pair.is_list() || pair.size() != 2) return call.message("pair", {pair});
    state = pair[1];
    last = has_function ? lykos::apply(call[3], {pair}) : pair[0];
    if (keep_all) results.push_back(last);
  }
  return keep_all ? list_of(std::move(results)) : last;
}

// FoldPair[f, y0, list], FoldPair[f, y0, list, g]
MaybeExpr builtin_FoldPair(Call& call) { return fold_pairs(call, false); }

// FoldPairList[f, y0, list], FoldPairList[f, y0, list, g]
MaybeExpr builtin_FoldPairList(Call& call) { return fold_pairs(call, true); }

MaybeExpr fold_while(Call& call, bool keep_all) {
  // FoldWhile[f, list, test] or FoldWhile[f, x, list, test, m, n].
  const bool separate_start = call.size() > 3;
  const auto input = read_fold(call, separate_start);
  if (!input) return std::nullopt;
  const std::size_t test_at = separate_start ? 3 : 2;
  std::int64_t shown = 1;
  if (call.size() > 4) {
    if (call[4].is(sym::All)) {
      shown = INT64_MAX;
    } else {
      const auto m = count_argument(call[4]);
      if (!m) return call.message("intnm", {call.expr(), Expr::integer(5)});
      shown = *m;
    }
  }
  std::int64_t extra = 0;
  if (call.size() > 5) {
    const auto n = machine_integer(call[5]);
    if (!n) return call.message("int", {call.expr(), Expr::integer(6)});
    extra = *n;
  }
  std::vector<Expr> values{input->start};
  std::int64_t next = input->first;
  const auto step = [&] {
    values.push_back(lykos::apply(call[0], {values.back(), element_at(input->list, next)}));
    ++next;
  };
  while (next < input->length) {
    if ((next & 63) == 0) check_interrupt();
    const auto available = static_cast<std::int64_t>(values.size());
    const std::int64_t count = std::min(shown, available);
    if (shown == INT64_MAX || available >= shown) {
      const std::span<const Expr> recent(values.data() + (available - count), static_cast<std::size_t>(count));
      const std::vector<Expr> copy(recent.begin(), recent.end());
      if (!lykos::apply(call[test_at], std::span<const Expr>(copy)).is_true()) break;
    }
    step();
  }
  for (; extra > 0 && next < input->length; --extra) step();
  for (; extra < 0 && values.size() > 1; ++extra) values.pop_back();
  return keep_all ? list_of(std::move(values)) : values.back();
}

// FoldWhile[f, x, list, test, m, n]
MaybeExpr builtin_FoldWhile(Call& call) { return fold_while(call, false); }

// FoldWhileList[f, x, list, test, m, n]
MaybeExpr builtin_FoldWhileList(Call& call) { return fold_while(call, true); }

/// Fold[f][x, list] and FoldPair[f][y, list]: the outer arguments follow the function.
MaybeExpr operator_Fold(Call& call) {
  const Expr inner = call.expr().head();
  if (inner.size() != 1 || call.size() < 1 || call.size() > 2) return std::nullopt;
  std::vector<Expr> args{inner[0]};
  args.insert(args.end(), call.args().begin(), call.args().end());
  return make_normal(inner.head(), std::move(args));
}

constexpr const char* kPair = "`1` is not a list of two elements.";

constexpr Builtin kBuiltins[] = {
    {.name = "Fold",
     .fn = builtin_Fold,
     .arity = between(1, 3),
     .usage = "Fold[f, x, list] gives the last element of FoldList[f, x, list].\n"
              "Fold[f, list] is equivalent to Fold[f, First[list], Rest[list]].\n"
              "Fold[f] represents an operator form of Fold.",
     .sub_fn = operator_Fold},
    {.name = "FoldList",
     .fn = builtin_FoldList,
     .arity = between(1, 3),
     .usage = "FoldList[f, x, {a, b, ...}] gives {x, f[x, a], f[f[x, a], b], ...}.\n"
              "FoldList[f, {a, b, c, ...}] gives {a, f[a, b], f[f[a, b], c], ...}.\n"
              "FoldList[f] represents an operator form of FoldList.",
     .sub_fn = operator_Fold},
    {.name = "FoldPair",
     .fn = builtin_FoldPair,
     .arity = between(1, 4),
     .usage = "FoldPair[f, y0, list] gives the last element of FoldPairList[f, y0, list].\n"
              "FoldPair[f, y0, list, g] gives the last element of FoldPairList[f, y0, list, g].",
     .messages = {{"pair", kPair}},
     .sub_fn = operator_Fold},
    {.name = "FoldPairList",
     .fn = builtin_FoldPairList,
     .arity = between(1, 4),
     .usage = "FoldPairList[f, y0, {a1, a2, ...}] gives the list of successive xi obtained by applying f to pairs of yi and ai at each step, where f returns {xi, yi}.\n"
              "FoldPairList[f, y0, list, g] applies g to each pair {xi, yi}.",
     .messages = {{"pair", kPair}},
     .sub_fn = operator_Fold},
    {.name = "FoldWhile",
     .fn = builtin_FoldWhile,
     .arity = between(3, 6),
     .usage = "FoldWhile[f, x, {a1, a2, ...}, test] returns the first expression f[...f[f[x, a1], a2]..., ak] to which applying test does not yield True.\n"
              "FoldWhile[f, {a1, a2, ...}, test] starts with a1.\n"
              "FoldWhile[f, x, list, test, m] supplies the most recent m results as arguments for test at each step.\n"
              "FoldWhile[f, x, list, test, All] supplies all results so far.\n"
              "FoldWhile[f, x, list, test, m, n] applies f an extra n times, or returns -n steps for negative n."},
    {.name = "FoldWhileList",
     .fn = builtin_FoldWhileList,
     .arity = between(3, 6),
     .usage = "FoldWhileList[f, x, {a1, a2, ...}, test] returns {x, f[x, a1], f[f[x, a1], a2], ...}, stopping after the first result to which applying test does not yield True.\n"
              "FoldWhileList[f, {a1, a2, ...}, test] starts with a1.\n"
              "FoldWhileList[f, x, list, test, m] supplies the most recent m results as arguments for test at each step.\n"
              "FoldWhileList[f, x, list, test, m, n] applies f an extra n times, or drops the last -n results for negative n."},
};

}  // namespace

void register_fold(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
