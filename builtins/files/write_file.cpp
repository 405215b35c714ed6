// write_file.cpp - reading and replacing whole files; paths.
#include "builtins/files/write_file.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "builtins/support.h"

namespace lykos::builtins {

std::optional<std::string> read_whole_file(const std::string& path, std::string& reason) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    reason = std::strerror(errno);
    return std::nullopt;
  }
  struct stat info {};
  if (fstat(file, &info) == 0 && S_ISDIR(info.st_mode)) {
    reason = "Is a directory";
    close(file);
    return std::nullopt;
  }
  std::string bytes;
  if (info.st_size > 0) bytes.reserve(static_cast<std::size_t>(info.st_size) + 1);
  // Sizes of pipes and of files in /proc are not known beforehand: read to the end whatever fstat says.
  std::size_t used = 0;
  while (true) {
    const std::size_t step = std::max<std::size_t>(65536, bytes.capacity() - used);
    bytes.resize(used + step);
    const ssize_t got = read(file, bytes.data() + used, step);
    if (got < 0) {
      if (errno == EINTR) {
        bytes.resize(used);
        continue;
      }
      reason = std::strerror(errno);
      close(file);
      return std::nullopt;
    }
    used += static_cast<std::size_t>(got);
    bytes.resize(used);
    if (got == 0) break;
  }
  close(file);
  return bytes;
}

namespace {

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = write(file, bytes.data(), bytes.size());
    if (wrote < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

}  // namespace

bool write_whole_file(const std::string& path, std::string_view bytes, std::string& reason) {
  const auto fail = [&reason] {
    reason = std::strerror(errno);
    return false;
  };
  // Devices and pipes cannot be replaced by a rename; a link is followed so that it stays a link.
  std::string target = path;
  struct stat info {};
  mode_t mode = 0666;
  bool keep_mode = false;
  if (stat(path.c_str(), &info) == 0) {
    if (S_ISDIR(info.st_mode)) {
      reason = "Is a directory";
      return false;
    }
    if (!S_ISREG(info.st_mode)) {
      const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
      if (file < 0) return fail();
      const bool good = write_all(file, bytes);
      if (!good) reason = std::strerror(errno);
      close(file);
      return good;
    }
    mode = info.st_mode & 07777;
    keep_mode = true;
    std::error_code error;
    const auto real = std::filesystem::canonical(path, error);
    if (!error) target = real.string();
  }
  static std::atomic<unsigned> serial{0};
  const std::string temporary = target + ".tmp" + std::to_string(getpid()) + "-" + std::to_string(serial++);
  const int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return fail();
  if (keep_mode && fchmod(file, mode) != 0) errno = 0;  // the mode of a replaced file is kept when that is allowed
  if (!write_all(file, bytes)) {
    fail();
    close(file);
    unlink(temporary.c_str());
    return false;
  }
  if (close(file) != 0 || rename(temporary.c_str(), target.c_str()) != 0) {
    fail();
    unlink(temporary.c_str());
    return false;
  }
  return true;
}

bool append_to_file(const std::string& path, std::string_view bytes, std::string& reason) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) {
    reason = std::strerror(errno);
    return false;
  }
  const bool good = write_all(file, bytes);
  if (!good) reason = std::strerror(errno);
  close(file);
  return good;
}

std::optional<std::string> file_argument(const Expr& expr) {
  if (expr.is_string()) return expand_home(without_file_scheme(expr.string_value()));
  if (expr.has_head(sym::File, 1) && expr[0].is_string()) return expand_home(expr[0].string_value());
  return std::nullopt;
}

std::string expand_home(std::string_view path) {
  if (path.empty() || path[0] != '~') return std::string(path);
  const std::size_t slash = std::min(path.find('/'), path.size());
  const std::string user(path.substr(1, slash - 1));
  std::string home;
  if (user.empty()) {
    const char* variable = std::getenv("HOME");
    if (variable != nullptr) home = variable;
    else if (const passwd* entry = getpwuid(getuid())) home = entry->pw_dir;
  } else if (const passwd* entry = getpwnam(user.c_str())) {
    home = entry->pw_dir;
  }
  if (home.empty()) return std::string(path);
  return home + std::string(path.substr(slash));
}

std::string absolute_path(std::string_view path) {
  std::error_code error;
  const auto absolute = std::filesystem::absolute(expand_home(path), error);
  if (error) return std::string(path);
  std::string result = absolute.lexically_normal().string();
  while (result.size() > 1 && result.back() == '/') result.pop_back();
  return result;
}

bool is_url(std::string_view name) {
  for (const std::string_view scheme : {"http://", "https://", "ftp://", "s3://"}) {
    if (name.substr(0, scheme.size()) == scheme) return true;
  }
  return false;
}

std::string without_file_scheme(std::string_view name) {
  constexpr std::string_view kScheme = "file://";
  if (name.substr(0, kScheme.size()) == kScheme) name.remove_prefix(kScheme.size());
  return std::string(name);
}

std::string temporary_directory() {
  const char* variable = std::getenv("TMPDIR");
  std::string directory = variable != nullptr && *variable != '\0' ? variable : "/tmp";
  while (directory.size() > 1 && directory.back() == '/') directory.pop_back();
  return directory;
}

std::string temporary_path(std::string_view prefix, std::string_view suffix) {
  static std::atomic<unsigned> serial{0};
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  while (true) {
    const std::string name = std::to_string(getpid()) + "-" + std::to_string(now & 0xFFFFFF) + "-" + std::to_string(serial++);
    std::string path = temporary_directory() + "/" + std::string(prefix) + name + std::string(suffix);
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return path;
  }
}

}  // namespace lykos::builtins
