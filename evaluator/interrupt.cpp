// interrupt.cpp - one flag that the evaluator looks at, and what may have raised it: Ctrl-C, a time limit, a memory limit.
//
// Time limits use an interval timer whose signal handler only raises the flag; which limit has passed is decided when the
// evaluator sees it.
#include "evaluator/interrupt.h"

#include <pthread.h>
#include <csignal>
#include <sys/time.h>

#include <chrono>
#include <vector>

#include "evaluator/control_flow.h"
#include "evaluator/evaluator.h"
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
  std::size_t bytes;
};
std::vector<Deadline> deadlines;
std::vector<Budget> budgets;
std::uint64_t next_owner = 1;
volatile sig_atomic_t abort_flag = 0;
bool aborts_are_held = false;

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

MemoryLimit::MemoryLimit(std::size_t bytes) : owner_(next_owner++) {
  budgets.push_back({owner_, node_bytes_in_use() + bytes});
  interrupt_flag = 1;  // while a budget is in force every check looks at it
}
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

void request_abort() {
  abort_flag = 1;
  interrupt_flag = 1;
}
bool abort_requested() { return abort_flag != 0; }
void clear_interrupt() {
  abort_flag = 0;
  interrupt_flag = budgets.empty() ? 0 : 1;
}

void check_interrupt() {
  if (interrupt_flag == 0) return;
  if (budgets.empty()) interrupt_flag = 0;
  if (abort_flag != 0 && !aborts_are_held) {
    abort_flag = 0;
    throw AbortSignal{};
  }
  for (const Budget& budget : budgets)
    if (node_bytes_in_use() > budget.bytes) throw AbortSignal{budget.owner};
  const auto now = Clock::now();
  for (const Deadline& deadline : deadlines)
    if (now >= deadline.at) throw AbortSignal{deadline.owner};
}

namespace {
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
    message(sym::DollarRecursionLimit, "reclim2", {Expr::symbol("System`$RecursionLimit")});
    throw TerminateSignal{};
  }
}
RecursionGuard::~RecursionGuard() = default;

}  // namespace lykos
