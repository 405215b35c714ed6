// fuzz_parse.h - the property that both fuzzers check.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lykos::fuzz {

/// What one text showed. A crash or a hang shows by itself.
struct Outcome {
  bool parsed = false;
  bool round_trip = true;   // meaningful when parsed: InputForm reads back to the same tree
  std::string printed;      // the first InputForm that did not read back, for the report
  std::string before;       // FullForm of the tree that was printed
  std::string after;        // FullForm of what was read back, or the syntax error
};
Outcome check_text(std::string_view text);

}  // namespace lykos::fuzz
