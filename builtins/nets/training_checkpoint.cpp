// Training states as expressions: associations whose numbers are NumericArrays, so that every bit comes back.
#include "builtins/nets/training_checkpoint.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "builtins/nets/net_expr.h"
#include "builtins/nets/values.h"
#include "builtins/support.h"
#include "expr/association.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using nets::MeasurementHistory;
using nets::MeasurementValue;
using nets::NamedArrays;
using nets::TrainingState;

namespace {

// ---- to expressions

// A list without elements is {}: NumericArrays have at least one.
template <typename T>
Expr numbers_expr(const std::vector<T>& values) {
  if (values.empty()) return make_list({});
  return make_numeric_array(Array::from(values.data(), {static_cast<std::int64_t>(values.size())}));
}

Expr arrays_expr(const NamedArrays& arrays) {
  std::vector<Expr> list;
  for (const auto& [path, values] : arrays) list.push_back(make_list({path_to_expr(path), make_numeric_array(values.rank() == 0 ? values.reshape({1}) : values)}));
  return make_list(std::move(list));
}

// {name, numbers} where every value is a number, else {name, {{shape, numbers}, ...}}.
Expr history_expr(const MeasurementHistory& history) {
  std::vector<Expr> list;
  for (const auto& [name, values] : history) {
    const bool plain = std::all_of(values.begin(), values.end(), [](const MeasurementValue& v) { return v.shape == MeasurementValue::Shape::Number && v.values.size() == 1; });
    std::vector<double> numbers;
    std::vector<Expr> shaped;
    for (const MeasurementValue& value : values) {
      if (plain) numbers.push_back(value.values[0]);
      else shaped.push_back(make_list({Expr::integer(static_cast<std::int64_t>(value.shape)), numbers_expr(value.values)}));
    }
    list.push_back(make_list({Expr::string(name), plain ? numbers_expr(numbers) : make_list(std::move(shaped))}));
  }
  return make_list(std::move(list));
}

// ---- from expressions: what does not fit leaves its target empty

void read(const Expr& expr, std::vector<double>& values) {
  if (!expr.is_numeric_array() || expr.array().dtype() != DType::Real64) return;
  const auto* data = expr.array().data<double>();
  values.assign(data, data + expr.array().element_count());
}

void read(const Expr& expr, std::vector<std::int64_t>& values) {
  if (!expr.is_numeric_array() || expr.array().dtype() != DType::Integer64) return;
  const auto* data = expr.array().data<std::int64_t>();
  values.assign(data, data + expr.array().element_count());
}

void read(const Expr& expr, NamedArrays& arrays) {
  if (!expr.is_list()) return;
  for (const Expr& entry : expr.args()) {
    if (!entry.is_list() || entry.size() != 2 || !entry[1].is_numeric_array()) continue;
    if (auto path = read_path(entry[0])) arrays.emplace_back(std::move(*path), entry[1].array());
  }
}

void read(const Expr& expr, MeasurementHistory& history) {
  if (!expr.is_list()) return;
  for (const Expr& entry : expr.args()) {
    if (!entry.is_list() || entry.size() != 2 || !entry[0].is_string()) continue;
    std::vector<MeasurementValue> values;
    if (entry[1].is_numeric_array()) {
      std::vector<double> numbers;
      read(entry[1], numbers);
      for (double x : numbers) values.push_back({MeasurementValue::Shape::Number, {x}});
    } else if (entry[1].is_list()) {
      for (const Expr& item : entry[1].args()) {
        MeasurementValue value;
        const auto shape = item.is_list() && item.size() == 2 ? machine_integer(item[0]) : std::nullopt;
        if (!shape || *shape < 0 || *shape > 3) continue;
        value.shape = static_cast<MeasurementValue::Shape>(*shape);
        read(item[1], value.values);
        values.push_back(std::move(value));
      }
    }
    history.emplace_back(entry[0].string_value(), std::move(values));
  }
}

void read(const Expr& expr, std::string& text) {
  if (expr.is_string()) text = expr.string_value();
}

template <typename T, typename Read>
void read_list(const Expr& expr, std::vector<T>& list, Read&& read_one) {
  if (!expr.is_list()) return;
  for (const Expr& item : expr.args()) {
    T value;
    read_one(item, value);
    list.push_back(std::move(value));
  }
}

}  // namespace

