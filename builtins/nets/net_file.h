// net_file.h - nets in files: the container that Export["name.wlnet", net] writes.
//
// A file is the line "Lykos net 1", a newline, and an association in compressed WXF (the format of BinarySerialize):
//   "Version"      1
//   "Constructor"  HoldComplete[NetChain[{LinearLayer[3, "Weights" -> NumericArray[...], ...], ...}, ...]]
// The constructor is what InputForm shows; evaluating it gives the same net, bit for bit.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "nets/net.h"

namespace lykos::builtins {

std::string net_to_bytes(const nets::Net& net);
/// Nothing with `problem` when the bytes are no net, or one of another program.
std::optional<nets::Net> net_from_bytes(std::string_view bytes, std::string& problem);
bool write_net_file(const nets::Net& net, const std::string& path, std::string& problem);
std::optional<nets::Net> read_net_file(const std::string& path, std::string& problem);

}  // namespace lykos::builtins
