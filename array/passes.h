// Improvements of programs before execution. Each pass keeps the values of all outputs, state updates and parameter gradients
// (up to rounding), is named, and can be switched: the environment variable LYKOS_PASSES holds a comma-separated list of "-name"
// (leave this one out), "none" (leave all out) and "name" (after "none": only these).
#pragma once

#include <string>
#include <vector>

#include "array/program.h"

namespace lykos::array {

struct Pass {
  const char* name;
  const char* sentence;
  void (*run)(Program& program);
};

// All passes in the order they run at compilation.
const std::vector<Pass>& all_passes();
// Runs the enabled ones.
void run_passes(Program& program);
// Runs one by name; throws std::invalid_argument when there is none.
void run_pass(Program& program, const std::string& name);

// Drops instructions whose results nobody needs, and renumbers nothing else. Also used after gradients.
void remove_dead_code(Program& program);
// Softmax followed by CrossEntropyIndex becomes the stable SoftmaxCrossEntropy. Meant to run before gradients are appended.
void fuse_softmax_cross_entropy(Program& program);

}  // namespace lykos::array
