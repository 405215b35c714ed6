// Progress of a training: a live line on a terminal, plain lines elsewhere, the user's functions, and aborts.
#include "builtins/nets/training_progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/values.h"
#include "evaluator/interrupt.h"
#include "expr/association.h"

namespace lykos::builtins {

using nets::NetError;
using nets::ProgressReply;
using nets::TrainingProgress;

struct TrainingReporter::Due {
  Interval interval;
  double next_seconds = 0;
  std::int64_t last_round = 0;
  std::int64_t next_batch = 0;

  bool operator()(const TrainingProgress& progress) {
    switch (interval.unit) {
      case Interval::Unit::Seconds:
        if (progress.time_elapsed < next_seconds) return false;
        next_seconds = progress.time_elapsed + interval.amount;
        return true;
      case Interval::Unit::Batches:
        if (progress.event == TrainingProgress::Event::RoundComplete) return false;
        if (progress.absolute_batch < next_batch) return false;
        next_batch = progress.absolute_batch + std::max<std::int64_t>(1, std::llround(interval.amount));
        return true;
      case Interval::Unit::Rounds:
        if (progress.event != TrainingProgress::Event::RoundComplete) return false;
        if (progress.round < last_round + std::max<std::int64_t>(1, std::llround(interval.amount))) return false;
        last_round = progress.round;
        return true;
    }
    return false;
  }
};

namespace {

std::string number_text(double x) {
  char text[32];
  const double size = std::fabs(x);
  if (x != 0 && (size < 1e-3 || size >= 1e5)) {
    std::snprintf(text, sizeof text, "%.2e", x);
  } else {
    std::snprintf(text, sizeof text, size < 10 ? "%.4f" : "%.2f", x);
  }
  return text;
}

std::string time_text(double seconds) {
  char text[32];
  if (seconds < 10) {
    std::snprintf(text, sizeof text, "%.1fs", seconds);
  } else if (seconds < 120) {
    std::snprintf(text, sizeof text, "%.0fs", seconds);
  } else if (seconds < 7200) {
    std::snprintf(text, sizeof text, "%dm%02ds", static_cast<int>(seconds) / 60, static_cast<int>(seconds) % 60);
  } else {
    std::snprintf(text, sizeof text, "%dh%02dm", static_cast<int>(seconds) / 3600, static_cast<int>(seconds) / 60 % 60);
  }
  return text;
}

const char* event_name(TrainingProgress::Event event) {
  switch (event) {
    case TrainingProgress::Event::TrainingStarted: return "TrainingStarted";
    case TrainingProgress::Event::BatchComplete: return "BatchComplete";
    case TrainingProgress::Event::RoundComplete: return "RoundComplete";
    case TrainingProgress::Event::WeightsUpdated: return "WeightsUpdated";
    case TrainingProgress::Event::TrainingComplete: return "TrainingComplete";
  }
  return "";
}

Expr real_expr(double x) { return std::isfinite(x) ? Expr::real(x) : Expr(sym::Indeterminate); }

Expr measurements_expr(std::span<const std::pair<std::string, double>> measurements, const char* loss_name, double loss) {
  std::vector<AssociationEntry> entries;
  if (loss_name) entries.push_back({Expr::string(loss_name), real_expr(loss)});
  for (const auto& [name, value] : measurements) entries.push_back({Expr::string(name), real_expr(value)});
  return make_association(std::move(entries));
}

Expr arrays_expr(const std::vector<std::pair<nets::Path, array::Array>>& arrays) {
  std::vector<AssociationEntry> entries;
  for (const auto& [path, values] : arrays) entries.push_back({path_to_expr(path), make_numeric_array(values)});
  return make_association(std::move(entries));
}

// Whether a function may ask for the costly entries: it mentions them, or it is a symbol whose definition is not looked into.
bool wants_arrays(const Expr& function) {
  if (function.is_symbol()) return true;
  if (function.is_string()) {
    const std::string& text = function.string_value();
    return text == "Net" || text == "Weights" || text == "Gradients";
  }
  if (function.is_normal() && !function.is_packed()) {
    if (function.has_head(sym::Function) || function.has_head(sym::Slot) || function.head().is_symbol()) {
      return std::any_of(function.args().begin(), function.args().end(), [](const Expr& e) { return !e.is_symbol() && wants_arrays(e); });
    }
    return true;
  }
  return false;
}

}  // namespace

std::string progress_line(const TrainingProgress& progress, bool bar) {
  std::string text = "round " + std::to_string(progress.round);
  if (progress.total_rounds > 0) text += '/' + std::to_string(progress.total_rounds);
  if (bar) {
    constexpr int kWidth = 20;
    const double fraction = std::clamp(progress.progress_fraction, 0.0, 1.0);
    const int filled = static_cast<int>(fraction * kWidth);
    text += "  [" + std::string(static_cast<std::size_t>(filled), '=') + std::string(static_cast<std::size_t>(kWidth - filled), ' ') + "] " +
            std::to_string(static_cast<int>(fraction * 100)) + '%';
  }
  text += "  loss " + number_text(progress.round > 1 || progress.event == TrainingProgress::Event::RoundComplete ? progress.round_loss : progress.batch_loss);
  for (const auto& [name, value] : progress.round_measurements) text += "  " + name + ' ' + number_text(value);
  if (progress.validation_loss) {
    text += "  validation loss " + number_text(*progress.validation_loss);
    for (const auto& [name, value] : progress.validation_measurements) text += "  validation " + name + ' ' + number_text(value);
  }
  text += "  " + time_text(progress.time_elapsed);
  if (std::isfinite(progress.time_remaining) && progress.time_remaining > 0) text += " (" + time_text(progress.time_remaining) + " left)";
  return text;
}

Expr progress_association(const TrainingProgress& progress, bool with_arrays) {
  const auto integer = [](std::int64_t n) { return Expr::integer(n); };
  std::vector<Expr> indices;
  for (std::int64_t index : progress.batch_indices) indices.push_back(Expr::integer(index + 1));
  std::vector<AssociationEntry> entries{
      {Expr::string("AbsoluteBatch"), integer(progress.absolute_batch)},
      {Expr::string("Batch"), integer(progress.batch)},
      {Expr::string("BatchIndices"), pack(make_list(std::move(indices)))},
      {Expr::string("BatchLoss"), real_expr(progress.batch_loss)},
      {Expr::string("BatchMeasurements"), measurements_expr(progress.batch_measurements, "Loss", progress.batch_loss)},
      {Expr::string("BatchSize"), integer(progress.batch_size)},
      {Expr::string("BatchesPerRound"), integer(progress.batches_per_round)},
      {Expr::string("BatchesPerSecond"), real_expr(progress.batches_per_second)},
      {Expr::string("Event"), Expr::string(event_name(progress.event))},
      {Expr::string("ExamplesPerSecond"), real_expr(progress.examples_per_second)},
      {Expr::string("ExamplesProcessed"), integer(progress.examples_processed)},
      {Expr::string("LearningRate"), real_expr(progress.learning_rate)},
      {Expr::string("ProgressFraction"), real_expr(progress.progress_fraction)},
      {Expr::string("Round"), integer(progress.round)},
      {Expr::string("RoundLoss"), real_expr(progress.round_loss)},
      {Expr::string("RoundMeasurements"), measurements_expr(progress.round_measurements, "Loss", progress.round_loss)},
      {Expr::string("TimeElapsed"), real_expr(progress.time_elapsed)},
      {Expr::string("TimeRemaining"), real_expr(progress.time_remaining)},
      {Expr::string("TotalBatches"), integer(progress.total_batches)},
      {Expr::string("TotalRounds"), integer(progress.total_rounds)}};
  if (progress.validation_loss) {
    entries.push_back({Expr::string("ValidationLoss"), real_expr(*progress.validation_loss)});
    entries.push_back({Expr::string("ValidationMeasurements"), measurements_expr(progress.validation_measurements, "Loss", *progress.validation_loss)});
  }
  if (with_arrays) {
    if (progress.net) entries.push_back({Expr::string("Net"), wrap_net(progress.net())});
    if (progress.weights) entries.push_back({Expr::string("Weights"), arrays_expr(progress.weights())});
    if (progress.gradients) entries.push_back({Expr::string("Gradients"), arrays_expr(progress.gradients())});
  }
  return make_association(std::move(entries));
}

TrainingReporter::TrainingReporter(const Reporting& reporting, const std::vector<ProgressFunction>& functions)
    : reporting_(reporting), functions_(functions) {
  for (const ProgressFunction& function : functions_) {
    due_.push_back(std::make_unique<Due>());
    due_.back()->interval = function.interval;
  }
  report_due_ = std::make_unique<Due>();
  terminal_ = reporting_.kind == Reporting::Kind::Line && isatty(STDERR_FILENO) != 0;
  if (reporting_.interval) {
    report_due_->interval = *reporting_.interval;
  } else if (terminal_) {
    report_due_->interval = {Interval::Unit::Seconds, 0.1};
  } else if (reporting_.kind == Reporting::Kind::Line) {
    // Into a log: short runs say nothing, long ones a line every few seconds.
    report_due_->interval = {Interval::Unit::Seconds, 5};
    report_due_->next_seconds = 2;
  } else {
    report_due_->interval = {Interval::Unit::Rounds, 1};
  }
  if (reporting_.kind == Reporting::Kind::File) {
    file_ = std::fopen(reporting_.file.c_str(), "w");
    if (!file_) throw NetError("invntrspec", "The file \"" + reporting_.file + "\" for TrainingProgressReporting can't be written.");
  }
}

TrainingReporter::~TrainingReporter() {
  finish();
  if (file_) std::fclose(file_);
}

void TrainingReporter::finish() {
  if (!line_open_) return;
  std::fputc('\n', stderr);
  line_open_ = false;
}

void TrainingReporter::report(const TrainingProgress& progress) {
  if (reporting_.kind == Reporting::Kind::None) return;
  const bool last = terminal_ && progress.event == TrainingProgress::Event::TrainingComplete;
  if (!(*report_due_)(progress) && !last) return;
  if (reporting_.kind == Reporting::Kind::Print) {
    write_output(progress_line(progress, false) + '\n');
  } else if (file_) {
    std::fputs((progress_line(progress, false) + '\n').c_str(), file_);
    std::fflush(file_);
  } else if (terminal_) {
    // Back to the line's start, the new text, and what is left of the old one erased.
    std::fprintf(stderr, "\r%s\033[K", progress_line(progress, true).c_str());
    std::fflush(stderr);
    line_open_ = true;
  } else {
    std::fprintf(stderr, "%s\n", progress_line(progress, false).c_str());
  }
}

ProgressReply TrainingReporter::call_functions(const TrainingProgress& progress) {
  ProgressReply reply = ProgressReply::Continue;
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    if (!(*due_[i])(progress)) continue;
    finish();
    const Expr answer = apply(functions_[i].function, {progress_association(progress, wants_arrays(functions_[i].function))});
    const std::string word = word_of(answer);
    if (word == "StopTraining") reply = ProgressReply::StopTraining;
    if (word == "AbortTraining") return ProgressReply::AbortTraining;
  }
  return reply;
}

ProgressReply TrainingReporter::operator()(const TrainingProgress& progress) {
  if (abort_requested()) {
    // The user's Ctrl-C ends the training, not the computation: the net so far is the result.
    clear_interrupt();
    aborted_ = true;
    return ProgressReply::StopTraining;
  }
  check_interrupt();  // time and memory limits do end the computation
  report(progress);
  return functions_.empty() ? ProgressReply::Continue : call_functions(progress);
}

}  // namespace lykos::builtins
