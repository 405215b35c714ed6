// contours.cpp - level lines and bands between levels of values on a triangulated set of points, for plots of two variables.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "array/array.h"
#include "builtins/graphics/register.h"
#include "builtins/lists/collection.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

using Triangle = std::array<std::int64_t, 3>;   // indices from 0

// A value that is no number counts as below every level.
std::vector<double> read_values(const Expr& list) {
  std::vector<double> values;
  values.reserve(list.size());
  for (const Expr& e : list.args()) values.push_back(machine_real(e).value_or(-HUGE_VAL));
  return values;
}

bool read_triangles(const Expr& list, std::size_t points, std::vector<Triangle>& triangles) {
  for (const Expr& t : list.args()) {
    if (!t.is_list() || t.size() != 3) return false;
    Triangle triangle;
    for (std::size_t k = 0; k < 3; ++k) {
      const auto index = machine_integer(t[k]);
      if (!index || *index < 1 || *index > static_cast<std::int64_t>(points)) return false;
      triangle[k] = *index - 1;
    }
    triangles.push_back(triangle);
  }
  return true;
}

Expr index_list(const std::vector<std::int64_t>& indices) {
  if (indices.empty()) return make_list({});
  return make_packed(array::Array::from(indices.data(), {static_cast<std::int64_t>(indices.size())}));
}

Expr index_rows(const std::vector<std::int64_t>& flat, std::int64_t columns) {
  if (flat.empty()) return make_list({});
  return make_packed(array::Array::from(flat.data(), {static_cast<std::int64_t>(flat.size()) / columns, columns}));
}

// The edges that a level crosses, numbered as they are met, each linked with those that it shares a triangle with.
class LevelLines {
 public:
  LevelLines(const std::vector<double>& values, const std::vector<Triangle>& triangles, double level) {
    const auto above = [&](std::int64_t i) { return values[static_cast<std::size_t>(i)] >= level; };
    for (const Triangle& t : triangles) {
      std::size_t found[2], count = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        const std::int64_t i = t[k], j = t[(k + 1) % 3];
        if (above(i) != above(j)) found[count++] = edge(i, j);
      }
      if (count != 2) continue;
      links_[found[0]].push_back(found[1]);
      links_[found[1]].push_back(found[0]);
    }
  }
  /// Both points of every edge.
  std::vector<std::int64_t> edges() const { return edges_; }
  /// The lines as lists of edges, open ones from an end.
  std::vector<std::vector<std::int64_t>> lines() {
    std::vector<std::vector<std::int64_t>> all;
    std::vector<std::size_t> starts;
    for (std::size_t e = 0; e < links_.size(); ++e)
      if (links_[e].size() == 1) starts.push_back(e);
    for (std::size_t e = 0; e < links_.size(); ++e) starts.push_back(e);
    for (const std::size_t start : starts) {
      if (links_[start].empty()) continue;
      std::vector<std::int64_t> line{static_cast<std::int64_t>(start) + 1};
      for (std::size_t at = start; !links_[at].empty();) {
        const std::size_t next = links_[at].front();
        links_[at].erase(links_[at].begin());
        if (const auto back = std::find(links_[next].begin(), links_[next].end(), at); back != links_[next].end()) links_[next].erase(back);
        line.push_back(static_cast<std::int64_t>(next) + 1);
        at = next;
      }
      all.push_back(std::move(line));
    }
    return all;
  }

 private:
  std::size_t edge(std::int64_t i, std::int64_t j) {
    const auto [found, fresh] = numbers_.try_emplace(std::minmax(i, j), links_.size());
    if (fresh) {
      links_.emplace_back();
      edges_.push_back(std::min(i, j) + 1);
      edges_.push_back(std::max(i, j) + 1);
    }
    return found->second;
  }

  std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> numbers_;
  std::vector<std::vector<std::size_t>> links_;
  std::vector<std::int64_t> edges_;
};

