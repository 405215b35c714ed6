// random_choice.cpp - RandomChoice, RandomSample, RandomPermutation: picking from lists, with and without weights.
#include <algorithm>
#include <cmath>
#include <vector>

#include "builtins/arithmetic/numeric.h"
#include "builtins/random/random_state.h"
#include "builtins/random/register.h"
#include "builtins/support.h"

namespace lykos::builtins {
namespace {

using Dimensions = std::vector<std::int64_t>;

/// Elements to pick from, with optional weights.
struct Population {
  std::vector<Expr> elements;
  std::vector<double> weights;   // empty: all equal
};
std::optional<Population> read_population(Call& call) {
  const Expr& spec = call.arg(0);
  Population population;
  if (spec.is_rule()) {
    const Expr &weights = spec[0], &elements = spec[1];
    if (!weights.is_list() || !elements.is_list() || weights.size() != elements.size()) {
      call.message("lrwl", {spec});
      return std::nullopt;
    }
    double total = 0;
    for (const Expr& weight : weights.args()) {
      const auto value = numeric_double(weight);
      if (!value || *value < 0 || !std::isfinite(*value)) {
        call.message("lrwl", {spec});
        return std::nullopt;
      }
      population.weights.push_back(*value);
      total += *value;
    }
    if (!(total > 0)) {
      call.message("lrwl", {spec});
      return std::nullopt;
    }
    population.elements.assign(elements.args().begin(), elements.args().end());
    return population;
  }
  if (!spec.is_list() && !spec.is_association()) {
    call.message("lrwl", {spec});
    return std::nullopt;
  }
  population.elements = elements_of(spec);
  return population;
}

/// Alias table (Walker 1977; Vose's set-up): one uniform picks an index in constant time.
class AliasTable {
 public:
  explicit AliasTable(const std::vector<double>& weights) : probability_(weights.size()), alias_(weights.size()) {
    double total = 0;
    for (const double w : weights) total += w;
    std::vector<std::size_t> small, large;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      probability_[i] = weights[i] * static_cast<double>(weights.size()) / total;
      alias_[i] = i;
      (probability_[i] < 1 ? small : large).push_back(i);
    }
    while (!small.empty() && !large.empty()) {
      const std::size_t s = small.back(), l = large.back();
      small.pop_back();
      alias_[s] = l;
      probability_[l] -= 1 - probability_[s];
      if (probability_[l] < 1) {
        large.pop_back();
        small.push_back(l);
      }
    }
    for (const std::size_t i : large) probability_[i] = 1;
    // What is left by rounding keeps itself, unless its weight is zero.
    for (const std::size_t i : small) probability_[i] = weights[i] > 0 ? 1 : probability_[i];
  }
  std::size_t draw(RandomState& state) const {
    const auto i = static_cast<std::size_t>(state.below(probability_.size()));
    return state.uniform() < probability_[i] ? i : alias_[i];
  }

