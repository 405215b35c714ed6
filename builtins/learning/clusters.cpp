// clusters.cpp - the loops of clustering and of embeddings: k-means, agglomeration, density, t-SNE.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "array/random.h"
#include "builtins/learning/kernels.h"
#include "builtins/learning/register.h"
#include "evaluator/interrupt.h"

namespace lykos::builtins {
namespace {

using namespace learning;

// k-means++ (D. Arthur, S. Vassilvitskii, 2007): starting centres drawn with probability proportional to the squared distance.
std::vector<std::size_t> spread_centres(const Table& data, std::size_t k, array::RandomKey key) {
  std::uint64_t position = 0;
  std::vector<std::size_t> centres{array::random_below(data.rows, key, position)};
  std::vector<double> nearest(data.rows, HUGE_VAL);
  while (centres.size() < k) {
    double total = 0;
    for (std::size_t i = 0; i < data.rows; ++i) {
      nearest[i] = std::min(nearest[i], squared_distance(data.row(i), data.row(centres.back()), data.columns));
      total += nearest[i];
    }
    if (total == 0) break;
    double mark = total * (static_cast<double>(array::random_bits(key, position++) >> 11) * 0x1p-53);
    std::size_t chosen = 0;
    for (std::size_t i = 0; i < data.rows; ++i) {
      if (nearest[i] == 0) continue;
      chosen = i;
      mark -= nearest[i];
      if (mark < 0) break;
    }
    centres.push_back(chosen);
  }
  return centres;
}

struct Partition {
  std::vector<std::int64_t> labels;
  Table centres;
  double cost = HUGE_VAL;
};
Partition lloyd(const Table& data, const std::vector<std::size_t>& starts, std::size_t iterations) {
  Partition p;
  p.centres = Table{starts.size(), data.columns, {}};
  for (std::size_t s : starts) p.centres.values.insert(p.centres.values.end(), data.row(s), data.row(s) + data.columns);
  p.labels.assign(data.rows, 0);
  for (std::size_t round = 0; round < iterations; ++round) {
    check_interrupt();
    bool moved = round == 0;
    p.cost = 0;
    for (std::size_t i = 0; i < data.rows; ++i) {
      double best = HUGE_VAL;
      std::int64_t label = 1;
      for (std::size_t c = 0; c < p.centres.rows; ++c) {
        const double d = squared_distance(data.row(i), p.centres.row(c), data.columns);
        if (d < best) {
          best = d;
          label = static_cast<std::int64_t>(c) + 1;
        }
      }
      moved = moved || label != p.labels[i];
      p.labels[i] = label;
      p.cost += best;
    }
    if (!moved) break;
    std::vector<double> sums(p.centres.values.size(), 0.0), counts(p.centres.rows, 0.0);
    for (std::size_t i = 0; i < data.rows; ++i) {
      const auto c = static_cast<std::size_t>(p.labels[i]) - 1;
      counts[c] += 1;
      for (std::size_t j = 0; j < data.columns; ++j) sums[c * data.columns + j] += data.at(i, j);
    }
    for (std::size_t c = 0; c < p.centres.rows; ++c)
      if (counts[c] > 0)
        for (std::size_t j = 0; j < data.columns; ++j) p.centres.row(c)[j] = sums[c * data.columns + j] / counts[c];
  }
  return p;
}

std::size_t size_of(const Expr& e) { return static_cast<std::size_t>(std::max<std::int64_t>(machine_integer(e).value_or(0), 0)); }

// KMeansLabels[data, k, starts, seed]: {labels, centres, sum of squares} of the best of several starts.
MaybeExpr builtin_KMeansLabels(Call& call) {
  const auto data = read_table(call.arg(0));
  const std::size_t k = size_of(call.arg(1)), starts = size_of(call.arg(2)), seed = size_of(call.arg(3));
  if (!data || k < 1) return std::nullopt;
  Partition best;
  for (std::size_t s = 0; s < std::max<std::size_t>(starts, 1); ++s) {
    Partition p = lloyd(*data, spread_centres(*data, std::min(k, data->rows), {seed, s + 1}), 300);
    if (p.cost < best.cost) best = std::move(p);
  }
  return make_list({indices_to_list(best.labels), table_to_list(best.centres), Expr::real(best.cost)});
}

// Agglomerate[distances, linkage]: the joins {cluster, cluster, height, size} in order of height, clusters numbered as in SciPy's linkage
// from 1: 1..n the elements, n + i what the i-th join made. The distances to a new cluster follow Lance and Williams (1967).
// A chain of nearest neighbours (F. Murtagh, 1983) finds the joins of these reducible linkages in n^2 steps.
enum class Linkage { Single, Complete, Average, WeightedAverage, Ward, Centroid, Median };
double joined_distance(Linkage how, double di, double dj, double dij, double ni, double nj, double nk) {
  switch (how) {
    case Linkage::Single: return std::min(di, dj);
    case Linkage::Complete: return std::max(di, dj);
    case Linkage::Average: return (ni * di + nj * dj) / (ni + nj);
    case Linkage::WeightedAverage: return (di + dj) / 2;
    case Linkage::Ward: return std::sqrt(std::max(0.0, ((ni + nk) * di * di + (nj + nk) * dj * dj - nk * dij * dij) / (ni + nj + nk)));
    case Linkage::Centroid: return std::sqrt(std::max(0.0, (ni * di * di + nj * dj * dj) / (ni + nj) - ni * nj * dij * dij / ((ni + nj) * (ni + nj))));
    case Linkage::Median: return std::sqrt(std::max(0.0, (di * di + dj * dj) / 2 - dij * dij / 4));
  }
  return 0;
}
std::optional<Linkage> read_linkage(const Expr& e) {
  const auto name = string_argument(e);
  if (!name) return std::nullopt;
  if (*name == "Single") return Linkage::Single;
  if (*name == "Complete") return Linkage::Complete;
  if (*name == "Average") return Linkage::Average;
  if (*name == "WeightedAverage") return Linkage::WeightedAverage;
  if (*name == "Ward") return Linkage::Ward;
  if (*name == "Centroid") return Linkage::Centroid;
  if (*name == "Median") return Linkage::Median;
  return std::nullopt;
}
struct Join {
  std::size_t a, b;
  double height;
};
// Joins by the closest pair each time: for the linkages whose heights may fall.
std::vector<Join> closest_pairs(Table& d, Linkage how) {
  const std::size_t n = d.rows;
  std::vector<double> size(n, 1);
  std::vector<bool> alive(n, true);
  std::vector<Join> joins;
  for (std::size_t round = 0; round + 1 < n; ++round) {
    check_interrupt();
    Join best{0, 0, HUGE_VAL};
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = i + 1; alive[i] && j < n; ++j)
        if (alive[j] && d.at(i, j) < best.height) best = {i, j, d.at(i, j)};
    joins.push_back(best);
    for (std::size_t k = 0; k < n; ++k) {
      if (!alive[k] || k == best.a || k == best.b) continue;
      const double v = joined_distance(how, d.at(best.a, k), d.at(best.b, k), best.height, size[best.a], size[best.b], size[k]);
      d.row(best.b)[k] = d.row(k)[best.b] = v;
    }
    alive[best.a] = false;
    size[best.b] += size[best.a];
  }
  return joins;
}
std::vector<Join> neighbour_chain(Table& d, Linkage how) {
  const std::size_t n = d.rows;
  std::vector<double> size(n, 1);
  std::vector<bool> alive(n, true);
  std::vector<std::size_t> chain;
  std::vector<Join> joins;
  while (joins.size() + 1 < n) {
    if (joins.size() % 64 == 0) check_interrupt();
    if (chain.empty()) chain.push_back(static_cast<std::size_t>(std::find(alive.begin(), alive.end(), true) - alive.begin()));
    const std::size_t last = chain.back(), before = chain.size() > 1 ? chain[chain.size() - 2] : n;
    std::size_t nearest = before;
    double best = before < n ? d.at(last, before) : HUGE_VAL;
    for (std::size_t j = 0; j < n; ++j) {
      if (!alive[j] || j == last) continue;
      if (d.at(last, j) < best) {
        best = d.at(last, j);
        nearest = j;
      }
    }
    if (nearest != before) {
      chain.push_back(nearest);
      continue;
    }
    chain.resize(chain.size() - 2);
    const std::size_t a = std::min(last, before), b = std::max(last, before);
    joins.push_back({a, b, best});
    for (std::size_t k = 0; k < n; ++k) {
      if (!alive[k] || k == a || k == b) continue;
      const double v = joined_distance(how, d.at(a, k), d.at(b, k), best, size[a], size[b], size[k]);
      d.row(b)[k] = d.row(k)[b] = v;
    }
    alive[a] = false;
    size[b] += size[a];
  }
  std::stable_sort(joins.begin(), joins.end(), [](const Join& x, const Join& y) { return x.height < y.height; });
  return joins;
}
MaybeExpr builtin_Agglomerate(Call& call) {
  auto distances = read_table(call.arg(0));
  const auto how = read_linkage(call.arg(1));
  if (!distances || !how || distances->rows != distances->columns) return std::nullopt;
  if (std::any_of(distances->values.begin(), distances->values.end(), [](double v) { return !std::isfinite(v); })) return std::nullopt;
  const std::size_t n = distances->rows;
  const std::vector<Join> joins = *how == Linkage::Centroid || *how == Linkage::Median ? closest_pairs(*distances, *how) : neighbour_chain(*distances, *how);
  std::vector<std::size_t> parent(n), name(n), size(n, 1);  // union of elements; the number of each set's cluster
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  std::iota(name.begin(), name.end(), std::size_t{1});
  const auto root = [&](std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  Table out{joins.size(), 4, {}};
  for (std::size_t k = 0; k < joins.size(); ++k) {
    const std::size_t a = root(joins[k].a), b = root(joins[k].b);
    const std::size_t low = std::min(name[a], name[b]), high = std::max(name[a], name[b]);
    parent[a] = b;
    size[b] += size[a];
    name[b] = n + k + 1;
    out.values.insert(out.values.end(), {static_cast<double>(low), static_cast<double>(high), joins[k].height, static_cast<double>(size[b])});
  }
  return table_to_list(out);
}

// DensityLabels[distances, radius, neighbours]: DBSCAN (M. Ester et al., 1996); noise is 0.
MaybeExpr builtin_DensityLabels(Call& call) {
  const auto d = read_table(call.arg(0));
  const auto radius = machine_real(call.arg(1));
  const std::size_t least = size_of(call.arg(2));
  if (!d || !radius || d->rows != d->columns) return std::nullopt;
  const std::size_t n = d->rows;
  std::vector<bool> core(n);
  for (std::size_t i = 0; i < n; ++i) core[i] = static_cast<std::size_t>(std::count_if(d->row(i), d->row(i) + n, [&](double v) { return v <= *radius; })) >= least;
  std::vector<std::int64_t> labels(n, 0);
  std::int64_t label = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (!core[i] || labels[i] != 0) continue;
    labels[i] = ++label;
    std::vector<std::size_t> open{i};
    while (!open.empty()) {
      check_interrupt();
      const std::size_t at = open.back();
      open.pop_back();
      for (std::size_t j = 0; j < n; ++j) {
        if (labels[j] != 0 || d->at(at, j) > *radius) continue;
        labels[j] = label;
        if (core[j]) open.push_back(j);
      }
    }
  }
  return indices_to_list(labels);
}

// ---- t-SNE (L. van der Maaten, G. Hinton, 2008), the exact gradient
// The width of each point's Gaussian is found by bisection so that its perplexity is the one wanted.
Table affinities(const Table& data, double perplexity) {
  const std::size_t n = data.rows;
  Table p{n, n, std::vector<double>(n * n, 0.0)};
  std::vector<double> d(n);
  for (std::size_t i = 0; i < n; ++i) {
    check_interrupt();
    double nearest = HUGE_VAL;
    for (std::size_t j = 0; j < n; ++j) {
      d[j] = squared_distance(data.row(i), data.row(j), data.columns);
      if (j != i) nearest = std::min(nearest, d[j]);
    }
    double beta = 1, low = 0, high = HUGE_VAL;
    for (int k = 0; k < 100; ++k) {
      double total = 0, weighted = 0;
      for (std::size_t j = 0; j < n; ++j) {
        const double v = j == i ? 0.0 : std::exp(-beta * (d[j] - nearest));
        p.row(i)[j] = v;
        total += v;
        weighted += v * (d[j] - nearest);
      }
      for (std::size_t j = 0; j < n; ++j) p.row(i)[j] /= total;
      const double entropy = std::log(total) + beta * weighted / total;
      if (std::abs(entropy - std::log(perplexity)) < 1e-6) break;
      (entropy > std::log(perplexity) ? low : high) = beta;
      beta = std::isinf(high) ? beta * 2 : (low + high) / 2;
    }
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j) p.row(i)[j] = p.row(j)[i] = std::max((p.at(i, j) + p.at(j, i)) / (2 * static_cast<double>(n)), 1e-12);
  return p;
}
// NeighborEmbedding[data, start, perplexity, iterations]
MaybeExpr builtin_NeighborEmbedding(Call& call) {
  const auto data = read_table(call.arg(0));
  auto y = read_table(call.arg(1));
  const auto perplexity = machine_real(call.arg(2));
  const std::size_t iterations = size_of(call.arg(3));
  if (!data || !y || !perplexity || y->rows != data->rows || data->rows < 2) return std::nullopt;
  const std::size_t n = data->rows, m = y->columns;
  const Table p = affinities(*data, std::min(*perplexity, static_cast<double>(n - 1) / 3 + 1));
  const double rate = std::max(static_cast<double>(n) / 12 / 4, 50.0);
  std::vector<double> velocity(n * m, 0.0), gains(n * m, 1.0), gradient(n * m), q(n * n);
  for (std::size_t round = 0; round < iterations; ++round) {
    check_interrupt();
    const double exaggeration = round < 250 ? 12 : 1, momentum = round < 250 ? 0.5 : 0.8;
    double total = 0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = i + 1; j < n; ++j) {
        const double v = 1 / (1 + squared_distance(y->row(i), y->row(j), m));
        q[i * n + j] = q[j * n + i] = v;
        total += 2 * v;
      }
    std::fill(gradient.begin(), gradient.end(), 0.0);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) {
        if (i == j) continue;
        const double v = q[i * n + j], f = 4 * (exaggeration * p.at(i, j) - v / total) * v;
        for (std::size_t k = 0; k < m; ++k) gradient[i * m + k] += f * (y->at(i, k) - y->at(j, k));
      }
    for (std::size_t k = 0; k < n * m; ++k) {
      gains[k] = std::max(0.01, velocity[k] * gradient[k] < 0 ? gains[k] + 0.2 : gains[k] * 0.8);
      velocity[k] = momentum * velocity[k] - rate * gains[k] * gradient[k];
      y->values[k] += velocity[k];
    }
  }
  return table_to_list(*y);
}

#define LYKOS_KERNEL(wl_name, arity_, text) {.name = "System`Library`" #wl_name, .fn = builtin_##wl_name, .arity = exactly(arity_), .usage = text}

constexpr Builtin kBuiltins[] = {
    LYKOS_KERNEL(KMeansLabels, 4, "KMeansLabels[data, k, starts, seed] gives labels, centres and the sum of squares."),
    LYKOS_KERNEL(Agglomerate, 2, "Agglomerate[distances, linkage] gives the joins {cluster, cluster, height, size}."),
    LYKOS_KERNEL(DensityLabels, 3, "DensityLabels[distances, radius, neighbours] gives the labels of DBSCAN."),
    LYKOS_KERNEL(NeighborEmbedding, 4, "NeighborEmbedding[data, start, perplexity, iterations] gives the places of t-SNE."),
};

}  // namespace

void register_cluster_loops(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
