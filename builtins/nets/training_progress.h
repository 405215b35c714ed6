// training_progress.h - what a user sees of a running training: the progress line, printed lines, callbacks.
#pragma once

#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "builtins/nets/measurement_values.h"
#include "builtins/nets/training_options.h"
#include "nets/train.h"

namespace lykos::builtins {

/// Receives the trainer's progress events. On a terminal it keeps one line on stderr up to date; elsewhere it writes a plain line now
/// and then; files and functions of the user get what they ask for. Ctrl-C stops the training and keeps the net so far.
class TrainingReporter {
 public:
  TrainingReporter(const std::vector<Reporting>& reporting, const std::vector<ProgressFunction>& functions, MeasurementLabels labels);
  ~TrainingReporter();
  TrainingReporter(const TrainingReporter&) = delete;
  TrainingReporter& operator=(const TrainingReporter&) = delete;

  nets::ProgressReply operator()(const nets::TrainingProgress& progress);
  bool aborted() const { return aborted_; }
  /// Ends the progress line.
  void finish();

 private:
  struct Due;     // when something periodic is due next
  struct Report;  // one way of showing progress
  void report(Report& report, const nets::TrainingProgress& progress);
  nets::ProgressReply call_functions(const nets::TrainingProgress& progress);

  std::vector<std::unique_ptr<Report>> reports_;
  MeasurementLabels labels_;
  std::vector<ProgressFunction> functions_;
  std::vector<std::unique_ptr<Due>> due_;
  bool line_open_ = false;
  bool aborted_ = false;
};

/// The association a progress function is called with. The costly entries (nets, arrays, data) are made for functions that name them.
Expr progress_association(const nets::TrainingProgress& progress, const MeasurementLabels& labels, const Expr& function);
/// One line: round, batch, losses, times.
std::string progress_line(const nets::TrainingProgress& progress, bool bar);

}  // namespace lykos::builtins
