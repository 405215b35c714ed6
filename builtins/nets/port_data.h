// port_data.h - data of the language for the ports of a net: recognising batches, encoding, checking shapes.
#pragma once

#include <string>
#include <vector>

#include "array/array.h"
#include "expr/expr.h"
#include "nets/net.h"

namespace lykos::builtins {

/// Data for one port: one example, or several.
struct PortColumn {
  std::int64_t count = 0;                ///< number of examples; 0: a single example without batch axis
  array::Array values;                   ///< dimensions of the port, behind a batch axis when count > 0; invalid when ragged
  std::vector<array::Array> examples;    ///< one array per example when their lengths differ
  bool numeric_array = false;            ///< a NumericArray was among the data
  bool ragged() const { return !examples.empty(); }
};

enum class Batching { Decide, One, Many };

/// Reads data for a port, encoding it if the port has an encoder. `Decide` recognises a batch by rank. `coder` replaces the port's
/// own coder when it is not null (targets are encoded by the converse of a decoder).
/// Throws NetError invindata1 (shape), invindata2 (not numbers, not encodable), netemptin (an empty batch).
PortColumn read_port_data(const nets::Port& port, const Expr& data, Batching batching, const nets::PortCoder* coder = nullptr);

/// Throws invindata1 unless an array of these dimensions may enter the port.
void check_port_dimensions(const nets::Port& port, std::span<const std::int64_t> dimensions, const std::string& what = {});

}  // namespace lykos::builtins
