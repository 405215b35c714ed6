// interrupt.cpp - one flag that the evaluator looks at, and what may have raised it: Ctrl-C, a time limit, a memory limit.
//
// Time limits use an interval timer whose signal handler only raises the flag; which limit has passed is decided when the
// evaluator sees it.
#include "evaluator/interrupt.h"

#include <malloc.h>
#include <pthread.h>
#include <csignal>
#include <sys/time.h>

#include <chrono>
#include <vector>

#include "array/buffer_bytes.h"
#include "evaluator/control_flow.h"
#include "evaluator/evaluator.h"
#include "expr/apart.h"
#include "expr/memory.h"

namespace lykos {

volatile int interrupt_flag = 0;

namespace {

using Clock = std::chrono::steady_clock;
struct Deadline {
  std::uint64_t owner;
  Clock::time_point at;
};
struct Budget {
  std::uint64_t owner;
  std::int64_t expressions;   // bytes of nodes and arrays that may be held
  std::int64_t allocated;     // bytes from malloc that may be held: long strings and integers live there too
};
std::vector<Deadline> deadlines;
std::vector<Budget> budgets;
std::uint64_t next_owner = 1;
volatile sig_atomic_t abort_flag = 0;
bool aborts_are_held = false;
int interrupt_holds = 0;

void on_alarm(int) { interrupt_flag = 1; }

void arm_timer() {
  itimerval timer{};
  if (!deadlines.empty()) {
    Clock::time_point first = deadlines.front().at;
    for (const Deadline& d : deadlines) first = std::min(first, d.at);
    auto left = std::chrono::duration_cast<std::chrono::microseconds>(first - Clock::now()).count();
    if (left < 1) left = 1;
    timer.it_value.tv_sec = left / 1'000'000;
    timer.it_value.tv_usec = left % 1'000'000;
    timer.it_interval.tv_usec = 50'000;  // again, in case the flag was seen a moment too early
    struct sigaction action {};
    action.sa_handler = on_alarm;
    action.sa_flags = SA_RESTART;
    sigaction(SIGALRM, &action, nullptr);
  }
  setitimer(ITIMER_REAL, &timer, nullptr);
}

}  // namespace

TimeLimit::TimeLimit(double seconds) : owner_(next_owner++) {
  deadlines.push_back({owner_, Clock::now() + std::chrono::microseconds(static_cast<std::int64_t>(std::min(seconds, 1e9) * 1e6))});
  arm_timer();
}
TimeLimit::~TimeLimit() {
  std::erase_if(deadlines, [this](const Deadline& d) { return d.owner == owner_; });
  arm_timer();
}

namespace {

std::int64_t node_bytes() { return static_cast<std::int64_t>(node_bytes_in_use()); }

std::int64_t allocated_bytes() {
#if defined(__GLIBC__)
  const auto info = mallinfo2();
  return static_cast<std::int64_t>(info.uordblks + info.hblkhd);
#else
  return 0;
#endif
}

// The arrays' peak tells of those that came and went between two checks; asking malloc is slow, so that is done now and then.
void check_budgets(bool thoroughly) {
  const std::int64_t held = node_bytes() + array::peak_buffer_bytes();
  array::reset_peak_buffer_bytes();
  const std::int64_t allocated = thoroughly ? allocated_bytes() : 0;
  for (const Budget& budget : budgets)
    if (held > budget.expressions || allocated > budget.allocated) throw AbortSignal{budget.owner};
}

}  // namespace

MemoryLimit::MemoryLimit(std::size_t bytes) : owner_(next_owner++) {
  check_budgets(true);
  const auto more = static_cast<std::int64_t>(std::min<std::size_t>(bytes, std::size_t{1} << 60));
  // malloc's own book-keeping and the caches of the program are not the expression's: some slack.
  constexpr std::int64_t kSlack = 1 << 20;
  budgets.push_back({owner_, node_bytes() + array::buffer_bytes_in_use() + more, allocated_bytes() + more + kSlack});
  interrupt_flag = 1;  // while a budget is in force every check looks at it
}
void MemoryLimit::check() const { check_budgets(true); }
MemoryLimit::~MemoryLimit() {
  std::erase_if(budgets, [this](const Budget& b) { return b.owner == owner_; });
}

AbortProtection::AbortProtection(bool on) : before_(aborts_are_held) { aborts_are_held = on; }
AbortProtection::~AbortProtection() {
  aborts_are_held = before_;
  if (abort_flag != 0) interrupt_flag = 1;
}
void AbortProtection::release() {
  aborts_are_held = before_;
  if (abort_flag != 0) interrupt_flag = 1;
  check_interrupt();
}
bool aborts_wait() { return aborts_are_held; }

// The flag stays up while held, so the first check afterwards acts. What is allocated meanwhile stays for good and counts for no limit.
InterruptHold::InterruptHold() {
  if (interrupt_holds++ > 0 || budgets.empty()) return;
  expressions_before_ = node_bytes() + array::buffer_bytes_in_use();
  allocated_before_ = allocated_bytes();
}
InterruptHold::~InterruptHold() {
  if (--interrupt_holds > 0 || budgets.empty()) return;
  array::reset_peak_buffer_bytes();
  const std::int64_t expressions = node_bytes() + array::buffer_bytes_in_use() - expressions_before_;
  const std::int64_t allocated = allocated_bytes() - allocated_before_;
  for (Budget& budget : budgets) {
    budget.expressions += std::max<std::int64_t>(expressions, 0);
    budget.allocated += std::max<std::int64_t>(allocated, 0);
  }
}

namespace {
InterruptHandler interrupt_handler = nullptr;
volatile sig_atomic_t handler_flag = 0;
bool in_handler = false;
const Expr* current_operation = nullptr;

void run_handler() {
  handler_flag = 0;
  if (in_handler) return;
  const Expr current = current_operation != nullptr ? *current_operation : Expr();
  in_handler = true;
  try {
    interrupt_handler(current);
  } catch (...) {
    in_handler = false;
    throw;
  }
  in_handler = false;
}
}  // namespace

void set_interrupt_handler(InterruptHandler handler) { interrupt_handler = handler; }
void request_interrupt() {
  if (interrupt_handler == nullptr)
    abort_flag = 1;
  else
    handler_flag = 1;
  interrupt_flag = 1;
}
bool interrupt_is_requested() { return handler_flag != 0; }
void set_current_operation(const Expr* expr) { current_operation = expr; }

void request_abort() {
  abort_flag = 1;
  interrupt_flag = 1;
}
bool abort_requested() { return abort_flag != 0; }
void clear_interrupt() {
  abort_flag = 0;
  handler_flag = 0;
  interrupt_flag = budgets.empty() ? 0 : 1;
}

void check_interrupt() {
  if (interrupt_flag == 0 || interrupt_holds > 0) return;
  if (budgets.empty()) interrupt_flag = 0;
  if (handler_flag != 0) run_handler();
  if (abort_flag != 0 && !aborts_are_held) {
    abort_flag = 0;
    throw AbortSignal{};
  }
  if (!budgets.empty()) {
    static unsigned checks = 0;
    check_budgets((++checks & 63) == 0);
  }
  const auto now = Clock::now();
  for (const Deadline& deadline : deadlines)
    if (now >= deadline.at) throw AbortSignal{deadline.owner};
}

namespace {
// Long computations below the evaluator ask the same question.
[[maybe_unused]] const bool poll_is_set = (set_apart_poll(check_interrupt), true);

constexpr std::ptrdiff_t kReserve = 512 * 1024;  // enough to format and print a message
}
const char* stack_floor = reinterpret_cast<const char*>(UINTPTR_MAX);

void set_stack_limit(const void* lowest) { stack_floor = static_cast<const char*>(lowest) + kReserve; }

bool stack_ran_low() {
  if (stack_floor == reinterpret_cast<const char*>(UINTPTR_MAX)) {
    pthread_attr_t attributes;
    void* base = nullptr;
    std::size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
      pthread_attr_getstack(&attributes, &base, &size);
      pthread_attr_destroy(&attributes);
    }
    set_stack_limit(base);
  }
  return static_cast<const char*>(__builtin_frame_address(0)) < stack_floor;
}

RecursionGuard::RecursionGuard() {
  if (stack_is_low()) {
    message(sym::DollarRecursionLimit, "stack", {});
    throw TerminateSignal{};
  }
}
RecursionGuard::~RecursionGuard() = default;

}  // namespace lykos
