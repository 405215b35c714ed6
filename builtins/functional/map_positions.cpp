// map_positions.cpp - functions that know where they are applied: MapAt, MapIndexed, MapThread.
#include <algorithm>

#include "builtins/functional/elementwise.h"
#include "builtins/functional/register.h"
#include "builtins/lists/collection.h"
#include "builtins/lists/part.h"

namespace lykos::builtins {
namespace {

// ---- MapAt

class PositionMapper {
 public:
  PositionMapper(const Call& call, const Expr& f) : call_(call), f_(f) {}

  /// expr with f applied at the position; nullopt after a message.
  MaybeExpr map(const Expr& expr, std::span<const Expr> path) {
    whole_ = expr;
    path_ = path;
    return at(expr, path);
  }

 private:
  MaybeExpr at(const Expr& expr, std::span<const Expr> path) const {
    if (path.empty()) return make_normal(f_, {expr});
    const RecursionGuard guard;
    const Expr& step = path.front();
    const auto rest = path.subspan(1);
    if (expr.is_association()) return at_association(expr, step, rest);
    if (!expr.is_normal()) return missing();
    if (step.is_small_integer() && step.small_integer() == 0) {
      MaybeExpr head = at(expr.head(), rest);
      if (!head) return std::nullopt;
      return make_normal(*head, expr.args());
    }
    std::vector<std::int64_t> indices;
    if (!read(step, static_cast<std::int64_t>(expr.size()), indices)) return missing();
    std::vector<Expr> args(expr.args().begin(), expr.args().end());
    for (const std::int64_t i : indices) {
      MaybeExpr part = at(args[static_cast<std::size_t>(i)], rest);
      if (!part) return std::nullopt;
      args[static_cast<std::size_t>(i)] = std::move(*part);
    }
    return make_normal(expr.head(), std::move(args));
  }

  MaybeExpr at_association(const Expr& expr, const Expr& step, std::span<const Expr> rest) const {
    const auto& entries = expr.association().entries;
    std::vector<std::int64_t> indices;
    Expr key;
    if (is_key_spec(step, key)) {
      const std::size_t found = expr.association().find(key);
      if (found == AssociationNode::npos) return missing();
      indices.push_back(static_cast<std::int64_t>(found));
    } else if (!read(step, static_cast<std::int64_t>(entries.size()), indices)) {
      return missing();
    }
    std::vector<Expr> values = elements_of(expr);
    for (const std::int64_t i : indices) {
      MaybeExpr part = at(values[static_cast<std::size_t>(i)], rest);
      if (!part) return std::nullopt;
      values[static_cast<std::size_t>(i)] = std::move(*part);
    }
    return association_with_values(expr, std::move(values));
  }

  static bool read(const Expr& step, std::int64_t length, std::vector<std::int64_t>& indices) {
    if (step.is_small_integer()) {
      const std::int64_t i = resolve_index(step.small_integer(), length);
      if (i < 0) return false;
      indices.push_back(i);
      return true;
    }
    PositionRun run;
    Expr from, to;
    if (step.is(sym::All)) {
      run = {0, 1, length};
    } else if (!step.has_head(sym::Span) || read_span(step, length, run, from, to) != SpecStatus::Ok) {
      return false;
    }
    for (std::int64_t i = 0; i < run.count; ++i) indices.push_back(run.first + i * run.step);
    return true;
  }

  std::nullopt_t missing() const { return call_.message("partw", {make_list(path_), whole_}); }

