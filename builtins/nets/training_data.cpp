// Data forms of NetTrain. Everything becomes columns of examples; a column is then encoded for its port in one go, so that the
// training loop copies from flat arrays only.
#include "builtins/nets/training_data.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "array/random.h"
#include "builtins/nets/coders.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/values.h"
#include "expr/association.h"
#include "nets/shape_inference.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;
using nets::Net;
using nets::NetError;
using nets::Port;

namespace {

std::int64_t column_length(const Expr& values) {
  if (values.is_numeric_array()) return values.array().rank() > 0 ? values.array().shape()[0] : 0;
  return static_cast<std::int64_t>(values.size());
}

Expr column_entry(const Expr& values, std::int64_t i) {
  if (values.is_numeric_array()) return array_to_expr(values.array().part(i), true);
  if (values.is_packed()) return array_to_expr(values.array().part(i));
  return values[static_cast<std::size_t>(i)];
}

bool is_column(const Expr& values) { return values.is_list() || (values.is_numeric_array() && values.array().rank() > 0); }

bool all_of(const Expr& list, bool (*test)(const Expr&)) { return std::all_of(list.args().begin(), list.args().end(), test); }

void set_count(RawData& data) {
  for (const RawData::Column& column : data.columns) {
    const std::int64_t length = column_length(column.values);
    if (&column == &data.columns[0]) data.count = length;
    if (length != data.count) {
      throw NetError("invinlen", "The training data has " + std::to_string(data.count) + " entries for one port and " + std::to_string(length) +
                                     " for another (" + (column.name == RawData::kTarget ? "the targets" : '"' + column.name + '"') + ").");
    }
  }
  if (data.count == 0) throw NetError("nodata", "There are no training examples in the data.");
}

// Examples {<|"a" -> ..., "b" -> ...|>, ...} as columns.
void add_association_columns(std::span<const Expr> examples, std::vector<RawData::Column>& columns) {
  for (const AssociationEntry& entry : examples[0].association().entries) {
    Builder column(sym::List, examples.size());
    for (std::size_t i = 0; i < examples.size(); ++i) {
      const Expr* value = association_find(examples[i], entry.key);
      if (!value) throw NetError("invtdata", "Example " + std::to_string(i + 1) + " has no entry " + short_text(entry.key) + '.');
      column.push(*value);
    }
    columns.push_back({word_of(entry.key), column.finish()});
  }
}

// The left (or right) sides of rules: associations name their ports themselves.
void add_sides(std::vector<Expr> sides, const char* name, std::vector<RawData::Column>& columns) {
  if (std::all_of(sides.begin(), sides.end(), [](const Expr& e) { return e.is_association(); })) {
    add_association_columns(sides, columns);
  } else {
    columns.push_back({name, pack(make_list(std::move(sides)))});
  }
}

constexpr std::int64_t kGeneratorRoundLength = 16384;
constexpr std::int64_t kRandomExamples = 512;

}  // namespace

