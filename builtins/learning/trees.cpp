// trees.cpp - decision trees for classes and numbers, and forests of them (L. Breiman, "Classification and Regression Trees", 1984;
// "Random Forests", Machine Learning 45, 2001).
//
// A tree is {features, thresholds, left, right, values}: node 1 is the root, feature 0 marks a leaf, an example goes left when its feature
// is at most the threshold. Values are the numbers of examples of each class, or the mean and the number of the targets.
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

struct Tree {
  std::vector<std::int64_t> feature, left, right;
  std::vector<double> threshold;
  std::vector<double> values;  // nodes x width
};

struct GrowthOptions {
  std::size_t classes = 0;  // 0: numbers
  std::size_t leaf_size = 1, depth = 64, features = 0;
};

class Grower {
 public:
  Grower(const Table& inputs, const std::vector<double>& targets, const GrowthOptions& options, array::RandomKey key)
      : inputs_(inputs), targets_(targets), options_(options), width_(options.classes > 0 ? options.classes : 2), key_(key) {
    candidates_.resize(inputs.columns);
    std::iota(candidates_.begin(), candidates_.end(), std::size_t{0});
  }

  Tree grow(std::vector<std::size_t> examples) {
    struct Task {
      std::size_t node, first, last, depth;
    };
    examples_ = std::move(examples);
    std::vector<Task> tasks{{add_node(0, examples_.size()), 0, examples_.size(), 0}};
    while (!tasks.empty()) {
      check_interrupt();
      const Task task = tasks.back();
      tasks.pop_back();
      if (task.depth >= options_.depth || task.last - task.first < 2 * options_.leaf_size) continue;
      const Split split = best_split(task.first, task.last);
      if (split.gain <= 0) continue;
      const auto begin = examples_.begin();
      const auto middle = std::stable_partition(begin + static_cast<std::ptrdiff_t>(task.first), begin + static_cast<std::ptrdiff_t>(task.last),
                                                [&](std::size_t e) { return inputs_.at(e, split.feature) <= split.threshold; });
      const auto cut = static_cast<std::size_t>(middle - begin);
      tree_.feature[task.node] = static_cast<std::int64_t>(split.feature) + 1;
      tree_.threshold[task.node] = split.threshold;
      const std::size_t left = add_node(task.first, cut), right = add_node(cut, task.last);
      tree_.left[task.node] = static_cast<std::int64_t>(left) + 1;
      tree_.right[task.node] = static_cast<std::int64_t>(right) + 1;
      tasks.push_back({right, cut, task.last, task.depth + 1});
      tasks.push_back({left, task.first, cut, task.depth + 1});
    }
    return std::move(tree_);
  }

 private:
  struct Split {
    std::size_t feature = 0;
    double threshold = 0, gain = 0;
  };

  std::size_t add_node(std::size_t first, std::size_t last) {
    const std::size_t node = tree_.feature.size();
    tree_.feature.push_back(0);
    tree_.left.push_back(0);
    tree_.right.push_back(0);
    tree_.threshold.push_back(0);
    tree_.values.resize(tree_.values.size() + width_, 0.0);
    double* values = tree_.values.data() + node * width_;
    for (std::size_t i = first; i < last; ++i) {
      const double y = targets_[examples_[i]];
      if (options_.classes > 0) {
        values[static_cast<std::size_t>(y) - 1] += 1;
      } else {
        values[0] += y;
      }
    }
    if (options_.classes == 0) {
      values[1] = static_cast<double>(last - first);
      values[0] /= std::max(values[1], 1.0);
    }
    return node;
  }

