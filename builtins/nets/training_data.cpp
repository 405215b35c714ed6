// Data forms of NetTrain. Everything becomes columns of examples; a column is then encoded for its port in one go, so that the
// training loop copies from flat arrays only.
#include "builtins/nets/training_data.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>

#include "array/random.h"
#include "builtins/files/hdf5.h"
#include "builtins/files/write_file.h"
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

Expr read_dataset(const Hdf5File& file, const std::string& name, const Hdf5Selection& part) {
  std::string problem;
  auto values = file.read(name, part, problem);
  if (!values) throw NetError("invtdata", "The dataset \"" + name + "\" of the file can't be read: " + problem + '.');
  return values->is_packed() ? make_numeric_array(values->array()) : std::move(*values);
}

// An HDF5 file has a dataset for each port, named like it, with the examples along its first dimension. Numbers are taken as they are.
RawData read_file(const std::string& path) {
  RawData raw;
  std::string problem;
  if (access(expand_home(path).c_str(), R_OK) != 0) throw NetError("invtdata", "The file \"" + path + "\" of training data can't be read: " + std::strerror(errno) + '.');
  raw.file = Hdf5File::open(expand_home(path), problem);
  if (!raw.file) throw NetError("invtdata", "The file \"" + path + "\" can't be read as training data: " + problem + ". Training data in files are HDF5 files with a dataset for each port.");
  for (const std::string& dataset : raw.file->datasets()) {
    const auto sizes = raw.file->dimensions(dataset, problem);
    if (!sizes || sizes->empty()) throw NetError("invtdata", "The dataset \"" + dataset + "\" of the file \"" + path + "\" has no dimension for the examples.");
    if (sizes->front() == 0) throw NetError("nodata", "There are no training examples in the data.");
    if (raw.columns.empty()) raw.count = sizes->front();
    if (sizes->front() != raw.count) {
      throw NetError("invinlen", "The training data has " + std::to_string(raw.count) + " entries for one port and " + std::to_string(sizes->front()) + " for another (\"" + dataset + "\").");
    }
    Hdf5Selection first;
    first.ranges.push_back({0, 1, 1, false});
    raw.columns.push_back({dataset.substr(dataset.rfind('/') + 1), read_dataset(*raw.file, dataset, first), dataset});
  }
  if (raw.columns.empty()) throw NetError("nodata", "There are no training examples in the data.");
  // Labels and texts have to be encoded: such files are read as a whole.
  if (!std::all_of(raw.columns.begin(), raw.columns.end(), [](const RawData::Column& c) { return c.values.is_numeric_array(); })) load_file(raw);
  return raw;
}

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
  if (data.has_head(sym::File, 1) && data[0].is_string()) return read_file(data[0].string_value());
  if (data.has_head(sym::Dataset)) {
    const Expr normal = apply(sym::Normal, {data});
    if (!(normal == data) && !normal.has_head(sym::Normal)) return read_training_data(normal);
    throw NetError("invtdata", short_text(data) + " can't be read as training data; Import it first.");
  }
  if (data.is_list()) {
    if (data.size() == 0) throw NetError("nodata", "There are no training examples in the data.");
    // {f, "RoundLength" -> n}
    if (!data[0].is_rule() && !data[0].is_association() && data.size() <= 2 && !data[0].is_number() && !data[0].is_string() && !is_column(data[0])) {
      if (data.size() == 1 || (data[1].is_rule() && word_of(data[1][0]) == "RoundLength")) {
        raw.generator = std::make_shared<DataGenerator>(data[0]);
        raw.round_length = kGeneratorRoundLength;
        if (data.size() == 2) {
          const auto n = machine_integer(data[1][1]);
          if (!n || *n < 1) throw NetError("invtdata", "The value " + short_text(data[1][1]) + " of \"RoundLength\" should be a positive integer.");
          raw.round_length = *n;
        }
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
    raw.generator = std::make_shared<DataGenerator>(data);
    raw.round_length = kGeneratorRoundLength;
    return raw;
  }
  throw NetError("invtdata", short_text(data) + " is not training data. Forms are {in -> out, ...}, {in, ...} -> {out, ...}, "
                                                "<|\"port\" -> {...}, ...|>, a list of associations, and a generator function.");
}

void draw_sample(RawData& data, const DataGenerator::Batch& batch) {
  if (!data.generator) return;
  const RawData& sample = data.generator->data(batch);
  data.columns = sample.columns;
  data.count = sample.count;
}

void load_file(RawData& data) {
  if (!data.file) return;
  for (RawData::Column& column : data.columns) column.values = read_dataset(*data.file, column.dataset, {});
  data.file.reset();
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
  if (data.random || data.count == 0) return net;
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

// What the user calls a port of the training net: the target of an attached loss is given under the name of the net's output.
std::string name_for_user(const Net& net, const nets::TrainingNet& training, const Port& port) {
  for (const auto& [target, output] : training.targets) {
    if (target != port.name) continue;
    if (!output.empty()) return output;
    if (net.outputs().size() == 1) return net.outputs()[0].name;
  }
  return port.name;
}

std::string names_of(const Net& net, const nets::TrainingNet& training) {
  std::string text;
  for (const Port& port : training.net.inputs()) text += (text.empty() ? "\"" : ", \"") + name_for_user(net, training, port) + '"';
  return text;
}

}  // namespace

std::vector<AssignedColumn> assign_columns(const Net& net, const nets::TrainingNet& training, const RawData& data) {
  const std::vector<Port>& ports = training.net.inputs();
  std::vector<AssignedColumn> assigned(ports.size());
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
    if (const auto index = target_named(column.name)) assigned[*index].column = &column;
    else if (net.find_output(column.name) < 0) {
      std::string text = "The training data has an entry \"" + column.name + "\", but the ports are " + names_of(net, training) + '.';
      std::vector<std::string> candidates;
      for (const Port& port : ports) candidates.push_back(name_for_user(net, training, port));
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
      if (!assigned[i].column && (targets || !is_target(training, ports[i])) && ports[i].role != nets::PortRole::State) open.push_back(i);
    }
    // A user's own loss graph may have plain ports for its targets: the left sides take the first of two.
    if (!targets && open.size() == 2 && data.find(RawData::kTarget) && training.targets.empty() &&
        std::none_of(ports.begin(), ports.end(), [&](const Port& p) { return is_target(training, p); })) {
      open.resize(1);
    }
    if (open.empty()) throw NetError("invtdata", std::string("The net has no port left for the ") + (targets ? "right" : "left") + " sides of the training data; its ports are " + names_of(net, training) + '.');
    for (std::size_t k = 0; k < open.size(); ++k) assigned[open[k]] = {column, k, open.size()};
  }
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (assigned[i].column || (ports[i].role == nets::PortRole::State && ports[i].type.shape_known())) continue;
    throw NetError("invtdata", "The training data has nothing for the port \"" + name_for_user(net, training, ports[i]) + "\".");
  }
  return assigned;
}

std::vector<PortColumn> bind_columns(const Net& net, const nets::TrainingNet& training, const RawData& data) {
  const std::vector<Port>& ports = training.net.inputs();
  const std::vector<AssignedColumn> assigned = assign_columns(net, training, data);
  std::vector<PortColumn> columns;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const RawData::Column* column = assigned[i].column;
    if (!column) {  // recurrent states start at zero
      std::vector<std::int64_t> dimensions = ports[i].type.dimensions();
      dimensions.insert(dimensions.begin(), data.count);
      PortColumn zeros;
      zeros.count = data.count;
      zeros.values = Array::zeros(DType::Real32, Shape(std::span<const std::int64_t>(dimensions)));
      columns.push_back(std::move(zeros));
      continue;
    }
    const auto coder = target_coder(net, training, ports[i], data);
    const Expr values = assigned[i].items == 1 ? column->values : split_column(column->values, assigned[i].item, assigned[i].items);
    Port port = ports[i];
    port.name = name_for_user(net, training, port);
    columns.push_back(read_port_data(port, values, Batching::Many, coder.get()));
  }
  return columns;
}

}  // namespace lykos::builtins
