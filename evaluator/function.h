// function.h - pure functions: compiled once per Function[...] expression, applied by binding slots or parameters.
#pragma once

#include <memory>
#include <span>

#include "evaluator/attributes.h"
#include "evaluator/code.h"
#include "evaluator/ref.h"

namespace lykos {

/// A Function[...] ready to be applied.
struct CompiledFunction : Counted {
  Expr function;                 // keeps the node (and so the cache key) alive
  Body body;                     // its variables: parameters; or the slots used: Slot[n], SlotSequence[n], Slot["name"]
  Attributes attributes = kNoAttributes;
  bool uses_slots = false;
  /// The argument (from 0) that each variable stands for; empty where they are not all parameters or Slot[n], n > 0.
  std::vector<std::uint32_t> positions;
  std::size_t most_used = 0;     // one more than the last of them
  /// Binds the arguments. False when there are too few (a message was said).
  bool bind(std::span<const Expr> args, Bindings& bindings) const;
};

/// From a cache keyed by the node. Null when the expression is not a proper Function.
Ref<const CompiledFunction> compile_function(const Expr& function);

}  // namespace lykos