Expr training_state_to_expr(const TrainingState& s) {
  std::vector<AssociationEntry> entries;
  const auto add = [&](const char* name, Expr value) { entries.push_back({Expr::string(name), std::move(value)}); };
  add("Method", Expr::string(s.method));
  add("Seed", Expr::integer(static_cast<std::int64_t>(s.seed)));
  add("Counters", numbers_expr(std::vector<std::int64_t>{s.batch_size, s.training_examples, s.rounds, s.batches_in_round, s.batches, s.steps, s.total_rounds, s.rounds_without_gain,
                                                         s.record.examples_processed, s.record.total_rounds, s.record.best_validation_round}));
  add("Numbers", numbers_expr(std::vector<double>{s.seconds, s.round_loss, s.round_count, s.best_validation, s.best_criterion, s.record.final_learning_rate}));
  add("Arrays", arrays_expr(s.arrays));
  std::vector<Expr> moments, totals, files;
  for (const NamedArrays& arrays : s.moments) moments.push_back(arrays_expr(arrays));
  for (const std::vector<double>& numbers : s.round_totals) totals.push_back(numbers_expr(numbers));
  for (const std::string& file : s.record.checkpoint_files) files.push_back(Expr::string(file));
  add("Moments", make_list(std::move(moments)));
  add("RoundTotals", make_list(std::move(totals)));
  add("Sound", arrays_expr(s.sound));
  add("Best", arrays_expr(s.best));
  add("BatchLosses", numbers_expr(s.record.batch_losses));
  add("RoundLosses", numbers_expr(s.record.round_losses));
  add("ValidationLosses", numbers_expr(s.record.validation_losses));
  add("ExampleLosses", numbers_expr(s.record.example_losses));
  add("RoundPositions", numbers_expr(s.record.round_positions));
  add("ValidationPositions", numbers_expr(s.record.validation_positions));
  add("BatchMeasurements", history_expr(s.record.batch_measurements));
  add("RoundMeasurements", history_expr(s.record.round_measurements));
  add("ValidationMeasurements", history_expr(s.record.validation_measurements));
  add("CheckpointFiles", make_list(std::move(files)));
  return make_association(std::move(entries));
}

std::shared_ptr<TrainingState> training_state_from_expr(const Expr& expr) {
  if (!expr.is_association()) return nullptr;
  const auto entry = [&](const char* name) {
    const Expr* value = association_find(expr, Expr::string(name));
    return value ? *value : Expr();
  };
  auto s = std::make_shared<TrainingState>();
  std::vector<std::int64_t> counters;
  std::vector<double> numbers;
  read(entry("Counters"), counters);
  read(entry("Numbers"), numbers);
  const auto seed = machine_integer(entry("Seed"));
  if (counters.size() != 11 || numbers.size() != 6 || !seed) return nullptr;
  if (std::any_of(counters.begin(), counters.end(), [](std::int64_t n) { return n < 0; })) return nullptr;
  s->seed = static_cast<std::uint64_t>(*seed);
  read(entry("Method"), s->method);
  std::size_t at = 0;
  for (std::int64_t* counter : {&s->batch_size, &s->training_examples, &s->rounds, &s->batches_in_round, &s->batches, &s->steps, &s->total_rounds, &s->rounds_without_gain,
                                &s->record.examples_processed, &s->record.total_rounds, &s->record.best_validation_round}) {
    *counter = counters[at++];
  }
  at = 0;
  for (double* number : {&s->seconds, &s->round_loss, &s->round_count, &s->best_validation, &s->best_criterion, &s->record.final_learning_rate}) *number = numbers[at++];
  read(entry("Arrays"), s->arrays);
  const auto read_arrays = [](const Expr& item, NamedArrays& arrays) { read(item, arrays); };
  const auto read_numbers = [](const Expr& item, std::vector<double>& list) { read(item, list); };
  const auto read_text = [](const Expr& item, std::string& text) { read(item, text); };
  read_list(entry("Moments"), s->moments, read_arrays);
  read_list(entry("RoundTotals"), s->round_totals, read_numbers);
  read_list(entry("CheckpointFiles"), s->record.checkpoint_files, read_text);
  read(entry("Sound"), s->sound);
  read(entry("Best"), s->best);
  read(entry("BatchLosses"), s->record.batch_losses);
  read(entry("RoundLosses"), s->record.round_losses);
  read(entry("ValidationLosses"), s->record.validation_losses);
  read(entry("ExampleLosses"), s->record.example_losses);
  read(entry("RoundPositions"), s->record.round_positions);
  read(entry("ValidationPositions"), s->record.validation_positions);
  read(entry("BatchMeasurements"), s->record.batch_measurements);
  read(entry("RoundMeasurements"), s->record.round_measurements);
  read(entry("ValidationMeasurements"), s->record.validation_measurements);
  return s;
}

}  // namespace lykos::builtins
