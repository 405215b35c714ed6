// net_file.h - nets in files: the container that Export["name.wlnet", net] writes.
//
// A file is the line "Lykos net 1", a newline, and an association in compressed WXF (the format of BinarySerialize):
//   "Version"      1
//   "Constructor"  HoldComplete[NetChain[{LinearLayer[3, "Weights" -> NumericArray[...], ...], ...}, ...]]
//   "Training"     in checkpoints of NetTrain: what a training goes on with (training_checkpoint.h)
// The constructor is what InputForm shows; evaluating it gives the same net, bit for bit.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "expr/expr.h"
#include "nets/net.h"

namespace lykos::builtins {

/// `training` is an association for the entry "Training", or Null.
std::string net_to_bytes(const nets::Net& net, const Expr& training = Expr());
/// Nothing with `problem` when the bytes are no net, or one of another program. `training`, when asked for, becomes that entry or Null.
std::optional<nets::Net> net_from_bytes(std::string_view bytes, std::string& problem, Expr* training = nullptr);
bool write_net_file(const nets::Net& net, const std::string& path, std::string& problem, const Expr& training = Expr());
std::optional<nets::Net> read_net_file(const std::string& path, std::string& problem, Expr* training = nullptr);

}  // namespace lykos::builtins
