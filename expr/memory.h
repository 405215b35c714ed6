// memory.h - the node allocator, for the files of expr/ that make nodes.
#pragma once

#include <cstddef>
#include <new>
#include <utility>

#include "array/array.h"
#include "array/buffer_bytes.h"
#include "expr/node.h"

namespace lykos {

void* allocate_bytes(std::size_t bytes);
void free_bytes(void* block, std::size_t bytes) noexcept;
/// Bytes held by live nodes (MemoryInUse, MemoryConstrained; array buffers are counted by the array engine).
std::size_t node_bytes_in_use();

/// Long texts and integers count for memory limits as well; short ones are the node's size, near enough.
constexpr std::size_t kCountedBytes = 4096;
inline std::int64_t counted(std::size_t bytes) { return bytes >= kCountedBytes ? static_cast<std::int64_t>(bytes) : 0; }
inline void count_content(std::int64_t change) {
  if (change != 0) array::count_bytes(change);
}

template <class T, class... Arguments>
Expr make_node(Arguments&&... arguments) {
  T* node = new (allocate_bytes(sizeof(T))) T(std::forward<Arguments>(arguments)...);
  node->refs = 1;
  return Expr::from_node(node);
}

/// What is still to be done to the value of a packed array when its elements are asked for: many uses of the result never do.
enum class Waiting : std::uint8_t {
  None,
  Transpose,  // the value is a matrix
  UnitStep,   // the values are reals
};

/// A packed array or a NumericArray.
struct ArrayNode : Node {
  mutable array::Array value;
  mutable Waiting waiting = Waiting::None;
  mutable Expr elements;   // the List of a packed array's elements, made on request; 0 when not made
  ArrayNode(Kind k, array::Array v) : Node(k), value(std::move(v)), elements(Expr::integer(0)) {}
};

/// Does what the value waits for.
void settle_packed(const ArrayNode& packed);

/// Frees a symbol nobody refers to (Module's temporaries); known symbols are never released.
void release_symbol(SymbolNode* symbol) noexcept;

}  // namespace lykos
