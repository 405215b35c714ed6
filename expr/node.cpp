// node.cpp - allocation of nodes from size-class free lists, and their release from a worklist.
//
// Expression nodes are small and short-lived, so each size class keeps a list of free blocks carved from larger chunks;
// everything above kLargestClass goes to malloc. Address-sanitized builds use malloc throughout so that the tool sees every node.
#include "expr/node.h"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

#include "array/array.h"
#include "expr/association.h"
#include "expr/memory.h"
#include "expr/number.h"
#include "expr/symbol.h"

namespace lykos {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kUseFreeLists = false;
#else
constexpr bool kUseFreeLists = true;
#endif

constexpr std::size_t kGranule = 16;
constexpr std::size_t kLargestClass = 512;
constexpr std::size_t kChunkBytes = 256 * 1024;

struct FreeBlock {
  FreeBlock* next;
};
FreeBlock* free_lists[kLargestClass / kGranule + 1];
char* chunk_begin = nullptr;
char* chunk_end = nullptr;
std::size_t allocated_bytes = 0;

void* carve(std::size_t bytes) {
  if (chunk_begin == nullptr || static_cast<std::size_t>(chunk_end - chunk_begin) < bytes) {
    // All of it will be used soon: its pages are better asked for at once than by a fault each.
    void* chunk = mmap(nullptr, kChunkBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (chunk == MAP_FAILED) throw std::bad_alloc();
    chunk_begin = static_cast<char*>(chunk);
    chunk_end = chunk_begin + kChunkBytes;
  }
  void* block = chunk_begin;
  chunk_begin += bytes;
  return block;
}

// Nodes whose count reached 0 and whose contents are not released yet. A release that happens while another is under way
// (a child's count reaching 0) only adds to the list, so the depth of the expression never becomes depth of the stack.
std::vector<Node*> pending;
bool releasing = false;

template <class T>
void destroy(Node* node) {
  static_cast<T*>(node)->~T();
  free_bytes(node, sizeof(T));
}

void destroy_node(Node* node) {
  switch (node->kind) {
    case Kind::Integer:
      count_content(-counted(mpz_size(static_cast<IntegerNode*>(node)->value.gmp()) * sizeof(mp_limb_t)));
      return destroy<IntegerNode>(node);
    case Kind::Rational: return destroy<RationalNode>(node);
    case Kind::Real: return destroy<RealNode>(node);
    case Kind::BigReal: return destroy<BigRealNode>(node);
    case Kind::Complex: return destroy<ComplexNode>(node);
    case Kind::String:
      count_content(-counted(static_cast<StringNode*>(node)->value.size()));
      return destroy<StringNode>(node);
    case Kind::ByteArray: return destroy<ByteArrayNode>(node);
    case Kind::Association: return destroy<AssociationNode>(node);
    case Kind::PackedArray:
    case Kind::NumericArray: return destroy<ArrayNode>(node);
    case Kind::Normal: {
      auto* normal = static_cast<NormalNode*>(node);
      const std::size_t bytes = sizeof(NormalNode) + normal->capacity * sizeof(Expr);
      for (Expr& arg : std::span<Expr>(normal->begin(), normal->size)) arg.~Expr();
      normal->~NormalNode();
      return free_bytes(node, bytes);
    }
    case Kind::Opaque: delete static_cast<OpaqueNode*>(node); return;
    case Kind::Symbol: release_symbol(static_cast<SymbolNode*>(node)); return;
  }
}

}  // namespace

void* allocate_bytes(std::size_t bytes) {
  allocated_bytes += bytes;
  if (kUseFreeLists && bytes <= kLargestClass) {
    const std::size_t size_class = (bytes + kGranule - 1) / kGranule;
    if (FreeBlock* block = free_lists[size_class]) {
      free_lists[size_class] = block->next;
      return block;
    }
    return carve(size_class * kGranule);
  }
  void* block = std::malloc(bytes);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void free_bytes(void* block, std::size_t bytes) noexcept {
  allocated_bytes -= bytes;
  if (kUseFreeLists && bytes <= kLargestClass) {
    const std::size_t size_class = (bytes + kGranule - 1) / kGranule;
    auto* free_block = static_cast<FreeBlock*>(block);
    free_block->next = free_lists[size_class];
    free_lists[size_class] = free_block;
    return;
  }
  std::free(block);
}

std::size_t node_bytes_in_use() { return allocated_bytes; }

void free_nodes_of(Node* node) noexcept {
  if (releasing) {
    pending.push_back(node);
    return;
  }
  releasing = true;
  destroy_node(node);
  while (!pending.empty()) {
    Node* next = pending.back();
    pending.pop_back();
    destroy_node(next);
  }
  releasing = false;
}

NormalNode* allocate_normal(const Expr& head, std::size_t capacity) {
  if (capacity > 0xffffffffU) throw std::bad_alloc();
  void* block = allocate_bytes(sizeof(NormalNode) + capacity * sizeof(Expr));
  auto* node = new (block) NormalNode(head);
  node->capacity = static_cast<std::uint32_t>(capacity);
  return node;
}

}  // namespace lykos
