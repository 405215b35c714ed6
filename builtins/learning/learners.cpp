// learners.cpp - nearest neighbours, logistic regression and support vectors: the loops.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "builtins/learning/kernels.h"
#include "builtins/learning/register.h"
#include "evaluator/interrupt.h"

namespace lykos::builtins {

namespace learning {

std::optional<Table> read_table(const Expr& expr) {
  const auto values = machine_matrix(expr, 2);
  if (!values || array::is_complex(values->dtype())) return std::nullopt;
  const array::Array reals = values->convert(array::DType::Real64);
  const double* data = reals.data<double>();
  return Table{static_cast<std::size_t>(reals.shape()[0]), static_cast<std::size_t>(reals.shape()[1]), std::vector<double>(data, data + reals.element_count())};
}
std::optional<std::vector<double>> read_reals(const Expr& expr) {
  std::vector<double> out;
  if (!expr.is_list()) return std::nullopt;
  for (const Expr& e : elements_of(expr)) {
    const auto value = machine_real(e);
    if (!value) return std::nullopt;
    out.push_back(*value);
  }
  return out;
}
Expr table_to_list(const Table& table) {
  if (table.rows == 0 || table.columns == 0) return make_list({});
  return make_packed(array::Array::from(table.values.data(), array::Shape{static_cast<std::int64_t>(table.rows), static_cast<std::int64_t>(table.columns)}));
}
Expr reals_to_list(const std::vector<double>& values) {
  if (values.empty()) return make_list({});
  return make_packed(array::Array::from(values.data(), array::Shape{static_cast<std::int64_t>(values.size())}));
}
Expr indices_to_list(const std::vector<std::int64_t>& values) {
  if (values.empty()) return make_list({});
  return make_packed(array::Array::from(values.data(), array::Shape{static_cast<std::int64_t>(values.size())}));
}
double squared_distance(const double* a, const double* b, std::size_t count) {
  double total = 0;
  for (std::size_t i = 0; i < count; ++i) total += (a[i] - b[i]) * (a[i] - b[i]);
  return total;
}

}  // namespace learning

namespace {

using namespace learning;

// NearestRows[data, points, k]: {positions, distances} of the k nearest rows of data for each point, the nearest first.
MaybeExpr builtin_NearestRows(Call& call) {
  const auto data = read_table(call.arg(0)), points = read_table(call.arg(1));
  const auto wanted = machine_integer(call.arg(2));
  if (!data || !points || !wanted || *wanted < 1 || data->columns != points->columns) return std::nullopt;
  const std::size_t k = std::min(static_cast<std::size_t>(*wanted), data->rows);
  Table distances{points->rows, k, std::vector<double>(points->rows * k)};
  std::vector<std::int64_t> positions(points->rows * k);
  std::vector<std::pair<double, std::size_t>> all(data->rows);
  for (std::size_t i = 0; i < points->rows; ++i) {
    if (i % 64 == 0) check_interrupt();
    for (std::size_t j = 0; j < data->rows; ++j) all[j] = {squared_distance(points->row(i), data->row(j), data->columns), j};
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(k), all.end());
    for (std::size_t j = 0; j < k; ++j) {
      distances.row(i)[j] = std::sqrt(all[j].first);
      positions[i * k + j] = static_cast<std::int64_t>(all[j].second) + 1;
    }
  }
  return make_list({make_packed(array::Array::from(positions.data(), array::Shape{static_cast<std::int64_t>(points->rows), static_cast<std::int64_t>(k)})), table_to_list(distances)});
}

// ---- multinomial logistic regression, sum of -log p + l2/2 |w|^2 (intercepts free), by L-BFGS (D. Liu, J. Nocedal, 1989)
class LogisticLoss {
 public:
  LogisticLoss(const Table& inputs, const std::vector<double>& targets, const std::vector<double>& weights, std::size_t classes, double l2)
      : inputs_(inputs), targets_(targets), weights_(weights), classes_(classes), l2_(l2) {}
  std::size_t size() const { return classes_ * (inputs_.columns + 1); }

