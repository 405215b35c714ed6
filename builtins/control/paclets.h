// paclets.h - directories with a PacletInfo.wl, and the packages they hold.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace lykos::builtins {

/// The file of the loaded paclets that a context is read from; of several versions the highest counts.
std::optional<std::string> find_paclet_file(const std::string& context);
/// The files a context `A`B`` may be in, relative to a directory: A/B.wl, A/B/Kernel/init.wl and so on.
std::vector<std::string> context_file_candidates(const std::string& context);

}  // namespace lykos::builtins