  // What is minimised, up to a constant: minus the sum over both sides of (sum of targets)^2 / count, for classes summed over their
  // indicators. That is the variance for numbers and Gini's impurity for classes.
  Split best_split(std::size_t first, std::size_t last) {
    Split best;
    const std::size_t count = last - first;
    const std::size_t tried = options_.features == 0 ? candidates_.size() : std::min(options_.features, candidates_.size());
    std::vector<std::pair<double, double>> ordered(count);  // feature, target
    std::size_t used = 0;
    for (std::size_t k = 0; k < candidates_.size() && used < tried; ++k) {
      if (options_.features > 0) std::swap(candidates_[k], candidates_[k + array::random_below(candidates_.size() - k, key_, position_)]);
      const std::size_t feature = candidates_[k];
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t e = examples_[first + i];
        ordered[i] = {inputs_.at(e, feature), targets_[e]};
      }
      std::sort(ordered.begin(), ordered.end());
      if (ordered.front().first == ordered.back().first) continue;  // constant here: another feature is tried instead
      ++used;
      const double whole = fill_right(ordered);
      std::fill(left_.begin(), left_.end(), 0.0);
      double left_squares = 0, right_squares = squares(right_);
      for (std::size_t i = 0; i + 1 < count; ++i) {
        move(ordered[i].second, left_squares, right_squares);
        if (ordered[i].first == ordered[i + 1].first || i + 1 < options_.leaf_size || count - i - 1 < options_.leaf_size) continue;
        const double gain = left_squares / static_cast<double>(i + 1) + right_squares / static_cast<double>(count - i - 1) - whole;
        if (gain > best.gain + 1e-12 * (std::abs(whole) + 1)) {
          double threshold = ordered[i].first + (ordered[i + 1].first - ordered[i].first) / 2;
          if (threshold >= ordered[i + 1].first) threshold = ordered[i].first;  // neighbouring doubles
          best = {feature, threshold, gain};
        }
      }
    }
    return best;
  }
  static double squares(const std::vector<double>& v) { return std::inner_product(v.begin(), v.end(), v.begin(), 0.0); }
  double fill_right(const std::vector<std::pair<double, double>>& ordered) {
    const std::size_t sums = options_.classes > 0 ? options_.classes : 1;
    left_.assign(sums, 0.0);
    right_.assign(sums, 0.0);
    mean_ = 0;
    if (options_.classes == 0) {  // about the mean, so that large targets lose no digits
      for (const auto& [x, y] : ordered) mean_ += y;
      mean_ /= static_cast<double>(ordered.size());
    }
    for (const auto& [x, y] : ordered) {
      if (options_.classes > 0) {
        right_[static_cast<std::size_t>(y) - 1] += 1;
      } else {
        right_[0] += y - mean_;
      }
    }
    return squares(right_) / static_cast<double>(ordered.size());
  }
  void move(double y, double& left_squares, double& right_squares) {
    if (options_.classes > 0) {
      const auto c = static_cast<std::size_t>(y) - 1;
      left_squares += 2 * left_[c] + 1;
      right_squares -= 2 * right_[c] - 1;
      left_[c] += 1;
      right_[c] -= 1;
    } else {
      left_[0] += y - mean_;
      right_[0] -= y - mean_;
      left_squares = left_[0] * left_[0];
      right_squares = right_[0] * right_[0];
    }
  }

  const Table& inputs_;
  const std::vector<double>& targets_;
  const GrowthOptions options_;
  const std::size_t width_;
  const array::RandomKey key_;
  std::uint64_t position_ = 0;
  Tree tree_;
  std::vector<std::size_t> examples_, candidates_;
  std::vector<double> left_, right_;
  double mean_ = 0;
};

Expr tree_to_list(const Tree& tree, std::size_t width) {
  Table values{tree.feature.size(), width, tree.values};
  return make_list({indices_to_list(tree.feature), reals_to_list(tree.threshold), indices_to_list(tree.left), indices_to_list(tree.right), table_to_list(values)});
}

std::size_t size_of(const Expr& e) { return static_cast<std::size_t>(std::max<std::int64_t>(machine_integer(e).value_or(0), 0)); }

// GrowTrees[inputs, targets, classes, {trees, leaf size, depth, features tried, bootstrap, seed}]
MaybeExpr builtin_GrowTrees(Call& call) {
  const auto inputs = read_table(call.arg(0));
  const auto targets = read_reals(call.arg(1));
  const Expr& how = call.arg(3);
  if (!inputs || !targets || targets->size() != inputs->rows || !how.has_head(sym::List) || how.size() != 6) return std::nullopt;
  GrowthOptions options{size_of(call.arg(2)), std::max<std::size_t>(size_of(how[1]), 1), size_of(how[2]), size_of(how[3])};
  if (options.classes > 0 && std::any_of(targets->begin(), targets->end(), [&](double y) { return y < 1 || y > static_cast<double>(options.classes); })) return std::nullopt;
  const bool bootstrap = size_of(how[4]) != 0;
  std::vector<Expr> trees;
  for (std::size_t t = 0; t < size_of(how[0]); ++t) {
    const array::RandomKey key{static_cast<std::uint64_t>(size_of(how[5])), t + 1};
    std::vector<std::size_t> examples(inputs->rows);
    std::iota(examples.begin(), examples.end(), std::size_t{0});
    if (bootstrap) {
      std::uint64_t position = 0;
      const array::RandomKey draws{key.seed, array::mix_stream(key.stream, 1)};
      for (std::size_t& e : examples) e = array::random_below(inputs->rows, draws, position);
      std::sort(examples.begin(), examples.end());
    }
    trees.push_back(tree_to_list(Grower(*inputs, *targets, options, key).grow(std::move(examples)), options.classes > 0 ? options.classes : 2));
  }
  return make_list(std::move(trees));
}

