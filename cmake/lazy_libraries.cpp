// See lazy_libraries.h.
#include "cmake/lazy_libraries.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <mutex>

namespace lykos {
namespace {

struct Slot {
  void* target;
  const char* name;
  LazyLibraries* libraries;
};

[[noreturn]] void give_up() {
  std::fprintf(stderr, "lykos: %s\n", dlerror());
  std::_Exit(1);
}

}  // namespace

// All threads may meet here; the address they find is the same. The names are global so that a library opened later is bound to the
// earlier ones, as it is when all are linked: LAPACK then computes with the BLAS whose threads we set.
extern "C" __attribute__((visibility("hidden"), used)) void* lykos_find_lazy(Slot* slot) {
  static std::mutex mutex;
  const std::lock_guard<std::mutex> lock(mutex);
  if (!slot->libraries->open) {
    for (const char* const* name = slot->libraries->names; *name != nullptr; ++name)
      if (dlopen(*name, RTLD_LAZY | RTLD_GLOBAL) == nullptr) give_up();
    slot->libraries->open = true;
  }
  void* address = dlsym(RTLD_DEFAULT, slot->name);
  if (address == nullptr) give_up();
  __atomic_store_n(&slot->target, address, __ATOMIC_RELEASE);
  return address;
}

}  // namespace lykos

// The registers that may hold arguments are kept around the search, then the call goes on to the function.
asm(R"(
.pushsection .text
.globl lykos_bind_lazy
.hidden lykos_bind_lazy
.type lykos_bind_lazy, @function
lykos_bind_lazy:
.cfi_startproc
push %rbp
.cfi_def_cfa_offset 16
.cfi_offset %rbp, -16
mov %rsp, %rbp
.cfi_def_cfa_register %rbp
and $-16, %rsp
sub $192, %rsp
mov %rdi, (%rsp)
mov %rsi, 8(%rsp)
mov %rdx, 16(%rsp)
mov %rcx, 24(%rsp)
mov %r8, 32(%rsp)
mov %r9, 40(%rsp)
mov %rax, 48(%rsp)
mov %r10, 56(%rsp)
movaps %xmm0, 64(%rsp)
movaps %xmm1, 80(%rsp)
movaps %xmm2, 96(%rsp)
movaps %xmm3, 112(%rsp)
movaps %xmm4, 128(%rsp)
movaps %xmm5, 144(%rsp)
movaps %xmm6, 160(%rsp)
movaps %xmm7, 176(%rsp)
mov %r11, %rdi
call lykos_find_lazy
mov %rax, %r11
mov (%rsp), %rdi
mov 8(%rsp), %rsi
mov 16(%rsp), %rdx
mov 24(%rsp), %rcx
mov 32(%rsp), %r8
mov 40(%rsp), %r9
mov 48(%rsp), %rax
mov 56(%rsp), %r10
movaps 64(%rsp), %xmm0
movaps 80(%rsp), %xmm1
movaps 96(%rsp), %xmm2
movaps 112(%rsp), %xmm3
movaps 128(%rsp), %xmm4
movaps 144(%rsp), %xmm5
movaps 160(%rsp), %xmm6
movaps 176(%rsp), %xmm7
leave
.cfi_def_cfa %rsp, 8
.cfi_restore %rbp
jmp *%r11
.cfi_endproc
.size lykos_bind_lazy, . - lykos_bind_lazy
.popsection
)");
