// shared_library.h - libraries that only some calls need (image formats), opened on first use so that they cost nothing at
// start-up. Their headers give the types; the functions are looked up by name.
#pragma once

#include <dlfcn.h>

#include <initializer_list>

namespace lykos::builtins {

class SharedLibrary {
 public:
  /// Opens the first of these names that can be opened. The library stays open for the life of the process.
  explicit SharedLibrary(std::initializer_list<const char*> names) {
    for (const char* name : names) {
      handle_ = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
      if (handle_ != nullptr) return;
    }
  }
  bool is_open() const { return handle_ != nullptr; }
  /// Fills a function pointer (or the address of a variable); false when the library has no such name.
  template <typename T>
  bool find(const char* name, T& target) const {
    void* address = handle_ != nullptr ? dlsym(handle_, name) : nullptr;
    target = reinterpret_cast<T>(address);
    return address != nullptr;
  }

 private:
  void* handle_ = nullptr;
};

}  // namespace lykos::builtins