const RawData::Column* RawData::find(std::string_view name) const {
  for (const Column& column : columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

RawData read_training_data(const Expr& data) {
  RawData raw;
  if (data.is_string()) {
    if (data.string_value() == "RandomData") {
      raw.random = true;
      raw.count = kRandomExamples;
      return raw;
    }
    throw NetError("invdataset", "There is no data set \"" + data.string_value() + "\" here. Import data from a file, or give \"RandomData\" for made-up examples.");
  }
  if (data.is_association()) {
    for (const AssociationEntry& entry : data.association().entries) {
      if (!is_column(entry.value)) {
        throw NetError("invtdata", "The training data for " + short_text(entry.key) + " should be a list with one entry per example.");
      }
      raw.columns.push_back({word_of(entry.key), entry.value});
    }
    if (raw.columns.empty()) throw NetError("nodata", "There are no training examples in the data.");
    set_count(raw);
    return raw;
  }
  if (data.is_rule() && is_column(data[0]) && is_column(data[1])) {
    raw.columns.push_back({"", data[0]});
    raw.columns.push_back({RawData::kTarget, data[1]});
    set_count(raw);
    return raw;
  }
  if (data.has_head(sym::File) || data.has_head(sym::Dataset)) {
    const Expr normal = apply(sym::Normal, {data});
    if (!(normal == data) && !normal.has_head(sym::Normal)) return read_training_data(normal);
    throw NetError("invtdata", short_text(data) + " can't be read as training data; Import it first.");
  }
  if (data.is_list()) {
    if (data.size() == 0) throw NetError("nodata", "There are no training examples in the data.");
    // {f, "RoundLength" -> n}
    if (!data[0].is_rule() && !data[0].is_association() && data.size() <= 2 && !data[0].is_number() && !data[0].is_string() && !is_column(data[0])) {
      if (data.size() == 1 || (data[1].is_rule() && word_of(data[1][0]) == "RoundLength")) {
        raw.generator = data[0];
        raw.round_length = kGeneratorRoundLength;
        if (data.size() == 2) {
          const auto n = machine_integer(data[1][1]);
          if (!n || *n < 1) throw NetError("invtdata", "The value " + short_text(data[1][1]) + " of \"RoundLength\" should be a positive integer.");
          raw.round_length = *n;
        }
        raw.count = raw.round_length;
        return raw;
      }
    }
    if (!data.is_packed() && all_of(data, [](const Expr& e) { return e.is_rule(); })) {
      std::vector<Expr> inputs, targets;
      for (const Expr& rule : data.args()) {
        inputs.push_back(rule[0]);
        targets.push_back(rule[1]);
      }
      add_sides(std::move(inputs), "", raw.columns);
      add_sides(std::move(targets), RawData::kTarget, raw.columns);
      set_count(raw);
      return raw;
    }
    if (!data.is_packed() && all_of(data, [](const Expr& e) { return e.is_association(); })) {
      add_association_columns(data.args(), raw.columns);
      set_count(raw);
      return raw;
    }
    raw.columns.push_back({"", data});  // inputs only: a net whose loss needs no target
    set_count(raw);
    return raw;
  }
  if (data.is_numeric_array()) {
    raw.columns.push_back({"", data});
    set_count(raw);
    return raw;
  }
  if (data.is_symbol() || data.has_head(sym::Function) || data.has_head(sym::Composition)) {
    raw.generator = data;
    raw.round_length = raw.count = kGeneratorRoundLength;
    return raw;
  }
  throw NetError("invtdata", short_text(data) + " is not training data. Forms are {in -> out, ...}, {in, ...} -> {out, ...}, "
                                                "<|\"port\" -> {...}, ...|>, a list of associations, and a generator function.");
}

namespace {

const RawData::Column* target_column(const RawData& data, const Net& net, const std::string& output_port) {
  if (const RawData::Column* column = data.find(output_port)) return column;
  if (const RawData::Column* column = data.find("Target")) return column;
  return net.outputs().size() == 1 ? data.find(RawData::kTarget) : nullptr;
}

const Port* output_named(const Net& net, const std::string& name) {
  const int i = name.empty() && net.outputs().size() == 1 ? 0 : net.find_output(name);
  return i < 0 ? nullptr : &net.outputs()[static_cast<std::size_t>(i)];
}

bool is_numeric_entry(const Expr& entry) {
  if (entry.is_packed() || entry.is_numeric_array()) return true;
  const Expr* at = &entry;
  while (at->is_list() && at->size() > 0) at = &at->args()[0];
  return at->is_real_number();
}

}  // namespace

bool targets_are_vectors(const RawData& data, const Net& net, const std::string& output_port) {
  const Port* port = output_named(net, output_port);
  const RawData::Column* column = target_column(data, net, output_port);
  if (!port || !column || data.count == 0) return false;
  const Expr first = column_entry(column->values, 0);
  const auto* coder = port->coder ? dynamic_cast<const ClassCoder*>(port->coder.get()) : nullptr;
  if (coder && coder->index_of(first) != 0) return false;
  if (coder && coder->multilabel()) return true;
  const std::size_t depth = leading_dimensions(first).size();
  return port->type.rank_known && depth > 0 && static_cast<int>(depth) == port->type.rank();
}

namespace {

// What one entry of a column says about the type of a port; lengths that differ between entries vary.
nets::PortType type_of_column(const Expr& values) {
  const std::vector<std::int64_t> dimensions = leading_dimensions(column_entry(values, 0));
  std::vector<nets::Extent> extents(dimensions.begin(), dimensions.end());
  if (!extents.empty() && values.is_list() && !values.is_packed()) {
    for (const Expr& entry : values.args()) {
      const auto other = leading_dimensions(entry);
      if (!other.empty() && other[0] != dimensions[0]) extents[0] = nets::Extent::varying();
    }
  }
  return nets::PortType::shaped(std::move(extents), nets::ElementKind::Any);
}

bool needs_shape(const Port& port) { return !port.coder && !port.type.shape_known() && !port.type.has_varying(); }

// Columns that belong to the input ports of the user's net, in port order where the data has no names.
std::vector<std::pair<std::size_t, Expr>> input_columns(const Net& net, const RawData& data) {
  std::vector<std::pair<std::size_t, Expr>> found;
  for (std::size_t i = 0; i < net.inputs().size(); ++i) {
    if (const RawData::Column* column = data.find(net.inputs()[i].name)) found.emplace_back(i, column->values);
  }
  const RawData::Column* unnamed = data.find("");
  if (unnamed && net.inputs().size() == 1 && found.empty()) found.emplace_back(0, unnamed->values);
  return found;
}

}  // namespace

Net refine_by_data(const Net& net, const RawData& data) {
  if (data.generator || data.random || data.count == 0) return net;
  std::vector<nets::PortConstraint> constraints;
  for (const auto& [index, values] : input_columns(net, data)) {
    const Port& port = net.inputs()[index];
    if (!needs_shape(port) || !is_numeric_entry(column_entry(values, 0))) continue;
    constraints.push_back({false, static_cast<int>(index), type_of_column(values)});
  }
  Net refined = constraints.empty() ? net : nets::infer_shapes(net, constraints);
  for (std::size_t i = 0; i < refined.outputs().size(); ++i) {
    const Port& port = refined.outputs()[i];
    const RawData::Column* column = target_column(data, refined, port.name);
    if (!needs_shape(port) || !column || !is_numeric_entry(column_entry(column->values, 0))) continue;
    // Class numbers for a classifier are not of the output's shape: there the constraint contradicts and is left out.
    try {
      refined = nets::infer_shapes(refined, {{true, static_cast<int>(i), type_of_column(column->values)}});
    } catch (const NetError&) {
    }
  }
  return refined;
}

namespace {

// How the targets of an output are encoded: by the converse of its decoder, in the form the loss wants.
std::shared_ptr<const nets::PortCoder> target_coder(const Net& net, const nets::TrainingNet& training, const Port& port, const RawData& data) {
  for (const auto& [target, output] : training.targets) {
    if (target != port.name) continue;
    const Port* of_net = output_named(net, output);
    if (!of_net || !of_net->coder || !of_net->coder->is_decoder()) return nullptr;
    if (targets_are_vectors(data, net, of_net->name)) {
      const auto* coder = dynamic_cast<const ClassCoder*>(of_net->coder.get());
      if (!coder || !coder->multilabel()) return nullptr;
    }
    const auto* classes = dynamic_cast<const ClassCoder*>(of_net->coder.get());
    if (classes && !classes->multilabel() && port.type.element != nets::ElementKind::Integer && port.type.rank_known && port.type.rank() > 0) {
      // A loss on probabilities: labels become unit vectors.
      return make_coder(false, make_list({Expr::string("Class"), make_list(std::vector<Expr>(classes->labels())), Expr::string("UnitVector")}));
    }
    return static_cast<const Coder&>(*of_net->coder).converse();
  }
  return nullptr;
}

bool is_target(const nets::TrainingNet& training, const Port& port) {
  if (port.role == nets::PortRole::Target) return true;
  return std::any_of(training.targets.begin(), training.targets.end(), [&](const auto& t) { return t.first == port.name; });
}

// A column whose entries are lists with one item for each of several ports.
Expr split_column(const Expr& values, std::size_t item, std::size_t items) {
  Builder column(sym::List, static_cast<std::size_t>(column_length(values)));
  for (std::int64_t i = 0; i < column_length(values); ++i) {
    const Expr entry = column_entry(values, i);
    if (!entry.is_list() || entry.size() != items) {
      throw NetError("invtdata", "Example " + std::to_string(i + 1) + " should be a list with an entry for each of " + std::to_string(items) +
                                     " ports; associations of ports are clearer.");
    }
    column.push(entry[item]);
  }
  return pack(column.finish());
}

std::string names_of(const std::vector<Port>& ports) {
  std::string text;
  for (const Port& port : ports) text += (text.empty() ? "\"" : ", \"") + port.name + '"';
  return text;
}

Array random_column(const Port& port, std::int64_t count, std::uint64_t stream) {
  if (!port.type.shape_known()) {
    throw NetError("invtdata", "\"RandomData\" needs ports of known shape, but \"" + port.name + "\" is " + nets::describe(port.type) + '.');
  }
  const std::vector<std::int64_t> dimensions = port.type.dimensions();
  Shape shape{std::span<const std::int64_t>(dimensions)};
  shape.insert(0, count);
  Array values(DType::Real32, shape);
  auto* out = values.data<float>();
  const std::int64_t n = values.element_count();
  if (port.type.element == nets::ElementKind::Integer) {
    std::uint64_t position = 0;
    const std::int64_t bound = port.type.maximum > 0 ? port.type.maximum - port.type.minimum + 1 : 10;
    for (std::int64_t i = 0; i < n; ++i) {
      out[i] = static_cast<float>(port.type.minimum + static_cast<std::int64_t>(array::random_below(static_cast<std::uint64_t>(bound), {1234, stream}, position)));
    }
  } else {
    array::fill_uniform(out, n, {1234, stream}, 0);
  }
  return values;
}

void require_finite(const Port& port, const Array& values) {
  if (has_non_finite(values)) {
    throw NetError("invtdata", "The training data for the port \"" + port.name + "\" contains Indeterminate or infinite numbers.");
  }
}

}  // namespace

std::vector<PortColumn> bind_columns(const Net& net, const nets::TrainingNet& training, const RawData& data) {
  const std::vector<Port>& ports = training.net.inputs();
  std::vector<std::optional<Expr>> assigned(ports.size());
  const auto target_named = [&](const std::string& name) -> std::optional<std::size_t> {
    for (std::size_t i = 0; i < ports.size(); ++i) {
      if (ports[i].name == name) return i;
    }
    for (const auto& [target, output] : training.targets) {
      const std::string output_name = output.empty() && net.outputs().size() == 1 ? net.outputs()[0].name : output;
      if (output_name != name && !(name == "Target" && training.targets.size() == 1)) continue;
      for (std::size_t i = 0; i < ports.size(); ++i) {
        if (ports[i].name == target) return i;
      }
    }
    return std::nullopt;
  };
  for (const RawData::Column& column : data.columns) {
    if (column.name.empty() || column.name == RawData::kTarget) continue;
    if (const auto index = target_named(column.name)) assigned[*index] = column.values;
    else if (net.find_output(column.name) < 0) {
      std::string text = "The training data has an entry \"" + column.name + "\", but the ports are " + names_of(ports) + '.';
      std::vector<std::string> candidates;
      for (const Port& port : ports) candidates.push_back(port.name);
      const std::string nearest = nearest_name(column.name, candidates);
      if (!nearest.empty()) text += " Did you mean \"" + nearest + "\"?";
      throw NetError("invtdata", text);
    }
  }
  for (const char* side : {"", RawData::kTarget}) {
    const RawData::Column* column = data.find(side);
    if (!column) continue;
    const bool targets = side[0] != '\0';
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < ports.size(); ++i) {
      if (!assigned[i] && (targets || !is_target(training, ports[i])) && ports[i].role != nets::PortRole::State) open.push_back(i);
    }
    // A user's own loss graph may have plain ports for its targets: the left sides take the first of two.
    if (!targets && open.size() == 2 && data.find(RawData::kTarget) && training.targets.empty() &&
        std::none_of(ports.begin(), ports.end(), [&](const Port& p) { return is_target(training, p); })) {
      open.resize(1);
    }
    if (open.empty()) throw NetError("invtdata", std::string("The net has no port left for the ") + (targets ? "right" : "left") + " sides of the training data; its ports are " + names_of(ports) + '.');
    for (std::size_t k = 0; k < open.size(); ++k) assigned[open[k]] = open.size() == 1 ? column->values : split_column(column->values, k, open.size());
  }
  std::vector<PortColumn> columns;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (!assigned[i]) {
      if (ports[i].role == nets::PortRole::State && ports[i].type.shape_known()) {  // recurrent states start at zero
        std::vector<std::int64_t> dimensions = ports[i].type.dimensions();
        dimensions.insert(dimensions.begin(), data.count);
        PortColumn zeros;
        zeros.count = data.count;
        zeros.values = Array::zeros(DType::Real32, Shape(std::span<const std::int64_t>(dimensions)));
        columns.push_back(std::move(zeros));
        continue;
      }
      std::string name = ports[i].name;
      for (const auto& [target, output] : training.targets) {
        if (target == name && !output.empty()) name = output;
      }
      throw NetError("invtdata", "The training data has nothing for the port \"" + name + "\".");
    }
    const auto coder = target_coder(net, training, ports[i], data);
    columns.push_back(read_port_data(ports[i], *assigned[i], Batching::Many, coder.get()));
  }
  return columns;
}

