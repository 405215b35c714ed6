// ref.h - a counted pointer to what keeps a running body alive (rules, pure functions). Evaluation is single-threaded, so the
// count is a plain integer: taking hold of a rule for each call costs next to nothing.
#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

namespace lykos {

struct Counted {
  mutable std::uint32_t references = 0;
  Counted() = default;
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  virtual ~Counted() = default;
};

/// Shares a Counted object; may be null.
template <class T>
class Ref {
 public:
  Ref() = default;
  Ref(std::nullptr_t) {}  // NOLINT: null converts
  explicit Ref(T* object) : object_(object) { retain(); }
  Ref(const Ref& other) : object_(other.object_) { retain(); }
  Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  template <class U, class = std::enable_if_t<std::is_convertible_v<U*, T*>>>
  Ref(const Ref<U>& other) : object_(other.get()) {  // NOLINT: as pointers do
    retain();
  }
  Ref& operator=(Ref other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Ref() {
    if (object_ != nullptr && --object_->references == 0) delete object_;
  }
  T* get() const { return object_; }
  T* operator->() const { return object_; }
  T& operator*() const { return *object_; }
  explicit operator bool() const { return object_ != nullptr; }
  friend bool operator==(const Ref& a, std::nullptr_t) { return a.object_ == nullptr; }

 private:
  void retain() const {
    if (object_ != nullptr) ++object_->references;
  }
  T* object_ = nullptr;
};

template <class T, class... Arguments>
Ref<const T> make_ref(Arguments&&... arguments) {
  return Ref<const T>(new T(std::forward<Arguments>(arguments)...));
}

}  // namespace lykos
