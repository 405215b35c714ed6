// Measurements of classifiers and predictors.
#include "nets/measurements.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace lykos::nets {

namespace {

double ratio(double numerator, double denominator) {
  return denominator == 0 ? std::numeric_limits<double>::quiet_NaN() : numerator / denominator;
}

}  // namespace

std::int64_t ConfusionMatrix::total() const { return std::accumulate(counts_.begin(), counts_.end(), std::int64_t{0}); }

std::int64_t ConfusionMatrix::actual_total(int c) const {
  std::int64_t sum = 0;
  for (int j = 1; j <= classes_; ++j) sum += count(c, j);
  return sum;
}

std::int64_t ConfusionMatrix::predicted_total(int c) const {
  std::int64_t sum = 0;
  for (int i = 1; i <= classes_; ++i) sum += count(i, c);
  return sum;
}

namespace {

double correct(const ConfusionMatrix& m) {
  double sum = 0;
  for (int c = 1; c <= m.classes(); ++c) sum += static_cast<double>(m.count(c, c));
  return sum;
}

// Agreement beyond chance, where `expected` is the agreement by chance.
double beyond_chance(const ConfusionMatrix& m, double expected) { return ratio(accuracy(m) - expected, 1 - expected); }

}  // namespace

double accuracy(const ConfusionMatrix& m) { return ratio(correct(m), static_cast<double>(m.total())); }
double error_rate(const ConfusionMatrix& m) { return 1 - accuracy(m); }

double cohen_kappa(const ConfusionMatrix& m) {
  const double n = static_cast<double>(m.total());
  double expected = 0;
  for (int c = 1; c <= m.classes(); ++c) expected += static_cast<double>(m.actual_total(c)) * static_cast<double>(m.predicted_total(c));
  return beyond_chance(m, ratio(expected, n * n));
}

double scott_pi(const ConfusionMatrix& m) {
  const double n = static_cast<double>(m.total());
  double expected = 0;
  for (int c = 1; c <= m.classes(); ++c) {
    const double share = ratio(static_cast<double>(m.actual_total(c) + m.predicted_total(c)), 2 * n);
    expected += share * share;
  }
  return beyond_chance(m, expected);
}

double matthews_correlation(const ConfusionMatrix& m) {
  const double n = static_cast<double>(m.total());
  double cross = 0, actual = 0, predicted = 0;
  for (int c = 1; c <= m.classes(); ++c) {
    const double a = static_cast<double>(m.actual_total(c)), p = static_cast<double>(m.predicted_total(c));
    cross += a * p;
    actual += a * a;
    predicted += p * p;
  }
  return ratio(correct(m) * n - cross, std::sqrt((n * n - predicted) * (n * n - actual)));
}

double matthews_correlation(const ConfusionMatrix& m, int c) {
  const double tp = static_cast<double>(m.true_positives(c)), fp = static_cast<double>(m.false_positives(c));
  const double fn = static_cast<double>(m.false_negatives(c)), tn = static_cast<double>(m.true_negatives(c));
  return ratio(tp * tn - fp * fn, std::sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)));
}

double precision(const ConfusionMatrix& m, int c) { return ratio(static_cast<double>(m.true_positives(c)), static_cast<double>(m.predicted_total(c))); }
double recall(const ConfusionMatrix& m, int c) { return ratio(static_cast<double>(m.true_positives(c)), static_cast<double>(m.actual_total(c))); }
double specificity(const ConfusionMatrix& m, int c) {
  return ratio(static_cast<double>(m.true_negatives(c)), static_cast<double>(m.true_negatives(c) + m.false_positives(c)));
}
double negative_predictive_value(const ConfusionMatrix& m, int c) {
  return ratio(static_cast<double>(m.true_negatives(c)), static_cast<double>(m.true_negatives(c) + m.false_negatives(c)));
}
double false_discovery_rate(const ConfusionMatrix& m, int c) { return 1 - precision(m, c); }
double false_omission_rate(const ConfusionMatrix& m, int c) { return 1 - negative_predictive_value(m, c); }
double false_positive_rate(const ConfusionMatrix& m, int c) { return 1 - specificity(m, c); }
double false_negative_rate(const ConfusionMatrix& m, int c) { return 1 - recall(m, c); }

double informedness(const ConfusionMatrix& m, int c) { return recall(m, c) + specificity(m, c) - 1; }
double markedness(const ConfusionMatrix& m, int c) { return precision(m, c) + negative_predictive_value(m, c) - 1; }

