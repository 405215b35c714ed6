// train_results.h - NetTrainResultsObject: everything a training run left behind.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "builtins/nets/measurement_values.h"
#include "expr/association.h"
#include "expr/expr.h"
#include "nets/train.h"

namespace lykos::builtins {

struct TrainingRecord {
  nets::Net input_net;
  nets::TrainResult result;
  Expr training_data;          ///< as given, for "NetTrainInputForm"
  std::vector<Expr> options;   ///< as given
  MeasurementLabels labels;    ///< names of classes in measurements
};

/// Adds the properties of a training in progress that are wanted.
void add_running_properties(const nets::TrainingProgress& progress, const MeasurementLabels& labels, const std::function<bool(const char*)>& wanted,
                            std::vector<AssociationEntry>& entries);

/// A results object around a record.
Expr wrap_training_record(std::shared_ptr<const TrainingRecord> record);
/// One property, a list of them, or All (the object itself). Throws NetError invprop.
Expr training_property(const std::shared_ptr<const TrainingRecord>& record, const Expr& property);

}  // namespace lykos::builtins
