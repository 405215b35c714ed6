// The governor: measuring, and the sleeping team.
#include "array/cpu/spin_governor.h"

#include <omp.h>
#include <sys/resource.h>
#include <time.h>

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

namespace lykos::array::cpu {
namespace {

// Switches per second above which the machine counts as shared, and below which it counts as ours again.
constexpr double kCrowded = 60;
constexpr double kCalm = 10;
constexpr std::int64_t kLookEvery = 10'000'000;       // ns, while spinning freely
constexpr std::int64_t kLookAgainEvery = 1'000'000'000;  // ns, while holding back

std::int64_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

std::int64_t involuntary_switches() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_nivcsw;
}

// A thread with a team of its own, asleep until told to end. libgomp counts the team's threads as long as the thread lives.
class SleepingTeam {
 public:
  ~SleepingTeam() { stop(); }
  void start(int threads) {
    if (thread_.joinable()) return;
    stopping_ = false;
    thread_ = std::thread([this, threads] {
#pragma omp parallel num_threads(threads)
      { (void)omp_get_thread_num(); }
      std::unique_lock<std::mutex> lock(mutex_);
      wake_.wait(lock, [this] { return stopping_; });
    });
  }
  void stop() {
    if (!thread_.joinable()) return;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }
  bool running() const { return thread_.joinable(); }

 private:
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
};

struct Governor {
  SleepingTeam team;
  std::int64_t last_time = 0;
  std::int64_t last_switches = 0;
};

}  // namespace

void govern_spinning(int threads) noexcept {
  static Governor governor;
  const std::int64_t time = now();
  const std::int64_t elapsed = time - governor.last_time;
  if (elapsed < (governor.team.running() ? kLookAgainEvery : kLookEvery)) return;
  const std::int64_t switches = involuntary_switches();
  const double rate = static_cast<double>(switches - governor.last_switches) * 1e9 / static_cast<double>(elapsed);
  const bool first = governor.last_time == 0;
  governor.last_time = time;
  governor.last_switches = switches;
  if (first || elapsed > 4 * kLookAgainEvery) return;  // nothing recent to judge by
  try {
    if (rate > kCrowded) governor.team.start(threads > omp_get_num_procs() ? threads : omp_get_num_procs());
    else if (rate < kCalm) governor.team.stop();
  } catch (...) {
    // No thread to be had: the busy waiting stays as it is.
  }
}

}  // namespace lykos::array::cpu
