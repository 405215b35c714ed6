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

/// Examples as written, a list per column. Columns of rules in -> out have no port names yet.
struct RawData {
  struct Column {
    std::string name;     ///< port; "" for the left sides, kTarget for the right sides of rules
    Expr values;          ///< List, packed array or NumericArray: one entry per example
  };
  static constexpr const char* kTarget = "\x01target";
  std::vector<Column> columns;
  std::int64_t count = 0;

  /// For a generator: the function, and examples per round.
  std::optional<Expr> generator;
  std::int64_t round_length = 0;
  /// "RandomData": examples are made up from the shapes of the ports.
  bool random = false;

  const Column* find(std::string_view name) const;
};

/// {in -> out, ...}, {in, ...} -> {out, ...}, <|"port" -> {...}, ...|>, {<|"port" -> ..., ...|>, ...}, f, {f, "RoundLength" -> n},
/// "RandomData". Throws NetError nodata, invtdata, invinlen.
RawData read_training_data(const Expr& data);

/// True when the targets for an output port are arrays of the port's own rank rather than class numbers or labels.
bool targets_are_vectors(const RawData& data, const nets::Net& net, const std::string& output_port);

/// The net with shapes that only the data can tell filled in (inputs, and outputs compared with numeric targets).
nets::Net refine_by_data(const nets::Net& net, const RawData& data);

/// Encoded columns in the order of the training net's input ports.
std::vector<PortColumn> bind_columns(const nets::Net& net, const nets::TrainingNet& training, const RawData& data);
/// A source of batches over these columns (or the generator). The precision says which element type is prepared.
std::unique_ptr<nets::DataSource> make_data_source(const nets::Net& net, const nets::TrainingNet& training, const RawData& data,
                                                   nets::Precision precision);

}  // namespace lykos::builtins
