// Where the batches of a training come from: columns in memory, examples of different lengths, generator functions, HDF5 files.
#include <algorithm>
#include <cmath>

#include "array/random.h"
#include "builtins/files/hdf5.h"
#include "builtins/nets/errors.h"
#include "builtins/nets/net_expr.h"
#include "builtins/nets/training_data.h"
#include "builtins/nets/values.h"
#include "expr/association.h"

namespace lykos::builtins {

using array::Array;
using array::DType;
using array::Shape;
using nets::Net;
using nets::NetError;
using nets::Port;

namespace {

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

void require_finite(std::span<const Port> ports, const std::vector<PortColumn>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (const Array& example : columns[i].examples) require_finite(ports[i], example);
    if (!columns[i].ragged()) require_finite(ports[i], columns[i].values);
  }
}

// Columns in the type that training wants.
void convert_columns(std::vector<PortColumn>& columns, DType dtype) {
  for (PortColumn& column : columns) {
    for (Array& example : column.examples) example = example.convert(dtype);
    if (!column.ragged()) column.values = column.values.convert(dtype);
  }
}

Array column_example(const PortColumn& column, std::int64_t index) {
  return column.ragged() ? column.examples[static_cast<std::size_t>(index)] : column.values.part(index);
}

template <typename T>
void copy_examples(const PortColumn& column, std::span<const std::int64_t> indices, T* destination) {
  for (std::int64_t index : indices) {
    const Array values = column_example(column, index);
    if (values.dtype() == DType::Real64) destination = std::copy_n(values.data<double>(), values.element_count(), destination);
    else destination = std::copy_n(values.data<float>(), values.element_count(), destination);
  }
}

// Examples that lie in columns, perhaps of different lengths.
class ColumnSource : public nets::DataSource {
 public:
  void gather(std::span<const std::int64_t> indices, int port, float* destination) override { copy_examples(columns_[static_cast<std::size_t>(port)], indices, destination); }
  void gather(std::span<const std::int64_t> indices, int port, double* destination, std::int64_t) override {
    copy_examples(columns_[static_cast<std::size_t>(port)], indices, destination);
  }
  std::vector<std::int64_t> dimensions(std::int64_t index, int port) const override {
    const Array values = column_example(columns_[static_cast<std::size_t>(port)], index);
    return {values.shape().begin(), values.shape().end()};
  }

 protected:
  std::vector<PortColumn> columns_;
};

// Examples whose lengths differ: kept one by one.
class RaggedSource final : public ColumnSource {
 public:
  RaggedSource(std::vector<PortColumn> columns, std::int64_t count, DType dtype) : count_(count) {
    columns_ = std::move(columns);
    convert_columns(columns_, dtype);
  }
  std::int64_t size() const override { return count_; }

 private:
  std::int64_t count_;
};

// f[<|"BatchSize" -> n, "Round" -> r, "AbsoluteBatch" -> k|>] gives the data of each batch.
class GeneratorSource final : public ColumnSource {
 public:
  GeneratorSource(std::shared_ptr<DataGenerator> generator, std::int64_t round_length, Net net, nets::TrainingNet training, DType dtype)
      : generator_(std::move(generator)), round_length_(round_length), net_(std::move(net)), training_(std::move(training)), dtype_(dtype) {}
  std::int64_t size() const override { return round_length_; }
  bool is_generator() const override { return true; }

  void begin_batch(std::int64_t round, std::int64_t absolute_batch, std::int64_t batch_size) override {
    const DataGenerator::Batch batch{round, absolute_batch, batch_size};
    if (columns_for_ == batch) return;
    const RawData& raw = generator_->data(batch);
    try {
      columns_ = bind_columns(net_, training_, raw);
    } catch (const NetError& error) {
      throw NetError("invgenout", std::string("The generator function did not give a batch of training data. ") + error.what());
    }
    if (raw.count != batch_size) {
      throw NetError("invgenout", "The generator function gave " + std::to_string(raw.count) + " examples for a batch of " + std::to_string(batch_size) + '.');
    }
    require_finite(training_.net.inputs(), columns_);
    convert_columns(columns_, dtype_);
    columns_for_ = batch;
  }