namespace {

// Examples whose lengths differ: kept one by one.
class RaggedSource final : public nets::DataSource {
 public:
  RaggedSource(std::vector<PortColumn> columns, std::int64_t count) : columns_(std::move(columns)), count_(count) {
    for (PortColumn& column : columns_) {
      if (column.ragged()) {
        for (Array& example : column.examples) example = example.convert(DType::Real32);
      } else {
        column.values = column.values.convert(DType::Real32);
      }
    }
  }
  std::int64_t size() const override { return count_; }
  void gather(std::span<const std::int64_t> indices, int port, float* destination) override {
    for (std::int64_t index : indices) {
      const Array values = example(index, port);
      std::copy_n(values.data<float>(), values.element_count(), destination);
      destination += values.element_count();
    }
  }
  std::vector<std::int64_t> dimensions(std::int64_t index, int port) const override {
    const Array values = example(index, port);
    return {values.shape().begin(), values.shape().end()};
  }

 private:
  Array example(std::int64_t index, int port) const {
    const PortColumn& column = columns_[static_cast<std::size_t>(port)];
    return column.ragged() ? column.examples[static_cast<std::size_t>(index)] : column.values.part(index);
  }
  std::vector<PortColumn> columns_;
  std::int64_t count_;
};

// f[<|"BatchSize" -> n, "Round" -> r, ...|>] gives the data of each batch.
class GeneratorSource final : public nets::DataSource {
 public:
  GeneratorSource(Expr generator, std::int64_t round_length, Net net, nets::TrainingNet training)
      : generator_(std::move(generator)), round_length_(round_length), net_(std::move(net)), training_(std::move(training)) {}
  std::int64_t size() const override { return round_length_; }
  bool is_generator() const override { return true; }

