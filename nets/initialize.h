// NetInitialize: giving missing arrays their first values.
#pragma once

#include <cstdint>
#include <string>

#include "nets/net.h"

namespace lykos::nets {

enum class InitMethod : std::uint8_t { Kaiming, Xavier, Orthogonal, Random, Identity };
enum class InitDistribution : std::uint8_t { Normal, Uniform };

struct InitializeOptions {
  InitMethod method = InitMethod::Kaiming;
  InitDistribution distribution = InitDistribution::Normal;
  /// Random: standard deviation of weights (default 1). Identity: of the added noise (default 0.01). Negative: the default.
  double weights_deviation = -1;
  /// Random: standard deviation of biases; 0 leaves them zero.
  double biases_deviation = 0;
  std::uint64_t seed = 1234;
  bool overwrite = false;  ///< NetInitialize[net, All]
};

/// Reads "Kaiming", {"Xavier", "Distribution" -> "Uniform"}, Automatic. Throws NetError notfspec / notudist.
InitializeOptions parse_initialize_method(const Value& method);

/// The net with missing arrays filled; the same handle if nothing is missing. Weights follow the method (fan-out = first dimension,
/// fan-in = product of the rest; Kaiming deviation Sqrt[2/fan-in], Xavier Sqrt[2/(fan-in + fan-out)]), the rest follows the layer's row.
/// Each array draws from its own stream (seed, ordinal among the net's arrays): equal seeds give equal nets.
/// A missing array of unknown shape throws NetError "nninit" naming layer, array and the unknown dimensions.
Net initialize(const Net& net, const InitializeOptions& options = {});

/// Throws NetError "nninit" naming the first array without a value. Used before evaluation.
void require_initialized(const Net& net);

}  // namespace lykos::nets