  double operator()(const std::vector<double>& w, std::vector<double>& gradient) const {
    const std::size_t d = inputs_.columns;
    gradient.assign(w.size(), 0.0);
    std::vector<double> score(classes_);
    double loss = 0;
    for (std::size_t i = 0; i < inputs_.rows; ++i) {
      const double* x = inputs_.row(i);
      for (std::size_t c = 0; c < classes_; ++c) {
        const double* row = w.data() + c * (d + 1);
        score[c] = row[d] + std::inner_product(x, x + d, row, 0.0);
      }
      const double top = *std::max_element(score.begin(), score.end());
      double total = 0;
      for (double s : score) total += std::exp(s - top);
      const auto label = static_cast<std::size_t>(targets_[i]) - 1;
      loss += weights_[i] * (top + std::log(total) - score[label]);
      for (std::size_t c = 0; c < classes_; ++c) {
        const double error = weights_[i] * (std::exp(score[c] - top) / total - (c == label ? 1.0 : 0.0));
        double* row = gradient.data() + c * (d + 1);
        for (std::size_t j = 0; j < d; ++j) row[j] += error * x[j];
        row[d] += error;
      }
    }
    for (std::size_t c = 0; c < classes_; ++c) {
      for (std::size_t j = 0; j < d; ++j) {
        const std::size_t at = c * (d + 1) + j;
        loss += l2_ / 2 * w[at] * w[at];
        gradient[at] += l2_ * w[at];
      }
    }
    return loss;
  }

