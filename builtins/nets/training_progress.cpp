// Progress of a training: a live line on a terminal, plain lines elsewhere, the user's functions, and aborts.
#include "builtins/nets/training_progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/train_results.h"
#include "builtins/nets/values.h"
#include "evaluator/interrupt.h"
#include "expr/association.h"

namespace lykos::builtins {

using nets::NetError;
using nets::ProgressReply;
using nets::TrainingProgress;

struct TrainingReporter::Due {
  Interval interval;
  double next_seconds = 0, least_next = 0, next_fraction = 0;
  std::int64_t last_round = 0;
  std::int64_t next_batch = 0;

  bool operator()(const TrainingProgress& progress) {
    if (interval.least_seconds > 0 && progress.time_elapsed < least_next) return false;
    if (!reached(progress)) return false;
    least_next = progress.time_elapsed + interval.least_seconds;
    return true;
  }

 private:
  bool reached(const TrainingProgress& progress) {
    const bool of_round = progress.event == TrainingProgress::Event::RoundComplete;
    switch (interval.unit) {
      case Interval::Unit::Seconds:
        if (progress.time_elapsed < next_seconds) return false;
        next_seconds = progress.time_elapsed + interval.amount;
        return true;
      case Interval::Unit::Batches:
        if (of_round || progress.absolute_batch < next_batch) return false;
        next_batch = progress.absolute_batch + std::max<std::int64_t>(1, std::llround(interval.amount));
        return true;
      case Interval::Unit::Rounds:
        if (!of_round || progress.round < last_round + std::max<std::int64_t>(1, std::llround(interval.amount))) return false;
        last_round = progress.round;
        return true;
      case Interval::Unit::Percent:
        if (of_round || progress.progress_fraction < next_fraction) return false;
        next_fraction += interval.amount / 100;
        return true;
    }
    return false;
  }
};

// One way of showing progress. A file of measurements (.csv, .json) is complete after each line.
struct TrainingReporter::Report {
  Reporting reporting;
  Due due;
  bool terminal = false;
  std::FILE* file = nullptr;
  std::string form;   // of the file: "csv", "json" or ""
  bool begun = false;