 private:
  std::vector<double> probability_;
  std::vector<std::size_t> alias_;
};

// RandomChoice[list], [list, n], [list, {n1, ...}], [{w1, ...} -> {e1, ...}, ...].
MaybeExpr builtin_RandomChoice(Call& call) {
  auto population = read_population(call);
  if (!population) return std::nullopt;
  Dimensions dimensions;
  if (call.size() == 2) {
    const auto given = read_dimensions(call, 1);
    if (!given) return std::nullopt;
    dimensions = *given;
  }
  if (population->elements.empty()) return call.message("lrwl", {call.arg(0)});
  RandomState& state = random_state();
  const std::vector<Expr>& elements = population->elements;
  if (population->weights.empty()) {
    return pack(nested_list(dimensions, 0, [&] { return elements[static_cast<std::size_t>(state.below(elements.size()))]; }));
  }
  const AliasTable table(population->weights);
  return pack(nested_list(dimensions, 0, [&] { return elements[table.draw(state)]; }));
}

// RandomSample[list], [list, n], [list, UpTo[n]], [weights -> list, n]: no element is taken twice.
MaybeExpr builtin_RandomSample(Call& call) {
  RandomState& state = random_state();
  auto population = read_population(call);
  if (!population) return std::nullopt;
  std::vector<Expr>& elements = population->elements;
  const std::size_t size = elements.size();
  std::size_t available = size;
  if (!population->weights.empty()) {
    available = static_cast<std::size_t>(std::count_if(population->weights.begin(), population->weights.end(), [](double w) { return w > 0; }));
  }
  std::size_t count = available;
  if (call.size() == 2) {
    const Expr& spec = call.arg(1);
    const bool up_to = spec.has_head(sym::UpTo, 1);
    const auto n = count_argument(up_to ? spec[0] : spec, true);
    if (!n) return call.message("intnm", {call.expr(), Expr::integer(2)});
    if (up_to) {
      count = std::min(available, static_cast<std::size_t>(*n));
    } else {
      if (static_cast<std::uint64_t>(*n) > available) {
        return call.message("smplen", {Expr::integer(*n), call.arg(0)});
      }
      count = static_cast<std::size_t>(*n);
    }
  }
  std::vector<Expr> sample;
  sample.reserve(count);
  if (population->weights.empty()) {
    for (std::size_t i = 0; i < count; ++i) {  // the first steps of a Fisher-Yates shuffle
      const std::size_t j = i + static_cast<std::size_t>(state.below(size - i));
      std::swap(elements[i], elements[j]);
      sample.push_back(elements[i]);
    }
  } else {
    // Efraimidis-Spirakis: the smallest exponential clocks E/w win, in order, as drawing one by one would.
    std::vector<std::pair<double, std::size_t>> clocks;
    for (std::size_t i = 0; i < size; ++i) {
      if (population->weights[i] > 0) clocks.emplace_back(state.exponential() / population->weights[i], i);
    }
    std::sort(clocks.begin(), clocks.end());
    for (std::size_t i = 0; i < count; ++i) sample.push_back(elements[clocks[i].second]);
  }
  return pack(make_list(std::move(sample)));
}

/// A random permutation of 1 .. n as disjoint cycles.
Expr random_cycles(std::int64_t n) {
  std::vector<std::int64_t> image(static_cast<std::size_t>(n));
  for (std::int64_t i = 0; i < n; ++i) image[static_cast<std::size_t>(i)] = i;
  for (std::size_t i = image.size(); i > 1; --i) std::swap(image[i - 1], image[static_cast<std::size_t>(random_state().below(i))]);
  std::vector<bool> seen(image.size(), false);
  std::vector<Expr> cycles;
  for (std::size_t start = 0; start < image.size(); ++start) {
    if (seen[start]) continue;
    std::vector<Expr> cycle;
    for (std::size_t at = start; !seen[at]; at = static_cast<std::size_t>(image[at])) {
      seen[at] = true;
      cycle.push_back(Expr::integer(static_cast<std::int64_t>(at) + 1));
    }
    if (cycle.size() > 1) cycles.push_back(make_list(std::move(cycle)));
  }
  return make_normal(sym::Cycles, {make_list(std::move(cycles))});
}
// RandomPermutation[n], RandomPermutation[n, k].
MaybeExpr builtin_RandomPermutation(Call& call) {
  const auto n = machine_integer(call.arg(0));
  if (!n || *n < 0 || *n > 100000000) return std::nullopt;
  if (call.size() == 1) return random_cycles(*n);
  const auto dimensions = read_dimensions(call, 1);
  if (!dimensions) return std::nullopt;
  return nested_list(*dimensions, 0, [&] { return random_cycles(*n); });
}

#define LYKOS_ARRAY {"array", "The array dimensions `1` given in position 2 of `2` should be a list of non-negative machine-sized integers giving the dimensions for the result."}
#define LYKOS_LIST {"lrwl", "The items for choice `1` should be a list or a rule weights -> choices."}
constexpr Builtin kBuiltins[] = {
    {.name = "RandomChoice", .fn = builtin_RandomChoice, .arity = between(1, 2),
     .usage = "RandomChoice[{e1, e2, ...}] is one of the ei, chosen at random.\nRandomChoice[list, n] is a list of n choices; {n1, n2, ...} gives an array.\n"
              "RandomChoice[{w1, w2, ...} -> {e1, e2, ...}] chooses with the weights wi.",
     .messages = {LYKOS_LIST, LYKOS_ARRAY}},
    {.name = "RandomSample", .fn = builtin_RandomSample, .arity = between(1, 2),
     .usage = "RandomSample[{e1, e2, ...}, n] is a list of n of the ei, none taken twice.\nRandomSample[list] is a random order of list.\n"
              "RandomSample[{w1, w2, ...} -> {e1, e2, ...}, n] chooses with the weights wi.",
     .messages = {LYKOS_LIST, {"smplen", "RandomSample cannot generate a sample of length `1`, which is greater than the length of the sample set `2`. If you want a choice of possibly repeated elements from the set, use RandomChoice."}}},
    {.name = "RandomPermutation", .fn = builtin_RandomPermutation, .arity = between(1, 2),
     .usage = "RandomPermutation[n] is a random permutation of n elements, as Cycles.\nRandomPermutation[n, k] is a list of k of them.",
     .messages = {LYKOS_ARRAY}},
};
#undef LYKOS_ARRAY
#undef LYKOS_LIST

}  // namespace

void register_random_choice(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
