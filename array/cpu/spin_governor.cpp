// The governor: measuring, and the sleeping team.
#include "array/cpu/spin_governor.h"

#include <fcntl.h>
#include <omp.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace lykos::array::cpu {
namespace {

// The part of the time that a thread of ours was ready to run but had no core, above which the machine counts as shared, and below which it
// counts as ours again. Kernel housekeeping interrupts a spinning thread some hundred times a second, but for microseconds only.
constexpr double kCrowded = 0.08;
constexpr double kCalm = 0.02;
constexpr int kLooksThatDecide = 3;  // one long wait may be anything
constexpr std::int64_t kLookEvery = 10'000'000;       // ns, while spinning freely
constexpr std::int64_t kLookAgainEvery = 1'000'000'000;  // ns, while holding back

std::int64_t now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
  return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

// The scheduler's account of one thread (proc(5), schedstat): nanoseconds run, nanoseconds spent waiting for a core, time slices.
class WaitingTime {
 public:
  explicit WaitingTime(long thread) {
    char path[64];
    std::snprintf(path, sizeof path, "/proc/self/task/%ld/schedstat", thread);
    file_ = open(path, O_RDONLY | O_CLOEXEC);
  }
  WaitingTime(WaitingTime&& other) noexcept : file_(std::exchange(other.file_, -1)), last_(other.last_) {}
  WaitingTime& operator=(WaitingTime&&) = delete;
  ~WaitingTime() {
    if (file_ >= 0) close(file_);
  }
  // Nanoseconds of waiting since the last call; 0 where the system does not say.
  std::int64_t since_last() {
    char text[96];
    const ssize_t length = file_ < 0 ? -1 : pread(file_, text, sizeof text - 1, 0);
    if (length <= 0) return 0;
    text[length] = '\0';
    long long ran = 0, waited = 0;
    if (std::sscanf(text, "%lld %lld", &ran, &waited) != 2) return 0;
    return waited - std::exchange(last_, waited);
  }

 private:
  int file_ = -1;
  std::int64_t last_ = 0;
};

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
  std::vector<WaitingTime> watched;  // the threads of the team that does the work
  int watched_threads = 0;
  std::int64_t last_time = 0;
  int crowded_looks = 0;  // in a row

  void watch(int threads) {
    watched.clear();
    watched.reserve(static_cast<std::size_t>(threads));
#pragma omp parallel num_threads(threads)
    {
      const long thread = syscall(SYS_gettid);
#pragma omp critical
      watched.emplace_back(thread);
    }
    watched_threads = threads;
  }
  std::int64_t longest_wait() {
    std::int64_t longest = 0;
    for (WaitingTime& thread : watched) longest = std::max(longest, thread.since_last());
    return longest;
  }
};

}  // namespace

void govern_spinning(int threads) noexcept {
  static Governor governor;
  const std::int64_t time = now();
  const std::int64_t elapsed = time - governor.last_time;
  if (elapsed < (governor.team.running() ? kLookAgainEvery : kLookEvery)) return;
  try {
    const bool first = governor.watched_threads != threads;
    if (first) governor.watch(threads);
    const double waiting = static_cast<double>(governor.longest_wait()) / static_cast<double>(elapsed);
    governor.last_time = time;
    if (first || elapsed > 4 * kLookAgainEvery) return;  // nothing recent to judge by
    governor.crowded_looks = waiting > kCrowded ? governor.crowded_looks + 1 : 0;
    if (governor.crowded_looks >= kLooksThatDecide) governor.team.start(threads > omp_get_num_procs() ? threads : omp_get_num_procs());
    else if (waiting < kCalm) governor.team.stop();
  } catch (...) {
    // No thread to be had: the busy waiting stays as it is.
  }
}

}  // namespace lykos::array::cpu
