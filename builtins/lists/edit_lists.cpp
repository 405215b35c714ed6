// edit_lists.cpp - parts by position lists: Extract, Delete, Insert.
//
// A position is an integer, a path {i, j, ...} of integers and keys, or a list of paths. Several deletions or insertions all mean
// positions in the original expression; paths are grouped by their first step and the expression is rebuilt once.
#include <algorithm>
#include <map>

#include "builtins/lists/collection.h"
#include "builtins/lists/part.h"
#include "builtins/lists/register.h"

namespace lykos::builtins {
namespace {

using Path = std::vector<Expr>;

bool is_step(const Expr& e) {
  Expr key;
  return e.is_small_integer() || is_key_spec(e, key) || e.is(sym::All) || e.has_head(sym::Span);
}

// Reads a position specification; `single` when it is one path.
bool read_positions(const Expr& spec, std::vector<Path>& paths, bool& single) {
  single = true;
  if (is_step(spec)) {
    paths.push_back({spec});
    return true;
  }
  if (!spec.is_list()) return false;
  if (spec.size() == 0) {
    single = false;
    return true;
  }
  if (!spec[0].is_list()) {
    paths.emplace_back();
    for (const Expr& step : spec.args()) {
      if (!is_step(step)) return false;
      paths.back().push_back(step);
    }
    return true;
  }
  single = false;
  for (const Expr& one : spec.args()) {
    if (!one.is_list()) return false;
    paths.emplace_back();
    for (const Expr& step : one.args()) {
      if (!is_step(step) && !step.is_list()) return false;
      paths.back().push_back(step);
    }
  }
  return true;
}

// Extract[expr, pos], Extract[expr, {pos1, pos2, ...}], Extract[expr, pos, h] (h is put round the parts before evaluation)
MaybeExpr builtin_Extract(Call& call) {
  if (call.size() == 1) return std::nullopt;
  const Expr& e = call.arg(0);
  std::vector<Path> paths;
  bool single = true;
  if (!read_positions(call.arg(1), paths, single)) return call.message("psl", {call.arg(1), call.expr()});
  const auto extract = [&](const Path& path) -> MaybeExpr {
    if (path.empty()) return e;
    return part_of(e, path, make_list(std::span<const Expr>(path)), sym::Extract);
  };
  const auto wrapped = [&](const Expr& part) { return call.size() == 3 ? make_normal(call.arg(2), {part}) : part; };
  if (single) {
    const MaybeExpr part = extract(paths[0]);
    return part ? MaybeExpr(wrapped(*part)) : std::nullopt;
  }
  std::vector<Expr> out;
  out.reserve(paths.size());
  for (const Path& path : paths) {
    const MaybeExpr part = extract(path);
    if (!part) return std::nullopt;
    out.push_back(wrapped(*part));
  }
  return list_of(std::move(out));
}

// Zero-based position of a step in a container, length_of(container) when `past_end` allows it; -1 when there is none.
std::int64_t locate(const Expr& container, const Expr& step, bool past_end) {
  const std::int64_t length = length_of(container);
  Expr key;
  if (is_key_spec(step, key)) {
    if (!container.is_association()) return -1;
    const std::size_t found = container.association().find(key);
    return found == AssociationNode::npos ? -1 : static_cast<std::int64_t>(found);
  }
  if (!step.is_small_integer()) return -1;
  const std::int64_t n = step.small_integer();
  if (past_end) {
    if (n == length + 1 || n == -1) return length;
    if (n < -1 && n >= -length - 1) return length + 1 + n;
    return resolve_index(n, length);
  }
  return resolve_index(n, length);
}

Expr path_shown(const Path& path) { return make_list(std::span<const Expr>(path)); }

// Sequence[...] in place of an expression whose head is deleted.
std::optional<Expr> delete_paths(Call& call, const Expr& e, const std::vector<std::span<const Expr>>& paths, const Path& shown) {
  RecursionGuard guard;
  const auto fail = [&]() -> std::optional<Expr> {
    call.message("partw", {path_shown(shown), call.arg(0)});
    return std::nullopt;
  };
  if (!is_container(e)) return fail();
  std::vector<bool> marked(static_cast<std::size_t>(length_of(e)));
  std::map<std::int64_t, std::vector<std::span<const Expr>>> deeper;
  bool head_deleted = false;
  for (const std::span<const Expr>& path : paths) {
    if (path[0].is_small_integer() && path[0].small_integer() == 0 && path.size() == 1) {
      head_deleted = true;
      continue;
    }
    const std::int64_t index = locate(e, path[0], false);
    if (index < 0) {
      if (path[0].is_small_integer() || !e.is_association()) return fail();
      continue;  // a key that is not there has nothing to delete
    }
    if (path.size() == 1) {
      marked[static_cast<std::size_t>(index)] = true;
    } else {
      deeper[index].push_back(path.subspan(1));
    }
  }
  Expr result = e;
  if (!deeper.empty()) {
    std::vector<Expr> parts = elements_of(e);
    for (const auto& [index, inner] : deeper) {
      auto edited = delete_paths(call, parts[static_cast<std::size_t>(index)], inner, shown);
      if (!edited) return std::nullopt;
      parts[static_cast<std::size_t>(index)] = std::move(*edited);
    }
    result = rebuild(e, std::move(parts));
  }
  result = drop_marked(result, marked);
  return head_deleted ? with_head(result, sym::Sequence) : result;
}

// Delete[expr, n], Delete[expr, {i, j, ...}], Delete[expr, {{i1, j1, ...}, ...}], Delete[pos]
MaybeExpr builtin_Delete(Call& call) {
  if (call.size() == 1) return std::nullopt;
  std::vector<Path> paths;
  bool single = true;
  if (!read_positions(call.arg(1), paths, single)) return call.message("psl", {call.arg(1), call.expr()});
  std::vector<std::span<const Expr>> views;
  for (const Path& path : paths) {
    if (path.empty()) return call.message("psl", {call.arg(1), call.expr()});
    views.emplace_back(path);
  }
  if (views.empty()) return call.arg(0);
  if (!is_container(call.arg(0))) return expects_normal(call, 1);
  return delete_paths(call, call.arg(0), views, paths[0]);
}

std::optional<Expr> insert_paths(Call& call, const Expr& e, const Expr& value, const std::vector<std::span<const Expr>>& paths) {
  RecursionGuard guard;
  if (!is_container(e) || e.is_numeric_array() || e.is_byte_array()) {
    call.message("ins", {path_shown({paths[0].begin(), paths[0].end()}), call.arg(0)});
    return std::nullopt;
  }
  const std::int64_t length = length_of(e);
  std::vector<std::int64_t> before(static_cast<std::size_t>(length) + 1);
  std::map<std::int64_t, std::vector<std::span<const Expr>>> deeper;
  for (const std::span<const Expr>& path : paths) {
    const std::int64_t index = locate(e, path[0], path.size() == 1);
    if (index < 0) {
      call.message("ins", {path_shown({path.begin(), path.end()}), call.arg(0)});
      return std::nullopt;
    }
    if (path.size() == 1) {
      ++before[static_cast<std::size_t>(index)];
    } else {
      deeper[index].push_back(path.subspan(1));
    }
  }
  if (e.is_association()) {
    std::vector<AssociationEntry> entries;
    const auto& own = e.association().entries;
    const bool here = deeper.empty();
    if (here && !value.is_rule()) {
      call.message("invdt");
      return std::nullopt;
    }
    for (std::size_t i = 0; i <= own.size(); ++i) {
      if (before[i] > 0) entries.push_back({value[0], value[1], value.has_head(sym::RuleDelayed)});
      if (i == own.size()) break;
      if (here && own[i].key == value[0]) continue;
      entries.push_back(own[i]);
      const auto inner = deeper.find(static_cast<std::int64_t>(i));
      if (inner != deeper.end()) {
        auto edited = insert_paths(call, own[i].value, value, inner->second);
        if (!edited) return std::nullopt;
        entries.back().value = *edited;
      }
    }
    return make_association(std::move(entries));
  }
  std::vector<Expr> out;
  out.reserve(static_cast<std::size_t>(length) + paths.size());
  for (std::int64_t i = 0; i <= length; ++i) {
    for (std::int64_t k = 0; k < before[static_cast<std::size_t>(i)]; ++k) out.push_back(value);
    if (i == length) break;
    const auto inner = deeper.find(i);
    if (inner == deeper.end()) {
      out.push_back(element_at(e, i));
    } else {
      auto edited = insert_paths(call, element_at(e, i), value, inner->second);
      if (!edited) return std::nullopt;
      out.push_back(std::move(*edited));
    }
  }
  return normal_of(e.head(), std::move(out));
}

// Insert[list, elem, n], Insert[expr, elem, {i, j, ...}], Insert[expr, elem, {{i1, j1, ...}, ...}], Insert[elem, pos]
MaybeExpr builtin_Insert(Call& call) {
  if (call.size() == 2) return std::nullopt;
  std::vector<Path> paths;
  bool single = true;
  if (!read_positions(call.arg(2), paths, single)) return call.message("psl", {call.arg(2), call.expr()});
  std::vector<std::span<const Expr>> views;
  for (const Path& path : paths) {
    if (path.empty()) return call.message("psl", {call.arg(2), call.expr()});
    views.emplace_back(path);
  }
  if (views.empty()) return call.arg(0);
  return insert_paths(call, call.arg(0), call.arg(1), views);
}

// Insert[elem, pos][expr]
MaybeExpr insert_operator(Call& call) {
  const Expr inner = call.expr().head();
  if (inner.size() != 2 || call.size() != 1) return std::nullopt;
  return make_normal(sym::Insert, {call.arg(0), inner[0], inner[1]});
}

constexpr const char* kPosition = "Position specification `1` in `2` is not a machine-sized integer or a list of machine-sized integers.";

constexpr Builtin kBuiltins[] = {
    {.name = "Extract",
     .fn = builtin_Extract,
     .arity = between(1, 3),
     .attributes = kNHoldRest | kProtected,
     .usage = "Extract[expr, pos] gives the part of expr at the position pos.\nExtract[expr, {pos1, pos2, ...}] gives a list of parts.\n"
              "Extract[expr, pos, h] wraps each part in h before evaluation.",
     .messages = {{"psl", kPosition},
                  {"partw", "Part `1` of `2` does not exist."},
                  {"partd", "Part specification `1` is longer than depth of object."},
                  {"pkspec1", "The expression `1` cannot be used as a part specification."},
                  {"take", "Cannot take positions `1` through `2` in `3`."}},
     .sub_fn = operator_form},
    {.name = "Delete",
     .fn = builtin_Delete,
     .arity = between(1, 2),
     .attributes = kNHoldRest | kProtected,
     .usage = "Delete[expr, n] deletes the element at position n.\nDelete[expr, {i, j, ...}] deletes the part at position {i, j, ...}.\n"
              "Delete[expr, {{i1, j1, ...}, {i2, j2, ...}, ...}] deletes several parts.\nDelete[assoc, key] deletes a key.",
     .messages = {{"psl", kPosition}, {"partw", "Part `1` of `2` does not exist."}},
     .sub_fn = operator_form},
    {.name = "Insert",
     .fn = builtin_Insert,
     .arity = between(2, 3),
     .attributes = kNHoldRest | kProtected,
     .usage = "Insert[list, elem, n] inserts elem at position n in list.\nInsert[list, elem, -n] inserts at the position n from the end.\n"
              "Insert[expr, elem, {i, j, ...}] inserts at position {i, j, ...}.\nInsert[expr, elem, {{i1, j1, ...}, ...}] inserts at several positions.",
     .messages = {{"psl", kPosition},
                  {"ins", "Cannot insert at position `1` in `2`"},
                  {"invdt", "The argument is not a rule or a list of rules."}},
     .sub_fn = insert_operator},
};

}  // namespace

void register_edit_lists(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
