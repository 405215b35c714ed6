// The thread setting and its default.
#include "array/threads.h"

#include <sched.h>

#include <cstdlib>

namespace lykos::array {
namespace {

int default_count() {
  if (const char* text = std::getenv("LYKOS_THREADS")) {
    const int count = std::atoi(text);
    if (count > 0) return count;
  }
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
    const int count = CPU_COUNT(&allowed);
    // Threads that wait for one another by spinning lose far more than they gain when other processes need the cores
    // (a training step was seen to take 5 to 20 times as long), so a busy machine gets one thread.
    double load = 0;
    if (count > 1 && getloadavg(&load, 1) == 1 && load > 1.25 * count) return 1;
    if (count > 0) return count;
  }
  return 1;
}

int current = 0;

}  // namespace

void set_thread_count(int count) { current = count > 0 ? count : default_count(); }

int thread_count() {
  if (current == 0) current = default_count();
  return current;
}

}  // namespace lykos::array
