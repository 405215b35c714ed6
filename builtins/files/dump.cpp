// dump.cpp - see dump.h.
#include "builtins/files/dump.h"

#include <algorithm>
#include <array>

#include "builtins/control/names.h"
#include "builtins/files/wxf.h"
#include "builtins/strings/encoding.h"
#include "builtins/support.h"
#include "evaluator/definitions.h"

namespace lykos::builtins {
namespace {

constexpr std::string_view kDumpMark = "(*This is a Lykos dump file, version 1, for Get. Definitions of: ";
constexpr std::string_view kForeignDumpMark = "(*This is a Mathematica binary dump file";
constexpr std::string_view kEncodedMark = "(*!Lykos encoded file 1!*)\n";

struct KindName {
  ValueKind kind;
  const char* name;
};
constexpr std::array<KindName, 7> kKinds = {{{ValueKind::Own, "OwnValues"},
                                             {ValueKind::Down, "DownValues"},
                                             {ValueKind::Up, "UpValues"},
                                             {ValueKind::Sub, "SubValues"},
                                             {ValueKind::N, "NValues"},
                                             {ValueKind::Format, "FormatValues"},
                                             {ValueKind::Default, "DefaultValues"}}};

Expr dumped(const Expr& symbol) {
  SymbolNode& node = symbol.symbol_node();
  SymbolDefinitions* d = node.definitions;
  const Expr none = make_list({});
  std::vector<Expr> rules;
  std::vector<Expr> messages;
  if (d != nullptr) {
    for (const KindName& row : kKinds)
      for (const auto& rule : d->of(row.kind).rules())
        rules.push_back(make_list({Expr::string(row.name), rule->lhs(), rule->rhs(), Expr::boolean(rule->delayed())}));
    for (const auto& [tag, text] : d->messages) messages.push_back(make_normal(sym::Rule, {Expr::string(tag), text}));
  }
  const Expr own = node.has_own_value ? make_list({node.own_value, Expr::boolean(d != nullptr && d->own_delayed)}) : none;
  return make_list({symbol, attributes_to_list(node.attributes), own, make_list(std::move(rules)), make_list(std::move(messages)),
                    d != nullptr && d->has_options ? make_list({d->options}) : none});
}

bool well_formed(const Expr& entry) {
  if (!entry.is_list() || entry.size() != 6 || !entry[0].is_symbol()) return false;
  for (std::size_t i = 1; i < 6; ++i)
    if (!entry[i].is_list()) return false;
  if ((entry[2].size() != 0 && entry[2].size() != 2) || entry[5].size() > 1) return false;
  const auto is_rule = [](const Expr& r) { return r.is_list() && r.size() == 4 && r[0].is_string(); };
  const auto is_message = [](const Expr& m) { return m.is_rule() && m[0].is_string(); };
  return std::all_of(entry[3].args().begin(), entry[3].args().end(), is_rule) && std::all_of(entry[4].args().begin(), entry[4].args().end(), is_message);
}

void restore(const Expr& entry) {
  const Expr symbol = entry[0];
  SymbolNode& node = symbol.symbol_node();
  SymbolDefinitions& d = definitions_of(node);
  for (const KindName& row : kKinds) {
    const bool fresh = d.of(row.kind).empty();
    for (const Expr& rule : entry[3].args()) {
      if (rule[0].string_value() != row.name) continue;
      // Into an empty list the rules go in the order that they had.
      if (fresh && row.kind != ValueKind::Up) {
        d.of(row.kind).append(make_ref<CompiledRule>(rule[1], rule[2], rule[3].is_true()));
      } else {
        add_definition(symbol, row.kind, rule[1], rule[2], rule[3].is_true());
      }
    }
  }
  symbol_changed(node);
  if (entry[2].size() == 2) {
    set_own_value(node, entry[2][0]);
    d.own_delayed = entry[2][1].is_true();
  }
  for (const Expr& message : entry[4].args()) d.messages[message[0].string_value()] = message[1];
  if (entry[5].size() == 1) {
    d.options = entry[5][0];
    d.has_options = true;
  }
  Attributes attributes = kNoAttributes;
  for (const Expr& name : entry[1].args()) attributes |= attribute_bits(name);
  set_attributes(node, attributes);
}

// A stream of bytes that depends on the key: enough to keep a text from being read by the way, which is all that is promised.
std::string mixed(std::string bytes, std::string_view key) {
  std::string block = digest("lykos" + std::string(key), "SHA256").value_or("lykos");
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i > 0 && i % block.size() == 0) block = digest(block, "SHA256").value_or(block);
    bytes[i] = static_cast<char>(bytes[i] ^ block[i % block.size()]);
  }
  return bytes;
}

}  // namespace

std::string dump_definitions(const std::vector<Expr>& symbols) {
  std::vector<Expr> entries;
  std::string names;
  for (const Expr& symbol : symbols) {
    entries.push_back(dumped(symbol));
    names += (names.empty() ? "" : ", ") + visible_name(symbol);
  }
  return std::string(kDumpMark) + names + "*)\n" + to_wxf(make_list(std::move(entries)));
}

bool is_dump(std::string_view bytes) { return bytes.starts_with(kDumpMark); }
bool is_foreign_dump(std::string_view bytes) { return bytes.starts_with(kForeignDumpMark); }

bool load_dump(std::string_view bytes, std::string& reason) {
  const std::size_t end = bytes.find('\n');
  const MaybeExpr entries = end == std::string_view::npos ? std::nullopt : from_wxf(bytes.substr(end + 1), reason);
  if (!entries || !entries->is_list() || !std::all_of(entries->args().begin(), entries->args().end(), well_formed)) return false;
  for (const Expr& entry : entries->args()) restore(entry);
  return true;
}

std::string encode_source(std::string_view text, std::string_view key) {
  const std::string sum = digest(text, "SHA256").value_or("");
  return std::string(kEncodedMark) + base64_encode(mixed(zlib_compress(sum + std::string(text)), key)) + "\n";
}

bool is_encoded_source(std::string_view bytes) { return bytes.starts_with(kEncodedMark); }

std::optional<std::string> decode_source(std::string_view bytes, std::string_view key) {
  const auto packed = base64_decode(bytes.substr(kEncodedMark.size()));
  const auto text = packed ? zlib_decompress(mixed(*packed, key)) : std::nullopt;
  const std::size_t sum = digest("", "SHA256").value_or("").size();
  if (!text || text->size() < sum || digest(std::string_view(*text).substr(sum), "SHA256").value_or("") != text->substr(0, sum)) return std::nullopt;
  return text->substr(sum);
}

}  // namespace lykos::builtins
