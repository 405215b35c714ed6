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

/// All measurements of one compiled program. attach() asks the program for the ports it needs; then for every batch read_targets() before
/// and accumulate() after the run. Nothing is allocated after attach().
class MeasurementPlan {
 public:
  MeasurementPlan() = default;
  /// Errors: invnem (a measurement that does not suit the net, in words).
  void attach(const std::vector<MeasurementSpec>& specs, const TrainingNet& training, const Net& user_net, LoweredNet& lowered, std::int64_t batch);
  bool empty() const { return items_.empty(); }
  const std::vector<std::string>& names() const { return names_; }
  /// Smaller is better for this measurement (errors, losses).
  bool smaller_is_better(std::size_t i) const;

  void read_targets(array::Executable& executable, std::int64_t rows);
  void reset();
  /// Adds the first `rows` examples of the batch.
  void accumulate(array::Executable& executable, std::int64_t rows);
  /// The values since reset(), in the order of names().
  void values(array::Executable& executable, std::vector<std::pair<std::string, double>>& out) const;

 private:
  struct Item {
    MeasurementSpec spec;
    int output = -1;               // program output with the port's values
    int input = -1;                // program input with the targets
    int parameter = -1;            // ArrayRms, GradientRms
    std::int64_t classes = 1;      // last dimension of the port; 1: binary or regression
    std::int64_t labels = 1;       // labels (or numbers) per example
    bool index_target = false;
    std::vector<int> target_classes;
    std::vector<double> target_values;
    double sum = 0, count = 0, target_sum = 0, target_squares = 0;
    ConfusionMatrix confusion{1};
  };
  std::vector<Item> items_;
  std::vector<std::string> names_;
};

}  // namespace lykos::nets