  Report() = default;
  Report(const Report&) = delete;
  Report& operator=(const Report&) = delete;
  ~Report() {
    if (file) std::fclose(file);
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

Expr measurements_expr(const nets::MeasurementList* measurements, double loss, const MeasurementLabels& labels) {
  std::vector<AssociationEntry> entries{{Expr::string("Loss"), real_expr(loss)}};
  if (measurements) {
    for (const auto& [name, value] : *measurements) entries.push_back({Expr::string(name), measurement_to_expr(value, name, labels)});
  }
  return make_association(std::move(entries));
}

Expr arrays_expr(const std::vector<std::pair<nets::Path, array::Array>>& arrays) {
  std::vector<AssociationEntry> entries;
  for (const auto& [path, values] : arrays) entries.push_back({path_to_expr(path), make_numeric_array(values)});
  return make_association(std::move(entries));
}

// All numbers of the arrays behind one another.
array::Array flat_vector(const std::vector<std::pair<nets::Path, array::Array>>& arrays) {
  std::int64_t count = 0;
  for (const auto& [path, values] : arrays) count += values.element_count();
  array::Array all(array::DType::Real32, array::Shape{count});
  float* out = all.data<float>();
  for (const auto& [path, values] : arrays) {
    const array::Array narrow = values.convert(array::DType::Real32);
    out = std::copy_n(narrow.data<float>(), narrow.element_count(), out);
  }
  return all;
}

double root_mean_square(const array::Array& values) {
  double sum = 0;
  for (std::int64_t i = 0; i < values.element_count(); ++i) sum += values.real_at(i) * values.real_at(i);
  return values.element_count() > 0 ? std::sqrt(sum / static_cast<double>(values.element_count())) : 0;
}

// Whether a function may ask for an entry: it names it, or it is a symbol or a function whose inside is not seen.
bool may_want(const Expr& function, const std::string& name) {
  if (function.is_symbol()) return true;
  if (function.is_string()) return function.string_value() == name;
  if (!function.is_normal() || function.is_packed()) return false;
  if (function.has_head(sym::Slot) && function.size() == 1 && !function[0].is_string()) return true;  // the whole association
  if (!function.has_head(sym::Function) && !function.head().is_symbol()) return true;
  return std::any_of(function.args().begin(), function.args().end(), [&](const Expr& e) { return !e.is_symbol() && may_want(e, name); });
}

Expr named_arrays(const std::vector<std::pair<std::string, array::Array>>& ports) {
  std::vector<AssociationEntry> entries;
  for (const auto& [name, values] : ports) entries.push_back({Expr::string(name), make_numeric_array(values)});
  return make_association(std::move(entries));
}

// Numbers of a list for the progress line; what has no single number is left out.
std::string measurements_text(const nets::MeasurementList* measurements, const std::string& prefix) {
  std::string text;
  if (!measurements) return text;
  for (const auto& [name, value] : *measurements) {
    if (value.shape == nets::MeasurementValue::Shape::Number) text += "  " + prefix + name + ' ' + number_text(value.number());
  }
  return text;
}

// What a file of measurements keeps of a moment, in columns.
std::vector<std::pair<std::string, double>> log_columns(const TrainingProgress& progress) {
  std::vector<std::pair<std::string, double>> columns{{"Round", static_cast<double>(progress.round)},
                                                      {"Batch", static_cast<double>(progress.batch)},
                                                      {"AbsoluteBatch", static_cast<double>(progress.absolute_batch)},
                                                      {"ProgressFraction", progress.progress_fraction},
                                                      {"TimeElapsed", progress.time_elapsed},
                                                      {"LearningRate", progress.learning_rate},
                                                      {"BatchLoss", progress.batch_loss},
                                                      {"RoundLoss", progress.round_loss}};
  const auto add = [&](const nets::MeasurementList* measurements, const std::string& prefix) {
    if (!measurements) return;
    for (const auto& [name, value] : *measurements) {
      if (value.shape == nets::MeasurementValue::Shape::Number) columns.emplace_back(prefix + name, value.number());
    }
  };
  add(progress.round_measurements, "Round");
  if (progress.validation_loss) {
    columns.emplace_back("ValidationLoss", *progress.validation_loss);
    add(progress.validation_measurements, "Validation");
  }
  return columns;
}

std::string exact_text(double x, const char* otherwise) {
  if (!std::isfinite(x)) return otherwise;
  char text[40];
  std::snprintf(text, sizeof text, "%.9g", x);
  return text;
}

void write_log_row(std::FILE* file, const std::string& form, bool first, const TrainingProgress& progress) {
  const auto columns = log_columns(progress);
  std::string text;
  if (form == "csv") {
    std::string names;
    for (const auto& [name, value] : columns) {
      if (first) names += (names.empty() ? "" : ",") + name;
      text += (text.empty() ? "" : ",") + exact_text(value, "");
    }
    if (first) text = names + '\n' + text;
    text += '\n';
  } else {
    for (const auto& [name, value] : columns) text += (text.empty() ? "{\"" : ", \"") + name + "\": " + exact_text(value, "null");
    text = (first ? "[\n" : ",\n") + text + "}\n]\n";
    if (!first) std::fseek(file, -3, SEEK_END);  // over the end of the list
  }
  std::fputs(text.c_str(), file);
  std::fflush(file);
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
  text += measurements_text(progress.round_measurements, "");
  if (progress.validation_loss) {
    text += "  validation loss " + number_text(*progress.validation_loss);
    text += measurements_text(progress.validation_measurements, "validation ");
  }
  text += "  " + time_text(progress.time_elapsed);
  if (std::isfinite(progress.time_remaining) && progress.time_remaining > 0) text += " (" + time_text(progress.time_remaining) + " left)";
  return text;
}

Expr progress_association(const TrainingProgress& progress, const MeasurementLabels& labels, const Expr& function) {
  const auto integer = [](std::int64_t n) { return Expr::integer(n); };
  std::vector<Expr> indices;
  for (std::int64_t index : progress.batch_indices) indices.push_back(Expr::integer(index + 1));
  std::vector<AssociationEntry> entries{
      {Expr::string("AbsoluteBatch"), integer(progress.absolute_batch)},
      {Expr::string("Batch"), integer(progress.batch)},
      {Expr::string("BatchIndices"), pack(make_list(std::move(indices)))},
      {Expr::string("BatchLoss"), real_expr(progress.batch_loss)},
      {Expr::string("BatchMeasurements"), measurements_expr(progress.batch_measurements, progress.batch_loss, labels)},
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
      {Expr::string("RoundMeasurements"), measurements_expr(progress.round_measurements, progress.round_loss, labels)},
      {Expr::string("TimeElapsed"), real_expr(progress.time_elapsed)},
      {Expr::string("TimeRemaining"), real_expr(progress.time_remaining)},
      {Expr::string("TotalBatches"), integer(progress.total_batches)},
      {Expr::string("TotalRounds"), integer(progress.total_rounds)}};
  if (progress.validation_loss) {
    entries.push_back({Expr::string("ValidationLoss"), real_expr(*progress.validation_loss)});
    entries.push_back({Expr::string("ValidationMeasurements"), measurements_expr(progress.validation_measurements, *progress.validation_loss, labels)});
  }
  if (progress.net && may_want(function, "Net")) entries.push_back({Expr::string("Net"), wrap_net(progress.net())});
  if (progress.batch_data && progress.absolute_batch > 0 && may_want(function, "BatchData")) {
    entries.push_back({Expr::string("BatchData"), named_arrays(progress.batch_data())});
  }
  for (const auto& [name, arrays] : {std::pair{"Weights", &progress.weights}, std::pair{"Gradients", &progress.gradients}}) {
    const std::string base = name;
    if (!*arrays || (base == "Gradients" && progress.absolute_batch == 0)) continue;
    const bool whole = may_want(function, base), vector = may_want(function, base + "Vector"), size = may_want(function, base + "RMS");
    if (!whole && !vector && !size) continue;
    const auto values = (*arrays)();
    if (whole) entries.push_back({Expr::string(base), arrays_expr(values)});
    if (vector) entries.push_back({Expr::string(base + "Vector"), make_numeric_array(flat_vector(values))});
    if (size) entries.push_back({Expr::string(base + "RMS"), real_expr(root_mean_square(flat_vector(values)))});
  }
  add_running_properties(progress, labels, [&](const char* name) { return may_want(function, name); }, entries);
  std::sort(entries.begin(), entries.end(), [](const AssociationEntry& a, const AssociationEntry& b) { return a.key.string_value() < b.key.string_value(); });
  return make_association(std::move(entries));
}

TrainingReporter::TrainingReporter(const std::vector<Reporting>& reporting, const std::vector<ProgressFunction>& functions, MeasurementLabels labels)
    : labels_(std::move(labels)), functions_(functions) {
  for (const ProgressFunction& function : functions_) {
    due_.push_back(std::make_unique<Due>());
    due_.back()->interval = function.interval;
  }
  for (const Reporting& one : reporting) {
    reports_.push_back(std::make_unique<Report>());
    Report& report = *reports_.back();
    report.reporting = one;
    const bool line = one.kind == Reporting::Kind::Line;
    report.terminal = line && isatty(STDERR_FILENO) != 0;
    if (one.interval) {
      report.due.interval = *one.interval;
    } else if (report.terminal) {
      report.due.interval = {Interval::Unit::Seconds, 0.1};
    } else if (line) {
      // Into a log: short runs say nothing, long ones a line every few seconds.
      report.due.interval = {Interval::Unit::Seconds, 5};
      report.due.next_seconds = 2;
    } else {
      report.due.interval = {Interval::Unit::Rounds, 1};
    }
    if (one.kind != Reporting::Kind::File) continue;
    report.file = std::fopen(one.file.c_str(), "w");
    if (!report.file) throw NetError("invntrspec", "The file \"" + one.file + "\" for TrainingProgressReporting can't be written.");
    for (const char* form : {"csv", "json"}) {
      const std::string ending = std::string(".") + form;
      if (one.file.size() > ending.size() && one.file.compare(one.file.size() - ending.size(), ending.size(), ending) == 0) report.form = form;
    }
  }
}

TrainingReporter::~TrainingReporter() { finish(); }

void TrainingReporter::finish() {
  if (!line_open_) return;
  std::fputc('\n', stderr);
  line_open_ = false;
}

void TrainingReporter::report(Report& report, const TrainingProgress& progress) {
  const bool last = report.terminal && progress.event == TrainingProgress::Event::TrainingComplete;
  if (!report.due(progress) && !last) return;
  switch (report.reporting.kind) {
    case Reporting::Kind::Print:
      write_output(progress_line(progress, false) + '\n');
      return;
    case Reporting::Kind::Function: {
      finish();
      const Expr shown = apply(report.reporting.function, {progress_association(progress, labels_, report.reporting.function)});
      if (!shown.is_null() && !shown.is(sym::Null)) apply(sym::Print, {shown});
      return;
    }
    case Reporting::Kind::File:
      if (report.form.empty()) {
        std::fputs((progress_line(progress, false) + '\n').c_str(), report.file);
        std::fflush(report.file);
      } else {
        write_log_row(report.file, report.form, !report.begun, progress);
        report.begun = true;
      }
      return;
    case Reporting::Kind::Line:
      if (report.terminal) {
        // Back to the line's start, the new text, and what is left of the old one erased.
        std::fprintf(stderr, "\r%s\033[K", progress_line(progress, true).c_str());
        std::fflush(stderr);
        line_open_ = true;
      } else {
        std::fprintf(stderr, "%s\n", progress_line(progress, false).c_str());
      }
  }
}

ProgressReply TrainingReporter::call_functions(const TrainingProgress& progress) {
  ProgressReply reply = ProgressReply::Continue;
  for (std::size_t i = 0; i < functions_.size(); ++i) {
    if (!(*due_[i])(progress)) continue;
    finish();
    const Expr answer = apply(functions_[i].function, {progress_association(progress, labels_, functions_[i].function)});
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
  for (const auto& one : reports_) report(*one, progress);
  return functions_.empty() ? ProgressReply::Continue : call_functions(progress);
}

}  // namespace lykos::builtins
