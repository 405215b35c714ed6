// symbol.cpp - the symbol table: contexts map names to nodes.
//
// Symbols made by naming them are kept alive by the table (one extra reference). Module's temporaries are entered without
// that reference, so the last user's release removes them together with their definitions.
#include "expr/symbol.h"

#include <unordered_map>

#include "expr/memory.h"

namespace lykos {

alignas(SymbolNode) unsigned char known_symbol_storage[detail::kKnownSymbolCount * sizeof(SymbolNode)];
std::uint32_t definition_epoch = 1;
void (*free_symbol_definitions)(SymbolDefinitions*) = nullptr;

namespace {

constexpr const char* kKnownNames[] = {
#define LYKOS_SYMBOL(identifier, name) name,
#include "expr/symbols.inc"
#undef LYKOS_SYMBOL
};

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using NameMap = std::unordered_map<std::string, SymbolNode*, StringHash, std::equal_to<>>;
using ContextMap = std::unordered_map<std::string, NameMap, StringHash, std::equal_to<>>;

ContextMap& contexts() {
  static ContextMap* map = new ContextMap;  // never destroyed: symbols outlive static destruction
  return *map;
}

NameMap& names_of(std::string_view context) {
  ContextMap& map = contexts();
  if (auto found = map.find(context); found != map.end()) return found->second;
  return map.emplace(std::string(context), NameMap{}).first->second;
}

SymbolNode* new_symbol(std::string_view context, std::string_view name) {
  auto* node = new SymbolNode;
  node->name = name;
  node->context = context;
  return node;
}

Expr share(SymbolNode* node) {
  ++node->refs;
  return Expr::from_node(node);
}

struct Initializer {
  Initializer() { initialize_symbols(); }
} initializer;

}  // namespace

void initialize_symbols() {
  static bool done = false;
  if (done) return;
  done = true;
  NameMap& system = names_of("System`");
  system.reserve(detail::kKnownSymbolCount * 2);
  for (std::uint32_t i = 0; i < detail::kKnownSymbolCount; ++i) {
    auto* node = new (known_symbol_storage + i * sizeof(SymbolNode)) SymbolNode;
    node->refs = 1;  // the table's own reference: known symbols are never released
    node->known_index = i;
    node->name = kKnownNames[i];
    node->context = "System`";
    system.emplace(node->name, node);
  }
}

Expr intern_symbol(std::string_view context, std::string_view name) {
  initialize_symbols();
  NameMap& names = names_of(context);
  if (auto found = names.find(name); found != names.end()) return share(found->second);
  SymbolNode* node = new_symbol(context, name);
  node->refs = 1;  // the table's
  names.emplace(std::string(name), node);
  return share(node);
}

MaybeExpr find_symbol(std::string_view context, std::string_view name) {
  ContextMap& map = contexts();
  auto names = map.find(context);
  if (names == map.end()) return std::nullopt;
  auto found = names->second.find(name);
  if (found == names->second.end()) return std::nullopt;
  return share(found->second);
}

Expr make_temporary_symbol(const Expr& model, std::int64_t serial) {
  const SymbolNode& pattern = model.symbol_node();
  std::string name = pattern.name + "$" + std::to_string(serial);
  NameMap& names = names_of(pattern.context);
  if (auto found = names.find(name); found != names.end()) return share(found->second);
  SymbolNode* node = new_symbol(pattern.context, name);
  node->temporary = true;
  names.emplace(std::move(name), node);
  return share(node);
}

void forget_symbol(const Expr& symbol) {
  SymbolNode& node = symbol.symbol_node();
  NameMap& names = names_of(node.context);
  auto found = names.find(node.name);
  if (found == names.end() || found->second != &node) return;
  names.erase(found);
  if (!node.temporary) {
    node.temporary = true;  // its last user frees it now
    --node.refs;            // the caller still holds one
  }
}

void release_symbol(SymbolNode* symbol) noexcept {
  NameMap& names = names_of(symbol->context);
  if (auto found = names.find(symbol->name); found != names.end() && found->second == symbol) names.erase(found);
  if (symbol->definitions != nullptr && free_symbol_definitions != nullptr) free_symbol_definitions(symbol->definitions);
  delete symbol;
}

std::vector<Expr> all_symbols() {
  std::vector<Expr> result;
  for (auto& [context, names] : contexts())
    for (auto& [name, node] : names) result.push_back(share(node));
  return result;
}

std::string full_name(const SymbolNode& symbol) { return symbol.context + symbol.name; }

Expr Expr::symbol(std::string_view name) {
  const std::size_t quote = name.rfind('`');
  if (quote == std::string_view::npos) return intern_symbol("System`", name);
  return intern_symbol(name.substr(0, quote + 1), name.substr(quote + 1));
}

}  // namespace lykos