double f_score(const ConfusionMatrix& m, int c, double beta) {
  const double b = beta * beta, tp = static_cast<double>(m.true_positives(c));
  return ratio((1 + b) * tp, (1 + b) * tp + b * static_cast<double>(m.false_negatives(c)) + static_cast<double>(m.false_positives(c)));
}

namespace {

struct WholeMeasure {
  std::string_view name;
  double (*value)(const ConfusionMatrix&);
};

struct ClassMeasure {
  std::string_view name;
  double (*value)(const ConfusionMatrix&, int);
};

constexpr WholeMeasure kWhole[] = {{"Accuracy", accuracy}, {"CohenKappa", cohen_kappa}, {"ErrorRate", error_rate}, {"ScottPi", scott_pi}};

const ClassMeasure kPerClass[] = {
    {"F1Score", [](const ConfusionMatrix& m, int c) { return f_score(m, c); }},
    {"FalseDiscoveryRate", false_discovery_rate},
    {"FalseNegativeNumber", [](const ConfusionMatrix& m, int c) { return static_cast<double>(m.false_negatives(c)); }},
    {"FalseNegativeRate", false_negative_rate},
    {"FalseOmissionRate", false_omission_rate},
    {"FalsePositiveNumber", [](const ConfusionMatrix& m, int c) { return static_cast<double>(m.false_positives(c)); }},
    {"FalsePositiveRate", false_positive_rate},
    {"Informedness", informedness},
    {"Markedness", markedness},
    {"MatthewsCorrelationCoefficient", [](const ConfusionMatrix& m, int c) { return matthews_correlation(m, c); }},
    {"NegativePredictiveValue", negative_predictive_value},
    {"Precision", precision},
    {"Recall", recall},
    {"Specificity", specificity},
    {"TrueNegativeNumber", [](const ConfusionMatrix& m, int c) { return static_cast<double>(m.true_negatives(c)); }},
    {"TrueNegativeRate", specificity},
    {"TruePositiveNumber", [](const ConfusionMatrix& m, int c) { return static_cast<double>(m.true_positives(c)); }},
    {"TruePositiveRate", recall},
};

}  // namespace

double macro_average(std::span<const double> values) {
  double sum = 0, n = 0;
  for (double v : values) {
    if (std::isnan(v)) continue;
    sum += v;
    ++n;
  }
  return ratio(sum, n);
}

namespace {

// One class against the rest, all classes added up.
ConfusionMatrix pooled(const ConfusionMatrix& m) {
  ConfusionMatrix all(2);
  for (int c = 1; c <= m.classes(); ++c) {
    all.add(1, 1, m.true_positives(c));
    all.add(2, 1, m.false_positives(c));
    all.add(1, 2, m.false_negatives(c));
    all.add(2, 2, m.true_negatives(c));
  }
  return all;
}

template <typename Measure>
void measure_classes(const ConfusionMatrix& m, ClassAveraging averaging, Measure&& measure, ClassMeasurement& result) {
  result = {averaging == ClassAveraging::None, {}};
  if (averaging == ClassAveraging::Micro) {
    result.values.push_back(measure(pooled(m), 1));
    return;
  }
  for (int c = 1; c <= m.classes(); ++c) result.values.push_back(measure(m, c));
  if (averaging == ClassAveraging::Macro) result.values = {macro_average(result.values)};
}

}  // namespace

bool class_measurement(std::string_view name, const ConfusionMatrix& m, ClassMeasurement& result, ClassAveraging averaging, double beta) {
  for (const WholeMeasure& row : kWhole) {
    if (row.name != name) continue;
    result = {false, {row.value(m)}};
    return true;
  }
  if (name == "FScore") {
    measure_classes(m, averaging, [&](const ConfusionMatrix& counts, int c) { return f_score(counts, c, beta); }, result);
    return true;
  }
  for (const ClassMeasure& row : kPerClass) {
    if (row.name != name) continue;
    measure_classes(m, averaging, row.value, result);
    return true;
  }
  return false;
}

std::vector<std::string_view> class_measurement_names() {
  std::vector<std::string_view> names;
  for (const WholeMeasure& row : kWhole) names.push_back(row.name);
  for (const ClassMeasure& row : kPerClass) names.push_back(row.name);
  names.push_back("FScore");
  std::sort(names.begin(), names.end());
  return names;
}

// ---- scores