  void begin_batch(std::int64_t round, std::int64_t absolute_batch, std::int64_t batch_size) override {
    const Expr data = apply(generator_, {make_association({{Expr::string("BatchSize"), Expr::integer(batch_size)},
                                                           {Expr::string("Round"), Expr::integer(round)},
                                                           {Expr::string("AbsoluteBatch"), Expr::integer(absolute_batch)}})});
    RawData raw;
    try {
      raw = read_training_data(data);
      if (raw.generator || raw.random) throw NetError("invgenout", short_text(data) + " is not data.");
      columns_ = bind_columns(net_, training_, raw);
    } catch (const NetError& error) {
      throw NetError("invgenout", std::string("The generator function did not give a batch of training data. ") + error.what());
    }
    if (raw.count < batch_size) {
      throw NetError("invgenout", "The generator function gave " + std::to_string(raw.count) + " examples for a batch of " + std::to_string(batch_size) + '.');
    }
    for (PortColumn& column : columns_) {
      if (column.ragged()) throw NetError("invgenout", "The examples that the generator function gave have different lengths.");
      column.values = column.values.convert(DType::Real32);
    }
  }
  // The examples of a batch are the generator's first ones, whatever the order of the round is.
  void gather(std::span<const std::int64_t> indices, int port, float* destination) override {
    const Array& values = columns_[static_cast<std::size_t>(port)].values;
    const std::int64_t per_example = values.element_count() / values.shape()[0];
    std::copy_n(values.data<float>(), per_example * static_cast<std::int64_t>(indices.size()), destination);
  }
  std::vector<std::int64_t> dimensions(std::int64_t, int port) const override {
    if (columns_.empty()) return {};
    const Shape& shape = columns_[static_cast<std::size_t>(port)].values.shape();
    return {shape.begin() + 1, shape.end()};
  }

