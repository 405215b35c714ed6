// sparse_array.cpp - SparseArray: arrays given by the positions and values of the elements that differ from a default.
//
// The finished form is SparseArray[Automatic, {n1, n2, ...}, default, {1, {{r0, r1, ...}, {{c1, ...}, ...}}, {v1, ...}}]: the elements in
// row-major order, r_i the number of elements up to row i, and the rest of each position (for a vector r is {0, count} and the
// positions are whole). sparse_operations.cpp says what functions make of them.
#include "builtins/lists/sparse_array.h"

#include <algorithm>
#include <stdexcept>

#include "builtins/lists/collection.h"
#include "builtins/lists/part.h"
#include "builtins/lists/register.h"

namespace lykos::builtins {
namespace {

using Position = Sparse::Position;

std::optional<Position> read_position(const Expr& e) {
  Position position;
  for (const Expr& step : e.is_list() ? elements_of(e) : std::vector<Expr>{e}) {
    const auto n = machine_integer(step);
    if (!n || *n < 1) return std::nullopt;
    position.push_back(*n);
  }
  return position.empty() ? std::nullopt : std::optional<Position>(position);
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

// Band[start], Band[start, end], Band[start, end, step] -> value, list of values, or list of blocks: what lies at which positions. Where nothing
// else ends the band the dimensions do; false when there are none.
bool add_band(const Expr& rule, const std::vector<std::int64_t>& dims, std::map<Position, Expr>& elements) {
  const Expr& band = rule[0];
  const auto start = band.size() >= 1 && band.size() <= 3 ? read_position(band[0]) : std::nullopt;
  if (!start || (!dims.empty() && start->size() != dims.size())) return false;
  std::vector<std::int64_t> step(start->size(), 1), last = dims;
  if (band.size() == 3) {
    for (std::size_t i = 0; i < step.size(); ++i) {
      const auto n = machine_integer(band[2].is_list() ? (i < band[2].size() ? Expr(band[2][i]) : Expr(sym::Null)) : band[2]);
      if (!n) return false;
      step[i] = *n;
    }
  }
  if (band.size() >= 2 && !band[1].is(sym::Automatic)) {
    const auto end = read_position(band[1]);
    if (!end || end->size() != start->size()) return false;
    last = *end;
    for (std::size_t i = 0; i < dims.size(); ++i) last[i] = std::min(last[i], dims[i]);
  }
  const bool list = rule[1].is_list();
  if (last.empty() && !list) return false;
  const std::vector<Expr> values = list ? elements_of(rule[1]) : std::vector<Expr>{};
  const auto is_block = [&](const Expr& e) { return e.is_list() && dimensions_of(e).size() == start->size(); };
  const bool blocks = list && start->size() > 1 && !values.empty() && std::all_of(values.begin(), values.end(), is_block);
  const auto inside = [&](const Position& at) {
    for (std::size_t i = 0; i < at.size(); ++i)
      if (at[i] < 1 || (!last.empty() && at[i] > last[i])) return false;
    return true;
  };
  Position at = *start;
  for (std::size_t k = 0; (!list || k < values.size()) && inside(at); ++k) {
    if (!blocks) {
      elements.try_emplace(at, list ? values[k] : rule[1]);
      for (std::size_t i = 0; i < at.size(); ++i) at[i] += step[i];
      continue;
    }
    Sparse block;
    block.dims = dimensions_of(values[k]);
    Position position;
    collect(values[k], block.dims.size(), position, block);
    for (const auto& [offset, value] : block.elements) {
      Position place = at;
      for (std::size_t i = 0; i < at.size(); ++i) place[i] += offset[i] - 1;
      if (inside(place)) elements.try_emplace(std::move(place), value);
    }
    for (std::size_t i = 0; i < at.size(); ++i) at[i] += block.dims[i];
  }
  return true;
}

// SparseArray[{pos1 -> v1, ...}], SparseArray[{pos1, ...} -> {v1, ...}], SparseArray[list], each with dims and default
MaybeExpr builtin_SparseArray(Call& call) {
  enable_up_functions();
  if (call.size() == 4) return std::nullopt;
  if (is_sparse(call.arg(0)) && call.size() == 1) return call.arg(0);
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
    if (data.is_list() && data.size() == 0 && call.size() >= 2) return make_sparse(sparse);
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
    return make_sparse(sparse);
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
    } else if (rule[0].has_head(sym::Band) && sparse.dims.empty()) {
      if (!add_band(rule, sparse.dims, sparse.elements)) return call.message("nodims", {data});
      for (const auto& [place, value] : sparse.elements) {
        largest.resize(place.size());
        for (std::size_t i = 0; i < place.size(); ++i) largest[i] = std::max(largest[i], place[i]);
      }
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
    if (rule[0].has_head(sym::Band)) {
      if (!add_band(rule, sparse.dims, sparse.elements)) return call.message("pos", {rule, integer_list(sparse.dims)});
      continue;
    }
    fill_pattern(rule, position, sparse);
  }
  return make_sparse(sparse);
}

// ArrayRules[array], ArrayRules[array, default]
MaybeExpr builtin_ArrayRules(Call& call) {
  Sparse sparse;
  if (is_sparse(call.arg(0))) {
    sparse = read_sparse(call.arg(0));
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
                  {"pos", "The positions in `1` do not fit the dimensions `2`."}},
     .sub_fn = sparse_property,
     .up_fn = function_of_sparse},
    {.name = "ArrayRules",
     .fn = builtin_ArrayRules,
     .arity = between(1, 2),
     .usage = "ArrayRules[array] gives the rules of positions and values of a sparse array.\nArrayRules[list, val] takes val as the default."},
    {.name = "SparseArrayQ", .fn = builtin_SparseArrayQ, .arity = exactly(1), .usage = "SparseArrayQ[expr] gives True if expr is a valid SparseArray."},
};

}  // namespace

