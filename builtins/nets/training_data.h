// training_data.h - the data forms of NetTrain and NetMeasurements, reduced to columns of examples, one per port.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "builtins/nets/port_data.h"
#include "expr/expr.h"
#include "nets/train.h"

namespace lykos::builtins {

class DataGenerator;
class Hdf5File;

/// Examples as written, a list per column. Columns of rules in -> out have no port names yet.
struct RawData {
  struct Column {
    std::string name;     ///< port; "" for the left sides, kTarget for the right sides of rules
    Expr values;          ///< List, packed array or NumericArray: one entry per example; of a file, the first example
    std::string dataset{};  ///< in a file
  };
  static constexpr const char* kTarget = "\x01target";
  std::vector<Column> columns;
  std::int64_t count = 0;

  /// For a generator, and its examples per round. The columns are those of its first batch, once draw_sample has asked for it.
  std::shared_ptr<DataGenerator> generator;
  std::int64_t round_length = 0;
  /// For a file of which parts are read as they are needed.
  std::shared_ptr<Hdf5File> file;
  /// "RandomData": examples are made up from the shapes of the ports.
  bool random = false;

  const Column* find(std::string_view name) const;
};

/// A function that makes batches, and the last one made.
class DataGenerator {
 public:
  struct Batch {
    std::int64_t round = 0, absolute = 0, size = 0;
    bool operator==(const Batch&) const = default;
  };
  explicit DataGenerator(Expr function) : function_(std::move(function)) {}
  /// Throws NetError invgenout.
  const RawData& data(const Batch& batch);

 private:
  Expr function_;
  Batch made_;
  std::unique_ptr<RawData> raw_;
};

/// {in -> out, ...}, {in, ...} -> {out, ...}, <|"port" -> {...}, ...|>, {<|"port" -> ..., ...|>, ...}, f, {f, "RoundLength" -> n},
/// "RandomData", File["data.h5"]. Throws NetError nodata, invtdata, invinlen.
RawData read_training_data(const Expr& data);
/// Makes a generator's first batch, which tells the shapes of ports; no more than once for the same batch.
void draw_sample(RawData& data, const DataGenerator::Batch& batch);
/// The datasets of a file as columns in memory; other data stay as they are.
void load_file(RawData& data);

/// True when the targets for an output port are arrays of the port's own rank rather than class numbers or labels.
bool targets_are_vectors(const RawData& data, const nets::Net& net, const std::string& output_port);

/// The net with shapes that only the data can tell filled in (inputs, and outputs compared with numeric targets).
nets::Net refine_by_data(const nets::Net& net, const RawData& data);

/// The column for every input port of the training net, in their order; a state that starts at zero has none.
struct AssignedColumn {
  const RawData::Column* column = nullptr;
  std::size_t item = 0, items = 1;   ///< entries that are lists of values for several ports: which one
};
std::vector<AssignedColumn> assign_columns(const nets::Net& net, const nets::TrainingNet& training, const RawData& data);
/// Encoded columns in the order of the training net's input ports.
std::vector<PortColumn> bind_columns(const nets::Net& net, const nets::TrainingNet& training, const RawData& data);
/// A source of batches over these columns (or the generator). The precision says which element type is prepared.
std::unique_ptr<nets::DataSource> make_data_source(const nets::Net& net, const nets::TrainingNet& training, const RawData& data,
                                                   nets::Precision precision);

}  // namespace lykos::builtins
