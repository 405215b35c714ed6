// measurement_values.h - measurements of training in the language: reading their specifications, showing their values.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "expr/expr.h"
#include "nets/net.h"
#include "nets/train.h"

namespace lykos::builtins {

/// "Accuracy", "Accuracy" -> 3, NetPort[...], NetPortGradient[...], a function, <|"Measurement" -> ..., "Key" -> ...|>.
/// Throws NetError invmeas.
nets::MeasurementSpec read_measurement(const Expr& expr);
/// "Macro", "Micro" or None. Throws NetError invmeas.
nets::ClassAveraging read_averaging(const Expr& expr);
/// "Mean", "Total", "Min", ... Throws NetError invmeas.
nets::MeasurementSpec::Aggregation read_aggregation(const Expr& expr);
/// The key of a measurement in results.
std::string measurement_key(const nets::MeasurementSpec& spec);
/// Names of measurements, for suggestions.
std::vector<std::string> measurement_names();

/// What classes are called, by the name of a measurement.
class MeasurementLabels {
 public:
  MeasurementLabels() = default;
  MeasurementLabels(const nets::Net& net, const std::vector<nets::MeasurementSpec>& specs);
  Expr label(const std::string& measurement, std::size_t i) const;

 private:
  std::vector<std::pair<std::string, std::vector<Expr>>> labels_;
};
/// Labels of the classes at an output port: those of its decoder, False and True, or nothing (then 1, 2, ... are used).
std::vector<Expr> class_labels(const nets::Net& net, const std::string& output);

/// A number, an association of classes, a matrix, or an association of curves.
Expr measurement_to_expr(const nets::MeasurementValue& value, const std::string& name, const MeasurementLabels& labels);

}  // namespace lykos::builtins
