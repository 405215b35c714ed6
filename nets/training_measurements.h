// Measurements taken while a net is trained or validated: accumulated batch by batch from the values of ports.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "array/executor.h"
#include "nets/lowering.h"
#include "nets/measurements.h"
#include "nets/train.h"

namespace lykos::nets {

/// What has been gathered for one measurement, over a batch or a round.
struct MeasurementTotals {
  double sum = 0, squares = 0, count = 0, target_sum = 0, target_squares = 0, minimum = 0, maximum = 0;
  ConfusionMatrix confusion{1};
  std::vector<float> scores;   // for curves: probabilities and actual classes
  std::vector<int> actual;
  void clear();
  void add(const MeasurementTotals& other);
  /// Everything as one list of numbers, for checkpoints, and back. A list that does not fit changes nothing.
  std::vector<double> numbers() const;
  void set_numbers(const std::vector<double>& list);
};

/// All measurements of one compiled program. attach() asks the program for the ports it needs; then for every batch read_targets() before
/// and accumulate() after the run.
class MeasurementPlan {
 public:
  MeasurementPlan() = default;
  /// Errors: invnem (a measurement that does not suit the net, in words).
  void attach(const std::vector<MeasurementSpec>& specs, const TrainingNet& training, const Net& user_net, LoweredNet& lowered, std::int64_t batch);
  bool empty() const { return items_.empty(); }
  const std::vector<std::string>& names() const { return names_; }
  const MeasurementSpec& spec(std::size_t i) const { return items_[i].spec; }
  /// Smaller is better for this measurement (errors, losses).
  bool smaller_is_better(std::size_t i) const;
  /// Totals with nothing in them, one for each measurement.
  std::vector<MeasurementTotals> start() const;

  void read_targets(array::Executable& executable, std::int64_t rows);
  /// What the first `rows` examples of the batch give.
  void accumulate(array::Executable& executable, std::int64_t rows, std::vector<MeasurementTotals>& totals);
  /// The values of totals, in the order of names(). Arrays and gradients are read from the executable.
  void values(array::Executable& executable, const std::vector<MeasurementTotals>& totals, MeasurementList& out) const;

 private:
  struct Item {
    MeasurementSpec spec;
    int output = -1;               // program output with the port's values
    int input = -1;                // program input with the targets
    int parameter = -1;            // Array, Gradient
    std::int64_t classes = 1;      // last dimension of the port; 1: binary or regression
    std::int64_t labels = 1;       // labels (or numbers) per example
    bool index_target = false;
    std::vector<int> target_classes;
    std::vector<double> target_values;
    std::vector<std::pair<std::string, int>> custom_inputs, custom_outputs;  // ports and their places in the program
    std::vector<std::pair<std::string, Array>> custom_data;
  };
  void accumulate_classes(const Item& item, const void* buffer, array::DType type, std::int64_t rows, MeasurementTotals& totals) const;
  void accumulate_custom(Item& item, array::Executable& executable, std::int64_t rows, MeasurementTotals& totals) const;
  std::vector<Item> items_;
  std::vector<std::string> names_;
};

}  // namespace lykos::nets
