// sparse_array.cpp - SparseArray: arrays given by the positions and values of the elements that differ from a default.
//
// The finished form is SparseArray[Automatic, {n1, n2, ...}, default, {1, {{i1, ...}, ...}, {v1, ...}}] with positions in row-major order. Functions
// that know nothing of sparse arrays see them through Normal; reading a part or the positions does not make the full list.
#include "builtins/lists/sparse_array.h"

#include <algorithm>
#include <map>

#include "builtins/lists/collection.h"
#include "builtins/lists/part.h"
#include "builtins/lists/register.h"
#include "evaluator/definitions.h"
#include "evaluator/load_text.h"

namespace lykos::builtins {
namespace {

using Position = std::vector<std::int64_t>;  // one-based

struct Sparse {
  std::vector<std::int64_t> dims;
  Expr background = Expr::integer(0);
  std::map<Position, Expr> elements;
};

std::optional<Position> read_position(const Expr& e) {
  Position position;
  for (const Expr& step : e.is_list() ? elements_of(e) : std::vector<Expr>{e}) {
    const auto n = machine_integer(step);
    if (!n || *n < 1) return std::nullopt;
    position.push_back(*n);
  }
  return position.empty() ? std::nullopt : std::optional<Position>(position);
}

Expr finished(const Sparse& sparse) {
  Builder positions(sym::List, sparse.elements.size()), values(sym::List, sparse.elements.size());
  for (const auto& [position, value] : sparse.elements) {
    if (value == sparse.background) continue;
    positions.push(integer_list(position));
    values.push(value);
  }
  return make_normal(sym::SparseArray, {sym::Automatic, integer_list(sparse.dims), sparse.background,
                                        make_list({Expr::integer(1), positions.finish(), values.finish()})});
}

Sparse read_finished(const Expr& e) {
  Sparse sparse;
  for (const Expr& d : elements_of(e[1])) sparse.dims.push_back(d.small_integer());
  sparse.background = e[2];
  // Only what SparseArray made itself is known to be well formed; positions in an expression that somebody wrote may be anything.
  for (std::size_t i = 0; i < std::min(e[3][1].size(), e[3][2].size()); ++i)
    if (auto position = read_position(e[3][1][i]); position && position->size() == sparse.dims.size()) sparse.elements[std::move(*position)] = e[3][2][i];
  return sparse;
}

void collect(const Expr& e, std::size_t levels, Position& position, Sparse& sparse) {
  if (levels == 0) {
    if (!(e == sparse.background)) sparse.elements[position] = e;
    return;
  }
  for (std::int64_t i = 0; i < length_of(e); ++i) {
    position.push_back(i + 1);
    collect(element_at(e, i), levels - 1, position, sparse);
    position.pop_back();
  }
}

// Positions that match a pattern rule such as {i_, i_} -> v.
void fill_pattern(const Expr& rule, Position& position, Sparse& sparse) {
  if (position.size() == sparse.dims.size()) {
    if (sparse.elements.count(position) != 0) return;
    if (MaybeExpr value = apply_rules(integer_list(position), rule)) sparse.elements[position] = evaluate(*value);
    return;
  }
  for (std::int64_t i = 1; i <= sparse.dims[position.size()]; ++i) {
    if ((i & 1023) == 0) check_interrupt();
    position.push_back(i);
    fill_pattern(rule, position, sparse);
    position.pop_back();
  }
}

// Arithmetic goes through the full list and back; the rules are entered when the first sparse array is made.
void enter_arithmetic() {
  static bool entered = false;
  if (entered) return;
  entered = true;
  static constexpr std::pair<const char*, const char*> kRules[] = {
      {"Plus[a___, s_SparseArray?SparseArrayQ, b___]", "SparseArray[Plus[a, Normal[s], b]]"},
      {"Times[a___, s_SparseArray?SparseArrayQ, b___]", "SparseArray[Times[a, Normal[s], b]]"},
      {"Power[s_SparseArray?SparseArrayQ, n_]", "SparseArray[Power[Normal[s], n]]"},
  };
  for (const auto& [left, right] : kRules) add_definition(sym::SparseArray, ValueKind::Up, parse_system_text(left), parse_system_text(right), true);
}

// SparseArray[{pos1 -> v1, ...}], SparseArray[{pos1, ...} -> {v1, ...}], SparseArray[list], each with dims and default
MaybeExpr builtin_SparseArray(Call& call) {
  if (call.size() == 4) return std::nullopt;
  if (is_sparse(call.arg(0)) && call.size() == 1) return call.arg(0);
  enter_arithmetic();
  Sparse sparse;
  const Expr& data = call.arg(0);
  if (call.size() == 3) sparse.background = call.arg(2);
  if (call.size() >= 2 && !call.arg(1).is(sym::Automatic)) {
    const auto dims = read_position(call.arg(1));
    if (!dims) return call.message("dims", {call.arg(1)});
    sparse.dims = *dims;
  }
  std::vector<Expr> rules;
  if (data.is_rule() && data[0].is_list() && data[1].is_list() && data[0].size() == data[1].size() && data[0].size() > 0 && data[0][0].is_list()) {
    for (std::size_t i = 0; i < data[0].size(); ++i) rules.push_back(make_rule(data[0][i], data[1][i]));
  } else if (data.is_rule()) {
    rules.push_back(data);
  } else if (data.is_list() && data.size() > 0 && std::all_of(data.args().begin(), data.args().end(), [](const Expr& e) { return e.is_rule(); })) {
    rules.assign(data.args().begin(), data.args().end());
  } else if (data.is_list() || data.is_numeric_array()) {
    if (data.is_list() && data.size() == 0 && call.size() >= 2) return finished(sparse);
    const std::vector<std::int64_t> dims = dimensions_of(data);
    if (dims.empty()) return call.message("list", {call.expr(), Expr::integer(1)});
    if (sparse.dims.empty()) sparse.dims = dims;
    if (sparse.dims.size() != dims.size()) return call.message("dims", {call.arg(1)});
    Position position;
    collect(data, dims.size(), position, sparse);
    std::erase_if(sparse.elements, [&](const auto& element) {
      for (std::size_t i = 0; i < sparse.dims.size(); ++i) {
        if (element.first[i] > sparse.dims[i]) return true;
      }
      return false;
    });
    return finished(sparse);
  } else {
    return call.message("list", {call.expr(), Expr::integer(1)});
  }
  std::vector<Expr> patterns;
  std::vector<std::int64_t> largest;
  for (const Expr& rule : rules) {
    if (const auto position = read_position(rule[0])) {
      if (!sparse.elements.empty() && sparse.elements.begin()->first.size() != position->size()) return call.message("rect", {data});
      largest.resize(position->size());
      for (std::size_t i = 0; i < position->size(); ++i) largest[i] = std::max(largest[i], (*position)[i]);
      sparse.elements.try_emplace(*position, rule[1]);
    } else {
      patterns.push_back(rule);
    }
  }
  if (sparse.dims.empty()) {
    if (largest.empty()) return call.message("nodims", {data});
    sparse.dims = largest;
  }
  for (std::size_t i = 0; i < largest.size(); ++i) {
    if (largest.size() != sparse.dims.size() || largest[i] > sparse.dims[i]) return call.message("pos", {data, integer_list(sparse.dims)});
  }
  for (const Expr& rule : patterns) {
    Position position;
    Expr spread = rule;
    if (rule[0].has_head(sym::Band)) {  // Band[{i, j}] -> v: along the diagonal from there
      const auto start = rule[0].size() >= 1 ? read_position(rule[0][0]) : std::nullopt;
      if (!start || start->size() != sparse.dims.size()) return call.message("pos", {rule, integer_list(sparse.dims)});
      Position at = *start;
      for (std::size_t k = 0;; ++k) {
        bool inside = true;
        for (std::size_t i = 0; i < at.size(); ++i) inside = inside && at[i] <= sparse.dims[i];
        if (!inside || (rule[1].is_list() && k >= rule[1].size())) break;
        sparse.elements.try_emplace(at, rule[1].is_list() ? rule[1][k] : rule[1]);
        for (std::int64_t& step : at) ++step;
      }
      continue;
    }
    fill_pattern(spread, position, sparse);
  }
  return finished(sparse);
}

// ArrayRules[array], ArrayRules[array, default]
MaybeExpr builtin_ArrayRules(Call& call) {
  Sparse sparse;
  if (is_sparse(call.arg(0))) {
    sparse = read_finished(call.arg(0));
  } else {
    sparse.dims = dimensions_of(call.arg(0));
    if (sparse.dims.empty()) return call.message("list", {call.expr(), Expr::integer(1)});
    if (call.size() == 2) sparse.background = call.arg(1);
    Position position;
    collect(call.arg(0), sparse.dims.size(), position, sparse);
  }
  Builder out(sym::List);
  for (const auto& [position, value] : sparse.elements) out.push(make_rule(integer_list(position), value));
  std::vector<Expr> blanks(sparse.dims.size(), make_normal(sym::Blank, std::vector<Expr>{}));
  out.push(make_rule(make_list(std::move(blanks)), sparse.background));
  return out.finish();
}

// SparseArrayQ[expr]
MaybeExpr builtin_SparseArrayQ(Call& call) { return Expr::boolean(is_sparse(call.arg(0))); }

Expr fill_dense(const Sparse& sparse, Position& position) {
  const std::size_t level = position.size();
  std::vector<Expr> row;
  row.reserve(static_cast<std::size_t>(sparse.dims[level]));
  for (std::int64_t i = 1; i <= sparse.dims[level]; ++i) {
    position.push_back(i);
    if (position.size() == sparse.dims.size()) {
      const auto found = sparse.elements.find(position);
      row.push_back(found != sparse.elements.end() ? found->second : sparse.background);
    } else {
      row.push_back(fill_dense(sparse, position));
    }
    position.pop_back();
  }
  return list_of(std::move(row));
}

constexpr Builtin kBuiltins[] = {
    {.name = "SparseArray",
     .fn = builtin_SparseArray,
     .arity = between(1, 4),
     .usage = "SparseArray[{pos1 -> v1, pos2 -> v2, ...}] gives an array with values v_i at positions pos_i and 0 elsewhere.\n"
              "SparseArray[{pos1, pos2, ...} -> {v1, v2, ...}] gives the same array.\nSparseArray[list] gives a sparse form of list.\n"
              "SparseArray[data, {d1, d2, ...}] has the dimensions given.\nSparseArray[data, dims, val] has val as its default.",
     .messages = {{"dims", "`1` is not a valid specification of dimensions."},
                  {"rect", "The positions in `1` do not all have the same length."},
                  {"nodims", "The dimensions of the array cannot be found from `1`."},
                  {"pos", "The positions in `1` do not fit the dimensions `2`."}}},
    {.name = "ArrayRules",
     .fn = builtin_ArrayRules,
     .arity = between(1, 2),
     .usage = "ArrayRules[array] gives the rules of positions and values of a sparse array.\nArrayRules[list, val] takes val as the default."},
    {.name = "SparseArrayQ", .fn = builtin_SparseArrayQ, .arity = exactly(1), .usage = "SparseArrayQ[expr] gives True if expr is a valid SparseArray."},
};

}  // namespace

bool is_sparse(const Expr& e) {
  return e.has_head(sym::SparseArray, 4) && e[0].is(sym::Automatic) && e[1].is_list() && e[3].has_head(sym::List, 3) && e[3][1].is_list() && e[3][2].is_list() &&
         e[3][1].size() == e[3][2].size() &&
         std::all_of(e[1].args().begin(), e[1].args().end(), [](const Expr& d) { return d.is_small_integer() && d.small_integer() >= 0; });
}

std::optional<Expr> dense_of_sparse(const Expr& e) {
  if (!is_sparse(e)) return std::nullopt;
  const Sparse sparse = read_finished(e);
  Position position;
  return sparse.dims.empty() ? make_list(std::vector<Expr>{}) : pack(fill_dense(sparse, position));
}

void register_sparse_array(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
