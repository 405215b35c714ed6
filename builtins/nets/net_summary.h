// net_summary.h - the table that Information[net] shows.
#pragma once

#include <string>

#include "nets/net.h"

namespace lykos::builtins {

/// Ports, then a line for each layer (key, kind, parameters, output, number of array elements), then totals. A layer by itself shows its
/// parameters and arrays instead.
std::string information_table(const nets::Net& net);

}  // namespace lykos::builtins