bool is_sparse(const Expr& e) {
  if (!(e.has_head(sym::SparseArray, 4) && e[0].is(sym::Automatic) && e[1].is_list() && e[1].size() > 0 && e[3].has_head(sym::List, 3) && e[3][1].has_head(sym::List, 2))) return false;
  const Expr& rows = e[3][1][0];
  const Expr& columns = e[3][1][1];
  const std::vector<Expr> dims = elements_of(e[1]);
  return std::all_of(dims.begin(), dims.end(), [](const Expr& d) { return d.is_small_integer() && d.small_integer() >= 0; }) && rows.is_list() &&
         rows.size() == (dims.size() == 1 ? 2 : static_cast<std::size_t>(dims[0].small_integer()) + 1) && columns.is_list() && e[3][2].is_list() &&
         columns.size() == e[3][2].size();
}

std::vector<std::int64_t> sparse_dimensions(const Expr& e) {
  std::vector<std::int64_t> dims;
  for (const Expr& d : elements_of(e[1])) dims.push_back(d.small_integer());
  return dims;
}

Expr make_sparse(const Sparse& sparse) {
  Builder columns(sym::List, sparse.elements.size()), values(sym::List, sparse.elements.size());
  const bool vector = sparse.dims.size() == 1;
  std::vector<std::int64_t> rows(vector ? 2 : static_cast<std::size_t>(sparse.dims[0]) + 1, 0);
  for (const auto& [position, value] : sparse.elements) {
    if (value == sparse.background) continue;
    columns.push(integer_list(vector ? position : Position(position.begin() + 1, position.end())));
    values.push(value);
    ++rows[vector ? 1 : static_cast<std::size_t>(position[0])];
  }
  for (std::size_t i = 1; i < rows.size(); ++i) rows[i] += rows[i - 1];
  return make_normal(sym::SparseArray, {sym::Automatic, integer_list(sparse.dims), sparse.background,
                                        make_list({Expr::integer(1), make_list({integer_list(rows), columns.finish()}), values.finish()})});
}

Sparse read_sparse(const Expr& e) {
  Sparse sparse;
  sparse.dims = sparse_dimensions(e);
  sparse.background = e[2];
  const bool vector = sparse.dims.size() == 1;
  const std::vector<Expr> rows = elements_of(e[3][1][0]);
  std::size_t row = 1;
  // Only what SparseArray made itself is known to be well formed; positions in an expression that somebody wrote may be anything.
  for (std::size_t i = 0; i < e[3][2].size(); ++i) {
    while (!vector && row + 1 < rows.size() && rows[row].is_small_integer() && rows[row].small_integer() <= static_cast<std::int64_t>(i)) ++row;
    const auto rest = read_position(e[3][1][1][i]);
    if (!rest) continue;
    Position position;
    if (!vector) position.push_back(static_cast<std::int64_t>(row));
    position.insert(position.end(), rest->begin(), rest->end());
    if (position.size() == sparse.dims.size()) sparse.elements[std::move(position)] = e[3][2][i];
  }
  return sparse;
}

std::optional<Expr> dense_of_sparse(const Expr& e) {
  if (!is_sparse(e)) return std::nullopt;
  const Sparse sparse = read_sparse(e);
  double count = 1;
  for (const std::int64_t d : sparse.dims) count *= static_cast<double>(d);
  constexpr double kMost = 1 << 28;
  if (count > kMost) throw std::length_error("the full form of a sparse array");
  Position position;
  return pack(fill_dense(sparse, position));
}

Expr sparse_of_dense(const Expr& list, const Expr& background) {
  Sparse sparse;
  sparse.dims = dimensions_of(list);
  if (sparse.dims.empty()) return list;
  sparse.background = background;
  Position position;
  collect(list, sparse.dims.size(), position, sparse);
  enable_up_functions();
  return make_sparse(sparse);
}

MaybeExpr sparse_element(const Expr& e, std::span<const Expr> specs) {
  const std::vector<std::int64_t> dims = sparse_dimensions(e);
  if (specs.size() != dims.size()) return std::nullopt;
  Position position;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    if (!specs[i].is_small_integer()) return std::nullopt;
    const std::int64_t n = specs[i].small_integer();
    position.push_back(n < 0 ? dims[i] + 1 + n : n);
    if (position.back() < 1 || position.back() > dims[i]) return std::nullopt;
  }
  const std::vector<Expr> rows = elements_of(e[3][1][0]);
  std::int64_t first = 0, last = static_cast<std::int64_t>(e[3][2].size());
  if (dims.size() > 1) {
    if (!rows[static_cast<std::size_t>(position[0]) - 1].is_small_integer() || !rows[static_cast<std::size_t>(position[0])].is_small_integer()) return std::nullopt;
    first = std::max<std::int64_t>(first, rows[static_cast<std::size_t>(position[0]) - 1].small_integer());
    last = std::min(last, rows[static_cast<std::size_t>(position[0])].small_integer());
    position.erase(position.begin());
  }
  const Expr wanted = integer_list(position);
  for (std::int64_t i = first; i < last; ++i)
    if (element_at(e[3][1][1], i) == wanted) return element_at(e[3][2], i);
  return e[2];
}

void register_sparse_array(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
