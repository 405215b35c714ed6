// training_options.h - the options of NetTrain as plain settings.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evaluator/evaluator.h"
#include "nets/train.h"

namespace lykos::builtins {

/// When something periodic happens.
struct Interval {
  enum class Unit { Batches, Rounds, Seconds, Percent } unit = Unit::Rounds;
  double amount = 1;
  double least_seconds = 0;   ///< "MinimumInterval"
};

/// One way of TrainingProgressReporting.
struct Reporting {
  enum class Kind { Line, Print, File, Function } kind = Kind::Line;
  std::string file;
  Expr function;   ///< its results are printed
  std::optional<Interval> interval;
};

/// One function of TrainingProgressFunction.
struct ProgressFunction {
  Expr function;
  Interval interval{Interval::Unit::Batches, 1};
};

struct TrainingSettings {
  nets::TrainOptions options;
  std::vector<Reporting> reporting;
  std::vector<ProgressFunction> functions;
  /// ValidationSet data, when it is data.
  std::optional<Expr> validation_data;
  /// TrainingProgressMeasurements was Automatic: the binding chooses by the loss.
  bool automatic_measurements = true;
};

/// Reads all options of the call. Throws NetError with the tag of the option concerned.
TrainingSettings read_training_options(Call& call);

/// The terms of LossFunction -> ...; none for Automatic.
std::vector<nets::LossTerm> read_loss(const Expr& expr);

/// Seconds of a number or Quantity[n, "Minutes"]; nothing for anything else.
std::optional<double> read_seconds(const Expr& expr);

}  // namespace lykos::builtins