 private:
  std::shared_ptr<DataGenerator> generator_;
  std::int64_t round_length_;
  Net net_;
  nets::TrainingNet training_;
  DType dtype_;
  DataGenerator::Batch columns_for_;
};

// Datasets of a file with a first dimension for the examples: batches are read as they are needed.
class Hdf5Source final : public nets::DataSource {
 public:
  Hdf5Source(std::shared_ptr<Hdf5File> file, std::vector<std::string> datasets, std::int64_t count) : file_(std::move(file)), datasets_(std::move(datasets)), count_(count) {}
  std::int64_t size() const override { return count_; }
  void gather(std::span<const std::int64_t> indices, int port, float* destination) override { read(indices, port, DType::Real32, destination); }
  void gather(std::span<const std::int64_t> indices, int port, double* destination, std::int64_t) override { read(indices, port, DType::Real64, destination); }
  std::vector<std::int64_t> dimensions(std::int64_t, int port) const override {
    std::string problem;
    auto sizes = file_->dimensions(datasets_[static_cast<std::size_t>(port)], problem);
    if (sizes) sizes->erase(sizes->begin());
    return sizes.value_or(std::vector<std::int64_t>{});
  }

 private:
  void read(std::span<const std::int64_t> indices, int port, DType type, void* destination) {
    std::string problem;
    if (!file_->gather(datasets_[static_cast<std::size_t>(port)], indices, type, destination, problem)) throw NetError("invtdata", "In the file of training data, " + problem + '.');
  }
  std::shared_ptr<Hdf5File> file_;
  std::vector<std::string> datasets_;
  std::int64_t count_;
};

}  // namespace

const RawData& DataGenerator::data(const Batch& batch) {
  if (batch == made_ && raw_) return *raw_;
  const Expr data = apply(function_, {make_association({{Expr::string("BatchSize"), Expr::integer(batch.size)},
                                                        {Expr::string("Round"), Expr::integer(batch.round)},
                                                        {Expr::string("AbsoluteBatch"), Expr::integer(batch.absolute)}})});
  try {
    RawData raw = read_training_data(data);
    if (raw.generator || raw.random || raw.file) throw NetError("invtdata", short_text(data) + " is not a batch of examples.");
    raw_ = std::make_unique<RawData>(std::move(raw));
  } catch (const NetError& error) {
    throw NetError("invgenout", std::string("The generator function did not give a batch of training data. ") + error.what());
  }
  made_ = batch;
  return *raw_;
}

std::unique_ptr<nets::DataSource> make_data_source(const Net& net, const nets::TrainingNet& training, const RawData& data,
                                                   nets::Precision precision) {
  const DType dtype = precision == nets::Precision::Real64 ? DType::Real64 : DType::Real32;
  if (data.generator) return std::make_unique<GeneratorSource>(data.generator, data.round_length, net, training, dtype);
  std::vector<Array> arrays;
  if (data.random) {
    std::uint64_t stream = 0;
    for (const Port& port : training.net.inputs()) arrays.push_back(random_column(port, data.count, ++stream));
    return nets::array_data_source(std::move(arrays));
  }
  std::vector<PortColumn> columns = bind_columns(net, training, data);  // of a file: its first example
  if (data.file) {
    std::vector<std::string> datasets;
    for (const AssignedColumn& assigned : assign_columns(net, training, data)) {
      if (!assigned.column || assigned.column->dataset.empty()) throw NetError("invtdata", "The file of training data has no dataset for each port of the net by itself.");
      datasets.push_back(assigned.column->dataset);
    }
    return std::make_unique<Hdf5Source>(data.file, std::move(datasets), data.count);
  }
  require_finite(training.net.inputs(), columns);
  if (std::any_of(columns.begin(), columns.end(), [](const PortColumn& column) { return column.ragged(); })) return std::make_unique<RaggedSource>(std::move(columns), data.count, dtype);
  for (PortColumn& column : columns) arrays.push_back(column.values.dtype() == dtype ? column.values : column.values.convert(dtype));
  return nets::array_data_source(std::move(arrays));
}

}  // namespace lykos::builtins
