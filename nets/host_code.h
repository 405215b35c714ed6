// Code of the host program inside a net: what CompiledLayer applies. nets/ knows neither its language nor its values.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "array/program.h"
#include "nets/value.h"

namespace lykos::nets {

class HostCode : public ForeignValue {
 public:
  /// The rank of the array the code takes as it says itself; -1 if it does not.
  virtual int argument_rank() const = 0;
  /// Dimensions of what the code makes of one example, found by trying. Throws NetError if it makes no array of it.
  virtual std::vector<std::int64_t> result_dimensions(const std::vector<std::int64_t>& example) const = 0;
  /// The code for a batch of examples, with the backward code (a HostCode too, or null) as its gradient.
  virtual std::shared_ptr<const array::HostFunction> function(const std::shared_ptr<const ForeignValue>& backward) const = 0;
};

}  // namespace lykos::nets
