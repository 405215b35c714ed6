// delaunay.cpp - System`Library`Delaunay[points]: the Delaunay triangulation of points in the plane as triples of indices, for plots of
// scattered points. Bowyer and Watson's method: each point takes away the triangles whose circumcircle holds it.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include "builtins/graphics/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

struct Point2 {
  long double x, y;
};
using Triangle = std::array<int, 3>;

bool in_circle(const Point2& a, const Point2& b, const Point2& c, const Point2& p) {
  const long double ax = a.x - p.x, ay = a.y - p.y, bx = b.x - p.x, by = b.y - p.y, cx = c.x - p.x, cy = c.y - p.y;
  const long double d = (ax * ax + ay * ay) * (bx * cy - cx * by) - (bx * bx + by * by) * (ax * cy - cx * ay) + (cx * cx + cy * cy) * (ax * by - bx * ay);
  return d > 0;   // the triangle runs counterclockwise
}

std::vector<Triangle> triangulate(std::vector<Point2> points) {
  const int n = static_cast<int>(points.size());
  long double left = points[0].x, right = left, low = points[0].y, high = low;
  for (const Point2& p : points) {
    left = std::min(left, p.x), right = std::max(right, p.x);
    low = std::min(low, p.y), high = std::max(high, p.y);
  }
  const long double w = right > left ? right - left : 1, h = high > low ? high - low : 1;
  for (Point2& p : points) p = {(p.x - left) / w, (p.y - low) / h};
  points.insert(points.end(), {{-40, -40}, {40, -40}, {0.5L, 60}});
  std::vector<int> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int i, int j) { return points[static_cast<std::size_t>(i)].x < points[static_cast<std::size_t>(j)].x; });
  const auto at = [&](int i) -> const Point2& { return points[static_cast<std::size_t>(i)]; };
  std::vector<Triangle> open{{n, n + 1, n + 2}};
  for (const int i : order) {
    std::map<std::pair<int, int>, int> edges;
    std::vector<Triangle> kept;
    for (const Triangle& t : open) {
      if (in_circle(at(t[0]), at(t[1]), at(t[2]), at(i))) {
        for (int k = 0; k < 3; ++k) ++edges[{t[static_cast<std::size_t>(k)], t[static_cast<std::size_t>((k + 1) % 3)]}];
      } else {
        kept.push_back(t);
      }
    }
    open = std::move(kept);
    for (const auto& [edge, count] : edges)
      if (!edges.contains({edge.second, edge.first})) open.push_back({edge.first, edge.second, i});
  }
  std::erase_if(open, [&](const Triangle& t) { return t[0] >= n || t[1] >= n || t[2] >= n; });
  std::erase_if(open, [&](const Triangle& t) {
    const Point2 &a = at(t[0]), &b = at(t[1]), &c = at(t[2]);
    return std::abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) < 1e-12L;
  });
  return open;
}

MaybeExpr builtin_Delaunay(Call& call) {
  std::vector<Point2> points;
  std::map<std::pair<double, double>, int> seen;
  std::vector<int> original;
  int index = 0;
  for (const Expr& p : elements_of(call[0])) {
    ++index;
    if (!p.is_list() || p.size() != 2) return std::nullopt;
    const auto x = machine_real(p[0]), y = machine_real(p[1]);
    if (!x || !y) return std::nullopt;
    if (!seen.emplace(std::pair(*x, *y), index).second) continue;   // a point that comes twice counts once
    points.push_back({*x, *y});
    original.push_back(index);
  }
  Builder out(sym::List);
  if (points.size() >= 3)
    for (const Triangle& t : triangulate(points))
      out.push(make_list({Expr::integer(original[static_cast<std::size_t>(t[0])]), Expr::integer(original[static_cast<std::size_t>(t[1])]), Expr::integer(original[static_cast<std::size_t>(t[2])])}));
  return out.finish();
}

constexpr Builtin kBuiltins[] = {
    {.name = "System`Library`Delaunay", .fn = builtin_Delaunay, .arity = exactly(1), .usage = "Delaunay[points] gives the triangles of the Delaunay triangulation as triples of indices."},
};

}  // namespace

void register_delaunay(Registry& r) { r.add(kBuiltins); }
}  // namespace lykos::builtins
