// interrupt.h - aborts, time limits, stack limits.
#pragma once

#include <cstddef>
#include <cstdint>

#include "expr/expr.h"

namespace lykos {

/// A time limit while the object lives; when it fires, check_interrupt() throws AbortSignal{owner}.
class TimeLimit {
 public:
  explicit TimeLimit(double seconds);
  ~TimeLimit();
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;
  std::uint64_t owner() const { return owner_; }

 private:
  std::uint64_t owner_;
};
/// A limit on the bytes held beyond what is held now: expressions, arrays (at their most), and what else the program allocates.
class MemoryLimit {
 public:
  explicit MemoryLimit(std::size_t bytes);
  ~MemoryLimit();
  MemoryLimit(const MemoryLimit&) = delete;
  MemoryLimit& operator=(const MemoryLimit&) = delete;
  std::uint64_t owner() const { return owner_; }
  /// Throws when the limit was passed since the last check.
  void check() const;

 private:
  std::uint64_t owner_;
};

/// While it lives, Abort[] and Ctrl-C wait (limits on time and memory do not). release() lets a waiting abort through.
/// With `on` false it lifts the protection around it instead: what CheckAbort does inside AbortProtect.
class AbortProtection {
 public:
  explicit AbortProtection(bool on);
  ~AbortProtection();
  AbortProtection(const AbortProtection&) = delete;
  AbortProtection& operator=(const AbortProtection&) = delete;
  /// Ends the protection; throws AbortSignal when an abort came meanwhile.
  void release();

 private:
  bool before_;
};
/// True while aborts wait.
bool aborts_wait();

/// While it lives nothing interrupts: aborts and limits on time and memory act right after. For work that must not be left half done
/// (reading the definitions of a library unit).
class InterruptHold {
 public:
  InterruptHold();
  ~InterruptHold();
  InterruptHold(const InterruptHold&) = delete;
  InterruptHold& operator=(const InterruptHold&) = delete;

 private:
  std::int64_t expressions_before_ = 0, allocated_before_ = 0;
};

/// What Ctrl-C does in a session at a terminal: the handler runs in the middle of the evaluation with the expression being evaluated. It
/// returns to go on, or throws AbortSignal or QuitSignal.
using InterruptHandler = void (*)(const Expr& current);
void set_interrupt_handler(InterruptHandler handler);
/// Asks for the handler at the next check; without one it is an abort. Async-signal-safe.
void request_interrupt();
/// True while a request waits: the evaluator then says what it is evaluating.
bool interrupt_is_requested();
void set_current_operation(const Expr* expr);

/// Clears a requested abort (the session does it before each input).
void clear_interrupt();
/// Tells the evaluator the lowest address its stack may use; by default it asks the system about the current thread.
void set_stack_limit(const void* lowest);
/// Addresses below this one are the reserve kept for saying so; above everything until the stack's extent is known.
extern const char* stack_floor;
/// The check in full: finds out where the stack ends when that is not known yet.
bool stack_ran_low();
/// True when the stack is nearly used up.
inline bool stack_is_low() { return static_cast<const char*>(__builtin_frame_address(0)) < stack_floor && stack_ran_low(); }

}  // namespace lykos
