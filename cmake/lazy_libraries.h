// lazy_libraries.h - shared libraries that are opened by the first call of one of their functions (cmake/LazyLibraries.cmake). x86-64 only.
#pragma once

namespace lykos {

/// Libraries that are opened together, in this order, so that the earlier ones serve the later ones.
struct LazyLibraries {
  const char* const* names;  // ends with nullptr
  bool open = false;
};

}  // namespace lykos

// A function of such a library: a jump through its slot, which at first leads back to the code behind the jump. That passes the slot to
// lykos_bind_lazy (lazy_libraries.cpp), whose layout of a slot this is: target, name, libraries.
#define LYKOS_LAZY_FUNCTION(name, libraries)                                                         \
  asm(".pushsection .text\n"                                                                                   \
      ".globl " name "\n.hidden " name "\n.type " name ", @function\n" name                          \
      ":\n"                                                                                          \
      "jmp *1f(%rip)\n"                                                                              \
      "2: lea 1f(%rip), %r11\n"                                                                      \
      "jmp lykos_bind_lazy\n"                                                                        \
      ".size " name ", . - " name                                                                    \
      "\n"                                                                                           \
      ".section .rodata\n3: .asciz \"" name                                                          \
      "\"\n"                                                                                         \
      ".data\n.balign 8\n1: .quad 2b, 3b, " libraries "\n.popsection\n");
