// apart.cpp - see apart.h.
#include "expr/apart.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <new>
#include <stdexcept>

namespace lykos {
namespace {

void (*interrupt_poll)() = nullptr;

constexpr int kDone = 0, kNoMemory = 3, kFailed = 4;
constexpr int kPollMilliseconds = 20;

bool write_all(int pipe, const std::string& bytes) {
  std::size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t count = write(pipe, bytes.data() + written, bytes.size() - written);
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) written += static_cast<std::size_t>(count);
  }
  return true;
}

// Never returns. Ctrl-C reaches the whole process group: the parent decides what it means.
[[noreturn]] void work_in_child(int pipe, const std::function<std::string()>& work, pid_t parent) {
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGALRM, SIG_IGN);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(kFailed);
  int code = kDone;
  try {
    if (!write_all(pipe, work())) code = kFailed;
  } catch (const std::bad_alloc&) {
    code = kNoMemory;
  } catch (...) {
    code = kFailed;
  }
  _exit(code);
}

// The child's life in the parent: closed pipe and no zombie, however the scope is left.
class Child {
 public:
  Child(pid_t process, int pipe) : process_(process), pipe_(pipe) {}
  ~Child() {
    if (process_ > 0) {
      kill(process_, SIGKILL);
      wait();
    }
    close(pipe_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  std::string read_all() {
    std::string bytes;
    std::string chunk(1 << 20, '\0');
    for (;;) {
      pollfd waiting{pipe_, POLLIN, 0};
      const int ready = poll(&waiting, 1, kPollMilliseconds);
      poll_interrupts();
      if (ready <= 0) continue;
      const ssize_t count = read(pipe_, chunk.data(), chunk.size());
      if (count == 0) return bytes;
      if (count < 0 && errno != EINTR) throw std::runtime_error("the result of a long computation could not be read");
      if (count > 0) bytes.append(chunk, 0, static_cast<std::size_t>(count));
    }
  }
  int wait() {
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = 0;
    return status;
  }

 private:
  pid_t process_;
  int pipe_;
};

}  // namespace

void set_apart_poll(void (*poll)()) { interrupt_poll = poll; }
void poll_interrupts() {
  if (interrupt_poll != nullptr) interrupt_poll();
}

std::string run_apart(const std::function<std::string()>& work) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return work();
  const pid_t parent = getpid();
  const pid_t process = fork();
  if (process < 0) {
    close(ends[0]);
    close(ends[1]);
    return work();
  }
  if (process == 0) {
    close(ends[0]);
    work_in_child(ends[1], work, parent);
  }
  close(ends[1]);
  Child child(process, ends[0]);
  std::string bytes = child.read_all();
  const int status = child.wait();
  if (WIFEXITED(status) && WEXITSTATUS(status) == kDone) return bytes;
  if ((WIFEXITED(status) && WEXITSTATUS(status) == kNoMemory) || (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)) throw std::bad_alloc();
  throw std::runtime_error("a long computation ended without a result");
}

Integer integer_apart(const std::function<Integer()>& work) {
  const std::string bytes = run_apart([&] {
    const Integer value = work();
    const std::size_t limbs = mpz_size(value.gmp());
    std::string result(1 + limbs * sizeof(mp_limb_t), '\0');
    result[0] = value.sign() < 0 ? '-' : '+';
    mpz_export(result.data() + 1, nullptr, -1, sizeof(mp_limb_t), 0, 0, value.gmp());
    return result;
  });
  Integer value;
  if (bytes.empty()) throw std::runtime_error("a long computation ended without a result");
  mpz_import(value.gmp(), (bytes.size() - 1) / sizeof(mp_limb_t), -1, sizeof(mp_limb_t), 0, 0, bytes.data() + 1);
  if (bytes[0] == '-') mpz_neg(value.gmp(), value.gmp());
  return value;
}

}  // namespace lykos