  const Call& call_;
  const Expr& f_;
  Expr whole_;
  std::span<const Expr> path_;
};

bool is_step(const Expr& e) {
  Expr key;
  return e.is_small_integer() || e.is(sym::All) || e.has_head(sym::Span) || is_key_spec(e, key);
}

// A step, a list of steps, or a list of such lists.
bool is_position(const Expr& e) {
  if (!e.is_list()) return is_step(e);
  const std::vector<Expr> parts = elements_of(e);
  const bool several = !parts.empty() && parts[0].is_list();
  return std::all_of(parts.begin(), parts.end(), [&](const Expr& part) { return several ? part.is_list() && is_position(part) : is_step(part); });
}

// MapAt[f, expr, n], MapAt[f, expr, {i, j, ...}], MapAt[f, expr, {{i1, j1, ...}, ...}]
MaybeExpr builtin_MapAt(Call& call) {
  if (call.size() < 3) return std::nullopt;
  PositionMapper mapper(call, call[0]);
  const Expr& position = call[2];
  if (!is_position(position)) return call.message("psl", {position, call.expr()});
  // No positions, as Position gives them, leave everything as it is.
  const bool several = position.is_list() &&
                       std::all_of(position.args().begin(), position.args().end(), [](const Expr& e) { return e.is_list(); });
  if (!several) {
    const std::vector<Expr> path = position.is_list() ? std::vector<Expr>(position.args().begin(), position.args().end()) : std::vector<Expr>{position};
    return mapper.map(call[1], path);
  }
  Expr result = call[1];
  for (const Expr& one : position.args()) {
    MaybeExpr next = mapper.map(result, one.args());
    if (!next) return std::nullopt;
    result = std::move(*next);
  }
  return result;
}

/// MapAt[f, pos][expr]
MaybeExpr operator_MapAt(Call& call) {
  const Expr inner = call.expr().head();
  if (inner.size() != 2 || call.size() != 1) return std::nullopt;
  return make_normal(sym::MapAt, {inner[0], call[0], inner[1]});
}

// ---- MapIndexed

class IndexedMapper {
 public:
  IndexedMapper(const Expr& f, const LevelSpec& spec, bool heads) : f_(f), spec_(spec), heads_(heads), needs_depth_(spec.min < 0 || spec.max < 0) {}

  Expr map(const Expr& part) {
    const auto level = static_cast<std::int64_t>(path_.size());
    Expr current = part;
    if (spec_.max < 0 || level < spec_.max) {
      const RecursionGuard guard;
      check_interrupt();
      if (part.is_association()) {
        std::vector<Expr> values;
        for (const AssociationEntry& entry : part.association().entries) values.push_back(child(entry.value, make_normal(sym::Key, {entry.key})));
        current = association_with_values(part, std::move(values));
      } else if (part.is_normal()) {
        const Expr head = heads_ ? child(part.head(), Expr::integer(0)) : part.head();
        std::vector<Expr> args;
        args.reserve(part.size());
        for (std::size_t i = 0; i < part.size(); ++i) {
          args.push_back(child(element_at(part, static_cast<std::int64_t>(i)), Expr::integer(static_cast<std::int64_t>(i) + 1)));
        }
        current = make_normal(head, std::move(args));
      }
    }
    const bool wanted = spec_.contains(level, needs_depth_ ? static_cast<std::int64_t>(depth(part)) : 0);
    return wanted ? make_normal(f_, {current, make_list(std::span<const Expr>(path_))}) : current;
  }

 private:
  Expr child(const Expr& part, Expr step) {
    path_.push_back(std::move(step));
    Expr result = map(part);
    path_.pop_back();
    return result;
  }