struct ReadTree {
  std::vector<double> feature, threshold, left, right;
  Table values;
  std::size_t leaf(const double* x) const {
    std::size_t node = 0;
    while (feature[node] > 0) node = static_cast<std::size_t>(x[static_cast<std::size_t>(feature[node]) - 1] <= threshold[node] ? left[node] : right[node]) - 1;
    return node;
  }
};
std::optional<ReadTree> read_tree(const Expr& expr, std::size_t columns) {
  if (!expr.has_head(sym::List) || expr.size() != 5) return std::nullopt;
  const auto feature = read_reals(expr[0]), threshold = read_reals(expr[1]), left = read_reals(expr[2]), right = read_reals(expr[3]);
  auto values = read_table(expr[4]);
  if (!feature || !threshold || !left || !right || !values) return std::nullopt;
  const std::size_t nodes = feature->size();
  if (threshold->size() != nodes || left->size() != nodes || right->size() != nodes || values->rows != nodes) return std::nullopt;
  for (std::size_t i = 0; i < nodes; ++i) {
    const auto in = [&](double v) { return v > static_cast<double>(i + 1) && v <= static_cast<double>(nodes); };  // children come later, so no walk is endless
    if ((*feature)[i] > 0 && ((*feature)[i] > static_cast<double>(columns) || !in((*left)[i]) || !in((*right)[i]))) return std::nullopt;
  }
  return ReadTree{*feature, *threshold, *left, *right, std::move(*values)};
}

// TreeLeaves[tree, inputs]: the node in which each input ends.
MaybeExpr builtin_TreeLeaves(Call& call) {
  const auto inputs = read_table(call.arg(1));
  if (!inputs) return std::nullopt;
  const auto tree = read_tree(call.arg(0), inputs->columns);
  if (!tree) return std::nullopt;
  std::vector<std::int64_t> leaves;
  for (std::size_t i = 0; i < inputs->rows; ++i) leaves.push_back(static_cast<std::int64_t>(tree->leaf(inputs->row(i))) + 1);
  return indices_to_list(leaves);
}

// TreeValues[trees, inputs, classes, smoothing]: for classes the mean over the trees of (count + smoothing)/(total + smoothing classes) in
// the leaf; for numbers (classes 0) the means of the trees, one column for each tree.
MaybeExpr builtin_TreeValues(Call& call) {
  const auto inputs = read_table(call.arg(1));
  const auto smoothing = machine_real(call.arg(3));
  if (!inputs || !smoothing || !call.arg(0).has_head(sym::List)) return std::nullopt;
  const std::size_t classes = size_of(call.arg(2)), trees = call.arg(0).size();
  Table out{inputs->rows, classes > 0 ? classes : trees, {}};
  out.values.assign(out.rows * out.columns, 0.0);
  for (std::size_t t = 0; t < trees; ++t) {
    const auto tree = read_tree(call.arg(0)[t], inputs->columns);
    if (!tree || (classes > 0 && tree->values.columns != classes)) return std::nullopt;
    check_interrupt();
    for (std::size_t i = 0; i < inputs->rows; ++i) {
      const double* values = tree->values.row(tree->leaf(inputs->row(i)));
      if (classes == 0) {
        out.row(i)[t] = values[0];
        continue;
      }
      const double total = std::accumulate(values, values + classes, 0.0) + *smoothing * static_cast<double>(classes);
      for (std::size_t c = 0; c < classes; ++c) out.row(i)[c] += (values[c] + *smoothing) / total / static_cast<double>(trees);
    }
  }
  return table_to_list(out);
}

#define LYKOS_KERNEL(wl_name, arity_, text) {.name = "System`Library`" #wl_name, .fn = builtin_##wl_name, .arity = exactly(arity_), .usage = text}

constexpr Builtin kBuiltins[] = {
    LYKOS_KERNEL(GrowTrees, 4, "GrowTrees[inputs, targets, classes, {trees, leaf, depth, features, bootstrap, seed}] grows decision trees."),
    LYKOS_KERNEL(TreeLeaves, 2, "TreeLeaves[tree, inputs] gives the leaf of each input."),
    LYKOS_KERNEL(TreeValues, 4, "TreeValues[trees, inputs, classes, smoothing] gives what the trees say of each input."),
};

}  // namespace

void register_trees(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
