// Measurements of classifiers and predictors: plain functions over counts and pairs of numbers (nets.md 1.11).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace lykos::nets {

/// Counts of actual class (row) against predicted class (column); classes are 1..n.
class ConfusionMatrix {
 public:
  explicit ConfusionMatrix(int classes) : classes_(classes), counts_(static_cast<std::size_t>(classes) * classes) {}
  void add(int actual, int predicted, std::int64_t times = 1) { counts_[static_cast<std::size_t>(actual - 1) * classes_ + (predicted - 1)] += times; }
  void add(const ConfusionMatrix& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  }
  void clear() { counts_.assign(counts_.size(), 0); }
  int classes() const { return classes_; }
  std::int64_t count(int actual, int predicted) const {
    return counts_[static_cast<std::size_t>(actual - 1) * classes_ + (predicted - 1)];
  }
  std::int64_t total() const;
  std::int64_t actual_total(int c) const;
  std::int64_t predicted_total(int c) const;
  std::int64_t true_positives(int c) const { return count(c, c); }
  std::int64_t false_positives(int c) const { return predicted_total(c) - count(c, c); }
  std::int64_t false_negatives(int c) const { return actual_total(c) - count(c, c); }
  std::int64_t true_negatives(int c) const { return total() - actual_total(c) - predicted_total(c) + count(c, c); }

 private:
  int classes_;
  std::vector<std::int64_t> counts_;
};

/// Fractions of all examples; NaN when there are none.
double accuracy(const ConfusionMatrix& m);
double error_rate(const ConfusionMatrix& m);
double cohen_kappa(const ConfusionMatrix& m);
double scott_pi(const ConfusionMatrix& m);
double matthews_correlation(const ConfusionMatrix& m);          ///< the multi-class form (Gorodkin 2004)
double matthews_correlation(const ConfusionMatrix& m, int c);   ///< class c against the rest

/// Per class. An empty denominator gives NaN (the binding shows Indeterminate).
double precision(const ConfusionMatrix& m, int c);              ///< TP/(TP+FP)
double recall(const ConfusionMatrix& m, int c);                 ///< TP/(TP+FN)
double specificity(const ConfusionMatrix& m, int c);            ///< TN/(TN+FP)
double negative_predictive_value(const ConfusionMatrix& m, int c);
double false_discovery_rate(const ConfusionMatrix& m, int c);
double false_omission_rate(const ConfusionMatrix& m, int c);
double false_positive_rate(const ConfusionMatrix& m, int c);
double false_negative_rate(const ConfusionMatrix& m, int c);
double informedness(const ConfusionMatrix& m, int c);           ///< recall + specificity - 1
double markedness(const ConfusionMatrix& m, int c);             ///< precision + negative predictive value - 1
double f_score(const ConfusionMatrix& m, int c, double beta = 1);

/// How the values of several classes become one number: not at all, as their mean (classes that give none left out), or from the counts
/// of all classes together.
enum class ClassAveraging : std::uint8_t { None, Macro, Micro };

/// One number or one per class for any name of nets.md 1.11 that a confusion matrix decides ("Precision", "Accuracy", ...); `beta` is that
/// of "FScore". Returns false for an unknown name.
struct ClassMeasurement {
  bool per_class = false;
  std::vector<double> values;
};
bool class_measurement(std::string_view name, const ConfusionMatrix& m, ClassMeasurement& result, ClassAveraging averaging = ClassAveraging::None,
                       double beta = 1);
/// The average of values that belong to classes; of something that has no counts, only Macro is possible.
double macro_average(std::span<const double> values);
/// Names class_measurement accepts.
std::vector<std::string_view> class_measurement_names();

/// Classifiers with scores: `probabilities` is examples x classes, row-major; `actual` classes 1..n.
ConfusionMatrix confusion_matrix(std::span<const float> probabilities, std::span<const int> actual, int classes);
/// Fraction whose class is among the n most probable.
double top_accuracy(std::span<const float> probabilities, std::span<const int> actual, int classes, int n);
double mean_entropy(std::span<const float> probabilities, int classes);  ///< of the predictions, in nats
double mean_cross_entropy(std::span<const float> probabilities, std::span<const int> actual, int classes);
double perplexity(std::span<const float> probabilities, std::span<const int> actual, int classes);
struct RocPoint {
  double false_positive_rate, true_positive_rate;
};
/// Class c against the rest, from (0,0) to (1,1), thresholds falling.
std::vector<RocPoint> roc_curve(std::span<const float> probabilities, std::span<const int> actual, int classes, int c);
double area_under_roc_curve(std::span<const RocPoint> curve);

/// Regression: all elements of all examples.
double mean_square(std::span<const float> predicted, std::span<const float> actual);
double mean_deviation(std::span<const float> predicted, std::span<const float> actual);   ///< mean |p - a|
double standard_deviation(std::span<const float> predicted, std::span<const float> actual);  ///< root mean square
double r_squared(std::span<const float> predicted, std::span<const float> actual);
double fraction_variance_unexplained(std::span<const float> predicted, std::span<const float> actual);
/// Intersection over union of two boxes or masks with values in 0..1.
double intersection_over_union(std::span<const float> predicted, std::span<const float> actual);

}  // namespace lykos::nets