  const Expr& f_;
  LevelSpec spec_;
  bool heads_;
  bool needs_depth_;
  std::vector<Expr> path_;
};

// MapIndexed[f, expr], MapIndexed[f, expr, levels]
MaybeExpr builtin_MapIndexed(Call& call) {
  if (call.size() == 1) return std::nullopt;
  LevelSpec spec{1, 1};
  if (call.size() == 3) {
    const auto given = LevelSpec::read(call[2]);
    if (!given) return call.message("level", {call[2]});
    spec = *given;
  }
  return IndexedMapper(call[0], spec, call.option(sym::Heads).is_true()).map(call[1]);
}

// ---- MapThread

// f over corresponding parts of the lists, `levels` deep.
MaybeExpr thread_lists(const Call& call, const Expr& f, std::span<const Expr> lists, std::int64_t levels) {
  if (levels == 0) return make_normal(f, lists);
  const RecursionGuard guard;
  const Expr& first = lists.front();
  if (first.is_association()) {
    std::vector<Expr> values;
    for (const AssociationEntry& entry : first.association().entries) {
      std::vector<Expr> parts;
      for (const Expr& list : lists) {
        const Expr* part = list.is_association() ? association_find(list, entry.key) : nullptr;
        if (part == nullptr || list.size() != first.size()) return call.message("mptd", {list, Expr::integer(2), call.expr(), Expr::integer(1), Expr::integer(1)});
        parts.push_back(*part);
      }
      MaybeExpr value = thread_lists(call, f, parts, levels - 1);
      if (!value) return std::nullopt;
      values.push_back(std::move(*value));
    }
    return association_with_values(first, std::move(values));
  }
  std::vector<Expr> results;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (!lists[i].is_list()) {
      const std::int64_t wanted = call.size() == 3 ? count_argument(call[2]).value_or(levels) : 1;
      return call.message("mptd", {call[1][i], make_list({Expr::integer(2), Expr::integer(static_cast<std::int64_t>(i) + 1)}), call.expr(), Expr::integer(wanted - levels), Expr::integer(wanted)});
    }
    if (lists[i].size() != first.size()) {
      return call.message("mptc", {make_list({Expr::integer(2), Expr::integer(1)}), make_list({Expr::integer(2), Expr::integer(static_cast<std::int64_t>(i) + 1)}), call.expr(),
                                   Expr::integer(static_cast<std::int64_t>(first.size())), Expr::integer(static_cast<std::int64_t>(lists[i].size()))});
    }
  }
  results.reserve(first.size());
  std::vector<Expr> parts(lists.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    if ((i & 255) == 0) check_interrupt();
    for (std::size_t j = 0; j < lists.size(); ++j) parts[j] = element_at(lists[j], static_cast<std::int64_t>(i));
    MaybeExpr value = thread_lists(call, f, parts, levels - 1);
    if (!value) return std::nullopt;
    results.push_back(levels == 1 ? evaluate(*value) : std::move(*value));
  }
  return list_of(std::move(results));
}

// MapThread[f, {list1, list2, ...}], MapThread[f, {...}, n]
MaybeExpr builtin_MapThread(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& lists = call[1];
  if (!lists.is_list()) return call.message("list", {call.expr(), Expr::integer(2)});
  std::int64_t levels = 1;
  if (call.size() == 3) {
    const auto given = count_argument(call[2]);
    if (!given) return call.message("intnm", {call.expr(), Expr::integer(3)});
    levels = *given;
  }
  if (lists.size() == 0) return lists;
  std::vector<Expr> all = elements_of(lists);
  if (levels == 1) {
    if (MaybeExpr result = thread_elementwise(call[0], all)) return result;
  }
  return thread_lists(call, call[0], all, levels);
}

constexpr Builtin kBuiltins[] = {
    {.name = "MapAt",
     .fn = builtin_MapAt,
     .arity = between(2, 3),
     .usage = "MapAt[f, expr, n] applies f to the element at position n in expr. If n is negative, the position is counted from the end.\n"
              "MapAt[f, expr, {i, j, ...}] applies f to the part of expr at position {i, j, ...}.\n"
              "MapAt[f, expr, {{i1, j1, ...}, {i2, j2, ...}, ...}] applies f to parts of expr at several positions.\n"
              "MapAt[f, pos] represents an operator form of MapAt that can be applied to an expression.",
     .messages = {{"partw", "Part `1` of `2` does not exist."}},
     .sub_fn = operator_MapAt},
    {.name = "MapIndexed",
     .fn = builtin_MapIndexed,
     .arity = between(1, 3),
     .usage = "MapIndexed[f, expr] applies f to the elements of expr, giving the part specification of each element as a second argument to f.\n"
              "MapIndexed[f, expr, levelspec] applies f to all parts of expr on levels specified by levelspec.\n"
              "MapIndexed[f] represents an operator form of MapIndexed that can be applied to an expression.",
     .options = "{Heads -> False}",
     .sub_fn = operator_form_first},
    {.name = "MapThread",
     .fn = builtin_MapThread,
     .arity = between(1, 3),
     .usage = "MapThread[f, {{a1, a2, ...}, {b1, b2, ...}, ...}] gives {f[a1, b1, ...], f[a2, b2, ...], ...}.\n"
              "MapThread[f, {expr1, expr2, ...}, n] applies f to the parts of the expri at level n.\n"
              "MapThread[f] represents an operator form of MapThread that can be applied to an expression.",
     .messages = {{"mptd", "Object `1` at position `2` in `3` has only `4` of required `5` dimensions."},
                  {"mptc", "Incompatible dimensions of objects at positions `1` and `2` of `3`; dimensions are `4` and `5`."}},
     .sub_fn = operator_form_first},
};

}  // namespace

void register_map_positions(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
