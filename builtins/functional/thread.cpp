// thread.cpp - moving functions across structure: Thread, Distribute, Through, Operate.
#include "builtins/functional/conditions.h"
#include "builtins/functional/register.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/part.h"

namespace lykos::builtins {
namespace {

// Which argument positions Thread[f[args], h, n] works on: n, -n, {m, n} and so on; All by default.
bool threaded_positions(Call& call, std::size_t count, std::vector<bool>& wanted) {
  wanted.assign(count, true);
  if (call.size() < 3 || call[2].is(sym::All)) return true;
  PositionRun run;
  Expr from, to;
  if (read_sequence_spec(call[2], static_cast<std::int64_t>(count), run, from, to) != SpecStatus::Ok) {
    call.message("thspec", {call[2]});
    return false;
  }
  wanted.assign(count, false);
  for (std::int64_t i = 0; i < run.count; ++i) wanted[static_cast<std::size_t>(run.first + i * run.step)] = true;
  return true;
}

// Thread[f[args]], Thread[f[args], h], Thread[f[args], h, n]
MaybeExpr builtin_Thread(Call& call) {
  const Expr& whole = call[0];
  if (!whole.is_normal()) return whole;
  const Expr head = call.size() > 1 ? call[1] : Expr(sym::List);
  std::vector<bool> wanted;
  if (!threaded_positions(call, whole.size(), wanted)) return std::nullopt;
  const auto threads = [&](std::size_t i) {
    const Expr& arg = whole[i];
    if (!wanted[i]) return false;
    return arg.is_association() ? head.is(sym::List) || head.is(sym::Association) : arg.is_normal() && arg.head() == head;
  };
  std::size_t length = 0;
  bool found = false;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (!threads(i)) continue;
    if (found && whole[i].size() != length) {
      call.message("tdlen", {make_normal(sym::HoldForm, {whole})});
      return whole;
    }
    found = true;
    length = whole[i].size();
  }
  if (!found) return whole;
  if (call.size() == 1 && whole.size() == 2) {
    if (const auto marks = truth_of_relation(whole.head(), whole[0], whole[1])) {
      Builder truths(sym::List, length);
      for (std::size_t i = 0; i < length; ++i) truths.push(Expr::boolean(marks->data<std::int64_t>()[i] != 0));
      return truths.finish();
    }
  }
  std::vector<Expr> results;
  results.reserve(length);
  std::vector<Expr> args(whole.size());
  for (std::size_t i = 0; i < length; ++i) {
    for (std::size_t j = 0; j < whole.size(); ++j) args[j] = threads(j) ? element_at(whole[j], static_cast<std::int64_t>(i)) : whole[j];
    results.push_back(make_normal(whole.head(), args));
  }
  for (std::size_t j = 0; j < whole.size(); ++j) {
    if (whole[j].is_association() && threads(j)) return association_with_values(whole[j], std::move(results));
  }
  return make_normal(head, std::move(results));
}

// Distribute[f[a + b, c]], Distribute[expr, g], Distribute[expr, g, f], Distribute[expr, g, f, gp, fp]
MaybeExpr builtin_Distribute(Call& call) {
  const Expr& whole = call[0];
  const Expr over = call.size() > 1 ? call[1] : Expr(sym::Plus);
  if (!whole.is_normal()) return whole;
  if (call.size() > 2 && !(whole.head() == call[2])) return whole;
  const Expr outer = call.size() > 3 ? call[3] : over;
  const Expr inner = call.size() > 4 ? call[4] : whole.head();
  std::vector<std::vector<Expr>> choices;
  double total = 1;
  bool any = false;
  for (const Expr& arg : whole.args()) {
    if (arg.is_normal() && arg.head() == over) {
      choices.push_back(elements_of(arg));
      any = true;
    } else {
      choices.push_back({arg});
    }
    total *= static_cast<double>(choices.back().size());
  }
  if (!any) return whole;
  if (total > 5e8) return call.message("toolarge", {call.expr()});
  std::vector<Expr> results;
  results.reserve(static_cast<std::size_t>(total));
  std::vector<std::size_t> at(choices.size(), 0);
  std::vector<Expr> args(choices.size());
  for (double done = 0; done < total; ++done) {
    if ((results.size() & 1023) == 0) check_interrupt();
    for (std::size_t i = 0; i < choices.size(); ++i) args[i] = choices[i][at[i]];
    results.push_back(make_normal(inner, args));
    for (std::size_t i = choices.size(); i-- > 0;) {
      if (++at[i] < choices[i].size()) break;
      at[i] = 0;
    }
  }
  return make_normal(outer, std::move(results));
}

// Through[p[f1, f2][x]], Through[expr, h]
MaybeExpr builtin_Through(Call& call) {
  const Expr& whole = call[0];
  if (!whole.is_normal()) return whole;
  const Expr functions = whole.head();
  if (functions.is_association()) {
    std::vector<Expr> values;
    for (const AssociationEntry& entry : functions.association().entries) values.push_back(make_normal(entry.value, whole.args()));
    return association_with_values(functions, std::move(values));
  }
  if (!functions.is_normal() || (call.size() > 1 && !(functions.head() == call[1]))) return whole;
  std::vector<Expr> results;
  for (const Expr& f : functions.args()) results.push_back(make_normal(f, whole.args()));
  return make_normal(functions.head(), std::move(results));
}

// Operate[p, f[x, y]] is p[f][x, y]; Operate[p, expr, n] goes n heads deep.
MaybeExpr builtin_Operate(Call& call) {
  std::int64_t level = 1;
  if (call.size() == 3) {
    const auto n = count_argument(call[2]);
    if (!n) return call.message("intnm", {call.expr(), Expr::integer(3)});
    level = *n;
  }
  if (level == 0) return make_normal(call[0], {call[1]});
  std::vector<Expr> outer;
  Expr current = call[1];
  for (std::int64_t i = 0; i < level; ++i) {
    if (!current.is_normal()) return call[1];
    outer.push_back(current);
    current = Expr(current.head());
  }
  Expr result = make_normal(call[0], {current});
  for (std::size_t i = outer.size(); i-- > 0;) result = make_normal(result, outer[i].args());
  return result;
}

constexpr Builtin kBuiltins[] = {
    {.name = "Thread",
     .fn = builtin_Thread,
     .arity = between(1, 3),
     .usage = "Thread[f[args]] \"threads\" f over any lists that appear in args.\n"
              "Thread[f[args], h] threads f over any objects with head h that appear in args.\n"
              "Thread[f[args], h, n] threads f over objects with head h that appear in the first n args.",
     .messages = {{"tdlen", "Objects of unequal length in `1` cannot be combined."},
                  {"thspec", "`1` is not a valid specification of arguments to thread over."}}},
    {.name = "Distribute",
     .fn = builtin_Distribute,
     .arity = between(1, 5),
     .usage = "Distribute[f[x1, x2, ...]] distributes f over Plus appearing in any of the xi.\n"
              "Distribute[expr, g] distributes over g.\n"
              "Distribute[expr, g, f] performs the distribution only if the head of expr is f.\n"
              "Distribute[expr, g, f, gp, fp] gives gp and fp in place of g and f in the result.",
     .messages = {{"toolarge", "`1` asks for more elements than fit in memory."}}},
    {.name = "Through",
     .fn = builtin_Through,
     .arity = between(1, 2),
     .usage = "Through[p[f1, f2][x]] gives p[f1[x], f2[x]].\n"
              "Through[expr, h] performs the transformation wherever h occurs in the head of expr."},
    {.name = "Operate",
     .fn = builtin_Operate,
     .arity = between(2, 3),
     .usage = "Operate[p, f[x, y]] gives p[f][x, y].\n"
              "Operate[p, expr, n] applies p at level n in the head of expr."},
};

}  // namespace

void register_thread(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
