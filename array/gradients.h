// Reverse-mode gradients as a transformation of programs: instructions are appended that compute the gradients, so a gradient
// is a program like any other and can be differentiated again. The rules are one table, a row per operation (gradients.cpp).
#pragma once

#include <span>
#include <vector>

#include "array/program.h"

namespace lykos::array {

// Appends to `program` the computation of the gradients of Sum_i <cotangents[i], outputs[i]> with respect to each value of
// `wrt` (inputs, parameters or any intermediate value), in that order. A cotangent has the type and shape of its output; kNoValue
// stands for an array of ones (so a scalar loss needs none). A value that does not influence the outputs gets kNoValue.
// Throws std::invalid_argument("[gradient] ...") when shapes disagree.
std::vector<ValueId> append_gradients(Program& program, std::span<const ValueId> outputs, std::span<const ValueId> cotangents,
                                      std::span<const ValueId> wrt);

// The usual case of training: gradients of the scalar `loss` (or of the sum of a loss array) for the listed parameters, recorded
// as the program's parameter gradients. A parameter without influence gets zeros. Softmax followed by a cross entropy is fused beforehand.
void append_training_gradients(Program& program, ValueId loss, std::span<const ValueId> parameters);

}  // namespace lykos::array