// LevelLines[values, triangles, level] gives {{{i, j}, ...}, {line, ...}}: the edges that the level crosses, and the lines as their numbers.
MaybeExpr builtin_LevelLines(Call& call) {
  const auto level = machine_real(call[2]);
  std::vector<Triangle> triangles;
  if (!level || !call[0].is_list() || !call[1].is_list() || !read_triangles(call[1], call[0].size(), triangles)) return failed();
  LevelLines found(read_values(call[0]), triangles, *level);
  std::vector<Expr> lines;
  for (const auto& line : found.lines()) lines.push_back(index_list(line));
  return make_list({index_rows(found.edges(), 2), make_list(std::move(lines))});
}

struct Corner {
  double x, y, value;
};

// The part of a polygon where sign (value - level) >= 0.
std::vector<Corner> clipped(const std::vector<Corner>& polygon, double level, double sign) {
  std::vector<Corner> kept;
  for (std::size_t k = 0; k < polygon.size(); ++k) {
    const Corner &p = polygon[k], &q = polygon[(k + 1) % polygon.size()];
    const double u = sign * (p.value - level), v = sign * (q.value - level);
    if (u >= 0) kept.push_back(p);
    if (u * v < 0) {
      const double s = u / (u - v);
      kept.push_back({p.x + s * (q.x - p.x), p.y + s * (q.y - p.y), level});
    }
  }
  return kept;
}

// LevelBand[points, values, triangles, lo, hi] gives {{triangle, ...}, {polygon, ...}}: the triangles whose values lie between lo and hi
// as indices, and the parts between them of the others as points.
MaybeExpr builtin_LevelBand(Call& call) {
  const auto low = machine_real(call[3]), high = machine_real(call[4]);
  std::vector<Triangle> triangles;
  if (!low || !high || !call[0].is_list() || !call[1].is_list() || !call[2].is_list() || call[0].size() != call[1].size() ||
      !read_triangles(call[2], call[1].size(), triangles))
    return failed();
  const std::vector<double> values = read_values(call[1]);
  std::vector<double> places;
  for (const Expr& point : call[0].args()) {
    if (!point.is_list() || point.size() != 2) return failed();
    for (const Expr& c : point.args()) places.push_back(machine_real(c).value_or(0));
  }
  std::vector<std::int64_t> whole;
  std::vector<Expr> polygons;
  for (const Triangle& t : triangles) {
    std::vector<Corner> corners;
    double least = HUGE_VAL, most = -HUGE_VAL;
    for (const std::int64_t i : t) {
      const auto k = static_cast<std::size_t>(i);
      corners.push_back({places[2 * k], places[2 * k + 1], values[k]});
      least = std::min(least, values[k]);
      most = std::max(most, values[k]);
    }
    if (least >= *low && most <= *high) {
      for (const std::int64_t i : t) whole.push_back(i + 1);
    } else if (most >= *low && least <= *high) {
      const std::vector<Corner> part = clipped(clipped(corners, *low, 1), *high, -1);
      if (part.size() < 3) continue;
      std::vector<double> flat;
      for (const Corner& corner : part) flat.insert(flat.end(), {corner.x, corner.y});
      polygons.push_back(make_packed(array::Array::from(flat.data(), {static_cast<std::int64_t>(part.size()), 2})));
    }
  }
  return make_list({index_rows(whole, 3), make_list(std::move(polygons))});
}

constexpr Builtin kBuiltins[] = {
    {.name = "System`Library`LevelLines", .fn = builtin_LevelLines, .arity = exactly(3), .usage = "LevelLines[values, triangles, level] traces where values on a triangulation cross a level."},
    {.name = "System`Library`LevelBand", .fn = builtin_LevelBand, .arity = exactly(5), .usage = "LevelBand[points, values, triangles, lo, hi] cuts out where values lie between two levels."},
};

}  // namespace

void register_contours(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