namespace {

std::span<const float> row(std::span<const float> probabilities, std::size_t i, int classes) {
  return probabilities.subspan(i * static_cast<std::size_t>(classes), static_cast<std::size_t>(classes));
}

}  // namespace

ConfusionMatrix confusion_matrix(std::span<const float> probabilities, std::span<const int> actual, int classes) {
  ConfusionMatrix m(classes);
  for (std::size_t i = 0; i < actual.size(); ++i) {
    const auto p = row(probabilities, i, classes);
    m.add(actual[i], static_cast<int>(std::max_element(p.begin(), p.end()) - p.begin()) + 1);
  }
  return m;
}

double top_accuracy(std::span<const float> probabilities, std::span<const int> actual, int classes, int n) {
  double hits = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    const auto p = row(probabilities, i, classes);
    const std::size_t own = static_cast<std::size_t>(actual[i] - 1);
    int better = 0;
    for (std::size_t c = 0; c < p.size(); ++c) better += p[c] > p[own] || (p[c] == p[own] && c < own);
    hits += better < n;
  }
  return ratio(hits, static_cast<double>(actual.size()));
}

double mean_entropy(std::span<const float> probabilities, int classes) {
  double sum = 0;
  for (float p : probabilities) {
    if (p > 0) sum -= static_cast<double>(p) * std::log(static_cast<double>(p));
  }
  return ratio(sum, static_cast<double>(probabilities.size()) / classes);
}

double mean_cross_entropy(std::span<const float> probabilities, std::span<const int> actual, int classes) {
  double sum = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) sum -= std::log(static_cast<double>(row(probabilities, i, classes)[static_cast<std::size_t>(actual[i] - 1)]));
  return ratio(sum, static_cast<double>(actual.size()));
}

double perplexity(std::span<const float> probabilities, std::span<const int> actual, int classes) {
  return std::exp(mean_cross_entropy(probabilities, actual, classes));
}

std::vector<RocPoint> roc_curve(std::span<const float> probabilities, std::span<const int> actual, int classes, int c) {
  std::vector<std::pair<float, bool>> scored;
  double positives = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    scored.emplace_back(row(probabilities, i, classes)[static_cast<std::size_t>(c - 1)], actual[i] == c);
    positives += actual[i] == c;
  }
  const double negatives = static_cast<double>(actual.size()) - positives;
  std::sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<RocPoint> curve{{0, 0}};
  double tp = 0, fp = 0;
  for (std::size_t i = 0; i < scored.size(); ++i) {
    (scored[i].second ? tp : fp) += 1;
    if (i + 1 < scored.size() && scored[i + 1].first == scored[i].first) continue;  // equal scores move together
    curve.push_back({negatives > 0 ? fp / negatives : 0, positives > 0 ? tp / positives : 0});
  }
  return curve;
}

double area_under_roc_curve(std::span<const RocPoint> curve) {
  double area = 0;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    area += (curve[i].false_positive_rate - curve[i - 1].false_positive_rate) * (curve[i].true_positive_rate + curve[i - 1].true_positive_rate) / 2;
  }
  return area;
}

// ---- regression

double mean_square(std::span<const float> predicted, std::span<const float> actual) {
  double sum = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    const double d = static_cast<double>(predicted[i]) - actual[i];
    sum += d * d;
  }
  return ratio(sum, static_cast<double>(actual.size()));
}

double mean_deviation(std::span<const float> predicted, std::span<const float> actual) {
  double sum = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) sum += std::fabs(static_cast<double>(predicted[i]) - actual[i]);
  return ratio(sum, static_cast<double>(actual.size()));
}

double standard_deviation(std::span<const float> predicted, std::span<const float> actual) { return std::sqrt(mean_square(predicted, actual)); }

double fraction_variance_unexplained(std::span<const float> predicted, std::span<const float> actual) {
  double mean = 0, spread = 0;
  for (float a : actual) mean += a;
  mean = ratio(mean, static_cast<double>(actual.size()));
  for (float a : actual) spread += (a - mean) * (a - mean);
  return ratio(mean_square(predicted, actual), ratio(spread, static_cast<double>(actual.size())));
}

double r_squared(std::span<const float> predicted, std::span<const float> actual) { return 1 - fraction_variance_unexplained(predicted, actual); }

double intersection_over_union(std::span<const float> predicted, std::span<const float> actual) {
  double both = 0, either = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    both += std::min(predicted[i], actual[i]);
    either += std::max(predicted[i], actual[i]);
  }
  return ratio(both, either);
}

}  // namespace lykos::nets