 private:
  Expr generator_;
  std::int64_t round_length_;
  Net net_;
  nets::TrainingNet training_;
  std::vector<PortColumn> columns_;
};

}  // namespace

std::unique_ptr<nets::DataSource> make_data_source(const Net& net, const nets::TrainingNet& training, const RawData& data,
                                                   nets::Precision precision) {
  if (data.generator) return std::make_unique<GeneratorSource>(*data.generator, data.round_length, net, training);
  const DType dtype = precision == nets::Precision::Real64 ? DType::Real64 : DType::Real32;
  std::vector<Array> arrays;
  if (data.random) {
    std::uint64_t stream = 0;
    for (const Port& port : training.net.inputs()) arrays.push_back(random_column(port, data.count, ++stream));
    return nets::array_data_source(std::move(arrays));
  }
  std::vector<PortColumn> columns = bind_columns(net, training, data);
  const std::vector<Port>& ports = training.net.inputs();
  bool ragged = false;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    ragged |= columns[i].ragged();
    if (columns[i].ragged()) {
      for (const Array& example : columns[i].examples) require_finite(ports[i], example);
    } else {
      require_finite(ports[i], columns[i].values);
    }
  }
  if (ragged) return std::make_unique<RaggedSource>(std::move(columns), data.count);
  for (PortColumn& column : columns) arrays.push_back(column.values.dtype() == dtype ? column.values : column.values.convert(dtype));
  return nets::array_data_source(std::move(arrays));
}

}  // namespace lykos::builtins