 private:
  const Table& inputs_;
  const std::vector<double>& targets_;
  const std::vector<double>& weights_;
  std::size_t classes_;
  double l2_;
};

double dot(const std::vector<double>& a, const std::vector<double>& b) { return std::inner_product(a.begin(), a.end(), b.begin(), 0.0); }

template <typename F>
std::vector<double> minimise(const F& f, std::size_t iterations) {
  struct Step {
    std::vector<double> s, y;
    double rho;
  };
  std::vector<double> w(f.size(), 0.0), g, direction, next, next_g;
  std::vector<Step> memory;
  double value = f(w, g);
  for (std::size_t k = 0; k < iterations; ++k) {
    check_interrupt();
    direction = g;
    std::vector<double> alpha(memory.size());
    for (std::size_t m = memory.size(); m-- > 0;) {
      alpha[m] = memory[m].rho * dot(memory[m].s, direction);
      for (std::size_t i = 0; i < w.size(); ++i) direction[i] -= alpha[m] * memory[m].y[i];
    }
    if (!memory.empty()) {
      const double scale = 1 / (memory.back().rho * dot(memory.back().y, memory.back().y));
      for (double& v : direction) v *= scale;
    }
    for (std::size_t m = 0; m < memory.size(); ++m) {
      const double beta = memory[m].rho * dot(memory[m].y, direction);
      for (std::size_t i = 0; i < w.size(); ++i) direction[i] += (alpha[m] - beta) * memory[m].s[i];
    }
    double slope = -dot(g, direction);
    if (!(slope < 0)) {  // rounding: start again from the steepest descent
      if (memory.empty()) break;
      memory.clear();
      continue;
    }
    double step = memory.empty() ? 1 / std::max(1.0, std::sqrt(dot(g, g))) : 1.0, next_value = value;
    bool found = false;
    for (int tries = 0; tries < 40 && !found; ++tries, step /= 2) {
      next = w;
      for (std::size_t i = 0; i < w.size(); ++i) next[i] -= step * direction[i];
      next_value = f(next, next_g);
      found = next_value <= value + 1e-4 * step * slope;
    }
    if (!found) break;
    Step made{next, next_g, 0};
    for (std::size_t i = 0; i < w.size(); ++i) {
      made.s[i] -= w[i];
      made.y[i] -= g[i];
    }
    const double curvature = dot(made.s, made.y);
    if (curvature > 1e-12 * dot(made.y, made.y)) {
      made.rho = 1 / curvature;
      memory.push_back(std::move(made));
      if (memory.size() > 12) memory.erase(memory.begin());
    }
    const double drop = value - next_value;
    w = next;
    g = next_g;
    value = next_value;
    const double largest = std::abs(*std::max_element(g.begin(), g.end(), [](double a, double b) { return std::abs(a) < std::abs(b); }));
    if (largest < 1e-8 || (drop < 1e-15 * std::abs(value) && k > 5)) break;
  }
  return w;
}

// LogisticWeights[inputs, classes of the examples, weights of the examples, number of classes, l2, iterations]: a row of weights and the
// intercept for each class.
MaybeExpr builtin_LogisticWeights(Call& call) {
  const auto inputs = read_table(call.arg(0));
  const auto targets = read_reals(call.arg(1)), weights = read_reals(call.arg(2));
  const auto classes = machine_integer(call.arg(3)), iterations = machine_integer(call.arg(5));
  const auto l2 = machine_real(call.arg(4));
  if (!inputs || !targets || !weights || !classes || !l2 || !iterations || *classes < 1 || targets->size() != inputs->rows || weights->size() != inputs->rows) return std::nullopt;
  if (std::any_of(targets->begin(), targets->end(), [&](double y) { return y < 1 || y > static_cast<double>(*classes); })) return std::nullopt;
  const LogisticLoss loss(*inputs, *targets, *weights, static_cast<std::size_t>(*classes), *l2);
  return table_to_list(Table{static_cast<std::size_t>(*classes), inputs->columns + 1, minimise(loss, static_cast<std::size_t>(std::max<std::int64_t>(*iterations, 1)))});
}

// ---- support vectors: sequential minimal optimisation with the pair that violates most (S. Keerthi et al., 2001; R. Fan, P. Chen,
// C. Lin, "Working set selection using second order information", 2005, its first-order choice)
// SupportVectors[kernel matrix, signs, c]: {alpha, offset}; f(x) = sum alpha_i y_i k(x_i, x) - offset
MaybeExpr builtin_SupportVectors(Call& call) {
  const auto kernel = read_table(call.arg(0));
  const auto signs = read_reals(call.arg(1));
  const auto bound = machine_real(call.arg(2));
  if (!kernel || !signs || !bound || kernel->rows != kernel->columns || signs->size() != kernel->rows) return std::nullopt;
  const std::size_t n = kernel->rows;
  const std::vector<double>& y = *signs;
  std::vector<double> alpha(n, 0.0), gradient(n, -1.0);  // of 1/2 a Q a - sum a
  double offset = 0;
  for (std::size_t round = 0; round < 100000 + 100 * n; ++round) {
    if (round % 1024 == 0) check_interrupt();
    std::size_t i = n, j = n;
    double high = -HUGE_VAL, low = HUGE_VAL;
    for (std::size_t t = 0; t < n; ++t) {
      const double v = -y[t] * gradient[t];
      if ((y[t] > 0 ? alpha[t] < *bound : alpha[t] > 0) && v > high) {
        high = v;
        i = t;
      }
      if ((y[t] > 0 ? alpha[t] > 0 : alpha[t] < *bound) && v < low) {
        low = v;
        j = t;
      }
    }
    offset = -(high + low) / 2;
    if (i == n || j == n || high - low < 1e-6) break;
    const double curvature = std::max(kernel->at(i, i) + kernel->at(j, j) - 2 * kernel->at(i, j), 1e-12);
    double step = (high - low) / curvature;  // along y_i e_i - y_j e_j
    step = std::min(step, y[i] > 0 ? *bound - alpha[i] : alpha[i]);
    step = std::min(step, y[j] > 0 ? alpha[j] : *bound - alpha[j]);
    alpha[i] = std::clamp(alpha[i] + y[i] * step, 0.0, *bound);
    alpha[j] = std::clamp(alpha[j] - y[j] * step, 0.0, *bound);
    for (std::size_t t = 0; t < n; ++t) gradient[t] += step * y[t] * (kernel->at(i, t) - kernel->at(j, t));
  }
  return make_list({reals_to_list(alpha), Expr::real(offset)});
}

#define LYKOS_KERNEL(wl_name, arity_, text) {.name = "System`Library`" #wl_name, .fn = builtin_##wl_name, .arity = exactly(arity_), .usage = text}

constexpr Builtin kBuiltins[] = {
    LYKOS_KERNEL(NearestRows, 3, "NearestRows[data, points, k] gives positions and distances of the k nearest rows."),
    LYKOS_KERNEL(LogisticWeights, 6, "LogisticWeights[inputs, labels, weights, classes, l2, iterations] fits multinomial logistic regression."),
    LYKOS_KERNEL(SupportVectors, 3, "SupportVectors[kernel, signs, c] gives the multipliers and the offset of a support vector machine."),
};

}  // namespace

void register_learners(Registry& r) { r.add(kBuiltins); }

}  // namespace lykos::builtins
