// apart.h - long computations inside GMP, MPFR, FLINT and Arb, which know no interrupt, done in a child process.
//
// The child inherits everything by fork(), computes, and sends the result back as bytes; the parent looks for interrupts meanwhile and ends
// the child when one comes. Nothing of a library's state is shared, so nothing can be left half done.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "expr/number.h"

namespace lykos {

/// The bytes that `work` gives, computed in a child process. What the poll throws (an abort) ends the child and comes out. Throws
/// std::bad_alloc when the child ran out of memory, std::runtime_error when it died of something else. Without a process to
/// spare `work` runs here.
std::string run_apart(const std::function<std::string()>& work);

/// The same for work that gives an integer.
Integer integer_apart(const std::function<Integer()>& work);

/// Conversions between binary and decimal take tenths of a second from about this size on.
constexpr std::size_t kLongDigits = 3'000'000;
constexpr std::size_t kLongBits = 10'000'000;

/// Called every few milliseconds while a child works; throws to end it. The evaluator sets it (check_interrupt).
void set_apart_poll(void (*poll)());
/// The poll itself, for long loops of this layer.
void poll_interrupts();

}  // namespace lykos
